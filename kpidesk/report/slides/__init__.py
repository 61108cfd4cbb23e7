"""The review as slides for a screen: 960 × 540 points, one message on each, made of the paper's own blocks."""
