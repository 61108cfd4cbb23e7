"""Delete a KPI that has a history, or rather park it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk.commands.arrange import Parting
from kpidesk.domain.entities import Kpi
from kpidesk.text import _, ngettext
from ui.page import text
from ui.scale import px


class DeleteKpi(QDialog):
    """``parked`` and ``deleted`` name the KPI; parking is what Enter does."""

    parked = Signal(str)
    deleted = Signal(str)

    def __init__(self, kpi: Kpi, parting: Parting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Delete KPI"))
        self.setFixedWidth(px(440))
        self._kpi = kpi
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        question = text(_("Delete {name}?").format(name=kpi.name), "title", wrap=True)
        column.addWidget(question)
        column.addWidget(text(consequence(kpi, parting), "body2", wrap=True))
        column.addSpacing(8)
        column.addLayout(self._buttons(parting))

    def _buttons(self, parting: Parting) -> QHBoxLayout:
        self.delete = QPushButton(delete_words(parting))
        self.delete.setProperty("destructive", True)
        self.delete.setAutoDefault(False)
        self.delete.clicked.connect(self._delete)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.delete)
        row.addStretch()
        row.addWidget(self.cancel)
        if self._kpi.parked:
            self.cancel.setDefault(True)
            return row
        self.park = QPushButton(_("Park"))
        self.park.setProperty("primary", True)
        self.park.setDefault(True)
        self.park.clicked.connect(self._park)
        row.addWidget(self.park)
        self.park.setFocus()
        return row

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
    goes = _("{what} go with it.").format(what=both)
    if kpi.parked:
        return goes
    return goes + " " + _("If you only want to stop measuring it, you can park it. Then everything is kept.")
