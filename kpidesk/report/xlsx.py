"""The review's tables as a workbook: true numbers and true dates, one sheet a table.

Texts are always texts: a name that begins with ``=`` is no formula.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kpidesk.report.model import KpiLine, NoteLine, Numbers, RawTable, ResultLine, Review
from kpidesk.text import _, pgettext, using

Value = str | float | int | dt.date | None
DAY = "yyyy-mm-dd"
BOLD, ITALIC, QUIET = Font(bold=True), Font(italic=True), Font(color="4E5A66")
UNDER = Border(bottom=Side("thin", color="1B2430"))
PROPERTIES = "docProps/core.xml"
MOMENT = re.compile(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<")
LONGEST_NAME = 31
"""Letters that a sheet's name may have."""


def build(review: Review) -> bytes:
    """The workbook: overview of the KPIs, goals, decisions, and every table of the appendix."""
    with using(review.language):
        book = Workbook()
        book.remove(book.active)
        _kpis(book, review)
        if review.goals:
            _goals(book, review)
        if review.decisions or review.previous_decisions:
            _decisions(book, review)
        for table in review.tables:
            _raw(book, table)
        book.properties.title = f"{review.company} – {review.title} {review.cycle_name}"
        book.properties.creator = review.author or "KPI Desk"
        out = io.BytesIO()
        book.save(out)
        return _timeless(out.getvalue(), review.as_of)


def _timeless(data: bytes, day: dt.date) -> bytes:
    """The same workbook without the moment of writing, so that the same review gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as written, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in written.namelist():
            content = written.read(name)
            if name == PROPERTIES:
                content = MOMENT.sub(f">{day.isoformat()}T00:00:00Z<".encode(), content)
            kept.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(book: Workbook, name: str, heads: Sequence[Value], widths: Sequence[float]) -> Worksheet:
    sheet = book.create_sheet("".join(c for c in name if c not in "[]:*?/\\")[:LONGEST_NAME])
    _row(sheet, 1, heads)
    for cell in sheet[1]:
        cell.font, cell.border, cell.alignment = BOLD, UNDER, Alignment(wrap_text=True, vertical="bottom")
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "B2"
    return sheet


def _row(sheet: Worksheet, row: int, values: Sequence[Value], decimals: int = 2, start: int = 1) -> list[Cell]:
    """Values side by side from column ``start`` on, numbers with so many decimals."""
    cells = []
    for column, value in enumerate(values, start):
        cell = sheet.cell(row, column)
        _put(cell, value, decimals)
        cells.append(cell)
    return cells


def _put(cell: Cell, value: Value, decimals: int) -> None:
    """A value as what it is; empty stays empty."""
    if value is None or value == "":
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, dt.date):
        cell.number_format = DAY
    elif isinstance(value, float):
        cell.number_format = number_format(decimals)


def number_format(decimals: int) -> str:
    """Thousands with the reader's own separator, and so many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _kpis(book: Workbook, review: Review) -> None:
    heads = (_("KPI"), _("Department"), _("Owner"), _("Unit"), _("Value"), *_target_heads(), _("Period"), _("Status"),
             _("Signal"))  # fmt: skip
    sheet = _sheet(book, _("KPI overview"), heads, (34, 18, 18, 12, 14, 14, 14, 24, 14, 10))
    for row, kpi in enumerate(review.kpis, 2):
        value: Value = kpi.value if kpi.hidden else kpi.number
        signal = _("Signal") if kpi.signal else ""
        _row(sheet, row, (kpi.name, kpi.department, kpi.owner, kpi.true_unit, value, kpi.target_number,
                          kpi.target_high, kpi.value_period, kpi.status_word, signal), kpi.decimals)  # fmt: skip


def _target_heads() -> tuple[str, str]:
    """A target, and the upper edge where it is a band."""
    return pgettext("paper", "Target"), _("Upper edge")


def _goals(book: Workbook, review: Review) -> None:
    heads = (pgettext("decision", "No."), _("Objective / key result"), _("Score"), _("Last quarter"), _("Unit"),
             _("Start"), _("Now"), *_target_heads(), _("Confidence"), _("Last check-in"))  # fmt: skip
    sheet = _sheet(book, _("Objectives and key results"), heads, (8, 60, 9, 12, 12, 14, 14, 14, 14, 10, 60))
    row = 2
    for goal in review.goals:
        for cell in _row(sheet, row, (goal.number, goal.title, goal.score, goal.previous)):
            cell.font = BOLD
        for result in goal.results:
            row += 1
            _result(sheet, row, result)
        row += 1


def _result(sheet: Worksheet, row: int, result: ResultLine) -> None:
    """A key result; one of a review that was kept by an older program has its numbers in words only."""
    numbers = result.numbers
    _row(sheet, row, (result.number, result.title, result.score, result.previous, numbers.unit))
    measured: tuple[Value, ...] = (numbers.start, numbers.now, numbers.target, numbers.high)
    if numbers == Numbers():
        measured = (result.start, result.now, result.target, None)
    _row(sheet, row, measured, numbers.decimals, start=6)
    _row(sheet, row, (result.confidence, result.note), start=10)


def _decisions(book: Workbook, review: Review) -> None:
    heads = (_("Decision"), _("Owner"), pgettext("decision", "Due"), _("Status"), _("Period"))
    sheet = _sheet(book, _("Decisions"), heads, (80, 20, 12, 12, 16))
    named = [(note, review.cycle_short) for note in review.decisions]
    named += [(note, review.previous_short) for note in review.previous_decisions]
    for row, (note, period) in enumerate(named, 2):
        _row(sheet, row, (note.text, note.owner, note.day, _done(note), period))


def _done(note: NoteLine) -> str:
    return pgettext("decision", "Done") if note.done else pgettext("decision", "Open")


def _raw(book: Workbook, table: RawTable) -> None:
    """One table of the appendix: the periods' first days as dates, and beneath them their names."""
    heads: list[Value] = [_("KPI"), _("Department"), _("Unit"), pgettext("paper", "Target"), *table.days]
    sheet = _sheet(book, table.title, heads, (34, 18, 12, 12, *(12.0 for _day in table.days)))
    for cell in _row(sheet, 2, ("", "", "", "", *table.columns)):
        cell.font, cell.alignment = QUIET, Alignment(horizontal="right")
    sheet.freeze_panes = "E3"
    row = 3
    for group in table.groups:
        for kpi in group.kpis:
            _raw_row(sheet, row, kpi, group.name)
            row += 1


def _raw_row(sheet: Worksheet, row: int, kpi: KpiLine, group: str) -> None:
    values: list[Value] = [cell.value if cell.value is not None else _word(cell.text) for cell in kpi.raw]
    cells = _row(sheet, row, (kpi.name, group, kpi.true_unit, kpi.target_number, *values), kpi.decimals)
    for cell, raw in zip(cells[4:], kpi.raw, strict=True):
        if raw.weight != "plain":
            cell.font = BOLD if raw.weight == "bold" else ITALIC


def _word(text: str) -> Value:
    """What stands where there is no number: a word, or nothing for a blank."""
    return None if text == "·" else text
