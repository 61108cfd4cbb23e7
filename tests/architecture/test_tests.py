"""Whoever looks for the tests of a room finds them where the room is: ``tests`` mirrors the folders of the source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {"kpidesk/workspace": "tests/store"}
"""The rooms whose tests are those of another: a workspace is the store's own door."""
WITHOUT_FILES = {"tests/ui/screens"}
"""What is about the whole window, or the whole program, and so about no room."""
WHOLE = {"architecture", "benchmarks", "bundle", "hands", "journeys", "library", "random"}


def rooms() -> Iterator[Path]:
    """The rooms of the core and of the window, and the readers of files, each a room of its own."""
    for folder in ("kpidesk", "kpidesk/exchange", "ui"):
        yield from sorted(path.parent for path in (ROOT / folder).glob("*/__init__.py"))


def mirrored(room: Path) -> Path:
    """Where the tests of a room are."""
    name = room.relative_to(ROOT).as_posix()
    return ROOT / ELSEWHERE.get(name, f"tests/{name.removeprefix('kpidesk/')}")


def test_every_room_has_its_tests_in_the_same_place() -> None:
    found = list(rooms())
    assert len(found) > 25
    assert [str(room) for room in found if not list(mirrored(room).rglob("test_*.py"))] == []


def test_no_folder_of_tests_is_about_a_room_that_is_gone() -> None:
    known = {mirrored(room) for room in rooms()} | {ROOT / each for each in WITHOUT_FILES}
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")} - {ROOT / "tests"}
    assert [str(each) for each in folders - known if each.relative_to(ROOT / "tests").parts[0] not in WHOLE] == []
