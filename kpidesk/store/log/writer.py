"""Writing one transaction: the log's entries and the state they yield, together.

Every operation records ``prev``, the transaction whose value it replaces (store/README: What was replaced). A
caller that showed a form for a while passes the transaction seen then as ``base``, so that a change
which came in between shows as a conflict instead of being overwritten unseen.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
from collections.abc import Iterable
from typing import Any

from kpidesk.domain import bounds
from kpidesk.domain.entities import KINDS, NODES, Entity, Mark, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.records import record
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec, state, statements
from kpidesk.store.log.digest import Content, Ref, digest
from kpidesk.store.log.row_ids import RowIds
from kpidesk.text import msg

UNSEEN = object()
"""No base given: the change replaces whatever is there now."""

NEWEST = 2**63 - 1
"""No transaction has a higher local number."""


@record
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


@record(frozen=True)
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
        self._winners: dict[tuple[int, int], tuple[int | None, Any]] = {}
        self._made: set[Uid] = set()
        self._above: set[Uid | None] = set()

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
        last = statements.LAST_STAMP.one(self.database) or 0
        self.hlc = max(self.now_ms << 16, last + 1)
        try:
            self.ord = self._enter()
        except sqlite3.IntegrityError:
            # Somebody else has written in this session: a cloned machine, or one who means no good. The number is
            # theirs; what is written here from now on is a session of its own.
            self._enter_session()
            self.ord = self._enter()
        return self.ord

    def _enter(self) -> int:
        number, session = self.session.n + 1, self.session.ord
        cursor = statements.BEGIN.run(
            self.database, session, number, self.hlc, self.now_ms, self.kind, self.label, self.undo_of, b""
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def rename(self, label: str) -> None:
        """Give the transaction another name, also when something has been written already."""
        self.label = codec.storable(label)
        if self.ord:
            statements.RENAME.run(self.database, self.label, self.ord)

    def _enter_session(self) -> None:
        uid = os.urandom(8)
        session = self.session
        author, device, host, app = session.who
        cursor = statements.ENTER_SESSION.run(self.database, uid, device, author, host, app, self.now_ms)
        assert cursor.lastrowid is not None
        session.ord, session.uid, session.n = cursor.lastrowid, uid, 0
        statements.ENTER_LOCAL.run(self.database, f"session:{uid.hex()}", 1)

    def finish(self) -> None:
        """Seal the transaction with its digest; the caller commits."""
        value = digest(self.content())
        statements.SEAL.run(self.database, value, self.ord)
        self.session.n += 1

    def content(self) -> Content:
        """What was written, in terms that travel."""
        refs = Refs(self.database)
        session = self.session
        content = Content(
            session.uid.hex(), session.n + 1, self.hlc, self.now_ms, self.kind, self.label, session.who,
            refs.of(self.undo_of),
        )  # fmt: skip
        for row, name, value, prev in statements.CONTENT.rows(self.database, self.ord):
            uid = self.names.uid(row)
            content.ops.append((uid, self.names.kinds[row], name, value, refs.of(prev)))
        for row, cell, head in self.acks:
            name = str(cell) if cell > 0 else statements.CELL_NAME.one(self.database, -cell)
            content.acks.append((self.names.uid(row), name, refs.sure(head)))
        for row, cells in self.measured.items():
            content.measured[self.names.uid(row)] = [
                (period, value, None if prev is None else refs.sure(prev)) for period, (value, prev) in cells.items()
            ]
        return content

    # ---- cells of rows ---------------------------------------------------------------------------

    def winner(self, row: int, field: int, until: int = NEWEST) -> tuple[int | None, Any]:
        """The newest operation on a cell, of those known up to a transaction: its transaction and value.

        Nobody else writes while this transaction is open, so the newest of all is asked for once.
        """
        known = self._winners.get((row, field)) if until == NEWEST else None
        if known is None:
            known = statements.WINNER.first(self.database, row, field, until) or (None, None)
            if until == NEWEST:
                self._winners[row, field] = known
        return known

    def measured_until(self, row: int, period: int, until: int) -> tuple[int | None, Any]:
        """As ``winner``, for a measurement."""
        found = statements.MEASURED_UNTIL.first(self.database, row, period, until)
        return found or (None, None)

    def touched_since(self, row: int, last: int) -> bool:
        """Tell whether somebody else has changed a row, or a number of it, after ``last``."""
        return statements.TOUCHED_SINCE.one(self.database, row, last, self.session.ord) is not None

    def is_own(self, txn: int) -> bool:
        """Tell whether this very session made a transaction."""
        return bool(statements.IS_OWN.one(self.database, self.session.ord, txn))

    def write(self, row: int, name: str, value: codec.Plain, base: Any = UNSEEN) -> None:
        """Write one cell of the log and bring the state in step; raises ``RuleBroken`` for a circle."""
        if name in codec.POSITION_NAMES:
            self._refuse_cycle(row, value)
        txn, field = self.begin(), self.names.field(name)
        newest, _old = self.winner(row, field)
        if newest == txn:
            statements.WRITE_AGAIN.run(self.database, value, txn, row, field)
        else:
            prev = newest if base is UNSEEN else base
            statements.WRITE.run(self.database, txn, row, field, value, prev)
        self.ops[row, field] = None
        self._winners[row, field] = txn, value
        self._to_state(row, name, value)

    def _to_state(self, row: int, name: str, value: codec.Plain) -> None:
        kind = self.names.kind(row)
        if kind is None:
            return
        if name in codec.LIFE_NAMES:
            state.SET_ALIVE.run(self.database, int(not value), row, kind=kind)
            return
        known = codec.cells_by_name().get(name)
        if known is None or known[0] is not kind:
            return
        plain = codec.split_cell(kind, known[1], value)
        state.SET.run(self.database, *plain, row, kind=kind, names=known[1].fields)

    def _refuse_cycle(self, row: int, position: codec.Plain) -> None:
        """An undo and a merge go through this guard like any edit (store/README: The tree).

        A row that has just been made stands above nothing: a chain made from the top need not be walked for each.
        """
        own, above = self.names.uid(row), parent_in(position)
        seen = set()
        self._above.add(above)
        alone = own in self._made and own not in self._above
        while above is not None and above not in seen:
            if above == own:
                raise RuleBroken(msg("A goal can’t be moved into itself or below itself. Nothing was changed."))
            if alone:
                return
            seen.add(above)
            above = self.parent(above)

    def parent(self, uid: Uid) -> Uid | None:
        """The node above a node, by the state."""
        row = self.names.row(uid)
        kind = None if row is None else self.names.kind(row)
        if kind not in NODES or kind is None:
            return None
        _row, found = state.HELD_BY.first(self.database, row, kind=kind, names=("parent",)) or (row, None)
        return found if isinstance(found, str) else None

    def create(self, kind: type[Entity], uid: Uid) -> int:
        """Enter a living row; one that exists already comes back to life."""
        if self.names.row(uid) is None:
            self._made.add(uid)
        row = self.names.make_row(uid, KINDS.index(kind))
        if self.names.kind(row) is not kind:
            raise ValueError(f"{uid} names a row of another kind")
        state.ENTER.run(self.database, row, kind=kind)
        self.revive(kind, row)
        return row

    def revive(self, kind: type[Entity], row: int) -> None:
        """Bring a buried row back; one that lives needs nothing."""
        if not state.ALIVE.one(self.database, row, kind=kind):
            self.write(row, codec.life_of(kind), "")

    def delete(self, kind: type[Entity], row: int) -> None:
        """Bury a row under the version vector of what is known of it (store/README: Edit beats delete)."""
        self.write(row, codec.life_of(kind), json.dumps(version_vector(self.database, row), sort_keys=True))

    # ---- measurements --------------------------------------------------------------------------

    def measure(self, row: int, period: int, value: Any, base: Any = UNSEEN) -> bool:
        """Write one measurement; tell whether it differs from what was there."""
        current = statements.NUMBER.first(self.database, row, period)
        if (current is None and value is None) or (current is not None and _same(current[0], value)):
            return False
        txn = self.begin()
        prev = (current[1] if current else None) if base is UNSEEN else base
        if current is not None and current[1] == txn:
            prev = current[2]
            statements.MEASURE_AGAIN.run(self.database, value, row, period)
        else:
            if current is not None:
                self._keep(row, period, current)
            statements.MEASURE_ANEW.run(self.database, row, period, txn, value, prev)
        self.measured.setdefault(row, {})[period] = (value, prev)
        return True

    def _keep(self, row: int, period: int, former: tuple[Any, ...]) -> None:
        """Put a measurement that is replaced with the former ones."""
        value, txn, prev = former
        statements.KEEP.run(self.database, row, period, txn, value, prev)

    def measure_many(self, row: int, cells: dict[int, Any]) -> list[int]:
        """Write many measurements of one input in bulk; give the periods that changed."""
        low, high = min(cells), max(cells)
        existing = {
            period: (value, txn, prev)
            for period, value, txn, prev in statements.NUMBERS.run(self.database, row, low, high)
        }
        fresh = {period: value for period, value in cells.items() if period not in existing and value is not None}
        changed = [
            period for period, value in cells.items() if period in existing and not _same(existing[period][0], value)
        ]
        if fresh:
            txn = self.begin()
            statements.MEASURE.many(self.database, ((row, period, txn, fresh[period]) for period in sorted(fresh)))
            self.measured.setdefault(row, {}).update((period, (value, None)) for period, value in fresh.items())
        for period in changed:
            self.measure(row, period, cells[period])
        return [*fresh, *changed]

    def acknowledge(self, row: int, cell: int, head: int) -> None:
        """Record that somebody has seen one side of a conflict."""
        txn = self.begin()
        statements.ACKNOWLEDGE.run(self.database, txn, row, cell, head)
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
            uid, n = statements.NAME.rows(self.database, txn)[0]
            self.known[txn] = (uid.hex(), n)
        return self.known[txn]


def version_vector(database: Database, row: int) -> dict[str, int]:
    """For each session the last of its transactions that touched a row."""
    found = statements.TOUCHING.run(database, row)
    return {uid.hex(): n for uid, n in found}


def parent_in(position: codec.Plain) -> Uid | None:
    """The parent in an encoded position register."""
    parts = codec.read_list(position)
    return parts[0] if parts and parts[0] is not None and bounds.is_uid(parts[0]) else None


INFINITE = float("inf")


def encode_value(value: Value | None) -> Any:
    """A measured value as the log keeps it; refuses what is no number."""
    if value is None:
        return None
    if isinstance(value, Mark):
        return value.value
    number = float(value) + 0.0  # minus zero becomes zero
    if not math.isfinite(number):
        raise BadInput(msg("This is not a number that can be saved. Nothing was changed."))
    return number


def decode_value(value: Any) -> Value | None:
    """Read back what ``encode_value`` wrote."""
    if isinstance(value, (int, float)):
        return float(value)
    return Mark.NOT_APPLICABLE if value == Mark.NOT_APPLICABLE.value else None


def cells_by_code(cells: Iterable[tuple[Period, Value | None]]) -> dict[int, Any]:
    """Measurements by period code, encoded; a later one replaces an earlier one."""
    wanted = dict(cells)
    plain = [
        value + 0.0 if type(value) is float and -INFINITE < value < INFINITE else encode_value(value)
        for value in wanted.values()
    ]
    return dict(zip(Period.codes(wanted), plain, strict=True))


def _same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and bool(old == new)
