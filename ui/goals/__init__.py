"""The goals: the tree, the panel of what is chosen, check-ins, the gestures on them."""
