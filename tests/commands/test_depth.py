"""Goals can be put twelve levels deep; a file from elsewhere that is deeper is still shown whole."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpidesk import figures, report, text
from kpidesk.cli import main
from kpidesk.cli.document import written
from kpidesk.commands import cycles, goals
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import Cycle, Objective
from kpidesk.domain.period import Period
from kpidesk.domain.walk import DEEPEST, down, folded, levels
from kpidesk.errors import RuleBroken
from kpidesk.report import compose
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid

DEEP = 1100
DAY = dt.date(2026, 2, 1)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        text.using("en"),
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def cycle(ws: Workspace) -> str:
    return cycles.ensure_cycle(ws, Period.parse("2026-Q1"))


def chain(ws: Workspace, cycle: str, length: int) -> list[str]:
    """Objectives each under the one before, past the commands, as a file from elsewhere may hold them."""
    made = [new_uid() for _number in range(length)]
    with ws.transaction(msg("chain")) as change:
        # The lowest first: what is above is walked through for each that is added.
        for number, (uid, parent) in reversed(list(enumerate(zip(made, [None, *made], strict=False)))):
            change.add(Objective(uid, parent, change.order_between(None, None), f"G{number}", cycle=cycle))
    return made


def test_an_objective_is_added_down_to_the_twelfth_level_only(ws: Workspace, cycle: str) -> None:
    above = None
    for number in range(DEEPEST):
        above = goals.add_objective(ws, f"G{number}", parent=above, cycle=cycle)
    for add in (goals.add_objective, goals.add_key_result, goals.add_initiative):
        with pytest.raises(RuleBroken, match="12 levels deep"):
            add(ws, "one more", parent=above)
    assert len(ws.all(Objective)) == DEEPEST


def test_a_branch_is_moved_only_where_all_of_it_finds_room(ws: Workspace, cycle: str) -> None:
    deep, branch = chain(ws, cycle, 10), chain(ws, cycle, 3)
    with pytest.raises(RuleBroken, match="12 levels deep"):
        goals.move(ws, branch[0], deep[-1], 0)
    goals.move(ws, branch[0], deep[-2], 0)
    assert goals.depth_of(ws, branch[-1]) == DEEPEST
    goals.add_objective(ws, "beside", parent=deep[-2])
    with pytest.raises(RuleBroken, match="12 levels deep"):
        goals.indent(ws, goals.add_objective(ws, "below", parent=branch[-2]))


def test_what_is_too_deep_already_can_be_moved_up_and_sideways(ws: Workspace, cycle: str) -> None:
    deep = chain(ws, cycle, 20)
    goals.move(ws, deep[15], deep[14], 0)
    goals.move(ws, deep[15], deep[3], 0)
    assert goals.depth_of(ws, deep[15]) == 5
    with pytest.raises(RuleBroken):
        goals.move(ws, deep[15], deep[14], 0)


def test_a_deep_branch_is_copied_and_deleted_whole(ws: Workspace, cycle: str) -> None:
    deep = chain(ws, cycle, DEEP)
    copy = branches.duplicate(ws, deep[0])
    assert levels(ws.node(copy), lambda node: ws.children(node.uid)) == DEEP
    assert goals.delete(ws, [copy]) == DEEP


def test_a_deep_file_is_shown_printed_and_in_order(
    ws: Workspace, cycle: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chain(ws, cycle, DEEP)
    row = ws.get(Cycle, cycle)
    (root,) = figures.goal_figures(ws, row, DAY)
    assert [each.depth for each in root.everything()] == list(range(DEEP))
    review = compose.compose(ws, row, as_of=DAY)
    assert len(review.goals) == DEEP
    assert review.goals[3].title == "G3"
    assert ws.checking.problems() == []
    report.render_board(ws, row, tmp_path / "board.pdf", report.Wanted(DAY, "nb"))
    ws.close()
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    assert main(["show", str(ws.path)]) == 0
    assert f"G{DEEP - 1}" in capsys.readouterr().out
    assert main(["show", str(ws.path), "--json"]) == 0
    assert f'"G{DEEP - 1}"' in capsys.readouterr().out


@pytest.mark.parametrize(
    "data",
    [{}, [], {"a": [], "b": {}}, {"a": [1, [2, {"c": None}], 3], "å": "“x”\n", "d": (True, 1.5)}, [[[]]], "x", None],
)
def test_a_document_reads_as_the_standard_library_writes_it(data: Any) -> None:
    assert written(data) == json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)


def test_a_document_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        written({"a": [float("nan")]})


def test_walks_keep_the_order_of_the_tree() -> None:
    tree = {"a": ["b", "c"], "b": ["d"], "c": [], "d": []}
    assert list(down(["a"], lambda each: tree[each])) == ["a", "b", "d", "c"]
    text_of = folded("a", lambda each: tree[each], lambda node, under: f"{node}({','.join(under)})")
    assert text_of == "a(b(d()),c())"
