"""Lines and fields in which something is typed: a number, a number with its unit, and why one is refused."""
