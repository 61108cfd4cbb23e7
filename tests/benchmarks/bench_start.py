"""Start of the window and of the command line, each against a floor: ``python tests/benchmarks/bench_start.py [runs]``.

Each start is a fresh process, in turns with its floor; the figure is its CPU time, and the median of the ratios counts.
The window has two marks: its frame, which is painted first, and the page with what is in the file. It is begun as
``kpidesk FILE`` begins it, and modules are compiled once, as in an installed program.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from table import Row, lines

ROOT = Path(__file__).resolve().parents[2]

BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTreeWidget
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: os._exit(0))
        super().paintEvent(event)
application = QApplication([])
window = Window()
window.setCentralWidget(QTreeWidget())
window.resize(1440, 900)
window.show()
application.exec()
"""
WINDOW = """
import os, sys
from kpidesk import __main__ as program
mark, file = sys.argv[1:]
begin = program.open_window
def open_window(path):
    from ui.app import windows
    from PySide6.QtCore import QTimer
    class Stopping(windows.Window):
        def paintEvent(self, event):
            if mark == "frame" or (self.session is not None and self.page() is not None):
                QTimer.singleShot(0, lambda: os._exit(0))
            super().paintEvent(event)
    windows.Window = Stopping
    return begin(path)
program.open_window = open_window
sys.argv[1:] = [file]
sys.exit(program.main())
"""
LIBRARIES = """
import argparse, json, sqlite3, sys
argparse.ArgumentParser().parse_args([])
connection = sqlite3.connect(sys.argv[1])
print(json.dumps(connection.execute("SELECT count(*) FROM sqlite_master").fetchall()))
"""
COMMAND = "import sys; from kpidesk.__main__ import main; sys.exit(main())"


class Starts:
    """Programs started in a place of their own: settings, private folder, compiled modules."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._around = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
            "KPIDESK_HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "settings"),
            "KPIDESK_LANGUAGE": "en",
        }  # fmt: skip

    def begins_at(self, place: str) -> None:
        """Let the window begin at a place, as if it had been closed there."""
        (self._folder / "settings" / "KPI Desk").mkdir(parents=True, exist_ok=True)
        words = f"[General]\nlanguage=en\nplace={place}\n"
        (self._folder / "settings" / "KPI Desk" / "KPI Desk.ini").write_text(words, encoding="utf-8")

    def seconds(self, program: Sequence[str]) -> float:
        """CPU seconds of one process from its start to its end; what an earlier one said of itself is taken away."""
        for heartbeat in self._folder.glob(".*.here"):
            heartbeat.unlink()
        started = subprocess.Popen(
            [sys.executable, "-c", *program], env=self._around, cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _process, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            raise RuntimeError(f"{program[1:]} ended with {started.returncode}")
        return used.ru_utime + used.ru_stime

    def in_turns(self, floor: Sequence[str], *others: Sequence[str], runs: int) -> list[float]:
        """The median of a floor, and for each of the others the floor times the median of its ratios."""
        for program in (floor, *others):
            self.seconds(program)  # compiles, and makes what only a first start makes
        taken = [[self.seconds(program) for program in (floor, *others)] for _run in range(runs)]
        bare = statistics.median(each[0] for each in taken)
        ratios = [statistics.median(each[n] / each[0] for each in taken) for n in range(1, len(others) + 1)]
        return [bare, *(bare * ratio for ratio in ratios)]


def rows(files: Path, runs: int = 9) -> Iterator[Row]:
    """What a start takes."""
    with tempfile.TemporaryDirectory() as place:
        starts = Starts(Path(place))
        sample, large = (shutil.copy(files / f"{name}.kpidesk", place) for name in ("sample", "large"))
        starts.begins_at("goals")
        bare, frame, content = starts.in_turns(
            (BARE,), (WINDOW, "frame", sample), (WINDOW, "content", sample), runs=runs
        )
        yield Row("start to painted frame, sample; a bare PySide6 window", bare, frame, 2.0)
        yield Row("start to the page's content, sample; the same", bare, content, 2.6)
        floor, told, shown = starts.in_turns(
            (LIBRARIES, sample), (COMMAND, "--help"), (COMMAND, "show", sample, "--json"), runs=runs
        )
        yield Row("kpidesk --help; argparse, json and sqlite3", floor, told, 2.5)
        yield Row("kpidesk show --json, sample; the same", floor, shown, 5.0)
        starts.begins_at("overview")
        small, great = starts.in_turns((WINDOW, "content", sample), (WINDOW, "content", large), runs=3)
        yield Row("start on Overview, 500 KPIs × 10 years; the sample's", small, great, 1.5)


if __name__ == "__main__":
    import files as made

    with tempfile.TemporaryDirectory() as thrown_away:
        made.ensure(Path(thrown_away))
        print("\n".join(lines(rows(Path(thrown_away), int(sys.argv[1]) if len(sys.argv) > 1 else 9))))
