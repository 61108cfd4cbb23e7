"""The real files that lie beside the project come out with the totals that their cells have."""

from __future__ import annotations

import csv
from collections.abc import Callable
from math import fsum

import pytest

from kpidesk.domain.period import Frequency
from kpidesk.errors import BadInput
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Said
from tests.exchange.tables.sheets import KNOWN, SHARED, questions, shared

D, W, M, Q, Y = Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR
Row = list[str]


def number(text: str) -> float:
    return float(text.replace(",", ".")) if text.strip(" .:") else 0.0


def cells(name: str, mark: str, encoding: str = "utf-8-sig") -> list[Row]:
    with (SHARED / "data/kpi" / name).open(encoding=encoding, newline="") as stream:
        return list(csv.reader(stream, delimiter=mark))


def column(place: int, only: Callable[[Row], bool] = lambda row: True) -> Callable[[list[Row]], float]:
    return lambda rows: fsum(number(row[place]) for row in rows[1:] if len(row) > place and only(row))


def row_of(name: str, last: int) -> Callable[[list[Row]], float]:
    return lambda rows: fsum(number(cell) for row in rows if row[:1] == [name] for cell in row[1:last])


FILES: list[tuple[str, str, Frequency, int, str, Callable[[list[Row]], float]]] = [
    ("difi_innsynskrav_2010.csv", ";", M, 94, "Datatilsynet", row_of("Datatilsynet", 13)),
    ("ecdc_norway_weekly_iso.csv", ",", W, 5, "ILIconsultationrate · 0-4", column(5, lambda row: row[4] == "0-4")),
    ("mta_daily_ridership.csv", ",", D, 14, "Subways: Total Estimated Ridership", column(1)),
    ("nhs_ae_attendances_monthly_long.csv", ",", M, 3, "attendances", column(3)),
    ("oed_normpriser_2019_daily.csv", ";", D, 51, "ALVHEIM · nok_bbl", column(2, lambda row: row[0] == "ALVHEIM")),
    ("seaborn_flights_monthly.csv", ",", M, 1, "passengers", column(2)),
    ("ssb_ledige_stillinger_2010K1-2024K4.csv", ";", Q, 21, "01-03", column(1)),
    ("ssb_varehandelsindeks_2000M01-2025M02.csv", ";", M, 35, "NACE 47.1", column(1)),
    ("statsmodels_co2_weekly_gaps.csv", ",", W, 1, "co2", column(1)),
    ("statsmodels_elec_equip_monthly.csv", ",", M, 1, "STS.M.I7.W.TOVT.NS0016.4.000", column(1)),
    ("statsmodels_macrodata_quarterly.csv", ",", Q, 12, "realgdp", column(2)),
    ("vega_sp500_monthly.csv", ",", M, 1, "price", column(1)),
]


@pytest.mark.parametrize(
    ("name", "mark", "frequency", "count", "measure", "total"), FILES, ids=[each[0] for each in FILES]
)
def test_a_real_file_has_its_totals(
    name: str, mark: str, frequency: Frequency, count: int, measure: str, total: Callable[[list[Row]], float]
) -> None:
    found = understand(shared("data/kpi", name), Said(), KNOWN)
    assert questions(found) == []
    assert len(found.measures) == count
    one = next(each for each in found.measures if each.name == measure)
    assert one.frequency is frequency
    assert fsum(value for values in one.numbers.values() for value in values) == pytest.approx(total(cells(name, mark)))


def test_a_table_of_an_office_with_its_contents_under_the_years() -> None:
    name = "ssb_konsumprisindeks_1979-2016_latin1.csv"
    found = understand(shared("data/kpi", name), Said(), KNOWN)
    assert len(found.measures) == 12
    one = next(each for each in found.measures if each.name.startswith("Klær og skotøy"))
    assert one.frequency is Y
    assert len(one.numbers) == 38
    total = row_of("Klær og skotøy", 39)(cells(name, ";", "latin-1"))
    assert fsum(value for values in one.numbers.values() for value in values) == pytest.approx(total)


def test_people_without_dates_are_refused_in_words() -> None:
    with pytest.raises(BadInput):
        understand(shared("data/kpi", "ibm_emp_attrition.csv"), Said(), KNOWN)
