"""What is told of one period of a chart: its number, the target it is held against, and the signals it belongs to."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kpidesk import text
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.domain.signals import Rule
from kpidesk.domain.status import Status
from kpidesk.figures import Point
from kpidesk.figures.model import SignalRun
from kpidesk.wording.chart_reading import number_words, signals_at
from tests.table import table

WEEKS = [Period.parse(f"2026-W{week:02}") for week in range(1, 12)]
RUN = SignalRun(Rule.RUN, WEEKS[2], WEEKS[9], 1, 8)
JUMP = SignalRun(Rule.JUMP, WEEKS[8], WEEKS[9], 1, 2)
OUTSIDE = SignalRun(Rule.OUTSIDE, WEEKS[9], WEEKS[9], 1, 1)


class Told(SimpleNamespace):
    """As much of a KPI's figures as the words read."""

    def tail(self, _count: int) -> tuple[Point, ...]:
        """No target that changes in every period."""
        return ()


def figures() -> Told:
    kpi = Kpi("k", name="Score", unit="percent", decimals=0)
    return Told(kpi=kpi, signals=(RUN, JUMP, OUTSIDE), suggested=False, aim=None)


def point(value, target=None, high=None, *, masked=False, suggested=False) -> Point:
    held = (value, None, False, 1, 1, Status.AT_RISK, target, high, None, False, False)
    return Point(WEEKS[9], *held, masked=masked, suggested=suggested)


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


@table(
    "told, more, nb, en",
    [
        (point(46.0, 50.0), {}, "46 % · −4 pp mot målverdien (50)", "46% · −4 pp against the target (50)"),
        (point(46.0, 40.0, 50.0), {}, "46 % · innenfor målverdien (40–50)", "46% · within the target (40–50)"),
        (point(46.0), {}, "46 %", "46%"),
        (point(46.0, 50.0, suggested=True), {}, "46 % · foreslått målverdi 50", "46% · suggested target 50"),
        (point(46.0, 50.0, masked=True), {}, "skjult", "hidden"),
        (None, {"forecast": 48.0, "target": 50.0}, "prognose 48 % · målverdi 50 %", "forecast 48% · target 50%"),
        (None, {"target": 50.0}, "ikke noe tall · målverdi 50 %", "no number · target 50%"),
        (None, {}, "ikke noe tall", "no number"),
    ],
)
def test_a_number_is_told_with_the_target_of_its_period(told, more, nb, en):
    for language, said in (("nb", nb), ("en", en)):
        with text.using(language):
            assert plain(number_words(figures(), told, **more)) == said


@pytest.mark.parametrize(
    ("place", "nb", "en"),
    [
        (0, "", ""),
        (2, "Åtte uker på rad over snittet", "Eight weeks in a row above the mean"),
        (8, "Åtte uker på rad over snittet", "Eight weeks in a row above the mean"),
        (
            9,
            "Åtte uker på rad over snittet · Brått hopp i uke 10 · Over øvre grense",
            "Eight weeks in a row above the mean · Sharp rise in week 10 · Above the upper limit",
        ),
        (10, "", ""),
    ],
)
def test_a_signal_is_told_at_every_number_that_it_is_about(place, nb, en):
    for language, said in (("nb", nb), ("en", en)):
        with text.using(language):
            assert plain(signals_at(figures(), WEEKS[place])) == said
