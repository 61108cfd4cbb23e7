"""A cycle is called what it is: a quarter, a tertial, a half-year or a year."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from kpidesk import text
from kpidesk.commands import cycles, people
from kpidesk.commands.people import CYCLES
from kpidesk.domain.period import Frequency, Period
from kpidesk.wording.cycles import next_cycle, sentence, the_cycle
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


@pytest.mark.parametrize("length", CYCLES)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_length_of_a_cycle_has_words_of_its_own(length, language):
    with text.using(language):
        said = sentence("{cycle}", length), the_cycle(length), next_cycle(length)
        others = [the_cycle(other) for other in CYCLES if other is not length]
    assert said[0][0].isupper() and said[0].casefold() == said[1] and said[1] not in others
    assert said[2].startswith("Neste " if language == "nb" else "Next ")
