"""What is said of how a KPI varies: as usual only where that is known."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.domain.entities import Direction, Kpi
from kpidesk.domain.period import Frequency, Period, between
from kpidesk.domain.signals import Rule
from kpidesk.figures import KpiFigures, SignalRun, Variation, kpi_figures
from kpidesk.figures.points import until
from kpidesk.figures.sentences import NORMAL, NOTHING_NEW, SO_FAR, plain_sentence
from kpidesk.text import using
from tests.figures.company import Memory, plain

TODAY = dt.date(2026, 4, 2)
CALM = [10.0, 11.0, 9.0, 10.0, 12.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 9.0, 10.0]


def seen(values: list[float | None], last: str = "2026-03", today: dt.date = TODAY) -> KpiFigures:
    ws = Memory()
    first = Period.parse(last).previous(len(values) - 1)
    return kpi_figures(ws, plain(ws, "sales", Frequency.MONTH, values, first.key()), today)


def test_settled_numbers_without_a_signal_vary_as_usual():
    found = seen(CALM)
    assert (found.variation, found.sentence, found.flagged) == (Variation.USUAL, NORMAL, False)


def test_equal_numbers_vary_as_usual():
    for number in (7.7, 99.9, 0.1):
        found = seen([number] * 12)
        assert (found.variation, found.sentence) == (Variation.USUAL, NORMAL)


@pytest.mark.parametrize("count", [6, 11])
def test_provisional_limits_do_not_know_what_is_usual(count):
    found = seen(CALM[:count])
    assert found.limits is not None
    assert (found.variation, found.sentence, found.flagged) == (Variation.UNSETTLED, SO_FAR, False)


def test_signals_that_no_longer_hold_are_not_denied():
    found = seen([10.0, 30, 10, 11, 10, 11, 10, 11])
    assert found.signals and (found.sentence, found.flagged) == (NOTHING_NEW, False)
    assert found.variation is Variation.UNSETTLED


def test_up_to_the_end_of_a_cycle_stand_the_weeks_that_are_its_own():
    ws = Memory()
    weeks = kpi_figures(ws, plain(ws, "sales", Frequency.WEEK, CALM, "2026-W30"), dt.date(2026, 12, 1)).points
    for day, last in ((dt.date(2026, 9, 30), "2026-W39"), (dt.date(2026, 10, 1), "2026-W40")):
        assert until(weeks, day)[-1].period == Period.parse(last), "of 28 September to 4 October the most is October's"


def test_without_limits_nothing_is_said():
    found = seen(CALM[:5])
    assert (found.variation, found.sentence) == (Variation.UNSETTLED, None)


def test_a_signal_is_a_signal_also_while_limits_are_provisional():
    found = seen([10.0, 11, 10, 11, 10, 11, 10, 30])
    assert (found.variation, found.flagged) == (Variation.SIGNAL, True)
    with using("en"):
        assert str(found.sentence) == "Above the upper limit"


@pytest.mark.parametrize(
    ("side", "newest", "words", "code"),
    [
        (1, "2026-02", "Above the upper limit", "above_upper_limit"),
        (1, "2026-03", "Above the upper limit in February 2026", "above_upper_limit"),
        (-1, "2026-03", "Below the lower limit in February 2026", "below_lower_limit"),
    ],
)
def test_a_point_outside_that_is_not_the_newest_is_told_with_its_period(side, newest, words, code):
    month = Period.parse("2026-02")
    run = SignalRun(Rule.OUTSIDE, month, month, side, 1)
    entered = tuple(between(Period.parse("2025-10"), Period.parse(newest)))
    with using("en"):
        found = plain_sentence((run,), entered)
        assert (str(found), found.code) == (words, code)


def test_an_overdue_number_leaves_it_unknown():
    found = seen(CALM, "2026-01", dt.date(2026, 3, 20))
    assert found.due.overdue is not None
    assert (found.variation, found.sentence, found.flagged) == (Variation.UNKNOWN, None, False)


def test_no_number_and_a_hidden_one_are_unknown():
    ws = Memory()
    empty = ws.get(Kpi, ws.put(Kpi, name="empty"))
    assert kpi_figures(ws, empty, TODAY).variation is Variation.UNKNOWN
    kpi = plain(ws, "eNPS", Frequency.MONTH, CALM, "2025-03", kpi={"sensitive": True})
    ws.company = type(ws.company)("c", people=3)
    found = kpi_figures(ws, kpi, TODAY)
    assert found.masked is not None
    assert found.variation is Variation.UNKNOWN


# ---- ordering by how they stand ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "target", "value", "points"),
    [
        (Direction.DECREASE, {"value": 0.0}, 3.0, 0.0),
        (Direction.DECREASE, {"value": 0.0}, 0.0, 10.0),
        (Direction.INCREASE, {"value": 0.0}, -9.0, 0.0),
        (Direction.DECREASE, {"value": 0.0, "red_flag": 3.0}, 3.0, 10 / 3),
        (Direction.MAINTAIN, {"value": 0.0, "high": 10.0}, -5.0, 0.0),
        (Direction.MAINTAIN, {"value": 0.0, "high": 10.0}, 10.0, 20 / 3),
        (Direction.INCREASE, {"value": 700.0, "red_flag": 500.0}, 600.0, 5.0),
    ],
)
def test_what_misses_a_goal_of_zero_is_among_the_worst(direction, target, value, points):
    ws = Memory()
    kpi = plain(ws, "sales", Frequency.MONTH, [value], "2026-03", target=target, kpi={"direction": direction})
    assert kpi_figures(ws, kpi, TODAY).order_score == pytest.approx(points)
