"""The page of the weekly round: each Enter stores, what is left is there again, and colleagues are no disturbance."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, kpis, people, reviews
from kpidesk.domain.entities import NOT_APPLICABLE, Annotation, CheckIn, Initiative, Input, Kpi, ReviewNote
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import RuleBroken
from kpidesk.round.agenda import Mark
from kpidesk.round.steps import DECISION, Kind, Step
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Changes, Workspace
from kpidesk.workspace.open_file import AtWork
from tests import own_kpis
from tests.ui.prepared import Prepared, as_left, prepare, quiet
from ui.app.places import Places
from ui.base.memory import Memory
from ui.base.session import Session
from ui.base.theme import Theme
from ui.goals.side.course_section import CourseSection
from ui.round.check_in_pane import CheckInPane
from ui.round.decision_pane import DecisionPane
from ui.round.dots import DONE, HERE, OPEN, SKIPPED
from ui.round.look_pane import LookPane
from ui.round.number_rows import NumberRow
from ui.round.round_frame import ENDED, NOTHING, ROUND
from ui.round.round_page import RoundPage

MONDAY = dt.date(2026, 6, 15)
WEEK = Period.parse("2026-W24")
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Clock:
    def __init__(self) -> None:
        self.day, self.steps = MONDAY, 0

    def __call__(self) -> dt.datetime:
        self.steps += 1
        return dt.datetime.combine(self.day, dt.time(9), dt.UTC) + dt.timedelta(milliseconds=self.steps)


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Shop:
    """A file of one's own: two numbers of last week missing, a goal behind, a KPI that is off track."""

    ws: Workspace

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def fill(self, ws: Workspace) -> None:
        self.jonas = people.add_person(ws, "Jonas Berg")
        self.kpi = own_kpis.define(
            ws, name="Kunder", frequency=Frequency.WEEK, target=100.0, red_flag=50.0, owner=self.jonas
        )  # fmt: skip
        self.customers = ws.get(Kpi, self.kpi).inputs[0][1]
        self.repairs = ws.get(Kpi, own_kpis.define(ws, name="Reparasjoner", frequency=Frequency.WEEK)).inputs[0][1]
        for back in range(1, 8):
            entry.set_value(ws, self.customers, WEEK.previous(back), 40.0 + back % 3)
            entry.set_value(ws, self.repairs, WEEK.previous(back), 8.0 + back % 2)
        cycle = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.QUARTER))
        top = goals.add_objective(ws, "Flere på sykkel", cycle=cycle, owner=self.jonas)
        self.result = goals.add_key_result(
            ws, "Kunder fra 20 til 100", parent=top, start=20.0, target=100.0, kpi=self.kpi, owner=self.jonas
        )  # fmt: skip
        self.initiative = goals.add_initiative(ws, "Ringe de ti største", parent=self.result)
        self.clock.day = MONDAY - dt.timedelta(days=4)
        check_ins.check_in_as(ws, "Jonas Berg", self.result, confidence=3, note="Vi mangler sykler")


@dataclass(frozen=True)
class Written:
    """The file, and what stands in it."""

    file: Prepared
    shop: Shop


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    clock = Clock()
    clock.day = MONDAY - dt.timedelta(days=40)
    shop = Shop(clock)
    return Written(prepare(tmp_path_factory.mktemp("shop"), "Sykkel", "Kari", clock, shop.fill), shop)


@pytest.fixture
def shop(written: Written, tmp_path: Path, clock: Clock) -> Iterator[Shop]:
    """It, as Kari has it open on the Monday after."""
    path, home, made = tmp_path / "a.kpidesk", Home(tmp_path / "home"), copy.copy(written.shop)
    working = written.file.lay_out(path, home)
    with as_left(working, path, AtWork(home, clock, "Kari")) as ws, quiet(ws):
        made.ws, made.clock = ws, clock
        yield made


class Hands:
    """A page in a window of its own, and the keys of somebody before it."""

    def __init__(self, ws: Workspace, theme: Theme, qtbot: QtBot, memory: Memory | None = None) -> None:
        self.session = Session(ws, theme, memory=memory)
        self.page = RoundPage(self.session)
        self.left = 0
        self.notices: list[str] = []
        self.session.leave.connect(self._leave)
        self.session.notice.connect(lambda notice: self.notices.append(notice.text))
        self.session.changed.connect(self.page.refresh)
        qtbot.addWidget(self.page)
        self.page.resize(1256, 800)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.refresh(None)
        self.page.fit(1440)
        qtbot.waitUntil(lambda: self.page._now.settled)

    def _leave(self) -> None:
        self.left += 1

    def close(self) -> None:
        """The page goes, as on closing the window."""
        self.session.changed.disconnect(self.page.refresh)
        self.page.leave()
        self.page.hide()

    @property
    def step(self) -> Step | None:
        return self.page._step  # what is in view has no other name

    @property
    def focus(self) -> QWidget:
        found = self.page.focusWidget()
        assert found is not None
        return found

    def type(self, words: str) -> None:
        QTest.keyClicks(self.focus, words)

    def enter(self, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus, Qt.Key.Key_Return, modifiers)

    def dots(self, kind: Kind) -> tuple[int, ...]:
        return self.page.body.strip.groups[kind].dots._dots

    def says(self, words: str) -> bool:
        """Tell whether some words can be read on the page."""
        QApplication.processEvents()
        return any(words in label.text().replace("\u00a0", " ") for label in self.page.findChildren(QLabel)
                   if label.isVisibleTo(self.page))  # fmt: skip


@pytest.fixture
def hands(shop: Shop, theme: Theme, qtbot: QtBot) -> Hands:
    return Hands(shop.ws, theme, qtbot)


def skip_to(hands: Hands, kind: Kind) -> None:
    for _step in range(20):
        if hands.step is not None and hands.step.kind is kind:
            return
        hands.page._skip()
    raise AssertionError(f"there is no {kind}")


# ---- the whole of it -------------------------------------------------------------------------------


def test_a_round_is_keys_alone_from_the_first_number_to_the_decision(hands: Hands, shop: Shop) -> None:
    ws = shop.ws
    assert hands.page.numbers.title.text() == "Kunder i uke 24"
    before = len(ws.undoing.undoable)
    hands.type("38")
    hands.enter()
    assert ws.series(shop.customers)[WEEK] == 38.0
    assert hands.says("Hvert tall er lagret når du trykker Enter. Kunder i uke 24 ble 38.")
    assert hands.page.numbers.title.text() == "Reparasjoner i uke 24"
    hands.type("9")
    hands.enter()
    assert hands.step == Step(Kind.CHECK_IN, shop.result)
    assert hands.says("Vi mangler sykler")
    assert hands.says("Forrige uke, torsdag 11. juni · Jonas · trygghet 3")
    hands.type("4")
    hands.type("Nye sykler kom")
    hands.enter()
    said = next(each for each in ws.all(CheckIn) if each.day == MONDAY)
    assert (said.confidence, said.note, said.value) == (4, "Nye sykler kom", None)
    assert hands.step == Step(Kind.LOOK, shop.kpi)
    hands.enter()
    assert hands.step == DECISION
    hands.type("Ringe leverandøren")
    hands.enter()
    (decision,) = ws.all(ReviewNote)
    assert (decision.text, decision.due, decision.decided_on) == ("Ringe leverandøren", dt.date(2026, 6, 19), MONDAY)
    assert hands.page.shows == ENDED
    assert hands.says("Ukerunden er ferdig: 2 tall, 1 innsjekk, 1 beslutning.")
    assert len(ws.undoing.undoable) - before == 4, "one step of undo for each that was stored"
    hands.enter()
    assert hands.left == 1


def test_the_dots_tell_what_is_done_left_out_and_here(hands: Hands) -> None:
    assert hands.dots(Kind.NUMBER) == (HERE, OPEN)
    hands.page._skip()
    assert hands.dots(Kind.NUMBER) == (SKIPPED, HERE)
    hands.type("9")
    hands.enter()
    assert hands.dots(Kind.NUMBER) == (SKIPPED, DONE)
    group = hands.page.body.strip.groups[Kind.NUMBER]
    assert group.dots.accessibleName() == "Tall: 1 av 2 gjort, 1 hoppet over"
    assert (group.dots.value(), group.dots.maximum()) == (1, 2)
    assert hands.page.body.strip.groups[Kind.CHECK_IN].words.text() == "Innsjekk  1 av 1"


def test_enter_with_nothing_said_leaves_a_step_out(hands: Hands, shop: Shop) -> None:
    before = len(shop.ws.undoing.undoable)
    for _step in range(3):
        hands.enter()
    assert hands.step == Step(Kind.LOOK, shop.kpi)
    marks = hands.page._now.marks
    assert [marks[step] for step in marks if step.kind in (Kind.NUMBER, Kind.CHECK_IN)] == [Mark.SKIPPED] * 3
    assert len(shop.ws.undoing.undoable) == before


def test_without_a_sentence_there_is_no_decision_and_what_was_left_can_be_taken_up(hands: Hands, shop: Shop) -> None:
    skip_to(hands, Kind.DECISION)
    hands.enter()
    assert shop.ws.all(ReviewNote) == []
    assert hands.says("Ukerunden er ferdig.")
    assert hands.says("Det du hoppet over, står under Denne uken på Oversikt.")
    second = hands.page.ended.second
    assert second is not None
    second.click()
    assert hands.page.numbers.title.text() == "Kunder i uke 24"


# ---- numbers ---------------------------------------------------------------------------------------


def test_a_text_that_is_no_number_stays_and_enter_again_takes_what_it_probably_is(hands: Hands, shop: Shop) -> None:
    hands.type("3O")
    hands.enter()
    assert WEEK not in shop.ws.series(shop.customers)
    assert hands.page.numbers.refusal.isVisible()
    hands.enter()
    assert shop.ws.series(shop.customers)[WEEK] == 30.0
    assert hands.page.numbers.title.text() == "Reparasjoner i uke 24"
    assert not hands.page.numbers.refusal.isVisible()


def test_an_unusual_number_is_stored_and_asked_about_as_in_the_sheet(hands: Hands, shop: Shop) -> None:
    hands.type("4000")
    assert hands.says("Da blir Kunder 4 000, ned fra") is False
    hands.enter()
    checks = hands.page.numbers.checks
    (concern,) = checks.concerns
    assert checks.isVisible()
    assert concern.cell == (shop.customers, WEEK)
    checks.chosen.emit(concern.cell)
    assert hands.page.numbers.title.text() == "Kunder i uke 24"
    assert hands.page.numbers.field.text() == "4\u00a0000"
    checks.confirmed.emit(concern.cell)
    assert checks.concerns == ()


def test_what_a_number_does_is_told_before_enter(hands: Hands) -> None:
    hands.type("50")
    assert "Da blir" in hands.page.numbers.effect.text()
    assert "opp fra 41" in hands.page.numbers.effect.text()
    QTest.keyClick(hands.focus, Qt.Key.Key_Backspace)
    QTest.keyClick(hands.focus, Qt.Key.Key_Backspace)
    assert hands.page.numbers.effect.text() == ""


def test_not_applicable_and_a_calculation_are_typed_as_in_the_sheet(hands: Hands, shop: Shop) -> None:
    hands.type("20+19")
    hands.enter()
    assert shop.ws.series(shop.customers)[WEEK] == 39.0
    hands.type("ikke aktuelt")
    hands.enter()
    assert shop.ws.series(shop.repairs)[WEEK] is NOT_APPLICABLE
    assert hands.dots(Kind.NUMBER) == (DONE, DONE)


def test_a_colleagues_number_stands_in_an_untouched_field_and_enter_goes_on(hands: Hands, shop: Shop) -> None:
    with shop.ws.editing.acting_for("Ola Nygård"):
        entry.set_value(shop.ws, shop.customers, WEEK, 44.0)
    assert hands.page.numbers.field.text() == "44"
    assert hands.says("Ola Nygård har registrert 44 i mellomtiden.")
    assert hands.step == Step(Kind.NUMBER, shop.customers, WEEK)
    before = len(shop.ws.undoing.undoable)
    hands.enter()
    assert hands.page.numbers.title.text() == "Reparasjoner i uke 24"
    assert len(shop.ws.undoing.undoable) == before, "what is in already is not stored again"


def test_a_colleagues_number_leaves_what_is_being_typed_alone(hands: Hands, shop: Shop) -> None:
    hands.type("38")
    with shop.ws.editing.acting_for("Ola Nygård"):
        entry.set_value(shop.ws, shop.customers, WEEK, 44.0)
    assert hands.page.numbers.field.text() == "38"
    assert hands.says("Ola Nygård har registrert 44 i mellomtiden.")
    hands.enter()
    assert shop.ws.series(shop.customers)[WEEK] == 38.0
    assert len(shop.ws.merging.conflicts()) == 1, "both have changed it: somebody is to look at it"


def test_what_a_colleague_changes_about_a_number_is_told_while_the_round_stands_on_it(hands: Hands, shop: Shop) -> None:
    hands.type("38")
    entry.set_value(shop.ws, shop.customers, WEEK.previous(), 47.0)
    assert hands.says("Uke 23: 47")
    people.rename_person(shop.ws, "Jonas Lund", uid=shop.jonas)
    assert hands.says("Registreres av Jonas Lund · hver uke")
    with shop.ws.transaction(msg("rename")) as change:
        change.set(Input, shop.customers, name="Gjester")
    assert hands.page.numbers.title.text() == "Gjester i uke 24"
    assert hands.page.numbers.field.text() == "38"


def test_a_kpi_that_is_deleted_while_the_round_stands_on_it_gives_way(hands: Hands, shop: Shop) -> None:
    hands.type("3")
    kpis.delete(shop.ws, shop.kpi)
    assert shop.ws.find(Input, shop.customers) is None or hands.step != Step(Kind.NUMBER, shop.customers, WEEK)
    assert hands.page.numbers.title.text() == "Reparasjoner i uke 24"


def test_undo_of_a_step_brings_it_back_in_view(hands: Hands, shop: Shop) -> None:
    hands.type("38")
    hands.enter()
    hands.session.undo()
    assert hands.step == Step(Kind.NUMBER, shop.customers, WEEK)
    assert hands.page.numbers.field.text() == ""
    assert hands.dots(Kind.NUMBER) == (HERE, OPEN)


def test_undo_leaves_what_is_being_typed_elsewhere_in_view(hands: Hands, shop: Shop) -> None:
    hands.type("38")
    hands.enter()
    hands.type("9")
    hands.session.undo()
    assert hands.step == Step(Kind.NUMBER, shop.repairs, WEEK)
    assert hands.page.numbers.field.text() == "9"
    assert hands.dots(Kind.NUMBER) == (OPEN, HERE)


def test_a_note_is_written_on_the_number(hands: Hands, shop: Shop) -> None:
    hands.page.commands()["entry_note"]()
    hands.type("Stengt onsdag")
    QTest.keyClick(hands.focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.type("31")
    hands.enter()
    (note,) = shop.ws.all(Annotation)
    assert (note.about, note.text) == (shop.customers, "Stengt onsdag")


def test_back_shows_what_was_entered_and_it_can_be_put_right(hands: Hands, shop: Shop) -> None:
    hands.type("38")
    hands.enter()
    hands.page.commands()["back"]()
    assert hands.page.numbers.field.text() == "38"
    hands.type("39")
    hands.enter()
    assert shop.ws.series(shop.customers)[WEEK] == 39.0
    hands.page.commands()["back"]()
    hands.page.commands()["back"]()
    assert hands.left == 1, "before the first step is out of the round"


# ---- check-ins -------------------------------------------------------------------------------------


def check_in(hands: Hands) -> CheckInPane:
    skip_to(hands, Kind.CHECK_IN)
    pane = hands.page.panes[Kind.CHECK_IN]
    assert isinstance(pane, CheckInPane)
    return pane


def test_a_digit_sets_the_confidence_and_moves_to_the_words(hands: Hands, shop: Shop) -> None:
    pane = check_in(hands)
    assert hands.focus is pane.confidence
    assert pane.confidence.value() is None
    assert pane.confidence.accessibleDescription() == "forrige 3"
    hands.type("0")
    assert pane.confidence.value() == 10
    assert hands.focus is pane.words
    QTest.keyClick(hands.focus, Qt.Key.Key_Tab)
    assert hands.focus is pane.words, "who goes on by Tab is here already"
    hands.type("En linje")
    hands.enter(SHIFT)
    hands.type("og en til")
    hands.enter()
    said = next(each for each in shop.ws.all(CheckIn) if each.day == MONDAY)
    assert (said.confidence, said.note) == (10, "En linje\nog en til")


def test_a_check_in_of_this_round_is_put_right_and_not_said_twice(hands: Hands, shop: Shop) -> None:
    pane = check_in(hands)
    hands.type("5")
    hands.enter()
    hands.page.commands()["back"]()
    assert pane.confidence.value() == 5
    assert hands.says("Vi mangler sykler"), "last week's words, not one's own"
    hands.type("6")
    hands.enter()
    today = [each for each in shop.ws.all(CheckIn) if each.day == MONDAY]
    assert [each.confidence for each in today] == [6]


def test_a_goal_without_a_kpi_is_asked_for_its_number_first(shop: Shop, theme: Theme, qtbot: QtBot) -> None:
    shop.clock.day = MONDAY - dt.timedelta(days=40)
    parent = shop.ws.children(None)[0].uid
    result = goals.add_key_result(shop.ws, "Kurs fra 0 til 10", parent=parent, start=0.0, target=10.0)
    shop.clock.day = MONDAY
    hands = Hands(shop.ws, theme, qtbot)
    while hands.step != Step(Kind.CHECK_IN, result):
        hands.page._skip()
    pane = hands.page.panes[Kind.CHECK_IN]
    assert isinstance(pane, CheckInPane)
    assert hands.focus is pane.value
    hands.type("tre")
    hands.enter()
    assert pane.problem.isVisible()
    pane.value.setText("3")
    hands.enter()
    assert [each.value for each in shop.ws.all(CheckIn) if each.key_result == result] == [3.0]


def test_an_initiative_is_ticked_beside_the_check_in(hands: Hands, shop: Shop) -> None:
    check_in(hands)
    assert hands.says("Tiltak")
    hands.page.side._tick(shop.initiative, True)
    assert shop.ws.get(Initiative, shop.initiative).done_on == MONDAY
    assert hands.says("gjort 15. juni")


# ---- what stands out -------------------------------------------------------------------------------


def look(hands: Hands) -> LookPane:
    skip_to(hands, Kind.LOOK)
    pane = hands.page.panes[Kind.LOOK]
    assert isinstance(pane, LookPane)
    return pane


def test_the_buttons_below_the_chart_are_in_sight_in_a_low_window(hands: Hands) -> None:
    pane = look(hands)
    usual = pane.chart.height()
    hands.page.resize(1256, 560)
    body = hands.page.body
    assert pane.chart.height() < usual
    assert pane.primary.mapTo(body.viewport(), pane.primary.rect().bottomLeft()).y() < body.viewport().height()


def test_who_clicks_twice_on_what_leads_on_goes_one_step(hands: Hands) -> None:
    pane = look(hands)
    passed: list[str] = []
    pane.stored.connect(passed.append)
    left, spot = Qt.MouseButton.LeftButton, QPointF(5, 5)
    QTest.mouseClick(pane.primary, left)
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(kind, spot, pane.primary.mapToGlobal(spot), left, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(pane.primary, event)
    assert passed == [""]


def test_n_writes_a_note_and_b_takes_the_kpi_to_the_decision(
    hands: Hands, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("ui.round.look_pane.announce", told.append)
    pane = look(hands)
    assert pane.title.text().startswith("Kunder: bak plan")
    hands.type("n")
    assert hands.focus is pane.note
    hands.type("Regn hele uken")
    hands.enter()
    assert [note.text for note in shop.ws.all(Annotation)] == ["Regn hele uken"]
    assert hands.focus is pane.primary
    hands.type("bbb")
    assert pane.take_along.isChecked()
    assert told == ["Tatt med til beslutningen", "Ikke tatt med til beslutningen", "Tatt med til beslutningen"]
    hands.enter()
    decision = hands.page.panes[Kind.DECISION]
    assert isinstance(decision, DecisionPane)
    assert hands.says("Én ting er nok. Du tok med Kunder.")
    assert (decision.who.currentText(), decision.about.currentText()) == ("Jonas Berg", "Kunder")


def test_escape_in_a_note_closes_it_and_not_the_round(hands: Hands, shop: Shop) -> None:
    pane = look(hands)
    hands.type("n")
    hands.type("Kanskje")
    QTest.keyClick(hands.focus, Qt.Key.Key_Escape)
    assert (pane.note.isVisible(), hands.left, shop.ws.all(Annotation)) == (False, 0, [])
    QTest.keyClick(hands.focus, Qt.Key.Key_Escape)
    assert hands.left == 1


# ---- the decision ----------------------------------------------------------------------------------


def decision_pane(hands: Hands) -> DecisionPane:
    skip_to(hands, Kind.DECISION)
    pane = hands.page.panes[Kind.DECISION]
    assert isinstance(pane, DecisionPane)
    return pane


@pytest.mark.parametrize("done", [True, False])
def test_last_weeks_decision_is_answered_first(shop: Shop, theme: Theme, qtbot: QtBot, done: bool) -> None:
    shop.clock.day = MONDAY - dt.timedelta(days=5)
    home = Period.containing(MONDAY, Frequency.QUARTER)
    said = reviews.Decision("Ringe leverandøren", shop.jonas, MONDAY - dt.timedelta(days=3))
    uid = cycles.in_cycle(shop.ws, home, reviews.decide, decision=said)
    shop.clock.day = MONDAY
    hands = Hands(shop.ws, theme, qtbot)
    pane = decision_pane(hands)
    assert hands.says("Forrige uke bestemte dere")
    assert hands.says("Jonas · frist fredag 12. juni")
    assert pane.heard()[-1] == "Over: 1 tidligere beslutning. Ble den gjort?", "the keyboard begins below it"
    pane.answers[uid, done].click()
    assert not pane.heard()[-1].startswith("Over")
    note = shop.ws.get(ReviewNote, uid)
    assert (note.done, note.answered_on) == (done, MONDAY)
    assert pane.answers[uid, done].isChecked()
    assert not pane.answers[uid, not done].isChecked()
    hands.session.undo()
    assert shop.ws.get(ReviewNote, uid).answered_on is None


def test_a_day_that_is_none_is_refused_in_a_sentence_and_stores_nothing(hands: Hands, shop: Shop) -> None:
    pane = decision_pane(hands)
    hands.type("Male veggen")
    pane.due.setText("snart")
    hands.enter()
    assert shop.ws.all(ReviewNote) == []
    assert "«snart» er ikke en dato" in pane.problem.text()
    pane.due.setText("30.6.")
    QTest.keyClick(pane.due, Qt.Key.Key_Return)
    assert [note.due for note in shop.ws.all(ReviewNote)] == [dt.date(2026, 6, 30)]


def test_the_day_of_a_decision_is_shown_whole(hands: Hands) -> None:
    pane = decision_pane(hands)
    for typed in ("30.9.", "28.12."):
        pane.due.setText(typed)
        QTest.keyClick(pane.due, Qt.Key.Key_Tab)
        edges = pane.due.textMargins().left() + pane.due.textMargins().right() + 40
        assert pane.due.minimumWidth() >= pane.due.fontMetrics().horizontalAdvance(pane.due.text()) + edges
        pane.due.setFocus()


def test_what_was_left_out_is_one_click_away(hands: Hands, shop: Shop) -> None:
    decision_pane(hands)
    hands.type("Halv setning")
    assert hands.says("Reparasjoner, uke 24")
    hands.page.side.wanted.emit(Step(Kind.NUMBER, shop.repairs, WEEK))
    hands.type("9")
    hands.enter()
    while hands.step != DECISION:
        hands.page._skip()
    pane = hands.page.panes[Kind.DECISION]
    assert isinstance(pane, DecisionPane)
    assert pane.words.words() == "Halv setning"


# ---- left and taken up again -----------------------------------------------------------------------


def kept_memory(path: Path) -> Memory:
    return Memory(QSettings(str(path), QSettings.Format.IniFormat))


def test_place_text_and_skips_are_there_after_a_restart(shop: Shop, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    first = Hands(shop.ws, theme, qtbot, kept_memory(tmp_path / "s.ini"))
    first.page._skip()
    first.type("9,5 og noe")
    QTest.keyClick(first.focus, Qt.Key.Key_Escape)
    assert first.left == 1
    first.close()
    again = Hands(shop.ws, theme, qtbot, kept_memory(tmp_path / "s.ini"))
    assert again.step == Step(Kind.NUMBER, shop.repairs, WEEK)
    assert again.page.numbers.field.text() == "9,5 og noe"
    assert again.dots(Kind.NUMBER) == (SKIPPED, HERE)


def test_another_week_begins_anew_and_a_round_that_ended_too(
    shop: Shop, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    first = Hands(shop.ws, theme, qtbot, kept_memory(tmp_path / "s.ini"))
    first.page._skip()
    first.close()
    shop.clock.day = MONDAY + dt.timedelta(days=7)
    again = Hands(shop.ws, theme, qtbot, kept_memory(tmp_path / "s.ini"))
    assert again.page.numbers.title.text() == "Kunder i uke 24"
    assert SKIPPED not in again.dots(Kind.NUMBER)
    skip_to(again, Kind.DECISION)
    again.enter()
    again.close()
    third = Hands(shop.ws, theme, qtbot, kept_memory(tmp_path / "s.ini"))
    assert third.page.shows == ROUND
    assert SKIPPED not in third.dots(Kind.NUMBER)


def test_minutes_count_only_while_the_round_is_in_view(hands: Hands) -> None:
    watch = hands.page.watch
    watch.begin(119)
    hands.page._on_tick()
    assert hands.page.minutes.text() == "1\u00a0min"
    hands.page.hide()
    assert not watch._elapsed.isValid()
    hands.page.show()
    assert watch._elapsed.isValid()
    assert watch.seconds >= 119


def test_another_language_keeps_the_step_and_what_is_typed(hands: Hands, theme: Theme, qtbot: QtBot) -> None:
    hands.page._skip()
    hands.type("7")
    step = hands.page.again()
    hands.close()
    with text.using("en"):
        other = RoundPage(hands.session)
        qtbot.addWidget(other)
        other.show()
        other.show_argument(step)
        other.refresh(None)
        assert other.numbers.title.text() == "Reparasjoner in week 24"
        assert other.numbers.field.text() == "7"


def test_a_page_made_anew_after_a_fault_counts_what_the_round_has_met(hands: Hands, shop: Shop, qtbot: QtBot) -> None:
    """Also a number that somebody else has entered meanwhile: on disk only what was done here is kept."""
    places = Places(hands.session, hands.session.memory, [])
    qtbot.addWidget(places)
    places.go("round")
    before = places.page()
    entry.set_value(shop.ws, shop.customers, WEEK, 44.0)
    places.refresh(Changes(everything=True))
    steps = before._now.steps
    places.make_anew()
    assert places.page() is not before
    assert places.page()._now.steps == steps and Step(Kind.NUMBER, shop.customers, WEEK) in steps


def test_the_day_changing_adds_what_is_due_then(hands: Hands, shop: Shop) -> None:
    daily = shop.ws.get(Kpi, own_kpis.define(shop.ws, name="Besøk", frequency=Frequency.DAY)).inputs[0][1]
    assert Step(Kind.NUMBER, daily, Period.parse("2026-06-15")) not in hands.page._now.marks
    shop.clock.day = MONDAY + dt.timedelta(days=1)
    hands.page.refresh(None)
    assert Step(Kind.NUMBER, daily, Period.parse("2026-06-15")) in hands.page._now.marks


# ---- other states ----------------------------------------------------------------------------------


def test_a_file_with_nothing_due_says_so_in_words(tmp_path: Path, clock: Clock, theme: Theme, qtbot: QtBot) -> None:
    home = Home(tmp_path / "home")
    with Workspace.create(tmp_path / "a.kpidesk", company="Ny", author="Kari", home=home, clock=clock) as ws:
        hands = Hands(ws, theme, qtbot)
        assert hands.page.shows == NOTHING
        assert hands.says("Ingenting venter")
        assert hands.page.nothing.button is None or hands.page.nothing.button.isHidden()
        own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK)
        assert hands.page.shows == NOTHING, "a KPI made today asks for nothing yet"
        hands.close()


def test_what_has_come_due_meanwhile_begins_the_round(tmp_path: Path, clock: Clock, theme: Theme, qtbot: QtBot) -> None:
    home = Home(tmp_path / "home")
    with Workspace.create(tmp_path / "a.kpidesk", company="Ny", author="Kari", home=home, clock=clock) as ws:
        own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK)
        hands = Hands(ws, theme, qtbot)
        assert hands.page.shows == NOTHING
        clock.day = MONDAY + dt.timedelta(days=7)
        hands.page.refresh(None)
        assert hands.page.shows == ROUND
        hands.close()


def test_many_numbers_are_a_bar_and_not_a_hundred_dots(shop: Shop, theme: Theme, qtbot: QtBot) -> None:
    shop.clock.day = MONDAY - dt.timedelta(days=40)
    with shop.ws.sharing.holding():
        for n in range(30):
            own_kpis.define(shop.ws, name=f"Tall {n}", frequency=Frequency.WEEK)
    shop.clock.day = MONDAY
    hands = Hands(shop.ws, theme, qtbot)
    dots = hands.page.body.strip.groups[Kind.NUMBER].dots
    assert dots.width() < 200
    assert dots.maximum() == 32


@pytest.mark.parametrize(("width", "height"), [(592, 330), (900, 600)])
def test_in_a_small_window_the_side_is_a_drawer_and_what_is_typed_into_is_in_sight(
    hands: Hands, qtbot: QtBot, width: int, height: int
) -> None:
    hands.page.resize(width, height)
    hands.page.fit(width + 48)
    assert hands.page.drawer.used is (width < 800)
    check_in(hands)
    hands.type("4")
    field, body = hands.focus, hands.page.body

    def in_sight() -> bool:
        top = field.mapTo(body.viewport(), field.rect().topLeft()).y()
        return top >= 0 and top + field.height() <= body.viewport().height()

    qtbot.waitUntil(in_sight)


def test_beside_a_file_with_a_password_no_words_are_written_down(
    shop: Shop, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(shop.ws.lock), "is_set", True)
    hands = Hands(shop.ws, theme, qtbot, kept_memory(tmp_path / "s.ini"))
    hands.page._skip()
    hands.type("Hemmelig")
    hands.close()
    QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat).sync()
    assert "Hemmelig" not in (tmp_path / "s.ini").read_text()
    again = Hands(shop.ws, theme, qtbot, kept_memory(tmp_path / "s.ini"))
    assert again.step == Step(Kind.NUMBER, shop.repairs, WEEK)
    assert again.page.numbers.field.text() == ""


def test_a_file_that_can_only_be_read_has_no_round(
    shop: Shop, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(shop.ws), "read_only", True)
    hands = Hands(shop.ws, theme, qtbot)
    assert hands.page.shows == NOTHING
    assert hands.says("Ukerunden kan ikke tas her")
    assert hands.focus is hands.page.continue_later
    assert hands.page.continue_later.accessibleName() == "Lukk", "nothing is left for later"


def test_beside_a_check_in_is_its_curve_and_nothing_of_the_step_before(hands: Hands, qtbot: QtBot) -> None:
    assert hands.says("Tallene i denne runden")
    check_in(hands)
    curve = hands.page.side.findChild(CourseSection)
    assert curve is not None
    qtbot.waitUntil(lambda: curve.settled)
    assert hands.says("Fremdrift over tid")
    assert not hands.says("Tallene i denne runden")
    rows = hands.page.side.findChildren(NumberRow)
    assert [row for row in rows if row.isVisible()] == []


def test_what_comes_in_with_a_number_that_is_refused_is_seen_all_the_same(
    hands: Hands, shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(ws: Workspace, *_cell: object, **_how: object) -> None:
        """What another window has stored is taken in first, as the disk refuses one's own."""
        entry_set_value(ws, shop.repairs, WEEK, 9.0)
        raise RuleBroken(msg("The disk is full. Nothing was changed."))

    entry_set_value = entry.set_value
    monkeypatch.setattr(entry, "set_value", refused)
    hands.type("38")
    hands.enter()
    assert hands.notices == ["The disk is full. Nothing was changed."]
    qtbot.waitUntil(lambda: hands.dots(Kind.NUMBER) == (HERE, DONE))
    assert hands.page.numbers.field.text() == "38"
