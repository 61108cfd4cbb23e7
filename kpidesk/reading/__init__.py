"""What a typed or written text means: a number, a period, a day, or “not applicable”.

The one place where words become values, for the entry sheet, forms, paste, files, the reply sheet and the command
line. Everything here is a pure function: who calls says what is known where the text stands (``Writing`` for
numbers, ``Calendar`` for periods and days), and no language, day or fiscal year is looked up.

A reading is one of three: ``Understood``; ``Ambiguous``, where one text alone cannot tell (``12.500``, ``3/5/2026``),
with every value that it can have, the likeliest first; or ``NotUnderstood``, with the reason and, where a slip is
plain to see, what was probably meant. Whoever has more texts of the same column asks ``columns``.

Everything that the program writes, in either language, is read back to the value that was written; short names
(``11``, ``feb.``, ``1. kv.``) with the rhythm and the day in the ``Calendar``.

``goals`` reads a whole sentence as somebody writes a goal: from where to where, by when, and which KPI it speaks of.

Importing this package is cheap: a module of it is loaded when a name of it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk import lazily

if TYPE_CHECKING:
    from kpidesk.reading.cells import BLANKS, OUTRIGHT, cell, is_not_applicable
    from kpidesk.reading.context import DECIMAL_MARKS, Calendar, Order, Writing
    from kpidesk.reading.days import day
    from kpidesk.reading.numbers import number
    from kpidesk.reading.periods import part_of_year, period
    from kpidesk.reading.results import Ambiguous, NotUnderstood, Result, Understood, likeliest

__all__ = [
    "BLANKS", "DECIMAL_MARKS", "OUTRIGHT", "Ambiguous", "Calendar", "NotUnderstood", "Order", "Result", "Understood",
    "Writing", "cell", "day", "is_not_applicable", "likeliest", "number", "part_of_year", "period",
]  # fmt: skip
__getattr__ = lazily.names(
    __name__,
    {
        f"{__name__}.cells": ("BLANKS", "OUTRIGHT", "cell", "is_not_applicable"),
        f"{__name__}.context": ("DECIMAL_MARKS", "Calendar", "Order", "Writing"),
        f"{__name__}.days": ("day",),
        f"{__name__}.numbers": ("number",),
        f"{__name__}.periods": ("part_of_year", "period"),
        f"{__name__}.results": ("Ambiguous", "NotUnderstood", "Result", "Understood", "likeliest"),
    },
)
