"""Fields follow the target, period by period."""

from __future__ import annotations

from kpidesk.domain.entities import Direction
from kpidesk.viz.zones import Goalposts, cut_line, step_lines, zones


def test_a_level_target_spans_its_periods_whole():
    assert step_lines([5, 5, 5]) == (((-0.5, 5), (2.5, 5)),)


def test_a_step_is_upright_between_two_periods():
    assert step_lines([5, 5, 6, 6]) == (((-0.5, 5), (1.5, 5), (1.5, 6), (3.5, 6)),)


def test_a_path_runs_from_centre_to_centre():
    (line,) = step_lines([1, 2, 3, 4])
    assert line == ((-0.5, 0.5), (0, 1), (1, 2), (2, 3), (3, 4), (3.5, 4.5))


def test_seasonal_targets_end_level():
    assert step_lines([5, 1, 3]) == (((-0.5, 5), (0, 5), (1, 1), (2, 3), (2.5, 3)),)


def test_a_period_without_a_target_breaks_the_line():
    assert step_lines([5, None, 7]) == (((-0.5, 5), (0.5, 5)), ((1.5, 7), (2.5, 7)))


def test_green_lies_on_the_good_side():
    posts = [Goalposts(10, None, 8)] * 2
    up = zones(posts, Direction.INCREASE, 0, 20)
    assert up.good == (((-0.5, 10), (1.5, 10), (1.5, 20), (-0.5, 20)),)
    assert up.red == (((-0.5, 8), (1.5, 8), (1.5, 0), (-0.5, 0)),)
    assert up.amber == (((-0.5, 10), (1.5, 10), (1.5, 8), (-0.5, 8)),)
    down = zones([Goalposts(10, None, 12)] * 2, Direction.DECREASE, 0, 20)
    assert down.good == (((-0.5, 10), (1.5, 10), (1.5, 0), (-0.5, 0)),)
    assert down.red == (((-0.5, 12), (1.5, 12), (1.5, 20), (-0.5, 20)),)


def test_fields_are_cut_to_the_plot():
    found = zones([Goalposts(10, None, 8)] * 2, Direction.INCREASE, 9, 20)
    assert min(y for _x, y in found.amber[0]) == 9


def test_a_band_is_green_between_its_edges_and_flagged_on_both_sides():
    found = zones([Goalposts(4, 6, 3, 8)] * 2, Direction.MAINTAIN, 0, 10)
    assert {y for _x, y in found.good[0]} == {4, 6}
    assert [{y for _x, y in field} for field in found.amber] == [{4, 3}, {6, 8}]
    assert [{y for _x, y in field} for field in found.red] == [{3, 0}, {8, 10}]


def test_without_a_target_there_are_no_fields():
    found = zones([Goalposts()] * 3, Direction.INCREASE, 0, 1)
    assert (found.target, found.good, found.amber, found.red) == ((), (), (), ())


def test_a_line_is_cut_to_a_stretch_of_periods():
    (path,) = step_lines([1, 2, 3, 4])
    assert cut_line(path, 0, 3) == ((0, 1), (1, 2), (2, 3), (3, 4))
    assert cut_line(path, 0.5, 1) == ((0.5, 1.5), (1, 2))
    assert cut_line(path, 5, 9) == ()
