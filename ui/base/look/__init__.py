"""What the look of the window is made of."""
