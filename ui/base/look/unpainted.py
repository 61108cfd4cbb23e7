"""Having less painted anew than Qt would: where it asks for all of a widget, and only a part of that differs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

DISABLED = Qt.WidgetAttribute.WA_UpdatesDisabled


@contextmanager
def unpainted(*widgets: QWidget) -> Iterator[None]:
    """Nothing is painted anew that is asked for of these meanwhile; who does it asks for what differs, afterwards.

    Qt's own ``setUpdatesEnabled`` would have all of each painted in the end.
    """
    before = [(widget, widget.testAttribute(DISABLED)) for widget in widgets]
    for widget in widgets:
        widget.setAttribute(DISABLED)
    try:
        yield
    finally:
        for widget, disabled in before:
            widget.setAttribute(DISABLED, disabled)
