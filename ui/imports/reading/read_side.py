"""The left of page 20: which file it is, what must be answered, and how the rest was read."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpidesk.exchange.tables.understood import Guess, Understanding
from kpidesk.text import _, pgettext
from ui.base.kept import Kept, Part
from ui.base.page import MARGIN, heading, line, sign
from ui.base.theme import Theme
from ui.imports.reading.question_card import QuestionCard
from ui.imports.reading.read_sentences import Sentence
from ui.parts.whole import Lines


class ReadSide(QWidget):
    """``answered`` is a question's key and an answer's, ``changed`` a guess's key and a reading's."""

    answered = Signal(str, str)
    changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(MARGIN, 16, 20, 16)
        box.setSpacing(0)
        self.file = FileFact(theme)
        box.addWidget(self.file)
        asked, told = QVBoxLayout(), QVBoxLayout()
        asked.setSpacing(12)
        told.setSpacing(0)
        box.addSpacing(16)
        box.addLayout(asked)
        box.addSpacing(22)
        box.addWidget(heading(_("How the file was read"), "strong"))
        box.addSpacing(8)
        box.addWidget(line("rule"))
        box.addLayout(told)
        box.addStretch()
        self._questions, self._sentences = Kept(asked), Kept(told)

    def show_read(self, name: str, about: str, read: Understanding, differing: Collection[str] = ()) -> None:
        """Show a file; the sentences named by ``differing`` are not as its source has them."""
        self.file.tell(name, about)
        self._questions.show([self._card(place, read) for place in range(len(read.questions))])
        self._sentences.show([self._line(guess, guess.key in differing) for guess in read.guesses])

    def _card(self, place: int, read: Understanding) -> Part:
        question = read.questions[place]

        def make() -> QWidget:
            card = QuestionCard(self._theme, question)
            card.answered.connect(self.answered)
            return card

        return Part(question.key, make, lambda card: card.tell(question))

    def _line(self, guess: Guess, differs: bool) -> Part:
        def make() -> QWidget:
            made = Sentence(guess, stands_out=differs)
            made.changed.connect(self.changed)
            return made

        return Part(guess.key, make, lambda made: made.tell(guess, stands_out=differs))

    @property
    def cards(self) -> list[QuestionCard]:
        """The questions, from the top."""
        return [each for each in self._questions.widgets if isinstance(each, QuestionCard)]

    @property
    def sentences(self) -> list[Sentence]:
        """How it was read, from the top."""
        return [each for each in self._sentences.widgets if isinstance(each, Sentence)]

    def first_open(self) -> QWidget | None:
        """Where the keyboard goes: the first answer of the first question that has none."""
        for card in self.cards:
            if card.group.checkedId() < 0 and card.rows:
                return card.rows[0].radio
        return None


class FileFact(QWidget):
    """The name of a file under its icon, and a line about it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(heading(pgettext("heading", "The file"), "caption"))
        row = QHBoxLayout()
        row.setSpacing(10)
        mark = sign()
        mark.setPixmap(theme.pixmap("file", "text2", 18))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._name, self._about = Lines("", "medium"), Lines("", "small")
        words.addWidget(self._name)
        words.addWidget(self._about)
        row.addLayout(words, 1)
        box.addLayout(row)

    def tell(self, name: str, about: str) -> None:
        """Show a file."""
        self._name.setText(name)
        self._about.setText(about)
