"""The help: opened at what is in view, read chapter by chapter, searched, and done in the window beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.workspace import Workspace
from ui.app.window import Window
from ui.base import actions, scale
from ui.base.dialog_frame import DialogFrame
from ui.base.page import HELP
from ui.base.theme import Theme
from ui.help import help_words
from ui.help.chapters import PLACES, chapter_for, parts, saying
from ui.help.help import Help
from ui.help.help_window import HelpWindow

KEYS = [chapter.key for part in parts() for chapter in part.chapters]
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> HelpWindow:
    return opened(theme, qtbot)


def opened(theme: Theme, qtbot: QtBot) -> HelpWindow:
    found = HelpWindow(theme)
    qtbot.addWidget(found)
    with qtbot.waitExposed(found):
        found.show()
    return found


def said(window: HelpWindow) -> str:
    return "\n".join(label.text() for label in window.page.widget().findChildren(QLabel))


def test_the_keyboard_begins_at_the_chapter_that_is_opened(theme: Theme, qtbot: QtBot) -> None:
    found = HelpWindow(theme)
    qtbot.addWidget(found)
    found.show_chapter("okr")
    with qtbot.waitExposed(found):
        found.show()
    assert found.focusWidget() is found.buttons["okr"]


# ---- what it says -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "en"])
def test_five_chapters_tell_what_it_is_about_and_each_leads_to_something_to_do(language: str) -> None:
    with text.using(language):
        about, using = parts()
        assert [chapter.key for chapter in about.chapters] == ["kpi", "objectives", "okr", "smart", "pitfalls"]
        known = {command.name for _title, commands in actions.menus() for command in commands}
        deeds = [chapter.deed for part in (about, using) for chapter in part.chapters if chapter.deed is not None]
        assert len(deeds) >= 8 and {deed.command for deed in deeds} <= known
        words = "\n".join(said for part in (about, using) for chapter in part.chapters for said in chapter.texts())
        assert all(name in words for name in ("Drucker", "1954", "Grove", "Doerr", "Doran", "1981"))


def test_the_keys_listed_are_those_of_the_menus() -> None:
    with text.using("en"):
        listed = {words: keys for keys, words in help_words.key_list()}
        for _title, commands in actions.menus():
            for command in commands:
                if command.keys:
                    shown = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
                    assert shown in listed[command.text]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_word_of_the_list_is_told_once_in_a_sentence(language: str) -> None:
    with text.using(language):
        names = [name for name, _words in help_words.terms()]
        assert len(names) == len(set(names)) and all(words.endswith(".") for _name, words in help_words.terms())


# ---- reading ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "percent"), [(1040, 100), (640, 100), (640, 140)])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_chapter_fits_its_width(
    theme: Theme, qtbot: QtBot, language: str, width: int, percent: int, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: theme.resize(scale.ORDINARY))
    theme.resize(percent)
    with text.using(language):
        window = opened(theme, qtbot)
        window.resize(width, 400)
        for key in KEYS:
            window.show_chapter(key)
            QApplication.processEvents()
            inside = window.page.widget()
            assert inside.minimumSizeHint().width() <= window.page.viewport().width(), key
        assert window.chosen.isVisible() == (width == 640)


def test_the_ways_lead_through_all_chapters_and_back_to_what_was_read(window: HelpWindow) -> None:
    window.show_chapter("smart")
    read = [window.key]
    while window.next.isVisible():
        QTest.mouseClick(window.next, Qt.MouseButton.LeftButton)
        read.append(window.key)
    assert read == KEYS[KEYS.index("smart") :]
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.key == KEYS[-2]
    for _each in range(20):
        QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.key == "kpi" and not window.previous.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Right, ALT)
    assert window.key == KEYS[1]


def test_the_list_is_walked_by_the_arrows(window: HelpWindow) -> None:
    window.buttons["kpi"].setFocus()
    QTest.keyClick(window.buttons["kpi"], Qt.Key.Key_Down)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Space)
    assert window.key == "objectives" and window.buttons["objectives"].hasFocus()


def test_a_search_leaves_the_chapters_that_say_it_and_marks_where(window: HelpWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, "drucker")
    left = [key for key, button in window.buttons.items() if button.isVisible()]
    assert left == ["objectives"]
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.key == "objectives" and ">Drucker</span>" in said(window)
    window.search.setText("a & <b> amp")
    assert window.nothing.isVisible() and not any(button.isVisible() for button in window.buttons.values())
    window.search.clear()
    assert window.nothing.isHidden() and "<span" not in said(window)


def test_a_search_for_marks_finds_what_is_said_and_breaks_nothing(window: HelpWindow) -> None:
    for sought in ("&", "<", "span", "amp", "(", "\\", "kpi KPI"):
        window.search.setText(sought)
        for key in KEYS:
            window.show_chapter(key)
            assert "&amp;amp" not in said(window) and "<spa</span>" not in said(window)
        shown = {key for key, button in window.buttons.items() if not button.isHidden()}
        assert shown == {each.key for part in parts() for each in part.chapters if saying(each, sought)}


# ---- where it opens ---------------------------------------------------------------------------------


def test_a_chapter_fits_every_place_and_what_has_the_keyboard_goes_first(qtbot: QtBot) -> None:
    assert {*PLACES.values()} <= set(KEYS) and set(actions.PLACES) <= set(PLACES)
    section = QWidget()
    qtbot.addWidget(section)
    section.setProperty(HELP, "smart")
    inside = QLineEdit(section)
    assert chapter_for("goals", inside) == "smart"
    assert chapter_for("goals", None) == "okr" and chapter_for("kpis", QLineEdit(None)) == "kpi"


def test_f1_opens_the_help_beside_a_dialog_too(theme: Theme, qtbot: QtBot) -> None:
    class Owner(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.help = Help(self, theme, lambda: "review")

        def show_help(self) -> None:
            self.help.open_here()

    owner = Owner()
    qtbot.addWidget(owner)
    dialog = DialogFrame("Dialog", owner)
    dialog.setProperty(HELP, "pitfalls")
    dialog.body.addWidget(QLineEdit())
    dialog.open()
    qtbot.waitUntil(lambda: dialog.findChild(QLineEdit).hasFocus())
    QTest.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_F1)
    assert owner.help.window is not None and owner.help.window.key == "pitfalls"
    owner.help.close()
    qtbot.waitUntil(lambda: owner.help.window is None)
    dialog.done(QDialog.DialogCode.Rejected)
    owner.help.open_here()
    assert owner.help.window is not None and owner.help.window.key == "review"
    owner.help.close()
    qtbot.waitUntil(lambda: owner.help.window is None)


@pytest.fixture
def desk(make_window: Callable[..., Window], workspace: Workspace, tmp_path: Path) -> Window:
    workspace.close()
    return make_window(workspace.path)


def test_what_a_chapter_leads_to_is_done_in_the_window_and_another_language_keeps_the_chapter(
    desk: Window, qtbot: QtBot
) -> None:
    desk.go("goals")
    desk._run("help")
    first = desk.help.window
    assert first is not None and first.key == "okr"
    first.show_chapter("pitfalls")
    button = first.page.button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.place == "kpis"
    desk._run("language_en")
    again = desk.help.window
    assert again is not None and again is not first and again.key == "pitfalls"
    assert "The pitfalls" in said(again)
    desk.close()
    qtbot.waitUntil(lambda: desk.help.window is None)
