"""What stands behind one line of the history: of one KPI all of its own numbers, of a closing what it kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kpidesk.domain.entities import Combine, Cycle, Kpi
from kpidesk.report import kept
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.session import Session
from ui.history.change_list import ChangeList
from ui.history.change_panel import ChangePanel
from ui.history.own_history import only_kpi


def test_a_number_that_formulas_read_too_is_in_the_history_of_the_kpi_that_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    with Workspace.create(tmp_path / "vik.kpidesk", company="Vik & Dahl", language="nb") as ws:
        net = own_kpis.define(ws, name="Nettosalg", unit="kr")
        ((key, shown),) = ws.get(Kpi, net).inputs
        gross, margin = (
            own_kpis.define(ws, name=name, unit="kr", formula=f"{key} + rabatter", inputs={
                key: Combine.SUM, "rabatter": Combine.SUM,
            })
            for name in ("Bruttosalg", "Listepris")
        )  # fmt: skip
        discounts = dict(ws.get(Kpi, gross).inputs)["rabatter"]
        assert dict(ws.get(Kpi, gross).inputs)[key] == shown
        for kpi, inside, outside in ((net, shown, discounts), (gross, discounts, shown), (margin, discounts, shown)):
            only = only_kpi(ws, kpi)
            assert only is not None and inside in only.rows and outside not in only.rows


def test_the_scores_that_a_closing_has_kept_are_unfolded(session: Session, qtbot: QtBot) -> None:
    (cycle,) = session.ws.all(Cycle)
    kept.close(session.ws, cycle.uid)
    panel = ChangePanel(session, ChangeList(session))
    qtbot.addWidget(panel)
    panel.show_entry(session.ws.history.entries(1)[0])
    panel.show()

    def told() -> list[str]:
        return [each.text() for each in panel.findChildren(QLabel) if each.isVisible() and "NPS" in each.text()]

    assert panel.details is not None and told() == []
    panel.details.click()
    assert [words.split(":")[0] for words in told()] == ["NPS opp fra 38 til 50", "eNPS opp fra 12 til 30"]
    panel.details.click()
    assert told() == []
