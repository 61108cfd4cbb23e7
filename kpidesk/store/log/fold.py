"""From the log to the state: a pure function of the set of transactions.

Per cell the newest stamp wins. The tree is a fold of all positions in stamp order that skips any
which would close a cycle. A delete hides a row unless an operation outside what the delete had seen
touched it. Local edits keep the state in step by themselves; this module rebuilds it, whole or for
the rows that a merge touched.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from kpidesk.domain.entities import KINDS, NODES, Entity
from kpidesk.store.db import marks, schema
from kpidesk.store.db.database import Database
from kpidesk.store.db.picked import pick
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, state, vector
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.writer import parent_in

Winners = dict[int, dict[str, Any]]
"""For each row the value of each of its cells."""

TOUCHED = "touched_rows"
SKIPPED = "skipped_moves"
"""The mark of this machine under which stands which moves are left out, and up to which transaction."""

ROWS = Query(lambda t: t.Row.select(t.Row.ord, t.Row.tab))
UIDS = Query(lambda t: t.Row.select(t.Row.ord, t.Row.uid))


def _winners(t: Any, *, some: bool) -> Any:
    """The values of cells, the newest of each last; of every row nothing but the newest.

    To put a quarter of a million operations in order takes five times as long as to find the newest of each cell, and
    for a few rows all transactions need no places.
    """
    if some:
        every = t.signed_ops(t.Op.row, t.CellName.name, t.Op.val).order_by(*t.oldest_first())
        return every.where(t.among(t.Op.row, TOUCHED))
    newest = t.newest_ops().alias("newest")
    same = (t.Op.txn == newest.c.txn) & (t.Op.row == newest.c.row) & (t.Op.field == newest.c.field)
    cells = newest.select_from(t.Op.row, t.CellName.name, t.Op.val).join(t.Op, t.JOIN.CROSS)
    return cells.join(t.CellName, on=t.Op.field == t.CellName.ord).where(same)


def _burials(t: Any, *, some: bool) -> Any:
    """The life cells, the newest of each row last."""
    every = t.signed_ops_of(codec.LIFE_NAMES, t.Op.row, t.Op.val).order_by(*t.oldest_first())
    return every.where(t.among(t.Op.row, TOUCHED)) if some else every


def _unseen(t: Any, row: Any) -> Any:
    """For each session the last transaction that touched a row in another way than by its life."""
    lives = t.CellName.name.in_(sorted(codec.LIFE_NAMES))
    touching = t.ops(t.Op.txn).where(t.Op.row == row, ~lives) | t.numbers("txn", lambda of: of.input == row, once=True)
    txn = t.SignedTxn
    return txn.select(txn.uid, t.fn.MAX(txn.n)).where(txn.ord.in_(touching)).group_by(txn.uid)


WINNERS = Query(_winners)
POSITIONS = Query(
    lambda t: (
        t.signed_ops_of(codec.POSITION_NAMES, t.Op.txn, t.Op.row, t.Op.val)
        .join(t.Row, on=t.Op.row == t.Row.ord)
        .order_by(*t.oldest_first(), t.Row.uid)
    )
)
FROM_ELSEWHERE = Query(lambda t, end: t.SignedTxn.select(t.ONE).where(t.SignedTxn.ord > end, ~t.made_here()).limit(1))
BURIALS = Query(_burials)
UNSEEN = Query(_unseen)


def rebuild(database: Database, names: RowIds) -> None:
    """Make every state table anew from the log; the caller holds a transaction."""
    for kind in KINDS:
        database.make_state(kind)
    kinds = {row: KINDS[tab] for row, tab in ROWS.run(database) if tab < len(KINDS)}
    for kind in KINDS:
        rows = [row for row, its in kinds.items() if its is kind]
        state.ENTER.many(database, ((row,) for row in rows), kind=kind)
    names.forget()
    _store_cells(database, kinds, winners(database, None))
    refold_tree(database)
    refresh_life(database, names, None)
    marks.PUT_META.run(database, "state", schema.fingerprint())


def refresh(database: Database, names: RowIds, touched: set[int]) -> None:
    """Bring the state of the touched rows in step with the log."""
    kinds = {row: kind for row in touched if (kind := names.kind(row)) is not None}
    for kind in {*kinds.values()}:
        state.ENTER.many(database, ((row,) for row, its in kinds.items() if its is kind), kind=kind)
    _store_cells(database, kinds, winners(database, touched))
    if any(kind in NODES for kind in kinds.values()):
        refold_tree(database)
    refresh_life(database, names, touched)


def winners(database: Database, touched: set[int] | None) -> Winners:
    """The newest value of every cell, or of the touched rows' cells."""
    if touched is not None:
        pick(database, TOUCHED, touched)
    found: Winners = {}
    for row, name, value in WINNERS.run(database, some=touched is not None):
        found.setdefault(row, {})[name] = value
    return found


def _store_cells(database: Database, kinds: dict[int, type[Entity]], winners: Winners) -> None:
    rows: dict[type[Entity], list[list[Any]]] = {}
    for row, kind in kinds.items():
        rows.setdefault(kind, []).append([*_columns(kind, winners.get(row, {})), row])
    for kind, values in rows.items():
        cells = [cell for cell in codec.cells(kind) if cell.name not in codec.POSITION_NAMES]
        names = tuple(name for cell in cells for name in cell.fields)
        state.SET.many(database, values, kind=kind, names=names)


def _columns(kind: type[Entity], cells: dict[str, Any]) -> list[codec.Plain]:
    found: list[codec.Plain] = []
    for cell in codec.cells(kind):
        if cell.name in codec.POSITION_NAMES:
            continue
        written = cell.name in cells
        found += codec.split_cell(kind, cell, cells[cell.name]) if written else [None] * len(cell.fields)
    return found


def positions(database: Database, until: int | None = None) -> tuple[dict[int, Any], list[tuple[int, int]]]:
    """The tree by the log: each node's position, and the moves skipped as ``(txn, row)``.

    With ``until`` the tree as it stood right before that transaction.
    """
    uids = {uid.hex(): row for row, uid in UIDS.run(database)}
    tree = Tree()
    found: dict[int, Any] = {}
    skipped: list[tuple[int, int]] = []
    for txn, moves in itertools.groupby(POSITIONS.rows(database), key=lambda operation: operation[0]):
        if txn == until:
            break
        wanted = {row: value for _txn, row, value in moves}
        above = {row: uids.get(parent_in(value) or "") for row, value in wanted.items()}
        taken = tree.move(above)
        found |= {row: wanted[row] for row in taken}
        skipped += [(txn, row) for row in wanted if row not in taken]
    return found, skipped


def skipped(database: Database) -> set[tuple[int, int]]:
    """The moves that the tree leaves out, as ``(txn, row)``; the caller holds a transaction."""
    known = known_skipped(database)
    if known is None:
        known = set(positions(database)[1])
        _note_skipped(database, known)
    return known


def known_skipped(database: Database) -> set[tuple[int, int]] | None:
    """The same as far as it is noted; ``None`` where something from elsewhere has come in since.

    A move made here is the newest of all and never closes a circle, so that only what comes from elsewhere can have the
    tree leave a move out: they need not be looked for each time.
    """
    noted = marks.LOCAL.one(database, SKIPPED)
    if noted is None:
        return None
    end, moves = json.loads(noted)
    return None if FROM_ELSEWHERE.one(database, end) is not None else {(txn, row) for txn, row in moves}


def _note_skipped(database: Database, moves: Iterable[tuple[int, int]]) -> None:
    marks.PUT_LOCAL.run(database, SKIPPED, json.dumps([vector.last_ordinal(database), sorted(moves)]))


class Tree:
    """The parent of each node while positions are folded, and how many have it as theirs.

    A node without children can't close a circle, so that most moves need no walk up the tree.
    """

    def __init__(self) -> None:
        self._parents: dict[int, int | None] = {}
        self._children: Counter[int | None] = Counter()

    def move(self, above: dict[int, int | None]) -> set[int]:
        """Move the nodes of one transaction; give those that could be moved.

        They are taken together when together they leave a tree, as when a node changes places with the
        one above it. Else one by one, leaving out each that would close a cycle.
        """
        old = {row: self._parents[row] for row in above if row in self._parents}
        for row, parent in above.items():
            self._put(row, parent)
        if not any(self.closes_cycle(row, parent) for row, parent in above.items()):
            return set(above)
        for row in above:
            self._take_out(row)
        for row, parent in old.items():
            self._put(row, parent)
        return {row for row, parent in above.items() if self.put_unless_cycle(row, parent)}

    def put_unless_cycle(self, row: int, parent: int | None) -> bool:
        """Move one node; tell whether it could be moved."""
        if self.closes_cycle(row, parent):
            return False
        self._put(row, parent)
        return True

    def _put(self, row: int, parent: int | None) -> None:
        self._take_out(row)
        self._parents[row] = parent
        self._children[parent] += 1

    def _take_out(self, row: int) -> None:
        if row in self._parents:
            self._children[self._parents.pop(row)] -= 1

    def closes_cycle(self, row: int, parent: int | None) -> bool:
        """Tell whether a node under that parent would be above itself."""
        if parent == row:
            return True
        if not self._children[row]:
            return False
        seen = set()
        while parent is not None and parent not in seen:
            if parent == row:
                return True
            seen.add(parent)
            parent = self._parents.get(parent)
        return False


def refold_tree(database: Database) -> None:
    """Store the tree that the log yields, where it differs from the state."""
    found, left_out = positions(database)
    _note_skipped(database, left_out)
    for kind in NODES:
        cell = codec.cell_of(kind, "parent")
        current = {row: held for row, *held in state.HELD.run(database, kind=kind, names=cell.fields)}
        changes = []
        for row, old in current.items():
            new = codec.split_cell(kind, cell, found[row]) if row in found else [None, None]
            if new != old:
                changes.append([*new, row])
        state.SET.many(database, changes, kind=kind, names=cell.fields)


def refresh_life(database: Database, names: RowIds, touched: set[int] | None) -> None:
    """Decide for each (touched) row whether it lives."""
    verdicts: dict[type[Entity], list[tuple[int, int]]] = {}
    if touched is not None:
        pick(database, TOUCHED, touched)
    for row, dead in dict(BURIALS.rows(database, some=touched is not None)).items():
        kind = names.kind(row)
        if kind is not None:
            alive = int(not dead or unseen(database, row, dead))
            verdicts.setdefault(kind, []).append((alive, row))
    for kind, rows in verdicts.items():
        state.SET_ALIVE.many(database, rows, kind=kind)


def unseen(database: Database, row: int, burial: Any) -> bool:
    """Tell whether something touched a row that its delete had not seen."""
    seen = codec.read_life(burial)
    if seen is None:
        return False
    touching = UNSEEN.rows(database, row)
    return any(n > seen.get(uid.hex(), 0) for uid, n in touching)
