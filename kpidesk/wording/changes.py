"""What one changed cell is called, and how its value reads before and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from kpidesk import format as fmt
from kpidesk.domain.entities import (
    BULKY,
    Carry,
    CheckIn,
    Combine,
    Cycle,
    Department,
    Direction,
    Entity,
    Indicator,
    Initiative,
    Input,
    KeyResult,
    Kpi,
    Mark,
    Objective,
    Person,
    ResultKind,
    Section,
    Target,
    Uid,
    Verdict,
    Window,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.domain.status import Status
from kpidesk.domain.targets import season_of
from kpidesk.figures.cycle_list import cycle_name, period_of
from kpidesk.figures.goals.hiding import start_hidden
from kpidesk.text import _, language, ngettext
from kpidesk.viz.labels import rules_name
from kpidesk.viz.status_shapes import KEYS, status_word
from kpidesk.wording.fields import cell_word, field_word, kind_word
from kpidesk.workspace import CellChange, Reads

NAMED: tuple[type[Entity], ...] = (Objective, KeyResult, Initiative, Kpi, Input, Person, Department)
DASH = "–"
CODED = ("silenced", "language", "fiscal_year_start", "named_from", "status", "period", "opening_period")


@dataclass(frozen=True)
class ChangeWords:
    """One line: of what, which part, before and after."""

    about: str
    part: str
    before: str
    after: str


ABOUT = ("key_result", "kpi", "about", "node", "cycle")
"""The fields that name what a row without a name of its own is about."""


def describe(ws: Reads, change: CellChange) -> ChangeWords:
    """Put a changed cell into words."""
    if change.period is not None:
        source = ws.history.recall(Input, change.uid)
        unit, decimals = (source.unit, source.decimals) if source else ("count", 0)
        part = fmt.period_name(change.period, ws.company.fiscal_year_start)
        return ChangeWords(
            (source.name or source.key) if source else "", part, measured(change.before, unit, decimals),
            measured(change.after, unit, decimals),
        )  # fmt: skip
    if change.field in CODED:
        about = name_of(ws, change.kind, change.uid)
        values = [_decoded(ws, change.field, value) for value in (change.before, change.after)]
        return ChangeWords(about, field_word(change.field), *values)
    read = bulky_words if change.field in BULKY else target_words if change.kind is Target else plain_words
    return ChangeWords(
        name_of(ws, change.kind, change.uid),
        cell_word(change.kind, change.field),
        read(ws, change, change.before),
        read(ws, change, change.after),
    )


def _decoded(ws: Reads, field: str, value: Any) -> str:
    """What is stored as a code of the program's own."""
    if field == "silenced":
        count = len(value or ())
        return ngettext("{n} kind", "{n} kinds", count).format(n=count) if count else DASH
    if field == "language":
        return {"nb": "Norsk bokmål", "en": "English"}.get(str(value), DASH)
    if field in ("fiscal_year_start", "named_from"):
        return fmt.MONTHS[language()][value - 1] if value in range(1, 13) else DASH
    if field == "status":
        return status_word(str(value)) if value in KEYS else DASH
    try:
        return fmt.period_name(Period.from_code(value), ws.company.fiscal_year_start)
    except (TypeError, ValueError):
        return DASH


def bulky_words(_ws: Reads, _change: CellChange, value: Any) -> str:
    """A picture or a packed review: how large it is says enough."""
    return _("{n} kB").format(n=max(1, round(len(str(value)) / 1000))) if value else DASH


def plain_words(ws: Reads, change: CellChange, value: Any) -> str:
    """A value of any row; of a start that was read from a number that is hidden now, that it is hidden."""
    if change.kind is KeyResult and change.field == "start" and value is not None:
        result = ws.history.recall(KeyResult, change.uid)
        if result is not None and start_hidden(ws, replace(result, start=value)) is not None:
            return status_word(Status.HIDDEN.value)
    return value_words(ws, value)


def target_words(ws: Reads, change: CellChange, value: Any) -> str:
    """A value of a target, in the unit of its KPI."""
    row = ws.history.recall(Target, change.uid)
    kpi = ws.history.recall(Kpi, row.kpi) if row is not None and row.kpi else None
    if change.field == "season" and value:
        return season_words(kpi or Kpi(""), Target(change.uid, season=value))
    if kpi is not None and isinstance(value, float | int) and not isinstance(value, bool):
        return measured(value, kpi.unit, kpi.decimals)
    return value_words(ws, value)


def season_words(kpi: Kpi, row: Target) -> str:
    """``12 tall, 1 138 340–1 454 546 kr``; ``12 tall, alle 7 kr`` where they are equal."""
    numbers = season_of(row).values()
    if not numbers:
        return DASH
    low, high = min(numbers), max(numbers)
    if low == high:
        same = ngettext("{n} number: {value}", "{n} numbers, all {value}", len(numbers))
        return same.format(n=len(numbers), value=measured(high, kpi.unit, kpi.decimals))
    first = fmt.number(low, fmt.stored_decimals(low, kpi.unit, kpi.decimals))
    return ngettext("{n} number, {low}–{high}", "{n} numbers, {low}–{high}", len(numbers)).format(
        n=len(numbers), low=first, high=measured(high, kpi.unit, kpi.decimals)
    )


def measured(value: Any, unit: str, decimals: int) -> str:
    """A measured cell in words."""
    if value is None:
        return DASH
    if isinstance(value, Mark):
        return _("not applicable")
    return fmt.with_unit(value, unit, fmt.stored_decimals(value, unit, decimals))


def check_in_words(row: CheckIn, about: KeyResult | None) -> str:
    """What a check-in says: its note, or else its number, or else how sure somebody was."""
    if row.note:
        return _("“{text}”").format(text=row.note)
    if row.value is not None and about is not None:
        return measured(row.value, about.unit, about.decimals)
    return "" if row.confidence is None else _("confidence {n}").format(n=row.confidence)


def name_of(ws: Reads, kind: type[Entity] | None, uid: Uid) -> str:
    """What a row is called, or was before it went; its kind where it has no name."""
    row = None if kind is None else ws.history.recall(kind, uid)
    for field in ("title", "name", "text", "note"):
        if words := getattr(row, field, ""):
            return str(words)
    if kind is Cycle:
        return named(ws, uid) or kind_word(kind)
    about = next((found for field in ABOUT if (found := getattr(row, field, None))), None)
    if about:
        return named(ws, about) or kind_word(kind)
    return kind_word(kind)


def named(ws: Reads, uid: Uid) -> str:
    """The name behind a uid, whatever it names."""
    for kind in NAMED:
        row = ws.find(kind, uid) or ws.history.recall(kind, uid)
        if row is not None:
            return str(getattr(row, "title", "") or getattr(row, "name", ""))
    cycle = ws.history.recall(Cycle, uid)
    period = period_of(cycle) if cycle is not None else None
    return cycle_name(ws, period) if period is not None else ""


def value_words(ws: Reads, value: Any) -> str:
    """A stored value as it would be read aloud; several in a row for a register."""
    if value is None or value == "" or value == ():
        return DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return fmt.in_full(value)
    if isinstance(value, dt.date):
        return fmt.day(value)
    if isinstance(value, Enum):
        return enum_word(value)
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        words = [value_words(ws, part) for part in value]
        return " · ".join(word for word in words if word != DASH) or DASH
    return _text_words(ws, str(value))


def _text_words(ws: Reads, value: str) -> str:
    if len(value) == 32 and all(letter in "0123456789abcdef" for letter in value):
        return named(ws, value) or DASH
    return fmt.unit_word(value) if value in ("percent", "currency", "count", "hours", "days") else value


def verdict_word(verdict: Verdict) -> str:
    """An answer to “Did it help?”."""
    return {
        Verdict.YES: _("Yes"),
        Verdict.PARTLY: _("Partly"),
        Verdict.NO: _("No"),
        Verdict.TOO_EARLY: _("Too early"),
    }[verdict]


def enum_word(value: Enum) -> str:
    """A choice in words."""
    if isinstance(value, Frequency):
        return fmt.every(value)
    words: dict[Enum, str] = {
        ResultKind.FROM_TO: _("From–to"), ResultKind.HOLD: _("Hold"), ResultKind.DONE: _("Done or not"),
        Direction.INCREASE: _("up"), Direction.DECREASE: _("down"), Direction.MAINTAIN: _("hold"),
        Window.LATEST: _("latest"), Window.COMBINED: _("so far in the quarter"),
        Section.SUMMARY: _("Summary"), Section.WENT_WELL: _("What went well?"),
        Section.WENT_BADLY: _("What went badly?"), Section.SURPRISED: _("What surprised you?"),
        Section.LEARNED: _("What did you learn?"), Section.DECISION: _("Decisions"), Section.NEXT: _("Next cycle"),
        Section.KPI: _("KPIs that stand out"),
        Combine.SUM: _("sum"), Combine.MEAN: _("mean"), Combine.LAST: _("last"),
        RuleSet.WHEELER: rules_name(RuleSet.WHEELER), RuleSet.NHS: rules_name(RuleSet.NHS),
        **{verdict: verdict_word(verdict) for verdict in Verdict},
    }  # fmt: skip
    return words.get(value) or _rarer_choices().get(value, str(value.value))


def _rarer_choices() -> dict[Enum, str]:
    return {
        ResultKind.MILESTONES: _("Milestones"), Combine.MIN: _("lowest"), Combine.MAX: _("highest"),
        Combine.WEIGHTED_MEAN: _("weighted mean"), Combine.NONE: _("not at all"),
        Indicator.LEADING: _("leading"), Indicator.LAGGING: _("lagging"),
        Carry.KEEP: _("kept"), Carry.CHANGE: _("changed"), Carry.DROP: _("dropped"),
    }  # fmt: skip
