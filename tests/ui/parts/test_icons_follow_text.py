"""Icons in menus and search fields are as large as the text beside them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.settled import settle
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.search_field import SearchField


@pytest.fixture(params=[90, 100, 140])
def sized(request: pytest.FixtureRequest, theme: Theme) -> Iterator[Theme]:
    """The theme with text in a size."""
    theme.apply("light")
    theme.resize(request.param)
    yield theme
    theme.resize(100)


def test_an_icon_in_a_menu_is_as_large_as_the_text(sized: Theme, qtbot: QtBot) -> None:
    red = QPixmap(64, 64)
    red.fill(QColor("red"))
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction(QIcon(red), "Legg til")
    image = menu.grab().toImage()
    columns = {
        x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == QColor("red")
    }
    assert len(columns) == round(px(16) * image.devicePixelRatio())


def test_the_icon_of_a_search_is_as_large_as_the_text_and_stands_before_it(sized: Theme, qtbot: QtBot) -> None:
    field = SearchField(sized, "Finn")
    qtbot.addWidget(field)
    field.resize(300, 40)
    with qtbot.waitExposed(field):
        field.show()
    settle()
    mark = field.findChild(QLabel)
    assert mark is not None and mark.pixmap().deviceIndependentSize().width() == px(16)
    field.setText("Omsetning")
    field.setCursorPosition(0)
    assert field.cursorRect().center().x() > mark.geometry().right(), "nothing is typed over it"
