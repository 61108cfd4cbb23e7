"""The sheet of numbers itself: what its cells show, the caret, typing, and blocks of cells."""
