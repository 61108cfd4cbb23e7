"""The numbers that stand in a key result's title, and those that it is measured by: they never part unseen.

A title that is typed anew may propose a new measure; a measure that is set anew rewrites its numbers in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import KeyResult, ResultKind, Uid
from kpidesk.domain.rounding import rounded
from kpidesk.figures.goals.hiding import seen_by_all
from kpidesk.reading import goals as goal_sentences
from kpidesk.records import record
from kpidesk.text import language, using
from kpidesk.workspace import Workspace

MEASURED = (ResultKind.FROM_TO, ResultKind.HOLD)
NUMBERS = ("start", "target", "low", "high")
LIMITS = ("low", "high")
MOST_TYPED = 2
"""A number with more decimals was computed."""
_FRACTION = re.compile(r"[.,](\d{1,2}|\d{4,})$")


@record(frozen=True)
class Proposal:
    """What a new title would change in the measure: a new value for each field named; ``unit`` if it is another."""

    before: KeyResult
    title: str
    numbers: Mapping[str, float | None]
    unit: str | None = None

    @property
    def after(self) -> dict[str, Any]:
        """The whole measure with the proposal taken."""
        unit = self.before.unit if self.unit is None else self.unit
        return {**{name: getattr(self.before, name) for name in NUMBERS}, **self.numbers, "unit": unit}


# ---- reading -------------------------------------------------------------------------------------


def told_by(title: str, result: KeyResult) -> dict[str, goal_sentences.Told]:
    """The numbers of a title by the field that each of them tells.

    A number without a word for what it is, as in ``12 nye kunder``, tells the field whose value it is, and no other.
    """
    sentence = goal_sentences.read_sentence(title)
    scale = goal_sentences.Scale(sentence, result.unit)
    if result.kind is ResultKind.HOLD:
        low, high = sentence.low, sentence.high
        if sentence.first is not None and sentence.last is not None:
            low, high = sentence.first, sentence.last
        told = {"low": scale.told(low), "high": scale.told(high)}
    else:
        one = sentence.last or (
            sentence.low or sentence.high if sentence.low is None or sentence.high is None else None
        )
        told = {"start": scale.told(sentence.first), "target": scale.told(one)}
    found = {name: each for name, each in told.items() if each is not None}
    if sentence.loose:
        found = {name: each for name, each in found.items() if _same(each.value, getattr(result, name), result)}
    return found or dict(_by_value(title, result))


def _by_value(title: str, result: KeyResult) -> Iterator[tuple[str, goal_sentences.Told]]:
    """Numbers that are a field's own value, where just one number of the title is."""
    known = [(amount, goal_sentences.value_of(amount, language())) for amount in goal_sentences.figures_in(title)]
    for name in NUMBERS:
        wanted = getattr(result, name)
        found = [(amount, value) for amount, value in known if value is not None and _same(value, wanted, result)]
        if len(found) == 1:
            yield name, goal_sentences.Told(found[0][0], found[0][1], 1.0, language())


def _same(value: float | None, stored: float | None, result: KeyResult) -> bool:
    """Tell whether a written number is a stored one, as exactly as the key result shows its numbers."""
    if value is None or stored is None:
        return value is stored
    return close(value, stored) or close(value, rounded(stored, result.decimals))


# ---- a new title ---------------------------------------------------------------------------------


def proposed(ws: Workspace, uid: Uid, title: str) -> Proposal | None:
    """The measure that a new title of a key result asks for; ``None`` where title and numbers agree."""
    stored = ws.find(KeyResult, uid)
    if stored is None or stored.kind not in MEASURED:
        return None
    result = seen_by_all(ws, stored)
    title = " ".join(title.split())
    found = {name: each.value for name, each in told_by(title, result).items()} or _renumbered(title, result)
    told: dict[str, float | None] = {**found}
    if result.kind is ResultKind.HOLD:
        told = {name: value for name, value in told.items() if name in LIMITS}
        told |= dict.fromkeys(_let_go(result, told))
    new = {name: value for name, value in told.items() if not _same(value, getattr(result, name), result)}
    if result.kpi is not None and result.start is None:
        new.pop("start", None)  # the start is read from the KPI
    unit = _other_unit(title, result)
    return Proposal(result, title, new, unit) if new or unit is not None else None


def _let_go(result: KeyResult, told: Mapping[str, float | None]) -> Iterator[str]:
    """The limits that the old title told and a new one with another limit does not: “at most 5” over “at least 5”."""
    if told:
        yield from (name for name in told_by(result.title, result) if name in LIMITS and name not in told)


def _renumbered(title: str, result: KeyResult) -> dict[str, float]:
    """New numbers in a title that is otherwise the old one: “under 3 %” over “under 2 %”."""
    old, new = goal_sentences.figures_in(result.title), goal_sentences.figures_in(title)
    if goal_sentences.numberless(result.title) != goal_sentences.numberless(title):
        return {}
    told = told_by(result.title, result)
    places = {each.span: place for place, each in enumerate(old)}
    known = {name: places.get(each.amount.span) for name, each in told.items()}
    values = {
        name: goal_sentences.value_of(new[place], language()) for name, place in known.items() if place is not None
    }
    return {name: value for name, value in values.items() if value is not None}


def _other_unit(title: str, result: KeyResult) -> str | None:
    """The unit of a new title, where the old title told another one; what follows a KPI has the KPI's unit."""
    new = _unit_told(title, result)
    if not new or result.kpi is not None or new == result.unit:
        return None
    return new if new != _unit_told(result.title, result) else None


def _unit_told(title: str, result: KeyResult) -> str:
    sentence = goal_sentences.read_sentence(title)
    whole = sentence.holds or (sentence.first is not None and sentence.last is not None)
    return goal_sentences.Scale(sentence, result.unit).said if whole and not sentence.loose else ""


def measured(result: KeyResult, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a measure, checked, with as many decimals as they need."""
    checks.measure({"kind": result.kind, **values})
    decimals = max([result.decimals, *(fmt.fitting_decimals(values[n]) for n in NUMBERS if values.get(n) is not None)])
    return {**values, "decimals": decimals}


def decimals_of(result: KeyResult, *values: float | None) -> int:
    """The decimals of a key result that goes on from some numbers: its own, or those that a hand typed.

    What needs more than a few was computed, and is told as the key result tells its numbers.
    """
    needed = (fmt.fitting_decimals(each) for each in values if each is not None)
    return max([result.decimals, *(each for each in needed if each <= MOST_TYPED)])


# ---- a new measure -------------------------------------------------------------------------------


def retold(
    result: KeyResult, new: Mapping[str, float | None], *, all_of_them: bool = False, decimals: int | None = None
) -> str:
    """The title with new numbers in place of those that it tells.

    A number that did not agree with the measure before is somebody's own and stays, unless ``all_of_them`` are to
    be rewritten. A start that is not known goes out of the title. ``decimals`` are those of the new measure.
    """
    title = " ".join(result.title.split())
    told = told_by(title, result)
    changes = []
    for name, each in told.items():
        value = new.get(name)
        if value is not None and (all_of_them or _same(each.value, getattr(result, name), result)):
            changes.append((each.amount.span, _written(each, value, result.decimals if decimals is None else decimals)))
    start_words = goal_sentences.read_sentence(title).start_words
    if start_words is not None and "start" in told and all_of_them and new.get("start") is None:
        changes.append((start_words, ""))
    for (first, last), words in sorted(changes, reverse=True):
        title = title[:first] + words + title[last:]
    return title


def _written(told: goal_sentences.Told, value: float, decimals: int) -> str:
    """A number as its title writes them: in the title's language, grouped or not, with its decimals."""
    value /= told.factor
    typed = _FRACTION.search(told.amount.text)
    least = len(typed[1]) if typed else 0
    most = max(least, decimals if told.factor == 1 else 3)
    with using(told.language):
        words = fmt.number(value, max(least, min(most, fmt.fitting_decimals(value))))
    whole = told.amount.text[: typed.start()] if typed else told.amount.text
    ungrouped = len(re.sub(r"\D", "", whole)) > 3 and not re.search(r"\d[\s.,]\d", whole)
    words = words.replace(fmt.NBSP, "" if ungrouped else " ")
    return words.replace(",", "") if ungrouped and told.language == "en" else words
