"""The first steps in a new file, at the top of the overview."""
