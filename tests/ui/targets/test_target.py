"""The targets dialog, driven by keyboard and mouse: its kinds, a preview, nothing stored before it is set."""

from __future__ import annotations

import datetime as dt
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import kpis, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Direction, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.spread import Spread
from kpidesk.text import msg
from kpidesk.wording.changes import describe
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.own_kpis import named
from tests.ui.targets.target_dialog import Opened, made, rows, type_into
from ui.base.session import Session
from ui.base.theme import Theme
from ui.targets.target_dialog import TargetDialog


@pytest.fixture
def bakery_session(bakery: Workspace, theme: Theme) -> Session:
    return Session(bakery, theme)


def test_the_kinds_are_chosen_with_the_arrow_keys(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery))
    button = opened.dialog.kinds.findChildren(QPushButton)[0]
    button.setFocus()
    assert list(opened.dialog.pages.made) == ["level"], "the fields of the other kinds are made when they are chosen"
    QTest.keyClick(button, Qt.Key.Key_Right)
    assert opened.dialog.kinds.value() == "steps"
    assert opened.steps.isVisible()
    assert not opened.level.isVisible()
    assert list(opened.dialog.pages.made) == ["level", "steps"]
    assert not opened.dialog.holds_typed, "nobody has typed in the fields that have come"
    type_into(opened.level.value, "7")
    assert opened.dialog.holds_typed


def test_a_dialog_that_nobody_holds_any_more_goes_at_once(bakery_session: Session, bakery: Workspace) -> None:
    """Left to the collection of garbage, it would be deleted in another order than Qt's, and in full view."""
    dialog = TargetDialog(bakery_session, bakery.all(Kpi)[0])
    dialog.show_kind("steps")
    held = weakref.ref(dialog)
    del dialog
    assert held() is None


def test_ctrl_enter_stores_from_the_choice_of_kinds_too(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi)
    QTest.keyClicks(opened.level.value, "7")
    button = opened.dialog.kinds.findChildren(QPushButton)[0]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not opened.open and rows(bakery, kpi)[0].value == 7


# ---- one number ----------------------------------------------------------------------------------


def test_a_number_by_keyboard_alone(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, unit="currency")
    opened = Opened(qtbot, bakery_session, kpi)
    assert opened.dialog.focusWidget() is opened.level.value
    QTest.keyClicks(opened.level.value, "1.284.500,5")
    QTest.keyClick(opened.level.value, Qt.Key.Key_Return)
    assert not opened.open
    assert [(row.value, row.start, row.red_flag) for row in rows(bakery, kpi)] == [(1_284_500.5, None, None)]


def test_english_numbers_in_english(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    with text.using("en"):
        kpi = made(bakery)
        opened = Opened(qtbot, bakery_session, kpi)
        QTest.keyClicks(opened.level.value, "1,284.5")
        opened.set()
    assert rows(bakery, kpi)[0].value == 1284.5


def test_a_target_from_a_period_on_leaves_the_earlier_one(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    kpi = named(bakery, "NPS (Net Promoter Score)")
    opened = Opened(qtbot, bakery_session, kpi)
    type_into(opened.level.value, "55")
    type_into(opened.level.start, "april")
    opened.set()
    assert [(row.value, row.start) for row in rows(bakery, kpi)] == [(50, None), (55, dt.date(2026, 4, 1))]


def test_the_default_red_flag_is_spelled_out(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery, unit="currency"))
    type_into(opened.level.value, "330000")
    assert "10\u00a0%" in opened.level.flags._hint.text()
    assert "297\u00a0000\u00a0kr" in opened.level.flags._hint.text()
    falling = Opened(
        qtbot, bakery_session, bakery.get(Kpi, own_kpis.define(bakery, name="F", direction=Direction.DECREASE))
    )
    type_into(falling.level.value, "5")
    assert "5,5" in falling.level.flags._hint.text()


def test_a_target_of_zero_asks_once_for_a_red_flag(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, direction=Direction.DECREASE)
    opened = Opened(qtbot, bakery_session, kpi)
    type_into(opened.level.value, "0")
    opened.set()
    assert opened.open
    assert "varselgrense" in opened.error
    assert rows(bakery, kpi) == []
    type_into(opened.level.flags.below, "3")
    opened.set()
    assert [(row.value, row.red_flag) for row in rows(bakery, kpi)] == [(0, 3)]


def test_a_target_of_zero_can_go_without(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi)
    type_into(opened.level.value, "0")
    opened.set()
    opened.set()
    assert [(row.value, row.red_flag) for row in rows(bakery, kpi)] == [(0, None)]


def test_a_path_that_ends_at_zero_asks_too(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, direction=Direction.DECREASE)
    opened = Opened(qtbot, bakery_session, kpi, "path")
    type_into(opened.path.path_from, "9")
    type_into(opened.path.value, "0")
    opened.set()
    assert opened.open
    assert "varselgrense" in opened.error
    assert rows(bakery, kpi) == []
    opened.set()
    assert [(row.path_from, row.value, row.red_flag) for row in rows(bakery, kpi)] == [(9, 0, None)]


@pytest.mark.parametrize(
    ("value", "flag", "words"),
    [
        ("44O5", "", "Mente du 4\u00a0405?"),
        ("mange", "", "ikke et tall"),
        ("50", "60", "må"),
        ("", "60", "målverdien først"),
        ("1" + "0" * 16, "", "Det største tallet"),
        ("9" * 10_000, "", "ikke et tall"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace, value: str, flag: str, words: str
) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_session, kpi)
    opened.level.value.setText(value)
    opened.level.flags.below.setText(flag)
    opened.set()
    assert opened.open
    assert words in opened.error
    assert [row.value for row in rows(bakery, kpi)] == [40]
    QTest.keyClicks(opened.level.value, "1")
    assert not opened.error


def test_what_is_thrown_away_stores_nothing(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_session, kpi)
    type_into(opened.level.value, "50")
    QTest.mouseClick(next(iter(opened.dialog.list.buttons.values())), Qt.MouseButton.LeftButton)
    QTest.keyClick(opened.dialog, Qt.Key.Key_Escape)
    assert opened.open, "it asks first"
    box = opened.dialog.question
    assert box is not None
    next(each for each in box.buttons() if box.buttonRole(each) is box.ButtonRole.DestructiveRole).click()
    assert not opened.open
    assert [row.value for row in rows(bakery, kpi)] == [40]


def test_nothing_typed_is_nothing_to_store(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery))
    opened.set()
    assert opened.open
    assert "Skriv en målverdi" in opened.error


def test_a_band_has_both_edges(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, direction=Direction.MAINTAIN)
    opened = Opened(qtbot, bakery_session, kpi)
    assert list(opened.dialog.pages) == ["level", "steps"]
    type_into(opened.level.value, "4")
    opened.set()
    assert "begge grenser" in opened.error
    type_into(opened.level.high, "3")
    opened.set()
    assert "Nedre grense ligger over" in opened.error
    type_into(opened.level.high, "5")
    type_into(opened.level.flags.below, "3")
    type_into(opened.level.flags.above, "7")
    opened.set()
    assert [(r.value, r.high, r.red_flag, r.red_high) for r in rows(bakery, kpi)] == [(4, 5, 3, 7)]


# ---- what stands ---------------------------------------------------------------------------------


def test_targets_that_stand_are_listed_and_removed_in_one_step(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    kpi = made(bakery, target=40.0)
    targets.set_target(bakery, kpi.uid, Step(value=45.0, start=dt.date(2026, 4, 1)))
    before = rows(bakery, kpi)
    opened = Opened(qtbot, bakery_session, kpi, "season")
    for button in opened.dialog.list.buttons.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    first = opened.dialog.list.buttons[before[0].uid]
    assert first.text() == "Behold"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [40]
    bakery.undo()
    assert rows(bakery, kpi) == before


def test_a_target_marked_to_be_removed_leaves_its_fields(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    kpi = made(bakery, target=40.0)
    targets.set_season(bakery, kpi.uid, {Period.parse("2026-01"): 3.0})
    opened = Opened(qtbot, bakery_session, kpi, "level")
    for button in opened.dialog.list.buttons.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.level.value.text() == ""
    assert opened.season.grid.known() == []
    opened.set()
    assert rows(bakery, kpi) == []


def test_what_is_typed_stays_when_the_old_one_is_removed(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_session, kpi)
    type_into(opened.level.value, "41")
    QTest.mouseClick(next(iter(opened.dialog.list.buttons.values())), Qt.MouseButton.LeftButton)
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [41]


def test_what_a_colleague_sets_in_the_meantime_stands(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_session, kpi)
    targets.set_target(bakery, kpi.uid, Step(value=45.0, start=dt.date(2026, 7, 1)))
    type_into(opened.level.value, "41")
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [41, 45]


def test_a_kpi_that_is_gone_is_said(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi)
    type_into(opened.level.value, "41")
    kpis.delete(bakery, kpi.uid)
    opened.set()
    assert opened.open
    assert opened.error
    assert rows(bakery, kpi) == []


def test_an_emptied_number_takes_the_target_away(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_session, kpi)
    opened.level.value.setFocus()
    opened.level.value.selectAll()
    QTest.keyClick(opened.level.value, Qt.Key.Key_Delete)
    opened.set()
    assert rows(bakery, kpi) == []


def test_the_kind_in_force_is_shown_first(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    assert Opened(qtbot, bakery_session, named(bakery, "Nettosalg")).dialog.kinds.value() == "path"
    kpi = made(bakery, target=40.0)
    assert Opened(qtbot, bakery_session, kpi).dialog.kinds.value() == "level"
    targets.set_target(bakery, kpi.uid, Step(value=45.0, start=dt.date(2026, 2, 1)))
    assert Opened(qtbot, bakery_session, kpi).dialog.kinds.value() == "steps"
    targets.set_season(bakery, kpi.uid, {Period.parse("2026-01"): 3.0})
    targets.remove(bakery, rows(bakery, kpi)[-1].uid)
    assert Opened(qtbot, bakery_session, kpi).dialog.kinds.value() == "season"


def test_it_says_what_gives_way(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, named(bakery, "Nettosalg"), "season")
    opened.season.figure.setText("5300")
    opened.season.fill(Spread.EVEN)
    opened.dialog.show_preview()
    assert "Erstatter 285\u00a0000 → 330\u00a0000\u00a0kr" in opened.dialog.verdict.text()


def test_a_target_that_begins_in_the_middle_of_a_period_stays_the_same(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    kpi = made(bakery, frequency=Frequency.WEEK)
    for day, value in ((dt.date(2026, 3, 10), 40.0), (dt.date(2026, 4, 4), 50.0)):
        targets.set_target(bakery, kpi.uid, Step(value=value, start=day))
    before = rows(bakery, kpi)
    opened = Opened(qtbot, bakery_session, kpi, "steps")
    assert [line.start.text() for line in opened.steps.lines] == ["uke 11, 2026", "uke 15, 2026"]
    type_into(opened.steps.lines[0].numbers[0], "41")
    opened.set()
    assert [(row.uid, row.start, row.value) for row in rows(bakery, kpi)] == [
        (before[0].uid, dt.date(2026, 3, 10), 41),
        (before[1].uid, dt.date(2026, 4, 4), 50),
    ]
    again = Opened(qtbot, bakery_session, kpi, "level")
    type_into(again.level.value, "51")
    again.set()
    assert [row.value for row in rows(bakery, kpi)] == [41, 51]


def test_a_target_from_long_ago_keeps_its_start(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    targets.set_target(bakery, kpi.uid, Step(value=40.0, start=dt.date(1950, 2, 1)))
    opened = Opened(qtbot, bakery_session, kpi)
    assert opened.level.start.text() == "februar 1950"
    type_into(opened.level.value, "41")
    opened.set()
    assert [(row.value, row.start) for row in rows(bakery, kpi)] == [(41, dt.date(1950, 2, 1))]


@pytest.mark.parametrize("key", ["level", "steps", "path", "season"])
def test_a_row_from_elsewhere_that_makes_no_sense_is_shown_and_removed(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace, key: str
) -> None:
    kpi = made(bakery, frequency=Frequency.WEEK)
    code = Period.parse("2026-01").code()
    odd = [
        Target("a" * 32, kpi.uid, dt.date(1900, 1, 1), dt.date(2199, 12, 31), 5.0, path_from=1.0),
        Target("b" * 32, kpi.uid, dt.date(2026, 5, 1), dt.date(2026, 1, 1), 5.0, path_from=1.0),
        Target("c" * 32, kpi.uid, None, None, None, season=((code, 2.0),)),
        Target("d" * 32, kpi.uid, None, None, 1e18, season=((code, 1e18), (code, -1e18))),
        Target("e" * 32, kpi.uid, dt.date(2199, 12, 31), None, -0.0, high=-1e18),
    ]
    with bakery.transaction(msg("try")) as change:
        for row in odd:
            change.add(row)
    opened = Opened(qtbot, bakery_session, kpi, key)
    opened.dialog.grab()
    for button in opened.dialog.list.buttons.values():
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    opened.set()
    assert rows(bakery, kpi) == []


# ---- steps ---------------------------------------------------------------------------------------


def test_a_step_plan_by_keyboard(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_session, kpi, "steps")
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


def test_steps_that_clash_are_refused(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    opened = Opened(qtbot, bakery_session, kpi, "steps")
    opened.steps.add_line()
    opened.steps.lines[-1].start.show_period(None)
    type_into(opened.steps.lines[-1].numbers[0], "45")
    opened.set()
    assert "begynner samtidig" in opened.error
    assert [row.value for row in rows(bakery, kpi)] == [40]


def test_a_step_is_taken_out(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery, target=40.0)
    targets.set_target(bakery, kpi.uid, Step(value=45.0, start=dt.date(2026, 4, 1)))
    opened = Opened(qtbot, bakery_session, kpi)
    QTest.mouseClick(opened.steps.lines[0].remove, Qt.MouseButton.LeftButton)
    opened.set()
    assert [row.value for row in rows(bakery, kpi)] == [45]


def test_a_step_shows_where_its_red_flag_lies(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    opened = Opened(qtbot, bakery_session, made(bakery, target=40.0), "steps")
    type_into(opened.steps.lines[0].numbers[0], "50")
    assert opened.steps.lines[0].numbers[2].placeholderText() == "45"


# ---- a path --------------------------------------------------------------------------------------


def test_a_path(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi, "path")
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


def test_a_path_needs_both_ends(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = made(bakery)
    opened = Opened(qtbot, bakery_session, kpi, "path")
    type_into(opened.path.value, "22")
    opened.set()
    assert "startverdi" in opened.error
    type_into(opened.path.path_from, "10")
    type_into(opened.path.end, "des 2025")
    opened.set()
    assert "slutter før" in opened.error
    type_into(opened.path.end, "2026-W54")
    QTest.keyClick(opened.path.end, Qt.Key.Key_Tab)
    assert "ikke en gyldig periode" in opened.error
    assert rows(bakery, kpi) == []


def test_a_period_that_does_not_exist_is_never_stored_as_another(
    qtbot: QtBot, bakery_session: Session, bakery: Workspace
) -> None:
    kpi = made(bakery, frequency=Frequency.WEEK)
    opened = Opened(qtbot, bakery_session, kpi)
    type_into(opened.level.value, "22")
    type_into(opened.level.start, "2026-W54")
    QTest.keyClick(opened.level.start, Qt.Key.Key_Return)
    assert opened.open
    assert "2026-W54" in opened.error
    assert rows(bakery, kpi) == []


# ---- the preview ---------------------------------------------------------------------------------


def test_the_preview_follows_what_is_typed(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    kpi = named(bakery, "NPS (Net Promoter Score)")
    opened = Opened(qtbot, bakery_session, kpi)
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


def test_no_page_is_wider_than_a_dialog_may_be(qtbot: QtBot, bakery_session: Session, bakery: Workspace) -> None:
    for language in ("nb", "en"):
        with text.using(language):
            for kpi in (named(bakery, "Nettosalg"), made(bakery, direction=Direction.MAINTAIN)):
                opened = Opened(qtbot, bakery_session, kpi)
                for key in opened.dialog.pages:
                    opened.dialog.show_kind(key)
                    opened.dialog.layout().activate()
                    assert opened.dialog.sizeHint().width() <= 560
                    assert opened.dialog.sizeHint().height() <= 660
        bakery.undo()


def test_history_tells_targets_in_words(bakery: Workspace) -> None:
    kpi = made(bakery, unit="currency", target=40.0)
    targets.set_season(bakery, kpi.uid, {Period.parse("2026-01"): 10.0, Period.parse("2026-02"): 30.0}, red_flag=18.0)
    newest = bakery.history.entries()[0]
    words = {
        words.part: words.after
        for change in bakery.history.changes_of(newest.ref)
        if (words := describe(bakery, change))
    }
    assert words["Sesong"] == "2 tall, 10–30\u00a0kr"
    assert words["Varselgrense"] == "18\u00a0kr"
    assert words["Målverdi"] == "20\u00a0kr"
    assert words["Fra"] == "1. januar 2026".replace(" januar", "\u00a0januar")
