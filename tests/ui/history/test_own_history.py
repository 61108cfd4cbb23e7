"""What the history of one KPI holds: all of its own numbers, and none of another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpidesk.domain.entities import Combine, Kpi
from kpidesk.workspace import Workspace
from tests import own_kpis
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
