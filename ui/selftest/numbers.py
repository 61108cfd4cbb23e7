"""The steps with numbers: typed by hand, and out of a workbook."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex

from kpidesk.domain.entities import Input, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import _
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_view import EntryView
from ui.imports.import_page import ImportPage
from ui.selftest.desk import Broken, Desk

TYPED = 7.0
EARLIER = 40
"""So many months ago nobody has typed anything in an example that is told of a year."""
MONTHS = 3
HEADING = "Måned"


def enter_and_undo(desk: Desk) -> str:
    """Type a number into the sheet, and take it back."""
    page = desk.at(EntryPage)
    view, index = _newest_cell(page)
    cell = view.grid.cell(index)
    assert cell is not None
    before = page.ledger.value(cell)
    view.setFocus()
    view.go_to(index)
    desk.turn()
    desk.type(str(int(TYPED)), view)
    desk.until(lambda: page.ledger.value(cell) == TYPED, _("The number is not saved."))
    desk.do("undo")
    desk.until(lambda: page.ledger.value(cell) == before, _("The number is not undone."))
    source = desk.session.ws.find(Input, cell[0])
    return "" if source is None else source.name


def _newest_cell(page: EntryPage) -> tuple[EntryView, QModelIndex]:
    """A cell in which something else stands than what is to be typed."""
    for view in page.views:
        for row in range(view.grid.rowCount()):
            for column in reversed(range(view.grid.columnCount())):
                index = view.grid.index(row, column)
                cell = view.grid.cell(index)
                if cell is not None and page.ledger.value(cell) not in (None, TYPED):
                    return view, index
    raise Broken(_("There is no number in the sheet."))


def import_workbook(desk: Desk) -> str:
    """Write a workbook as a till or a shop does, and take its numbers."""
    import openpyxl

    source = next(each for each in desk.session.ws.all(Input) if each.frequency is Frequency.MONTH)
    this = Period.containing(desk.session.today(), Frequency.MONTH)
    months = [this.previous(EARLIER + n) for n in range(MONTHS)]
    book = openpyxl.Workbook()
    for line in ([HEADING, source.name], *([each.first, 11.0 + n] for n, each in enumerate(months))):
        book.active.append(line)
    path = desk.folder / "selftest.xlsx"
    book.save(path)
    page = desk.at(ImportPage, path)
    desk.until(lambda: page.found is not None, _("The workbook is not read."))
    desk.until(page.do.isEnabled, _("Nothing in the workbook can be imported."))
    page.do.click()
    desk.until(lambda: all(_stands(desk, source.uid, each) for each in months), _("The numbers were not saved."))
    return path.name


def _stands(desk: Desk, uid: Uid, period: Period) -> bool:
    return period in desk.session.ws.series(uid)
