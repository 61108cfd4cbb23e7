"""A file that holds values nobody can use says so in the window when it is met, once, and which they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from kpidesk.domain.entities import Company, Kpi
from kpidesk.settings import Home
from kpidesk.store.log import codec
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.store.bars import values
from ui.sharing.left_out import LeftOut


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    """Written by a program that keeps no bounds, under digests that are in order."""
    path = tmp_path / "Rørlegger Moe.kpidesk"
    with Workspace.create(path, company="Rørlegger Moe", author="Ola", home=Home(tmp_path / "elsewhere")) as ws:
        uid = own_kpis.define(ws, name="Svartid")
        values.give(ws, uid, values.Poison(Kpi, codec.cell_of(Kpi, "decimals"), 10**9))
        company = ws.company.uid
        values.give(ws, company, values.Poison(Company, codec.cell_of(Company, "people"), float("inf")))
    return path


def told(window) -> list:
    return [row for row in window.notices.rows() if "kan ikke brukes" in row.notice.text]


def test_what_is_left_out_is_told_when_the_file_is_met_and_which_it_is(make_window, qtbot, forged: Path) -> None:
    window = make_window(forged)
    qtbot.waitUntil(lambda: bool(told(window)))
    (row,) = told(window)
    assert row.notice.text.startswith("2 verdier i denne filen") and row.notice.kind == "info"
    row._show_details()
    shown = " ".join(label.text() for label in row.findChildren(QLabel))
    assert "Svartid: kpi.decimals" in shown and "Rørlegger Moe: company.people" in shown


def test_it_is_told_once(make_window, qtbot, forged: Path) -> None:
    window = make_window(forged)
    qtbot.waitUntil(lambda: bool(told(window)))
    window.close_file()
    assert window.open_file(str(forged))
    assert not window.session.ws.checking.unseen
    assert not told(window)


def test_a_file_in_order_says_nothing(qtbot, bakery_file: Path, tmp_path: Path) -> None:
    with Workspace.open(bakery_file, author="Kari", home=Home(tmp_path / "unseen")) as ws:
        look, said = LeftOut(), []
        look.said.connect(said.append)
        look.look(ws)
        with qtbot.waitSignal(look._aside.finished) as looked:
            pass
        look.stop()
    assert looked.args == [()] and said == []
