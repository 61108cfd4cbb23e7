"""The season page of the targets dialog: typed, pasted, filled from one figure."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.domain.entities import Combine, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.spread import Spread
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.targets.target_dialog import Opened, made, rows, type_into
from ui.base.reach.beside import opened_in
from ui.base.session import Session
from ui.base.theme import Theme
from ui.parts.whole import NumberLabel


@pytest.fixture
def bakery_session(bakery: Workspace, theme: Theme) -> Session:
    return Session(bakery, theme)


def test_a_season_typed_month_by_month(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi, "season")
    view = opened.season.view
    view.setFocus()
    for number in range(1, 13):
        first, *rest = str(number)
        QTest.keyClicks(view, first)
        editor = opened.dialog.focusWidget()
        assert isinstance(editor, QLineEdit)
        QTest.keyClicks(editor, "".join(rest) + "0,5")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()  # the delegate commits when the key has been dealt with
    assert opened.open
    assert "12 av 12" in opened.season.total.text()
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not opened.open
    row = rows(bakery, kpi)[0]
    assert [number for _code, number in row.season] == [n * 10 + 0.5 for n in range(1, 13)]
    assert row.value == 65.5


def test_a_season_pasted_from_a_spreadsheet(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi, "season")
    QGuiApplication.clipboard().setText("1 000\t2 000\t3 000\r\n4 000\t\t6 000\r\n")
    opened.season.view.setFocus()
    QTest.keySequence(opened.season.view, "Ctrl+V")
    assert opened.season.total.text() == "Sum 16\u00a0000 · 5 av 12"
    opened.set()
    assert [number for _code, number in rows(bakery, kpi)[0].season] == [1000, 2000, 3000, 4000, 6000]


@pytest.mark.parametrize(
    ("pasted", "words"),
    [("1\n2\nmange\n4", "mange"), ("\n".join("7" * 13), "13 tall får ikke plass"), ("", "ingenting å lime inn")],
)
def test_a_block_that_can_not_be_pasted_changes_nothing(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace, pasted: str, words: str
) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery), "season")
    QGuiApplication.clipboard().setText(pasted)
    opened.season.view.paste()
    assert words in opened.error
    assert opened.season.grid.known() == []


def test_a_cell_that_is_no_number_keeps_the_old_one(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery), "season")
    grid = opened.season.grid
    assert grid.setData(grid.index(0, 0), "12")
    assert not grid.setData(grid.index(0, 0), "l2x")
    assert grid.known() == [12]
    assert "l2x" in opened.error


def test_cells_are_copied_and_emptied(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery), "season")
    opened.season.grid.paste("\n".join(str(n) for n in range(1, 13)), opened.season.grid.index(0, 0))
    opened.season.view.setFocus()
    opened.season.view.selectAll()
    QTest.keySequence(opened.season.view, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "1\t2\t3\n4\t5\t6\n7\t8\t9\n10\t11\t12"
    QTest.keyClick(opened.season.view, Qt.Key.Key_Delete)
    assert opened.season.grid.known() == []


def test_filling_from_one_figure(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery), "season")
    QTest.mouseClick(opened.season.fills[Spread.EVEN], Qt.MouseButton.LeftButton)
    assert "tallet for året først" in opened.error
    type_into(opened.season.figure, "1000")
    QTest.mouseClick(opened.season.fills[Spread.EVEN], Qt.MouseButton.LeftButton)
    assert opened.season.grid.known() == [84] * 4 + [83] * 8
    QTest.mouseClick(opened.season.fills[Spread.WORKING_DAYS], Qt.MouseButton.LeftButton)
    assert sum(opened.season.grid.known()) == 1000
    assert opened.season.grid.known()[4] == min(opened.season.grid.known())
    QTest.mouseClick(opened.season.fills[Spread.LAST_YEAR], Qt.MouseButton.LeftButton)
    assert "I fjor mangler tallet for januar 2025" in opened.error
    assert sum(opened.season.grid.known()) == 1000


def test_two_numbers_typed_along_the_row_never_become_one(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery), "season")
    season = opened.season
    season.view.setCurrentIndex(season.grid.index(0, 0))
    for number in ("1100", "1150"):
        QTest.keyClick(season.view.viewport(), number[0])
        field = opened_in(season.view)[-1]
        QTest.keyClicks(field, number[1:])
        QTest.keyClick(field, Qt.Key.Key_Right)
    assert season.grid.known() == [1100, 1150]


def test_a_season_is_copied_whole_and_without_grouping(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery), "season")
    season = opened.season
    season.grid.paste("1 284 500,125\n-3", season.grid.index(0, 0))
    season.view.selectAll()
    QTest.keyClick(season.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n")[0].startswith("1284500,125\t-3")


def test_filling_as_last_year(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    for n in range(1, 13):
        entry.set_value(bakery, kpi.inputs[0][1], Period.parse(f"2025-{n:02}"), float(n))
    opened = Opened(qtbot, bakery_session, kpi, "season")
    type_into(opened.season.figure, "780")
    QTest.mouseClick(opened.season.fills[Spread.LAST_YEAR], Qt.MouseButton.LeftButton)
    assert opened.season.grid.known() == [10 * n for n in range(1, 13)]


def test_what_is_not_added_up_has_a_figure_and_a_mean(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery, combine=Combine.MEAN, unit="percent"), "season")
    assert opened.season.figure.accessibleName() == "Tall for året"
    type_into(opened.season.figure, "92,5")
    QTest.mouseClick(opened.season.fills[Spread.EVEN], Qt.MouseButton.LeftButton)
    assert opened.season.total.text() == "Snitt 92,5\u00a0% · 12 av 12"
    QTest.mouseClick(opened.season.fills[Spread.WORKING_DAYS], Qt.MouseButton.LeftButton)
    assert "summeres" in opened.error


def test_each_year_keeps_what_was_typed(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi, "season")
    page = opened.season
    page.grid.setData(page.grid.index(0, 0), "10")
    type_into(page.flags.below, "9")
    QTest.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert page.grid.known() == []
    assert page.flags.below.text() == ""
    page.grid.setData(page.grid.index(0, 0), "20")
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert page.grid.known() == [10]
    assert page.flags.below.text() == "9"
    opened.set()
    assert [(row.value, row.red_flag, row.start) for row in rows(bakery, kpi)] == [
        (10, 9, dt.date(2026, 1, 1)),
        (20, None, dt.date(2027, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("frequency", "cells", "shape"),
    [
        (Frequency.DAY, 365, (92, 4)),
        (Frequency.WEEK, 53, (14, 4)),
        (Frequency.MONTH, 12, (4, 3)),
        (Frequency.QUARTER, 4, (1, 4)),
        (Frequency.TERTIAL, 3, (1, 3)),
        (Frequency.HALF_YEAR, 2, (1, 2)),
    ],
)
def test_every_rhythm_has_its_grid(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace, frequency: Frequency, cells: int, shape: tuple[int, int]
) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery, frequency=frequency), "season")
    grid = opened.season.grid
    tester = QAbstractItemModelTester(grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is grid
    assert (grid.rowCount(), grid.columnCount()) == shape
    type_into(opened.season.figure, "1000")
    opened.season.fill(Spread.EVEN)
    assert (len(grid.known()), sum(grid.known())) == (cells, 1000)
    opened.dialog.show_preview()
    spec = opened.dialog.preview.spec
    assert spec is not None
    assert len(spec.periods) >= cells
    assert opened.dialog.width() <= 560


def test_a_yearly_kpi_has_no_season(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery, frequency=Frequency.YEAR))
    assert "season" not in opened.dialog.pages


def test_a_season_of_what_is_added_up_is_told_by_the_sum_that_was_typed(
    qtbot: QtBot, workspace: Workspace, theme: Theme
) -> None:
    session, said = Session(workspace, theme), []
    session.done.connect(said.append)
    uid = own_kpis.define(workspace, name="Enheter", frequency=Frequency.MONTH, target=None)
    opened = Opened(qtbot, session, workspace.get(Kpi, uid), "season")
    page = opened.dialog.pages["season"]
    page.figure.setText("160000005")
    page.fills[Spread.EVEN].click()
    opened.dialog.store()
    words = "12 tall, sum 160 000 005"
    assert words in said[-1].words.replace("\u00a0", " ")
    again = Opened(qtbot, session, workspace.get(Kpi, uid))
    shown = [each.words() for each in again.dialog.list.findChildren(NumberLabel)]
    assert [each.replace("\u00a0", " ").split(" stk")[0] for each in shown] == [words]
