"""Where the window changes its layout: widths of the whole window in pixels, counted in text of the ordinary size."""

SMALL = 860
"""Below it side panels become drawers, and what is beside a page goes under it."""
NARROW = 1180
"""Below it the rail shows marks without words, and columns that can be missed go."""
WIDE = 1400
"""From it on everything has its full width."""
RAIL, RAIL_NARROW, RAIL_SMALLEST = 184, 56, 48
"""The rail with words, with marks alone, and in a small window."""
