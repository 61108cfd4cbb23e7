"""Workbooks of all kinds keep what is typed in them: dates, times, percents, errors, and which sheets are shown."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest

from kpidesk.exchange.sheets import FileKind, NotSheets, read_book, read_stream
from kpidesk.exchange.sheets.book import Book, Kind, Merged, Percent
from kpidesk.exchange.sheets.formats import Shown, shown, shown_by
from tests.exchange.sheets import made
from tests.table import table

DAY = dt.date(2026, 1, 1)


def moment(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAY, dt.time(hour, minute))


def read(data: bytes, name: str = "salg") -> Book:
    return read_stream(io.BytesIO(data), name)


def saved(book: openpyxl.Workbook) -> bytes:
    made_bytes = io.BytesIO()
    book.save(made_bytes)
    return made_bytes.getvalue()


def test_an_xlsx_keeps_its_cells_typed() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["C3"], sheet["D3"] = "  Måned ", DAY, moment(23, 30)
    sheet["E3"], sheet["F3"], sheet["G3"] = dt.time(1, 35), dt.timedelta(hours=30), True
    sheet["C5"], sheet["D5"], sheet["E5"] = 1234.5, 0.05, 0.125
    sheet["D5"].number_format, sheet["E5"].number_format = "0%", '0.0" %"'
    sheet["F5"], sheet["F5"].data_type = "#DIV/0!", "e"
    found = read(saved(book)).sheets[0]
    assert list(found.lines) == [3, 5]
    assert list(found.rows) == [
        (None, "Måned", DAY, moment(23, 30), dt.timedelta(hours=1, minutes=35),
         dt.timedelta(hours=30), True),
        (None, None, 1234.5, 0.05, 0.125, "#DIV/0!"),
    ]  # fmt: skip
    assert [type(cell) for cell in found.rows[1][2:5]] == [float, Percent, float]


def test_a_chart_is_passed_over_and_hidden_sheets_come_last() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Skjult"
    book.active["A1"], book.active.sheet_state = 1, "hidden"
    book.create_chartsheet("Graf")
    for title in ("Februar", "Januar"):
        book.create_sheet(title)["A1"] = 2
    book.active = 2
    assert [(sheet.name, sheet.hidden) for sheet in read(saved(book)).sheets] == [
        ("Februar", False), ("Januar", False), ("Skjult", True),
    ]  # fmt: skip


def test_merged_cells_are_told_by_their_places_among_the_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"] = 2025
    sheet.merge_cells("B3:D3")
    sheet["A5"], sheet["B5"], sheet["B6"] = "Oslo", 1, 2
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("F20:G21")
    found = read(saved(book)).sheets[0]
    assert found.merged == (Merged(0, 0, 1, 3), Merged(1, 2, 0, 0))


def test_dates_from_1904_are_the_days_that_one_sees() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = DAY
    assert read(saved(book)).sheets[0].rows[0] == (DAY,)
    date = made.number(0, 0, 46023 - 1462, 2) + made.formula(0, 1, 46023 - 1462, 2)
    assert read(made.xls({"A": date}, extra=made.record(0x22, b"\1\0"))).sheets[0].rows[0] == (DAY, DAY)
    assert read(made.xlsb({"A": made.row(0) + made.whole(0, 46023 - 1462, 2)}, from_1904=True)).sheets[0].rows[0] == (
        DAY,
    )


def test_an_old_xls_keeps_its_cells_typed() -> None:
    cells = made.label(2, 1, "Måned") + made.number(2, 2, 0.05, 1) + made.number(3, 2, 46023, 2)
    cells += made.number(3, 3, 1.25, 3) + made.error(3, 4, 7) + made.formula(4, 2, 46023.5, 2) + made.formula(4, 3, 12)
    cells += made.several(5, 1, [1, 2, 46023], 0)
    book = read(made.xls({"Salg": cells, "Andre": made.number(0, 0, 1)}, hidden="Andre"))
    assert book.kind is Kind.XLS and [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Salg", False), ("Andre", True),
    ]  # fmt: skip
    found = book.sheets[0]
    assert list(found.lines) == [3, 4, 5, 6]
    assert list(found.rows) == [
        (None, "Måned", 0.05),
        (None, None, DAY, dt.timedelta(hours=30), "#DIV/0!"),
        (None, None, moment(12), 12.0),
        (None, 1.0, 2.0, 46023.0),
    ]
    assert isinstance(found.rows[0][2], Percent)


def test_an_xlsb_keeps_its_cells_typed_and_its_whole_days_are_days() -> None:
    cells = made.row(1) + made.text(1, "Måned") + made.real(2, 0.05, 1) + made.real(3, 0.055, 3)
    cells += made.row(3) + made.whole(1, 46023, 2) + made.real(2, 46023.25, 2) + made.bad(3, 7) + made.bad(4, 0x2A, 11)
    book = read(made.xlsb({"Gjemt": made.row(0) + made.whole(0, 5), "Salg": cells}, hidden="Gjemt"))
    assert book.kind is Kind.XLSB and [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Salg", False), ("Gjemt", True),
    ]  # fmt: skip
    assert list(book.sheets[0].rows) == [
        (None, "Måned", 0.05, 0.055),
        (None, DAY, moment(6), "#DIV/0!", "#N/A"),
    ]
    assert [type(cell) for cell in book.sheets[0].rows[0][2:]] == [Percent, Percent]


def test_an_ods_keeps_its_cells_typed_and_repeats_what_is_repeated() -> None:
    first = made.line(
        made.cell('value-type="string"', "Måned"),
        made.cell('value-type="date" date-value="2026-01-01"', "1. jan."),
        made.cell('value-type="percentage" value="0.05"', "5 %", 2),
        made.cell('value-type="time" time-value="PT01H35M00S"', "1:35"),
        made.cell('value-type="string" string-value="" calcext:value-type="error"', "#DIV/0!"),
        made.cell(times=16_378),
    )
    nothing = made.cell(times=16_384)
    sevens = made.line(made.cell('value-type="float" value="7"', "7", 3), times=2)
    table = made.table("Salg", first, made.line(nothing, times=3), sevens, made.line(nothing, times=1_048_570))
    table += made.table("Gjemt", made.line(made.cell(made.ONE, "1")), style="gone")
    book = read(made.ods(table))
    assert book.kind is Kind.ODS and [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Salg", False), ("Gjemt", True),
    ]  # fmt: skip
    found = book.sheets[0]
    assert list(found.lines) == [1, 5, 6]
    assert list(found.rows) == [
        ("Måned", DAY, 0.05, 0.05, dt.timedelta(hours=1, minutes=35), "#DIV/0!"), (7.0, 7.0, 7.0), (7.0, 7.0, 7.0),
    ]  # fmt: skip
    assert [type(cell) for cell in found.rows[0][2:4]] == [Percent, Percent]


def test_cells_that_do_not_say_where_they_stand_follow_one_another() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='4'><c><v>3</v></c></row>"
    found = read(made.xlsx(rows)).sheets[0]
    assert (list(found.rows), list(found.lines)) == ([(1.0, 2.0), (3.0,)], [1, 4])


def test_progress_goes_forward_to_the_end_and_can_cancel(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("A")
    for number in range(20_000):
        sheet.append([DAY, "butikk", number])
    path = tmp_path / "stor.xlsx"
    book.save(path)
    told: list[tuple[int, int]] = []
    read_book(path, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told) and told[-1] == (path.stat().st_size,) * 2

    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_book(path, progress=cancel)


def test_a_workbook_without_a_cell_is_empty() -> None:
    with pytest.raises(NotSheets) as told:
        read(saved(openpyxl.Workbook()))
    assert told.value.kind is FileKind.EMPTY


@table(
    "code, how",
    [
        ("0.00%", Shown.PERCENT), ("0.0 %;[Red]-0.0 %", Shown.PERCENT),
        ('0.0" %"', Shown.PLAIN), ("0\\%", Shown.PLAIN), ("#,##0 [$kr-414]", Shown.PLAIN), ("General", Shown.PLAIN),
        ("[Red]0.00", Shown.PLAIN), ('0.0 "dager"', Shown.PLAIN), ("_-* #,##0_-", Shown.PLAIN),
        ("dd.mm.yyyy", Shown.DATE), ("[$-414]mmm yy;@", Shown.DATE), ("h:mm AM/PM", Shown.DATE),
        ("[h]:mm", Shown.DURATION), ("[mm]:ss", Shown.DURATION),
    ],
)  # fmt: skip
def test_formats_tell_how_a_number_is_shown(code: str, how: Shown) -> None:
    assert shown_by(code) is how


def test_formats_that_every_program_knows_need_no_words() -> None:
    assert [shown(number, {}) for number in (0, 4, 9, 10, 14, 22, 46)] == [
        Shown.PLAIN, Shown.PLAIN, Shown.PERCENT, Shown.PERCENT, Shown.DATE, Shown.DATE, Shown.DURATION,
    ]  # fmt: skip
