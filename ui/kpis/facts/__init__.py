"""What is said of a KPI beside its chart."""
