"""Free room at the end of what scrolls, so that its last row can be brought clear of the notices over the page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QTableView, QTreeView, QWidget

from ui.base.scale import px
from ui.parts.notice_pile import ROOM


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
    if cut:
        view.updateEditorGeometries()  # Qt has put them where they would be without the room
    if isinstance(view, QListView | QTreeView):
        _keep_bar(view, bar.maximum() > 0)
    if bar.maximum() != most:
        bar.rangeChanged.emit(bar.minimum(), bar.maximum())
    if bar.value() != value:
        bar.valueChanged.emit(bar.value())


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


def end_with_room(content: QWidget) -> None:
    """Give the content of a scroll area its free room."""
    layout = content.layout()
    if layout is not None:
        margins = layout.contentsMargins()
        margins.setBottom(max(margins.bottom(), px(ROOM)))
        layout.setContentsMargins(margins)
