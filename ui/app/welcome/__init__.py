"""A window without a file: make one, open one, or try the example."""
