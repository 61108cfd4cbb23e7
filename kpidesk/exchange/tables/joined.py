"""Sheets of one form, one for each year or month, or one for each rhythm: their numbers are taken together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from kpidesk.domain.period import Period
from kpidesk.errors import BadInput
from kpidesk.exchange.sheets.book import Book
from kpidesk.exchange.tables import sentences
from kpidesk.exchange.tables.cells.dates import bare_period
from kpidesk.exchange.tables.cells.words import as_is, names
from kpidesk.exchange.tables.findings import Findings
from kpidesk.exchange.tables.stated import stated_period
from kpidesk.exchange.tables.understood import Answer, Guess, Known, LeftOut, Measure, Said, Understanding
from kpidesk.text import msg

ALL = "*"
"""What is said instead of a sheet's name for all that go on from each other; no workbook can call a sheet so."""
MOST_SHEETS = 60
MOST_RHYTHMS, MOST_ROWS = 8, 5000
"""A workbook with a sheet for each rhythm, as the program itself writes it, has so many sheets and rows at most."""
_OF_ONE = frozenset({"sheet", "year", "periods", "headings", "table"})
"""Sentences that are said of all sheets together, or hold for one of them only."""
Reader = Callable[[Said], Understanding]


def sheets_of(book: Book) -> list[str]:
    """The sheets that may belong together: those called after a time of their own each, or else all of a small book."""
    return _called_after_times(book) or _few(book)


def _called_after_times(book: Book) -> list[str]:
    """``2024``, ``Salg 2025``, ``Januar``."""
    times = {each.name: stated_period([each.name]) or bare_period(each.name) for each in book.sheets if not each.hidden}
    named = [name for name, time in times.items() if time is not None]
    distinct = len({times[name] for name in named}) == len(named)
    return named if distinct and 2 <= len(named) <= MOST_SHEETS else []


def _few(book: Book) -> list[str]:
    shown = [sheet for sheet in book.sheets if not sheet.hidden]
    few = 2 <= len(shown) <= MOST_RHYTHMS and sum(len(sheet.rows) for sheet in shown) <= MOST_ROWS
    return [sheet.name for sheet in shown] if few else []


def joined(book: Book, told: Said, known: Known, understood: Reader) -> Understanding | None:
    """What the sheets of a book hold together; ``None`` where they do not belong together.

    The newest of them is the one that is shown. ``understood`` reads the book with one sheet said.
    """
    parts = [part for name in sheets_of(book) if (part := _read(name, told, understood)) is not None]
    parts.sort(key=_begins)
    belong = _go_on if _called_after_times(book) else _of_other_rhythms
    return _together(book, parts, told, known) if len(parts) > 1 and belong(parts) else None


def _begins(part: Understanding) -> dt.date:
    return min(period.first for each in part.measures for period in each.numbers)


def _read(name: str, told: Said, understood: Reader) -> Understanding | None:
    try:
        part = understood(replace(told, sheet=name))
    except BadInput:
        return None
    return part if part.measures and not part.open_questions else None


def _go_on(parts: Sequence[Understanding]) -> bool:
    """Tell whether sheets have one form: measures of the same names, none with a number for a period twice."""
    if len({part.shape for part in parts}) > 1:
        return False
    times = Counter((each.key, period) for part in parts for each in part.measures for period in each.numbers)
    shared = set.intersection(*({each.key for each in part.measures} for part in parts))
    lengths = {(each.key, each.frequency) for part in parts for each in part.measures}
    alike = len(lengths) == len({key for key, _frequency in lengths})
    return bool(shared) and alike and max(times.values()) == 1


def _of_other_rhythms(parts: Sequence[Understanding]) -> bool:
    """Tell whether sheets with the same headings hold other measures each, of another rhythm each."""
    keys = [each.key for part in parts for each in part.measures]
    rhythms = [{each.frequency for each in part.measures} for part in parts]
    alone = all(len(each) == 1 for each in rhythms) and len(set.union(*rhythms)) == len(parts)
    return alone and len(set(keys)) == len(keys) and len({(part.shape, part.fingerprint) for part in parts}) == 1


def _together(book: Book, parts: Sequence[Understanding], told: Said, known: Known) -> Understanding:
    newest = parts[-1]
    measures: dict[str, Measure] = {}
    for part in reversed(parts):
        for each in part.measures:
            before = measures.get(each.key)
            measures[each.key] = each if before is None else _added(before, each)
    left_out = [each for part in parts for each in _left_out(book, part, newest)]
    guesses = _guesses(book, parts, tuple(measures.values()), told, known)
    currencies = frozenset().union(*(part.currencies for part in parts))
    return replace(
        newest, measures=tuple(measures.values()), left_out=tuple(left_out), guesses=guesses, currencies=currencies
    )


def _added(newer: Measure, older: Measure) -> Measure:
    """A measure with the numbers of an older sheet before its own; the lines are those of the newest sheet."""
    numbers: dict[Period, tuple[float, ...]] = {**older.numbers, **newer.numbers}
    return replace(newer, numbers=numbers, none=newer.none | (older.none - newer.numbers.keys()))


def _left_out(book: Book, part: Understanding, newest: Understanding) -> list[LeftOut]:
    """What is left out of a sheet; of another one than that which is shown, by the sheet's name."""
    if part is newest:
        return list(part.left_out)
    name = book.sheets[part.sheet].name
    return [
        replace(
            # Translators: the name of a sheet in a workbook, and what is said of it
            each, key=f"{name}:{each.key}", what=msg("{sheet}: {what}", sheet=name, what=each.what),
            lines=(), columns=(), can_be_taken=False,
        )
        for each in part.left_out
        if each.key != "words"
    ]  # fmt: skip


def _guesses(
    book: Book, parts: Sequence[Understanding], measures: tuple[Measure, ...], told: Said, known: Known
) -> tuple[Guess, ...]:
    called = [book.sheets[part.sheet].name for part in parts]
    words = msg(
        "The sheets {sheets} have the same form and are taken together.", sheets=names([as_is(each) for each in called])
    )
    find = Findings(told)
    find.guess("sheet", words, [Answer(each, msg("Only {sheet}", sheet=each)) for each in called])
    newest = parts[-1]
    kept = [each for each in newest.guesses if each.key not in _OF_ONE]
    sentences.about_periods(known.fiscal_start, find, newest.shape, newest.columns, measures)
    return (*find.guesses, *kept)


def with_all(part: Understanding, together: Understanding | None) -> Understanding:
    """A sheet that was chosen alone, with the way back to all of them together."""
    if together is None:
        return part
    back = Answer(ALL, msg("All of them together"))
    guesses = [replace(each, others=(back, *each.others)) if each.key == "sheet" else each for each in part.guesses]
    return replace(part, guesses=tuple(guesses))
