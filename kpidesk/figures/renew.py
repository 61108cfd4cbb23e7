"""Figures after a change: only the KPIs that it touches are computed anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Company, Definition, Input, Kpi, Shift, Target, Uid
from kpidesk.figures.kpi import figures_from
from kpidesk.figures.model import KpiFigures
from kpidesk.figures.sources import load

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads

ABOUT_A_KPI: tuple[type[Target] | type[Definition] | type[Shift], ...] = (Target, Definition, Shift)


def renewed(ws: Reads, today: dt.date, known: Mapping[Uid, KpiFigures], changes: Changes | None) -> list[KpiFigures]:
    """Every KPI's figures in order, parked ones too; what a change leaves alone is the object known before.

    ``changes`` empty means that nothing known can be trusted.
    """
    kpis = ws.all(Kpi)
    touched = None if changes is None else touched_kpis(ws, changes)
    stands = {
        kpi.uid
        for kpi in kpis
        if touched is not None and kpi.uid not in touched and kpi.uid in known and known[kpi.uid].due.today == today
    }
    stale = [kpi for kpi in kpis if kpi.uid not in stands]
    source = load(ws, stale, today)
    return [known[kpi.uid] if kpi.uid in stands else figures_from(source, kpi, today) for kpi in kpis]


def touched_kpis(ws: Reads, changes: Changes) -> set[Uid] | None:
    """The KPIs whose figures a change may alter; ``None`` when that can't be told and all of them may."""
    if changes.everything or Company in changes.kinds:
        return None
    found = {uid for kind, uid in changes.entities if kind is Kpi}
    for kind in ABOUT_A_KPI:
        uids = {uid for each, uid in changes.entities if each is kind}
        about: list[Target | Definition | Shift] = [*ws.all(kind)]
        rows = {row.uid: row.kpi for row in about}
        if uids - set(rows) or any("kpi" in changes.fields.get(uid, ()) for uid in uids):
            return None  # whose it was is no longer known
        found |= {owner for uid in uids if (owner := rows[uid]) is not None}
    inputs = {uid for kind, uid in changes.entities if kind is Input} | set(changes.measurements)
    return found | (_readers(ws, inputs) if inputs else set())


def _readers(ws: Reads, inputs: set[Uid]) -> set[Uid]:
    """The KPIs that read some inputs: as number, weight, member of a split, head count, or by an earlier definition."""
    everything = ws.all(Input)
    reached = set(inputs) | {each.member_of for each in everything if each.uid in inputs and each.member_of}
    reached |= {each.uid for each in everything if each.weight in reached}
    found = {kpi.uid for kpi in ws.all(Kpi) if kpi.group in reached or _reads(kpi.inputs, reached)}
    return found | {old.kpi for old in ws.all(Definition) if old.kpi is not None and _reads(old.inputs, reached)}


def _reads(bound: tuple[tuple[str, Uid], ...], inputs: set[Uid]) -> bool:
    return any(uid in inputs for _name, uid in bound)
