"""Two logs made one, and what that changed."""
