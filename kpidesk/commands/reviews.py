"""The review of a cycle: reflections, decisions, and scores set by hand."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from typing import Any

from kpidesk.commands import checks
from kpidesk.commands.cycles import living, refuse_closed
from kpidesk.domain.entities import KeyResult, Kpi, Person, ReviewNote, Section, Uid
from kpidesk.errors import BadInput
from kpidesk.records import record
from kpidesk.text import Message, msg
from kpidesk.workspace import Workspace, new_uid


@record(frozen=True)
class Decision:
    """What is decided in a weekly round: who does it by when, ``about`` a KPI or a goal."""

    text: str
    owner: Uid | None = None
    due: dt.date | None = None
    about: Uid | None = None


def add_note(
    ws: Workspace, cycle: Uid, section: Section, text: str, *, owner: Uid | None = None, due: dt.date | None = None
) -> Uid:
    """Add one line to a part of the review."""
    return _add(ws, ReviewNote(new_uid(), cycle, section, text, owner, due), msg("add a line to the review"))


def decide(ws: Workspace, cycle: Uid, decision: Decision) -> Uid:
    """Add a decision of the weekly round to a cycle."""
    if ws.find_node(decision.about) is None:
        checks.existing(ws, Kpi, decision.about)
    made = ReviewNote(new_uid(), cycle, Section.DECISION, decision.text, decision.owner, decision.due)
    made = replace(made, about=decision.about, decided_on=ws.today())
    return _add(ws, made, msg("decide in the weekly round"))


def _add(ws: Workspace, note: ReviewNote, label: Message) -> Uid:
    """Put a line at the end of its part of the review."""
    text, cycle = checks.prose(note.text), note.cycle or ""
    if not text:
        raise BadInput(msg("Write a sentence first. Nothing was changed."))
    refuse_closed(ws, cycle)
    living(ws, cycle)
    checks.existing(ws, Person, note.owner)
    notes = notes_of(ws, cycle, note.section)
    with ws.transaction(label) as change:
        order = change.order_between(notes[-1].order if notes else None, None)
        return change.add(replace(note, text=text, order=order))


def follow_up(ws: Workspace, uid: Uid, done: bool) -> None:
    """Say whether a decision was carried out; it is not asked about again. A closed cycle bears the answer."""
    ws.get(ReviewNote, uid)
    with ws.transaction(msg("say whether a decision was carried out")) as change:
        change.set(ReviewNote, uid, done=done, answered_on=ws.today())


def notes_of(ws: Workspace, cycle: Uid, section: Section) -> list[ReviewNote]:
    """The lines of one part of a review, in order."""
    return [note for note in ws.all(ReviewNote) if note.cycle == cycle and note.section is section]


def edit_note(ws: Workspace, uid: Uid, **fields: Any) -> None:
    """Change a line of the review; an emptied line is deleted. A decision is ticked even when all else is closed."""
    note = ws.get(ReviewNote, uid)
    if set(fields) - {"done"}:
        refuse_closed(ws, note.cycle)
    if "text" in fields:
        fields["text"] = checks.prose(fields["text"])
        if not fields["text"]:
            delete_note(ws, uid)
            return
    checks.existing(ws, Person, fields.get("owner"))
    with ws.transaction(msg("change a line of the review")) as change:
        change.set(ReviewNote, uid, **fields)


def delete_note(ws: Workspace, uid: Uid) -> None:
    """Remove a line of the review."""
    refuse_closed(ws, ws.get(ReviewNote, uid).cycle)
    with ws.transaction(msg("delete a line of the review")) as change:
        change.delete(ReviewNote, uid)


def set_sentence(ws: Workspace, cycle: Uid, text: str, *, about: Uid | None = None) -> None:
    """Write the review's summary, or the sentence under the KPI ``about``; an empty one goes back to the proposal."""
    text = checks.prose(text)
    refuse_closed(ws, cycle)
    living(ws, cycle)
    checks.existing(ws, Kpi, about)
    section = Section.SUMMARY if about is None else Section.KPI
    old = [note for note in notes_of(ws, cycle, section) if note.about == about]
    if not text and not old:
        return
    with ws.transaction(msg("write a sentence of the review")) as change:
        for note in old[1:] if text else old:
            change.delete(ReviewNote, note.uid)
        if text and old:
            change.set(ReviewNote, old[0].uid, text=text)
        elif text:
            order = change.order_between(None, None)
            change.add(ReviewNote(new_uid(), cycle, section, text, order=order, about=about))


def set_grade(ws: Workspace, key_result: Uid, grade: float | None, reason: str = "") -> None:
    """Set a score by hand, from 0 to 1, with a reason; ``None`` goes back to the computed one."""
    result = ws.get(KeyResult, key_result)
    refuse_closed(ws, key_result)
    if grade is not None and not (math.isfinite(grade) and 0 <= grade <= 1):
        raise BadInput(msg("A score is between 0.0 and 1.0. Nothing was changed."))
    with ws.transaction(msg("score “{title}”", title=result.title)) as change:
        change.set(KeyResult, key_result, grade=grade, grade_reason=checks.prose(reason) if grade is not None else "")
