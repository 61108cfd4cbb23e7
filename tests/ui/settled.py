"""Layouts at rest."""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.conftest import PATIENCE_MS

ROUNDS = 100
"""A layout that moves for longer never comes to rest."""
LOOK_MS = 10
"""How often one looks whether what a page shows after the rest is there."""
CALM = 2
"""So many looks without a move: what a worker brings in during one moves its layout only in the next."""


def settle() -> None:
    """Let the layouts come to rest: one that wraps a line moves what stands beside it, which may move it again."""
    let_come()
    before, calm = None, 0
    for _round in range(ROUNDS):
        QApplication.processEvents()
        now = _places()
        calm = calm + 1 if now == before else 0
        if calm == CALM:
            return
        before = now
    raise AssertionError("The layouts never come to rest.")


def let_come() -> None:
    """Wait for what comes once the rest of a page has been painted, and is told by the page's ``settled``."""
    patience = QDeadlineTimer(PATIENCE_MS)
    while not _has_come():
        assert not patience.hasExpired(), "What comes later never comes."
        QTest.qWait(LOOK_MS)


def _has_come() -> bool:
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return all(getattr(each, "settled", True) for window in windows for each in _in_sight(window))


def _places() -> list[tuple[str, tuple[int, ...]]]:
    """Where everything in sight stands."""
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    return [(type(each).__name__, each.geometry().getRect()) for window in windows for each in _in_sight(window)]


def _in_sight(window: QWidget) -> list[QWidget]:
    """A window and all that shows in it; pages and dialogs that are hidden have many times as many."""
    found = [window]
    for widget in found:  # which becomes longer
        shown = (each for each in widget.children() if isinstance(each, QWidget) and each.isVisible())
        found += [each for each in shown if not each.isWindow()]
    return found
