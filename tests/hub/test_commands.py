"""The commands of a team server, against a real one: prepared, joined from two machines, synced, told of, left."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpidesk.cli import main
from kpidesk.cli.codes import WAITING
from kpidesk.cli.schema.documents import document
from kpidesk.domain.entities import Objective
from kpidesk.hub import invitation
from kpidesk.hub.address import Address, Tls
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.hub.cluster import OWNER
from tests.hub.conftest import Hub
from tests.json_schema import faults
from tests.store.conftest import add_objective, rename

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command on a machine of its own."""
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    monkeypatch.setenv("KPIDESK_HUB_PASSWORD", "not needed at a socket")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def typed(machine: str, *words: str) -> tuple[int, str, str]:
        monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / f"home-{machine}"))
        monkeypatch.setenv("KPIDESK_AUTHOR", machine)
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return typed


def told(run: Run, machine: str, *words: str) -> dict[str, Any]:
    """What a command that goes well prints for a program, which is as it is described."""
    code, out, err = run(machine, *words, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    assert faults(found, document(" ".join(words[:2]))) == []
    return found


def made(hub: Hub, tmp_path: Path, machine: str) -> Path:
    """A file on a machine."""
    path = tmp_path / f"{machine}.kpidesk"
    with Workspace.create(path, company="Shop", author=machine, home=Home(tmp_path / f"home-{machine}")) as ws:
        add_objective(ws, "one")
    return path


def titles(path: Path, tmp_path: Path, machine: str) -> list[str]:
    with Workspace.open(path, home=Home(tmp_path / f"home-{machine}")) as ws:
        return sorted(each.title for each in ws.all(Objective))


def doctor(run: Run, machine: str, file: Path) -> dict[str, str]:
    """What an examination says of the team server."""
    _code, out, _err = run(machine, "doctor", str(file), "--json")
    found = [(each["finding"], each["grade"]) for each in json.loads(out)["findings"]]
    return {code: grade for code, grade in found if code.startswith("server")}


def test_two_machines_share_a_file_and_one_leaves(hub: Hub, run: Run, tmp_path: Path) -> None:
    file, server = str(made(hub, tmp_path, "kari")), str(hub.address(OWNER))
    tried = told(run, "kari", "hub", "join", file, server, "--dry-run")
    assert not tried["written"] and told(run, "kari", "hub", "status", file)["server"] is None
    assert told(run, "kari", "hub", "join", file, server, "--admit", "ola")["sent"] >= 2
    assert told(run, "kari", "hub", "sync", file) == {"schema": 1, "sent": 0, "received": 0, "waiting_text": []}

    theirs = tmp_path / "ola.kpidesk"
    invite = tmp_path / "shop.kpidesk-invitation"
    asked = ("kari", "hub", "invite", file, "--output", str(invite), "--user", "ola")
    assert not told(run, *asked, "--dry-run")["written"] and not invite.exists()
    with hub.bare() as owner:
        owner.execute("DELETE FROM kpidesk.hub_member WHERE role = 'ola'")
    assert told(run, *asked)["admitted"] and invitation.read(invite).user == "ola"
    code, _out, err = run(*asked)
    assert code == 1 and "already exists" in err
    assert told(run, "ola", "hub", "join", str(theirs), str(invite), "--dry-run")["written"] is False
    assert not theirs.exists()
    assert told(run, "ola", "hub", "join", str(theirs), str(invite))["written"]
    assert titles(theirs, tmp_path, "ola") == ["one"]

    with Workspace.open(theirs, author="ola", home=Home(tmp_path / "home-ola")) as ws:
        add_objective(ws, "two")
    assert told(run, "ola", "hub", "sync", str(theirs))["sent"] == 1
    assert told(run, "kari", "hub", "sync", file)["received"] == 1
    assert titles(Path(file), tmp_path, "kari") == ["one", "two"], "in the file as well"
    code, out, _err = run(
        "ola", "hub", "invite", str(theirs), "--output", str(tmp_path / "b"), "--user", "eve", "--json"
    )
    found = json.loads(out)
    assert code == WAITING and not found["admitted"] and faults(found, document("hub invite")) == []
    assert invitation.read(tmp_path / "b.kpidesk-invitation").user == "eve", "written all the same"

    assert doctor(run, "ola", theirs) == {"server_answers": "fine"}
    standing = told(run, "ola", "hub", "status", str(theirs))
    assert standing["answers"] and standing["there"] and "ola@" in standing["server"]
    assert not told(run, "ola", "hub", "leave", str(theirs), "--dry-run")["written"]
    assert told(run, "ola", "hub", "leave", str(theirs))["written"]
    assert told(run, "ola", "hub", "status", str(theirs))["server"] is None
    assert titles(theirs, tmp_path, "ola") == ["one", "two"]
    code, _out, err = run("ola", "hub", "sync", str(theirs))
    assert code == 1 and "not shared through a team server" in err


def test_a_database_is_prepared_once(hub: Hub, run: Run) -> None:
    with hub.cluster.connect() as connection:
        connection.execute("CREATE DATABASE bare")  # type: ignore[call-overload]
    bare = str(Address(str(hub.cluster.folder), "bare", OWNER, tls=Tls.OFF))
    shown = told(run, "kari", "hub", "init", "--user", "kari")
    assert "CREATE TABLE" in shown["sql"] and 'TO "kari"' in shown["sql"]
    assert told(run, "kari", "hub", "init", bare, "--dry-run")["written"] is False
    assert told(run, "kari", "hub", "init", bare, "--user", "kari")["written"]
    code, _out, err = run("kari", "hub", "init", bare)
    assert code == 1 and "already" in err


def test_what_a_server_refuses_is_one_sentence_and_changes_nothing(hub: Hub, run: Run, tmp_path: Path) -> None:
    file = str(made(hub, tmp_path, "kari"))
    away = Address(str(tmp_path / "nowhere"), "kpidesk", "kari", tls=Tls.OFF)
    for server, words in (
        (hub.address("eve"), "not on the server"), (away, "does not answer"),
        (Address(str(hub.cluster.folder), "none", "kari", tls=Tls.OFF), "no database"),
    ):  # fmt: skip
        code, out, err = run("kari", "hub", "join", file, str(server))
        assert (code, out) == (1, "") and words in err and len(err.splitlines()) == 1
        assert told(run, "kari", "hub", "status", file)["server"] is None
    code, _out, err = run("kari", "hub", "join", str(tmp_path / "new.kpidesk"), str(hub.address("eve")))
    assert code == 1 and "no file on the server" in err and not (tmp_path / "new.kpidesk").exists()


def test_an_invitation_that_is_written_can_be_read(hub: Hub, run: Run, tmp_path: Path) -> None:
    path, written = made(hub, tmp_path, "kari"), tmp_path / "a.kpidesk-invitation"
    with Workspace.open(path, home=Home(tmp_path / "home-kari")) as ws:
        ws.server.belong(hub.address())
    address, space = hub.address(), "0" * 32
    invitation.write(invitation.of(address, space, "Kari\u00a0&\u200d Ola", "ola"), written)
    assert invitation.read(written).company == "Kari & Ola"
    for user in ("", " ", "\u00a0", "a\nb", "u" * 300, "\u202eola", "\udcff"):
        for words in (
            ("invite", str(path), "--output", str(tmp_path / "b"), "--user", user),
            ("join", str(tmp_path / "b.kpidesk"), str(written), "--user", user),
            ("join", str(path), str(address), "--admit", user),
            ("init", "--user", user),
        ):
            code, out, err = run("kari", "hub", *words)
            assert (code, out) == (1, "") and "user name" in err and not list(tmp_path.glob("b.*")), words
    for name in ("b.pdf", "b"):
        code, out, err = run("kari", "hub", "join", str(tmp_path / name), str(address))
        assert (code, out) == (1, "") and "“.kpidesk”" in err and not list(tmp_path.glob("b*")), name
    for words in (("hub", "join", f"{'x' * 300}.kpidesk", str(address)), ("hub", "join", "new.kpidesk", "x" * 300)):
        code, out, err = run("kari", *words)
        assert (code, out) == (1, "") and "Nothing was changed" in err


def test_a_user_beside_an_address_is_not_passed_over(run: Run, tmp_path: Path) -> None:
    code, out, err = run(
        "kari", "hub", "join", str(tmp_path / "shop.kpidesk"), "postgresql://kari@db.firma.no/desk", "--user", "ola"
    )
    assert (code, out) == (1, "") and "--admit" in err and "Nothing was changed" in err


def test_a_server_that_is_away_is_told_by_status(hub: Hub, run: Run, tmp_path: Path) -> None:
    path = made(hub, tmp_path, "kari")
    with Workspace.open(path, home=Home(tmp_path / "home-kari")) as ws:
        ws.server.belong(Address(str(tmp_path / "nowhere"), "kpidesk", "kari", tls=Tls.OFF))
    code, out, _err = run("kari", "hub", "status", str(path), "--json")
    found = json.loads(out)
    assert code == 1 and found["answers"] is False and found["problem_text"]
    assert doctor(run, "kari", path) == {"server_silent": "note"}
    next((tmp_path / "home-kari").rglob("*.hub")).write_text("{}")
    assert doctor(run, "kari", path) == {"server_unknown": "trouble"}
    assert faults(found, document("hub status")) == []


def test_the_owner_packs_a_file_and_a_member_does_not(hub: Hub, run: Run, tmp_path: Path) -> None:
    path, owner = made(hub, tmp_path, "kari"), str(hub.address(OWNER))
    for title in ("two", "three"):
        with Workspace.open(path, home=Home(tmp_path / "home-kari")) as ws:
            ws.server.put_there(hub.address(OWNER), "", ("kari",))
            ws.server.belong(hub.address())
            uid = ws.all(Objective)[0].uid
            for at in range(3):
                rename(ws, uid, f"{title} {at}")
                hub.trip(ws, hub.courier(ws))
    assert not told(run, "kari", "hub", "pack", str(path), owner)["written"], "all of it is new"
    with hub.bare() as bare:
        bare.execute("UPDATE kpidesk.hub_run SET arrived = arrived - interval '2 days'")
    found = told(run, "kari", "hub", "pack", str(path), owner, "--dry-run")
    assert not found["written"] and found["after"] < found["before"]
    code, out, _err = run("kari", "hub", "pack", str(path), owner)
    assert code == 0 and f"{found['before']} packets" in out and f"have become {found['after']}" in out
    code, out, err = run("kari", "hub", "pack", str(path), str(hub.address()))
    assert (code, out) == (1, "") and "Only the user who owns" in err
