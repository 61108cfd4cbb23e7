"""The numbers that stand in a key result's title, and those that it is measured by: they never part unseen.

A title that is typed anew may propose a new measure; a measure that is set anew rewrites its numbers in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kpidesk import format as fmt
from kpidesk import reading
from kpidesk.commands import checks
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import KeyResult, ResultKind, Uid
from kpidesk.domain.rounding import rounded
from kpidesk.reading import Writing, likeliest
from kpidesk.reading.from_to import Amount, QuickResult, figures_in, numberless, read_aim, read_line
from kpidesk.reading.limits import read_bounds
from kpidesk.records import record
from kpidesk.text import language, using
from kpidesk.workspace import Workspace

MEASURED = (ResultKind.FROM_TO, ResultKind.HOLD)
NUMBERS = ("start", "target", "low", "high")
LIMITS = ("low", "high")
SHARES_SCALE = 1000.0
"""“from 1.5 to 2 million” is 1.5 million; “from 900,000 to 2 million” is not 900,000 million."""
_FRACTION = re.compile(r"[.,](\d{1,2}|\d{4,})$")


@record(frozen=True)
class Told:
    """A number in a title and what it means: ``value`` in the unit of the measure, ``factor`` for each written one."""

    amount: Amount
    value: float
    factor: float
    language: str


@record(frozen=True)
class Measure:
    """What a line like ``NPS opp fra 38 til 50`` says; ``unit`` is a stored code, empty if untold."""

    line: QuickResult
    start: Told
    target: Told
    unit: str


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


def read_measure(title: str, unit: str | None = None) -> Measure | None:
    """The measure that a title tells, or ``None``.

    ``unit`` is the one in force, where there is one: “1.5 million kr” is 1 500 000 for what is measured in kr, and
    1.5 in “million kr” for what is not measured yet.
    """
    line = read_line(title)
    if line is None:
        return None
    start, target = _value(line.first, line.language), _value(line.last, line.language)
    if start is None or target is None:
        return None
    factors = _factors(line, start)
    code = fmt.unit_code(line.unit) if line.unit else ""
    scaled = code or unit or ""
    if factors[0] == factors[1] != 1 and unit != scaled:
        scaled, factors = f"{line.last.scale} {line.unit}".strip(), (1.0, 1.0)
    first = Told(line.first, start * factors[0], factors[0], line.language)
    last = Told(line.last, target * factors[1], factors[1], line.language)
    return Measure(line, first, last, scaled if factors != (1.0, 1.0) or line.last.scale else code)


@record(frozen=True)
class Held:
    """What a line like ``Hold svinnet under 5 %`` says is to be held; ``unit`` is a stored code, empty if untold."""

    name: str
    limits: Mapping[str, Told]
    unit: str


def read_held(title: str, unit: str | None = None) -> Held | None:
    """The limits that a title tells, ``low`` and ``high``, or ``None``; ``unit`` as for ``read_measure``."""
    line = read_bounds(title)
    if line is None:
        return None
    spoken = line.language or language()
    limits = {}
    for name, amount in (("low", line.low), ("high", line.high)):
        value = None if amount is None else _value(amount, spoken)
        if amount is not None and value is None:
            return None
        if amount is not None and value is not None:
            limits[name] = (amount, value)
    code = fmt.unit_code(line.unit) if line.unit else ""
    scale, factor = next((amount.scale, amount.factor) for amount, _number in limits.values())
    if factor != 1 and unit != (code or unit or ""):
        code, factor = f"{scale} {line.unit}".strip(), 1.0
    told = {name: Told(amount, value * factor, factor, spoken) for name, (amount, value) in limits.items()}
    return Held(line.name, told, code)


def _value(amount: Amount, spoken: str) -> float | None:
    return likeliest(reading.number(amount.text, Writing(spoken)), None)


def _factors(line: QuickResult, start: float) -> tuple[float, float]:
    first, last = line.first.factor, line.last.factor
    if not line.first.scale and not line.first.unit and abs(start) < SHARES_SCALE:
        first = last
    return first, last


def told_by(title: str, result: KeyResult) -> dict[str, Told]:
    """The numbers of a title by the field that each of them tells."""
    measure = read_measure(title, result.unit)
    if measure is not None:
        first, last = ("low", "high") if result.kind is ResultKind.HOLD else ("start", "target")
        return {first: measure.start, last: measure.target}
    held = read_held(title, result.unit)
    if held is not None:
        return _limits_of(held, result)
    aim = read_aim(title)
    if aim is not None and result.kind is ResultKind.FROM_TO:
        value = _value(*aim)
        return {} if value is None else {"target": _of_unit(aim[0], value, result.unit, aim[1])}
    return dict(_by_value(title, result))


def _limits_of(held: Held, result: KeyResult) -> dict[str, Told]:
    """The limits by the field that each of them tells; for what goes from one number to another, the target."""
    if result.kind is ResultKind.HOLD:
        return dict(held.limits)
    return {"target": next(iter(held.limits.values()))} if len(held.limits) == 1 else {}


def _of_unit(amount: Amount, value: float, unit: str, spoken: str) -> Told:
    factor = amount.factor if fmt.unit_code(amount.unit) == unit else 1.0
    return Told(amount, value * factor, factor, spoken)


def _by_value(title: str, result: KeyResult) -> Iterator[tuple[str, Told]]:
    """Numbers that are a field's own value, where just one number of the title is."""
    known = [(amount, _value(amount, language())) for amount in figures_in(title)]
    for name in NUMBERS:
        wanted = getattr(result, name)
        found = [(amount, value) for amount, value in known if value is not None and _same(value, wanted, result)]
        if len(found) == 1:
            yield name, Told(found[0][0], found[0][1], 1.0, language())


def _same(value: float | None, stored: float | None, result: KeyResult) -> bool:
    """Tell whether a written number is a stored one, as exactly as the key result shows its numbers."""
    if value is None or stored is None:
        return value is stored
    return close(value, stored) or close(value, rounded(stored, result.decimals))


# ---- a new title ---------------------------------------------------------------------------------


def proposed(ws: Workspace, uid: Uid, title: str) -> Proposal | None:
    """The measure that a new title of a key result asks for; ``None`` where title and numbers agree."""
    result = ws.find(KeyResult, uid)
    if result is None or result.kind not in MEASURED:
        return None
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
    old, new = figures_in(result.title), figures_in(title)
    if numberless(result.title) != numberless(title):
        return {}
    told = told_by(result.title, result)
    places = {each.span: place for place, each in enumerate(old)}
    known = {name: places.get(each.amount.span) for name, each in told.items()}
    values = {name: _value(new[place], language()) for name, place in known.items() if place is not None}
    return {name: value for name, value in values.items() if value is not None}


def _other_unit(title: str, result: KeyResult) -> str | None:
    """The unit of a new title, where the old title told another one; what follows a KPI has the KPI's unit."""
    new = _unit_told(title, result)
    if not new or result.kpi is not None or new == result.unit:
        return None
    return new if new != _unit_told(result.title, result) else None


def _unit_told(title: str, result: KeyResult) -> str:
    told = read_measure(title, result.unit) or read_held(title, result.unit)
    return told.unit if told is not None else ""


def measured(result: KeyResult, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a measure, checked, with as many decimals as they need."""
    checks.measure({"kind": result.kind, **values})
    decimals = max([result.decimals, *(fmt.fitting_decimals(values[n]) for n in NUMBERS if values.get(n) is not None)])
    return {**values, "decimals": decimals}


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
    measure = read_measure(title, result.unit)
    if measure is not None and "start" in told and all_of_them and new.get("start") is None:
        changes.append((measure.line.start_words, ""))
    for (first, last), words in sorted(changes, reverse=True):
        title = title[:first] + words + title[last:]
    return title


def _written(told: Told, value: float, decimals: int) -> str:
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
