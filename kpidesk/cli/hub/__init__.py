"""The team server on the command line."""
