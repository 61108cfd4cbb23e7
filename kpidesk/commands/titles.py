"""The numbers that stand in a key result's title, and those that it is measured by: they never part unseen.

A title that is typed anew may propose a new measure; a measure that is set anew rewrites its numbers in the title.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.domain.entities import KeyResult, Kpi, ResultKind, Uid
from kpidesk.domain.quick_add import Amount, QuickResult, figures_in, numberless, read_aim, read_line
from kpidesk.text import language, using
from kpidesk.workspace import Workspace

MEASURED = (ResultKind.FROM_TO, ResultKind.HOLD)
NUMBERS = ("start", "target", "low", "high")
SHARES_SCALE = 1000.0
"""“from 1.5 to 2 million” is 1.5 million; “from 900,000 to 2 million” is not 900,000 million."""
_FRACTION = re.compile(r"[.,](\d{1,2}|\d{4,})$")


@dataclass(frozen=True)
class Told:
    """A number in a title and what it means: ``value`` in the unit of the measure, ``factor`` for each written one."""

    amount: Amount
    value: float
    factor: float
    language: str


@dataclass(frozen=True)
class Measure:
    """What a line like ``NPS opp fra 38 til 50`` says; ``unit`` is a stored code, empty if untold."""

    line: QuickResult
    start: Told
    target: Told
    unit: str


@dataclass(frozen=True)
class Proposal:
    """What a new title would change in the measure: a new value for each field named; ``unit`` if it is another."""

    before: KeyResult
    title: str
    numbers: Mapping[str, float]
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


def _value(amount: Amount, spoken: str) -> float | None:
    with using(spoken):
        return fmt.parse_number(amount.text).value


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
    aim = read_aim(title)
    if aim is not None and result.kind is ResultKind.FROM_TO:
        value = _value(*aim)
        return {} if value is None else {"target": _of_unit(aim[0], value, result.unit, aim[1])}
    return dict(_by_value(title, result))


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


def _same(value: float, stored: float | None, result: KeyResult) -> bool:
    """Tell whether a written number is a stored one, as exactly as the key result shows its numbers."""
    if stored is None:
        return False
    return math.isclose(value, stored, rel_tol=1e-9) or math.isclose(value, round(stored, result.decimals))


# ---- a new title ---------------------------------------------------------------------------------


def proposed(ws: Workspace, uid: Uid, title: str) -> Proposal | None:
    """The measure that a new title of a key result asks for; ``None`` where title and numbers agree."""
    result = ws.find(KeyResult, uid)
    if result is None or result.kind not in MEASURED:
        return None
    title = " ".join(title.split())
    told = {name: each.value for name, each in told_by(title, result).items()} or _renumbered(title, result)
    if result.kind is ResultKind.HOLD:
        told = {name: value for name, value in told.items() if name in ("low", "high")}
    new = {name: value for name, value in told.items() if not _same(value, getattr(result, name), result)}
    if result.kpi is not None and result.start is None:
        new.pop("start", None)  # the start is read from the KPI
    unit = _other_unit(title, result)
    return Proposal(result, title, new, unit) if new or unit is not None else None


def _renumbered(title: str, result: KeyResult) -> dict[str, float]:
    """New numbers in a title that is otherwise the old one: “under 3 %” over “under 2 %”."""
    old, new = figures_in(result.title), figures_in(title)
    if numberless(result.title) != numberless(title):
        return {}
    told = told_by(result.title, result)
    values = {name: _value(new[old.index(each.amount)], language()) for name, each in told.items()}
    return {name: value for name, value in values.items() if value is not None}


def _other_unit(title: str, result: KeyResult) -> str | None:
    """The unit of a new title, where the old title told another one; what follows a KPI has the KPI's unit."""
    new, old = read_measure(title, result.unit), read_measure(result.title, result.unit)
    if new is None or not new.unit or result.kpi is not None or new.unit == result.unit:
        return None
    return new.unit if old is None or old.unit != new.unit else None


def measured(result: KeyResult, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a measure, checked, with as many decimals as they need."""
    checks.measure({"kind": result.kind, **values})
    decimals = max([result.decimals, *(fmt.fitting_decimals(values[n]) for n in NUMBERS if values.get(n) is not None)])
    return {**values, "decimals": decimals}


# ---- a new measure -------------------------------------------------------------------------------


def retold(result: KeyResult, new: Mapping[str, float | None], *, all_of_them: bool = False) -> str:
    """The title with new numbers in place of those that it tells.

    A number that did not agree with the measure before is somebody's own and stays, unless ``all_of_them`` are to
    be rewritten. A start that is not known goes out of the title.
    """
    title = " ".join(result.title.split())
    told = told_by(title, result)
    changes = []
    for name, each in told.items():
        value = new.get(name)
        if value is not None and (all_of_them or _same(each.value, getattr(result, name), result)):
            changes.append((each.amount.span, _written(each, value, result.decimals)))
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


# ---- a line for a new key result -----------------------------------------------------------------


def begun(ws: Workspace, title: str) -> dict[str, Any]:
    """What a typed line says of start, target, unit and KPI of a key result that is to be."""
    line = read_line(title)
    kpi = kpi_named(ws, line.name) if line is not None else None
    measure = read_measure(title, kpi.unit if kpi else None)
    if measure is None or measure.start.value == measure.target.value:
        return {}
    start, target = measure.start.value, measure.target.value
    return {
        "start": start,
        "target": target,
        "unit": measure.unit or (kpi.unit if kpi else "count"),
        "decimals": max(fmt.fitting_decimals(start), fmt.fitting_decimals(target), kpi.decimals if kpi else 0),
        "kpi": kpi.uid if kpi else None,
    }


def kpi_named(ws: Workspace, name: str) -> Kpi | None:
    """The KPI that a line speaks of: by its name, its short name, or the abbreviation in brackets."""
    wanted = name.casefold().strip()
    for kpi in ws.all(Kpi):
        short = kpi.name.split("(")[0].strip()
        if wanted in {kpi.name.casefold(), kpi.short_name.casefold(), short.casefold()} - {""}:
            return kpi
    return None
