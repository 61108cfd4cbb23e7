"""Rows and cells by the numbers that a file gives them; uids travel between copies, these don't."""

from __future__ import annotations

from kpidesk.domain.entities import KINDS, Entity, Uid
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query

ROW = Query(lambda t, uid: t.Row.select(t.Row.ord, t.Row.tab).where(t.Row.uid == uid))
UID = Query(lambda t, row: t.Row.select(t.Row.uid, t.Row.tab).where(t.Row.ord == row))
ENTER = Query(lambda t, uid, tab: t.Row.insert(uid=uid, tab=tab))
FIELD = Query(lambda t, name: t.CellName.select(t.CellName.ord).where(t.CellName.name == name))
ENTER_FIELD = Query(lambda t, name: t.CellName.insert(name=name))


class RowIds:
    """Local ordinals of rows and cells, remembered for one connection."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.rows: dict[Uid, int] = {}
        self.uids: dict[int, Uid] = {}
        self.kinds: dict[int, int] = {}
        self.fields: dict[str, int] = {}

    def forget(self) -> None:
        """Drop what was remembered; after a rollback or a merge it may be wrong."""
        for table in (self.rows, self.uids, self.kinds, self.fields):
            table.clear()

    def row(self, uid: Uid) -> int | None:
        """The ordinal of a row, if the file knows it."""
        if uid not in self.rows:
            found = ROW.first(self.database, bytes.fromhex(uid))
            if found is None:
                return None
            self._remember(uid, *found)
        return self.rows[uid]

    def make_row(self, uid: Uid, tab: int) -> int:
        """The ordinal of a row, entered if it is new."""
        known = self.row(uid)
        if known is not None:
            return known
        cursor = ENTER.run(self.database, bytes.fromhex(uid), tab)
        assert cursor.lastrowid is not None
        self._remember(uid, cursor.lastrowid, tab)
        return cursor.lastrowid

    def uid(self, row: int) -> Uid:
        """The uid of a row."""
        if row not in self.uids:
            found = UID.rows(self.database, row)[0]
            self._remember(found[0].hex(), row, found[1])
        return self.uids[row]

    def kind(self, row: int) -> type[Entity] | None:
        """The kind of a row; ``None`` for a kind of a newer program."""
        self.uid(row)
        tab = self.kinds[row]
        return KINDS[tab] if tab < len(KINDS) else None

    def field(self, name: str) -> int:
        """The ordinal of a cell's name, entered if it is new."""
        if name not in self.fields:
            found = FIELD.one(self.database, name)
            if found is None:
                found = ENTER_FIELD.run(self.database, name).lastrowid
            self.fields[name] = found
        return self.fields[name]

    def _remember(self, uid: Uid, row: int, tab: int) -> None:
        self.rows[uid], self.uids[row], self.kinds[row] = row, uid, tab
