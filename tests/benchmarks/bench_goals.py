"""What a hand spends on ten thousand goals: pages shown first, search, folds, moves, edits, another quarter, rows.

    python tests/benchmarks/bench_goals.py [FOLDER OF FILES]

A gesture is all that the window's thread does for it, with the painting that follows. `goals` is a tree of bare goals;
`lived` is as large, and lived in: check-ins, owners, departments, key results that KPIs feed, goals carried over from
the quarter before, milestones and initiatives.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from bench_due import calm, opened, spent, theme
from files import ensure
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from table import Row, lines, p95

from kpidesk.clock import system_clock
from kpidesk.commands import check_ins, goals
from kpidesk.domain.entities import KeyResult, Objective, Uid
from ui.app.window import Window
from ui.base.garbage import Garbage
from ui.goals.goals_page import GoalsPage
from ui.review.review_page import ReviewPage

FIRST, REVIEW, GESTURE, QUARTER, AT_ONCE = 100, 150, 50, 100, 16
FILES = ("sample", "goals", "lived")
LETTERS = "result 3."
TIMES = 8


def spent_each(gestures: Iterator[Callable[[], object]]) -> list[float]:
    """Milliseconds of each gesture; what it has put off is done before the next."""
    found = []
    for gesture in gestures:
        found.append(spent(gesture))
        calm()
    return found


def rows(files: Path) -> Iterator[Row]:
    """Every figure, file by file. Garbage is collected as in the program: between the gestures."""
    theme()
    garbage = Garbage(QApplication.instance())
    garbage.start()
    for name, path in ensure(files, *FILES).items():
        with tempfile.TemporaryDirectory() as folder:
            window = opened(path, Path(folder), clock=system_clock)
            window.go("overview")
            calm()
            yield from rows_of(window, name)
            window.close()


def rows_of(window: Window, name: str) -> Iterator[Row]:
    """The figures on one file, from the first visit on."""
    yield from review_rows(window, name)
    window.go("goals")
    calm()
    page = window.page()
    assert isinstance(page, GoalsPage)
    yield from search_rows(page, name)
    yield from fold_rows(page, name)
    yield from edit_rows(page, name)
    yield from quarter_rows(page, name)
    yield from hand_rows(page, name)


def review_rows(window: Window, name: str) -> Iterator[Row]:
    """The review for the first time, a page further down, and its last step."""
    yield Row(f"review, first visit, {name}", None, spent(partial(window.go, "review")), REVIEW)
    calm()
    page = window.page()
    assert isinstance(page, ReviewPage)
    bar = page.scores.verticalScrollBar()
    steps = spent_each(partial(bar.setValue, bar.value() + 300 * n) for n in range(1, TIMES + 1))
    yield Row(f"review, scrolled, p95, {name}", None, p95(steps), GESTURE)
    yield Row(f"review, last step, {name}", None, spent(partial(page.show_step, 3)), REVIEW)
    calm()
    again = [spent(partial(window.go, each)) for each in ("goals", "review") * 5][3::2]
    yield Row(f"review, shown again, {name}", None, statistics.median(again), GESTURE)


def search_rows(page: GoalsPage, name: str) -> Iterator[Row]:
    """Letters of a search, letters taken back, and all of it taken away."""
    page.search.setFocus()
    typed = spent_each(partial(QTest.keyClicks, page.search, letter) for letter in LETTERS)
    yield Row(f"search, a letter, p95, {name}", None, p95(typed), GESTURE)
    back = spent_each(partial(QTest.keyClick, page.search, Qt.Key.Key_Backspace) for _n in LETTERS[2:])
    yield Row(f"search, a letter taken back, p95, {name}", None, p95(back), GESTURE)
    yield Row(f"search, cleared, {name}", None, spent(page._clear_filter), GESTURE)
    calm()


def fold_rows(page: GoalsPage, name: str) -> Iterator[Row]:
    """A goal at the top folded and unfolded; all of them unfolded."""
    view, top = page.view, page.tree.index(0, 0)
    folds = spent_each(partial(view.setExpanded, top, bool(n % 2)) for n in range(TIMES))
    yield Row(f"fold, unfold, p95, {name}", None, p95(folds), GESTURE)
    view.collapseAll()
    calm()
    yield Row(f"all unfolded, {name}", None, spent(view.show_folds), GESTURE)
    calm()


def edit_rows(page: GoalsPage, name: str) -> Iterator[Row]:
    """A key result moved by keys and by a drag, renamed, checked in; each taken back."""
    session, view = page.session, page.view
    result = _result(page)
    view.choose(result)
    calm()
    alt = Qt.KeyboardModifier.AltModifier
    moved = spent_each(
        partial(QTest.keyClick, view, (Qt.Key.Key_Down, Qt.Key.Key_Up)[n % 2], alt) for n in range(TIMES)
    )
    yield Row(f"move by a key, median, {name}", None, statistics.median(moved), GESTURE)
    others = [each.uid for each in session.ws.all(Objective) if page.tree.is_shown(each.uid)][:TIMES]
    dropped = spent_each(partial(_drop, page, result, other) for other in others)
    yield Row(f"move by a drag, median, {name}", None, statistics.median(dropped), GESTURE)
    undone = spent_each(session.undo for _n in others)
    yield Row(f"move taken back, median, {name}", None, statistics.median(undone), GESTURE)
    names = spent_each(partial(session.perform, goals.rename, result, f"Renamed {n}") for n in range(TIMES))
    yield Row(f"rename, p95, {name}", None, p95(names), GESTURE)
    said = spent_each(
        partial(session.perform, check_ins.check_in, result, value=3.0 + n, confidence=5) for n in range(TIMES)
    )
    yield Row(f"check-in, p95, {name}", None, p95(said), GESTURE)
    unsaid = spent_each(session.undo for _n in range(TIMES))
    yield Row(f"check-in taken back, p95, {name}", None, p95(unsaid), GESTURE)


def _result(page: GoalsPage) -> Uid:
    """A key result that others stand beside."""
    shown = [uid for uid in page.tree.shown() if isinstance(page.session.ws.find_node(uid), KeyResult)]
    return next(uid for uid in shown[len(shown) // 3 :] if page.tree.siblings_before(uid))


def _drop(page: GoalsPage, uid: Uid, other: Uid) -> None:
    """Let a goal go on another."""
    data = page.tree.mimeData([page.tree.index_of(uid)])
    page.tree.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, page.tree.index_of(other))


def quarter_rows(page: GoalsPage, name: str) -> Iterator[Row]:
    """The quarter before, and back again."""
    session = page.session
    there = spent(partial(session.show_neighbour, -1))
    calm()
    back = spent(partial(session.show_neighbour, 1))
    calm()
    again = spent_each(partial(session.show_neighbour, by) for by in (-1, 1) * 4)
    yield Row(f"another quarter for the first time, {name}", None, there, QUARTER)
    yield Row(f"back to the first quarter, {name}", None, back, QUARTER)
    yield Row(f"from quarter to quarter, p95, {name}", None, p95(again), QUARTER)


def hand_rows(page: GoalsPage, name: str) -> Iterator[Row]:
    """The next row with its panel, the wheel, the pointer."""
    view = page.view
    view.choose(_result(page))
    view.setFocus()
    calm()
    keys = spent_each(partial(QTest.keyClick, view, Qt.Key.Key_Down) for _n in range(20))
    yield Row(f"next row, median, {name}", None, statistics.median(keys), GESTURE)
    bar = view.verticalScrollBar()
    wheel = [spent(partial(bar.setValue, 96 * n % max(1, bar.maximum()))) for n in range(20)]
    yield Row(f"scrolled, median, {name}", None, statistics.median(wheel), AT_ONCE)
    places = [QPoint(200, 20 + 33 * n % view.viewport().height()) for n in range(40)]
    pointer = [spent(partial(QTest.mouseMove, view.viewport(), at)) for at in places]
    yield Row(f"pointer moved, p95, {name}", None, p95(pointer), AT_ONCE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print("\n".join(lines(rows(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made)))))
