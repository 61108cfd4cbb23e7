"""The numbers of an input as they are kept for calculating."""
