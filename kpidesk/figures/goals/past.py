"""What was known of some goals on each of many days: read once, looked at day by day.

``day.GoalDay`` reads everything for one day; this gives the same for the rows that a curve of progress is made of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from kpidesk.domain.entities import CheckIn, Cycle, KeyResult, Kpi, Milestone, Objective, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.goals.by_result import by_result
from kpidesk.figures.goals.day import DATED_BY_LOG, G, first_known, until
from kpidesk.figures.goals.hiding import start_hidden
from kpidesk.figures.goals.measured import Measured
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import Readings, Source, readings

if TYPE_CHECKING:
    from kpidesk.text import Message
    from kpidesk.workspace import Reads


class KpisOn:
    """The KPIs of one reading as of a day; see ``measured.Linked``."""

    def __init__(
        self, ws: Reads, source: Source, today: dt.date, hidden: Callable[[KeyResult], Message | None]
    ) -> None:  # fmt: skip
        self._ws, self._source, self.today = ws, source, today
        self.start_hidden = hidden
        self._sheets: dict[Uid, Sheet] = {}

    def of(self, node: KeyResult) -> Kpi | None:
        """The KPI that feeds a key result, if it still exists."""
        return None if node.kpi is None else self._ws.find(Kpi, node.kpi)

    def gone(self, _node: KeyResult) -> Kpi | None:
        """None: a curve is drawn of numbers that there are, not of what a closed cycle has kept."""
        return None

    def sheet(self, kpi: Kpi) -> Sheet:
        """All of a KPI's numbers."""
        if kpi.uid not in self._sheets:
            self._sheets[kpi.uid] = Sheet(kpi, self._source)
        return self._sheets[kpi.uid]

    def newest_first(self, kpi: Kpi) -> Iterator[tuple[Period, float]]:
        """The values of a KPI that are known; each is worked out when it is asked for."""
        sheet = self.sheet(kpi)
        for period in reversed(sheet.told(kpi.frequency, self.today)):
            value = sheet.at(period).value
            if value is not None:
                yield period, value


class Past:
    """What was known of some key results on any day from ``since`` on."""

    def __init__(self, ws: Reads, since: dt.date) -> None:
        self._ws, self._rows, self._since = ws, by_result(ws), since
        self._changes: dict[Uid, list[tuple[dt.date, str, object]]] = {}
        self._made: dict[Uid, dt.date] = {}
        self._wanted: set[object] = set()
        self._hidden: dict[tuple[Uid, Uid | None, float | None], Message | None] = {}
        self.kpis = cache(self._kpis_on)

    def learn(self, node: Objective | KeyResult) -> None:
        """Read what has been changed of a goal; before anything is asked about any of them."""
        changes = self._ws.history.changed_since(self._since, DATED_BY_LOG, [node.uid])
        self._changes[node.uid] = [(each.day, each.field, each.before) for each in changes]
        if isinstance(node, KeyResult):
            self._made |= self._ws.history.made_on([node.uid])
            self._wanted |= {node.kpi, *(each.before for each in changes if each.field == "kpi")}

    @cached_property
    def _readings(self) -> Readings:
        """The numbers of every KPI that has fed one of the goals since."""
        return readings(self._ws, [kpi for kpi in map(self._kpi, self._wanted) if kpi is not None])

    def _kpi(self, uid: object) -> Kpi | None:
        return self._ws.find(Kpi, uid) if isinstance(uid, str) else None

    def _kpis_on(self, day: dt.date) -> KpisOn:
        return KpisOn(self._ws, self._readings.on(day), day, self._start_hidden)

    def _start_hidden(self, node: KeyResult) -> Message | None:
        known = node.uid, node.kpi, node.start
        if known not in self._hidden:
            self._hidden[known] = start_hidden(self._ws, node)
        return self._hidden[known]

    def held(self, node: G, day: dt.date) -> G:
        """An objective or a key result as it was at the end of a day."""
        then: dict[str, object] = {}
        for changed, field, before in self._changes.get(node.uid, ()):
            if changed > day:
                then.setdefault(field, before)
        return replace(node, **then) if then else node  # type: ignore[arg-type]  # the log keeps what the field held

    def changed_on(self, node: Objective | KeyResult) -> set[dt.date]:
        """The days on which something of it was changed that its progress is made of."""
        return {day for day, _field, _before in self._changes.get(node.uid, ())}

    def said_of(self, result: Uid) -> list[CheckIn]:
        """Every check-in of a key result, oldest first."""
        return self._rows.said_of(result)

    def begun_on(self, node: KeyResult) -> dt.date | None:
        """See ``day.GoalDay.begun_on``."""
        return first_known(self._made.get(node.uid), self.said_of(node.uid))

    def steps_of(self, result: Uid) -> list[Milestone]:
        """The milestones of a key result in order, as they stand now."""
        return self._rows.steps_of(result)

    def measured(self, node: KeyResult, cycle: Cycle, day: dt.date) -> Measured:
        """What a key result was measured by on a day."""
        said = [item for item in self.said_of(node.uid) if item.day is not None and item.day <= day]
        steps = [until(step, day) for step in self.steps_of(node.uid)]
        return Measured(self.kpis(day), self.held(node, day), cycle, said, steps)
