"""The log of changes and the state that it yields: writing, reading, folding, undoing, telling."""
