"""One source in the list: its files, what it feeds, the last fetch, and what lies ready now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.keys.pressed import meaning
from ui.base.page import line, sign, text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.sources.new_files import Ready
from ui.imports.sources.news import fetch_words
from ui.imports.sources.source_words import Told
from ui.parts.elided import ElidedLabel
from ui.parts.form import set_look

HIGH = 58
FEEDS, LAST, NOW, BUTTON = 180, 110, 164, 120
"""Pixels of the columns; the name has the rest."""
WITHOUT_FEEDS, WITHOUT_LAST, WITHOUT_NOW = 820, 620, 500


class SourceHeads(QWidget):
    """The heads above the sources."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(24, 7, 24, 7)
        row.setSpacing(12)
        names = (_("Source"), _("Gives numbers to"), _("Last fetched"), _("Now"))
        name, self._feed, self._when, self._now = (text(each, "caption") for each in names)
        row.addWidget(name, 1)
        for label, wide in ((self._feed, FEEDS), (self._when, LAST), (self._now, NOW)):
            label.setFixedWidth(px(wide))
            row.addWidget(label)
        self._room = QWidget()
        self._room.setFixedWidth(px(BUTTON))
        row.addWidget(self._room)
        box.addLayout(row)
        box.addWidget(line())

    def fit(self, width: int) -> None:
        """Follow the rows."""
        self._feed.setVisible(width >= px(WITHOUT_FEEDS))
        self._when.setVisible(width >= px(WITHOUT_LAST))
        self._now.setVisible(width >= px(WITHOUT_NOW))


class SourceRow(QFrame):
    """``chosen`` tells that it is looked at, ``fetched`` that its numbers are wanted, ``moved`` that arrows lead on."""

    chosen = Signal()
    fetched = Signal()
    moved = Signal(int)
    renamed = Signal()
    deleted = Signal()

    def __init__(self, theme: Theme, told: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.told = told
        self.setProperty("look", "source")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        accessible.row(self, self.fetched.emit)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        self._mark = sign()
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._name, self._files = ElidedLabel("", "medium"), ElidedLabel("", "small")
        row.addWidget(_pair(self._name, self._files), 1)
        self._feeds, self._measures = ElidedLabel(""), ElidedLabel("", "small")
        self._feed = _pair(self._feeds, self._measures, FEEDS)
        self._last, self._who = ElidedLabel(""), ElidedLabel("", "small")
        self._when = _pair(self._last, self._who, LAST)
        self._now = ElidedLabel("", "small")
        self._now.keep_width(px(NOW))
        for part in (self._feed, self._when, self._now):
            row.addWidget(part)
        self.button = QPushButton()
        self.button.setMinimumWidth(px(BUTTON))
        self.button.clicked.connect(self.fetched)
        row.addWidget(self.button)
        box.addLayout(row)
        box.addWidget(line())
        self.setMinimumHeight(px(HIGH))
        self.tell(told)

    def tell(self, told: Told) -> None:
        """Show a source as it stands now."""
        self.told = told
        self._mark.setPixmap(self._theme.pixmap(told.icon, "text2", 16))
        for label, words in (
            (self._name, told.source.name), (self._files, told.files), (self._feeds, told.feeds),
            (self._measures, told.measures), (self._last, told.last), (self._who, told.who),
        ):  # fmt: skip
            label.show_words(words)
        self.setAccessibleName(", ".join(filter(None, (told.source.name, told.files, told.feeds, told.last))))

    def show_ready(self, ready: Ready | None, period: str) -> None:
        """Show what lies ready."""
        self._now.show_words(period if ready is not None else self._as_last())
        self.button.setText(fetch_words(ready) if ready is not None else self._else())
        self.button.setAccessibleName(f"{self.button.text()}: {self.told.source.name}")
        set_look(self.button, "primary", ready is not None)

    def _as_last(self) -> str:
        folder = self.told.folder
        return _("No new file") if folder is not None and folder.is_dir() else _("The folder is not here")

    def _else(self) -> str:
        folder = self.told.folder
        return _("Fetch again") if folder is not None and folder.is_dir() else _("Choose file …")

    def mark(self, current: bool) -> None:
        """Stand out as the one that is looked at."""
        set_look(self, "chosen", current)

    def fit(self, width: int) -> None:
        """Show what there is room for."""
        self._feed.setVisible(width >= px(WITHOUT_FEEDS))
        self._when.setVisible(width >= px(WITHOUT_LAST))
        self._now.setVisible(width >= px(WITHOUT_NOW))

    # ---- Qt ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click looks at it."""
        super().mousePressEvent(event)
        self.chosen.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: so does the keyboard."""
        super().focusInEvent(event)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter fetches, F2 renames, Del deletes, arrows lead on."""
        name = meaning("sources", event)
        slot = {"fetch": self.fetched, "rename": self.renamed, "delete": self.deleted}.get(name)
        if slot is not None:
            slot.emit()
        elif name in ("next", "previous"):
            self.moved.emit(1 if name == "next" else -1)
        else:
            super().keyPressEvent(event)


def _pair(upper: QWidget, lower: QWidget, wide: int = 0) -> QWidget:
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    lines.addWidget(upper)
    lines.addWidget(lower)
    if wide:
        box.setFixedWidth(px(wide))
    return box
