"""Free room at the end of what scrolls, so that its last row can be brought clear of the notices over the page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollArea, QTableView, QTreeView, QWidget

from ui.base.scale import px
from ui.parts.notice_pile import ROOM, covered

Index = QModelIndex | QPersistentModelIndex
LAID_OUT = frozenset((QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show))


@contextlib.contextmanager
def room_at_end(view: QAbstractItemView) -> Iterator[None]:
    """Let a view that scrolls by pixels go on past its last row; around what Qt does in ``updateGeometries``.

    Qt takes the room away there each time. The bar says so to nobody until it has its room again: where rows just
    fit without the room and not with it, the bar would come and go for ever, and the program with it.
    One that is not shown is laid out when it is; until then, or when its page is taken down, its model may be gone.
    """
    if not view.isVisible():
        yield
        return
    bar = view.verticalScrollBar()
    value, most = bar.value(), bar.maximum()
    with QSignalBlocker(bar):
        yield
        cut = bar.value() != value
        height = content_height(view)
        if height:
            bar.setMaximum(max(bar.maximum(), height + px(ROOM) - view.viewport().height()))
        bar.setValue(value)
    if isinstance(view, QTableView):
        _follow_bars(view)
    if cut:
        view.updateEditorGeometries()  # Qt has put them where they would be without the room
    if isinstance(view, QListView | QTreeView):
        _keep_bar(view, bar.maximum() > 0)
    if bar.maximum() != most:
        bar.rangeChanged.emit(bar.minimum(), bar.maximum())
    if bar.value() != value:
        bar.valueChanged.emit(bar.value())


def _follow_bars(view: QTableView) -> None:
    """Other rows begin at their top again, while the bars stay where they are and so have nothing to tell."""
    sides = (view.verticalHeader(), view.verticalScrollBar()), (view.horizontalHeader(), view.horizontalScrollBar())
    for head, bar in sides:
        if head.offset() != bar.value():
            head.setOffset(bar.value())
            view.viewport().update()


def _keep_bar(view: QListView | QTreeView, needed: bool) -> None:
    """A list or a tree hides a bar that its own rows do not need, whatever its range; so it is not left to decide.

    One that comes and goes has all rows drawn twice at each key.
    """
    policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if needed else Qt.ScrollBarPolicy.ScrollBarAsNeeded
    if view.verticalScrollBarPolicy() != policy:
        view.setVerticalScrollBarPolicy(policy)


def content_height(view: QAbstractItemView) -> int:
    """How high all rows are together."""
    if isinstance(view, QTableView):
        return view.verticalHeader().length()
    if isinstance(view, QListView):
        return view.contentsSize().height()
    assert isinstance(view, QTreeView)
    last = view.model().index(view.model().rowCount() - 1, 0)
    while view.isExpanded(last) and view.model().rowCount(last):
        last = view.model().index(view.model().rowCount(last) - 1, 0, last)
    return view.visualRect(last).bottom() + 1 + view.verticalScrollBar().value() if last.isValid() else 0


def bring_clear(view: QAbstractItemView, index: QModelIndex) -> None:
    """Bring a row above where notices lie: one just made, which is told at the same time, or one that is pointed at.

    A third of the room stays to what stands above it.
    """
    if not index.isValid():
        return
    view.updateGeometries()  # the room after the last row is not there while rows are laid out
    _bring_above(view, index, px(ROOM))


def keep_clear(view: QAbstractItemView, index: Index) -> None:
    """Bring a row that the keyboard comes to above the notices that stand there now."""
    if (room := covered(view.viewport())) and index.isValid():
        _bring_above(view, index, room)


def _bring_above(view: QAbstractItemView, index: Index, room: int) -> None:
    row, bar = view.visualRect(index), view.verticalScrollBar()
    below = row.bottom() - (view.viewport().height() - room)
    most = row.top() - view.viewport().height() // 3
    bar.setValue(bar.value() + max(0, min(below, most)))


def end_with_room(content: QWidget) -> None:
    """Give the content of a scroll area its free room where it has more than is seen; no bar comes for that alone."""
    _EndRoom(content)


class _EndRoom(QObject):
    """Lives with the content, and looks again whenever that, or what is seen of it, is of another height."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self._content, layout = content, content.layout()
        self._least = 0 if layout is None else layout.contentsMargins().bottom()
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: something happens to the content, or to the area around it."""
        if event.type() == QEvent.Type.ParentChange and (area := self._area()) is not None:
            area.installEventFilter(self)
        if event.type() in LAID_OUT:
            self._fit()
        return super().eventFilter(watched, event)

    def _area(self) -> QScrollArea | None:
        view = self._content.parentWidget()
        area = view.parentWidget() if view is not None else None
        return area if isinstance(area, QScrollArea) else None

    def _fit(self) -> None:
        area, layout = self._area(), self._content.layout()
        if area is None or layout is None:
            return
        margins, seen = layout.contentsMargins(), area.maximumViewportSize()
        wide = max(seen.width(), layout.totalMinimumSize().width())
        hint = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else layout.totalMinimumSize().height()
        high = hint - margins.bottom() + self._least
        room = max(self._least, px(ROOM)) if high > seen.height() else self._least
        if room != margins.bottom():
            margins.setBottom(room)
            layout.setContentsMargins(margins)
