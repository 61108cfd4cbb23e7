"""What is said of a KPI that somebody should look at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpidesk.commands import entry, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.figures.book import figures_book
from kpidesk.round.attention import sentence_for
from kpidesk.settings import Home
from kpidesk.text import using
from kpidesk.workspace import Workspace
from tests import own_kpis


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2026, 7, 31), "Bak plan."),
        (dt.date(2026, 11, 29), "Bak plan. Siste tall er fra mai 2026."),
    ],
)
def test_a_number_of_another_time_is_told_with_its_period(tmp_path: Path, today: dt.date, said: str) -> None:
    now = dt.datetime.combine(today, dt.time(9), dt.UTC)
    home = Home(tmp_path / "home")
    with Workspace.create(tmp_path / "a.kpidesk", company="Foreningen", home=home, clock=lambda: now) as ws:
        uid = own_kpis.define(ws, name="Medlemmer")
        targets.set_target(ws, uid, Step(value=20.0))
        entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse("2026-05"), 12.0)
        with using("nb"):
            assert sentence_for(ws, figures_book(ws).of(ws.get(Kpi, uid))) == said
