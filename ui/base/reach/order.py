"""The order in which a screen reader goes through a page or a dialog: as it stands, and not as it was made.

Qt has children read in the order of their list, which is that of their stacking too: what is moved here lies over
nothing, for it stands in a layout or beside a grip; whatever floats stays on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from PySide6.QtCore import Qt
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
        _arrange(owner, list(laid_out(layout)))


def laid_out(layout: QLayout) -> Iterable[QWidget]:
    """The widgets of one layout, and of those in it, in the order of their places."""
    owner = layout.parentWidget()
    return () if owner is None else _laid_out(layout, _parts(owner))


def _arrange(parent: QWidget, standing: list[QWidget]) -> None:
    placed = set(standing)
    if len(placed) < 2:
        return
    children = [each for each in _parts(parent) if not each.isWindow()]
    if [each for each in children if each in placed] == standing:
        return
    for each in [*standing, *(each for each in children if each not in placed)]:
        each.raise_()


def standing(widget: QWidget) -> Iterable[QWidget]:
    """The children that have a place of their own in what the program has laid out, in the order of their places."""
    if isinstance(widget, QSplitter):
        return [pane for place in range(widget.count()) if (pane := widget.widget(place)) is not None]
    layout = None if isinstance(widget, LAID_OUT_BY_QT) else widget.layout()
    return () if layout is None or isinstance(layout, QStackedLayout) else _laid_out(layout, _parts(widget))


def _parts(owner: QWidget) -> list[QWidget]:
    """The widgets in another, asked for as such: of what else it has, PySide would find out what it is.

    For the first object that it can't tell, it makes every class that the object might be of, with all their constants.
    """
    return owner.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)


def _laid_out(layout: QLayout, parts: list[QWidget]) -> Iterator[QWidget]:
    """What of these a layout places, in the order of their places.

    The layout is asked where each is, and never what is at a place: PySide keeps each item that it was given there,
    also when Qt has long deleted it, and takes for it whatever comes to lie at the same address.
    """
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    found: list[tuple[tuple[int, int], QWidget | QLayout]] = []
    found += [(_spot(layout, place), each) for each in parts if (place := layout.indexOf(each)) >= 0]
    found += [(_spot(layout, place), each) for each in inner if (place := layout.indexOf(each)) >= 0]
    for _place, each in sorted(found, key=lambda spot: spot[0]):
        if isinstance(each, QLayout):
            yield from _laid_out(each, parts)
        else:
            yield each


def _spot(layout: QLayout, place: int) -> tuple[int, int]:
    """Where something stands; PySide gives what C++ writes into its arguments as a tuple, and its stubs do not know."""
    if not isinstance(layout, QGridLayout | QFormLayout):
        return place, 0
    told: Any = layout.getItemPosition(place)
    return told[0], 0 if told[1] is QFormLayout.ItemRole.LabelRole else int(getattr(told[1], "value", told[1]))
