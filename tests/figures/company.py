"""A workspace in memory with the reads that figures use."""

from __future__ import annotations

import datetime as dt
import itertools

from kpidesk.domain.entities import Company, Cycle, Initiative, Input, KeyResult, Kpi, Objective, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import begun
from kpidesk.domain.series.column import column_of
from kpidesk.workspace.keeping import Keeping

NODES = (Objective, KeyResult, Initiative)


class Memory:
    """Rows and series, without a file."""

    def __init__(self, fiscal_year_start=1):
        self.company = Company("c", fiscal_year_start=fiscal_year_start)
        self.rows = {}
        self.cells = {}
        self.made = {}
        self.history = self
        self._next = itertools.count()

    def put(self, kind, /, uid=None, **fields):
        uid = uid or f"{next(self._next):032x}"
        if "order" in kind.__dataclass_fields__:
            fields.setdefault("order", uid)
        self.rows[kind, uid] = kind(uid, **fields)
        return uid

    def measure(self, uid, **cells):
        for text, value in cells.items():
            self.cells.setdefault(uid, {})[Period.parse(text.replace("_", "-"))] = value

    def series_of(self, uid, periods, values):
        found = {p: v for p, v in zip(periods, values, strict=True) if v is not None}
        self.cells[uid] = dict(sorted(found.items()))

    def all(self, kind):
        rows = [row for (k, _uid), row in self.rows.items() if k is kind]
        return sorted(rows, key=lambda row: (getattr(row, "order", ""), row.uid))

    def find(self, kind, uid):
        return self.rows.get((kind, uid))

    def get(self, kind, uid):
        return self.rows[kind, uid]

    def made_on(self, uids):
        """When each row was made; nobody knows, unless a test says so."""
        return {uid: self.made[uid] for uid in uids if uid in self.made}

    def changed_since(self, _day, _wanted, _uids=None):
        """No row has ever been changed."""
        return []

    def find_node(self, uid):
        return next((self.rows[kind, uid] for kind in NODES if (kind, uid) in self.rows), None)

    def children(self, parent):
        rows = [row for (k, _uid), row in self.rows.items() if k in NODES and row.parent == parent]
        return sorted(rows, key=lambda row: (row.order, row.uid))

    @property
    def recent(self):
        return self

    @property
    def keeping(self):
        """Nothing is kept: a test changes what it likes, and tells nobody."""
        return Keeping()

    def since(self, ended, day):
        """All numbers that have begun, the old ones too: what is asked of them is answered by the newest alone."""
        return {uid: begun(series, day) for uid, series in self.series_many(ended).items()}

    def newest(self, uids, count):
        return {uid: dict(list(series.items())[-count:]) for uid, series in self.series_many(uids).items()}

    def within(self, uids, first, last):
        return {uid: {p: v for p, v in of.items() if first <= p <= last} for uid, of in self.series_many(uids).items()}

    def oldest(self, uids):
        return {uid: next(iter(series)) for uid, series in self.series_many(uids).items() if series}

    def series_many(self, uids):
        return {uid: dict(sorted(self.cells.get(uid, {}).items())) for uid in uids}

    def columns(self, uids):
        """As a file gives them: in columns wherever they make some."""
        return {uid: column_of(series) for uid, series in self.series_many(uids).items()}


def plain(ws, name, frequency, values, first, *, target=None, kpi=None, **fields):
    """A KPI of one input with values from the period ``first`` on."""
    start = Period.parse(first)
    source = ws.put(Input, key=name, name=name, frequency=frequency, **fields)
    ws.series_of(source, [start.next(i) for i in range(len(values))], values)
    uid = ws.put(Kpi, name=name, frequency=frequency, inputs=((name, source),), **(kpi or {}))
    if target is not None:
        ws.put(Target, kpi=uid, **(target if isinstance(target, dict) else {"value": target}))
    return ws.get(Kpi, uid)


def quarter(ws, year=2026):
    """The first quarter as a cycle."""
    uid = ws.put(Cycle, frequency=Frequency.QUARTER, start=dt.date(year, 1, 1), end=dt.date(year, 3, 31))
    return ws.get(Cycle, uid)
