"""A copy to send is named for its receiver and never replaces a file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.domain.entities import Kpi
from kpidesk.errors import BadInput
from kpidesk.exchange import send
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid


@pytest.fixture
def ws(tmp_path: Path):
    def clock() -> dt.datetime:
        return dt.datetime(2026, 3, 16, 8, 41, tzinfo=dt.UTC)

    path, home = tmp_path / "Fjordbrød.kpidesk", Home(tmp_path / "home")
    with text.using("en"), Workspace.create(path, company="Fjordbrød", home=home, clock=clock) as made:
        yield made


@pytest.mark.parametrize(
    ("receiver", "name"),
    [
        ("Ola", "Fjordbrød – to Ola 2026-03-16.kpidesk"),
        ("  ../../etc/passwd ", "Fjordbrød – to etc passwd 2026-03-16.kpidesk"),
        ('a:b\\c?"\n', "Fjordbrød – to a b c 2026-03-16.kpidesk"),
        ("", "Fjordbrød – copy 2026-03-16.kpidesk"),
        ("x" * 500, f"Fjordbrød – to {'x' * send.LONGEST} 2026-03-16.kpidesk"),
    ],
)
def test_the_name_is_the_receivers_and_fit_for_every_system(ws: Workspace, receiver: str, name: str) -> None:
    with text.using("en"):
        assert send.copy_name(ws, receiver) == name


def test_a_copy_is_written_once_and_leaves_out_what_is_sensitive(ws: Workspace, tmp_path: Path) -> None:
    with ws.transaction(msg("add")) as change:
        change.add(Kpi(new_uid(), name="Salaries", sensitive=True))
        change.add(Kpi(new_uid(), name="Visits"))
    assert [kpi.name for kpi in send.sensitive(ws)] == ["Salaries"]
    sent = send.send(ws, tmp_path, "Ola", without_sensitive=True, read_only=True)
    assert (sent.path.name, sent.left_out) == ("Fjordbrød – to Ola 2026-03-16.kpidesk", 1)
    with Workspace.open(sent.path, home=Home(tmp_path / "other")) as copy:
        assert [kpi.name for kpi in copy.all(Kpi)] == ["Visits"] and copy.read_only
    before = sent.path.read_bytes()
    again = send.send(ws, tmp_path, "Ola")
    assert again.path.name == "Fjordbrød – to Ola 2026-03-16 (2).kpidesk"
    assert sent.path.read_bytes() == before
    with pytest.raises(BadInput):
        send.send(ws, tmp_path / "nowhere", "Ola")
