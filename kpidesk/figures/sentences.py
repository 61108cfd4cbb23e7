"""What the variation of a KPI means, in plain words. “Signal” never means bad."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import Rule
from kpidesk.domain.wording import count_word, period_words
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.figures.model import SignalRun

NORMAL = msg("Normal variation").coded("normal_variation")
"""What is said of a KPI with settled limits and without a signal that still holds."""
SO_FAR = msg("No signal so far").coded("no_signal_so_far")
"""The same while the limits are provisional: what is usual is not known yet."""
NOTHING_NEW = msg("No new signal").coded("no_new_signal")
"""The same where there were signals, which no longer hold."""
QUIET = (NORMAL, SO_FAR, NOTHING_NEW)
"""What is said where no signal holds."""
LAST_DIGITS = msg("Only the first 15 digits of such a large number are certain.").coded("last_digits_unsure")
"""What is said of a sum so large that a float no longer holds every øre of it."""
RECENT = 5
"""A signal is news as long as it ends within so many of the newest periods."""


class Variation(Enum):
    """What can be said of how a KPI varies now."""

    SIGNAL = "signal"
    USUAL = "usual"
    UNSETTLED = "unsettled"
    """There are too few numbers to know what is usual: no natural limits, or provisional ones."""
    UNKNOWN = "unknown"
    """The number is missing, overdue or hidden: nobody can tell."""


ABOVE = {
    Frequency.DAY: msg("{count} days in a row above the mean"),
    Frequency.WEEK: msg("{count} weeks in a row above the mean"),
    Frequency.MONTH: msg("{count} months in a row above the mean"),
    Frequency.QUARTER: msg("{count} quarters in a row above the mean"),
    Frequency.TERTIAL: msg("{count} tertials in a row above the mean"),
    Frequency.HALF_YEAR: msg("{count} half-years in a row above the mean"),
    Frequency.YEAR: msg("{count} years in a row above the mean"),
}
BELOW = {
    Frequency.DAY: msg("{count} days in a row below the mean"),
    Frequency.WEEK: msg("{count} weeks in a row below the mean"),
    Frequency.MONTH: msg("{count} months in a row below the mean"),
    Frequency.QUARTER: msg("{count} quarters in a row below the mean"),
    Frequency.TERTIAL: msg("{count} tertials in a row below the mean"),
    Frequency.HALF_YEAR: msg("{count} half-years in a row below the mean"),
    Frequency.YEAR: msg("{count} years in a row below the mean"),
}


def signal_sentence(rule: Rule, side: int, length: int, last: Period, fiscal_start: int = 1) -> Message:
    """One signal of ``length`` values in words; ``last`` is the period in which it ends."""
    up = side > 0
    count = count_word(length)
    match rule:
        case Rule.OUTSIDE:
            return (
                msg("Above the upper limit").coded("above_upper_limit")
                if up
                else msg("Below the lower limit").coded("below_lower_limit")
            )
        case Rule.RUN:
            words = (ABOVE if up else BELOW)[last.frequency]
            code = "run_above_mean" if up else "run_below_mean"
            return Message(words.text, {"count": count}, code=code)
        case Rule.TREND:
            if up:
                return msg("{count} in a row rising", count=count).coded("trend_rising")
            return msg("{count} in a row falling", count=count).coded("trend_falling")
        case Rule.JUMP:
            where = period_words(last, fiscal_start)
            if up:
                return msg("Sharp rise in {period}", period=where).coded("sharp_rise")
            return msg("Sharp fall in {period}", period=where).coded("sharp_fall")
        case _:
            return (
                msg("Several close to the upper limit").coded("near_upper_limit")
                if up
                else msg("Several close to the lower limit").coded("near_lower_limit")
            )


def plain_sentence(runs: tuple[SignalRun, ...], periods: tuple[Period, ...]) -> Message:
    """The newest signal in words, or that the variation is normal.

    A lasting run that reaches the newest signal says more than a single point, and goes first.
    """
    if not runs or not periods:
        return NORMAL
    newest = max(run.last for run in runs)
    if newest < periods[max(0, len(periods) - RECENT)]:
        return NORMAL
    told = min((run for run in runs if run.last == newest), key=_priority)
    return outside_then(told) if told.rule is Rule.OUTSIDE and newest != periods[-1] else told.sentence


def unsettled(runs: tuple[SignalRun, ...]) -> Message:
    """What is said while the limits are provisional and no signal holds: none so far, or none but older ones."""
    return NOTHING_NEW if runs else SO_FAR


def outside_then(run: SignalRun) -> Message:
    """A point outside the limits that is not the newest: with its period, lest the newest be taken for it."""
    where = period_words(run.last, run.fiscal_start)
    if run.side > 0:
        return msg("Above the upper limit in {period}", period=where).coded("above_upper_limit")
    return msg("Below the lower limit in {period}", period=where).coded("below_lower_limit")


def _priority(run: SignalRun) -> int:
    return (Rule.RUN, Rule.TREND, Rule.JUMP, Rule.OUTSIDE, Rule.NEAR_LIMIT).index(run.rule)
