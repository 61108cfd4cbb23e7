"""What the targets of a KPI become when somebody sets one, and what is refused.

Everything here is values in, values out: a dialog shows the result before it is stored, and the commands in
``targets`` store it. ``rows`` are all targets of one KPI; ``fresh`` makes uids for new ones.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.domain.comparing import above, at_least, at_most, below
from kpidesk.domain.entities import Direction, Kpi, Target, Uid
from kpidesk.domain.period import DAY_ONE, LAST_DAY, Frequency, Period
from kpidesk.domain.series.possible import edges_of_kpi
from kpidesk.domain.status import lacks_flag
from kpidesk.domain.targets import Rows, season_of
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import Message, msg

OWN: dict[str, Any] = {"suggested": False}
"""A target that somebody has set is no suggestion any more, be it the very number that was suggested."""
Fresh = Callable[[], Uid]


@dataclass(frozen=True)
class Step:
    """One step of a plan: what is aimed for from ``start`` (empty: always) until the next one, or ``end``."""

    start: dt.date | None = None
    value: float | None = None
    high: float | None = None
    red_flag: float | None = None
    red_high: float | None = None
    end: dt.date | None = None


@dataclass(frozen=True)
class Season:
    """A number of its own for each period of a year; ``red_flag`` belongs to their mean.

    The year is the company's, which starts in the month ``fiscal_start``.
    """

    cells: Mapping[Period, float | None]
    red_flag: float | None
    fiscal_start: int


# ---- what the targets become ---------------------------------------------------------------------


def with_level(kpi: Kpi, rows: Rows, step: Step, fresh: Fresh, *, path_from: float | None = None) -> Rows:
    """One number, or a straight path to it; what begins on the same day is replaced, the others stand.

    Without a value the target of that day goes.
    """
    goal = make_goal_fields(kpi.direction, step.value, step.high, step.red_flag, step.red_high)
    _check_span(step.start, step.end)
    if path_from is not None and (step.start is None or step.end is None):
        raise RuleBroken(msg("A path must have a first and a last day. Nothing was changed."))
    _check_possible(kpi, step.value, step.high, possible_number(path_from))
    same = next((row for row in rows if row.start == step.start), None)
    if goal is None:
        return tuple(row for row in rows if row is not same)
    fields = {**goal, "start": step.start, "end": step.end, "path_from": path_from, "season": (), **OWN}
    if same is not None:
        return tuple(replace(row, **fields) if row is same else row for row in rows)
    return (*rows, Target(fresh(), kpi=kpi.uid, **fields))


def with_steps(kpi: Kpi, rows: Rows, steps: Sequence[Step], fresh: Fresh) -> Rows:
    """A step plan in place of every single number; paths and seasons stand. No steps: no plan."""
    ordered = sorted(steps, key=_begins)
    for step in ordered:
        if step.value is None:
            raise BadInput(msg("A step has no number. Nothing was changed."))
        _check_span(step.start, step.end)
        _check_possible(kpi, step.value, step.high)
    for one, other in itertools.pairwise(ordered):
        _check_apart(one, other)
    plain = {row.start: row for row in rows if is_plain(row)}
    starts = {step.start for step in ordered}
    kept = tuple(row for row in rows if not is_plain(row) and row.start not in starts)
    return (*kept, *(_step_row(kpi, plain.get(step.start), step, fresh) for step in ordered))


def with_season(kpi: Kpi, rows: Rows, season: Season, fresh: Fresh) -> Rows:
    """A season in place of the one that its year had; blank periods have no number. All blank: the season goes."""
    cells, red_flag = season.cells, season.red_flag
    year = _year_of(kpi, cells, season.fiscal_start)
    numbers = {period: number for period, cell in cells.items() if (number := possible_number(cell)) is not None}
    _check_possible(kpi, *numbers.values())
    first, last = (year.parts(kpi.frequency)[at] for at in (0, -1))
    same = _season_row(rows, year) or next((row for row in rows if row.start == first.first), None)
    if not numbers:
        if same is None or not same.season:
            make_goal_fields(kpi.direction, None, None, red_flag)
        return tuple(row for row in rows if row is not same or not row.season)
    mean = math.fsum(numbers.values()) / len(numbers)
    goal = make_goal_fields(kpi.direction, mean, None, red_flag)
    stored = tuple((period.code(), numbers[period]) for period in sorted(numbers))
    fields = {**(goal or {}), "start": first.first, "end": last.last, "path_from": None, "season": stored, **OWN}
    if same is not None:
        return tuple(replace(row, **fields) if row is same else row for row in rows)
    return (*rows, Target(fresh(), kpi=kpi.uid, **fields))


def is_plain(row: Target) -> bool:
    """Tell whether a target is a single number, not a path or a season."""
    return row.path_from is None and not row.season


def _step_row(kpi: Kpi, same: Target | None, step: Step, fresh: Fresh) -> Target:
    goal = make_goal_fields(kpi.direction, step.value, step.high, step.red_flag, step.red_high)
    row = same or Target(fresh(), kpi=kpi.uid)
    return replace(row, **(goal or {}), start=step.start, end=step.end, path_from=None, season=(), **OWN)


def _season_row(rows: Rows, year: Period) -> Target | None:
    inside = (row for row in rows if any(year.contains(period.anchor) for period in season_of(row)))
    return next(inside, None)


def _begins(step: Step) -> dt.date:
    return step.start or dt.date.min


# ---- what is asked -------------------------------------------------------------------------------


def asks_for_flag(kpi: Kpi, rows: Sequence[Target]) -> Message | None:
    """What a goal of 0 asks: where it becomes serious, as a tenth of 0 is nothing (figures/README: Status).

    Nothing is asked where a red flag is set, or no target of ``rows`` is 0 in any of its periods.
    """
    if not any(lacks_flag(goal, kpi.direction, row.red_flag, row.high) for row in rows for goal in _goals_of(row)):
        return None
    return msg(
        "A target of 0 has no default red flag. Where does it become serious? Until a red flag is set,"
        " anything worse than 0 is off track."
    )


def _goals_of(row: Target) -> tuple[float | None, ...]:
    return tuple(season_of(row).values()) if row.season else (row.value,)


# ---- what is refused -----------------------------------------------------------------------------


def make_goal_fields(
    direction: Direction,
    value: float | None,
    high: float | None,
    red_flag: float | None,
    red_high: float | None = None,
) -> dict[str, Any] | None:
    """What a target's row holds of a goal, checked; nothing without a value."""
    for number in (value, high, red_flag, red_high):
        possible_number(number)
    if value is None:
        if red_flag is not None or red_high is not None:
            raise RuleBroken(msg("A red flag must have a target beside it. Nothing was changed."))
        if high is not None:
            raise RuleBroken(msg("A band must have both edges. Nothing was changed."))
        return None
    if direction is Direction.MAINTAIN and high is not None and high < value:
        raise RuleBroken(msg("The lower edge lies above the upper edge. Nothing was changed."))
    wrong = _wrong_side(direction, value, red_flag) or _inside_band(direction, high, red_high)
    if wrong is not None:
        raise RuleBroken(wrong)
    return {"value": value, "high": high, "red_flag": red_flag, "red_high": red_high}


def possible_number(value: float | None) -> float | None:
    """A number that a target can have, or none."""
    checks.finite(value)
    if value is not None and abs(value) > fmt.MOST:
        raise BadInput(msg("This number is too large for a target. Nothing was changed."))
    return value


def _wrong_side(direction: Direction, value: float, red_flag: float | None) -> Message | None:
    if red_flag is None or direction is Direction.MAINTAIN:
        return None
    if direction is Direction.INCREASE and at_least(red_flag, value):
        return msg("More is better here, so the red flag must lie below the target. Nothing was changed.")
    if direction is Direction.DECREASE and at_most(red_flag, value):
        return msg("Less is better here, so the red flag must lie above the target. Nothing was changed.")
    return None


def _inside_band(direction: Direction, high: float | None, red_high: float | None) -> Message | None:
    if direction is not Direction.MAINTAIN or high is None or red_high is None or red_high >= high:
        return None
    return msg("The upper red flag must lie outside the band. Nothing was changed.")


def _check_span(start: dt.date | None, end: dt.date | None) -> None:
    if any(day is not None and not DAY_ONE <= day <= LAST_DAY for day in (start, end)):
        raise BadInput(msg("A target can begin and end between 1900 and 2199. Nothing was changed."))
    if start is not None and end is not None and end < start:
        raise RuleBroken(msg("The target ends before it starts. Nothing was changed."))


def _check_apart(one: Step, other: Step) -> None:
    if one.start == other.start:
        raise RuleBroken(msg("Two steps begin at the same time. Nothing was changed."))
    if one.end is not None and other.start is not None and other.start <= one.end:
        raise RuleBroken(msg("Two steps overlap. Nothing was changed."))


def _check_possible(kpi: Kpi, *numbers: float | None) -> None:
    """Refuse what the KPI can never be, such as 120 % of the staff."""
    edges = edges_of_kpi(kpi)
    for number in numbers:
        if number is None:
            continue
        low, high = edges.low, edges.high
        if low is not None and below(number, low):
            raise RuleBroken(msg("This KPI is never below {n}. Nothing was changed.", n=_written(low)))
        if high is not None and above(number, high):
            raise RuleBroken(msg("This KPI is never above {n}. Nothing was changed.", n=_written(high)))


def _written(number: float) -> str:
    return fmt.in_full(number)


def _year_of(kpi: Kpi, cells: Mapping[Period, float | None], fiscal_start: int) -> Period:
    if any(period.frequency is not kpi.frequency for period in cells):
        raise BadInput(msg("A season has one number for each period of the KPI. Nothing was changed."))
    years = {period.within(Frequency.YEAR, fiscal_start) for period in cells}
    if len(years) != 1:
        raise BadInput(msg("A season belongs to one year. Nothing was changed."))
    return years.pop()
