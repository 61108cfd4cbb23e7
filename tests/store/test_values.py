"""Values that no program of ours wrote, under digests that are in order: refused by name, or set aside and listed."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpidesk.domain.entities import KINDS, Company, Cycle, Entity, Input, Kpi, Objective
from kpidesk.errors import BadInput, FileRefused, RuleBroken
from kpidesk.settings import Home
from kpidesk.store.log import codec
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import long
from tests.store.bars import values
from tests.store.bars.poisoned import everything, look
from tests.store.conftest import Desk

EVERY = long.either(7, 1)
"""Each seventh of the hostile values is tried: another seventh in the next field, as their number is no multiple."""
CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "hostile"


@pytest.fixture
def filled(ws: Workspace) -> dict[type[Entity], str]:
    return everything(ws)


def tried(kind: type[Entity]) -> Iterator[values.Poison]:
    """Of the values for the fields of a kind those that are tried."""
    return itertools.islice((each for each in values.poisons() if each.kind is kind), 0, None, EVERY)


def test_the_shorter_form_tries_each_field_and_each_value_too() -> None:
    chosen = [each for kind in KINDS for each in tried(kind)]
    assert {(each.kind, each.cell.name) for each in chosen} == {
        (each.kind, each.cell.name) for each in values.poisons()
    }
    assert {repr(each) for each in values.PLAIN} <= {repr(each.value) for each in chosen}
    members = {repr(json.loads(each.value)) for each in chosen if each.cell.register and each.value not in values.PLAIN}
    for part in values.PARTS:
        written = json.loads(json.dumps(part))
        assert any(repr(written) in each for each in members), part


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_file_with_any_value_in_any_field_can_be_read_and_checked(
    ws: Workspace, filled: dict[type[Entity], str], kind: type[Entity]
) -> None:
    for poison in tried(kind):
        try:
            with values.given(ws, filled[kind], poison):
                look(ws)
        except RuleBroken:
            continue  # the tree refuses a circle, whoever asks
        except Exception as error:
            raise AssertionError(f"{poison} can't be lived with") from error


def names() -> Iterator[Path]:
    return iter(sorted(CASES.glob("cell-*.kpidesk")) + sorted(CASES.glob("ff4-*.kpidesk")))


@pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not beside this checkout")
def test_a_poisoned_file_opens_with_what_is_wrong_set_aside(tmp_path: Path) -> None:
    listed = {}
    for path in names():
        copy = Path(shutil.copy(path, tmp_path / path.name))
        with Workspace.open(copy, home=Home(tmp_path / f"home-{path.stem}")) as ws:
            look(ws)
            listed[path.stem] = [str(line) for line in ws.checking.problems()]
    assert len(listed) > 10
    quiet = {name for name, lines in listed.items() if not lines}
    assert quiet <= {"cell-kept", "cell-language", "cell-logo"}  # a packed text or a word that only its reader judges


POISONS: list[tuple[type[Entity], str, Any]] = [
    (Company, "people", float("inf")),
    (Kpi, "decimals", 10**9),
    (Kpi, "tracked_by", values.DEEP),
    (Company, "fiscal_year_start", 13),
    (Objective, "position", values.DEEP),
]


@pytest.mark.parametrize(("kind", "name", "value"), POISONS, ids=lambda given: str(given)[:20])
def test_a_copy_with_such_a_value_is_refused_by_name_and_changes_nothing(
    desk: Desk, ws: Workspace, kind: type[Entity], name: str, value: Any
) -> None:
    uids = everything(ws)
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    cell = next(cell for cell in codec.cells(kind) if cell.name.endswith(f".{name}"))
    values.give(ola, uids[kind], values.Poison(kind, cell, value))
    ola.close()
    before = [ws.all(kind) for kind in KINDS]
    with pytest.raises(FileRefused, match=codec.prefix(kind)):
        ws.merging.merge(copy)
    assert [ws.all(kind) for kind in KINDS] == before and not ws.checking.problems()


def test_a_choice_that_a_newer_program_made_is_carried_along(desk: Desk, ws: Workspace) -> None:
    uids = everything(ws)
    copy = desk.folder / "newer.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    cell = codec.cell_of(Input, "combine")
    values.give(ola, uids[Input], values.Poison(Input, cell, "median"))
    ola.close()
    ws.merging.merge(copy)
    assert ws.get(Input, uids[Input]).combine is Input("").combine and not ws.checking.problems()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [(Kpi, {"decimals": 7}), (Company, {"people": -1}), (Company, {"strategy": "x" * 20_000}),
     (Cycle, {"start": dt.date(1, 1, 1)}), (Objective, {"weight": -1.0}), (Objective, {"owner": "kari"})],
)  # fmt: skip
def test_nothing_writes_what_a_copy_would_be_refused_for(ws: Workspace, kind: type[Entity], fields: Any) -> None:
    uids = everything(ws)
    before = ws.get(kind, uids[kind])
    with pytest.raises(BadInput, match="can’t be saved"), ws.transaction(msg("try")) as change:
        change.set(kind, uids[kind], **fields)
    assert ws.get(kind, uids[kind]) == before
