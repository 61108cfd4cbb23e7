"""What is told of one period of a chart, to whoever points at it or walks there by the arrows."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.domain.period import Period
from kpidesk.domain.signals import Rule
from kpidesk.figures import KpiFigures, Point
from kpidesk.text import _
from kpidesk.wording.kpi_facts import gap_at, target_value

AT_THE_END = (Rule.OUTSIDE, Rule.JUMP)
"""Signals of the one number with which they end; the others are of all the numbers that they reach over."""


def number_words(
    figures: KpiFigures, point: Point | None, *, forecast: float | None = None, target: float | None = None
) -> str:
    """The number with its target, or why there is none.

    ``forecast`` is what is foreseen where nothing is known, ``target`` that of a period beyond the points.
    """
    if point is not None and point.masked:
        return _("hidden")
    held = _target(figures, point, target)
    if point is None or point.value is None:
        return _joined(_instead(figures, point, forecast), held)
    words = fmt.with_unit(point.value, figures.kpi.unit, point.decimals(figures.kpi.decimals))
    return _joined(words, gap_at(figures, point) or held)


def signals_at(figures: KpiFigures, period: Period) -> str:
    """The signals that a period belongs to, in words; nothing where the variation is normal."""
    runs = [
        run
        for run in figures.signals
        if run.last == period or (run.rule not in AT_THE_END and run.first <= period <= run.last)
    ]
    return _joined(*dict.fromkeys(str(run.sentence).rstrip(".") for run in runs))


def _target(figures: KpiFigures, point: Point | None, beyond: float | None) -> str:
    kpi = figures.kpi
    if point is not None and point.target is not None:
        goal = target_value(figures, point)
    elif beyond is not None:
        goal = fmt.with_unit(beyond, kpi.unit, kpi.decimals)
    else:
        return ""
    suggested = figures.suggested if point is None else point.suggested
    return (_("suggested target {n}") if suggested else _("target {n}")).format(n=goal)


def _instead(figures: KpiFigures, point: Point | None, forecast: float | None) -> str:
    """What there is in the place of a number."""
    if forecast is not None:
        value = fmt.with_unit(forecast, figures.kpi.unit, figures.kpi.decimals)
        return _("forecast {value}").format(value=value)
    reason = str(point.reason) if point is not None and point.reason is not None else ""
    return reason or _("no number")


def _joined(*words: str) -> str:
    return " · ".join(each for each in words if each)
