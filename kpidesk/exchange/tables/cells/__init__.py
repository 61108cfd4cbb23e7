"""What the cells of a column say: periods, numbers, units and words, each spelling read once."""
