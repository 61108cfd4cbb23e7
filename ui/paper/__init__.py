"""What several pages print: choices, the way to a printer, the way to a file."""
