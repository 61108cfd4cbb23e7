"""Real files and traps: what is taken, what is skipped and why, and that nothing is half-imported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import people
from kpidesk.domain.entities import Combine, Company, Input
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput
from kpidesk.exchange import csv_import
from kpidesk.exchange import table as tables
from kpidesk.exchange.number_column import NumberColumn
from kpidesk.exchange.table import decode, parse_table
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "kpi"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside the project")
ROLES = {"D": Frequency.DAY, "W": Frequency.WEEK, "M": Frequency.MONTH, "Q": Frequency.QUARTER}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = text.language()
    text.use("en")
    yield
    text.use(before)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made:
        yield made


def an_input(ws: Workspace, role: str = "M", combine: Combine = Combine.SUM) -> str:
    return own_kpis.add_input(ws, "Number", frequency=ROLES[role], combine=combine)


def planned(ws: Workspace, path: Path, role: str = "M", combine: Combine = Combine.SUM, **options) -> csv_import.Plan:
    return csv_import.read_plan(ws, an_input(ws, role, combine), path, csv_import.AsWritten(**options))


FILES = [
    ("ssb_varehandelsindeks_2000M01-2025M02.csv", "M", Combine.MEAN, {"value_column": "NACE 47.1"}, 302,
     {"2000-01": 36.8, "2000-02": 38.3}),
    ("ssb_ledige_stillinger_2010K1-2024K4.csv", "Q", Combine.LAST, {"value_column": "01-96"}, 60, {"2010-Q1": 60500}),
    ("nhs_ae_attendances_monthly_long.csv", "M", Combine.SUM, {"value_column": "attendances", "date_column": "period"},
     36, {}),
    ("oed_normpriser_2019_daily.csv", "M", Combine.MEAN,
     {"value_column": "nok_bbl", "date_column": "date", "where": [("crude", "EKOFISK")]}, 12, {"2019-01": 520.08}),
    ("seaborn_flights_monthly.csv", "M", Combine.SUM, {}, 144, {"1949-01": 112, "1960-12": 432}),
    ("vega_sp500_monthly.csv", "M", Combine.LAST, {}, 123, {"2000-01": 1394.46}),
    ("statsmodels_elec_equip_monthly.csv", "M", Combine.MEAN, {}, 257, {"1995-01": 66.19}),
    ("statsmodels_co2_weekly_gaps.csv", "W", Combine.LAST, {}, None, {"1958-W13": 316.1}),
    ("statsmodels_macrodata_quarterly.csv", "Q", Combine.LAST, {"value_column": "cpi"}, 203, {"1959-Q1": 28.98}),
    ("mta_daily_ridership.csv", "D", Combine.SUM, {"value_column": "2"}, None, {"2020-03-01": 2212965}),
]  # fmt: skip


@needs_data
@pytest.mark.parametrize(("name", "role", "combine", "options", "count", "some"), FILES, ids=[row[0] for row in FILES])
def test_published_files_are_read(ws, name, role, combine, options, count, some):
    plan = planned(ws, DATA / name, role, combine, **options)
    assert len(plan.values) == count if count else len(plan.values) > 500
    for key, value in some.items():
        assert plan.values[Period.parse(key)] == pytest.approx(value, abs=0.005)


@needs_data
def test_a_weekly_series_keeps_its_summer_gaps(ws):
    where = [("age", "15-64"), ("indicator", "ILIconsultationrate")]
    plan = planned(ws, DATA / "ecdc_norway_weekly_iso.csv", "W", Combine.MEAN, value_column="value", where=where)
    assert plan.values[Period.parse("2026-W18")] == 12.8
    keys = {period.key() for period in plan.values}
    assert {"2022-W20", "2022-W30"} <= keys
    assert not keys & {f"2022-W{week}" for week in range(21, 30)}
    assert plan.other_rows > 0


@needs_data
@pytest.mark.parametrize("name", ["difi_innsynskrav_2010.csv", "ibm_emp_attrition.csv"])
def test_a_file_without_dates_is_refused_with_its_columns(ws, name):
    with pytest.raises(BadInput, match="--date-column"):
        planned(ws, DATA / name)


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same_table(encoding):
    content = "måned;beløp\n2026-01;1\n"
    assert parse_table(decode(content.encode(encoding))[0]).header == ("måned", "beløp")


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(mark):
    table = parse_table(f"date{mark}value\n2026-01{mark}5\n2026-02{mark}6\n")
    assert table.delimiter == mark and len(table.rows) == 2


@pytest.mark.parametrize(
    ("texts", "delimiter", "values"),
    [
        (["1,5", "2,25"], ";", [1.5, 2.25]),
        (["1.234,5", "12"], ";", [1234.5, 12]),
        (["1,234.5"], ";", [1234.5]),
        (["1,284,500", "950"], ",", [1284500, 950]),
        (["1.284.500", "950.000"], ";", [1284500, 950000]),
        (["1,234", "2,345"], ",", [1234, 2345]),
        (["28.980", "177.146"], ",", [28.98, 177.146]),
        (["1 284 500", "5"], ";", [1284500, 5]),
        (["kr 12 345,50", "−kr 5,25"], ";", [12345.5, -5.25]),
        (["kr. 12,50", "kr. 345"], ";", [12.5, 345]),
        (["$1,234.50", "-$7.25", "1,000.00 USD"], ",", [1234.5, -7.25, 1000]),
        (["12 345,-", "krabbe 5"], ";", [12345, None]),
        (["nan", "inf", "1e99", "12x"], ";", [None, None, None, None]),
    ],
)
def test_a_column_tells_its_own_convention(texts, delimiter, values):
    column = NumberColumn.of(texts, delimiter, "en")
    assert [column.read(cell) for cell in texts] == values


@pytest.mark.parametrize(("spoken", "delimiter", "value"), [("nb", ";", 12500), ("en", ";", 12.5), ("nb", ",", 12.5)])
def test_a_lone_point_that_leaves_it_open_is_read_as_people_of_the_language_write_it(spoken, delimiter, value):
    column = NumberColumn.of(["12.500", "kr 7"], delimiter, spoken)
    assert column.read("12.500") == value and column.reading == ("12.500", value)


def test_a_plan_says_how_a_column_was_read_that_leaves_its_decimal_mark_open(ws, tmp_path):
    told = {
        rows: planned(ws, written(tmp_path, f"month;sales\n2026-01;5\n{rows}\n")).reading
        for rows in ("2026-02;12.500", "2026-02;12.500\n2026-03;1.5", "2026-02;7")
    }
    read = 12500.0 if ws.company.language == "nb" else 12.5
    assert list(told.values()) == [("12.500", read), None, None]


def test_lines_before_the_header_are_passed_over(ws, tmp_path):
    path = written(tmp_path, "Sales of the shop\n\nmonth;sales\n2026-01;10\n2026-02;12\n")
    assert list(planned(ws, path).values.values()) == [10, 12]


def test_skipped_rows_are_told_with_their_line_and_reason(ws, tmp_path):
    path = written(tmp_path, "month;sales\n2026-01;10\n2026-02;x1\nsoon;3\n2026-04;\n2026;7\n")
    plan = planned(ws, path, value_column="sales", date_column="month")
    assert [row.line for row in plan.skipped] == [3, 4, 5, 6]
    assert plan.taken == 1 and plan.skipped_count == 4


def test_rows_of_one_period_follow_the_rule_of_the_input(ws, tmp_path):
    path = written(tmp_path, "day;sales\n2026-01-01;10\n2026-01-02;20\n")
    for combine, value in ((Combine.SUM, 30), (Combine.MEAN, 15), (Combine.LAST, 20), (Combine.MIN, 10)):
        plan = planned(ws, path, combine=combine)
        assert plan.values == {Period.parse("2026-01"): value} and plan.combined == 1


def test_two_rows_that_cannot_be_combined_are_refused(ws, tmp_path):
    path = written(tmp_path, "month;sales\n2026-01;10\n2026-01;20\n")
    with pytest.raises(BadInput, match="can't be combined"):
        planned(ws, path, combine=Combine.NONE)


def test_a_plan_writes_nothing_and_an_import_is_one_step(ws, tmp_path):
    path = written(tmp_path, "month;sales\n2026-01;10\n2026-02;12\n")
    uid = an_input(ws)
    before = len(ws.history.entries())
    plan = csv_import.read_plan(ws, uid, path)
    assert ws.series(uid) == {} and len(ws.history.entries()) == before
    assert csv_import.run(ws, plan) == 2
    assert len(ws.history.entries()) == before + 1
    assert csv_import.run(ws, plan) == 0, "the same file again changes nothing"
    ws.undo()
    assert ws.series(uid) == {}


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x00", b"just words", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"a;b\n"]
)
def test_what_is_no_table_is_refused(ws, tmp_path, content):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        planned(ws, path)


def test_a_missing_file_and_a_missing_column_are_named(ws, tmp_path):
    with pytest.raises(BadInput, match=r"gone\.csv"):
        planned(ws, tmp_path / "gone.csv")
    path = written(tmp_path, "month;sales\n2026-01;10\n")
    with pytest.raises(BadInput, match="month, sales"):
        planned(ws, path, value_column="profit")


@needs_data
def test_a_table_with_a_column_for_each_year(ws):
    uid = own_kpis.add_input(ws, "Prices", frequency=Frequency.YEAR, combine=Combine.LAST)
    path = DATA / "ssb_konsumprisindeks_1979-2016_latin1.csv"
    for name, first in (("Transport", 21.9), ("Klær og skotøy", 85.8)):
        plan = csv_import.read_plan(ws, uid, path, csv_import.AsWritten(where=[("name", name)]))
        assert len(plan.values) == 38
        assert plan.values[Period.parse("1979")] == first


def test_a_wide_table_with_several_labels(ws, tmp_path):
    path = written(tmp_path, "shop;item;2026-01;2026-02;2026-03\nA;x;1;2;3\nA;y;4;5;6\nB;x;7;;9\n")
    plan = planned(ws, path, where=[("shop", "A")])
    assert list(plan.values.values()) == [5, 7, 9]
    plan = csv_import.read_plan(ws, plan.input, path, csv_import.AsWritten(where=[("shop", "B")]))
    assert [(period.key(), value) for period, value in plan.values.items()] == [("2026-01", 7), ("2026-03", 9)]


@needs_data
def test_attendances_of_all_hospitals_are_summed_by_month(ws):
    path = DATA / "nhs_ae_attendances_monthly_long.csv"
    seen, late = (
        planned(ws, path, date_column="period", value_column=name).values for name in ("attendances", "breaches")
    )
    for month, share in (("2016-04", 90.04), ("2019-03", 86.60)):
        period = Period.parse(month)
        assert 100 * (1 - late[period] / seen[period]) == pytest.approx(share, abs=0.005)


def test_the_rows_belong_to_the_input_asked_for(ws, tmp_path):
    path = written(tmp_path, "month;sales\n2026-01;10\n")
    uid = an_input(ws)
    csv_import.run(ws, csv_import.read_plan(ws, uid, path))
    assert ws.series(uid) == {Period.parse("2026-01"): 10} and ws.get(Input, uid).name == "Number"


# ---- a fiscal year of the company's own ----------------------------------------------------------


@pytest.fixture
def february(tmp_path):
    path = tmp_path / "feb.kpidesk"
    with Workspace.create(path, company="A", home=Home(tmp_path / "home"), fiscal_year_start=2) as made:
        yield made


QUARTERLY = [
    ("Year;Quarter;Sales", ("2026;1;10", "2026;2;20")), ("Kvartal;Sales", ("2026K1;10", "2026K2;20")),
    ("År;Kvartal;Sum", ("2026;K1;10", "2026;2. kvartal;20")), ("Periode;Sum", ("2026-Q1;10", "2. kvartal 2026/27;20")),
    ("Year;Quarter;Sales", ("2026/27;1;10", "2026.0;2.0;20")), ("Dato;Sum", ("2026-04-30;10", "15.07.2026;20")),
    ("Periode;Sum", ("feb.–april 2026;10", "mai–juli 2026;20")),
]  # fmt: skip


@pytest.mark.parametrize(("head", "rows"), QUARTERLY)
def test_every_spelling_of_a_quarter_lands_on_the_company_s_own(february, tmp_path, head, rows):
    source = own_kpis.add_input(february, "Kvart", frequency=Frequency.QUARTER)
    data = tmp_path / "data.csv"
    data.write_text("\n".join([head, *rows]), encoding="utf-8")
    plan = csv_import.read_plan(february, source, data)
    csv_import.run(february, plan)
    own = [Period.parse("2026-Q1", 2), Period.parse("2026-Q2", 2)]
    assert february.series(source) == dict(zip(own, (10.0, 20.0), strict=True))
    assert own[0].first == dt.date(2026, 2, 1) and february.checking.problems() == []


def test_a_calendar_quarter_is_skipped_and_said_where_the_company_has_another(february, tmp_path):
    source = own_kpis.add_input(february, "Kvart", frequency=Frequency.QUARTER)
    half = own_kpis.add_input(february, "Halv", frequency=Frequency.HALF_YEAR)
    data = tmp_path / "data.csv"
    data.write_text("Periode;Sum\njan.–mars 2026;7\nfeb.–april 2026;10\n", encoding="utf-8")
    for uid, own in ((source, Period.parse("2026-Q1", 2)), (half, Period.parse("2026-H1", 2))):
        plan = csv_import.read_plan(february, uid, data)
        assert plan.values == {own: 10.0} and plan.skipped_count == 1
        assert "own periods" in plan.skipped[0].reason.text


def test_the_case_from_the_field_lands_on_fiscal_quarters(february):
    data = DATA.parents[1] / "cases" / "fiscal_year_quarter_columns.csv"
    if not data.exists():
        pytest.skip("the cases are not here")
    source = own_kpis.add_input(february, "Kvart", frequency=Frequency.QUARTER)
    csv_import.run(february, csv_import.read_plan(february, source, data))
    assert all(period.on_grid(2) for period in february.series(source)) and february.series(source)


def test_a_file_of_calendar_quarters_can_be_read_as_such(february, tmp_path):
    source = own_kpis.add_input(february, "Kvart", frequency=Frequency.QUARTER)
    data = tmp_path / "ssb.csv"
    data.write_text("Kvartal;Sum\n2026K1;10\n2026K2;20\n", encoding="utf-8")
    with pytest.raises(BadInput, match="own periods"):
        csv_import.read_plan(february, source, data, csv_import.AsWritten(calendar=True))
    people.set_company(february, fiscal_year_start=4)
    plan = csv_import.read_plan(february, source, data, csv_import.AsWritten(calendar=True))
    assert plan.values == {Period.parse("2025-Q4", 4): 10.0, Period.parse("2026-Q1", 4): 20.0}
    assert csv_import.read_plan(february, source, data).values[Period.parse("2026-Q1", 4)] == 10.0


def test_a_table_of_more_rows_or_columns_than_anybody_reads_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 50)
    with pytest.raises(BadInput):
        tables.parse_table("date;value\n" + "2026-01-01;1\n" * 51)
    assert len(tables.parse_table("date;value\n" + "2026-01-01;1\n" * 49).rows) == 49
    wide = ";".join(f"c{number}" for number in range(tables.MOST_COLUMNS + 1))
    with pytest.raises(BadInput):
        tables.parse_table(f"{wide}\n{wide}\n")


def test_of_very_many_columns_the_first_are_named() -> None:
    assert tables.listed(["a", "b"]) == "a, b"
    assert tables.listed(["x"] * 1000).endswith("x …")
    assert len(tables.listed(["x" * 1000] * 1000)) < 1000


@pytest.mark.parametrize(
    ("dates", "options", "meant"),
    [
        (["20.11.2025 23:30", "03.05.2025 01:05"], {}, ["2025-11-20", "2025-05-03"]),
        (["11/20/2025", "3/5/2025"], {}, ["2025-11-20", "2025-03-05"]),
        (["11/20/2025 3:05 PM", "3/5/2025, 11:59:10 a.m."], {}, ["2025-11-20", "2025-03-05"]),
        (["20/11/2025", "3/5/2025"], {}, ["2025-11-20", "2025-05-03"]),
        (["1/1/2025", "2/1/2025"], {"month_first": True}, ["2025-01-01", "2025-02-01"]),
        (["1/1/2025", "2/1/2025"], {"month_first": False}, ["2025-01-01", "2025-01-02"]),
        (["3/3/2025", "4/4/2025"], {}, ["2025-03-03", "2025-04-04"]),
        (["2025-11-20 23:30", "20250305 08:00"], {}, ["2025-11-20", "2025-03-05"]),
    ],
)
def test_a_column_of_dates_tells_whether_day_or_month_comes_first(ws, tmp_path, dates, options, meant):
    path = written(tmp_path, "day;sales\n" + "".join(f"{day};{n}\n" for n, day in enumerate(dates)))
    plan = planned(ws, path, role="D", **options)
    assert plan.values == {Period.parse(key): n for n, key in enumerate(meant)}
    assert plan.skipped_count == 0


def test_a_column_that_leaves_it_open_is_asked_about_in_english_and_read_by_convention_in_bokmaal(ws, tmp_path):
    path = written(tmp_path, "day;sales\n1/1/2025;1\n2/1/2025;2\n")
    speaking(ws, "en")
    with pytest.raises(BadInput, match="month-first"):
        planned(ws, path, role="D")
    speaking(ws, "nb")
    plan = planned(ws, path, role="D")
    assert list(plan.values) == [Period.parse("2025-01-01"), Period.parse("2025-01-02")]
    assert plan.date_reading == ("2/1/2025", Period.parse("2025-01-02"))


def speaking(ws: Workspace, language: str) -> None:
    with ws.transaction(text.msg("language")) as change:
        change.set(Company, ws.company.uid, language=language)
