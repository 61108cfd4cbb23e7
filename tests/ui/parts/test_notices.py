"""Notices lie over the page: nothing moves under the hand, and nothing is hit that was not meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.commands import cycles, goals
from kpidesk.domain.entities import Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from tests.ui.kept import First, KeptWindow, lent
from tests.ui.prepared import Prepared, prepare
from tests.ui.settled import settle
from ui.app.window import Window
from ui.base.session import Notice, Told
from ui.base.theme import Theme
from ui.parts.notice_pile import EDGE, GAP, ROOM, SHADOW, WIDEST
from ui.parts.notices import HEIGHT, with_lead

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """A small company of its own with a long list of goals and of KPIs."""

    def fill(ws: Workspace) -> None:
        cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
        for number in range(30):
            goals.add_objective(ws, f"Mål nummer {number}", cycle=cycle)
            own_kpis.define(ws, name=f"KPI nummer {number}")

    return prepare(tmp_path_factory.mktemp("workshop"), "Verksted", "Ida", Clock(), fill)


@pytest.fixture(scope="module")
def kept(written: Prepared, theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptWindow]:
    made = KeptWindow(tmp_path_factory.mktemp("kept"), written, theme, First("kpis", (1280, 700)))
    yield made
    made.close()


@pytest.fixture
def window(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Window]:
    yield from lent(kept, request, qtbot)


def _places(window: Window) -> dict[QWidget, QPoint]:
    page = window.page()
    assert page is not None
    return {each: each.mapTo(window, QPoint()) for each in page.findChildren(QWidget) if each.isVisible()}


def _said(window: Window, *texts: str) -> None:
    for words in texts:
        window.notices.say(Notice(words))


def _click(window: Window, widget: QWidget) -> None:
    """Press the mouse where the window shows a widget, whatever lies over it."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, LEFT, Qt.KeyboardModifier.NoModifier, widget.mapTo(window, widget.rect().center()))


def test_nothing_on_the_page_moves_when_notices_come_and_go(window: Window, qtbot: QtBot) -> None:
    for place in ("overview", "goals", "kpis", "entry", "history"):
        window.go(place)
        settle()
        before = _places(window)
        _said(window, "Første beskjed.", "Andre beskjed.")
        assert window.toast is not None
        window.toast.say(Told("Lagret", (1,)))
        QApplication.processEvents()
        after = _places(window)
        assert after == before, place
        window.notices.clear()
        window.toast.go()
        assert window.notices.isHidden()


def test_a_notice_opens_no_window_and_leaves_the_keyboard_alone(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before, focus = set(QApplication.topLevelWidgets()), QApplication.focusWidget()
    window.notices.say(Notice("Noe er nytt.", action="Se på det", callback=list))
    QApplication.processEvents()
    assert {each for each in QApplication.topLevelWidgets() if each.isVisible()} <= before
    assert window.isActiveWindow() and QApplication.focusWidget() is focus


def test_the_message_with_undo_lies_lowest_and_the_newest_notice_on_top(window: Window) -> None:
    assert window.toast is not None
    _said(window, "Den eldste.", "Den i midten.", "Den nyeste.")
    window.toast.say(Told("Lagret", (1,)))
    pile, page = window.notices, window.notices.parentWidget()
    assert page is not None
    newest, middle, oldest = pile.rows()
    assert newest.notice.text == "Den nyeste." and oldest.isHidden() and pile.more.text() == "1 til"
    top, second, lowest = (each.mapTo(page, QPoint()) for each in (newest, middle, window.toast))
    assert lowest.y() + HEIGHT == page.height() - EDGE
    assert second.y() + HEIGHT + GAP == lowest.y() and top.y() + HEIGHT + GAP == second.y()
    assert {top.x(), second.x(), lowest.x()} == {EDGE} and newest.width() == min(WIDEST, page.width() - 2 * EDGE)
    assert page.height() - top.y() == ROOM


def test_the_foot_of_a_page_stays_free_and_in_reach(window: Window, qtbot: QtBot) -> None:
    """What a notice tells people to do is often pressed right there: it must not lie over it."""
    assert window.toast is not None
    _said(window, "Skriv hvorfor med én linje.")
    window.toast.say(Told("Lagret", (1,)))
    for place in ("review", "goals", "entry", "review"):
        window.go(place)
        settle()
        page, pile = window.page(), window.notices
        assert page is not None
        foot = page.foot()
        assert foot is not None or place == "entry", "the sheet has a foot only in a small window"
        lowest = pile.geometry().bottom()
        edge = foot.mapTo(window, QPoint()).y() if foot is not None and foot.isVisible() else None
        body = pile.parentWidget()
        assert body is not None
        ground = body.height() if edge is None else edge - body.mapTo(window, QPoint()).y()
        assert ground - EDGE <= lowest < ground, place
    window.go("kpis")
    assert window.notices.geometry().bottom() >= window.notices.parentWidget().height() - EDGE


def test_notices_follow_a_foot_that_another_width_gives_or_takes(window: Window, qtbot: QtBot) -> None:
    """The line under the sheet of numbers is a foot in a small window, and stands over it in a large one."""
    pile, body = window.notices, window.notices.parentWidget()
    assert body is not None
    window.resize(640, 400)
    window.go("entry")
    _said(window, "Skriv hvorfor med én linje.")
    page = window.page()
    assert page is not None
    qtbot.waitUntil(lambda: page.foot() is not None and page.foot().isVisible())
    window.resize(1280, 700)
    qtbot.waitUntil(lambda: page.foot() is None)
    qtbot.waitUntil(lambda: body.height() - EDGE <= pile.geometry().bottom() < body.height())
    window.resize(640, 400)
    qtbot.waitUntil(lambda: page.foot() is not None)
    qtbot.waitUntil(lambda: pile.geometry().bottom() < page.foot().mapTo(body, QPoint()).y())


def test_a_notice_is_whole_in_large_text(window: Window) -> None:
    """Laid out lower than it is, its lower edge would be cut off."""
    window.theme.resize(140)
    try:
        assert window.toast is not None
        for words in ("En.", "To.", "Tre."):
            _said(window, words)
        window.toast.say(Told("Kvartalet er i gang", (1,)))
        window.notices._arrange()
        pile = window.notices
        for shown in [window.toast, pile.more, *pile.rows()[:2]]:
            assert shown.geometry().height() >= shown.minimumHeight()
            assert pile.rect().contains(shown.geometry())
        assert pile.geometry().bottom() < pile.parentWidget().height()
    finally:
        window.theme.resize(100)


def test_those_behind_more_are_shown_when_asked_for_or_when_one_is_closed(window: Window) -> None:
    _said(window, "Én.", "To.", "Tre.", "Fire.")
    pile = window.notices
    assert [row.isHidden() for row in pile.rows()] == [False, False, True, True] and pile.more.text() == "2 til"
    pile.withdraw("Fire.")
    assert [row.isHidden() for row in pile.rows()] == [False, False, True]
    pile.more.click()
    assert not any(row.isHidden() for row in pile.rows()) and pile.more.isHidden()


def test_a_click_on_what_has_just_come_does_nothing_and_the_next_one_counts(window: Window, qtbot: QtBot) -> None:
    pressed: list[str] = []
    window.notices.say(Notice("Noe er nytt.", action="Se på det", callback=lambda: pressed.append("her")))
    link = window.notices.rows()[0].findChild(QPushButton)
    assert link is not None and window.notices.deaf
    _click(window, link)
    assert not pressed
    qtbot.waitUntil(lambda: not window.notices.deaf)
    _click(window, link)
    assert pressed == ["her"]


def test_the_page_beside_a_short_message_hears_the_mouse(window: Window, qtbot: QtBot) -> None:
    assert window.toast is not None
    window.toast.say(Told("Lagret", (1,)))
    qtbot.waitUntil(lambda: not window.notices.deaf)
    body = window.notices.parentWidget()
    assert body is not None
    beside = QPoint(window.toast.width() + 60, body.height() - EDGE - HEIGHT // 2)
    hit = body.childAt(beside)
    assert hit is not None and not window.notices.isAncestorOf(hit) and hit is not window.notices


def test_f6_reaches_a_notice_and_escape_closes_it_and_gives_the_keyboard_back(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    window.go("goals")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    before = QApplication.focusWidget()
    _said(window, "Les dette.")

    def inside() -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and window.notices.isAncestorOf(focus)

    for _press in range(6):
        if not inside():
            window.commands._change_pane(1)
    assert inside()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not window.notices.rows() and QApplication.focusWidget() is before


def test_what_is_done_is_gone_once_somebody_works_on_and_not_before(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    window.go("goals")
    page, notices = window.page(), window.notices
    assert page is not None
    notices.say(Notice("Diagrammet er kopiert.", "done"))
    _said(window, "Les dette.")
    qtbot.waitUntil(lambda: not notices.deaf)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_F6, Qt.Key.Key_Down):
        QTest.keyClick(page, key)
    QTest.mouseClick(notices.rows()[0], LEFT)
    assert len(notices.rows()) == 2, "to look around, and to press it, is no work below it"
    QTest.mouseClick(page, LEFT)
    assert [row.notice.text for row in notices.rows()] == ["Les dette."]


def test_the_message_waits_while_the_pointer_is_there(window: Window) -> None:
    toast = window.toast
    assert toast is not None
    toast.say(Told("Lagret", (1,)))
    assert toast._timer.isActive()
    place = QPointF(5, 5)
    QApplication.sendEvent(window.notices, QEnterEvent(place, place, place))
    assert not toast._timer.isActive() and not toast.isHidden()
    QApplication.sendEvent(window.notices, QEvent(QEvent.Type.Leave))
    assert toast._timer.isActive()


def test_the_keyboard_goes_back_to_where_it_was_when_the_message_goes(window: Window, qtbot: QtBot) -> None:
    """It went to the first button of the page, from a number that was just being looked at."""
    window.go("kpis")
    focus, toast = window.page().initial_focus(), window.toast
    for way in (toast._undo.click, toast.go):
        focus.setFocus()
        toast.say(Told("Lagret", (1,)))
        toast._undo.setFocus()
        way()
        assert focus.hasFocus(), way
    _said(window, "Én.")
    window.notices.rows()[0].findChild(QToolButton).setFocus()
    window.notices.withdraw("Én.")
    assert focus.hasFocus()
    _said(window, "Én.", "To.", "Tre.")
    window.notices.more.setFocus()
    window.notices.more.click()
    assert window.notices.rows()[0].isAncestorOf(QApplication.focusWidget())


def test_what_is_said_of_a_page_goes_with_it_once_it_has_been_in_view(window: Window, qtbot: QtBot) -> None:
    """What is about the file stays, and a refusal that the step to the next page has brought about."""
    session, notices = window.files.session, window.notices
    window.go("goals")
    session.notice.emit(Notice("Filen er låst.", "error"))
    session.perform(goals.rename, "finnes ikke", "Nytt navn")
    refused = notices.rows()[0].notice.text
    window.go("kpis")
    assert [row.notice.text for row in notices.rows()] == [refused, "Filen er låst."], "nobody has seen it yet"
    qtbot.waitUntil(lambda: not notices.deaf)
    window.go("entry")
    assert [row.notice.text for row in notices.rows()] == ["Filen er låst."]


def test_the_last_row_of_a_page_can_be_scrolled_clear_of_the_notices(window: Window) -> None:
    for place in ("goals", "kpis"):
        window.go(place)
        QApplication.processEvents()
        page = window.page()
        assert page is not None
        view = page.view
        bar, model = view.verticalScrollBar(), view.model()
        bar.setValue(bar.maximum())
        last = view.visualRect(model.index(model.rowCount() - 1, 0))
        below = view.viewport().mapTo(window, QPoint(0, last.bottom())).y()
        body = window.notices.parentWidget()
        assert body is not None and below < body.mapTo(window, QPoint(0, body.height() - ROOM)).y() + 2, place


def test_a_row_that_is_pointed_at_stands_clear_of_the_notices(window: Window) -> None:
    """The last of its page as well: what was just made is told over it at the same time."""
    session = window.files.session
    window.go("kpis")
    uid = own_kpis.define(session.ws, name="KPI nummer 30")
    window.page().doing.added.emit(uid)
    _said(window, "En.", "To.", "Tre.")
    for place, last in (("kpis", uid), ("goals", session.ws.all(Objective)[-1].uid)):
        window.go(place, last)
        assert (window.page().selected(), _is_clear(window)) == (last, True)


def test_a_row_that_the_keyboard_comes_to_stands_clear_of_the_notices_and_one_that_is_clicked_stays(
    window: Window,
) -> None:
    _said(window, "En.", "To.")
    for place in ("kpis", "goals", "history"):
        window.go(place)
        view = window.page().view
        QTest.keyClick(view, Qt.Key.Key_Home)
        low = view.indexAt(view.viewport().rect().bottomLeft() - QPoint(-40, 60))
        before = view.verticalScrollBar().value()
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(low).center())
        assert (view.verticalScrollBar().value(), _is_clear(window)) == (before, False)
        QTest.keyClick(view, Qt.Key.Key_Down)
        assert view.currentIndex() != low and _is_clear(window), place


def _is_clear(window: Window) -> bool:
    """Tell whether the row that is chosen is in sight, above the notices."""
    view = window.page().view
    row, top = view.visualRect(view.currentIndex()), window.notices.mapTo(window, QPoint(0, SHADOW)).y()
    return bool(row.top() > 0 and view.viewport().mapTo(window, row.bottomLeft()).y() <= top)


def test_a_notice_shows_names_as_they_are_written_and_its_first_sentence_stronger() -> None:
    assert with_lead("<b>Per</b> & Co har lagret. De er hentet.").endswith(
        "&lt;b&gt;Per&lt;/b&gt; &amp; Co har lagret.</span> De er hentet."
    )
    assert with_lead("Stod slik 12. mars kl. 08.37.") == "Stod slik 12. mars kl. 08.37."


def test_whatever_says_something_can_take_it_back(window: Window) -> None:
    parts = [part for part in vars(window).values() if hasattr(part, "said") and hasattr(part, "unsaid")]
    assert {type(part).__name__ for part in parts} >= {"Files", "ServerDoor", "Merges", "Lookout"}
    for part in parts:
        part.said.emit(Notice("it holds no more"))
        assert [row.notice.text for row in window.notices.rows()] == ["it holds no more"], part
        part.unsaid.emit("it holds no more")
        assert window.notices.rows() == [], part
