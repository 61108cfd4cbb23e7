"""What is said of goals: nothing measured is not bad, the end decides by the score, and a day knows nothing later."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, people, reviews
from kpidesk.commands.goals import branches, milestones, titles
from kpidesk.domain.entities import Combine, Cycle, Direction, Frozen, KeyResult, Kpi, Objective, ResultKind, Window
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stage import is_planned
from kpidesk.domain.status import JUDGED, Status
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures import explain_goal, goal_figures, smart_check
from kpidesk.figures.goals.course import course
from kpidesk.text import msg
from kpidesk.wording.changes import describe
from tests import own_kpis
from tests.clocks import Clock

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")
LAST, DAY = dt.date(2026, 3, 31), dt.date(2026, 1, 12)


@pytest.fixture
def clock():
    return Clock(DAY)


@pytest.fixture
def q1(ws):
    return cycles.ensure_cycle(ws, Q1)


@pytest.fixture
def top(ws, q1):
    return goals.add_objective(ws, "Customers come back", cycle=q1)


def result(ws, top, title="Regulars", **fields):
    return goals.add_key_result(ws, title, parent=top, **{"start": 20.0, "target": 40.0, **fields})


def seen(ws, cycle, day):
    """Every node of a cycle by its uid, as of a day."""
    found, waiting = {}, goal_figures(ws, ws.get(Cycle, cycle), day)
    while waiting:
        each = waiting.pop()
        found[each.node.uid] = each
        waiting += each.children
    return found


def fed_by(ws, months, **fields):
    """A monthly KPI with its numbers, and the input that they are in."""
    kpi = own_kpis.define(ws, name="Uptime", frequency=Frequency.MONTH, combine=Combine.MEAN, **fields)
    source = ws.get(Kpi, kpi).inputs[0][1]
    for month, value in months.items():
        entry.set_value(ws, source, Period.parse(month), value)
    return kpi, source


def persons(ws, months):
    """How many the company is in some months: the input that counts them."""
    group = ws.get(Kpi, own_kpis.define(ws, name="Heads", frequency=Frequency.MONTH, combine=Combine.LAST)).inputs[0][1]
    for month, count in months.items():
        entry.set_value(ws, group, Period.parse(month), count)
    return group


# ---- nothing measured is not bad -----------------------------------------------------------------


def test_what_nobody_has_measured_is_not_started_and_then_without_a_check_in(ws, q1, top):
    uid = result(ws, top)
    for day, status in (
        (dt.date(2026, 1, 12), Status.NOT_STARTED),
        (dt.date(2026, 1, 26), Status.NOT_STARTED),
        (dt.date(2026, 1, 27), Status.NO_CHECK_IN),
        (LAST, Status.NO_CHECK_IN),
        (dt.date(2026, 4, 20), Status.NO_CHECK_IN),
    ):
        found = seen(ws, q1, day)
        assert (found[uid].status, found[top].status) == (status, status), day
        assert (found[uid].current, found[uid].progress.score, found[top].progress.score) == (None, 0.0, 0.0)
        assert (found[top].expected, found[top].waiting, found[top].weakest) == (None, 1, None)


def test_the_first_check_in_counts_from_the_cycle_where_the_goal_is_older(ws, clock, q1, top):
    clock.day = dt.date(2025, 12, 1)
    uid = result(ws, top)
    assert seen(ws, q1, dt.date(2026, 1, 10))[uid].check_in_due == dt.date(2026, 1, 15)


def test_the_next_check_in_is_never_in_the_past(ws, q1, top):
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=25.0, day=dt.date(2026, 1, 20))
    found = seen(ws, q1, dt.date(2026, 1, 21))[uid]
    assert found.next_check_in(dt.date(2026, 1, 21)) == dt.date(2026, 2, 3)
    late = seen(ws, q1, dt.date(2026, 2, 20))[uid]
    assert late.next_check_in(dt.date(2026, 2, 20)) == dt.date(2026, 2, 20)
    assert late.status is Status.CHECK_IN_OVERDUE
    assert late.stale
    assert seen(ws, q1, dt.date(2026, 4, 2))[uid].next_check_in(dt.date(2026, 4, 2)) is None


def test_an_objective_takes_pace_and_status_from_the_children_that_have_one(ws, q1, top):
    measured, _silent = result(ws, top, "Regulars", weight=1.0), result(ws, top, "Guests", weight=3.0)
    check_ins.check_in(ws, measured, value=35.0, day=dt.date(2026, 2, 14))
    found = seen(ws, q1, dt.date(2026, 2, 14))
    assert found[measured].status is Status.ON_TRACK
    assert found[top].status is Status.ON_TRACK
    assert found[top].expected == pytest.approx(33 / 78), "the days from the one after 12 January, when it was made"
    assert found[top].judged == pytest.approx(0.75)
    assert found[top].progress.score == pytest.approx(0.75 / 4), "what nobody has measured counts as 0 in the score"
    assert found[top].waiting == 1


def test_what_is_written_late_in_a_quarter_is_not_behind_at_once(ws, q1, top, clock):
    clock.day = dt.date(2026, 3, 20)
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=20.0, confidence=7)
    found = seen(ws, q1, clock.day)
    assert (found[uid].expected, found[uid].status, found[top].status) == (0.0, Status.ON_TRACK, Status.ON_TRACK)
    with text.using("en"):
        told = [str(step) for step in explain_goal(found[uid], ws.get(Cycle, q1), clock.day)]
    assert "It was begun on 20 March, so what is expected counts from the day after." in told
    assert "Expected on day 0 of 11: 0%." in told
    later = seen(ws, q1, dt.date(2026, 3, 26))[uid]
    assert later.expected == pytest.approx(6 / 11) and later.status is Status.OFF_TRACK
    line = dict(course(ws, found[uid], ws.get(Cycle, q1), clock.day).expected)
    assert line[dt.date(2026, 3, 20)] == 0.0 and line[LAST] == 1.0


def test_the_pace_counts_from_the_first_word_where_that_is_older_and_from_the_first_day_where_nothing_was_late(
    ws, q1, top, clock
):
    clock.day = dt.date(2026, 3, 20)
    known = result(ws, top)
    check_ins.check_in(ws, known, value=24.0, day=dt.date(2026, 2, 1))
    assert seen(ws, q1, clock.day)[known].expected == pytest.approx(47 / 58)
    clock.day = dt.date(2026, 1, 9)
    early = result(ws, top, "Guests")
    assert seen(ws, q1, dt.date(2026, 2, 14))[early].expected == pytest.approx(0.5)
    clock.day = LAST
    last = result(ws, top, "Reviews")
    assert seen(ws, q1, LAST)[last].expected == 0.0, "nothing can be late on its first day, be it the last of all"


def test_a_closed_quarter_keeps_the_pace_that_its_review_told(ws, q1, top, clock):
    clock.day = dt.date(2026, 3, 20)
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=30.0, confidence=7)
    clock.day = LAST
    cycles.close(ws, q1)
    assert seen(ws, q1, dt.date(2026, 4, 20))[uid].expected == 1.0


def test_ticks_and_milestones_that_wait_are_not_judged_either(ws, q1, top):
    ticked = result(ws, top, "Open the shop", kind=ResultKind.DONE)
    stepped = result(ws, top, "Move in", kind=ResultKind.MILESTONES)
    milestones.add(ws, stepped, "Lease signed")
    found = seen(ws, q1, dt.date(2026, 3, 20))
    assert {found[uid].status for uid in (ticked, stepped, top)} == {Status.NO_CHECK_IN}
    check_ins.check_in(ws, ticked, confidence=8, note="The carpenter is booked", day=dt.date(2026, 3, 19))
    assert seen(ws, q1, dt.date(2026, 3, 20))[ticked].status is Status.ON_TRACK


def test_a_word_without_a_number_is_judged_by_confidence_alone(ws, q1, top):
    uid = result(ws, top)
    check_ins.check_in(ws, uid, confidence=8, day=dt.date(2026, 3, 19))
    assert seen(ws, q1, dt.date(2026, 3, 20))[uid].status is Status.ON_TRACK
    check_ins.check_in(ws, uid, confidence=3, day=dt.date(2026, 3, 20))
    assert seen(ws, q1, dt.date(2026, 3, 20))[uid].status is Status.AT_RISK


def test_a_start_that_came_with_a_kpi_is_no_measurement(ws, q1, top):
    kpi, _source = fed_by(ws, {"2025-12": 30.0})
    uid = result(ws, top, start=None, kpi=kpi)
    found = seen(ws, q1, dt.date(2026, 1, 13))[uid]
    assert (found.start, found.current, found.status) == (30.0, None, Status.NOT_STARTED)


def test_an_empty_objective_has_not_started(ws, q1, top):
    assert seen(ws, q1, dt.date(2026, 2, 1))[top].status is Status.NOT_STARTED


# ---- after the last day --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "aspirational", "committed"),
    [
        (40.0, Status.ACHIEVED, Status.ACHIEVED),
        (36.2, Status.ON_TRACK, Status.AT_RISK),
        (34.0, Status.ON_TRACK, Status.AT_RISK),
        (33.9, Status.AT_RISK, Status.OFF_TRACK),
        (28.0, Status.AT_RISK, Status.OFF_TRACK),
        (27.9, Status.OFF_TRACK, Status.OFF_TRACK),
    ],
)
def test_at_the_end_the_score_and_the_ambition_decide(ws, q1, top, value, aspirational, committed):
    uids = [result(ws, top, title, committed=promised) for title, promised in (("Wish", False), ("Promise", True))]
    for uid in uids:
        check_ins.check_in(ws, uid, value=value, confidence=1, day=dt.date(2026, 2, 1))
    found = seen(ws, q1, dt.date(2026, 4, 1))
    assert [found[uid].status for uid in uids] == [aspirational, committed]


def test_on_the_last_day_pace_still_decides_and_the_day_after_nothing_is_stale(ws, q1, top):
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=36.2, day=LAST)
    assert seen(ws, q1, LAST)[uid].status is Status.AT_RISK
    after = seen(ws, q1, dt.date(2026, 6, 1))[uid]
    assert (after.status, after.stale) == (Status.ON_TRACK, False)


def test_closing_early_is_the_end_as_well(ws, clock, q1, top):
    uid = result(ws, top, committed=True)
    check_ins.check_in(ws, uid, value=35.0, day=dt.date(2026, 2, 1))
    clock.day = dt.date(2026, 2, 2)
    assert seen(ws, q1, clock.day)[uid].status is Status.ON_TRACK
    cycles.close(ws, q1)
    assert seen(ws, q1, clock.day)[uid].status is Status.AT_RISK


def test_a_score_set_by_hand_decides_at_the_end(ws, clock, q1, top):
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=32.0, day=dt.date(2026, 3, 20))
    clock.day = dt.date(2026, 4, 2)
    assert seen(ws, q1, clock.day)[uid].status is Status.AT_RISK
    reviews.set_grade(ws, uid, 0.8, "The last week is missing from the numbers")
    assert seen(ws, q1, clock.day)[uid].status is Status.ON_TRACK


def test_a_score_set_while_the_cycle_runs_says_that_it_is_judged_as_at_the_end(ws, clock, q1, top):
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=34.0, day=dt.date(2026, 2, 1))
    reviews.set_grade(ws, uid, 0.4, "")
    clock.day = dt.date(2026, 2, 2)
    found = seen(ws, q1, clock.day)[uid]
    told = " ".join(str(step) for step in explain_goal(found, ws.get(Cycle, q1), clock.day))
    assert found.status is Status.AT_RISK and found.by_numbers.status is not Status.AT_RISK
    assert "vurderes med en gang som ved slutten, ikke etter tempoet" in told and "Til slutt" not in told


def test_a_score_without_numbers_is_not_said_to_differ_from_them(ws, clock, q1, top):
    reviews.set_grade(ws, result(ws, top), 0.4, "")
    clock.day = dt.date(2026, 4, 2)
    with pytest.raises(BadInput, match="det finnes ingen tall"):
        cycles.close(ws, q1)


def test_a_file_closed_by_an_earlier_program_is_read_by_the_score(ws, clock, q1, top):
    told, silent = result(ws, top), result(ws, top, "Guests")
    check_ins.check_in(ws, told, value=36.2, day=dt.date(2026, 2, 1))
    clock.day = dt.date(2026, 4, 2)
    cycles.close(ws, q1)
    frozen = {row.node: row.uid for row in ws.all(Frozen)}
    with ws.transaction(msg("as it was written once")) as change:
        change.set(Frozen, frozen[told], status="no_data")
        change.set(Frozen, frozen[silent], status="off_track", value=20.0)
    found = seen(ws, q1, clock.day)
    assert found[told].status is Status.ON_TRACK
    assert (found[silent].current, found[silent].restated) == (None, None)


def test_a_committed_objective_is_one_whose_key_results_all_are(ws, q1, top):
    promised = [result(ws, top, title, committed=True) for title in ("One", "Two")]
    for uid, value in zip(promised, (40.0, 36.0), strict=True):
        check_ins.check_in(ws, uid, value=value, day=dt.date(2026, 3, 20))
    found = seen(ws, q1, dt.date(2026, 4, 1))[top]
    assert (found.committed, found.progress.score, found.status) == (True, pytest.approx(0.9), Status.AT_RISK)
    goals.set_field(ws, promised[1], committed=False)
    assert seen(ws, q1, dt.date(2026, 4, 1))[top].status is Status.ON_TRACK


# ---- planned -------------------------------------------------------------------------------------


def test_before_its_first_day_everything_in_a_cycle_is_planned(ws):
    q2 = cycles.ensure_cycle(ws, Q2)
    top = goals.add_objective(ws, "Open a second shop", cycle=q2)
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=21.0, confidence=2, day=dt.date(2026, 1, 12))
    found = seen(ws, q2, dt.date(2026, 3, 31))
    assert {found[each].status for each in (top, uid)} == {Status.PLANNED}
    assert (found[uid].expected, found[top].expected) == (None, None)
    assert seen(ws, q2, dt.date(2026, 4, 1))[uid].status in JUDGED | {Status.NO_DATA}


def test_a_planned_cycle_is_started_by_hand_and_undo_plans_it_again(ws, clock):
    q2 = cycles.ensure_cycle(ws, Q2)
    top = goals.add_objective(ws, "Open a second shop", cycle=q2)
    uid = result(ws, top)
    clock.day = dt.date(2026, 3, 24)
    cycles.start_now(ws, q2)
    assert not is_planned(ws.get(Cycle, q2), clock.day)
    found = seen(ws, q2, clock.day)[uid]
    assert (found.status, found.expected, found.check_in_due) == (Status.NOT_STARTED, 0.0, dt.date(2026, 4, 7))
    assert seen(ws, q2, dt.date(2026, 3, 23))[uid].status is Status.PLANNED, "the day before it was not started"
    with pytest.raises(RuleBroken):
        cycles.start_now(ws, q2)
    ws.undo()
    assert seen(ws, q2, clock.day)[uid].status is Status.PLANNED


def test_a_running_year_is_judged_by_what_its_quarters_have_begun(ws, q1):
    year = cycles.ensure_cycle(ws, Period.parse("2026"))
    q2 = cycles.ensure_cycle(ws, Q2)
    head = goals.add_objective(ws, "Sell more", cycle=year)
    later = goals.add_objective(ws, "Hotels", parent=head, cycle=q2)
    waiting = result(ws, later)
    now = result(ws, head)
    check_ins.check_in(ws, now, value=30.0, day=dt.date(2026, 1, 14))
    found = seen(ws, year, dt.date(2026, 1, 15))
    assert (found[later].status, found[waiting].status) == (Status.PLANNED, Status.PLANNED)
    assert (found[head].status, found[head].waiting) == (Status.ON_TRACK, 1)


# ---- hold at close -------------------------------------------------------------------------------


def held(ws, top, months):
    kpi, source = fed_by(ws, months)
    return result(ws, top, "Uptime holds", kind=ResultKind.HOLD, low=99.0, start=None, target=None, kpi=kpi), source


def test_a_hold_counts_no_period_whose_number_is_hidden(ws, clock, q1, top):
    group = persons(ws, {"2026-01": 9.0, "2026-02": 9.0, "2026-03": 4.0})
    uid, _source = held(ws, top, {"2026-01": 99.5, "2026-02": 98.0, "2026-03": 99.7})
    own_kpis.edit(ws, ws.get(KeyResult, uid).kpi, sensitive=True, group=group)
    clock.day = dt.date(2026, 4, 20)
    assert seen(ws, q1, clock.day)[uid].progress.score == 0.5, "March is neither met nor missed"
    cycles.close(ws, q1)
    assert seen(ws, q1, clock.day)[uid].progress.score == 0.5


def test_a_start_that_is_hidden_is_not_taken_from_another_month(ws, clock, q1, top):
    group = persons(ws, {"2025-12": 4.0, "2026-01": 9.0, "2026-02": 9.0, "2026-03": 9.0})
    kpi, _source = fed_by(ws, {"2025-11": 30.0, "2025-12": 10.0, "2026-01": 20.0, "2026-02": 25.0})
    uid = result(ws, top, "Uptime grows", start=None, target=40.0, kpi=kpi)
    clock.day = dt.date(2026, 2, 28)
    assert seen(ws, q1, clock.day)[uid].progress.score == 0.5, "from December’s 10 by 25 to 40"
    entry.set_value(ws, group, Period.parse("2025-11"), 9.0)
    own_kpis.edit(ws, kpi, sensitive=True, group=group)
    found = seen(ws, q1, clock.day)
    assert (found[uid].start, found[uid].progress.score, found[uid].current) == (None, None, 25.0)
    assert found[uid].status is Status.HIDDEN and found[top].progress.score is None
    assert "a start of its own gives it a score" in found[uid].masked.text
    assert found[uid].masked.code == "hidden_few_persons"
    goals.set_measure(ws, uid, start=20.0)
    assert seen(ws, q1, clock.day)[uid].progress.score == 0.25
    goals.set_measure(ws, uid, start=None)
    entry.set_value(ws, group, Period.parse("2025-12"), 9.0)
    assert seen(ws, q1, clock.day)[uid].progress.score == 0.5, "the month has come to be about enough persons"
    for month in ("2025-12", "2026-01", "2026-02"):
        entry.set_value(ws, group, Period.parse(month), 4.0)
    why = seen(ws, q1, clock.day)[uid].masked
    assert why.text.startswith("Hidden"), "where it stands now is hidden as well: no start helps"


@pytest.mark.parametrize("typed", [None, 10.5])
def test_a_start_that_closing_has_kept_is_hidden_with_its_number_and_stays_in_the_file(ws, clock, q1, top, typed):
    """A start that somebody has typed is hers: it is shown, whatever is hidden."""
    group = persons(ws, dict.fromkeys(("2025-12", "2026-01", "2026-02", "2026-03"), 9.0))
    kpi, _source = fed_by(ws, {"2025-12": 10.0, "2026-03": 25.0})
    uid = result(ws, top, "Uptime grows", start=typed, target=40.0, kpi=kpi)
    clock.day = dt.date(2026, 4, 2)
    cycles.close(ws, q1)
    own_kpis.edit(ws, kpi, sensitive=True, group=group)
    start = 10.0 if typed is None else typed
    shown = seen(ws, q1, clock.day)[uid]
    assert (shown.start, shown.node.start, shown.progress.score) == (start, start, (25.0 - start) / (40.0 - start))
    entry.set_value(ws, group, Period.parse("2025-12"), 4.0)
    for reopened in (False, True):
        found = seen(ws, q1, clock.day)
        line, curve = found[uid], course(ws, found[uid], ws.get(Cycle, q1), clock.day)
        numbers = line.start, line.node.start, line.progress.score, found[top].progress.score
        told = [cell for cell in ws.history.of(uid, "start") if cell.after is not None]
        words = [describe(ws, cell).after for cell in told]
        copied = ws.children(branches.duplicate(ws, top, cycle=cycles.ensure_cycle(ws, Q2)))
        assert [each.start for each in copied] == [typed], "a start that was read is read anew"
        if typed is not None:
            assert numbers == (start, start, (25.0 - start) / (40.0 - start), (25.0 - start) / (40.0 - start))
            assert words == ["10,5"]
        else:
            assert numbers == (None, None, None, None) and line.status is Status.HIDDEN
            assert line.masked.text.startswith("The number it starts from") and not curve.enough
            assert ("a start of its own" in line.masked.text) is reopened, "else none can be typed"
            assert words == ["Skjult"]
            assert titles.proposed(ws, uid, "Uptime from 10 to 40") is None, "no guess is answered"
        assert ws.get(KeyResult, uid).start == start
        if not reopened:
            cycles.reopen(ws, q1, "to look again")
    goals.rename(ws, uid, "Uptime to 42", proposal=titles.proposed(ws, uid, "Uptime to 42"))
    assert (ws.get(KeyResult, uid).start, ws.get(KeyResult, uid).target) == (start, 42.0)
    goals.set_measure(ws, uid, start=12.0)
    assert seen(ws, q1, clock.day)[uid].start == 12.0, "typed by somebody"


def test_a_hold_at_close_is_divided_by_the_whole_cycle_and_not_called_restated(ws, clock, q1, top):
    uid, source = held(ws, top, {"2026-01": 99.5, "2026-02": 99.2})
    clock.day = dt.date(2026, 3, 20)
    assert seen(ws, q1, clock.day)[uid].progress.score == 1.0, "March is not due yet"
    cycles.close(ws, q1)
    found = seen(ws, q1, clock.day)[uid]
    assert (found.progress.score, found.restated) == (pytest.approx(2 / 3), None)
    assert [row.score for row in ws.all(Frozen) if row.node == uid] == [pytest.approx(2 / 3)]
    clock.day = dt.date(2026, 5, 1)
    assert seen(ws, q1, clock.day)[uid].restated is None, "a month that became due since changed nothing"
    entry.set_value(ws, source, Period.parse("2026-02"), 90.0)
    assert seen(ws, q1, clock.day)[uid].restated.score == pytest.approx(1 / 3)


def test_blanks_from_before_the_kpi_was_made_are_not_held_against_it(ws, clock, q1, top):
    clock.day = dt.date(2026, 3, 3)
    uid, source = held(ws, top, {})
    assert seen(ws, q1, dt.date(2026, 3, 10))[uid].progress.score is None, "January and February were never asked for"
    entry.set_value(ws, source, Period.parse("2026-01"), 99.5)
    assert seen(ws, q1, dt.date(2026, 3, 10))[uid].progress.score == 0.5, (
        "after a number of January, February is missing"
    )


def test_a_period_that_does_not_apply_leaves_both_sides(ws, clock, q1, top):
    uid, source = held(ws, top, {"2026-01": 99.5})
    entry.mark_not_applicable(ws, [(source, Period.parse("2026-02"))])
    clock.day = dt.date(2026, 3, 20)
    cycles.close(ws, q1)
    assert seen(ws, q1, clock.day)[uid].progress.score == pytest.approx(1 / 2)


def test_a_month_that_runs_is_not_held_against_its_first_weeks(ws, q1, top):
    weekly = own_kpis.define(ws, name="Orders", frequency=Frequency.WEEK, combine=Combine.SUM)
    source = ws.get(Kpi, weekly).inputs[0][1]
    for week in ("2026-W02", "2026-W03", "2026-W04", "2026-W05", "2026-W06"):
        entry.set_value(ws, source, Period.parse(week), 25.0)
    goals_of_month = own_kpis.define(
        ws, name="Orders a month", frequency=Frequency.MONTH, formula="orders", inputs={"orders": Combine.SUM}
    )  # fmt: skip
    uid = result(ws, top, "Hold", kind=ResultKind.HOLD, low=60.0, start=None, target=None, kpi=goals_of_month)
    found = seen(ws, q1, dt.date(2026, 2, 10))[uid]
    assert found.progress.score == 1.0


def test_a_year_does_not_restate_the_quarters_in_it(ws, clock, q1):
    year = cycles.ensure_cycle(ws, Period.parse("2026"))
    head = goals.add_objective(ws, "Run well", cycle=year)
    quarter = goals.add_objective(ws, "First quarter", parent=head, cycle=q1)
    uid, _source = held(ws, quarter, {"2026-01": 99.5, "2026-02": 99.2})
    clock.day = dt.date(2026, 3, 20)
    cycles.close(ws, q1)
    clock.day = dt.date(2026, 6, 1)
    assert seen(ws, year, clock.day)[uid].restated is None


# ---- as of a day ---------------------------------------------------------------------------------


def test_as_of_a_day_nothing_later_has_happened(ws, clock, q1, top):
    kept, ticked = result(ws, top), result(ws, top, "Open the shop", kind=ResultKind.DONE)
    task = goals.add_initiative(ws, "Call the landlord", parent=kept)
    stepped = result(ws, top, "Move in", kind=ResultKind.MILESTONES)
    step = milestones.add(ws, stepped, "Lease signed")
    clock.day = dt.date(2026, 3, 10)
    goals.tick(ws, ticked, True)
    goals.tick(ws, task, True)
    milestones.reach(ws, step)
    check_ins.check_in(ws, kept, value=30.0)
    branches.drop(ws, kept, "The regulars moved away")
    clock.day = dt.date(2026, 4, 2)
    before, after = seen(ws, q1, dt.date(2026, 3, 9)), seen(ws, q1, dt.date(2026, 3, 10))
    assert (before[ticked].status, after[ticked].status) == (Status.NO_CHECK_IN, Status.ACHIEVED)
    assert (before[ticked].progress.score, after[ticked].progress.score) == (0.0, 1.0)
    assert (before[task].node.done_on, after[task].node.done_on) == (None, dt.date(2026, 3, 10))
    assert (before[stepped].progress.score, after[stepped].progress.score) == (0.0, 1.0)
    assert (before[kept].current, after[kept].current) == (None, 30.0)
    assert (before[kept].dropped, after[kept].dropped) == (False, True)


def test_a_cycle_closed_later_is_open_as_of_the_day(ws, clock, q1, top):
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=30.0, day=dt.date(2026, 3, 20))
    clock.day = dt.date(2026, 4, 2)
    cycles.close(ws, q1)
    found = seen(ws, q1, dt.date(2026, 3, 19))[uid]
    assert (found.current, found.progress.score, found.over, found.restated) == (None, 0.0, False, None)


def test_what_was_entered_after_the_fact_counts_from_the_beginning(ws, clock):
    clock.day = dt.date(2026, 4, 10)
    q1 = cycles.ensure_cycle(ws, Q1)
    top = goals.add_objective(ws, "Told afterwards", cycle=q1)
    uid = result(ws, top, kind=ResultKind.DONE)
    goals.tick(ws, uid, True)
    assert seen(ws, q1, dt.date(2026, 3, 31))[uid].status is Status.ACHIEVED


def test_a_cycle_closed_as_of_its_last_day_keeps_the_scores_that_were_set_since(ws, clock, q1, top):
    uid = result(ws, top)
    check_ins.check_in(ws, uid, value=30.0, day=dt.date(2026, 3, 20))
    clock.day = dt.date(2026, 4, 10)
    reviews.set_grade(ws, uid, 0.8, "The last week is missing from the numbers")
    cycles.close(ws, q1, day=LAST)
    assert [row.grade for row in ws.all(Frozen) if row.node == uid] == [0.8]
    assert seen(ws, q1, clock.day)[uid].status is Status.ON_TRACK


def test_a_combined_window_adds_only_what_the_day_knows(ws, clock, q1, top):
    kpi = own_kpis.define(ws, name="Sales", frequency=Frequency.MONTH, combine=Combine.SUM)
    source = ws.get(Kpi, kpi).inputs[0][1]
    for month in ("2026-01", "2026-02", "2026-03"):
        entry.set_value(ws, source, Period.parse(month), 100.0)
    uid = result(ws, top, start=0.0, target=300.0, kpi=kpi, window=Window.COMBINED)
    assert seen(ws, q1, dt.date(2026, 2, 15))[uid].current == 200.0


# ---- ties ----------------------------------------------------------------------------------------


def test_weights_of_one_and_three_tenths_all_reached_pass(ws, clock, q1, top):
    for title, weight in (("One", 1.0), ("Two", 0.3)):
        uid = result(ws, top, title, weight=weight, committed=True)
        check_ins.check_in(ws, uid, value=40.0, day=dt.date(2026, 3, 20))
    assert seen(ws, q1, dt.date(2026, 4, 1))[top].status is Status.ACHIEVED


def test_a_check_in_held_at_the_edge_holds(ws, q1, top):
    uid = result(ws, top, kind=ResultKind.HOLD, low=0.2, start=None, target=None)
    check_ins.check_in(ws, uid, value=0.3 - 0.1, day=dt.date(2026, 2, 1))
    assert seen(ws, q1, dt.date(2026, 2, 1))[uid].progress.score == 1.0


def test_limits_of_the_company_hold_at_the_edge(ws, q1, top):
    people.set_company(ws, on_track_points=10.0)
    uid = result(ws, top, start=0.0, target=100.0)
    day = dt.date(2026, 2, 14)
    check_ins.check_in(ws, uid, value=40.0 - 1e-9, day=day)
    assert seen(ws, q1, day)[uid].status is Status.ON_TRACK


def test_a_node_that_was_changed_on_its_day_is_itself(ws, q1, top):
    uid = result(ws, top)
    found = seen(ws, q1, ws.today())
    assert found[uid].node is ws.get(KeyResult, uid)
    assert found[top].node == replace(ws.get(Objective, top))


def test_no_check_in_is_asked_for_after_the_cycle(ws, clock, q1, top):
    clock.day = dt.date(2026, 3, 30)
    uid = result(ws, top)
    assert seen(ws, q1, clock.day)[uid].next_check_in(clock.day) == LAST
    check_ins.check_in(ws, uid, value=30.0, confidence=6)
    assert seen(ws, q1, LAST)[uid].next_check_in(LAST) == LAST
    assert not seen(ws, q1, LAST)[uid].stale


@pytest.mark.parametrize(
    ("day", "value", "words"),
    [
        (dt.date(2026, 3, 30), -1_000_000.25, "Needs +2,284,500.50 kr in 1 day, has −45,503.74 kr a week"),
        (dt.date(2026, 3, 26), 1_184_500.25, "Needs +100,000.00 kr in 5 days, has +134,371.12 kr a week"),
        (dt.date(2026, 3, 17), 1_084_500.25, "Needs +100,000.00 kr a week, has +141,162.33 kr"),
    ],
)
def test_what_a_goal_needs_is_told_for_the_days_that_are_left(ws, clock, q1, top, day, value, words):
    clock.day = day
    uid = goals.add_key_result(ws, "More in the bank in spring", parent=top)
    goals.set_measure(ws, uid, start=-427_953.24, target=1_284_500.25, unit="currency")
    check_ins.check_in(ws, uid, value=value)
    with text.using("en"):
        realistic = smart_check(ws, seen(ws, q1, day)[uid], ws.get(Cycle, q1), day)[3]
        assert str(realistic.sentence).replace(fmt.NBSP, " ") == words


# ---- what the number says, the status says -------------------------------------------------------


def test_at_the_end_what_was_never_measured_counts_in_number_and_status_alike(ws, q1, top):
    results = [result(ws, top, title, start=0.0, target=100.0) for title in ("One", "Two", "Never")]
    for uid in results[:2]:
        check_ins.check_in(ws, uid, value=81.0, confidence=8, day=dt.date(2026, 3, 20))
    running, ended = seen(ws, q1, dt.date(2026, 3, 20))[top], seen(ws, q1, dt.date(2026, 4, 1))[top]
    assert (running.status, running.judged) == (Status.ON_TRACK, pytest.approx(0.81))
    assert (ended.status, ended.waiting) == (Status.AT_RISK, 1)
    assert ended.judged == ended.progress.score == pytest.approx(0.54)
    with text.using("en"):
        told = [str(step) for step in explain_goal(ended, ws.get(Cycle, q1), dt.date(2026, 4, 1))]
    assert told[-2:] == [
        "1 goal was never measured and counts as 0%.",
        "In the end the score decides. An aspirational goal is on track from 0.7 and at risk from 0.4.",
    ]


def test_a_promise_that_nobody_measured_makes_the_objective_no_promise_kept(ws, q1, top):
    done = result(ws, top, "One", start=0.0, target=100.0, committed=True)
    result(ws, top, "Never", start=0.0, target=100.0, committed=True)
    check_ins.check_in(ws, done, value=100.0, day=dt.date(2026, 3, 25))
    found = seen(ws, q1, dt.date(2026, 4, 1))
    assert (found[done].status, found[top].status) == (Status.ACHIEVED, Status.OFF_TRACK)
    assert found[top].progress.score == pytest.approx(0.5)


REASON = "Agreed with the team"


def scored_by_hand(ws, clock, top, day):
    """Three key results that nobody has measured, of which somebody has said on a day how far they came."""
    uids = [result(ws, top, f"Given {grade} {n}") for n, grade in enumerate((1.0, 1.0, 0.7))]
    clock.day = day
    for uid, grade in zip(uids, (1.0, 1.0, 0.7), strict=True):
        reviews.set_grade(ws, uid, grade, REASON)
    return uids


def test_scores_set_by_hand_are_the_objectives_from_the_day_they_were_set(ws, clock, q1, top):
    uids = scored_by_hand(ws, clock, top, dt.date(2026, 3, 25))
    clock.day = dt.date(2026, 4, 10)
    before = seen(ws, q1, dt.date(2026, 3, 24))
    assert (before[top].status, before[top].by_numbers, before[uids[0]].over) == (Status.NO_CHECK_IN, None, False)
    for day in (dt.date(2026, 3, 26), clock.day):
        found = seen(ws, q1, day)
        assert [found[uid].progress.score for uid in uids] == [1.0, 1.0, 0.7]
        assert [found[uid].computed.score for uid in uids] == [0.0, 0.0, 0.0]
        assert [found[uid].status for uid in uids] == [Status.ACHIEVED, Status.ACHIEVED, Status.ON_TRACK]
        goal = found[top]
        assert (goal.progress.score, goal.judged, goal.computed.score) == (pytest.approx(0.9), pytest.approx(0.9), 0.0)
        assert (goal.status, goal.over, goal.waiting, goal.unscored) == (Status.ON_TRACK, True, 0, 0)
    cycles.close(ws, q1)
    frozen = {row.node: row for row in ws.all(Frozen)}
    assert (frozen[uids[0]].score, frozen[uids[0]].grade, frozen[top].score) == (0.0, 1.0, pytest.approx(0.9))
    closed = seen(ws, q1, clock.day)
    assert (closed[top].progress.score, closed[top].restated) == (pytest.approx(0.9), None)
    assert closed[uids[2]].restated is None and not closed[top].without_hand
    with text.using("en"):
        said = [
            [str(step) for step in explain_goal(closed[uid], ws.get(Cycle, q1), clock.day)] for uid in (top, uids[2])
        ]
    assert "Together 90%." in said[0] and "Scores set by hand count in it. The numbers alone give 0%." in said[0]
    assert said[1][:2] == ["Set to 0.7 by hand: that counts, whatever the numbers say.", f"The reason: {REASON}"]


def test_while_the_cycle_runs_a_score_set_by_hand_waits_for_nobody_and_the_others_keep_their_pace(ws, q1, top):
    given, going = result(ws, top, "Given", start=0.0, target=100.0), result(ws, top, start=0.0, target=100.0)
    check_ins.check_in(ws, going, value=20.0, day=DAY)
    reviews.set_grade(ws, given, 0.0, REASON)
    found = seen(ws, q1, DAY)
    assert (found[given].status, found[given].expected, found[given].check_in_due) == (Status.OFF_TRACK, None, None)
    assert (found[top].over, found[top].weakest, found[top].progress.score) == (False, Status.OFF_TRACK, 0.1)
    planned = cycles.ensure_cycle(ws, Q1.next())
    early = result(ws, goals.add_objective(ws, "Later", cycle=planned))
    reviews.set_grade(ws, early, 1.0, REASON)
    assert seen(ws, planned, DAY)[early].status is Status.PLANNED


def test_a_cycle_closed_before_scores_set_by_hand_counted_stays_as_it_was_frozen(ws, clock, q1, top):
    """The rows are those that earlier programs wrote: the objective's score is that of the numbers."""
    measured = result(ws, top, "Measured")
    check_ins.check_in(ws, measured, value=26.0, day=dt.date(2026, 3, 25))
    uids = scored_by_hand(ws, clock, top, dt.date(2026, 4, 2))
    cycles.close(ws, q1)
    frozen = {row.node: row.uid for row in ws.all(Frozen)}
    with ws.transaction(msg("as it was written once")) as change:
        change.set(Frozen, frozen[top], raw=0.075, score=0.075, grade=0.1, status="off_track")
        for uid in uids:
            change.set(Frozen, frozen[uid], status="no_check_in")
    found = seen(ws, q1, clock.day)
    assert all(each.restated is None for each in found.values())
    assert (found[top].progress.score, found[top].status) == (0.075, Status.OFF_TRACK)
    assert sum(each.contribution for each in found[top].children) == pytest.approx(7.5), "its parts add up to it"
    assert [found[uid].progress.score for uid in uids] == [1.0, 1.0, 0.7], "what somebody said then is shown"
    with text.using("en"):
        said = [str(step) for step in explain_goal(found[top], ws.get(Cycle, q1), clock.day)]
    assert "Together 8%." in said and "It was closed before scores set by hand counted in it." in said
    cycles.reopen(ws, q1, "to count them")
    cycles.close(ws, q1)
    again = seen(ws, q1, clock.day)[top]
    assert (again.progress.score, again.without_hand, again.restated) == (pytest.approx(0.75), False, None)


def test_a_level_held_so_far_does_not_make_the_objective_achieved_before_the_end(ws, q1, top):
    kpi, _source = fed_by(ws, {"2026-01": 93.0, "2026-02": 91.5}, direction=Direction.INCREASE)
    uid = result(ws, top, kind=ResultKind.HOLD, low=90.0, start=None, target=None, kpi=kpi)
    running = seen(ws, q1, dt.date(2026, 3, 20))
    assert (running[top].progress.score, running[uid].status, running[top].status) == (
        1.0, Status.ON_TRACK, Status.ON_TRACK,
    )  # fmt: skip
    assert seen(ws, q1, dt.date(2026, 4, 20))[top].progress.score == pytest.approx(2 / 3)


@pytest.mark.parametrize(("decimals", "value", "shown"), [(1, 91.5, 1), (0, 91.5, 0), (1, 90.0, 1)])
def test_a_key_result_is_written_with_the_decimals_of_its_kpi(ws, q1, top, decimals, value, shown):
    kpi, _source = fed_by(ws, {"2026-01": value}, decimals=decimals)
    uid = result(ws, top, kind=ResultKind.HOLD, low=90.0, start=None, target=None, kpi=kpi)
    assert seen(ws, q1, dt.date(2026, 2, 2))[uid].decimals == shown


@pytest.mark.parametrize(("value", "shown"), [(96.0, 0), (96.5, 1), (96.25, 2), (96.125, 2)])
def test_a_number_that_is_checked_in_is_shown_as_it_was_typed(ws, q1, top, value, shown):
    uid = result(ws, top, start=0.0, target=120.0)
    check_ins.check_in(ws, uid, value=value, day=dt.date(2026, 2, 2))
    assert seen(ws, q1, dt.date(2026, 2, 2))[uid].decimals == shown
