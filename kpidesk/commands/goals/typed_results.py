"""What a line typed for a new key result says: its measure, and the KPI that it speaks of."""

from __future__ import annotations

from typing import Any

from kpidesk import format as fmt
from kpidesk.commands.goals.titles import read_held, read_measure
from kpidesk.domain.comparing import below
from kpidesk.domain.entities import Kpi, ResultKind
from kpidesk.reading.from_to import read_line
from kpidesk.reading.limits import read_bounds
from kpidesk.workspace import Workspace


def begun(ws: Workspace, title: str) -> dict[str, Any]:
    """What a typed line says of a key result that is to be: from where to where, or within which limits."""
    line = read_line(title)
    kpi = kpi_named(ws, line.name) if line is not None else None
    measure = read_measure(title, kpi.unit if kpi else None)
    if measure is None:
        return _held_from_the_start(ws, title)
    if measure.start.value == measure.target.value:
        return {}
    start, target = measure.start.value, measure.target.value
    return {
        "start": start,
        "target": target,
        "unit": measure.unit or (kpi.unit if kpi else "count"),
        "decimals": max(fmt.fitting_decimals(start), fmt.fitting_decimals(target), kpi.decimals if kpi else 0),
        "kpi": kpi.uid if kpi else None,
    }


def _held_from_the_start(ws: Workspace, title: str) -> dict[str, Any]:
    """What a typed line says is to be held; nothing of limits that leave no room between them."""
    line = read_bounds(title)
    kpi = kpi_named(ws, line.name) if line is not None else None
    held = read_held(title, kpi.unit if kpi else None)
    if held is None:
        return {}
    limits = {name: told.value for name, told in held.limits.items()}
    if len(limits) > 1 and not below(limits["low"], limits["high"]):
        return {}
    decimals = [fmt.fitting_decimals(value) for value in limits.values()]
    return {
        "kind": ResultKind.HOLD,
        **limits,
        "unit": held.unit or (kpi.unit if kpi else "count"),
        "decimals": max([*decimals, kpi.decimals if kpi else 0]),
        "kpi": kpi.uid if kpi else None,
    }


def kpi_named(ws: Workspace, name: str) -> Kpi | None:
    """The KPI that a line speaks of: by its name, its short name, or the abbreviation in brackets.

    Bokmål hangs the article on the word: “svinnet” is the KPI “Svinn”.
    """
    wanted = name.casefold().strip()
    asked = {wanted, *(wanted.removesuffix(article) for article in ("et", "en", "a"))} - {""}
    for kpi in ws.all(Kpi):
        short = kpi.name.split("(")[0].strip()
        if asked & {kpi.name.casefold(), kpi.short_name.casefold(), short.casefold()}:
            return kpi
    return None
