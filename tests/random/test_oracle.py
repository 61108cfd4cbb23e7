"""The program's figures against the rules written a second time, on random companies."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk.domain.entities import (
    NOT_APPLICABLE,
    CheckIn,
    Combine,
    Cycle,
    Direction,
    Input,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    ResultKind,
    Target,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.score import roll_up
from kpidesk.domain.signals import Rule, RuleSet, find_signals, natural_limits
from kpidesk.domain.status import judge, make_goal
from kpidesk.figures import goal_figures, kpi_figures
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from tests import long
from tests.figures.company import Memory
from tests.random import oracle

DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2027, 12, 31))
STARTS = st.sampled_from([1, 2, 4, 7, 9, 12])
LONGER = ("quarterly", "tertially", "half-yearly", "yearly")
CENTS = st.integers(-50_000, 50_000).map(lambda cents: cents / 100)
"""Numbers as people type them, so that sums and equal numbers come about."""
SOME = settings(max_examples=long.either(50, 150), deadline=None)


def sheet_of(ws, kpi, seen):
    return Sheet(kpi, load(ws, [kpi], seen))


def near(found, wanted):
    if wanted is None or found is None:
        return found is wanted is None
    return float(found) == pytest.approx(float(wanted), rel=1e-9, abs=1e-9)


# ---- periods -------------------------------------------------------------------------------------


@given(DAYS, st.sampled_from(list(Frequency)), STARTS)
@SOME
def test_a_period_holds_the_days_that_share_its_name(day, frequency, fiscal_start):
    period = Period.containing(day, frequency, fiscal_start)
    days = oracle.days_of(day, frequency.value, fiscal_start)
    assert (period.first, period.last, period.days) == (days[0], days[-1], len(days))
    assert period.next().first == days[-1] + oracle.DAY
    assert Period.parse(period.key(fiscal_start), fiscal_start) == period


@given(DAYS, st.sampled_from(LONGER), st.sampled_from(["daily", "weekly", "monthly"]), STARTS)
@SOME
def test_the_parts_of_a_period_are_those_that_belong_to_it(day, longer, shorter, fiscal_start):
    period = Period.containing(day, Frequency(longer), fiscal_start)
    assert tuple(part.first for part in period.parts(Frequency(shorter))) == oracle.parts(
        day, longer, shorter, fiscal_start
    )


# ---- combining, as of a day ----------------------------------------------------------------------

CELLS = st.lists(st.one_of(CENTS, CENTS, st.none(), st.just(oracle.NA)), min_size=1, max_size=40)
SHORT = st.sampled_from(["weekly", "monthly"])
RULES = st.sampled_from(["sum", "mean", "last", "min", "max", "weighted_mean"])


def series(frequency, begins, cells):
    """First day → cell for periods in a row from the one around ``begins``; blanks are left out."""
    period = Period.containing(begins, Frequency(frequency))
    firsts = [period.next(n).first for n in range(len(cells))]
    return {first: cell for first, cell in zip(firsts, cells, strict=True) if cell is not None}


def quantity(ws, key, frequency, rule, cells, weight=None):
    """The same input in the program's words and in the oracle's."""
    uid = ws.put(
        Input,
        key=key,
        name=key,
        frequency=Frequency(frequency),
        combine=Combine(rule),
        weight=weight[0] if weight else None,
    )
    ws.cells[uid] = {
        Period(Frequency(frequency), first): NOT_APPLICABLE if cell == oracle.NA else cell
        for first, cell in cells.items()
    }
    plain = {first: cell if cell == oracle.NA else oracle.exact(cell) for first, cell in cells.items()}
    return uid, oracle.Quantity(frequency, rule, plain, weight[1] if weight else None)


@given(STARTS, SHORT, st.sampled_from(LONGER), RULES, DAYS, CELLS, CELLS, st.integers(-40, 400), st.integers(0, 500))
@SOME
def test_a_longer_period_seen_on_a_day_is_what_had_begun_by_then(
    fiscal_start, short, longer, rule, begins, cells, weights, later, into
):
    ws = Memory(fiscal_start)
    weight = None
    if rule == "weighted_mean":
        numbers = [abs(cell) if isinstance(cell, float) else None for cell in weights]
        weight = quantity(ws, "people", short, "sum", series(short, begins, numbers))
    uid, own = quantity(ws, "sales", short, rule, series(short, begins, cells), weight)
    kpi = ws.get(Kpi, ws.put(Kpi, name="Sales", frequency=Frequency(short), inputs=(("sales", uid),)))
    seen, day = begins + later * oracle.DAY, begins + into * oracle.DAY
    period = Period.containing(day, Frequency(longer), fiscal_start)
    wanted = oracle.combined(own, oracle.parts(day, longer, short, fiscal_start), seen)
    found = sheet_of(ws, kpi, seen).at(period)
    assert near(found.value, wanted.value), (found, wanted)
    assert (found.have, found.of) == (wanted.have, wanted.of)


BLANKS = st.lists(st.one_of(CENTS, CENTS, st.none()), min_size=1, max_size=30)


@given(STARTS, SHORT, st.sampled_from(LONGER), DAYS, BLANKS, BLANKS, st.integers(-20, 300), st.integers(0, 300))
@SOME
def test_a_ratio_over_a_longer_period_is_the_ratio_of_what_both_parts_have(
    fiscal_start, short, longer, begins, tops, bottoms, later, into
):
    ws = Memory(fiscal_start)
    top, above = quantity(ws, "top", short, "sum", series(short, begins, tops))
    bottom, below = quantity(ws, "bottom", short, "sum", series(short, begins, [b and abs(b) for b in bottoms]))
    bound = (("top", top), ("bottom", bottom))
    kpi = ws.get(Kpi, ws.put(Kpi, frequency=Frequency(short), formula="100 * top / bottom", inputs=bound))
    seen, day = begins + later * oracle.DAY, begins + into * oracle.DAY
    period = Period.containing(day, Frequency(longer), fiscal_start)
    wanted = oracle.ratio(above, below, oracle.parts(day, longer, short, fiscal_start), seen)
    found = sheet_of(ws, kpi, seen).at(period)
    assert near(found.value, wanted.value) and (found.have, found.of) == (wanted.have, wanted.of)


# ---- status --------------------------------------------------------------------------------------

TENTHS = st.integers(-60, 60).map(lambda tenths: tenths / 10)


@given(TENTHS, TENTHS, st.none() | TENTHS, st.sampled_from(["increase", "decrease"]))
@SOME
def test_a_number_stands_where_the_rules_put_it(value, goal, red, direction):
    if red is not None and (red >= goal if direction == "increase" else red <= goal):
        red = None
    found = judge(value, make_goal(goal, Direction(direction), None, red), Direction(direction))
    wanted = oracle.status(oracle.exact(value), direction, oracle.exact(goal), oracle.exact(red))
    assert found.value == wanted


@given(TENTHS, TENTHS, TENTHS)
@SOME
def test_a_band_has_two_edges(value, low, high):
    low, high = min(low, high), max(low, high)
    if 0 in (low, high):
        return
    found = judge(value, make_goal(low, Direction.MAINTAIN, high), Direction.MAINTAIN)
    wanted = oracle.status(oracle.exact(value), "maintain", oracle.exact(low), high=oracle.exact(high))
    assert found.value == wanted


@given(st.lists(CENTS, min_size=1, max_size=18), TENTHS, st.integers(-20, 300))
@SOME
def test_the_newest_number_of_a_day_is_judged_and_no_later_one(values, goal, later):
    ws = Memory()
    begins = dt.date(2025, 1, 1)
    uid, own = quantity(ws, "sales", "monthly", "sum", series("monthly", begins, values))
    kpi = ws.get(Kpi, ws.put(Kpi, inputs=(("sales", uid),)))
    ws.put(Target, kpi=kpi.uid, value=goal)
    seen = begins + later * oracle.DAY
    latest = kpi_figures(ws, kpi, seen).latest
    known = [(first, cell) for first, cell in own.cells.items() if first <= seen]
    if not known:
        assert latest is None
        return
    first, value = max(known)
    assert latest is not None and latest.period.first == first and near(latest.value, value)
    assert latest.status.value == oracle.status(value, "increase", oracle.exact(goal))


# ---- signal or noise -----------------------------------------------------------------------------

STEPS = st.lists(st.integers(-12, 12).map(lambda n: n / 10), min_size=6, max_size=40)
FLAT = st.tuples(st.integers(1, 999).map(lambda n: n / 10), st.integers(6, 30)).map(lambda two: [two[0]] * two[1])
LIFTED = st.tuples(STEPS, STEPS, st.integers(0, 30)).map(lambda t: t[0] + [round(v + t[2] / 10, 1) for v in t[1]])
SHOWN = STEPS | FLAT | LIFTED


def of_rule(found, rule):
    return [each for each in found if each.rule is rule]


def band_of(values, rules):
    band = natural_limits(values, screened=rules is RuleSet.NHS)
    assert band is not None
    return band


@given(SHOWN, st.sampled_from(list(RuleSet)))
@SOME
def test_the_limits_are_those_of_the_mean_moving_range(values, rules):
    wanted = oracle.limits([oracle.exact(v) for v in values], screened=rules is RuleSet.NHS)
    band = band_of(values, rules)
    for name in ("mean", "lower", "upper"):
        assert float(getattr(band, name)) == pytest.approx(float(getattr(wanted, name)), rel=1e-9, abs=1e-9)
    assert band.range_limit == pytest.approx(float(wanted.step), rel=1e-9, abs=1e-9)


@given(SHOWN, st.sampled_from(list(RuleSet)))
@SOME
def test_each_point_outside_and_each_long_run_is_found_and_no_other(values, rules):
    plain = [oracle.exact(v) for v in values]
    wanted = oracle.limits(plain, screened=rules is RuleSet.NHS)
    found = find_signals(values, band_of(values, rules), rules)
    assert {(f.first, f.side) for f in of_rule(found, Rule.OUTSIDE)} == oracle.outside(plain, wanted)
    length = 8 if rules is RuleSet.WHEELER else 7
    assert {(f.first, f.last, f.side) for f in of_rule(found, Rule.RUN)} == oracle.long_runs(plain, wanted, length)


@given(SHOWN)
@SOME
def test_three_of_four_near_a_limit_are_found(values):
    plain = [oracle.exact(v) for v in values]
    wanted = oracle.close_to_a_limit(plain, oracle.limits(plain))
    found = of_rule(find_signals(values, band_of(values, RuleSet.WHEELER)), Rule.NEAR_LIMIT)
    covered = {(place, f.side) for f in found for place in range(f.first, f.last + 1)}
    assert wanted <= covered
    assert {(f.first, f.side) for f in found} | {(f.last, f.side) for f in found} <= wanted


@given(st.lists(st.integers(0, 9).map(lambda n: n / 10), min_size=7, max_size=30) | LIFTED)
@SOME
def test_seven_that_rise_or_fall_are_a_trend_and_a_tie_breaks_it(values):
    plain = [oracle.exact(v) for v in values]
    found = of_rule(find_signals(values, band_of(values, RuleSet.NHS), RuleSet.NHS), Rule.TREND)
    assert {(f.first, f.last, f.side) for f in found} == oracle.trends(plain, 7)


# ---- roll-up of goals ----------------------------------------------------------------------------


@given(st.lists(st.tuples(st.none() | st.integers(-5, 15), st.integers(0, 9)), max_size=6))
@SOME
def test_a_parent_has_the_weighted_mean_of_the_children_that_have_a_score(children):
    found = roll_up([(None if p is None else p / 10, w / 10) for p, w in children])
    counted = [(oracle.held(Fraction(p, 10)), w) for p, w in children if p is not None]
    total = sum(w for _p, w in counted)
    wanted = sum(p * w for p, w in counted) / total if total else None
    assert near(found.score, wanted)
    assert found.unscored == sum(1 for p, _w in children if p is None)
    if found.score is not None:
        assert sum(c for c in found.contributions if c is not None) == pytest.approx(100 * found.score, abs=1e-7)


# ---- goals on a day ------------------------------------------------------------------------------

TERM = oracle.Term(dt.date(2026, 10, 1), dt.date(2026, 12, 31))
SAID = st.lists(
    st.tuples(st.integers(-3, 110), st.none() | st.integers(-2, 12), st.integers(0, 10)),
    max_size=5,
    unique_by=lambda each: each[0],
)
LEAVES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["from_to", "from_to", "hold", "milestones"]),
        "ends": st.tuples(st.integers(0, 10), st.integers(0, 10)).filter(lambda two: two[0] != two[1]),
        "said": SAID,
        "steps": st.lists(st.tuples(st.integers(1, 3), st.none() | st.integers(0, 110)), min_size=1, max_size=4),
        "weight": st.integers(0, 4),
        "committed": st.booleans(),
        "dropped": st.booleans(),
        "by_hand": st.none() | st.none() | st.integers(0, 10),
    }
)


def leaf_of(drawn):
    """One key result in the oracle's words."""
    first, second = (Fraction(end) for end in drawn["ends"])
    said = [
        (TERM.begins + after * oracle.DAY, None if value is None else Fraction(value), confidence)
        for after, value, confidence in drawn["said"]
    ]
    steps = [
        (Fraction(weight), None if after is None else TERM.begins + after * oracle.DAY)
        for weight, after in drawn["steps"]
    ]
    if drawn["kind"] == "hold":
        found = oracle.Leaf("hold", low=min(first, second), high=max(first, second))
    else:
        found = oracle.Leaf(drawn["kind"], start=first, target=second)
    found.said = (
        said if drawn["kind"] != "milestones" else [(day, None, confidence) for day, _value, confidence in said]
    )
    found.steps = steps if drawn["kind"] == "milestones" else []
    found.weight, found.committed = Fraction(drawn["weight"]), drawn["committed"]
    found.counts = not drawn["dropped"]
    found.by_hand = None if drawn["by_hand"] is None else Fraction(drawn["by_hand"], 10)
    return found


def put_leaf(ws, parent, leaf):
    """The same key result in the program's words."""
    numbers = {
        name: None if (n := getattr(leaf, name)) is None else float(n) for name in ("start", "target", "low", "high")
    }
    uid = ws.put(
        KeyResult,
        parent=parent,
        kind=ResultKind(leaf.kind),
        weight=float(leaf.weight),
        committed=leaf.committed,
        dropped="" if leaf.counts else "no longer needed",
        grade=None if leaf.by_hand is None else float(leaf.by_hand),
        **numbers,
    )
    for day, value, confidence in leaf.said:
        ws.put(CheckIn, key_result=uid, day=day, value=None if value is None else float(value), confidence=confidence)
    for weight, reached in leaf.steps:
        ws.put(Milestone, key_result=uid, weight=float(weight), reached_on=reached)
    return uid


@given(st.lists(LEAVES, min_size=1, max_size=4), st.integers(-5, 110))
@SOME
def test_goals_stand_on_a_day_where_the_rules_put_them(drawn, later):
    ws = Memory()
    cycle = ws.put(Cycle, frequency=Frequency.QUARTER, start=TERM.begins, end=TERM.ends)
    top = ws.put(Objective, title="Grow", cycle=cycle)
    leaves = [leaf_of(each) for each in drawn]
    for leaf in leaves:
        put_leaf(ws, top, leaf)
    day = TERM.begins + later * oracle.DAY
    if later < 0:
        for leaf in leaves:
            leaf.by_hand = None  # nothing is decided of what has not begun
    (found,) = goal_figures(ws, ws.get(Cycle, cycle), day)
    branch = oracle.Branch(leaves)
    assert near(found.progress.score, oracle.score(branch, day))
    for leaf, child in zip(leaves, found.children, strict=True):
        assert near(child.progress.score, oracle.score(leaf, day))
        assert child.status.value == oracle.leaf_status(leaf, TERM, day), child
    wanted = oracle.branch_status(branch, TERM, day)
    if wanted is None:
        assert found.status.value not in oracle.JUDGED
    else:
        assert found.status.value == wanted
