"""The right of page 20: the sheets of the file, and the cells of one of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kpidesk.exchange.sheets.book import Book
from kpidesk.text import _
from ui.base.actions import named_key
from ui.base.page import Margins, column, text
from ui.base.replacing import discard
from ui.base.theme import Theme
from ui.imports.reading.raw_lines import Laid
from ui.imports.reading.raw_view import RawView
from ui.parts.elided import ElidedLabel
from ui.parts.form import Choice
from ui.parts.head_room import HeadRoom, hides
from ui.parts.segmented import Segmented

MOST_SEGMENTS = 5
LETTERS = 18
"""So much of the file's name is kept while anything else can give way."""


class RawPane(QWidget):
    """``sheet_said`` names another sheet, ``role_said`` a column and what it is for."""

    sheet_said = Signal(str)
    role_said = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        box = column(self)
        head = QWidget()
        self._row = row = QHBoxLayout(head)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(12)
        self.sheets: QWidget = QWidget()
        self._names: tuple[str, ...] = ()
        row.addWidget(self.sheets, 1)
        row.addStretch()
        told = _("Click a column head, or press {key}, to use the column for something else.")
        hint = text(told.format(key=named_key("Alt+Down")), "small")
        row.addWidget(hint)
        self.whole = QPushButton()
        self.whole.setProperty("link", True)
        self.whole.clicked.connect(self._show_whole)
        row.addWidget(self.whole)
        Margins(row, head, left=-4, right=-4)
        HeadRoom(head, [hides(hint)])
        box.addWidget(head)
        self.view = RawView(theme)
        self.view.setAccessibleDescription(hint.text())
        self.view.said.connect(self.role_said)
        inset = QHBoxLayout()
        inset.setContentsMargins(0, 0, 0, 0)
        inset.addWidget(self.view)
        Margins(inset, self, left=-4, right=-20)
        box.addLayout(inset, 1)
        self.view.table.modelReset.connect(self._name_link)

    def show_book(self, book: Book, laid: Laid) -> None:
        """Show a sheet of a file."""
        names = tuple(sheet.name for sheet in book.sheets)
        if names != self._names:
            self._put(self._chooser(book, laid))
            self._names = names
        self._choose(laid.sheet.name)
        self.view.show_laid(laid)

    def _chooser(self, book: Book, laid: Laid) -> QWidget:
        names = [sheet.name for sheet in book.sheets]
        if len(names) == 1:
            named = ElidedLabel(book.name, "strong")
            named.keep_letters(LETTERS)
            return named
        if len(names) <= MOST_SEGMENTS:
            segments = Segmented([(name, name) for name in names], laid.sheet.name, _("Sheet"))
            segments.chosen.connect(self.sheet_said)
            return segments
        combo = Choice(_("Sheet"), inplace=False)
        combo.setMinimumContentsLength(18)
        combo.fill([(name, name) for name in names], laid.sheet.name)
        combo.chosen.connect(self.sheet_said)
        return combo

    def _put(self, chooser: QWidget) -> None:
        self._row.replaceWidget(self.sheets, chooser)
        chooser.show()
        discard(self.sheets)
        self.sheets = chooser

    def _choose(self, name: str) -> None:
        """Have the chooser say which sheet is shown, without asking for it."""
        if isinstance(self.sheets, Segmented) and self.sheets.value() != name:
            self.sheets.blockSignals(True)
            self.sheets.choose(name)
            self.sheets.blockSignals(False)
        elif isinstance(self.sheets, Choice):
            self.sheets.setCurrentIndex(self.sheets.findData(name))

    def _name_link(self) -> None:
        table = self.view.table
        self.whole.setText(_("Hide identical rows") if table.whole else _("Show all rows"))
        self.whole.setVisible(table.folds)

    def _show_whole(self) -> None:
        self.view.table.show_whole(not self.view.table.whole)
