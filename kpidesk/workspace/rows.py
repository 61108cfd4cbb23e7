"""The rows of an open file: entities, the goal tree, measurements. They are frozen and kept in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain.entities import Company, Entity, Initiative, KeyResult, Objective
from kpidesk.store import numbers
from kpidesk.store.log import transaction

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node, Uid, Value
    from kpidesk.domain.period import Period
    from kpidesk.workspace.open_file import OpenFile

E = TypeVar("E", bound=Entity)


class Rows:
    """What stands in one open file now."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

    @property
    def company(self) -> Company:
        """The business that the file belongs to."""
        return next(iter(self._file.book.of(Company).values()), Company(""))

    def now(self) -> dt.datetime:
        """The time by the workspace's clock."""
        return self._file.now()

    def today(self) -> dt.date:
        """The date by the workspace's clock."""
        return self._file.now().date()

    def find(self, kind: type[E], uid: Uid | None) -> E | None:
        """A living row, or ``None``."""
        return None if uid is None else self._file.book.of(kind).get(uid)

    def get(self, kind: type[E], uid: Uid) -> E:
        """A living row; raises ``NotFound``."""
        found = self.find(kind, uid)
        if found is None:
            raise transaction.gone(self._file.book.stored(kind, uid))
        return found

    def all(self, kind: type[E]) -> list[E]:
        """Every living row of a kind, in its order where it has one."""
        return list(self._file.book.in_order(kind))

    def node(self, uid: Uid) -> Node:
        """A living node of the goal tree; raises ``NotFound``."""
        found = self._file.book.node(uid)
        if found is None:
            kinds: tuple[type[Node], ...] = (Objective, KeyResult, Initiative)
            raise transaction.gone(
                next((row for row in (self._file.book.stored(kind, uid) for kind in kinds) if row is not None), None)
            )
        return found

    def find_node(self, uid: Uid | None) -> Node | None:
        """A living node of the goal tree, or ``None``."""
        return None if uid is None else self._file.book.node(uid)

    def children(self, parent: Uid | None) -> list[Node]:
        """Living nodes under a node, in order; the roots under ``None``."""
        return self._file.book.children(parent)

    def series(self, input_uid: Uid) -> dict[Period, Value]:
        """The measurements of an input by period, in order; blanks are absent."""
        return self.series_many([input_uid]).get(input_uid, {})

    def series_many(self, input_uids: Iterable[Uid]) -> dict[Uid, dict[Period, Value]]:
        """The measurements of several inputs, read in one go."""
        wanted = list(dict.fromkeys(input_uids))
        rows = {row: uid for uid in wanted if (row := self._file.names.row(uid)) is not None}
        found = numbers.series(self._file.database, rows)
        return {uid: found.get(uid, {}) for uid in wanted}
