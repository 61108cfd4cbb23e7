"""The targets dialog, driven by keyboard and mouse: four kinds, a preview, nothing stored before it is set."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import entry, kpis, targets
from kpidesk.domain.entities import Combine, Direction, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.spread import Spread
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from ui.bridge import Desk
from ui.dialogs.target import TargetDialog
from ui.models.change_words import describe
from ui.theme import Theme
from ui.widgets.period_box import PeriodBox, read_period
from ui.widgets.target_pages import LevelPage, PathPage
from ui.widgets.target_season import SeasonPage
from ui.widgets.target_steps import StepsPage

TODAY = dt.date(2026, 3, 16)


@pytest.fixture
def bakery_desk(bakery: Workspace, theme: Theme) -> Desk:
    return Desk(bakery, theme)


class Opened:
    """A dialog on the screen, and the pages by name."""

    def __init__(self, qtbot: QtBot, desk: Desk, kpi: Kpi, key: str = "") -> None:
        self.dialog = TargetDialog(desk, kpi)
        qtbot.addWidget(self.dialog)
        with qtbot.waitExposed(self.dialog):
            self.dialog.show()
        if key:
            names = list(self.dialog.pages)
            buttons = self.dialog.kinds.findChildren(QPushButton)
            QTest.mouseClick(buttons[names.index(key)], Qt.MouseButton.LeftButton)

    @property
    def level(self) -> LevelPage:
        page = self.dialog.pages["level"]
        assert isinstance(page, LevelPage)
        return page

    @property
    def steps(self) -> StepsPage:
        page = self.dialog.pages["steps"]
        assert isinstance(page, StepsPage)
        return page

    @property
    def path(self) -> PathPage:
        page = self.dialog.pages["path"]
        assert isinstance(page, PathPage)
        return page

    @property
    def season(self) -> SeasonPage:
        page = self.dialog.pages["season"]
        assert isinstance(page, SeasonPage)
        return page

    def set(self) -> None:
        QTest.mouseClick(self.dialog.set_button, Qt.MouseButton.LeftButton)

    @property
    def open(self) -> bool:
        return self.dialog.isVisible()

    @property
    def error(self) -> str:
        return self.dialog.error.text() if self.dialog.error.isVisible() else ""


def named(ws: Workspace, name: str) -> Kpi:
    return next(kpi for kpi in ws.all(Kpi) if kpi.name == name)


def made(ws: Workspace, **fields: object) -> Kpi:
    return ws.get(Kpi, kpis.define(ws, name="Omsetning", **{"frequency": Frequency.MONTH, **fields}))  # type: ignore[arg-type]


def type_into(field: QWidget, words: str) -> None:
    field.setFocus()
    line = field.lineEdit() if isinstance(field, QAbstractSpinBox) else field
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, words)


def rows(ws: Workspace, kpi: Kpi) -> list[Target]:
    return list(targets.of_kpi(ws, kpi.uid))


def test_the_kinds_are_chosen_with_the_arrow_keys(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery))
    button = opened.dialog.kinds.findChildren(QPushButton)[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Right)
    assert opened.dialog.kinds.value() == "steps"
    assert opened.steps.isVisible()
    assert not opened.level.isVisible()


# ---- one number ----------------------------------------------------------------------------------


def test_a_number_by_keyboard_alone(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, unit="currency")
    opened = Opened(qtbot, bakery_desk, kpi)
    assert opened.dialog.focusWidget() is opened.level.value
    QTest.keyClicks(opened.level.value, "1.284.500,5")
    QTest.keyClick(opened.level.value, Qt.Key.Key_Return)
    assert not opened.open
    assert [(row.value, row.start, row.red_flag) for row in rows(bakery, kpi)] == [(1_284_500.5, None, None)]


def test_english_numbers_in_english(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    with text.using("en"):
        kpi = made(bakery)
        opened = Opened(qtbot, bakery_desk, kpi)
        QTest.keyClicks(opened.level.value, "1,284.5")
        opened.set()
    assert rows(bakery, kpi)[0].value == 1284.5


def test_a_target_from_a_period_on_leaves_the_earlier_one(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = named(bakery, "NPS (Net Promoter Score)")
    opened = Opened(qtbot, bakery_desk, kpi)
    type_into(opened.level.value, "55")
    type_into(opened.level.start, "april")
    opened.set()
    assert [(row.value, row.start) for row in rows(bakery, kpi)] == [(50, None), (55, dt.date(2026, 4, 1))]


def test_the_default_red_flag_is_spelled_out(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery, unit="currency"))
    type_into(opened.level.value, "330000")
    assert "10 %" in opened.level.flags._hint.text()
    assert "297\u00a0000\u00a0kr" in opened.level.flags._hint.text()
    falling = Opened(qtbot, bakery_desk, bakery.get(Kpi, kpis.define(bakery, name="F", direction=Direction.DECREASE)))
    type_into(falling.level.value, "5")
    assert "5,5" in falling.level.flags._hint.text()


def test_a_target_of_zero_asks_once_for_a_red_flag(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, direction=Direction.DECREASE)
    opened = Opened(qtbot, bakery_desk, kpi)
    type_into(opened.level.value, "0")
    opened.set()
    assert opened.open
    assert "varselgrense" in opened.error
    assert rows(bakery, kpi) == []
    type_into(opened.level.flags.below, "3")
    opened.set()
    assert [(row.value, row.red_flag) for row in rows(bakery, kpi)] == [(0, 3)]


def test_a_target_of_zero_can_go_without(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_desk, kpi)
    type_into(opened.level.value, "0")
    opened.set()
    opened.set()
    assert [(row.value, row.red_flag) for row in rows(bakery, kpi)] == [(0, None)]


@pytest.mark.parametrize(
    ("value", "flag", "words"),
    [
        ("44O5", "", "Mente du 4\u00a0405?"),
        ("mange", "", "ikke et tall"),
        ("50", "60", "må"),
        ("", "60", "målverdien først"),
        ("1" + "0" * 16, "", "ikke et tall"),
        ("9" * 10_000, "", "ikke et tall"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(
    qtbot: QtBot, bakery_desk: Desk, bakery: Workspace, value: str, flag: str, words: str
) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_desk, kpi)
    opened.level.value.setText(value)
    opened.level.flags.below.setText(flag)
    opened.set()
    assert opened.open
    assert words in opened.error
    assert [row.value for row in rows(bakery, kpi)] == [40]
    QTest.keyClicks(opened.level.value, "1")
    assert not opened.error


def test_esc_stores_nothing(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_desk, kpi)
    type_into(opened.level.value, "50")
    QTest.mouseClick(next(iter(opened.dialog.list.buttons.values())), Qt.MouseButton.LeftButton)
    QTest.keyClick(opened.dialog, Qt.Key.Key_Escape)
    assert not opened.open
    assert [row.value for row in rows(bakery, kpi)] == [40]


def test_nothing_typed_is_nothing_to_store(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery))
    opened.set()
    assert opened.open
    assert "Skriv en målverdi" in opened.error


def test_a_band_has_both_edges(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, direction=Direction.MAINTAIN)
    opened = Opened(qtbot, bakery_desk, kpi)
    assert list(opened.dialog.pages) == ["level", "steps"]
    type_into(opened.level.value, "4")
    opened.set()
    assert "begge kanter" in opened.error
    type_into(opened.level.high, "3")
    opened.set()
    assert "laveste verdien ligger over" in opened.error
    type_into(opened.level.high, "5")
    type_into(opened.level.flags.below, "3")
    type_into(opened.level.flags.above, "7")
    opened.set()
    assert [(r.value, r.high, r.red_flag, r.red_high) for r in rows(bakery, kpi)] == [(4, 5, 3, 7)]


# ---- what stands ---------------------------------------------------------------------------------


def test_targets_that_stand_are_listed_and_removed_in_one_step(
    qtbot: QtBot, bakery_desk: Desk, bakery: Workspace
) -> None:
    kpi = made(bakery, target=40.0)
    targets.set_target(bakery, kpi.uid, value=45.0, start=dt.date(2026, 4, 1))
    before = rows(bakery, kpi)
    opened = Opened(qtbot, bakery_desk, kpi, "season")
    for button in opened.dialog.list.buttons.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    first = opened.dialog.list.buttons[before[0].uid]
    assert first.text() == "Behold"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [40]
    bakery.undo()
    assert rows(bakery, kpi) == before


def test_a_target_marked_to_be_removed_leaves_its_fields(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    targets.set_season(bakery, kpi.uid, {Period.parse("2026-01"): 3.0})
    opened = Opened(qtbot, bakery_desk, kpi, "level")
    for button in opened.dialog.list.buttons.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.level.value.text() == ""
    assert opened.season.grid.known() == []
    opened.set()
    assert rows(bakery, kpi) == []


def test_what_is_typed_stays_when_the_old_one_is_removed(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_desk, kpi)
    type_into(opened.level.value, "41")
    QTest.mouseClick(next(iter(opened.dialog.list.buttons.values())), Qt.MouseButton.LeftButton)
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [41]


def test_what_a_colleague_sets_in_the_meantime_stands(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_desk, kpi)
    targets.set_target(bakery, kpi.uid, value=45.0, start=dt.date(2026, 7, 1))
    type_into(opened.level.value, "41")
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [41, 45]


def test_a_kpi_that_is_gone_is_said(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_desk, kpi)
    type_into(opened.level.value, "41")
    kpis.delete(bakery, kpi.uid)
    opened.set()
    assert opened.open
    assert opened.error
    assert rows(bakery, kpi) == []


def test_an_emptied_number_takes_the_target_away(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_desk, kpi)
    opened.level.value.setFocus()
    opened.level.value.selectAll()
    QTest.keyClick(opened.level.value, Qt.Key.Key_Delete)
    opened.set()
    assert rows(bakery, kpi) == []


def test_the_kind_in_force_is_shown_first(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    assert Opened(qtbot, bakery_desk, named(bakery, "Nettosalg")).dialog.kinds.value() == "path"
    kpi = made(bakery, target=40.0)
    assert Opened(qtbot, bakery_desk, kpi).dialog.kinds.value() == "level"
    targets.set_target(bakery, kpi.uid, value=45.0, start=dt.date(2026, 2, 1))
    assert Opened(qtbot, bakery_desk, kpi).dialog.kinds.value() == "steps"
    targets.set_season(bakery, kpi.uid, {Period.parse("2026-01"): 3.0})
    targets.remove(bakery, rows(bakery, kpi)[-1].uid)
    assert Opened(qtbot, bakery_desk, kpi).dialog.kinds.value() == "season"


def test_it_says_what_gives_way(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, named(bakery, "Nettosalg"), "season")
    opened.season.figure.setText("5300")
    opened.season.fill(Spread.EVEN)
    opened.dialog.show_preview()
    assert "Erstatter 285\u00a0000 → 330\u00a0000\u00a0kr" in opened.dialog.verdict.text()


def test_a_target_that_begins_in_the_middle_of_a_period_stays_the_same(
    qtbot: QtBot, bakery_desk: Desk, bakery: Workspace
) -> None:
    kpi = made(bakery, frequency=Frequency.WEEK)
    for day, value in ((dt.date(2026, 3, 10), 40.0), (dt.date(2026, 4, 4), 50.0)):
        targets.set_target(bakery, kpi.uid, value=value, start=day)
    before = rows(bakery, kpi)
    opened = Opened(qtbot, bakery_desk, kpi, "steps")
    assert [line.start.text() for line in opened.steps.lines] == ["uke 11, 2026", "uke 15, 2026"]
    type_into(opened.steps.lines[0].numbers[0], "41")
    opened.set()
    assert [(row.uid, row.start, row.value) for row in rows(bakery, kpi)] == [
        (before[0].uid, dt.date(2026, 3, 10), 41),
        (before[1].uid, dt.date(2026, 4, 4), 50),
    ]
    again = Opened(qtbot, bakery_desk, kpi, "level")
    type_into(again.level.value, "51")
    again.set()
    assert [row.value for row in rows(bakery, kpi)] == [41, 51]


def test_a_target_from_long_ago_keeps_its_start(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    targets.set_target(bakery, kpi.uid, value=40.0, start=dt.date(1950, 2, 1))
    opened = Opened(qtbot, bakery_desk, kpi)
    assert opened.level.start.text() == "februar 1950"
    type_into(opened.level.value, "41")
    opened.set()
    assert [(row.value, row.start) for row in rows(bakery, kpi)] == [(41, dt.date(1950, 2, 1))]


@pytest.mark.parametrize("key", ["level", "steps", "path", "season"])
def test_a_row_from_elsewhere_that_makes_no_sense_is_shown_and_removed(
    qtbot: QtBot, bakery_desk: Desk, bakery: Workspace, key: str
) -> None:
    kpi = made(bakery, frequency=Frequency.WEEK)
    odd = [
        Target("a" * 32, kpi.uid, dt.date.min, dt.date.max, 5.0, path_from=1.0),
        Target("b" * 32, kpi.uid, dt.date(2026, 5, 1), dt.date(2026, 1, 1), 5.0, path_from=1.0),
        Target("c" * 32, kpi.uid, None, None, None, season=((1, 2.0), ("x", "y"))),  # type: ignore[arg-type]
        Target("d" * 32, kpi.uid, None, None, 1e300, season=((Period.parse("2026-01").code(), 1e300),)),
        Target("e" * 32, kpi.uid, dt.date.max, None, -0.0, high=-1e300),
    ]
    with bakery.transaction(msg("try")) as change:
        for row in odd:
            change.add(row)
    opened = Opened(qtbot, bakery_desk, kpi, key)
    opened.dialog.grab()
    for button in opened.dialog.list.buttons.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    opened.set()
    assert rows(bakery, kpi) == []


# ---- steps ---------------------------------------------------------------------------------------


def test_a_step_plan_by_keyboard(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_desk, kpi, "steps")
    QTest.mouseClick(opened.steps.add, Qt.MouseButton.LeftButton)
    line = opened.steps.lines[-1]
    assert opened.dialog.focusWidget() is line.start
    type_into(line.start, "juli 2026")
    QTest.keyClick(line.start, Qt.Key.Key_Tab)
    assert opened.dialog.focusWidget() is line.numbers[0]
    QTest.keyClicks(line.numbers[0], "45,5")
    QTest.keyClick(line.numbers[0], Qt.Key.Key_Return)
    assert [(row.value, row.start) for row in rows(bakery, kpi)] == [(40, None), (45.5, dt.date(2026, 7, 1))]
    bakery.undo()
    assert [row.value for row in rows(bakery, kpi)] == [40]


def test_steps_that_clash_are_refused(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_desk, kpi, "steps")
    opened.steps.add_line()
    opened.steps.lines[-1].start.show_period(None)
    type_into(opened.steps.lines[-1].numbers[0], "45")
    opened.set()
    assert "begynner samtidig" in opened.error
    assert [row.value for row in rows(bakery, kpi)] == [40]


def test_a_step_is_taken_out(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    targets.set_target(bakery, kpi.uid, value=45.0, start=dt.date(2026, 4, 1))
    opened = Opened(qtbot, bakery_desk, kpi)
    QTest.mouseClick(opened.steps.lines[0].remove, Qt.MouseButton.LeftButton)
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [45]


def test_a_step_shows_where_its_red_flag_lies(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery, target=40.0), "steps")
    type_into(opened.steps.lines[0].numbers[0], "50")
    assert opened.steps.lines[0].numbers[2].placeholderText() == "45"


# ---- a path --------------------------------------------------------------------------------------


def test_a_path(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_desk, kpi, "path")
    type_into(opened.path.path_from, "10")
    type_into(opened.path.start, "2026-01")
    type_into(opened.path.value, "22")
    type_into(opened.path.end, "des")
    type_into(opened.path.flags.below, "20")
    assert "2 fra målverdien" in opened.path.flags._hint.text()
    opened.set()
    row = rows(bakery, kpi)[0]
    assert (row.path_from, row.value, row.red_flag) == (10, 22, 20)
    assert (row.start, row.end) == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_a_path_needs_both_ends(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_desk, kpi, "path")
    type_into(opened.path.value, "22")
    opened.set()
    assert "startverdi" in opened.error
    type_into(opened.path.path_from, "10")
    type_into(opened.path.end, "des 2025")
    opened.set()
    assert "slutter før" in opened.error
    type_into(opened.path.end, "2026-W54")
    QTest.keyClick(opened.path.end, Qt.Key.Key_Tab)
    assert "ingen slik periode" in opened.error
    assert rows(bakery, kpi) == []


def test_a_period_that_does_not_exist_is_never_stored_as_another(
    qtbot: QtBot, bakery_desk: Desk, bakery: Workspace
) -> None:
    kpi = made(bakery, frequency=Frequency.WEEK)
    opened = Opened(qtbot, bakery_desk, kpi)
    type_into(opened.level.value, "22")
    type_into(opened.level.start, "2026-W54")
    QTest.keyClick(opened.level.start, Qt.Key.Key_Return)
    assert opened.open
    assert "2026-W54" in opened.error
    assert rows(bakery, kpi) == []


# ---- a season ------------------------------------------------------------------------------------


def test_a_season_typed_month_by_month(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_desk, kpi, "season")
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


def test_a_season_pasted_from_a_spreadsheet(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_desk, kpi, "season")
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
    qtbot: QtBot, bakery_desk: Desk, bakery: Workspace, pasted: str, words: str
) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery), "season")
    QGuiApplication.clipboard().setText(pasted)
    opened.season.view.paste()
    assert words in opened.error
    assert opened.season.grid.known() == []


def test_a_cell_that_is_no_number_keeps_the_old_one(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery), "season")
    grid = opened.season.grid
    assert grid.setData(grid.index(0, 0), "12")
    assert not grid.setData(grid.index(0, 0), "l2x")
    assert grid.known() == [12]
    assert "l2x" in opened.error


def test_cells_are_copied_and_emptied(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery), "season")
    opened.season.grid.paste("\n".join(str(n) for n in range(1, 13)), opened.season.grid.index(0, 0))
    opened.season.view.setFocus()
    opened.season.view.selectAll()
    QTest.keySequence(opened.season.view, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "1\t2\t3\n4\t5\t6\n7\t8\t9\n10\t11\t12"
    QTest.keyClick(opened.season.view, Qt.Key.Key_Delete)
    assert opened.season.grid.known() == []


def test_filling_from_one_figure(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery), "season")
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


def test_filling_as_last_year(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    for n in range(1, 13):
        entry.set_value(bakery, kpi.inputs[0][1], Period.parse(f"2025-{n:02}"), float(n))
    opened = Opened(qtbot, bakery_desk, kpi, "season")
    type_into(opened.season.figure, "780")
    QTest.mouseClick(opened.season.fills[Spread.LAST_YEAR], Qt.MouseButton.LeftButton)
    assert opened.season.grid.known() == [10 * n for n in range(1, 13)]


def test_what_is_not_added_up_has_a_figure_and_a_mean(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery, combine=Combine.MEAN, unit="percent"), "season")
    assert opened.season.figure.accessibleName() == "Tall for året"
    type_into(opened.season.figure, "92,5")
    QTest.mouseClick(opened.season.fills[Spread.EVEN], Qt.MouseButton.LeftButton)
    assert opened.season.total.text() == "Snitt 92,5\u00a0% · 12 av 12"
    QTest.mouseClick(opened.season.fills[Spread.WORKING_DAYS], Qt.MouseButton.LeftButton)
    assert "summeres" in opened.error


def test_each_year_keeps_what_was_typed(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_desk, kpi, "season")
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
    qtbot: QtBot, bakery_desk: Desk, bakery: Workspace, frequency: Frequency, cells: int, shape: tuple[int, int]
) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery, frequency=frequency), "season")
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


def test_a_yearly_kpi_has_no_season(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_desk, made(bakery, frequency=Frequency.YEAR))
    assert "season" not in opened.dialog.pages


# ---- the preview ---------------------------------------------------------------------------------


def test_the_preview_follows_what_is_typed(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    kpi = named(bakery, "NPS (Net Promoter Score)")
    opened = Opened(qtbot, bakery_desk, kpi)
    before = opened.dialog.preview.spec
    assert before is not None
    assert before.target_end == 50
    type_into(opened.level.value, "40")
    qtbot.waitUntil(lambda: opened.dialog.preview.spec is not before)
    spec = opened.dialog.preview.spec
    assert spec is not None
    assert spec.target_end == 40
    assert spec.values[: len(before.values)] == before.values
    assert "i rute" in opened.dialog.verdict.text()
    assert opened.dialog.preview.accessibleName()


def test_no_page_is_wider_than_a_dialog_may_be(qtbot: QtBot, bakery_desk: Desk, bakery: Workspace) -> None:
    for language in ("nb", "en"):
        with text.using(language):
            for kpi in (named(bakery, "Nettosalg"), made(bakery, direction=Direction.MAINTAIN)):
                opened = Opened(qtbot, bakery_desk, kpi)
                for key in opened.dialog.pages:
                    opened.dialog.show_kind(key)
                    opened.dialog.layout().activate()
                    assert opened.dialog.sizeHint().width() <= 560
                    assert opened.dialog.sizeHint().height() <= 660
        bakery.undo()


# ---- periods as they are typed -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "frequency", "key"),
    [
        ("uke 14", Frequency.WEEK, "2026-W14"), ("14", Frequency.WEEK, "2026-W14"),
        ("14 2027", Frequency.WEEK, "2027-W14"),
        ("uke 1, 2026", Frequency.WEEK, "2026-W01"), ("2026-W53", Frequency.WEEK, "2026-W53"),
        ("mars", Frequency.MONTH, "2026-03"), ("March 2027", Frequency.MONTH, "2027-03"),
        ("12", Frequency.MONTH, "2026-12"),
        ("des", Frequency.MONTH, "2026-12"), ("2. kvartal 2026", Frequency.QUARTER, "2026-Q2"),
        ("K3", Frequency.QUARTER, "2026-Q3"), ("Q3 2027", Frequency.QUARTER, "2027-Q3"),
        ("tertial 2, 2026", Frequency.TERTIAL, "2026-T2"), ("2", Frequency.HALF_YEAR, "2026-H2"),
        ("2027", Frequency.YEAR, "2027"), ("20.3.2026", Frequency.DAY, "2026-03-20"),
        ("20. mars", Frequency.DAY, "2026-03-20"),
        ("20 March 2027", Frequency.DAY, "2027-03-20"), ("2026-03-20", Frequency.DAY, "2026-03-20"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(typed: str, frequency: Frequency, key: str) -> None:
    assert read_period(typed, frequency, TODAY) == Period.parse(key)


@pytest.mark.parametrize(
    ("typed", "frequency"),
    [
        ("2026-W54", Frequency.WEEK), ("54", Frequency.WEEK), ("uke", Frequency.WEEK), ("", Frequency.WEEK),
        ("1 2", Frequency.WEEK), ("2026-02-30", Frequency.DAY), ("30. februar", Frequency.DAY), ("13", Frequency.MONTH),
        ("ma", Frequency.MONTH), ("ju", Frequency.MONTH), ("mars april", Frequency.MONTH), ("5", Frequency.QUARTER),
        ("2026-03", Frequency.WEEK), ("2026-W11", Frequency.MONTH), ("1800", Frequency.YEAR),
        ("x" * 10_000, Frequency.MONTH),
    ],
)  # fmt: skip
def test_what_is_no_period(typed: str, frequency: Frequency) -> None:
    assert read_period(typed, frequency, TODAY) is None


@pytest.mark.parametrize("fiscal", [1, 7])
@pytest.mark.parametrize("frequency", list(Frequency))
def test_what_the_box_shows_it_reads_back(qtbot: QtBot, frequency: Frequency, fiscal: int) -> None:
    box = PeriodBox(frequency, TODAY, "Fra", fiscal_start=fiscal)
    qtbot.addWidget(box)
    for language in ("nb", "en"):
        with text.using(language):
            for steps in (-30, -1, 0, 1, 30):
                period = Period.containing(TODAY, frequency, fiscal).next(steps)
                box.show_period(period)
                assert box.period() == period
                assert read_period(box.textFromValue(box.value()), frequency, TODAY, fiscal) == period


def test_the_arrows_step_through_periods(qtbot: QtBot) -> None:
    box = PeriodBox(Frequency.MONTH, TODAY, "Fra", open_start=True)
    qtbot.addWidget(box)
    box.show_period(None)
    assert (box.period(), box.text()) == (None, "Alltid")
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.period() == Period.parse("2026-03")
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.period() == Period.parse("2026-04")
    type_into(box, "alltid")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.period() is None


def test_history_tells_targets_in_words(bakery: Workspace) -> None:
    kpi = made(bakery, unit="currency", target=40.0)
    targets.set_season(bakery, kpi.uid, {Period.parse("2026-01"): 10.0, Period.parse("2026-02"): 30.0}, red_flag=18.0)
    newest = bakery.history()[0]
    words = {words.part: words.after for change in bakery.changes_of(newest.ref) if (words := describe(bakery, change))}
    assert words["Sesong"] == "2 tall, 10–30\u00a0kr"
    assert words["Varselgrense"] == "18\u00a0kr"
    assert words["Målverdi"] == "20\u00a0kr"
    assert words["Fra"] == "1. januar 2026".replace(" januar", "\u00a0januar")
