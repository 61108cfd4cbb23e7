"""How a file was read, in sentences: its sheet, its letters, its table, its periods and its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.domain.period import Frequency
from kpidesk.exchange.sheets.book import Book, Kind
from kpidesk.exchange.tables.cells.looks import NUMBER, looks
from kpidesk.exchange.tables.cells.words import as_is, letter, names, spanned
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.area import Table
from kpidesk.exchange.tables.totals import ROWS, SUM
from kpidesk.exchange.tables.understood import Answer, Area, Column, LeftOut, Measure, Role, Shape
from kpidesk.text import Message, msg, msgn

MOST_HEADINGS = 3
_MARKS = {
    ";": msg("semicolons"), ",": msg("commas"), "\t": msg("tabs"), "|": msg("vertical bars"), ":": msg("colons"),
}  # fmt: skip


def about_file(find: Findings, book: Book) -> None:
    """The letters of a text and the mark between its cells."""
    if book.kind is not Kind.TEXT or book.letters is None:
        return
    letters = book.letters.encoding.upper()
    if book.delimiter not in _MARKS:
        find.guess("letters", msg("The text is read as {letters}.", letters=letters))
        return
    words = msg(
        "Columns are separated by {mark}, and the encoding is {letters}.",
        mark=_MARKS[book.delimiter],
        letters=letters,
    )
    find.guess("letters", words)


def about_sheet(find: Findings, book: Book, at: int, others: Sequence[str]) -> None:
    """Which sheet is used, and which others hold tables too."""
    if len(book.sheets) < 2:
        return
    name = book.sheets[at].name
    answers = [Answer(each, as_is(each)) for each in others if each != name]
    if answers:
        find.guess("sheet", msg("The sheet {sheet} is used.", sheet=name), answers)
    else:
        words = msgn(
            "The sheet {sheet} is used. The other one has no numbers with periods.",
            "The sheet {sheet} is used. The {n} others have no numbers with periods.",
            len(book.sheets) - 1,
            sheet=name,
        )
        find.guess("sheet", words)


def about_table(given: Given, find: Findings, table: Table, area: Area) -> None:
    """Where the table is, and which rows name its columns."""
    lines = given.sheet.lines
    last = lines[area.last_row]
    if given.book.kind is Kind.TEXT:
        where = msg("rows {first} to {last}", first=lines[area.first_row], last=last)
    else:
        corner = f"{letter(area.first_column)}{lines[area.first_row]}"
        where = msg("{first} to {last}", first=corner, last=f"{letter(area.last_column)}{last}")
    answers = [Answer(f"{n}", _headings(n)) for n in range(MOST_HEADINGS) if n != area.headings]
    heads = [as_is(lines[place]) for place in table.heads]
    words = {
        0: msg("The table is {where}, without headings.", where=where),
        1: msg("The table is {where}, with headings in row {rows}.", where=where, rows=names(heads)),
    }
    several = msg("The table is {where}, with headings in rows {rows}.", where=where, rows=names(heads))
    find.guess("headings", words.get(len(heads), several), answers)


def _headings(n: int) -> Message:
    return msg("No headings") if n == 0 else msgn("{n} row of headings", "{n} rows of headings", n)


def about_tables(find: Findings, tables: Sequence[tuple[Message, int]], used: int) -> None:
    """That a sheet has several tables, and which is used; each by its name and number of rows."""
    if len(tables) < 2 or any(each.key == "table" and each.answered is None for each in find.questions):
        return
    answers = [
        Answer(f"{at}", name, msgn("{n} row", "{n} rows", n)) for at, (name, n) in enumerate(tables) if at != used
    ]
    words = msg("The sheet has {n} tables. This one is used: {name}.", n=len(tables), name=tables[used][0])
    find.guess("table", words, answers)


def about_periods(
    fiscal_start: int, find: Findings, shape: Shape, columns: Sequence[Column], measures: Sequence[Measure]
) -> None:
    """Where the periods stand, and from when to when they go."""
    periods = {each for measure in measures for each in measure.numbers}
    named = [column for column in columns if column.role is Role.PERIOD]
    if not periods:
        return
    frequency = min((each.frequency for each in periods), key=lambda each: each.rank)
    span = spanned([each for each in periods if each.frequency is frequency], fiscal_start, counted=False)
    if shape is Shape.WIDE and not named:
        find.guess("periods", msg("The periods stand in the headings: {span}.", span=span))
        return
    where = names([letter(column.place) for column in named])
    one = _one_row(frequency)
    several = any(len(values) > 1 for measure in measures for values in measure.numbers.values())
    if shape is Shape.WIDE:
        words = msg("The periods stand in column {column} and in the headings: {span}.", column=where, span=span)
    elif several or one is None:
        words = msg("The period is in column {column}: {span}.", column=where, span=span)
    else:
        words = msg("The period is in column {column}: {one}, {span}.", column=where, one=one, span=span)
    find.guess("periods", words)


def _one_row(frequency: Frequency) -> Message | None:
    return {
        Frequency.DAY: msg("one row per day"),
        Frequency.WEEK: msg("one row per week"),
        Frequency.MONTH: msg("one row per month"),
        Frequency.QUARTER: msg("one row per quarter"),
        Frequency.YEAR: msg("one row per year"),
    }.get(frequency)


def about_numbers(find: Findings, shape: Shape, columns: Sequence[Column], measures: Sequence[Measure]) -> None:
    """Which columns, or which rows, hold the numbers."""
    if not measures:
        return
    if shape is Shape.WIDE:
        added = find.said.answers.get(ROWS) == SUM
        words = msgn("The numbers are in one row.", "The numbers are in {n} rows, one for each measure.", len(measures))
        answers = [Answer("each", msg("One measure for each"))] if added else [Answer(SUM, msg("Add the rows"))]
        told = msg("The rows are added up, as you chose.") if added else words
        find.guess(ROWS, told, answers if added or len(measures) > 1 else ())
        return
    numbers = [column for column in columns if column.role in (Role.NUMBER, Role.PLUS, Role.MINUS)]
    where = names([letter(column.place) for column in numbers], 6)
    find.guess(
        "numbers",
        msgn(
            "The numbers are in column {columns}.", "The numbers are in columns {columns}.", len(numbers), columns=where
        ),
    )


def about_lines(find: Findings, given: Given, table: Table) -> None:
    """The lines that belong to no row of the table: titles, headings, notes."""
    find.mark(table.title, msg("Title"))
    find.mark(table.heads, msg("Headings"))
    find.mark((place for place in table.repeated), msg("Headings again"))
    notes = [place for place in table.alone if place not in find.marks]
    lines = given.sheet.lines
    unplaced = [place for place in notes if any(looks(cell) & NUMBER for cell in given.sheet.rows[place])]
    if unplaced:
        what = msgn("{n} row beside the table", "{n} rows beside the table", len(unplaced))
        out = LeftOut(
            "beside", what, msg("Doesn’t fit the rows above"), tuple(lines[at] for at in unplaced), faulty=True
        )
        find.leave(out)
        find.mark(unplaced, msg("Not in the table"))
    notes = [place for place in notes if place not in unplaced]
    find.mark(notes, msg("Note"))
    words = [*table.title, *table.heads, *table.repeated, *notes]
    if words:
        out = LeftOut(
            "words", msg("Titles, headings and notes"), msg("No numbers"), tuple(sorted(lines[at] for at in words)),
            missed=False,
        )  # fmt: skip
        find.left_out.append(out)
