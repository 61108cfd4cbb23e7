"""A goal made of one sentence: what was read is what is made, in one step of undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, kpis, library
from kpidesk.commands.goals import sentences, titles
from kpidesk.domain.entities import Combine, Cycle, KeyResult, Kpi, Objective, ResultKind
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, NotFound
from kpidesk.figures import goal_figures
from kpidesk.reading.goals import read_goal
from kpidesk.settings import Home
from kpidesk.wording import goal_reading
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.reading.test_goal_sentences import SENTENCES
from tests.reading.test_goals_since import SINCE
from tests.reading.test_goals_unseen import UNSEEN

TODAY = dt.date(2026, 3, 16)
Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="Klipp og sånn", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def nps(ws: Workspace) -> str:
    uid = own_kpis.define(ws, name="NPS", unit="poeng", combine=Combine.LAST)
    entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse("2026-02"), 46.0)
    return uid


def read(ws: Workspace, sentence: str, cycle: Period = Q1):
    return read_goal(sentence, sentences.ground(ws, cycle, TODAY))


def steps(ws: Workspace) -> int:
    return len(ws.history.entries())


def test_yes_or_no_makes_a_key_result_that_is_done_or_not_in_the_sentence_and_as_a_unit(ws, nps):
    uid = sentences.add_goal(ws, read(ws, "Ny nettside er lansert (ja/nei)"), cycle=Q1)
    (result,) = ws.children(uid)
    assert (ws.get(Objective, uid).title, result.title) == ("Ny nettside er lansert",) * 2
    assert (result.kind, result.target, result.kpi) == (ResultKind.DONE, None, None)
    with text.using("nb"):
        said = goal_reading.reading_line(read(ws, "NPS er 50, ja/nei innen 20. mars"), sentences.ground(ws, Q1, TODAY))
    assert said == "ferdig eller ikke · innen 20.\u00a0mars"
    other = goals.add_key_result(ws, "Sertifisert", parent=uid, start=0.0, target=1.0)
    goals.set_measure(ws, other, unit=" Ja / nei ")
    assert (ws.get(KeyResult, other).kind, ws.get(KeyResult, other).unit) == (ResultKind.DONE, "")


def test_a_sentence_makes_an_objective_and_its_first_key_result_in_one_step(ws, nps):
    before = steps(ws)
    uid = sentences.add_goal(ws, read(ws, "Øke NPS fra 38 til 50"), cycle=Q1)
    objective = ws.get(Objective, uid)
    (result,) = ws.children(uid)
    assert (objective.title, result.title) == ("Øke NPS", "Øke NPS fra 38 til 50")
    assert (result.start, result.target, result.unit, result.kpi) == (38, 50, "score", nps)
    assert steps(ws) == before + 1
    ws.undo()
    assert ws.all(Objective) == [] and ws.all(KeyResult) == [] and ws.all(Cycle) == []


def test_a_sentence_without_a_number_is_an_objective_alone(ws):
    uid = sentences.add_goal(ws, read(ws, "Kundene kommer tilbake"), cycle=Q1)
    assert ws.get(Objective, uid).title == "Kundene kommer tilbake" and ws.children(uid) == []


def test_a_day_in_the_next_quarter_puts_the_goal_there(ws):
    uid = sentences.add_goal(ws, read(ws, "12 nye kunder innen juni"), cycle=Q1)
    assert cycles.cycle_of(ws, uid) == cycles.cycle_uid(Q2)
    assert ws.find(Cycle, cycles.cycle_uid(Q1)) is None, "no cycle is begun that nothing stands in"


def test_a_key_result_for_another_quarter_goes_under_the_same_objective_there(ws):
    top = goals.add_objective(ws, "Flere kunder", cycle=cycles.ensure_cycle(ws, Q1))
    before = steps(ws)
    first = sentences.add_key_result(ws, read(ws, "12 nye kunder i Q2"), parent=top)
    other = sentences.add_key_result(ws, read(ws, "3 nye forhandlere i Q2"), parent=top)
    assert steps(ws) == before + 2
    parents = {ws.get(KeyResult, uid).parent for uid in (first, other)}
    assert len(parents) == 1 and top not in parents
    (there,) = (ws.get(Objective, uid) for uid in parents)
    assert there.title == "Flere kunder" and there.cycle == cycles.cycle_uid(Q2)


def test_the_start_is_the_number_that_was_shown(ws, nps):
    top = goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Q1))
    result = ws.get(KeyResult, sentences.add_key_result(ws, read(ws, "NPS til 55"), parent=top))
    assert (result.start, result.target, result.kpi) == (46, 55, nps)


def test_without_a_start_it_begins_at_the_first_number(ws):
    top = goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Q1))
    uid = sentences.add_key_result(ws, read(ws, "12 nye kunder"), parent=top)
    result = ws.get(KeyResult, uid)
    assert (result.start, result.target) == (None, 12), "blank is not zero"
    for day, value in ((2, 4.0), (9, 8.0)):
        check_ins.check_in(ws, uid, value=value, day=dt.date(2026, 3, day))
    (top_figures,) = goal_figures(ws, ws.get(Cycle, cycles.cycle_uid(Q1)), TODAY)
    (figures,) = top_figures.children
    assert (figures.start, figures.current, figures.progress.score) == (4, 8, 0.5)


def test_what_is_held_is_made_so(ws):
    top = goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Q1))
    result = ws.get(KeyResult, sentences.add_key_result(ws, read(ws, "Hold svinnet under 5 %"), parent=top))
    assert (result.kind, result.high, result.unit) == (ResultKind.HOLD, 5, "percent")


def test_a_kpi_of_the_library_is_known_in_both_languages(ws):
    (uid,) = library.add_many(ws, ["return_rate"])
    for sentence in ("Få ned returandelen fra 9,5 % til 4 %", "Cut the return rate from 9.5% to 4%"):
        reading = read(ws, sentence)
        assert reading.kpi is not None and reading.kpi.uid == uid, sentence


def test_a_kpi_of_the_library_is_known_by_what_owners_call_it_and_one_of_their_own_goes_before(ws):
    net, sick = library.add_many(ws, ["net_sales", "sick_leave_rate"])
    for sentence in (
        "Sykefravær fra 6 % til 4 %",
        "Øke omsetningen fra 25 til 38 millioner",
        "Omsetning fra 25 til 38",
    ):
        reading = read(ws, sentence)
        assert reading.kpi is not None and reading.kpi.uid == (sick if "%" in sentence else net), sentence
    own = own_kpis.define(ws, name="Omsetning", unit="currency")
    reading = read(ws, "Omsetning fra 25 til 38")
    assert reading.kpi is not None and reading.kpi.uid == own


def test_every_reading_is_made_as_it_is_shown(ws, nps):
    own_kpis.define(ws, name="Svinn", unit="%", combine=Combine.MEAN)
    own_kpis.define(ws, name="Omsetning", unit="kr")
    top = goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Q1))
    ground = sentences.ground(ws, Q1, TODAY)
    for sentence, _told in (*SENTENCES, *UNSEEN, *SINCE):
        reading = read_goal(sentence, ground)
        if not reading.title:
            continue
        result = ws.get(KeyResult, sentences.add_key_result(ws, reading, parent=top))
        numbers = (reading.start, reading.target, reading.low, reading.high)
        assert (result.start, result.target, result.low, result.high) == numbers, sentence
        assert result.kpi == (reading.kpi.uid if reading.kpi and reading.measured else None), sentence
        place = cycles.period_of(ws.get(Cycle, cycles.cycle_of(ws, result.uid)))
        assert place == (reading.cycle or Q1) and result.due == reading.deadline, sentence
        typed = reading.title if reading.kind is ResultKind.DONE else sentence.strip()
        assert result.title == typed and (not reading.measured or result.kind is reading.kind)
        assert not reading.measured or result.unit == reading.unit


def test_a_kpi_that_is_deleted_meanwhile_is_told_and_nothing_is_made(ws, nps):
    top = goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Q1))
    reading = read(ws, "NPS til 55")
    kpis.delete(ws, nps)
    before = steps(ws)
    with pytest.raises(NotFound):
        sentences.add_key_result(ws, reading, parent=top)
    assert steps(ws) == before


def test_a_number_alone_in_a_title_goes_with_the_measure(ws):
    top = goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Q1))
    uid = goals.add_key_result(ws, "12 nye kunder", parent=top)
    goals.set_measure(ws, uid, target=16.0)
    assert ws.get(KeyResult, uid).title == "16 nye kunder"
    proposal = titles.proposed(ws, uid, "18 nye kunder")
    assert proposal is not None and dict(proposal.numbers) == {"target": 18}
    goals.set_measure(ws, uid, start=0.0, target=100.0)
    assert titles.proposed(ws, uid, "Ring hver av de 40 kundene") is None, "a number of something else"


def test_nothing_typed_makes_nothing(ws):
    before = steps(ws)
    with pytest.raises(BadInput):
        sentences.add_goal(ws, read(ws, "   "), cycle=Q1)
    assert steps(ws) == before and ws.all(Cycle) == []
