"""Books for the tests: small ones written in place, and the files that lie beside the project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kpidesk.exchange.sheets import book_of_text, read_book
from kpidesk.exchange.sheets.book import Book, Cell, Kind, Sheet
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, Measure, Said, Understanding

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared"
TODAY = dt.date(2026, 11, 28)
KNOWN = Known(TODAY)


def read(text: str, said: Said = Said(), known: Known = KNOWN, name: str = "tall.csv") -> Understanding:  # noqa: B008
    """What is understood of a text with marks between its cells."""
    return understand(book_of_text(text, name), said, known)


def workbook(rows: Sequence[Sequence[Cell]], name: str = "Ark1", file: str = "bok.xlsx") -> Book:
    """A workbook of one sheet with typed cells."""
    return Book(file, Kind.XLSX, (Sheet(name, [tuple(row) for row in rows], range(1, len(rows) + 1)),))


def shared(folder: str, name: str) -> Book:
    """A file that lies beside the project; the test is skipped where there is none."""
    path = SHARED / folder / name
    if not path.exists():
        pytest.skip("the shared files are not beside the project")
    return read_book(path)


def totals(measure: Measure) -> dict[str, float]:
    """The sum of the numbers of each period, by the period's key."""
    return {period.key(): round(sum(values), 9) for period, values in measure.numbers.items()}


def by_name(found: Understanding) -> Mapping[str, dict[str, float]]:
    """What each measure says, by its name."""
    return {each.name: totals(each) for each in found.measures}


def questions(found: Understanding) -> list[str]:
    """The keys of what must still be answered."""
    return [each.key for each in found.open_questions]
