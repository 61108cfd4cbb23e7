"""Accounts are read in a few times what parsing takes, and in memory that does not grow with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import bench_accounts


@pytest.mark.long  # the benchmarks say it of the large one
def test_a_small_file_keeps_within_the_bars_of_the_large_one(tmp_path: Path) -> None:
    for name, value, most in bench_accounts.figures(tmp_path, 4.0):
        assert value <= most * 1.5, name
