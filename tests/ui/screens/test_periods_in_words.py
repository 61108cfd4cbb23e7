"""A period is named in words wherever a person reads: “oktober 2026”, and never “2026-10”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count, takewhile
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QWidget

from kpidesk.domain.entities import Kpi
from kpidesk.workspace import Workspace
from ui.app.window import Window

CODE = re.compile(r"\b20\d\d-(?:\d\d|W\d\d|Q\d)\b")
PLACES = ("overview", "goals", "kpis", "kpi", "entry", "review", "history", "guide")
ROLES = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole,
)  # fmt: skip


def read(widget: QWidget) -> Iterator[str]:
    """What a widget says: on its face, under the hand and to who hears it. A placeholder shows how to type."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        yield widget.text()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from cells(widget.model(), QModelIndex())


def cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    """Every cell and heading, and those below; a list keeps to itself that it has one column."""
    columns = list(takewhile(lambda n: model.hasIndex(0, n, parent), count()))
    yield from (str(model.headerData(n, Qt.Orientation.Horizontal) or "") for n in columns)
    for row in range(model.rowCount(parent)):
        yield str(model.headerData(row, Qt.Orientation.Vertical) or "")
        yield from (str(model.index(row, n, parent).data(role) or "") for n in columns for role in ROLES)
        yield from cells(model, model.index(row, 0, parent))


def test_no_page_names_a_period_by_its_code(
    bakery: Workspace, make_window: Callable[..., Window], tmp_path: Path
) -> None:
    window = make_window(bakery.path, place=PLACES[0])
    named = next(kpi for kpi in bakery.all(Kpi) if kpi.name == "Nettosalg")
    for place in PLACES:
        window.places.drop()  # so that only this page is read
        window.go(place, named.uid if place == "kpi" else None)
        texts = [words for widget in (window, *window.findChildren(QWidget)) for words in read(widget) if words]
        assert len(texts) > 40, f"{place} is there"
        assert not [words for words in texts if CODE.search(words) and str(tmp_path) not in words], place
