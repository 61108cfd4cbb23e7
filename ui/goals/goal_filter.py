"""Filters of the goal tree beyond its search: whose goals, and how they stand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from kpidesk.domain.entities import Person, Uid
from kpidesk.domain.status import Status
from kpidesk.text import _
from kpidesk.viz.status_shapes import status_word
from ui.base.page import literal
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.form import set_look

OFFERED = (
    Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.ACHIEVED, Status.NO_DATA, Status.CHECK_IN_OVERDUE,
    Status.NO_CHECK_IN, Status.NOT_STARTED, Status.PLANNED, Status.NO_TARGET, Status.HIDDEN,
)  # fmt: skip


class GoalFilter(QToolButton):
    """A button with a menu; ``changed`` tells that another filter holds."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.owner: Uid | None = None
        self.status: Status | None = None
        self.setIcon(session.theme.icon("funnel", "text2", 16))
        self.setToolTip(_("Filter by owner and status"))
        self.setAccessibleName(_("Filter by owner and status"))
        self.setFixedSize(px(30), px(30))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        menu.triggered.connect(self._choose)
        self.setMenu(menu)

    def clear(self) -> None:
        """Take the filters away; the page asks for it and shows the tree itself."""
        self.owner = self.status = None
        set_look(self, "active", False)

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        owners: list[tuple[str, Uid | None]] = [(_("Everybody"), None)]
        owners += [(person.name, person.uid) for person in self._session.ws.all(Person)]
        self._add(menu, "owner", owners, self.owner)
        menu.addSeparator()
        statuses: list[tuple[str, str | None]] = [(_("All statuses"), None)]
        statuses += [(status_word(status.value), status.value) for status in OFFERED]
        self._add(menu, "status", statuses, self.status.value if self.status else None)

    def _add(self, menu: QMenu, name: str, choices: list[tuple[str, str | None]], chosen: str | None) -> None:
        group = QActionGroup(menu)
        for words, value in choices:
            action = menu.addAction(literal(words))
            action.setCheckable(True)
            action.setChecked(value == chosen)
            action.setData((name, value))
            group.addAction(action)

    def _choose(self, action: QAction) -> None:
        name, value = action.data()
        if name == "owner":
            self.owner = value
        else:
            self.status = Status(value) if value else None
        set_look(self, "active", bool(self.owner or self.status))
        self.changed.emit()
