"""The line in the goal tree where new goals are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from kpidesk.domain.entities import Initiative, KeyResult, Node, Objective
from kpidesk.text import _
from ui.base.page import text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.goals.goal_delegate import CHEVRON, ICONS, INDENT, LEFT

Key = Qt.Key


class TypedLine(QLineEdit):
    """A line whose Enter, Tab, Shift+Tab and Esc mean something of their own."""

    entered = Signal()
    shifted = Signal(int)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Tab before the focus moves."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._means(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._means(event):
            self._act(Key(event.key()))
            return True
        return super().event(event)

    def _means(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return plain and event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape)

    def _act(self, key: Qt.Key) -> None:
        if key == Key.Key_Escape:
            self.left.emit()
        elif key == Key.Key_Tab:
            self.shifted.emit(1)
        elif key == Key.Key_Backtab:
            self.shifted.emit(-1)
        else:
            self.entered.emit()


class QuickLine(QWidget):
    """Icon, line and what the keys do, across the whole row."""

    def __init__(self, theme: Theme, kind: type[Node], depth: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(LEFT + depth * INDENT + CHEVRON), 0, 16, 0)
        row.setSpacing(5)
        icon = QLabel()
        icon.setPixmap(theme.pixmap(ICONS[kind], "text3", 14))
        row.addWidget(icon)
        self.line = TypedLine(words)
        self.line.setPlaceholderText(placeholder(kind))
        self.line.setAccessibleName(placeholder(kind))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.line, 1)
        for key, meaning in hints(kind):
            row.addSpacing(4)
            row.addWidget(text(key, "key"))
            row.addWidget(text(meaning, "quiet"))

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(0, 32)


def placeholder(kind: type[Node]) -> str:
    """What the empty line asks for."""
    if kind is Objective:
        return _("What do you want to achieve?")
    if kind is KeyResult:
        return _("For example “NPS up from 38 to 50”")
    return _("What will you do?")


def hints(kind: type[Node]) -> list[tuple[str, str]]:
    """What each key does with what is being typed."""
    found = [(_("Enter"), _("adds"))]
    if kind is Objective:
        found.append((_("Tab"), _("makes it a key result")))
    elif kind is KeyResult:
        found.append((_("Tab"), _("makes it an initiative")))
    elif kind is Initiative:
        found.append((_("Shift+Tab"), _("makes it a key result")))
    return [*found, (_("Esc"), _("stops"))]
