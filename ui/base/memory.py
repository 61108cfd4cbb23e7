"""What is remembered on this machine, never in the shared file: places, splitters, columns, recent files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QSplitter, QStyle, QWidget

SMALLEST = (640, 400)
"""Logical pixels: what is left of 1366 × 768 at 175 %, and of 1920 × 1080 at 200 %."""
FIRST_SIZE = (1440, 900)
EDGE = 8
"""The frame of a window at its sides and below; the title bar is measured."""
RECENT = 8
"""So many files are offered again."""


def room_within_frame(screen: QScreen | None = None) -> QSize:
    """What a screen, or the first one, has for the inside of a window, beside panels and the window's own frame."""
    title = QApplication.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    whole = (screen or QGuiApplication.primaryScreen()).availableGeometry().size()
    return whole - QSize(2 * EDGE, title + EDGE)


class Memory:
    """Small values by name. Without settings it remembers only as long as it lives."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings
        self._here: dict[str, object] = {}

    def put(self, name: str, value: object) -> None:
        """Remember a text, a number, a list of texts or a state of Qt's."""
        if self._settings is None:
            self._here[name] = value
        else:
            self._settings.setValue(name, value)

    def get(self, name: str) -> object:
        """What was remembered, or ``None``."""
        return self._here.get(name) if self._settings is None else self._settings.value(name)

    def text(self, name: str, default: str = "") -> str:
        """A remembered text."""
        value = self.get(name)
        return default if value is None else str(value)

    def texts(self, name: str) -> list[str]:
        """A remembered list of texts; settings hand a list of one back as a text, and none as nothing."""
        value = self.get(name)
        if isinstance(value, str):
            return [value] if value else []
        return [str(each) for each in value] if isinstance(value, list) else []

    def numbers(self, name: str) -> list[int]:
        """A remembered list of whole numbers; empty when it is none."""
        found = self.texts(name)
        return [int(each) for each in found] if all(each.lstrip("-").isdigit() for each in found) else []

    # ---- the window ------------------------------------------------------------------------------

    def keep_window(self, window: QWidget) -> None:
        """Remember where a window stands."""
        self.put("geometry", window.saveGeometry())

    def place_window(self, window: QWidget) -> None:
        """Give a window its remembered place, else the first size that the screen has room for."""
        room = room_within_frame()
        window.setMinimumSize(QSize(*SMALLEST).boundedTo(room))
        stored = self.get("geometry")
        if isinstance(stored, QByteArray) and window.restoreGeometry(stored):
            return
        window.resize(QSize(*FIRST_SIZE).boundedTo(room))

    # ---- splitters -------------------------------------------------------------------------------

    def keep_splitters(self, page: QWidget) -> None:
        """Remember where the named splitters of a page stand."""
        for splitter in page.findChildren(QSplitter):
            if splitter.objectName() and splitter.count() > 1:
                self.put(f"splitters/{splitter.objectName()}", splitter.saveState())

    def restore_splitters(self, page: QWidget) -> None:
        """Give the named splitters of a page their remembered places; it must have been laid out."""
        for splitter in page.findChildren(QSplitter):
            stored = self.get(f"splitters/{splitter.objectName()}")
            if splitter.objectName() and splitter.count() > 1 and isinstance(stored, QByteArray):
                splitter.restoreState(stored)
                _keep_to_most(splitter)

    # ---- recent files ----------------------------------------------------------------------------

    def recent(self) -> list[str]:
        """Files opened lately, newest first; whether they are still there takes a look, which a share may hold up."""
        return self.texts("recent")

    def remember_recent(self, path: Path) -> None:
        """Put a file on top of the recent ones."""
        self.put("recent", _first(str(path), self.recent())[:RECENT])

    def forget_recent(self, name: str, found: str = "") -> None:
        """Take a file off the recent ones, or let the place where it was ``found`` stand in its stead."""
        kept = (found if each == name else each for each in self.recent() if each != found)
        self.put("recent", [each for each in kept if each])


def _keep_to_most(splitter: QSplitter) -> None:
    """Give no panel of a splitter more than its most, which remembered places exceed in a narrower window.

    Qt gives it the room all the same, and leaves the rest of that empty.
    """
    lying = splitter.orientation() == Qt.Orientation.Horizontal
    panels = [panel for n in range(splitter.count()) if (panel := splitter.widget(n)) is not None]
    most = [panel.maximumWidth() if lying else panel.maximumHeight() for panel in panels]
    sizes = splitter.sizes()
    fitting = [min(pair) for pair in zip(sizes, most, strict=True)]
    if fitting != sizes:
        fitting[most.index(max(most))] += sum(sizes) - sum(fitting)
        splitter.setSizes(fitting)


def _first(name: str, others: Iterable[str]) -> list[str]:
    return [name, *(other for other in others if other != name)]
