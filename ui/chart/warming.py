"""Loading what the next pages need, and the charts, ahead of the first visit and without holding anybody up.

The charts' library touches every class of Qt's, and PySide makes a class when it is first asked for. Two threads that
do so at once can end in a segmentation fault: so threads load only what knows nothing of Qt, and the window's thread
does the rest in small helpings, between the events.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer

from kpidesk.forms import Form
from kpidesk.unbroken import unbroken

CHARTS = "pyqtgraph"
WITHOUT_QT = (
    "numpy", "numpy.typing", "multiprocessing.connection", "multiprocessing.reduction", "xml.etree.ElementTree",
    "pydoc", "cProfile", "subprocess", "sysconfig", "importlib.resources",
)  # fmt: skip
"""What the charts need that knows nothing of Qt: two thirds of the time."""
BESIDE = (
    "kpidesk.figures.advice", "kpidesk.figures.waiting", "kpidesk.reminders.waits", "kpidesk.figures.goals.undecided",
    "kpidesk.commands.reviews",
    "kpidesk.viz.chart", "kpidesk.round.agenda", "kpidesk.round.number", "kpidesk.round.words",
    "kpidesk.commands.notes", "kpidesk.commands.signals", "kpidesk.commands.targets", "kpidesk.exchange.send",
    "kpidesk.commands.whole.going_back", "kpidesk.wording.history",
    "kpidesk.figures.actions", "kpidesk.figures.prospects", "kpidesk.reading.numbers",
    "kpidesk.wording.chart_reading", "kpidesk.wording.kpi_facts",
)  # fmt: skip
"""What else is looked at before long and knows nothing of Qt: the weekly round is opened with one key."""
PAGES = (
    "ui.overview.overview_rows", "ui.overview.overview_main", "ui.overview.overview_page", "ui.kpis.kpis_page",
    "ui.review.carry_list", "ui.review.paper_pane", "ui.review.review_notes", "ui.review.review_page",
    "ui.history.change_view", "ui.history.change_panel", "ui.history.backup_pane", "ui.history.history_page",
    "ui.kpis.guide_page",
)  # fmt: skip
"""The pages that come next and what they are made of: one at a time, as a whole page takes longer than a helping."""
PAGES_WITH_CHARTS = (
    "ui.chart.chart_layers", "ui.chart.chart", "ui.chart.chart_picture", "ui.kpis.numbers.entries_view",
    "ui.kpis.facts.kpi_about", "ui.kpis.facts.facts_pane", "ui.kpis.kpi_page",
)  # fmt: skip
"""The page of one KPI and what it is made of, once the charts are there."""
PUT_OFF = ("kpidesk.domain.", "kpidesk.figures.", "kpidesk.wording.", "kpidesk.number_forms")
"""What pages are told in and from: seventy records and a few patterns, a tenth of the first visit to the overview."""
HELPING = 40
"""So many classes at a time take about 5 ms."""
PAUSE_MS = 15


class Warming(QObject):
    """Loads pages and charts from its making on; goes with its parent."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._helpings = _helpings()
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._go_on)
        if CHARTS not in sys.modules:
            self._apart = threading.Thread(target=_load_without_qt, name="warming", daemon=True)
            self._apart.start()
            self._timer.start()

    def _go_on(self) -> None:
        if not self._apart.is_alive() and next(self._helpings, None) is None:
            self._timer.stop()


def _load_without_qt() -> None:
    for name in (*WITHOUT_QT, *BESIDE):
        with contextlib.suppress(ImportError):  # then the charts do without it, or say so themselves
            importlib.import_module(name)
    unbroken("1 kr")
    for name in [each for each in sys.modules if each.startswith(PUT_OFF)]:
        _make_ready(sys.modules[name])


def _make_ready(module: ModuleType) -> None:
    """Complete the records of a module and compile its patterns, which else the first to ask has to wait for."""
    for each in list(vars(module).values()):
        if isinstance(each, Form):
            _pattern = each.compiled
        elif isinstance(each, type) and is_dataclass(each):
            fields(each)


def _helpings() -> Iterator[str]:
    """The pages, the classes of Qt by and by, then the charts; names what has come."""
    for page in PAGES:
        importlib.import_module(page)
        yield page
    for module in (QtCore, QtGui, QtWidgets):
        names = dir(module)
        for start in range(0, len(names), HELPING):
            for name in names[start : start + HELPING]:
                getattr(module, name, None)
            yield module.__name__
    importlib.import_module(CHARTS)
    yield CHARTS
    for page in PAGES_WITH_CHARTS:
        importlib.import_module(page)
        yield page
