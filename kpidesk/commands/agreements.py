"""Agreement: those who track a KPI or a goal are asked, and say yes or no on their own copy."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.commands import checks
from kpidesk.domain.entities import Agreement, KeyResult, Kpi, Objective, Person, Uid
from kpidesk.errors import BadInput
from kpidesk.text import msg
from kpidesk.workspace import Workspace, library_uid


def agreement_uid(about: Uid, person: Uid) -> Uid:
    """The same row for everybody, so that a question asked on two copies is one question."""
    return library_uid(f"agreement {about} {person}")


def ask(ws: Workspace, about: Uid, persons: Sequence[Uid]) -> None:
    """Ask persons to agree to a KPI or a goal, again where they have answered; the question travels with the file."""
    title = _title(ws, about)
    if not persons:
        raise BadInput(msg("Choose somebody to ask. Nothing was changed."))
    with ws.transaction(msg("ask to agree to “{title}”", title=title)) as change:
        for person in dict.fromkeys(persons):
            ws.get(Person, person)
            uid = agreement_uid(about, person)
            if ws.find(Agreement, uid) is None:
                change.add(Agreement(uid, about=about, person=person, asked_on=ws.today()))
            else:
                change.set(Agreement, uid, asked_on=ws.today(), agreed=None, answered_on=None)


def answer(ws: Workspace, about: Uid, person: Uid, agreed: bool | None, note: str = "") -> None:
    """Store what a person says; ``None`` takes the answer back. Whoever was not asked may answer too."""
    title = _title(ws, about)
    ws.get(Person, person)
    uid = agreement_uid(about, person)
    day = None if agreed is None else ws.today()
    label = msg("agree to “{title}”", title=title) if agreed else msg("answer about “{title}”", title=title)
    with ws.transaction(label) as change:
        if ws.find(Agreement, uid) is None:
            change.add(Agreement(uid, about=about, person=person, asked_on=ws.today()))
        change.set(Agreement, uid, agreed=agreed, answered_on=day, note=checks.prose(note))


def _title(ws: Workspace, about: Uid) -> str:
    kpi = ws.find(Kpi, about)
    if kpi is not None:
        return kpi.short_name or kpi.name
    node = ws.node(about)
    if not isinstance(node, (Objective, KeyResult)):
        raise BadInput(msg("Only KPIs, objectives and key results can be agreed on. Nothing was changed."))
    return node.title
