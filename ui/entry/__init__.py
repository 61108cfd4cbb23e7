"""The week's numbers: the sheet, typing, pasting, looking over."""
