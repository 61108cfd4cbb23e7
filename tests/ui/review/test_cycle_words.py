"""A cycle is called what it is: a quarter, a tertial, a half-year or a year."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from kpidesk.commands import cycles, people
from kpidesk.domain.period import Frequency, Period
from ui.goals.goals_page import GoalsPage
from ui.review.review_page import ReviewPage


def test_a_company_with_half_years_closes_a_half_year(qtbot, session, workspace):
    people.set_company(workspace, cycle_length=Frequency.HALF_YEAR)
    session.period = Period.parse("2026-H1")
    cycles.ensure_cycle(session.ws, session.period)
    made = ReviewPage(session)
    qtbot.addWidget(made)
    assert made.hint.text().startswith("Halvåret varer til 30.\u00a0juni.")
    assert made.close_cycle.text() == "Avslutt halvåret"
    assert made.steps.button(3).text().endswith("Neste halvår")
    made.paper.stop()
    shown = GoalsPage(session)
    qtbot.addWidget(shown)
    assert "Hva vil dere oppnå i halvåret?" in [label.text() for label in shown.empty.findChildren(QLabel)]


def test_a_page_that_is_there_already_calls_the_cycle_looked_at_next_by_its_length(qtbot, session, workspace):
    made, shown = ReviewPage(session), GoalsPage(session)
    for page in (made, shown):
        qtbot.addWidget(page)
    session.period = Period.parse("2026-H2")
    for page in (made, shown):
        page.refresh(None)
    assert made.close_cycle.text() == "Avslutt halvåret"
    assert made.steps.button(3).text() == "Neste halvår"
    assert made.dots.dots[3].accessibleName() == "4 Neste halvår"
    made.paper.stop()
    assert shown.empty.words.startswith("Hva vil dere oppnå i halvåret?")
