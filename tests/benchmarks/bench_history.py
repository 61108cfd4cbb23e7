"""How long the history of a busy file takes, printed in milliseconds; run on demand:

    python tests/benchmarks/bench_history.py

100 000 changes on top of the example company. The floor is one plain walk through the table of changes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication

from kpidesk.domain.entities import Objective
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import HistoryFilter, Topic, Workspace
from ui.base.session import Session
from ui.base.theme import Theme
from ui.history.history_page import HistoryPage

CHANGES = 100_000


def add_changes(ws: Workspace) -> None:
    """Write renames straight into the log: their digests are empty, which nobody looks at here."""
    database = ws._file.database
    with ws.transaction(msg("begin")) as change:
        change.set(Objective, ws.all(Objective)[0].uid, title="0")
    row, field = database.execute("SELECT row, field FROM op ORDER BY txn DESC LIMIT 1").fetchone()
    last, session, n, hlc, wall = database.execute(
        "SELECT ord, session, n, hlc, wall FROM txn ORDER BY ord DESC LIMIT 1"
    ).fetchone()
    label = msg("rename “{title}”", title="Selge mer").encode()
    with database.transaction():
        database.executemany(
            "INSERT INTO txn(ord, session, n, hlc, wall, kind, label, sum) VALUES(?, ?, ?, ?, ?, 0, ?, x'')",
            ((last + k, session, n + k, hlc + k, wall + 60_000 * k, label) for k in range(1, CHANGES + 1)),
        )
        database.executemany(
            "INSERT INTO op(txn, row, field, val, prev) VALUES(?, ?, ?, ?, ?)",
            ((last + k, row, field, f"Tittel {k}", last + k - 1) for k in range(1, CHANGES + 1)),
        )


def show(what: str, act: Callable[[], Any]) -> Any:
    """Do something once and print how long it took."""
    start = time.perf_counter()
    found = act()
    print(f"{what:<44} {(time.perf_counter() - start) * 1000:8.1f} ms")
    return found


def main() -> None:
    """Print every figure."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as place:
        path, home = Path(place) / "busy.kpidesk", Home(Path(place) / "home")
        write_sample(path, "nb", home)
        ws = Workspace.open(path, author="Kari", home=home)
        add_changes(ws)
        show("floor: every change read plainly", lambda: ws._file.database.execute("SELECT * FROM txn").fetchall())
        first = show("the first 200 changes", lambda: ws.history.trail(HistoryFilter()).more())
        show("what they changed", lambda: ws.history.briefs(first))
        show("a word that is everywhere", lambda: ws.history.trail(HistoryFilter(words="selge")).more())
        rare = show("a word that is nowhere: preparing", lambda: ws.history.trail(HistoryFilter(words="svinn")))
        show("  its first part (the window may go on then)", rare.more)
        show("everything about numbers", lambda: ws.history.trail(HistoryFilter(topic=Topic.NUMBERS)).more())
        theme = Theme(application)
        theme.apply("light")
        page = show("the page, made", lambda: HistoryPage(Session(ws, theme)))
        page.resize(1200, 800)
        show("the page, painted", page.grab)
        for _n in range(50):
            page.model.fetchMore(QModelIndex())
        show("200 more after 10 000", lambda: page.model.fetchMore(QModelIndex()))
        show("taking in a change after 10 000", page.model.refresh)
        page.leave()
        ws._file.database.close()


if __name__ == "__main__":
    main()
