"""The manual on paper: cover, contents with pages, and every chapter, set from the same values as the window shows."""
