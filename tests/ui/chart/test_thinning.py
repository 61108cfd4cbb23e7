"""Of more points than pixels every extreme is drawn, and nothing but what a line would cover."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.chart.long_days import spec_of
from ui.chart.chart_frame import frame_of
from ui.chart.chart_layers import Layers
from ui.chart.thinning import CROWDED, bars, marks, numbers, runs

VALUES = st.lists(st.none() | st.integers(-50, 50).map(float), max_size=120)


def column_of(place: int, wide: float) -> int:
    return int(place * wide)


def slow_bars(values, wide):
    """Each column's lowest and highest number, and the last of the column before where no gap lies between."""
    known = [(x, v) for x, v in enumerate(values) if v is not None]
    found = []
    for column, members in groupby(known, key=lambda pair: column_of(pair[0], wide)):
        inside = list(members)
        reached = [v for _x, v in inside]
        if found and inside[0][0] - found[-1][2] == 1:
            reached.append(found[-1][3])
        found.append((column, (min(reached), max(reached)), *inside[-1]))
    return [(column, *reach) for column, reach, _x, _v in found]


@given(VALUES, st.sampled_from([0.1, 0.3, 0.5, 0.7]))
def test_a_bar_reaches_over_all_of_its_column_and_to_the_one_before_it(values, wide):
    columns = [column_of(x, wide) for x in range(len(values))]
    begins = [x for x in range(len(values)) if x == 0 or columns[x] > columns[x - 1]]
    found, slowly = bars(numbers(values), np.array(begins, dtype=np.intp)), slow_bars(values, wide)
    if found is None:
        few = sum(v is not None for v in values) <= CROWDED * len(slowly)
        assert few or len(values) <= CROWDED * len(begins)
    else:
        assert list(zip(found.columns, found.low, found.high, strict=True)) == slowly


@given(VALUES)
def test_a_line_goes_through_every_known_point_and_is_broken_at_every_gap(values):
    places = [list(map(int, run)) for run in runs(numbers(values))]
    assert [x for run in places for x in run] == [x for x, v in enumerate(values) if v is not None]
    assert all(b - a == 1 for run in places for a, b in pairwise(run))
    assert all(values[before[-1] + 1] is None for before, _after in pairwise(places))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(-5, 5).map(float)), min_size=1, max_size=60))
def test_of_the_marks_in_a_column_the_lowest_and_the_highest_are_drawn(points):
    points.sort(key=lambda point: point[0])
    kept = [points[at] for at in marks(numbers([v for _c, v in points]), np.array([c for c, _v in points]))]
    for column, members in groupby(points, key=lambda point: point[0]):
        heights = [v for _c, v in members]
        assert {v for c, v in kept if c == column} == {min(heights), max(heights)}
        assert len([v for c, v in kept if c == column]) <= 2


@pytest.mark.parametrize("sharpness", [1.0, 1.5, 2.0])
def test_each_number_of_ten_years_of_days_lies_within_what_is_drawn(theme, sharpness):
    values = [None if x % 41 == 7 else float((x * 7919) % 1009) for x in range(3_650)]
    spec = spec_of(values)
    frame = frame_of(spec, 700, 400, theme.font("caption"), theme.font("caption_strong"))
    layers = Layers(theme)
    layers.draw(spec, frame, sharpness)
    ((path, _pen),) = layers.items["values"].bars
    ends = [(path.elementAt(i).x, path.elementAt(i).y) for i in range(path.elementCount())]
    drawn = {int(x * sharpness): (top, bottom) for (x, top), (_x, bottom) in pairwise(ends) if x == _x}
    for x, value in enumerate(values):
        if value is not None:
            near = {int(frame.px(x) * sharpness + dust) for dust in (-1e-6, 0.0, 1e-6)}
            reach = [drawn[column] for column in near if column in drawn]
            assert any(top <= frame.py(value) <= bottom for top, bottom in reach), x


def test_what_has_room_is_drawn_whole(theme):
    spec = spec_of([float(x % 7) for x in range(300)])
    layers = Layers(theme)
    layers.draw(spec, frame_of(spec, 900, 400, theme.font("caption"), theme.font("caption_strong")), 1.0)
    assert layers.items["values"].bars == []
    assert [line.count() for line, _pen in layers.items["values"].strokes] == [300]


def test_a_lone_number_between_gaps_is_a_dot(theme):
    spec = spec_of([None if x % 2 else 5.0 for x in range(400)])
    layers = Layers(theme)
    layers.draw(spec, frame_of(spec, 900, 400, theme.font("caption"), theme.font("caption_strong")), 1.0)
    assert len([dot for dot in layers.items["values"].dots if dot.pen is None]) == 200


def test_a_chart_within_one_year_has_no_borders_and_a_longer_one_has_them_together(theme):
    drawn = []
    for days in (20, 3_000):
        spec, layers = spec_of([5.0] * days), Layers(theme)
        layers.draw(spec, frame_of(spec, 900, 400, theme.font("caption"), theme.font("caption_strong")), 1.0)
        borders = len({start for start, _end, _name in spec.x_groups if start > 0})
        found = layers.items["frame"].hairlines
        drawn.append((len(found), sum(len(list(ends)) for ends, _pen in found) == 2 * borders))
    assert drawn == [(0, True), (1, True)]
