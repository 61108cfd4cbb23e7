"""What every place of the window has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpidesk.workspace import Changes
from ui.bridge import Desk
from ui.scale import px
from ui.widgets.typed import taken_down, write_back

MARGIN = 24
SMALL = 860
"""In a window narrower than this, measured in text of the ordinary size, the sides of pages are drawers."""


class Page(QWidget):
    """One place. The window calls ``refresh`` when the page is shown and something has changed since."""

    place = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("page")

    def refresh(self, changes: Changes | None) -> None:
        """Show what has changed; ``None`` means everything."""

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here: the action's name and what it calls."""
        return {}

    def initial_focus(self) -> QWidget | None:
        """Where the keyboard goes when the page is shown."""
        return None

    def foot(self) -> QWidget | None:
        """What is pressed at its lower edge: notices stand on it instead of lying over it."""
        return None

    def leave(self) -> None:
        """The page goes, and the file perhaps with it: end what waits or works in the background."""

    def typed(self) -> object:
        """What is being typed here and not stored yet, for ``type_again`` on a page that takes this one's place."""
        return taken_down(self)

    def type_again(self, typed: Any) -> None:
        """Write it back."""
        write_back(self, typed)

    def show_argument(self, argument: object) -> None:
        """Show one thing in particular, as named by whoever navigated here."""


def head(title: str) -> tuple[QWidget, QHBoxLayout, QLabel]:
    """The head of a page, 56 px high: its name, and a row to put controls in."""
    box = QWidget()
    box.setFixedHeight(px(56))
    row = QHBoxLayout(box)
    row.setContentsMargins(MARGIN, 0, MARGIN - 8, 0)
    row.setSpacing(8)
    label = QLabel(title)
    label.setProperty("look", "page")
    row.addWidget(label)
    row.addSpacing(8)
    return box, row, label


def line(look: str = "hairline") -> QFrame:
    """A hairline, or a ``rule`` under a heading."""
    frame = QFrame()
    frame.setProperty("look", look)
    return frame


def text(words: str, look: str = "", *, wrap: bool = False) -> QLabel:
    """A plain text in one of the looks of the style sheet; markup is shown as it stands."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        label.setProperty("look", look)
    label.setWordWrap(wrap)
    return label


def literal(words: str) -> str:
    """Somebody's own words for a button, a box or a menu, where "&" would mark the letter that follows as a key."""
    return words.replace("&", "&&")


def column(widget: QWidget, *, margin: int = 0, spacing: int = 0) -> QVBoxLayout:
    """A vertical layout without the style's own margins."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout
