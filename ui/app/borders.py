"""The borders that the mouse drags, between panes and between columns, moved by the keyboard.

A grip stands on one border at a time. It is a slider: what reads the screen tells its name and how far it is. It is
wide enough for a hand that does not hit a border, which has it from the menu.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QSlider, QSplitter, QWidget
from shiboken6 import isValid

from kpidesk.text import _
from ui.base.keys.pressed import meaning
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.columns import LEAST

WIDEST = 600
"""Pixels that a column can be made."""
STEP, LEAP = 8, 64
THICK, HIT = 6, 24
"""Pixels of what is drawn of a grip, and of what is hit."""


@dataclass(frozen=True)
class Border:
    """One border: what it parts, the pixel where it stands and those it can, and how it is put there."""

    name: str
    upright: bool
    range: tuple[int, int]
    at: Callable[[], int]
    put: Callable[[int], object]
    place: Callable[[], tuple[QWidget, QRect]]


def borders_of(page: QWidget) -> list[Border]:
    """The borders in sight on a page: those between its panes, and those of its columns from the left."""
    return [*_between_panes(page), *_between_columns(page)]


def _between_panes(page: QWidget) -> Iterator[Border]:
    for splitter in page.findChildren(QSplitter):
        for place in range(1, splitter.count()):
            handle = splitter.handle(place)
            if splitter.isVisible() and handle is not None and handle.isVisible() and not handle.size().isEmpty():
                yield _pane_border(splitter, place)


def _pane_border(splitter: QSplitter, place: int) -> Border:
    handle, lying = splitter.handle(place), splitter.orientation() is Qt.Orientation.Horizontal
    found: tuple[int, int] = splitter.getRange(place)  # type: ignore[assignment]
    return Border(
        _("Border between the panes"), lying, found,
        lambda: handle.x() + handle.contentsMargins().left() if lying else handle.y() + handle.contentsMargins().top(),
        lambda at: splitter.moveSplitter(at, place),
        lambda: (splitter, handle.geometry().marginsRemoved(handle.contentsMargins())),
    )  # fmt: skip


def _between_columns(page: QWidget) -> Iterator[Border]:
    """Those that the mouse can drag, in whatever table."""
    for header in page.findChildren(QHeaderView):
        if header.isVisible() and header.orientation() is Qt.Orientation.Horizontal:
            shown = (header.logicalIndex(place) for place in range(header.count()))
            yield from (_column_border(header, each) for each in shown if _dragged(header, each))


def _dragged(header: QHeaderView, column: int) -> bool:
    return (
        not header.isSectionHidden(column)
        and header.sectionResizeMode(column) is QHeaderView.ResizeMode.Interactive
    )  # fmt: skip


def _column_border(header: QHeaderView, column: int) -> Border:
    heard, seen = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole
    told = (header.model().headerData(column, Qt.Orientation.Horizontal, role) for role in (heard, seen))
    words = next((str(each) for each in told if each), "")

    def place() -> tuple[QWidget, QRect]:
        right = header.sectionViewportPosition(column) + header.sectionSize(column)
        return header, QRect(right - px(THICK) // 2, 0, px(THICK), header.height())

    return Border(
        _("Width of the column {name}").format(name=words), True, (px(LEAST), px(WIDEST)),
        lambda: header.sectionSize(column), lambda wide: header.resizeSection(column, wide), place,
    )  # fmt: skip


class Grip(QSlider):
    """Stands on a border while the keyboard moves it, and goes when the keyboard does."""

    def __init__(self, page: QWidget, theme: Theme, border: Border, came_from: QWidget | None) -> None:
        super().__init__(Qt.Orientation.Horizontal if border.upright else Qt.Orientation.Vertical, page)
        self.border, self.came_from, self._page = border, came_from, page
        self._theme, self._first = theme, border.at()
        self.setInvertedControls(not border.upright)
        self.setRange(*border.range)
        self.setSingleStep(px(STEP))
        self.setPageStep(px(LEAP))
        self.setValue(self._first)
        self.setAccessibleName(border.name)
        self.setToolTip(border.name)
        self.setCursor(Qt.CursorShape.SplitHCursor if border.upright else Qt.CursorShape.SplitVCursor)
        self._taken: tuple[int, int] | None = None
        self.valueChanged.connect(self._move)
        self._stand()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _move(self, at: int) -> None:
        self.border.put(at)
        QTimer.singleShot(0, self, self._stand)

    def _stand(self) -> None:
        within, area = self.border.place()
        rect = QRect(within.mapTo(self._page, area.topLeft()), area.size())
        less = max(HIT, px(THICK)) - (rect.width() if self.border.upright else rect.height())
        side = (-(-less // 2), 0) if self.border.upright else (0, -(-less // 2))
        self.setGeometry(rect.adjusted(-side[0], -side[1], side[0], side[1]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: it is dragged from wherever it is hit."""
        self._taken = self._along(event), self.value()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: it comes along, as far as it can."""
        if self._taken is not None:
            start, first = self._taken
            self.setValue(first + self._along(event) - start)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Qt: it stays there."""
        self._taken = None

    def _along(self, event: QMouseEvent) -> int:
        at = event.globalPosition().toPoint()
        return at.x() if self.border.upright else at.y()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows move, Enter and Esc are done."""
        name = meaning("border", event)
        if name == "leave":
            self.leave()
        elif name == "reset":
            self.setValue(self._first)
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Go, and give the keyboard back."""
        back = self.came_from
        if back is not None and isValid(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: it goes with the keyboard, but for a menu or another window."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.hide()
            self.deleteLater()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the border in the colour of what has the keyboard."""
        painter = QPainter(self)
        thick, upright = px(THICK), self.border.upright
        drawn = QRect(0, 0, thick if upright else self.width(), self.height() if upright else thick)
        drawn.moveCenter(self.rect().center())
        painter.fillRect(drawn, self._theme.color("accent"))
        painter.end()


def grip_next(page: QWidget, theme: Theme) -> bool:
    """Take hold of the next border of a page, of the first one to begin with; tell whether it has any."""
    focus, borders = QApplication.focusWidget(), borders_of(page)
    if not borders:
        return False
    held = focus if isinstance(focus, Grip) else None
    at = borders.index(_same(borders, held.border)) + 1 if held is not None else 0
    Grip(page, theme, borders[at % len(borders)], held.came_from if held is not None else focus)
    return True


def _same(borders: list[Border], held: Border) -> Border:
    return next((each for each in borders if each.place() == held.place()), borders[-1])
