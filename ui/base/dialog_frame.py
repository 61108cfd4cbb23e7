"""What every dialog stands in: a body that scrolls where the screen has too little room, and a foot always in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base import actions, memory, page
from ui.base.keys import order
from ui.base.keys.menu_key import opens_menu
from ui.base.reach.announcing import announce
from ui.base.reach.order import read_as_it_stands
from ui.base.scale import px

WIDE = 460
"""Pixels, where a dialog says nothing else."""
SIDE, ABOVE, BELOW, GAP, EDGE = 20, 18, 16, 8, 1
TABLE, EXACT = QKeySequence(actions.TABLE_KEY), QKeySequence.SequenceMatch.ExactMatch
PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


@runtime_checkable
class Helps(Protocol):
    """A window with a help."""

    def show_help(self) -> None:
        """Open it where it is about what has the keyboard."""


@runtime_checkable
class ShowsNumbers(Protocol):
    """A window that shows the numbers of a picture as a table."""

    def show_numbers(self, shown: QWidget) -> None:
        """Show those of what has the keyboard in a page or a dialog."""


class DialogFrame(QDialog):
    """Fill ``body``; put buttons in the foot with ``add_button``; say what is refused with ``refuse``.

    As wide as ``wide``, and as high as the body asks for, as far as the screen has that. With ``high`` it is that high
    at first, whatever the body asks for, and whoever uses it may make it higher or lower.
    """

    def __init__(
        self, title: str, parent: QWidget | None = None, *, wide: int = WIDE, high: int = 0, spacing: int = GAP
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._wide, self._high = wide, high
        self._shown = False
        self._inside = QWidget()
        self._inside.setObjectName("raised")
        self.body = page.column(self._inside, spacing=spacing)
        self.body.setContentsMargins(SIDE, ABOVE, SIDE, GAP)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self._inside)
        self._edge = page.line()
        keeping = self._edge.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)  # else its own pixel is what the body lacks
        self._edge.setSizePolicy(keeping)
        self._edge.setFixedHeight(EDGE)
        self._edge.hide()
        column = page.column(self)
        column.addWidget(self.area, 1)
        column.addWidget(self._edge)
        column.addWidget(self._build_foot())
        if high:
            room = memory.room_within_frame(self.screen())
            self.resize(min(px(wide), room.width()), min(px(high), room.height()))  # else Qt measures it all first
        self._inside.installEventFilter(self)
        self.area.verticalScrollBar().rangeChanged.connect(self._show_edge)

    def _build_foot(self) -> QWidget:
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(SIDE, GAP, SIDE, BELOW)
        column.setSpacing(GAP)
        self.problem = page.text("", "off", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self._foot_aside, self._foot_main = QHBoxLayout(), QHBoxLayout()
        self._foot_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot_row.setSpacing(GAP)
        self._foot_row.addLayout(self._foot_aside)
        self._foot_row.addStretch()
        self._foot_row.addLayout(self._foot_main)
        for group in (self._foot_aside, self._foot_main):
            group.setSpacing(GAP)
        column.addLayout(self._foot_row)
        self._foot.hide()
        return self._foot

    # ---- the foot ----------------------------------------------------------------------------------

    def add_button(
        self, words: str, pressed: Callable[..., object], *, primary: bool = False, look: str = "", aside: bool = False
    ) -> QPushButton:
        """Put a button at the end of the foot, or ``aside`` at its left; Enter means the ``primary`` one."""
        button = QPushButton(words)
        if primary or look:
            button.setProperty("primary" if primary else look, True)
        self.take_button(button, aside=aside)
        button.setDefault(primary)
        button.clicked.connect(pressed)
        return button

    def take_button(self, button: QPushButton, *, aside: bool = False) -> None:
        """Put a button that is there already into the foot; Enter never means it by itself."""
        button.setAutoDefault(False)
        self.put_in_foot(button, aside=aside)

    def put_in_foot(self, widget: QWidget, *, aside: bool = False) -> None:
        """Put something else into the foot."""
        (self._foot_aside if aside else self._foot_main).addWidget(widget)
        self._foot.show()

    def buttons(self) -> list[QPushButton]:
        """The buttons of the foot that are shown."""
        return [each for each in self._foot.findChildren(QPushButton) if not each.isHidden()]

    def add_cancel(self) -> QPushButton:
        """Put the way out into the foot."""
        return self.add_button(_("Cancel"), self.reject)

    def refuse(self, problem: str) -> None:
        """Say above the buttons why nothing is done; nothing takes it back."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        announce(problem, at_once=True)

    # ---- the size ----------------------------------------------------------------------------------

    def fit(self) -> None:
        """Be as large as the body asks for, as far as the screen has that; the rest scrolls above the buttons."""
        room = memory.room_within_frame(self.screen())
        bar = self.area.verticalScrollBar().sizeHint().width()
        least = self.body.totalMinimumSize().width() + (bar if self._high else 0)
        wide = min(max(px(self._wide), least), room.width())
        if self._high:
            self._turn_foot(wide)
            self.setFixedWidth(wide)
            self.resize(wide, min(self.height() if self._shown else px(self._high), room.height()))
            self._stay_on_screen()
            return
        scrolls = self._wanted(wide) > room.height()
        if scrolls:
            wide = min(wide + bar, room.width())
        policy = Qt.ScrollBarPolicy  # a bar that had been there would take the room without which it is needed
        self.area.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff)
        self.setFixedSize(wide, min(self._wanted(wide), room.height()))
        self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        """One that has grown where it stands moves up, or left, so far that its buttons can still be reached."""
        if not self._shown:
            return  # the window manager places it
        screen, frame = self.screen().availableGeometry(), self.frameGeometry()
        over = frame.bottomRight() - screen.bottomRight()
        if over.x() > 0 or over.y() > 0:
            left, top = self.x() - max(0, over.x()), self.y() - max(0, over.y())
            self.move(max(left, screen.left()), max(top, screen.top()))

    def _wanted(self, wide: int) -> int:
        """How high it would be in a width, if the screen had that."""
        self._turn_foot(wide)
        foot = self._foot.layout()
        assert isinstance(foot, QBoxLayout)
        return _height(self.body, wide) + EDGE + (0 if self._foot.isHidden() else _height(foot, wide))

    def _turn_foot(self, wide: int) -> None:
        """Have the buttons in one line, or those of the left above the others where there is no room for that."""
        needed = sum(group.sizeHint().width() for group in (self._foot_aside, self._foot_main)) + 2 * SIDE + GAP
        way = QBoxLayout.Direction.LeftToRight if needed <= wide else QBoxLayout.Direction.TopToBottom
        if way is not self._foot_row.direction():
            self._foot_row.setDirection(way)
            middle = Qt.AlignmentFlag.AlignRight if way is QBoxLayout.Direction.TopToBottom else Qt.AlignmentFlag(0)
            self._foot_row.setAlignment(self._foot_main, middle)

    def _show_edge(self, _least: int, most: int) -> None:
        """A hairline says that the body goes on below it."""
        self._edge.setVisible(most > 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: measured once fonts and texts are known."""
        self.fit()
        if not self._shown:
            self._begin()
        self._shown = True
        read_as_it_stands(self)
        super().showEvent(event)

    def _begin(self) -> None:
        """Begin at the choice that stands first, or where the body asks for nothing at the button that Enter means.

        Qt begins at a field by itself, passes all buttons by for that one, and finds neither behind what is hidden.
        """
        if self.focusWidget() is not None:
            return
        first = next((each for each in self._inside.findChildren(QWidget) if self._is_stop(each)), None)
        if first is None:
            first = next((each for each in self.buttons() if each.isDefault() and each.isEnabled()), None)
        if isinstance(first, QPushButton) and (first.autoExclusive() or first.isDefault()):
            first.setFocus()

    def _is_stop(self, each: QWidget) -> bool:
        tabbed = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        return tabbed and each.isVisibleTo(self) and each.isEnabledTo(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a body that has come to ask for another room gets it."""
        if watched is self._inside and event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Qt: so does a foot."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self.fit()
        return done

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Qt: Tab goes through the dialog as it is read."""
        return order.step(self, ahead) or super().focusNextPrevChild(ahead)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys for pages scroll the body, where no field has taken them."""
        if opens_menu(event):
            return
        if event.key() == Qt.Key.Key_F1 and self._ask_for_help():
            return
        if TABLE.matches(QKeySequence(event.keyCombination())) is EXACT and self._ask_for_numbers():
            return
        step = PAGES.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def _ask_for_help(self) -> bool:
        """Have the window below open its help, which its menu can't while a dialog is in front."""
        below = next((each for each in self._below() if isinstance(each, Helps)), None)
        if below is not None:
            below.show_help()
        return below is not None

    def _ask_for_numbers(self) -> bool:
        below = next((each for each in self._below() if isinstance(each, ShowsNumbers)), None)
        if below is not None:
            below.show_numbers(self)
        return below is not None

    def _below(self) -> Iterator[QWidget]:
        below = self.parentWidget()
        while below is not None:
            yield below
            below = below.parentWidget()


def _height(layout: QBoxLayout, wide: int) -> int:
    """How high a column is in a width, with the lines that its words take there."""
    return layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
