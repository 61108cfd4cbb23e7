"""The living rows of a file as entities, kept in memory and fresh.

A small business has some thousands of rows; reading them once makes every page and every rule plain
Python. Measurements stay in SQLite.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from kpidesk.domain.entities import NODES, Entity, Node, Uid, field_names
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec

E = TypeVar("E", bound=Entity)


def _entities(t: Any, kind: type[Entity]) -> Any:
    """The uid of each row, and its fields in the order of the class."""
    state = t.state(kind)
    columns = [t.column(kind, name) for name in field_names(kind) if name != "uid"]
    return state.select(t.Row.uid, *columns).join(t.Row, on=t.Row.ord == state.row)


ALIVE = Query(lambda t, *, kind: _entities(t, kind).where(t.state(kind).alive))
ALIVE_ONE = Query(lambda t, uid, *, kind: _entities(t, kind).where(t.state(kind).alive, t.Row.uid == uid))
ONE = Query(lambda t, uid, *, kind: _entities(t, kind).where(t.Row.uid == uid))
BURIED_UNDER = Query(
    lambda t, *, kind: (
        t.state(kind)
        .select(t.Row.uid, t.column(kind, "parent"))
        .join(t.Row, on=t.Row.ord == t.state(kind).row)
        .where(~t.state(kind).alive)
    )
)


class EntityCache:
    """Entities by kind and uid, and the goal tree."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kinds: dict[type[Entity], dict[Uid, Entity]] = {}
        self._in_order: dict[type[Entity], list[Any]] = {}
        self._children: dict[Uid | None, list[Node]] | None = None

    def forget(self) -> None:
        """Read everything anew at the next question."""
        self._kinds.clear()
        self._in_order.clear()
        self._children = None

    def renew(self, kinds: Iterable[type[Entity]]) -> Iterator[tuple[type[Entity], Uid, Entity | None, Entity | None]]:
        """Read some kinds anew; gives each row that differs, as it was and as it is. What is equal stays itself."""
        for kind in self._kinds.keys() & set(kinds):
            before = self._kinds.pop(kind)
            self._in_order.pop(kind, None)
            self._children = None if kind in NODES else self._children
            now: dict[Uid, Entity] = self.of(kind)
            for uid in before.keys() | now.keys():
                if before.get(uid) == now.get(uid):
                    now[uid] = before[uid]
                else:
                    yield kind, uid, before.get(uid), now.get(uid)

    def of(self, kind: type[E]) -> dict[Uid, E]:
        """Every living row of a kind by uid."""
        if kind not in self._kinds:
            self._kinds[kind] = dict(self._read(kind, ALIVE.rows(self.database, kind=kind)))
        return self._kinds[kind]  # type: ignore[return-value]

    def in_order(self, kind: type[E]) -> list[E]:
        """Every living row of a kind in its order, or by uid where it has none; it changes with them, and nobody else
        changes it.
        """
        found = self._in_order.get(kind)
        if found is None:
            found = self._in_order[kind] = sorted(self.of(kind).values(), key=_place(kind))
        return found

    def reload(self, kind: type[Entity], uid: Uid) -> None:
        """Read one row anew after a change."""
        known: dict[Uid, Any] = self.of(kind)
        old = known.pop(uid, None)
        for _uid, entity in self._read(kind, ALIVE_ONE.rows(self.database, bytes.fromhex(uid), kind=kind)):
            known[uid] = entity
        self._reorder(kind, old, known.get(uid))
        if kind in NODES and self._children is not None:
            self._replace_node(old, known.get(uid))

    def _reorder(self, kind: type[Entity], old: Any, new: Any) -> None:
        """Take a row out of its place and put it into another: sorting all of them anew at each of thousands that
        come takes longer than all else.
        """
        found, key = self._in_order.get(kind), _place(kind)
        if found is None:
            return
        if old is not None:
            place = bisect.bisect_left(found, key(old), key=key)
            if place == len(found) or found[place] is not old:
                del self._in_order[kind]
                return
            del found[place]
        if new is not None:
            bisect.insort(found, new, key=key)

    def stored(self, kind: type[E], uid: Uid) -> E | None:
        """One row as the file has it, buried or not; ``None`` for what is no uid of ours."""
        try:
            key = bytes.fromhex(uid)
        except ValueError:
            return None
        return next((entity for _uid, entity in self._read(kind, ONE.rows(self.database, key, kind=kind))), None)

    def _read(self, kind: type[E], rows: Iterable[Sequence[Any]]) -> Iterable[tuple[Uid, E]]:
        names = [name for name in field_names(kind) if name != "uid"]
        for uid, *plain in rows:
            values = {name: codec.decode_field(kind, name, value) for name, value in zip(names, plain, strict=True)}
            yield uid.hex(), kind(uid=uid.hex(), **values)

    # ---- the tree ------------------------------------------------------------------------------

    def node(self, uid: Uid) -> Node | None:
        """The objective, key result or initiative with this uid."""
        for kind in NODES:
            found: Node | None = self.of(kind).get(uid)
            if found is not None:
                return found
        return None

    def children(self, parent: Uid | None) -> list[Node]:
        """Living nodes under a node, in order; under ``None`` the roots."""
        if self._children is None:
            self._children = self._arranged()
        return list(self._children.get(parent, ()))

    def _arranged(self) -> dict[Uid | None, list[Node]]:
        above = self._above_dead()
        found: dict[Uid | None, list[Node]] = {}
        for kind in NODES:
            for node in self.of(kind).values():
                found.setdefault(self._shown_under(node.parent, above), []).append(node)
        for nodes in found.values():
            nodes.sort(key=position)
        return found

    def _above_dead(self) -> dict[Uid, Uid | None]:
        """Where buried nodes stood: a living node below one is shown under the nearest living one."""
        above: dict[Uid, Uid | None] = {}
        for kind in NODES:
            above |= {uid.hex(): parent for uid, parent in BURIED_UNDER.run(self.database, kind=kind)}
        return above

    def _shown_under(self, parent: Uid | None, above: dict[Uid, Uid | None]) -> Uid | None:
        seen = set()
        while parent is not None and self.node(parent) is None and parent not in seen:
            seen.add(parent)
            parent = above.get(parent)
        return parent if parent is not None and self.node(parent) is not None else None

    def _replace_node(self, old: Node | None, new: Node | None) -> None:
        assert self._children is not None
        if old is not None and new is not None and old.parent != new.parent and self._rehang(old, new):
            return
        if old is None or new is None or old.parent != new.parent:
            self._children = None
            return
        for siblings in (self._children.get(old.parent, []), *self._children.values()):
            place = bisect.bisect_left(siblings, position(old), key=position)
            if place < len(siblings) and siblings[place].uid == new.uid:
                siblings[place] = new
                if old.order != new.order:
                    siblings.sort(key=position)
                return

    def _rehang(self, old: Node, new: Node) -> bool:
        """Put a moved node under its new parent; ``False`` where a parent is buried, so that it is shown elsewhere."""
        assert self._children is not None
        if any(above is not None and self.node(above) is None for above in (old.parent, new.parent)):
            return False
        before = self._children.get(old.parent, [])
        place = bisect.bisect_left(before, position(old), key=position)
        if place == len(before) or before[place].uid != old.uid:
            return False
        del before[place]
        bisect.insort(self._children.setdefault(new.parent, []), new, key=position)
        return True


def position(entity: Any) -> tuple[str, Uid]:
    """What rows are sorted by, the same on every machine."""
    return entity.order, entity.uid


def _by_uid(entity: Entity) -> Uid:
    return entity.uid


def _place(kind: type[Entity]) -> Callable[[Any], Any]:
    """By what the rows of a kind are sorted."""
    return position if "order" in field_names(kind) else _by_uid
