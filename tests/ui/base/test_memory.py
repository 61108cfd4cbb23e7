"""What is remembered on this machine, put back into another window than it was kept in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.base.memory import Memory


def page(qtbot: QtBot, wide: int, most: int) -> tuple[QWidget, QSplitter]:
    """A page with a side panel of at least 270 and at most so many pixels."""
    made, splitter = QWidget(), QSplitter(Qt.Orientation.Horizontal)
    splitter.setObjectName("side")
    splitter.setHandleWidth(1)
    side = QScrollArea()
    for panel in (QScrollArea(), side):
        splitter.addWidget(panel)
    splitter.setStretchFactor(0, 1)
    side.setMinimumWidth(270)
    side.setMaximumWidth(most)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(splitter)
    made.resize(wide, 400)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made, splitter


def test_a_panel_remembered_wider_than_a_narrow_window_allows_leaves_no_empty_stripe(qtbot: QtBot) -> None:
    memory = Memory()
    wide, kept = page(qtbot, 1240, 480)
    kept.setSizes([863, 376])
    memory.keep_splitters(wide)
    narrow, splitter = page(qtbot, 960, 300)
    memory.restore_splitters(narrow)
    assert splitter.sizes() == [659, 300]


def test_a_panel_that_fits_stands_where_it_was(qtbot: QtBot) -> None:
    memory = Memory()
    wide, kept = page(qtbot, 1240, 480)
    kept.setSizes([789, 450])
    memory.keep_splitters(wide)
    again, splitter = page(qtbot, 1240, 480)
    memory.restore_splitters(again)
    assert splitter.sizes() == [789, 450]
