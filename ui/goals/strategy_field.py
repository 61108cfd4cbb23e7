"""The strategy over the goals: a bold line and a few small ones, edited in place in as many lines as it takes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.keys.pressed import meaning
from ui.base.theme import Theme

AT_REST, AT_WORK = 4, 8
"""So many lines are seen while nobody writes, and while somebody does; the pointer tells the rest."""
MORE = "…"
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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


class StrategyField(QPlainTextEdit):
    """Announces what was written when it is left or Ctrl+Enter is pressed; Enter begins a line, Esc takes back.

    ``seen`` is how far the file was known when its words were put there.
    """

    committed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self._stored = ""
        self.seen: Seen | None = None
        self.shortened = False
        self._theme, self._look = theme, _Look(self, theme)
        self.setProperty("inplace", True)
        self.setAccessibleName(_("Strategy"))
        self.setPlaceholderText(_("Where is the company going?"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    def text(self) -> str:
        """What stands in the field."""
        return self.toPlainText()

    def show_text(self, words: str, seen: Seen | None = None) -> None:
        """Show what is stored as it was ``seen``, unless somebody is writing here."""
        self._stored = words
        if self.hasFocus() and self.text() != self._shown:
            return
        if words != self.text():
            self.setPlainText(words)
        self._shown, self.seen = words, seen
        self._fit()

    def commit(self) -> None:
        """Announce what was written, if it is another text."""
        words = self.text()
        if words not in (self._shown, self._stored):
            self._shown = self._stored = words
            self.committed.emit(words)
        elif words != self._stored:  # written back to what it was, and another text has come meanwhile
            self._shown = self._stored
            self.setPlainText(self._stored)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: there is room to write."""
        super().focusInEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: leaving the field stores it, and it shows its beginning again."""
        super().focusOutEvent(event)
        self.commit()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Ctrl+Enter stores, Esc takes back."""
        if meaning("form", event) == "store":
            self.commit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text() != self._stored:
            self.setPlainText(self._stored)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width takes another number of lines."""
        super().resizeEvent(event)
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
        heights = self._heights()
        seen = heights[: AT_WORK if self.hasFocus() else AT_REST]
        self.shortened = len(seen) < len(heights) and not self.hasFocus()
        self.setToolTip(self.text() if self.shortened else "")
        edges = max(self.height() - self.contentsRect().height(), 8)
        wanted = round(sum(seen) + edges + 2 * self.document().documentMargin() + 1)
        if self.minimumHeight() != wanted or self.maximumHeight() != wanted:
            self.setFixedHeight(wanted)

    def _heights(self) -> list[float]:
        """The height of each line as it is broken now."""
        found: list[float] = []
        layout, block = self.document().documentLayout(), self.document().firstBlock()
        while block.isValid():
            count = max(1, block.layout().lineCount())
            found += [layout.blockBoundingRect(block).height() / count] * count
            block = block.next()
        return found
