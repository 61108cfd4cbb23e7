"""The company, its people and its departments."""

from __future__ import annotations

from typing import Any

from kpidesk.commands import checks
from kpidesk.domain.entities import Company, Department, Person, Uid
from kpidesk.errors import BadInput
from kpidesk.text import LANGUAGES, msg
from kpidesk.workspace import Workspace, new_uid


def add_person(ws: Workspace, name: str, *, initiator: object | None = None) -> Uid:
    """Add somebody who owns goals or enters numbers."""
    name = checks.title(name, msg("A person needs a name. Nothing was changed."))
    people = ws.all(Person)
    with ws.transaction(msg("add {name}", name=name), initiator) as change:
        order = change.order_between(people[-1].order if people else None, None)
        return change.add(Person(new_uid(), name, order))


def ensure_person(ws: Workspace, name: str, *, initiator: object | None = None) -> Uid:
    """The person of that name, added if there is none."""
    wanted = name.strip().casefold()
    for person in ws.all(Person):
        if person.name.casefold() == wanted:
            return person.uid
    return add_person(ws, name, initiator=initiator)


def rename_person(ws: Workspace, uid: Uid, name: str, *, initiator: object | None = None) -> None:
    """Give a person another name."""
    name = checks.title(name, msg("A person needs a name. Nothing was changed."))
    person = ws.get(Person, uid)
    with ws.transaction(msg("rename {name}", name=person.name), initiator) as change:
        change.set(Person, uid, name=name)


def add_department(ws: Workspace, name: str, *, icon: str = "", initiator: object | None = None) -> Uid:
    """Add a part of the company."""
    name = checks.title(name, msg("A department needs a name. Nothing was changed."))
    departments = ws.all(Department)
    with ws.transaction(msg("add {name}", name=name), initiator) as change:
        order = change.order_between(departments[-1].order if departments else None, None)
        return change.add(Department(new_uid(), name, icon, order))


def ensure_department(ws: Workspace, name: str, *, icon: str = "", initiator: object | None = None) -> Uid:
    """The department of that name, added if there is none."""
    wanted = name.strip().casefold()
    for department in ws.all(Department):
        if department.name.casefold() == wanted:
            return department.uid
    return add_department(ws, name, icon=icon, initiator=initiator)


def set_company(ws: Workspace, *, initiator: object | None = None, **fields: Any) -> None:
    """Change the company's name, language, fiscal year or strategy."""
    company = ws.company
    if "name" in fields:
        fields["name"] = checks.title(fields["name"], msg("The company needs a name. Nothing was changed."))
    if fields.get("language", "nb") not in LANGUAGES:
        raise BadInput(msg("Choose bokmål or English. Nothing was changed."))
    if not 1 <= fields.get("fiscal_year_start", 1) <= 12:
        raise BadInput(msg("The fiscal year starts in a month from 1 to 12. Nothing was changed."))
    for name in ("strategy", "strategy_years"):
        if name in fields:
            fields[name] = checks.prose(fields[name])
    with ws.transaction(msg("change the company"), initiator) as change:
        change.set(Company, company.uid, **fields)
