"""The KPI table: sorting, what is remembered, one KPI too many, parting, hidden numbers, and what is repainted."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import figures, text
from kpidesk.commands import entry, inputs, kpis, targets
from kpidesk.commands.arrange import Parting
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Department, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.figures.kpi_rows import Column, GroupRow, KpiRow, Sorting
from kpidesk.round.attention import needs_attention, urgency
from kpidesk.wording.kpis import so_far
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.settled import settle
from ui.base import actions
from ui.base.session import Session
from ui.base.theme import Theme
from ui.kpis.delete_kpi import DeleteKpi, delete_words
from ui.kpis.kpi_filters import OFFERED
from ui.kpis.kpi_form import KpiForm
from ui.kpis.kpi_painter import KpiPainter
from ui.kpis.kpi_table import KpiTable
from ui.kpis.kpi_view import WIDE
from ui.kpis.kpis_page import KpisPage
from ui.overview.overview_page import OverviewPage
from ui.overview.overview_rows import KpiRow as AttentionRow

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(bakery: Workspace, theme: Theme) -> Session:
    return Session(bakery, theme)


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> KpisPage:
    return opened(qtbot, session)


def opened(qtbot: QtBot, session: Session) -> KpisPage:
    shown = KpisPage(session)
    session.changed.connect(shown.refresh)
    qtbot.addWidget(shown)
    shown.resize(1256, 800)
    shown.fit(1440)
    shown.refresh(None)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    return shown


def named(ws: Workspace, name: str) -> Kpi:
    return next(kpi for kpi in ws.all(Kpi) if kpi.name.startswith(name))


def names(page: KpisPage) -> list[str]:
    return [row.figures.kpi.short_name or row.figures.kpi.name for row in page.table.rows if isinstance(row, KpiRow)]


def rows(page: KpisPage) -> list[KpiRow]:
    return [row for row in page.table.rows if isinstance(row, KpiRow)]


def click_head(page: KpisPage, column: Column) -> None:
    header = page.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, 12)
    QTest.mouseClick(header.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)


class Spy(QObject):
    """Notes what a model tells of."""

    def __init__(self, model: KpiTable) -> None:
        super().__init__()
        self.touched: list[int] = []
        self.came: list[tuple[int, int]] = []
        self.went: list[tuple[int, int]] = []
        self.resets = 0
        model.dataChanged.connect(self._touched)
        model.rowsInserted.connect(self._came)
        model.rowsRemoved.connect(self._went)
        model.modelReset.connect(self._reset)

    def _touched(self, first: QModelIndex, last: QModelIndex) -> None:
        self.touched += range(first.row(), last.row() + 1)

    def _came(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.came.append((first, last))

    def _went(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.went.append((first, last))

    def _reset(self) -> None:
        self.resets += 1


# ---- order ---------------------------------------------------------------------------------------


def test_a_head_orders_the_table_the_other_way_and_not_at_all(page: KpisPage) -> None:
    own = names(page)
    click_head(page, Column.NAME)
    up = [row.figures.kpi.name for row in rows(page)]
    assert up == sorted(up, key=str.casefold)
    assert not any(isinstance(row, GroupRow) and not row.parked for row in page.table.rows)
    click_head(page, Column.NAME)
    assert [row.figures.kpi.name for row in rows(page)] == up[::-1]
    click_head(page, Column.NAME)
    assert names(page) == own
    click_head(page, Column.TREND)
    assert names(page) == own


def test_the_status_head_puts_the_worst_first_by_its_score(page: KpisPage) -> None:
    click_head(page, Column.STATUS)
    judged = [row.figures for row in rows(page) if row.figures.status is not Status.NO_DATA]
    scores = [each.order_score for each in judged]
    assert None not in scores
    assert scores == sorted(scores)
    assert judged[0].status is Status.OFF_TRACK
    assert rows(page)[-1].figures.status is Status.NO_DATA


def test_what_has_nothing_in_a_column_stands_last_both_ways(page: KpisPage, bakery: Workspace) -> None:
    own_kpis.define(bakery, name="Aa uten tall")
    for _way in range(2):
        click_head(page, Column.LATEST)
        assert names(page)[-1] == "Aa uten tall"


def test_the_order_is_remembered_on_this_machine(page: KpisPage, session: Session, qtbot: QtBot) -> None:
    click_head(page, Column.OWNER)
    click_head(page, Column.OWNER)
    again = opened(qtbot, session)
    assert again.table.sorting == Sorting(Column.OWNER, descending=True)
    assert names(again) == names(page)


def test_a_dragged_column_keeps_its_width_and_a_double_click_gives_the_old_one_back(
    page: KpisPage, session: Session, qtbot: QtBot
) -> None:
    page.view.horizontalHeader().resizeSection(Column.SIGNAL, 250)
    again = opened(qtbot, session)
    assert again.view.columnWidth(Column.SIGNAL) == 250
    assert again.view.columnWidth(Column.STATUS) == WIDE[Column.STATUS]
    again.fit(1100)
    assert again.view.columnWidth(Column.SIGNAL) != 250
    again.fit(1440)
    again.view.horizontalHeader().sectionHandleDoubleClicked.emit(int(Column.SIGNAL))
    assert opened(qtbot, session).view.columnWidth(Column.SIGNAL) == WIDE[Column.SIGNAL]


def test_alt_and_an_arrow_move_within_the_department(page: KpisPage, bakery: Workspace) -> None:
    assert names(page)[:2] == ["NPS", "Første responstid"]
    page.view.choose(named(bakery, "NPS").uid)
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_Down, ALT)
    assert names(page)[:2] == ["Første responstid", "NPS"]
    assert page.view.current_uid() == named(bakery, "NPS").uid
    QTest.keyClick(page.view, Key.Key_Down, ALT)
    assert names(page)[:2] == ["Første responstid", "NPS"]
    page.session.undo()
    assert names(page)[:2] == ["NPS", "Første responstid"]


def test_a_sorted_table_offers_no_move(page: KpisPage, bakery: Workspace) -> None:
    page.view.choose(named(bakery, "NPS").uid)
    assert "kpi_up" in page.commands()
    click_head(page, Column.NAME)
    assert "kpi_up" not in page.commands()


def test_a_kpi_moves_to_another_department(page: KpisPage, bakery: Workspace) -> None:
    page.view.choose(named(bakery, "NPS").uid)
    page.commands()
    menu = page.doing.department_menu()
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Kundeservice"]
    next(action for action in menu.actions() if action.text() == "IT").trigger()
    home = bakery.find(Department, named(bakery, "NPS").department)
    assert home is not None
    assert home.name == "IT"
    assert page.view.current_uid() == named(bakery, "NPS").uid


# ---- keys ----------------------------------------------------------------------------------------


def test_arrows_pass_over_the_heads_and_space_does_nothing(page: KpisPage, bakery: Workspace) -> None:
    page.view.choose(named(bakery, "Første").uid)
    QTest.keyClick(page.view, Key.Key_Down)
    assert page.view.current_uid() == named(bakery, "Sykefravær").uid
    spy = Spy(page.table)
    QTest.keyClick(page.view, Key.Key_Space)
    assert page.view.current_uid() == named(bakery, "Sykefravær").uid
    assert (spy.touched, spy.resets) == ([], 0)


def test_enter_on_the_parked_ones_unfolds_them(page: KpisPage, bakery: Workspace) -> None:
    page.view.choose(named(bakery, "Nettosalg").uid)
    QTest.keyClick(page.view, Key.Key_Down)
    assert page.view.current_uid() is None
    QTest.keyClick(page.view, Key.Key_Return)
    assert len(names(page)) == 10
    QTest.keyClick(page.view, Key.Key_Return)
    assert len(names(page)) == 7


def test_the_right_button_offers_the_kpi_menu(page: KpisPage, bakery: Workspace) -> None:
    page.view.choose(named(bakery, "NPS").uid)
    available = page.commands()
    offered = [action.objectName() for action in page.doing.menu(available).actions() if not action.isSeparator()]
    elsewhere = {"", "unpark_kpi", "confirm_target"}  # for a parked KPI, and for one with a suggested target
    elsewhere |= {"copy_chart", "save_chart", "copy_table"}  # on the page of the KPI
    assert offered == [each.name for each in actions.kpi_commands() if each.name not in elsewhere]
    page.doing.park()
    page._fold()
    page.view.choose(named(bakery, "NPS").uid)
    offered = [action.objectName() for action in page.doing.menu(page.commands()).actions()]
    assert "unpark_kpi" in offered
    assert "park_kpi" not in offered


# ---- what is repainted ---------------------------------------------------------------------------


def test_one_number_repaints_the_one_row_it_touches(page: KpisPage, bakery: Workspace) -> None:
    kept = {row.uid: row.figures for row in rows(page)}
    spy = Spy(page.table)
    entry.set_value(bakery, inputs.input_named(bakery, "gross_sales").uid, Period.parse("2026-W11"), 400000)
    net = named(bakery, "Nettosalg").uid
    assert spy.touched == [page.table.row_of(net)]
    assert (spy.resets, spy.came, spy.went) == (0, [], [])
    assert {row.uid for row in rows(page) if row.figures is not kept[row.uid]} == {net}


def test_parking_takes_one_row_away_and_keeps_the_rest(page: KpisPage, bakery: Workspace) -> None:
    page.view.choose(named(bakery, "Sykefravær").uid)
    place = page.table.row_of(named(bakery, "Første").uid)
    spy = Spy(page.table)
    kpis.park(bakery, named(bakery, "Første").uid)
    assert spy.went == [(place, place)]
    assert (spy.resets, spy.came) == (0, [])
    assert spy.touched == [len(page.table.rows) - 1]
    assert page.view.current_uid() == named(bakery, "Sykefravær").uid
    heights = [page.view.rowHeight(n) for n in range(page.table.rowCount())]
    assert heights == [36 if isinstance(row, GroupRow) else 48 for row in page.table.rows]


def test_a_change_of_something_else_repaints_nothing(page: KpisPage, bakery: Workspace) -> None:
    from kpidesk.commands import people

    spy = Spy(page.table)
    people.set_company(bakery, strategy="Bli størst")
    people.add_person(bakery, "Ny Ansatt")
    assert (spy.touched, spy.resets) == ([], 0)


# ---- search --------------------------------------------------------------------------------------


def test_search_finds_definitions_and_the_librarys_names_in_both_languages(page: KpisPage) -> None:
    field = page.filters.search
    for words, expected in (("svar", "Første responstid"), ("absence", "Sykefravær"), ("frt", "Første responstid")):
        field.clear()
        QTest.keyClicks(field, words)
        assert expected in names(page), words
    assert page.filters.shown.text().endswith("av 7")
    QTest.keyClick(field, Key.Key_Escape)
    assert len(names(page)) == 7
    assert page.filters.shown.isHidden()


def test_a_search_without_hits_offers_to_make_it(page: KpisPage) -> None:
    QTest.keyClicks(page.filters.search, "hyggekvelder")
    assert page._stack.currentWidget() is page._nothing
    button = page._nothing.button
    assert button is not None
    assert button.text().strip() == "Lag KPI-en «hyggekvelder»"
    QTest.mouseClick(button, LEFT)
    form = page.findChildren(KpiForm)[-1]
    assert form.name.text() == "hyggekvelder"
    form.reject()
    second = page._nothing.second
    assert second is not None
    QTest.mouseClick(second, LEFT)
    assert len(names(page)) == 7


# ---- one too many --------------------------------------------------------------------------------


def fill_up(ws: Workspace, count: int) -> None:
    """Bring the number of KPIs in use to ``count``."""
    have = sum(not kpi.parked for kpi in ws.all(Kpi))
    for n in range(count - have):
        own_kpis.define(ws, name=f"Ekstra {n}")


def test_the_tenth_kpi_asks_which_to_park_and_two_clicks_answer(page: KpisPage, bakery: Workspace) -> None:
    """Story 19."""
    fill_up(bakery, MOST_KPIS)
    assert page._ask_box.isHidden()
    kpis.park(bakery, named(bakery, "CSAT").uid if any(k.name.startswith("CSAT") for k in bakery.all(Kpi))
              else next(kpi.uid for kpi in bakery.all(Kpi) if kpi.parked), False)  # fmt: skip
    assert page._ask_box.isVisible()
    assert len(page.ask.choices()) == MOST_KPIS + 1
    assert not page.ask.park.isEnabled()
    choice = next(button for button in page.ask.choices() if button.accessibleName() == "Ekstra 0")
    QTest.mouseClick(choice, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(8, choice.height() // 2))
    QTest.mouseClick(page.ask.park, LEFT)
    assert named(bakery, "Ekstra 0").parked
    assert page._ask_box.isHidden()
    assert page.session.active_kpis() == MOST_KPIS


@pytest.mark.parametrize("way", ["own", "undone", "library"])
def test_it_asks_however_the_tenth_comes(page: KpisPage, bakery: Workspace, way: str) -> None:
    from kpidesk.commands import library

    fill_up(bakery, MOST_KPIS)
    if way == "own":
        own_kpis.define(bakery, name="Den tiende")
    elif way == "undone":
        kpis.park(bakery, next(kpi.uid for kpi in bakery.all(Kpi) if kpi.parked), False)
    else:
        library.add(bakery, "enps")
    assert page._ask_box.isVisible()


def test_all_ten_may_stay_and_the_meter_says_so(page: KpisPage, bakery: Workspace) -> None:
    fill_up(bakery, MOST_KPIS + 1)
    QTest.mouseClick(page.ask.keep, LEFT)
    assert page._ask_box.isHidden()
    assert page.session.active_kpis() == MOST_KPIS + 1
    assert page.meter.words.property("look") == "risk"
    assert page.meter.squares.filled == MOST_KPIS + 1
    QTest.mouseClick(page.meter.choose, LEFT)
    assert page._ask_box.isVisible()


def test_a_file_with_too_many_asks_nothing_by_itself(bakery: Workspace, theme: Theme, qtbot: QtBot) -> None:
    fill_up(bakery, MOST_KPIS + 2)
    shown = opened(qtbot, Session(bakery, theme))
    assert shown._ask_box.isHidden()
    assert not shown.meter.choose.isHidden()
    entry.set_value(bakery, inputs.input_named(bakery, "gross_sales").uid, Period.parse("2026-W11"), 1)
    assert shown._ask_box.isHidden()


# ---- parting -------------------------------------------------------------------------------------


def dialog_of(page: KpisPage) -> DeleteKpi:
    return page.findChildren(DeleteKpi)[-1]


def test_delete_offers_to_park_and_enter_does_that(page: KpisPage, bakery: Workspace) -> None:
    uid = named(bakery, "Nettosalg").uid
    page.view.choose(uid)
    QTest.keyClick(page.view, Key.Key_Delete)
    dialog = dialog_of(page)
    assert dialog.delete.text().startswith("Slett ")
    QTest.keyClick(dialog, Key.Key_Return)
    assert bakery.get(Kpi, uid).parked


def test_deleting_says_how_many_numbers_go_and_can_be_undone(page: KpisPage, bakery: Workspace) -> None:
    uid, source = named(bakery, "Nye kontrakter").uid, named(bakery, "Nye kontrakter").inputs[0][1]
    count = len(bakery.series(source))
    page.view.choose(uid)
    QTest.keyClick(page.view, Key.Key_Delete)
    assert dialog_of(page).delete.text() == f"Slett {count} tall"
    QTest.mouseClick(dialog_of(page).delete, LEFT)
    assert bakery.find(Kpi, uid) is None
    page.session.undo()
    assert bakery.find(Kpi, uid) is not None
    assert len(bakery.series(source)) == count


def test_a_kpi_without_history_goes_at_once(page: KpisPage, bakery: Workspace, qtbot: QtBot) -> None:
    uid = own_kpis.define(bakery, name="Feil")
    page.view.choose(uid)
    with qtbot.waitSignal(page.session.done) as said:
        QTest.keyClick(page.view, Key.Key_Delete)
    assert said.args[0].words == "«Feil» er slettet."
    assert bakery.find(Kpi, uid) is None
    assert not page.findChildren(DeleteKpi)


def test_a_parked_kpi_is_deleted_or_left(qtbot: QtBot, bakery: Workspace) -> None:
    parked = next(kpi for kpi in bakery.all(Kpi) if kpi.parked)
    dialog = DeleteKpi(parked, Parting(1, 2))
    qtbot.addWidget(dialog)
    buttons = {button.text() for button in dialog.findChildren(QPushButton)}
    assert buttons == {"Slett 1 tall", "Avbryt"}
    assert dialog.cancel.isDefault()
    assert delete_words(Parting(0, 3)) == "Slett 3 notater"


# ---- hidden numbers ------------------------------------------------------------------------------


@pytest.fixture
def secret(bakery: Workspace) -> Kpi:
    """A KPI about too few persons, whose newest number is 4711 and the one before 4000."""
    heads = own_kpis.add_input(bakery, "Antall svar", key="heads", frequency=Frequency.MONTH)
    uid = own_kpis.define(bakery, name="Trivsel", sensitive=True, group=heads, target=5000)
    source = bakery.get(Kpi, uid).inputs[0][1]
    for month, number, persons in (("2026-01", 4000, 9), ("2026-02", 4711, 4)):
        entry.set_value(bakery, source, Period.parse(month), number)
        entry.set_value(bakery, heads, Period.parse(month), persons)
    return bakery.get(Kpi, uid)


def test_a_hidden_number_shows_nowhere_in_the_table(page: KpisPage, secret: Kpi) -> None:
    place = page.table.row_of(secret.uid)
    row = page.table.rows[place]
    assert isinstance(row, KpiRow)
    assert page.table.index(place, Column.LATEST).data() == "skjult"
    assert page.table.said_of(row).period == "februar"
    assert page.table.index(place, Column.CHANGE).data() is None
    assert page.table.index(place, Column.STATUS).data() == "–"
    assert "færre enn 5" in page.table.index(place, Column.LATEST).data(Qt.ItemDataRole.ToolTipRole)
    for column in Column:
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = str(page.table.index(place, column).data(role) or "").replace("\u00a0", "")
            assert "4711" not in said
            assert "711" not in said
    assert row.spark.values[-2:] == (4000, None)
    assert not row.spark.last_missing
    page.view.choose(secret.uid)
    QTest.keyClick(page.view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text().split("\t")
    assert copied[:2] == [secret.name, "skjult"]
    assert "4711" not in "".join(copied).replace("\u00a0", "")


def test_a_hidden_number_is_no_sorting_key_and_answers_to_no_status(page: KpisPage, secret: Kpi) -> None:
    click_head(page, Column.LATEST)
    assert names(page)[-1] == secret.name
    for status in OFFERED:
        page.filters.statuses.setCurrentIndex(page.filters.statuses.findData(status.value))
        assert secret.name not in names(page)


def test_a_hidden_number_needs_nobody_on_the_overview(
    bakery: Workspace, session: Session, qtbot: QtBot, secret: Kpi
) -> None:
    found = figures.kpi_figures(bakery, secret, bakery.today())
    assert found.masked is not None
    assert not needs_attention(found)
    overview = OverviewPage(session)
    qtbot.addWidget(overview)
    said = [widget.accessibleName() for widget in overview.findChildren(QObject) if hasattr(widget, "accessibleName")]
    mine = [words for words in said if words.startswith(secret.name)]
    assert mine
    assert all("4711" not in words.replace("\u00a0", "") for words in said)


def test_the_worst_stands_first_on_the_overview(session: Session, qtbot: QtBot) -> None:
    overview = OverviewPage(session)
    qtbot.addWidget(overview)
    shown = [row.figures for row in overview.findChildren(AttentionRow)]
    assert [urgency(each) for each in shown] == sorted(urgency(each) for each in shown)
    assert shown[0].status is Status.OFF_TRACK


# ---- words ---------------------------------------------------------------------------------------


def test_a_running_period_is_told_as_such(page: KpisPage, bakery: Workspace) -> None:
    from kpidesk.domain.entities import Combine

    own_kpis.define(bakery, name="Kurs", frequency=Frequency.MONTH)
    sums = {"kurs": Combine.SUM}
    uid = own_kpis.define(bakery, name="Kurs i kvartalet", formula="kurs * 1", inputs=sums, frequency=Frequency.QUARTER)
    source = bakery.get(Kpi, uid).inputs[0][1]
    entry.set_value(bakery, source, Period.parse("2026-01"), 3)
    row = page.table.rows[page.table.row_of(uid)]
    assert isinstance(row, KpiRow)
    assert page.table.said_of(row).period == "hittil i kvartalet"
    assert {so_far(each) for each in Frequency} >= {"hittil i år", "hittil i uken"}


# ---- room ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_head_has_room_with_a_filter_on_and_too_many_kpis(
    bakery: Workspace, theme: Theme, qtbot: QtBot, language: str
) -> None:
    fill_up(bakery, MOST_KPIS + 1)
    with text.using(language):
        page = opened(qtbot, Session(bakery, theme))
        assert not page.filters.departments.cuts, "with free room in its row"
        page.filters.search.setText("nett")
        for window_width in (1440, 1280, 1180, 1024):
            page.resize(window_width - (184 if window_width >= 1180 else 56), 700)
            page.fit(window_width)
            QApplication.processEvents()
            has_room(page)


def has_room(page: KpisPage) -> None:
    """What stands in the head is as wide as its words, and nothing in it overlaps."""
    inside = [page.filters.layout().itemAt(n).widget() for n in range(page.filters.layout().count())]
    for widget in [*inside, page.meter.words, page.meter.choose, page.add]:
        if widget.isVisible():
            assert widget.width() >= widget.minimumSizeHint().width(), (widget, widget.width(), page.width())
    shown = sorted((each.geometry() for each in inside if each.isVisible()), key=lambda rect: rect.left())
    assert all(left.right() < right.left() for left, right in itertools.pairwise(shown)), page.width()
    assert page.minimumSizeHint().width() <= page.width()


def test_an_empty_file_leads_to_the_library(workspace: Workspace, theme: Theme, qtbot: QtBot) -> None:
    from ui.library.library_dialog import LibraryDialog

    page = opened(qtbot, Session(workspace, theme))
    assert page._stack.currentWidget() is page._empty
    button = page._empty.button
    assert button is not None
    assert button.property("primary")
    assert button.text() == "Åpne biblioteket"
    assert page.initial_focus() is button, "Enter opens it, as on the other pages"
    QTest.mouseClick(button, LEFT)
    dialog = page.findChildren(LibraryDialog)[-1]
    assert dialog.isVisible()
    dialog.reject()


# ---- what is painted ------------------------------------------------------------------------------


class Painted(QObject):
    """Notes each area that is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRect] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def test_the_pointer_tints_one_row_and_paints_no_other(page: KpisPage) -> None:
    settle()
    viewport, listener = page.view.viewport(), Painted()
    viewport.installEventFilter(listener)
    row = page.table.row_of(next(each.uid for each in page.session.ws.all(Kpi)))
    QTest.mouseMove(viewport, page.view.visualRect(page.table.index(row, 0)).center())
    QApplication.processEvents()
    assert listener.areas and all(each.height() <= page.view.rowHeight(row) for each in listener.areas)


def test_another_order_paints_the_table_once(page: KpisPage) -> None:
    listener, turns = Painted(), range(5)
    for column in (Column.LATEST, Column.STATUS):  # the first time what was still to come when it was shown comes too
        listener.areas.clear()
        page.view.sorted_by.emit(column)
        for _turn in turns:
            QApplication.processEvents()
        page.view.viewport().installEventFilter(listener)
    assert len(listener.areas) == 1


def test_scrolling_paints_what_comes_into_view_and_moves_the_rest(
    page: KpisPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.resize(1256, 480)
    for _turn in range(5):
        QApplication.processEvents()
    painted: set[int] = set()
    real = KpiPainter._paint_row
    monkeypatch.setattr(KpiPainter, "_paint_row", lambda *told, **said: painted.add(told[3]) or real(*told, **said))
    page.view.viewport().update()
    QApplication.processEvents()
    whole, moved = len(painted), set(range(3, 6))
    painted.clear()
    page.view.verticalScrollBar().setValue(20)
    for _turn in range(5):
        QApplication.processEvents()
    assert whole > 6 and painted and not moved <= painted, "the row under the pointer is painted too"
    notice = QWidget(page)
    notice.setGeometry(12, page.height() - 60, 300, 48)
    notice.show()
    settle()
    painted.clear()
    page.view.verticalScrollBar().setValue(40)
    settle()
    assert painted and not moved <= painted, "a notice that lies over the last rows"


def test_rows_that_come_back_stand_where_the_bar_says(page: KpisPage, bakery: Workspace) -> None:
    page.resize(1256, 480)
    settle()
    bar = page.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    kpis.delete(bakery, bakery.all(Kpi)[2].uid)
    settle()
    page.session.undo()
    settle()
    assert bar.value() > 0
    assert page.view.rowViewportPosition(0) == -bar.value()


def test_the_first_kpi_of_an_empty_file_stands_in_a_table_as_wide_as_the_page(
    workspace: Workspace, theme: Theme, qtbot: QtBot
) -> None:
    shown = opened(qtbot, Session(workspace, theme))
    own_kpis.define(workspace, name="Dagens omsetning i kassen, alle boder medregnet", unit="kr")
    shown.refresh(None)
    settle()
    assert shown.view.isVisible()
    assert shown.view.horizontalHeader().length() == shown.view.viewport().width()


def test_the_names_asked_about_are_whole_in_the_smallest_window(
    page: KpisPage, bakery: Workspace, qtbot: QtBot
) -> None:
    long = "Andelen kunder som kommer tilbake innen tolv måneder etter et kjøp"
    fill_up(bakery, MOST_KPIS)
    own_kpis.define(bakery, name=long)
    ask = page.ask
    for width in (1300, 520):
        page.resize(width, 500)
        settle()
        assert ask.minimumSizeHint().width() <= ask.width(), "it scrolls sideways"
        words = [each for each in ask.findChildren(QLabel) if each.text() and each.isVisible()]
        assert any(each.text() == long for each in words)
        assert all(each.heightForWidth(each.width()) <= each.height() for each in words if each.wordWrap()), width


def test_a_target_shows_at_once_on_a_kpi_without_a_number(page: KpisPage, bakery: Workspace) -> None:
    uid = own_kpis.define(bakery, name="Nye pasienter")
    targets.set_target(bakery, uid, Step(value=3_000_000))
    row = next(row for row in page.table.rows if isinstance(row, KpiRow) and row.uid == uid)
    assert row.figures.target.target == 3_000_000
