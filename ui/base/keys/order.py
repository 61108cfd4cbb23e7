"""Where Tab goes: through what is in view as it is read, whatever was made when.

Qt goes by the order in which widgets were made, which rows that come and go, and panes that are filled late, upset.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from ui.base.reach.order import standing

WHOLE = (QComboBox, QAbstractSpinBox, QAbstractItemView)
"""What is one stop, whatever Qt has it made of; the editors inside have their own keys."""


def stops(inside: QWidget) -> Iterator[QWidget]:
    """Where Tab comes by in a widget, from its beginning.

    A part that scrolls is a stop of its own only where nothing in it can be pressed.
    """
    if inside.isHidden() or not inside.isEnabled():
        return
    if isinstance(inside, QScrollArea):
        found = list(_stops_in(inside))
        yield from found or filter(is_stop, [inside])
        return
    if is_stop(inside):
        yield inside
    yield from _stops_in(inside)


def is_stop(widget: QWidget) -> bool:
    """Tell whether Tab can stop here, if the widget is in view."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and not is_inner(widget)


def is_inner(widget: QWidget) -> bool:
    """Tell whether a widget is the editor within a field, which has the keyboard for it."""
    return isinstance(widget.parentWidget(), WHOLE)


def step(window: QWidget, ahead: bool) -> bool:
    """Give the keyboard to the next stop of a window, or the one before; tell whether there is one."""
    found = [each for each in stops(window) if each.isVisible()]
    here = QApplication.focusWidget()
    while here is not None and here not in found and here is not window:
        here = here.parentWidget()  # a part of a field
    if here is None or here not in found:
        return False
    following = found[(found.index(here) + (1 if ahead else -1)) % len(found)]
    following.setFocus(Qt.FocusReason.TabFocusReason if ahead else Qt.FocusReason.BacktabFocusReason)
    bring_into_view(following)
    return True


def bring_into_view(widget: QWidget) -> None:
    """Scroll whatever it stands in, so that it is seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _stops_in(inside: QWidget) -> Iterator[QWidget]:
    if isinstance(inside, WHOLE):
        return
    for each in _as_read(inside):
        yield from stops(each)


def _as_read(inside: QWidget) -> list[QWidget]:
    """The parts of a widget in reading order, last those that no layout has placed, as they stand."""
    if isinstance(inside, QScrollArea):
        held = inside.widget()
        return [held] if held is not None else []
    if isinstance(inside, QStackedWidget):
        shown = inside.currentWidget()
        return [shown] if shown is not None else []
    laid = list(standing(inside))
    known = set(laid)
    free = [each for each in inside.children() if isinstance(each, QWidget) and each not in known]
    beside = sorted((each for each in free if not each.isWindow()), key=lambda each: (each.y(), each.x()))
    return [*laid, *beside]
