"""A log as others told it, put into the tables of a file: with ordinals of its own, as far as it goes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kpidesk.hub.wire.body import Cells, Signed, Who
from kpidesk.hub.wire.unreadable import Unreadable
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log.digest import Content, Ref

PUT_SESSION = Query(
    lambda t, ref, uid, author, device, host, app, wall: t.Session.insert(
        ord=ref, uid=uid, author=author, device=device, host=host, app=app, wall=wall, tz=0
    )
)
PUT_TXN = Query(
    lambda t, ref, session, n, hlc, wall, kind, label, undo_of, seal: t.Txn.insert(
        ord=ref, session=session, n=n, hlc=hlc, wall=wall, kind=kind, label=label, undo_of=undo_of, sum=seal
    )
)
PUT_ROW = Query(lambda t, ref, uid, tab: t.Row.insert(ord=ref, uid=uid, tab=tab))
SET_KIND = Query(lambda t, tab, ref: t.Row.update(tab=tab).where(t.Row.ord == ref))
PUT_CELL = Query(lambda t, ref, name: t.CellName.insert(ord=ref, name=name))
PUT_OP = Query(lambda t, txn, row, cell, val, prev: t.Op.insert(txn=txn, row=row, field=cell, val=val, prev=prev))
PUT_ACK = Query(
    lambda t, txn, row, cell, head: t.Ack.insert(txn=txn, row=row, cell=cell, head=head).on_conflict_ignore()
)
PUT_FORMER = Query(
    lambda t, row, period, txn, val, prev: t.MeasOld.insert(input=row, period=period, txn=txn, val=val, prev=prev)
)
PUT_NUMBER = Query(
    lambda t, row, period, txn, val, prev: t.Meas.insert(
        input=row, period=period, txn=txn, val=val, prev=prev
    ).on_conflict_ignore()
)
REPLACE_NUMBER = Query(
    lambda t, row, period, txn, val, prev: t.Meas.insert(
        input=row, period=period, txn=txn, val=val, prev=prev
    ).on_conflict_replace()
)
NUMBER = Query(
    lambda t, row, period: t.Meas.select(t.Meas.txn, t.Meas.val, t.Meas.prev).where(
        t.Meas.input == row, t.Meas.period == period
    )
)
UNTOLD = -1
Number = tuple[int, int, int, Any, int | None]
"""Input, period, transaction, value and transaction replaced, by ordinals."""


class LogWriter:
    """Enters transactions into an empty file, in any order that keeps each session's own.

    With ``standing`` the newest number of each period is put where it stands, else all with the former ones, as what is
    merged needs no more. ``named`` are the transactions that have been named and not entered.
    """

    def __init__(self, database: Database, *, standing: bool) -> None:
        self._database, self._standing = database, standing
        self._sessions: dict[str, int] = {}
        self._txns: dict[Ref, int] = {}
        self._rows: dict[str, int] = {}
        self._kinds: dict[str, int] = {}
        self._cells: dict[str, int] = {}
        self._stamps: dict[int, tuple[int, str]] = {}
        self._unwritten: dict[Query, list[tuple[Any, ...]]] = {PUT_SESSION: [], PUT_ROW: [], PUT_CELL: [], PUT_TXN: []}
        self.named: set[Ref] = set()

    def session(self, uid: str, who: Who, wall: int) -> None:
        """Enter a session, once."""
        if uid not in self._sessions:
            self._sessions[uid] = len(self._sessions) + 1
            self._unwritten[PUT_SESSION].append((self._sessions[uid], bytes.fromhex(uid), *who, wall))

    def write(self) -> None:
        """Write what has been kept to be written together."""
        for query, rows in self._unwritten.items():
            query.many(self._database, rows)
            rows.clear()

    def enter(self, found: Iterable[Signed]) -> None:
        """Enter transactions whose sessions are there."""
        heads, ops, acks = self._unwritten[PUT_TXN], list[Any](), list[Any]()
        for content, seal in found:
            txn = self._entered(content)
            undone = self._named(content.undo_of)
            session = self._sessions[content.session]
            heads.append(
                (txn, session, content.n, content.hlc, content.wall, content.kind, content.label, undone, seal)
            )
            ops += [
                (txn, self._row(uid, kind), self._cell(name), value, self._named(prev))
                for uid, kind, name, value, prev in content.ops
            ]
            acks += [(txn, self._row(uid), self._cell_of(cell), self._named(head)) for uid, cell, head in content.acks]
            self._numbers(txn, content.measured)
        self.write()
        PUT_OP.many(self._database, ops)
        PUT_ACK.many(self._database, acks)

    def stub(self, ref: Ref, head: tuple[int, int, bytes]) -> None:
        """Enter a transaction that is known where this will be merged: stamp, time and digest stand for it.

        It is written with what is written next.
        """
        hlc, wall, seal = head
        txn = self._ordinal(ref)
        self._unwritten[PUT_TXN].append((txn, self._sessions[ref[0]], ref[1], hlc, wall, 0, "", None, seal))
        self.named.discard(ref)

    def _entered(self, content: Content) -> int:
        txn = self._ordinal((content.session, content.n))
        self.named.discard((content.session, content.n))
        if self._standing:
            self._stamps[txn] = content.hlc, content.session
        return txn

    def _ordinal(self, ref: Ref) -> int:
        known = self._txns.get(ref)
        if known is None:
            known = self._txns[ref] = len(self._txns) + 1
            self.named.add(ref)
        return known

    def _named(self, ref: Ref | None) -> int | None:
        return None if ref is None else self._ordinal((ref[0], ref[1]))

    def _row(self, uid: str, kind: int = UNTOLD) -> int:
        """The ordinal of a row; of which kind it is may be told later, or is known where this will be merged."""
        known = self._rows.get(uid)
        if known is None:
            known = self._rows[uid] = len(self._rows) + 1
            self._unwritten[PUT_ROW].append((known, bytes.fromhex(uid), max(kind, 0)))
            self._kinds[uid] = kind
        elif kind != UNTOLD and kind != self._kinds[uid]:
            self._tell(uid, kind)
        return known

    def _tell(self, uid: str, kind: int) -> None:
        if self._kinds[uid] != UNTOLD:
            raise Unreadable(f"row {uid} is of two kinds")
        self.write()
        SET_KIND.run(self._database, kind, self._rows[uid])
        self._kinds[uid] = kind

    @property
    def untold(self) -> set[str]:
        """Rows of which nobody has told the kind."""
        return {uid for uid, kind in self._kinds.items() if kind == UNTOLD}

    def _cell(self, name: str) -> int:
        known = self._cells.get(name)
        if known is None:
            known = self._cells[name] = len(self._cells) + 1
            self._unwritten[PUT_CELL].append((known, name))
        return known

    def _cell_of(self, cell: str) -> int:
        return int(cell) if cell.isdigit() else -self._cell(cell)

    # ---- numbers -----------------------------------------------------------------------------------------

    def _numbers(self, txn: int, measured: dict[str, Cells]) -> None:
        for uid, cells in measured.items():
            row = self._row(uid)
            found = [(row, period, txn, value, self._named(prev)) for period, value, prev in cells]
            if self._standing:
                self._stand(found)
            else:
                PUT_FORMER.many(self._database, found)

    def _stand(self, found: list[Number]) -> None:
        connection = self._database.connection
        before = connection.total_changes
        PUT_NUMBER.many(self._database, found)
        if connection.total_changes - before < len(found):
            for number in found:
                self._contend(number)

    def _contend(self, number: Number) -> None:
        """The newer of two numbers stands, the other is a former one."""
        row, period, txn, _value, _prev = number
        standing, value, prev = NUMBER.rows(self._database, row, period)[0]
        if standing == txn:
            return
        if self._stamps[standing] > self._stamps[txn]:
            PUT_FORMER.run(self._database, *number)
        else:
            PUT_FORMER.run(self._database, row, period, standing, value, prev)
            REPLACE_NUMBER.run(self._database, *number)
