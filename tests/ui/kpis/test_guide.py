"""From KPIs to goals, driven as a person would."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kpidesk.commands import entry, people
from kpidesk.commands.guide import Choice
from kpidesk.domain.entities import KeyResult, Kpi, Objective
from tests import own_kpis
from ui.base.session import Session
from ui.kpis.guide_page import FIRST_ROWS, GuidePage

LEFT = Qt.MouseButton.LeftButton


def open_page(ws, theme, qtbot):
    session = Session(ws, theme)
    page = GuidePage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1256, 800)
    page.refresh(None)
    with qtbot.waitExposed(page):
        page.show()
    return session, page


def press(row, words):
    button = next(each for each in row.choice.findChildren(QPushButton) if each.text() == words)
    QTest.mouseClick(button, LEFT)


def test_a_kpi_becomes_a_goal_and_another_is_parked(bakery, theme, qtbot):
    session, page = open_page(bakery, theme, qtbot)
    before = {node.uid for node in bakery.all(KeyResult)}
    assert not page.do.isEnabled() and page.do.text() == "Lag målene"
    changed, dropped = page.rows[0], page.rows[1]
    press(changed, "Endre")
    press(dropped, "Dropp")
    assert changed.fields.isVisible() and page.do.text() == "Lag 1 mål og parker 1 KPI"
    changed.fields.objective.setText("Kundene anbefaler oss")
    with qtbot.waitSignal(session.navigate) as gone:
        QTest.mouseClick(page.do, LEFT)
    assert gone.args == ["goals", None]
    (made,) = [node for node in bakery.all(KeyResult) if node.uid not in before]
    assert made.kpi == changed.figures.kpi.uid and made.start is not None and made.target is not None
    assert bakery.get(Objective, made.parent).title == "Kundene anbefaler oss"
    assert bakery.get(Kpi, dropped.figures.kpi.uid).parked
    bakery.undo()
    assert {node.uid for node in bakery.all(KeyResult)} == before


def test_what_is_no_number_is_said_and_nothing_is_made(bakery, theme, qtbot):
    session, page = open_page(bakery, theme, qtbot)
    before = len(bakery.all(KeyResult))
    press(page.rows[0], "Endre")
    page.rows[0].fields.target.setText("mange")
    with qtbot.waitSignal(session.notice) as said:
        QTest.mouseClick(page.do, LEFT)
    assert "mange" in said.args[0].text
    assert len(bakery.all(KeyResult)) == before and page.rows[0].fields.target.text() == "mange"


def test_a_file_without_kpis_says_so(workspace, theme, qtbot):
    _session, page = open_page(workspace, theme, qtbot)
    assert page.rows == [] and not page.do.isEnabled()


def test_what_is_chosen_stays_when_numbers_come_and_is_over_once_it_is_done(bakery, theme, qtbot):
    session, page = open_page(bakery, theme, qtbot)
    row = page.rows[0]
    press(row, "Endre")
    row.fields.objective.setText("Et eget mål")
    source = row.figures.kpi.inputs[0][1]
    newest = next(reversed(bakery.series(source)))
    session.perform(entry.set_value, source, newest, 41)
    assert page.rows[0] is row and row.chosen() is Choice.CHANGE and row.fields.objective.text() == "Et eget mål"
    assert row.figures is session.figured.book.of(row.figures.kpi), "the number is the new one"
    session.perform(people.add_person, "Ola")
    assert page.rows[0] is row and row.fields.objective.text() == "Et eget mål"
    QTest.mouseClick(page.do, LEFT)
    assert all(each.chosen() is Choice.WATCH for each in page.rows)


def test_of_many_kpis_the_first_are_shown_and_the_rest_when_asked_for(workspace, theme, qtbot):
    for n in range(24):
        own_kpis.define(workspace, name=f"Nøkkeltall {n}")
    _session, page = open_page(workspace, theme, qtbot)
    assert len(page.rows) == FIRST_ROWS and all(row.fields is None for row in page.rows)
    press(page.rows[0], "Dropp")
    way = next(each for each in page.area.findChildren(QPushButton) if each.text() == "Vis 4 til")
    QTest.mouseClick(way, LEFT)
    assert len(page.rows) == 24 and page.rows[0].chosen() is Choice.DROP
