"""What is said of what waits and of what comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.domain.period import Period
from kpidesk.domain.wording import count_word
from kpidesk.figures.cycle_list import cycle_name
from kpidesk.reminders.days import Day, Kind
from kpidesk.reminders.waits import Waits
from kpidesk.text import _, ngettext, pgettext
from kpidesk.workspace import Reads


def waiting_words(waits: Waits, company: str) -> str:
    """``Seks tall og tre innsjekker venter i Fjordbrød bakeri.``; empty where nothing does."""
    numbers, check_ins = waits.number_count, len(waits.check_ins)
    questions, reviews = len(waits.agreements), len(waits.reviews)
    told = [
        (numbers, ngettext("one number", "{n} numbers", numbers)),
        (check_ins, ngettext("one check-in", "{n} check-ins", check_ins)),
        (questions, ngettext("one question", "{n} questions", questions)),
        (reviews, ngettext("one review", "{n} reviews", reviews)),
    ]
    parts = [words.format(n=_small(n)) for n, words in told if n]
    if not parts:
        return ""
    total = numbers + check_ins + questions + reviews
    sentence = ngettext("{what} is waiting in {company}.", "{what} are waiting in {company}.", total)
    return fmt.capital(sentence.format(what=fmt.listed(parts, len(parts)), company=company))


def _small(n: int) -> str:
    """A small count as a word inside a sentence."""
    word = str(count_word(n))
    return word[:1].lower() + word[1:]


def day_title(ws: Reads, day: Day) -> str:
    """``Registrer tall for uke 12``: what a calendar shows. It names no KPI and tells no number."""
    if day.kind is Kind.NUMBERS:
        return _("Enter numbers for {periods}").format(periods=_periods(ws, day.periods))
    if day.kind is Kind.REVIEW:
        return _("Review of {cycle}").format(cycle=cycle_name(ws, day.periods[0]))
    if not day.count:
        return pgettext("calendar", "Check in")
    return ngettext("Check in: {n} key result", "Check in: {n} key results", day.count).format(n=day.count)


def _periods(ws: Reads, periods: Sequence[Period]) -> str:
    start = ws.company.fiscal_year_start
    return fmt.listed([fmt.period_name(each, start) for each in periods])


def rhythm_words(days: Sequence[Day], clock: dt.time) -> str:
    """``mandager kl. 09.00`` where all are on one day of the week, else how many days; one day is named."""
    time = fmt.clock_time(clock)
    dates = [day.date for day in days]
    if not dates:
        return _("none before then")
    if len(dates) == 1:
        return _("{day} at {time}").format(day=fmt.weekday_day(dates[0]), time=time)
    if len({date.weekday() for date in dates}) == 1:
        return _("{weekdays} at {time}").format(weekdays=_weekdays()[dates[0].weekday()], time=time)
    return ngettext("{n} day at {time}", "{n} days at {time}", len(dates)).format(n=len(dates), time=time)


def _weekdays() -> tuple[str, ...]:
    return (
        _("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"), _("Saturdays"), _("Sundays"),
    )  # fmt: skip
