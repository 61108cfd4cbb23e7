"""Random gestures on the tree with undo and redo: after each one the page shows what a fresh one would show."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from kpidesk import text
from kpidesk.commands import cycles, goals
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import Initiative, KeyResult, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.wording.goals import Column
from kpidesk.workspace import Workspace
from tests import long
from tests.ui.conftest import Clock
from ui.base.session import Session
from ui.goals.goal_tree import GoalTree
from ui.goals.goals_page import GoalsPage

Key = Qt.Key
TITLES = st.sampled_from(["NPS opp fra 38 til 50", "Omsetning ned fra 10 til 5", "Ring kundene", "Åpne i Førde", "Ø"])


def shown(tree: GoalTree, parent: QModelIndex | None = None) -> list[tuple[str, ...]]:
    """Every row as its texts, from the top."""
    parent = parent or QModelIndex()
    rows = []
    for row in range(tree.rowCount(parent)):
        index = tree.index(row, 0, parent)
        rows.append((str(tree.depth(index)), *(str(tree.data(tree.index(row, column, parent))) for column in Column)))
        rows += shown(tree, index)
    return rows


class Gestures(RuleBasedStateMachine):
    """Somebody who does everything in any order, with keys where there is a key."""

    theme = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        place = Path(self.folder.name)
        self.spoken = text.using("nb")
        self.spoken.__enter__()
        self.ws = Workspace.create(place / "a.kpidesk", company="A", home=Home(place / "home"), clock=Clock())
        self.session = Session(self.ws, self.theme)
        cycle = cycles.ensure_cycle(self.ws, Period.containing(self.ws.today(), Frequency.QUARTER))
        top = goals.add_objective(self.ws, "Topp", cycle=cycle)
        goals.add_key_result(self.ws, "NPS opp fra 1 til 5", parent=top)
        self.page = GoalsPage(self.session)
        self.session.changed.connect(self.page.refresh)
        self.page.resize(1256, 700)
        self.page.show()
        self.page.initial_focus().setFocus()

    def teardown(self) -> None:
        self.page.close()
        self.page.deleteLater()
        self.ws.close()
        self.spoken.__exit__(None, None, None)
        self.folder.cleanup()

    def uids(self) -> list[str]:
        return list(self.page.tree.shown())

    def some(self, number: int) -> str | None:
        uids = self.uids()
        return uids[number % len(uids)] if uids else None

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        view = self.page.view
        QTest.keyClick(view.quick.line if view.quick is not None else view, key, modifiers)

    @rule(number=st.integers(0, 50))
    def choose(self, number: int) -> None:
        self.page.view.choose(self.some(number))

    @rule(key=st.sampled_from([Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right]))
    def walk(self, key: Key) -> None:
        self.press(key)

    @rule(key=st.sampled_from([Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right]))
    def move(self, key: Key) -> None:
        self.press(key, Qt.KeyboardModifier.AltModifier)

    @rule(title=TITLES, child=st.booleans(), stop=st.booleans())
    def add(self, title: str, child: bool, stop: bool) -> None:
        self.page.lines.child() if child else self.page.lines.sibling()
        if self.page.view.quick is None:
            return
        QTest.keyClicks(self.page.view.quick.line, title)
        self.press(Key.Key_Escape if stop else Key.Key_Return)
        self.press(Key.Key_Escape)

    @rule()
    def delete(self) -> None:
        self.press(Key.Key_Delete)

    @rule()
    def tick(self) -> None:
        self.press(Key.Key_Space)

    @rule(number=st.integers(0, 50), parked=st.booleans())
    def park(self, number: int, parked: bool) -> None:
        self.attempt(branches.park, [self.some(number)], parked)

    @rule(number=st.integers(0, 50))
    def duplicate(self, number: int) -> None:
        self.attempt(branches.duplicate, self.some(number))

    @rule(number=st.integers(0, 50), under=st.integers(0, 50), place=st.integers(0, 5))
    def drag(self, number: int, under: int, place: int) -> None:
        self.attempt(goals.move, self.some(number), self.some(under), place)

    @rule(number=st.integers(0, 50), weight=st.floats(0, 5))
    def weigh(self, number: int, weight: float) -> None:
        uid = self.some(number)
        if uid is not None and not isinstance(self.ws.find_node(uid), Initiative):
            self.attempt(goals.set_field, uid, weight=weight)

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @precondition(lambda self: self.page.tree.draft is None)
    @rule(words=st.sampled_from(["", "nps", "finnes ikke"]))
    def search(self, words: str) -> None:
        self.page.search.setText(words)
        self.compare()
        self.page.search.clear()

    def attempt(self, command, uid, *arguments, **fields) -> None:
        """A command that may well be refused; then nothing has changed."""
        if uid is None or uid == [None]:
            return
        try:
            command(self.ws, uid, *arguments, **fields)
        except UserError:
            return

    @invariant()
    def compare(self) -> None:
        if self.page.tree.draft is not None:
            return
        fresh = GoalTree(self.session)
        fresh.set_filter(self.page.search.text(), None)
        assert shown(self.page.tree) == shown(fresh)
        fresh.deleteLater()

    @invariant()
    def nothing_is_half(self) -> None:
        kinds = {type(node) for node in self.ws.children(None)}
        assert kinds <= {Objective}, "only objectives stand at the top"
        for node in self.ws.all(KeyResult):
            assert isinstance(self.ws.find_node(node.parent), Objective)


@pytest.mark.timeout(240)
def test_random_gestures(theme, qapp):
    Gestures.theme = theme
    machine = Gestures.TestCase
    machine.settings = settings(
        max_examples=long.either(6, 15),
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    machine().runTest()
