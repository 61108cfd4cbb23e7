"""Reaching everybody: what a screen reader hears, and what it is told of as it happens."""
