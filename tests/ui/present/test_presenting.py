"""The review on a large screen: keys, notes, live figures, and the way to a figure and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from kpidesk.commands import entry, slide_notes
from kpidesk.domain.entities import Kpi, SlideNote
from kpidesk.domain.period import Period
from tests.ui.screens import fitting, listener
from tests.ui.settled import settle
from ui.base.session import Session
from ui.paper.pdf_pages import pages_of
from ui.present.deck import figure_of
from ui.present.keys import Keys
from ui.present.presentation import Presentation
from ui.present.presenter import Presenter
from ui.present.screens import arranged
from ui.present.showing import Showing
from ui.present.slide_view import SlideView
from ui.present.stage import Stage
from ui.review.review_page import ReviewPage

Key = Qt.Key


def key(which, text="", modifiers=Qt.KeyboardModifier.NoModifier):
    return QKeyEvent(QEvent.Type.KeyPress, which, modifiers, text)


# ---- without a window ----------------------------------------------------------------------------


def test_keys_and_a_remote_control_mean_the_same():
    keys = Keys()
    for which in (Key.Key_Right, Key.Key_Space, Key.Key_PageDown, Key.Key_Down):
        assert keys.read(key(which)) == ("on", 0)
    for which in (Key.Key_Left, Key.Key_PageUp, Key.Key_Backspace):
        assert keys.read(key(which)) == ("back", 0)
    found = [keys.read(key(which))[0] for which in (Key.Key_Home, Key.Key_End, Key.Key_B, Key.Key_G, Key.Key_N)]
    assert found == ["first", "last", "black", "all", "notes"]
    assert keys.read(key(Key.Key_Escape)) == ("escape", 0)
    assert keys.read(key(Key.Key_B, "b", Qt.KeyboardModifier.ControlModifier)) == ("", 0)


def test_digits_gather_until_enter_and_enter_alone_opens():
    keys = Keys()
    assert keys.read(key(Key.Key_1, "1")) == keys.read(key(Key.Key_2, "2")) == ("", 0)
    assert keys.read(key(Key.Key_Return)) == ("go", 11)
    assert keys.read(key(Key.Key_Return)) == ("open", 0)
    keys.read(key(Key.Key_4, "4"))
    assert keys.read(key(Key.Key_Right)) == ("on", 0), "another key forgets the digits"
    assert keys.read(key(Key.Key_Return)) == ("open", 0)


def test_with_a_second_screen_the_slides_go_there_and_who_presents_stays():
    assert arranged(["mine"], "mine") == ("mine", None)
    assert arranged(["mine", "hall"], "mine") == ("hall", "mine")
    assert arranged(["hall", "mine"], "mine") == ("hall", "mine")


def test_each_slide_leads_to_what_it_shows():
    names = ("cover", "summary", "goal/abc", "goal/abc/2", "kpi/abc", "decisions")
    assert figure_of("kpi/abc", names) == ("kpi", "abc")
    assert figure_of("goal/abc/2", names) == ("goals", "abc"), "a slide that goes on shows the same objective"
    assert figure_of("decisions/2", names) == ("review", "decide")
    assert figure_of("cover", names) is None
    assert figure_of("summary", names) == ("goals", None)
    assert figure_of("summary", ("cover", "summary", "kpi/abc")) == ("kpis", None), "a summary without goals"


# ---- a presentation ------------------------------------------------------------------------------


@pytest.fixture
def shown(bakery, theme, qtbot):
    made = Presentation(Session(bakery, theme), "nb")
    made.make()
    qtbot.waitUntil(lambda: made.count > 0)
    yield made
    made.end()


def number_changed(ws):
    kpi = next(each for each in ws.all(Kpi) if each.name.startswith("Konvertering"))
    entry.set_value(ws, kpi.inputs[0][1], Period.parse("2026-W10"), 77)


def test_a_number_that_changes_makes_the_slides_anew_and_the_same_one_stays_in_view(shown, qtbot):
    name = next(each for each in shown.deck.names if each.startswith("kpi/"))
    shown.go(shown.deck.names.index(name))
    before = shown.deck
    number_changed(shown.session.ws)
    qtbot.waitUntil(lambda: shown.deck is not before)
    assert shown.name == name and shown.deck.data != before.data


def test_going_stops_at_both_ends_and_brings_the_slide_back_from_black(shown):
    shown.do("back")
    assert shown.page == 0
    shown.do("last")
    shown.do("on")
    assert shown.page == shown.count - 1
    shown.do("black")
    assert shown.black
    shown.do("go", 2)
    assert (shown.page, shown.black) == (2, False)
    shown.do("go", 500)
    assert shown.page == shown.count - 1


def test_notes_are_kept_in_the_file_for_each_slide_and_are_on_no_paper(shown, qtbot):
    ws, before = shown.session.ws, shown.deck.data
    shown.go(1)
    shown.write_note(shown.name, "Takk Ola, som så det først.\n")
    (note,) = ws.all(SlideNote)
    assert (note.slide, note.text) == ("summary", "Takk Ola, som så det først.")
    assert shown.note() == "Takk Ola, som så det først."
    shown.go(2)
    assert shown.note() == ""
    shown.make()
    number_changed(ws)
    qtbot.waitUntil(lambda: shown.deck.data != before)
    with pages_of(shown.deck.data) as pages:
        said = " ".join(pages.words(page) for page in range(pages.count))
    assert "Konverteringsfrekvens" in said and "Takk Ola" not in said
    ws.undoing.undo()
    ws.undoing.undo()
    assert ws.all(SlideNote) == []


def test_a_slide_is_drawn_at_the_very_size_it_is_shown_in_and_the_next_one_ahead(shown, theme, qtbot):
    view = SlideView(shown, theme)
    qtbot.addWidget(view)
    view.resize(813, 700)
    view.refresh()
    wide = view.pixels()
    qtbot.waitUntil(lambda: (1, wide) in shown.pictures._pictures)
    picture = shown.pictures.picture(0, wide)
    assert (picture.width(), view.place().width()) == (813, 813)
    assert shown.pictures.picture(1, wide).width() == 813
    qtbot.waitUntil(lambda: "Fjordbrød bakeri" in view.accessibleName())
    assert view.accessibleName().startswith(f"1 av {shown.count}. ")


# ---- on the screen -------------------------------------------------------------------------------


@pytest.fixture
def stage(shown, theme, qtbot):
    made = Stage(shown, theme, alone=True)
    qtbot.addWidget(made)
    made.resize(960, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.setFocus()
    return made


def test_the_keys_turn_blacken_show_all_and_end(stage, shown):
    QTest.keyClick(stage, Key.Key_Right)
    QTest.keyClick(stage, Key.Key_Space)
    assert shown.page == 2
    QTest.keyClicks(stage, "4")
    QTest.keyClick(stage, Key.Key_Return)
    assert shown.page == 3
    QTest.keyClick(stage, Key.Key_B)
    assert shown.black and stage.view.accessibleName() == "Skjermen er svart."
    QTest.keyClick(stage, Key.Key_Escape)
    assert not shown.black and stage.isVisible(), "what lies over the slide goes first"
    QTest.keyClick(stage, Key.Key_G)
    assert stage.all.isVisible()
    QTest.keyClick(stage.all, Key.Key_Right)
    QTest.keyClick(stage.all, Key.Key_Return)
    assert shown.page == 4 and not stage.all.isVisible()
    closed = []
    stage.closing.connect(lambda: closed.append(True))
    QTest.keyClick(stage, Key.Key_Escape)
    assert closed and not stage.isVisible()


def test_slides_beside_each_other_are_as_large_as_leaves_them_all_in_view(stage, monkeypatch):
    for count, columns in ((1, 1), (4, 2), (9, 3), (40, 5)):
        stage.all.resize(1440, 900)
        monkeypatch.setattr(type(stage.all._presentation), "count", count)
        assert stage.all.columns() == columns, count
        stage.all.resize(1366, 768)
        assert stage.all.columns() == columns and (count == 40 or stage.all.place(count - 1).bottom() < 768), count


def test_each_slide_is_told_to_those_who_listen(stage, shown, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr("ui.present.slide_view.announce", told.append)
    qtbot.waitUntil(lambda: "Fjordbrød" in stage.view.accessibleName())
    told.clear()
    QTest.keyClick(stage, Key.Key_Right)
    assert len(told) == 1 and told[0].startswith(f"2 av {shown.count}. ") and "mål er i rute" in told[0]
    QTest.keyClick(stage, Key.Key_B)
    assert told[1:] == ["Skjermen er svart."]


def test_the_keys_are_told_when_the_mouse_moves_and_not_beside_a_presenter(stage, shown, theme, qtbot):
    stage.tell_keys()
    assert stage.hint.isVisible() and "N: notatene dine" in stage.hint.accessibleName()
    assert stage.hint.geometry().bottom() < stage.view.place().bottom()
    QTest.keyClick(stage, Key.Key_Right)
    assert shown.page == 1 and stage.hint._place == f"2 av {shown.count}", "and names the slide that is turned to"
    other = Stage(shown, theme, alone=False)
    qtbot.addWidget(other)
    other.show()
    other.tell_keys()
    assert not other.hint.isVisible()


def test_notes_are_written_over_the_slide_and_stored_when_another_comes(stage, shown):
    QTest.keyClick(stage, Key.Key_N)
    QTest.keyClicks(stage.field, "Spør Jonas b")
    assert not shown.black, "letters are written, not obeyed"
    QTest.keyClick(stage.field, Key.Key_Escape)
    assert not stage.notes.isVisible() and shown.note() == "Spør Jonas b"
    QTest.keyClick(stage, Key.Key_N)
    stage.field.setPlainText("Spør Jonas og Ola")
    shown.go(1)
    assert stage.field.toPlainText() == ""
    cycle = shown.session.cycle.uid
    assert slide_notes.text_of(shown.session.ws, cycle, "cover") == "Spør Jonas og Ola"


def test_who_presents_sees_the_next_slide_the_notes_and_the_time(shown, theme, qtbot):
    window = Presenter(shown, theme)
    qtbot.addWidget(window)
    window.show()
    asked = []
    window.asked.connect(lambda word, number: (asked.append(word), shown.do(word, number)))
    assert (window.now.page, window.next.page) == (0, 1)
    assert window.title.text() == "Gjennomgang av 1. kvartal 2026"
    assert window.since.text() == "0\u00a0min siden start" and ":" in window.time.text()
    window.resize(1280, 720)
    settle()
    assert [*fitting.faults_of(window), *listener.faults_of(window)] == []
    QTest.mouseClick(window.forward, Qt.MouseButton.LeftButton)
    QTest.keyClick(window, Key.Key_Right)
    assert shown.page == 2 and window.place.text().startswith("3 av ")
    QTest.keyClick(window, Key.Key_N)
    window.field.setPlainText("Husk pausen")
    window.field.store()
    assert shown.note() == "Husk pausen"
    QTest.mouseClick(window.black, Qt.MouseButton.LeftButton)
    assert shown.black and window.black.text() == "Vis lysbildet"
    QTest.keyClick(window, Key.Key_G)
    assert window.all.isVisible(), "all slides are for who presents, not for the hall"
    closed = []
    window.closing.connect(lambda: closed.append(True))
    QTest.keyClick(window.all, Key.Key_Escape)
    assert not closed and not window.all.isVisible()
    QTest.keyClick(window, Key.Key_Escape)
    assert not closed, "Escape lets the slide come back first"
    shown.do("black")
    QTest.keyClick(window, Key.Key_Escape)
    assert closed and asked[:2] == ["on", "on"]


def test_enter_opens_the_figure_and_alt_left_comes_back_to_the_same_slide(bakery, theme, qtbot):
    """Story 25: the review, and one key more."""
    page = ReviewPage(Session(bakery, theme))
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    went, said, unsaid = [], [], []
    page.session.unsaid.connect(unsaid.append)
    page.session.navigate.connect(lambda place, argument: went.append((place, argument)))
    page.session.notice.connect(said.append)
    page.commands()["present"]()
    showing = page.paper.others.showing
    assert isinstance(showing, Showing) and showing.presenter is None
    qtbot.waitUntil(lambda: showing.presentation.count > 0)
    assert showing.stage.hint.isVisible(), "the keys are told at the start"
    names = showing.presentation.deck.names
    at = next(place for place, name in enumerate(names) if name.startswith("kpi/"))
    showing.presentation.go(at)
    QTest.keyClick(showing.stage, Key.Key_Return)
    assert went == [("kpi", names[at].partition("/")[2])]
    assert not showing.stage.isVisible() and said[-1].action == "Tilbake til lysbildene"
    QTest.keyClick(page, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert unsaid == [said[-1].text]
    assert showing.stage.isVisible() and showing.presentation.page == at
    assert page.stack.currentIndex() == 0, "the key led here and nowhere else"
    QTest.keyClick(showing.stage, Key.Key_Escape)
    assert page.paper.others.showing is None
    page.paper.stop()


def test_a_page_that_goes_takes_its_slides_along(bakery, theme, qtbot):
    page = ReviewPage(Session(bakery, theme))
    qtbot.addWidget(page)
    page.paper.others.show_slides()
    stage = page.paper.others.showing.stage
    page.leave()
    assert page.paper.others.showing is None and not stage.isVisible()


def test_beside_a_presenter_the_slide_stays_in_the_hall_while_a_figure_is_looked_at(bakery, theme, qtbot, monkeypatch):
    monkeypatch.setattr("ui.present.showing.arranged", lambda _screens, here: (here, here))
    page = ReviewPage(Session(bakery, theme))
    qtbot.addWidget(page)
    page.show()
    page.paper.others.show_slides()
    showing = page.paper.others.showing
    qtbot.waitUntil(lambda: showing.presentation.count > 0)
    presenter, stage = showing.presenter, showing.stage
    assert presenter.isVisible() and stage.isVisible() and not stage.hint.isVisible()
    showing.presentation.do("last")
    QTest.keyClick(presenter, Key.Key_Return)
    assert stage.isVisible() and not presenter.isVisible()
    QTest.keyClick(page, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert presenter.isVisible()
    over = []
    showing.over.connect(lambda: over.append(stage.isVisible()))
    QTest.keyClick(presenter, Key.Key_Escape)
    assert over == [False] and page.paper.others.showing is None
    page.paper.stop()
