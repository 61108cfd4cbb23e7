"""Page 23: the kinds of file that numbers come from, and what has come of them since."""
