"""The panel beside the goal tree: what it shows of one goal, part by part."""
