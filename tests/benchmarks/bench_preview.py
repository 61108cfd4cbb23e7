"""The preview of a wide file: composing it, showing it, painting it, and what a choice in it costs.

``python tests/benchmarks/bench_preview.py``
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QPixmap, QRegion
from PySide6.QtWidgets import QApplication

from kpidesk.exchange.intake.compose import preview
from kpidesk.exchange.intake.look import Looked, look
from kpidesk.exchange.intake.preview import Choices, Preview
from kpidesk.exchange.sheets.read import read_book
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.benchmarks.table import Row, cpu, lines, median
from ui.base.theme import Theme
from ui.imports.checking.cells_view import CellsSection

MEASURES, MONTHS = 500, 120
FRAME_MS = 1000 / 60


def wide_file(folder: Path) -> Path:
    """A table of 500 measures and ten years of months, with decimals."""
    months = [f"{2014 + n // 12}-{n % 12 + 1:02}" for n in range(MONTHS)]
    rows = (";".join([f"M{n}", *(f"{1000 + (n * 7 + m * 13) % 97},5" for m in range(MONTHS))]) for n in range(MEASURES))
    path = folder / "wide.csv"
    path.write_text("\n".join([";".join(["Måling", *months]), *rows]), encoding="utf-8")
    return path


def painted(section: CellsSection) -> float:
    """Seconds of one frame: what is in view of the table is painted once."""
    viewport, seen = section.view.viewport(), QRegion(0, 0, section.view.width(), 860)
    target = QPixmap(seen.boundingRect().size())
    return cpu(lambda: viewport.render(target, QPoint(), seen))


def rows(_files: Path) -> Iterator[Row]:
    """What the table of everything says of the preview."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Workspace.create(place / "a.kpidesk", company="A", home=Home(place / "home")) as ws:
            looked = look(ws, read_book(wide_file(place)))
            every = Choices(all_new=True)
            size = f"{MEASURES} × {MONTHS}"
            yield Row(f"preview of {size} composed", None, _composed(ws, looked, every), 1_000)
            shown = preview(ws, looked.understanding, every, file="wide.csv")
            yield from _on_screen(application, shown, size)


def _composed(ws: Workspace, looked: Looked, choices: Choices) -> float:
    return 1000 * median(lambda: preview(ws, looked.understanding, choices, file="wide.csv"), runs=3)


def _on_screen(application: object, shown: Preview, size: str) -> Iterator[Row]:
    assert isinstance(application, QApplication)
    section = CellsSection(Theme(application), 1)
    section.resize(1116, 900)
    section.show()
    application.processEvents()
    yield Row(f"preview of {size} shown", None, 1000 * median(lambda: section.show_preview(shown), runs=3), 100)
    application.processEvents()
    first = painted(section)
    frames = sorted(painted(section) for _frame in range(15))
    yield Row(f"preview of {size}, a frame", None, 1000 * frames[len(frames) // 2], FRAME_MS)
    yield Row(f"preview of {size}, the first frame", None, 1000 * first, 5 * FRAME_MS)
    turned = 1000 * median(lambda: (section.turn_back(), painted(section)), runs=5)
    yield Row(f"preview of {size}, earlier periods", None, turned, 5 * FRAME_MS)
    section.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    print("\n".join(lines(list(rows(Path())))))
