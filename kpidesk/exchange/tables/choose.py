"""Which sheet of a book and which of its tables is meant: the one with most numbers, as it was said, or asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpidesk.exchange.sheets.book import Book, Sheet
from kpidesk.exchange.tables.cells.looks import EMPTY, NUMBER, looks, said
from kpidesk.exchange.tables.cells.words import as_is, names
from kpidesk.exchange.tables.findings import Findings
from kpidesk.exchange.tables.layout.area import Table, tables_in
from kpidesk.exchange.tables.layout.columns import Col, Sort, columns_of
from kpidesk.exchange.tables.layout.heads import heads_of
from kpidesk.exchange.tables.understood import Answer, Said
from kpidesk.exchange.tables.when.periods import dated_columns
from kpidesk.exchange.tables.wide import bare_across
from kpidesk.text import Message, msg, msgn

_COMPARABLE = 0.5
"""Another sheet, or another table in it, with so large a part of the numbers is asked about."""
MOST_HEADINGS = 3


@dataclass(frozen=True)
class Candidate:
    """A table of a sheet with its columns, and how many numbers beside periods it has; ``undated`` without any."""

    sheet: int
    table: Table
    cols: tuple[Col, ...]
    worth: int
    undated: bool = False


def candidates(book: Book, headings: int | None) -> list[Candidate]:
    """The tables that have numbers and periods, of all sheets that the book shows, or else of the hidden ones."""
    shown = [
        each for at, sheet in enumerate(book.sheets) if not sheet.hidden for each in _of_sheet(at, sheet, headings)
    ]
    hidden = [each for at, sheet in enumerate(book.sheets) if sheet.hidden for each in _of_sheet(at, sheet, headings)]
    return shown or hidden


def _of_sheet(at: int, sheet: Sheet, headings: int | None) -> list[Candidate]:
    found = []
    for table in tables_in(sheet.rows):
        if headings is not None:
            table = with_headings(table, headings)
        cols = _columns(sheet, table)
        beside = [Candidate(at, table, part, _worth(part)) for part in side_by_side(cols)]
        found += [each for each in beside if each.worth]
    return found


def side_by_side(cols: tuple[Col, ...]) -> list[tuple[Col, ...]]:
    """The tables that stand beside each other with an empty column between: each has its own periods and numbers."""
    parts: list[list[Col]] = [[]]
    for col in cols:
        if col.sort is Sort.EMPTY and not col.heading:
            parts.append([])
        else:
            parts[-1].append(col)
    told = [tuple(part) for part in parts if part]
    return told if len(told) > 1 and all(_stands_alone(part) for part in told) else [cols]


def _stands_alone(cols: Sequence[Col]) -> bool:
    dated = {col.place for col in dated_columns(cols)}
    return bool(dated) and any(col.sort is Sort.NUMBERS for col in cols if col.place not in dated)


def undated(book: Book, headings: int | None) -> list[Candidate]:
    """The tables of words and numbers in a book in which no table names a period."""
    found = []
    for at, sheet in enumerate(book.sheets):
        for table in [] if sheet.hidden else tables_in(sheet.rows):
            told = table if headings is None else with_headings(table, headings)
            cols = _columns(sheet, told)
            if any(col.sort is Sort.NUMBERS for col in cols):
                found.append(Candidate(at, told, cols, len(told.body), undated=True))
    return found


def _columns(sheet: Sheet, table: Table) -> tuple[Col, ...]:
    width = max((len(sheet.rows[place]) for place in (*table.heads, *table.body)), default=0)
    return tuple(columns_of(sheet.rows, table.body, heads_of(sheet.rows, table.heads, width, sheet.merged)))


def with_headings(table: Table, n: int) -> Table:
    """A table with so many rows of headings: more of the lines above it, then of its rows, or fewer."""
    heads, above, body = list(table.heads), list(table.title), list(table.body)
    while len(heads) < n and above and (not heads or above[-1] == heads[0] - 1):
        heads.insert(0, above.pop())
    while len(heads) < n and len(body) > 1:
        heads.append(body.pop(0))
    while len(heads) > n:
        above.append(heads.pop(0)) if n else body.insert(0, heads.pop())
    return replace(table, heads=tuple(heads), title=above, body=body)


def _worth(cols: Sequence[Col]) -> int:
    """How many numbers a table has, if it names any periods."""
    dated = {col.place for col in dated_columns(cols)}
    if not dated and not bare_across(cols):
        return 0
    numbers = [col for col in cols if col.place not in dated and col.sort not in (Sort.CODES, Sort.CLOCK)]
    return sum(len(col.cells) for col in numbers if any(looks(cell) & NUMBER for cell in col.sample))


def chosen(find: Findings, book: Book, told: Said, found: Sequence[Candidate]) -> tuple[Candidate, bool]:
    """The table that is meant, and whether it must still be asked which sheet or which of its tables that is."""
    likeliest = max(found, key=lambda each: each.worth)
    at, asked = _sheet(find, book, told, found, likeliest)
    here = [each for each in found if each.sheet == at]
    if asked:
        return max(here, key=lambda each: each.worth), True
    return _table(find, book, told, here)


def _table(find: Findings, book: Book, told: Said, here: Sequence[Candidate]) -> tuple[Candidate, bool]:
    """The table of a sheet that was said, or the one with most numbers; asked where another has about as many."""
    if told.table is not None and 0 <= told.table < len(here):
        return here[told.table], False
    likeliest = max(here, key=lambda each: each.worth)
    sheet = book.sheets[likeliest.sheet]
    rivals = [each for each in here if each.worth >= _COMPARABLE * likeliest.worth and _apart(sheet, likeliest, each)]
    if not rivals:
        return likeliest, False
    answers = [
        Answer(f"{at}", name_of(book, each), msgn("{n} row", "{n} rows", len(each.table.body)))
        for at, each in enumerate(here)
    ]
    answered = find.ask("table", msg("Which of the tables on the sheet are the numbers in?"), answers)
    return (likeliest, True) if answered is None else (here[int(answered)], False)


def _apart(sheet: Sheet, one: Candidate, other: Candidate) -> bool:
    """Tell whether two tables stand beside each other, or with an empty row between.

    Records of several sorts that follow on each other are the report of a program, of which one sort is meant.
    """
    first, last = sorted((one, other), key=lambda each: each.table.body[0])
    if one is other or first.table.body == last.table.body:
        return one is not other
    between = range(first.table.body[-1] + 1, last.table.body[0])
    skipped = sheet.lines[last.table.body[0]] - sheet.lines[first.table.body[-1]] > len(between) + 1
    return skipped or any(all(looks(cell) == EMPTY for cell in sheet.rows[place]) for place in between)


def name_of(book: Book, candidate: Candidate) -> Message:
    """What a table is called, by the line right above it or else by its headings, and where it begins."""
    sheet, table = book.sheets[candidate.sheet], candidate.table
    first = min([*table.heads, *table.body])
    above = [said(cell) for place in table.title if place == first - 1 for cell in sheet.rows[place] if said(cell)]
    headings = dict.fromkeys(col.heading for col in candidate.cols if col.heading)
    name = as_is(above[0]) if above else as_is(names(list(headings) or ["–"], MOST_HEADINGS))
    return msg("{name}, from row {line}", name=name, line=sheet.lines[first])


def _sheet(
    find: Findings, book: Book, told: Said, found: Sequence[Candidate], likeliest: Candidate
) -> tuple[int, bool]:
    """The sheet that was said, or the one with most numbers; asked where another has about as many."""
    names = [sheet.name for sheet in book.sheets]
    holding = {each.sheet for each in found}
    if told.sheet in names and names.index(told.sheet) in holding:
        return names.index(told.sheet), False
    best = {at: max(each.worth for each in found if each.sheet == at) for at in sorted(holding)}
    rivals = [at for at, worth in best.items() if worth >= _COMPARABLE * likeliest.worth]
    if len(rivals) < 2:
        return likeliest.sheet, False
    answers = [Answer(names[at], as_is(names[at]), _size(found, at)) for at in best]
    answered = find.ask("sheet", msg("Which sheet are the numbers in?"), answers)
    return (likeliest.sheet, True) if answered is None else (names.index(answered), False)


def _size(found: Sequence[Candidate], at: int) -> Message:
    rows = sum(len(each.table.body) for each in found if each.sheet == at)
    return msgn("{n} row", "{n} rows", rows)


def title_of(book: Book, candidate: Candidate) -> tuple[str, ...]:
    """The lines of words above a table."""
    rows = book.sheets[candidate.sheet].rows
    return tuple(said(cell) for place in candidate.table.title for cell in rows[place] if said(cell))
