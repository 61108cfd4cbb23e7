"""Explain a number: its formula in words, what it read, and what is missing (rules, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk.domain.entities import Input, Kpi
from kpidesk.domain.formula import Outcome, words
from kpidesk.domain.period import Period
from kpidesk.domain.rollup import Combined
from kpidesk.domain.wording import period_words
from kpidesk.figures.model import Explanation, ReadLine
from kpidesk.figures.sheet import Calculation, Sheet, load
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace


def explain(ws: Workspace, kpi: Kpi, period: Period) -> Explanation:
    """Say why ``kpi`` has its value, or none, in ``period``. The formula is in the language in force."""
    sheet = Sheet(kpi, load(ws, [kpi]))
    reading = sheet.at(period)
    calculation = Calculation(sheet, period, recording=True)
    calculation.outcome()
    lines = tuple(
        _line(sheet, name, where, outcome, combined) for (name, where), (outcome, combined) in calculation.read.items()
    )
    return Explanation(
        kpi,
        period,
        reading.value,
        reading.reason,
        _in_words(sheet),
        lines,
        _missing(sheet, calculation, reading.reason),
    )


def _in_words(sheet: Sheet) -> str:
    names = {name: series.about.name or name for name, series in sheet.series.items()}
    if sheet.formula is not None:
        return words(sheet.formula, names)
    return sheet.kpi.formula or next(iter(names.values()), "")


def _line(sheet: Sheet, name: str, period: Period, outcome: Outcome, combined: Combined) -> ReadLine:
    about: Input = sheet.series[name].about
    if isinstance(outcome, Message):
        return ReadLine(about, about.name or name, period, None, outcome, combined.have, combined.of, about.combine)
    return ReadLine(about, about.name or name, period, outcome, None, combined.have, combined.of, about.combine)


def _missing(sheet: Sheet, calculation: Calculation, reason: Message | None) -> tuple[Message, ...]:
    """Each number that would complete the calculation, in the order in which it was read."""
    found: dict[tuple[str, Period], Message] = {}
    for name, period in calculation.read:
        series = sheet.series[name]
        for part in sheet.parts(series, period):
            if part not in series.values:
                where = period_words(part, sheet.fiscal_start)
                title = series.about.name or name
                found[name, part] = msg("“{input}” is missing for {period}.", input=title, period=where)
    if not found and reason is not None:
        return (reason,)
    return tuple(found.values())
