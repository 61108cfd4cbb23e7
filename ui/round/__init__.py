"""The weekly round: the page, its steps, and what stands beside them."""
