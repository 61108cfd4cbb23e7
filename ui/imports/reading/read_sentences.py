"""How a file was read, sentence by sentence, each with a quiet way to have it otherwise."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from kpidesk.exchange.tables.understood import Guess
from kpidesk.text import _, pgettext
from ui.base.page import line, literal
from ui.imports.reading.marked import marked
from ui.imports.reading.typed_answer import TypedDialog, another
from ui.parts.whole import Lines

ABOVE = 3
"""Pixels above the sentence, so that its first line stands on that of the link."""
AT_ONCE = ("take", "leave")
"""Guesses that are turned round by one click; others ask how instead."""


class Sentence(QWidget):
    """One guess. ``changed`` tells its key and that of the reading chosen."""

    changed = Signal(str, str)

    def __init__(self, guess: Guess, *, stands_out: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guess, self.stands_out = guess, stands_out
        self.menu: QMenu | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 5, 0, 0)
        box.setSpacing(7)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.words = _Markup()
        self.words.setContentsMargins(0, ABOVE, 0, 0)
        self.link = QPushButton()
        self.link.setProperty("link", True)
        self.link.clicked.connect(self._press)
        row.addWidget(self.words, 1)
        row.addWidget(self.link, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(row)
        box.addWidget(line())
        self.tell(guess, stands_out=stands_out)

    def tell(self, guess: Guess, *, stands_out: bool = False) -> None:
        """Show a guess as it stands now; what differs from last time stands out."""
        self._guess, self.stands_out = guess, stands_out
        kind = guess.key.partition(":")[0]
        sentence = marked(guess.words)
        self.words.setText(f'<span style="font-weight: 600">{sentence}</span>' if stands_out else sentence)
        self.words.setAccessibleName(str(guess.words))
        turned = {"take": pgettext("link", "Include"), "leave": _("Leave out")}
        words = turned.get(kind, pgettext("link", "Change") if guess.others or guess.typed else "")
        self.link.setText(words)
        self.link.setAccessibleName(f"{words}: {guess.words}" if words else "")
        self.link.setVisible(bool(words))

    def _press(self) -> None:
        if self._guess.key.partition(":")[0] in AT_ONCE:
            self.changed.emit(self._guess.key, "")
            return
        self.menu = menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.words.accessibleName())
        for answer in self._guess.others:
            words = str(answer.words) if answer.result is None else f"{answer.words} – {answer.result}"
            menu.addAction(literal(words)).triggered.connect(partial(self._choose, answer.key))
        if self._guess.typed is not None:
            menu.addAction(f"{another(self._guess.typed)} …").triggered.connect(self._type)
        menu.popup(self.link.mapToGlobal(QPoint(0, self.link.height())))

    def _type(self) -> None:
        assert self._guess.typed is not None
        dialog = TypedDialog(self._guess.typed, str(self._guess.words), self.window())
        dialog.told.connect(self._choose)
        dialog.open()

    def _choose(self, answer: str, _checked: bool = False) -> None:
        self.changed.emit(self._guess.key, answer)


class _Markup(Lines):
    """A sentence over as many lines as it takes, with parts that stand out."""

    def __init__(self) -> None:
        super().__init__("")
        self.setTextFormat(Qt.TextFormat.RichText)
