"""Targets of a KPI: one number, steps, a season."""
