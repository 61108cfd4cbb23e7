"""Files as people have them are split into the cells that stand in them, whatever comes before the table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kpidesk.exchange.sheets import FileKind, NotSheets, read_book, what_is

ROOT = Path(__file__).resolve().parents[3]
CASES, DATA = ROOT / "../shared/cases", ROOT / "../shared/data"
COMMAS = frozenset(
    [
        "birite",
        "dollar",
        "ga4_nth_day",
        "google_trends_sunday_weeks",
        "mailchimp",
        "metrics_long_no_where",
        "person_kpi_week",
        "quoted_decimal_comma3",
        "real_ga_us_short",
        "real_shopify_sheet",
        "real_toggl",
        "real_vipps_settlement",
        "us_dates",
        "wide_jan_24",
        "wide_q1_2024",
        "ecdc_norway_weekly_iso",
        "ibm_emp_attrition",
        "mta_daily_ridership",
        "nhs_ae_attendances_monthly_long",
        "seaborn_flights_monthly",
        "statsmodels_co2_weekly_gaps",
        "statsmodels_elec_equip_monthly",
        "statsmodels_macrodata_quarterly",
        "vega_sp500_monthly",
    ]
)
LATIN = frozenset(
    ["ssb_konsumprisindeks_1979-2016_latin1", "RF-1167_Grouping_Category_Code", "RF-1175_Grouping_Category_Code"]
)
FILES = sorted([*CASES.glob("*.csv"), *DATA.glob("kpi/*.csv"), *DATA.glob("saft/codes/*.csv")])
present = pytest.mark.skipif(not FILES, reason="the shared cases and data are not on this machine")


def cell_by_cell(path: Path, mark: str) -> dict[int, tuple[str, ...]]:
    """The file split by a mark that is known, its rows by their lines."""
    found = {}
    text = path.read_bytes().decode("latin-1" if path.stem in LATIN else "utf-8-sig")
    reader = csv.reader(text.splitlines(), delimiter=mark)
    for row in reader:
        cells = tuple(cell.strip() for cell in row)
        while cells and not cells[-1]:
            cells = cells[:-1]
        if cells and not (path.stem == "sep_line" and reader.line_num == 1):
            found[reader.line_num] = cells
    return found


@present
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_file_is_split_by_its_own_mark_and_its_rows_keep_their_lines(path: Path) -> None:
    mark = "," if path.stem in COMMAS else ";"
    book = read_book(path)
    (sheet,) = book.sheets
    assert book.delimiter == mark
    assert dict(zip(sheet.lines, sheet.rows, strict=True)) == cell_by_cell(path, mark)
    assert book.letters is not None and book.letters.guessed == (path.stem in LATIN)
    assert book.saved is not None


@present
def test_a_few_cells_are_what_one_reads_in_the_file() -> None:
    def row(name: str, line: int) -> tuple[object, ...]:
        sheet = read_book(CASES / name).sheets[0]
        return tuple(sheet.rows[list(sheet.lines).index(line)])

    assert row("sep_line.csv", 2) == ("Dato", "Beløp")
    assert row("trailing_separator.csv", 2) == ("2026-01-01", "5")
    assert row("ga4_nth_day.csv", 11) == ("0000", "12")
    assert row("birite.csv", 1) == ("", "", "Jan-24", "Feb-24", "Mar-24", "Total")
    assert row("real_toggl.csv", 2)[5] == "Homepage, copy"
    assert row("preamble_short.csv", 6) == ("Måned", "Salg")
    assert row("resultatrapport2.csv", 5)[-1] == "Sum"
    assert row("dollar.csv", 4) == ("2026-03", "($50.00)")


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not on this machine")
def test_a_workbook_from_the_field_keeps_its_dates_and_numbers() -> None:
    book = read_book(CASES / "simple.xlsx")
    assert [len(sheet.rows) for sheet in book.sheets] == [5]
    assert all(isinstance(row[1], float) for row in book.sheets[0].rows[1:])


@pytest.mark.skipif(not (DATA / "saft").is_dir(), reason="the shared data is not on this machine")
def test_accounts_are_told_by_name_whichever_version_and_with_or_without_their_namespace() -> None:
    for path in (DATA / "saft").glob("*.xml"):
        assert what_is(path) is FileKind.ACCOUNTS
        with pytest.raises(NotSheets) as told:
            read_book(path)
        assert told.value.kind is FileKind.ACCOUNTS


@pytest.mark.skipif(not (CASES / "hostile").is_dir(), reason="the shared cases are not on this machine")
def test_our_own_files_and_reply_sheets_are_told_by_name() -> None:
    kinds = {path.name: what_is(path) for folder in ("hostile", "versions") for path in (CASES / folder).iterdir()}
    own = {kind for name, kind in kinds.items() if name.endswith(".kpidesk")}
    assert own == {FileKind.WORKSPACE}
    assert kinds["merge.xlsx"] is kinds["reply-far.xlsx"] is FileKind.REPLY
