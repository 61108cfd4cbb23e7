"""A file that gets another name keeps what can be undone and what is not shared yet, killed over it or not."""

from __future__ import annotations

import errno
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kpidesk.commands import goals
from kpidesk.domain.entities import Objective
from kpidesk.settings import Home
from kpidesk.store.files import kept_numbers, renaming, snapshot
from kpidesk.workspace import Workspace, opening

KILLED = 9


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def made(path: Path, home: Home) -> tuple[Path, str]:
    """A file in which one objective has been added, and its identity."""
    with Workspace.create(path, company="Sykkel", home=home) as ws:
        goals.add_objective(ws, "Flere turer")
        return path, ws.sharing.identity


def way(path: Path, target: Path, identity: str, home: Home) -> renaming.Renaming:
    return opening.renaming(path, target, identity=identity, home=home)


def undo_all(path: Path, home: Home) -> list[str]:
    """Open a file, take back what can be taken back, and give what is left."""
    with Workspace.open(path, home=home) as ws:
        while ws.undo() is not None:
            pass
        return [each.title for each in ws.all(Objective)]


def test_what_was_done_before_can_be_undone_after(tmp_path: Path, home: Home) -> None:
    path, identity = made(tmp_path / "a.kpidesk", home)
    target = tmp_path / "b.kpidesk"
    assert way(path, target, identity, home).takes_along
    way(path, target, identity, home).do()
    assert not path.exists() and undo_all(target, home) == []
    assert [each.name for each in home.working_copies.glob("*.from")] == []
    assert len(list(home.working_copies.glob("*.work"))) == 1


def test_there_and_back_again(tmp_path: Path, home: Home) -> None:
    path, identity = made(tmp_path / "a.kpidesk", home)
    target = tmp_path / "b.kpidesk"
    way(path, target, identity, home).do()
    way(target, path, identity, home).do()
    assert undo_all(path, home) == []


def test_what_is_not_shared_yet_comes_along(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    path, identity = made(tmp_path / "a.kpidesk", home)
    with Workspace.open(path, home=home) as ws:
        monkeypatch.setattr(snapshot, "write_snapshot", full)
        goals.add_objective(ws, "Ikke delt")
    target = tmp_path / "b.kpidesk"
    way(path, target, identity, home).do()
    monkeypatch.undo()
    with Workspace.open(target, home=home) as ws:
        assert ws.sharing.pending and {each.title for each in ws.all(Objective)} == {"Flere turer", "Ikke delt"}


def test_a_working_copy_in_the_new_place_is_not_written_over(tmp_path: Path, home: Home) -> None:
    """Of another copy of the file that lay there before: it may hold what was never shared."""
    path, identity = made(tmp_path / "a.kpidesk", home)
    target = tmp_path / "b.kpidesk"
    target.write_bytes(path.read_bytes())
    with Workspace.open(target, home=home) as ws:
        goals.add_objective(ws, "I kopien")
    target.unlink()
    assert not way(path, target, identity, home).takes_along
    way(path, target, identity, home).do()
    with Workspace.open(target, home=home) as ws:
        assert {each.title for each in ws.all(Objective)} == {"Flere turer", "I kopien"}


def test_a_working_copy_that_is_in_use_stays(tmp_path: Path, home: Home) -> None:
    path, identity = made(tmp_path / "a.kpidesk", home)
    with Workspace.open(path, home=home) as other:
        goals.add_objective(other, "Underveis")
        assert not way(path, tmp_path / "b.kpidesk", identity, home).takes_along
    assert undo_all(path, home) == []


def test_where_the_file_stays_so_does_its_working_copy(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError

    path, identity = made(tmp_path / "a.kpidesk", home)
    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(PermissionError):
        way(path, tmp_path / "b.kpidesk", identity, home).do()
    monkeypatch.undo()
    assert undo_all(path, home) == [] and not list(home.working_copies.glob("*.from"))


# ---- killed over it ------------------------------------------------------------------------------------


def die(*_args: object) -> None:
    os._exit(KILLED)


def ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "rename", die)


def between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renaming, "_take", die)


def in_the_midst(monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers kept beside the working copy have gone, that itself has not."""
    monkeypatch.setattr(kept_numbers, "place", lambda working: working.with_name(f"{working.name}.none"))
    monkeypatch.setattr(os, "replace", _dying_at_the_copy(os.replace))


def afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """All has been moved, and the note still lies there."""
    real = snapshot.sync
    seen: list[Path] = []

    def sync(path: Path) -> None:
        seen.append(path)
        real(path)
        if len(seen) == 3:
            die()

    monkeypatch.setattr(snapshot, "sync", sync)


def _dying_at_the_copy(real: Callable[..., None]) -> Callable[..., None]:
    def replace(source: Path, target: Path) -> None:
        if str(source).endswith(".work"):
            die()
        real(source, target)

    return replace


@pytest.mark.skipif(not hasattr(os, "fork"), reason="A child that is killed is made by fork")
@pytest.mark.parametrize("moment", [ahead, between, in_the_midst, afterwards])
def test_killed_over_it_nothing_is_lost(
    tmp_path: Path, home: Home, moment: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, identity = made(tmp_path / "a.kpidesk", home)
    target = tmp_path / "b.kpidesk"

    def rename() -> None:
        with pytest.MonkeyPatch.context() as patch:
            moment(patch)
            way(path, target, identity, home).do()

    child = multiprocessing.get_context("fork").Process(target=rename)
    child.start()
    child.join()
    assert child.exitcode == KILLED
    (there,) = (each for each in (path, target) if each.exists())
    assert there == (path if moment is ahead else target)
    assert undo_all(there, home) == [], "what was done before it was killed can be taken back"
    assert moment is ahead or not list(home.working_copies.glob("*.from"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="A child that is killed is made by fork")
def test_a_note_that_is_true_no_more_takes_no_working_copy_away(tmp_path: Path, home: Home) -> None:
    """It was killed ahead of the renaming; later a copy is put where the file was to lie."""
    path, identity = made(tmp_path / "a.kpidesk", home)
    target = tmp_path / "b.kpidesk"

    def rename() -> None:
        with pytest.MonkeyPatch.context() as patch:
            ahead(patch)
            way(path, target, identity, home).do()

    child = multiprocessing.get_context("fork").Process(target=rename)
    child.start()
    child.join()
    target.write_bytes(path.read_bytes())
    assert undo_all(target, home) == ["Flere turer"], "a copy has nothing to undo"
    assert undo_all(path, home) == []
