"""Where a table is in its sheet: its rows, its headings, and what each column holds."""
