"""Every page, drawer and dialog by ear: what has the keyboard has a name, and all is read as it stands.

Of each table the heads are heard once, and cells say their own value.

The suite has the large window in one language and the small one in the other; ``--long`` has them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.cli.grammar.described import book
from kpidesk.settings import Home
from tests import long
from tests.ui.conftest import Clock
from tests.ui.opened import opened_window
from tests.ui.prepared import Prepared
from tests.ui.screens import heard
from tests.ui.screens.dialogs_shown import shown
from tests.ui.screens.listener import Role, faults_of, read
from tests.ui.screens.test_fitting import PLACES, go, walk_further, with_conflicts
from tests.ui.settled import settle
from ui.app.welcome.welcome_page import WelcomePage
from ui.app.window import Window
from ui.base.theme import Theme
from ui.help.help_window import HelpWindow

LARGE, SMALL = (1440, 868), (640, 400)
EVERY = tuple(product(("nb", "en"), (LARGE, SMALL)))
WALKS = long.either((("nb", LARGE),), EVERY)
CLASS = re.compile(r"^class (\w+)\((.*)\):", re.MULTILINE)
MORE = ("round", "sources")
"""Places that lead to others, and have no name in the rail."""


@pytest.fixture(params=WALKS, ids=lambda walk: f"{walk[0]}-{walk[1][0]}")
def window(
    request, opened_bakery: Prepared, tmp_path: Path, theme: Theme, settings: QSettings, home: Home, clock: Clock,
    qtbot: QtBot,
) -> Iterator[Window]:  # fmt: skip
    """The window on the example company, in a language and a size."""
    language, size = request.param
    path = tmp_path / "bakery.kpidesk"
    opened_bakery.lay_out(path, home)
    settings.setValue("author", "Kari Solberg")
    settings.setValue("language", language)
    with text.using(language):
        made = opened_window(path, theme, settings, home, clock, qtbot, size)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        yield made
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


def test_every_page_makes_sense_to_a_listener(window: Window, tmp_path: Path, qtbot: QtBot) -> None:
    found, met = [], set()
    for name in pages(window, tmp_path, qtbot):
        settle()
        here = [*faults_of(window), *title_faults(window, name), *heard.faults(window.page())]
        found += [f"{name}: {each}" for each in here]
        met |= {type(view).__name__ for view in heard.views(window.page())}
    assert not found, "\n" + "\n".join(found)
    tables = {"GoalView", "KpiView", "EntryView", "ChangeView", "BackupView", "EntriesView"}
    assert met >= tables or window.width() < LARGE[0], "every table was there to be heard"


def pages(window: Window, folder: Path, qtbot: QtBot) -> Iterator[str]:
    """The places as they open; with little room what is in drawers, the steps, a merge and an import too."""
    for place in MORE:
        window.go(place)
        yield place
    if window.width() < LARGE[0]:
        yield from walk_further(window, with_conflicts(window, folder / "bakery.kpidesk"), qtbot)
        return
    for place in PLACES:
        go(window, place)
        yield place


def title_faults(window: Window, place: str) -> list[str]:
    """A page begins with its title, and has one; a small window leaves out what has no room in the head."""
    if window.width() < LARGE[0]:
        return []
    headings = [each for each in read(window.page()) if each.role is Role.Heading]
    titles = [each.name for each in headings if each.widget.property("look") == "page"]
    first = titles[:1] == [each.name for each in headings][:1]
    return [] if first and (len(titles) == 1 or place == "round") else [f"titles: {titles}"]


def test_every_dialog_makes_sense_to_a_listener(window: Window) -> None:
    found, met = [], set()
    for name, made in shown(window):
        dialog = made()
        dialog.show()
        settle()
        found += [f"{name}: {each}" for each in [*faults_of(dialog), *heard.faults(dialog)]]
        met.add(type(dialog).__name__)
        met |= {type(view).__name__ for view in heard.views(dialog)}
        dialog.done(0)
        dialog.deleteLater()
    assert not found, "\n" + "\n".join(found)
    assert met >= {"SeasonView", "OfferView", "ReplyTable"} | kinds_of("QDialog"), "every dialog was there to be heard"


def kinds_of(kind: str) -> set[str]:
    """The classes of the window that are of a kind, without those that others are made of."""
    heads = (each for path in Path("ui").rglob("*.py") for each in CLASS.findall(path.read_text("utf-8")))
    made_of = {name: set(re.findall(r"\w+", above)) for name, above in heads}
    found, new = {kind}, {kind}
    while new := {name for name, above in made_of.items() if above & new}:
        found |= new
    return found - set().union(*made_of.values())


def test_the_first_start_and_the_first_steps_make_sense_to_a_listener(
    make_window: Callable[..., Window], tmp_path: Path
) -> None:
    window = make_window(author="")
    settle()
    assert faults_of(window) == []
    form = window.findChild(WelcomePage).form
    form.place(tmp_path / "Ny.kpidesk")
    form.company.setText("Klipp og slikt")
    form.person.setText("Mona Lie")
    form.button.click()
    settle()
    assert window.session is not None and faults_of(window) == []


def test_the_help_makes_sense_to_a_listener(theme: Theme, qtbot: QtBot) -> None:
    window = HelpWindow(theme, book("nb"))
    qtbot.addWidget(window)
    window.show()
    settle()
    assert faults_of(window) == []
    assert read(window.page)[0].name
