"""A title and the measure it tells: read, proposed, rewritten, and carried into the next cycle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.commands import check_ins, cycles, entry, goals
from kpidesk.commands.goals import branches, titles
from kpidesk.domain.entities import Carry, Combine, KeyResult, Kpi, Objective, ResultKind
from kpidesk.domain.period import Period
from kpidesk.errors import RuleBroken
from kpidesk.reading.goals import read_sentence
from kpidesk.settings import Home
from kpidesk.text import msg, using
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.table import table

Q1, Q2, Q3 = Period.parse("2026-Q1"), Period.parse("2026-Q2"), Period.parse("2026-Q3")
CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "quick_add.txt"


class Days:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home"), clock=Days()) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def top(ws: Workspace) -> str:
    return goals.add_objective(ws, "Kundene anbefaler oss", cycle=cycles.ensure_cycle(ws, Q1))


def added(ws: Workspace, top: str, title: str) -> KeyResult:
    return ws.get(KeyResult, goals.add_key_result(ws, title, parent=top))


READINGS = [
    ("NPS fra 38 til 50.", 38, 50, "count"),
    ("Resultat fra –5 til 10", -5, 10, "count"),
    ("Resultat fra −5 til -1", -5, -1, "count"),
    ("NPS from 38 to 50 by Q4", 38, 50, "count"),
    ("Svartid ned fra 9,5 til 4 timer innen juni.", 9.5, 4, "hours"),
    ("Omsetning fra kr 1 200 til kr 1 500", 1200, 1500, "currency"),
    ("Omsetning fra 1,5 mill. kr til 2 mill. kr", 1.5, 2, "mill. kr"),
    ("Omsetning fra 1,5 til 2 mill. kr", 1.5, 2, "mill. kr"),
    ("Omsetning fra 900 000 kr til 1,2 mill. kr", 900_000, 1_200_000, "currency"),
    ("Netto from 1,200 to 1,500", 1200, 1500, "count"),
    ("Netto fra 1.200 til 1.500", 1200, 1500, "count"),
    ("Ordrer fra 40 til 60 stk.", 40, 60, "count"),
    ("Avtaler opp fra 3 til 5 kunder per uke", 3, 5, "kunder per uke"),
    ("Price from $5 to $7.50", 5, 7.5, "$"),
    ("Svinn ned fra 3,5 % til 2 % per måned.", 3.5, 2, "percent"),
    ("Ordrer fra 1200 til 1500 (uten nettbutikk)", 1200, 1500, "count"),
    ("NPS fra 38 til 50, målt hver uke", 38, 50, "count"),
    ("Åpent fra 3 til 5 av dagene", 3, 5, "count"),
]


@table("window", ["nb", "en"])
@table("line, start, target, unit", READINGS)
def test_a_line_is_read_alike_in_both_windows(ws, top, window, line, start, target, unit):
    with using(window):
        result = added(ws, top, line)
    assert (result.start, result.target, result.unit) == (start, target, unit)
    assert result.title == line, "the words stay as typed"


def test_the_lines_that_people_brought_are_all_read(ws, top):
    if not CASES.exists():
        pytest.skip("../shared/cases is not here")
    for row in CASES.read_text(encoding="utf-8").splitlines():
        line = row.split("->")[0].strip()
        if line:
            assert added(ws, top, line).target is not None, line


def test_millions_are_counted_in_the_unit_of_the_kpi_that_is_followed(ws, top):
    kpi = own_kpis.define(ws, name="Omsetning", unit="kr")
    result = added(ws, top, "Omsetning fra 1,5 mill. kr til 2 mill. kr")
    assert (result.kpi, result.start, result.target, result.unit) == (kpi, 1_500_000, 2_000_000, "currency")


@pytest.mark.parametrize("line", ["From zero to hero", "Tid ned fra 1:30 til 1:10", "Flytte fra Bø til Os"])
def test_a_line_without_two_numbers_is_only_a_title(ws, top, line):
    result = added(ws, top, line)
    assert (result.title, result.start, result.target) == (line, None, None)


# ---- limits ----------------------------------------------------------------------------------------------


HELD = [
    ("Hold svinnet under 5 %", None, 5, "percent"),
    ("Svinn høyst 3,5 prosent innen juni", None, 3.5, "percent"),
    ("Keep waste below 5%", None, 5, "percent"),
    ("Waste at most 2.5% each week", None, 2.5, "percent"),
    ("Ikke mer enn 3 klager per uke", None, 3, "klager"),
    ("No more than 5 complaints", None, 5, "complaints"),
    ("Responstid mindre enn 4 timer", None, 4, "hours"),
    ("Overtid maks 40 t i måneden", None, 40, "hours"),
    ("Minst 90 % fornøyde kunder", 90, None, "percent"),
    ("Ha minst 20 nye faste kunder i 2026", 20, None, "nye faste kunder"),
    ("At least 20 new customers every month", 20, None, "new customers"),
    ("Margin over 12,5 %", 12.5, None, "percent"),
    ("More than 1,200 visitors a week", 1200, None, "visitors a week"),
    ("Snittkarakter på minst 4,5 stjerner på Google", 4.5, None, "stjerner"),
    ("Omsetning over 3 mill. kr", 3, None, "mill. kr"),
    ("Resultat ikke under −10 000 kr", -10_000, None, "currency"),
    ("NPS between 40 and 50", 40, 50, "count"),
    ("Temperatur mellom 2 og 4,5 grader", 2, 4.5, "grader"),
    ("Hold lønnsandelen mellom 28 % og 32 %.", 28, 32, "percent"),
]


@table("window", ["nb", "en"])
@table("line, low, high, unit", HELD)
def test_what_is_to_be_held_is_read_with_its_direction(ws, top, window, line, low, high, unit):
    with using(window):
        result = added(ws, top, line)
    assert (result.kind, result.low, result.high, result.unit) == (ResultKind.HOLD, low, high, unit)
    assert result.start is None and result.target is None and result.title == line


@pytest.mark.parametrize(
    "line",
    ["Ring alle kunder over 60 år", "Ring 20 kunder over 60", "Minst 20 kunder og 3 partnere",
     "Svinn mellom 5 og 4 %", "Temperatur mellom 4", "Hold motet oppe", "Under arbeid", "Svinn under 1e400 %"],
)  # fmt: skip
def test_what_is_no_limit_is_never_read_by_halves(ws, top, line):
    result = added(ws, top, line)
    assert (result.kind, result.low, result.high, result.unit) == (ResultKind.FROM_TO, None, None, "")


def test_a_line_longer_than_a_title_tells_nothing() -> None:
    for line in ("x" + " skal være" * 20_000 + " under 5", "fra " * 20_000 + "1 til 2", "x " * 20_000 + "til 5"):
        assert read_sentence(line).told == [], "and is not worked on for minutes"
    assert read_sentence("x" + " skal være" * 40 + " under 5").high is not None


def test_what_is_held_follows_the_kpi_that_it_names(ws, top):
    kpi = own_kpis.define(ws, name="Svinn", unit="%", combine=Combine.MEAN)
    for line in ("Hold svinnet under 5 %", "Svinn høyst 5", "Svinnet skal være under 5 %"):
        result = added(ws, top, line)
        assert (result.kpi, result.high, result.unit) == (kpi, 5, "percent"), line


def test_a_start_and_a_limit_are_a_way_to_go(ws, top):
    for line in ("Svinn ned fra 7 til under 5 %", "Waste down from 7 to below 5%", "Svinn fra 7 til høyst 5 %"):
        result = added(ws, top, line)
        assert (result.kind, result.start, result.target, result.unit) == (ResultKind.FROM_TO, 7, 5, "percent"), line


# ---- a new title -----------------------------------------------------------------------------------------


def test_another_limit_typed_over_the_title_takes_the_place_of_the_old(ws, top):
    result = added(ws, top, "Svinn høyst 5 %")
    proposal = titles.proposed(ws, result.uid, "Svinn minst 4 %")
    assert proposal is not None and dict(proposal.numbers) == {"low": 4, "high": None}
    goals.rename(ws, result.uid, "Svinn minst 4 %", proposal=proposal)
    now = ws.get(KeyResult, result.uid)
    assert (now.low, now.high) == (4, None)
    goals.set_measure(ws, result.uid, low=4.5)
    assert ws.get(KeyResult, result.uid).title == "Svinn minst 4,5 %"


def test_a_target_with_more_decimals_than_the_old_one_is_written_with_them(ws, top):
    result = added(ws, top, "Svinn fra 7 til 5 %")
    goals.set_measure(ws, result.uid, target=4.5)
    assert ws.get(KeyResult, result.uid).title == "Svinn fra 7 til 4,5 %"


def test_a_number_is_the_titles_own_by_the_one_rule_of_ties(ws, top):
    result = added(ws, top, "Snitt fra 2 til 2,68 poeng")
    assert titles.proposed(ws, result.uid, "Snitt fra 2 til 2,68 poeng!") is None
    with ws.transaction(msg("as a file from elsewhere has it")) as change:
        change.set(KeyResult, result.uid, target=2.675)
    assert titles.proposed(ws, result.uid, "Snitt fra 2 til 2,68 poeng") is None, "2.675 is shown as 2.68"


def test_another_target_typed_over_the_title_is_offered_and_taken_in_one_step(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    proposal = titles.proposed(ws, result.uid, "Avtaler fra 12 til 19")
    assert proposal is not None and dict(proposal.numbers) == {"target": 19}
    before = len(ws.history.entries())
    goals.rename(ws, result.uid, "Avtaler fra 12 til 19", proposal=proposal)
    now = ws.get(KeyResult, result.uid)
    assert (now.title, now.start, now.target) == ("Avtaler fra 12 til 19", 12, 19)
    assert len(ws.history.entries()) == before + 1
    ws.undo()
    back = ws.get(KeyResult, result.uid)
    assert (back.title, back.target) == ("Avtaler fra 12 til 20", 20)


def test_only_the_title_changes_where_the_offer_is_not_taken(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    goals.rename(ws, result.uid, "Avtaler fra 12 til 19")
    assert ws.get(KeyResult, result.uid).target == 20


@pytest.mark.parametrize(
    ("old", "new", "numbers"),
    [
        ("Salg fra 285 000 til 330 000 kr", "Salg fra 290 000 til 350 000 kr", {"start": 290_000, "target": 350_000}),
        ("Salg fra 1,5 til 2 mill. kr", "Salg fra 1,5 til 2,5 mill. kr", {"target": 2.5}),
        ("Svartid ned fra 9,5 til 4,0 timer", "Svartid ned fra 9,5 til 3,5 timer", {"target": 3.5}),
        ("NPS fra 38 til 50", "NPS til 55", {"target": 55}),
        ("NPS fra 38 til 50", "NPS from 38 to 1,200", {"target": 1200}),
    ],
)
def test_what_a_new_title_tells_is_proposed(ws, top, old, new, numbers):
    proposal = titles.proposed(ws, added(ws, top, old).uid, new)
    assert proposal is not None and dict(proposal.numbers) == numbers


@pytest.mark.parametrize("new", ["Flere avtaler fra 12 til 20", "Avtaler fra 12,0 til 20", "Flere avtaler", "2026!"])
def test_a_title_that_tells_the_same_or_nothing_asks_for_nothing(ws, top, new):
    assert titles.proposed(ws, added(ws, top, "Avtaler fra 12 til 20").uid, new) is None


def test_another_unit_is_proposed_too_but_not_for_what_follows_a_kpi(ws, top):
    result = added(ws, top, "Andel fra 12 til 20 %")
    proposal = titles.proposed(ws, result.uid, "Andel fra 12 til 20 kr")
    assert proposal is not None and proposal.unit == "currency" and not proposal.numbers
    own_kpis.define(ws, name="Svinn", unit="%")
    fed = added(ws, top, "Svinn ned fra 12 til 8 %")
    assert titles.proposed(ws, fed.uid, "Svinn ned fra 12 til 8 kr") is None


def test_a_level_to_hold_follows_its_title(ws, top):
    uid = goals.add_key_result(ws, "Svinnet under 3 %", parent=top, kind=ResultKind.HOLD, high=3.0, unit="percent")
    proposal = titles.proposed(ws, uid, "Svinnet under 2,5 %")
    assert proposal is not None and dict(proposal.numbers) == {"high": 2.5}
    goals.rename(ws, uid, "Svinnet under 2,5 %", proposal=proposal)
    assert ws.get(KeyResult, uid).high == 2.5


def test_an_objective_and_what_is_ticked_have_no_numbers(ws, top):
    assert titles.proposed(ws, top, "Fra 3 til 4") is None
    done = goals.add_key_result(ws, "Flytte til 2. etasje", parent=top, kind=ResultKind.DONE)
    assert titles.proposed(ws, done, "Flytte fra 2 til 3") is None


def test_a_title_without_a_way_to_go_is_refused_and_changes_nothing(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    proposal = titles.proposed(ws, result.uid, "Avtaler fra 20 til 20")
    with pytest.raises(RuleBroken):
        goals.rename(ws, result.uid, "Avtaler fra 20 til 20", proposal=proposal)
    assert ws.get(KeyResult, result.uid) == result


# ---- a new measure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "start", "target", "after"),
    [
        ("Avtaler fra 12 til 20", 12, 25, "Avtaler fra 12 til 25"),
        ("Salg fra 285 000 til 330 000 kr", 285_000, 1_350_000, "Salg fra 285 000 til 1 350 000 kr"),
        ("Salg fra 285000 til 330000 kr", 285_000, 350_000, "Salg fra 285000 til 350000 kr"),
        ("Sales from 1,200 to 1,500", 1200, 1800, "Sales from 1,200 to 1,800"),
        ("Resultat fra 5 til 10", -5, 10, "Resultat fra −5 til 10"),
        ("Svartid fra 9,5 til 4,0 timer", 9.5, 5, "Svartid fra 9,5 til 5,0 timer"),
        ("12 nye fra 12 til 20 innen 20. mai", 12, 30, "12 nye fra 12 til 30 innen 20. mai"),
    ],
)
def test_a_target_set_beside_the_title_is_written_into_it(ws, top, title, start, target, after):
    result = added(ws, top, title)
    goals.set_measure(ws, result.uid, start=start, target=target, unit=result.unit)
    assert ws.get(KeyResult, result.uid).title == after
    ws.undo()
    assert ws.get(KeyResult, result.uid) == result


def test_a_number_that_was_somebodys_own_is_left_alone(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    goals.rename(ws, result.uid, "Avtaler fra 12 til 19")
    goals.set_measure(ws, result.uid, start=12, target=25)
    assert ws.get(KeyResult, result.uid).title == "Avtaler fra 12 til 19"


# ---- into the next cycle ---------------------------------------------------------------------------------


def test_a_key_result_goes_on_from_where_it_ended_and_its_title_says_so(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    check_ins.check_in(ws, result.uid, value=16)
    q2 = cycles.ensure_cycle(ws, Q2)
    kept = ws.get(KeyResult, branches.carry(ws, result.uid, q2, Carry.KEEP))
    assert (kept.start, kept.target, kept.title) == (16, 20, "Avtaler fra 16 til 20")
    changed = ws.get(KeyResult, branches.carry(ws, result.uid, q2, Carry.CHANGE, "flere butikker", target=30))
    assert changed.uid == kept.uid and changed.title == "Avtaler fra 16 til 30"
    assert ws.get(KeyResult, result.uid).title == "Avtaler fra 12 til 20", "the quarter that was is left as it was"


def test_a_start_that_a_kpi_will_tell_is_written_as_the_last_known(ws, top):
    kpi = ws.get(Kpi, own_kpis.define(ws, name="NPS", unit="poeng", combine=Combine.LAST))
    entry.set_value(ws, kpi.inputs[0][1], Period.parse("2026-02"), 44.0)
    result = added(ws, top, "NPS fra 38 til 50")
    q2 = cycles.ensure_cycle(ws, Q2)
    kept = ws.get(KeyResult, branches.carry(ws, result.uid, q2, Carry.KEEP))
    assert kept.title == "NPS fra 44 til 50" and kept.start is None, "the start is read when the quarter begins"


def test_what_ended_on_its_target_goes_on_without_a_start_in_its_title(ws, top):
    result = added(ws, top, "Avtaler opp fra 12 til 20 kunder")
    q2 = cycles.ensure_cycle(ws, Q2)
    kept = ws.get(KeyResult, branches.carry(ws, result.uid, q2, Carry.KEEP, start=20.0))
    assert (kept.start, kept.target, kept.title) == (None, 20, "Avtaler opp til 20 kunder")


def test_two_key_results_join_one_objective_of_the_next_cycle(ws, top):
    one, other = added(ws, top, "A fra 1 til 2"), added(ws, top, "B fra 1 til 2")
    q2 = cycles.ensure_cycle(ws, Q2)
    branches.carry(ws, one.uid, q2, Carry.KEEP)
    branches.carry(ws, other.uid, q2, Carry.KEEP)
    (joined,) = [each for each in ws.all(Objective) if each.cycle == q2]
    assert len(ws.children(joined.uid)) == 2


def test_a_planned_objective_of_the_same_title_is_joined(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    q2 = cycles.ensure_cycle(ws, Q2)
    planned = goals.add_objective(ws, "  kundene anbefaler OSS ", cycle=q2)
    kept = branches.carry(ws, result.uid, q2, Carry.KEEP)
    assert [each.uid for each in ws.all(Objective) if each.cycle == q2] == [planned]
    assert ws.get(KeyResult, kept).parent == planned


def test_a_copy_planned_by_hand_is_joined_and_keeps_the_numbers_it_was_given(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    q2 = cycles.ensure_cycle(ws, Q2)
    planned = goals.add_objective(ws, "Kundene anbefaler oss", cycle=q2)
    twin = goals.add_key_result(ws, "Avtaler fra 12 til 20", parent=planned)
    goals.set_measure(ws, twin, start=15, target=24)
    goals.rename(ws, twin, "Avtaler fra 12 til 20")
    assert branches.carry(ws, result.uid, q2, Carry.KEEP) == twin
    joined = ws.get(KeyResult, twin)
    assert (joined.start, joined.target, joined.carried_from) == (15, 24, result.uid)


def test_the_line_of_a_goal_is_followed_past_a_cycle_that_was_left_out(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    q2, q3 = cycles.ensure_cycle(ws, Q2), cycles.ensure_cycle(ws, Q3)
    first = branches.carry(ws, result.uid, q2, Carry.KEEP, start=14.0)
    far = branches.carry(ws, result.uid, q3, Carry.KEEP, start=14.0)
    assert branches.carry(ws, first, q3, Carry.KEEP) == far, "Q3 holds the goal already"
    assert len([each for each in ws.all(Objective) if each.cycle == q3]) == 1


def test_dropping_takes_back_only_what_was_carried(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    q2 = cycles.ensure_cycle(ws, Q2)
    planned = goals.add_objective(ws, "Kundene anbefaler oss", cycle=q2)
    twin = goals.add_key_result(ws, "Avtaler fra 12 til 20", parent=planned)
    branches.carry(ws, result.uid, q2, Carry.DROP, "passer ikke")
    assert ws.find(KeyResult, twin) is not None


def test_what_was_planned_with_other_numbers_is_the_same_goal_and_keeps_them(ws, top):
    result = added(ws, top, "Brenninger fra 2 til 6")
    q2 = cycles.ensure_cycle(ws, Q2)
    planned = goals.add_objective(ws, "Kundene anbefaler oss", cycle=q2)
    twin = goals.add_key_result(ws, "Brenninger fra 6 til 9", parent=planned)
    goals.add_key_result(ws, "Kasserte krukker fra 12 til 5", parent=planned)
    assert branches.carry(ws, result.uid, q2, Carry.KEEP) == twin
    joined = ws.get(KeyResult, twin)
    assert (joined.title, joined.start, joined.target) == ("Brenninger fra 6 til 9", 6, 9)
    branches.carry(ws, result.uid, q2, Carry.DROP, "passer ikke")
    assert ws.get(KeyResult, twin).carried_from is None, "what she had planned there herself stays"


def test_what_nobody_has_measured_goes_on_from_where_it_began(ws, top):
    result = added(ws, top, "Brenninger fra 2 til 6")
    kept = ws.get(KeyResult, branches.carry(ws, result.uid, cycles.ensure_cycle(ws, Q2), Carry.KEEP))
    assert (kept.title, kept.start, kept.target) == ("Brenninger fra 2 til 6", 2, 6)


def test_carrying_can_be_undone_and_done_again(ws, top):
    result = added(ws, top, "Avtaler fra 12 til 20")
    q2 = cycles.ensure_cycle(ws, Q2)
    kept = branches.carry(ws, result.uid, q2, Carry.KEEP, start=15.0)
    ws.undo()
    assert ws.find(KeyResult, kept) is None
    again = ws.get(KeyResult, branches.carry(ws, result.uid, q2, Carry.KEEP, start=17.0))
    assert again.title == "Avtaler fra 17 til 20"
    assert len([each for each in ws.all(Objective) if each.cycle == q2]) == 1


def test_two_machines_that_carry_the_same_goal_carry_one(ws, top, tmp_path):
    result = added(ws, top, "Avtaler fra 12 til 20")
    q2 = cycles.ensure_cycle(ws, Q2)
    ws.sharing.publish()
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(ws.path.read_bytes())
    with Workspace.open(copy, author="Ola", home=Home(tmp_path / "other"), clock=Days()) as ola:
        branches.carry(ola, result.uid, q2, Carry.KEEP, start=15.0)
    branches.carry(ws, result.uid, q2, Carry.KEEP, start=15.0)
    ws.merging.merge(copy)
    (objective,) = [each for each in ws.all(Objective) if each.cycle == q2]
    assert [node.title for node in ws.children(objective.uid)] == ["Avtaler fra 15 til 20"]
