"""What KPIs aim for: single numbers and steps, paths, seasons. Each command is one step to undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields

from kpidesk.commands import checks, kpis
from kpidesk.commands.target_rules import Season, Step, with_level, with_season
from kpidesk.domain.entities import Kpi, Target, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.targets import Rows
from kpidesk.errors import RuleBroken
from kpidesk.text import Message, msg
from kpidesk.workspace import Workspace, new_uid

FIELDS = tuple(field.name for field in fields(Target) if field.name not in ("uid", "kpi"))


def of_kpi(ws: Workspace, kpi: Uid) -> Rows:
    """All targets of a KPI, from the one that begins first."""
    mine = (row for row in ws.all(Target) if row.kpi == kpi)
    return tuple(sorted(mine, key=_begins))


def set_target(ws: Workspace, kpi: Uid, step: Step, *, path_from: float | None = None) -> Uid | None:
    """Set what a KPI aims for from a day on; a step without a value takes that target away.

    A target that starts on the same day is replaced; the others make up a step plan. With ``path_from``
    the target runs straight from there to the step's value.
    """
    entity = ws.get(Kpi, kpi)
    rows = with_level(entity, of_kpi(ws, kpi), step, new_uid, path_from=path_from)
    store(ws, entity, rows)
    return next((row.uid for row in rows if row.start == step.start), None)


def set_season(
    ws: Workspace, kpi: Uid, cells: Mapping[Period, float | None], *, red_flag: float | None = None
) -> Uid | None:
    """Give the periods of a year a number each; the season that the year had is replaced.

    ``red_flag`` belongs to the mean of the numbers and keeps its distance in every period.
    """
    entity = ws.get(Kpi, kpi)
    start = ws.company.fiscal_year_start
    for period in cells:
        checks.own_period(ws, period)
    before = of_kpi(ws, kpi)
    rows = with_season(entity, before, Season(cells, red_flag, start), new_uid)
    store(ws, entity, rows)
    codes = {period.code() for period in cells}
    return next((row.uid for row in rows if any(code in codes for code, _number in row.season)), None)


def confirm(ws: Workspace, kpi: Uid) -> None:
    """Make the suggested targets of a KPI its own as they stand: from now on they judge."""
    entity = ws.get(Kpi, kpi)
    rows = [row for row in of_kpi(ws, kpi) if row.suggested]
    if not rows:
        raise RuleBroken(msg("“{name}” has no suggested target to confirm. Nothing was changed.", name=entity.name))
    with ws.transaction(msg("confirm the target of “{name}”", name=entity.name)) as change:
        for row in rows:
            change.set(Target, row.uid, suggested=False)


def remove(ws: Workspace, uid: Uid) -> None:
    """Take one target away; the others stand."""
    row = ws.get(Target, uid)
    kpi = ws.find(Kpi, row.kpi) if row.kpi else None
    name = kpi.name if kpi is not None else ""
    with ws.transaction(msg("remove a target of “{name}”", name=name)) as change:
        change.delete(Target, uid)


def store(ws: Workspace, kpi: Kpi, rows: Rows, *, before: Rows | None = None, label: Message | None = None) -> None:
    """Make ``rows`` the targets of a KPI in place of those ``before`` (all that it has): only what differs is written.

    A target that has come since ``before`` was read stands.
    """
    known = {row.uid: row for row in (of_kpi(ws, kpi.uid) if before is None else before)}
    after = {row.uid for row in rows}
    with ws.transaction(label or msg("set the target of “{name}”", name=kpi.name)) as change:
        for uid in sorted(known.keys() - after):
            change.delete(Target, uid)
        for row in rows:
            old = known.get(row.uid)
            if old is None:
                change.add(row)
            elif old != row:
                change.set(Target, row.uid, **{name: getattr(row, name) for name in FIELDS})
        kpis.fit_limits(ws, change, kpi, rows)


def _begins(row: Target) -> tuple[dt.date, Uid]:
    return row.start or dt.date.min, row.uid
