"""A table as a screen reader is told of it: of each cell in view the heads of its row and column, and what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTableView, QTableWidget, QTreeView, QWidget

Role, Text = QAccessible.Role, QAccessible.Text
CELLS = (Role.Cell, Role.TreeItem, Role.ListItem)
LONG = 30
"""Letters of a text that is told once in a row: a sentence, and not a value."""
AFTER_HEAD = (",", ":", " ")


class Cell(NamedTuple):
    """What is heard at one cell, by the place of its row and its column."""

    row: int
    column: int
    row_head: str
    column_head: str
    said: str


def items(view: QAbstractItemView) -> Iterator[QAccessibleInterface]:
    """Its rows or cells that are in view, as the reader walks them."""
    whole = QAccessible.queryAccessibleInterface(view)
    for place in range(whole.childCount()):
        item = whole.child(place)
        if item is not None and item.role() in CELLS and not item.state().invisible:
            yield item


def cells(view: QAbstractItemView) -> list[Cell]:
    """All cells of a table or tree that are in view."""
    return [_cell(each) for each in items(view)]


def _cell(item: QAccessibleInterface) -> Cell:
    known, said = item.tableCellInterface(), item.text(Text.Name)
    row, column = (_names(each) for each in (known.rowHeaderCells(), known.columnHeaderCells()))
    return Cell(known.rowIndex(), known.columnIndex(), row, column, said)


def _names(heads: list[QAccessibleInterface]) -> str:
    return ", ".join(each.text(Text.Name) for each in heads)


def views(within: QWidget) -> Iterator[QAbstractItemView]:
    """The tables, trees and lists that show; the heads of a table are views by themselves."""
    for view in within.findChildren(QAbstractItemView):
        if view.isVisible() and not isinstance(view, QHeaderView) and view.model() is not None:
            yield view


def faults(within: QWidget) -> list[str]:
    """What is heard of its tables, trees and lists and should not be."""
    return [f"{type(view).__name__} {what}" for view in views(within) for what in _faults_of(view)]


def _faults_of(view: QAbstractItemView) -> Iterator[str]:
    if isinstance(view, QListView):
        yield from ("a row says nothing" for each in items(view) if not each.text(Text.Name).strip())
        return
    told = cells(view)
    for cell in told:
        if _begins_with(cell.said, cell.column_head):
            yield f"says its column's head: {cell}"
        if cell.column and _begins_with(cell.said, cell.row_head):
            yield f"says its row's head: {cell}"
        if isinstance(view, QTableView) and not cell.said:
            yield f"says nothing: {cell}"
        if isinstance(view, QTableWidget) and (not cell.row_head or cell.row_head.isdigit()):
            yield f"stands in a row without a name: {cell}"
        if not cell.column_head and _has_heads(view):
            yield f"has no head: {cell}"
    for (head, said), times in Counter((each.row_head, each.said) for each in told if len(each.said) > LONG).items():
        if times > 1:
            yield f"says {said!r} {times} times in the row {head!r}"


def _begins_with(said: str, head: str) -> bool:
    return bool(head) and any(said.startswith(f"{head}{after}") for after in AFTER_HEAD)


def _has_heads(view: QAbstractItemView) -> bool:
    """Whether its columns have heads that show."""
    if isinstance(view, QTableView):
        return not view.horizontalHeader().isHidden()
    return isinstance(view, QTreeView) and not view.isHeaderHidden()
