"""Beginning anew in the same file: without its numbers, or with nothing but the company and its people."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.domain.entities import KINDS, Company, Department, Input, Kpi, Objective, Person, Uid
from kpidesk.domain.period import Period
from kpidesk.text import msg, msgn
from kpidesk.workspace import Reads, Workspace

STAYING = (Company, Person, Department)
"""What a company is, whatever it measures."""


@dataclass(frozen=True)
class Holding:
    """How much a file holds: numbers, KPIs and objectives."""

    numbers: int
    kpis: int
    objectives: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing of them."""
        return not (self.numbers or self.kpis or self.objectives)


def holding(ws: Reads) -> Holding:
    """What would go."""
    return Holding(sum(map(len, _numbers(ws).values())), len(ws.all(Kpi)), len(ws.all(Objective)))


def clear_numbers(ws: Workspace) -> int:
    """Make every number of the file blank, as one change after a backup; gives how many there were.

    KPIs, targets, goals and check-ins stay. Raises ``StorageFault`` when no backup can be made; then nothing changes.
    """
    there = _numbers(ws)
    count = sum(map(len, there.values()))
    if not count:
        return 0
    ws.backups.make("clear")
    with ws.transaction(msgn("clear {n} number", "clear {n} numbers", count)) as change:
        for uid, periods in there.items():
            change.measure_many(uid, [(period, None) for period in periods])
    return count


def start_over(ws: Workspace) -> int:
    """Take away all that is measured and wanted, as one change after a backup; gives how many rows there were.

    The company, its people and departments stay; the strategy does not. Raises ``StorageFault`` when no backup can be
    made; then nothing changes.
    """
    going = [(kind, [row.uid for row in ws.all(kind)]) for kind in reversed(KINDS) if kind not in STAYING]
    count = sum(len(uids) for _kind, uids in going)
    company = ws.company
    if not count and not company.strategy:
        return 0
    ws.backups.make("anew")
    there = _numbers(ws)
    with ws.transaction(msg("start over")) as change:
        for uid, periods in there.items():
            change.measure_many(uid, [(period, None) for period in periods])
        for kind, uids in going:
            for uid in uids:
                change.delete(kind, uid)
        if company.strategy or company.strategy_years:
            change.set(Company, company.uid, strategy="", strategy_years="")
    return count


def _numbers(ws: Reads) -> dict[Uid, list[Period]]:
    """The periods that have a number, or stand as not applicable, by input."""
    series = ws.series_many(each.uid for each in ws.all(Input))
    return {uid: list(values) for uid, values in series.items() if values}
