"""A question about a file: what is asked, the possible answers with what comes of each, none of them chosen before."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from kpidesk.exchange.tables.understood import Answer, Question
from ui.base.keys.roving import RovingGroup
from ui.base.page import line
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.reading.typed_answer import TypedAnswer
from ui.parts.form import set_look
from ui.parts.whole import Lines

ROW, GAP, LEAST = 30, 8, 160


class QuestionCard(QFrame):
    """``answered`` tells the question's key and that of its answer."""

    answered = Signal(str, str)

    def __init__(self, theme: Theme, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._question = question
        self.setProperty("look", "asking")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 12, 14, 12)
        box.setSpacing(0)
        self._words = Lines("", "strong")
        box.addWidget(self._words)
        box.addSpacing(8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        box.addLayout(self._rows)
        self.other = None if question.typed is None else TypedAnswer(question.typed)
        if self.other is not None:
            self.other.told.connect(self._announce_typed)
            box.addWidget(line())
            box.addWidget(self.other)
        self._note = Lines("", "small")
        self._rule = line()
        box.addWidget(self._rule)
        box.addSpacing(6)
        box.addWidget(self._note)
        self.group = RovingGroup(self)
        self.group.idClicked.connect(self._announce)
        self.rows: list[AnswerRow] = []
        self.tell(question)

    def tell(self, question: Question) -> None:
        """Show the question as it stands now; rows that are there stay, and the keyboard on them."""
        self._question = question
        self._words.setText(str(question.words))
        self.setAccessibleName(str(question.words))
        self._note.setText(str(question.note) if question.note is not None else "")
        for part in (self._rule, self._note):
            part.setVisible(question.note is not None)
        while len(self.rows) < len(question.answers):
            self._add_row()
        while len(self.rows) > len(question.answers):
            self._lose_row()
        for row, answer in zip(self.rows, question.answers, strict=True):
            row.tell(answer, chosen=answer.key == question.answered)

    def _add_row(self) -> None:
        row = AnswerRow(self._theme)
        self.group.addButton(row.radio, len(self.rows))
        self.rows.append(row)
        self._rows.addWidget(row)

    def _lose_row(self) -> None:
        row = self.rows.pop()
        self.group.removeButton(row.radio)
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _announce(self, place: int) -> None:
        self.answered.emit(self._question.key, self._question.answers[place].key)

    def _announce_typed(self, answer: str) -> None:
        self.answered.emit(self._question.key, answer)


class AnswerRow(QWidget):
    """A possible answer, and at the right what would come of it; a click anywhere on it chooses it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(2, 5, 2, 5)
        row.setSpacing(8)
        self.radio = QRadioButton()
        self.radio.installEventFilter(self)
        self.words, self.result = (accessible.silent(Lines("")) for _each in range(2))  # the choice says both
        self.words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(GAP)
        self._both.addWidget(self.words)
        self._both.addWidget(self.result)
        row.addLayout(self._both, 1)
        box.addLayout(row)
        self.setMinimumHeight(px(ROW))

    def tell(self, answer: Answer, *, chosen: bool) -> None:
        """Show an answer; what is chosen stands out."""
        self.show_words(str(answer.words), str(answer.result) if answer.result is not None else "", chosen=chosen)

    def show_words(self, words: str, result: str, *, chosen: bool) -> None:
        """Show the words of an answer, and what comes of it."""
        self.words.setText(words)
        self.result.setText(result)
        self.result.setVisible(bool(result))
        self.radio.setAccessibleName(", ".join(filter(None, (words, result))))
        group = self.radio.group()
        if self.radio.isChecked() and not chosen and group is not None:
            group.setExclusive(False)
            self.radio.setChecked(False)
            group.setExclusive(True)
        elif chosen:
            self.radio.setChecked(True)
        set_look(self.words, "look", "strong" if chosen else "")
        set_look(self.result, "look", "strong" if chosen else "body2")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the result stands under the words where it has no room beside them."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Qt: where it gets narrow, the result goes below."""
        return QSize(px(LEAST), super().minimumSizeHint().height())

    def _fit(self) -> None:
        strong = QFontMetricsF(self._theme.font("strong"))
        words, result = (ceil(strong.horizontalAdvance(each.text())) + 1 for each in (self.words, self.result))
        room = self.width() - self.radio.sizeHint().width() - GAP - 4
        beside = words + GAP + result <= room or (result * 2 < room and bool(result))
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._both.direction():
            self._both.setDirection(direction)
            self._both.setSpacing(GAP if beside else 0)
        self.result.setMinimumWidth(result if beside else 0)
        self.result.setMaximumWidth(result if beside else 16_777_215)
        side = Qt.AlignmentFlag.AlignRight if beside else Qt.AlignmentFlag.AlignLeft
        self.result.setAlignment(side | Qt.AlignmentFlag.AlignTop)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click beside the circle."""
        if self.rect().contains(event.position().toPoint()):
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            self.radio.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the ring follows the keyboard."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: a ring where the keyboard is."""
        if self.radio.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-0.5, 1.5, -0.5, -1.5), 4, 4)
            painter.end()
