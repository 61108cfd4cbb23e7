"""Everything that the merge page shows, worked out beside the window on a temporary copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpidesk import format as fmt
from kpidesk.commands import notes
from kpidesk.domain.entities import Agreement, Department, Input, Kpi, Uid
from kpidesk.figures import Consequence, consequence
from kpidesk.figures.due_book import due_cells
from kpidesk.text import _, ngettext
from kpidesk.wording.changes import DASH, describe, name_of, named
from kpidesk.wording.fields import cells_word, kind_word, lower
from kpidesk.wording.history import listed, quoted
from kpidesk.wording.merges import MergeTeller, PersonLines, counts, first_name, total
from kpidesk.wording.restored import restored_words
from kpidesk.workspace import CellChange, Conflict, Head, MergeReport, Workspace

MOST_OUTCOMES = 7
MOST_NAMES = 4
LOOKED_THROUGH = 1000
"""So many of the newest changes, for a merge that was undone."""


@dataclass(frozen=True)
class Tile:
    """One side of a conflict as it reads: the value, who set it and when, and the note beside it."""

    head: Head
    value: str
    who: str
    newest: bool
    note: str = ""


@dataclass(frozen=True)
class ConflictRow:
    """A cell that both have changed: what it is, what it was before, and its sides."""

    conflict: Conflict
    title: str
    about: str
    before: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Outcome:
    """One figure, as it is and as it becomes."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What a merge would do. ``warnings`` are sentences; ``whose`` is the copy's last author's first name.

    ``undone`` is when what was merged from that person was undone again, told of a copy that brings nothing.
    """

    path: Path
    whose: str
    saved: str
    alike: str
    total: int
    counts: tuple[tuple[str, int], ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    people: tuple[PersonLines, ...] = ()
    warnings: tuple[str, ...] = ()
    undone: str = ""

    @property
    def by_itself(self) -> int:
        """How many changes need no choice."""
        return self.total - len(self.conflicts)


Choices = Mapping[object, Head]


class Reading:
    """The job of working out a preview: a copy, and what has been chosen so far."""

    def __init__(self, path: Path, choices: Choices) -> None:
        self._path, self._choices = path, dict(choices)

    def __call__(self, reader: Workspace) -> Preview:
        """Read the copy, merge it into a temporary one, and look at what has become of the figures."""
        with reader.merging.trying(self._path, self._choices) as (report, merged):  # type: ignore[arg-type]
            return preview_of(self._path, report, reader, merged)


def preview_of(path: Path, report: MergeReport, now: Workspace, merged: Workspace) -> Preview:
    """Put a report into words, beside the workspace as it is and as it becomes."""
    teller = MergeTeller(merged, report)
    who = first_name(report.last_author)
    saved = _("{name}, last saved {when}").format(
        name=report.last_author or _("Unknown"), when=teller.when(report.last_saved)
    )
    return Preview(
        path, who, saved, teller.when(report.base), total(report), tuple(counts(report)),
        tuple(_outcomes(report, now, merged)), tuple(conflict_rows(report.conflicts, merged, before=now)),
        teller.people(), tuple(_warnings(report, merged)),
        "" if total(report) else teller.when(_merge_undone(now, report.last_author)),
    )  # fmt: skip


def _merge_undone(ws: Workspace, author: str) -> dt.datetime | None:
    """When a merge of that person's changes was undone that has not been redone since; of the newest changes."""
    history = ws.history
    undone = history.taken_back()
    for entry in history.entries(LOOKED_THROUGH):
        if entry.undo_of in undone and entry.ref not in undone and author in history.merged_in(entry.undo_of).authors:
            return entry.when
    return None


# ---- conflicts ---------------------------------------------------------------------------------------


def conflict_rows(
    found: tuple[Conflict, ...] | list[Conflict], ws: Workspace, *, before: Workspace | None = None
) -> list[ConflictRow]:
    """Conflicts as rows with tiles, this file's side first."""
    teller = MergeTeller(ws, MergeReport())
    return [_row(conflict, ws, before, teller) for conflict in found]


def _row(conflict: Conflict, ws: Workspace, before: Workspace | None, teller: MergeTeller) -> ConflictRow:
    sides = conflict.fields
    tiles = []
    for place, head in enumerate(conflict.heads):
        values = [_value(ws, conflict, side.field, side.values[place]) for side in sides]
        who = " · ".join(part for part in (first_name(head.author), teller.when(head.when)) if part)
        tiles.append(Tile(head, " · ".join(values) or DASH, who, place == 0, _note(conflict, head, ws, before)))
    tiles = _in_columns(tiles)
    was = " · ".join(_value(ws, conflict, side.field, side.base) for side in sides) or DASH
    if conflict.period is not None:
        title = teller.number_name(CellChange(Input, conflict.uid, "", None, None, conflict.period))
        return ConflictRow(conflict, title, _about_number(ws, conflict.uid), was, tuple(tiles))
    title, about = name_of(ws, conflict.kind, conflict.uid), cells_word(conflict.kind, (each.field for each in sides))
    return ConflictRow(conflict, title, about, was, tuple(tiles))


def _in_columns(tiles: list[Tile]) -> list[Tile]:
    """This file's newest under its head, the other side's newest under theirs, and then whatever else there is."""
    found = (next((tile for tile in tiles if tile.head.theirs is side), None) for side in (False, True))
    first = [tile for tile in found if tile is not None]
    return [*first, *(tile for tile in tiles if tile not in first)]


def _value(ws: Workspace, conflict: Conflict, field: str, value: object) -> str:
    if isinstance(value, dt.date):
        return fmt.day_short(value, ws.today())
    change = CellChange(conflict.kind, conflict.uid, field, None, value, conflict.period)
    return describe(ws, change).after


def _about_number(ws: Workspace, uid: Uid) -> str:
    readers = [kpi for kpi in ws.all(Kpi) if any(source == uid for _name, source in kpi.inputs)]
    department = ws.find(Department, readers[0].department) if readers and readers[0].department else None
    number = lower(kind_word(Input))
    return f"{department.name} · {number}" if department is not None else kind_word(Input)


def _note(conflict: Conflict, head: Head, ws: Workspace, before: Workspace | None) -> str:
    """The note beside a number, on the side that wrote it."""
    if conflict.period is None or before is None:
        return ""
    ours = notes.note_on(before, conflict.uid, conflict.period)
    theirs = notes.note_on(ws, conflict.uid, conflict.period)
    if not head.theirs:
        return quoted(ours.text) if ours is not None else ""
    fresh = theirs is not None and (ours is None or ours.text != theirs.text)
    return quoted(theirs.text) if fresh and theirs is not None else ""


# ---- figures -----------------------------------------------------------------------------------------


def _outcomes(report: MergeReport, now: Workspace, merged: Workspace) -> list[Outcome]:
    today = now.today()
    missing = len(due_cells(now, today)), len(due_cells(merged, today))
    found = []
    if missing[0] != missing[1]:
        found.append(Outcome(_("Missing numbers"), fmt.number(missing[0]), fmt.number(missing[1])))
    found += _chosen(report, now, merged)
    followed = consequence(now, merged, report.changes)
    found += [*_kpis(followed), *_agreements(report, now, merged), *_goals(followed)]
    return list(dict.fromkeys(found))[:MOST_OUTCOMES]


def _chosen(report: MergeReport, now: Workspace, merged: Workspace) -> Iterator[Outcome]:
    """What the choices make of the cells themselves and of the figures, before all that follows anyway.

    A figure alone may tell of something else: the newest week that came with the copy, whatever is chosen for the one
    before it.
    """
    shifts = []
    for conflict, row in zip(report.conflicts, conflict_rows(report.conflicts, merged), strict=True):
        cells = [
            CellChange(conflict.kind, conflict.uid, side.field, None, None, conflict.period) for side in conflict.fields
        ]
        followed = consequence(now, merged, cells)
        told = [*_kpis(followed), *_goals(followed)]
        name = row.title if conflict.period is not None else f"{row.title}, {lower(row.about)}"
        if not (told and _is_newest(conflict, now) and _is_newest(conflict, merged)):
            yield from _of_cell(conflict, name, now, merged)
        shifts += told
    yield from shifts


def _is_newest(conflict: Conflict, ws: Workspace) -> bool:
    """Tell whether it is about the newest number, which the figures tell of."""
    return conflict.period is not None and conflict.period == max(ws.series(conflict.uid), default=None)


def _of_cell(conflict: Conflict, title: str, now: Workspace, merged: Workspace) -> Iterator[Outcome]:
    before, after = (" · ".join(_held(ws, conflict)) or DASH for ws in (now, merged))
    if before != after:
        yield Outcome(title, before, after)


def _held(ws: Workspace, conflict: Conflict) -> list[str]:
    """What a contested cell holds, as its tiles tell it."""
    if conflict.period is not None:
        return [_value(ws, conflict, "", ws.series(conflict.uid).get(conflict.period))]
    row = None if conflict.kind is None else ws.find(conflict.kind, conflict.uid)
    return (
        [] if row is None else [_value(ws, conflict, each.field, getattr(row, each.field)) for each in conflict.fields]
    )


def _kpis(followed: Consequence) -> Iterator[Outcome]:
    for shift in followed.kpis:
        before, after = (_figure(shift.kpi, value) for value in (shift.before, shift.after))
        if before != after:
            yield Outcome(shift.kpi.short_name or shift.kpi.name, before, after)


def _goals(followed: Consequence) -> Iterator[Outcome]:
    for goal in followed.goals:
        before, after = _percent(goal.score_before), _percent(goal.score_after)
        if before != after:
            yield Outcome(goal.title, before, after)


def _figure(kpi: Kpi, value: float | None) -> str:
    return DASH if value is None else fmt.with_unit(value, kpi.unit, kpi.decimals)


def _percent(score: float | None) -> str:
    return DASH if score is None else fmt.percent(score)


def _agreements(report: MergeReport, now: Workspace, merged: Workspace) -> list[Outcome]:
    rows = [merged.find(Agreement, change.uid) for change in report.changes if change.kind is Agreement]
    found = []
    for about in dict.fromkeys(row.about for row in rows if row is not None and row.about):
        before, after = _agreed(now, about), _agreed(merged, about)
        if before != after:
            found.append(Outcome(_("Agree on {name}").format(name=named(merged, about)), before, after))
    return found


def _agreed(ws: Workspace, about: Uid) -> str:
    answers = [each.agreed for each in ws.all(Agreement) if each.about == about]
    return _("{n} of {of}").format(n=sum(answer is True for answer in answers), of=len(answers))


# ---- warnings ----------------------------------------------------------------------------------------


def _warnings(report: MergeReport, merged: Workspace) -> list[str]:
    found = [restored_words(each, merged.author, merged.today()) for each in report.restores]
    if report.revived:
        names = _names([name_of(merged, kind, uid) for kind, uid in report.revived])
        found.append(_("Deleted here or there, but changed on the other side, and therefore kept: {names}.").format(
            names=names
        ))  # fmt: skip
    if report.skipped_moves:
        names = _names([named(merged, uid) for uid in report.skipped_moves])
        found.append(
            _("Moves that would put goals inside each other are left out: {names}. Move them again if needed.").format(
                names=names
            )
        )
    if report.same_names:
        names = _names([each.name for each in report.same_names])
        found.append(
            _("Created on both sides with the same name, and both kept: {names}. Delete or rename one of them.").format(
                names=names
            )
        )
    if report.clock_ahead is not None:
        ahead = clock_words(report.clock_ahead.total_seconds())
        found.append(_("The other machine’s clock is {ahead} ahead. The merge is right all the same.").format(
            ahead=ahead
        ))  # fmt: skip
    return found


def _names(names: list[str]) -> str:
    known = [quoted(name) for name in dict.fromkeys(names) if name]
    if len(known) > MOST_NAMES:
        rest = len(known) - MOST_NAMES
        return listed([*known[:MOST_NAMES], _("{n} more").format(n=rest)])
    return listed(known)


def clock_words(seconds: float) -> str:
    """By how much a clock is wrong, in the largest unit that says it."""
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    days = round(hours / 24)
    return ngettext("{n} day", "{n} days", days).format(n=days)
