"""A note on one period of a KPI: what explains the number, whether it is something that was done, and if it helped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from kpidesk.commands import notes
from kpidesk.domain.entities import Annotation, Kpi, Verdict
from kpidesk.domain.period import Period
from kpidesk.figures import Effect
from kpidesk.figures.change_words import verdict_word
from kpidesk.text import _
from ui import page
from ui.bridge import Desk
from ui.dialogs.form import Form
from ui.models.kpi_facts import Speaker, effect_words
from ui.scale import px
from ui.widgets.segmented import Segmented

WIDTH = 440
NOBODY = ""
"""Not judged yet."""


class NoteDialog(Form):
    """Writes, changes and takes away the note; Ctrl+Enter is done."""

    def __init__(
        self, desk: Desk, kpi: Kpi, period: Period, note: Annotation | None, effect: Effect,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.desk, self._period, self._note = desk, period, note
        self._seen = desk.seen()
        self._about = note.about if note is not None and note.about else kpi.uid
        self.setWindowTitle(_("Note"))
        self.setFixedWidth(px(WIDTH))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = page.column(self, spacing=10)
        column.setContentsMargins(20, 18, 20, 16)
        speaker = Speaker(desk.today(), desk.ws.company.fiscal_year_start)
        column.addWidget(page.text(_("What explains {period}?").format(period=speaker.name(period)), "title"))
        self.text = QPlainTextEdit(note.text if note is not None else "")
        self.text.setFixedHeight(px(76))
        self.text.setTabChangesFocus(True)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setAccessibleName(_("Note"))
        column.addWidget(self.text)
        self.action = QCheckBox(_("This is something we did"))
        self.action.setChecked(note is not None and note.action)
        self.action.toggled.connect(self._show_question)
        column.addWidget(self.action)
        self._question = self._build_question(kpi, effect)
        column.addWidget(self._question)
        self.problem = page.text("", "error", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
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
        self.helped = Segmented(answers, current)
        row = QHBoxLayout()
        row.addWidget(self.helped)
        row.addStretch()
        column.addLayout(row)
        return box

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        self.delete = QPushButton(_("Delete note"))
        self.delete.setProperty("destructive", True)
        self.delete.setAutoDefault(False)
        self.delete.clicked.connect(self._delete)
        if self._note is None:
            self.delete.hide()
        row.addWidget(self.delete)
        row.addStretch()
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        self.store_button = QPushButton(_("Store"))
        self.store_button.setProperty("primary", True)
        self.store_button.setToolTip(_("Ctrl+Enter"))
        self.store_button.clicked.connect(self.store)
        row.addWidget(self.store_button)
        return row

    def _show_question(self) -> None:
        self._question.setVisible(self.action.isChecked() and self._can_judge)
        self.adjustSize()

    def store(self) -> None:
        """Store the note."""
        done = self.action.isChecked()
        answer = self.helped.value() if done and self._can_judge else NOBODY
        if self.desk.attempt(
            notes.annotate, self._about, self._period, self.text.toPlainText(),
            action=done, helped=Verdict(answer) if answer else None, based_on=self._seen, refuse=self._say,
        ):  # fmt: skip
            self.accept()

    def _delete(self) -> None:
        if self.desk.attempt(
            notes.annotate, self._about, self._period, "", based_on=self._seen, refuse=self._say,
            said=_("The note is deleted."),
        ):  # fmt: skip
            self.accept()

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Ctrl+Enter stores."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.store()
        else:
            super().keyPressEvent(event)
