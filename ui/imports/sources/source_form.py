"""What can be said of the files of a source in place: what they are called, their decimal mark, dates and year."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpidesk.domain.entities import Source
from kpidesk.errors import BadInput
from kpidesk.exchange.intake import file_names, recipe
from kpidesk.exchange.intake.recipe import Marks
from kpidesk.exchange.tables.typed import year_typed
from kpidesk.reading import Order
from kpidesk.text import _
from ui.imports.sources.source_words import SAFT
from ui.parts.form import Choice, FieldRow, InPlaceLine
from ui.parts.whole import Lines


class SourceForm(QWidget):
    """``called`` tells another pattern of names, ``marked`` other marks; ``left`` that Esc was pressed."""

    called = Signal(str)
    marked = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._marks = Marks()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.pattern, self.year = InPlaceLine(_("What the files are called")), InPlaceLine(_("The year of the numbers"))
        self.decimal, self.order = Choice(_("The decimal mark")), Choice(_("How dates are written"))
        self.fault = Lines("", "risk")
        names = (
            (_("Called"), self.pattern),
            (_("Decimals"), self.decimal),
            (_("Dates"), self.order),
            (_("Year"), self.year),
        )
        self._rows = {field: FieldRow(name, field) for name, field in names}
        for row in self._rows.values():
            box.addWidget(row)
        box.addWidget(self.fault)
        self.pattern.committed.connect(self._tell_pattern)
        self.year.committed.connect(self._tell_year)
        self.decimal.chosen.connect(lambda mark: self._tell(replace(self._marks, decimal=mark)))
        self.order.chosen.connect(lambda order: self._tell(replace(self._marks, order=order)))
        for line in (self.pattern, self.year):
            line.given_up.connect(self._give_up)

    def show_source(self, source: Source) -> None:
        """Show a source; accounts have no marks, and a year stands where somebody has said one."""
        if source != self._source:
            self._refuse("")
        self._source, self._marks = source, recipe.marks_of(recipe.read(source.recipe))
        self.pattern.show_text(file_names.shown(source.pattern))
        self.pattern.setToolTip(_("{places} stand for what differs from file to file.").format(
            places=file_names.places()
        ))  # fmt: skip
        as_told = (_("As the file tells"), None)
        self.decimal.fill([as_told, (_("Decimal comma"), ","), (_("Decimal point"), ".")], self._marks.decimal)
        orders: list[tuple[str, object]] = [
            as_told, (_("Day, month, year"), Order.DMY), (_("Month, day, year"), Order.MDY),
            (_("Year, month, day"), Order.YMD),
        ]  # fmt: skip
        self.order.fill(orders, self._marks.order)
        self.year.show_text("" if self._marks.year is None else f"{self._marks.year}")
        tables = source.file_kind != SAFT
        for field in (self.decimal, self.order):
            self._rows[field].setVisible(tables)
        self._rows[self.year].setVisible(tables and self._marks.year is not None)

    def _tell_pattern(self, words: str) -> None:
        try:
            pattern = file_names.typed(words)
        except BadInput as error:
            self._refuse(str(error), self.pattern)
            return
        self._refuse("")
        self.called.emit(pattern)

    def _tell_year(self, words: str) -> None:
        try:
            year = year_typed(words) if words.strip() else None
        except BadInput as error:
            self._refuse(str(error), self.year)
            return
        self._refuse("")
        self._tell(replace(self._marks, year=year))

    def _tell(self, marks: Marks) -> None:
        self.marked.emit(marks)

    def _give_up(self) -> None:
        self._refuse("")
        self.left.emit()

    def _refuse(self, words: str, line: InPlaceLine | None = None) -> None:
        """Say why nothing was changed, and show what still stands."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        if line is not None and self._source is not None:
            line.show_text(
                file_names.shown(self._source.pattern) if line is self.pattern else f"{self._marks.year or ''}"
            )
