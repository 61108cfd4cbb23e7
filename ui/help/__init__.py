"""What the program and its ideas are, in a window beside the one that is worked in."""
