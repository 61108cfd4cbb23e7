"""The last step of a review: what becomes of each unfinished key result in the next cycle."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk.commands import cycles
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import Carry, KeyResult, Objective, Uid
from kpidesk.errors import BadInput
from kpidesk.figures import NodeFigures
from kpidesk.figures.cycle_list import cycle_at, following
from kpidesk.figures.goals.undecided import results, unfinished
from kpidesk.text import _, ngettext
from kpidesk.wording.goals import now_text
from kpidesk.workspace import Workspace
from ui.base.page import line, text
from ui.base.reach.order import in_order
from ui.base.session import Session
from ui.parts.elided import ElidedLabel
from ui.parts.fields.number_line import NumberLine
from ui.parts.fields.refusal import Refusal
from ui.parts.form import Choice, InPlaceLine, listed_section
from ui.parts.segmented import Segmented
from ui.review.carry_details import CarryDetails, Places
from ui.review.rows_in_view import Row, RowsInView

UNDECIDED = ""
ROW = 43
"""Pixels of a row without its reason, before it is made."""


class CarryList(QWidget):
    """Every key result of the cycle that is not reached, with keep, change or drop."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._roots: list[NodeFigures] | None = None
        self._known: dict[Uid, NodeFigures] = {}
        self._successors: dict[Uid, KeyResult] = {}
        self._rows: RowsInView[tuple[Uid], CarryRow] = RowsInView(self._make, ROW)
        self._right, box = listed_section(self, _("What should happen to unfinished goals?"))
        self.keep_all = QPushButton(_("Keep all that are undecided"))
        self.keep_all.setProperty("smalllink", True)
        self.keep_all.clicked.connect(self._keep_all)
        box.addWidget(self.keep_all, 0, Qt.AlignmentFlag.AlignRight)
        box.addWidget(self._rows)
        self.nothing = text("", "quiet", wrap=True)
        column = self.layout()
        assert column is not None
        column.addWidget(self.nothing)

    def show_figures(self, roots: list[NodeFigures]) -> None:
        """Show the cycle's unfinished key results; a line being typed stays."""
        self._roots = roots
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what has come meanwhile is taken in now."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        """Take in what is new, once somebody looks."""
        if self._roots is None:
            return
        roots, self._roots = self._roots, None
        found = unfinished(roots)
        self.nothing.setVisible(not found)
        if not found:
            self.nothing.setText(
                _("Every key result is reached. Nothing needs to be carried forward.")
                if results(roots)
                else _("There are no key results in this period, so there is nothing to carry forward.")
            )
        decided = sum(_decided(each) is not None for each in found)
        self._offer_all(offered=len(found) - decided > 1, among=bool(found))
        self._right.setText(_("{n} of {count} decided").format(n=decided, count=len(found)) if found else "")
        self._known = {each.node.uid: each for each in found}
        self._successors = _successors(self._session.ws)
        before = set(self._rows.made.values())
        self._rows.show_rows([(each.node.uid,) for each in found])
        for (uid,), row in self._rows.made.items():
            if row in before:
                row.show_figures(self._known[uid], self._successors.get(uid))

    def _offer_all(self, *, offered: bool, among: bool) -> None:
        """Once offered it leaves its room behind: else the rows moved up under the mouse that decides the last."""
        policy = self.keep_all.sizePolicy()
        policy.setRetainSizeWhenHidden(among and (offered or policy.retainSizeWhenHidden()))
        self.keep_all.setSizePolicy(policy)
        self.keep_all.setVisible(offered)

    def _keep_all(self) -> None:
        """Let everything go on of which nobody has said what becomes of it."""
        found = [(each.node.uid, each.current) for each in self._known.values() if _decided(each) is None]
        after = following(self._session.ws, self._session.period)
        said = ngettext(
            "{n} key result is carried forward.", "{n} key results are carried forward.", len(found)
        ).format(n=len(found))
        self._session.perform(cycles.in_cycle, after, branches.keep_all, found, said=said)

    @property
    def rows(self) -> dict[Uid, CarryRow]:
        """Each row that is made, by its key result."""
        self._fill()
        return {uid: row for (uid,), row in self._rows.made.items()}

    def first_open(self) -> QWidget | None:
        """Where the first is decided of which nobody has said what becomes of it, brought into view."""
        self._fill()
        waiting = next((uid for uid, each in self._known.items() if _decided(each) is None), None)
        row = None if waiting is None else self._rows.bring((waiting,))
        return None if row is None else row.choice

    def _make(self, key: tuple[Uid]) -> CarryRow:
        return CarryRow(self._session, self._known[key[0]], self._successors.get(key[0]), self._rows)


class CarryRow(Row):
    """One key result: how it ended, the choice, and why it is changed or dropped."""

    def __init__(self, session: Session, figures: NodeFigures, successor: KeyResult | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self.figures, self._successor = session, figures, successor
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(12)
        self._title, self._end = ElidedLabel("", ""), text("", "quiet")
        node = self._node
        choices = [(_("Keep"), Carry.KEEP.value), (_("Change"), Carry.CHANGE.value), (_("Drop"), Carry.DROP.value)]
        self.choice = Segmented(choices, node.carried.value if node.carried else UNDECIDED, node.title)
        self.choice.chosen.connect(self._choose)
        row.addWidget(self._title, 1)
        row.addWidget(self._end)
        row.addWidget(self.choice)
        column.addLayout(row)
        self._why = Refusal()
        column.addWidget(self._why)
        column.addWidget(line())
        self.show_figures(figures, successor)

    @cached_property
    def details(self) -> CarryDetails:
        """What is asked further; few rows come to it."""
        made = CarryDetails(self._node, self._why, self)
        made.reason.committed.connect(self._reason_given)
        made.target.number.connect(self._target_given)
        made.under.chosen.connect(self._under_chosen)
        made.hide()  # until something is asked
        self._column.insertWidget(1, made)
        made.show_node(self._node, self._successor, self._places(), self._session.seen())
        in_order(self._column)
        return made

    @property
    def reason(self) -> InPlaceLine:
        """Why it is changed or dropped."""
        return self.details.reason

    @property
    def target(self) -> NumberLine:
        """Its target in the next cycle."""
        return self.details.target

    @property
    def under(self) -> Choice:
        """What it goes under there."""
        return self.details.under

    @property
    def _node(self) -> KeyResult:
        node = self.figures.node
        assert isinstance(node, KeyResult)
        return node

    def show_figures(self, figures: NodeFigures, successor: KeyResult | None) -> None:
        """Take in what has been decided, and what it goes on as."""
        begun = self.begun()
        self.figures, self._successor = figures, successor
        node = self._node
        if not begun:
            self.choice.show_chosen(node.carried.value if node.carried else UNDECIDED)
        self._title.show_words(node.title)
        self._end.setText(now_text(figures))
        if "details" in vars(self):
            self.details.show_node(node, successor, self._places(), self._session.seen())
        chosen = self.choice.value()
        self._show_details(Carry(chosen) if chosen else None)  # one that waits for its reason goes on asking for it

    def _places(self) -> Places:
        """The objectives of the next cycle that it can go under; first the one that goes on with its own."""
        ws, successor = self._session.ws, self._successor
        cycle = cycle_at(ws, following(ws, self._session.period))
        there = [
            each for each in ws.all(Objective) if cycle is not None and each.cycle == cycle.uid and not each.dropped
        ]
        own = ws.find(Objective, self.figures.node.parent)
        first: list[tuple[str, object]] = [] if successor is not None else [(_("The same objective"), None)]
        others = [(each.title, each.uid) for each in there if successor or own is None or each.title != own.title]
        return [*first, *others]

    def _show_details(self, how: Carry | None) -> None:
        if how is not None or "details" in vars(self):
            under = how in (Carry.KEEP, Carry.CHANGE) and len(self._places()) > 1
            if how is not Carry.KEEP or under or "details" in vars(self):
                self.details.ask(self._node, how, under=under)

    def begun(self) -> bool:
        """A choice is stored with its reason; until then it stands here alone."""
        carried = _decided(self.figures)
        return self.choice.value() != (carried.value if carried else UNDECIDED)

    # ---- doing -----------------------------------------------------------------------------------

    def _choose(self, value: str) -> None:
        how = Carry(value)
        self._show_details(how)
        if how is Carry.KEEP or self.reason.text().strip():
            self._carry(how)
        else:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reason_given(self, _words: str) -> None:
        if self.choice.value():
            self._carry(Carry(self.choice.value()))

    def _under_chosen(self, _objective: object) -> None:
        how = Carry(self.choice.value()) if self.choice.value() else None
        if how is Carry.KEEP or (how is Carry.CHANGE and self.reason.text().strip()):
            self._carry(how)

    def _target_given(self, _value: float | None) -> None:
        if self.choice.value() == Carry.CHANGE.value and self.reason.text().strip():
            self._carry(Carry.CHANGE)

    def _carry(self, how: Carry) -> None:
        after = following(self._session.ws, self._session.period)
        try:
            target = self.target.typed_number() if how is Carry.CHANGE else None
        except BadInput as error:
            self._session.tell_refused(error)
            return
        self._session.perform(
            cycles.in_cycle, after, branches.carry, self.figures.node.uid, how=how, reason=self.reason.text(),
            start=self.figures.current, target=target, under=self.under.currentData(), based_on=self.reason.seen,
        )  # fmt: skip


def _successors(ws: Workspace) -> dict[Uid, KeyResult]:
    """What each key result that is carried on goes on as."""
    found: dict[Uid, KeyResult] = {}
    for each in ws.all(KeyResult):
        if each.carried_from is not None:
            found.setdefault(each.carried_from, each)
    return found


def _decided(figures: NodeFigures) -> Carry | None:
    return figures.node.carried if isinstance(figures.node, KeyResult) else None
