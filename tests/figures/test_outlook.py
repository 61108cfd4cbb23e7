"""The running quarter of a KPI, and what became of what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import figures
from kpidesk.commands import entry, inputs, kpis, notes, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Combine, Direction, Kpi, Verdict
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.text import using
from kpidesk.workspace import Workspace
from tests import own_kpis

TODAY = dt.date(2026, 3, 10)
Q1 = Period.parse("2026-Q1")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


def monthly(ws: Workspace, combine: Combine, values: list[float], *, last: str = "2026-02", target: float = 100.0):
    uid = own_kpis.define(ws, name="Sales", combine=combine, target=target)
    first = Period.parse(last).previous(len(values) - 1)
    source = inputs.input_named(ws, "Sales").uid
    entry.paste(ws, [(source, first.next(i), value) for i, value in enumerate(values)])
    return ws.get(Kpi, uid)


def looked_at(ws: Workspace, kpi: Kpi, period: Period = Q1):
    return figures.outlook(ws, figures.kpi_figures(ws, kpi, TODAY), period)


def test_what_adds_up_is_forecast_as_the_whole_quarter(ws):
    kpi = monthly(ws, Combine.SUM, [10.0, 20, 30, 40, 50, 60, 70, 80])
    found = looked_at(ws, kpi)
    assert (found.so_far, found.have, found.of, found.target, found.adds_up) == (150, 2, 3, 300, True)
    assert found.forecast == pytest.approx(150 + 90)


def test_what_does_not_add_up_is_forecast_as_its_last_value(ws):
    kpi = monthly(ws, Combine.LAST, [10.0, 20, 30, 40, 50, 60, 70, 80])
    found = looked_at(ws, kpi)
    assert (found.so_far, found.target, found.adds_up) == (80, 100, False)
    assert found.forecast == pytest.approx(90)


def test_a_gap_leaves_the_whole_unknown(ws):
    kpi = monthly(ws, Combine.SUM, [10.0, 20, 30, 40, 50, 60, 70, 80])
    entry.set_value(ws, inputs.input_named(ws, "Sales").uid, Period.parse("2026-01"), None)
    assert looked_at(ws, kpi).forecast is None


def test_few_numbers_are_no_forecast_and_a_full_quarter_needs_none(ws):
    kpi = monthly(ws, Combine.SUM, [10.0, 20, 30])
    assert looked_at(ws, kpi).forecast is None
    kpis.delete(ws, kpi.uid)
    kpi = monthly(ws, Combine.SUM, [10.0, 20, 30, 40, 50, 60, 70, 80], last="2025-12")
    assert looked_at(ws, kpi, Period.parse("2025-Q4")).forecast is None


def test_a_path_adds_up_to_the_quarters_target(ws):
    uid = own_kpis.define(ws, name="Sales", frequency=Frequency.MONTH)
    entry.set_value(ws, inputs.input_named(ws, "Sales").uid, Period.parse("2026-01"), 1.0)
    targets.set_target(ws, uid, Step(value=40.0, start=Q1.first, end=Q1.last), path_from=10.0)
    assert looked_at(ws, ws.get(Kpi, uid)).target == pytest.approx(20 + 30 + 40)


def test_a_quarterly_kpi_has_no_quarter_within(ws):
    uid = own_kpis.define(ws, name="Sales", frequency=Frequency.QUARTER)
    assert looked_at(ws, ws.get(Kpi, uid)) is None


def test_before_and_after_something_done_leave_its_own_period_out(ws):
    kpi = monthly(ws, Combine.SUM, [10.0, 10, 10, 99, 20, 20, 26])
    found = figures.kpi_figures(ws, kpi, TODAY)
    effect = figures.effect_of(found, found.periods[3])
    assert (effect.before, effect.after, effect.later, effect.can_be_judged) == (10, 22, 3, True)
    assert figures.effect_of(found, found.periods[0]).before is None
    assert not figures.effect_of(found, found.periods[4]).can_be_judged


def test_only_what_was_done_and_not_judged_is_asked_about(ws):
    kpi = monthly(ws, Combine.SUM, [10.0, 10, 10, 20, 20, 20, 20])
    found = figures.kpi_figures(ws, kpi, TODAY)
    notes.annotate(ws, kpi.uid, found.periods[2], "New prices", action=True)
    notes.annotate(ws, kpi.uid, found.periods[1], "Easter")
    notes.annotate(ws, kpi.uid, found.periods[5], "Campaign", action=True)
    (action,) = figures.open_actions(found, notes.notes_of(ws, kpi))
    assert (action.note.text, action.period, action.effect.before, action.effect.after) == (
        "New prices",
        found.periods[2],
        10,
        20,
    )
    notes.judge(ws, action.note.uid, Verdict.TOO_EARLY)
    assert figures.open_actions(found, notes.notes_of(ws, kpi)) == ()


def test_a_quarter_of_which_a_part_is_hidden_is_not_forecast_either(ws):
    """What is expected of the whole, less what is shown of it, would tell the hidden month."""
    kpi = monthly(ws, Combine.SUM, [10.0, 20, 30, 40, 50, 60, 70, 80])
    assert looked_at(ws, kpi).forecast is not None
    own_kpis.define(ws, name="Heads", combine=Combine.LAST)
    source = inputs.input_named(ws, "Heads")
    entry.paste(ws, [(source.uid, Period.parse("2026-02"), 4.0)])
    own_kpis.edit(ws, kpi.uid, sensitive=True, group=source.uid)
    found = looked_at(ws, ws.get(Kpi, kpi.uid))
    assert (found.so_far, found.forecast) == (None, None)


# ---- the forecast and the sentence about reaching the target -----------------------------------------


def said(ws: Workspace, kpi: Kpi, today: dt.date = TODAY, period: Period = Q1) -> str:
    found = figures.kpi_figures(ws, kpi, today)
    with using("en"):
        return str(figures.prospect(found, period.last, figures.outlook(ws, found, period)))


def test_a_rising_number_that_is_forecast_to_reach_its_target_is_not_said_never_to(ws):
    kpi = monthly(ws, Combine.LAST, [10.0, 20, 30, 40, 50, 60, 70, 80], target=90.0)
    found = figures.kpi_figures(ws, kpi, TODAY)
    assert figures.reach_of(found) is figures.Reach.NEVER
    assert found.forecast(Q1.last)[-1].value == pytest.approx(90)
    assert said(ws, kpi).endswith("It is reached only if things go as forecast.")


def test_a_rising_number_that_stays_below_its_target_is_said_not_to_reach_it(ws):
    kpi = monthly(ws, Combine.LAST, [10.0, 20, 30, 40, 50, 60, 70, 80], target=91.0)
    assert said(ws, kpi).endswith("as things are, it won’t be reached.")


def test_a_falling_number_that_is_forecast_to_miss_its_target_is_not_said_always_to_reach_it(ws):
    kpi = monthly(ws, Combine.LAST, [80.0, 70, 60, 50, 40, 30, 20, 12], target=-5.0)
    assert figures.reach_of(figures.kpi_figures(ws, kpi, TODAY)) is figures.Reach.ALWAYS
    assert said(ws, kpi).endswith("as things are, it is always reached.")
    kpis.delete(ws, kpi.uid)
    kpi = monthly(ws, Combine.LAST, [80.0, 70, 60, 50, 40, 30, 20, 12], target=10.0)
    assert said(ws, kpi).endswith("If things go as forecast, it is missed.")


def test_less_is_better_turns_the_sentence_round(ws):
    kpi = monthly(ws, Combine.LAST, [80.0, 70, 60, 50, 40, 30, 20, 12], target=10.0)
    own_kpis.edit(ws, kpi.uid, direction=Direction.DECREASE)
    assert said(ws, ws.get(Kpi, kpi.uid)).endswith("It is reached only if things go as forecast.")


def test_the_sum_of_the_quarter_counts_beside_the_sentence(ws):
    kpi = monthly(ws, Combine.SUM, [20.0, 22, 20, 22, 20, 22, 40, 20], target=45.0)
    targets.set_target(ws, kpi.uid, Step(value=1.0, start=dt.date(2026, 1, 1), end=dt.date(2026, 1, 31)))
    found = figures.kpi_figures(ws, kpi, TODAY)
    ahead = figures.outlook(ws, found, Q1)
    assert figures.reach_of(found) is figures.Reach.NEVER
    assert (ahead.target, ahead.forecast > 91) == (91, False)
    targets.set_target(ws, kpi.uid, Step(value=-20.0, start=dt.date(2026, 1, 1), end=dt.date(2026, 1, 31)))
    assert figures.outlook(ws, found, Q1).target == 70
    assert said(ws, kpi).endswith("It is reached only if things go as forecast.")


def test_a_target_on_a_limit_lies_between_the_limits(ws):
    kpi = monthly(ws, Combine.LAST, [0.1, 0.3] * 6, target=1.0)
    found = figures.kpi_figures(ws, kpi, TODAY)
    targets.set_target(ws, kpi.uid, Step(value=found.limits.upper * (1 + 1e-13)))
    found = figures.kpi_figures(ws, kpi, TODAY)
    assert figures.reach_of(found) is figures.Reach.SOMETIMES
    assert said(ws, kpi).endswith("it is reached now and then.")
    band = own_kpis.define(ws, name="Band", direction=Direction.MAINTAIN, target=1.0, high=2.0)
    assert figures.prospect(figures.kpi_figures(ws, ws.get(Kpi, band), TODAY), Q1.last) is None


def test_old_numbers_draw_no_forecast_and_add_up_to_none(ws):
    kpi = monthly(ws, Combine.SUM, [10.0, 20, 30, 40, 50, 60, 70, 80], last="2025-12")
    found = figures.kpi_figures(ws, kpi, dt.date(2026, 2, 20))
    assert [each.value for each in found.forecast(Q1.last)] == pytest.approx([90, 100, 110])
    found = figures.kpi_figures(ws, kpi, dt.date(2026, 3, 1))
    assert found.forecast(Q1.last) == ()
    assert figures.outlook(ws, found, Q1).forecast is None


def test_a_running_week_counts_in_the_quarter_with_its_forecast_not_with_its_two_days(ws):
    source = own_kpis.add_input(ws, name="Day", frequency=Frequency.DAY)
    uid = own_kpis.define(ws, name="Sales", frequency=Frequency.WEEK, formula="day", inputs={"day": Combine.SUM})
    first = Period.parse("2025-12-29")
    entry.paste(ws, [(source, first.next(n), 10.0) for n in range(10 * 7 + 2)])
    found = figures.kpi_figures(ws, ws.get(Kpi, uid), TODAY)
    assert found.latest.provisional
    assert (found.latest.value, found.latest.period.key()) == (20, "2026-W11")
    assert figures.outlook(ws, found, Q1).forecast == pytest.approx(13 * 70)


def test_a_count_is_neither_forecast_nor_usual_below_nothing(ws):
    kpi = monthly(ws, Combine.LAST, [80.0, 70, 60, 50, 40, 30, 20, 10])
    found = figures.kpi_figures(ws, kpi, TODAY)
    later = found.forecast(dt.date(2026, 6, 30))
    assert [(each.low, each.value) for each in later] == [(0, 0)] * 4
    assert found.possible(-5.0) == 0
    own_kpis.edit(ws, kpi.uid, unit="currency")
    found = figures.kpi_figures(ws, ws.get(Kpi, kpi.uid), TODAY)
    assert found.forecast(dt.date(2026, 4, 30))[-1].value == pytest.approx(-10)
    own_kpis.edit(ws, kpi.uid, range_min=-5.0, range_max=75.0)
    found = figures.kpi_figures(ws, ws.get(Kpi, kpi.uid), TODAY)
    assert found.forecast(dt.date(2026, 4, 30))[-1].value == -5
    assert (found.possible(-90.0), found.possible(90.0), found.possible(3.0)) == (-5, 75, 3)


def test_a_count_that_has_been_negative_can_be_again(ws):
    kpi = monthly(ws, Combine.LAST, [40.0, 30, 20, 10, 0, -10, -20, -30])
    found = figures.kpi_figures(ws, kpi, TODAY)
    assert found.forecast(dt.date(2026, 3, 31))[-1].value == pytest.approx(-40)
