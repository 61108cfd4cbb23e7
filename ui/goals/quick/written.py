"""What has been written so far, beside the tree: each part of the reading by its name."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpidesk.reading import goals as goal_sentences
from kpidesk.text import _
from ui.base.page import heading, line, text
from ui.base.scale import px

NAME = 94
"""Pixels of the names, as the fields of a goal have them."""


class Written(QWidget):
    """The reading of the line that is being typed, part by part; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        box = QVBoxLayout(self)
        box.setContentsMargins(px(20), px(16), px(20), 0)
        box.setSpacing(px(6))
        head = QHBoxLayout()
        head.addWidget(heading(_("What you have written"), "strong"))
        head.addStretch()
        self._kind = text("", "small")
        head.addWidget(self._kind)
        box.addLayout(head)
        box.addWidget(line())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(7))
        self._grid.setColumnMinimumWidth(0, px(NAME))
        self._grid.setColumnStretch(1, 1)
        box.addLayout(self._grid)
        self._cells: list[QLabel] = []
        self.hide()

    def show_reading(
        self, reading: goal_sentences.GoalReading | None, ground: goal_sentences.Ground | None, kind: str = ""
    ) -> None:
        """Show what is read now; nothing of an empty line."""
        if reading is None or ground is None or not reading.title:
            self._show_rows([], kind)
            return
        from kpidesk.wording.goal_reading import reading_rows  # with the first line that is typed

        self._show_rows(reading_rows(reading, ground), kind)

    def _show_rows(self, rows: list[tuple[str, str]], kind: str) -> None:
        self._kind.setText(kind)
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        for place, (name, words) in enumerate(rows):
            told = text(words, wrap=True)
            told.setAccessibleName(f"{name}: {words}")
            for column, cell in enumerate((text(name, "small"), told)):
                self._grid.addWidget(cell, place, column)
                self._cells.append(cell)
        self.setVisible(bool(rows))
