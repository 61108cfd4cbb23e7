"""Notes on the periods of a KPI or an input: what explains a number, what was done, and whether it helped.

A row may hold no text: it then only confirms an unusual number (``Annotation.confirmed``), is no note, and
outlives any note written beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.commands import checks
from kpidesk.domain.entities import Annotation, Input, Kpi, Uid, Verdict
from kpidesk.domain.period import BadPeriod, Period
from kpidesk.errors import RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Workspace, library_uid, new_uid


def annotate(
    ws: Workspace, about: Uid, period: Period, text: str, *, action: bool | None = None, helped: Verdict | None = None
) -> None:
    """Write a note on one period of a KPI or an input; an empty text takes the note away.

    ``action`` says that this is something that was done, ``helped`` whether it did any good; what is
    ``None`` stays as it was. What is no action has not helped either.
    """
    text = checks.prose(text)
    if ws.find(Input, about) is None:
        ws.get(Kpi, about)  # nobody would find a note on what has been deleted meanwhile
    row = _row_on(ws, about, period)
    if row is None and not text:
        return
    done = bool(row and row.action) if action is None else action
    verdict = (helped or (row.helped if row else None)) if done else None
    with ws.transaction(msg("write a note")) as change:
        if row is None:
            checks.own_period(ws, period)
            change.add(Annotation(_uid_of(ws, about, period), about, period.code(), text, done, verdict))
        elif text:
            change.set(Annotation, row.uid, text=text, action=done, helped=verdict)
        elif row.confirmed is not None:
            change.set(Annotation, row.uid, text="", action=False, helped=None)
        else:
            change.delete(Annotation, row.uid)


def _uid_of(ws: Workspace, about: Uid, period: Period) -> Uid:
    """The same for everybody, so that two colleagues who write on one period at once have a conflict, not two notes
    of which one is out of sight."""
    uid = library_uid(f"note {about} {period.code()}")
    return uid if ws.find(Annotation, uid) is None else new_uid()


def judge(ws: Workspace, uid: Uid, helped: Verdict | None) -> None:
    """Say whether something that was done helped."""
    note = ws.get(Annotation, uid)
    if not note.action:
        raise RuleBroken(msg("The note isn’t marked as something you did. Nothing was changed."))
    with ws.transaction(msg("say whether it helped")) as change:
        change.set(Annotation, uid, helped=helped)


def note_on(ws: Workspace, about: Uid, period: Period) -> Annotation | None:
    """The note on one period of a KPI or an input."""
    row = _row_on(ws, about, period)
    return row if row is not None and row.text else None


def notes_about(ws: Workspace, about: Iterable[Uid]) -> dict[Period, tuple[Annotation, ...]]:
    """Every note on any of some KPIs and inputs, by period."""
    wanted, found = set(about), dict[Period, tuple[Annotation, ...]]()
    for note in ws.all(Annotation):
        if note.about in wanted and note.text:
            try:
                period = Period.from_code(note.period)
            except BadPeriod:  # written by somebody else's program
                continue
            found[period] = (*found.get(period, ()), note)
    return found


def notes_of(ws: Workspace, kpi: Kpi) -> dict[Period, tuple[Annotation, ...]]:
    """The notes on a KPI and on what it is calculated from, by period; its own come first."""
    found = notes_about(ws, (kpi.uid, *(source for _name, source in kpi.inputs)))
    return {period: tuple(sorted(notes, key=lambda n: n.about != kpi.uid)) for period, notes in found.items()}


def _row_on(ws: Workspace, about: Uid, period: Period) -> Annotation | None:
    """The row that holds the note, or could: one with a text before one without."""
    rows = [row for row in ws.all(Annotation) if row.about == about and row.period == period.code()]
    return next((row for row in rows if row.text), rows[0] if rows else None)
