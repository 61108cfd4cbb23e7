"""A copy to send is named for its receiver and never replaces a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.domain.entities import Kpi
from kpidesk.errors import BadInput, FileRefused
from kpidesk.exchange import send
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid


@pytest.fixture
def ws(tmp_path: Path):
    with Workspace.create(tmp_path / "Fjordbrød.kpidesk", company="Fjordbrød", home=Home(tmp_path / "home")) as made:
        yield made


@pytest.mark.parametrize(
    ("receiver", "name"),
    [
        ("Ola", "Fjordbrød – Ola.kpidesk"),
        ("  ../../etc/passwd ", "Fjordbrød – etc passwd.kpidesk"),
        ('a:b\\c?"\n', "Fjordbrød – a b c.kpidesk"),
        ("", "Fjordbrød – copy.kpidesk"),
        ("x" * 500, f"Fjordbrød – {'x' * send.LONGEST}.kpidesk"),
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
    assert (sent.path.name, sent.left_out) == ("Fjordbrød – Ola.kpidesk", 1)
    with Workspace.open(sent.path, home=Home(tmp_path / "other")) as copy:
        assert [kpi.name for kpi in copy.all(Kpi)] == ["Visits"] and copy.read_only
    before = sent.path.read_bytes()
    with pytest.raises(FileRefused):
        send.send(ws, tmp_path, "Ola")
    assert sent.path.read_bytes() == before
    with pytest.raises(BadInput):
        send.send(ws, tmp_path / "nowhere", "Ola")
