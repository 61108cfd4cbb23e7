"""The history page in the window: stories 14 and 15 counted, what followed from a change, looking back, rescue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QFontMetricsF
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import cycles, entry, goals, inputs, reviews
from kpidesk.domain.entities import Input, KeyResult, Kpi, Objective, Section
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.workspace import RESTORE, Backup, HistoryFilter, Workspace
from tests.ui.conftest import NOW, Clock
from tests.ui.kept import KeptWindow, bakery_window
from tests.ui.settled import let_come, settle
from ui.app.past_bar import PastBar
from ui.app.rail import PlaceButton
from ui.app.window import Window
from ui.base import scale
from ui.history.backup_list import BackupList
from ui.history.change_list import ChangeList, DayRow, Only
from ui.history.change_view import AFTER, SECOND, ChangeView
from ui.history.history_page import HistoryPage
from ui.history.restore_dialog import RestoreDialog
from ui.history.value_history import ValueHistory
from ui.parts import painters

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
WEEK = dt.timedelta(days=7)
WEEK_10 = Period.parse("2026-W10")


class Hand:
    """A person with a mouse; counts the clicks."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        assert widget.isVisible() and widget.isEnabled()
        self.clicks += 1
        QTest.mouseClick(widget, LEFT, pos=at or widget.rect().center())


kept, window = bakery_window("kpis", (1440, 868))


@pytest.fixture
def clock(kept: KeptWindow) -> Clock:
    return kept.clock


def history(window: Window) -> HistoryPage:
    page = window.page()
    assert isinstance(page, HistoryPage)
    let_come()  # everything about the change chosen comes after the list
    return page


def place_button(window: Window, place: str) -> QWidget:
    return next(each for each in window.findChildren(PlaceButton) if each.place == place)


def row_rect(page: HistoryPage, ref: int) -> QPoint:
    index = page.model.index(page.model.place_of(ref))
    page.view.scrollTo(index)
    return page.view.visualRect(index).center()


def kpi_named(ws: Workspace, name: str) -> Kpi:
    return next(kpi for kpi in ws.all(Kpi) if kpi.name == name)


def result_titled(ws: Workspace, part: str) -> KeyResult:
    return next(result for result in ws.all(KeyResult) if part in result.title)


# ---- story 14 ----------------------------------------------------------------------------------------


def test_story_14_the_last_thing_is_undone_with_one_click(window: Window) -> None:
    ws = window.session.ws
    node = ws.all(Objective)[0]
    before = node.title
    window.session.perform(goals.rename, node.uid, "Noe annet")
    window.go("history")
    hand = Hand()
    hand.click(history(window).undo)
    assert hand.clicks == 1
    assert ws.node(node.uid).title == before
    page = history(window)
    assert page.model.line(ws.history.trail(HistoryFilter()).more(1)[0]).words == f"Angret: {before}: tittel"


def test_enter_before_a_change_is_shown_beside_the_list_goes_to_what_it_is_about(window: Window) -> None:
    window.session.perform(goals.rename, window.session.ws.all(Objective)[0].uid, "Noe annet")
    window.go("history")
    window.places.make_anew()
    page = window.page()
    assert isinstance(page, HistoryPage) and not page.settled
    page._filter()
    assert not page.settled, "a search that leaves the same change chosen leaves it to be shown"
    QTest.keyClick(page.view, Key.Key_Return)
    assert window.place == "goals"


def test_story_14_one_thing_from_last_week_is_undone_with_three_clicks(window: Window, clock: Clock) -> None:
    ws = window.session.ws
    result = result_titled(ws, "kontrakter")
    first = ws.all(Objective)[0]
    clock.now -= dt.timedelta(hours=1)
    window.session.perform(
        goals.set_measure, result.uid, kind=result.kind, start=result.start, target=20.0, unit=result.unit
    )
    ref = ws.history.entries(1)[0].ref
    clock.now += WEEK
    window.session.perform(goals.rename, first.uid, "Et nytt navn")
    hand = Hand()
    hand.click(place_button(window, "history"))
    page = history(window)
    hand.click(page.view.viewport(), row_rect(page, ref))
    assert page.view.chosen().ref == ref
    hand.click(page.panel.only)
    assert hand.clicks == 3
    assert ws.get(KeyResult, result.uid).target == result.target
    assert ws.node(first.uid).title == "Et nytt navn", "what came later stands"


def test_what_cannot_be_taken_back_any_more_is_said(window: Window) -> None:
    ws = window.session.ws
    node = ws.all(Objective)[0]
    window.session.perform(goals.rename, node.uid, "En")
    ref = ws.history.entries(1)[0].ref
    window.session.perform(goals.rename, node.uid, "To")
    window.go("history")
    page = history(window)
    page.view.choose(ref)
    QTest.mouseClick(page.panel.only, LEFT)
    assert ws.node(node.uid).title == "To"
    assert "endret igjen siden" in window.notices.rows()[0].notice.text


# ---- story 15 ----------------------------------------------------------------------------------------


def test_when_and_why_a_backup_was_made_is_whole_at_the_narrowest_also_of_another_year(
    window: Window, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.session.ws.backups.make("clear")
    clock.now += dt.timedelta(days=400)
    window.go("history")
    view = history(window).backups.view
    history(window).backups.model.refresh()
    asked: list[tuple[str, str]] = []
    cut = painters.elided
    monkeypatch.setattr(painters, "elided", lambda *given: asked.append((given[1], cut(*given))) or asked[-1][1])
    for width in (480, 336, 300):
        asked.clear()
        view.resize(width, view.height())
        view.grab()
        assert len(asked) >= 2 and all(wanted == told for wanted, told in asked), (width, asked)
    window.resize(1000, 700)
    settle()
    second = history(window).backups.second
    assert second.text() == second.words(), "the question about a second disk as well"


def test_story_15_yesterdays_backup_is_brought_back_with_four_clicks(
    window: Window, clock: Clock, qtbot: QtBot
) -> None:
    ws = window.session.ws
    node, number = ws.all(Objective)[0], ws.all(Input)[0]
    ws.backups.make("daily")
    before, series = node.title, ws.series(number.uid)
    clock.now += dt.timedelta(days=1)
    window.session.perform(goals.rename, node.uid, "Noe helt annet")
    window.session.perform(entry.set_value, number.uid, list(series)[-1], 1.0)
    hand = Hand()
    hand.click(place_button(window, "history"))
    page = history(window)
    pane = page.backups
    hand.click(pane.view.viewport(), pane.view.visualRect(pane.model.index(0)).center())
    qtbot.waitUntil(lambda: "2 endringer siden da" in pane.words.text())
    hand.click(pane.restore)
    dialog = page.dialog
    assert isinstance(dialog, RestoreDialog)
    told = {
        dialog.table.item(row, 0).text(): dialog.table.item(row, 2).text() for row in range(dialog.table.rowCount())
    }
    assert told["Noe helt annet: tittel"] == before and len(told) == 2
    hand.click(dialog.restore)
    assert hand.clicks == 4
    assert ws.node(node.uid).title == before and ws.series(number.uid) == series
    assert ws.history.entries(1)[0].kind == RESTORE and ws.backups.listed()[0].reason == "restore"
    window.session.undo()
    assert ws.node(node.uid).title == "Noe helt annet", "nothing is lost"


def test_a_damaged_backup_is_told_calmly_and_cannot_be_restored(window: Window, qtbot: QtBot) -> None:
    path = window.session.ws.backups.make("daily")
    path.write_bytes(path.read_bytes()[:5000])
    window.go("history")
    pane = history(window).backups
    pane.view.setCurrentIndex(pane.model.index(0))
    qtbot.waitUntil(lambda: not pane.restore.isEnabled())
    assert "skadet" in pane.words.text() and "ngenting" in pane.words.text()
    pane.view.setCurrentIndex(pane.model.index(1))
    assert pane.restore.isEnabled()


def test_a_restore_dialog_can_be_left_and_nothing_is_written(window: Window, qtbot: QtBot) -> None:
    ws = window.session.ws
    ws.backups.make("daily")
    window.session.perform(goals.rename, ws.all(Objective)[0].uid, "Ny")
    last = ws.history.entries(1)[0].ref
    window.go("history")
    page = history(window)
    page.focus_backups()
    QTest.keyClick(page.backups.view, Key.Key_Return)
    qtbot.waitUntil(page.dialog.restore.isEnabled)
    QTest.keyClick(page.dialog, Key.Key_Escape)
    assert ws.history.entries(1)[0].ref == last


# ---- what is told ------------------------------------------------------------------------------------


def test_what_followed_from_a_change_is_worked_out_from_the_file_before_and_after(window: Window, qtbot: QtBot) -> None:
    ws = window.session.ws
    result = result_titled(ws, "kontrakter")
    window.session.perform(goals.set_measure, result.uid, kind=result.kind, start=0.0, target=10.0, unit=result.unit)
    window.session.perform(goals.set_measure, result.uid, kind=result.kind, start=0.0, target=12.0, unit=result.unit)
    window.go("history")
    page = history(window)
    line = page.model.line(page.view.chosen())
    assert (line.words, line.before, line.after) == (f"Målverdi for {result.title}", "10", "12")
    qtbot.waitUntil(lambda: bool(page.panel._followed.text()))
    followed = page.panel._followed.text()
    assert followed.startswith(f"«{result.title}»: fremdriften gikk fra 80\u00a0% til 67\u00a0%, og status fra I rute")
    QTest.mouseClick(page.panel.go, LEFT)
    assert window.place == "goals" and window.page().view.chosen() == [result.uid]


def test_a_row_without_room_for_its_time_tells_it_in_a_second_line(window: Window) -> None:
    window.go("history")
    view = history(window).view
    change = view.currentIndex().row()
    high = view.sizeHintForRow(change)
    for width, second in ((300, SECOND), (600, 0)):
        view.setFixedWidth(width)
        assert view.sizeHintForRow(change) == high + second


def test_another_change_is_told_from_its_beginning(window: Window) -> None:
    window.go("history")
    page = history(window)
    page.side.setFixedHeight(160)
    settle()
    bar = page.side.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    QTest.keyClick(page.view, Key.Key_Down)
    settle()
    assert bar.value() == 0


def test_going_up_to_the_newest_change_of_a_day_brings_its_heading(window: Window) -> None:
    window.go("history")
    view = history(window).view
    for key in (Key.Key_End, Key.Key_Home):
        QTest.keyClick(view, key)
    assert view.currentIndex().row() == 1
    assert view.visualRect(view.model().index(0, 0)).top() == 0


def test_rows_laid_out_while_their_list_was_hidden_and_narrow_have_no_room_for_second_lines(window: Window) -> None:
    """A list is some pixels wide till its page is laid out, and may have to say before how high all of it is."""
    window.go("history")
    view = ChangeView(window.theme, history(window).model)
    view.resize(600, 400)
    view.show()
    settle()
    view.hide()
    view.resize(100, 400)
    view.doItemsLayout()
    view.resize(600, 400)
    view.show()
    settle()
    tops = [view.visualRect(view.model().index(row, 0)).top() for row in (1, 2)]
    assert tops[1] - tops[0] == view.sizeHintForRow(1)


def test_a_merge_is_one_line_that_can_be_undone_whole(
    window: Window, clock: Clock, tmp_path: Path, qtbot: QtBot
) -> None:
    ws = window.session.ws
    node = ws.all(Objective)[0]
    copy = tmp_path / "Olas kopi.kpidesk"
    ws.sharing.save_copy(copy)
    with Workspace.open(copy, author="Ola Nygård", home=Home(tmp_path / "ola"), clock=clock) as ola:
        goals.rename(ola, node.uid, "Olas navn")
        goals.rename(ola, ola.all(Objective)[1].uid, "Olas andre navn")
    ref = ws.merging.merge(copy).ref
    window.go("history")
    page = history(window)
    line = page.model.line(ws.history.entries(1)[0])
    assert (line.words, line.before, line.link) == ("Flettet inn Olas kopi", "2 endringer", "Angre hele flettingen")
    link = page.view.itemDelegate().after_area(QRectF(0, 0, 640, 34), line)
    assert QFontMetricsF(window.theme.font("medium")).horizontalAdvance(line.link) <= link.width(), "whole on a laptop"
    assert page.backups.model.reason(ws.backups.listed()[0]) == "før fletting med Olas kopi"
    QTest.mouseClick(page.panel.go, LEFT)
    assert page.chip.words() == "Flettet inn Olas kopi" and page.model.rowCount() == 3, "a day and two changes"
    QTest.mouseClick(page.chip.cross, LEFT)
    place = row_rect(page, ref)
    beside = QPoint(page.view.viewport().width() - 24 - AFTER[0] + 10, place.y())
    QTest.mouseClick(page.view.viewport(), LEFT, pos=beside)
    qtbot.waitUntil(lambda: ref in ws.history.taken_back())
    assert ws.node(node.uid).title == node.title
    assert page.model.line(next(e for e in ws.history.entries(5) if e.ref == ref)).after == "flettingen er angret"
    assert not page.model.line(next(e for e in ws.history.entries(5) if e.ref == ref)).link
    page.view.choose(ref)
    assert not page.panel.only.isEnabled(), "what is taken back can't be taken back twice"


def test_filters_find_a_person_a_type_and_a_word_and_are_taken_away_again(window: Window, qtbot: QtBot) -> None:
    window.go("history")
    page = history(window)
    everything = page.model.rowCount()
    page.who.setCurrentText("Sunniva Lie")
    page.who.activated.emit(page.who.currentIndex())
    shown = [page.model.row_of(page.model.index(row)) for row in range(page.model.rowCount())]
    assert {row.entry.author for row in shown if not isinstance(row, DayRow)} == {"Sunniva Lie"}
    QTest.keyClick(window, Key.Key_F, CONTROL)
    QTest.keyClicks(page.search, "svinn på lager")
    qtbot.waitUntil(lambda: page.stack.currentWidget() is not page.view)
    assert "svinn på lager" in page.nothing._title.text()
    QTest.mouseClick(page.nothing.button, LEFT)
    assert page.model.rowCount() == everything and not page.search.text()
    page.topic.setCurrentIndex(4)
    page.topic.activated.emit(4)
    assert 0 < page.model.rowCount() < everything


def test_every_line_reads_well_in_both_languages(window: Window) -> None:
    for language in ("nb", "en"):
        with text.using(language):
            model = ChangeList(window.session)
            model.refresh()
            while model.canFetchMore(model.index(-1)):
                model.fetchMore(model.index(-1))
            spoken = [model.index(row).data() for row in range(model.rowCount())]
        assert len(spoken) > 90
        assert not [
            words for words in spoken if "{" in words or "None" in words or "  " in words or words.endswith(": ")
        ]


def test_the_models_keep_qts_rules_while_things_change(window: Window) -> None:
    model, backups = ChangeList(window.session), BackupList(window.session)
    for each in (model, backups):
        QAbstractItemModelTester(each, QAbstractItemModelTester.FailureReportingMode.Fatal)
        each.refresh()
    while model.canFetchMore(model.index(-1)):
        model.fetchMore(model.index(-1))
    model.set_filter(HistoryFilter(words="salg"))
    window.session.perform(goals.rename, window.session.ws.all(Objective)[0].uid, "Mer salg")
    window.session.ws.backups.make("import")
    model.refresh()
    backups.refresh()
    model.set_filter(HistoryFilter())
    assert backups.index(0).data().startswith("I dag") and "før import" in backups.index(0).data()


# ---- one cell ----------------------------------------------------------------------------------------


def test_a_number_tells_what_it_was_and_is_brought_back(window: Window, clock: Clock, qtbot: QtBot) -> None:
    ws = window.session.ws
    kpi = kpi_named(ws, "Første responstid (FRT)")
    source = kpi.inputs[0][1]
    window.session.perform(entry.set_value, source, WEEK_10, 7.7)
    window.session.perform(entry.set_value, source, WEEK_10, 8.8)
    window.go("kpi", kpi.uid)
    page = window.page()
    page.table.setFocus()
    page.table.setCurrentIndex(page.entries.index(page.entries.row_of(WEEK_10), page.entries.value_column))
    page.table._column = page.entries.value_column
    QTest.keyClick(page.table, Key.Key_H, CONTROL | SHIFT)
    dialog = page.findChild(ValueHistory)
    assert dialog.title.startswith("Første responstid") and "uke 10" in dialog.title
    words = [button.text() for button in dialog.backs]
    assert words[0] == "Hent tilbake 7,7\u00a0t" and "Hent tilbake 5,3\u00a0t" in words
    QTest.mouseClick(dialog.backs[words.index("Hent tilbake 5,3\u00a0t")], LEFT)
    assert ws.series(source)[WEEK_10] == 5.3
    assert dialog.backs[0].text() == "Hent tilbake 8,8\u00a0t"
    QTest.mouseClick(dialog.all, LEFT)
    assert window.place == "history"
    shown = history(window)
    assert shown.chip.isVisible() and "uke 10" in shown.chip.words()
    assert shown.model.filter.what == WEEK_10
    QTest.mouseClick(shown.chip.cross, LEFT)
    assert not shown.chip.isVisible() and shown.model.filter == HistoryFilter()


def test_a_cell_of_the_entry_page_tells_its_history(window: Window, qtbot: QtBot) -> None:
    window.go("entry")
    page = window.page()
    view = page.current_view()
    index = next(
        view.grid.index(row, column) for row in range(view.grid.rowCount()) for column in range(view.grid.columnCount())
        if (cell := view.grid.cell(view.grid.index(row, column))) and cell[1] in window.session.ws.series(cell[0])
    )  # fmt: skip
    view.setCurrentIndex(index)
    view.setFocus()
    QTest.keyClick(view, Key.Key_H, CONTROL | SHIFT)
    dialog = page.findChild(ValueHistory)
    assert dialog is not None and dialog._what == view.grid.cell(index)[1]
    dialog.accept()
    assert [action.text() for action in view.menu().actions()][-1].startswith("Historikk for dette tallet")


def test_a_field_beside_the_tree_tells_its_history_and_the_goal_its_own(window: Window, qtbot: QtBot) -> None:
    ws = window.session.ws
    node = ws.all(Objective)[0]
    window.session.perform(goals.rename, node.uid, "Nytt navn")
    window.go("goals", node.uid)
    page = window.page()
    page.view.choose(node.uid)
    field = page.inspector.panel.title
    qtbot.waitUntil(field.isVisible)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Key.Key_H, CONTROL | SHIFT)
    dialog = page.findChild(ValueHistory)
    assert dialog.title == "Nytt navn: tittel"
    QTest.mouseClick(dialog.backs[0], LEFT)
    assert ws.node(node.uid).title == node.title
    dialog.accept()
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_H, CONTROL | SHIFT)
    only = history(window)._only
    assert isinstance(only, Only) and only.rows[0] == node.uid
    assert history(window).chip.words() == node.title
    window.go("kpis")
    window.page().view.choose(kpi_named(ws, "Nettosalg").uid)
    window.page().commands()["kpi_history"]()
    assert history(window).chip.words() == "Nettosalg" and history(window).model.rowCount() > 5


def test_the_right_button_offers_the_history_of_a_field_and_of_a_number(window: Window, qtbot: QtBot) -> None:
    ws = window.session.ws
    node = ws.all(Objective)[0]
    window.go("goals", node.uid)
    page = window.page()
    page.view.choose(node.uid)
    for field in (page.inspector.panel.title, page.inspector.panel.owner):
        at = field.rect().center()
        QApplication.sendEvent(field, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, field.mapToGlobal(at)))
        (menu,) = [each for each in field.findChildren(QMenu) if each.actions() and each.isVisible()]
        assert menu.actions()[-1].text() == "Historikk for dette feltet"
        menu.actions()[-1].trigger()
        menu.close()
    titles = {dialog.title for dialog in page.findChildren(ValueHistory)}
    assert titles == {f"{node.title}: tittel", f"{node.title}: eier"}
    for dialog in page.findChildren(ValueHistory):
        dialog.accept()
    window.go("kpi", kpi_named(ws, "Første responstid (FRT)").uid)
    window.page().actions_of_kpi.choose(kpi_named(ws, "Første responstid (FRT)").uid)
    names = [action.objectName() for action in window.page().actions_of_kpi.menu(window.page().commands()).actions()]
    assert "kpi_history" in names


def test_the_menu_leads_to_the_backups_with_the_keyboard_on_the_newest(window: Window, qtbot: QtBot) -> None:
    window.session.ws.backups.make("import")
    window.commands.run("backups")
    pane = history(window).backups
    assert window.place == "history" and pane.chosen() == window.session.ws.backups.listed()[0]
    qtbot.waitUntil(pane.view.hasFocus)
    QTest.keyClick(pane.view, Key.Key_Down)
    assert pane.chosen() == window.session.ws.backups.listed()[1]
    scale.use(150)
    try:
        pane.refresh()
        assert pane.view.height() >= 2 * pane.view.sizeHintForRow(0), "both are seen whole with larger text"
    finally:
        scale.use(scale.ORDINARY)


# ---- looking back ------------------------------------------------------------------------------------


def look_back(window: Window, when: dt.datetime | Backup, qtbot: QtBot) -> PastBar:
    with qtbot.waitSignal(window.looking.changed):
        window.session.look_back.emit(when)
    bar = window.findChild(PastBar)
    qtbot.waitUntil(bar.isVisible)
    return bar


def test_a_look_back_that_was_given_up_is_forgotten_and_the_next_one_comes(window: Window, qtbot: QtBot) -> None:
    window.looking.start(window.files.session, window.session.ws.now())
    given_up = window.looking._waiting
    given_up._say()
    with qtbot.waitSignal(given_up.destroyed):
        given_up.dialog.reject()
    look_back(window, window.session.ws.now(), qtbot)
    window.close_file()
    assert window.session is None


def test_the_file_as_it_was_is_shown_on_every_page_and_nothing_can_be_changed(
    window: Window, clock: Clock, qtbot: QtBot
) -> None:
    ws = window.session.ws
    node, number = ws.all(Objective)[0], ws.all(Input)[0]
    moment = ws.now()
    clock.now += dt.timedelta(days=50)
    window.session.perform(goals.rename, node.uid, "Slik det heter nå")
    count = len(ws.history.entries(10_000))
    bar = look_back(window, moment, qtbot)
    assert bar.isVisible() and "16.\u00a0mars 2026" in bar.words.text()
    assert window.session.today() == NOW.date()
    for place in ("overview", "goals", "kpis", "entry", "review", "history"):
        window.go(place)
        assert window.session.ws.node(node.uid).title == node.title
    window.session.perform(goals.rename, node.uid, "Umulig")
    assert "Slik var filen da" in window.notices.rows()[0].notice.text
    window.notices.clear()
    window.session.perform(entry.set_value, number.uid, list(ws.series(number.uid))[-1], 1.0)
    window.session.undo()
    assert "Slik var filen da" in window.notices.rows()[0].notice.text
    assert not history(window).undo.isEnabled() and not history(window).backups.restore.isEnabled()
    assert len(ws.history.entries(10_000)) == count
    QTest.mouseClick(bar.now, LEFT)
    assert window.session.ws is ws and window.looking.bar() is None
    assert window.session.ws.node(node.uid).title == "Slik det heter nå"
    assert window.place == "history"


def test_the_file_is_brought_back_to_what_is_shown_as_one_step(window: Window, clock: Clock, qtbot: QtBot) -> None:
    ws = window.session.ws
    node = ws.all(Objective)[0]
    moment = ws.now()
    clock.now += dt.timedelta(days=2)
    window.session.perform(goals.rename, node.uid, "Slik det heter nå")
    bar = look_back(window, moment, qtbot)
    QTest.mouseClick(bar.restore, LEFT)
    dialog = window.looking.dialog
    qtbot.waitUntil(dialog.restore.isEnabled)
    QTest.mouseClick(dialog.restore, LEFT)
    assert window.session.ws is ws and ws.node(node.uid).title == node.title
    assert ws.history.entries(1)[0].kind == RESTORE
    ws.undo()
    assert ws.node(node.uid).title == "Slik det heter nå"


def test_a_day_is_asked_for_and_a_wrong_one_is_explained(window: Window, clock: Clock, qtbot: QtBot) -> None:
    clock.now += dt.timedelta(days=10)
    window.commands.run("as_it_was")
    dialog = window.looking.dialog
    dialog.field.setText("1.1.1990")
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert dialog.isVisible() and "2.\u00a0januar 2026" in dialog.problem.text()
    first, last = dialog.calendar.minimumDate(), dialog.calendar.maximumDate()
    for day, faint in ((first.addDays(-1), True), (first, False), (last, False), (last.addDays(1), True)):
        dialog.calendar.setCurrentPage(day.year(), day.month())
        color = dialog.calendar.dateTextFormat(day).foreground().color()
        assert (color == window.theme.color("disabled")) is faint, day
    dialog.field.setText("20.3.2026")
    with qtbot.waitSignal(window.looking.changed):
        QTest.keyClick(dialog.field, Key.Key_Return)
    assert window.session.today() == dt.date(2026, 3, 20)
    assert window.findChild(PastBar).words.text() == "Du ser filen slik den var 20. mars 2026.".replace(
        " mars", "\u00a0mars"
    )
    window.looks.speak("en")
    assert "You see the file as it was on 20" in window.findChildren(PastBar)[-1].words.text()
    window.commands.run("back_to_now")
    assert window.session.today() == (NOW + dt.timedelta(days=10)).date()


def test_the_file_can_be_closed_and_another_opened_while_looking_back(window: Window, qtbot: QtBot) -> None:
    look_back(window, window.session.ws.now(), qtbot)
    window.close_file()
    assert window.session is None and not list(window.home.working_copies.glob("*.tmp"))


def test_what_a_backup_contains_can_be_looked_at(window: Window, clock: Clock, qtbot: QtBot) -> None:
    ws = window.session.ws
    ws.backups.make("daily")
    clock.now += dt.timedelta(days=1)
    window.session.perform(goals.rename, ws.all(Objective)[0].uid, "Nytt")
    window.go("history")
    pane = history(window).backups
    pane.view.setCurrentIndex(pane.model.index(0))
    with qtbot.waitSignal(window.looking.changed):
        QTest.mouseClick(pane.look, LEFT)
    assert window.session.ws.all(Objective)[0].title != "Nytt"


# ---- the file itself ---------------------------------------------------------------------------------


def test_the_file_is_checked_in_the_background(window: Window, qtbot: QtBot) -> None:
    window.commands.run("check_file")
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    assert "i orden" in window.notices.rows()[0].notice.text


def test_a_damaged_file_is_made_anew_through_the_window(
    make_window: Callable[[], Window], bakery: Workspace, home: Home
) -> None:
    path = bakery.path
    node = bakery.all(Objective)[0]
    goals.rename(bakery, node.uid, "Endret før skaden")
    bakery.backups.make("daily")
    bakery.close()
    content = path.read_bytes()
    path.write_bytes(content[:5000] + bytes(3000) + content[8000:20_000])
    window = make_window()
    assert not window.open_file(str(path)) and window.session is None
    dialog = window.files.rescuing
    assert dialog.isVisible()
    QTest.mouseClick(dialog.cancel, LEFT)
    assert len(path.read_bytes()) == 20_000, "leaving it changes nothing"
    window.open_file(str(path))
    QTest.mouseClick(window.files.rescuing.rescue, LEFT)
    assert window.session.ws.node(node.uid).title == "Endret før skaden" and window.session.ws.checking.problems() == []
    (aside,) = [each for each in path.parent.iterdir() if ".damaged-" in each.name]
    assert len(aside.read_bytes()) == 20_000
    told = window.notices.rows()[0].notice.text
    assert aside.name in told and "arbeidskopien" in told
    with text.using("en"):
        from ui.sharing.rescue_dialog import found_words

        assert aside.name in found_words(window.session.ws.rescued, window.clock)


def test_backups_go_to_a_second_disk_and_a_disk_taken_out_is_said_calmly(
    window: Window, tmp_path: Path, qtbot: QtBot
) -> None:
    disk = tmp_path / "USB"
    disk.mkdir()
    window.session.ws.backups.make("daily")
    window.go("history")
    pane = history(window).backups
    second = window.session.second
    with qtbot.waitSignals([second.told, second.told]):
        second.choose(disk)
    assert len(list(disk.glob("*/*.kpidesk"))) == 1 and not second.problem
    assert "USB" in pane.second.words()
    with qtbot.waitSignals([second.told, second.told]):
        second.choose(tmp_path / "borte" / "disk")
    assert "trygge" in pane.trouble.text() and pane.trouble.isVisibleTo(pane)
    QTest.mouseClick(pane.no_more, LEFT)
    assert second.folder is None


def test_every_button_of_the_page_has_a_name(window: Window) -> None:
    window.go("history")
    nameless = [b for b in history(window).findChildren(QPushButton) if not (b.text() or b.accessibleName())]
    assert not nameless


def test_undo_and_redo_say_what_they_did_and_lead_back(window: Window) -> None:
    ws = window.session.ws
    node = ws.all(Objective)[0]
    window.session.perform(goals.rename, node.uid, "Noe annet")
    window.go("goals")
    QTest.keyClick(window, Key.Key_Z, CONTROL)
    toast = window.toast
    assert toast.isVisible() and toast._words.text().startswith("Angret: ") and node.title in toast._words.text()
    assert toast._undo.text() == "Gjør om igjen"
    QTest.mouseClick(toast._undo, LEFT)
    assert ws.node(node.uid).title == "Noe annet"
    assert toast.isVisible() and toast._words.text().startswith("Gjort om igjen: ")
    QTest.mouseClick(toast._undo, LEFT)
    assert ws.node(node.uid).title == node.title


def test_of_what_is_made_nothing_is_told_that_was_before(window: Window) -> None:
    """A new line of the first review of a quarter was never another part of it, although it would have begun so."""
    quarter = window.session.period.previous(9)
    window.session.perform(cycles.in_cycle, quarter, reviews.add_note, section=Section.DECISION, text="Skriver")
    window.go("history")
    labels = history(window).panel.findChildren(QLabel)
    heard = [QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in labels]
    (lines,) = [each.splitlines() for each in heard if "\n" in each]
    assert any(each.endswith("Beslutninger") for each in lines), "one label tells all that was changed"
    assert not any("→" in each for each in heard)


def test_a_restore_says_what_it_took_and_is_undone_from_its_line(window: Window, clock) -> None:
    ws = window.session.ws
    moment, uid = ws.now(), ws.all(Objective)[0].uid
    clock.now += dt.timedelta(minutes=1)
    window.session.perform(goals.rename, uid, "Kari skrev dette")
    window.session.perform(goals.rename, uid, "Og dette")
    ws.time.restore(moment)
    window.go("history")
    page = history(window)
    entry = page.view.chosen()
    line = page.model.line(entry)
    assert line.words.startswith("Gjenopprettet filen slik den var i dag")
    assert (line.before, line.link) == ("2 endringer", "Angre gjenopprettingen")
    told = [label.text() for label in page.panel.findChildren(QLabel)]
    assert "2 endringer er tatt bort, alle dine." in told
    page._undo_one(entry)
    assert ws.get(Objective, uid).title == "Og dette"
    assert page.model.line(entry).after == "gjenopprettingen er angret"


def test_what_a_change_changed_is_read_once_however_one_searches(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("history")
    page = history(window)
    read: list[int] = []
    briefs = type(window.session.ws.history).briefs
    monkeypatch.setattr(
        type(window.session.ws.history), "briefs",
        lambda self, entries: read.extend(each.ref for each in entries) or briefs(self, entries),
    )  # fmt: skip
    searched: list[str] = []
    page.model.modelReset.connect(lambda: searched.append(page.model.filter.words))
    for words in ("mål", "målbane", ""):
        page.search.setText("")
        QTest.keyClicks(page.search, words)
        qtbot.waitUntil(lambda words=words: page.model.filter.words == words)
        for row in range(page.model.rowCount()):
            page.model.index(row).data()
    assert len(read) == len(set(read))
    assert len(searched) <= 4, "one search for a word, not one for each letter"
    qtbot.waitUntil(lambda: page.settled)
    assert page.panel.entry == page.view.chosen()
    told = page.panel._body
    page._filter()
    assert page.panel._body is told, "a search that leaves the same change chosen tells nothing anew"


def test_a_filter_fills_the_panel_once_with_what_is_chosen_in_the_end(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("history")
    page = history(window)
    shown: list[object] = []
    show_entry = page.panel.show_entry
    monkeypatch.setattr(page.panel, "show_entry", lambda entry: shown.append(entry) or show_entry(entry))
    page.topic.setCurrentIndex(4)
    page.topic.activated.emit(4)
    assert shown == [page.view.chosen()]
    page.refresh(None)
    assert shown[1:] == [page.view.chosen()]


def test_what_a_number_was_and_is_has_room_in_larger_text(window: Window) -> None:
    """The pane showed their beginnings only, and with them of all that stands below."""
    window.theme.resize(140)
    uid = inputs.input_named(window.session.ws, "sessions").uid
    for value in (22300.5, 1233000.25):
        window.session.perform(entry.set_value, uid, Period.parse("2026-W10"), value)
    window.go("history")
    settle()
    side = history(window).side
    assert side.widget().minimumSizeHint().width() <= side.viewport().width()
    assert side.widget().width() <= side.viewport().width()
    window.theme.resize(100)
