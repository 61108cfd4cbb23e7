"""A question about a file: what is asked, the possible answers with what comes of each, none of them chosen before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from kpidesk.exchange.tables.understood import Answer, Question
from ui.base.page import line, text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.form import set_look
from ui.parts.whole import Lines

ROW = 30


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
        self._note = Lines("", "small")
        box.addWidget(line())
        box.addSpacing(6)
        box.addWidget(self._note)
        self.group = QButtonGroup(self)
        self.group.idClicked.connect(self._announce)
        self.rows: list[AnswerRow] = []
        self.tell(question)

    def tell(self, question: Question) -> None:
        """Show the question as it stands now; rows that are there stay, and the keyboard on them."""
        self._question = question
        self._words.setText(str(question.words))
        self.setAccessibleName(str(question.words))
        self._note.setText(str(question.note) if question.note is not None else "")
        self._note.setVisible(question.note is not None)
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
        self.words, self.result = Lines(""), text("")
        self.result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        row.addWidget(self.result, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(row)
        self.setMinimumHeight(px(ROW))

    def tell(self, answer: Answer, *, chosen: bool) -> None:
        """Show an answer; what is chosen stands out."""
        words, result = str(answer.words), str(answer.result) if answer.result is not None else ""
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
