"""Check-ins: what somebody says of a key result on a day, and corrections of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kpidesk.commands import checks, people
from kpidesk.commands.cycles import refuse_closed
from kpidesk.domain import bounds
from kpidesk.domain.entities import CheckIn, KeyResult, Person, Uid
from kpidesk.errors import BadInput
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid


def check_in(
    ws: Workspace,
    key_result: Uid,
    *,
    value: float | None = None,
    confidence: int | None = None,
    note: str = "",
    day: dt.date | None = None,
    author: Uid | None = None,
) -> Uid:
    """Say how a key result stands: a value, a confidence from 1 to 10, and what happened."""
    result = ws.get(KeyResult, key_result)
    refuse_closed(ws, key_result)
    note = checks.prose(note)
    if value is None and confidence is None and not note:
        raise BadInput(msg("A check-in must have a value, a confidence or a note. Nothing was changed."))
    _check_confidence(confidence)
    entity = CheckIn(
        _timed_uid(ws),
        key_result=key_result,
        day=day or ws.today(),
        value=checks.finite(value),
        confidence=confidence,
        note=note,
        author=checks.existing(ws, Person, author),
    )
    with ws.transaction(msg("check in “{title}”", title=result.title)) as change:
        return change.add(entity)


def check_in_as(ws: Workspace, name: str, key_result: Uid, **said: Any) -> Uid:
    """Check in, signed by somebody who is added to the people if need be: one step of undo."""
    with ws.editing.together():
        author = people.ensure_person(ws, name) if name else None
        return check_in(ws, key_result, author=author, **said)


def _timed_uid(ws: Workspace) -> Uid:
    """A fresh uid that sorts by when it was made: of two check-ins on a day the later one is the latest."""
    return f"{int(ws.now().timestamp() * 1000):012x}{new_uid()[12:]}"


def edit_check_in(ws: Workspace, uid: Uid, **fields: Any) -> None:
    """Correct a check-in; its history stays in the log."""
    entry = ws.get(CheckIn, uid)
    refuse_closed(ws, entry.key_result)
    if fields.get("confidence", entry.confidence) != entry.confidence:
        _check_confidence(fields["confidence"])
    if "note" in fields:
        fields["note"] = checks.prose(fields["note"])
    checks.finite(fields.get("value"))
    result = ws.find(KeyResult, entry.key_result)
    with ws.transaction(msg("correct a check-in of “{title}”", title=result.title if result else "")) as change:
        change.set(CheckIn, uid, **fields)


def delete_check_in(ws: Workspace, uid: Uid) -> None:
    """Remove a check-in; undo brings it back."""
    entry = ws.get(CheckIn, uid)
    refuse_closed(ws, entry.key_result)
    result = ws.find(KeyResult, entry.key_result)
    with ws.transaction(msg("delete a check-in of “{title}”", title=result.title if result else "")) as change:
        change.delete(CheckIn, uid)


def _check_confidence(confidence: int | None) -> None:
    if not bounds.fits(CheckIn, "confidence", confidence) or confidence not in (None, *bounds.CONFIDENCE):
        raise BadInput(msg("Confidence is between 1 and 10. Nothing was changed."))
