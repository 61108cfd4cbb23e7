"""The order in which a screen reader goes through a page or a dialog: as it stands, and not as it was made.

Qt has children read in the order of their list, which is that of their stacking too: what is moved here lies over
nothing, for it stands in a layout or beside a grip; whatever floats stays on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QLayout,
    QMainWindow,
    QSplitter,
    QStackedLayout,
    QStatusBar,
    QWidget,
)

LAID_OUT_BY_QT = (QMainWindow, QStatusBar)
"""Their layouts are not asked: Qt changes them as it goes, and PySide would keep all that it has ever seen in them."""


def read_as_it_stands(root: QWidget) -> None:
    """Have everything in a widget read from above, and from the left in one line."""
    for widget in (root, *root.findChildren(QWidget)):
        _arrange(widget, list(standing(widget)))


def in_order(layout: QLayout) -> None:
    """Have the widgets of one layout read so."""
    owner = layout.parentWidget()
    if owner is not None:
        _arrange(owner, list(_laid_out(layout)))


def _arrange(parent: QWidget, standing: list[QWidget]) -> None:
    placed = set(standing)
    if len(placed) < 2:
        return
    children = [each for each in parent.children() if isinstance(each, QWidget) and not each.isWindow()]
    if [each for each in children if each in placed] == standing:
        return
    for each in [*standing, *(each for each in children if each not in placed)]:
        each.raise_()


def standing(widget: QWidget) -> Iterable[QWidget]:
    """The children that have a place of their own in what the program has laid out, in the order of their places."""
    if isinstance(widget, QSplitter):
        return [pane for place in range(widget.count()) if (pane := widget.widget(place)) is not None]
    layout = None if isinstance(widget, LAID_OUT_BY_QT) else widget.layout()
    return () if layout is None or isinstance(layout, QStackedLayout) else _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in _places(layout):
        item = layout.itemAt(place)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _places(layout: QLayout) -> Iterable[int]:
    if not isinstance(layout, QGridLayout | QFormLayout):
        return range(layout.count())
    spots = {place: _row_and_column(layout, place) for place in range(layout.count())}
    return sorted(spots, key=lambda place: spots[place])


def _row_and_column(layout: QGridLayout | QFormLayout, place: int) -> tuple[int, int]:
    """Where something stands; PySide gives what C++ writes into its arguments as a tuple, and its stubs do not know."""
    told: Any = layout.getItemPosition(place)
    return told[0], 0 if told[1] is QFormLayout.ItemRole.LabelRole else int(getattr(told[1], "value", told[1]))
