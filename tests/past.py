"""A little more of a past for the example company: several persons, a merge, a correction, an undo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kpidesk.commands import check_ins, entry, goals, notes
from kpidesk.domain.entities import Initiative, KeyResult, Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

START = dt.datetime(2026, 3, 16, 8, 32, tzinfo=dt.timezone(dt.timedelta(hours=1)))


class Clock:
    """Goes on a minute with each person, and a little with each look."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=300)
        return self.now

    def wait(self, minutes: float = 1.0) -> None:
        """Time goes by."""
        self.now += dt.timedelta(minutes=minutes)


def add_past(path: Path, home: Home, scratch: Path) -> None:
    """Let Sunniva, Ola, Ingrid and Kari work on the file, Ola on a copy that Kari merges."""
    clock = Clock()
    with Workspace.open(path, author="Sunniva Lie", home=home, clock=clock) as ws:
        _sunniva(ws)
        copy = scratch / "Fjordbrød bakeri Ola.kpidesk"
        ws.sharing.save_copy(copy)
    clock.wait()
    with Workspace.open(copy, author="Ola Nygård", home=Home(scratch / "ola"), clock=clock) as ola:
        _ola(ola)
    clock.wait()
    with Workspace.open(path, author="Ingrid Haugen", home=home, clock=clock) as ws:
        entry.set_value(ws, _kpi(ws, "Nye kontrakter signert").inputs[0][1], Period.parse("2026-W11"), 2.0)
    clock.wait()
    with Workspace.open(path, author="Kari Solberg", home=home, clock=clock) as ws:
        ws.merging.merge(copy)
        _kari(ws, clock)


def _kpi(ws: Workspace, name: str) -> Kpi:
    return next(kpi for kpi in ws.all(Kpi) if kpi.name == name or kpi.short_name == name)


def _sunniva(ws: Workspace) -> None:
    days = _kpi(ws, "Sykefravær").inputs[0][1]
    january = Period.parse("2026-01")
    entry.set_value(ws, days, january, 26.0)
    entry.set_value(ws, days, january, 28.0)
    notes.annotate(ws, _kpi(ws, "Sykefravær").uid, january, "Influensa")
    notes.annotate(ws, _kpi(ws, "Sykefravær").uid, january, "")


def _ola(ws: Workspace) -> None:
    result = next(each for each in ws.all(KeyResult) if "responstid" in each.title)
    check_ins.check_in(ws, result.uid, confidence=7, note="Svarmalene tar unna halvparten av henvendelsene")
    todo = next(each for each in ws.all(Initiative) if each.due is not None)
    goals.set_field(ws, todo.uid, due=dt.date(2026, 3, 20))
    response = _kpi(ws, "Første responstid (FRT)").inputs[0][1]
    entry.set_value(ws, response, Period.parse("2026-W10"), 5.4)


def _kari(ws: Workspace, clock: Clock) -> None:
    sales = _kpi(ws, "Nettosalg")
    week = Period.parse("2026-W11")
    clock.wait()
    for _name, uid in sales.inputs:
        entry.set_value(ws, uid, week, round(ws.series(uid).get(week, 0.0) * 1.01, -2))  # type: ignore[operator]
    goals.rename(ws, ws.all(Objective)[1].uid, "Vi selger mer uten å åpne flere butikker")
    ws.undo()
    clock.wait()
    result = next(each for each in ws.all(KeyResult) if "kontrakter" in each.title)
    goals.set_measure(ws, result.uid, kind=result.kind, start=0.0, target=10.0, unit=result.unit)
    clock.wait(0.5)
    goals.set_measure(ws, result.uid, kind=result.kind, start=0.0, target=12.0, unit=result.unit)
