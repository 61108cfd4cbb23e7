"""What stands in an empty place: an icon, a title, one sentence, one or two buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.base.page import heading, sign, text
from ui.base.reach.announcing import as_sentences
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.buttons import put_icon


class Empty(QWidget):
    """Centred, quiet, and with the next thing to do."""

    pressed = Signal()
    pressed_second = Signal()

    def __init__(
        self, theme: Theme, icon: str, title: str, sentence: str, button: str = "", second: str = "",
        parent: QWidget | None = None, *, button_icon: str = "", primary: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(2)
        self._picture, self._pictured = sign(), icon
        box.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = heading(title)
        box.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = text(sentence, "body2", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setMaximumWidth(px(420))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._sentence, 1000)
        middle.addStretch(1)
        box.addLayout(middle)
        self._theme, self._icon, self._primary = theme, button_icon, primary
        self._begin: Callable[[str], object] | None = None
        self.button: QPushButton | None = None
        self.second: QPushButton | None = None
        self._row = row = QHBoxLayout()
        row.addStretch()
        row.addStretch()
        box.addSpacing(4)
        box.addLayout(row)
        box.addStretch(3)
        self.say(title, sentence, button, second)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: the picture is drawn for those who see it; most of these are made and never shown."""
        self._picture.setPixmap(self._theme.pixmap(self._pictured, "text3", 28))
        super().showEvent(event)

    def take_words(self, begin: Callable[[str], object]) -> None:
        """Let whoever writes here begin what is missing, as the first button does."""
        self._begin = begin

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: letters that the buttons leave unused."""
        if self._begin is not None and event.text().strip() and event.text().isprintable():
            self._begin(event.text())
        else:
            super().keyPressEvent(event)

    def say(self, title: str, sentence: str, button: str, second: str = "") -> None:
        """Change the words; a button without any is not there."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        if button and self.button is None:
            self.button = self._push(1, self.pressed)
            self.button.setProperty("primary", self._primary)
            if self._icon:
                put_icon(self.button, self._theme, self._icon, "on_accent" if self._primary else "text2")
        if second and self.second is None:
            self.second = self._push(self._row.count() - 1, self.pressed_second)
        for push, words in ((self.button, button), (self.second, second)):
            if push is not None:
                push.setText(words)
                push.setAccessibleName(words)
                push.setAccessibleDescription(self.words)  # the keyboard comes here, past what stands above
                push.setVisible(bool(words))

    @property
    def words(self) -> str:
        """The title and the sentence, as one says them."""
        return as_sentences((self._title.text(), self._sentence.text()))

    def _push(self, place: int, pressed: SignalInstance) -> QPushButton:
        push = QPushButton()
        push.clicked.connect(pressed)
        self._row.insertWidget(place, push)
        return push
