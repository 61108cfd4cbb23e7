"""Where things lie on the trend chart: from periods and numbers to pixels and back.

The plot proper is surrounded by room for words, all of it inside one view: tick labels on the left, names of the
lines on the right, notes above, and two rows of periods below. Everything is known in pixels, so that words never meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QFont, QFontMetricsF

from kpidesk.viz.chart import ChartSpec
from kpidesk.viz.labels import NotePlace, place_notes

MARGIN, NARROW_MARGIN, NARROW = 24, 16, 700
"""Pixels: the page's margin on both sides, and that of a chart which is narrower than the last."""
TICK_GAP, END_GAP = 8, 14
"""From the tick labels to the plot, and from the plot to the lines' names."""
ROW = 14
"""The height of a row of words."""
HEAD = 8
"""Above the first row of words: the frame that says where the keyboard is does not come near them."""
NOTE_ROOM, PLAIN_ROOM = HEAD + 2 * ROW + 8, HEAD + ROW + 6
"""Above the plot: two rows of notes, or the unit alone."""
RUN_ROOM = 32
"""Below the numbers, for the bracket under a run and its words."""
AXIS_ROOM = 44
"""Below the axis, for the periods and their groups."""
NOTE_WIDTH = 190
LEAST = 40.0
N = TypeVar("N", float, NDArray[np.float64])


@dataclass(frozen=True)
class Frame:
    """The plot's edges in pixels of the widget, and the range of periods and numbers that they show."""

    margin: float
    left: float
    top: float
    right: float
    bottom: float
    axis: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    @property
    def per_x(self) -> float:
        """Pixels from one period to the next."""
        return (self.right - self.left) / (self.x_high - self.x_low)

    @property
    def per_y(self) -> float:
        """Pixels for a number one greater."""
        return (self.bottom - self.top) / (self.y_high - self.y_low)

    def x(self, pixel: N) -> N:
        """The place among the periods of a pixel from the left, or of many."""
        return self.x_low + (pixel - self.left) / self.per_x

    def y(self, pixel: float) -> float:
        """The number at a pixel from the top."""
        return self.y_low + (self.bottom - pixel) / self.per_y

    def px(self, x: N) -> N:
        """The pixel from the left of a place among the periods, or of many."""
        return self.left + (x - self.x_low) * self.per_x

    def py(self, y: N) -> N:
        """The pixel from the top of a number, or of many."""
        return self.bottom - (y - self.y_low) * self.per_y

    def up(self, pixels: float) -> float:
        """How much of a number so many pixels are."""
        return pixels / self.per_y


def frame_of(spec: ChartSpec, width: float, height: float, font: QFont, strong: QFont) -> Frame:
    """Room for the plot within a widget, once the words around it have theirs."""
    plain, bold = QFontMetricsF(font), QFontMetricsF(strong)
    ticks = max((plain.horizontalAdvance(text) for _y, text in spec.y_ticks), default=0.0)
    names = [bold.horizontalAdvance(label.text) for label in spec.end_labels]
    names += [plain.horizontalAdvance(text) for text in spec.limits_text]
    word = plain.horizontalAdvance(spec.x_label) + 14 if spec.x_label else 0.0
    margin = NARROW_MARGIN if width < NARROW else MARGIN
    left = margin + max(ticks + TICK_GAP, word)
    right = width - margin - (max(names) + END_GAP if names else 0)
    top = NOTE_ROOM if spec.notes else PLAIN_ROOM
    axis = height - AXIS_ROOM
    bottom = axis - (RUN_ROOM if spec.runs else 0)
    n = len(spec.periods)
    low, high = (0.0, float(n - 1)) if n > 1 else (-0.5, 0.5)
    span = spec.y_high - spec.y_low or 1.0
    return Frame(
        margin, left, top, max(left + LEAST, right), max(top + LEAST, bottom), max(top + LEAST, axis), low, high,
        spec.y_low, spec.y_low + span,
    )  # fmt: skip


def note_places(spec: ChartSpec, frame: Frame, font: QFont) -> tuple[NotePlace, ...]:
    """Where the words of the notes find room above the plot; the unit stands in the upper row already."""
    metrics = QFontMetricsF(font)
    widths = [min(NOTE_WIDTH, metrics.horizontalAdvance(first_line(note.text)) + 2) for note in spec.notes]
    unit = frame.margin + metrics.horizontalAdvance(spec.unit_label) + 12 - frame.left
    wanted = [(frame.px(note.x), width) for note, width in zip(spec.notes, widths, strict=True)]
    return place_notes(wanted, frame.left - 20, frame.right + 60, taken=(max(0.0, unit + 20), 0.0))


def first_line(text: str) -> str:
    """What a note says first."""
    return text.split("\n", 1)[0]
