"""Having less painted anew than Qt would: where it asks for all of a widget, and only a part of that differs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, Qt
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


def uncovered(widget: QWidget) -> QRect:
    """The part of a widget above all that lies over it from outside, as a notice does; that can be moved as it is."""
    below, each = widget.height(), widget
    while not each.isWindow() and (around := each.parentWidget()) is not None:
        children = around.children()
        for other in children[children.index(each) + 1 :]:
            if isinstance(other, QWidget) and other.isVisible() and not other.isWindow():
                over = QRect(widget.mapFrom(around, other.pos()), other.size()) & widget.rect()
                below = below if over.isEmpty() else min(below, over.top())
        each = around
    return QRect(0, 0, widget.width(), max(0, below))
