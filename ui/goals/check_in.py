"""Correct a check-in; what it said before stays in the history."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from kpidesk import format as fmt
from kpidesk.commands import check_ins, checks
from kpidesk.domain.entities import CheckIn
from kpidesk.errors import BadInput
from kpidesk.text import _
from ui.base.page import heading, text
from ui.base.scale import px
from ui.base.session import Session
from ui.goals.goal_marks import ConfidencePicker
from ui.parts.form import changed
from ui.parts.typing_dialog import Form


class CheckInDialog(Form):
    """Value, confidence and words of one check-in."""

    def __init__(self, session: Session, entry: CheckIn, parent: QWidget | None = None) -> None:
        title = _("Check-in of {day}").format(day=fmt.day(entry.day) if entry.day else "")
        super().__init__(title, parent, wide=440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._uid, self._seen = session, entry.uid, session.seen()
        self.value = QLineEdit(
            "" if entry.value is None else fmt.number(entry.value, fmt.fitting_decimals(entry.value))
        )
        self.confidence = ConfidencePicker(session.theme)
        self.confidence.show_value(entry.confidence)
        self.note = QPlainTextEdit(entry.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(px(70))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for words, field in ((_("Value"), self.value), (_("Confidence"), self.confidence), (_("Note"), self.note)):
            field.setAccessibleName(words)
            form.addRow(text(words, "small"), field)
        self.body.addWidget(heading(title))
        self.body.addLayout(form)
        self.add_cancel()
        self.save = self.add_button(_("Save the changes"), self.store, primary=True)
        self._opened = self._said()

    def _said(self) -> dict[str, Any]:
        """What the fields say, as they are typed."""
        return {
            "value": self.value.text().strip(), "confidence": self.confidence.value(),
            "note": self.note.toPlainText(),
        }  # fmt: skip

    def store(self) -> None:
        """Correct it, or say why not."""
        changes = changed(self._opened, self._said())
        if "value" in changes:
            try:
                changes["value"] = checks.typed_number(changes["value"])
            except BadInput as error:
                self.refuse(str(error))
                return
        if self._session.attempt(
            check_ins.edit_check_in, self._uid, based_on=self._seen, refuse=self.refuse,
            said=_("The check-in is corrected."), **changes,
        ):  # fmt: skip
            self.accept()
