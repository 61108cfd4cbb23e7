"""The numbers of the columns of a table: one decimal mark for all, their units and scales, and what can't be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kpidesk import format as fmt
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells.numbers import Numbers, Spelt, read_numbers, spelt
from kpidesk.exchange.tables.cells.units import Unit, scale_said, unit_in, unit_of_heading
from kpidesk.exchange.tables.cells.words import Names, as_is, called, names
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.columns import Col
from kpidesk.exchange.tables.understood import Answer
from kpidesk.text import Message, msg

OTHER = {".": ",", ",": "."}


@dataclass(frozen=True)
class Amounts:
    """The numbers of a column, a value for each spelling, their unit and scale; ``open`` while asked."""

    numbers: Numbers
    unit: str = ""
    scale: float = 1.0
    open: bool = False


def mark_of(given: Given, find: Findings, ways: Sequence[Spelt]) -> tuple[str | None, bool]:
    """The decimal mark of a table, and whether it must be asked.

    It is the one that was said, or that a column proves, or that the mark between the cells leaves; a lone mark before
    three digits that nothing settles is asked about.
    """
    if given.said.decimal:
        return given.said.decimal, False
    proven = next((way.proven for way in ways if way.proven), None)
    undecided = next((way.open for way in ways if way.open), None)
    if undecided is None:
        return proven, False
    if proven is None:
        proven = _by_delimiter(given.book.delimiter, undecided[1])
        if proven is None:
            return _asked(find, *undecided)
    if any(way.open and way.open[1] in ".," for way in ways):
        _say(find, proven, undecided)
    return proven, False


def _by_delimiter(delimiter: str, mark: str) -> str | None:
    """A point in a file of commas begins decimals; elsewhere either mark can group."""
    return "." if (delimiter, mark) == (",", ".") else None


def _asked(find: Findings, text: str, mark: str) -> tuple[str | None, bool]:
    grouped, decimal = _read(text, OTHER[mark]), _read(text, mark)
    words = msg("Is {text} {grouped} or {decimal}?", text=text, grouped=grouped, decimal=decimal)
    answers = [
        Answer(OTHER[mark], msg("The {mark} groups thousands", mark=_mark(mark)), grouped),
        Answer(mark, msg("The {mark} is the decimal mark", mark=_mark(mark)), decimal),
    ]
    answered = find.ask("decimal", words, answers)
    return answered, answered is None


def _read(text: str, mark: str) -> Message:
    value = read_numbers([text], Spelt(), mark).values[text] or 0.0
    return as_is(fmt.Figure(value))


def _say(find: Findings, mark: str, undecided: tuple[str, str]) -> None:
    words = msg(
        "The {mark} is the decimal mark: {text} is {value}.",
        mark=_mark(mark), text=undecided[0], value=_read(undecided[0], mark),
    )  # fmt: skip
    find.guess("decimal", words, [Answer(OTHER[mark], as_is(_read(undecided[0], OTHER[mark])))])


def _mark(mark: str) -> Message:
    return msg("point") if mark == "." else msg("comma")


def amounts_of(given: Given, find: Findings, cols: Sequence[Col]) -> dict[int, Amounts]:
    """The numbers of columns, by their places."""
    ways = {col.place: spelt(col.distinct) for col in cols}
    mark, asked = mark_of(given, find, list(ways.values()))
    read = {col.place: _of_column(given, find, col, ways[col.place], (mark, asked)) for col in cols}
    return _scaled(find, cols, read)


def _of_column(given: Given, find: Findings, col: Col, way: Spelt, settled: tuple[str | None, bool]) -> Amounts:
    mark, asked = settled
    if asked and way.open:
        return Amounts(Numbers({}), open=True)
    unit = unit_for(given, col.heading, col.head.unit)
    minutes = _minutes(find, way.short, unit_in(col.heading) or unit) if way.short else False
    if minutes is None:
        return Amounts(Numbers({}), open=True)
    numbers = read_numbers(col.distinct, way, mark or way.proven, minutes=minutes)
    return Amounts(numbers, way.unit or unit.code, unit.scale)


def _minutes(find: Findings, text: str, unit: Unit) -> bool | None:
    """Whether ``1:35`` is minutes and seconds: as the heading says, or asked."""
    if unit.code in ("hours", "minutes"):
        return unit.code == "minutes"
    first, second = text.lstrip("-").split(":")
    answers = [
        Answer(
            "hours", msg("Hours and minutes"), msg("{hours} h {minutes} min", hours=int(first), minutes=int(second))
        ),
        Answer(
            "minutes",
            msg("Minutes and seconds"),
            msg("{minutes} min {seconds} s", minutes=int(first), seconds=int(second)),
        ),
    ]
    answered = find.ask("clock", msg("Is {text} hours and minutes, or minutes and seconds?", text=text), answers)
    return None if answered is None else answered == "minutes"


def unit_for(given: Given, heading: str, below: str) -> Unit:
    """The unit and the scale of a column: by the row of units, its heading, or a line above the table."""
    own = unit_in(below) if below else None
    found = own or unit_of_heading(heading)
    if found.scale == 1 and found.code in ("", "currency") and (said := scale_said(list(given.title))) is not None:
        return Unit(found.code or said.code, said.scale)
    return found


def scaled_by(find: Findings, scale: float, name: Names) -> float:
    """By what numbers are multiplied, unless it was said that they are whole; told in a sentence."""
    if scale == 1:
        return 1.0
    key = f"as:scale:{scale:.0f}"
    if find.said.answers.get(key) == "as":
        words = msg("{column}: taken as they stand, not times {scale}.", column=name, scale=fmt.Figure(scale))
        find.guess(key, words, [Answer("times", msg("Times {scale}", scale=fmt.Figure(scale)))])
        return 1.0
    words = msg("{column}: multiplied by {scale}, as the file says.", column=name, scale=fmt.Figure(scale))
    find.guess(key, words, [Answer("as", msg("Import them as they are"))])
    return scale


def _scaled(find: Findings, cols: Sequence[Col], read: dict[int, Amounts]) -> dict[int, Amounts]:
    """The numbers of columns that count in thousands or millions, whole."""
    named: dict[float, list[str | Message]] = {}
    for col in cols:
        named.setdefault(read[col.place].scale, []).append(called(col.heading, col.place))
    scales = {scale: scaled_by(find, scale, names(found)) for scale, found in named.items()}
    return {place: _times(each, scales[each.scale]) for place, each in read.items()}


def _times(each: Amounts, scale: float) -> Amounts:
    if scale == 1:
        return replace(each, scale=1.0)
    values = {cell: None if value is None else times(value, scale) for cell, value in each.numbers.values.items()}
    return replace(each, numbers=replace(each.numbers, values=values), scale=scale)


def times(value: float, scale: float) -> float:
    """A number in what its heading counts in, whole: 1.2 million is 1 200 000 exactly."""
    return round(value * scale, 9)


def faulty_cells(cells: Iterable[Cell], numbers: Numbers) -> list[int]:
    """The places, from 0, of cells in which a number was expected and none could be read."""
    if not numbers.faulty:
        return []
    return [at for at, cell in enumerate(cells) if isinstance(cell, str) and cell in numbers.faulty]
