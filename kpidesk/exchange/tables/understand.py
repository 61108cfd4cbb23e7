"""What a file's numbers are: which part is the table, which periods and measures it has, and what must be asked.

Pure: a book in, an ``Understanding`` out. By column and not by cell; whatever was guessed stands in a sentence with
its other ways, whatever gives other numbers when it is read in another way is asked, and whatever is not taken is
listed with the reason. What is said of it is added to ``Said`` by ``kpidesk.exchange.tables.saying``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from kpidesk.errors import BadInput
from kpidesk.exchange.sheets.book import Book
from kpidesk.exchange.tables import sentences
from kpidesk.exchange.tables.cells.currencies import currencies_in
from kpidesk.exchange.tables.cells.looks import LONGEST, NUMBER, looks
from kpidesk.exchange.tables.cells.units import is_unit
from kpidesk.exchange.tables.choose import Candidate, candidates, chosen, name_of, title_of, undated
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.finish import finished
from kpidesk.exchange.tables.joined import ALL, joined, sheets_of, with_all
from kpidesk.exchange.tables.layout.columns import Col
from kpidesk.exchange.tables.layout.merged import unmerged
from kpidesk.exchange.tables.long import long_series
from kpidesk.exchange.tables.stated import as_across, stated
from kpidesk.exchange.tables.understood import Area, Column, Known, Measure, Role, Said, Shape, Understanding
from kpidesk.exchange.tables.when.cross import crossed, crossing
from kpidesk.exchange.tables.when.periods import dated_columns, row_periods
from kpidesk.exchange.tables.wide import WideTable, across, bare_across, of_across, of_crossed, wide_series
from kpidesk.exchange.tables.worded import leave_marks
from kpidesk.exchange.uncollected import uncollected
from kpidesk.text import Message, msg


def understand(book: Book, told: Said, known: Known) -> Understanding:
    """What the numbers of a file are. Raises ``BadInput`` for a file in which no table of numbers is found."""
    with uncollected():
        return _of_book(unmerged(book), told, known)


def _of_book(book: Book, told: Said, known: Known) -> Understanding:
    """Sheets that go on from each other together, unless one of them was chosen."""
    named = sheets_of(book)
    one = told.sheet or told.answers.get("sheet")
    if not named or one not in (None, ALL, *named):
        return _understood(book, told, known)
    together = joined(book, told, known, lambda said: _understood(book, said, known))
    if together is not None and one in (None, ALL):
        return together
    return with_all(_understood(book, told, known), together)


def _understood(book: Book, told: Said, known: Known) -> Understanding:
    find = Findings(told)
    found = candidates(book, told.headings)
    if not found:
        found = undated(book, told.headings)
    if not found:
        raise BadInput(_nothing(book))
    candidate, asked = chosen(find, book, told, found)
    given = Given(book, book.sheets[candidate.sheet], known, told, title_of(book, candidate))
    if candidate.undated and stated(given, candidate.cols) is None:
        raise BadInput(_nothing(book))
    shape = _shape(told, candidate)
    _about_place(given, find, found, candidate)
    series, columns = _series(given, find, candidate, shape)
    measures = () if asked else finished(given, find, series)
    _about_content(given, find, candidate, (shape, columns, measures))
    currencies = _currencies(given, candidate.cols)
    told_in = _in_its_own(given, measures, candidate.cols)
    here = [each for each in found if each.sheet == candidate.sheet]
    alike = here if any(each.key == "table" for each in find.questions) else [candidate]
    return Understanding(
        candidate.sheet, _area(candidate), shape, columns, told_in, tuple(find.guesses), tuple(find.questions),
        tuple(find.left_out), find.marks, len(here), _fingerprint(alike, shape), currencies,
    )  # fmt: skip


def _nothing(book: Book) -> Message:
    return msg(
        "No table with periods and numbers was found in “{name}”. Nothing was changed. A table needs a column, or "
        "headings, with dates, weeks, months or years.",
        name=book.name,
    )


def _about_place(given: Given, find: Findings, found: Sequence[Candidate], candidate: Candidate) -> None:
    """Say which letters, which sheet and which table were read."""
    book = given.book
    here = [each for each in found if each.sheet == candidate.sheet]
    sentences.about_file(find, book)
    sentences.about_sheet(
        find, book, candidate.sheet, [book.sheets[at].name for at in sorted({e.sheet for e in found})]
    )
    tables = [(name_of(book, each), len(each.table.body)) for each in here]
    sentences.about_tables(find, tables, here.index(candidate))
    sentences.about_table(given, find, candidate.table, _area(candidate))


def _about_content(
    given: Given, find: Findings, candidate: Candidate, found: tuple[Shape, Sequence[Column], Sequence[Measure]]
) -> None:
    """Say where the periods and the numbers stand, and what the lines beside the table are."""
    if not candidate.undated:
        sentences.about_periods(given.known.fiscal_start, find, *found)
    sentences.about_numbers(find, *found)
    counted = {column.place for column in found[1] if column.role in (Role.NUMBER, Role.PLUS, Role.MINUS)}
    lines = [given.sheet.lines[place] for place in candidate.table.body]
    leave_marks(find, [col for col in candidate.cols if col.place in counted], lines)
    sentences.about_lines(find, given, candidate.table)


def _shape(told: Said, candidate: Candidate) -> Shape:
    """Whether the periods stand in the rows or in the headings; years and months can stand in one each."""
    if candidate.undated:
        return Shape.WIDE
    if Role.PERIOD in told.roles.values():
        return Shape.LONG
    down = dated_columns([col for col in candidate.cols if col.place not in told.roles])
    wide = bare_across(candidate.cols)
    return Shape.WIDE if wide and (not down or crossing(down, wide) is not None) else Shape.LONG


def _wide(given: Given, find: Findings, candidate: Candidate) -> WideTable:
    cols = candidate.cols
    of = stated(given, cols) if candidate.undated else None
    if of is not None:
        return of_across(given, find, candidate.table, cols, as_across(find, cols, of))
    bare = bare_across(cols)
    column = crossing(dated_columns(cols), bare)
    if column is None:
        return of_across(given, find, candidate.table, cols, across(given, find, cols))
    return of_crossed(given, find, candidate.table, cols, crossed(given, find, cols, column, bare))


def _series(
    given: Given, find: Findings, candidate: Candidate, shape: Shape
) -> tuple[list[Series], tuple[Column, ...]]:
    if shape is Shape.WIDE:
        return wide_series(_wide(given, find, candidate))
    return long_series(
        given, find, candidate.table, candidate.cols, row_periods(given, find, candidate.table, candidate.cols)
    )


def _area(candidate: Candidate) -> Area:
    places = [*candidate.table.heads, *candidate.table.body]
    filled = [col.place for col in candidate.cols if col.sample or col.heading]
    return Area(min(places), max(places), min(filled, default=0), max(filled, default=0), len(candidate.table.heads))


def _currencies(given: Given, cols: Iterable[Col]) -> frozenset[str]:
    """Those that titles, headings and numbers are marked with, or that stand in cells of their own."""
    heads, cells = list[str](), set[str]()
    for col in cols:
        heads += [col.heading, col.head.unit or ""]
        cells |= {cell for cell in col.sample if isinstance(cell, str) and len(cell) <= LONGEST}
    marked = (cell for cell in cells if looks(cell) & NUMBER or is_unit(cell))
    return currencies_in([*given.title, *heads, *marked])


def _in_its_own(given: Given, measures: Sequence[Measure], cols: Iterable[Col]) -> tuple[Measure, ...]:
    """Amounts that their column, or the title, tells in one currency that is not the company's have that as unit."""
    found, by_place = [], {col.place: col for col in cols}
    for each in measures:
        col = by_place.get(-1 if each.column is None else each.column)
        named = _currencies(given, [col] if col is not None else [])
        foreign = each.unit == "currency" and len(named) == 1 and given.known.currency not in named
        found.append(replace(each, unit=min(named)) if foreign else each)
    return tuple(found)


def _fingerprint(tables: Sequence[Candidate], shape: Shape) -> str:
    """Of the headings that are no periods, and the shape; of several tables where it is asked which is meant."""
    dated = {id(each): bare_across(each.cols) if shape is Shape.WIDE else {} for each in tables}
    named = [col.heading.casefold() for each in tables for col in each.cols if col.place not in dated[id(each)]]
    return sha256("\n".join([shape.value, *named]).encode()).hexdigest()[:16]
