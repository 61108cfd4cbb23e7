"""Advice that was read and put aside, and the list of duties that no KPI measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpidesk.commands import checks
from kpidesk.domain.entities import Cycle, Dismissal, Duty, Person, Uid
from kpidesk.errors import BadInput
from kpidesk.text import msg
from kpidesk.workspace import Workspace, library_uid, new_uid


def dismiss(ws: Workspace, key: str, reason: str, *, cycle: Uid | None = None) -> None:
    """Put a piece of advice aside for a cycle, with the reason."""
    reason = checks.title(reason, msg("Give a short reason, so that others understand. Nothing was changed."))
    uid = library_uid(f"dismissal {key} {cycle or ''}")
    with ws.transaction(msg("put advice aside")) as change:
        if ws.find(Dismissal, uid) is None:
            change.add(Dismissal(uid, key, reason, ws.today(), checks.existing(ws, Cycle, cycle)))
        else:
            change.set(Dismissal, uid, reason=reason, day=ws.today())


def recall(ws: Workspace, uid: Uid) -> None:
    """Let a piece of advice that was put aside speak again."""
    ws.get(Dismissal, uid)
    with ws.transaction(msg("bring advice back")) as change:
        change.delete(Dismissal, uid)


def silence(ws: Workspace, kinds: Sequence[str]) -> None:
    """Choose which kinds of advice nobody wants to read; the others speak."""
    with ws.transaction(msg("choose which advice to read")) as change:
        change.set(type(ws.company), ws.company.uid, silenced=tuple(sorted(set(kinds))))


# ---- duties --------------------------------------------------------------------------------------


def add_duty(ws: Workspace, title: str, *, owner: Uid | None = None) -> Uid:
    """Add an important duty that no KPI measures."""
    title = checks.title(title, msg("A responsibility must have a name. Nothing was changed."))
    duties = ws.all(Duty)
    with ws.transaction(msg("add responsibility “{title}”", title=title)) as change:
        order = change.order_between(duties[-1].order if duties else None, None)
        return change.add(Duty(new_uid(), title, checks.existing(ws, Person, owner), None, order))


def edit_duty(ws: Workspace, uid: Uid, **fields: Any) -> None:
    """Change the title or the owner of a duty."""
    duty = ws.get(Duty, uid)
    if "title" in fields:
        fields["title"] = checks.title(
            fields["title"], msg("A responsibility must have a name. The old name still stands.")
        )
    checks.existing(ws, Person, fields.get("owner"))
    with ws.transaction(msg("change “{title}”", title=duty.title)) as change:
        change.set(Duty, uid, **fields)


def delete_duty(ws: Workspace, uid: Uid) -> None:
    """Take a duty off the list."""
    duty = ws.get(Duty, uid)
    with ws.transaction(msg("delete “{title}”", title=duty.title)) as change:
        change.delete(Duty, uid)


def confirm_duties(ws: Workspace, cycle: Uid) -> int:
    """Say that every duty on the list is looked after in a cycle; gives how many."""
    ws.get(Cycle, cycle)
    duties = ws.all(Duty)
    if not duties:
        raise BadInput(msg("There are no responsibilities on the list yet. Nothing was changed."))
    with ws.transaction(msg("confirm the responsibilities")) as change:
        for duty in duties:
            change.set(Duty, duty.uid, confirmed=cycle)
    return len(duties)
