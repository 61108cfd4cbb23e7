"""Delete a KPI that has a history, or rather park it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kpidesk.commands.arrange import Parting
from kpidesk.domain.entities import Kpi
from kpidesk.text import _, ngettext
from ui.base.dialog_frame import DialogFrame
from ui.base.page import heading, text


class DeleteKpi(DialogFrame):
    """``parked`` and ``deleted`` name the KPI; parking is what Enter does."""

    parked = Signal(str)
    deleted = Signal(str)

    def __init__(self, kpi: Kpi, parting: Parting, parent: QWidget | None = None) -> None:
        super().__init__(_("Delete KPI"), parent, wide=440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kpi = kpi
        self.body.addWidget(heading(_("Delete {name}?").format(name=kpi.name), wrap=True))
        self.body.addWidget(text(consequence(kpi, parting), "body2", wrap=True))
        self.delete = self.add_button(delete_words(parting), self._delete, look="destructive", aside=True)
        self.cancel = self.add_cancel()
        if kpi.parked:
            self.cancel.setDefault(True)
        else:
            self.park = self.add_button(_("Park"), self._park, primary=True)
            self.park.setFocus()

    def _delete(self) -> None:
        self.accept()
        self.deleted.emit(self._kpi.uid)

    def _park(self) -> None:
        self.accept()
        self.parked.emit(self._kpi.uid)


def delete_words(parting: Parting) -> str:
    """What the button that deletes will do."""
    if parting.numbers:
        return ngettext("Delete {n} number", "Delete {n} numbers", parting.numbers).format(n=parting.numbers)
    return ngettext("Delete {n} note", "Delete {n} notes", parting.notes).format(n=parting.notes)


def consequence(kpi: Kpi, parting: Parting) -> str:
    """What goes with it, and what to do instead."""
    numbers = ngettext("{n} number", "{n} numbers", parting.numbers).format(n=parting.numbers)
    notes = ngettext("{n} note", "{n} notes", parting.notes).format(n=parting.notes)
    parts = [part for part, n in ((numbers, parting.numbers), (notes, parting.notes)) if n]
    both = _("{one} and {other}").format(one=parts[0], other=parts[1]) if len(parts) == 2 else parts[0]
    # Translators: “12 numbers and 3 notes”
    goes = _("{what} are deleted with it.").format(what=both)
    if kpi.parked:
        return goes
    return goes + " " + _("If you only want to stop measuring it, you can park it. Then everything is kept.")
