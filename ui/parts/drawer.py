"""The side of a page as a drawer: in a small window it lies over the page's right edge, and only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

from kpidesk.text import _
from ui.base.actions import with_key
from ui.base.page import column, heading
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.buttons import icon_button

WIDE = 320
LEAST_BESIDE = 40
"""So much of the page stays in sight beside a drawer."""


class Drawer(QFrame):
    """Holds ``side`` over ``page`` while the window is small; ``give_back`` puts it where it stands otherwise.

    ``add_opener`` gives the page a button that opens it. Escape and the cross close it, and give the
    keyboard back to where it was. While it is ``shut_away`` a page need not say anything in the side; ``brought``
    tells that it is in sight again.
    """

    brought = Signal()

    def __init__(
        self, session: Session, page: QWidget, side: QWidget, give_back: Callable[[QWidget], object], title: str,
        *, wide: int = WIDE,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._side, self._give_back, self._wide = page, side, give_back, wide
        self._limits = (side.minimumWidth(), side.maximumWidth())
        self._session, self._title = session, title
        self._came_from: QWidget | None = None
        self._openers: list[QPushButton] = []
        self.used = False
        self.setProperty("look", "drawer")
        self.setProperty("floating", True)
        self.setObjectName("drawer")
        self.setAccessibleName(title)
        box = column(self)
        box.setContentsMargins(1, 0, 0, 0)
        page.installEventFilter(self)
        self.hide()

    @cached_property
    def cross(self) -> QToolButton:
        """What closes it, in a head that is made for those who open it: in most windows the side has room."""
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 6, 10, 0)
        row.addWidget(heading(self._title), 1)
        made = QToolButton(head)
        made.setIcon(self._session.theme.icon("x", "text2", 16))
        made.setToolTip(with_key(_("Close"), "Esc"))
        made.setAccessibleName(_("Close"))
        made.clicked.connect(self.shut)
        row.addWidget(made)
        box = self.layout()
        assert isinstance(box, QBoxLayout)
        box.insertWidget(0, head)
        return made

    def add_opener(self, row: QBoxLayout, icon: str = "info", words: str = "", at: int = -1) -> None:
        """Put a button into a row of the page that opens the drawer; it is seen while the window is small."""
        opener = icon_button(self._session.theme, icon, words, self.open)
        opener.setToolTip(with_key(self._title, "Ctrl+I"))
        opener.setAccessibleName(words or self._title)
        opener.hide()
        row.insertWidget(at, opener)
        self._openers.append(opener)

    def use(self, small: bool) -> None:
        """Take the side in, or give it back to the page."""
        if small is self.used:
            return
        self.used = small
        for opener in self._openers:
            opener.setVisible(small)
        if small:
            self._limits = (self._side.minimumWidth(), self._side.maximumWidth())
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
            box = self.layout()
            assert box is not None
            box.addWidget(self._side)
            self._side.show()
        else:
            self.hide()
            self._side.setMinimumWidth(self._limits[0])
            self._side.setMaximumWidth(self._limits[1])
            self._give_back(self._side)
            self._side.show()
            self.brought.emit()

    @property
    def shut_away(self) -> bool:
        """Tell whether it is a drawer that is shut."""
        return self.used and self.isHidden()

    def toggle(self) -> None:
        """Show or hide the side, as a drawer or beside the page."""
        if not self.used:
            self._side.setVisible(self._side.isHidden())
        elif self.isHidden():
            self.open()
        else:
            self.shut()

    def reveal(self) -> None:
        """Have the side in sight, however it is shown."""
        if self.used:
            self.open()
        else:
            self._side.show()

    def open(self) -> None:
        """Lie over the page."""
        if not self.isHidden():
            return
        self._came_from, cross = QApplication.focusWidget(), self.cross
        self._place()
        self.show()
        self.brought.emit()
        self.raise_()
        cross.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        """Go, and give the keyboard back."""
        self.hide()
        back = self._came_from
        if back is not None and isValid(back) and self._page.isAncestorOf(back):
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        wide = max(1, min(px(self._wide), self._page.width() - LEAST_BESIDE))
        self.setGeometry(self._page.width() - wide, 0, wide, self._page.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: follow the page's size."""
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape that no field wanted closes the drawer."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)
