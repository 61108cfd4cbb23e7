"""A form is open while a colleague stores the same row: nobody's change is lost, and only what changed is sent.

Each form is tried in two ways: the colleague's change comes with the shared file from another machine, or from
another window on this one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kpidesk.commands import advice, check_ins, cycles, definitions, goals, inputs, notes, people, reviews, targets
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.commands.goals import milestones
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import (
    Annotation,
    CheckIn,
    Combine,
    Company,
    Direction,
    Duty,
    Entity,
    Input,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    ResultKind,
    ReviewNote,
    Section,
    Target,
    Uid,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import RuleBroken
from kpidesk.settings import Home
from kpidesk.workspace import Conflict, Workspace
from tests import own_kpis

QUARTER = Period.parse("2026-Q1")
MARCH = Period.parse("2026-03")
YEAR = Period.parse("2026")
Act = Callable[[Workspace, Uid], object]


@dataclass
class Pair:
    """Kari's file, and Ola who stores something in it: from his machine, or in another window on hers."""

    kari: Workspace
    ola: Workspace
    shared: bool

    def stored_by_ola(self, act: Act, uid: Uid) -> None:
        act(self.ola, uid)
        if self.shared:
            self.ola.sharing.publish()
            self.kari.sharing.refresh()


@pytest.fixture(params=["another machine", "another window"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Callable[[Workspace], Uid]], tuple]]:
    now = [dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)]

    def clock() -> dt.datetime:
        now[0] += dt.timedelta(seconds=1)
        return now[0]

    path, opened = tmp_path / "salong.kpidesk", []

    def made(build: Callable[[Workspace], Uid]) -> tuple[Pair, Uid]:
        home = Home(tmp_path / "kari")
        kari = Workspace.create(path, company="Klipp og sånn", author="Kari", home=home, clock=clock)
        with kari.sharing.holding():
            uid = build(kari)
        shared = request.param == "another machine"
        ola = Workspace.open(path, author="Ola", home=Home(tmp_path / "ola") if shared else home, clock=clock)
        opened.extend((kari, ola))
        return Pair(kari, ola, shared), uid

    yield made
    for ws in opened:
        ws.close()


# ---- the forms ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """What a form shows of a row, and what two people change in it.

    ``elsewhere`` changes another field than ``mine`` does, ``same`` the same one; ``theirs`` and ``ours`` are what
    the two fields are afterwards.
    """

    name: str
    kind: type[Entity]
    build: Callable[[Workspace], Uid]
    mine: Act
    ours: dict[str, Any]
    same: Act
    elsewhere: Act | None = None
    theirs: dict[str, Any] = field(default_factory=dict)


def objective(ws: Workspace) -> Uid:
    return goals.add_objective(ws, "Kundene kommer tilbake", cycle=cycles.ensure_cycle(ws, QUARTER))


def key_result(ws: Workspace) -> Uid:
    return goals.add_key_result(ws, "Gjenkjøp", parent=objective(ws), start=10.0, target=20.0)


def milestone(ws: Workspace) -> Uid:
    result = key_result(ws)
    goals.set_measure(ws, result, kind=ResultKind.MILESTONES)
    return milestones.add(ws, result, "Velge kasse")


def kpi(ws: Workspace) -> Uid:
    return definitions.store(ws, spec())


def spec(**changes: Any) -> KpiSpec:
    said = {"name": "Omsetning", "unit": "currency", "decimals": 0, "definition": "Uten mva.", "source": "Kassen"}
    said |= changes
    own = InputSpec(said["name"], unit=said["unit"])
    return KpiSpec(
        said["name"], said["unit"], said["decimals"], Frequency.MONTH, Direction.INCREASE, inputs=(own,),
        fields={"definition": said["definition"], "source": said["source"]},
    )  # fmt: skip


def by_form(**changes: Any) -> Act:
    def act(ws: Workspace, uid: Uid) -> None:
        definitions.store(ws, spec(**changes), uid, opened=spec())

    return act


def balance(ws: Workspace) -> Uid:
    return own_kpis.add_input(ws, "Kunder", frequency=Frequency.MONTH, combine=Combine.LAST)


def check_in(ws: Workspace) -> Uid:
    return check_ins.check_in(ws, key_result(ws), value=12.0, confidence=5, note="Rolig uke")


def noted(ws: Workspace) -> Uid:
    notes.annotate(ws, own_kpis.define(ws, name="Svinn"), MARCH, "Ny ovn")
    return ws.all(Annotation)[0].uid


def line(ws: Workspace) -> Uid:
    return reviews.add_note(ws, cycles.ensure_cycle(ws, QUARTER), Section.DECISION, "Bytte kasse")


def sentence(ws: Workspace) -> Uid:
    reviews.set_sentence(ws, cycles.ensure_cycle(ws, QUARTER), "Et rolig kvartal.")
    return ws.all(ReviewNote)[0].uid


def aimed(ws: Workspace) -> Uid:
    found = targets.set_target(ws, own_kpis.define(ws, name="Svinn"), Step(value=20.0, red_flag=10.0))
    assert found is not None
    return found


def season(ws: Workspace) -> Uid:
    found = targets.set_season(ws, own_kpis.define(ws, name="Svinn", frequency=Frequency.MONTH), months(20.0))
    assert found is not None
    return found


def months(value: float) -> dict[Period, float | None]:
    return dict.fromkeys(YEAR.parts(Frequency.MONTH), value)


def write_note(text: str) -> Act:
    def act(ws: Workspace, uid: Uid) -> None:
        note = ws.get(Annotation, uid)
        notes.annotate(ws, str(note.about), Period.from_code(note.period), text)

    return act


def aim(value: float, red_flag: float | None = 10.0) -> Act:
    return lambda ws, uid: targets.set_target(ws, str(ws.get(Target, uid).kpi), Step(value=value, red_flag=red_flag))


def spread(value: float) -> Act:
    return lambda ws, uid: targets.set_season(ws, str(ws.get(Target, uid).kpi), months(value))


def say(words: str) -> Act:
    return lambda ws, uid: reviews.set_sentence(ws, str(ws.get(ReviewNote, uid).cycle), words)


def measure(**changes: Any) -> Act:
    return lambda ws, uid: goals.set_measure(ws, uid, **changes)


FORMS = [
    Form(
        "KPI form",
        Kpi,
        kpi,
        by_form(name="Netto omsetning"),
        {"name": "Netto omsetning"},
        by_form(name="Salg"),
        by_form(definition="Med mva.", source="Regnskapet"),
        {"definition": "Med mva.", "source": "Regnskapet"},
    ),
    Form(
        "title of a goal",
        Objective,
        objective,
        lambda ws, uid: goals.rename(ws, uid, "Flere kommer tilbake"),
        {"title": "Flere kommer tilbake"},
        lambda ws, uid: goals.rename(ws, uid, "Alle kommer tilbake"),
        lambda ws, uid: goals.set_field(ws, uid, description="Det lønner seg"),
        {"description": "Det lønner seg"},
    ),
    Form(
        "weight of a goal",
        KeyResult,
        key_result,
        lambda ws, uid: goals.set_field(ws, uid, weight=2.0),
        {"weight": 2.0},
        lambda ws, uid: goals.set_field(ws, uid, weight=3.0),
        measure(target=30.0),
        {"target": 30.0},
    ),
    Form("measure of a key result", KeyResult, key_result, measure(target=25.0), {"target": 25.0}, measure(start=12.0)),
    Form(
        "milestone",
        Milestone,
        milestone,
        lambda ws, uid: milestones.edit(ws, uid, title="Velge kassesystem"),
        {"title": "Velge kassesystem"},
        lambda ws, uid: milestones.edit(ws, uid, title="Kjøpe kasse"),
        lambda ws, uid: milestones.edit(ws, uid, weight=4.0),
        {"weight": 4.0},
    ),
    Form(
        "check-in",
        CheckIn,
        check_in,
        lambda ws, uid: check_ins.edit_check_in(ws, uid, value=13.0),
        {"value": 13.0},
        lambda ws, uid: check_ins.edit_check_in(ws, uid, value=14.0),
        lambda ws, uid: check_ins.edit_check_in(ws, uid, note="Travel uke"),
        {"note": "Travel uke"},
    ),
    Form(
        "settings",
        Company,
        lambda ws: ws.company.uid,
        lambda ws, _uid: people.set_company(ws, name="Klipp AS"),
        {"name": "Klipp AS"},
        lambda ws, _uid: people.set_company(ws, name="Saks AS"),
        lambda ws, _uid: people.set_company(ws, check_in_days=7, logo="bilde"),
        {"check_in_days": 7, "logo": "bilde"},
    ),
    Form(
        "duty",
        Duty,
        lambda ws: advice.add_duty(ws, "HMS"),
        lambda ws, uid: advice.edit_duty(ws, uid, title="HMS-runde"),
        {"title": "HMS-runde"},
        lambda ws, uid: advice.edit_duty(ws, uid, title="Vernerunde"),
    ),
    Form("target", Target, aimed, aim(25.0), {"value": 25.0}, aim(30.0)),
    Form("target and its red flag", Target, aimed, aim(25.0), {"value": 25.0, "red_flag": 10.0}, aim(20.0, 15.0)),
    Form("season", Target, season, spread(25.0), {"value": 25.0}, spread(30.0)),
    Form("note", Annotation, noted, write_note("Ny ovn og ny deig"), {"text": "Ny ovn og ny deig"}, write_note("Ovn")),
    Form(
        "line of the review",
        ReviewNote,
        line,
        lambda ws, uid: reviews.edit_note(ws, uid, text="Kjøpe kasse"),
        {"text": "Kjøpe kasse"},
        lambda ws, uid: reviews.edit_note(ws, uid, text="Leie kasse"),
        lambda ws, uid: reviews.edit_note(ws, uid, due=dt.date(2026, 5, 1)),
        {"due": dt.date(2026, 5, 1)},
    ),
    Form(
        "sentence of the review",
        ReviewNote,
        sentence,
        say("Et godt kvartal."),
        {"text": "Et godt kvartal."},
        say("Tungt."),
    ),
    Form(
        "score",
        KeyResult,
        key_result,
        lambda ws, uid: reviews.set_grade(ws, uid, 0.7, "Nesten"),
        {"grade": 0.7, "grade_reason": "Nesten"},
        lambda ws, uid: reviews.set_grade(ws, uid, 0.5, "Midt på"),
    ),
    Form(
        "opening balance",
        Input,
        balance,
        lambda ws, uid: inputs.set_opening(ws, uid, MARCH, 40.0),
        {"opening": 40.0},
        lambda ws, uid: inputs.set_opening(ws, uid, MARCH, 44.0),
    ),
]


def named(form: Form) -> str:
    return form.name


def shown(ws: Workspace, form: Form, uid: Uid, fields: dict[str, Any]) -> dict[str, Any]:
    row = ws.get(form.kind, uid)
    return {name: getattr(row, name) for name in fields}


def about(found: list[Conflict], uid: Uid) -> list[Conflict]:
    return [conflict for conflict in found if conflict.uid == uid]


@pytest.mark.parametrize("form", [form for form in FORMS if form.elsewhere is not None], ids=named)
def test_what_a_colleague_has_changed_elsewhere_in_the_form_stands(form: Form, pair) -> None:
    two, uid = pair(form.build)
    seen = two.kari.editing.seen()
    assert form.elsewhere is not None
    two.stored_by_ola(form.elsewhere, uid)
    with two.kari.editing.based_on(seen):
        form.mine(two.kari, uid)
    assert shown(two.kari, form, uid, form.ours) == form.ours
    assert shown(two.kari, form, uid, form.theirs) == form.theirs
    assert two.kari.merging.conflicts() == []


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_what_both_have_changed_is_listed_with_both_values(form: Form, pair) -> None:
    two, uid = pair(form.build)
    seen = two.kari.editing.seen()
    two.stored_by_ola(form.same, uid)
    theirs = shown(two.kari if two.shared else two.ola, form, uid, form.ours)
    with two.kari.editing.based_on(seen):
        form.mine(two.kari, uid)
    assert shown(two.kari, form, uid, form.ours) == form.ours, "what was stored last shows"
    (conflict,) = about(two.kari.merging.conflicts(), uid)
    assert [head.author for head in conflict.heads] == ["Kari", "Ola"]
    for side in conflict.fields:
        if side.field in form.ours:
            assert side.values == (form.ours[side.field], theirs[side.field])


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_undo_gives_back_what_the_colleague_had_stored(form: Form, pair) -> None:
    two, uid = pair(form.build)
    seen = two.kari.editing.seen()
    two.stored_by_ola(form.same, uid)
    with two.kari.editing.based_on(seen):
        form.mine(two.kari, uid)
    two.kari.undo()
    theirs = two.ola.get(form.kind, uid)
    assert two.kari.get(form.kind, uid) == theirs


@pytest.mark.parametrize("form", FORMS, ids=named)
def test_what_says_the_same_again_stores_nothing(form: Form, pair) -> None:
    two, uid = pair(form.build)
    form.mine(two.kari, uid)
    steps = two.kari.undoing.undoable
    with two.kari.editing.based_on(two.kari.editing.seen()):
        form.mine(two.kari, uid)
    assert two.kari.undoing.undoable == steps


def test_a_form_without_a_colleague_stores_and_is_undone_in_one_step(pair) -> None:
    for form in FORMS[:1]:
        two, uid = pair(form.build)
        steps, before = two.kari.undoing.undoable, two.kari.get(form.kind, uid)
        with two.kari.editing.based_on(two.kari.editing.seen()):
            form.mine(two.kari, uid)
        assert len(two.kari.undoing.undoable) == len(steps) + 1
        two.kari.undo()
        assert two.kari.get(form.kind, uid) == before


# ---- rows that come and go meanwhile ------------------------------------------------------------------


def test_two_first_notes_on_one_period_are_both_kept(pair) -> None:
    two, uid = pair(lambda ws: own_kpis.define(ws, name="Svinn"))
    seen = two.kari.editing.seen()
    two.stored_by_ola(lambda ws, kpi: notes.annotate(ws, kpi, MARCH, "Ny ovn"), uid)
    with two.kari.editing.based_on(seen):
        notes.annotate(two.kari, uid, MARCH, "Ny baker")
    kept = {note.text for note in two.kari.all(Annotation)}
    sides = {head.value for conflict in two.kari.merging.conflicts() for head in conflict.heads}
    assert {"Ny ovn", "Ny baker"} <= kept | sides


def test_a_first_target_over_a_colleagues_first_target_is_listed(pair) -> None:
    two, uid = pair(lambda ws: own_kpis.define(ws, name="Svinn"))
    seen = two.kari.editing.seen()
    two.stored_by_ola(lambda ws, kpi: targets.set_target(ws, kpi, Step(value=20.0)), uid)
    with two.kari.editing.based_on(seen):
        targets.set_target(two.kari, uid, Step(value=25.0))
    (conflict,) = two.kari.merging.conflicts()
    assert next(side.values for side in conflict.fields if side.field == "value") == (25.0, 20.0)


def test_a_target_that_a_colleague_has_changed_is_not_taken_away_unseen(pair) -> None:
    two, uid = pair(aimed)
    seen = two.kari.editing.seen()
    two.stored_by_ola(aim(30.0), uid)
    with pytest.raises(RuleBroken, match="Ingenting er endret"), two.kari.editing.based_on(seen):
        targets.remove(two.kari, uid)
    assert two.kari.get(Target, uid).value == 30.0


def test_a_colleagues_new_calculation_stands_when_only_the_name_is_changed(pair) -> None:
    two, uid = pair(kpi)
    seen = two.kari.editing.seen()

    def calculate(ws: Workspace, kpi: Uid) -> None:
        sources = (InputSpec("Salg", unit="currency"), InputSpec("Kunder"))
        definitions.store(
            ws,
            KpiSpec("Omsetning", "currency", 0, Frequency.MONTH, Direction.INCREASE, "salg / kunder", sources),
            kpi,
        )

    two.stored_by_ola(calculate, uid)
    with two.kari.editing.based_on(seen):
        by_form(name="Snittsalg")(two.kari, uid)
    changed = two.kari.get(Kpi, uid)
    assert (changed.name, changed.formula) == ("Snittsalg", "salg / kunder")
    assert [name for name, _uid in changed.inputs] == ["salg", "kunder"]
    assert two.kari.merging.conflicts() == []


def test_a_plain_kpis_number_is_called_what_the_kpi_is_called(pair) -> None:
    two, uid = pair(kpi)
    by_form(name="Netto omsetning", source="Regnskapet")(two.kari, uid)
    source = two.kari.get(Input, two.kari.get(Kpi, uid).inputs[0][1])
    assert (source.name, source.source) == ("Netto omsetning", "Regnskapet")
