"""Pictures of numbers for those who can't see them: role, name and sentence, and the numbers as a table by one key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kpidesk.settings import Home
from tests.ui.prepared import Prepared
from ui.app.window import Window
from ui.base.reach.accessible import Role, Text
from ui.base.reach.numbers_dialog import NumbersDialog
from ui.chart.chart import Chart
from ui.goals.goal_marks import Bullet
from ui.kpis.kpi_view import KpiView
from ui.overview.overview_rows import Lined
from ui.targets.target_dialog import TargetDialog
from ui.targets.target_preview import TargetPreview

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(make_window: Callable[..., Window], opened_bakery: Prepared, tmp_path: Path, home: Home) -> Window:
    path = tmp_path / "bakery.kpidesk"
    opened_bakery.lay_out(path, home)
    made = make_window(path, place="kpis", size=(1440, 900))
    made.activateWindow()
    return made


def shown(window: QWidget, kind: type[QWidget], qtbot: QtBot) -> QWidget:
    def find() -> QWidget | None:
        return next((each for each in window.findChildren(kind) if each.isVisible()), None)

    qtbot.waitUntil(lambda: find() is not None)
    found = find()
    assert found is not None
    return found


def told(widget: QWidget) -> tuple[Role, str, str]:
    heard = QAccessible.queryAccessibleInterface(widget)
    return heard.role(), heard.text(Text.Name), heard.text(Text.Description)


def table_by_key(window: QWidget, at: QWidget, qtbot: QtBot) -> NumbersDialog:
    """Press the key where something has the keyboard, and wait for the table."""
    at.window().activateWindow()
    at.setFocus()
    qtbot.waitUntil(at.hasFocus)
    QTest.keyClick(at, Qt.Key.Key_T, CTRL)
    dialog = shown(window, NumbersDialog, qtbot)
    assert isinstance(dialog, NumbersDialog)
    return dialog


def test_rows_of_kpis_and_their_chart_tell_their_numbers_and_lead_back(window: Window, qtbot: QtBot) -> None:
    view = shown(window, KpiView, qtbot)
    assert isinstance(view, KpiView)
    qtbot.waitUntil(lambda: view.currentIndex().isValid())
    kpi = view.table.kpi(view.currentIndex())
    assert kpi is not None
    dialog = table_by_key(window, view, qtbot)
    assert dialog.windowTitle().startswith(kpi.name)
    assert dialog.view.rowCount() > 3
    assert dialog.view.horizontalHeaderItem(0).text() == "Periode"
    qtbot.waitUntil(dialog.view.hasFocus)
    QTest.keyClick(dialog.view, Qt.Key.Key_Escape)
    assert window.focusWidget() is view

    window.go("kpi", kpi.uid)
    chart = shown(window, Chart, qtbot)
    role, name, words = told(chart)
    assert role is Role.Chart
    assert name.startswith(kpi.name)
    assert "avest" in words
    dialog = table_by_key(window, chart, qtbot)
    assert dialog.windowTitle() == name


def test_the_lines_on_the_overview_say_what_is_seen_in_them(window: Window, qtbot: QtBot) -> None:
    window.go("overview")
    row = shown(window, Lined, qtbot)
    role, name, words = told(row)
    assert role is Role.Button
    assert name
    assert "avest" in words
    assert table_by_key(window, row, qtbot).view.rowCount() > 3


def test_a_bar_of_progress_says_how_far(window: Window, qtbot: QtBot) -> None:
    window.go("goals")
    bar = QAccessible.queryAccessibleInterface(shown(window, Bullet, qtbot))
    assert bar.role() is Role.ProgressBar
    assert bar.text(Text.Name).partition(",")[0].endswith("%")


def test_the_preview_of_a_target_shows_its_numbers_in_its_dialog(window: Window, qtbot: QtBot) -> None:
    window.page().commands()["set_target"]()
    dialog = shown(window, TargetDialog, qtbot)
    preview = dialog.findChild(TargetPreview)
    assert preview is not None
    assert told(preview)[0] is Role.Chart
    QTest.keyClick(dialog, Qt.Key.Key_T, CTRL)
    assert isinstance(shown(dialog, NumbersDialog, qtbot), NumbersDialog)
