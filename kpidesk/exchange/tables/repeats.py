"""Periods that stand there more than once: asked where they are few, added up where rows are single sales."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.tables.cells.words import Capital, PeriodName, as_is, names
from kpidesk.exchange.tables.findings import Findings, Given, Series
from kpidesk.exchange.tables.understood import Answer
from kpidesk.text import Message, msg, msgn

FEW, SHARE = 3, 0.2
"""So many periods, or this part of them, can be there twice by mistake."""
ADD, FIRST, LAST = "add", "first", "last"


def settle_repeats(given: Given, find: Findings, series: Sequence[Series]) -> None:
    """Ask about the periods that are there twice; say that rows are added up where most periods have several."""
    repeated = sorted({each for one in series for each, points in one.points.items() if len(points) > 1})
    if not repeated:
        return
    periods = {each for one in series for each in one.points}
    if not _by_mistake(repeated, periods):
        _say_added(find, series, repeated)
    elif len(repeated) <= FEW:
        for period in repeated:
            _ask(given, find, series, (period,), f"twice:{period.key()}")
    else:
        _ask(given, find, series, repeated, "twice")


def _by_mistake(repeated: Sequence[Period], periods: set[Period]) -> bool:
    """Tell whether the table has one row for each period, but for a few; single days of sales have as many as come."""
    if len(repeated) > max(FEW, SHARE * len(periods)) or (len(repeated) * 2 > len(periods) and len(periods) > 2):
        return False
    if repeated[0].frequency is not Frequency.DAY:
        return True
    days = sorted(each.first for each in periods if each.frequency is Frequency.DAY)
    return len(days) > 4 and (days[-1] - days[0]).days < 1.5 * len(days) and len(repeated) <= SHARE * len(days)


def _say_added(find: Findings, series: Sequence[Series], repeated: Sequence[Period]) -> None:
    most = max(len(one.points[each]) for one in series for each in repeated if each in one.points)
    kind = repeated[0].frequency
    words = {
        Frequency.DAY: msg("There are several rows for a day, up to {n}. They are counted together.", n=most),
        Frequency.WEEK: msg("There are several rows for a week, up to {n}. They are counted together.", n=most),
        Frequency.MONTH: msg("There are several rows for a month, up to {n}. They are counted together.", n=most),
    }
    other = msg("There are several rows for a period, up to {n}. They are counted together.", n=most)
    find.guess("as:together", words.get(kind, other))


def _ask(given: Given, find: Findings, series: Sequence[Series], periods: Sequence[Period], key: str) -> None:
    """Ask which of the rows of some periods count, and take those."""
    period = periods[0]
    shown = max(series, key=lambda one: len(one.points.get(period, ())))
    points = shown.points[period]
    answers = _answers(shown, points, len(periods) > 1)
    name = shown.name
    note = (
        msg("Shown for {name}. The same is done with the other numbers of the rows.", name=name)
        if len(series) > 1
        else None
    )
    chosen = find.ask(key, _words(given, periods), answers, sorted(set(_lines(series, periods))), note)
    places = [at for at, line in enumerate(given.sheet.lines) if line in set(_lines(series, periods))]
    find.mark(places, _mark(period.frequency))
    for one in series:
        for each in periods:
            _choose(one, each, chosen)


def _lines(series: Sequence[Series], periods: Sequence[Period]) -> set[int]:
    return {line for one in series for each in periods for _value, line in one.points.get(each, ())}


def _words(given: Given, periods: Sequence[Period]) -> Message:
    if len(periods) == 1:
        name = Capital(PeriodName(periods[0], given.known.fiscal_start))
        return msg("{period} is there twice. Which counts?", period=name)
    return msgn("{n} period is there twice. Which counts?", "{n} periods are there twice. Which count?", len(periods))


def _mark(frequency: Frequency) -> Message:
    words = {
        Frequency.DAY: msg("The same day"),
        Frequency.WEEK: msg("The same week"),
        Frequency.MONTH: msg("The same month"),
    }
    return words.get(frequency, msg("The same period"))


def _answers(one: Series, points: Sequence[tuple[float, int]], several: bool) -> list[Answer]:
    total = sum(value for value, _line in points)
    lines = [line for _value, line in points]
    if several:
        return [
            Answer(ADD, msg("Add the rows"), _value(one, total)),
            Answer(FIRST, msg("Only the first row"), _value(one, points[0][0])),
            Answer(LAST, msg("Only the last row"), _value(one, points[-1][0])),
        ]
    if len(set(lines)) == 1:
        return [
            Answer(ADD, msg("Add the columns"), _value(one, total)),
            Answer(FIRST, msg("Only the first column"), _value(one, points[0][0])),
            Answer(LAST, msg("Only the last column"), _value(one, points[-1][0])),
        ]
    both = names([as_is(line) for line in lines], 6)
    rows = [Answer(f"row:{line}", msg("Only row {n}", n=line), _value(one, value)) for value, line in points]
    return [Answer(ADD, msg("Add rows {rows}", rows=both), _value(one, total)), *rows]


def _value(one: Series, value: float) -> Message:
    decimals = fmt.fitting_decimals(value)
    return as_is(_WithUnit(value, one.unit, decimals))


class _WithUnit:
    """A number with its unit, written where it is read."""

    def __init__(self, value: float, unit: str, decimals: int) -> None:
        self._parts = value, unit, decimals

    def __str__(self) -> str:
        return fmt.with_unit(*self._parts)


def _choose(one: Series, period: Period, chosen: str | None) -> None:
    points = one.points.get(period)
    if points is None:
        return
    if chosen is None:
        del one.points[period]
    elif chosen == ADD:
        one.points[period] = points
    elif chosen in (FIRST, LAST):
        one.points[period] = points[:1] if chosen == FIRST else points[-1:]
    else:
        kept = [point for point in points if f"row:{point[1]}" == chosen]
        if kept:
            one.points[period] = kept
        else:
            del one.points[period]
