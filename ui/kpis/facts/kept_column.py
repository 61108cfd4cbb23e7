"""A column of words and numbers that tells other ones with the widgets that it has.

A label that is made anew is styled, laid out and shown anew. The facts of the next KPI are mostly of the same kinds, so
the column takes what it is to say as pieces, gives each a widget of its kind that it has, and makes only those that it
lacks. What a KPI has no use for waits out of sight for the next one that has.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.base import page
from ui.base.replacing import discard, laid_out_once
from ui.parts.named import Named
from ui.parts.whole import Lines, NumberLabel


class Piece(Protocol):
    """One thing that a column says. Pieces of one ``kind`` are told by the same widgets; ``None`` is made each time."""

    @property
    def kind(self) -> Hashable:
        """What a widget has to have been made for."""

    def make(self) -> QWidget:
        """A widget for pieces of this kind."""

    def tell(self, widget: Any) -> None:
        """Have a widget of this kind say this."""


@dataclass(frozen=True)
class Words:
    """A text in one of the looks of the style sheet."""

    words: str
    look: str = ""
    wrap: bool = False

    @property
    def kind(self) -> Hashable:
        """Each look is a kind."""
        return Words, self.look, self.wrap

    def make(self) -> QLabel:
        """A label."""
        return page.text("", self.look, wrap=self.wrap)

    def tell(self, widget: QLabel) -> None:
        """Say the words."""
        widget.setText(self.words)


@dataclass(frozen=True)
class Sentence:
    """A sentence with numbers, of which no line is left out."""

    words: str
    kind = "sentence"

    def make(self) -> Lines:
        """A label of so many lines as it takes."""
        return Lines("", "small")

    def tell(self, widget: Lines) -> None:
        """Say the sentence."""
        widget.setText(self.words)


@dataclass(frozen=True)
class Captioned:
    """A sentence under its caption."""

    caption: str
    words: str
    kind = "captioned"

    def make(self) -> QWidget:
        """Two labels."""
        box = QWidget()
        column = page.column(box, spacing=2)
        column.addWidget(page.heading("", "caption"))
        column.addWidget(page.text("", "small", wrap=True))
        return box

    def tell(self, widget: QWidget) -> None:
        """Say both."""
        for label, words in zip(widget.findChildren(QLabel), (self.caption, self.words), strict=True):
            label.setText(words)


@dataclass(frozen=True)
class Number:
    """The one big number, with its unit smaller after it."""

    forms: Sequence[str]
    mark: str
    kind = "number"

    def make(self) -> NumberLabel:
        """A label of digits."""
        return NumberLabel(look="display")

    def tell(self, widget: NumberLabel) -> None:
        """Say the number."""
        widget.show_number(*self.forms, mark=self.mark)


@dataclass(frozen=True)
class Compared:
    """A line: what a number is, and the number."""

    name: str
    value: str
    tip: str
    kind = "compared"

    def make(self) -> Named:
        """A line of the panel."""
        value = NumberLabel(look="value")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return Named("", value, "small")

    def tell(self, widget: Named) -> None:
        """Say name and number."""
        value = widget.findChild(NumberLabel)
        assert value is not None
        value.show_number(self.value)
        widget.show_name(self.name)
        value.setAccessibleDescription("" if self.tip == self.value else self.tip)
        widget.setToolTip(self.tip)


@dataclass(frozen=True)
class Rule:
    """A hairline."""

    kind = "rule"

    def make(self) -> QWidget:
        """A hairline."""
        return page.line()

    def tell(self, widget: QWidget) -> None:
        """It is the same everywhere."""


@dataclass(frozen=True)
class Space:
    """So many pixels of nothing, beside the spacing of the column above and below."""

    pixels: int

    @property
    def kind(self) -> Hashable:
        """Each height is a kind."""
        return self

    def make(self) -> QWidget:
        """Nothing, so high."""
        space = QWidget()
        space.setFixedHeight(self.pixels)
        return space

    def tell(self, widget: QWidget) -> None:
        """It is the same everywhere."""


@dataclass(frozen=True)
class Anew:
    """Something that is made each time."""

    make: Callable[[], QWidget]
    kind = None

    def tell(self, widget: QWidget) -> None:
        """It was made as it is to be."""


class KeptColumn(QWidget):
    """A column of pieces, of which there are more or fewer each time."""

    def __init__(self, *, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout: QVBoxLayout = page.column(self, spacing=spacing)
        self._told: list[tuple[Hashable, QWidget]] = []
        self._spare: list[tuple[Hashable, QWidget]] = []

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Say this, from top to bottom."""
        with laid_out_once(self):
            self._show(pieces)

    def _show(self, pieces: Sequence[Piece]) -> None:
        free: dict[Hashable, deque[QWidget]] = {}
        for kind, widget in (*self._told, *self._spare):
            free.setdefault(kind, deque()).append(widget)
        self._told = [(piece.kind, self._told_by(piece, free)) for piece in pieces]
        for widget in free.pop(None, ()):
            self._layout.removeWidget(widget)
            discard(widget)
        self._spare = [(kind, widget) for kind, rest in free.items() for widget in rest]
        for _kind, widget in self._spare:
            self._layout.removeWidget(widget)
            widget.hide()
        for place, (_kind, widget) in enumerate(self._told):
            if self._layout.indexOf(widget) != place:
                self._layout.insertWidget(place, widget)
                widget.show()  # at once: Qt would only do it in the next turn

    def _told_by(self, piece: Piece, free: dict[Hashable, deque[QWidget]]) -> QWidget:
        """A widget that says this: one that is free, or a new one."""
        kept = free.get(piece.kind) if piece.kind is not None else None
        if kept:
            widget = kept.popleft()
        else:
            widget = piece.make()
            widget.setParent(self)  # before it is told anything: what is adopted later is given its style anew
        piece.tell(widget)
        return widget
