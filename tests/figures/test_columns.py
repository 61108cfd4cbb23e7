"""Many periods at once give what one period after the other gives, to the last bit."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk.domain.entities import (
    NOT_APPLICABLE,
    Combine,
    Definition,
    Direction,
    Input,
    Kpi,
    Shift,
    Target,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.column import Column, column_of
from kpidesk.figures import kpi_figures
from kpidesk.figures.kpi import figures_from
from kpidesk.figures.kpi_rows import spark_of
from kpidesk.figures.rolled import by_columns
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from tests import long
from tests.figures.company import Memory

TODAY = dt.date(2026, 3, 16)
BY_COLUMNS = ("", "a", "a / b", "100 * (a - b) / a", "-a + 2 * b", "a / (b - b)")
FORMULAS = (*BY_COLUMNS, "prev(a) / b", "days() * a", "max(a, b)")
FREQUENCIES = list(Frequency)
TOLD = (
    "latest", "status", "due", "change", "year_ago", "limits", "signals", "sentence", "target", "shift", "segments",
    "breaks", "masked", "ahead", "values", "known", "rolling",
)  # fmt: skip


class OneByOne(Memory):
    """The same workspace, whose numbers come as dictionaries: everything is read period by period."""

    def columns(self, uids):
        return self.series_many(uids)


def slow(ws: Memory) -> OneByOne:
    """The same rows and numbers."""
    made = OneByOne()
    made.company, made.rows, made.cells, made.made = ws.company, ws.rows, ws.cells, ws.made
    return made


def shown(figures) -> dict:
    """All that is told of a KPI."""
    told = {name: getattr(figures, name) for name in TOLD}
    told |= {name: list(getattr(figures, name)) for name in ("filled", "periods", "points")}
    return told | {"rings": figures.signalling.rings, "spark": spark_of(figures)}


@st.composite
def numbers(draw, frequency: Frequency, fiscal: int, day: dt.date = TODAY):
    """Numbers of a frequency over some years up to a few periods ahead, with blanks and what does not apply."""
    dice = random.Random(draw(st.integers(0, 10**6)))
    length = draw(st.integers(0, 40 if frequency.months else 160))
    last = Period.containing(day, frequency, fiscal).next(draw(st.integers(-3, 2)))
    blank, mark = draw(st.sampled_from([0.0, 0.0, 0.1, 0.6, 0.95])), draw(st.sampled_from([0.0, 0.0, 0.0, 0.1]))
    size = draw(st.sampled_from([1.0, 1e6, 1e-3, 1e300]))
    found = {}
    for place in range(length):
        cell = dice.choice([0.0, round(dice.gauss(3, 2), 2), dice.gauss(0, 1), 0.1]) * size
        cell = NOT_APPLICABLE if dice.random() < mark else cell
        if dice.random() >= blank:
            found[last.previous(length - place)] = cell
    return found


@st.composite
def companies(draw):
    """One KPI over two inputs, with whatever else has to do with what a period's number is."""
    ws = Memory(draw(st.sampled_from([1, 1, 2, 4, 7])))
    fiscal = ws.company.fiscal_year_start
    measured = draw(st.sampled_from(FREQUENCIES))
    for key in ("a", "b"):
        frequency = measured if draw(st.integers(0, 5)) else draw(st.sampled_from(FREQUENCIES))
        combine = draw(st.sampled_from([*Combine, Combine.SUM, Combine.SUM, Combine.LAST]))
        weight = "b" if combine is Combine.WEIGHTED_MEAN and key == "a" else None
        opening = (1.5, Period.containing(TODAY, frequency, fiscal).previous(9).code()) if not draw(st.integers(0, 9)) \
            else (None, None)  # fmt: skip
        ws.put(Input, uid=key, key=key, name=key, frequency=frequency, combine=combine, weight=weight,
               opening=opening[0], opening_period=opening[1])  # fmt: skip
        ws.cells[key] = draw(numbers(frequency, fiscal))
    formula = draw(st.sampled_from(FORMULAS))
    bound = (("a", "a"), ("b", "b")) if formula else (("a", "a"),)
    own = draw(st.sampled_from([each for each in FREQUENCIES if measured.divides(each)]))
    ws.put(Kpi, uid="kpi", name="K", formula=formula, inputs=bound, frequency=own,
           direction=draw(st.sampled_from(list(Direction))), sensitive=not draw(st.integers(0, 9)))  # fmt: skip
    if draw(st.booleans()):
        ws.put(Target, uid="t", kpi="kpi", value=3.0)
    if not draw(st.integers(0, 7)):
        ws.put(Definition, uid="d", kpi="kpi", until=dt.date(2025, 9, 1), formula="b", inputs=(("b", "b"),))
    if not draw(st.integers(0, 7)):
        ws.put(Shift, uid="s", kpi="kpi", start=dt.date(2025, 6, 2), accepted=True)
    return ws


@settings(max_examples=long.either(60, 120))
@given(companies(), st.sampled_from(FREQUENCIES), st.sampled_from([TODAY, dt.date(2026, 1, 1), dt.date(2024, 12, 31)]))
def test_all_periods_at_once_are_as_one_after_the_other(ws: Memory, frequency: Frequency, day: dt.date) -> None:
    kpi = ws.get(Kpi, "kpi")
    wanted = frequency if kpi.frequency.divides(frequency) else kpi.frequency
    assert shown(kpi_figures(ws, kpi, day, wanted)) == shown(kpi_figures(slow(ws), kpi, day, wanted))


@st.composite
def ratios(draw):
    """A KPI of two inputs that are measured equally often, each with gaps of its own, and a longer period."""
    ws = Memory(draw(st.sampled_from([1, 2, 7])))
    measured = draw(st.sampled_from([Frequency.DAY, Frequency.WEEK, Frequency.MONTH]))
    dice = random.Random(draw(st.integers(0, 10**6)))
    last = Period.containing(TODAY, measured)
    for key in ("a", "b"):
        combine = draw(st.sampled_from([Combine.SUM, Combine.SUM, Combine.MEAN, Combine.LAST, Combine.MIN]))
        ws.put(Input, uid=key, key=key, frequency=measured, combine=combine)
        gaps = draw(st.sampled_from([0.0, 0.2, 0.8]))
        row = [None if dice.random() < gaps else round(dice.gauss(3, 2), 2) for _place in range(dice.randint(3, 120))]
        ws.series_of(key, [last.previous(len(row) - place) for place in range(len(row))], row)
    formula = draw(st.sampled_from(["a / b", "b - a", "100 * (a - b) / a"]))
    ws.put(Kpi, uid="kpi", formula=formula, inputs=(("a", "a"), ("b", "b")), frequency=measured)
    return ws, draw(st.sampled_from([each for each in FREQUENCIES if each.rank > measured.rank]))


@settings(max_examples=long.either(40, 80))
@given(ratios())
def test_a_ratio_counts_the_parts_that_both_are_known_in(found) -> None:
    ws, longer = found
    kpi = ws.get(Kpi, "kpi")
    assert shown(kpi_figures(ws, kpi, TODAY, longer)) == shown(kpi_figures(slow(ws), kpi, TODAY, longer))


def test_a_share_of_months_that_only_one_input_knows_is_none_of_them() -> None:
    """Of January and March both are known: (1 + 3) / (4 + 6), never 4 / 15."""
    ws = company("a / b", cells=((1.0, None, 3.0), (4.0, 5.0, 6.0)))
    figures = kpi_figures(ws, ws.get(Kpi, "kpi"), dt.date(2026, 4, 2), Frequency.QUARTER)
    assert goes(ws) and figures.values == (0.4,)
    assert (figures.latest.have, figures.latest.of, figures.latest.provisional) == (2, 3, True)


@settings(max_examples=long.either(20, 40))
@given(companies(), st.sampled_from([2, 5, 10]))
def test_the_periods_of_an_earlier_fiscal_year_too(ws: Memory, fiscal: int) -> None:
    kpi, longer = ws.get(Kpi, "kpi"), Frequency.YEAR
    at_once = kpi_figures(ws, kpi, TODAY, longer, fiscal_start=fiscal)
    assert shown(at_once) == shown(kpi_figures(slow(ws), kpi, TODAY, longer, fiscal_start=fiscal))


@settings(max_examples=long.either(40, 80))
@given(companies(), st.sampled_from(FREQUENCIES))
def test_each_reading_is_the_same_with_its_parts_and_its_reason(ws: Memory, frequency: Frequency) -> None:
    kpi = ws.get(Kpi, "kpi")
    if not kpi.frequency.divides(frequency):
        return
    figures = figures_from(load(ws, [kpi], TODAY), kpi, TODAY, frequency)
    alone = Sheet(kpi, load(slow(ws), [kpi], TODAY))
    around = [figures.periods.first.previous(), *figures.periods, figures.periods.first.next(len(figures.periods))]
    assert [figures.read(period) for period in around] == [alone.at(period) for period in around]


# ---- which way a KPI goes -------------------------------------------------------------------------------


def company(formula: str = "", cells=((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)), **about):
    """A KPI over two inputs of months."""
    ws = Memory()
    for key, row in zip("ab", cells, strict=True):
        ws.put(Input, uid=key, key=key, frequency=Frequency.MONTH, **about)
        ws.series_of(key, [Period.parse("2026-01").next(n) for n in range(len(row))], row)
    bound = (("a", "a"), ("b", "b")) if formula else (("a", "a"),)
    ws.put(Kpi, uid="kpi", formula=formula, inputs=bound, frequency=Frequency.MONTH)
    return ws


def goes(ws: Memory, frequency: Frequency = Frequency.QUARTER) -> bool:
    """Tell whether the KPI's periods are worked out at once."""
    kpi = ws.get(Kpi, "kpi")
    return by_columns(Sheet(kpi, load(ws, [kpi], dt.date(2026, 4, 2))).current, frequency) is not None


@pytest.mark.parametrize("formula", ["", "a", "a / b", "100 * (a - b) / a", "-a"])
def test_numbers_shares_and_ratios_go_by_columns(formula: str) -> None:
    assert goes(company(formula))
    assert goes(company(formula, cells=((1.0, None, 3.0), (4.0, 5.0, None))))


@pytest.mark.parametrize("formula", ["prev(a) / b", "sum_over(a, 3)", "days() * a", "max(a, b)", "a +", "a / gone"])
def test_a_formula_that_looks_elsewhere_goes_period_by_period(formula: str) -> None:
    assert not goes(company(formula))


def test_exceptions_go_period_by_period() -> None:
    assert not goes(company(cells=((1.0, NOT_APPLICABLE, 3.0), (1.0, 2.0, 3.0))))
    assert not goes(company(opening=2.0, opening_period=Period.parse("2025-12").code()))
    assert not goes(company(combine=Combine.NONE))
    assert not goes(company(combine=Combine.WEIGHTED_MEAN, weight="b"))
    assert goes(company(combine=Combine.WEIGHTED_MEAN, weight="b"), Frequency.MONTH)


def test_a_quarter_is_the_exact_sum_of_its_parts() -> None:
    """Added up one by one these three give 0.6000000000000001."""
    ws = company(cells=((0.1, 0.2, 0.3), (1.0, 1.0, 1.0)))
    figures = kpi_figures(ws, ws.get(Kpi, "kpi"), dt.date(2026, 4, 2), Frequency.QUARTER)
    assert goes(ws) and figures.values == (0.6,)


# ---- columns -------------------------------------------------------------------------------------------


@settings(max_examples=long.either(30, 60))
@given(st.data(), st.sampled_from(FREQUENCIES), st.sampled_from([1, 2]))
def test_a_column_is_read_like_the_dictionary_that_it_stands_for(data, frequency: Frequency, fiscal: int) -> None:
    found = data.draw(numbers(frequency, fiscal))
    column = column_of(found)
    assert dict(column) == found and len(column) == len(found)
    assert list(column) == list(found) and list(reversed(column)) == list(reversed(found))
    around = Period.containing(TODAY, frequency, fiscal)
    for period in (around.next(n) for n in range(-170, 4)):
        assert column.get(period) == found.get(period) and (period in column) == (period in found)
    other = Period.containing(TODAY, Frequency.MONTH if frequency is Frequency.WEEK else Frequency.WEEK)
    assert column.get(other) is None and other not in column


def test_a_quarter_of_another_grid_has_no_number() -> None:
    column = column_of({Period.parse("2026-Q1"): 1.0, Period.parse("2026-Q2"): 2.0})
    assert isinstance(column, Column)
    assert column.get(Period.parse("2026-02..2026-04")) is None


def test_two_numbers_a_century_apart_are_no_column() -> None:
    far = {Period.parse("1926-01-01"): 1.0, Period.parse("2026-01-01"): 2.0}
    assert column_of(far) == far and isinstance(column_of(far), dict)


def test_a_column_stops_at_the_last_number_that_has_begun() -> None:
    months = [Period.parse("2026-01").next(n) for n in range(5)]
    column = column_of({months[0]: 1.0, months[1]: 2.0, months[4]: 5.0})
    assert isinstance(column, Column)
    assert dict(column.begun(dt.date(2026, 4, 20))) == {months[0]: 1.0, months[1]: 2.0}
    assert column.begun(dt.date(2026, 5, 1)) is column
    assert column.begun(dt.date(2025, 5, 1)) == {}
