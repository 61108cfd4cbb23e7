"""Forms of files that many owners have: known by their headings, with how they are read and what to take of them.

They are data (``resources/imports``). A form says no more than what the file itself leaves open; whatever it says can
be said otherwise, and a source that somebody has remembered goes before it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kpidesk import assets
from kpidesk.domain.entities import Combine
from kpidesk.exchange.intake import names
from kpidesk.exchange.intake.preview import NOT_KNOWN, Usual
from kpidesk.exchange.tables.understood import Measure, Role, Said, Understanding

AMOUNTS = frozenset({"net_sales", "sales_returns", "sales_discounts", "cogs", "personnel_cost"})
"""Inputs of the library that are told without a sign, and that accounts and shops write with one."""


@dataclass(frozen=True)
class Preset:
    """A form of file: its name, and the folded headings that it is known by.

    ``roles`` are by folded heading; with ``only`` no other column is used. ``take`` are the measures to take, by folded
    name, the better ones first, with the input of the library that each is; empty for one that it has not.
    ``from_file`` tells that a real file was at hand when the form was written, not a description alone.
    """

    id: str
    name: str
    from_file: bool
    headings: frozenset[str]
    roles: Mapping[str, Role] = field(default_factory=dict)
    only: bool = False
    decimal: str | None = None
    calendar: bool = False
    take: tuple[tuple[str, str], ...] = ()
    usual: Usual = NOT_KNOWN

    def said(self, found: Understanding) -> Said:
        """What is said of a file by its form."""
        roles = {each.place: self.roles.get(names.folded(each.heading)) for each in found.columns}
        kept = {place: role for place, role in roles.items() if role is not None}
        if self.only:
            kept = {each.place: kept.get(each.place, Role.LEFT_OUT) for each in found.columns}
        return Said(roles=kept, decimal=self.decimal, calendar_quarters=self.calendar)

    def wanted(self, measures: tuple[Measure, ...]) -> dict[str, str]:
        """The measures to take, all where none is named: by key the input of the library that each is, once each."""
        if not self.take:
            return {measure.key: "" for measure in measures}
        found: dict[str, str] = {}
        for name, key in self.take:
            measure = next((each for each in measures if name in _names_of(each)), None)
            if measure is not None and (not key or key not in found.values()):
                found.setdefault(measure.key, key)
        return found


def turned(measures: Iterable[Measure], known_as: Mapping[str, str]) -> frozenset[str]:
    """The measures that the file has with a minus and that are amounts without one: what was returned, what it cost."""
    return frozenset(
        each.key
        for each in measures
        if known_as.get(each.key) in AMOUNTS and _is_negative([value for row in each.numbers.values() for value in row])
    )


def _is_negative(values: Sequence[float]) -> bool:
    return any(value < 0 for value in values) and all(value <= 0 for value in values)


def _names_of(measure: Measure) -> set[str]:
    return {names.folded(measure.name), *map(names.folded, measure.name.split(" · "))}


def recognise(found: Understanding) -> Preset | None:
    """The form of a file by its headings: of several the one that asks for most of them."""
    there = {names.folded(each.heading) for each in found.columns}
    fitting = [each for each in all_presets() if each.headings <= there]
    return max(fitting, key=lambda each: len(each.headings), default=None)


@lru_cache(maxsize=1)
def all_presets() -> tuple[Preset, ...]:
    """Every form that is known."""
    paths = sorted(assets.path("imports").glob("*.toml"))
    forms = [form for path in paths for form in tomllib.loads(path.read_text(encoding="utf-8")).get("form", [])]
    return tuple(map(_preset, forms))


def _preset(form: Mapping[str, Any]) -> Preset:
    return Preset(
        id=form["id"],
        name=form["name"],
        from_file=form["basis"] == "file",
        headings=frozenset(map(names.folded, form["headings"])),
        roles={names.folded(heading): Role(role) for heading, role in form.get("roles", {}).items()},
        only=form.get("only", False),
        decimal=form.get("decimal"),
        calendar=form.get("calendar", False),
        usual=Usual(form.get("unit", ""), Combine(form["combine"]) if "combine" in form else None),
        take=tuple((names.folded(name), key) for name, key in form.get("take", [])),
    )
