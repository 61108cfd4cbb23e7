"""The opening balance of a balance or head count: what it stood at before the first number that is entered."""

from __future__ import annotations

import contextlib

from PySide6.QtWidgets import QLineEdit, QWidget

from kpidesk import format as fmt
from kpidesk.commands import entry, inputs
from kpidesk.domain.entities import Combine, Input
from kpidesk.domain.period import BadPeriod, Period
from kpidesk.reading import likeliest
from kpidesk.text import _
from kpidesk.wording.entry import exact
from ui.base import page
from ui.base.session import Session
from ui.entry.sheet.entry_ledger import Ledger


class OpeningBalance(QWidget):
    """A field for the balance at the end of the period before the first one; hidden for what is no balance."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._source: Input | None = None
        self._period: Period | None = None
        column = page.column(self, spacing=4)
        self._head = page.text("", "caption", wrap=True)
        self.field = QLineEdit()
        self.field.editingFinished.connect(self._store)
        self.field.textEdited.connect(self._forget_doubt)
        self._doubt = page.text("", "off", wrap=True)
        for widget in (self._head, self.field, self._doubt):
            column.addWidget(widget)
        self.hide()

    def show_input(self, source: Input | None, ledger: Ledger) -> None:
        """Show the opening balance of an input, if it can have one."""
        balance = source is not None and source.combine is Combine.LAST
        self.setVisible(balance)
        if source is None or not balance or (source == self._source and self.field.hasFocus()):
            return
        self._seen = self.session.seen()
        self._source, self._period = source, _period_of(source, ledger)
        when = fmt.period_name(self._period, ledger.fiscal_start)
        self._head.setText(_("Opening balance, at the end of {period}").format(period=when))
        self.field.setAccessibleName(self._head.text())
        self.field.setText("" if source.opening is None else exact(source.opening))
        self._forget_doubt()

    def _forget_doubt(self) -> None:
        self._doubt.hide()

    def _store(self) -> None:
        source, text = self._source, self.field.text()
        if source is None:
            return
        found = entry.read(text, source.unit)
        doubt, value = entry.doubt(text, found), likeliest(found, None)
        if doubt is not None or not isinstance(value, float | int | None):
            words = (
                f"{doubt.what}. {doubt.why}"
                if doubt is not None
                else _("An opening balance is a number, or left blank.")
            )
            self._doubt.setText(words)
            self._doubt.show()
        elif value != source.opening:
            before = self._period if value is not None else None
            self.session.perform(inputs.set_opening, source.uid, before, value, based_on=self._seen)


def _period_of(source: Input, ledger: Ledger) -> Period:
    """The period that the balance ends: as stored, else the one before the first number, else the last that ended."""
    if source.opening is not None and source.opening_period is not None:
        with contextlib.suppress(BadPeriod):  # written by somebody else's program
            return Period.from_code(source.opening_period)
    first = next(iter(ledger.numbers.series(source.uid)), None)
    ended = Period.containing(ledger.today, source.frequency, ledger.fiscal_start).previous()
    return (first or ended).previous()
