"""What the weekly round costs: opened with Ctrl+U, a key in a number's field, and each Enter.

    python tests/benchmarks/bench_round.py [FOLDER OF FILES]

A gesture is all that the window's thread does for it, with the painting that follows. In the large file each of 500
KPIs
of ten years waits for one number. The files are those of ``files.py``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from bench_due import CALM, calm, opened, spent, theme
from files import ensure
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from table import Row, lines, p95

from ui.app.window import Window
from ui.base.garbage import Garbage

OPENING, ENTER, KEY = 150, 50, 16
"""Milliseconds."""
STEPS = 40


def round_of(path: Path) -> Iterator[Row]:
    """The rows of one file."""
    with tempfile.TemporaryDirectory() as folder:
        window = opened(path, Path(folder))
        try:
            yield Row(f"round, {path.stem}: opened", None, spent(partial(window.go, "round")), OPENING)
            complete(window)
            keys, enters = typed(window)
            yield Row(f"round, {path.stem}: a key, p95", None, p95(keys), KEY)
            yield Row(f"round, {path.stem}: Enter, p95", None, p95(enters), ENTER)
        finally:
            window.close()


def complete(window: Window) -> None:
    """Wait until the figures of all KPIs are worked out, which happens by and by after the page is there."""
    assert window.session is not None
    while calm() > CALM or window.session.figured.book.missing():
        pass


def typed(window: Window) -> tuple[list[float], list[float]]:
    """Numbers entered one after the other."""
    keys, enters = [], []
    for _step in range(STEPS):
        field = window.focusWidget()
        assert field is not None
        keys += [spent(partial(QTest.keyClicks, field, digit)) for digit in "123"]
        enters.append(spent(partial(QTest.keyClick, field, Qt.Key.Key_Return)))
        calm()
    return keys, enters


def rows(files: Path) -> Iterator[Row]:
    """All that is measured. Garbage is collected as in the program: between the gestures."""
    theme()
    garbage = Garbage(QApplication.instance())
    garbage.start()
    for path in reversed(ensure(files, "small", "large").values()):
        yield from round_of(path)
    garbage.stop()


if __name__ == "__main__":
    print("\n".join(lines(rows(Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())))))
