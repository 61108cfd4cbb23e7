"""Send the review by e-mail: its words are proposed, the PDF is attached, and the mail program does the rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from kpidesk.report.covering import Words
from kpidesk.text import _
from ui.base.page import sign, text
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.fields.tick import Tick
from ui.parts.typing_dialog import Form

WIDE, BODY_HIGH = 430, 168


class MailDialog(Form):
    """Subject, text and what is attached; ``send`` is given the message's words, and whether the board goes too."""

    def __init__(self, session: Session, words: Words, attached: tuple[str, str], parent: QWidget) -> None:
        """``attached`` are the name of the PDF, and how much it is."""
        super().__init__(_("Mail this PDF"), parent, wide=WIDE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.send: Callable[[Words, bool], None] = _nobody
        self.subject = QLineEdit(words.subject)
        self.subject.setMaxLength(300)
        self.words = QPlainTextEdit(words.body)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(px(BODY_HIGH))
        for words_of, field in ((_("Subject"), self.subject), (_("Text"), self.words)):
            label = text(words_of, "caption")
            label.setBuddy(field)
            self.body.addWidget(label)
            field.setAccessibleName(words_of)
            self.body.addWidget(field)
        self.body.addWidget(text(_("Attachment"), "caption"))
        self.body.addLayout(_attachment(session, *attached))
        self.board = Tick(_("Attach the board as a picture too"))
        self.body.addWidget(self.board)
        said = _("The message opens in your mail program. You choose who gets it, and send it yourself.")
        self.body.addWidget(text(said, "quiet", wrap=True))
        self.add_cancel()
        self.do = self.add_button(_("Open the message"), self._send, primary=True)

    def _send(self) -> None:
        words = Words(self.subject.text().strip(), self.words.toPlainText())
        board = self.board.isChecked()
        self.accept()
        self.send(words, board)


def _nobody(_words: Words, _board: bool) -> None:
    """Before somebody has said what is to be done."""


def _attachment(session: Session, name: str, size: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    mark = sign()
    mark.setPixmap(session.theme.pixmap("file", "text2", 16))
    row.addWidget(mark)
    row.addWidget(text(name, "", wrap=True), 1)
    row.addWidget(text(size, "small"))
    return row
