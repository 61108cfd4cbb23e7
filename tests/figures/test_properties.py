"""What holds for any numbers: the order of entry, gaps, the unit, and long periods against their parts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk.domain.entities import Combine, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import kpi_figures
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from tests.figures.company import Memory, plain

TODAY = dt.date(2026, 7, 2)
START = Period.parse("2024-01")
AMOUNTS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3))
SERIES = st.lists(st.one_of(st.none(), AMOUNTS), min_size=6, max_size=30)


def told(figures):
    """What a figure says, without the objects it was made from."""
    return (figures.periods, figures.values, figures.status, figures.limits, figures.signals, figures.due,
            figures.latest, figures.change)  # fmt: skip


@given(SERIES, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(values, dice):
    """The same cells entered in another order give the same figures in every respect."""
    months = [START.next(n) for n in range(len(values))]
    cells = [(month, value) for month, value in zip(months, values, strict=True) if value is not None]
    shuffled = cells[:]
    dice.shuffle(shuffled)
    found = []
    for order in (cells, shuffled):
        ws = Memory()
        kpi = plain(ws, "sales", Frequency.MONTH, [], "2024-01", target=100.0)
        for month, value in order:
            ws.cells.setdefault(kpi.inputs[0][1], {})[month] = value
        found.append(told(kpi_figures(ws, kpi, TODAY)))
    assert found[0] == found[1]


def ratio(ws, tops, bottoms, scale=1.0):
    for key, values in (("top", tops), ("bottom", bottoms)):
        ws.put(Input, uid=key, key=key, name=key, combine=Combine.SUM)
        ws.series_of(key, [START.next(n) for n in range(len(values))], [scale * value for value in values])
    uid = ws.put(Kpi, formula="100 * top / bottom", inputs=(("top", "top"), ("bottom", "bottom")))
    return ws.get(Kpi, uid)


WHOLE = st.lists(st.tuples(st.floats(0, 1e6), st.floats(1, 1e6)), min_size=12, max_size=12)


@given(WHOLE)
def test_a_long_period_is_the_ratio_of_sums_never_the_mean_of_ratios(pairs):
    ws = Memory()
    kpi = ratio(ws, [top for top, _bottom in pairs], [bottom for _top, bottom in pairs])
    year = Sheet(kpi, load(ws, [kpi], TODAY)).at(Period.parse("2024"))
    expected = 100 * sum(top for top, _b in pairs) / sum(bottom for _t, bottom in pairs)
    assert year.value == pytest.approx(expected, rel=1e-9, abs=1e-9) and not year.provisional


@given(WHOLE, st.floats(1e-3, 1e3))
@settings(max_examples=60)
def test_a_ratio_does_not_depend_on_the_unit_of_its_inputs(pairs, scale):
    tops, bottoms = [top for top, _b in pairs], [bottom for _t, bottom in pairs]
    values = []
    for by in (1.0, scale):
        ws = Memory()
        values.append(kpi_figures(ws, ratio(ws, tops, bottoms, by), TODAY).values[:12])
    assert values[1] == pytest.approx(values[0], rel=1e-9, abs=1e-9)


@given(SERIES, st.integers(0, 29))
def test_a_blank_is_never_a_zero(values, place):
    """Taking one number away changes no other period, and leaves a gap rather than a zero."""
    place %= len(values)
    months = [START.next(n) for n in range(len(values))]
    found = []
    for blank in (False, True):
        ws = Memory()
        kept = [None if blank and n == place else value for n, value in enumerate(values)]
        kpi = plain(ws, "sales", Frequency.MONTH, kept, "2024-01")
        sheet = Sheet(kpi, load(ws, [kpi], TODAY))
        found.append([sheet.at(month).value for month in months])
    assert found[1][place] is None
    assert [v for n, v in enumerate(found[0]) if n != place] == [v for n, v in enumerate(found[1]) if n != place]
