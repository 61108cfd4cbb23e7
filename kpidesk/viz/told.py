"""What a picture of numbers says in sentences, for those who can't see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from kpidesk import format as fmt
from kpidesk.text import _, ngettext
from kpidesk.viz.spark import SparkSpec

Say = Callable[[float], str]
"""A number in words, with its unit and decimals."""
When = Callable[[int], str]
"""The name of the period at a place among the numbers."""


class Measured(Protocol):
    """A KPI or an input, as far as its numbers are said."""

    @property
    def unit(self) -> str:
        """The key of its unit."""

    @property
    def decimals(self) -> int:
        """How many of them it is told with."""


def say_of(about: Measured) -> Say:
    """How the numbers of a KPI or an input are said."""
    return partial(fmt.with_unit, unit=about.unit, decimals=about.decimals)


def course_told(values: Sequence[float | None], say: Say, when: When | None = None) -> str:
    """Where a line goes, and its lowest and highest number; ``when`` names the periods of these two."""
    known = [(value, place) for place, value in enumerate(values) if value is not None]
    if not known:
        return _("No numbers yet.")
    if len(known) == 1:
        return _("One number: {value}.").format(value=say(known[0][0]))
    return f"{_way(known[0][0], known[-1][0], say)} {_extremes(known, say, when)}"


def _way(first: float, last: float, say: Say) -> str:
    begun, ended = say(first), say(last)
    if begun == ended:
        return _("The same at the end as at the beginning: {value}.").format(value=ended)
    words = _("Up from {first} to {last}.") if last > first else _("Down from {first} to {last}.")
    return words.format(first=begun, last=ended)


def _extremes(known: Sequence[tuple[float, int]], say: Say, when: When | None) -> str:
    low, high = min(known), max(known)
    told = {"low": say(low[0]), "high": say(high[0])}
    if when is None:
        return _("Lowest {low}, highest {high}.").format(**told)
    words = _("Lowest {low} ({low_when}), highest {high} ({high_when}).")
    return words.format(**told, low_when=when(low[1]), high_when=when(high[1]))


def counts_told(missing: int, signals: int) -> str:
    """How many numbers are missing and how many stand out; empty where none do."""
    parts = []
    if missing:
        parts.append(ngettext("{n} number is missing.", "{n} numbers are missing.", missing).format(n=missing))
    if signals:
        parts.append(ngettext("{n} signal.", "{n} signals.", signals).format(n=signals))
    return " ".join(parts)


def usual_told(low: float, high: float, say: Say) -> str:
    """Between which numbers it varies normally."""
    return _("Normal variation {low} to {high}.").format(low=say(low), high=say(high))


def spark_told(spec: SparkSpec, say: Say) -> str:
    """A sparkline in sentences: where it goes, lowest and highest, gaps, signals, what is usual, the target."""
    if all(value is None for value in spec.values):
        return course_told((), say)
    parts = [course_told(spec.values, say), counts_told(_gaps(spec), len(spec.signals))]
    if spec.band is not None:
        parts.append(usual_told(*spec.band, say))
    if spec.target is not None:
        words = _("Suggested target {value}.") if spec.suggested else _("Target {value}.")
        parts.append(words.format(value=say(spec.target)))
    return " ".join(part for part in parts if part)


def _gaps(spec: SparkSpec) -> int:
    """Numbers that lack between known ones, and the newest where that is due."""
    known = [place for place, value in enumerate(spec.values) if value is not None]
    return known[-1] - known[0] + 1 - len(known) + int(spec.last_missing)
