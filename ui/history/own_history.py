"""What belongs to one thing, so that its own history can be told."""

from __future__ import annotations

from dataclasses import fields

from kpidesk.domain.entities import KINDS, NODES, Input, Kpi, Uid
from kpidesk.workspace import Workspace
from ui.history.change_list import Only


def only_kpi(ws: Workspace, uid: Uid) -> Only | None:
    """The history of a KPI: itself, its targets, limits and notes, and its numbers.

    A number that another KPI shows as it is belongs to that one, whoever else reads it.
    """
    kpi = ws.find(Kpi, uid)
    if kpi is None:
        return None
    elsewhere = {
        read for other in ws.all(Kpi) if other.uid != uid and not other.formula for _name, read in other.inputs
    }
    own = tuple(read for _name, read in kpi.inputs if not kpi.formula or read not in elsewhere)
    return Only(kpi.short_name or kpi.name, (uid, *own, *belonging(ws, uid)))


def only_goal(ws: Workspace, uid: Uid) -> Only | None:
    """The history of a goal: itself, its check-ins, milestones and agreements; not the goals below it."""
    node = ws.find_node(uid)
    return None if node is None else Only(node.title, (uid, *belonging(ws, uid)))


def belonging(ws: Workspace, uid: Uid) -> tuple[Uid, ...]:
    """Rows that are about another row and nothing else."""
    found: list[Uid] = []
    for kind in KINDS:
        if kind in NODES or kind in (Kpi, Input):
            continue
        names = [each.name for each in fields(kind) if each.name in ("about", "kpi", "key_result")]
        if names:
            found += [row.uid for row in ws.all(kind) if any(getattr(row, name) == uid for name in names)]
    return tuple(found)
