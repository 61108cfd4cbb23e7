"""Numbers in and out: CSV files and copies of the workspace."""
