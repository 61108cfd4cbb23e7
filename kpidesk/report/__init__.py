"""The quarterly review on paper: compose, layout, surface, bytes."""
