"""Layouts at rest."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

ROUNDS = 100
"""A layout that moves for longer never comes to rest."""


def settle() -> None:
    """Let the layouts come to rest: one that wraps a line moves what stands beside it, which may move it again."""
    before = None
    for _round in range(ROUNDS):
        QApplication.processEvents()
        now = _places()
        if now == before:
            return
        before = now
    raise AssertionError("The layouts never come to rest.")


def _places() -> list[tuple[str, tuple[int, ...]]]:
    """Where everything in sight stands."""
    shown = (each for each in QApplication.allWidgets() if each.isVisible())
    return sorted((type(each).__name__, each.geometry().getRect()) for each in shown)
