"""What came down becomes a file like any other, so that it is vetted as one and merged by the one engine.

Only what follows on what is here is taken: each session goes on where ours ends, with a later stamp, and names what is
known. What does not stops its session there. Transactions that are only named get a stub in the file.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kpidesk.domain.entities import Uid
from kpidesk.hub.log_writer import LogWriter
from kpidesk.hub.pull import HELD, Fetched, Writer
from kpidesk.hub.stops import Stop, Why
from kpidesk.hub.wire.body import Signed
from kpidesk.records import record
from kpidesk.store.db import marks, scratch
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.files import vet
from kpidesk.store.log.digest import Content, Ref
from kpidesk.store.log.row_ids import ROW, RowIds
from kpidesk.store.log.vector import Vector
from kpidesk.store.merge.taken import Taken
from kpidesk.store.merge.union import take_in
from kpidesk.store.sync.shared_file import ABSURD_CLOCK

EMPTY = Query(lambda t, *, name: t.table(name).delete())
ENTERED = ("ack", "meas_old", "op", "row", "field", "txn", "session", "meta")
Head = tuple[int, int, bytes]
"""Stamp, time and digest of a transaction."""


@record(frozen=True)
class Halt:
    """Where a session stops following: ahead of which number, what it names that is not known, and whether that waits
    itself; ``loose`` where anything that comes may help.
    """

    n: int
    lacks: tuple[Ref, ...]
    waits: bool
    loose: bool


class Following:
    """Picks what follows on a log; ``halted`` are the sessions that don't."""

    def __init__(self, database: Database, ours: Vector, now: dt.datetime, stuck: set[bytes]) -> None:
        self._database, self._stuck = database, {uid.hex() for uid in stuck}
        self._ends = {uid.hex(): n for uid, n in ours.items()}
        self._latest = int((now + ABSURD_CLOCK).timestamp() * 1000) << 16
        self._stamps: dict[str, int] = {}
        self._taken: set[Ref] = set()
        self._rows: dict[Uid, int | None] = {}
        self.heads: dict[Ref, Head] = {}
        self.halted: dict[bytes, Halt] = {}

    def picked(self, contents: list[Signed]) -> list[Signed]:
        """Those that can be taken in, in the order of their stamps."""
        ordered = sorted(contents, key=lambda each: (each[0].hlc, each[0].session))
        return [each for each in ordered if self._follows(each[0])]

    def _follows(self, content: Content) -> bool:
        if content.session in self._stuck:
            return False
        lacks = tuple(ref for ref in _named(content) if not self._knows(ref))
        in_order = self._in_order(content)
        if lacks or not in_order or not self._rows_fit(content):
            self._halt(content, lacks, loose=in_order and not lacks)
            return False
        self._ends[content.session] = content.n
        self._stamps[content.session] = content.hlc
        self._taken.add((content.session, content.n))
        return True

    def _halt(self, content: Content, lacks: tuple[Ref, ...], *, loose: bool) -> None:
        """Whoever names what waits has done nothing wrong, and waits too."""
        waits = any(ref[0] in self._stuck for ref in lacks)
        self.halted[bytes.fromhex(content.session)] = Halt(content.n, lacks, waits, loose)
        self._stuck.add(content.session)

    def _in_order(self, content: Content) -> bool:
        end = self._ends.get(content.session, 0)
        stamp = self._stamps.get(content.session)
        if stamp is None:
            stamp = self._head((content.session, end))[0] if end else -1
        return content.n == end + 1 and stamp < content.hlc < self._latest

    def _knows(self, ref: Ref) -> bool:
        return ref in self._taken or (ref[1] <= self._ends.get(ref[0], 0) and self._head(ref) is not None)

    def _head(self, ref: Ref) -> Head:
        known = self.heads.get(ref)
        if known is None:
            found = HELD.first(self._database, bytes.fromhex(ref[0]), ref[1])
            assert found is not None, ref
            known = self.heads[ref] = (found[0], found[1], found[2])
        return known

    def _rows_fit(self, content: Content) -> bool:
        """A row is of one kind for ever, and what has numbers or is acknowledged is a row that is known."""
        told = [(op[0], op[1]) for op in content.ops]
        if any(self._kind(uid) not in (None, kind) for uid, kind in told):
            return False
        fresh = dict(told)
        if any(fresh[uid] != kind for uid, kind in told):
            return False
        bare = {*content.measured, *(ack[0] for ack in content.acks)}
        if any(self._kind(uid) is None and uid not in fresh for uid in bare):
            return False
        self._rows.update(fresh)
        return True

    def _kind(self, uid: Uid) -> int | None:
        if uid not in self._rows:
            found = ROW.first(self._database, bytes.fromhex(uid))
            self._rows[uid] = None if found is None else int(found[1])
        return self._rows[uid]


def _named(content: Content) -> list[Ref]:
    """The transactions that a transaction names."""
    found = [content.undo_of, *(op[4] for op in content.ops), *(ack[2] for ack in content.acks)]
    found += [cell[2] for cells in content.measured.values() for cell in cells]
    return [(ref[0], ref[1]) for ref in found if ref is not None]


@record(frozen=True)
class Coming:
    """Transactions to be merged, who wrote them, and the heads of those that they name and that are here."""

    contents: list[Signed]
    writers: Mapping[str, Writer]
    heads: Mapping[Ref, Head]


def picked(
    database: Database, fetched: Fetched, ours: Vector, by: tuple[dt.datetime, Mapping[bytes, Stop]]
) -> tuple[Coming, dict[bytes, Stop]]:
    """What of it follows on what is here, and the sessions that stop anew; ``by`` the clock, and what stopped ahead."""
    now, stopped = by
    following = Following(database, ours, now, {*stopped})
    contents = following.picked(fetched.contents)
    known, stops = sum(ours.values()) + len(contents), dict[bytes, Stop]()
    for uid, halt in following.halted.items():
        found = fetched.stop(Why.WAITING if halt.waits else Why.UNREADABLE, uid, halt.n)
        stops[uid] = replace(found, lacks=halt.lacks, known=known if halt.loose else None)
    return Coming(contents, fetched.writers, following.heads), stops


class Delta:
    """A file for what comes down, made once and emptied each time: to make its tables takes longer than all the rest.

    It is under the key of the working copy, so that nothing of a workspace with a password lies in the clear.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._path = scratch.place(folder, "read")
        self._file = Database(self._path, durable=False, keys=database.keys, key=database.key)
        self._file.execute("PRAGMA synchronous = 0")
        self._file.create_tables(())

    def merge(self, database: Database, names: RowIds, coming: Coming, shown: Path) -> Taken:
        """Merge what follows into the working copy; raises ``FileRefused`` and changes nothing where it may not."""
        with self._file.transaction():
            for name in ENTERED:
                EMPTY.run(self._file, name=name)
            identity = marks.meta(database, "workspace")
            marks.PUT_META.many(self._file, (("workspace", identity), ("min_reader", 1), ("state", "")))
            self._write(coming)
        vet.vet_delta(self._file.connection, shown)
        return take_in(database, names, self._path, shown=shown)

    def _write(self, coming: Coming) -> None:
        log = LogWriter(self._file, standing=False)
        for content, _seal in coming.contents:
            writer = coming.writers[content.session]
            log.session(content.session, writer.who, writer.wall)
        log.enter(coming.contents)
        for ref, head in coming.heads.items():
            log.session(ref[0], ("", "", "", ""), 0)
            log.stub(ref, head)
        log.write()

    def close(self) -> None:
        """Let go of the file, and of what is in it."""
        self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink()
