"""Something that stays folded away under one line until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.base.page import column, text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.buttons import put_icon

INTO = 16
"""Pixels of air before the mark of a quiet button: the line begins where the page's other lines do."""


class Fold(QWidget):
    """A line that opens and closes what is beneath it. ``opened`` comes when it is unfolded."""

    opened = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._title = theme, title
        box = column(self)
        self.line = QPushButton(title)
        self.line.setProperty("quiet", True)
        self.line.setCheckable(True)
        self.line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.line.toggled.connect(self._toggle)
        accessible.folds(self.line)
        self.aside: QLabel = text("", "quiet", wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(-INTO, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(self.aside, 1)
        box.addLayout(row)
        self._inside = QWidget()
        self.inside: QVBoxLayout = column(self._inside, spacing=4)
        box.addWidget(self._inside)
        self._toggle(False)

    def say(self, words: str) -> None:
        """What is folded away here, in a few words."""
        self.aside.setText(words)
        self._name()

    def unfold(self) -> None:
        """Show what is folded away."""
        self.line.setChecked(True)

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded."""
        return self.line.isChecked()

    def _toggle(self, on: bool) -> None:
        put_icon(self.line, self._theme, "chevron-down" if on else "chevron-right")
        self._inside.setVisible(on)
        if on:
            self.opened.emit()
            QTimer.singleShot(0, self, self._come_in_sight)

    def _come_in_sight(self) -> None:
        """What was unfolded, from its line down, once it is laid out: it begins below the fold of a long page."""
        above: QWidget | None = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self._inside, 0, px(8))
            above.ensureWidgetVisible(self.line, 0, px(8))

    def _name(self) -> None:
        self.line.setAccessibleName(", ".join(part for part in (self._title, self.aside.text()) if part))
