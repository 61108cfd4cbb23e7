"""What waits to be entered: no number is called overdue before its own deadline."""

from __future__ import annotations

import datetime as dt

from kpidesk.commands import entry
from kpidesk.domain.due import Asker
from kpidesk.domain.entities import Combine, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.due_book import due_cells
from kpidesk.figures.waiting import Waiting, waiting
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import own_kpis


def test_each_period_waits_by_its_own_deadline(tmp_path):
    made, today = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC), dt.date(2026, 12, 7)
    with Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "h"), clock=lambda: made) as ws:
        waste = own_kpis.define(
            ws, name="Svinn", frequency=Frequency.WEEK, formula="kasserte / brent * 100",
            inputs={"kasserte": Combine.SUM, "brent": Combine.SUM},
        )  # fmt: skip
        kpi = ws.get(Kpi, waste)
        for _name, uid in kpi.inputs:
            entry.set_value(ws, uid, Period.parse("2026-W47"), 1.0)
        found = waiting(ws, [kpi], today)
        assert found == [
            Waiting(waste, Period.parse("2026-W48"), dt.date(2026, 12, 2), 2),
            Waiting(waste, Period.parse("2026-W49"), dt.date(2026, 12, 9), 2),
        ]
        assert sum(each.count for each in found) == len(due_cells(ws, today))


def test_a_deadline_is_found_once_and_anew_when_the_grace_is_another(tmp_path, monkeypatch):
    made, today = dt.datetime(2026, 10, 5, 10, tzinfo=dt.UTC), dt.date(2026, 11, 2)
    with Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "h"), clock=lambda: made) as ws:
        sales = ws.get(Kpi, own_kpis.define(ws, name="Salg", frequency=Frequency.MONTH))
        asked: list[Period] = []
        find = Asker.deadline
        monkeypatch.setattr(Asker, "deadline", lambda asker, at, start: asked.append(at) or find(asker, at, start))
        for grace, day in ((None, dt.date(2026, 11, 3)), (10, dt.date(2026, 11, 10))):
            with ws.transaction(msg("grace")) as change:
                change.set(Kpi, sales.uid, grace_days=grace)
            asked.clear()
            assert [each.deadline for _again in range(2) for each in waiting(ws, ws.all(Kpi), today)] == [day, day]
            assert asked == [Period.parse("2026-10")]


def test_an_input_that_two_kpis_read_is_told_once(tmp_path):
    made, today = dt.datetime(2026, 10, 5, 10, tzinfo=dt.UTC), dt.date(2026, 11, 2)
    with Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "h"), clock=lambda: made) as ws:
        sales = ws.get(Kpi, own_kpis.define(ws, name="Salg", frequency=Frequency.MONTH))
        key = ws.get(Input, sales.inputs[0][1]).key
        double = own_kpis.define(
            ws, name="Dobbelt", frequency=Frequency.MONTH, formula=f"{key} * 2", inputs={key: Combine.SUM}
        )
        assert ws.get(Kpi, double).inputs[0][1] == sales.inputs[0][1]
        assert waiting(ws, [sales, ws.get(Kpi, double)], today) == [
            Waiting(sales.uid, Period.parse("2026-10"), dt.date(2026, 11, 3), 1)
        ]
