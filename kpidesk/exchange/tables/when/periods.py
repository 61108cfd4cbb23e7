"""The period of each row: which column names it, alone or with a year beside it, and how it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells import steps
from kpidesk.exchange.tables.cells.dates import Spelling, read_cell, read_pairs, without_times
from kpidesk.exchange.tables.cells.looks import NUMBER, is_empty, looks, said
from kpidesk.exchange.tables.cells.words import EachOf, PeriodName, as_is, called, kind_of, spanned, tokens
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.area import Table
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.typed import typed_before
from kpidesk.exchange.tables.understood import Answer, Role, Typed
from kpidesk.exchange.tables.when.rounds import filled_down, unrolled, years_above
from kpidesk.exchange.tables.when.settle import settled
from kpidesk.reading import day as read_day
from kpidesk.reading import likeliest
from kpidesk.text import Message, msg

_DATED = {Sort.DATES, Sort.SERIALS, Sort.COUNTED, Sort.PARTS, Sort.YEARS}
STEPS = "as:steps"
_BESIDE = frozenset({
    "changed", "modified", "updated", "endret", "oppdatert", "last", "sist", "created", "opprettet", "født", "birth",
})  # fmt: skip
"""Dates under such headings tell of the row itself."""
_START = re.compile(r"(?:start date|startdato|fra dato|from)[ :;]+([0-9./-]{6,10})", re.IGNORECASE)


@dataclass(frozen=True)
class RowPeriods:
    """The columns that name the periods, and the period of each row; all ``None`` while something must be asked."""

    columns: tuple[Col, ...]
    rows: list[Period | None]
    spelling: Spelling
    open: bool = False

    @property
    def places(self) -> set[int]:
        """The places of its columns."""
        return {col.place for col in self.columns}


@dataclass(frozen=True)
class _Source:
    """Cells, or pairs of them, that name a period each, and how they are read."""

    columns: tuple[Col, ...]
    keys: Sequence[Hashable]
    kind: Frequency | None = None

    @cached_property
    def distinct(self) -> Mapping[Hashable, None]:
        """Every spelling of a period, in the order of the file: a question takes the first one as its example."""
        return dict.fromkeys(self.keys)

    @cached_property
    def cells(self) -> list[Cell]:
        """Every cell that names one, or a part of one."""
        single = len(self.columns) == 1
        return list(self.distinct) if single else [cell for col in self.columns for cell in col.distinct]  # type: ignore[arg-type]

    def read(self, spelling: Spelling) -> Mapping[Hashable, Period | None]:
        """The period of every spelling."""
        if len(self.columns) == 2:
            return read_pairs(self.distinct, self.kind, spelling.fiscal_start)  # type: ignore[arg-type,return-value]
        order = list(dict.fromkeys(self.keys))
        found = [read_cell(cell, spelling) for cell in order]  # type: ignore[arg-type]
        once = spelling.year is not None and len(order) == len(self.keys)
        return dict(zip(order, unrolled(found) if once else found, strict=True))


def dated_columns(cols: Sequence[Col]) -> list[Col]:
    """The columns that can name periods."""
    return [col for col in cols if col.sort in _DATED]


def row_periods(given: Given, find: Findings, table: Table, cols: Sequence[Col]) -> RowPeriods:
    """The period of each row of a table; nothing but ``None`` where no column is for them."""
    source = _source(given, find, cols)
    if source is not None and len(source.columns) == 1 and source.columns[0].sort is Sort.PARTS:
        source = _under_years(given, table, source)
    if source is None:
        find.guess("periods", msg("No column is used for the periods."))
        return RowPeriods((), [None] * len(cols[0].cells), Spelling(), open=True)
    if source.columns[0].sort is Sort.COUNTED:
        return _counted(given, find, source.columns[0])
    spelling = _known_spelling(given, source)

    def values(way: Spelling) -> Collection[Period | None]:
        return list(source.read(way).values())

    way = settled(given, find, values, source.cells, spelling)
    if way is None:
        return RowPeriods(source.columns, [None] * len(source.keys), spelling, open=True)
    found = dict(source.read(way))
    _stepped(find, found, source.columns[-1])
    return RowPeriods(source.columns, [found[key] for key in source.keys], way)


def _under_years(given: Given, table: Table, source: _Source) -> _Source:
    """Months and weeks with the years that stand alone above them."""
    years = years_above(given, table)
    if years is None or any(is_empty(year) for year in years):
        return source
    col = source.columns[0]
    return _Source((col, col), list(zip(years, col.cells, strict=True)), _kind(col))


def _known_spelling(given: Given, source: _Source) -> Spelling:
    col = source.columns[0]
    spelling = Spelling(given.known.fiscal_start, serials=col.sort is Sort.SERIALS, kind=_kind(col))
    numbered = len(source.columns) == 1 and col.sort is Sort.PARTS and any(looks(each) & NUMBER for each in col.sample)
    return replace(spelling, frequency=_kind(col)) if numbered else spelling


def _kind(col: Col) -> Frequency | None:
    return kind_of(col.heading)


def _source(given: Given, find: Findings, cols: Sequence[Col]) -> _Source | None:
    chosen = [col for col in cols if given.said.roles.get(col.place) is Role.PERIOD]
    free = [col for col in cols if given.said.roles.get(col.place) in (None, Role.PERIOD)]
    dated = chosen or dated_columns(free)
    dates = [col for col in dated if col.sort in (Sort.DATES, Sort.SERIALS)]
    if chosen and len(chosen) == 1:
        return _single(chosen[0])
    if len(dates) > 1:
        dates = [_which_date(find, dates)]
    if dates:
        return _single(dates[0])
    years = [col for col in dated if col.sort is Sort.YEARS]
    parts = [col for col in dated if col.sort in (Sort.PARTS, Sort.COUNTED)]
    if years and parts:
        pair = list(zip(filled_down(years[0].cells), parts[0].cells, strict=True))
        return _Source((years[0], parts[0]), pair, _kind(parts[0]))
    alone = next(iter([*parts, *years]), None)
    return None if alone is None else _single(alone)


def _single(col: Col) -> _Source:
    """A column that names periods alone; a time of day behind a date tells nothing here."""
    timed = any(isinstance(cell, dt.datetime) or (isinstance(cell, str) and ":" in cell) for cell in col.sample)
    return _Source((col,), without_times(col.cells) if timed else col.cells)


def _which_date(find: Findings, dates: list[Col]) -> Col:
    """The column of dates that the numbers belong to, asked where two of them differ."""
    likely = [col for col in dates if not tokens(col.heading) & _BESIDE] or dates
    differing = [likely[0], *(col for col in likely[1:] if col.cells != likely[0].cells)]
    if len(differing) == 1:
        return likely[0]
    answers = []
    for col in differing:
        days = {each for cell in set(without_times(col.cells)) if (each := read_cell(cell, Spelling())) is not None}
        answers.append(Answer(f"{col.place}", as_is(called(col.heading, col.place)), spanned(days)))
    answered = find.ask("date", msg("Which date do the numbers belong to?"), answers)
    return next((col for col in differing if f"{col.place}" == answered), likely[0])


def _stepped(find: Findings, found: dict[Hashable, Period | None], col: Col) -> None:
    """Dates that stand for longer periods, as those."""
    days = {each for each in found.values() if each is not None}
    step = steps.step_of(days, col.heading, 1) or steps.months_among(days)
    chosen = None if step is None else stepped(find, days, step)
    if chosen is not None:
        for key, day in found.items():
            found[key] = None if day is None else chosen.of(day)


def stepped(find: Findings, days: Collection[Period], step: steps.Step) -> steps.Step | None:
    """What dates stand for, as it was said or as it is likely; told in a sentence with its other ways."""
    ways: dict[str, steps.Step | None] = {"days": None}
    if step.frequency is Frequency.WEEK and step.weekday not in (None, 0):
        ways |= {"begins": step.begun(), "ends": step.ended()}
    likely = next((key for key, way in ways.items() if way == step), "periods")
    ways.setdefault(likely, step)
    key = find.said.answers.get(STEPS, likely)
    chosen = ways.get(key, step)
    words = {"days": msg("Single days"), "begins": msg("Weeks that begin then"), "ends": msg("Weeks that end then")}
    others = [
        Answer(each, words.get(each, _as_periods(step)), spanned({way.of(day) if way else day for day in days}))
        for each, way in ways.items()
        if each != key
    ]
    find.guess(STEPS, _told(chosen, days), others)
    return chosen


def _as_periods(step: steps.Step) -> Message:
    return msg("Whole weeks") if step.frequency is Frequency.WEEK else msg("Whole months")


def _told(step: steps.Step | None, days: Collection[Period]) -> Message:
    if step is None:
        return msg("The dates are read as single days.")
    if step.frequency is not Frequency.WEEK:
        return msg(
            "There is one date per {period}; the numbers are for the whole of it.", period=EachOf(step.frequency)
        )
    first = min(days)
    return msg(
        "There is a date every seven days; {date} is read as {week}.",
        date=PeriodName(first), week=PeriodName(step.of(first)),
    )  # fmt: skip


def _counted(given: Given, find: Findings, col: Col) -> RowPeriods:
    """Days, weeks or months counted from a start, which a line above the table tells, or somebody."""
    start = given.said.start or _start(given.title)
    spelling = Spelling(given.known.fiscal_start)
    if start is None:
        first = given.known.today.replace(day=1)
        before = (first - dt.timedelta(days=1)).replace(day=1)
        typed = typed_before(Typed.DAY, given.said.answers.get("start"))
        days = sorted({before, first, *([dt.date.fromisoformat(typed)] if typed else [])})
        answers = [Answer(day.isoformat(), as_is(PeriodName(Period(Frequency.DAY, day)))) for day in days]
        answered = find.ask("start", msg("On which day does the first row begin?"), answers)
        if answered is None:
            return RowPeriods((col,), [None] * len(col.cells), spelling, open=True)
        start = dt.date.fromisoformat(answered)
    word = next((each for each in ("week", "month") if each in col.heading.casefold()), "day")
    kind = {"day": Frequency.DAY, "week": Frequency.WEEK, "month": Frequency.MONTH}[word]
    first_period = Period.containing(start, kind)
    offset = 1 if "index" in col.heading.casefold() else 0
    rows = [_nth(first_period, cell, offset) for cell in col.cells]
    words = msg("{column} counts from {day}.", column=col.heading, day=PeriodName(Period(Frequency.DAY, start)))
    find.guess("start", words)
    return RowPeriods((col,), rows, spelling)


def _nth(first: Period, cell: Cell, offset: int) -> Period | None:
    text = said(cell)
    return first.next(int(text) - offset) if text.isdigit() and len(text) < 6 else None


def _start(title: Sequence[str]) -> dt.date | None:
    """The start that a line above a table tells: ``Start date: 20260101``."""
    for text in title:
        if found := _START.search(text):
            return likeliest(read_day(found[1]), None)
    return None
