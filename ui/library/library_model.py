"""What the library offers in the department or for the search in view, as a Qt list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


@dataclass(frozen=True)
class Offer:
    """One example of the library: its number, its name, whether it is in use, and how it is measured."""

    number: int
    name: str
    mark: str
    measure: str


class LibraryList(QAbstractListModel):
    """The examples on offer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()

    def show(self, offers: Iterable[Offer]) -> None:
        """Offer these."""
        shown = tuple(offers)
        if shown == self.offers:
            return
        self.beginResetModel()
        self.offers = shown
        self.endResetModel()

    def offer(self, index: Index) -> Offer | None:
        """The example in a row."""
        return self.offers[index.row()] if index.isValid() else None

    def row_of(self, number: int) -> int:
        """The row of an example, or -1."""
        return next((row for row, offer in enumerate(self.offers) if offer.number == number), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many."""
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: the name, and everything in words for a screen reader."""
        offer = self.offer(index)
        if offer is None:
            return None
        if role == Role.DisplayRole:
            return offer.name
        if role == Role.ToolTipRole:
            return offer.name
        if role == Role.AccessibleTextRole:
            return ", ".join(part for part in (offer.name, offer.mark, offer.measure) if part)
        return None
