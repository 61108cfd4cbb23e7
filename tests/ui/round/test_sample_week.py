"""The sample's week in three minutes: every key counted, as the stories of the design count them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk.commands import reviews
from kpidesk.domain.entities import CheckIn, Cycle, Section
from kpidesk.figures import due_cells
from kpidesk.round.steps import Kind
from kpidesk.workspace import Workspace
from ui.base.session import Session
from ui.base.theme import Theme
from ui.round.round_frame import ENDED
from ui.round.round_page import RoundPage

KEY_SECONDS, LOOK_SECONDS, THREE_MINUTES = 0.28, 5.0, 180.0
"""What a key takes, and a look at a step (the keystroke-level model)."""
NUMBERS = ("24", "441", "5,1", "79", "4405", "12")
WORDS = (
    "Tilbudet til Hotell Skarven er sendt. De svarer fredag.",
    "Feilen er rettet i testbutikken. Ordrene steg fra 72 til 79.",
    "Vi ringer dem som ga seks eller mindre.",
)
DECISION = "Sette inn Vipps i kassen til den siste banken er på plass."


class Counted:
    """Keys on a page, each one counted, and an action for each that ends in one."""

    def __init__(self, page: RoundPage) -> None:
        self.page, self.keys, self.actions = page, 1, 1  # Ctrl+U

    def type(self, words: str) -> None:
        field = self.page.focusWidget()
        assert field is not None
        QTest.keyClicks(field, words)
        self.keys += len(words)
        self.actions += 1

    def enter(self) -> None:
        field = self.page.focusWidget()
        assert field is not None
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.keys += 1
        self.actions += 1

    def kind(self) -> Kind | None:
        return None if self.page._step is None else self.page._step.kind


def test_the_samples_week_takes_at_most_three_minutes_of_keys(bakery: Workspace, theme: Theme, qtbot: QtBot) -> None:
    session = Session(bakery, theme)
    page = RoundPage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    page.resize(1256, 800)
    with qtbot.waitExposed(page):
        page.show()
    page.refresh(None)
    qtbot.waitUntil(lambda: page._now.settled)
    said = len(bakery.all(CheckIn))
    hands, looks = Counted(page), 0
    for number in NUMBERS:
        assert hands.kind() is Kind.NUMBER
        hands.type(number)
        hands.enter()
        looks += 1
    for sure, words in zip("656", WORDS, strict=True):
        assert hands.kind() is Kind.CHECK_IN
        hands.type(sure)
        hands.type(words)
        hands.enter()
        looks += 1
    while hands.kind() is Kind.LOOK:
        hands.enter()
        looks += 1
    hands.type(DECISION)
    hands.enter()
    looks += 1
    assert page.shows == ENDED
    assert due_cells(bakery, bakery.today()) == []
    assert len(bakery.all(CheckIn)) == said + 3
    (cycle,) = bakery.all(Cycle)
    assert DECISION in {note.text for note in reviews.notes_of(bakery, cycle.uid, Section.DECISION)}
    standing_out = looks - len(NUMBERS) - len(WORDS) - 1
    assert hands.actions == 24 + standing_out, "26 where two KPIs stand out, as the design tells it"
    assert hands.keys * KEY_SECONDS + looks * LOOK_SECONDS <= THREE_MINUTES
