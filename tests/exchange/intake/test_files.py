"""Whole files from the field and from the web, read, understood and put into an input, as the command line does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import people
from kpidesk.domain.entities import Combine, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.imports import looked_at, taken, values

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared"
DATA, CASES = SHARED / "data" / "kpi", SHARED / "cases"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside the project")
needs_cases = pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not beside the project")
D, W, M, Q, Y = Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR
NOW = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with text.using("en"):
        yield


def company(tmp_path: Path, name: str = "a", **said) -> Workspace:
    return Workspace.create(
        tmp_path / f"{name}.kpidesk", company="A", home=Home(tmp_path / "home"), clock=lambda: NOW, **said
    )


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with company(tmp_path) as made, made.sharing.holding():
        yield made


def an_input(ws: Workspace, frequency: Frequency = M, combine: Combine = Combine.SUM, unit: str = "count") -> Uid:
    return own_kpis.add_input(ws, "Number", frequency=frequency, combine=combine, unit=unit)


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "data.csv"
    path.write_text(content, encoding="utf-8")
    return path


# ---- published files ------------------------------------------------------------------------------


FILES = [
    ("ssb_varehandelsindeks_2000M01-2025M02.csv", M, Combine.MEAN, ["--value-column", "NACE 47.1"], 302,
     {"2000-01": 36.8, "2000-02": 38.3}),
    ("ssb_ledige_stillinger_2010K1-2024K4.csv", Q, Combine.LAST, ["--value-column", "01-96"], 60, {"2010-Q1": 60500}),
    ("nhs_ae_attendances_monthly_long.csv", M, Combine.SUM,
     ["--value-column", "attendances", "--date-column", "period"], 36, {}),
    ("oed_normpriser_2019_daily.csv", M, Combine.MEAN,
     ["--value-column", "nok_bbl", "--date-column", "date", "--where", "crude=EKOFISK"], 12, {"2019-01": 520.08}),
    ("seaborn_flights_monthly.csv", M, Combine.SUM, [], 144, {"1949-01": 112, "1960-12": 432}),
    ("vega_sp500_monthly.csv", M, Combine.LAST, [], 123, {"2000-01": 1394.46}),
    ("statsmodels_elec_equip_monthly.csv", M, Combine.MEAN, [], 257, {"1995-01": 66.19}),
    ("statsmodels_co2_weekly_gaps.csv", W, Combine.LAST, [], None, {"1958-W13": 316.1}),
    ("statsmodels_macrodata_quarterly.csv", Q, Combine.LAST, ["--value-column", "cpi"], 203, {"1959-Q1": 28.98}),
    ("mta_daily_ridership.csv", D, Combine.SUM, ["--value-column", "2"], None, {"2020-03-01": 2212965}),
]  # fmt: skip


@needs_data
@pytest.mark.parametrize(("name", "rhythm", "rule", "words", "count", "some"), FILES, ids=[row[0] for row in FILES])
def test_published_files_are_read(ws: Workspace, name, rhythm, rule, words, count, some) -> None:
    found = values(looked_at(ws, DATA / name, *words, into=an_input(ws, rhythm, rule)))
    assert len(found) == count if count else len(found) > 500
    for key, value in some.items():
        assert found[Period.parse(key)] == pytest.approx(value, abs=0.005)


@needs_data
def test_a_weekly_series_keeps_its_summer_gaps(ws: Workspace) -> None:
    where = ["--where", "age=15-64", "--where", "indicator=ILIconsultationrate", "--value-column", "value"]
    found = values(looked_at(ws, DATA / "ecdc_norway_weekly_iso.csv", *where, into=an_input(ws, W, Combine.MEAN)))
    assert found[Period.parse("2026-W18")] == 12.8
    keys = {period.key() for period in found}
    assert {"2022-W20", "2022-W30"} <= keys
    assert not keys & {f"2022-W{week}" for week in range(21, 30)}


@needs_data
@pytest.mark.parametrize("name", ["difi_innsynskrav_2010.csv", "ibm_emp_attrition.csv"])
def test_a_file_without_dates_is_refused(ws: Workspace, name: str) -> None:
    with pytest.raises(UserError, match="Nothing was changed"):
        looked_at(ws, DATA / name, into=an_input(ws))


@needs_data
def test_a_table_with_a_column_for_each_year(ws: Workspace) -> None:
    path = DATA / "ssb_konsumprisindeks_1979-2016_latin1.csv"
    uid = an_input(ws, Y, Combine.LAST)
    for name, first in (("Transport", 21.9), ("Klær og skotøy", 85.8)):
        found = values(looked_at(ws, path, "--into", f"{name}=number"))
        assert (len(found), found[Period.parse("1979")]) == (38, first)
    assert ws.series(uid) == {}


# ---- files from the field ---------------------------------------------------------------------------


FIELD = [
    ("us_dates", M, [], {"2025-12": 500, "2026-01": 100, "2026-02": 200, "2026-03": 300, "2026-04": 400}),
    ("paren_negative", M, [], {"2026-01": 1234.5, "2026-02": -1234.5, "2026-03": -500}),
    ("dot_thousands", M, ["--decimal", ","], {"2026-01": 1234, "2026-02": 987, "2026-03": 12500, "2026-04": 2100}),
    ("euro", M, [], {"2026-01": 1355.9, "2026-02": 900}),
    ("dollar", M, [], {"2026-01": 1200.5, "2026-02": 900, "2026-03": -50}),
    ("trailing_separator", M, [], {"2026-01": 5, "2026-02": 6, "2026-03": 7}),
    ("subtotal_rows", Q, [], {"2026-Q1": 60, "2026-Q2": 5}),
    ("subtotal_rows", Y, [], {"2026": 65}),
    ("real_vipps_settlement", D, ["--into", "Gross=number"], {"2018-04-12": 1, "2018-04-13": 1}),
    ("subtotal_rows", M, [], {"2026-01": 10, "2026-02": 20, "2026-03": 30, "2026-04": 5}),
    ("category_total", D, [], {"2026-01-01": 11}),
    ("real_sparebanken", M, [], {"2026-03": -1050}),
    ("future_zeros", M, [], {"2026-09": 105, "2026-10": 120}),
    ("preamble_short", M, [], {"2026-01": 10, "2026-02": 12, "2026-03": 14}),
    ("norwegian_datetime", M, [], {"2026-01": 2, "2026-02": 3}),
    ("two_digit_year", M, [], {"2026-01": 5, "2026-02": 6}),
    ("mmm_yy", M, [], {"2026-01": 2, "2026-02": 3}),
    ("kvartal_words", Q, [], {"2026-Q1": 2, "2026-Q2": 3}),
    ("slash_iso", D, [], {"2026-01-05": 5, "2026-02-12": 6}),
    ("uke_12_2026", W, [], {"2026-W12": 2, "2026-W13": 3}),
    ("year_week_words", W, [], {"2026-W01": 100, "2026-W02": 110}),
    ("week_no_year", W, ["--year", "2026"], {"2026-W01": 100, "2026-W02": 110, "2026-W03": 120}),
    ("year_quarter_words", Q, [], {"2026-Q1": 100, "2026-Q2": 110, "2026-Q3": 5}),
    ("ssb_week", W, [], {"2026-W01": 100, "2026-W02": 110}),
    ("excel_text_formula", M, [], {"2026-01": 1200, "2026-02": 1300}),
    ("excel_serial", M, [], {"2026-01": 5, "2026-02": 6}),
    ("wide_jan_24", M, ["--into", "Compliance Rate=number"], {
        "2024-01": 80, "2024-02": 81, "2024-03": 82, "2024-04": 83,
    }),
    ("wide_q1_2024", Q, [], {"2024-Q1": 100000, "2024-Q2": 110000, "2024-Q3": 120000, "2024-Q4": 130000}),
    ("wide_excel_mmm_yy", M, [], {
        "2026-01": 1000.5, "2026-02": 2000, "2026-03": 3000, "2026-04": 4000, "2026-05": 5000, "2026-06": 6000,
    }),
    ("metrics_long_no_where", W, ["--into", "NPS=number"], {"2024-W14": 38, "2024-W15": 31}),
    ("real_nordea", M, ["--value-column", "Beløp"], {"2026-08": 14019.5, "2026-09": -300}),
    ("real_shopify_sheet", M, ["--value-column", "Total sales"], {"2026-08": 1500}),
    ("real_ga_us_short", D, [], {"2015-03-20": 0, "2015-03-21": 4, "2015-03-22": 7, "2015-04-01": 10}),
    ("real_toggl", M, [], {"2026-01": 105, "2026-02": 1530}),
    ("mailchimp", M, ["--value-column", "Opens", "--decimal", "."], {"2026-01": 1204, "2026-02": 55}),
    ("excel_errors", M, [], {"2026-01": 12.5, "2026-04": 13}),
    ("quoted_decimal_comma3", M, [], {"2026-01": 1.25, "2026-02": 0.875, "2026-03": 2.125}),
]  # fmt: skip
UNITS = {"real_toggl": "minutes"}


@needs_cases
@pytest.mark.parametrize(("name", "rhythm", "words", "right"), FIELD, ids=[f"{row[0]}-{row[1].value}" for row in FIELD])
def test_a_file_in_the_spelling_of_its_owner_gives_its_numbers(ws: Workspace, name, rhythm, words, right) -> None:
    uid = an_input(ws, rhythm, unit=UNITS.get(name, "count"))
    into = None if "--into" in words else uid
    found = values(looked_at(ws, CASES / f"{name}.csv", *words, into=into))
    assert {when.key(): value for when, value in found.items()} == right


ASKED = [
    ("dot_thousands", [], "--decimal ,"),
    ("wide_month_names", [], "--year 2025"),
    ("week_no_year", [], "--year 2026"),
    ("wide_many_kpis", [], "The columns are: Omsetning, NPS and Sykefravær"),
    ("birite", [], "New Accounts and Total Accounts Ordered"),
]


@needs_cases
@pytest.mark.parametrize(("name", "words", "told"), ASKED, ids=[row[0] for row in ASKED])
def test_what_gives_other_numbers_when_it_is_read_in_another_way_is_asked(ws: Workspace, name, words, told) -> None:
    with pytest.raises(UserError) as refused:
        looked_at(ws, CASES / f"{name}.csv", *words, into=an_input(ws))
    assert told in str(refused.value)
    assert str(refused.value).endswith("Nothing was changed.")


@needs_cases
def test_a_workbook_is_read_as_a_text_is(ws: Workspace) -> None:
    found = values(looked_at(ws, CASES / "simple.xlsx", into=an_input(ws)))
    assert len(found) == 4


# ---- rules ------------------------------------------------------------------------------------------


def test_what_is_left_out_is_told_with_its_lines_and_reason(ws: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "month;sales\n2026-01;10\n2026-02;x1\nsoon;3\n2026-04;\n2026-05;7\n")
    looked = looked_at(ws, path, into=an_input(ws))
    faulty = [each.lines for each in looked.preview.left_out if each.faulty]
    assert sorted(faulty) == [(3,), (4,)]
    assert len(values(looked)) == 2


@pytest.mark.parametrize(
    ("rule", "right"), [(Combine.SUM, 30), (Combine.MEAN, 15), (Combine.LAST, 20), (Combine.MIN, 10)]
)
def test_rows_of_one_period_follow_the_rule_of_the_input(ws: Workspace, tmp_path: Path, rule, right) -> None:
    path = written(tmp_path, "day;sales\n2026-01-01;10\n2026-01-12;20\n")
    assert values(looked_at(ws, path, into=an_input(ws, combine=rule))) == {Period.parse("2026-01"): right}


def test_two_rows_that_can_not_be_put_together_are_refused(ws: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "day;sales\n2026-01-01;10\n2026-01-12;20\n")
    with pytest.raises(UserError, match="can’t be combined"):
        looked_at(ws, path, into=an_input(ws, combine=Combine.NONE))


def test_a_look_writes_nothing_and_an_import_is_one_step(ws: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "month;sales\n2026-01;10\n2026-02;12\n")
    uid = an_input(ws)
    before = len(ws.history.entries())
    looked_at(ws, path, into=uid)
    assert (ws.series(uid), len(ws.history.entries())) == ({}, before)
    assert taken(ws, path, into=uid) == 2
    assert len(ws.history.entries()) == before + 1
    assert taken(ws, path, into=uid) == 0, "the same file again changes nothing"
    ws.undo()
    assert ws.series(uid) == {}


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\x00", b"just words", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"a;b\n"]
)
def test_what_is_no_table_is_refused(ws: Workspace, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    with pytest.raises(UserError):
        looked_at(ws, path, into=an_input(ws))


def test_a_missing_file_and_a_missing_column_are_named(ws: Workspace, tmp_path: Path) -> None:
    uid = an_input(ws)
    with pytest.raises(UserError, match=r"gone\.csv"):
        looked_at(ws, tmp_path / "gone.csv", into=uid)
    path = written(tmp_path, "month;sales\n2026-01;10\n")
    with pytest.raises(UserError, match="month and sales"):
        looked_at(ws, path, "--value-column", "profit", into=uid)


# ---- several columns at once ------------------------------------------------------------------------


def test_several_inputs_come_from_one_file_in_one_go(ws: Workspace, tmp_path: Path) -> None:
    sales = own_kpis.add_input(ws, "Net sales", key="net_sales")
    tills = own_kpis.add_input(ws, "Tills", key="tills")
    path = written(tmp_path, "month;Omsetning;Kasser;Rest\n2026-01;10;3;9\n2026-02;12;4;9\n")
    assert taken(ws, path) == 2, "by its name alone"
    assert taken(ws, path, "--into", "Omsetning=net_sales", "--into", "Kasser=tills") == 2
    assert (list(ws.series(sales).values()), list(ws.series(tills).values())) == ([10, 12], [3, 4])


def test_columns_that_nothing_is_called_as_become_kpis_where_that_is_said(ws: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path, "month;Kasser\n2026-01;3\n2026-02;4\n")
    with pytest.raises(UserError, match="--new-kpis"):
        looked_at(ws, path)
    assert taken(ws, path, "--new-kpis") == 2


# ---- a fiscal year of the company's own ----------------------------------------------------------


@pytest.fixture
def february(tmp_path: Path) -> Iterator[Workspace]:
    with company(tmp_path, "feb", fiscal_year_start=2) as made:
        yield made


QUARTERLY = [
    ("Year;Quarter;Sales", ("2025;1;10", "2025;2;20")), ("Kvartal;Sales", ("2025K1;10", "2025K2;20")),
    ("År;Kvartal;Sum", ("2025;K1;10", "2025;2. kvartal;20")),
    ("Dato;Sum", ("2025-04-30;10", "15.07.2025;20")), ("Periode;Sum", ("feb.–april 2025;10", "mai–juli 2025;20")),
]  # fmt: skip


@pytest.mark.parametrize(("head", "rows"), QUARTERLY)
def test_every_spelling_of_a_quarter_lands_on_the_company_s_own(
    february: Workspace, tmp_path: Path, head: str, rows: tuple[str, str]
) -> None:
    source = an_input(february, Q)
    data = written(tmp_path, "\n".join([head, *rows]))
    taken(february, data, "--fiscal", into=source)
    own = [Period.parse("2025-Q1", 2), Period.parse("2025-Q2", 2)]
    assert february.series(source) == dict(zip(own, (10.0, 20.0), strict=True))
    assert own[0].first == dt.date(2025, 2, 1)
    assert february.checking.problems() == []


def test_a_calendar_quarter_is_left_out_and_said_where_the_company_has_another(
    february: Workspace, tmp_path: Path
) -> None:
    source = an_input(february, Q)
    data = written(tmp_path, "Periode;Sum\njan.–mars 2025;7\nfeb.–april 2025;10\n")
    looked = looked_at(february, data, into=source)
    assert values(looked) == {Period.parse("2025-Q1", 2): 10.0}
    assert "None of the company’s own periods" in [str(each.why) for each in looked.preview.left_out]


def test_whose_quarters_a_file_names_is_asked_and_either_can_be_said(tmp_path: Path) -> None:
    with company(tmp_path, "april", fiscal_year_start=4) as april:
        source = an_input(april, Q)
        data = written(tmp_path, "Kvartal;Sum\n2025K1;10\n2025K2;20\n")
        with pytest.raises(UserError, match="--calendar"):
            looked_at(april, data, into=source)
        calendar = values(looked_at(april, data, "--calendar", into=source))
        assert calendar == {Period.parse("2024-Q4", 4): 10.0, Period.parse("2025-Q1", 4): 20.0}
        assert values(looked_at(april, data, "--fiscal", into=source))[Period.parse("2025-Q1", 4)] == 10.0
        people.set_company(april, fiscal_year_start=4)
