"""Ticks are round and labels never collide."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.viz.scale import decimals_for, nice_step, nice_ticks, padded_range, push_labels


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (0, 100, 5, (0, 20, 40, 60, 80, 100)),
        (250, 400, 3, (250, 300, 350, 400)),
        (0.91, 1.24, 4, (1.0, 1.1, 1.2)),
        (-3, 3, 3, (-2, 0, 2)),
        (5, 5, 4, (5,)),
    ],
)
def test_ticks_are_round(low, high, count, expected):
    assert nice_ticks(low, high, count) == pytest.approx(expected)


def test_no_ticks_for_what_is_no_range():
    assert nice_ticks(float("nan"), 1) == ()
    assert nice_ticks(2, 1) == ()


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 10))
def test_ticks_stay_inside_and_are_about_as_many(low, span, count):
    ticks = nice_ticks(low, low + span, count)
    step = nice_step(span, count)
    slack = max(step * 1e-6, abs(low) * 1e-9)
    assert len(ticks) <= count + 2
    assert all(low - slack <= t <= low + span + slack for t in ticks)


def test_decimals_are_the_fewest_that_tell_ticks_apart():
    assert decimals_for((0, 20, 40)) == 0
    assert decimals_for((1.0, 1.25, 1.5)) == 2


def test_a_range_of_one_value_has_room_around_it():
    low, high = padded_range([5.0])
    assert low < 5 < high
    assert padded_range([]) == (0.0, 1.0)
    assert padded_range([2, 10], zero=True)[0] == 0


def test_labels_are_pushed_as_little_as_possible():
    assert push_labels([10, 50], 15, 0, 100) == [10, 50]
    assert push_labels([50, 52], 15, 0, 100) == pytest.approx([43.5, 58.5])
    assert push_labels([98, 99], 15, 0, 100) == pytest.approx([85, 100])


def test_labels_keep_their_order_in_the_list():
    first, second = push_labels([60, 20], 15, 0, 100)
    assert (first, second) == (60, 20)


@given(st.lists(st.floats(-50, 150), max_size=8), st.floats(1, 12))
def test_pushed_labels_keep_their_distance_inside_the_plot(ys, gap):
    found = sorted(push_labels(ys, gap, 0, 100))
    assert all(-1e-6 <= y <= 100 + 1e-6 for y in found)
    assert all(b - a >= gap - 1e-6 for a, b in itertools.pairwise(found))
