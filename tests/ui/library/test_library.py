"""The library dialog, driven as a person would, and what the workspace then holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import library, text
from kpidesk.commands import kpis
from kpidesk.commands import library as shelf
from kpidesk.domain.entities import Agreement, Input, Kpi, Person, Target
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.unbroken import unbroken
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.app.window import Window
from ui.base.session import Session
from ui.base.theme import Theme
from ui.kpis.kpi_form import KpiForm
from ui.library.library_dialog import LibraryDialog
from ui.library.library_footer import LibraryFooter
from ui.parts.empty import Empty

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
SHARE = "meeting_to_sale_rate"
COUNT = "sales_from_meetings"


class Hand:
    """Clicks, presses keys and types, and counts what it does."""

    def __init__(self) -> None:
        self.clicks = self.keys = self.texts = 0

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """One click."""
        self.clicks += 1
        QTest.mouseClick(widget, LEFT, pos=at or widget.rect().center())

    def press(
        self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """One key chord."""
        self.keys += 1
        QTest.keyClick(widget, key, modifier)

    def type(self, widget: QWidget, words: str) -> None:
        """One text."""
        self.texts += 1
        QTest.keyClicks(widget, words)


@pytest.fixture
def session(bakery: Workspace, theme: Theme) -> Session:
    return Session(bakery, theme)


@pytest.fixture
def opened(qtbot: QtBot, session: Session) -> LibraryDialog:
    return shown(qtbot, session)


def shown(qtbot: QtBot, session: Session) -> LibraryDialog:
    dialog = LibraryDialog(session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


@pytest.fixture
def window(make_window: Callable[..., Window], settings: QSettings, bakery: Workspace, qtbot: QtBot) -> Window:
    settings.setValue("place", "overview")
    bakery.sharing.publish()
    made = make_window(bakery.path, size=(1440, 868))
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def from_library(ws: Workspace, uid: str) -> Kpi | None:
    return next((kpi for kpi in ws.all(Kpi) if kpi.library_id == uid), None)


def target_of(ws: Workspace, kpi: Kpi) -> Target | None:
    return next((target for target in ws.all(Target) if target.kpi == kpi.uid), None)


def names(dialog: LibraryDialog) -> list[str]:
    return [offer.name for offer in dialog.model.offers]


def choose(dialog: LibraryDialog, uid: str) -> None:
    """Go to a KPI as a mouse would: its example in the list, then its variant."""
    kpi = library.kpi(uid)
    dialog.search.clear()
    dialog.departments.button("").click()
    dialog.view.choose(dialog.model.row_of(kpi.example))
    assert dialog.detail.kpi is not None
    if dialog.detail.kpi.id != uid:
        row = dialog.detail.variants.findData(uid)
        dialog.detail.variants.setCurrentIndex(row)
        dialog.detail.variants.activated.emit(row)


def fill_up(ws: Workspace, to: int) -> None:
    """Define KPIs until so many are in use."""
    for number in range(to - sum(not kpi.parked for kpi in ws.all(Kpi))):
        own_kpis.define(ws, name=f"Egen {number}")


# ---- story 9 ---------------------------------------------------------------------------------------


def dialog_of(window: Window, qtbot: QtBot) -> LibraryDialog:
    found: Callable[[], LibraryDialog | None] = lambda: window.findChild(LibraryDialog)  # noqa: E731
    qtbot.waitUntil(lambda: found() is not None and found().isVisible())
    dialog = found()
    assert dialog is not None
    return dialog


def test_story_9_one_text_and_three_keys(window: Window, qtbot: QtBot) -> None:
    """Ctrl+3, Ctrl+N, «møter», Enter; undo takes everything back."""
    ws, hand = window.session.ws, Hand()
    before = (len(ws.all(Kpi)), len(ws.all(Input)), len(ws.all(Target)))
    hand.press(window, Key.Key_3, CONTROL)
    hand.press(window, Key.Key_N, CONTROL)
    dialog = dialog_of(window, qtbot)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.search)
    hand.type(dialog.search, "møter")
    hand.press(dialog.search, Key.Key_Return)
    assert (hand.texts, hand.keys, hand.clicks) == (1, 3, 0)
    added = from_library(ws, SHARE)
    assert added is not None
    assert (added.formula, added.unit) == (library.kpi(SHARE).formula, "percent")
    assert window.page().view.current_uid() == added.uid
    window.activateWindow()  # the offscreen platform does not do so by itself when a dialog closes
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_Z, CONTROL)
    assert (len(ws.all(Kpi)), len(ws.all(Input)), len(ws.all(Target))) == before


def test_story_9_five_clicks(window: Window, qtbot: QtBot) -> None:
    """KPIs, Add KPI, Sales, the row, Add."""
    ws, hand = window.session.ws, Hand()
    hand.click(window.rail._buttons["kpis"])
    add = next(
        b for b in window.page().findChildren(QPushButton) if b.text().strip() == text._("Add KPI") and b.isVisible()
    )
    hand.click(add)
    dialog = dialog_of(window, qtbot)
    hand.click(dialog.departments.button("sales"))
    row = dialog.model.row_of(library.kpi(SHARE).example)
    hand.click(dialog.view.viewport(), dialog.view.visualRect(dialog.model.index(row)).center())
    hand.click(dialog.footer.add)
    assert (hand.texts, hand.keys, hand.clicks) == (0, 0, 5)
    assert from_library(ws, SHARE) is not None


# ---- search and list -------------------------------------------------------------------------------


def test_the_list_keeps_qts_rules(opened: LibraryDialog) -> None:
    tester = QAbstractItemModelTester(opened.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QTest.keyClicks(opened.search, "tid")
    opened.departments.button("it").click()
    assert tester.model() is opened.model


def test_departments_count_their_examples(opened: LibraryDialog) -> None:
    counts = {}
    for key in ("", "customer_service", "hr", "sales", "marketing", "it", "finance"):
        opened.departments.button(key).click()
        counts[key] = len(opened.model.offers)
        assert str(counts[key]) in opened.departments.button(key).accessibleName()
        assert opened.view.currentIndex().row() == 0
    assert list(counts.values()) == [63, 11, 10, 10, 12, 12, 8]
    chosen = opened.departments.button("finance")
    opened.view.setFocus()
    before = chosen.grab().toImage()
    chosen.setFocus()
    assert chosen.grab().toImage() != before, "where the keyboard is, is seen on the chosen one as well"


@pytest.mark.parametrize(
    ("typed", "uid"),
    [("AOV", "avg_sale_value"), ("net promoter", "nps"), ("sick", "sick_leave_rate"), ("sykefravær", "sick_leave_rate"),
     ("uptime", "website_uptime"), ("CCC", "ccc")],
)  # fmt: skip
def test_the_search_knows_both_languages_and_abbreviations(opened: LibraryDialog, typed: str, uid: str) -> None:
    opened.departments.button("marketing").click()
    QTest.keyClicks(opened.search, typed)
    assert opened.view.currentIndex().row() == 0
    offer = opened.model.offer(opened.view.currentIndex())
    assert offer is not None and offer.number == library.kpi(uid).example
    opened.search.clear()
    assert len(opened.model.offers) == 12, "without a search the department is in view again"


def test_arrows_move_in_the_list_and_letters_go_to_the_search(opened: LibraryDialog) -> None:
    first = opened.detail.kpi
    QTest.keyClick(opened.search, Key.Key_Down)
    assert opened.view.currentIndex().row() == 1
    assert opened.detail.kpi != first
    opened.view.setFocus()
    QTest.keyClick(opened.view, "n")
    assert opened.search.text() == "n"
    opened.departments.button("hr").setFocus()
    QTest.keyClick(opened.departments.button("hr"), "p")
    assert opened.search.text() == "np"


def test_escape_changes_nothing(opened: LibraryDialog, bakery: Workspace) -> None:
    before = len(bakery.all(Kpi))
    QTest.keyClicks(opened.search, "møter")
    QTest.keyClick(opened.search, Key.Key_Escape)
    assert not opened.isVisible()
    assert len(bakery.all(Kpi)) == before


def test_a_search_without_hits_leads_to_an_own_kpi(qtbot: QtBot, opened: LibraryDialog) -> None:
    QTest.keyClicks(opened.search, "svinn")
    empty = opened._stack.currentWidget()
    assert empty is not opened.view
    assert not opened.footer.add.isEnabled()
    bar = opened.detail.verticalScrollBar()
    assert not bar.isVisible(), "there is nothing beside it"
    make, clear = (button for button in empty.findChildren(QPushButton) if button.isVisible())
    assert (make.text(), clear.text()) == ("Lag KPI-en «svinn»", "Nullstill søket")
    clear.click()
    assert len(opened.model.offers) == 63
    assert bar.isVisible() == (bar.maximum() > 0)
    QTest.keyClicks(opened.search, "svinn")
    still: list[bool] = []
    opened.own_asked.connect(lambda _name: still.append(opened.isVisible()))
    with qtbot.waitSignal(opened.own_asked) as asked:
        make.click()
    assert asked.args == ["svinn"]
    assert still == [False], "the form is asked for when this dialog has closed"


def test_enter_without_a_hit_makes_the_kpi_searched_for(window: Window, qtbot: QtBot) -> None:
    """Ctrl+3, Ctrl+N, «svinn», Enter: the form of an own KPI with that name, and the library is closed."""
    QTest.keyClick(window, Key.Key_3, CONTROL)
    QTest.keyClick(window, Key.Key_N, CONTROL)
    dialog = dialog_of(window, qtbot)
    QTest.keyClicks(dialog.search, "svinn")
    QTest.keyClick(dialog.search, Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(KpiForm) is not None and window.findChild(KpiForm).isVisible())
    form = window.findChild(KpiForm)
    assert form.name.text() == "svinn"
    assert [each.isVisible() for each in window.findChildren(LibraryDialog)] in ([], [False])
    form.reject()


# ---- what is added ---------------------------------------------------------------------------------


def test_a_target_that_depends_on_size_is_asked_for(opened: LibraryDialog, bakery: Workspace) -> None:
    choose(opened, "leads")
    goal = opened.detail.goal
    assert goal.value.text() == ""
    assert goal.value.placeholderText()
    opened.footer.add.click()
    added = from_library(bakery, "leads")
    assert added is not None
    assert target_of(bakery, added) is None


def test_a_typed_target_is_stored(opened: LibraryDialog, bakery: Workspace) -> None:
    choose(opened, "leads")
    QTest.keyClicks(opened.detail.goal.value, "25")
    QTest.keyClicks(opened.detail.goal.red_flag, "15")
    QTest.keyClick(opened.detail.goal.value, Key.Key_Return)
    added = from_library(bakery, "leads")
    assert added is not None
    target = target_of(bakery, added)
    assert target is not None
    assert (target.value, target.red_flag) == (25, 15)


def test_a_target_of_zero_asks_where_it_becomes_serious(opened: LibraryDialog) -> None:
    choose(opened, "leads")
    goal = opened.detail.goal
    assert not goal._zero.label.isVisibleTo(goal)
    QTest.keyClicks(goal.value, "0")
    assert goal._zero.label.isVisibleTo(goal)
    QTest.keyClicks(goal.red_flag, "-5")
    assert not goal._zero.label.isVisibleTo(goal)


def test_a_target_that_holds_for_everybody_is_suggested(opened: LibraryDialog, bakery: Workspace) -> None:
    choose(opened, SHARE)
    suggested = library.kpi(SHARE)
    opened.footer.add.click()
    added = from_library(bakery, SHARE)
    assert added is not None
    target = target_of(bakery, added)
    assert target is not None
    assert (target.value, target.red_flag) == (suggested.target, suggested.red_flag)


def test_a_band_has_two_edges_and_a_red_flag_outside_each(opened: LibraryDialog, bakery: Workspace) -> None:
    choose(opened, "salary_growth")
    goal, about = opened.detail.goal, library.kpi("salary_growth")
    assert (goal.aim().value, goal.aim().high) == (about.target, about.high)
    goal.red_high.setText("8")
    opened.footer.add.click()
    added = from_library(bakery, "salary_growth")
    assert added is not None
    target = target_of(bakery, added)
    assert target is not None
    assert (target.value, target.high, target.red_flag, target.red_high) == (
        about.target,
        about.high,
        about.red_flag,
        8,
    )


def test_what_is_no_number_is_framed_and_nothing_is_added(opened: LibraryDialog, bakery: Workspace) -> None:
    before = len(bakery.all(Kpi))
    choose(opened, SHARE)
    opened.detail.goal.value.setText("mange")
    opened.footer.add.click()
    assert opened.isVisible()
    assert "mange" in opened.problem.text()
    assert opened.problem.isVisible()
    assert opened.detail.goal.value.property("error")
    assert len(bakery.all(Kpi)) == before


def test_what_the_rules_refuse_is_said_in_the_dialog(opened: LibraryDialog, bakery: Workspace) -> None:
    before = len(bakery.all(Kpi))
    choose(opened, SHARE)
    opened.detail.goal.red_flag.setText("90")
    opened.footer.add.click()
    assert opened.isVisible()
    assert opened.problem.text()
    assert len(bakery.all(Kpi)) == before


def test_a_choice_between_the_variants_of_an_example(opened: LibraryDialog, bakery: Workspace) -> None:
    QTest.keyClicks(opened.search, "møter")
    choose(opened, COUNT)
    assert opened.detail.kpi is not None
    assert opened.detail.kpi.unit == "count"
    opened.footer.add.click()
    assert from_library(bakery, COUNT) is not None
    assert from_library(bakery, SHARE) is None


def test_owner_and_those_who_track_it_are_stored(opened: LibraryDialog, bakery: Workspace) -> None:
    choose(opened, SHARE)
    persons = {person.name: person.uid for person in bakery.all(Person)}
    people = opened.detail.people
    assert people.owner_uid == persons["Ingrid Haugen"], "who owns most in sales is suggested"
    people.owner.setCurrentIndex(people.owner.findData(persons["Jonas Berg"]))
    people.owner.activated.emit(people.owner.currentIndex())
    for action in people.menu.actions():
        if action.data() in (persons["Jonas Berg"], persons["Sunniva Lie"]) and not action.isChecked():
            action.trigger()
    assert people.ask.isVisible()
    assert people.ask.isChecked()
    opened.footer.add.click()
    added = from_library(bakery, SHARE)
    assert added is not None
    assert added.owner == persons["Jonas Berg"]
    assert persons["Sunniva Lie"] in added.tracked_by
    assert persons["Jonas Berg"] not in added.tracked_by
    asked = {row.person for row in bakery.all(Agreement) if row.about == added.uid and row.agreed is None}
    assert asked == {added.owner, *added.tracked_by}
    opened.session.undo()
    assert from_library(bakery, SHARE) is None
    assert not [row for row in bakery.all(Agreement) if row.about == added.uid]


def test_nobody_is_asked_where_that_is_not_wanted(opened: LibraryDialog, bakery: Workspace) -> None:
    choose(opened, SHARE)
    opened.detail.people.ask.setChecked(False)
    opened.footer.add.click()
    added = from_library(bakery, SHARE)
    assert added is not None
    assert not [row for row in bakery.all(Agreement) if row.about == added.uid]


def test_the_counter_metric_tells_whether_it_is_measured(qtbot: QtBot, session: Session, bakery: Workspace) -> None:
    partner = library.kpi(SHARE).counters[0]
    first = shown(qtbot, session)
    choose(first, SHARE)
    assert "måler den ikke ennå" in first.detail.counter.words.text()
    first.reject()
    shelf.add(bakery, partner)
    second = shown(qtbot, session)
    choose(second, SHARE)
    assert library.kpi(partner).name in second.detail.counter.title.text()
    assert "måler den allerede" in second.detail.counter.words.text()


# ---- in use, parked, too many ----------------------------------------------------------------------


def test_what_is_in_use_is_shown_and_not_added_twice(qtbot: QtBot, session: Session, bakery: Workspace) -> None:
    uid = shelf.add(bakery, SHARE)
    dialog = shown(qtbot, session)
    choose(dialog, SHARE)
    offer = dialog.model.offer(dialog.view.currentIndex())
    assert offer is not None
    assert offer.mark == "i bruk"
    before = len(bakery.all(Kpi))
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.footer.add.click()
    assert chosen.args == [uid]
    assert len(bakery.all(Kpi)) == before


def test_what_is_parked_is_taken_back(qtbot: QtBot, session: Session, bakery: Workspace) -> None:
    uid = shelf.add(bakery, SHARE)
    kpis.park(bakery, uid)
    dialog = shown(qtbot, session)
    choose(dialog, SHARE)
    assert dialog.footer.add.text().strip() == "Hent frem igjen"
    dialog.footer.add.click()
    assert not bakery.get(Kpi, uid).parked


def test_the_meter_counts_the_new_one(opened: LibraryDialog, bakery: Workspace) -> None:
    assert sum(not kpi.parked for kpi in bakery.all(Kpi)) == 7
    choose(opened, SHARE)
    assert opened.footer._words.text() == "Blir nr. 8 av høyst 9"
    assert not opened.footer.parking.isVisible()


def test_the_tenth_asks_which_to_park_and_one_undo_takes_both_back(
    qtbot: QtBot, session: Session, bakery: Workspace
) -> None:
    fill_up(bakery, MOST_KPIS)
    dialog = shown(qtbot, session)
    choose(dialog, SHARE)
    footer = dialog.footer
    assert footer.parking.isVisible()
    assert footer._words.text() == "Blir nr. 10 av høyst 9"
    assert footer._words.property("look") == "risk"
    aside = next(kpi for kpi in bakery.all(Kpi) if kpi.name == "Egen 0")
    assert footer.parking.count() == 1, "they are listed when somebody comes to choose"
    footer.parking.showPopup()
    footer.parking.hidePopup()
    assert footer.parking.count() == 1 + MOST_KPIS
    footer.parking.setCurrentIndex(footer.parking.findData(aside.uid))
    footer.parking.activated.emit(footer.parking.currentIndex())
    assert footer._words.text() == "Blir nr. 9 av høyst 9"
    footer.add.click()
    assert bakery.get(Kpi, aside.uid).parked
    assert from_library(bakery, SHARE) is not None
    session.undo()
    assert not bakery.get(Kpi, aside.uid).parked
    assert from_library(bakery, SHARE) is None


def test_every_kpi_of_the_library_can_be_shown(opened: LibraryDialog) -> None:
    for language in ("nb", "en"):
        with text.using(language):
            for example in library.examples():
                for kpi in example.kpis:
                    opened._show_kpi(example, kpi)
                    assert opened.detail.what.words.text() == unbroken(kpi.definition)
                    assert opened.detail.chips.height() >= 22
                    assert opened.detail.preview._value.text()
                    opened.detail.preview.layout().invalidate()
                    opened.detail._inner.layout().invalidate()
                    assert opened.detail._inner.minimumSizeHint().width() <= opened.detail.viewport().width(), kpi.id


def test_letters_show_one_kpi_once_when_they_rest(
    opened: LibraryDialog, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shown: list[str] = []
    real = opened.detail.show_kpi
    monkeypatch.setattr(
        opened.detail, "show_kpi", lambda kpi, *more, **named: shown.append(kpi.id) or real(kpi, *more, **named)
    )
    for letters in ("net", "net p", "net promoter"):
        opened.search.setText(letters)
    assert not shown
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == ["nps"]
    opened.search.setText("ingen slik finnes")
    assert opened.detail.kpi is None and not opened.footer.add.isEnabled(), "at once: nothing is there to be added"
    opened.search.setText("net promoter")
    assert shown == ["nps", "nps"], "at once: nothing was there"


def test_what_is_added_at_once_is_the_first_hit(opened: LibraryDialog, bakery: Workspace) -> None:
    QTest.keyClicks(opened.search, "CCC")
    QTest.keyClick(opened.search, Key.Key_Return)
    assert any(kpi.library_id == "ccc" for kpi in bakery.all(Kpi))


def test_the_meter_of_many_kpis_is_no_wider_than_that_of_a_few_too_many(theme: Theme) -> None:
    few, many = (
        LibraryFooter(theme, [Kpi(f"k{n}", f"KPI {n}") for n in range(count)], MOST_KPIS) for count in (12, 500)
    )
    for footer in (few, many):
        footer.show_new()
    assert many.squares.sizeHint() == few.squares.sizeHint()


def test_only_what_there_is_room_and_use_for_is_made(opened: LibraryDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened.choice is None and not opened.findChildren(Empty)
    opened.search.setText("xyzzy")
    assert len(opened.findChildren(Empty)) == 1
    opened.search.clear()
    department = library.departments()[1].key
    opened._show_department(department)
    monkeypatch.setattr("ui.library.library_dialog.SMALL", 10_000)
    opened.resizeEvent(QResizeEvent(opened.size(), opened.size()))
    assert opened.choice is not None and opened.choice.isVisible() and opened.choice.currentData() == department
    monkeypatch.undo()
    opened.resizeEvent(QResizeEvent(opened.size(), opened.size()))
    assert not opened.choice.isVisible()
