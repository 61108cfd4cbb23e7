"""A few short seeds of the monkey at the window; ``monkey.py --minutes`` takes more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import long
from tests.random import monkey


@pytest.mark.parametrize("seed", long.either([1], [1, 2, 3]))
def test_the_window_survives_a_monkey(seed: int, tmp_path: Path) -> None:
    code, said = monkey.run(seed, list(range(20)), tmp_path / "trail.jsonl")
    assert code == 0, said
    assert '"undone"' in (tmp_path / "trail.jsonl").read_text(encoding="utf-8")
