"""Page 21: what would be taken of a file, held against what stands there."""
