"""What tells the rows of a long table apart: names of measures, categories that are added up, units and currencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kpidesk.domain.period import Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables import panels
from kpidesk.exchange.tables.cells.looks import is_empty, said
from kpidesk.exchange.tables.cells.units import is_unit, unit_in
from kpidesk.exchange.tables.cells.words import TOTAL_ALONE, as_is, called, names, tokens
from kpidesk.exchange.tables.failed import without_failed
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.labels import UNIT_WORDS
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.understood import Answer, Column, LeftOut, Role
from kpidesk.text import Message, msg

MEASURE_WORDS = frozenset({
    "metric", "metrics", "kpi", "measure", "måltall", "nøkkeltall", "indikator", "indicator", "konto", "account",
    "kontonavn", "måler", "parameter", "variable", "variabel", "statistikkvariabel", "måling", "serie", "series",
    "contents", "innhold",
})  # fmt: skip
EACH, SUM, ONLY = "each", "sum", "only:"
WAY = "as:groups"
MOST_NAMED = 4
MOST_UNITS = 20
MOST_EACH = 60
"""More measures than this are never made of categories without being asked for."""
NAMELESS = "–"


@dataclass(frozen=True)
class Groups:
    """For each row the name that it goes by; the same for all where nothing tells them apart, ``None`` to leave out.

    With ``added`` the rows of one period are parts of one number. ``units`` are by name.
    """

    of_rows: Sequence[str | None]
    naming: tuple[Col, ...] = ()
    categories: tuple[Col, ...] = ()
    unit: Col | None = None
    units: dict[str, str] = field(default_factory=dict)
    added: bool = False

    @cached_property
    def names(self) -> set[str]:
        """Every name that occurs."""
        return {name for name in self.of_rows if name is not None}

    def role_of(self, col: Col) -> Column:
        """What a column that holds no numbers is for."""
        if col in self.naming:
            return Column(col.place, col.heading, Role.MEASURE)
        if self.unit is not None and col.place == self.unit.place:
            return Column(col.place, col.heading, Role.UNIT)
        return Column(col.place, col.heading, Role.LEFT_OUT, self._why(col))

    def _why(self, col: Col) -> Message:
        if col in self.categories:
            return msg("Its rows are added up")
        if len(col.distinct) == 1 and len(col.cells) > 1 and not is_empty(col.cells[0]):
            return msg("The same in every row")
        return msg("Words, not numbers")


@dataclass(frozen=True)
class Rows:
    """The rows of a long table: their periods, and the places that they have in the file."""

    when: Sequence[Period | None]
    lines: Sequence[int]


def groups_of(given: Given, find: Findings, cols: Sequence[Col], rows: Rows, numbers: Sequence[Col]) -> Groups:
    """What tells the rows apart. ``cols`` are those that hold neither periods nor numbers."""
    when = rows.when
    kept = without_failed(given, find, cols, rows.lines, kept_rows(given, cols, len(when)))
    words = [
        col
        for col in cols
        if col.sort in (Sort.WORDS, Sort.CODES) and given.said.roles.get(col.place) is not Role.LEFT_OUT
    ]
    unit = next((col for col in words if _is_units(given, col)), None)
    words = [col for col in words if col is not unit]
    naming = [col for col in words if given.said.roles.get(col.place) is Role.MEASURE] or _measures(words)
    words = [col for col in words if len(col.distinct) > 1]
    if unit is not None and not naming and len(unit.distinct - {None, ""}) > 1:
        naming = [unit]
        texts = [said(cell) for cell in dict.fromkeys(unit.cells) if not is_empty(cell)]
        find.guess("as:units", msg("{column} tells measures apart: {names}.", column=unit.heading, names=names(texts)))
    categories = panels.categories(words, naming, when, kept)
    seen = _Seen(find, tuple(naming), tuple(categories), when, kept, numbers, rows.lines)
    groups = _with_categories(seen) if categories else Groups(_named(naming, kept), tuple(naming))
    return _with_units(groups, unit)


@dataclass(frozen=True)
class _Seen:
    """What the choice between ways to read categories is made from."""

    find: Findings
    naming: tuple[Col, ...]
    categories: tuple[Col, ...]
    when: Sequence[Period | None]
    kept: Sequence[bool]
    numbers: Sequence[Col]
    numbered: Sequence[int]

    def lines(self, rows: set[int]) -> tuple[int, ...]:
        """The rows in the file of some rows of the table."""
        return tuple(self.numbered[at] for at in sorted(rows))


def kept_rows(given: Given, cols: Sequence[Col], n: int) -> list[bool]:
    """Which rows have the texts that were said to be meant."""
    kept = [True] * n
    for heading, text in given.said.where:
        for col in cols:
            if col.heading.casefold() == heading.casefold():
                kept = [
                    keep and said(cell).casefold() == text.casefold()
                    for keep, cell in zip(kept, col.cells, strict=True)
                ]
    return kept


def _is_units(given: Given, col: Col) -> bool:
    role = given.said.roles.get(col.place)
    if role is not None:
        return role is Role.UNIT
    texts = {said(cell) for cell in col.sample}
    plain = not any(map(is_empty, col.distinct)) and all(len(text) > 1 and is_unit(text) for text in texts)
    return 0 < len(texts) <= MOST_UNITS and (col.heading.casefold() in UNIT_WORDS or plain)


def _measures(words: Sequence[Col]) -> list[Col]:
    """The column whose heading says that it names measures; of number and name of an account, the name."""
    found = [col for col in words if tokens(col.heading) & MEASURE_WORDS]
    return found[-1:] if found and found[-1].sort is Sort.WORDS else found[:1] if _few(found) else []


def _few(found: Sequence[Col]) -> bool:
    return bool(found) and len(found[0].distinct) <= MOST_EACH and found[0].sort is Sort.WORDS


def _named(naming: Sequence[Col], kept: Sequence[bool]) -> list[str | None]:
    """The name of each row: the texts of the columns that name it."""
    if not naming:
        return ["" if keep else None for keep in kept]
    spelt: dict[tuple[Cell, ...], str] = {}
    found: list[str | None] = []
    for keep, *cells in zip(kept, *(col.cells for col in naming), strict=True):
        key = tuple(cells)
        if key not in spelt:
            spelt[key] = " · ".join(said(cell) or NAMELESS for cell in key)
        found.append(spelt[key] if keep else None)
    return found


def _with_categories(seen: _Seen) -> Groups:
    """Categories added up, or a measure for each, or one of them alone: guessed, said and changed."""
    totals = _totals(seen)
    kept = [keep and at not in totals for at, keep in enumerate(seen.kept)]
    sums = panels.total_is_sum(seen.naming, seen.categories, totals, seen.when, seen.numbers)
    n = len(set(_named(seen.categories, kept)) - {None})
    likely = (
        EACH
        if n <= MOST_EACH and (sums is False or (sums is None and panels.are_rates(seen.numbers, seen.categories)))
        else SUM
    )
    way = seen.find.said.answers.get(WAY, likely)
    _say(seen, way, n)
    if way.startswith(ONLY):
        wanted = way.removeprefix(ONLY)
        only = [
            keep and name == wanted for keep, name in zip(seen.kept, _named(seen.categories, seen.kept), strict=True)
        ]
        return Groups(_named(seen.naming, only), seen.naming, seen.categories)
    if way == EACH:
        every = kept if sums else seen.kept
        _leave_total(seen, totals if sums else set())
        return Groups(_named((*seen.naming, *seen.categories), every), (*seen.naming, *seen.categories))
    _leave_total(seen, totals)
    return Groups(_named(seen.naming, kept), seen.naming, seen.categories, added=True)


def _totals(seen: _Seen) -> set[int]:
    """The rows that stand for all categories of a column."""
    found: set[int] = set()
    for col in seen.categories:
        texts = {cell for cell in col.distinct if isinstance(cell, str) and TOTAL_ALONE.fullmatch(cell.strip())}
        if texts:
            found |= {at for at, cell in enumerate(col.cells) if cell in texts}
    return found


def _leave_total(seen: _Seen, totals: set[int]) -> None:
    if totals:
        at = min(totals)
        texts = [said(col.cells[at]) for col in seen.categories if TOTAL_ALONE.fullmatch(said(col.cells[at]).strip())]
        why = msg("A total of the others")
        seen.find.leave(LeftOut("category_total", as_is(names(texts)), why, seen.lines(totals), missed=False))


def _say(seen: _Seen, way: str, n: int) -> None:
    heading = names([called(col.heading, col.place) for col in seen.categories])
    texts = [text for text in dict.fromkeys(_named(seen.categories, seen.kept)) if text]
    some = names(texts, MOST_NAMED)
    answers = {
        EACH: Answer(EACH, msg("One measure for each"), as_is(n)),
        SUM: Answer(SUM, msg("Add them up")),
        **{ONLY + text: Answer(ONLY + text, msg("Only {name}", name=text)) for text in texts[:MOST_EACH]},
    }
    words = {
        EACH: msg("{column} gives {n} measures: {names}.", column=heading, n=n, names=some),
        SUM: msg("Added up over {column}: {names}.", column=heading, names=some),
    }
    told = words.get(way) or msg("Only {name} is used of {column}.", name=way.removeprefix(ONLY), column=heading)
    seen.find.guess(WAY, told, [answer for key, answer in answers.items() if key != way])


def _with_units(groups: Groups, unit: Col | None) -> Groups:
    """The unit of each name, where a column tells it."""
    if unit is None:
        return groups
    units: dict[str, str] = {}
    for name, cell in zip(groups.of_rows, unit.cells, strict=True):
        if name is not None and name not in units and not is_empty(cell):
            found = unit_in(said(cell))
            units[name] = found.code if found else ""
    return Groups(groups.of_rows, groups.naming, groups.categories, unit, units, groups.added)
