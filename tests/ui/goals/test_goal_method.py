"""What the method asks of goals, in the inspector and the Goals menu: SMART, agreement, milestones, park, drop."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from kpidesk.commands import cycles, goals, people
from kpidesk.commands.goals import branches, milestones
from kpidesk.domain.entities import Agreement, CheckIn, Cycle, KeyResult, Milestone, Objective, Person, ResultKind
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.figures.goals.smart import smart_check
from kpidesk.figures.waiting import unanswered
from kpidesk.text import msg
from kpidesk.wording.goals import now_text
from ui.goals.agreement_section import PersonMark
from ui.goals.check_in import CheckInDialog
from ui.goals.check_in_list import CheckInRow
from ui.goals.goals_page import GoalsPage
from ui.goals.side.milestone_list import MilestoneRow
from ui.parts.reason import ReasonDialog

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def open_page(session, qtbot) -> GoalsPage:
    page = GoalsPage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1256, 900)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.initial_focus().setFocus()
    return page


def result_uid(ws, title) -> str:
    return next(node.uid for node in ws.all(KeyResult) if node.title == title)


def choose(page, uid):
    page.view.choose(uid)
    return page.inspector.panel


def test_the_five_answers_follow_the_data(session, workspace, qtbot):
    page = open_page(session, qtbot)
    uid = result_uid(workspace, "NPS opp fra 38 til 50")
    panel = choose(page, uid)
    said = [row.accessibleName() for row in panel.smart.rows]
    assert said[2] == "Akseptert, kan bli bedre, 0 av 1 er enige"
    QTest.mouseClick(panel.agreement.agree, LEFT)
    assert [row.agreed for row in workspace.all(Agreement)] == [True]
    assert panel.smart.rows[2].accessibleName() == "Akseptert, i orden, 1 av 1 er enige"
    assert not panel.agreement.agree.isVisible()
    workspace.undo()
    assert panel.smart.rows[2].accessibleName().startswith("Akseptert, kan bli bedre")


def test_an_answer_opens_what_would_mend_it(session, workspace, qtbot):
    uid = result_uid(workspace, "Beholde alle 45 faste bedriftskunder")
    goals.set_measure(workspace, uid, kind=ResultKind.FROM_TO, low=None)
    page = open_page(session, qtbot)
    panel = choose(page, uid)
    QTest.mouseClick(panel.smart.rows[1], LEFT)
    assert panel.target.hasFocus()
    QTest.keyClicks(panel.target, "45")
    QTest.keyClick(panel.target, Key.Key_Return)
    assert workspace.get(KeyResult, panel.uid).target == 45.0


def test_yes_or_no_for_a_target_makes_it_done_or_not(session, workspace, qtbot):
    uid = result_uid(workspace, "Beholde alle 45 faste bedriftskunder")
    goals.set_measure(workspace, uid, kind=ResultKind.FROM_TO, low=None, start=40.0, target=45.0)
    panel = choose(open_page(session, qtbot), uid)
    for typed, kind, shown in (("kanskje", ResultKind.FROM_TO, "kanskje"), ("ja/nei", ResultKind.DONE, "45")):
        panel.target.setFocus()
        panel.target.selectAll()
        QTest.keyClicks(panel.target, typed)
        QTest.keyClick(panel.target, Key.Key_Return)
        assert (workspace.get(KeyResult, uid).kind, panel.target.text()) == (kind, shown)
        assert bool(panel.target.property("error")) is (kind is ResultKind.FROM_TO)
    assert panel.done.isVisible() and not panel.target.isVisible()
    workspace.undo()
    assert (workspace.get(KeyResult, uid).kind, workspace.get(KeyResult, uid).target) == (ResultKind.FROM_TO, 45.0)


def test_somebody_is_asked_and_the_answer_shows(session, workspace, qtbot):
    jonas = people.add_person(workspace, "Jonas Berg")
    page = open_page(session, qtbot)
    uid = result_uid(workspace, "NPS opp fra 38 til 50")
    panel = choose(page, uid)
    panel.agreement._fill()
    action = next(each for each in panel.agreement._menu.actions() if each.text() == "Jonas Berg")
    panel.agreement._menu.triggered.emit(action)
    (asked,) = unanswered(workspace, jonas)
    assert asked.about == uid
    marks = [mark.accessibleName() for mark in panel.agreement.findChildren(PersonMark)]
    assert "Jonas Berg, venter" in marks
    assert panel.agreement.remind.text() == "Spør Jonas igjen"
    with workspace.transaction(msg("everybody leaves")) as change:
        for person in workspace.all(Person):
            change.delete(Person, person.uid)
    panel.agreement.show_about(result_uid(workspace, "eNPS opp fra 12 til 30"))
    panel.agreement._fill()
    assert [(each.text(), each.isEnabled()) for each in panel.agreement._menu.actions()] == [
        ("Ingen er i filen ennå. Velg «Ny person …» som eier.", False)
    ]


def is_measurable(session, page, uid) -> bool:
    answers = smart_check(session.ws, page.tree.figures_by_uid(uid), session.cycle, session.today())
    return next(each.holds for each in answers if each.letter == "M")


def test_milestones_are_added_ticked_weighed_moved_and_deleted(session, workspace, qtbot):
    page = open_page(session, qtbot)
    uid = result_uid(workspace, "Beholde alle 45 faste bedriftskunder")
    panel = choose(page, uid)
    panel.kind.setCurrentIndex(panel.kind.findData(ResultKind.MILESTONES))
    panel.kind.activated.emit(panel.kind.currentIndex())
    panel = page.inspector.panel
    assert not is_measurable(session, page, uid)
    figures, new = page.tree.figures_by_uid, panel.milestones.new
    new.setFocus()
    for n, title in enumerate(("Ring alle", "Besøk alle"), 1):
        QTest.keyClicks(new, title)
        QTest.keyClick(new, Key.Key_Return)
        assert (now_text(figures(uid)), figures(uid).steps) == (f"0 av {n}", (0, n))
        qtbot.waitUntil(lambda: new.visibleRegion().boundingRect() == new.rect())
    assert is_measurable(session, page, uid)
    assert [step.title for step in milestones.steps_of(workspace, uid)] == ["Ring alle", "Besøk alle"]
    rows = panel.milestones.findChildren(MilestoneRow)
    rows[-1].weight.setFocus()
    rows[-1].weight.selectAll()
    QTest.keyClicks(rows[-1].weight, "3")
    QTest.keyClick(rows[-1].weight, Key.Key_Return)
    row = next(r for r in panel.milestones.findChildren(MilestoneRow) if r.step.title == "Besøk alle")
    QTest.keyClick(row.tick, Key.Key_Space)
    assert page.tree.figures_by_uid(uid).progress.score == 0.75
    first = milestones.steps_of(workspace, uid)[0]
    workspace.undo()
    assert page.tree.figures_by_uid(uid).progress.score == 0.0
    assert milestones.steps_of(workspace, uid)[0] == first
    assert len(workspace.all(Milestone)) == 2
    cycle = cycles.cycle_uid(Period.parse("2026-Q1"))
    cycles.close(workspace, cycle)
    page.refresh(None)
    row = panel.milestones.findChildren(MilestoneRow)[0]
    assert row.title.isReadOnly() and row.remove.isHidden() and panel.milestones.new.isHidden()
    with qtbot.waitSignal(session.notice) as said:
        QTest.keyClick(row.tick, Key.Key_Space)
    assert said.args[0].kind == "locked" and not row.tick.isChecked()
    cycles.reopen(workspace, cycle, "Et tall var feil")
    page.refresh(None)
    assert not (row.title.isReadOnly() or row.remove.isHidden() or panel.milestones.new.isHidden())


def test_a_milestone_gets_its_date_as_people_write_it_and_what_is_no_date_is_explained(session, workspace, qtbot):
    uid = result_uid(workspace, "Beholde alle 45 faste bedriftskunder")
    goals.set_measure(workspace, uid, kind=ResultKind.MILESTONES)
    step = milestones.add(workspace, uid, "Ring alle")
    panel = choose(open_page(session, qtbot), uid)
    (row,) = panel.milestones.findChildren(MilestoneRow)
    QTest.keyClicks(row.due, "20. mars")
    QTest.keyClick(row.due, Key.Key_Return)
    assert workspace.get(Milestone, step).due.strftime("%m-%d") == "03-20"
    assert row.due.text() == "20.\u00a0mars" and fits(row.due)
    row.due.selectAll()
    QTest.keyClicks(row.due, "snart")
    QTest.keyClick(row.due, Key.Key_Return)
    assert row.due.text() == "snart" and "gamle datoen" in row.due.toolTip()
    row.due.clearFocus()
    assert row.due.text() == "snart", "it stays to be mended"
    QTest.keyClick(row.due, Key.Key_Escape)
    assert row.due.text() == "20.\u00a0mars" and not row.due.toolTip()
    row.due.selectAll()
    QTest.keyClicks(row.due, "5/12-26")
    QTest.keyClick(row.due, Key.Key_Return)
    assert workspace.get(Milestone, step).due == dt.date(2026, 12, 5)
    assert row.due.text() == "5.\u00a0des." and fits(row.due)
    workspace.undo()
    workspace.undo()
    assert workspace.get(Milestone, step).due is None and row.due.text() == ""


def fits(field: QLineEdit) -> bool:
    """Whether the text has room in its field."""
    return (
        field.fontMetrics().horizontalAdvance(field.text())
        <= field.width() - 2 * field.fontMetrics().averageCharWidth()
    )


def test_the_arithmetic_is_there_when_asked_for(session, workspace, qtbot):
    page = open_page(session, qtbot)
    panel = choose(page, result_uid(workspace, "NPS opp fra 38 til 50"))
    assert not panel.steps.words.isVisible()
    QTest.mouseClick(panel.steps.head, LEFT)
    assert "(46 − 38) / (50 − 38) = 67" in panel.steps.words.text().replace("\u00a0", " ")
    assert "dag 75 av 90" in panel.steps.words.text()


def test_park_and_take_back_from_the_menu(session, workspace, qtbot):
    page = open_page(session, qtbot)
    uid = result_uid(workspace, "NPS opp fra 38 til 50")
    choose(page, uid)
    page.commands()["park_goal"]()
    assert workspace.get(KeyResult, uid).parked
    assert "unpark_goal" in page.commands() and "park_goal" not in page.commands()
    page.commands()["unpark_goal"]()
    assert not workspace.get(KeyResult, uid).parked


def test_dropping_needs_a_reason(session, workspace, qtbot):
    page = open_page(session, qtbot)
    uid = result_uid(workspace, "eNPS opp fra 12 til 30")
    choose(page, uid)
    page.commands()["drop_goal"]()
    dialog = page.findChild(ReasonDialog)
    QTest.keyClick(dialog.reason, Key.Key_Return)
    assert workspace.get(KeyResult, uid).dropped == "", "Enter without a reason does nothing"
    QTest.keyClicks(dialog.reason, "Målingen er for dyr")
    QTest.keyClick(dialog.reason, Key.Key_Return)
    assert workspace.get(KeyResult, uid).dropped == "Målingen er for dyr"
    page.commands()["take_up_goal"]()
    assert workspace.get(KeyResult, uid).dropped == ""


def test_an_objective_is_copied_to_the_next_quarter(session, workspace, qtbot):
    page = open_page(session, qtbot)
    top = next(node for node in workspace.all(Objective) if node.title == "Et sted folk vil bli")
    choose(page, top.uid)
    assert "goal_cycle" in page.commands()
    next_quarter = session.period.next()
    cycle = session.perform(cycles.ensure_cycle, next_quarter)
    session.perform(branches.duplicate, top.uid, cycle=cycle)
    session.show_period(next_quarter)
    page.refresh(None)
    assert [page.tree.figures_by_uid(uid).node.title for uid in page.tree.shown()] == [
        "Et sted folk vil bli", "eNPS opp fra 12 til 30",
    ]  # fmt: skip


def test_filters_by_owner_and_status(session, workspace, qtbot):
    page = open_page(session, qtbot)
    kari = next(person for person in workspace.all(Person))
    page.filter.owner = kari.uid
    page.filter.changed.emit()
    assert page.tree.hits == 2 and page.clear.isVisible()
    page.filter.owner, page.filter.status = None, Status.OFF_TRACK
    page.filter.changed.emit()
    shown = [page.tree.figures_by_uid(uid) for uid in page.tree.shown()]
    assert all(each.status is Status.OFF_TRACK or each.children for each in shown)
    QTest.mouseClick(page.clear, LEFT)
    assert not page.tree.filtered and page.filter.status is None


def test_a_closed_quarter_refuses_with_a_sentence_and_changes_nothing(session, workspace, qtbot):
    page = open_page(session, qtbot)
    cycle = workspace.find(Cycle, cycles.cycle_uid(Period.parse("2026-Q1")))
    cycles.close(workspace, cycle.uid)
    uid = result_uid(workspace, "NPS opp fra 38 til 50")
    panel = choose(page, uid)
    with qtbot.waitSignal(session.notice) as said:
        panel.note.setText("Noe nytt")
        panel.check_in()
    assert "avsluttet" in said.args[0].text
    assert panel.note.text() == "Noe nytt", "what was typed stays"
    page.refresh(None)
    assert not any(each.isVisible() for each in (panel.note, panel.value, panel.button)) and panel.closed.isVisible()
    assert "avsluttet" in panel.closed.text() and panel.title.isReadOnly() and panel.title.toolTip()
    before = panel.picker.value()
    for field in (panel.picker, panel.kind, panel.title):
        with qtbot.waitSignal(session.notice) as said:
            QTest.keyClicks(field, "1")
        assert said.args[0].kind == "locked"
    assert panel.picker.value() == before
    cycles.reopen(workspace, cycle.uid, "Et tall var feil")
    page.refresh(None)
    assert panel.note.isVisible() and not panel.closed.isVisible() and not panel.title.isReadOnly()


def test_a_check_in_is_corrected_and_deleted_and_its_history_stays(session, workspace, qtbot):
    page = open_page(session, qtbot)
    panel = choose(page, result_uid(workspace, "NPS opp fra 38 til 50"))
    assert panel.next.text() == "neste innen 30. mars".replace(" mars", "\u00a0mars")
    row = panel.said.findChildren(CheckInRow)[0]
    row.corrected.emit(row.entry.uid)
    dialog = page.findChild(CheckInDialog)
    dialog.value.setText("førti")
    dialog.store()
    assert dialog.problem.isVisible() and workspace.get(CheckIn, row.entry.uid).value == 46.0
    dialog.value.setText("47")
    dialog.note.setPlainText("Telte på nytt")
    QTest.mouseClick(dialog.save, LEFT)
    entry = workspace.get(CheckIn, row.entry.uid)
    assert (entry.value, entry.note) == (47.0, "Telte på nytt")
    assert page.tree.figures_by_uid(panel.uid).current == 47.0
    before = [change.before for change in workspace.history.changes_of(workspace.history.entries(1)[0].ref)]
    assert 46.0 in before and "Bedre uke" in before
    panel.said.deleted.emit(entry.uid)
    assert workspace.all(CheckIn) == []
    workspace.undo()
    assert workspace.get(CheckIn, entry.uid) == entry
