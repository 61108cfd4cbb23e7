"""Start to first painted window, against a bare PySide6 window: ``python tests/benchmarks/bench_start.py [runs]``.

Each start is a fresh process; the figure is the median of the ratio between neighbours in the same run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

BARE = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow, QTreeWidget
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
application = QApplication([])
window = Window()
window.setCentralWidget(QTreeWidget())
window.resize(1440, 900)
window.show()
application.exec()
"""
OURS = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from kpidesk.settings import Home
from ui.base.theme import Theme
from ui.app.window import Window
class Stopping(Window):
    def paintEvent(self, event):
        super().paintEvent(event)
        if self.session is not None:
            os._exit(0)
folder = Path(sys.argv[1])
application = QApplication([])
theme = Theme(application)
theme.apply("light")
settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
window = Stopping(theme, settings, home=Home(folder / "home"))
window.open_file(str(folder / "bakery.kpidesk"))
window.show()
application.exec()
"""


def seconds(script: str, *arguments: str) -> float:
    """The time of one process from start to its first paint, where it ends at once."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script, *arguments], check=True, env=environment, cwd=ROOT)
    return time.perf_counter() - start


def main(runs: int) -> None:
    """Measure in turns and print the ratio."""
    from kpidesk.sample import write_sample
    from kpidesk.settings import Home

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_sample(folder / "bakery.kpidesk", "nb", Home(folder / "home"))
        seconds(BARE)
        seconds(OURS, place)
        pairs = [(seconds(BARE), seconds(OURS, place)) for _run in range(runs)]
    bare = statistics.median(bare for bare, _ours in pairs)
    ours = statistics.median(ours for _bare, ours in pairs)
    ratio = statistics.median(ours / bare for bare, ours in pairs)
    print(f"bare PySide6 window {bare * 1000:.0f} ms, KPI Desk on the example {ours * 1000:.0f} ms, ratio {ratio:.2f}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
