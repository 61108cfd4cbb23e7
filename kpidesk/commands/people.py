"""The company, its people and its departments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from kpidesk.commands import checks, fiscal_year
from kpidesk.domain import bounds
from kpidesk.domain.entities import Company, Department, Person, Uid
from kpidesk.domain.period import Frequency
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import LANGUAGES, Message, msg
from kpidesk.workspace import Reads, Workspace, new_uid

if TYPE_CHECKING:
    from kpidesk.workspace import Changes

Named = TypeVar("Named", Person, Department)

CYCLES = (Frequency.QUARTER, Frequency.TERTIAL, Frequency.HALF_YEAR, Frequency.YEAR)
"""How long goals can run."""


def add_person(ws: Workspace, name: str) -> Uid:
    """Add somebody who owns goals or enters numbers."""
    name = checks.title(name, msg("A person must have a name. Nothing was changed."))
    people = ws.all(Person)
    with ws.transaction(msg("add {name}", name=name)) as change:
        order = change.order_between(people[-1].order if people else None, None)
        return change.add(Person(new_uid(), name, order))


def person_called(ws: Reads, name: str) -> Uid | None:
    """The person of that name, in any case, if the file knows one."""
    return _called(ws, Person, name)


def known_as(ws: Reads, name: str) -> Uid | None:
    """The person of that name, or else who bore it last: a machine keeps the name that it signs with."""
    wanted = name.strip().casefold()
    found = person_called(ws, name) if wanted else None
    if found is not None or not wanted:
        return found
    return ws.keeping.of(_FormerNames, lambda: _FormerNames(ws)).bearer(wanted)


class _FormerNames:
    """Who bore a name last that nobody has now: told by everybody's history, which is read once until it changes."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._bearers: dict[str, Uid | None] = {}

    def bearer(self, name: str) -> Uid | None:
        """The person who bore a name, given in lower case."""
        if name not in self._bearers:
            bore = [
                (change.ref, each.uid)
                for each in self._ws.all(Person)
                for change in self._ws.history.of(each.uid, "name")
                if str(change.before or "").casefold() == name
            ]
            self._bearers[name] = max(bore)[1] if bore else None
        return self._bearers[name]

    def take(self, changes: Changes) -> None:
        """What was said of the persons before is forgotten."""
        if changes.everything or Person in changes.kinds:
            self._bearers.clear()


def me(ws: Reads) -> Uid | None:
    """The one at the keys, where the file knows that name, or did before it was changed."""
    return known_as(ws, ws.author)


def ensure_person(ws: Workspace, name: str) -> Uid:
    """The person of that name, added if there is none."""
    return person_called(ws, name) or add_person(ws, name)


def add_department(ws: Workspace, name: str, *, icon: str = "") -> Uid:
    """Add a part of the company."""
    name = checks.title(name, msg("A department must have a name. Nothing was changed."))
    departments = ws.all(Department)
    with ws.transaction(msg("add {name}", name=name)) as change:
        order = change.order_between(departments[-1].order if departments else None, None)
        return change.add(Department(new_uid(), name, icon, order))


def ensure_department(ws: Workspace, name: str) -> Uid:
    """The department of that name, in any case, added if there is none."""
    return _called(ws, Department, name) or add_department(ws, name)


def _called(ws: Reads, kind: type[Named], name: str) -> Uid | None:
    """Who has that name as it is stored, or would be today: an older file may hold signs that nobody sees."""
    wanted = bounds.line(name).casefold()
    return next((each.uid for each in ws.all(kind) if bounds.line(each.name).casefold() == wanted), None)


def rename_department(ws: Workspace, name: str, *, uid: Uid) -> Uid:
    """Give a department another name, which no other has."""
    name = checks.title(name, msg("A department must have a name. Nothing was changed."))
    taken = msg("There is already a department named “{name}”. Nothing was changed.", name=name)
    return _rename(ws, Department, uid, name, taken)


def rename_person(ws: Workspace, name: str, *, uid: Uid) -> Uid:
    """Give a person another name, which no other has."""
    name = checks.title(name, msg("A person must have a name. Nothing was changed."))
    taken = msg("There is already a person named “{name}”. Nothing was changed.", name=name)
    return _rename(ws, Person, uid, name, taken)


def _rename(ws: Workspace, kind: type[Named], uid: Uid, name: str, taken: Message) -> Uid:
    old = ws.get(kind, uid).name
    if any(each.name.casefold() == name.casefold() for each in ws.all(kind) if each.uid != uid):
        raise RuleBroken(taken)
    if name != old:
        with ws.transaction(msg("rename “{title}”", title=old)) as change:
            change.set(kind, uid, name=name)
    return uid


def set_company(ws: Workspace, *, move_numbers: bool = False, **fields: Any) -> None:
    """Change the company's name, language, fiscal year, logo (packed by ``logo.pack``) or strategy.

    Another start of the fiscal year moves what ``fiscal_year.preview`` tells, in the same step; without
    ``move_numbers`` it is refused where numbers would come to lie in other months.
    """
    company = ws.company
    if "name" in fields:
        fields["name"] = checks.title(fields["name"], msg("The company must have a name. Nothing was changed."))
    if fields.get("language", "nb") not in LANGUAGES:
        raise BadInput(msg("Choose bokmål or English. Nothing was changed."))
    if not bounds.fits(Company, "fiscal_year_start", fields.get("fiscal_year_start")):
        raise BadInput(msg("The fiscal year starts in a month from 1 to 12. Nothing was changed."))
    if fields.get("cycle_length", Frequency.QUARTER) not in CYCLES:
        raise BadInput(msg("Goals run for a quarter, a tertial, a half-year or a year. Nothing was changed."))
    if not bounds.fits(Company, "check_in_days", fields.get("check_in_days")):
        raise BadInput(msg("The time between check-ins must be 1 to 366 days. Nothing was changed."))
    track = fields.get("on_track_points", company.on_track_points)
    risk = fields.get("at_risk_points", company.at_risk_points)
    if not 0 <= track <= risk <= 100:
        raise BadInput(msg("The limits are percentage points: on track first, then at risk. Nothing was changed."))
    people = fields.get("people")
    if not bounds.fits(Company, "people", people):
        raise BadInput(msg("The number of employees can’t be right. Nothing was changed."))
    for name in ("strategy", "strategy_years"):
        if name in fields:
            fields[name] = checks.prose(fields[name])
    plan = fiscal_year.preview(ws, fields.get("fiscal_year_start", company.fiscal_year_start))
    fiscal_year.refuse_unasked(plan, move=move_numbers)
    with ws.transaction(msg("change the company")) as change:
        change.set(Company, company.uid, **fields)
        if plan.start != company.fiscal_year_start:
            with change.worked_out():
                fiscal_year.apply(ws, change, plan, company.fiscal_year_start)
