"""The ideas of the store switched off one at a time, to see that the tests would notice."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from kpidesk.store.db import phrases
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, fold, history, merge_record, rewind, transaction, undo, writer
from kpidesk.store.log.writer import UNSEEN, Writer
from kpidesk.store.merge import steps, union
from kpidesk.store.merge.taken import Taken
from kpidesk.store.sync import shared_file

Patch = Callable[[pytest.MonkeyPatch], None]


def session_kept_across_copies(patch: pytest.MonkeyPatch) -> None:
    """Idea 2: a writer's id that is kept with the device and not made anew after each opening."""

    def enter(self: Writer) -> None:
        uid = f"{self.session.author:<8}"[:8].encode()
        found = self.database.execute("SELECT ord FROM session WHERE uid = ?", (uid,)).fetchone()
        if found is None:
            self.database.execute(
                "INSERT INTO session(uid, device, author, host, app, wall, tz) VALUES(?, '', '', '', '', 0, 0)", (uid,)
            )
        ord_ = self.database.one("SELECT ord FROM session WHERE uid = ?", (uid,))
        n = self.database.one("SELECT max(n) FROM txn WHERE session = ?", (ord_,)) or 0
        self.session.ord, self.session.uid, self.session.n = ord_, uid, n
        self.database.execute("INSERT OR REPLACE INTO local(key, val) VALUES(?, 1)", (f"session:{uid.hex()}",))

    patch.setattr(Writer, "_enter_session", enter)


def winner_by_arrival(patch: pytest.MonkeyPatch) -> None:
    """Idea 3: the newest arrival wins instead of the newest stamp."""
    patch.setattr(phrases, "oldest_first", lambda: (phrases.SignedTxn.ord, phrases.SignedTxn.uid))
    for name in ("WINNERS", "POSITIONS", "BURIALS"):
        patch.setattr(fold, name, Query(getattr(fold, name)._build))


def measurement_by_arrival(patch: pytest.MonkeyPatch) -> None:
    """Idea 3, for measurements."""
    patch.setattr(phrases, "newest_first", lambda: (phrases.SignedTxn.ord.desc(),))
    patch.setattr(steps, "MEASURED", tuple(Query(step._build) for step in steps.MEASURED))


def ties_by_ordinal(patch: pytest.MonkeyPatch) -> None:
    """Idea 3: a local edit does not get a stamp after everything it has seen."""
    begin = Writer.begin

    def stale(self: Writer) -> int:
        fresh = not self.ord
        ord_ = begin(self)
        if fresh:
            self.hlc = self.now_ms << 16
            self.database.execute("UPDATE txn SET hlc = ? WHERE ord = ?", (self.hlc, ord_))
        return ord_

    patch.setattr(Writer, "begin", stale)


def prev_is_what_is_there_now(patch: pytest.MonkeyPatch) -> None:
    """Idea 5: a form replaces whatever is there when it is saved."""
    write = Writer.write

    def forgetful(self: Writer, row: int, name: str, value: codec.Plain, _base: Any = UNSEEN) -> None:
        write(self, row, name, value)

    patch.setattr(Writer, "write", forgetful)


def no_acknowledgements(patch: pytest.MonkeyPatch) -> None:
    """Idea 5: a choice is not recorded, so the conflict comes back."""
    patch.setattr(Writer, "acknowledge", lambda self, row, cell, head: None)


def register_in_pieces(patch: pytest.MonkeyPatch) -> None:
    """Idea 6: only the parent of a position is kept, not its order."""
    split = codec.split_cell

    def halved(kind: Any, cell: codec.Cell, value: codec.Plain) -> list[codec.Plain]:
        parts = split(kind, cell, value)
        return [*parts[:1], "", *parts[2:]] if cell.name in codec.POSITION_NAMES else parts

    patch.setattr(codec, "split_cell", halved)


def delete_always_wins(patch: pytest.MonkeyPatch) -> None:
    """Idea 7: a delete buries what it has not seen."""
    patch.setattr(fold, "unseen", lambda *_: False)


def delete_never_wins(patch: pytest.MonkeyPatch) -> None:
    """Idea 7: a delete has seen nothing."""
    patch.setattr(writer, "version_vector", lambda *_: {"": 0})


def cycles_allowed(patch: pytest.MonkeyPatch) -> None:
    """Idea 8: the fold of the tree takes every move."""
    patch.setattr(fold.Tree, "closes_cycle", lambda *_: False)


def undo_past_the_guard(patch: pytest.MonkeyPatch) -> None:
    """Idea 8: undo, like any edit, must not close a cycle."""
    patch.setattr(Writer, "_refuse_cycle", lambda *_: None)


def moves_taken_singly(patch: pytest.MonkeyPatch) -> None:
    """Idea 8: the moves of one transaction are folded one by one."""

    def single(tree: fold.Tree, above: dict[int, int | None]) -> set[int]:
        return {row for row, parent in above.items() if tree.put_unless_cycle(row, parent)}

    patch.setattr(fold.Tree, "move", single)


def overwritten_measurements_dropped(patch: pytest.MonkeyPatch) -> None:
    """Idea 9: what a measurement replaces is not kept."""
    patch.setattr(Writer, "_keep", lambda _self, _row, _period, _former: None)


def superseded_not_united(patch: pytest.MonkeyPatch) -> None:
    """Idea 4: a merge takes only the other's current measurements, not those already overwritten."""
    patch.setattr(steps, "ENTRIES", tuple(step for step in steps.ENTRIES if step is not steps.FORMER_NUMBERS))


def undo_of_others_work(patch: pytest.MonkeyPatch) -> None:
    """Undo puts back cells that somebody has changed since."""
    winner = Writer.winner

    def mine(self: Writer, row: int, field: int, *until: int) -> tuple[int | None, Any]:
        asked = self.undo_of and "_revert_cell" in callers() and not until
        return (self.undo_of, None) if asked else winner(self, row, field, *until)

    patch.setattr(Writer, "winner", mine)


def undo_of_everybody(patch: pytest.MonkeyPatch) -> None:
    """Undo takes back the newest change, whoever made it."""
    stacks = history.stacks

    def any_of_them(database: Any, known: history.Stacks) -> history.Stacks:
        own = stacks(database, known)
        newest = database.one("SELECT ord FROM txn WHERE kind = 0 ORDER BY hlc DESC LIMIT 1")
        return history.Stacks((*own.undo, newest), own.redo) if own.undo else own

    patch.setattr(history, "stacks", any_of_them)


def merge_forgets_what_it_took(patch: pytest.MonkeyPatch) -> None:
    """Undoing a merge finds nothing that it took in."""
    patch.setattr(merge_record, "taken_by", lambda *_: set())


def measurements_kept_after_an_undone_merge(patch: pytest.MonkeyPatch) -> None:
    """Undoing a merge leaves the numbers that it brought."""
    patch.setattr(rewind, "_compare_measured", lambda *_: None)


def old_values_in_a_new_row(patch: pytest.MonkeyPatch) -> None:
    """A buried row that is added anew keeps fields of its former life."""
    stored = transaction.EntityCache.stored

    def fresh(self: Any, kind: Any, uid: str) -> Any:
        return None if "add" in callers() else stored(self, kind, uid)

    patch.setattr(transaction.EntityCache, "stored", fresh)


def file_not_pulled(patch: pytest.MonkeyPatch) -> None:
    """Section 4: the file is replaced without looking at what somebody has put there."""
    patch.setattr(shared_file.SharedFile, "pull", lambda self: Taken())


def life_not_refreshed(patch: pytest.MonkeyPatch) -> None:
    """A merge does not look again whether the rows it touched live."""
    patch.setattr(fold, "refresh_life", lambda *_: None)


def undo_on_buried_rows(patch: pytest.MonkeyPatch) -> None:
    """Undo writes to rows that are buried, and so brings them back unasked."""
    patch.setattr(undo, "_lives", lambda *_: True)


def undo_ignores_undo(patch: pytest.MonkeyPatch) -> None:
    """A second undo of the same cell takes the first for somebody's later change."""
    patch.setattr(undo, "origin", lambda _database, txn, _replaced: txn)


def undo_buries_before_it_puts_back(patch: pytest.MonkeyPatch) -> None:
    """Undoing that a buried row was added anew leaves its new fields."""
    patch.setattr(undo, "_turn", lambda name, _prev, _value: name not in codec.LIFE_NAMES)


def places_forgotten_on_going_back(patch: pytest.MonkeyPatch) -> None:
    """Going back leaves the nodes where they are."""
    patch.setattr(rewind, "_compare_places", lambda *_: None)


def rows_forgotten_on_going_back(patch: pytest.MonkeyPatch) -> None:
    """Going back neither buries nor revives."""
    patch.setattr(rewind, "_compare_lives", lambda *_: 0)


def digest_not_checked(patch: pytest.MonkeyPatch) -> None:
    """Idea 11: a changed value is merged although its transaction's digest does not match."""
    patch.setattr(union, "mismatches", lambda *_: iter(()))


def callers() -> set[str]:
    return {frame.f_code.co_name for frame, _line in traceback.walk_stack(sys._getframe())}
