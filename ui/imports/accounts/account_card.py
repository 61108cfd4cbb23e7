"""A question about an account: what it is, the answers side by side, and what comes of the one that counts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QRadioButton, QVBoxLayout, QWidget

from kpidesk.exchange.accounts.questions import AccountQuestion
from kpidesk.text import _
from ui.base.keys.roving import RovingGroup
from ui.base.page import literal, wrapped
from ui.base.scale import px
from ui.parts.flow import Flow
from ui.parts.whole import Lines

RESULT = 400


class AccountCard(QFrame):
    """``answered`` tells the question's key and that of its answer."""

    answered = Signal(str, str)

    def __init__(self, question: AccountQuestion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setProperty("look", "asking")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 14, 10)
        box.setSpacing(6)
        self._words, self._note = Lines("", "strong"), Lines("", "small")
        box.addWidget(self._words)
        box.addWidget(self._note)
        answers = QWidget()
        self._answers = Flow(answers, gap=22, line_gap=6)
        self._result = Lines("", "small")
        self._result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._result.setMinimumWidth(px(RESULT))
        box.addWidget(wrapped(answers, self._result, gap=16))
        self.group = RovingGroup(self)
        self.group.idClicked.connect(self._announce)
        self.radios: list[QRadioButton] = []
        self.tell(question)

    def tell(self, question: AccountQuestion) -> None:
        """Show the question as it stands now; circles that are there stay, and the keyboard on them."""
        self._question = question
        self._words.setText(str(question.words))
        self._note.setText(str(question.note))
        self.setAccessibleName(str(question.words))
        if len(self.radios) != len(question.choices):
            self._make_anew()
        for radio, choice in zip(self.radios, question.choices, strict=True):
            radio.setText(literal(str(choice.words)))
            radio.setAccessibleName(", ".join(filter(None, (str(choice.words), str(choice.result or "")))))
            if choice.key == question.counts:
                radio.setChecked(True)
        chosen = next((each for each in question.choices if each.key == question.counts), None)
        result = "" if chosen is None or chosen.result is None else str(chosen.result)
        kept = _("The answer is remembered.") if chosen is not None else _("Left out until you answer.")
        self._result.setText(" ".join(filter(None, (result, kept))))

    def _make_anew(self) -> None:
        for radio in self.radios:
            self.group.removeButton(radio)
            self._answers.removeWidget(radio)
            radio.deleteLater()
        self.radios = [QRadioButton() for _choice in self._question.choices]
        for place, radio in enumerate(self.radios):
            self.group.addButton(radio, place)
            self._answers.addWidget(radio)

    def _announce(self, place: int) -> None:
        self.answered.emit(self._question.key, self._question.choices[place].key)
