"""What the panels of the inspector have in common: caption, title, owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import goals
from kpidesk.commands.cycles import cycle_of
from kpidesk.domain.entities import Cycle, Initiative, KeyResult, Node, Objective, Person, Uid
from kpidesk.figures import NodeFigures
from kpidesk.figures.goals.tree import department_above
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.actions import with_key
from ui.base.page import sign, text
from ui.base.reach import accessible
from ui.base.session import Notice, Session
from ui.goals.agreement_section import AgreementSection
from ui.goals.goal_delegate import ICONS
from ui.parts import newcomer
from ui.parts.elided import ElidedLabel
from ui.parts.fields.locked import Lock
from ui.parts.fields.tick import Tick
from ui.parts.form import FieldRow, InPlaceLine, set_look
from ui.parts.newcomer import OpenChoice


class StepList(QWidget):
    """The arithmetic behind a score, folded in until somebody asks."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        self.head = QPushButton(title)
        self.head.setCheckable(True)
        self.head.setProperty("smalllink", True)
        self.head.toggled.connect(self._fold)
        accessible.folds(self.head)
        self.words = text("", "small", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.hide()
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)

    def show_steps(self, steps: Iterable[object]) -> None:
        """Show other steps."""
        self.words.setText("\n".join(str(step) for step in steps))

    def _fold(self, unfolded: bool) -> None:
        self.words.setVisible(unfolded)


class Panel(QWidget):
    """What all kinds have in common: caption, title, owner."""

    hide_asked = Signal()
    show_field = Signal(object)
    correction = Signal(str)

    def __init__(self, session: Session, figures: NodeFigures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.session = session
        self.uid: Uid = figures.node.uid
        self.figures = figures
        self.seen = session.seen()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(20, 14, 20, 16)
        self.box.setSpacing(0)
        self._add_caption(figures.node)
        self.title = InPlaceLine(_("Title"))
        self.title.setProperty("look", "title")
        self.title.committed.connect(self._rename)
        self.box.addWidget(self.title)
        self.box.addSpacing(4)
        self.build()
        self._fields = self._own_fields()
        self._lock = Lock(self, *self._fields)
        self._lock.tried.connect(self._say_locked)
        self.box.addStretch()
        self.update_figures(figures)

    def build(self) -> None:
        """Add the fields of this kind."""

    def _own_fields(self) -> list[QWidget]:
        """What of the goal itself is typed, chosen and ticked here."""
        found = [each for kind in (InPlaceLine, QComboBox, Tick) for each in self.findChildren(kind)]
        return [each for each in found if not self._is_others(each)]

    def _is_others(self, field: QWidget) -> bool:
        """Tell whether a field is that of what people agree on, which outlasts the cycle, or the inside of another."""
        above = field.parentWidget()
        while above is not None and above is not self:
            if isinstance(above, QComboBox | AgreementSection):
                return True
            above = above.parentWidget()
        return False

    def why_locked(self) -> str:
        """Why nothing of the goal can be changed; empty while it can."""
        cycle = self.session.ws.find(Cycle, cycle_of(self.session.ws, self.uid))
        if cycle is None or cycle.closed_on is None:
            return ""
        return _("The cycle is closed and its figures are frozen. Reopen it in Review to change them.")

    def _say_locked(self, why: str) -> None:
        self.session.notice.emit(Notice(why, "locked"))

    def _show_locked(self) -> None:
        """Keep the fields as they are where the cycle is closed, and tell whoever points at one why."""
        why = self.why_locked()
        self._lock.shut(why)
        if why and not self.title.isReadOnly():
            self._hand_back(why)
        for field in self._fields:
            if isinstance(field, InPlaceLine):
                field.setReadOnly(bool(why))
            if bool(field.property("closed")) is not bool(why):
                set_look(field, "closed", bool(why))
                field.setToolTip(why)
                field.setAccessibleDescription(why)

    def _hand_back(self, why: str) -> None:
        """Somebody has closed the cycle: what is being typed would be refused, and is told with the reason at once."""
        lines = [each for each in self._fields if isinstance(each, InPlaceLine)]
        typed = next(filter(None, [each.give_up() for each in lines]), "")
        if typed:
            said = _("What you had typed: {words}").format(words=typed)
            self.session.notice.emit(Notice(f"{why} {said}", "locked"))

    def let_go(self) -> None:
        """Another node is about to be shown: what is typed about this one is stored, and no list of it stays open."""
        for field in self.findChildren(QComboBox):
            field.hidePopup()
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def show_other(self, figures: NodeFigures) -> None:
        """Show another node of the kind; nothing that was begun about the one before is left."""
        self.uid = figures.node.uid
        for field in self.findChildren(InPlaceLine):
            field.show_text("")
        self.update_figures(figures)

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the node stands now."""
        self.figures, self.seen = figures, self.session.seen()
        self.title.show_text(figures.node.title, self.seen)
        self.caption.show_words(self._caption(figures.node))
        self.owner.fill(self._people(), figures.node.owner, self.uid)
        self._show_locked()

    def set(self, field: QWidget, **values: Any) -> None:
        """Change what ``field`` shows of the node, by one command."""
        self.session.perform(goals.set_field, self.uid, based_on=self.seen_in(field), **values)

    def seen_in(self, field: QWidget) -> Seen | None:
        """How far the file was known when the field was filled: a line that is being typed in keeps what it showed."""
        return field.seen if isinstance(field, InPlaceLine) else self.seen

    def add_owner(self) -> None:
        """Add the row for the owner."""
        self.owner = OpenChoice(self.session, newcomer.person(), _("Owner"))
        self.owner.setEditable(False)
        self.owner.chosen.connect(self._set_owner)
        self.box.addWidget(FieldRow(_("Owner"), self.owner, self))

    def _add_caption(self, node: Node) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(6)
        icon = sign()
        icon.setPixmap(self.session.theme.pixmap(ICONS[type(node)], "text3", 14))
        row.addWidget(icon)
        self.caption = ElidedLabel("", "caption")
        row.addWidget(self.caption, 1)
        hide = QToolButton()
        hide.setIcon(self.session.theme.icon("panel-right-close", "text2", 16))
        hide.setToolTip(with_key(_("Hide details"), "Ctrl+I"))
        hide.setAccessibleName(_("Hide details"))
        hide.clicked.connect(self.hide_asked)
        row.addWidget(hide)
        self.box.addLayout(row)

    def _caption(self, node: Node) -> str:
        kind = {Objective: _("Objective"), KeyResult: _("Key result"), Initiative: _("Initiative")}[type(node)]
        department = department_above(self.session.ws, node)
        return f"{kind} · {department.name}" if department else kind

    def begins_words(self) -> str:
        """When the cycle of what is planned begins."""
        cycle = self.session.ws.find(Cycle, cycle_of(self.session.ws, self.uid)) or self.session.cycle
        if cycle is None or cycle.start is None:
            return ""
        return _("begins {day}").format(day=fmt.day_short(cycle.start, self.session.today()))

    def _people(self) -> list[tuple[str, object]]:
        found: list[tuple[str, object]] = [(_("Nobody"), None)]
        return found + [(person.name, person.uid) for person in self.session.ws.all(Person)]

    def _rename(self, words: str) -> None:
        if self.session.rename(self.uid, words, self.title.seen) or not words.strip():
            self.title.show_text(self.session.ws.node(self.uid).title, self.session.seen())

    def _set_owner(self, owner: object) -> None:
        self.set(self.owner, owner=owner)
