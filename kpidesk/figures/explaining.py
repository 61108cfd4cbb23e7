"""Explain a number: its formula in words, what it read, and what is missing (figures/README: KPIs over time)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Input, Kpi
from kpidesk.domain.formula import Outcome, words
from kpidesk.domain.period import Period
from kpidesk.domain.rollup import Combined, InputSeries
from kpidesk.domain.rounding import all_sure
from kpidesk.domain.wording import period_words
from kpidesk.figures.calculation import Calculation, Version
from kpidesk.figures.kpi import point_at
from kpidesk.figures.model import Explanation, ReadLine
from kpidesk.figures.sentences import LAST_DIGITS
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


def explain(ws: Reads, kpi: Kpi, period: Period, day: dt.date) -> Explanation:
    """Say why ``kpi`` has its value, or none, in ``period`` as of ``day``. The formula is in the language in force.

    The definition is the one that was in force in the period. What is hidden explains nothing but that.
    """
    sheet = Sheet(kpi, load(ws, [kpi], day))
    reading = sheet.at(period)
    version = sheet.version_at(period) or sheet.current
    if reading.masked and reading.reason is not None:
        return Explanation(kpi, period, None, reading.reason, _in_words(version), (), (reading.reason,), kpi.decimals)
    calculation = sheet.calculation(period, recording=True)
    calculation.outcome()
    hidden = sheet.hides(period) is not None  # where a number is missing, the others that were read are there
    lines = tuple(
        _line(version, name, where, outcome, combined)
        for (name, where), (outcome, combined) in (() if hidden else calculation.read.items())
    )
    missing = _missing(sheet, version, calculation, reading.reason)
    decimals = point_at(sheet, period).decimals(kpi.decimals)
    unsure = None if reading.value is None or all_sure(reading.value, decimals) else LAST_DIGITS
    return Explanation(kpi, period, reading.value, reading.reason, _in_words(version), lines, missing, decimals, unsure)


def _in_words(version: Version) -> str:
    names = {name: series.about.name or name for name, series in version.series.items()}
    if version.formula is not None:
        return words(version.formula, names)
    return version.text or next(iter(names.values()), "")


def _line(version: Version, name: str, period: Period, outcome: Outcome, combined: Combined) -> ReadLine:
    about: Input = version.series[name].about
    if isinstance(outcome, Message):
        return ReadLine(about, about.name or name, period, None, outcome, combined.have, combined.of, about.combine)
    return ReadLine(about, about.name or name, period, outcome, None, combined.have, combined.of, about.combine)


def _lacking(series: InputSeries, part: Period, name: str) -> str | None:
    """What is missing of a part: the input itself, or the one that weighs it in a weighted mean."""
    if series.known(part) is None:
        return series.about.name or name
    weighed = part in series.values and not series.counts(part)
    return (series.weights or series).about.name or name if weighed else None


def _missing(sheet: Sheet, version: Version, calculation: Calculation, reason: Message | None) -> tuple[Message, ...]:
    """Each number that would complete the calculation, in the order in which it was read."""
    found: dict[tuple[str, Period], Message] = {}
    for name, period in calculation.read:
        series = version.series[name]
        for part in sheet.parts(series, period):
            title = _lacking(series, part, name)
            if title is not None:
                where = period_words(part, sheet.fiscal_start)
                found[name, part] = msg("“{input}” is missing for {period}.", input=title, period=where).coded(
                    "missing_input"
                )
    if not found and reason is not None:
        return (reason,)
    return tuple(found.values())
