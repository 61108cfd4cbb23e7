"""The cycles that a file has, what each is called, and which ones can be chosen.

A file may hold cycles of several lengths, and of the fiscal year as it was before: goals stay in the cycle that
they were set for. A cycle whose row was taken back while goals still belong to it counts as long as they do, and
two rows for the same stretch of time are one, so that no goal is ever out of reach.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain.entities import Cycle, Objective
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.workspace import library_uid

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node, Uid
    from kpidesk.workspace import Reads


def cycle_uid(period: Period) -> Uid:
    """The same uid for everybody, so that two colleagues who begin a quarter begin the same one."""
    return library_uid(f"cycle {period.frequency.value} {period.first.isoformat()}")


def period_of(cycle: Cycle) -> Period | None:
    """The period that a cycle spans, when it is a whole one."""
    if cycle.start is None or cycle.frequency.months == 0:
        return None
    try:
        return Period.from_code(Period(cycle.frequency, cycle.start).code())
    except BadPeriod:  # written by somebody else's program
        return None


def known_cycles(ws: Reads) -> dict[Uid, Cycle]:
    """Every cycle with a period of its own: those that live, and those that living goals still belong to."""
    found = {cycle.uid: cycle for cycle in ws.all(Cycle) if period_of(cycle) is not None}
    for uid in {node.cycle for node in ws.all(Objective) if node.cycle is not None} - found.keys():
        cycle = ws.history.recall(Cycle, uid)
        if cycle is not None and period_of(cycle) is not None:
            found[uid] = cycle
    return found


def by_period(ws: Reads) -> dict[Period, Cycle]:
    """The cycle of each period that has one; of two for the same the one that everybody would begin."""
    found: dict[Period, Cycle] = {}
    for uid, cycle in sorted(known_cycles(ws).items()):
        period = period_of(cycle)
        if period is not None and (period not in found or uid == cycle_uid(period)):
            found[period] = cycle
    return found


def cycle_of(stands_for: Mapping[Uid, Uid], node: Node, above: Uid | None) -> Uid | None:
    """The cycle that a node belongs to: an objective's own, where it has one, else that of what it hangs under.

    ``stands_for`` is what ``one_for_each`` gives.
    """
    own = stands_for.get(node.cycle or "") if isinstance(node, Objective) else None
    return own or above


def one_for_each(ws: Reads) -> dict[Uid, Uid]:
    """For each known cycle the one that stands for its period; a goal of any other cycle belongs to none."""
    chosen = by_period(ws)
    return {
        uid: chosen[period].uid for uid, cycle in known_cycles(ws).items() if (period := period_of(cycle)) in chosen
    }  # fmt: skip


def spans(longer: Period | None, shorter: Period | None) -> bool:
    """Tell whether one cycle holds another whole: the year does so with its quarters."""
    if longer is None or shorter is None or longer == shorter:
        return False
    return longer.first <= shorter.first and shorter.last <= longer.last


def spanning(ws: Reads, period: Period) -> dict[Period, Cycle]:
    """The longer cycles that hold one: goals that span them are worked for in it too."""
    return {each: cycle for each, cycle in by_period(ws).items() if spans(each, period)}


def looked_at(ws: Reads, period: Period) -> Cycle | None:
    """The cycle of a period; where it has not been begun and a longer one runs through it, as it would be begun."""
    found = cycle_at(ws, period)
    if found is not None or not spanning(ws, period):
        return found
    return Cycle(cycle_uid(period), period.frequency, period.first, period.last)


def cycle_at(ws: Reads, period: Period) -> Cycle | None:
    """The cycle of a period, if it has been begun."""
    return by_period(ws).get(period)


def cycle_or_blank(ws: Reads, period: Period) -> Cycle:
    """The cycle of a period; where nobody has begun it, one that holds no goals: KPIs have a review all the same."""
    return cycle_at(ws, period) or Cycle("", period.frequency, period.first, period.last)


# ---- names ---------------------------------------------------------------------------------------


def named_from(ws: Reads, period: Period) -> int:
    """The month from which a cycle's name counts: that of the fiscal year, or of the one in which it was closed."""
    cycle = cycle_at(ws, period)
    return (cycle.named_from if cycle is not None else None) or ws.company.fiscal_year_start


def cycle_name(ws: Reads, period: Period) -> str:
    """What the cycle of a period is called; one that was closed keeps the name it was closed under."""
    return fmt.period_name(period, named_from(ws, period))


def cycle_short(ws: Reads, period: Period) -> str:
    """As ``cycle_name`` in the room of five signs: ``Q4``, ``H1``, the year it begins in, or ``10–12`` off the grid."""
    begin = named_from(ws, period)
    if not period.on_grid(begin):
        return f"{period.first.month}–{period.last.month}"
    match period.frequency:
        case Frequency.TERTIAL:
            return f"T{period.number(begin)}"
        case Frequency.HALF_YEAR:
            return f"H{period.number(begin)}"
        case Frequency.YEAR:
            return str(period.first.year)
        case _:
            return fmt.period_short(period, begin)


def names(ws: Reads, periods: list[Period]) -> dict[Period, str]:
    """The names of some cycles, with their months where a name alone does not tell which is meant."""
    plain = {period: cycle_name(ws, period) for period in periods}
    own_year = ws.company.fiscal_year_start != 1
    found = {}
    for period, name in plain.items():
        doubled = sum(other == name for other in plain.values()) > 1
        months = fmt.period_months(period)
        found[period] = f"{name} ({months})" if (doubled or own_year) and name != months else name
    return found


# ---- which there are -----------------------------------------------------------------------------


def current(ws: Reads, today: dt.date) -> Period:
    """The stretch of time that goals of the present length run in on a day."""
    company = ws.company
    return Period.containing(today, company.cycle_length, company.fiscal_year_start)


def under_way(ws: Reads, today: dt.date) -> Period:
    """The cycle to look at on a day: the one of the present length, or the one of another that its goals run in still.

    After a change of the fiscal year or of the length the goals of today stay in the months that they were set for.
    """
    now, stands_for = current(ws, today), one_for_each(ws)
    used = {stands_for.get(each.cycle or "") for each in ws.all(Objective)}
    running = [
        period
        for period, cycle in by_period(ws).items()
        if cycle.uid in used and cycle.closed_on is None and period.first <= today <= period.last
        and not spans(period, now)  # what a year's objectives say is seen in each of its quarters
    ]  # fmt: skip
    return now if now in running or not running else min(running, key=lambda each: (each.last, each))


def choosable(ws: Reads, today: dt.date) -> list[Period]:
    """The cycles that the file has, and those of the present length that run today and begin within a year."""
    now = current(ws, today)
    ahead = max(1, Frequency.YEAR.months // now.frequency.months)
    return sorted({*by_period(ws), *(now.next(step) for step in range(ahead + 1))})


def neighbour(ws: Reads, period: Period, by: int) -> Period:
    """The cycle right before (−1) or after (1): of the file where it has one there, else of the present length."""
    if by < 0:
        beside = current(ws, period.first - dt.timedelta(days=1))
        return max([beside, *(each for each in by_period(ws) if each < period and not spans(each, period))])
    beside = following(ws, period)
    after = [each for each in (beside, *by_period(ws)) if each > period and not spans(each, beside)]
    return min(after, default=period.next())


def following(ws: Reads, period: Period) -> Period:
    """Where unfinished goals go on: the next cycle of the same length where it has begun, else of the present one."""
    after = period.next()
    return after if cycle_at(ws, after) is not None else current(ws, after.first)


def preceding(ws: Reads, period: Period) -> Period | None:
    """The newest cycle of the file that began before this one, within the stretch of its length ahead of it."""
    earlier = [
        each for each in by_period(ws)
        if period.previous().first <= each.last and each.first < period.first and not spans(each, period)
    ]  # fmt: skip
    return max(earlier, default=None)
