"""What comes, by day: when numbers are to be in, when to check in, when to review.

Each day is the deadline that the program itself goes by: a number's from its KPIs' grace, a check-in's from the
company's rhythm, the review a fortnight after a cycle's end. What waits already is not among them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum

from kpidesk.domain.due import Asker, deadline
from kpidesk.domain.entities import Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stage import review_day
from kpidesk.figures import NodeFigures, goal_book
from kpidesk.figures.cycle_list import current, cycle_at, cycle_or_blank, following, preceding
from kpidesk.figures.due_book import due_book
from kpidesk.records import record
from kpidesk.reminders.waits import check_ins, inputs_of
from kpidesk.round.words_due import results, running_goals, week_end
from kpidesk.workspace import Reads


class Kind(Enum):
    """What a day is for."""

    NUMBERS = "numbers"
    CHECK_INS = "check_ins"
    REVIEW = "review"


@record(frozen=True)
class Day:
    """A day on which something is to be done.

    ``periods`` are those whose numbers are to be in, or the cycle to review; ``count`` how many key results are to be
    checked in, 0 where the cycle's goals are not set yet. ``key`` is the day that names it in a calendar: it stays
    when a check-in moves within its week.
    """

    kind: Kind
    date: dt.date
    periods: tuple[Period, ...] = ()
    count: int = 0

    @property
    def key(self) -> dt.date:
        """The day that names it."""
        return Period.containing(self.date, Frequency.WEEK).first if self.kind is Kind.CHECK_INS else self.date


@record(frozen=True)
class Span:
    """Which days are asked about, and of whom."""

    today: dt.date
    last: dt.date
    person: Uid | None
    waiting: bool


def horizon(ws: Reads, today: dt.date) -> dt.date:
    """The last day of the cycle after the one that runs."""
    return following(ws, current(ws, today)).last


def coming(ws: Reads, today: dt.date, last: dt.date, person: Uid | None = None, *, waiting: bool = True) -> list[Day]:
    """The days after today until ``last``, of everybody or of one person, in order.

    What waits today already has its deadline among them, unless ``waiting`` leaves it out.
    """
    span = Span(today, last, person, waiting)
    found = [*_numbers(ws, span), *_check_ins(ws, span), *_reviews(ws, span)]
    inside = [day for day in found if today < day.date <= last]
    return sorted(inside, key=lambda day: (day.date, [*Kind].index(day.kind)))


# ---- numbers ---------------------------------------------------------------------------------------


def _numbers(ws: Reads, span: Span) -> Iterator[Day]:
    by_day: dict[dt.date, set[Period]] = {}
    for period, day in {*(_waiting(ws, span) if span.waiting else ()), *_expected(ws, span)}:
        by_day.setdefault(day, set()).add(period)
    for day, periods in by_day.items():
        yield Day(Kind.NUMBERS, day, tuple(sorted(periods)))


def _waiting(ws: Reads, span: Span) -> Iterator[tuple[Period, dt.date]]:
    """The periods that have ended and lack a number."""
    book, mine = due_book(ws), _mine(ws, span)
    sources = {source.uid: source for source in book.sources}
    for uid, period in book.cells(span.today):
        if mine is None or uid in mine:
            yield period, book.asking.deadline(sources[uid], period)


def _expected(ws: Reads, span: Span) -> Iterator[tuple[Period, dt.date]]:
    """The periods from the running one on, which is asked about as long as it lacks a number.

    Inputs alike in rhythm are asked about once, however many there are.
    """
    book, mine, start = due_book(ws), _mine(ws, span), ws.company.fiscal_year_start
    sources = [source for source in book.sources if mine is None or source.uid in mine]
    running = {each.uid: Period.containing(span.today, each.frequency, start) for each in sources}
    known = ws.recent.since(running, span.today)
    alike: dict[tuple[Frequency, frozenset[Asker]], bool] = {}
    for each in sources:
        rhythm = (each.frequency, book.asking.rhythm(each))
        alike[rhythm] = alike.get(rhythm, False) or running[each.uid] not in known[each.uid]
    for (frequency, askers), lacks in alike.items():
        period = Period.containing(span.today, frequency, start)
        period = period if lacks else period.next()
        while period.last < span.last:
            yield period, _deadline(askers, period, start)
            period = period.next()


def _deadline(askers: Iterable[Asker], period: Period, start: int) -> dt.date:
    return min((each.deadline(period, start) for each in askers), default=deadline(period))


def _mine(ws: Reads, span: Span) -> Collection[Uid] | None:
    return None if span.person is None else inputs_of(ws, span.person)


# ---- check-ins -------------------------------------------------------------------------------------


def _check_ins(ws: Reads, span: Span) -> Iterator[Day]:
    """One day a week, the first on which a word is due; as if each were said on its day."""
    weeks: dict[dt.date, list[dt.date]] = {}
    this_week, known = _this_week(ws, span), _last_known(ws, span.today)
    for day in [*(this_week if span.waiting else ()), *_said_on(ws, span)]:
        weeks.setdefault(Period.containing(day, Frequency.WEEK).first, []).append(day)
    for days in weeks.values():
        first = min(days)
        yield Day(Kind.CHECK_INS, first, count=len(days) if first <= known else 0)


def _this_week(ws: Reads, span: Span) -> list[dt.date]:
    """The day by which this week's words are asked for, once for each key result that waits, as Overview tells it."""
    latest = week_end(span.today)
    asked = [each for each in check_ins(ws, span.today) if span.person in (None, each.node.owner)]
    return [min(each.next_check_in(span.today) or latest, latest) for each in asked]


def _said_on(ws: Reads, span: Span) -> Iterator[dt.date]:
    """When each key result is spoken of after this week: in the running cycle, and in the next.

    Where the next one's goals are not set yet, it goes on as in the one that runs.
    """
    today, planned = span.today, _planned(ws, span.today)
    running_until = current(ws, today).last if planned else span.last
    for roots, last in ((running_goals(ws, today), running_until), (planned, span.last)):
        for first in _asked(roots, span):
            yield from (day for day in _each(ws, first, last) if day > week_end(today))


def _planned(ws: Reads, today: dt.date) -> Sequence[NodeFigures]:
    """The goals of the next cycle, as far as they are set."""
    cycle = cycle_at(ws, following(ws, current(ws, today)))
    running = {root.node.uid for root in running_goals(ws, today)}
    roots = [] if cycle is None else goal_book(ws).roots(cycle, today)
    return [root for root in roots if root.node.uid not in running]  # a year's objectives run in both


def _asked(roots: Iterable[NodeFigures], span: Span) -> Iterator[dt.date]:
    """The first day of each key result that is asked about, today at the earliest."""
    for each, _department in results(roots):
        day = _first(each, span.today)
        if day is not None and span.person in (None, each.node.owner):
            yield day


def _first(figures: NodeFigures, today: dt.date) -> dt.date | None:
    if figures.over or figures.dropped or figures.parked:
        return None
    return figures.next_check_in(today)


def _each(ws: Reads, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """From the first day on in the company's rhythm."""
    step = dt.timedelta(days=ws.company.check_in_days)
    while first <= last:
        yield first
        first += step


def _last_known(ws: Reads, today: dt.date) -> dt.date:
    """The last day of which it is known what is to be checked in: that of the last cycle with goals."""
    now = current(ws, today)
    return following(ws, now).last if _planned(ws, today) else now.last


# ---- reviews ---------------------------------------------------------------------------------------


def _reviews(ws: Reads, span: Span) -> Iterator[Day]:
    """Of the cycle before, where its day is still to come, of the one that runs and of the next."""
    now = current(ws, span.today)
    for period in dict.fromkeys((preceding(ws, now) or now.previous(), now, following(ws, now))):
        day = review_day(cycle_or_blank(ws, period))
        if day is not None and (period >= now or cycle_at(ws, period) is not None):
            yield Day(Kind.REVIEW, day, (period,))
