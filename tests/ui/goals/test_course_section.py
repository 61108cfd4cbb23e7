"""The curve of progress in the inspector: worked out soon, told in a sentence and a table, for goal after goal."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtGui import QColor

from kpidesk.commands import check_ins
from kpidesk.domain.entities import Cycle, KeyResult, Objective
from kpidesk.figures import goal_figures
from kpidesk.figures.cycle_list import cycle_at
from ui.base.session import Session
from ui.goals.side.course_section import CourseSection


@pytest.fixture
def section(session: Session, qtbot) -> CourseSection:
    made = CourseSection(session)
    qtbot.addWidget(made)
    made.resize(330, 400)
    made.show()
    return made


def told(session: Session, section: CourseSection, title: str, qtbot) -> None:
    """Show the course of a goal and wait for it."""
    cycle = cycle_at(session.ws, session.period)
    assert isinstance(cycle, Cycle)
    roots = goal_figures(session.ws, cycle, session.today())
    section.show_goal(next(e for r in roots for e in r.everything() if e.node.title.startswith(title)), cycle)
    qtbot.waitUntil(lambda: section.settled)


def say(session: Session, title: str, day: dt.date, value: float) -> None:
    uid = next(node.uid for node in session.ws.all(KeyResult) if node.title.startswith(title))
    check_ins.check_in(session.ws, uid, day=day, value=value, confidence=6)


def test_under_two_points_it_says_when_the_curve_comes(session, section, qtbot):
    told(session, section, "NPS", qtbot)
    assert section.sentence.text() == "Kurven kommer når det er to tall eller innsjekker."
    assert not section.chart.isVisible() and not section.table_link.isVisible()


def test_two_check_ins_make_a_curve_that_is_told_in_words_and_in_a_table(session, section, qtbot):
    start = session.period.first
    for days, value in ((14, 41.0), (28, 44.0)):
        say(session, "NPS", start + dt.timedelta(days), value)
    told(session, section, "NPS", qtbot)
    assert section.chart.isVisible() and section.chart.accessibleDescription() == section.sentence.text() != ""
    picture = section.chart.grab().toImage()
    accent, ink = (QColor(section._session.theme.color(name)) for name in ("accent", "ink"))
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert {accent.name(), ink.name()} <= seen, "the progress and what was expected are drawn"
    section.table_link.click()
    assert section.table.isVisible() and not section.chart.isVisible()
    heads = [section.table.horizontalHeaderItem(at).text() for at in range(5)]
    assert heads == ["Dag", "Forventet", "Fremdrift", "Verdi", "Trygghet"]
    rows = [[section.table.item(row, at).text() for at in range(5)] for row in range(section.table.rowCount())]
    assert ["44", "6"] in [row[3:] for row in rows] and section.table.accessibleName() == "Fremdrift over tid"


def test_the_objective_above_is_told_by_its_children_and_another_goal_takes_its_place(session, section, qtbot):
    start = session.period.first
    for days, value in ((14, 41.0), (28, 44.0)):
        say(session, "NPS", start + dt.timedelta(days), value)
    top = next(node.title for node in session.ws.all(Objective) if any(
        child.title.startswith("NPS") for child in session.ws.children(node.uid)))  # fmt: skip
    told(session, section, top, qtbot)
    assert len(section.spec.dots) == 3 and section.chart.isVisible(), "two of NPS, and one of the other"
    told(session, section, "Beholde", qtbot)
    assert section.spec.empty and not section.chart.isVisible()
