"""What is said over a chart of the period under the hair line."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.base.theme import Theme
from ui.chart.reading import Reading


def test_all_that_is_said_has_room_however_it_is_wrapped(theme: Theme, qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    reading = Reading(host)
    for count in range(10, 120):
        words = "12\u00a0kr " * (count // 6) + "m" * (count % 6)
        reading.say("februar 2026", words, "Over grensen")
        reading.show()
        short = [
            label.text()
            for label in reading.findChildren(QLabel)
            if label.isVisible()
            and label.height() < max(label.heightForWidth(label.width()), label.fontMetrics().height())
        ]
        assert short == [], "a line is cut"
