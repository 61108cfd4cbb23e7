"""What the cycle of a company is called in the middle of a sentence: it may be a quarter, and need not."""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.domain.entities import Cycle
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stage import is_over, is_planned
from kpidesk.figures.cycle_list import named_from
from kpidesk.text import _
from kpidesk.workspace import Reads


def the_cycle(length: Frequency) -> str:
    """The cycle in view: ``kvartalet``."""
    return {
        Frequency.MONTH: _("the month"),
        Frequency.QUARTER: _("the quarter"),
        Frequency.TERTIAL: _("the tertial"),
        Frequency.HALF_YEAR: _("the half-year"),
        Frequency.YEAR: _("the year"),
    }[length]


def next_cycle(length: Frequency) -> str:
    """The one that follows, as a heading: ``Neste kvartal``."""
    return {
        Frequency.MONTH: _("Next month"),
        Frequency.QUARTER: _("Next quarter"),
        Frequency.TERTIAL: _("Next tertial"),
        Frequency.HALF_YEAR: _("Next half-year"),
        Frequency.YEAR: _("Next year"),
    }[length]


def stage_word(cycle: Cycle | None, today: dt.date) -> str:
    """Where a cycle stands: planned, running, over or closed; nothing of one that nobody has begun."""
    if cycle is None:
        return ""
    if cycle.closed_on is not None:
        return _("closed")
    if is_planned(cycle, today):
        return _("planned")
    return _("to be closed") if is_over(cycle, today) else _("running")


def span_words(ws: Reads, period: Period) -> str:
    """How long an objective runs, as it stands beside its title: ``hele 2026``."""
    return span_from(period, named_from(ws, period))


def span_from(period: Period, fiscal_start: int) -> str:
    """The same in a fiscal year that starts in a month."""
    name = fmt.period_name(period, fiscal_start)
    return _("all of {year}").format(year=name) if period.frequency is Frequency.YEAR else name


def sentence(pattern: str, length: Frequency) -> str:
    """A sentence about ``{cycle}`` with a capital first."""
    words = pattern.format(cycle=the_cycle(length))
    return fmt.capital(words)
