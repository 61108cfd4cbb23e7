"""A window on a company's file, as it was ``written``, and a file of numbers looked at in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.kept import First, KeptWindow, lent
from tests.ui.prepared import Prepared
from tests.ui.settled import settle
from ui.app.window import Window
from ui.base.theme import Theme
from ui.imports.import_page import ImportPage

Show = Callable[[Path], ImportPage]


@pytest.fixture(scope="module")
def kept(written: Prepared, theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptWindow]:
    made = KeptWindow(tmp_path_factory.mktemp("kept"), written, theme, First("entry", (1440, 868), stays=True))
    yield made
    made.close()


@pytest.fixture
def window(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Window]:
    """The window on Entry, in the size of the pictures."""
    yield from lent(kept, request, qtbot)


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
