"""Numbers and goals out of the window, to a file that other programs read."""
