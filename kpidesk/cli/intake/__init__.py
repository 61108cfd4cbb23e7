"""Numbers into a file from the command line: tables, accounts, and the sheets that colleagues have filled in."""
