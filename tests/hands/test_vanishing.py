"""The folder that a file is shared in goes and comes back under the window, and a file is replaced by another thing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.hands.goal_hands import plant

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.hands.office import Office
    from tests.hands.program import Program

UNSHARED = "Not shared since"


def say(program: Program, words: str) -> None:
    """Wait until a label begins so."""
    program.find("label", lambda name: name.startswith(words))


def test_a_folder_that_goes_and_comes_back_and_a_file_replaced_by_another_thing_cost_nothing(office: Office) -> None:
    share = office.folder / "share"
    share.mkdir()
    file = office.new_file().rename(share / "Blåbær.kpidesk")
    other = office.new_file("Other").rename(share / "Other.kpidesk")
    with office.sit_down(file, place="Goals") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50")
        program.key("Ctrl+S")
        program.settle()
        share.rename(office.folder / "gone")
        program.key("F5")
        say(program, UNSHARED)
        plant(program, "Less waste", "Waste down from 9 to 5")
        (office.folder / "gone").rename(share)
        program.key("Ctrl+S")
        say(program, "Saved")
        assert "Less waste" in office.shown(file)
        replaced(office, program, file, other)


def replaced(office: Office, program: Program, file: Path, other: Path) -> None:
    """Another thing in the place of the file is left alone, and nothing typed meanwhile is lost."""
    kept = file.with_name("kept")
    file.rename(kept)
    for put, take in ((_link(other), os.unlink), (os.mkdir, os.rmdir), (os.mkfifo, os.unlink)):
        put(file)
        program.key("F5")
        say(program, UNSHARED)
        program.key("Ctrl+S")
        program.settle()
        take(file)
    assert "Guests" not in office.shown(other)
    plant(program, "A calmer shop", "Queue down from 9 to 5")
    kept.rename(file)
    program.key("Ctrl+S")
    say(program, "Saved")
    assert "A calmer shop" in office.shown(file)


def _link(other: Path) -> Callable[[Path], None]:
    return lambda path: os.link(other, path)
