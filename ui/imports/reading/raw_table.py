"""The sheet of a file as a Qt model: its cells as they stand, and beside each row why it is read as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.understood import Role
from kpidesk.text import _
from ui.base.reach.cells import nothing_here
from ui.imports.reading.raw_lines import EveryRow, Laid, Line, opened
from ui.imports.reading.raw_words import PLAIN, Form, cell_text, form_of, is_number, letters, role_word

Index = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
EXAMPLES = 400
"""So many rows of a column tell how it is written and how wide it is."""


class RawTable(QAbstractTableModel):
    """One line for each row or fold, one column for each of the sheet, and the margin last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.laid: Laid | None = None
        self.lines: Sequence[Line] = ()
        self.whole = False
        self._forms: dict[int, Form] = {}
        self._roles: dict[int, Role] = {}

    def show(self, laid: Laid) -> None:
        """Show a sheet, folded unless every row was asked for."""
        self.beginResetModel()
        self.laid = laid
        self.lines = EveryRow(len(laid.sheet.rows)) if self.whole else laid.lines
        self._roles = {column.place: column.role for column in laid.read.columns}
        self._forms = {place: form_of(self.examples(place), self.role(place)) for place in range(laid.width)}
        self.endResetModel()

    def show_whole(self, whole: bool) -> None:
        """Show every row, or fold what is read alike."""
        self.whole = whole
        if self.laid is not None:
            self.show(self.laid)

    def open_fold(self, place: int) -> None:
        """Show the rows of one fold."""
        line = self.lines[place]
        if not line.folded:
            return
        self.beginResetModel()
        self.lines = opened(self.lines, place)
        self.endResetModel()

    @property
    def folds(self) -> bool:
        """Whether there is anything to unfold, or something was."""
        return self.laid is not None and len(self.laid.lines) < len(self.laid.sheet.rows)

    @property
    def margin(self) -> int:
        """The column beside the sheet."""
        return self.laid.width if self.laid is not None else 0

    def examples(self, column: int) -> Iterable[Cell]:
        """Cells of a column of the table that tell what it is like, its headings left aside."""
        if self.laid is None:
            return
        area = self.laid.read.area
        first = area.first_row + area.headings
        for row in self.laid.sheet.rows[first : min(area.last_row + 1, first + EXAMPLES)]:
            if column < len(row):
                yield row[column]

    # ---- what a line is --------------------------------------------------------------------------

    def role(self, column: int) -> Role:
        """What a column is for; one beside the table for nothing."""
        return self._roles.get(column, Role.LEFT_OUT)

    def has_role(self, column: int) -> bool:
        """Whether a column is one of the table's."""
        return column in self._roles

    def cell(self, row: int, column: int) -> Cell:
        """A cell by its place in the sheet."""
        if self.laid is None:
            return None
        cells = self.laid.sheet.rows[row]
        return cells[column] if column < len(cells) else None

    def words(self, line: Line, column: int) -> str:
        """A cell as it is shown; of a fold which rows it stands for."""
        if line.folded:
            return self.fold_words(line) if column == 0 else ""
        if column == self.margin:
            return self.mark(line)
        return cell_text(self.cell(line.first, column), self._forms.get(column, PLAIN))

    def fold_words(self, line: Line) -> str:
        """Which rows are folded here."""
        assert self.laid is not None
        first, last = self.laid.sheet.lines[line.first], self.laid.sheet.lines[line.last]
        return _("Rows {first} to {last} are read in the same way").format(
            first=fmt.number(first), last=fmt.number(last)
        )

    def mark(self, line: Line) -> str:
        """What stands in the margin of a row."""
        if self.laid is None or line.folded:
            return ""
        found = self.laid.read.marks.get(line.first)
        if found is None:
            return _("Unusual number") if self.laid.is_odd(line) else ""
        return str(found)

    def is_right(self, line: Line, column: int) -> bool:
        """Whether a cell stands at the right, as numbers do."""
        numbers = self.role(column) in (Role.NUMBER, Role.PLUS, Role.MINUS)
        if self.laid is not None and self.laid.is_heading(line):
            return numbers or self._mostly_numbers(column)
        cell = self.cell(line.first, column)
        if numbers and isinstance(cell, str) and any(map(str.isdigit, cell)):
            return True  # “2.93%”, “($3.98)” and “kr 1 200,-” as well
        return self.role(column) is not Role.PERIOD and is_number(cell)

    def _mostly_numbers(self, column: int) -> bool:
        if self.role(column) is Role.PERIOD and self._forms.get(column, PLAIN).months:
            return False
        found = [cell for cell in islice(self.examples(column), 8) if cell not in (None, "")]
        return self.role(column) is not Role.PERIOD and bool(found) and all(map(is_number, found))

    def line_of(self, row: int) -> int:
        """The line that a row of the sheet is in."""
        return next((place for place, line in enumerate(self.lines) if line.first <= row <= line.last), 0)

    # ---- Qt --------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: the sheet's columns and the margin."""
        return 0 if parent.isValid() or self.laid is None else self.laid.width + 1

    def data(self, index: Index, role: int = ItemRole.DisplayRole) -> object:
        """Qt: a cell; for a screen reader with what is made of it."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == ItemRole.DisplayRole:
            return self.words(line, column)
        if role == ItemRole.ToolTipRole:
            return self.words(line, column) or None
        if role == ItemRole.AccessibleTextRole:
            return self._spoken(line, column)
        return None

    def _spoken(self, line: Line, column: int) -> str:
        told = [self.words(line, column)]
        if line.folded:
            return told[0] or nothing_here()
        if column != self.margin and self.laid is not None and self.laid.is_out(line, column):
            told.append(_("not imported"))
        return ", ".join(each for each in told if each) or nothing_here()

    def headerData(self, section: int, way: Qt.Orientation, role: int = ItemRole.DisplayRole) -> object:
        """Qt: a column's letter with what it is for; a row's number in the file. The margin's head is only heard."""
        heard = role == ItemRole.AccessibleTextRole
        if role not in (ItemRole.DisplayRole, ItemRole.AccessibleTextRole) or self.laid is None:
            return None
        if way is Qt.Orientation.Vertical:
            line = self.lines[section]
            return "⋮" if line.folded else str(self.laid.sheet.lines[line.first])
        if section == self.margin:
            return _("Remark") if heard else ""
        between = ", " if heard else "\n"
        return (
            f"{letters(section)}{between}{role_word(self.role(section))}"
            if self.has_role(section)
            else letters(section)
        )
