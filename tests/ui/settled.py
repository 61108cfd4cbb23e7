"""Layouts at rest."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

ROUNDS = 100
"""A layout that moves for longer never comes to rest."""
CALM = 2
"""So many looks without a move: what a worker brings in during one moves its layout only in the next."""


def settle() -> None:
    """Let the layouts come to rest: one that wraps a line moves what stands beside it, which may move it again."""
    before, calm = None, 0
    for _round in range(ROUNDS):
        QApplication.processEvents()
        now = _places()
        calm = calm + 1 if now == before else 0
        if calm == CALM:
            return
        before = now
    raise AssertionError("The layouts never come to rest.")


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
