"""Undo and redo, and taking back one change or one merge: each is a change of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kpidesk.errors import RuleBroken, StorageFault
from kpidesk.records import record
from kpidesk.store.db import schema
from kpidesk.store.db.database import fault_sentence
from kpidesk.store.log import codec, conflicts, history, merge_record, rewind
from kpidesk.store.log.history import Stacks
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.domain.entities import Uid
    from kpidesk.domain.period import Period
    from kpidesk.store.db.database import Database
    from kpidesk.store.log.changes import Changes
    from kpidesk.store.log.history import CellChange
    from kpidesk.text import Message
    from kpidesk.workspace.editing import Editing
    from kpidesk.workspace.open_file import OpenFile

LISTED = 20
SOON = 200
"""So many cells are put back in a moment."""


@record(frozen=True)
class Reverted:
    """What undo or redo took back; ``skipped`` cells had been changed by somebody else since.

    ``left`` names some of those: a row and one of its fields, or an input and a period, as
    ``History.of`` takes them.
    """

    label: Message
    done: int
    skipped: int
    left: tuple[tuple[Uid, str | Period], ...] = ()


@record(frozen=True)
class Plan:
    """How to go back, worked out while the log ended at ``stand``."""

    never: set[int]
    difference: rewind.Difference
    stand: tuple[int, int]


class KnownStacks:
    """What can be undone and redone, kept: after a change only what this copy has made since is read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known, self._behind = Stacks(), True

    def take(self, _changes: Changes) -> None:
        """Something has been made."""
        self._behind = True

    def read(self) -> Stacks:
        """The stacks as they are now."""
        if self._behind:
            self._known, self._behind = history.stacks(self._database, self._known), False
        return self._known


class Undoing:
    """What can be taken back in one open file."""

    def __init__(self, file: OpenFile, editing: Editing) -> None:
        self._file, self._editing = file, editing

    @property
    def label(self) -> Message | None:
        """What undo would take back, or ``None``."""
        stack = self._read_stacks().undo
        return self.label_of(stack[-1]) if stack else None

    @property
    def undoable(self) -> tuple[int, ...]:
        """The refs of what undo would take back, one after the other, the next one last."""
        return self._read_stacks().undo

    @property
    def redoable(self) -> tuple[int, ...]:
        """The refs of the undos that redo would do again, the next one last."""
        return self._read_stacks().redo

    @property
    def redo_label(self) -> Message | None:
        """What redo would do again, or ``None``."""
        stack = self._read_stacks().redo
        return self.label_of(stack[-1]) if stack else None

    def undo(self, *, ref: int | None = None) -> Reverted | None:
        """Take back the newest change made on this copy that still stands, or just the one that ``ref`` names.

        ``None``: there is nothing to take back, or that one has been taken back already.
        """
        return self._step(self._read_stacks().undo, schema.UNDO, ref)

    def redo(self, *, ref: int | None = None) -> Reverted | None:
        """Do again what undo took back last, or just what the undo ``ref`` took back."""
        return self._step(self._read_stacks().redo, schema.REDO, ref)

    def newest_undoes(self) -> int | None:
        """The ref of what the newest transaction of all took back; ``None`` where it took nothing back."""
        return history.newest_undoes(self._file.database)

    def takes_long(self, ref: int) -> bool:
        """Tell whether a change is one that can't be taken back in a moment: that is better done by a handle beside."""
        known = self._file.made.of(ref)
        return history.is_large(self._file.database, ref, SOON, None if known is None else len(known))

    def _step(self, stack: tuple[int, ...], kind: int, ref: int | None) -> Reverted | None:
        wanted = stack[-1] if ref is None and stack else ref
        return self._revert(wanted, kind) if wanted in stack else None

    def _revert_one(self, ref: int) -> Reverted:
        """Not the change that founded the file."""
        if history.kind_of(self._file.database, ref) == schema.FOUND:
            raise RuleBroken(msg("This is how the file began, so it can’t be undone. Nothing was changed."))
        return self._revert(ref, schema.EDIT)

    def undo_merge(self, ref: int) -> Reverted:
        """Take back everything that a merge took in, as one change; what was done since stays."""
        return self._revert(ref, schema.UNDO)

    def _revert(self, ref: int, kind: int) -> Reverted:
        label = self.label_of(ref)
        if history.kind_of(self._file.database, ref) == schema.MERGE:
            return self.go_back(merge_record.undoing(self._file.database, ref), label, kind, ref)
        with self._editing.transaction(label, kind=kind) as change:
            outcome = change.revert(ref, self._file.made.of(ref))
        return Reverted(label, outcome.done, outcome.skipped, tuple(self._named(outcome.left[:LISTED])))

    def bring_back(self, ref: int, cells: Iterable[CellChange], label: Message) -> Reverted:
        """Write again what an earlier change replaced in some of its cells, as a change of its own.

        A cell that somebody has changed since is left alone.
        """
        numbers, fields, names = [], set(), self._file.names
        for cell in cells:
            row = names.row(cell.uid)
            if row is not None and cell.period is not None:
                numbers.append((row, cell.period.code()))
            elif row is not None and cell.kind is not None:
                life = cell.field == codec.LIFE
                fields.add((row, codec.life_of(cell.kind) if life else codec.cell_of(cell.kind, cell.field).name))
        with self._editing.transaction(label) as change:
            outcome = change.revert(ref, numbers, fields)
        return Reverted(label, outcome.done, outcome.skipped, tuple(self._named(outcome.left[:LISTED])))

    def _named(self, left: list[tuple[int, str | int]]) -> Iterator[tuple[Uid, str | Period]]:
        for row, what in left:
            uid, known = self._file.names.uid(row), codec.cells_by_name().get(str(what))
            if isinstance(what, int):
                period = history.period_of(what)
                if period is not None:
                    yield uid, period
            elif known is not None or what in codec.LIFE_NAMES:
                yield uid, known[1].fields[0] if known else codec.LIFE

    def go_back(
        self, never: set[int], label: Message, kind: int, ref: int | None = None,
        difference: rewind.Difference | None = None,
    ) -> Reverted:  # fmt: skip
        """Write what leads to the state without the transactions ``never``; ``difference`` may be known already."""
        if self._file.read_only:
            raise self._file.refusal
        self._file.notice_others()
        stand = self._file.stand()
        if difference is None:
            difference = rewind.difference(self._file.database, self._file.names, self._file.home.working_copies, never)
        with self._editing.transaction(label, kind=kind) as change:
            if self._file.stand() != stand:
                raise StorageFault(fault_sentence("locked") or label)
            refused = change.go_back(difference, ref)
            for conflict in conflicts.conflicts(self._file.database, self._file.names, never):
                if ref is not None and any(head.theirs for head in conflict.heads):
                    change.acknowledge(conflict)
        return Reverted(label, difference.size - refused, difference.kept + refused)

    def label_of(self, ref: int) -> Message:
        """What a change is called; an undo, by what it took back."""
        return history.label_of(self._file.database, ref)

    def _read_stacks(self) -> Stacks:
        return self._file.keeping.of(KnownStacks, lambda: KnownStacks(self._file.database)).read()

    def plan_undoing(self, ref: int) -> Plan:
        """How to take a merge back, worked out ahead of ``revert``; a handle of another thread will do."""
        stand, never = self._file.stand(), merge_record.undoing(self._file.database, ref)
        return Plan(
            never,
            rewind.difference(self._file.database, self._file.names, self._file.home.working_copies, never),
            stand,
        )

    def revert(self, ref: int, *, plan: Plan | None = None) -> Reverted:
        """Take back just one earlier change, as a change of its own; a ``plan`` is used while it holds."""
        self._file.notice_others()
        if plan is None or plan.stand != self._file.stand():
            return self._revert_one(ref)
        label = self.label_of(ref)
        return self.go_back(plan.never, label, schema.EDIT, ref, difference=plan.difference)
