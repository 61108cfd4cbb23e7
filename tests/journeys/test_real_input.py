"""A whole quarter on real numbers: command line, window, a colleague's copy, and the printed review.

The data are published series: a retail index, A&E attendances, a weekly rate with summer gaps and a daily oil
price. The workspace is built as a person would from the command line, opened in the window, edited from the keyboard, merged with
a copy that was edited elsewhere, and printed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpidesk import cli

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "kpi"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not beside the project")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Run one command and give its JSON, or its text."""
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")

    def command(*arguments: object, code: int = 0) -> Any:
        capsys.readouterr()
        assert cli.main([str(argument) for argument in arguments]) == code, capsys.readouterr().err
        text = capsys.readouterr().out
        return json.loads(text) if "--json" in arguments else text

    yield command
