"""Many periods of a KPI at once, from the columns of its inputs (figures/README: KPIs over time).

Most KPIs are an input as it stands, or a sum, a share or a ratio of a few, measured equally often and without
exceptions. Of those all periods are worked out together, with the rules that ``calculation`` applies to one period:
``by_columns`` tells which KPIs these are, every other one is read period by period. The values of both ways are equal
to the last bit, because both combine with ``by_rule`` and calculate with the same operations in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from kpidesk.domain.entities import Combine, Value
from kpidesk.domain.formula.columns import evaluate_columns, goes_by_columns
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import InputSeries, by_rule, parts_of
from kpidesk.domain.series.column import Column
from kpidesk.domain.stretch import Stretch
from kpidesk.figures.calculation import Version
from kpidesk.records import record

Cells = Sequence[Value | None]
Bounds = tuple[tuple[int, int], ...]
"""Where the parts of each longer period begin and end among the shorter ones; may lie outside of what is known."""
COMBINED = frozenset({Combine.SUM, Combine.MEAN, Combine.MIN, Combine.MAX, Combine.LAST})
"""The rules that need nothing but the numbers themselves."""


@record(frozen=True)
class Rolled:
    """The value of each period, empty where there is none, from ``have`` of its ``of`` parts.

    ``filled`` are the places of the periods in which anything is entered; ``whole`` tells that each has a value.
    """

    periods: Stretch
    values: tuple[float | None, ...]
    filled: Sequence[int]
    have: Sequence[int]
    of: Sequence[int]
    whole: bool

    def known(self, period: Period) -> tuple[float, int, int] | None:
        """The value of a period with its parts; empty where it has none or is none of these."""
        place = self.periods.place(period)
        value = None if place is None else self.values[place]
        return None if place is None or value is None else (value, self.have[place], self.of[place])


def by_columns(version: Version, frequency: Frequency) -> dict[str, Column] | None:
    """The columns of what a definition reads, by name; ``None`` where it has to be read period by period.

    That is with cells that don't apply, opening balances, weights, numbers that don't combine, inputs that are not
    measured equally often or not in a row, and formulas that look back, choose or count days.
    """
    formula, direct = version.formula, version.direct
    if version.text and (formula is None or not goes_by_columns(formula.root)):
        return None
    if not direct or not all(_is_plain(series, direct[0].frequency, frequency) for series in direct):
        return None
    names = formula.names if formula is not None else tuple(version.series)[:1]
    if not all(name in version.series for name in names):
        return None
    return {name: column for name in names if isinstance(column := version.series[name].values, Column)}


def _is_plain(series: InputSeries, measured: Frequency, frequency: Frequency) -> bool:
    column = series.values
    if not isinstance(column, Column) or column.marked or series.opening is not None:
        return False
    if series.frequency is not measured or column.first.frequency is not measured:
        return False
    return measured is frequency or (measured.divides(frequency) and series.about.combine in COMBINED)


def rolled(version: Version, periods: Stretch) -> Rolled | None:
    """The values of a definition in some periods; ``None`` where ``by_columns`` says so, or on two grids."""
    columns = by_columns(version, periods.first.frequency)
    if columns is None or not periods:
        return None
    measured = next(iter(columns.values())).first.frequency
    own = periods if measured is periods.first.frequency else _span(list(columns.values()))
    if not all(column.on_grid_of(own.first) for column in columns.values()):
        return None
    cells = {name: column.within(own) for name, column in columns.items()}
    whole = all(column.whole and cells[name] is column.cells for name, column in columns.items())
    if own is periods:
        return _as_entered(version, periods, cells, whole)
    bounds = _bounds(own, periods)
    return None if bounds is None else _combined(version, periods, cells, bounds, whole)


def _span(columns: Sequence[Column]) -> Stretch:
    """From the first period that any of them knows to the last."""
    first = min(column.first for column in columns)
    return Stretch.between(first, max(column.periods[-1] for column in columns))


@lru_cache(maxsize=64)
def _bounds(own: Stretch, periods: Stretch) -> Bounds | None:
    """Worked out once for all columns of a grid; ``None`` where the longer periods are not made of these."""
    found = []
    for period in periods:
        parts = parts_of(period, own.first.frequency)
        start = own.place_of(parts[0].first)
        if own.first.next(start) != parts[0]:
            return None
        found.append((start, start + len(parts)))
    return tuple(found)


def _as_entered(version: Version, periods: Stretch, cells: Mapping[str, Cells], whole: bool) -> Rolled:
    """Inputs that are measured as often as the periods are; ``whole``, where they have a number in each."""
    length, ones = len(periods), (1,) * len(periods)
    filled = range(length) if whole else _filled(list(cells.values()))
    values = _values(version, cells, length)
    return Rolled(periods, values, filled, ones, ones, (whole and version.formula is None) or None not in values)


def _combined(version: Version, periods: Stretch, cells: Mapping[str, Cells], bounds: Bounds, whole: bool) -> Rolled:
    """Inputs that are measured more often: each is combined, and the formula is evaluated on what that gives.

    What is added up counts only the parts in which all of them are known; what carries counts its own newest.
    """
    slices = [slice(max(0, start), max(0, end)) for start, end in bounds]
    known = None if whole else _known_in_all(list(cells.values()))
    carrying = {name for name in cells if version.series[name].carries}
    summed = None if whole else _known_in_all([c for name, c in cells.items() if name not in carrying])
    together: dict[str, Sequence[float | None]] = {}
    for name, own in cells.items():
        chosen = own if name in carrying or summed is None else _where(summed, own)
        together[name] = _over(chosen, slices, version.series[name].about.combine, whole)
    length = len(next(iter(cells.values())))
    have = [len(range(length)[part]) if known is None else sum(known[part]) for part in slices]
    filled = _filled([[_any(own[part]) for part in slices] for own in cells.values()])
    of = [end - start for start, end in bounds]
    values = _values(version, together, len(periods))
    return Rolled(periods, values, filled, have, of, None not in values)


def _any(cells: Cells) -> int | None:
    """1 where any of the cells is known, else nothing."""
    return 1 if cells.count(None) < len(cells) else None


def _where(chosen: Sequence[bool], cells: Cells) -> list[Value | None]:
    """The cells in the chosen places, the others as blanks."""
    return [cell if choice else None for cell, choice in zip(cells, chosen, strict=True)]


def _over(cells: Cells, slices: Sequence[slice], rule: Combine, whole: bool) -> list[float | None]:
    """One input over each longer period."""
    found: list[float | None] = []
    whole = whole or None not in cells
    for part in slices:
        numbers = cells[part] if whole else [cell for cell in cells[part] if cell is not None]
        found.append(by_rule(numbers, rule) if numbers else None)  # type: ignore[arg-type]
    return found


def _known_in_all(columns: Sequence[Cells]) -> list[bool] | None:
    """In which places each of the columns has a number; ``None`` where all have one everywhere."""
    if not any(None in cells for cells in columns):
        return None
    return [None not in place for place in zip(*columns, strict=True)]


def _filled(columns: Sequence[Cells]) -> Sequence[int]:
    """The places in which any of the columns has something."""
    edges = [_edges(cells) for cells in columns]
    start, end = min(first for first, _end in edges), max(last for _first, last in edges)
    if any(each == (start, end) and None not in cells[start:end] for each, cells in zip(edges, columns, strict=True)):
        return range(start, end)
    return [n for n, place in enumerate(zip(*columns, strict=True)) if any(each is not None for each in place)]


def _edges(cells: Cells) -> tuple[int, int]:
    """The place of the first cell that is known, and that after the last: the running period mostly waits."""
    start, end = 0, len(cells)
    while start < end and cells[start] is None:
        start += 1
    while end > start and cells[end - 1] is None:
        end -= 1
    return start, end


def _values(version: Version, columns: Mapping[str, Cells], length: int) -> tuple[float | None, ...]:
    if version.formula is None:
        return tuple(next(iter(columns.values())))  # type: ignore[arg-type]
    edges = [_edges(cells) for cells in columns.values()]
    start, end = max(first for first, _end in edges), min(last for _first, last in edges)
    if start >= end:
        return (None,) * length
    inner = {name: cells[start:end] for name, cells in columns.items()}  # outside of it one of them is blank
    found = evaluate_columns(version.formula.root, inner, end - start)  # type: ignore[arg-type]
    return (*(None,) * start, *found, *(None,) * (length - end))
