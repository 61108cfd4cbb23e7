"""Important duties that no KPI measures: a short list, confirmed each cycle."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kpidesk.commands import advice, cycles
from kpidesk.domain.entities import Duty
from kpidesk.text import _
from ui.base.dialog_frame import DialogFrame
from ui.base.page import heading, line, text
from ui.base.replacing import empty
from ui.base.session import Notice, Session
from ui.parts.form import InPlaceLine


class DutiesDialog(DialogFrame):
    """The list, a line for one more, and one button that confirms all of them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Responsibilities that no KPI measures"), parent, wide=480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        column = self.body
        column.addWidget(heading(_("Responsibilities that no KPI measures")))
        why = _("What is measured gets done. What is not measured must not be forgotten. A few lines will do.")
        column.addWidget(text(why, "body2", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self.new = InPlaceLine(_("New responsibility"))
        self.new.setProperty("inplace", False)
        self.new.setPlaceholderText(_("New responsibility, Enter adds it"))
        self.new.committed.connect(self._add)
        column.addWidget(self.new)
        self.close_button = self.add_button(_("Close"), self.reject)
        self.confirm = self.add_button(_("All are looked after"), self._confirm, primary=True)
        self.confirm.setDefault(False)  # Enter adds a line
        session.notice.connect(self._say)
        self._show()

    def _show(self) -> None:
        empty(self._rows)
        duties = self.session.ws.all(Duty)
        for duty in duties:
            row = DutyRow(self.session, duty)
            row.changed.committed.connect(self._refill)
            row.remove.clicked.connect(self._refill)
            self._rows.addWidget(row)
        self.confirm.setEnabled(bool(duties))

    def _refill(self, *_what: object) -> None:
        self.problem.hide()
        self._show()

    def _add(self, title: str) -> None:
        if title.strip() and self.session.perform(advice.add_duty, title) is not None:
            self.new.show_text("")
            self.new.clear()
            self._refill()

    def _confirm(self) -> None:
        if self.session.attempt(cycles.in_cycle, self.session.period, advice.confirm_duties):
            self.accept()

    def _say(self, notice: Notice) -> None:
        self.refuse(notice.text)


class DutyRow(QWidget):
    """One duty, renamed in place or taken off the list."""

    def __init__(self, session: Session, duty: Duty, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.duty, self._seen = session, duty, session.seen()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        self.changed = InPlaceLine(_("Responsibility"))
        self.changed.show_text(duty.title, self._seen)
        self.changed.committed.connect(self._rename)
        self.remove = QToolButton()
        self.remove.setIcon(session.theme.icon("x", "text3", 14))
        self.remove.setToolTip(_("Delete"))
        self.remove.setAccessibleName(_("Delete {name}").format(name=duty.title))
        self.remove.clicked.connect(self._delete)
        row.addWidget(self.changed, 1)
        row.addWidget(self.remove)
        column.addLayout(row)
        column.addWidget(line())

    def _rename(self, title: str) -> None:
        self.session.perform(advice.edit_duty, self.duty.uid, title=title, based_on=self.changed.seen)

    def _delete(self) -> None:
        self.session.perform(advice.delete_duty, self.duty.uid, based_on=self._seen)
