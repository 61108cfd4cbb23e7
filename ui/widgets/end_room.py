"""Free room at the end of what scrolls, so that its last row can be brought clear of the notices over the page."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QListView, QTableView, QTreeView, QWidget

from ui.widgets.notice_pile import ROOM


def leave_room(view: QAbstractItemView) -> None:
    """Let a view that scrolls by pixels go on past its last row; for its ``updateGeometries``.

    One that is not shown is laid out when it is; until then, or when its page is taken down, its model may be gone.
    """
    if not view.isVisible():
        return
    bar, height = view.verticalScrollBar(), content_height(view)
    if not height:
        return
    missing = height + ROOM - view.viewport().height()
    if missing > bar.maximum():
        bar.setMaximum(missing)


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
        margins.setBottom(max(margins.bottom(), ROOM))
        layout.setContentsMargins(margins)
