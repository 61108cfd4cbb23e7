"""Another start of the fiscal year: said beforehand, moved in one step, and nothing out of reach."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.commands import cycles, entry, fiscal_year, goals, inputs, notes, people, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import NOT_APPLICABLE, Annotation, Combine, Cycle, Input, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import RuleBroken
from kpidesk.figures import cycle_list, kpi_figures
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

TODAY = dt.datetime(2026, 8, 12, 9, tzinfo=dt.UTC)
Q1, Q2, Q3 = (Period.parse(f"2026-Q{n}") for n in (1, 2, 3))


@pytest.fixture
def ws(tmp_path):
    with (
        text.using("en"),
        Workspace.create(
            tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home"), clock=lambda: TODAY
        ) as made,
    ):
        yield made


def quarterly(ws, **values):
    kpi = own_kpis.define(ws, name="Revenue", frequency=Frequency.QUARTER)
    ((_key, source),) = ws.get(Kpi, kpi).inputs
    for name, value in values.items():
        entry.set_value(ws, source, Period.parse(f"2026-{name.upper()}"), value)
    return kpi, source


def lines(plan):
    return [str(line) for line in plan.lines]


def test_the_same_quarters_only_get_other_names(ws):
    kpi, source = quarterly(ws, q1=100.0, q2=NOT_APPLICABLE)
    targets.set_target(ws, kpi, Step(value=50.0, start=Q1.first))
    goals.add_objective(ws, "Grow", cycle=cycles.ensure_cycle(ws, Q3))
    plan = fiscal_year.preview(ws, 4)
    assert not plan.needs_consent
    assert lines(plan) == ["The goals of Q3 2026 stay in their months, which are then called Q2 2026/27."]
    before = ws.series(source)
    people.set_company(ws, fiscal_year_start=4)
    assert ws.series(source) == before and ws.checking.problems() == []
    assert [target.start for target in ws.all(Target)] == [Q1.first]


def test_numbers_that_would_lie_in_other_months_move_only_when_agreed_to(ws):
    kpi, source = quarterly(ws, q1=100.0, q2=NOT_APPLICABLE)
    notes.annotate(ws, kpi, Q1, "Easter")
    targets.set_season(ws, kpi, {Q1: 10.0, Q2: 20.0, Q3: 30.0, Period.parse("2026-Q4"): 40.0})
    own_kpis.edit(ws, kpi, base_start=Q1.first)
    plan = fiscal_year.preview(ws, 2)
    assert lines(plan) == [
        "2 numbers of Revenue move: Q2 2026 (April–June 2026) becomes Q2 2026/27 (May–July 2026), "
        "and the others likewise.",
        "1 note moves along.",
        "2 targets and limits begin with the moved periods.",
    ]
    before = ws.history.entries(1)[0].ref
    with pytest.raises(RuleBroken, match="other months"):
        people.set_company(ws, fiscal_year_start=2)
    assert ws.history.entries(1)[0].ref == before and ws.company.fiscal_year_start == 1
    people.set_company(ws, fiscal_year_start=2, move_numbers=True)
    own = [Period.parse(f"2026-Q{n}", 2) for n in (1, 2, 3, 4)]
    assert ws.series(source) == {own[0]: 100.0, own[1]: NOT_APPLICABLE}
    assert [note.period for note in ws.all(Annotation)] == [own[0].code()]
    (target,) = ws.all(Target)
    assert (target.start, target.end) == (own[0].first, own[3].last)
    assert dict(target.season) == {own[n].code(): 10.0 * (n + 1) for n in range(4)}
    assert ws.get(Kpi, kpi).base_start == own[0].first and ws.checking.problems() == []
    point = {p.period: p for p in kpi_figures(ws, ws.get(Kpi, kpi), TODAY.date()).points}[own[0]]
    assert (point.value, point.target) == (100.0, 10.0)
    ws.undo()
    assert ws.company.fiscal_year_start == 1 and ws.series(source) == {Q1: 100.0, Q2: NOT_APPLICABLE}
    assert [note.period for note in ws.all(Annotation)] == [Q1.code()] and ws.get(Kpi, kpi).base_start == Q1.first
    assert dict(ws.all(Target)[0].season)[Q1.code()] == 10.0 and ws.checking.problems() == []
    ws.redo()
    assert ws.series(source) == {own[0]: 100.0, own[1]: NOT_APPLICABLE} and ws.checking.problems() == []


def test_an_opening_balance_moves_and_days_inside_a_period_stay(ws):
    kpi = own_kpis.define(ws, name="Stock", frequency=Frequency.YEAR, combine=Combine.LAST)
    ((_key, source),) = ws.get(Kpi, kpi).inputs
    inputs.set_opening(ws, source, Period.parse("2025"), 5.0)
    targets.set_target(ws, kpi, Step(value=50.0, start=dt.date(2026, 3, 15), end=dt.date(2026, 12, 31)))
    people.set_company(ws, fiscal_year_start=9, move_numbers=True)
    assert ws.get(Input, source).opening_period == Period(Frequency.YEAR, dt.date(2024, 9, 1)).code()
    (target,) = ws.all(Target)
    assert (target.start, target.end) == (dt.date(2026, 3, 15), dt.date(2026, 8, 31))


def test_a_number_that_lies_where_another_goes_to_is_never_overwritten(ws):
    _kpi, source = quarterly(ws, q1=100.0)
    people.set_company(ws, fiscal_year_start=2, move_numbers=True)
    entry.set_value(ws, source, Period.parse("2026-Q2", 2), 7.0)
    move = next(entry_.ref for entry_ in ws.history.entries() if entry_.label.text == "change the company")
    entry.set_value(ws, source, Period.parse("2026-Q1", 2), 101.0)
    assert ws.undoing.revert(move).skipped, "what was changed since is left alone"
    assert ws.company.fiscal_year_start == 1
    (found,) = ws.checking.problems()
    assert "2 numbers" in str(found) and "February–April 2026" in str(found) and "--move-numbers" in str(found)
    entry.set_value(ws, source, Q1, 55.0)
    plan = fiscal_year.preview(ws, 2)
    assert plan.moves.stuck == {source: [Q1]} and "can’t move" in lines(plan)[0]
    with pytest.raises(RuleBroken, match="Clear one of the two"):
        people.set_company(ws, fiscal_year_start=2, move_numbers=True)
    moved = fiscal_year.move_strays(ws)
    assert moved.stuck == {source: [Period.parse("2026-Q1", 2)]}
    assert ws.series(source) == {Q1: 55.0, Q2: 7.0, Period.parse("2026-Q1", 2): 101.0}
    entry.set_value(ws, source, Period.parse("2026-Q1", 2), None)
    assert ws.checking.problems() == [] and ws.series(source) == {Q1: 55.0, Q2: 7.0}


def test_a_merge_may_bring_a_number_of_the_old_year_and_check_finds_it(ws, tmp_path):
    _kpi, source = quarterly(ws, q1=100.0)
    ws.sharing.save_copy(tmp_path / "copy.kpidesk")
    with Workspace.open(tmp_path / "copy.kpidesk", home=Home(tmp_path / "other"), clock=lambda: TODAY) as copy:
        entry.set_value(copy, source, Q2, 200.0)
    people.set_company(ws, fiscal_year_start=2, move_numbers=True)
    ws.merging.merge(tmp_path / "copy.kpidesk")
    assert "April–June 2026" in str(ws.checking.problems()[0])
    fiscal_year.move_strays(ws)
    assert ws.series(source) == {Period.parse("2026-Q1", 2): 100.0, Period.parse("2026-Q2", 2): 200.0}
    assert ws.checking.problems() == []
    ws.undo()
    assert ws.series(source)[Q2] == 200.0, "one step back"


def test_a_closed_cycle_keeps_its_name_for_ever(ws):
    cycle = cycles.ensure_cycle(ws, Q2)
    goals.add_objective(ws, "Grow", cycle=cycle)
    running = cycles.ensure_cycle(ws, Q3)
    goals.add_objective(ws, "More", cycle=running)
    cycles.close(ws, cycle)
    for start, told in ((4, "Q2 2026/27"), (2, "July–Sep 2026"), (1, "Q3 2026")):
        people.set_company(ws, fiscal_year_start=start, move_numbers=True)
        assert cycle_list.cycle_name(ws, Q2) == "Q2 2026"
        assert cycle_list.cycle_name(ws, Q3) == told
    with text.using("nb"):
        assert cycle_list.cycle_name(ws, Q2) == "2. kvartal 2026"
    people.set_company(ws, fiscal_year_start=3)
    own = cycles.ensure_cycle(ws, Period.parse("2026-Q2", 3))
    goals.add_objective(ws, "New", cycle=own)
    names = cycle_list.names(ws, cycle_list.choosable(ws, TODAY.date()))
    assert len(set(names.values())) == len(names), "no two can be taken for each other"
    assert names[Q2] == "Q2 2026 (Apr–June 2026)" and names[Q3] == "July–Sep 2026"


def test_cycles_closed_before_names_were_kept_are_named_when_the_year_changes(ws):
    cycle = cycles.ensure_cycle(ws, Q2)
    cycles.close(ws, cycle)
    from kpidesk.text import msg

    with ws.transaction(msg("as an older program")) as change:
        change.set(Cycle, cycle, named_from=None)
    people.set_company(ws, fiscal_year_start=2)
    assert cycle_list.cycle_name(ws, Q2) == "Q2 2026"
    ws.undo()
    assert ws.get(Cycle, cycle).named_from is None


def test_another_length_leaves_the_goals_where_they_are(ws):
    goals.add_objective(ws, "Grow", cycle=cycles.ensure_cycle(ws, Q3))
    told = [str(line) for line in fiscal_year.length_lines(ws, Frequency.HALF_YEAR, 1)]
    assert told == ["New goals are set for half 2 of 2026; those of Q3 2026 stay there and can be chosen as before."]
    people.set_company(ws, cycle_length=Frequency.HALF_YEAR)
    listed = cycle_list.choosable(ws, TODAY.date())
    assert listed == [Q3, *(Period.parse(key) for key in ("2026-H2", "2027-H1", "2027-H2"))]
