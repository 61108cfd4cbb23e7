"""Writing one transaction: the log's entries and the state they yield, together.

Every operation records ``prev``, the transaction whose value it replaces (store/README: What was replaced). A
caller that showed a form for a while passes the transaction seen then as ``base``, so that a change
which came in between shows as a conflict instead of being overwritten unseen.
"""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kpidesk.domain import bounds
from kpidesk.domain.entities import KINDS, NODES, Entity, Mark, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec
from kpidesk.store.log.digest import Content, Ref, digest
from kpidesk.store.log.row_ids import RowIds
from kpidesk.text import msg

UNSEEN = object()
"""No base given: the change replaces whatever is there now."""

NEWER = """t.hlc DESC, s.uid DESC"""
NEWEST = 2**63 - 1
"""No transaction has a higher local number."""


@dataclass
class WriterSession:
    """One writer between opening and closing a file; a fresh random id each time (store/README: Fresh sessions)."""

    device: str
    author: str
    host: str
    app: str
    ord: int = 0
    uid: bytes = b""
    n: int = 0

    @property
    def who(self) -> tuple[str, str, str, str]:
        """Author, device, host and program, as they are stored."""
        return codec.storable(self.author), codec.storable(self.device), codec.storable(self.host), self.app


@dataclass(frozen=True)
class Heading:
    """What a transaction is called, of which kind it is, and when it was made: milliseconds since 1970."""

    label: str
    kind: int
    now_ms: int


class Writer:
    """The open transaction of one session."""

    def __init__(self, database: Database, names: RowIds, session: WriterSession, heading: Heading) -> None:
        self.database, self.names, self.session = database, names, session
        self.now_ms, self.kind, self.label = heading.now_ms, heading.kind, codec.storable(heading.label)
        self.undo_of: int | None = None
        self.ord = 0
        self.ops: dict[tuple[int, int], None] = {}
        self.measured: dict[int, dict[int, tuple[Any, int | None]]] = {}
        self.acks: list[tuple[int, int, int]] = []

    # ---- the frame -----------------------------------------------------------------------------

    @property
    def empty(self) -> bool:
        """Tell whether nothing has been written; an undo counts even when it could put nothing back."""
        return self.undo_of is None and not (self.ops or self.measured or self.acks)

    def begin(self) -> int:
        """Enter the transaction, and the session with its first one; give the ordinal."""
        if self.ord:
            return self.ord
        if not self.session.ord:
            self._enter_session()
        last = self.database.one("SELECT max(hlc) FROM txn") or 0
        self.hlc = max(self.now_ms << 16, last + 1)
        cursor = self.database.run(
            "INSERT INTO txn(session, n, hlc, wall, kind, label, undo_of, sum) VALUES(?, ?, ?, ?, ?, ?, ?, x'')",
            (self.session.ord, self.session.n + 1, self.hlc, self.now_ms, self.kind, self.label, self.undo_of),
        )
        assert cursor.lastrowid is not None
        self.ord = cursor.lastrowid
        return self.ord

    def rename(self, label: str) -> None:
        """Give the transaction another name, also when something has been written already."""
        self.label = codec.storable(label)
        if self.ord:
            self.database.run("UPDATE txn SET label = ? WHERE ord = ?", (self.label, self.ord))

    def _enter_session(self) -> None:
        uid = secrets.token_bytes(8)
        session = self.session
        author, device, host, app = session.who
        cursor = self.database.run(
            "INSERT INTO session(uid, device, author, host, app, wall, tz) VALUES(?, ?, ?, ?, ?, ?, 0)",
            (uid, device, author, host, app, self.now_ms),
        )
        assert cursor.lastrowid is not None
        session.ord, session.uid, session.n = cursor.lastrowid, uid, 0
        self.database.run("INSERT INTO local(key, val) VALUES(?, 1)", (f"session:{uid.hex()}",))

    def finish(self) -> None:
        """Seal the transaction with its digest; the caller commits."""
        value = digest(self.content())
        self.database.run("UPDATE txn SET sum = ? WHERE ord = ?", (value, self.ord))
        self.session.n += 1

    def content(self) -> Content:
        """What was written, in terms that travel."""
        refs = Refs(self.database)
        session = self.session
        content = Content(
            session.uid.hex(), session.n + 1, self.hlc, self.now_ms, self.kind, self.label, session.who,
            refs.of(self.undo_of),
        )  # fmt: skip
        rows = self.database.run(
            "SELECT o.row, f.name, o.val, o.prev FROM op o JOIN field f ON f.ord = o.field WHERE o.txn = ?", (self.ord,)
        )
        for row, name, value, prev in rows.fetchall():
            uid = self.names.uid(row)
            content.ops.append((uid, self.names.kinds[row], name, value, refs.of(prev)))
        for row, cell, head in self.acks:
            name = str(cell) if cell > 0 else self.database.one("SELECT name FROM field WHERE ord = ?", (-cell,))
            content.acks.append((self.names.uid(row), name, refs.sure(head)))
        for row, cells in self.measured.items():
            content.measured[self.names.uid(row)] = [
                (period, value, None if prev is None else refs.sure(prev)) for period, (value, prev) in cells.items()
            ]
        return content

    # ---- cells of rows ---------------------------------------------------------------------------

    def winner(self, row: int, field: int, until: int = NEWEST) -> tuple[int | None, Any]:
        """The newest operation on a cell, of those known up to a transaction: its transaction and value."""
        found = self.database.run(
            f"SELECT o.txn, o.val FROM op o JOIN txn t ON t.ord = o.txn JOIN session s ON s.ord = t.session"
            f" WHERE o.row = ? AND o.field = ? AND o.txn <= ? ORDER BY {NEWER} LIMIT 1",
            (row, field, until),
        ).fetchone()
        return found or (None, None)

    def measured_until(self, row: int, period: int, until: int) -> tuple[int | None, Any]:
        """As ``winner``, for a measurement."""
        query = f"""WITH m AS (SELECT txn, val FROM meas WHERE input = ?1 AND period = ?2
              UNION ALL SELECT txn, val FROM meas_old WHERE input = ?1 AND period = ?2)
            SELECT m.txn, m.val FROM m JOIN txn t ON t.ord = m.txn JOIN session s ON s.ord = t.session
            WHERE m.txn <= ?3 ORDER BY {NEWER} LIMIT 1"""
        found = self.database.run(query, (row, period, until)).fetchone()
        return found or (None, None)

    def touched_since(self, row: int, last: int) -> bool:
        """Tell whether somebody else has changed a row, or a number of it, after ``last``."""
        query = """WITH touched AS (SELECT txn FROM op WHERE row = ?1 UNION ALL SELECT txn FROM meas WHERE input = ?1)
            SELECT 1 FROM touched JOIN txn t ON t.ord = txn WHERE txn > ?2 AND t.session <> ?3 LIMIT 1"""
        return self.database.one(query, (row, last, self.session.ord)) is not None

    def is_own(self, txn: int) -> bool:
        """Tell whether this very session made a transaction."""
        return bool(self.database.one("SELECT session = ? FROM txn WHERE ord = ?", (self.session.ord, txn)))

    def write(self, row: int, name: str, value: codec.Plain, base: Any = UNSEEN) -> None:
        """Write one cell of the log and bring the state in step; raises ``RuleBroken`` for a circle."""
        if name in codec.POSITION_NAMES:
            self._refuse_cycle(row, value)
        txn, field = self.begin(), self.names.field(name)
        newest, _old = self.winner(row, field)
        if newest == txn:
            self.database.run("UPDATE op SET val = ? WHERE txn = ? AND row = ? AND field = ?", (value, txn, row, field))
        else:
            prev = newest if base is UNSEEN else base
            self.database.run(
                "INSERT INTO op(txn, row, field, val, prev) VALUES(?, ?, ?, ?, ?)", (txn, row, field, value, prev)
            )
        self.ops[row, field] = None
        self._to_state(row, name, value)

    def _to_state(self, row: int, name: str, value: codec.Plain) -> None:
        kind = self.names.kind(row)
        if kind is None:
            return
        table = schema.state_table(kind)
        if name in codec.LIFE_NAMES:
            self.database.run(f"UPDATE {table} SET alive = ? WHERE row = ?", (int(not value), row))
            return
        known = codec.cells_by_name().get(name)
        if known is None or known[0] is not kind:
            return
        columns = ", ".join(f"f_{field} = ?" for field in known[1].fields)
        plain = codec.split_cell(kind, known[1], value)
        self.database.run(f"UPDATE {table} SET {columns} WHERE row = ?", (*plain, row))

    def _refuse_cycle(self, row: int, position: codec.Plain) -> None:
        """An undo and a merge go through this guard like any edit (store/README: The tree)."""
        above = parent_in(position)
        seen = set()
        while above is not None and above not in seen:
            if above == self.names.uid(row):
                raise RuleBroken(msg("A goal can't be moved into itself or below itself. Nothing was changed."))
            seen.add(above)
            above = self.parent(above)

    def parent(self, uid: Uid) -> Uid | None:
        """The node above a node, by the state."""
        row = self.names.row(uid)
        kind = None if row is None else self.names.kind(row)
        if kind not in NODES or kind is None:
            return None
        found = self.database.one(f"SELECT f_parent FROM {schema.state_table(kind)} WHERE row = ?", (row,))
        return found if isinstance(found, str) else None

    def create(self, kind: type[Entity], uid: Uid) -> int:
        """Enter a living row; one that exists already comes back to life."""
        row = self.names.make_row(uid, KINDS.index(kind))
        if self.names.kind(row) is not kind:
            raise ValueError(f"{uid} names a row of another kind")
        self.database.run(f"INSERT OR IGNORE INTO {schema.state_table(kind)}(row, alive) VALUES(?, 0)", (row,))
        self.revive(kind, row)
        return row

    def revive(self, kind: type[Entity], row: int) -> None:
        """Bring a buried row back; one that lives needs nothing."""
        if not self.database.one(f"SELECT alive FROM {schema.state_table(kind)} WHERE row = ?", (row,)):
            self.write(row, codec.life_of(kind), "")

    def delete(self, kind: type[Entity], row: int) -> None:
        """Bury a row under the version vector of what is known of it (store/README: Edit beats delete)."""
        self.write(row, codec.life_of(kind), json.dumps(version_vector(self.database, row), sort_keys=True))

    # ---- measurements --------------------------------------------------------------------------

    def measure(self, row: int, period: int, value: Any, base: Any = UNSEEN) -> bool:
        """Write one measurement; tell whether it differs from what was there."""
        current = self.database.run(
            "SELECT val, txn, prev FROM meas WHERE input = ? AND period = ?", (row, period)
        ).fetchone()
        if (current is None and value is None) or (current is not None and _same(current[0], value)):
            return False
        txn = self.begin()
        prev = (current[1] if current else None) if base is UNSEEN else base
        if current is not None and current[1] == txn:
            prev = current[2]
            self.database.run("UPDATE meas SET val = ? WHERE input = ? AND period = ?", (value, row, period))
        else:
            if current is not None:
                self._keep(row, period, current)
            self.database.run(
                "INSERT OR REPLACE INTO meas(input, period, txn, val, prev) VALUES(?, ?, ?, ?, ?)",
                (row, period, txn, value, prev),
            )
        self.measured.setdefault(row, {})[period] = (value, prev)
        return True

    def _keep(self, row: int, period: int, former: tuple[Any, int, int | None]) -> None:
        """Put a measurement that is replaced with the former ones."""
        value, txn, prev = former
        self.database.run(
            "INSERT INTO meas_old(input, period, txn, val, prev) VALUES(?, ?, ?, ?, ?)",
            (row, period, txn, value, prev),
        )

    def measure_many(self, row: int, cells: dict[int, Any]) -> list[int]:
        """Write many measurements of one input in bulk; give the periods that changed."""
        low, high = min(cells), max(cells)
        existing = {
            period: (value, txn, prev)
            for period, value, txn, prev in self.database.run(
                "SELECT period, val, txn, prev FROM meas WHERE input = ? AND period BETWEEN ? AND ?", (row, low, high)
            )
        }
        fresh = {period: value for period, value in cells.items() if period not in existing and value is not None}
        changed = [
            period for period, value in cells.items() if period in existing and not _same(existing[period][0], value)
        ]
        if fresh:
            txn = self.begin()
            self.database.run_many(
                "INSERT INTO meas(input, period, txn, val, prev) VALUES(?, ?, ?, ?, NULL)",
                ((row, period, txn, fresh[period]) for period in sorted(fresh)),
            )
            self.measured.setdefault(row, {}).update((period, (value, None)) for period, value in fresh.items())
        for period in changed:
            self.measure(row, period, cells[period])
        return [*fresh, *changed]

    def acknowledge(self, row: int, cell: int, head: int) -> None:
        """Record that somebody has seen one side of a conflict."""
        txn = self.begin()
        self.database.run("INSERT OR IGNORE INTO ack(txn, row, cell, head) VALUES(?, ?, ?, ?)", (txn, row, cell, head))
        self.acks.append((row, cell, head))


class Refs:
    """Transactions by session uid and number, read once each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.known: dict[int, Ref] = {}

    def of(self, txn: int | None) -> Ref | None:
        """The travelling name of a transaction."""
        return None if txn is None else self.sure(txn)

    def sure(self, txn: int) -> Ref:
        """As ``of``, for a transaction that is there."""
        if txn not in self.known:
            uid, n = self.database.run(
                "SELECT s.uid, t.n FROM txn t JOIN session s ON s.ord = t.session WHERE t.ord = ?", (txn,)
            ).fetchone()
            self.known[txn] = (uid.hex(), n)
        return self.known[txn]


def version_vector(database: Database, row: int) -> dict[str, int]:
    """For each session the last of its transactions that touched a row."""
    found = database.run(
        """SELECT s.uid, max(t.n) FROM txn t JOIN session s ON s.ord = t.session WHERE t.ord IN
             (SELECT txn FROM op WHERE row = :row UNION SELECT txn FROM meas WHERE input = :row
              UNION SELECT txn FROM meas_old WHERE input = :row) GROUP BY s.uid""",
        {"row": row},  # type: ignore[arg-type]
    )
    return {uid.hex(): n for uid, n in found}


def parent_in(position: codec.Plain) -> Uid | None:
    """The parent in an encoded position register."""
    parts = codec.read_list(position)
    return parts[0] if parts and parts[0] is not None and bounds.is_uid(parts[0]) else None


def encode_value(value: Value | None) -> Any:
    """A measured value as the log keeps it; refuses what is no number."""
    if value is None:
        return None
    if isinstance(value, Mark):
        return value.value
    number = float(value) + 0.0  # minus zero becomes zero
    if not math.isfinite(number):
        raise BadInput(msg("This is not a number that can be stored. Nothing was changed."))
    return number


def decode_value(value: Any) -> Value | None:
    """Read back what ``encode_value`` wrote."""
    if isinstance(value, (int, float)):
        return float(value)
    return Mark.NOT_APPLICABLE if value == Mark.NOT_APPLICABLE.value else None


def cells_by_code(cells: Iterable[tuple[Period, Value | None]]) -> dict[int, Any]:
    """Measurements by period code, encoded; a later one replaces an earlier one."""
    return {period.code(): encode_value(value) for period, value in cells}


def _same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and bool(old == new)
