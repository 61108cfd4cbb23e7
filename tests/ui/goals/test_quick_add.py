"""A goal typed as a sentence: what is read shows below the line, is corrected part by part, and is what is made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from kpidesk.commands import cycles, entry, goals
from kpidesk.domain.entities import Combine, KeyResult, Kpi, Objective, ResultKind
from kpidesk.domain.period import Period
from kpidesk.reading.goals.correct import Part
from tests import own_kpis
from ui.base.scale import px
from ui.base.session import Session
from ui.goals.goal_rows import DRAFT
from ui.goals.goals_page import GoalsPage
from ui.parts.notice_pile import ROOM

Key = Qt.Key
Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")


@pytest.fixture
def top(workspace) -> str:
    return goals.add_objective(workspace, "Gjestene anbefaler oss", cycle=cycles.ensure_cycle(workspace, Q1))


@pytest.fixture
def nps(workspace) -> str:
    uid = own_kpis.define(workspace, name="NPS", unit="poeng", combine=Combine.LAST)
    entry.set_value(workspace, workspace.get(Kpi, uid).inputs[0][1], Period.parse("2026-02"), 46.0)
    return uid


@pytest.fixture
def page(session: Session, workspace, top, nps, qtbot) -> GoalsPage:
    page = GoalsPage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1256, 900)
    with qtbot.waitExposed(page):
        page.show()
    page.view.choose(top)
    page.lines.key_result()
    return page


def write(page: GoalsPage, words: str) -> str:
    """Type a sentence; gives what is read of it."""
    QTest.keyClicks(page.view.quick.line, words)
    return page.view.quick.said.replace("\u00a0", " ")


def press(*keys: Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)


def field(page: GoalsPage, part: Part):
    return page.view.quick.strip.field(part)


def made(workspace, title: str) -> KeyResult:
    return next(each for each in workspace.all(KeyResult) if each.title == title)


def test_what_is_read_shows_while_it_is_typed_and_is_what_a_reader_of_the_screen_hears(page):
    assert page.view.quick.said == "", "an empty line misses nothing"
    assert write(page, "Øke NPS til 55") == "46 → 55 poeng · opp · følger KPI-en NPS · start er tallet for februar 2026"
    assert page.view.quick.line.accessibleDescription() == page.view.quick.said
    assert page.view.quick.strip.words.words() == page.view.quick.said


def test_the_line_stands_above_the_notices_each_time_it_opens_at_the_end_of_a_full_page(page, workspace):
    press(Key.Key_Escape)
    for number in range(24):
        goals.add_objective(workspace, f"Mål {number}", cycle=page.session.cycle.uid)
    page.view.choose(workspace.all(Objective)[-1].uid)
    page.lines.objective()
    for _turn in range(3):
        line = page.view.visualRect(page.tree.index_of(DRAFT))
        assert line.top() >= 0 and line.bottom() <= page.view.viewport().height() - px(ROOM)
        page.view.updateGeometries()
        assert page.view.quick.geometry() == page.view.visualRect(page.tree.index_of(DRAFT)) == line
        write(page, "Et mål til")
        press(Key.Key_Return)


def test_in_a_low_window_what_the_line_stands_under_stays_in_sight(page, top):
    press(Key.Key_Escape)
    page.view.setFixedHeight(px(240))
    page.view.choose(top)
    page.lines.key_result()
    above = page.view.indexAbove(page.tree.index_of(DRAFT))
    assert above.isValid() and page.view.visualRect(above).top() >= 0


def test_the_row_is_higher_while_there_is_a_reading_and_the_others_stay(page, top):
    tree = page.view
    assert tree.visualRect(page.tree.index_of(DRAFT)).height() == px(66)
    assert tree.visualRect(page.tree.index_of(top)).height() == px(32)
    press(Key.Key_Escape)
    assert tree.uniformRowHeights()


def test_a_goal_as_a_sentence_linked_takes_four(page, workspace, nps):
    """Story 23, from the second on: the new key result, its sentence, Enter, Esc."""
    write(page, "Øke NPS fra 38 til 50")
    before = len(workspace.history.entries())
    press(Key.Key_Return, Key.Key_Escape)
    result = made(workspace, "Øke NPS fra 38 til 50")
    assert (result.start, result.target, result.kpi) == (38, 50, nps)
    assert len(workspace.history.entries()) == before + 1
    workspace.undo()
    assert not [each for each in workspace.all(KeyResult) if each.title == result.title]


def test_tab_goes_into_the_reading_part_by_part_and_enter_adds_it_as_corrected(page, workspace, nps):
    write(page, "Øke NPS fra 38 til 50")
    press(Key.Key_Tab)
    assert page.view.quick.strip.correcting and field(page, Part.START).hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "40")
    press(Key.Key_Tab)
    assert field(page, Part.TARGET).hasFocus()
    press(Key.Key_Up, Key.Key_Up)
    assert page.view.quick.said.startswith("40 → 52")
    press(Key.Key_Return)
    result = made(workspace, "Øke NPS fra 40 til 52")
    assert (result.start, result.target, result.kpi) == (40, 52, nps), "the title says what was typed into the reading"


def test_the_kpi_is_let_go_and_chosen_with_the_arrows(page, workspace, nps):
    write(page, "Øke NPS fra 38 til 50")
    press(Key.Key_Tab, *[Key.Key_Tab] * 5)
    assert field(page, Part.KPI).hasFocus()
    press(Key.Key_Up)
    assert "følger" not in page.view.quick.said and field(page, Part.KPI).text() == ""
    press(Key.Key_Down)
    assert page.view.quick.reading.kpi.uid == nps


def test_two_that_fit_equally_well_are_chosen_between(page, workspace):
    for name in ("Bestilling nett", "Bestillinger nett"):
        own_kpis.define(workspace, name=name)
    said = write(page, "Bestillingene nett fra 3 til 5")
    assert "passer like godt: ikke koblet" in said
    press(Key.Key_Tab, *[Key.Key_Tab] * 5, Key.Key_Down, Key.Key_Return)
    assert workspace.get(Kpi, made(workspace, "Bestillingene nett fra 3 til 5").kpi).name in (
        "Bestilling nett", "Bestillinger nett",
    )  # fmt: skip


def test_a_way_becomes_a_level_to_hold(page, workspace):
    write(page, "95 % fornøyde gjester")
    press(Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    assert field(page, Part.WAY).hasFocus()
    press(Key.Key_Down)
    while not page.view.quick.said.startswith("hold minst"):
        press(Key.Key_Down)
    assert field(page, Part.WAY).hasFocus(), "the keyboard stays where it is when the parts are others"
    press(Key.Key_Return)
    result = made(workspace, "95 % fornøyde gjester")
    assert (result.kind, result.low, result.target) == (ResultKind.HOLD, 95, None)


def test_a_day_that_is_typed_chooses_the_cycle(page, workspace, top):
    write(page, "9 nye butikker")
    press(Key.Key_Tab, *[Key.Key_Tab] * 3)
    assert field(page, Part.DUE).hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "juni")
    assert "innen 30. juni · i 2. kvartal 2026" in page.view.quick.said.replace("\u00a0", " ")
    press(Key.Key_Return)
    result = made(workspace, "9 nye butikker")
    assert cycles.cycle_of(workspace, result.uid) == cycles.cycle_uid(Q2)
    assert workspace.get(Objective, result.parent).title == workspace.get(Objective, top).title


def test_it_is_said_in_which_cycle_a_goal_stands_that_is_not_in_view(page, session, workspace):
    told = []
    session.notice.connect(told.append)
    write(page, "9 nye butikker i Q2")
    press(Key.Key_Return)
    notice = told[-1]
    assert notice.text == "«9 nye butikker i Q2» ligger i 2. kvartal 2026."
    notice.callback()
    assert session.period == Q2


def test_where_a_goal_stands_is_said_no_longer_once_it_is_undone(page, session):
    withdrawn = []
    session.unsaid.connect(withdrawn.append)
    write(page, "9 nye butikker i Q2")
    press(Key.Key_Return)
    assert withdrawn == []
    session.undo()
    assert withdrawn == ["«9 nye butikker i Q2» ligger i 2. kvartal 2026."]


def test_that_a_key_result_follows_a_kpi_is_said_no_longer_once_it_is_undone(page, session, nps):
    told, withdrawn = [], []
    session.notice.connect(told.append)
    session.unsaid.connect(withdrawn.append)
    write(page, "NPS fra 38 til 50")
    press(Key.Key_Return)
    assert "NPS" in told[-1].text
    session.undo()
    assert withdrawn == [told[-1].text]


def test_a_day_in_the_cycle_becomes_its_deadline(page, workspace):
    write(page, "9 nye butikker innen 27. mars")
    press(Key.Key_Return)
    assert str(made(workspace, "9 nye butikker innen 27. mars").due) == "2026-03-27"


def test_words_that_are_no_number_are_told_and_add_nothing(page, workspace):
    write(page, "Øke NPS fra 38 til 50")
    press(Key.Key_Tab)
    QTest.keyClicks(QApplication.focusWidget(), "mange")
    assert field(page, Part.START).accessibleDescription() == "Skriv et tall."
    before = len(workspace.history.entries())
    press(Key.Key_Return)
    assert len(workspace.history.entries()) == before and page.view.quick.said.startswith("38 → 50")
    press(Key.Key_Escape)
    assert page.view.quick.line.hasFocus() and page.view.quick.line.text() == "Øke NPS fra 38 til 50"


def test_a_line_goes_with_the_goal_above_it_and_leaves_the_keyboard_where_it_is(page, session, workspace, top):
    goals.add_objective(workspace, "Vi tjener penger", cycle=cycles.ensure_cycle(workspace, Q1))
    said = []
    session.notice.connect(lambda notice: said.append(notice.text))
    write(page, "NPS fra 46 til 55")
    goals.delete(workspace, [top])
    assert "NPS fra 46 til 55" in said[-1] and "er der ikke lenger" in said[-1]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.view.quick is None and page.lines.draft() is None and page.view.hasFocus()
    page.fit(1200)
    workspace.undo()
    page.view.choose(top)
    page.lines.key_result()
    other = QLineEdit(page)
    other.show()
    other.setFocus()
    goals.delete(workspace, [top])
    assert page.view.quick is None and other.hasFocus()


def test_other_words_are_read_anew(page):
    write(page, "Øke NPS fra 38 til 50")
    press(Key.Key_Tab, Key.Key_Tab, Key.Key_Up, Key.Key_Escape)
    assert page.view.quick.said.startswith("38 → 51") and page.view.quick.line.hasFocus()
    QTest.keyClicks(page.view.quick.line, "5")
    assert page.view.quick.said.startswith("38 → 505")


def test_a_click_on_the_reading_goes_into_it(page):
    write(page, "Øke NPS fra 38 til 50")
    QTest.mouseClick(page.view.quick.strip.words, Qt.MouseButton.LeftButton)
    assert field(page, Part.START).hasFocus()


def test_shift_tab_from_the_first_part_leads_back_to_the_words(page):
    write(page, "Øke NPS fra 38 til 50")
    press(Key.Key_Tab, Key.Key_Tab, Key.Key_Backtab)
    assert field(page, Part.START).hasFocus()
    press(Key.Key_Backtab)
    assert page.view.quick.line.hasFocus()


def test_what_has_been_written_stands_beside_the_tree_part_by_part(page, qtbot):
    written = page.inspector.written
    assert not written.isVisible()
    write(page, "Øke NPS fra 38 til 50 innen juni")
    told = {each.accessibleName().replace("\u00a0", " ") for each in written.findChildren(QLabel)}
    assert {
        "Fra og til: 38 → 50 poeng", "Retning: opp", "Frist: 30. juni", "Målperiode: 2. kvartal 2026",
        "KPI: NPS, 46 i februar 2026", "Enhet: poeng",
    } <= told  # fmt: skip
    press(Key.Key_Return)
    assert not written.isVisible(), "the next line is empty"


def test_tab_in_an_empty_line_goes_one_level_in(page):
    press(Key.Key_Tab)
    assert page.view.quick.strip is None, "an initiative has no numbers"


def test_an_objective_with_a_number_makes_its_first_key_result_too(page, workspace, nps):
    page.lines.objective()
    assert write(page, "Øke NPS fra 38 til 50").startswith("med nøkkelresultatet 38 → 50 poeng")
    before = len(workspace.history.entries())
    press(Key.Key_Return)
    objective = next(each for each in workspace.all(Objective) if each.title == "Øke NPS")
    (result,) = workspace.children(objective.uid)
    assert (result.title, result.kpi) == ("Øke NPS fra 38 til 50", nps)
    assert len(workspace.history.entries()) == before + 1


def test_an_objective_that_happens_to_count_something_is_words_alone(page, workspace):
    page.lines.objective()
    assert write(page, "Ett hus, 3 butikker") == ""
    press(Key.Key_Return)
    objective = next(each for each in workspace.all(Objective) if each.title == "Ett hus, 3 butikker")
    assert workspace.children(objective.uid) == []
