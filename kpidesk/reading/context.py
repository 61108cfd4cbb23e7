"""What is known about the place where a text stands."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from kpidesk.domain.period import Frequency
from kpidesk.records import record

DECIMAL_MARKS = {"nb": ",", "en": "."}


@record(frozen=True)
class Writing:
    """How numbers are written in a place, as far as it is known there.

    ``language`` tells the usual decimal mark and how much a “billion” is; ``decimal`` is a mark known for itself.
    With ``sure`` no other mark is a decimal mark here, as in a column that has shown its own. ``unit`` is the code of
    what is measured: words that name another unit are doubted, and hours become minutes where minutes are measured.
    With ``sums`` a calculation (``1000+200``) is worked out.
    """

    language: str | None = None
    decimal: str | None = None
    sure: bool = False
    unit: str = ""
    sums: bool = False

    @property
    def mark(self) -> str | None:
        """The likely decimal mark; ``None`` where nothing tells."""
        return self.decimal or DECIMAL_MARKS.get(self.language or "")


class Order(Enum):
    """In which order the day, the month and the year of a date stand."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@record(frozen=True)
class Calendar:
    """What is known where a period or a day stands.

    Quarters and longer are those of a fiscal year that starts in ``fiscal_start``. A name without a year is read only
    with ``today``, and is one of the year that it lies in. With a ``frequency`` only periods of it are read, and a
    number alone is one of them. ``order`` settles ``3/5/2026``. With ``serials`` a number like 46023 is a day as
    spreadsheets count them.
    """

    fiscal_start: int = 1
    today: dt.date | None = None
    frequency: Frequency | None = None
    order: Order | None = None
    serials: bool = False
