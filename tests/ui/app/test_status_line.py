"""The line at the foot of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar
from pytestqt.qtbot import QtBot

from ui.app.status_line import StatusLine


def test_the_last_words_keep_clear_of_the_edge(qtbot: QtBot) -> None:
    bar = QStatusBar()
    qtbot.addWidget(bar)
    line = StatusLine(bar, None)
    line.conflicts.setText("1 å se på")
    line.conflicts.show()
    bar.resize(600, bar.height())
    bar.show()
    qtbot.waitUntil(lambda: line.conflicts.geometry().right() > 500)
    assert line.conflicts.geometry().right() <= 600 - 8
