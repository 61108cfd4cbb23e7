"""The table of numbers below a KPI's chart."""
