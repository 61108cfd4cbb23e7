"""Putting a widget in another's place: what goes is hidden at once and deleted when its own signals are delivered.

A slot that shows something anew is often called by the very widget that it replaces: a combo box, a line that has
been left, a button. Qt deletes it at once in ``QScrollArea.setWidget``, and goes on in the middle of what is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def discard(widget: QWidget) -> None:
    """Take a widget from sight now, and delete it in the next turn of the event loop."""
    widget.hide()
    widget.deleteLater()


@contextmanager
def laid_out_once(widget: QWidget | None) -> Iterator[None]:
    """Have all around a widget laid out once, after what comes into sight in it, and not for each part that comes."""
    layouts: list[QLayout] = []
    while widget is not None and (layout := widget.layout()) is not None:
        if layout.isEnabled():
            layout.setEnabled(False)
            layouts.append(layout)
        widget = None if widget.isWindow() else widget.parentWidget()
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        for layout in layouts:
            layout.activate()


def show_inside(area: QScrollArea, widget: QWidget) -> None:
    """Show another widget in a scroll area."""
    old = area.takeWidget()
    area.setWidget(widget)
    if old is not None:
        discard(old)


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            discard(widget)
