"""A reader written from the page of the file format alone reads histories by chance as the program does."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests import long
from tests.random import store_machine
from tests.store.mini_reader import MiniReader
from tests.store.test_file_format import PAGE, assert_read_as_the_program_does

SEED = 11
"""What is drawn from it depends on the modules that are loaded as well: moves that close a circle are rare, and
``test_file_format`` has one of its own."""


def test_histories_by_chance_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    checked, read = store_machine.Machines.check, []

    def check(self: store_machine.Machines, i: int) -> None:
        checked(self, i)
        copy = Path(tempfile.mkdtemp(dir=self.folder)) / "sent.kpidesk"
        self.ws[i].sharing.save_copy(copy)
        assert_read_as_the_program_does(MiniReader(copy, PAGE), self.ws[i])
        read.append(i)

    monkeypatch.setattr(store_machine.Machines, "check", check)
    store_machine.SEEN.clear()
    store_machine.run_machines(long.either(4, 6), 30, shrink=False, seed=SEED)
    assert len(read) > 50
    for reached in ("merges", "conflicts", "revived"):
        assert store_machine.SEEN[reached] > 0, f"the histories never reached {reached}"
