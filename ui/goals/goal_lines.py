"""The line for a new goal: where it opens, what it becomes one level in or out, and what is typed there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from kpidesk.commands import cycles, goals
from kpidesk.commands.goals import sentences
from kpidesk.domain.entities import Initiative, KeyResult, Kpi, Objective
from kpidesk.errors import UserError
from kpidesk.figures import cycle_list
from kpidesk.text import _
from ui.base.session import Notice
from ui.goals.goal_rows import DRAFT
from ui.goals.goal_tree import Draft

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node, Uid
    from kpidesk.reading import goals as goal_sentences
    from kpidesk.workspace import Changes, Workspace
    from ui.base.session import Session
    from ui.goals.goal_tree import GoalTree
    from ui.goals.goal_view import GoalView

UNDER: dict[type[Node] | None, type[Node]] = {None: Objective, Objective: KeyResult, KeyResult: Initiative}
"""What one more level in makes of a line."""
OVER: dict[type[Node], type[Node]] = {Initiative: KeyResult, KeyResult: Objective, Objective: Objective}
"""What one level out makes of a line."""


def one_in(ws: Workspace, tree: GoalTree, draft: Draft) -> Draft | None:
    """Under the sibling above that may hold what the line then becomes."""
    for uid in reversed(tree.siblings_before(DRAFT)):
        node = ws.find_node(uid)
        if node is not None and not isinstance(node, Initiative):
            return Draft(UNDER[type(node)], uid)
    if draft.kind is KeyResult and draft.parent is not None:
        return Draft(Initiative, draft.parent, draft.after)
    return None


def one_out(tree: GoalTree, draft: Draft) -> Draft | None:
    """Beside the node above, as the kind that may stand there."""
    if draft.parent is None:
        return None
    return Draft(OVER[draft.kind], tree.parent_uid(draft.parent), draft.parent)


def handed_back(ws: Workspace, uid: Uid, words: str) -> Notice:
    """What to say of words that were being typed for a goal that is in view no longer: why, where it is deleted."""
    said = _("What you had typed: {words}").format(words=words)
    try:
        ws.node(uid)
    except UserError as error:
        return Notice(f"{error} {said}", "error")
    return Notice(said)


class NewGoals(QObject):
    """Lines for new goals, opened where the keyboard is; one follows the other until one is left empty.

    ``opening`` comes before a line opens and ``closed`` after the last one is gone; ``measured`` tells of a new key
    result, by its uid or ``None`` where it could not be made.
    """

    opening = Signal()
    closed = Signal()
    measured = Signal(object)

    def __init__(self, session: Session, tree: GoalTree, view: GoalView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tree, self._view = session, tree, view
        self._elsewhere: dict[Uid, str] = {}
        """Goals of which it is said that they stand in another cycle, and the words."""
        view.typed.connect(self._enter)
        view.shifted.connect(self._shift)
        view.left.connect(self._leave)
        tree.lost.connect(self._lose)
        session.changed.connect(self._renew)
        session.changed.connect(self._take_back)

    def objective(self) -> None:
        """Open a line for an objective, after the one the keyboard is in."""
        top = self._top_of(self._view.current_uid())
        self._open(Draft(Objective, None, top))

    def begin(self, words: str) -> None:
        """Open a line for an objective that begins with these letters."""
        self.objective()
        if self._view.quick is not None:
            self._view.quick.line.insert(words)

    def key_result(self) -> None:
        """Open a line for a key result under the objective the keyboard is in."""
        uid, after = self._view.current_uid(), None
        while uid is not None and not isinstance(self._session.ws.find_node(uid), Objective):
            uid, after = self._tree.parent_uid(uid), uid
        if uid is not None:
            self._open(Draft(KeyResult, uid, after or self._last_result(uid)))

    def initiative(self) -> None:
        """Open a line for an initiative under the goal the keyboard is in."""
        uid, after = self._view.current_uid(), None
        if isinstance(self._session.ws.find_node(uid), Initiative):
            assert uid is not None
            uid, after = self._tree.parent_uid(uid), uid
        if uid is not None:
            self._open(Draft(Initiative, uid, after))

    def sibling(self) -> None:
        """Open a line for one more of the same kind, below."""
        uid = self._view.current_uid()
        node = self._session.ws.find_node(uid)
        if node is None or uid is None:
            self.objective()
        else:
            self._open(Draft(type(node), self._tree.parent_uid(uid), uid))

    def child(self) -> None:
        """Open a line one level in."""
        uid = self._view.current_uid()
        node = self._session.ws.find_node(uid)
        if node is None or isinstance(node, Initiative):
            return
        self._open(Draft(UNDER[type(node)], uid))

    def _last_result(self, objective: Uid) -> Uid | None:
        """After the key results and before objectives further down, where there are both."""
        results = [node.uid for node in self._session.ws.children(objective) if isinstance(node, KeyResult)]
        return results[-1] if results else None

    def _top_of(self, uid: Uid | None) -> Uid | None:
        while uid is not None and (above := self._tree.parent_uid(uid)) is not None:
            uid = above
        return uid

    def _open(self, draft: Draft, words: str = "") -> None:
        self.opening.emit()
        self._tree.begin_draft(draft)
        self._view.open_line(words, None if draft.kind is Initiative else self._ground(draft))

    def draft(self) -> tuple[Draft, str] | None:
        """The line that is open, with its words."""
        draft, quick = self._tree.draft, self._view.quick
        return None if draft is None or quick is None else (draft, quick.line.text())

    def go_on(self, draft: tuple[Draft, str]) -> None:
        """Open such a line where it was, unless the goal above it has gone."""
        line, words = draft
        if line.parent is None or self._session.ws.find_node(line.parent) is not None:
            self._open(line, words)

    def _renew(self, changes: Changes) -> None:
        """KPIs have come, gone or changed while a line is open."""
        draft, quick = self._tree.draft, self._view.quick
        if draft is not None and quick is not None and (changes.everything or Kpi in changes.kinds):
            quick.stand_on(self._ground(draft))

    def _ground(self, draft: Draft) -> goal_sentences.Ground:
        """What a sentence in this line is read with."""
        ws = self._session.ws
        cycle = cycle_list.known_cycles(ws).get(cycles.cycle_of(ws, draft.parent) or "")
        period = cycle_list.period_of(cycle) if cycle is not None else None
        return sentences.ground(ws, period or self._session.period, self._session.today())

    def _enter(self, words: str) -> None:
        draft = self._tree.draft
        if draft is None or not words.strip():
            self._leave()
            return
        uid = self._add(draft, words)
        if uid is not None:
            self._open(Draft(draft.kind, draft.parent, uid))

    def _add(self, draft: Draft, words: str) -> Uid | None:
        reading = self._view.quick.reading if self._view.quick is not None else None
        if draft.kind is Initiative or reading is None:
            return self._session.perform(goals.add_initiative, words, parent=draft.parent, after=draft.after)
        if draft.kind is Objective:
            uid = self._session.perform(
                sentences.add_goal, reading, cycle=self._session.period, parent=draft.parent, after=draft.after
            )
        else:
            uid = self._session.perform(sentences.add_key_result, reading, parent=draft.parent, after=draft.after)
            self.measured.emit(uid)
        if uid is not None and reading.cycle is not None:
            self._tell_where(uid, reading)
        return uid

    def _tell_where(self, uid: Uid, reading: goal_sentences.GoalReading) -> None:
        """A goal that stands in another cycle than the one in view: in which, and the way there."""
        assert reading.cycle is not None
        name = cycle_list.cycle_name(self._session.ws, reading.cycle)
        said = _("“{title}” is in {cycle}.").format(title=reading.title, cycle=name)
        show = partial(self._session.show_period, reading.cycle)
        self._session.notice.emit(Notice(said, "done", action=_("Go there"), callback=show))
        self._elsewhere[uid] = said

    def _take_back(self) -> None:
        """Say no longer where a goal stands that has been undone or deleted."""
        for uid in [uid for uid in self._elsewhere if self._session.ws.find_node(uid) is None]:
            self._session.unsaid.emit(self._elsewhere.pop(uid))

    def _shift(self, by: int, words: str) -> None:
        draft = self._tree.draft
        if draft is None:
            return
        moved = one_in(self._session.ws, self._tree, draft) if by > 0 else one_out(self._tree, draft)
        if moved is not None:
            self._open(moved, words)

    def _lose(self, above: Uid) -> None:
        """The goal above the line has gone, or stands in another cycle: the line goes, and hands back what it held."""
        keyboard, quick = QApplication.focusWidget(), self._view.quick
        typed = "" if quick is None else quick.line.text().strip()
        typed_in = keyboard is None or (quick is not None and quick.isAncestorOf(keyboard))
        self._view.close_line()
        if keyboard is not None and not typed_in:
            keyboard.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        if typed:
            self._session.notice.emit(handed_back(self._session.ws, above, typed))

    def _leave(self) -> None:
        after = self._tree.draft.after if self._tree.draft else None
        parent = self._tree.draft.parent if self._tree.draft else None
        self._view.close_line()
        self._view.choose(after or parent)
        self.closed.emit()
