"""A number about too few persons comes out nowhere: not on the command line, on paper, in a chart or in a goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import cli, figures
from kpidesk.commands import cycles, entry, goals
from kpidesk.domain.entities import Cycle, KeyResult, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.report.compose import compose
from kpidesk.settings import Home
from kpidesk.viz.chart import chart_spec
from kpidesk.workspace import Workspace
from tests import own_kpis

NOW = dt.datetime(2026, 3, 16, 9, 0, tzinfo=dt.UTC)
SECRET = 471193
FACES = ("471193", "471 193", "471,193", "475193", "475 193", "475,193")
"""The number, and what it makes with January's 4000."""


def clock() -> dt.datetime:
    return NOW


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """January about nine persons, February about four."""
    path = tmp_path / "a.kpidesk"
    with Workspace.create(path, company="A", author="K", home=Home(tmp_path / "home"), clock=clock) as made:
        heads = own_kpis.add_input(made, "Answers", key="heads", frequency=Frequency.MONTH)
        uid = own_kpis.define(made, name="Wellbeing", sensitive=True, group=heads, target=5000)
        source = made.get(Kpi, uid).inputs[0][1]
        for month, number, persons in (("2026-01", 4000, 9), ("2026-02", SECRET, 4)):
            entry.set_value(made, source, Period.parse(month), number)
            entry.set_value(made, heads, Period.parse(month), persons)
        yield made


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_command_line_prints_no_hidden_number(
    ws: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    ws.sharing.publish()
    for more in ([], ["--json"], ["--json", "--frequency", "quarterly"], ["--json", "--frequency", "yearly"]):
        assert cli.main(["show", str(ws.path), *more]) == 0
        said = plain(capsys.readouterr().out)
        assert "Wellbeing" in said
        assert not any(face in said for face in FACES), more


def test_paper_prints_no_hidden_number(ws: Workspace) -> None:
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    review = plain(repr(compose(ws, cycle, as_of=ws.today())))
    assert "Wellbeing" in review
    assert not any(face in review for face in FACES)


def test_a_key_result_and_a_chart_know_no_hidden_number(ws: Workspace) -> None:
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    kpi = ws.all(Kpi)[0]
    top = goals.add_objective(ws, "Thrive", cycle=cycle)
    uid = goals.add_key_result(ws, "Wellbeing up", parent=top, start=3000.0, target=6000.0, kpi=kpi.uid)
    found = figures.goal_figures(ws, ws.get(Cycle, cycle), ws.today())[0].children[0]
    assert isinstance(found.node, KeyResult)
    assert found.node.uid == uid
    assert found.current != SECRET
    own = figures.kpi_figures(ws, kpi, ws.today())
    spec = chart_spec(own)
    assert SECRET not in spec.values
    assert str(SECRET) not in repr(figures.explain(ws, kpi, Period.parse("2026-02"), ws.today()))


@pytest.mark.parametrize("frequency", [Frequency.QUARTER, Frequency.HALF_YEAR, Frequency.YEAR])
def test_a_longer_period_does_not_give_it_away_by_subtraction(ws: Workspace, frequency: Frequency) -> None:
    kpi = ws.all(Kpi)[0]
    found = figures.kpi_figures(ws, kpi, ws.today(), frequency)
    assert 4000 + SECRET not in found.values
    assert SECRET not in found.values
