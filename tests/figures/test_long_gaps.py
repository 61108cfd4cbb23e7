"""A lone number long ago costs no walk through all the days since: what is worked out follows the numbers."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk.domain.entities import Combine, Definition, Input, Kpi, Mark, Target
from kpidesk.domain.period import Frequency, Period, between
from kpidesk.domain.rollup import parts_of
from kpidesk.figures import all_figures, due_periods, kpi_figures, last_year_points
from kpidesk.figures.calculation import Calculation
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.viz.chart import Axis, Beside, chart_spec
from tests import long
from tests.figures.company import Memory

TODAY = dt.date(2026, 7, 2)
FORTY_YEARS_AGO = dt.date(1986, 1, 6)
LONG_AGO = dt.date(1900, 1, 8)
FEW = 60


def company(frequency, formula, first, **kpi):
    """A number at ``first``, and one in each of the newest ended periods."""
    ws = Memory()
    newest = Period.containing(TODAY, frequency).previous()
    cells = {newest.next(n - FEW + 1): 10.0 + n % 7 for n in range(FEW)}
    ws.put(Input, uid="x", key="x", name="x", frequency=frequency, combine=Combine.SUM)
    ws.cells["x"] = {Period.containing(first, frequency): 5.0, **cells}
    uid = ws.put(Kpi, name="x", frequency=frequency, inputs=(("x", "x"),), formula=formula, **kpi)
    ws.put(Target, kpi=uid, value=12.0)
    return ws, ws.get(Kpi, uid)


def steps(monkeypatch, work):
    """How many readings, calculations and periods a piece of work makes."""
    counted: Counter[str] = Counter()

    def counting(owner, name):
        inner = getattr(owner, name)

        def outer(*args, **kwargs):
            counted[name] += 1
            return inner(*args, **kwargs)

        monkeypatch.setattr(owner, name, outer)

    for owner, name in ((Sheet, "_read"), (Calculation, "__init__"), (Period, "next"), (Period, "within")):
        counting(owner, name)
    parts_of.cache_clear()
    work()
    monkeypatch.undo()
    return sum(counted.values())


def everything(ws, kpi):
    """What a page, its chart, a sparkline and the sheet for entering work out."""
    for frequency in (None, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR):
        if frequency is None or kpi.frequency.divides(frequency):
            found = kpi_figures(ws, kpi, TODAY, frequency)
            chart_spec(found, Axis(until=TODAY), Beside(last_year=last_year_points(found)), aim=found.aim)
            found.forecast(TODAY + dt.timedelta(days=30))
            found.tail(26), found.glance(26), found.rolling, found.bounds, found.known_points
    all_figures(ws, TODAY)
    due_periods(kpi.frequency, ws.cells["x"], TODAY, 1)


@pytest.mark.parametrize("frequency", [Frequency.DAY, Frequency.WEEK, Frequency.MONTH])
@pytest.mark.parametrize("formula", ["", "x * 2", "x - prev_year(x)", "prev(x, 2)", "mean_over(x, 4)"])
@pytest.mark.parametrize("sensitive", long.either([False], [False, True]))
def test_a_number_in_1900_takes_no_more_steps_than_one_of_forty_years_ago(monkeypatch, frequency, formula, sensitive):
    """The windows of chart and sparkline are full in both; all that differs is how long the gap is."""
    later = company(frequency, formula, FORTY_YEARS_AGO, sensitive=sensitive)
    earlier = company(frequency, formula, LONG_AGO, sensitive=sensitive)
    some, many = (steps(monkeypatch, lambda made=made: everything(*made)) for made in (later, earlier))
    assert many < some + 400, "a walk through the days since 1900 would be forty thousand, through the weeks six"


@pytest.mark.parametrize("formula", ["", "prev(x, 2)"])
def test_so_it_does_where_fewer_are_to_see_it(monkeypatch, formula):
    made = [company(Frequency.DAY, formula, first, sensitive=True) for first in (FORTY_YEARS_AGO, LONG_AGO)]
    some, many = (steps(monkeypatch, lambda each=each: everything(*each)) for each in made)
    assert many < some + 400


def test_a_number_in_2199_takes_hardly_more_steps(monkeypatch):
    ws, kpi = company(Frequency.DAY, "", LONG_AGO)
    without = steps(monkeypatch, lambda: everything(ws, kpi))
    ws.cells["x"][Period(Frequency.DAY, dt.date(2199, 12, 31))] = 7.0
    assert steps(monkeypatch, lambda: everything(ws, kpi)) < without + 1000, "the days until then are sixty thousand"
    assert kpi_figures(ws, kpi, TODAY).ahead == ((Period(Frequency.DAY, dt.date(2199, 12, 31)), 7.0),)


def test_an_input_left_alone_since_1900_asks_for_the_newest_periods_only(monkeypatch):
    series = {Period(Frequency.DAY, LONG_AGO): 1.0}
    taken = steps(monkeypatch, lambda: due_periods(Frequency.DAY, series, TODAY, 1))
    found = due_periods(Frequency.DAY, series, TODAY, 1)
    assert taken < 100 and len(found) == 12 and found[-1].first == TODAY - dt.timedelta(days=1)


# ---- nothing is lost by it -------------------------------------------------------------------------

FORMULAS = ("", "x", "x + y", "prev(x, 1)", "prev(x, 2) + prev_year(y)", "x - prev_year(x)", "sum_over(x, 3)",
            "mean_over(prev(x, 2), 2)", "prev(sum_over(y, 2), 3)", "days() * prev(x, 1)", "max(x, y)")  # fmt: skip
START = dt.date(2020, 1, 6)
CELLS = st.dictionaries(st.integers(0, 150), st.sampled_from([1.0, 2.5, -3.0, Mark.NOT_APPLICABLE]), max_size=9)
PLACES = st.tuples(
    st.sampled_from([Frequency.DAY, Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER]),
    st.sampled_from([Frequency.DAY, Frequency.WEEK, Frequency.MONTH]),
)


@settings(max_examples=long.either(50, 100), deadline=None)
@given(
    CELLS,
    CELLS,
    st.sampled_from(FORMULAS),
    PLACES,
    st.sampled_from(Combine),
    st.one_of(st.none(), st.integers(0, 150)),
    st.booleans(),
)
def test_every_period_has_the_value_that_it_has_when_each_is_worked_out(
    xs, ys, formula, places, combine, change, sensitive
):
    """The values, breaks and known points equal those of a walk through all periods."""
    frequency, measured = places
    own = frequency if measured.rank > frequency.rank or not measured.divides(frequency) else measured
    ws = Memory()
    start = Period.containing(START, own)
    for key, cells in (("x", xs), ("y", ys)):
        opening = {"opening": 4.0, "opening_period": start.next(3).code()} if combine is Combine.LAST else {}
        ws.put(Input, uid=key, key=key, name=key, frequency=own, combine=combine, **opening)
        ws.cells[key] = {start.next(place): value for place, value in sorted(cells.items())}
    bound = (("x", "x"), ("y", "y"))
    uid = ws.put(Kpi, name="k", frequency=own, inputs=bound, formula=formula, sensitive=sensitive)
    if change is not None:
        ws.put(Definition, kpi=uid, formula="y * 2", inputs=bound, until=start.next(change).first)
    kpi, today = ws.get(Kpi, uid), start.next(200).first
    found = kpi_figures(ws, kpi, today, frequency)
    sheet = Sheet(kpi, load(ws, [kpi], today))
    if not found.periods:
        return
    walked = tuple(between(found.periods[0], found.periods[-1]))
    assert tuple(found.periods) == walked
    simple = sheet.simple is not None and sheet.simple.frequency is frequency
    values = sheet.values(walked)
    assert found.values == values
    assert simple or values == tuple(sheet.at(period).value for period in walked)
    assert found.known == tuple((p, v) for p, v in zip(walked, values, strict=True) if v is not None)
    assert [point.value for point in found.points] == list(values)
    versions = [sheet.version_at(period) for period in walked]
    pairs = zip(walked[1:], versions, versions[1:], strict=False)
    assert found.breaks == tuple(p for p, before, now in pairs if now is not before and now is not None)
    before, known = last_year_points(found), dict(found.known)
    for period in (*walked, *(walked[-1].next(n) for n in range(1, 14))):
        assert before(period) == known.get(period.last_year()), period
    assert before(walked[-1].next(14)) is None
