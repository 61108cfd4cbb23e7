"""What figures, words and paper ask of a workspace: they see this, and can be given anything that answers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from kpidesk.domain.entities import Company, Entity, Node, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.domain.series.column import Series
from kpidesk.workspace.keeping import Keeping

if TYPE_CHECKING:
    from kpidesk.store.log.history import CellChange, HistoryEntry, Written
    from kpidesk.store.log.history_query import Merged

E = TypeVar("E", bound=Entity)


class DayChange(NamedTuple):
    """A field of a row was changed on a day, and held ``before`` until then."""

    day: dt.date
    uid: Uid
    field: str
    before: Any


class Told(Protocol):
    """What the log tells of rows; ``History`` says what each answer means."""

    def made_on(self, uids: Iterable[Uid]) -> dict[Uid, dt.date]:
        """The day on which somebody last made each row."""
        ...

    def changed_since(
        self, day: dt.date, wanted: Mapping[type[Entity], Iterable[str]], uids: Iterable[Uid] | None = None
    ) -> list[DayChange]:
        """Every change of some fields after a day, of some rows or of all, the oldest first."""
        ...


def held_on(told: Told, day: dt.date, wanted: Mapping[type[Entity], Iterable[str]]) -> dict[Uid, dict[str, Any]]:
    """What some fields held at the end of ``day``, where they have been changed since; by row and field."""
    found: dict[Uid, dict[str, Any]] = {}
    for change in told.changed_since(day, wanted):
        found.setdefault(change.uid, {}).setdefault(change.field, change.before)
    return found


class ToldInFull(Told, Protocol):
    """The log with its entries."""

    def recall(self, kind: type[E], uid: Uid) -> E | None:
        """A row as it was last, also when it has been deleted."""
        ...

    def written(self, input_uid: Uid, periods: Iterable[Period]) -> dict[Period, Written]:
        """Who wrote some numbers of an input as they stand now."""
        ...

    def of(self, uid: Uid, what: str | Period) -> list[CellChange]:
        """Every value of one field of a row, or of one period of an input, newest first, with who and when."""
        ...

    def replaced_on(self, day: dt.date) -> dict[tuple[Uid, Period], Value | None]:
        """The numbers changed on a day or later, with what each cell held when that day began."""
        ...

    def entries(self, limit: int = ..., before: int | None = ...) -> list[HistoryEntry]:
        """Changes, newest first."""
        ...

    def changes_of(self, ref: int) -> list[CellChange]:
        """What one of them changed."""
        ...

    def merged_in(self, ref: int) -> Merged:
        """Who stands behind a merge."""
        ...

    def taken_back(self) -> set[int]:
        """Which of them have been undone."""
        ...


class Newest(Protocol):
    """The newest numbers, without the older ones; ``Recent`` says what is given."""

    def since(self, ended: Mapping[Uid, Period], day: dt.date) -> dict[Uid, dict[Period, Value]]:
        """The numbers of each input from the newest of a period that has ended on."""
        ...

    def newest(self, inputs: Iterable[Uid], count: int) -> dict[Uid, dict[Period, Value]]:
        """The newest numbers of inputs, so many of each, by period in order."""
        ...

    def within(self, inputs: Iterable[Uid], first: Period, last: Period) -> dict[Uid, dict[Period, Value]]:
        """The numbers of inputs from one period to another, in order."""
        ...

    def oldest(self, inputs: Iterable[Uid]) -> dict[Uid, Period]:
        """The period of the first number of each input that has any."""
        ...


class KpiReads(Protocol):
    """Rows, and the series of inputs: enough to calculate KPIs."""

    @property
    def company(self) -> Company:
        """The business that the file belongs to."""
        ...

    @property
    def history(self) -> Told:
        """What the log tells of rows."""
        ...

    def all(self, kind: type[E]) -> list[E]:
        """Every living row of a kind, in its order where it has one."""
        ...

    def series_many(self, input_uids: Iterable[Uid]) -> dict[Uid, dict[Period, Value]]:
        """The measurements of several inputs, read in one go."""
        ...

    def columns(self, input_uids: Iterable[Uid]) -> Mapping[Uid, Series]:
        """The same for whoever calculates: kept until they change, and not to be changed."""
        ...


class Reads(KpiReads, Protocol):
    """All that is read of an open file."""

    @property
    def history(self) -> ToldInFull:
        """What the log tells."""
        ...

    @property
    def recent(self) -> Newest:
        """The newest numbers."""
        ...

    @property
    def keeping(self) -> Keeping:
        """What has been worked out of the file and is kept."""
        ...

    @property
    def author(self) -> str:
        """Who is at work."""
        ...

    def now(self) -> dt.datetime:
        """The time by the workspace's clock."""
        ...

    def today(self) -> dt.date:
        """The date by the workspace's clock."""
        ...

    def find(self, kind: type[E], uid: Uid | None) -> E | None:
        """A living row, or ``None``."""
        ...

    def get(self, kind: type[E], uid: Uid) -> E:
        """A living row; raises ``NotFound``."""
        ...

    def node(self, uid: Uid) -> Node:
        """A living node of the goal tree; raises ``NotFound``."""
        ...

    def find_node(self, uid: Uid | None) -> Node | None:
        """A living node of the goal tree, or ``None``."""
        ...

    def children(self, parent: Uid | None) -> list[Node]:
        """Living nodes under a node, in order; the roots under ``None``."""
        ...

    def series(self, input_uid: Uid) -> dict[Period, Value]:
        """The measurements of an input by period, in order."""
        ...
