"""Long lists that begin short: so much of each is shown, how much is left stands below, and more comes when asked for.

A list that nobody reads to its end makes no widgets for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kpidesk.text import _, ngettext
from ui.base.kept import Part, part

STEP = 25
"""So many more come at a time: a page stays quick however long its lists are."""
T = TypeVar("T")


class Cut(QObject):
    """How much is shown of each list, by its key. ``wanted`` asks to show the lists anew, with more of one."""

    wanted = Signal()

    def __init__(self, first: int, parent: QObject) -> None:
        super().__init__(parent)
        self._first = first
        self._most: dict[str, int] = {}

    def shown(self, key: str, rows: Sequence[T]) -> Sequence[T]:
        """The rows of a list that are shown."""
        return rows[: self._most.get(key, self._first)]

    def rest(self, key: str, rows: Sequence[object]) -> Iterator[Part]:
        """What leads to the others, where there are any."""
        left = len(rows) - len(self.shown(key, rows))
        if left:
            yield part(("more", key), partial(self._way, key), More.tell, left)

    def _way(self, key: str, left: int) -> More:
        way = More(left)
        way.button.clicked.connect(partial(self._show_more, key))
        return way

    def _show_more(self, key: str) -> None:
        self._most[key] = self._most.get(key, self._first) + STEP
        self.wanted.emit()


class More(QWidget):
    """A link that says how many are not shown."""

    def __init__(self, left: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.button = QPushButton()
        self.button.setProperty("link", True)
        row.addWidget(self.button)
        row.addStretch()
        self.tell(left)

    def tell(self, left: int) -> None:
        """So many are left."""
        words = ngettext("Show {n} more", "Show {n} more", left).format(n=left)
        if left > STEP:
            words = _("Show {n} of {left} more").format(n=STEP, left=left)
        self.button.setText(words)
