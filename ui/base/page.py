"""What every place of the window has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from kpidesk.unbroken import unbroken
from ui.base.breakpoints import SMALL
from ui.base.reach import accessible
from ui.base.reach.order import laid_out
from ui.base.scale import factor, px
from ui.base.typed import taken_down, write_back

if TYPE_CHECKING:
    from kpidesk.workspace import Changes
    from ui.base.session import Said, Session
    from ui.base.tasks import Wait

R = TypeVar("R")
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
        self.saving = False
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

    def save(self, wait: Wait, command: Callable[..., R], *arguments: Any, said: Said) -> R | None:
        """Have what was answered here saved, which may take long; ``None`` when nothing was.

        Meanwhile it is ``saving``: the file changes by our own answer, and a page that works out what would come of
        that answer is not to work it out anew, for it may find its question gone.
        """
        self.saving = True
        try:
            return self.session.perform_beside(wait, command, *arguments, said=said)
        finally:
            self.saving = False

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


class _Row(QHBoxLayout):
    """Puts its parts on one line, or has what they stand in put them on several."""

    _standing: list[QWidget] | None = None

    def invalidate(self) -> None:
        """Qt: something has come, has gone or needs another room."""
        self._standing = None
        super().invalidate()

    def parts(self) -> Iterable[QWidget]:
        """Its widgets in the order of their places: looked for once, as each step of a layout asks for them.

        Of what comes and goes in a layout within it nobody hears here.
        """
        if self._standing is None:
            found = list(laid_out(self))
            if any(isinstance(each, QLayout) for each in self.children()):
                return found
            self._standing = found
        return self._standing

    def setGeometry(self, rect: QRect) -> None:
        """Qt: there is another room, or another need."""
        owner = self.parentWidget()
        if isinstance(owner, Wrapped) and owner.hold():
            QLayout.setGeometry(self, rect)
            owner.place()
        else:
            super().setGeometry(rect)


class Wrapped(QWidget):
    """A ``row`` of parts that stand on several lines where one has no room for them, instead of being out of reach."""

    between = 6
    """Pixels between two lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = _Row(self)

    @property
    def several(self) -> bool:
        """Tell whether one line has no room for it all."""
        return self.isVisible() and self.across() > self.width()

    def across(self) -> int:
        """Pixels that all of it takes on one line."""
        inner = [each for each in self._parts() if isinstance(each, Wrapped)]
        more = sum(max(0, each.across() - max(_least(each), each.minimumWidth())) for each in inner)
        return self.row.minimumSize().width() + more

    def minimumSizeHint(self) -> QSize:
        """Qt: room for the widest part will do."""
        edges = self.row.contentsMargins()
        widest = max((_least(each) for each in self._parts()), default=0)
        return QSize(widest + edges.left() + edges.right(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: as many lines as it takes."""
        super().resizeEvent(event)
        self.arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what came while nobody saw it is taken in."""
        super().showEvent(event)
        self.arrange()

    def event(self, event: QEvent) -> bool:
        """Qt: a part may have come to need more room, or less."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.arrange()
        return done

    def arrange(self) -> None:
        """Stand on one line, where the layout has it all, or on several."""
        if self.hold():
            self.place()
        self.setFixedHeight(self.high(self.width()) if self.isVisible() else self.line())

    def hold(self) -> bool:
        """Keep rows inside whole while this is on one line; tell whether it takes several."""
        several = self.several
        for part in self._parts():
            if isinstance(part, Wrapped):
                part.setMinimumWidth(0 if several else part.across())
        return several

    def place(self) -> None:
        """Put the parts on their lines."""
        self._place(self.width(), self.line())

    def line(self) -> int:
        """How high one line is."""
        return self.row.sizeHint().height()

    def high(self, width: int) -> int:
        """How high it is in a width."""
        if self.across() > width:
            return self._place(width, self.line(), move=False)
        return max(self.line(), self.row.heightForWidth(width) if self.row.hasHeightForWidth() else 0)

    def _parts(self) -> list[QWidget]:
        return [each for each in self.row.parts() if not each.isHidden()]

    def _place(self, width: int, line: int, *, move: bool = True) -> int:
        """Put the parts on lines, or only tell how high these are together."""
        edges, gap = self.row.contentsMargins(), self.row.spacing()
        line -= edges.top() + edges.bottom()
        x, y, high = edges.left(), edges.top(), 0
        for part in self._parts():
            size = _size(part, width - edges.left() - edges.right())
            if x > edges.left() and x + size.width() > width - edges.right():
                x, y, high = edges.left(), y + high + self.between, 0
            high = max(high, line, size.height())
            if move:
                part.setGeometry(QRect(QPoint(x, y + max(0, line - size.height()) // 2), size))
            x += size.width() + gap
        return y + high + edges.bottom()


def _least(part: QWidget) -> int:
    if isinstance(part, Wrapped):
        return part.minimumSizeHint().width()
    return max(part.minimumSizeHint().width(), part.minimumWidth())


def _size(part: QWidget, room: int) -> QSize:
    """How large a part is on a line with so much room."""
    whole = part.hasHeightForWidth()  # a text that goes on below has a line of its own
    wide = part.across() if isinstance(part, Wrapped) else room if whole else part.sizeHint().width()
    wide = min(max(wide, part.minimumWidth()), max(room, _least(part)), part.maximumWidth())
    if isinstance(part, Wrapped):
        high = part.high(wide)
    else:
        high = part.heightForWidth(wide) if whole else part.sizeHint().height()
    return QSize(wide, max(min(high, part.maximumHeight()), part.minimumHeight()))


def wrapped(*parts: QWidget, gap: int = 8, above: int = 0, within: Wrapped | None = None) -> Wrapped:
    """Parts on one line, of which the first takes what the others leave, or on several; ``above`` is air around it.

    They may have been made ``within`` it: a part that is adopted later is given its style anew.
    """
    made = within or Wrapped()
    made.row.setContentsMargins(0, above, 0, above)
    made.row.setSpacing(gap)
    for place, part in enumerate(parts):
        made.row.addWidget(part, 0 if place else 1)
    return made


class Band(Wrapped):
    """The head of a page, or its foot: ``row`` stands at the page's margins. A small window has it low and narrow."""

    between = 0

    def __init__(self, *, less: int = 0, parent: QWidget | None = None) -> None:
        """``less`` are pixels of the right margin that a button without a border does not need."""
        super().__init__(parent)
        self._less = less
        self.row.setSpacing(8)
        self._settle(False)
        self.setFixedHeight(self.line())

    def arrange(self) -> None:
        """Follow the window."""
        self._settle(is_small(self))
        super().arrange()

    def line(self) -> int:
        """How high one line is."""
        return px(LOW if self._small else HIGH)

    def _settle(self, small: bool) -> None:
        self._small = small
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


class Prose(QLabel):
    """Words over as many lines as they take, none of which ends inside a number."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(unbroken(words), parent)
        self.setWordWrap(True)

    def setText(self, words: str) -> None:
        """Qt: show other words."""
        super().setText(unbroken(words))


def text(words: str, look: str = "", *, wrap: bool = False) -> QLabel:
    """A plain text in one of the looks of the style sheet; markup is shown as it stands."""
    label = Prose(words) if wrap else QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if look:
        label.setProperty("look", look)
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
