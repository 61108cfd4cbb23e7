"""A guard against a fault of the Qt binding: PySide6 6.12.0 on Python 3.11 loses references to None."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_binding_keeps_singletons() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(200):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 50
