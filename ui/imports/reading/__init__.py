"""Page 20: how a file was read."""
