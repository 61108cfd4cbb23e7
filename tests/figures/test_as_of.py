"""As of a day: nothing from a period that begins later counts, and what is entered for one stands apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from kpidesk import text
from kpidesk.domain.entities import Combine, Definition
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.figures import explain, kpi_figures, outlook
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from tests.figures.company import Input, Kpi, Memory, Target, plain

FEBRUARY_15 = dt.date(2026, 2, 15)
NOVEMBER_28 = dt.date(2026, 11, 28)
QUARTER_1, QUARTER_4 = Period.parse("2026-Q1"), Period.parse("2026-Q4")


@pytest.fixture(autouse=True)
def bokmål() -> Iterator[None]:
    with text.using("nb"):
        yield


def months(values, combine=Combine.SUM, **fields):
    ws = Memory()
    return ws, plain(ws, "sales", Frequency.MONTH, values, "2026-01", combine=combine, **fields)


@pytest.mark.parametrize(
    ("rule", "value"),
    [(Combine.SUM, 300.0), (Combine.MEAN, 150.0), (Combine.LAST, 200.0), (Combine.MIN, 100.0), (Combine.MAX, 200.0)],
)
def test_a_quarter_seen_in_its_second_month_knows_nothing_of_its_third(rule, value):
    ws, kpi = months([100.0, 200.0, 9000.0 if rule is not Combine.MIN else -5.0], rule)
    point = kpi_figures(ws, kpi, FEBRUARY_15, Frequency.QUARTER).latest
    assert (point.value, point.have, point.of, point.provisional) == (value, 2, 3, True)


def test_on_the_first_day_of_a_period_its_number_counts():
    ws, kpi = months([100.0, 200.0, 300.0])
    assert kpi_figures(ws, kpi, dt.date(2026, 2, 28), Frequency.QUARTER).latest.value == 300.0
    assert kpi_figures(ws, kpi, dt.date(2026, 3, 1), Frequency.QUARTER).latest.value == 600.0


def test_the_sheet_itself_ends_with_the_day():
    ws, kpi = months([100.0, 200.0, 300.0])
    sheet = Sheet(kpi, load(ws, [kpi], FEBRUARY_15))
    march = Period.parse("2026-03")
    assert (sheet.at(march).value, sheet.at(march).have, sheet.at(march).of) == (None, 0, 1)
    assert sheet.values(QUARTER_1.parts(Frequency.MONTH)) == (100.0, 200.0, None)
    assert sheet.known_span(Frequency.MONTH) == (Period.parse("2026-01"), Period.parse("2026-02"))
    assert sheet.at(Period.parse("2026")).value == 300.0


def test_a_number_of_the_future_explains_nothing_of_today():
    ws, kpi = months([100.0, 200.0, 300.0])
    said = explain(ws, kpi, QUARTER_1, FEBRUARY_15)
    assert (said.value, [str(each) for each in said.missing]) == (300.0, ["«sales» mangler for mars 2026."])
    assert explain(ws, kpi, QUARTER_1, dt.date(2026, 3, 1)).missing == ()


def test_members_weights_and_earlier_definitions_end_with_the_day_as_well():
    ws = Memory()
    whole = ws.put(Input, key="s", name="s")
    for name in "ab":
        ws.measure(
            ws.put(Input, key=name, name=name, member_of=whole), **{"2026_01": 1.0, "2026_02": 2.0, "2026_03": 3.0}
        )
    kpi = ws.get(Kpi, ws.put(Kpi, name="k", inputs=(("s", whole),)))
    assert kpi_figures(ws, kpi, FEBRUARY_15, Frequency.QUARTER).latest.value == 6.0
    ws.put(Definition, kpi=kpi.uid, formula="s * 2", inputs=(("s", whole),), until=dt.date(2026, 2, 1))
    assert kpi_figures(ws, kpi, FEBRUARY_15).values == (4.0, 4.0)


def test_an_opening_balance_of_a_period_to_come_is_not_known_yet():
    march = Period.parse("2026-03")
    ws, kpi = months([1.0], opening=50.0, opening_period=march.code())
    series = load(ws, [kpi], FEBRUARY_15).inputs[kpi.inputs[0][1]]
    assert series.known(march) is None
    assert load(ws, [kpi], march.first).inputs[kpi.inputs[0][1]].known(march) == 50.0


def placeholders(**target):
    """Sales up to November, and zeros that a plan has put into the months to come."""
    ws = Memory()
    kpi = plain(ws, "sales", Frequency.MONTH, [105.0, 120.0, 0.0, 0.0], "2026-09", target={"value": 100.0, **target})
    return ws, kpi


def test_numbers_for_periods_to_come_are_kept_apart():
    ws, kpi = placeholders()
    found = kpi_figures(ws, kpi, NOVEMBER_28)
    assert found.ahead == ((Period.parse("2026-12"), 0.0),)
    assert found.periods[-1] == Period.parse("2026-11")
    assert kpi_figures(ws, kpi, dt.date(2026, 12, 1)).ahead == ()
    assert kpi_figures(ws, kpi, dt.date(2026, 10, 5)).ahead == (
        (Period.parse("2026-11"), 0.0),
        (Period.parse("2026-12"), 0.0),
    )


def test_a_placeholder_makes_no_quarter_whole_and_its_target_is_of_the_months_that_count():
    ws, kpi = placeholders()
    point = kpi_figures(ws, kpi, NOVEMBER_28, Frequency.QUARTER).latest
    assert (point.period, point.value, point.have, point.of, point.provisional) == (QUARTER_4, 120.0, 2, 3, True)
    assert (point.target, point.red_flag) == (200.0, 180.0)
    seen = outlook(ws, kpi_figures(ws, kpi, NOVEMBER_28), QUARTER_4)
    assert (seen.so_far, seen.have, seen.of, seen.target) == (120.0, 2, 3, 300.0)


@pytest.mark.parametrize(("rule", "target"), [(Combine.SUM, 30.0), (Combine.MEAN, 15.0), (Combine.LAST, 20.0)])
def test_status_is_judged_on_the_parts_that_value_and_target_have(rule, target):
    """A step that begins in March says nothing of January and February."""
    ws, kpi = months([10.0, 20.0, 90.0], rule)
    for start, value in (("2026-01-01", 10.0), ("2026-02-01", 20.0), ("2026-03-01", 500.0)):
        ws.put(Target, kpi=kpi.uid, start=dt.date.fromisoformat(start), value=value)
    point = kpi_figures(ws, kpi, FEBRUARY_15, Frequency.QUARTER).latest
    assert (point.target, point.status) == (target, Status.ON_TRACK)


def test_a_month_of_weeks_inside_a_quarter_counts_only_the_weeks_that_are_in():
    ws = Memory()
    weekly = ws.put(Input, key="w", name="w", frequency=Frequency.WEEK)
    ws.series_of(weekly, [Period.parse("2026-W01").next(n) for n in range(7)], [25.0] * 7)
    kpi = ws.get(Kpi, ws.put(Kpi, name="k", inputs=(("w", weekly),)))
    ws.put(Target, kpi=kpi.uid, value=100.0)
    point = kpi_figures(ws, kpi, FEBRUARY_15, Frequency.QUARTER).latest
    assert point.value == 175.0
    assert point.target == pytest.approx(100.0 + 100.0 * 2 / 4)  # January whole, two of February's four weeks


# ---- a weighted mean -----------------------------------------------------------------------------


def graded(grades, answers, day=dt.date(2026, 7, 10), quarter=QUARTER_1):
    ws = Memory()
    weight = ws.put(Input, key="n", name="Answers")
    ws.measure(weight, **answers)
    grade = ws.put(Input, key="g", name="Grade", combine=Combine.WEIGHTED_MEAN, weight=weight)
    ws.measure(grade, **grades)
    kpi = ws.get(Kpi, ws.put(Kpi, name="Grade", inputs=(("g", grade),)))
    return kpi_figures(ws, kpi, day, Frequency.QUARTER).read(quarter), explain(ws, kpi, quarter, day)


GRADES = {"2026_01": 4.0, "2026_02": 5.0, "2026_03": 4.0}


def test_a_part_without_its_weight_makes_a_weighted_mean_provisional():
    reading, said = graded(GRADES, {"2026_01": 10.0, "2026_03": 30.0})
    assert (reading.value, reading.have, reading.of) == (4.0, 2, 3)
    assert [str(each) for each in said.missing] == ["«Answers» mangler for februar 2026."]


def test_with_every_weight_a_weighted_mean_is_whole():
    reading, said = graded(GRADES, {"2026_01": 10.0, "2026_02": 20.0, "2026_03": 10.0})
    assert (reading.value, reading.have, reading.of, said.missing) == (4.5, 3, 3, ())


def test_no_weight_and_a_weight_of_nothing_give_no_value_and_say_why():
    reading, _said = graded({"2026_01": 4.0}, {})
    assert (reading.value, reading.have) == (None, 0)
    assert str(reading.reason) == "«Answers», som vekter snittet, mangler for 1. kvartal 2026."
    reading, _said = graded(GRADES, {"2026_01": 0.0, "2026_02": 0.0, "2026_03": 0.0})
    assert reading.value is None
    assert str(reading.reason) == "«Answers», som vekter snittet, er 0 for 1. kvartal 2026."


def test_a_weight_of_a_month_to_come_weighs_nothing_yet():
    reading, _said = graded(GRADES, {"2026_01": 10.0, "2026_02": 10.0, "2026_03": 1000.0}, FEBRUARY_15)
    assert (reading.value, reading.have, reading.of) == (4.5, 2, 3)


@pytest.mark.parametrize(("value", "decimals"), [(79.96, 2), (79.996, 3), (79.6, 1), (80.0, 0), (64.0, 0)])
def test_an_explanation_has_the_decimals_that_tell_its_number_from_the_target(value, decimals):
    ws = Memory()
    kpi = plain(ws, "share", Frequency.MONTH, [value], "2026-01", target={"value": 80.0}, unit="percent")
    assert explain(ws, kpi, Period.parse("2026-01"), FEBRUARY_15).decimals == decimals


def test_a_sparkline_holds_a_number_that_lacks_parts_against_the_target_of_those_that_are_in():
    ws = Memory()
    kpi = plain(ws, "sales", Frequency.MONTH, [100.0, 100.0, 100.0, 100.0, 100.0], "2025-10", target=100.0)
    figures = kpi_figures(ws, kpi, FEBRUARY_15, Frequency.QUARTER)
    assert [point.target for point in figures.glance(2)] == [300.0, 200.0]
    assert [point.target for point in kpi_figures(ws, kpi, dt.date(2025, 12, 31), Frequency.QUARTER).glance(2)] == [
        300.0
    ]
