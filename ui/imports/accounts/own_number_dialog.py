"""A number of one's own for a KPI to aim for in the year to come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpidesk.errors import BadInput
from kpidesk.exchange.accounts.kpis import Offer
from kpidesk.text import _
from ui.base.page import text
from ui.base.session import Session
from ui.parts.fields.unit_field import UnitField
from ui.parts.typing_dialog import Form


class OwnNumberDialog(Form):
    """``told`` tells the number."""

    told = Signal(float)

    def __init__(self, session: Session, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(_("Target of {name}").format(name=offer.kpi.name), parent)
        year = str(offer.year.first.year)
        self.body.addWidget(text(_("It holds from the first to the last day of {year}.").format(year=year), "small"))
        self.field = UnitField(session.theme, _("Target"))
        self.field.show_unit(offer.kpi.unit)
        self.body.addWidget(self.field)
        self.add_cancel()
        self.use = self.add_button(_("Use this"), self._tell, primary=True)

    def _tell(self) -> None:
        try:
            value = self.field.number()
        except BadInput as error:
            self.refuse(str(error))
            return
        if value is None:
            self.refuse(_("Type a number, or choose “No target”."))
            return
        self.told.emit(value)
        self.accept()
