"""A section of page 21: its head with a sentence, rows that stay what they are, and a way to more of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.text import ngettext
from ui.base.kept import Kept, Part
from ui.base.page import heading, line
from ui.base.scale import px
from ui.parts.whole import Lines

AT_ONCE = 25
"""So many rows are made at a time."""
HEAD, AIR = 24, 4
"""The link in a head is so high; air above its sentence puts the first line on the line of the title."""


class CheckSection(QWidget):
    """Hidden while it has no rows."""

    def __init__(self, link: str = "", *, at_once: int = AT_ONCE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 22)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(8)
        self._title, self._note = heading("", "strong"), Lines("", "small")
        self.link = QPushButton(link)
        self.link.setProperty("smalllink", True)
        self._title.setMinimumHeight(px(HEAD))
        self._note.setContentsMargins(0, px(AIR), 0, px(AIR))
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(row)
        self.link.setVisible(bool(link))
        box.addWidget(line("rule"))
        self.head = QVBoxLayout()
        box.addLayout(self.head)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        box.addLayout(rows)
        self.more = QPushButton()
        self.more.setProperty("link", True)
        self.more.clicked.connect(self._show_more)
        box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._kept, self._parts, self._shown = Kept(rows), tuple[Part, ...](), at_once

    def tell(self, title: str, note: str, parts: Sequence[Part]) -> None:
        """Show the head and the rows."""
        self._title.setText(title)
        self._note.setText(note)
        self._parts = tuple(parts)
        self.setVisible(bool(parts))
        self._show()

    def _show(self) -> None:
        self._kept.show(self._parts[: self._shown])
        left = len(self._parts) - self._shown
        words = ngettext("Show {n} more", "Show {n} more", left).format(n=fmt.number(min(left, AT_ONCE)))
        self.more.setText(words)
        self.more.setVisible(left > 0)

    def _show_more(self) -> None:
        self._shown += AT_ONCE
        self._show()

    @property
    def rows(self) -> list[QWidget]:
        """What is shown, from the top."""
        return self._kept.widgets
