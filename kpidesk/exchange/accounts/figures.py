"""The figures that the accounts make, month by month, to the øre, by the shipped rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kpidesk.domain.period import Period
from kpidesk.exchange.accounts.chart import Place, numbers_of, rules
from kpidesk.exchange.accounts.ledger import Ledger, Stretch
from kpidesk.exchange.accounts.months import MONTHS

BALANCE = "balance"


@dataclass(frozen=True)
class Figures:
    """Amounts by figure and month; counts are plain numbers. ``openings`` are balances before the first month."""

    months: Mapping[str, Mapping[Period, int]]
    openings: Mapping[str, Mapping[Period, int]]


COUNTS = frozenset({"returns_count"})
"""Figures that count instead of being amounts."""


def figures_of(ledger: Ledger) -> Figures:
    """Every figure of the shipped rules, for every whole month."""
    months: dict[str, dict[Period, int]] = {}
    openings: dict[str, dict[Period, int]] = {}
    for name, parts in rules()["figure"].items():
        months[name], openings[name] = {}, {}
        for stretch in ledger.stretches:
            months[name].update(_by_month(ledger, stretch, parts))
            if stretch.months and any(part["of"] == BALANCE for part in parts):
                before = stretch.months[0].previous()
                openings[name][before] = sum(_opening(ledger, stretch, part) for part in parts)
    return Figures(months, {name: found for name, found in openings.items() if found})


def _by_month(ledger: Ledger, stretch: Stretch, parts: Iterable[Mapping[str, Any]]) -> dict[Period, int]:
    found = dict.fromkeys(stretch.months, 0)
    for part in parts:
        if part["of"] == BALANCE:
            standing = _opening(ledger, stretch, part)
            moved = {month: _moved(stretch, month, part) for month in sorted(stretch.movements)}
            for period in stretch.months:
                found[period] += standing + sum(n for month, n in moved.items() if month <= month_number(period))
        else:
            for period in stretch.months:
                found[period] += _moved(stretch, month_number(period), part)
    return found


def month_number(period: Period) -> int:
    """A month counted from year 0."""
    return period.first.year * MONTHS + period.first.month - 1


def _opening(ledger: Ledger, stretch: Stretch, part: Mapping[str, Any]) -> int:
    total = 0
    for account, opening in stretch.openings.items():
        place = ledger.chart.place(account)
        if place is not None and _is_of(place, part):
            total += opening
    return -total if part.get("less") else total


def _moved(stretch: Stretch, month: int, part: Mapping[str, Any]) -> int:
    of = part["of"]
    if of in stretch.facts:
        return stretch.facts[of][month]
    total = 0
    for place, (debit, credit) in stretch.movements.get(month, {}).items():
        if _is_of(place, part):
            total += {"debit": debit, "credit": credit}.get(of, debit - credit)
    return -total if part.get("less") else total


def _is_of(place: Place, part: Mapping[str, Any]) -> bool:
    if place.group not in numbers_of(part["groups"]) or part.get("without") in place.marks:
        return False
    return "mark" not in part or part["mark"] in place.marks
