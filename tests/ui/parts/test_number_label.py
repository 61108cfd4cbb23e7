"""A number and the unit after it stand on one line, however much smaller the number is drawn."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF, QImage
from pytestqt.qtbot import QtBot

from kpidesk.format import NBSP
from ui.base.theme import Theme
from ui.parts.whole import NumberLabel, widest

LIGHT = 128


def lowest_ink(image: QImage, left: int, right: int) -> int:
    rows = range(image.height())
    return max(y for y in rows if any(image.pixelColor(x, y).lightness() < LIGHT for x in range(left, right)))


@pytest.mark.parametrize("wide", [260, 80, 64])
def test_the_unit_stands_on_the_line_of_its_number(wide: int, qtbot: QtBot) -> None:
    label = NumberLabel("1111111", "1111111", mark="x")  # nothing in it hangs below the line
    label.setStyleSheet("font-size: 40px; color: black; background: white;")
    qtbot.addWidget(label)
    label.resize(wide, 60)
    label.show()
    image = label.grab().toImage()
    inked = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < LIGHT for y in range(image.height()))
    ]
    gap = max(range(1, len(inked)), key=lambda n: (inked[n] - inked[n - 1] >= 4, n))
    number, unit = lowest_ink(image, inked[0], inked[gap - 1] + 1), lowest_ink(image, inked[gap], inked[-1] + 1)
    assert abs(number - unit) <= 1


def test_a_column_is_as_wide_as_the_widest_number_and_not_as_the_one_with_most_letters(theme: Theme) -> None:
    font = theme.font("strong")
    digits = [f"{digit * 3}{NBSP}{digit * 3},{digit}" for digit in "0123456789"]
    bands = ["−2,51 mrd. til −3,26 mrd. kr", "167 937 649–218 318 944 %"]
    for texts in (digits, bands, ["1,11 mill. kr", "12 MWh/MW"]):
        assert 0 <= widest(font, texts) - max(map(QFontMetricsF(font).horizontalAdvance, texts)) < 1
