"""A box to be ticked has all its words where it is narrow, on as many lines as they take, and each can be pressed."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.base.theme import Theme
from ui.parts.fields.tick import Tick

WORDS = "Vis det som er skjult fordi det handler om færre enn fem mennesker"


def test_words_without_room_go_on_below_and_are_pressed_there(theme: Theme, qtbot: QtBot) -> None:
    box, tick = QWidget(), Tick(WORDS)
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    column.addWidget(tick)
    column.addStretch()
    box.setFixedSize(200, 200)
    box.show()
    whole, line = tick.sizeHint(), tick.fontMetrics().height()
    assert tick.width() < whole.width() and whole.height() + 2 * line <= tick.height() < 100
    assert tick.heightForWidth(whole.width()) == whole.height()
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(60, tick.height() - line))
    assert tick.isChecked()
    tick.setFocus()
    before = box.grab().toImage()
    tick.setText(WORDS.replace("mennesker", "folk"))
    assert box.grab().toImage() != before, "the last word is drawn"


def test_every_box_with_words_goes_on_below() -> None:
    plain = re.compile(r"\bQ(?:CheckBox|RadioButton)\([^)]")
    assert [each for each in Path("ui").rglob("*.py") if plain.search(each.read_text("utf-8"))] == []
