"""Pages and charts are loaded ahead: what belongs to Qt only ever in the window's thread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHILD = """
import sys, threading
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from ui.app.places import PAGES
from ui.chart.warming import Warming

class Witness:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("pyqtgraph", "PySide6") and threading.current_thread() is not threading.main_thread():
            print("in a thread:", name)

application = QApplication([])
sys.meta_path.insert(0, Witness())
warming = Warming(application)
seen = QTimer(interval=5)
seen.timeout.connect(lambda: "ui.kpis.kpi_page" in sys.modules and application.quit())
seen.start()
application.exec()
print("loaded", "pyqtgraph" in sys.modules)
from kpidesk import number_forms, unbroken
from kpidesk.figures.model import KpiFigures
print(type(vars(KpiFigures)["__dataclass_fields__"]), "compiled" in vars(number_forms.AMOUNT))
print(unbroken._gaps.cache_info().currsize)
print(*sorted(place for place, (module, _name) in PAGES.items() if module in sys.modules))
"""


def test_the_charts_come_by_themselves_and_no_thread_but_the_windows_touches_qt() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", CHILD], cwd=root, capture_output=True, text=True, check=False)
    told = ["loaded True", "<class 'dict'> True", "1", "guide history kpi kpis overview review"]
    assert done.stdout.split("\n")[:-1] == told, done.stdout + done.stderr
