"""The check-ins and milestones of an open file by the key result that they belong to, kept while the file is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

from kpidesk.domain.entities import CheckIn, Milestone, Uid

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads

R = TypeVar("R", CheckIn, Milestone)


def by_result(ws: Reads) -> ByResult:
    """Those of a file as they were when its last change was complete: in the middle of one, ask ``ByResult`` anew."""
    return ws.keeping.of(ByResult, lambda: ByResult(ws))


class Grouped(Generic[R]):
    """Rows of a kind by their key result."""

    def __init__(self, rows: Iterable[R]) -> None:
        self._of: dict[Uid, dict[Uid, R]] = {}
        self._where: dict[Uid, Uid] = {}
        for row in rows:
            self.put(row)

    def put(self, row: R) -> None:
        """Take a row in."""
        if row.key_result is not None:
            self._of.setdefault(row.key_result, {})[row.uid] = row
            self._where[row.uid] = row.key_result

    def drop(self, uid: Uid) -> None:
        """Let a row go."""
        result = self._where.pop(uid, None)
        if result is not None:
            del self._of[result][uid]

    def of(self, result: Uid) -> Iterable[R]:
        """The rows of a key result, in no order."""
        return self._of.get(result, {}).values()


class ByResult:
    """See the module."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._said = Grouped(ws.all(CheckIn))
        self._steps = Grouped(ws.all(Milestone))

    def take(self, changes: Changes) -> None:
        """Read the rows anew that a change names."""
        for kind, uid in changes.entities:
            if kind is CheckIn:
                self._renew(self._said, uid, self._ws.find(CheckIn, uid))
            elif kind is Milestone:
                self._renew(self._steps, uid, self._ws.find(Milestone, uid))

    @staticmethod
    def _renew(rows: Grouped[R], uid: Uid, row: R | None) -> None:
        rows.drop(uid)
        if row is not None:
            rows.put(row)

    def said_of(self, result: Uid) -> list[CheckIn]:
        """The dated check-ins of a key result, oldest first."""
        found = [item for item in self._said.of(result) if item.day is not None]
        return sorted(found, key=lambda item: (item.day or dt.date.min, item.uid)) if len(found) > 1 else found

    def steps_of(self, result: Uid) -> list[Milestone]:
        """The milestones of a key result in order."""
        return sorted(self._steps.of(result), key=lambda step: (step.order, step.uid))
