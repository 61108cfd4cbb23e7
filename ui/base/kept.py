"""Widgets in a row that are shown anew and stay what they are.

What is shown again under the same key keeps its widget, and with it the keyboard, the pointer over it and its place;
only what has come is made, and only what has gone goes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QGridLayout, QWidget

from ui.base.keys.order import stops
from ui.base.replacing import discard, laid_out_once

W = TypeVar("W", bound=QWidget)
P = ParamSpec("P")


@dataclass(frozen=True)
class Part:
    """One widget: its ``key`` among the others, how it is made, and how one made before is told what holds now."""

    key: Hashable
    make: Callable[[], QWidget]
    tell: Callable[[Any], None]


def part(
    key: Hashable,
    make: Callable[P, W],
    tell: Callable[Concatenate[W, P], None],
    *told: P.args,
    **named: P.kwargs,
) -> Part:
    """A part that is made from what one made before would be told."""
    return Part(key, partial(make, *told, **named), lambda widget: tell(widget, *told, **named))


def gap(key: Hashable, height: int) -> Part:
    """Free room as a part."""
    return part(("gap", key), _made_gap, QWidget.setFixedHeight, height)


def _made_gap(height: int) -> QWidget:
    made = QWidget()
    made.setFixedHeight(height)
    return made


class Kept:
    """The first widgets of a layout, by their keys; what a layout holds behind them stays behind them.

    In a grid they stand ``across`` side by side.
    """

    def __init__(self, layout: QBoxLayout | QGridLayout, across: int = 1) -> None:
        self._layout, self._across = layout, across
        self._widgets: dict[Hashable, QWidget] = {}

    @property
    def widgets(self) -> list[QWidget]:
        """What is shown, in order."""
        return list(self._widgets.values())

    def arrange(self, across: int) -> None:
        """Stand so many side by side from now on."""
        self._across = across
        for place, widget in enumerate(self.widgets):
            self._put(place, widget)

    def show(self, parts: Iterable[Part]) -> None:
        """Show these, in this order."""
        with laid_out_once(self._layout.parentWidget()):
            self._show(list(parts))

    def _show(self, wanted: list[Part]) -> None:
        keys = {part.key for part in wanted}
        gone = {key: widget for key, widget in self._widgets.items() if key not in keys}
        before = list(self._widgets)
        self._widgets = {part.key: self._shown(part) for part in wanted}
        for place, widget in enumerate(self._widgets.values()):
            self._put(place, widget)
        for key, widget in gone.items():
            self._lose(widget, before.index(key))

    def _shown(self, part: Part) -> QWidget:
        known = self._widgets.get(part.key)
        if known is None:
            return part.make()
        part.tell(known)
        return known

    def _put(self, place: int, widget: QWidget) -> None:
        layout, at = self._layout, self._layout.indexOf(widget)
        if isinstance(layout, QBoxLayout):
            if at != place:
                layout.insertWidget(place, widget)
        else:
            row, column = divmod(place, self._across)
            if at < 0 or layout.getItemPosition(at)[:2] != (row, column):  # type: ignore[index]
                layout.addWidget(widget, row, column)
        host = layout.parentWidget()
        if at < 0 and host is not None and host.isVisible():
            widget.show()  # now: the layout would show it in a later turn

    def _lose(self, widget: QWidget, place: int) -> None:
        """Let one go; a keyboard on it goes on to what stands in its place, or to the last."""
        focus = QApplication.focusWidget()
        holds = focus is not None and (focus is widget or widget.isAncestorOf(focus))
        self._layout.removeWidget(widget)
        left = list(self._widgets.values())
        for each in [*left[place:], *reversed(left[:place])] if holds else []:
            stop = next(stops(each), None)
            if stop is not None and stop.isVisible():
                stop.setFocus(Qt.FocusReason.OtherFocusReason)
                break
        discard(widget)
