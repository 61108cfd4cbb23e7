"""A person or a department that the file does not know is named where it is missed, and chosen in the same step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kpidesk.commands import goals
from kpidesk.domain.entities import Department, Kpi, Objective, Person
from tests import own_kpis
from tests.own_kpis import named
from ui.goals.goals_page import GoalsPage
from ui.kpis.kpi_actions import KpiActions
from ui.kpis.kpi_form import KpiForm
from ui.parts.newcomer import NewName


def shown(qtbot, made):
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def name_it(box, words, *keys):
    """Choose the last row of the open list of a box, or the one to which ``keys`` lead from there, and type a name
    into what it opens.
    """
    box.showPopup()
    for key in (Qt.Key.Key_End, *keys, Qt.Key.Key_Return):
        QTest.keyClick(box.view(), key)
    dialog = next(each for each in reversed(box.findChildren(NewName)) if each.isVisible())
    dialog.name.setText(words)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    return dialog


@pytest.mark.parametrize(("field", "kind"), [("owner", Person), ("department", Department)])
def test_who_or_what_is_missing_beside_a_goal_is_named_there_in_one_step(session, workspace, qtbot, field, kind):
    page = GoalsPage(session)
    session.changed.connect(page.refresh)
    shown(qtbot, page)
    goal, known = workspace.children(None)[0].uid, len(workspace.all(kind))
    before, before_it = getattr(workspace.get(Objective, goal), field), workspace.all(kind)[-1].name
    page.view.choose(goal)
    box = getattr(page.inspector.panel, field)
    last = box.count() - 3
    box.setCurrentIndex(last)
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentIndex() == last and box.findChild(NewName) is None, "arrows end with those there are"
    box.choose(before)
    dialog = name_it(box, "  ")
    assert dialog.isVisible() and dialog.problem.text() and box.currentData() == before
    dialog.name.setText(" Montasje ")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    uid = getattr(workspace.get(Objective, goal), field)
    assert workspace.get(kind, uid).name == box.currentText() == "Montasje"
    known += 1
    dialog = name_it(box, before_it.upper(), Qt.Key.Key_Up)
    assert (
        dialog.isVisible()
        and before_it.upper() in dialog.problem.text()
        and workspace.get(kind, uid).name == "Montasje"
    )
    dialog.name.setText("Montering")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert workspace.get(kind, uid).name == box.currentText() == "Montering" and len(workspace.all(kind)) == known
    workspace.undoing.undo()
    assert workspace.get(kind, uid).name == box.currentText() == "Montasje"
    workspace.undoing.undo()
    known -= 1
    assert (getattr(workspace.get(Objective, goal), field), len(workspace.all(kind))) == (before, known)


def test_a_kpi_gets_a_department_and_people_of_its_own(session, workspace, qtbot):
    form = shown(qtbot, KpiForm(session, None))
    known = len(workspace.all(Department))
    name_it(form.department, "salg")
    assert form.department.currentText() == "Salg" and len(workspace.all(Department)) == known, "it is there already"
    name_it(form.people.owner, "Per Strøm")
    form.name.setText("Feil per million")
    next(each for each in form.buttons() if each.property("primary")).click()
    made = named(workspace, "Feil per million")
    assert workspace.get(Person, made.owner).name == "Per Strøm"
    doing = KpiActions(session, form)
    doing.choose(made.uid)
    next(each for each in doing.department_menu().actions() if each.data() == "new").trigger()
    dialog = form.findChild(NewName)
    dialog.name.setText("Montasje")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert workspace.get(Department, workspace.get(Kpi, made.uid).department).name == "Montasje"
    next(each for each in doing.department_menu().actions() if each.data() == "another").trigger()
    dialog = [each for each in form.findChildren(NewName) if each.isVisible()][-1]
    for typed, whole in (("SALG", "Montasje"), ("Montering", "Montering")):
        dialog.name.setText(typed)
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        assert workspace.get(Department, workspace.get(Kpi, made.uid).department).name == whole


def test_one_named_for_a_goal_that_is_deleted_meanwhile_is_not_given_to_its_neighbour(session, workspace, qtbot):
    page = GoalsPage(session)
    session.changed.connect(page.refresh)
    shown(qtbot, page)
    goal, known = workspace.children(None)[0].uid, len(workspace.all(Person))
    page.view.choose(goal)
    box = page.inspector.panel.owner
    dialog = name_it(box, "")
    page.inspector.panel.department.showPopup()
    goals.delete(workspace, [goal])
    assert page.inspector.panel.uid != goal and not page.inspector.panel.department.view().isVisible()
    owners = [each.owner for each in workspace.children(None)]
    dialog.name.setText("Per Strøm")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible() and "finnes ikke lenger" in dialog.problem.text()
    assert [each.owner for each in workspace.children(None)] == owners and len(workspace.all(Person)) == known


def test_a_department_is_given_to_the_kpi_that_it_was_named_for(session, workspace, qtbot):
    doing = KpiActions(session, shown(qtbot, KpiForm(session, None)))
    first, second = (own_kpis.define(workspace, name=name) for name in ("Feil", "Salg"))
    doing.choose(first)
    next(each for each in doing.department_menu().actions() if each.data() == "new").trigger()
    dialog = doing._window.findChild(NewName)
    doing.choose(second)
    dialog.name.setText("Montasje")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    assert workspace.get(Department, workspace.get(Kpi, first).department).name == "Montasje"
    assert workspace.get(Kpi, second).department is None
