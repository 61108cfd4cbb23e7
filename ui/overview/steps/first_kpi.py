"""A KPI with its first numbers: nothing is judged, and its suggested target is confirmed or changed where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import targets
from kpidesk.figures import KpiFigures
from kpidesk.text import _, ngettext
from kpidesk.wording.kpis import hidden_reason, latest_period, latest_words, target_words
from ui.base.page import line, text
from ui.base.session import Session
from ui.overview.overview_rows import kpi_name
from ui.parts.elided import ElidedLabel

RIGHT = Qt.AlignmentFlag.AlignRight


class FirstKpi(QWidget):
    """Shown anew by ``tell``; ``opened`` names the KPI whose target is to be changed."""

    opened = Signal(str)

    def __init__(self, session: Session, figures: KpiFigures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._name, self._when = ElidedLabel("", "strong"), ElidedLabel("", "small")
        self._value, self._target = text("", "strong"), text("", "small")
        self.confirm, self.change = QPushButton(_("Confirm")), QPushButton(_("Change"))
        for link in (self.confirm, self.change):
            link.setProperty("smalllink", True)
        self.confirm.clicked.connect(self._confirm)
        self.change.clicked.connect(self._open)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.setSpacing(2)
        for left, rest in ((self._name, (self._value,)), (self._when, (self._target, self.confirm, self.change))):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(left, 1)
            for widget in rest:
                row.addWidget(widget, 0, RIGHT)
            outer.addLayout(row)
        outer.addSpacing(6)
        outer.addWidget(line())
        self.tell(figures)

    def tell(self, figures: KpiFigures) -> None:
        """Show how it stands now."""
        self.figures = figures
        name = kpi_name(figures.kpi)
        when = latest_period(figures, self._session.today(), self._session.ws.company.fiscal_year_start)
        n = len(figures.known)
        count = ngettext("one number so far", "{n} numbers so far", n).format(n=n)
        self._name.show_words(name)
        self._when.show_words(f"{fmt.capital(when)} · {hidden_reason(figures) or count}")
        self._value.setText(latest_words(figures))
        goal = target_words(figures)
        words = _("{target} suggested") if figures.suggested else _("target {target}")
        self._target.setText(words.format(target=goal) if goal else "")
        for link in (self.confirm, self.change):
            link.setVisible(figures.suggested and bool(goal))
            link.setAccessibleName(f"{link.text()}, {name}")

    def _confirm(self) -> None:
        self._session.perform(targets.confirm, self.figures.kpi.uid)

    def _open(self) -> None:
        self.opened.emit(self.figures.kpi.uid)


def without_numbers(figures: Sequence[KpiFigures]) -> str:
    """Which KPIs have no number yet, in a sentence; empty where all have."""
    names = [kpi_name(each.kpi) for each in figures if each.latest is None and each.masked is None]
    words = ngettext("{names} has no numbers yet.", "{names} have no numbers yet.", len(names))
    return words.format(names=fmt.listed(names, most=8)) if names else ""
