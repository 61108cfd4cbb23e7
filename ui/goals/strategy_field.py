"""The strategy over the goals: a bold line and a few small ones, edited in place in as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.keys.pressed import meaning
from ui.base.theme import Theme
from ui.parts.fields.paragraph import Paragraph

AT_REST, AT_WORK = 4, 8
"""So many lines are seen while nobody writes, and while somebody does; the pointer tells the rest."""
MORE = "…"


class _Look(QSyntaxHighlighter):
    """The first line stands out, those after it are small."""

    def __init__(self, field: QPlainTextEdit, theme: Theme) -> None:
        super().__init__(field.document())
        self._first, self._rest = QTextCharFormat(), QTextCharFormat()
        self._first.setFont(theme.font("strong"))
        self._first.setForeground(theme.color("text"))
        self._rest.setFont(theme.font("small"))
        self._rest.setForeground(theme.color("text2"))

    def highlightBlock(self, text: str) -> None:
        """Qt: one line."""
        first = self.currentBlock().blockNumber() == 0
        self.setFormat(0, len(text), self._first if first else self._rest)


class StrategyField(Paragraph):
    """Enter begins a line, Ctrl+Enter stores them all; few of them are seen while nobody writes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(_("Strategy"), parent)
        self.shortened = False
        self._theme, self._look = theme, _Look(self, theme)
        self.setProperty("inplace", True)
        self.setPlaceholderText(_("Where is the company going?"))
        self.document().setDocumentMargin(2)

    def show_words(self, words: str, seen: Seen | None = None) -> None:
        """Show what is stored as it was ``seen``, unless somebody is writing here."""
        super().show_words(words, seen)
        self._fit()

    def stores(self, event: QKeyEvent) -> bool:
        """Tell whether a key stores what was written."""
        return meaning("form", event) == "store"

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: there is room to write."""
        super().focusInEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the field shows its beginning again."""
        super().focusOutEvent(event)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: where lines are left out, the last one in sight ends by dots."""
        super().paintEvent(event)
        if not self.shortened:
            return
        painter = QPainter(self.viewport())
        painter.setFont(self._theme.font("small"))
        area = self.viewport().rect()
        area.setLeft(area.right() - painter.fontMetrics().horizontalAdvance(MORE) - 6)
        area.setTop(area.bottom() - painter.fontMetrics().height())
        painter.fillRect(area, self._theme.color("page"))
        painter.setPen(self._theme.color("text2"))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, MORE)
        painter.end()

    def _fit(self) -> None:
        """Be as tall as the lines that are to be seen."""
        heights = self.line_heights()
        seen = heights[: AT_WORK if self.hasFocus() else AT_REST]
        self.shortened = len(seen) < len(heights) and not self.hasFocus()
        self.setToolTip(self.words() if self.shortened else "")
        edges = max(self.height() - self.contentsRect().height(), 8)
        wanted = round(sum(seen) + edges + 2 * self.document().documentMargin() + 1)
        if self.minimumHeight() != wanted or self.maximumHeight() != wanted:
            self.setFixedHeight(wanted)
