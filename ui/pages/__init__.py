"""The places of the window; no page imports another."""
