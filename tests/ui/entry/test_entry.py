"""The entry sheet, driven by keys as a person would, and what the workspace then holds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk import figures, reading
from kpidesk.commands import entry, inputs, notes
from kpidesk.domain.entities import NOT_APPLICABLE, Input
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.settled import settle
from ui.base.reach.beside import opened_in
from ui.base.scale import px
from ui.base.session import Notice, Session
from ui.base.theme import Theme
from ui.entry.entry_check import Concern, ConcernRow, by_name
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_looks import FIRST, UNIT, State
from ui.entry.sheet.entry_painter import AFTER, BEFORE, UNIT_WIDTH
from ui.entry.sheet.entry_view import EntryView

WEEK = Period.parse("2026-W11")
FEBRUARY = Period.parse("2026-02")


@pytest.fixture
def page(qtbot: QtBot, bakery: Workspace, theme: Theme) -> EntryPage:
    session = Session(bakery, theme)
    shown = EntryPage(session)
    shown.session_kept = session  # type: ignore[attr-defined]
    session.changed.connect(shown.refresh)
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.refresh(None)
    with qtbot.waitExposed(shown):
        shown.show()
    focus = shown.initial_focus()
    assert focus is not None
    focus.setFocus()
    return shown


def open_editor(page: EntryPage) -> QLineEdit:
    """The editor in use; one that is closing may still be there."""
    view = page.current_view()
    assert view is not None
    return opened_in(view)[-1]


def type_number(page: EntryPage, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into the current cell as a person does, then one key."""
    view = page.current_view()
    assert view is not None
    QTest.keyClick(view.viewport(), text[0])
    editor = open_editor(page)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, key)


def test_what_stands_beside_the_sheet_is_about_the_cell_that_the_keyboard_comes_back_to(page: EntryPage) -> None:
    other = page.views[-1]
    cell = other.grid.cell(other.grid.typed_from(0, other.grid.columnCount() - 1, 1))
    assert cell is not None
    page.sheet.caret.go_to_cell(cell)
    assert page.current_view() is other
    elsewhere = page.details._title.text()
    back = page.initial_focus()
    assert isinstance(back, EntryView) and back is not other and back.current_cell() is not None
    assert [view for view in page.views if view.selectionModel().hasSelection()] == [back]
    assert page.details._title.text() == back.grid.rows[back.currentIndex().row()].name != elsewhere


def value(ws: Workspace, key: str, period: Period = WEEK) -> object:
    return ws.series(inputs.input_named(ws, key).uid).get(period)


def test_the_models_keep_qts_rules(page: EntryPage) -> None:
    for view in page.views:
        tester = QAbstractItemModelTester(view.grid, QAbstractItemModelTester.FailureReportingMode.Fatal)
        view.grid.show_preview(None)
        assert tester.model() is view.grid


def test_six_numbers_are_asked_for(page: EntryPage, bakery: Workspace) -> None:
    due = figures.due_cells(bakery, page.session.today())
    assert len(due) == 6
    assert {period.key() for _uid, period in due} == {"2026-W11", "2026-02"}


def test_six_values_and_six_keys_fill_the_week_across_the_blocks(page: EntryPage, bakery: Workspace) -> None:
    """Story 1: the focus lands on the first empty due number, and Enter goes to the next one."""
    for text in ("5,1", "79", "4405", "4", "30,5", "441"):
        type_number(page, text)
    assert value(bakery, "Første responstid (FRT)") == 5.1
    assert (value(bakery, "online_orders"), value(bakery, "sessions")) == (79, 4405)
    assert value(bakery, "downtime_minutes") == 4
    assert (value(bakery, "sick_workdays", FEBRUARY), value(bakery, "planned_workdays", FEBRUARY)) == (30.5, 441)
    assert figures.due_cells(bakery, page.session.today()) == []


def test_what_is_no_number_is_framed_and_not_stored(page: EntryPage, bakery: Workspace) -> None:
    type_number(page, "44O5")
    editor = open_editor(page)
    assert editor.property("error")
    assert editor.text() == "44O5"
    assert value(bakery, "Første responstid (FRT)") is None
    assert "4\u00a0405" in page.details.refusal.use.text()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert value(bakery, "Første responstid (FRT)") == 4405


def test_a_calculation_is_worked_out_and_its_result_stored(page: EntryPage, bakery: Workspace) -> None:
    view = page.current_view()
    assert view is not None
    cell = view.current_cell()
    assert cell is not None
    type_number(page, "=4+1,5*2")
    assert bakery.series(cell[0])[cell[1]] == 7.0


def test_what_a_calculation_gives_is_said_while_it_is_typed(page: EntryPage) -> None:
    view = page.current_view()
    assert view is not None
    view.setFocus()
    QTest.keyClick(view.viewport(), "1")
    QTest.keyClicks(open_editor(page), "000+200")
    assert page.line.words().split("\u2003")[1:3] == ["1\u00a0000 + 200 =", "1\u00a0200\u00a0t"]


def test_a_number_in_a_unit_that_is_not_measured_is_asked_about_and_taken_with_enter(
    page: EntryPage, bakery: Workspace
) -> None:
    view = page.current_view()
    assert view is not None
    cell = view.current_cell()
    assert cell is not None and bakery.get(Input, cell[0]).unit != "days"
    type_number(page, "12 dager")
    assert cell[1] not in bakery.series(cell[0])
    said = {label.text() for label in page.findChildren(QLabel)}
    assert {"Her måles det ikke i dager. Mente du 12?", "Her måles det ikke i dager."} <= said
    assert "Ikke et tall – lagres ikke" not in said
    QTest.keyClick(open_editor(page), Qt.Key.Key_Return)
    assert bakery.series(cell[0])[cell[1]] == 12.0


def test_each_text_that_is_typed_is_read_once(page: EntryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every keystroke makes one text; Enter reads nothing anew, and stores what was read."""
    read: list[str] = []
    known = reading.cell

    def counted(text: str, writing: reading.Writing) -> object:
        read.append(text)
        return known(text, writing)

    monkeypatch.setattr(reading, "cell", counted)
    type_number(page, "4405")
    assert read == ["4", "44", "440", "4405"]


def test_escape_leaves_a_cell_as_it_was(page: EntryPage, bakery: Workspace) -> None:
    type_number(page, "7", Qt.Key.Key_Escape)
    assert value(bakery, "Første responstid (FRT)") is None


def test_blank_zero_and_not_applicable_are_three_things(page: EntryPage, bakery: Workspace) -> None:
    type_number(page, "0")
    assert value(bakery, "Første responstid (FRT)") == 0
    type_number(page, "n/a")
    assert value(bakery, "online_orders") is NOT_APPLICABLE
    assert value(bakery, "sessions") is None


def test_undo_takes_the_number_back(page: EntryPage, bakery: Workspace) -> None:
    type_number(page, "5,1")
    page.session.undo()
    assert value(bakery, "Første responstid (FRT)") is None
    page.session.redo()
    assert value(bakery, "Første responstid (FRT)") == 5.1


def test_a_pasted_block_is_shown_first_and_stored_as_one_change(page: EntryPage, bakery: Workspace) -> None:
    view = page.views[0]
    row = next(
        n for n, row in enumerate(view.grid.rows) if row.source is not None and row.source.key == "online_orders"
    )
    start = view.grid.index(row, FIRST + len(view.grid.periods) - 2)
    view.setCurrentIndex(start)
    before = value(bakery, "online_orders", Period.parse("2026-W10"))
    QGuiApplication.clipboard().setText("80\t81\n4 300\t\n")
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.grid.looks.state(start) is State.PENDING
    assert value(bakery, "online_orders", Period.parse("2026-W10")) == before
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert value(bakery, "online_orders", Period.parse("2026-W10")) == 80
    assert (value(bakery, "online_orders"), value(bakery, "sessions")) == (81, None), (
        "an empty cell leaves what is there"
    )
    page.session.undo()
    assert value(bakery, "online_orders", Period.parse("2026-W10")) == before
    assert value(bakery, "online_orders") is None


def test_that_the_clipboard_is_empty_is_said(page: EntryPage) -> None:
    said: list[Notice] = []
    page.session.notice.connect(said.append)
    view = page.views[0]
    view.setCurrentIndex(view.grid.index(1, FIRST))
    QGuiApplication.clipboard().setText("")
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [each.kind for each in said] == ["error"]
    page.commands()["paste"]()
    assert [each.kind for each in said] == ["error"] * 2


def test_escape_drops_a_pasted_block(page: EntryPage, bakery: Workspace) -> None:
    view = page.views[0]
    QGuiApplication.clipboard().setText("9,9")
    QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.grid.looks.preview is None
    assert value(bakery, "Første responstid (FRT)") is None


def test_delete_makes_a_cell_blank(page: EntryPage, bakery: Workspace) -> None:
    view = page.views[0]
    index = view.currentIndex().siblingAtColumn(view.currentIndex().column() - 1)
    view.setCurrentIndex(index)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert value(bakery, "Første responstid (FRT)", Period.parse("2026-W10")) is None


def test_a_computed_row_follows_its_inputs(page: EntryPage) -> None:
    view = page.views[0]
    row = next(n for n, row in enumerate(view.grid.rows) if row.source is None and "Konvert" in row.kpi.name)
    computed = view.grid.index(row, FIRST + len(view.grid.periods) - 1)
    assert view.grid.looks.text(computed) == "–"
    for text in ("5,1", "79", "4405"):
        type_number(page, text)
    assert view.grid.looks.text(computed) == "1,79"
    typed = week_of(page, "sessions", 0)
    view.setCurrentIndex(typed)
    type_number(page, "44o5")
    assert view.grid.looks.text(computed) == "…", "nothing can be computed while it is typed"
    view.setCurrentIndex(typed.siblingAtColumn(FIRST))
    assert view.grid.looks.text(computed) == "…", "nor when it is left as it was typed"
    view.setCurrentIndex(typed)
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClick(open_editor(page), Qt.Key.Key_Escape)
    assert (view.grid.looks.text(typed), view.grid.looks.text(computed)) == ("4\xa0405", "1,79"), "given up, it is gone"


def week_of(page: EntryPage, key: str, back: int) -> QModelIndex:
    """The cell of an input in the weekly sheet, so many weeks before the last one."""
    grid = page.views[0].grid
    row = next(n for n, row in enumerate(grid.rows) if row.source is not None and row.source.key == key)
    return grid.index(row, FIRST + len(grid.periods) - 1 - back)


def test_filling_to_the_right_repeats_the_number_before_as_one_change(page: EntryPage, bakery: Workspace) -> None:
    view = page.views[0]
    view.setCurrentIndex(week_of(page, "online_orders", 0))
    QTest.keyClick(view, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert value(bakery, "online_orders") == value(bakery, "online_orders", Period.parse("2026-W10")) == 72
    page.session.undo()
    assert value(bakery, "online_orders") is None


def test_filling_down_over_a_number_is_shown_before_it_is_stored(page: EntryPage, bakery: Workspace) -> None:
    view = page.views[0]
    view.setCurrentIndex(week_of(page, "sessions", 1))
    QTest.keyClick(view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert view.grid.looks.state(week_of(page, "sessions", 1)) is State.PENDING
    assert value(bakery, "sessions", Period.parse("2026-W10")) == 4390
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert value(bakery, "sessions", Period.parse("2026-W10")) == 72


def test_copied_cells_are_tab_separated_and_ungrouped(page: EntryPage) -> None:
    view = page.views[0]
    view.selectionModel().select(
        QItemSelection(week_of(page, "online_orders", 2), week_of(page, "sessions", 1)),
        QItemSelectionModel.SelectionFlag.ClearAndSelect,
    )
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "71\t72\n4277\t4390"


def test_a_note_is_stored_on_its_number(page: EntryPage, bakery: Workspace) -> None:
    view = page.views[0]
    view.setCurrentIndex(week_of(page, "online_orders", 1))
    QTest.keyClick(view, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(page.details.note, "Stengt torsdag")
    QTest.keyClick(page.details.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    note = notes.note_on(bakery, inputs.input_named(bakery, "online_orders").uid, Period.parse("2026-W10"))
    assert note is not None and note.text == "Stengt torsdag"


def test_an_unusual_number_is_stored_and_listed_for_a_look(page: EntryPage, bakery: Workspace) -> None:
    view = page.views[0]
    view.setCurrentIndex(week_of(page, "online_orders", 0))
    type_number(page, "7900")
    assert value(bakery, "online_orders") == 7900
    source = inputs.input_named(bakery, "online_orders").uid
    assert [(each.cell, each.error) for each in page.details.checks.concerns] == [((source, WEEK), False)]
    page.details.checks.confirmed.emit((source, WEEK))
    assert page.details.checks.concerns == ()


def test_what_is_said_of_one_kpi_stands_together_under_its_name(page: EntryPage) -> None:
    checks, weeks = page.details.checks, [WEEK, WEEK.previous(), WEEK.previous().previous()]
    said = [Concern((uid, week), name, f"uke {week.number()}", "Vanligvis 1–2. Stemmer det?", error)
            for week, uid, name, error in ((weeks[0], "a", "Salg", False), (weeks[1], "b", "Svinn", False),
                                           (weeks[1], "a", "Salg", False), (weeks[2], "b", "Svinn", True),
                                           (weeks[2], "c", "kasse_1", False))]  # fmt: skip
    checks.show_concerns(by_name(said))
    rows = [checks.layout().itemAt(place).widget() for place in range(2, checks.layout().count())]
    shown = [row.text() if isinstance(row, QLabel) else row.findChildren(QLabel)[0].text() for row in rows]
    assert shown == ["Svinn", "Uke 9", "Uke 10", "Salg", "Uke 11", "Uke 10", "kasse_1, uke 9"]
    assert [row.accessibleName() for row in rows if isinstance(row, ConcernRow)][:2] == [
        "Svinn, uke 9. Vanligvis 1–2. Stemmer det?", "Svinn, uke 10. Vanligvis 1–2. Stemmer det?",
    ]  # fmt: skip


@pytest.mark.parametrize("back", [False, True])
def test_when_nothing_waits_enter_goes_through_the_numbers_and_passes_over_what_is_computed(
    page: EntryPage, bakery: Workspace, back: bool
) -> None:
    for uid, period in figures.due_cells(bakery, page.session.today()):
        entry.set_value(bakery, uid, period, 7)
    held = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    first, last = (page.views[-1], page.views[0]) if back else (page.views[0], page.views[-1])
    column = first.grid.columnCount() - 1
    first.go_to(first.grid.typed_from(first.grid.rowCount() - 1 if back else 0, column, -1 if back else 1))
    first.setFocus()
    known = {uid for view in page.views for uid in (row.source.uid for row in view.grid.rows if row.source is not None)}
    assert any(row.source is None for view in page.views for row in view.grid.rows), "some rows are computed"
    seen = []
    for _turn in known:
        view = page.current_view()
        assert view is not None
        cell = view.current_cell()
        assert cell is not None, "on what is computed"
        seen.append(cell[0])
        QTest.keyClick(view, Qt.Key.Key_Return, held)
    assert len(set(seen)) == len(known) and page.current_view() is last, "and it stays on the last"


@pytest.mark.parametrize("percent", [100, 140])
def test_the_heads_of_a_block_stay_in_sight_above_each_number_of_it(
    qtbot: QtBot, bakery: Workspace, theme: Theme, percent: int
) -> None:
    theme.resize(percent)
    low = EntryPage(Session(bakery, theme))
    qtbot.addWidget(low)
    low.resize(600, 380)
    with qtbot.waitExposed(low):
        low.show()
    low.refresh(None)
    sheet, view = low.sheet, low.views[0]
    for row in [*range(view.grid.rowCount()), *reversed(range(view.grid.rowCount()))]:
        index = view.grid.index(row, FIRST + len(view.grid.periods) - 1)
        view.go_to(index)
        head = view.horizontalHeader()
        top = head.mapTo(sheet.viewport(), head.rect().topLeft()).y()
        cell = view.viewport().mapTo(sheet.viewport(), view.visualRect(index).topLeft()).y()
        assert top >= 0 and top + head.height() <= cell, row
        assert cell + view.visualRect(index).height() <= sheet.viewport().height(), row
    theme.resize(100)


def test_the_buttons_of_the_head_end_where_the_table_ends(page: EntryPage) -> None:
    page.resize(1200, 2000)  # without a bar beside the table
    settle()
    buttons = [each for each in page.findChildren(QPushButton) if each.text() and each.isVisible()]
    fetch = next(each for each in buttons if each.text().startswith("Hent fra fil"))
    view = page.current_view()
    assert view is not None
    assert fetch.mapTo(page, fetch.rect().topRight()).x() == view.mapTo(page, view.rect().topRight()).x()


def test_a_long_unit_is_whole_in_all_blocks_where_the_names_have_room(
    page: EntryPage, bakery: Workspace, theme: Theme
) -> None:
    own_kpis.define(bakery, name="Likviditet", unit="ratio", frequency=Frequency.WEEK)
    needed = QFontMetricsF(theme.font("caption")).horizontalAdvance("forholdstall")
    for width, whole in ((1400, True), (560, False), (1400, True)):
        page.resize(width, 800)
        page.fit(width + 200)
        settle()
        assert {view.columnWidth(UNIT) > needed for view in page.views} == {whole}, width
        assert all(whole or view.columnWidth(UNIT) == px(UNIT_WIDTH) for view in page.views)


def test_a_number_that_grows_is_whole_in_larger_text_too(bakery: Workspace, theme: Theme, qtbot: QtBot) -> None:
    """The columns were measured anew only for one that had outgrown them by more than what stands beside it."""
    theme.resize(200)
    page = EntryPage(session := Session(bakery, theme))
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1400, 800)
    page.refresh(None)
    advance = QFontMetricsF(theme.font("medium")).horizontalAdvance
    uid = inputs.input_named(bakery, "sessions").uid
    for text in ("4405", "4405,5", "44051,5", "440511,5", "4405111,25", "44051112,25"):
        session.perform(entry.set_value, uid, WEEK, float(text.replace(",", ".")))
        settle()
        index = page.views[0].grid.index_of((uid, WEEK))
        shown = page.views[0].grid.looks.text(index)
        assert page.views[0].columnWidth(index.column()) >= advance(shown) + px(BEFORE + AFTER), shown
    theme.resize(100)


def test_a_narrow_head_keeps_the_way_back_before_what_the_menu_has_too(page: EntryPage) -> None:
    fetch = next(each for each in page.findChildren(QPushButton) if each.text().startswith("Hent fra fil"))
    back, on = page.chooser.steps
    seen = []
    for width in range(1000, 300, -20):
        page.resize(width, 500)
        settle()
        seen.append((fetch.isVisible(), on.isVisible(), back.isVisible()))
    assert seen == sorted(seen, reverse=True) and (False, True, True) in seen and seen[-1] != seen[0]
