"""What a window shows before it has its file, and the way from there to all that it works with."""
