"""Only what a chart shows is read, and quick ways tell the same as slow ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby, pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import text
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import Direction, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.viz import axes
from kpidesk.viz.chart import Axis, chart_spec
from kpidesk.viz.window import window_of
from kpidesk.viz.zones import Goalposts, step_lines, zones

FIRST = dt.date(1950, 1, 1)


@pytest.fixture(autouse=True)
def bokmal():
    with text.using("nb"):
        yield


class Days(Sequence):
    """Many days, made when they are read; ``read`` are the places that were."""

    def __init__(self, places):
        self.places, self.read = places, set()

    def __len__(self):
        return len(self.places)

    def __getitem__(self, place):
        if isinstance(place, slice):
            part = Days(self.places[place])
            part.read = self.read
            return part
        x = self.places[place]
        self.read.add(x)
        day = Period(Frequency.DAY, FIRST + dt.timedelta(days=x))
        return SimpleNamespace(
            period=day, value=float(x % 97), target=50.0, high=None, red_flag=45.0, red_high=None,
            not_applicable=False, suggested=False, signal=x % 100 == 0, masked=False, provisional=False,
        )  # fmt: skip


def daily(count):
    kpi = Kpi("k", name="Kunder", unit="count", direction=Direction.INCREASE, frequency=Frequency.DAY)
    return SimpleNamespace(
        kpi=kpi, frequency=Frequency.DAY, points=Days(range(count)), segments=(), breaks=(), rules=RuleSet.WHEELER,
        signals=(), sentence=None,
    )  # fmt: skip


@pytest.mark.parametrize("skip", [0, 300])
def test_of_a_long_history_only_the_days_in_view_are_read(skip):
    figures = daily(40_000)
    spec = chart_spec(figures, Axis(count=60, skip=skip))
    assert spec.values == tuple(float(x % 97) for x in range(39_940 - skip, 40_000 - skip))
    assert figures.points.read - set(range(39_940 - skip, 40_000 - skip)) <= {39_999}


def test_the_axis_goes_on_after_the_last_number_and_earlier_periods_move_out_of_view():
    figures = daily(100)
    until = figures.points[99].period.next(5).first
    assert window_of(figures, Axis(count=10, until=until), None).values == (95.0, 96.0, 0.0, 1.0, 2.0, *[None] * 5)
    assert len(window_of(figures, Axis(count=3, until=until), None).periods) == 3
    back = window_of(figures, Axis(count=10, skip=7, until=until), None)
    assert back.values == tuple(float(x % 97) for x in range(88, 98))
    assert window_of(figures, Axis(count=10, skip=1000), None).periods == ()


def test_equal_goals_are_one_and_have_one_field():
    window = window_of(daily(3_650), Axis(count=3_650), None)
    assert len(window.goals) == 1
    fields = zones(window.posts, Direction.INCREASE, 0.0, 100.0)
    assert [len(field) for field in (*fields.good, *fields.amber, *fields.red)] == [4, 4, 4]


@given(st.integers(-3, 45), st.integers(0, 40), st.sampled_from(list(Frequency)))
def test_a_period_is_found_as_by_looking_at_each(start, count, frequency):
    first = Period.containing(dt.date(2023, 11, 20), frequency)
    figures = daily(0)
    figures.points = tuple(
        SimpleNamespace(**{**vars(daily(1).points[0]), "period": first.next(x)}) for x in range(count)
    )  # fmt: skip
    window = window_of(figures, Axis(count=50), None)
    asked = first.next(start)
    assert window.place_of(asked) == (start if 0 <= start < count else None)
    slowly = [x for x, p in enumerate(window.periods) if p.first <= asked.anchor <= p.last]
    assert window.holding(asked.anchor) == (slowly[0] if slowly else None)


@given(st.sampled_from(list(Frequency)), st.integers(0, 700), st.integers(0, 800), st.sampled_from([1, 2, 4, 9]))
def test_groups_on_the_axis_are_those_that_each_period_lies_in(frequency, count, days, fiscal):
    first = Period.containing(dt.date(2019, 1, 1) + dt.timedelta(days=days), frequency, fiscal)
    periods = tuple(first.next(n) for n in range(count))
    longer = {Frequency.DAY: Frequency.MONTH, Frequency.WEEK: Frequency.QUARTER}.get(frequency, Frequency.YEAR)
    slowly = groups_one_by_one(periods, longer, 1 if longer is Frequency.MONTH else fiscal)
    if len(slowly) > axes.MOST_GROUPS:
        slowly = groups_one_by_one(periods, Frequency.YEAR, fiscal)
    assert list(axes.x_groups(periods, fiscal)) == ([] if frequency is Frequency.YEAR else slowly)


def groups_one_by_one(periods, longer, start):
    found = []
    for group, members in groupby(enumerate(periods), key=lambda pair: pair[1].within(longer, start)):
        inside = [i for i, _period in members]
        found.append((inside[0] - 0.5, inside[-1] + 0.5, axes.group_word(group, start)))
    return found


def test_an_axis_of_ten_years_names_its_years():
    spec = chart_spec(daily(3_650), Axis(count=3_650))
    assert [name for _start, _end, name in spec.x_groups] == [str(year) for year in range(1950, 1960)]


# ---- goal lines, each period looked at ------------------------------------------------------------------

GOALS = st.lists(st.sampled_from([None, 1.0, 1.0, 1.0, 2.0, 3.0, 5.0]), max_size=40)


def on_slope(values, at):
    return 0 < at < len(values) - 1 and values[at - 1] != values[at] != values[at + 1]


def rise(values, at, side):
    """The rise on one side of a place on a slope; at the ends the one inside goes on."""
    a, b = (at - 1, at) if side < 0 else (at, at + 1)
    if a < 0 or b >= len(values):
        inner = at - side
        return values[max(at, inner)] - values[min(at, inner)] if on_slope(values, inner) else None
    return values[b] - values[a] if on_slope(values, a) or on_slope(values, b) else None


def straight(values):
    return close(values[2] - values[1], values[1] - values[0], max(map(abs, values)))


def slow_line(values, x0):
    points = []
    for at, y in enumerate(values):
        x, before, after = x0 + at, rise(values, at, -1), rise(values, at, 1)
        first = y - before / 2 if at == 0 and before is not None and straight(values[:3]) else y
        last = y + after / 2 if at == len(values) - 1 and after is not None and straight(values[-3:]) else y
        points += [(x - 0.5, first)] if before is None or at == 0 else []
        points += [(x, y)] if before is not None or after is not None else []
        points += [(x + 0.5, last)] if after is None or at == len(values) - 1 else []
    return points


def height(line, x):
    """Where a line lies just after a place."""
    a, b = next((a, b) for a, b in pairwise(line) if a[0] <= x < b[0])
    return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])


@given(GOALS, st.sets(st.integers(0, 39)))
def test_goal_lines_lie_where_looking_at_each_period_puts_them(values, alone):
    alone = {x for x in alone if x < len(values) and values[x] is not None}
    cells = [(x, v, (x if x in alone else -1, v is None)) for x, v in enumerate(values)]
    groups = [list(members) for _key, members in groupby(cells, key=lambda cell: cell[2])]
    slow = [slow_line([v for _x, v, _k in group], group[0][0]) for group in groups if group[0][1] is not None]
    lines = step_lines(values, alone)
    assert len(lines) == len(slow)
    for line, other in zip(lines, slow, strict=True):
        assert (line[0], line[-1]) == (other[0], other[-1])
        assert set(line) <= set(other)
        places = [line[0][0] + n / 4 for n in range(int((line[-1][0] - line[0][0]) * 4))]
        assert [height(line, x) for x in places] == pytest.approx([height(other, x) for x in places])


def test_a_hidden_goal_costs_no_corner():
    posts = [Goalposts(5.0, None, 4.0)] * 500 + [Goalposts()] + [Goalposts(5.0, None, 4.0)] * 500
    assert [len(line) for line in zones(posts, Direction.INCREASE, 0.0, 10.0).target] == [2, 2]
