"""What may stand behind an option: the words of enums in the rooms below, which are not loaded for the grammar.

A test holds each of them to what it stands for.
"""

from __future__ import annotations

FREQUENCIES = ("daily", "weekly", "monthly", "quarterly", "tertially", "half-yearly", "yearly")
CYCLES = ("quarterly", "tertially", "half-yearly", "yearly")
DIRECTIONS = ("increase", "decrease", "maintain")
COMBINES = ("sum", "mean", "last", "min", "max", "weighted_mean")
SPREADS = ("even", "last-year", "working-days")
SIDES = ("newest", "mine", "theirs")
FILE_TYPES = ("xlsx", "csv-nb", "csv-en", "json")
SECTIONS = ("summary", "objectives", "kpis", "panels", "retrospective", "appendix")
CONFIDENCE = range(1, 11)
FOLLOW, KEEP = "follow", "keep"
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
