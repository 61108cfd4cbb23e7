"""The free room after the last row: there at every height, and never a bar that comes and goes for ever."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, QStringListModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.settled import settle
from ui.parts.end_room import content_height, end_with_room, room_at_end
from ui.parts.notice_pile import ROOM

ROWS, MOST_LAYOUTS = 12, 40


def counting(kind: type[QAbstractItemView]) -> QAbstractItemView:
    """A view with room at its end, which gives up where it is laid out again and again."""

    class View(kind):  # type: ignore[misc, valid-type]
        layouts = 0

        def updateGeometries(self) -> None:
            self.layouts += 1
            if self.layouts > MOST_LAYOUTS:
                super().updateGeometries()
                return
            with room_at_end(self):
                super().updateGeometries()

    return View()


class AsWide(QStyledItemDelegate):
    """Rows as wide as there is room, as painted lists have them."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(option.rect.width(), 30)


@pytest.fixture(params=[QListView, QTreeView, QTableView])
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> QAbstractItemView:
    made = counting(request.param)
    made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setModel(QStringListModel([f"Rad {n}" for n in range(ROWS)], made))
    if isinstance(made, QListView):
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setItemDelegate(AsWide(made))
    qtbot.addWidget(made)
    made.resize(300, 400)
    made.show()
    settle()
    return made


def test_at_every_height_it_is_laid_out_a_few_times_and_has_its_room(view: QAbstractItemView) -> None:
    content = content_height(view)
    frame = view.height() - view.viewport().height()
    for height in range(content - 10, content + ROOM + 10):
        view.layouts = 0  # type: ignore[attr-defined]
        view.resize(300, height + frame)
        settle()
        assert view.layouts <= MOST_LAYOUTS, f"{height} pixels for {content} of rows"  # type: ignore[attr-defined]
        wanted = max(0, content + ROOM - view.viewport().height())
        assert abs(view.verticalScrollBar().maximum() - wanted) <= 1


def test_whoever_has_scrolled_into_the_room_stays_there(view: QAbstractItemView) -> None:
    bar = view.verticalScrollBar()
    view.resize(300, content_height(view) // 2)
    settle()
    bar.setValue(bar.maximum())
    view.doItemsLayout()
    settle()
    assert bar.value() == bar.maximum()


def test_a_page_that_fits_has_no_bar_for_the_free_room_alone(qtbot: QtBot) -> None:
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    box = QVBoxLayout(inside)
    label = QLabel("Siste linje")
    box.addWidget(label)
    box.addStretch()
    area.setWidgetResizable(True)
    end_with_room(inside)
    area.setWidget(inside)
    bar = area.verticalScrollBar()
    for height, most in ((200, 0), (250, 0), (150, None), (250, 0)):
        label.setFixedHeight(170)
        area.resize(300, height)
        area.show()
        settle()
        assert (bar.maximum() == most) if most is not None else bar.maximum() > ROOM, height
    label.setFixedHeight(300)
    settle()
    assert bar.maximum() > ROOM, "what has more than is seen comes clear of a full pile of notices"
