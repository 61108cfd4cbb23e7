"""What every place of the window has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from ui.base.breakpoints import SMALL
from ui.base.reach import accessible
from ui.base.scale import factor, px
from ui.base.typed import taken_down, write_back

if TYPE_CHECKING:
    from kpidesk.workspace import Changes
    from ui.base.session import Session

HELP = "helpChapter"
"""The property by which a widget names the chapter of the help that is about it."""
MARGIN, NARROW_MARGIN = 24, 16
HIGH, LOW = 56, 44
"""Pixels of a head or a foot."""


class Beginning(Protocol):
    """Where something new is begun on a page."""

    def draft(self) -> object:
        """What is begun, or ``None``."""

    def go_on(self, draft: Any) -> None:
        """Go on with it, on a page in the other's place."""


class Page(QWidget):
    """One place. The window calls ``refresh`` when the page is shown and something has changed since.

    A page whose ``fills_itself`` shows everything once it is made, or is given its argument; the others are told.
    """

    place = ""
    fills_itself = False
    beginning: Beginning | None = None
    """The part in which something new is begun, on a page that has one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
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
        return taken_down(self), self.draft()

    def type_again(self, typed: Any) -> None:
        """Write it back."""
        fields, draft = typed
        write_back(self, fields)
        self.go_on(draft)

    def draft(self) -> object:
        """What is begun here and stored nowhere yet, for ``go_on`` on a page in another language or look."""
        return None if self.beginning is None else self.beginning.draft()

    def go_on(self, draft: Any) -> None:
        """Go on with it."""
        if self.beginning is not None and draft is not None:
            self.beginning.go_on(draft)

    def again(self) -> object:
        """What ``show_argument`` is given on a page in this one's place, where it is more than this one was given."""
        return None

    def selected(self) -> str:
        """What is chosen here, by its uid: given back to ``show_argument`` when the file is opened next."""
        return ""

    def about(self, argument: object) -> object:
        """What an argument is about: steps that are about the same thing are one, begun once."""
        return argument

    def show_argument(self, argument: object) -> None:
        """Show one thing in particular, as named by whoever navigated here."""


def is_small(widget: QWidget) -> bool:
    """Tell whether a widget stands in a window so small that the sides of pages are drawers."""
    return widget.window().width() < SMALL * factor()


class Band(QWidget):
    """The head of a page, or its foot: ``row`` stands at the page's margins. A small window has it low and narrow."""

    def __init__(self, *, less: int = 0, parent: QWidget | None = None) -> None:
        """``less`` are pixels of the right margin that a button without a border does not need."""
        super().__init__(parent)
        self._less = less
        self.row = QHBoxLayout(self)
        self.row.setSpacing(8)
        self._fit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: follow the window."""
        super().resizeEvent(event)
        self._fit(is_small(self))

    def _fit(self, small: bool) -> None:
        self.setFixedHeight(px(LOW if small else HIGH))
        margin = NARROW_MARGIN if small else MARGIN
        self.row.setContentsMargins(margin, 0, margin - self._less, 0)


class Margins(QObject):
    """Keeps what stands in a layout at the page's margins, which a small window makes narrower."""

    def __init__(self, layout: QLayout, owner: QWidget, *, left: int = 0, right: int = 0) -> None:
        """``left`` and ``right`` are pixels more, or fewer, than the margin."""
        super().__init__(owner)
        self._layout, self._owner, self._more = layout, owner, (left, right)
        owner.installEventFilter(self)
        self._fit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: follow the window."""
        if event.type() is QEvent.Type.Resize:
            self._fit(is_small(self._owner))
        return super().eventFilter(watched, event)

    def _fit(self, small: bool) -> None:
        margin, edges = NARROW_MARGIN if small else MARGIN, self._layout.contentsMargins()
        left, right = self._more
        self._layout.setContentsMargins(margin + left, edges.top(), margin + right, edges.bottom())


def head(title: str, *, less: int = 8, parent: QWidget | None = None) -> tuple[QWidget, QHBoxLayout, QLabel]:
    """The head of a page: its name, and a row to put controls in; ``less`` is 0 where the last one has a border."""
    box = Band(less=less, parent=parent)
    label = QLabel(title)
    label.setProperty("look", "page")
    box.row.addWidget(accessible.heading(label))
    box.row.addSpacing(8)
    return box, box.row, label


def line(look: str = "hairline") -> QFrame:
    """A hairline, or a ``rule`` under a heading."""
    frame = QFrame()
    frame.setProperty("look", look)
    return accessible.silent(frame)


def sign() -> QLabel:
    """An icon beside its words, which say all that it does."""
    return accessible.silent(QLabel())


def text(words: str, look: str = "", *, wrap: bool = False) -> QLabel:
    """A plain text in one of the looks of the style sheet; markup is shown as it stands."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        label.setProperty("look", look)
    label.setWordWrap(wrap)
    return label if words else accessible.spoken(label)


def heading(words: str, look: str = "title", *, wrap: bool = False) -> QLabel:
    """A text that names what stands below it."""
    return accessible.heading(text(words, look, wrap=wrap))


def literal(words: str) -> str:
    """Somebody's own words for a button, a box or a menu, where "&" would mark the letter that follows as a key."""
    return words.replace("&", "&&")


def column(widget: QWidget, *, margin: int = 0, spacing: int = 0) -> QVBoxLayout:
    """A vertical layout without the style's own margins."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout
