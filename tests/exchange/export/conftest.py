from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def bakery(bakery_file: Path, tmp_path: Path) -> Path:
    """A copy of the example company."""
    return Path(shutil.copy(bakery_file, tmp_path / "bakeri.kpidesk"))
