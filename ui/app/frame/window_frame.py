"""The window before its file: menu bar, rail and an empty page, which take a fifth of the time that all of it takes.

So that a start is seen at once, they are painted first; ``begin`` comes in the turn of the event loop after that, and
loads all the rest. Nothing here may know the store, the rules of the numbers or a page.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget

from ui.app.frame.rail_frame import Look, RailFrame
from ui.app.menu_bar import Menus
from ui.base.keys import order
from ui.base.keys.menu_key import opens_menu
from ui.base.memory import Memory
from ui.base.scale import px

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from kpidesk.settings import Home
    from ui.base.theme import Theme

STATUS = 24
"""Pixels that the status bar is high."""
AT_THE_LATEST_MS = 500
"""A window that nobody sees is not painted, and opens its file all the same."""


class WindowFrame(QMainWindow):
    """A window with nothing in it yet. ``coming`` is the file that it will open, or nothing, which asks for one."""

    def __init__(self, theme: Theme, settings: QSettings, home: Home | None, clock: Clock) -> None:
        super().__init__()
        self.theme, self.settings, self.home, self.clock = theme, settings, home, clock
        self.memory = self._own_memory()
        self.coming: str | None = None
        self.side: RailFrame | None = None
        self._typed_ahead: list[QKeyEvent] = []
        self._painted = self._begun = False
        self._menus = Menus(self.menuBar(), theme, self.memory, self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.memory.place_window(self)

    def _own_memory(self) -> Memory:
        """What is remembered of this window and its file, from one start to the next."""
        return Memory(self.settings)

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Qt: Tab goes through the window as it is read."""
        return order.step(self, ahead) or super().focusNextPrevChild(ahead)

    def wait_for(self, path: str) -> None:
        """Show the frame now, and what is in the file as soon as that has been painted."""
        self.coming = path
        self.show_frame()
        QTimer.singleShot(AT_THE_LATEST_MS, self, self._begin_once)

    def show_frame(self) -> None:
        """The names of the menus, the places where a file is coming, and a page with nothing on it."""
        self._menus.name_all()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setFixedHeight(px(STATUS))
        self.lay_out(self._rail_frame())

    def _rail_frame(self) -> RailFrame | None:
        """The rail without what a file tells, if a file is coming."""
        if not self.coming:
            return None
        rail = RailFrame(self.theme, look=self._rail_look())
        rail.mark(self.memory.text("place"))
        rail.stand_in()
        return rail

    def _rail_look(self) -> Look:
        """What the rail looks like in a window of this width."""
        raise NotImplementedError

    def lay_out(self, rail: RailFrame | None) -> None:
        """Put a rail and an empty page side by side, in place of what is there."""
        self.side, self.body = rail, QWidget()
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        if rail is not None:
            row.addWidget(rail)
        row.addWidget(self.body, 1)
        self.setCentralWidget(central)
        self.statusBar().raise_()  # it is read after what stands above it

    # ---- and then ----------------------------------------------------------------------------------

    def begin(self, path: str) -> None:
        """Load what the window works with, and open the file."""
        raise NotImplementedError

    def _begin_once(self) -> None:
        if self._begun or self.coming is None:
            return
        self._begun = True  # what waits for the file lets timers go on
        try:
            self.begin(self.coming)
        finally:
            self.coming = None
            self._type_again()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: after the first paint comes what was not needed for it."""
        super().paintEvent(event)
        if not self._painted and self.coming is not None:
            self._painted = True
            QTimer.singleShot(0, self, self._begin_once)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what is typed while there is nothing yet to take it is kept for the page."""
        if self.coming is None:
            if not opens_menu(event):
                super().keyPressEvent(event)
        else:
            self._typed_ahead.append(event.clone())

    def _type_again(self) -> None:
        """Let the keys come to what takes them now, in their order: a command may lead to where the next ones go."""
        typed, self._typed_ahead = self._typed_ahead, []
        if typed:
            QTimer.singleShot(0, self, partial(self._type, typed))

    def _type(self, typed: list[QKeyEvent]) -> None:
        for event in typed:
            focus = QApplication.focusWidget() or self.focusWidget() or self
            wanted = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
            wanted.ignore()
            QCoreApplication.sendEvent(focus, wanted)
            command = None if wanted.isAccepted() else self._menus.by_keys(QKeySequence(event.keyCombination()))
            if command is not None and command.isEnabled():
                command.trigger()
            else:
                QCoreApplication.sendEvent(focus, event)
