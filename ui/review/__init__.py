"""The quarterly review, from grades to paper."""
