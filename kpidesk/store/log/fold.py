"""From the log to the state: a pure function of the set of transactions.

Per cell the newest stamp wins. The tree is a fold of all positions in stamp order that skips any
which would close a cycle. A delete hides a row unless an operation outside what the delete had seen
touched it. Local edits keep the state in step by themselves; this module rebuilds it, whole or for
the rows that a merge touched.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from typing import Any

from kpidesk.domain.entities import KINDS, NODES, Entity
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.writer import parent_in

Winners = dict[int, dict[str, Any]]
"""For each row the value of each of its cells."""

LIFE_LIST = ", ".join(f"'{name}'" for name in sorted(codec.LIFE_NAMES))
STAMPED = "JOIN txn t ON t.ord = o.txn JOIN session s ON s.ord = t.session"
BY_STAMP = "ORDER BY t.hlc, s.uid"


def rebuild(database: Database, names: RowIds) -> None:
    """Make every state table anew from the log; the caller holds a transaction."""
    for kind in KINDS:
        database.run(f"DROP TABLE IF EXISTS {schema.state_table(kind)}")
    for statement in schema.statements(schema.state):
        database.run(statement)
    kinds = {row: KINDS[tab] for row, tab in database.run("SELECT ord, tab FROM row") if tab < len(KINDS)}
    for kind in KINDS:
        rows = [row for row, its in kinds.items() if its is kind]
        database.run_many(f"INSERT INTO {schema.state_table(kind)}(row, alive) VALUES(?, 0)", ((row,) for row in rows))
    names.forget()
    _store_cells(database, kinds, winners(database, None))
    refold_tree(database)
    refresh_life(database, names, None)
    database.run("INSERT OR REPLACE INTO meta(key, val) VALUES('state', ?)", (schema.fingerprint(),))


def refresh(database: Database, names: RowIds, touched: set[int]) -> None:
    """Bring the state of the touched rows in step with the log."""
    kinds: dict[int, type[Entity]] = {}
    for row in touched:
        kind = names.kind(row)
        if kind is not None:
            kinds[row] = kind
            database.run(f"INSERT OR IGNORE INTO {schema.state_table(kind)}(row, alive) VALUES(?, 0)", (row,))
    _store_cells(database, kinds, winners(database, touched))
    if any(kind in NODES for kind in kinds.values()):
        refold_tree(database)
    refresh_life(database, names, touched)


def winners(database: Database, touched: set[int] | None) -> Winners:
    """The newest value of every cell, or of the touched rows' cells."""
    where = ""
    if touched is not None:
        _fill_touched(database, touched)
        where = "WHERE o.row IN (SELECT row FROM temp.touched_rows)"
    found: Winners = {}
    query = f"SELECT o.row, f.name, o.val FROM op o JOIN field f ON f.ord = o.field {STAMPED} {where} {BY_STAMP}"
    for row, name, value in database.run(query):
        found.setdefault(row, {})[name] = value
    return found


def _fill_touched(database: Database, touched: Iterable[int]) -> None:
    database.run("CREATE TEMP TABLE IF NOT EXISTS touched_rows(row INTEGER PRIMARY KEY)")
    database.run("DELETE FROM temp.touched_rows")
    database.run_many("INSERT INTO temp.touched_rows(row) VALUES(?)", ((row,) for row in touched))


def _store_cells(database: Database, kinds: dict[int, type[Entity]], winners: Winners) -> None:
    rows: dict[type[Entity], list[list[Any]]] = {}
    for row, kind in kinds.items():
        rows.setdefault(kind, []).append([*_columns(kind, winners.get(row, {})), row])
    for kind, values in rows.items():
        names = [name for cell in codec.cells(kind) if cell.name not in codec.POSITION_NAMES for name in cell.fields]
        assignments = ", ".join(f"f_{name} = ?" for name in names)
        database.run_many(f"UPDATE {schema.state_table(kind)} SET {assignments} WHERE row = ?", values)


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
    uids = {uid.hex(): row for row, uid in database.run("SELECT ord, uid FROM row")}
    marks = ", ".join("?" for _ in codec.POSITION_NAMES)
    query = (
        f"SELECT o.txn, o.row, o.val FROM op o JOIN field f ON f.ord = o.field {STAMPED} JOIN row r ON r.ord = o.row"
        f" WHERE f.name IN ({marks}) {BY_STAMP}, r.uid"
    )
    tree = Tree()
    found: dict[int, Any] = {}
    skipped: list[tuple[int, int]] = []
    operations = database.run(query, sorted(codec.POSITION_NAMES)).fetchall()
    for txn, moves in itertools.groupby(operations, key=lambda operation: operation[0]):
        if txn == until:
            break
        wanted = {row: value for _txn, row, value in moves}
        above = {row: uids.get(parent_in(value) or "") for row, value in wanted.items()}
        taken = tree.move(above)
        found |= {row: wanted[row] for row in taken}
        skipped += [(txn, row) for row in wanted if row not in taken]
    return found, skipped


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
    found, _skipped = positions(database)
    for kind in NODES:
        table = schema.state_table(kind)
        cell = codec.cell_of(kind, "parent")
        current = {
            row: [parent, order] for row, parent, order in database.run(f"SELECT row, f_parent, f_order FROM {table}")
        }
        changes = []
        for row, old in current.items():
            new = codec.split_cell(kind, cell, found[row]) if row in found else [None, None]
            if new != old:
                changes.append([*new, row])
        database.run_many(f"UPDATE {table} SET f_parent = ?, f_order = ? WHERE row = ?", changes)


def refresh_life(database: Database, names: RowIds, touched: set[int] | None) -> None:
    """Decide for each (touched) row whether it lives."""
    verdicts: dict[type[Entity], list[tuple[int, int]]] = {}
    for row, dead in _burials(database, touched):
        kind = names.kind(row)
        if kind is not None:
            alive = int(not dead or unseen(database, row, dead))
            verdicts.setdefault(kind, []).append((alive, row))
    for kind, rows in verdicts.items():
        database.run_many(f"UPDATE {schema.state_table(kind)} SET alive = ? WHERE row = ?", rows)


def _burials(database: Database, touched: set[int] | None) -> list[tuple[int, Any]]:
    """The newest life cell of each (touched) row."""
    marks = ", ".join("?" for _ in codec.LIFE_NAMES)
    where = "" if touched is None else "AND o.row IN (SELECT row FROM temp.touched_rows)"
    if touched is not None:
        _fill_touched(database, touched)
    query = (
        f"SELECT o.row, o.val FROM op o JOIN field f ON f.ord = o.field {STAMPED}"
        f" WHERE f.name IN ({marks}) {where} {BY_STAMP}"
    )
    return list(dict(database.run(query, sorted(codec.LIFE_NAMES)).fetchall()).items())


def unseen(database: Database, row: int, burial: Any) -> bool:
    """Tell whether something touched a row that its delete had not seen."""
    seen = codec.read_life(burial)
    if seen is None:
        return False
    query = f"""SELECT s.uid, max(t.n) FROM txn t JOIN session s ON s.ord = t.session WHERE t.ord IN
      (SELECT o.txn FROM op o JOIN field f ON f.ord = o.field WHERE o.row = :row AND f.name NOT IN ({LIFE_LIST})
       UNION SELECT txn FROM meas WHERE input = :row UNION SELECT txn FROM meas_old WHERE input = :row)
      GROUP BY s.uid"""
    touching = database.run(query, {"row": row})  # type: ignore[arg-type]
    return any(n > seen.get(uid.hex(), 0) for uid, n in touching.fetchall())
