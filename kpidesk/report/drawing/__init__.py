"""What a page is drawn with: the surface, its letters, lines and small marks, the page around them, blocks in order."""
