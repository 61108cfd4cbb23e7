"""Speed of the goal tree, printed as ratios; run on demand:

    python tests/benchmarks/bench_goals.py

10 000 goals: opening the page's tree against building the same rows as a plain QStandardItemModel, and one
edit. Each figure is the best of several runs.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSettings
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTreeView

from kpidesk.commands import cycles, goals
from kpidesk.domain.entities import KeyResult, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.wording.goals import Column
from kpidesk.workspace import Workspace, new_uid
from ui.base.session import Session
from ui.base.theme import Theme
from ui.goals.goal_tree import GoalTree
from ui.goals.goal_view import GoalView

RUNS, TOPS, MIDDLE, LEAVES = 3, 20, 20, 24
"""20 objectives, 20 below each, 24 key results below each of those: 10 020 nodes."""


def best(action: Callable[[], object]) -> float:
    """Seconds of work of the fastest of several runs."""
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def fill(ws: Workspace) -> None:
    """Enter the goals, in one change."""
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    with ws.transaction(msg("fill")) as change:
        for a in range(TOPS):
            top = change.add(Objective(new_uid(), None, f"a{a:04}1", f"Objective {a}", cycle=cycle))
            for b in range(MIDDLE):
                middle = change.add(Objective(new_uid(), top, f"a{b:04}1", f"Objective {a}.{b}"))
                for c in range(LEAVES):
                    title = f"Result {a}.{b}.{c}"
                    change.add(KeyResult(new_uid(), middle, f"a{c:04}1", title, start=0.0, target=10.0))


def plain() -> QStandardItemModel:
    """The same rows as plain texts."""
    model = QStandardItemModel()
    for a in range(TOPS):
        top = row(f"Objective {a}")
        model.appendRow(top)
        for b in range(MIDDLE):
            middle = row(f"Objective {a}.{b}")
            top[0].appendRow(middle)
            for c in range(LEAVES):
                middle[0].appendRow(row(f"Result {a}.{b}.{c}"))
    return model


def row(title: str) -> list[QStandardItem]:
    """One row with a text in each column."""
    return [QStandardItem(title if column is Column.TITLE else "0") for column in Column]


def show(view: QTreeView, application: QApplication) -> None:
    """Unfold and paint a tree once."""
    if isinstance(view, GoalView):
        view.show_folds()
    else:
        view.expandAll()
    view.resize(1000, 800)
    view.show()
    application.processEvents()
    view.grab()


def main() -> None:
    """Print the ratios."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        theme = Theme(application)
        theme.apply("light")
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        with Workspace.create(place / "a.kpidesk", company="A", home=Home(place / "home")) as ws:
            fill(ws)
            session = Session(ws, theme)

            def open_plain() -> None:
                view = QTreeView()
                view.setUniformRowHeights(True)
                model = plain()
                view.setModel(model)
                show(view, application)

            def open_ours() -> None:
                tree = GoalTree(session)
                tree.refresh()
                show(GoalView(session, tree), application)

            floor, ours = best(open_plain), best(open_ours)
            tree = GoalTree(session)
            tree.refresh()
            leaf = ws.all(KeyResult)[0].uid
            number = iter(range(100))

            def edit() -> None:
                goals.rename(ws, leaf, f"Renamed {next(number)}")

            session.changed.connect(tree.refresh)
            once = best(edit)
    print(f"plain model, shown      {floor:6.3f} s")
    print(f"our tree, shown         {ours:6.3f} s  {ours / floor:5.2f} × the floor")
    print(f"one edit, tree renewed  {once:6.3f} s  {once / floor:5.2f} × the floor")


if __name__ == "__main__":
    main()
