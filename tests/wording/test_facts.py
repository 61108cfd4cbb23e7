"""What is said beside a chart agrees with what is drawn: limits, numbers outside them, gaps."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from kpidesk import text
from kpidesk.domain.entities import Direction, Kpi
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures, Point
from kpidesk.wording import kpi_facts
from kpidesk.wording.kpi_facts import Speaker

WEEK = Period.parse("2026-W11")
SPEAKER = Speaker(dt.date(2026, 3, 20))


@pytest.fixture(autouse=True)
def _bokmål():
    with text.using("nb"):
        yield


class Told(SimpleNamespace):
    """As much of a KPI's figures as the words read."""

    bounds, possible = KpiFigures.bounds, KpiFigures.possible


def figures(value, lower, upper, decimals=0, unit="percent", **bounds):
    kpi = Kpi("k", name="Dekning", unit=unit, decimals=decimals, **bounds)
    limits = SimpleNamespace(lower=lower, upper=upper, provisional=False)
    return Told(kpi=kpi, limits=limits, periods=(WEEK,), values=(value,), known=((WEEK, value),))


def point(value, target, high=None) -> Point:
    return Point(WEEK, value, None, False, 1, 1, Status.AT_RISK, target, high, None, False, False)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize(("decimals", "shown"), [(0, "290 123–1 870 988"), (2, "290 123,46–1 870 987,65")])
def test_limits_have_the_decimals_of_the_kpi(decimals, shown):
    found = figures(0.0, 290123.456, 1870987.654, decimals, "currency")
    assert plain(kpi_facts.variation_words(found)) == shown


def test_limits_end_where_the_number_can_go():
    found = figures(0.0, -3.0, 104.0, 1, range_min=0.0, range_max=100.0)
    assert kpi_facts.variation_words(found) == "0,0–100,0"
    for unit, formula, least, shown in (
        ("percent", "", 1.0, "0–9"), ("percent", "100 * sick / days", 1.0, "0–9"), ("ratio", "", 1.0, "0–9"),
        ("percent", "100 * (now - before) / before", 1.0, "−4–9"), ("percent", "", -1.0, "−4–9"),
        ("currency", "", 1.0, "−4–9"), ("count", "", 1.0, "0–9"), ("count", "", -1.0, "−4–9"),
    ):  # fmt: skip
        found = figures(least, -4.0, 9.0, unit=unit, formula=formula)
        assert kpi_facts.variation_words(found) in (shown, shown.replace("–9", " til 9")), (unit, formula, least)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (80.04, 60.0, 80.0, "Uke 11: 80,04 %. Vanligvis mellom 60,00 og 80,00."),
        (85.0, 60.0, 80.0, "Uke 11: 85 %. Vanligvis mellom 60 og 80."),
        (59.8, 60.0, 80.0, "Uke 11: 59,8 %. Vanligvis mellom 60,0 og 80,0."),
        (85.0, 41.237, 68.919, "Uke 11: 85 %. Vanligvis mellom 41 og 69."),
        (990_000.0, 41_237.0, 58_919.0, "Uke 11: 990 000 %. Vanligvis mellom 41 237 og 58 919."),
        (85.0, 80.0, 80.0, "Uke 11: 85 %. Vanligvis mellom 80 og 80."),
    ],
)
def test_a_number_outside_the_limits_never_looks_like_one_of_them(value, lower, upper, said):
    assert plain(kpi_facts._outside(figures(value, lower, upper), SPEAKER, WEEK)) == said


@pytest.mark.parametrize(
    ("unit", "value", "target", "high", "gap"),
    [
        ("percent", 79.96, 80.0, None, "−0,04 pp"), ("score", 46.0, 50.0, None, "−4 poeng"),
        ("score", 49.0, 50.0, None, "−1 poeng"), ("currency", 100.0, 80.0, None, "+25,0 %"),
        ("count", 4.5, 4.0, 5.0, ""), ("count", 6.0, 4.0, 5.0, "+20,0 %"), ("count", -0.2, 0.0, None, "−0,2"),
    ],
)  # fmt: skip
def test_a_gap_is_told_in_points_or_percent_of_the_target_and_is_nought_only_where_it_is(
    unit, value, target, high, gap
):
    kpi = Kpi("k", name="Dekning", unit=unit, decimals=0, direction=Direction.INCREASE)
    assert plain(kpi_facts.gap_words(kpi, point(value, target, high))) == gap
