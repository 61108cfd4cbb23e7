"""How much of a packed workbook is read, for whatever comes from outside: a table of numbers, a sheet to be filled in.

A workbook of some kilobytes can unpack into gigabytes, name one cell in the last row of a sheet, or merge a million
cells: whoever loads it fills the memory.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_RATIO, RATIO_FROM = 200, 1_000_000
"""No part of a real workbook is packed closer, once it is larger than a million bytes."""


@dataclass(frozen=True)
class Limits:
    """So many parts, and so many bytes of all of them unpacked."""

    parts: int
    unpacked: int


TABLES = Limits(parts=5_000, unpacked=1_500_000_000)
"""A workbook of numbers is read part by part, and never whole."""
FILLED_IN = Limits(parts=500, unpacked=50_000_000)
"""A sheet that a person fills in is small, and is loaded whole by what reads it."""
FILLED_ROWS, FILLED_CELLS, FILLED_RANGES = 20_000, 400_000, 2_000
"""So many rows, cells and ranges a person's sheet has at most."""
