"""A box to be ticked, whose words go on below one another where one line has no room for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionFocusRect,
    QStylePainter,
    QWidget,
)

WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(
    Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic
)
HIGHEST = 10_000
"""Pixels, more than any words take."""


class Tick(QCheckBox):
    """Every box with words is one: Qt's own draws them on one line, however narrow it is."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum, QSizePolicy.ControlType.CheckBox)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Qt: it needs room for its longest word."""
        longest = max(map(self.fontMetrics().horizontalAdvance, self.text().split()), default=0)
        hint = self.sizeHint()
        return QSize(min(hint.width(), longest + self._beside(hint.width())), hint.height())

    def hasHeightForWidth(self) -> bool:
        """Qt: a narrow one is high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: its lines, and what one line has above and below it."""
        hint = self.sizeHint()
        if width >= hint.width():
            return hint.height()
        room = max(1, width - self._beside(width))
        return hint.height() - self.fontMetrics().height() + self._lines(room).height()

    def setText(self, words: str) -> None:
        """Qt: other words may take other lines."""
        super().setText(words)
        self._keep_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the width tells how many lines there are."""
        super().resizeEvent(event)
        self._keep_lines()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: so does another size of the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_lines()

    def _keep_lines(self) -> None:
        """Ask for all lines: a form that shows one more row goes by what its rows take on one line each."""
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def hitButton(self, pos: QPoint) -> bool:
        """Qt: its words are pressed too, on every line."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: on one line as every box; else the box stands before the first of the lines."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        words, room = option.text, self._words(option)
        option.text = ""
        option.rect = QRect(0, 0, self.width(), self.sizeHint().height())
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        painter.drawItemText(room, WRAPPED, self.palette(), self.isEnabled(), words, self.foregroundRole())
        if self.hasFocus():
            self._mark_focus(painter, room)

    def _mark_focus(self, painter: QStylePainter, room: QRect) -> None:
        option = QStyleOptionFocusRect()
        option.initFrom(self)
        option.rect = QRect(room.topLeft(), self._lines(room.width()).size())
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option)

    def _words(self, option: QStyleOptionButton) -> QRect:
        """Where the words stand: the first line where the only one would."""
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        above = (self.sizeHint().height() - self.fontMetrics().height()) // 2
        return QRect(room.left(), above, room.width(), self.height() - 2 * above)

    def _beside(self, width: int) -> int:
        """Pixels of a width that are not for words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.rect = QRect(0, 0, width, self.sizeHint().height())
        return width - self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self).width()

    def _lines(self, room: int) -> QRect:
        return self.fontMetrics().boundingRect(QRect(0, 0, room, HIGHEST), WRAPPED, self.text())
