"""How a folder behaves is found out by trying, and nothing of the trial is left."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kpidesk.doctor import folder
from kpidesk.doctor.findings import FINE, NOTE, TROUBLE


def examined(place: Path) -> dict[str, str]:
    return {each.message.text: each.grade for each in folder.examine(place)}


def grade(found: dict[str, str], words: str) -> str:
    return next(each for text, each in found.items() if words in text)


def test_an_ordinary_folder_is_fine_and_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "mine.kpidesk").write_bytes(b"mine")
    found = examined(tmp_path)
    for words in ("replaced whole", "make the same file", "lock of one program holds", "fraction of a second"):
        assert grade(found, words) == FINE
    assert [each.name for each in tmp_path.iterdir()] == ["mine.kpidesk"]


def refuse(number: int) -> Callable[..., object]:
    def act(*_arguments: object, **_named: object) -> object:
        raise OSError(number, os.strerror(number))

    return act


@pytest.mark.parametrize(
    ("place", "act", "words", "expected"),
    [
        ("os.replace", refuse(errno.EXDEV), "can’t be replaced", TROUBLE),
        ("kpidesk.doctor.folder.disk.read", lambda _file, _most: b"old", "still shows what it held", TROUBLE),
        ("kpidesk.doctor.folder._locked", lambda _handle: False, "does not support locks", NOTE),
        ("kpidesk.doctor.folder.CHILD", "", "does not hold against another", NOTE),
        ("os.utime", refuse(errno.EPERM), "refuses", TROUBLE),
        ("time.time", lambda: 0.0, "ahead of this machine", NOTE),
        ("time.time", lambda: 4e9, "behind this machine", NOTE),
        ("kpidesk.disk.private_file", refuse(errno.EROFS), "Nothing can be written", TROUBLE),
    ],
)
def test_a_folder_that_behaves_otherwise_is_told(
    place: str, act: object, words: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(place, act)
        found = examined(tmp_path)
    assert grade(found, words) == expected
    assert list(tmp_path.iterdir()) == []


def test_times_in_steps_of_two_seconds_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a USB stick keeps them."""
    real = os.utime

    def rough(path: Path, ns: tuple[int, int] | None = None) -> None:
        moment = 0 if ns is None else ns[0] // 2_000_000_000 * 2_000_000_000
        real(path) if ns is None else real(path, ns=(moment, moment))

    monkeypatch.setattr(os, "utime", rough)
    assert grade(examined(tmp_path), "seconds only") == NOTE


def test_a_disk_where_two_can_make_one_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open
    with monkeypatch.context() as other:
        other.setattr(os, "open", lambda path, flags, *more, **named: real(path, flags & ~os.O_EXCL, *more, **named))
        found = examined(tmp_path)
    assert grade(found, "Two can make the same file") == TROUBLE


def test_a_disk_that_knows_no_capitals_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: real(path) or real(path.with_name(path.name.lower())))
    assert grade(examined(tmp_path), "Capital and small letters are the same") == NOTE
