"""A column of rows inside a scroll area, of which only those in view are made.

A row is a widget with fields of its own. Ten thousand of them would take minutes to make, so that there are as many as
can be seen, and some on either side for whoever goes on by Tab. The others are room of the height that they are
believed to have. A row that the keyboard is in, or in which something has been begun, stays wherever one scrolls.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.base.replacing import discard
from ui.base.scale import px

FEW = 40
"""So many rows are all made at once."""
ASIDE = 200
"""Pixels above and below what is in view in which rows are made, too."""
SOON_MS = 50
"""They are made once what is in view has been painted, or at once where the keyboard is near and may go on to them."""
TRIES = 3
"""A row that turns out higher than believed shifts the others, which may bring more of them into view."""


class Row(QWidget):
    """One row. Out of view, it may be asked to be another one (``again``)."""

    def begun(self) -> bool:
        """Tell whether something has been begun in it that is not stored yet."""
        return False


K = TypeVar("K", bound="tuple[object, ...]")
R = TypeVar("R", bound=Row)


class RowsInView(QWidget, Generic[K, R]):
    """Rows by what names them, made by a function.

    ``again`` has a row that is out of view show what another is for, and tells whether it could.
    """

    def __init__(self, make: Callable[[K], R], height: int, again: Callable[[R, K], bool] | None = None) -> None:
        """``height`` is how high a row is believed to be before it is made."""
        super().__init__()
        self._make, self._again, self._believed = make, again, height
        self._spare: list[R] = []
        self._order: list[K] = []
        self._places: dict[K, int] = {}
        self._heights: list[int] = []
        self._tops: list[int] = [0]
        self._arranging = False
        self._asked: K | None = None
        self._area: QScrollArea | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._make_aside)
        self._shown = QTimer(self, singleShot=True, interval=0)  # the first turn in which nothing is to be painted
        self._shown.timeout.connect(self._soon.start)
        self.made: dict[K, R] = {}

    def show_rows(self, order: Sequence[K]) -> None:
        """Have these rows, in this order; one that was there already is kept."""
        if list(order) == self._order:
            return
        known = dict(zip(self._order, self._heights, strict=True))
        self._order = list(order)
        self._places = {key: place for place, key in enumerate(order)}
        self._heights = [known.get(key, px(self._believed)) for key in order] if known else self._all_believed()
        self._arrange()

    def _all_believed(self) -> list[int]:
        return [px(self._believed)] * len(self._order)

    @property
    def settled(self) -> bool:
        """Tell whether the rows beside those in view are made as well."""
        return not (self._shown.isActive() or self._soon.isActive())

    def bring(self, key: K) -> R | None:
        """Make a row wherever it is, and scroll to it once it is laid out; it stays if it is given the keyboard."""
        self._asked = key
        self._arrange()
        self._asked = None
        row = self.made.get(key)
        if row is not None and self._area is not None:
            QTimer.singleShot(0, row, partial(self._area.ensureWidgetVisible, row))
        return row

    # ---- which rows ------------------------------------------------------------------------------

    def _make_aside(self) -> None:
        """Make the rows on either side of what is in view, which nobody sees yet."""
        self._arrange(aside=True)

    def _arrange(self, *, aside: bool = False) -> None:
        """Make the rows in view, let go of those far from it, and put each in its place."""
        if self._arranging:
            return
        self._arranging = True
        measured = set[K]()
        places: Sequence[int] = ()
        for _try in range(TRIES):
            self._tops = [0, *accumulate(self._heights)]
            places = self._wanted(aside=aside)
            wanted = {self._order[place] for place in places}
            for key in [key for key in self.made if key not in wanted]:
                self._put_by(self.made.pop(key))
            if not self._measure(places, measured):
                break
        self._place(places)
        self._arranging = False

    def _wanted(self, *, aside: bool) -> Sequence[int]:
        """The places of the rows to be made: of those in view, of those near it by and by, and those that must stay."""
        count = len(self._order)
        if count <= FEW:
            return range(count)
        near, shown = self._within(ASIDE), self._within(0)
        made = {self._places[key]: row for key, row in self.made.items() if key in self._places}
        kept = {place for place, row in made.items() if self._stays(row)}
        asked = set() if self._asked is None else {self._places[self._asked]}
        if aside or any(place in near for place in kept):
            shown = near
        elif not made.keys() >= set(near):
            self._soon.stop()
            self._shown.start()
        return sorted({*shown, *kept, *asked, *(made.keys() & set(near))})

    def _within(self, aside: int) -> range:
        """The places of the rows that are in view, or so many pixels from it."""
        top, bottom = self._view()
        first = max(bisect_right(self._tops, top - aside) - 1, 0)
        return range(first, min(bisect_left(self._tops, bottom + aside), len(self._order))) if bottom else range(0)

    def _stays(self, row: Row) -> bool:
        focus = QApplication.focusWidget()
        return row.begun() or (focus is not None and row.isAncestorOf(focus))

    def _view(self) -> tuple[int, int]:
        """What is seen of the column, from its own top; nothing while it never was."""
        if self._area is None:
            return 0, 0
        view = self._area.viewport()
        top = self.mapFrom(view, QPoint(0, 0)).y()
        return top, top + view.height()

    def _measure(self, places: Sequence[int], measured: set[K]) -> bool:
        """Make what is missing; tell whether a row that was not ``measured`` is of another height than believed.

        What was never seen has no width yet, and so no heights that would hold.
        """
        changed, made = False, {}
        for place in places:
            key = self._order[place]
            row = made[key] = self.made.get(key) or self._new(key)
            if key in measured or self._area is None:
                continue
            measured.add(key)
            height = max(row.heightForWidth(self.width()), row.minimumSizeHint().height())
            changed |= height != self._heights[place]
            self._heights[place] = height
        self.made = made
        return changed

    def _new(self, key: K) -> R:
        for row in self._spare:
            if self._again is not None and self._again(row, key):
                self._spare.remove(row)
                return row
        row = self._make(key)
        row.setParent(self)
        return row

    def _put_by(self, row: R) -> None:
        """Take a row from sight, and keep it for another where there are not enough of them already."""
        if self._again is None or len(self._spare) >= FEW:
            discard(row)
            return
        row.hide()
        self._spare.append(row)

    def _place(self, places: Sequence[int]) -> None:
        tops = self._tops = [0, *accumulate(self._heights)]
        for place in places:
            row = self.made[self._order[place]]
            row.setGeometry(0, tops[place], self.width(), tops[place + 1] - tops[place])
            row.show()
        if self.height() != tops[-1] or self.minimumHeight() != tops[-1]:
            self.setFixedHeight(tops[-1])

    # ---- what tells that others come into view ---------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: from now on what is seen counts."""
        super().showEvent(event)
        area = self._area_around()
        if area is not self._area and area is not None:
            self._area = area
            area.verticalScrollBar().valueChanged.connect(self._arrange)
            area.viewport().installEventFilter(self)
        self._arrange()

    def _area_around(self) -> QScrollArea | None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        return above

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: more is seen, or less."""
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: at another width rows are of other heights."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._heights = self._all_believed()
            self._arrange()

    def event(self, event: QEvent) -> bool:
        """Qt: a row wants another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)
