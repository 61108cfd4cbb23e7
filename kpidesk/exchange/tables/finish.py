"""What becomes of the numbers that were found: one frequency each, nothing that is still to come, and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.tables.cells.words import Capital, PeriodName, as_is, letter, names
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.repeats import settle_repeats
from kpidesk.exchange.tables.understood import LeftOut, Measure
from kpidesk.text import Message, msg

_CLOSE = 1e-6
MOST_LINES = 1000
"""So many rows are named for a series that is left out."""


def finished(given: Given, find: Findings, series: Sequence[Series]) -> tuple[Measure, ...]:
    """The measures of a table: each of one frequency, without periods that are not over."""
    series = _wanted(find, series)
    if not series:
        return ()
    usual = usual_frequency(each for one in series for each in one.points)
    longer = _without_longer(given, find, series, usual)
    kept = [*series, *longer]
    _without_open(given, find, kept)
    settle_repeats(given, find, kept)
    return tuple(_measure(one) for one in kept if one.points)


def _wanted(find: Findings, series: Sequence[Series]) -> list[Series]:
    """The series without those that somebody wants left out; they can be taken again."""
    kept = []
    for one in series:
        if one.key not in find.said.leave:
            kept.append(one)
            continue
        lines = sorted({line for points in one.points.values() for _value, line in points})
        why = msg("Left out, as you chose")
        find.leave(LeftOut(one.key, as_is(one.name), why, tuple(lines[:MOST_LINES]), can_be_taken=True, missed=False))
    return kept


def usual_frequency(periods: Iterable[Period]) -> Frequency | None:
    """The frequency of most periods, the shorter of two that are as common."""
    counted = Counter(each.frequency for each in set(periods))
    return max(counted, key=lambda each: (counted[each], -each.rank)) if counted else None


def _without_longer(given: Given, find: Findings, series: Sequence[Series], usual: Frequency | None) -> list[Series]:
    """Take periods of another length out; those that are wanted all the same become measures of their own."""
    others: dict[Frequency, set[Period]] = {}
    for one in series:
        for period in one.points:
            if period.frequency is not usual:
                others.setdefault(period.frequency, set()).add(period)
    wanted = []
    for frequency, periods in others.items():
        lines = sorted({line for one in series for each in periods for _value, line in one.points.get(each, ())})
        named = _named(periods, given.known.fiscal_start)
        sums = usual is not None and _are_sums(find, series, periods, usual)
        what = msg("Sum {periods}", periods=named) if periods <= find.totals else as_is(named)
        why = msg("Sums of the shorter periods") if sums else msg("Periods of another length than the rest")
        out = LeftOut(f"longer:{frequency.value}", what, why, tuple(lines), can_be_taken=True, missed=not sums)
        words = msg("{what}: sums of the shorter periods, not imported.", what=Capital(what))
        taken = find.leave(out, words if sums else None)
        wanted += _moved(series, periods, frequency) if taken else _dropped(series, periods)
    return wanted


def _named(periods: set[Period], fiscal_start: int) -> object:
    return names([as_is(PeriodName(each, fiscal_start)) for each in sorted(periods)], 3)


def _are_sums(find: Findings, series: Sequence[Series], periods: set[Period], usual: Frequency) -> bool:
    """Tell whether longer periods add up the shorter ones: their rows say so, or their numbers do."""
    if periods <= find.totals:
        return True
    return all(_is_sum(one, each, usual) for one in series for each in periods if each in one.points)


def _is_sum(one: Series, period: Period, usual: Frequency) -> bool:
    if not usual.divides(period.frequency):
        return False
    parts = [one.points[part] for part in period.parts(usual) if part in one.points]
    total = sum(value for part in parts for value, _line in part)
    return bool(parts) and abs(total - one.points[period][0][0]) <= _CLOSE * max(1.0, abs(total))


def _moved(series: Sequence[Series], periods: set[Period], frequency: Frequency) -> list[Series]:
    moved = []
    for one in series:
        points = {each: one.points.pop(each) for each in sorted(periods) if each in one.points}
        if points:
            moved.append(Series(f"{one.key} · {frequency.value}", one.name, points, one.unit, one.column))
    return moved


def _dropped(series: Sequence[Series], periods: set[Period]) -> list[Series]:
    for one in series:
        for each in periods:
            one.points.pop(each, None)
    return []


def _without_open(given: Given, find: Findings, series: Sequence[Series]) -> None:
    """Leave out the period that runs, and those that are still to come."""
    today = given.known.today
    periods = {each for one in series for each in one.points}
    running = {each for each in periods if each.frequency is not Frequency.DAY and each.first <= today <= each.last}
    coming = {each for each in periods if each.first > today}
    zeros = {each for each in coming if all(value == 0 for one in series for value, _line in one.points.get(each, ()))}
    for key, group, why, can in (
        ("now", running, msg("Not over yet"), True),
        ("zeros", zeros, msg("Zeros for periods that are still to come"), False),
        ("coming", coming - zeros, msg("Still to come"), True),
    ):
        if group:
            _leave(given, find, series, (key, group, why, can))


def _leave(given: Given, find: Findings, series: Sequence[Series], out: tuple[str, set[Period], Message, bool]) -> None:
    key, periods, why, can = out
    lines = sorted({line for one in series for each in periods for _value, line in one.points.get(each, ())})
    what = as_is(_named(periods, given.known.fiscal_start))
    words = msg("{what}: not over, and not imported yet.", what=Capital(what)) if key == "now" else None
    if not find.leave(LeftOut(key, what, why, tuple(lines), can_be_taken=can, missed=can), words):
        _dropped(series, periods)
    places = [at for at, line in enumerate(given.sheet.lines) if line in set(lines)] if len(lines) < 500 else []
    find.mark(places, why)


def _measure(one: Series) -> Measure:
    ordered = sorted(one.points)
    frequency = ordered[0].frequency
    return Measure(
        one.key, one.name, frequency,
        {each: tuple(value for value, _line in one.points[each]) for each in ordered},
        {each: tuple(line for _value, line in one.points[each]) for each in ordered},
        one.unit, one.column, "" if one.column is None else letter(one.column),
        frozenset(each for each in one.none if each.frequency is frequency and each not in one.points),
    )  # fmt: skip
