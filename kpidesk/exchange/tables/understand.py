"""What a file's numbers are: which part is the table, which periods and measures it has, and what must be asked.

Pure: a book in, an ``Understanding`` out. By column and not by cell; whatever was guessed stands in a sentence with
its other ways, whatever gives other numbers when it is read in another way is asked, and whatever is not taken is
listed with the reason. What is said of it is added to ``Said`` by ``kpidesk.exchange.tables.saying``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from kpidesk.errors import BadInput
from kpidesk.exchange.sheets.book import Book, Sheet
from kpidesk.exchange.tables.area import Table, tables_in
from kpidesk.exchange.tables.columns import Col, columns_of
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.finish import finished
from kpidesk.exchange.tables.heads import heads_of
from kpidesk.exchange.tables.long import long_series
from kpidesk.exchange.tables.looks import NUMBER, looks, said
from kpidesk.exchange.tables.periods import dated_columns, row_periods
from kpidesk.exchange.tables.understood import Area, Column, Known, Said, Shape, Understanding
from kpidesk.exchange.tables.wide import across, bare_across, wide_series
from kpidesk.text import Message, msg


@dataclass(frozen=True)
class _Candidate:
    """A table of a sheet with its columns, and how many numbers beside periods it has."""

    table: Table
    cols: tuple[Col, ...]
    worth: int


def understand(book: Book, told: Said, known: Known) -> Understanding:
    """What the numbers of a file are. Raises ``BadInput`` for a file in which no table of numbers is found."""
    candidates = [(at, each) for at, sheet in enumerate(book.sheets) for each in _candidates(sheet)]
    if not candidates:
        raise BadInput(_nothing(book))
    at, chosen = _chosen(book, told, candidates)
    sheet = book.sheets[at]
    find = Findings(told)
    title = tuple(said(cell) for place in chosen.table.title for cell in sheet.rows[place] if said(cell))
    given = Given(book, sheet, known, told, title)
    shape = _shape(chosen)
    series, columns = _series(given, find, chosen, shape)
    tables = sum(each == at for each, _candidate in candidates)
    return _understanding(given, find, chosen, shape, (at, tables, columns, series))


def _nothing(book: Book) -> Message:
    return msg(
        "No table with periods and numbers was found in “{name}”. Nothing was changed. A table needs a column, or "
        "headings, with dates, weeks, months or years.",
        name=book.name,
    )


def _candidates(sheet: Sheet) -> list[_Candidate]:
    found = []
    for table in tables_in(sheet.rows):
        width = max((len(sheet.rows[place]) for place in (*table.heads, *table.body)), default=0)
        cols = tuple(columns_of(sheet.rows, table.body, heads_of(sheet.rows, table.heads, width)))
        worth = _worth(cols)
        if worth:
            found.append(_Candidate(table, cols, worth))
    return found


def _worth(cols: Sequence[Col]) -> int:
    """How many numbers a table has, if it names any periods."""
    dated = {col.place for col in dated_columns(cols)}
    if not dated and not bare_across(cols):
        return 0
    return sum(
        len(col.cells) for col in cols if col.place not in dated and any(looks(cell) & NUMBER for cell in col.sample)
    )


def _chosen(book: Book, told: Said, candidates: list[tuple[int, _Candidate]]) -> tuple[int, _Candidate]:
    named = [each for each in candidates if book.sheets[each[0]].name == told.sheet]
    likeliest = max(candidates, key=lambda each: each[1].worth)
    at = named[0][0] if named else likeliest[0]
    here = [each for each in candidates if each[0] == at]
    if told.table is not None and 0 <= told.table < len(here):
        return here[told.table]
    return max(here, key=lambda each: each[1].worth)


def _shape(chosen: _Candidate) -> Shape:
    wide = bare_across(chosen.cols)
    down = dated_columns(chosen.cols)
    if len(wide) > 1 and not down:
        return Shape.WIDE
    return Shape.LONG if down else Shape.WIDE


def _series(given: Given, find: Findings, chosen: _Candidate, shape: Shape) -> tuple[list[Series], tuple[Column, ...]]:
    if shape is Shape.WIDE:
        return wide_series(given, find, chosen.table, chosen.cols, across(given, find, chosen.cols))
    when = row_periods(given, find, chosen.cols)
    assert when is not None, "a long table has a column of periods"
    return long_series(given, find, chosen.table, chosen.cols, when)


def _understanding(
    given: Given,
    find: Findings,
    chosen: _Candidate,
    shape: Shape,
    found: tuple[int, int, tuple[Column, ...], list[Series]],
) -> Understanding:
    at, tables, columns, series = found
    measures = finished(given, find, series)
    return Understanding(
        at, _area(chosen), shape, columns, measures, tuple(find.guesses), tuple(find.questions), tuple(find.left_out),
        find.marks, tables, _fingerprint(chosen, shape),
    )  # fmt: skip


def _area(chosen: _Candidate) -> Area:
    places = [*chosen.table.heads, *chosen.table.body]
    filled = [col.place for col in chosen.cols if col.sample or col.heading]
    return Area(min(places), max(places), min(filled, default=0), max(filled, default=0), len(chosen.table.heads))


def _fingerprint(chosen: _Candidate, shape: Shape) -> str:
    """Of the headings that are no periods, and the shape."""
    dated = bare_across(chosen.cols) if shape is Shape.WIDE else {}
    named = [col.heading.casefold() for col in chosen.cols if col.place not in dated]
    return sha256("\n".join([shape.value, *named]).encode()).hexdigest()[:16]
