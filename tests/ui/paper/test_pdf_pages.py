"""Pages as pictures: PDFium is called by one at a time, or the program ends."""

from __future__ import annotations

import re
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ui.paper.pdf_pages import TURN, pages_of

ROOT = Path(__file__).resolve().parents[3]


class Fragile:
    """Stands for a document, a page and its bitmap; whatever is asked of it is noted with who holds the turn."""

    width, height, stride, buffer = 2, 2, 8, b"\xff" * 16

    def __init__(self, calls: list[tuple[str, bool]]) -> None:
        self.calls = calls

    def _note(self, what: str) -> None:
        """A thread that may not take the turn proves that another one holds it."""
        free: list[bool] = []
        asking = threading.Thread(target=lambda: free.append(TURN.acquire(blocking=False)))
        asking.start()
        asking.join()
        if free[0]:  # nobody's: it is left taken by a thread that is gone, and the test has failed
            raise AssertionError(f"{what} without the turn")
        self.calls.append((what, free[0]))

    def __len__(self) -> int:
        self._note("count")
        return 3

    def __getitem__(self, _number: int) -> Fragile:
        self._note("page")
        return self

    def render(self, **_wanted: Any) -> Fragile:
        self._note("render")
        return self

    def close(self) -> None:
        self._note("close")


def test_every_call_is_made_by_whoever_holds_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, bool]] = []
    monkeypatch.setitem(sys.modules, "pypdfium2", SimpleNamespace(PdfDocument=lambda _data: Fragile(calls)))
    with pages_of(b"") as pages:
        assert pages.count == 3
        image = pages.picture(1, 1.0)
    assert (image.width(), image.height()) == (2, 2)
    assert [what for what, _free in calls] == ["count", "page", "render", "close", "close", "close"]


def test_nothing_else_in_the_program_calls_pdfium() -> None:
    callers = [
        path.relative_to(ROOT).as_posix()
        for room in ("kpidesk", "ui")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"^\s*(import|from) pypdfium2", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert callers == ["ui/paper/pdf_pages.py"]
