"""What a chart and a forecast look up in a long history is what going through all of it gives."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk.domain.entities import Combine, Input, Kpi, Mark
from kpidesk.domain.forecast import Forecast, forecast
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import kpi_figures, last_year_points
from kpidesk.figures.model import KpiFigures
from tests import long
from tests.figures.company import Memory
from tests.table import table

TODAY = dt.date(2026, 12, 30)


@st.composite
def histories(draw) -> KpiFigures:
    """Some years of numbers with gaps, whole stretches among them, at the frequency of the input or a longer one."""
    frequency = draw(st.sampled_from(list(Frequency)))
    dice = random.Random(draw(st.integers(0, 10**6)))
    last = Period.containing(TODAY, frequency).previous(draw(st.integers(0, 3)))
    length = draw(st.integers(1, 260 if frequency.months == 0 else 60)) * (4 if frequency is Frequency.DAY else 1)
    gaps = draw(st.sampled_from([0.0, 0.1, 0.5]))
    silent = range(*sorted((dice.randint(0, length), dice.randint(0, length)))) if draw(st.booleans()) else range(0)
    row = [None if n in silent or dice.random() < gaps else round(dice.gauss(50, 9), 1) for n in range(length)]
    ws = Memory()
    ws.put(Input, uid="i", key="i", frequency=frequency)
    ws.series_of("i", [last.previous(length - 1 - place) for place in range(length)], row)
    ws.put(Kpi, uid="k", name="K", inputs=(("i", "i"),), frequency=frequency)
    longer = draw(st.sampled_from([each for each in Frequency if frequency.divides(each)]))
    return kpi_figures(ws, ws.get(Kpi, "k"), TODAY, longer)


def of_places(frequency: Frequency, places: list[int]) -> KpiFigures:
    """Numbers in the periods that lie so many before the present one."""
    now, ws, dice = Period.containing(TODAY, frequency), Memory(), random.Random(3)
    ws.put(Input, uid="i", key="i", frequency=frequency)
    ws.series_of("i", [now.previous(n) for n in places], [dice.gauss(50, 9) for _place in places])
    ws.put(Kpi, uid="k", name="K", inputs=(("i", "i"),), frequency=frequency)
    return kpi_figures(ws, ws.get(Kpi, "k"), TODAY)


@pytest.mark.parametrize(
    ("frequency", "places"),
    [
        (Frequency.WEEK, [*range(300, 290, -1), *range(70, 0, -1)]),
        (Frequency.HALF_YEAR, [60, 58, 56, 54, 40, 39, 30, 28, 3, 1]),
        (Frequency.YEAR, [90, 80, 70, 60, 50, 40, 1]),
        (Frequency.DAY, [*range(900, 800, -1), *range(380, 1, -1)]),
    ],
)  # fmt: skip
def test_numbers_from_long_ago_count_as_much_as_they_did(frequency: Frequency, places: list[int]) -> None:
    figures = of_places(frequency, places)
    day, now = TODAY + dt.timedelta(days=400), Period.containing(TODAY, frequency)
    end = figures.periods[-1]
    while end.next().anchor <= day:
        end = end.next()
    found = forecast(dict(figures.known), end, now)
    assert [each.period for each in figures.forecast(day)] == [each.period for each in found]
    assert [each.value for each in figures.forecast(day)] == [figures.possible(each.value) for each in found]


@table(
    "formula, combine, value",
    [
        ("100 * (x - prev(x)) / prev(x)", Combine.SUM, None),
        ("x - prev_year(x)", Combine.SUM, -30.0),
        ("x - prev_year(x + x / days())", Combine.SUM, -30.0 - 150 / 31),
        ("x - prev(x)", Combine.LAST, 120.0 - 300),
        ("x - prev(x)", Combine.MEAN, 120.0 - 200),
        ("prev(x)", Combine.SUM, 600.0),
        ("mean_over(x - prev(x), 2)", Combine.SUM, None),
        ("sum_over(x, 2) - prev(sum_over(x, 2))", Combine.SUM, None),
        ("prev(x) / stock", Combine.SUM, 600.0 / 50),
        ("stock / prev(x / days())", Combine.SUM, 50 / (600 / 92)),
        ("x - prev(x, 3)", Combine.SUM, None),
        ("x - prev(x, 4)", Combine.SUM, -30.0),
    ],
)
def test_a_part_of_a_period_is_compared_with_the_same_part_of_another_year_and_of_no_other_season(
    formula: str, combine: Combine, value: float | None
) -> None:
    """In November only October of the quarter is known."""
    ws = Memory()
    ws.put(Input, uid="x", key="x", frequency=Frequency.MONTH, combine=combine)
    months = Period.containing(dt.date(2025, 10, 1), Frequency.MONTH)
    row = [150.0] * 6 + [Mark.NOT_APPLICABLE, 225.0, 225.0, 100.0, 200.0, 300.0, 120.0]
    ws.series_of("x", [months.next(n) for n in range(13)], row)
    ws.put(Input, uid="s", key="s", frequency=Frequency.MONTH, combine=Combine.LAST)
    ws.series_of("s", [months.next(12)], [50.0])
    ws.put(Kpi, uid="k", name="K", inputs=(("x", "x"), ("stock", "s")), formula=formula, frequency=Frequency.QUARTER)
    figures = kpi_figures(ws, ws.get(Kpi, "k"), dt.date(2026, 11, 20))
    (now,) = [
        point for point in figures.points if point.period == Period.containing(dt.date(2026, 11, 20), Frequency.QUARTER)
    ]
    assert now.value == (value if value is None else pytest.approx(value))


@settings(max_examples=long.either(60, 150))
@given(histories(), st.integers(0, 500))
def test_a_forecast_from_the_newest_is_that_from_the_whole_history(figures: KpiFigures, days: int) -> None:
    day = TODAY + dt.timedelta(days=days)
    known = {p.period: p.value for p in figures.points if p.value is not None and not p.provisional}
    now = Period.containing(TODAY, figures.frequency)
    end = figures.periods[-1] if figures.periods else now
    while end.next().anchor <= day:
        end = end.next()
    able = figures.possible
    found = forecast(known, end, max(now, figures.periods[-1]) if figures.periods else now)
    assert figures.forecast(day) == tuple(
        Forecast(each.period, able(each.value), able(each.low), able(each.high)) for each in found
    )


@settings(max_examples=long.either(30, 60))
@given(histories())
def test_the_year_before_is_looked_up_as_it_would_be_written_down(figures: KpiFigures) -> None:
    around = [*figures.periods, *(figures.periods[-1].next(n) for n in range(1, 60))] if figures.periods else []
    known, last = dict(figures.known), figures.periods[-1].next(13) if figures.periods else None
    found, yearly = last_year_points(figures), figures.frequency is Frequency.YEAR
    for each in around:
        assert found(each) == (known.get(each.last_year()) if each <= last and not yearly else None)
    assert found(Period.parse("1950")) is None


@settings(max_examples=long.either(30, 60))
@given(histories())
def test_the_known_points_are_made_when_they_are_asked_for(figures: KpiFigures) -> None:
    known = figures.known_points
    assert [(point.period, point.value) for point in known] == list(figures.known)
    assert list(known[-3:]) == [p for p in figures.points if p.value is not None][-3:]
