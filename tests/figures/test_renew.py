"""After a change only what it touches is computed anew, and it equals computing everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpidesk.commands import arrange, entry, inputs, kpis, people, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Combine, Kpi
from kpidesk.domain.period import Period
from kpidesk.figures.renew import renewed
from kpidesk.settings import Home
from kpidesk.workspace import Changes, Workspace
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
    """Which KPIs are computed anew by a change; the rest must be the same objects, all must be right."""
    today = ws.today()
    before = {each.kpi.uid: each for each in renewed(ws, today, {}, None)}
    heard: list[Changes] = []

    def hear(changes: Changes) -> None:
        heard.append(changes)

    ws.changed.connect(hear)
    act(ws)
    assert len(heard) == 1
    after = renewed(ws, today, before, heard[0])
    assert after == renewed(ws, today, {}, None)
    return {each.kpi.name for each in after if before.get(each.kpi.uid) is not each}


CASES: list[tuple[Callable[[Workspace], object], set[str]]] = [
    (lambda ws: entry.set_value(ws, own_input(ws, "plain"), MAY, 4), {"plain"}),
    (lambda ws: entry.set_value(ws, inputs.input_named(ws, "a").uid, MAY, 4), {"share"}),
    (lambda ws: entry.set_value(ws, inputs.input_named(ws, "b").uid, MAY, 4), {"share", "double"}),
    (lambda ws: entry.set_value(ws, inputs.input_named(ws, "heads").uid, MAY, 4), {"secret"}),
    (lambda ws: own_kpis.edit(ws, uid_of(ws, "double"), unit="kr"), {"double"}),
    (lambda ws: kpis.park(ws, uid_of(ws, "share")), {"share"}),
    (lambda ws: targets.set_target(ws, uid_of(ws, "share"), Step(value=2)), {"share"}),
    (lambda ws: targets.set_target(ws, uid_of(ws, "plain"), Step(value=None)), {"plain", "share", "double", "secret"}),
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
