"""After a change only what it touches is worked out anew, and it equals working out everything."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpidesk.commands import arrange, entry, inputs, kpis, people, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import NOT_APPLICABLE, Combine, Definition, Input, Kpi, Shift
from kpidesk.domain.period import Period
from kpidesk.errors import UserError
from kpidesk.figures import KpiFigures, all_figures
from kpidesk.figures.book import figures_book
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Changes, Workspace, new_uid
from tests import own_kpis

MAY = Period.parse("2026-05")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", author="K", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        own_kpis.define(made, name="plain", target=3)
        own_kpis.define(made, name="share", formula="a / b", inputs={"a": Combine.SUM, "b": Combine.SUM})
        own_kpis.define(made, name="double", formula="b * 2", inputs={"b": Combine.SUM})
        heads = own_kpis.add_input(made, key="heads", name="Heads")
        own_kpis.define(made, name="secret", sensitive=True, group=heads)
        for name in ("a", "b", "heads"):
            entry.set_value(made, inputs.input_named(made, name).uid, MAY, 9)
        yield made


def own_input(ws: Workspace, name: str) -> str:
    return next(kpi.inputs[0][1] for kpi in ws.all(Kpi) if kpi.name == name)


def uid_of(ws: Workspace, name: str) -> str:
    return next(kpi.uid for kpi in ws.all(Kpi) if kpi.name == name)


def anew(ws: Workspace, act: Callable[[Workspace], object]) -> set[str]:
    """Which KPIs are worked out anew by a change; the rest must be the same objects, all must be right."""
    before = {each.kpi.uid: each for each in figures_book(ws).all(parked=True)}
    act(ws)
    after = figures_book(ws).all(parked=True)
    assert_right(ws, after)
    return {each.kpi.name for each in after if before.get(each.kpi.uid) is not each}


def assert_right(ws: Workspace, found: list[KpiFigures]) -> None:
    """What is kept says what working out everything says, point by point."""
    told = all_figures(ws, ws.today(), parked=True)
    assert found == told
    for ours, theirs in zip(found, told, strict=True):
        assert list(ours.points) == list(theirs.points) and ours.glance(13) == theirs.glance(13)
        assert (ours.signals, ours.target, ours.change) == (theirs.signals, theirs.target, theirs.change)
        assert (
            ours.signalling.rings == theirs.signalling.rings
            and ours.rolling == theirs.rolling
            and ours.ahead == theirs.ahead
        )


CASES: list[tuple[Callable[[Workspace], object], set[str]]] = [
    (lambda ws: entry.set_value(ws, own_input(ws, "plain"), MAY, 4), {"plain"}),
    (lambda ws: entry.set_value(ws, inputs.input_named(ws, "a").uid, MAY, 4), {"share"}),
    (lambda ws: entry.set_value(ws, inputs.input_named(ws, "b").uid, MAY, 4), {"share", "double"}),
    (lambda ws: entry.set_value(ws, inputs.input_named(ws, "heads").uid, MAY, 4), {"secret"}),
    (lambda ws: own_kpis.edit(ws, uid_of(ws, "double"), unit="kr"), {"double"}),
    (lambda ws: own_kpis.edit(ws, uid_of(ws, "double"), formula="b * 3"), {"double"}),
    (lambda ws: kpis.park(ws, uid_of(ws, "share")), {"share"}),
    (lambda ws: kpis.delete(ws, uid_of(ws, "share")), set()),
    (lambda ws: targets.set_target(ws, uid_of(ws, "share"), Step(value=2)), {"share"}),
    (lambda ws: targets.set_target(ws, uid_of(ws, "plain"), Step(value=None)), {"plain"}),
    (lambda ws: own_kpis.define(ws, name="new"), {"new"}),
    (lambda ws: arrange.move_kpi(ws, uid_of(ws, "share"), 1), {"share"}),
    (lambda ws: people.add_person(ws, "Ola"), set()),
    (lambda ws: people.set_company(ws, fiscal_year_start=7), {"plain", "share", "double", "secret"}),
]  # fmt: skip


@pytest.mark.parametrize(("act", "touched"), CASES)
def test_a_change_renews_what_it_touches(ws: Workspace, act: Callable[[Workspace], object], touched: set[str]) -> None:
    assert anew(ws, act) == touched


def test_a_weight_renews_what_it_weighs(ws: Workspace) -> None:
    weight = inputs.input_named(ws, "b").uid
    own_kpis.define(ws, name="weighed", combine=Combine.WEIGHTED_MEAN, weight=weight)
    assert anew(ws, lambda ws: entry.set_value(ws, weight, MAY, 5)) == {"share", "double", "weighed"}


def test_a_member_renews_what_reads_the_whole_also_when_it_comes_and_goes(ws: Workspace) -> None:
    whole = inputs.input_named(ws, "a").uid
    assert anew(ws, lambda ws: inputs.add_members(ws, whole, ["north", "south"])) == {"share"}
    member = inputs.members(ws, whole)[0]
    assert anew(ws, lambda ws: entry.set_value(ws, member.uid, MAY, 5)) == {"share"}

    def lose(ws: Workspace) -> None:
        with ws.transaction(msg("lose a member")) as change:
            change.delete(Input, member.uid)

    assert anew(ws, lose) == {"share"}


def test_what_an_earlier_definition_reads_renews_it_too(ws: Workspace) -> None:
    kpi = own_kpis.named(ws, "double")
    bound = (("a", inputs.input_named(ws, "a").uid),)
    with ws.transaction(msg("an earlier definition")) as change:
        change.add(Definition(new_uid(), kpi=kpi.uid, until=MAY.first, formula="a * 2", inputs=bound))
    assert anew(ws, lambda ws: entry.set_value(ws, bound[0][1], MAY.previous(), 5)) == {"share", "double"}


def test_on_a_new_day_nothing_stands(tmp_path: Path) -> None:
    day = [dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)]
    home = Home(tmp_path / "home")
    with Workspace.create(tmp_path / "a.kpidesk", company="A", home=home, clock=lambda: day[0]) as ws:
        own_kpis.define(ws, name="plain")
        book = figures_book(ws)
        before = book.all()[0]
        assert book.all()[0] is before
        day[0] += dt.timedelta(days=40)
        after = book.all()[0]
        assert after is not before
        assert_right(ws, [after])
        assert after.due != before.due


def test_it_works_out_so_many_at_a_time_and_tells_what_is_missing(ws: Workspace) -> None:
    book = figures_book(ws)
    assert len(book.missing()) == 4 and not book.known()
    book.work_out(3)
    assert [kpi.name for kpi in book.missing()] == ["secret"] and len(book.known()) == 3
    first = book.known()[uid_of(ws, "plain")]
    book.work_out(3)
    assert not book.missing() and book.of(own_kpis.named(ws, "plain")) is first


# ---- any history -----------------------------------------------------------------------------------


class Anybody:
    """Does one thing after another to a file, by dice: numbers, definitions, splits, targets, undo."""

    def __init__(self, ws: Workspace, dice: random.Random) -> None:
        self.ws, self.dice = ws, dice

    def act(self) -> None:
        """One thing; what a rule refuses changes nothing."""
        with contextlib.suppress(UserError):
            self.dice.choice(
                (self._type, self._type, self._type, self._define, self._edit, self._aim, self._delete, self._split,
                 self._park, self._decide, self._undo, self._undo, self._redo, self._weigh, self._company)
            )()  # fmt: skip

    def _kpi(self) -> Kpi:
        return self.dice.choice(self.ws.all(Kpi))

    def _type(self) -> None:
        source = self.dice.choice(self.ws.all(Input))
        period = Period.containing(self.ws.today(), source.frequency).next(self.dice.randint(-30, 2))
        value = self.dice.choice((None, NOT_APPLICABLE, *(self.dice.uniform(1, 60) for _each in range(8))))
        entry.set_value(self.ws, source.uid, period, value)

    def _define(self) -> None:
        a, b = self.dice.sample(["a", "b", "plain", "heads"], 2)
        formula = self.dice.choice((f"{a} / {b}", f"{a} + {b}", f"sum_over({a}, 3)"))
        own_kpis.define(self.ws, name=f"made {self.dice.random()}", formula=formula)

    def _edit(self) -> None:
        formula = self.dice.choice(("a / b", "b * 2", "b * 3", "a"))
        own_kpis.edit(self.ws, self._kpi().uid, formula=formula)

    def _aim(self) -> None:
        targets.set_target(self.ws, self._kpi().uid, Step(value=self.dice.uniform(1, 60)))

    def _delete(self) -> None:
        if len(self.ws.all(Kpi)) > 3:
            kpis.delete(self.ws, self._kpi().uid)

    def _split(self) -> None:
        source = self.dice.choice(self.ws.all(Input))
        inputs.add_members(self.ws, source.uid, [f"part {self.dice.random()}"])

    def _park(self) -> None:
        kpi = self._kpi()
        kpis.park(self.ws, kpi.uid, not kpi.parked)

    def _decide(self) -> None:
        kpi = self._kpi()
        with self.ws.transaction(msg("decide")) as change:
            start = Period.containing(self.ws.today(), kpi.frequency).previous(self.dice.randint(2, 9)).first
            change.add(Shift(new_uid(), kpi=kpi.uid, start=start, accepted=True))

    def _weigh(self) -> None:
        one, other = self.dice.sample(self.ws.all(Input), 2)
        if one.weight is None and other.weight is None:
            with self.ws.transaction(msg("weigh")) as change:
                change.set(Input, one.uid, combine=Combine.WEIGHTED_MEAN, weight=other.uid)

    def _company(self) -> None:
        people.set_company(self.ws, people=self.dice.randint(1, 9))

    def _undo(self) -> None:
        self.ws.undo()

    def _redo(self) -> None:
        self.ws.redo()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_it_says_what_working_out_everything_says(ws: Workspace, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    for source in ws.all(Input):
        now = Period.containing(ws.today(), source.frequency)
        entry.paste(ws, [(source.uid, now.previous(n), dice.gauss(20, 4)) for n in range(1, 26)])
    copy, colleagues = tmp_path / f"copy {seed}.kpidesk", Home(tmp_path / "colleague")
    ws.sharing.save_copy(copy)
    somebody = Anybody(ws, dice)
    for step in range(40):
        somebody.act()
        if step % 3 == 0:
            figures_book(ws).work_out(dice.randint(1, 3))
        if step % 4 == 0:
            assert_right(ws, figures_book(ws).all(parked=True))
    with Workspace.open(copy, author="Ola", home=colleagues) as theirs, theirs.sharing.holding():
        colleague = Anybody(theirs, dice)
        for _step in range(10):
            colleague.act()
    figures_book(ws).all()
    ws.merging.merge(copy)
    assert_right(ws, figures_book(ws).all(parked=True))


# ---- what others store ---------------------------------------------------------------------------------


def colleague(ws: Workspace) -> contextlib.AbstractContextManager[Workspace]:
    """Somebody at another machine who has the same file open."""
    ws.sharing.publish()
    return Workspace.open(ws.path, author="Ola", home=Home(ws.path.parent / "elsewhere"))


def after_a_colleague(act: Callable[[Workspace], object]) -> Callable[[Workspace], None]:
    def stored_and_taken_in(ws: Workspace) -> None:
        with colleague(ws) as other:
            act(other)
        ws.sharing.refresh()

    return stored_and_taken_in


@pytest.mark.parametrize(("act", "touched"), CASES[:10])
def test_what_a_colleague_changes_leaves_the_other_kpis_as_they_are(
    ws: Workspace, act: Callable[[Workspace], object], touched: set[str]
) -> None:
    assert anew(ws, after_a_colleague(act)) == touched


def test_another_window_changes_no_more_than_it_says(ws: Workspace) -> None:
    def in_another_window(ws: Workspace) -> None:
        with contextlib.closing(ws.handles.beside(lambda: False)) as other:
            entry.set_value(other, own_input(other, "plain"), MAY, 5)
        ws.sharing.refresh()

    assert anew(ws, in_another_window) == {"plain"}


def test_everybody_who_looks_is_told_of_a_colleague(ws: Workspace) -> None:
    told: list[tuple[bool, set[str]]] = []

    def hear(changes: Changes) -> None:
        told.append((changes.everything, set(changes.measurements)))

    ws.changed.connect(hear)
    source = own_input(ws, "plain")
    after_a_colleague(lambda other: entry.set_value(other, source, MAY, 5))(ws)
    assert told == [(True, {source})]
