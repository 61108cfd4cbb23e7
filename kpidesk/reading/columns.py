"""What the texts of one column tell together that none of them tells alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpidesk.reading.clean import cleaned
from kpidesk.reading.context import Order
from kpidesk.reading.numbers import decimal_mark

_DATE = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-](?:[0-9]{4}|[0-9]{2})(?![0-9])")
MONTHS, DAYS = 12, 31


def decimal_of(texts: Iterable[str]) -> str | None:
    """The decimal mark of a column: that of its first number that can be read in one way only, if there is one."""
    return next((mark for text in texts if (mark := decimal_mark(text)) is not None), None)


def order_of(texts: Iterable[str]) -> Order | None:
    """In which order a column writes day and month: as a number above twelve shows; ``None`` where none does.

    Dates whose day and month are the same number leave it open and harm nobody: then it is the day first.
    """
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _DATE.match(cleaned(text)))]
    if any(first > DAYS for first, _second in pairs):
        return Order.YMD
    if any(first > MONTHS for first, _second in pairs) or all(first == second for first, second in pairs):
        return Order.DMY
    return Order.MDY if any(second > MONTHS for _first, second in pairs) else None
