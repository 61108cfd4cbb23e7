"""Which field of a panel somebody is in, and the entry for its history in the field's own menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QWidget

from kpidesk.domain.entities import Initiative, Node
from kpidesk.text import _

FIELDS = (
    "title",
    "owner",
    "department",
    "weight",
    "description",
    "start",
    "target",
    "low",
    "high",
    "kpi",
    "due",
    "done",
)
"""Fields of a goal's panel by the name of their widget, which is that of the cell too."""


def cell_of_field(node: Node, name: str) -> str | None:
    """The field of a node that a widget edits; ``None`` for one that the node lacks."""
    wanted = "done_on" if name == "done" and isinstance(node, Initiative) else name
    return wanted if hasattr(node, wanted) else None


def field_of(panel: QWidget | None, widget: QWidget | None) -> str | None:
    """The cell behind a widget of a goal's panel."""
    if panel is None or widget is None:
        return None
    return next((name for name in FIELDS if getattr(panel, name, None) is widget), None)


class FieldMenus(QObject):
    """Adds the history of a field to the menu under the right button; ``asked`` with the widget."""

    asked = Signal(object)

    def watch(self, panel: QWidget) -> None:
        """See to the fields of a panel."""
        for name in FIELDS:
            widget = getattr(panel, name, None)
            if isinstance(widget, QWidget):
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the menu is about to be shown."""
        if event.type() is not QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return False
        if not isinstance(watched, QLineEdit | QComboBox):
            return False
        menu = watched.createStandardContextMenu() if isinstance(watched, QLineEdit) else QMenu(watched)
        self._asker = watched
        menu.addSeparator()
        menu.addAction(_("History of this field"), self._ask)
        menu.popup(event.globalPos())
        return True

    def _ask(self) -> None:
        self.asked.emit(self._asker)
