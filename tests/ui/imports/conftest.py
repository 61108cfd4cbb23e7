"""A window on a ``company``'s file, and a file of numbers looked at in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.settled import settle
from ui.app.window import Window
from ui.imports.import_page import ImportPage

Show = Callable[[Path], ImportPage]


@pytest.fixture
def window(make_window: Callable[..., Window], company: Path) -> Window:
    """The window on Entry, in the size of the pictures."""
    made = make_window(company, place="entry", size=(1440, 868))
    settle()
    return made


@pytest.fixture
def show(window: Window, qtbot: QtBot) -> Show:
    """Look at a file of numbers, and wait until it is read."""

    def shown(path: Path) -> ImportPage:
        window.go("import", path)
        page = window.page()
        assert isinstance(page, ImportPage)
        qtbot.waitUntil(lambda: page.found is not None)
        settle()
        return page

    return shown
