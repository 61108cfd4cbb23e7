"""A note on one period of a KPI: what explains the number, whether it is something that was done, and if it helped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from kpidesk.commands import notes
from kpidesk.domain.entities import Annotation, Kpi, Verdict
from kpidesk.domain.period import Period
from kpidesk.figures import Effect
from kpidesk.text import _
from kpidesk.wording.changes import verdict_word
from kpidesk.wording.kpi_facts import Speaker, effect_words
from ui.base import page
from ui.base.actions import named_key
from ui.base.keys.pressed import meaning
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.fields.tick import Tick
from ui.parts.segmented import Segmented
from ui.parts.typing_dialog import Form

WIDTH = 440
NOBODY = ""
"""Not judged yet."""


class NoteDialog(Form):
    """Writes, changes and takes away the note; Ctrl+Enter is done."""

    def __init__(
        self, session: Session, kpi: Kpi, period: Period, note: Annotation | None, effect: Effect,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(_("Note"), parent, wide=WIDTH, spacing=10)
        self.session, self._period, self._note = session, period, note
        self._seen = session.seen()
        self._about = note.about if note is not None and note.about else kpi.uid
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = self.body
        speaker = Speaker(session.today(), session.ws.company.fiscal_year_start)
        column.addWidget(page.heading(_("What explains {period}?").format(period=speaker.name(period))))
        self.text = QPlainTextEdit(note.text if note is not None else "")
        self.text.setFixedHeight(px(76))
        self.text.setTabChangesFocus(True)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setAccessibleName(_("Note"))
        column.addWidget(self.text)
        self.action = Tick(_("This is something we did"))
        self.action.setChecked(note is not None and note.action)
        self.action.toggled.connect(self._show_question)
        column.addWidget(self.action)
        self._question = self._build_question(kpi, effect)
        column.addWidget(self._question)
        self._add_buttons()
        self._can_judge = effect.can_be_judged
        self._show_question()
        self.text.setFocus()

    def _build_question(self, kpi: Kpi, effect: Effect) -> QWidget:
        box = QWidget()
        column = page.column(box, spacing=6)
        column.addWidget(page.text(_("Did it help?"), "strong"))
        said = effect_words(kpi, effect)
        if said:
            column.addWidget(page.text(said, "small", wrap=True))
        answers = [(verdict_word(verdict), verdict.value) for verdict in Verdict]
        current = self._note.helped.value if self._note is not None and self._note.helped is not None else NOBODY
        self.helped = Segmented(answers, current, _("Did it help?"))
        column.addWidget(self.helped, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _add_buttons(self) -> None:
        self.delete = self.add_button(_("Delete note"), self._delete, look="destructive", aside=True)
        self.delete.setVisible(self._note is not None)
        self.add_cancel()
        self.store_button = self.add_button(_("Save"), self.store, primary=True)
        self.store_button.setToolTip(named_key("Ctrl+Enter"))

    def _show_question(self) -> None:
        self._question.setVisible(self.action.isChecked() and self._can_judge)

    def store(self) -> None:
        """Store the note."""
        done = self.action.isChecked()
        answer = self.helped.value() if done and self._can_judge else NOBODY
        if self.session.attempt(
            notes.annotate, self._about, self._period, self.text.toPlainText(),
            action=done, helped=Verdict(answer) if answer else None, based_on=self._seen, refuse=self.refuse,
        ):  # fmt: skip
            self.accept()

    def _delete(self) -> None:
        if self.session.attempt(
            notes.annotate, self._about, self._period, "", based_on=self._seen, refuse=self.refuse,
            said=_("The note is deleted."),
        ):  # fmt: skip
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Ctrl+Enter stores."""
        if meaning("form", event) == "store":
            self.store()
        else:
            super().keyPressEvent(event)
