"""What the round says of a KPI that stands out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpidesk.commands import entry, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Kpi, Target
from kpidesk.domain.period import Period
from kpidesk.figures.book import figures_book
from kpidesk.round import look_words
from kpidesk.settings import Home
from kpidesk.text import msg, using
from kpidesk.workspace import Workspace
from tests import own_kpis

TODAY = dt.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("suggested", "said"),
    [
        (False, "Siste tall er 12 (mai), og målverdien er 20."),
        (True, "Siste tall er 12 (mai). Målverdien på 20 er et forslag."),
    ],
)
def test_a_target_that_nobody_has_confirmed_is_told_as_a_suggestion(tmp_path: Path, suggested: bool, said: str) -> None:
    path, home = tmp_path / "a.kpidesk", Home(tmp_path / "home")
    now = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
    with Workspace.create(path, company="Fysio", home=home, clock=lambda: now) as ws:
        uid = own_kpis.define(ws, name="Salg")
        targets.set_target(ws, uid, Step(value=20.0))
        with ws.transaction(msg("suggest")) as change:
            for row in ws.all(Target):
                change.set(Target, row.uid, suggested=suggested)
        entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse("2026-05"), 12.0)
        with using("nb"):
            assert look_words.body(figures_book(ws).of(ws.get(Kpi, uid)), TODAY, 1).replace("\u00a0", " ") == said
