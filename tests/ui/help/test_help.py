"""The help: opened at what is in view, read chapter by chapter, searched, and done in the window beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import ui
from kpidesk import text
from kpidesk.cli.grammar.described import book
from kpidesk.workspace import Workspace
from ui.app.window import Window
from ui.base import actions, scale
from ui.base.dialog_frame import DialogFrame
from ui.base.memory import Memory
from ui.base.page import HELP
from ui.base.theme import Theme
from ui.help.blocks import Shot
from ui.help.contents_list import PLACE
from ui.help.contexts import DIALOGS, PLACES, section_for
from ui.help.help import Help
from ui.help.help_window import HelpWindow
from ui.help.reading import Reading

KEYS = [chapter.key for chapter in book("nb").chapters]
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> HelpWindow:
    return opened(theme, qtbot)


def opened(theme: Theme, qtbot: QtBot, language: str = "nb") -> HelpWindow:
    found = HelpWindow(theme, book(language))
    qtbot.addWidget(found)
    with qtbot.waitExposed(found):
        found.show()
    return found


def said(window: HelpWindow) -> str:
    window.page.finish()
    inside = window.page.widget()
    assert inside is not None
    labels = "\n".join(label.text() for label in inside.findChildren(QLabel))
    return labels + "\n".join(reading.toHtml() for reading in inside.findChildren(Reading))


def test_the_keyboard_begins_in_the_contents_at_what_is_opened(theme: Theme, qtbot: QtBot) -> None:
    found = HelpWindow(theme, book("nb"))
    qtbot.addWidget(found)
    found.show_section("okr")
    with qtbot.waitExposed(found):
        found.show()
    assert found.focusWidget() is found.contents and found.contents.currentItem().text() == "OKR"


# ---- what it says -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "en"])
def test_five_chapters_tell_what_it_is_about_and_chapters_lead_to_something_to_do(language: str) -> None:
    manual = book(language)
    about = manual.parts[0]
    assert [chapter.key for chapter in about.chapters] == ["kpi", "objectives", "okr", "smart", "pitfalls"]
    known = {command.name for _title, commands in actions.menus() for command in commands}
    deeds = [chapter.deed for chapter in manual.chapters if chapter.deed is not None]
    assert len(deeds) >= 8 and {deed.command for deed in deeds} <= known
    words = "\n".join(chapter.text for chapter in about.chapters)
    assert all(name in words for name in ("Drucker", "1954", "Grove", "Doerr", "Doran", "1981"))


# ---- reading ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "percent"), [(1040, 100), (640, 140)])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_chapter_fits_its_width(
    theme: Theme, qtbot: QtBot, language: str, width: int, percent: int, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(lambda: theme.resize(scale.ORDINARY))
    theme.resize(percent)
    with text.using(language):
        window = opened(theme, qtbot, language)
        window.resize(width, 400)
        for key in KEYS:
            window.show_section(key)
            window.page.finish()
            inside = window.page.widget()
            assert inside is not None
            assert inside.minimumSizeHint().width() <= window.page.viewport().width(), key
            readings = inside.findChildren(Reading)
            qtbot.waitUntil(lambda: all(each.document().size().height() <= each.height() + 1 for each in readings))  # noqa: B023
        assert window.chosen.isVisible() == (width == 640)


def test_the_ways_lead_through_all_chapters_and_back_to_what_was_read(window: HelpWindow) -> None:
    window.show_section("paper")
    read = [window.key]
    while window.next.isVisible():
        QTest.mouseClick(window.next, Qt.MouseButton.LeftButton)
        read.append(window.key)
    assert read == KEYS[KEYS.index("paper") :]
    QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.key == KEYS[-2]
    QTest.keyClick(window, Qt.Key.Key_Right, ALT)
    assert window.key == KEYS[-1]
    for _each in range(len(KEYS)):
        QTest.keyClick(window, Qt.Key.Key_Left, ALT)
    assert window.key == "kpi" and not window.previous.isVisible()


def test_what_is_pressed_on_in_the_contents_is_what_stands_out_there(window: HelpWindow) -> None:
    """Its sections come below it, and the list moves: other lines stand under the pointer then."""
    listed = window.contents
    for place in ("review", "menus", "round", "okr"):
        item = next(listed.item(n) for n in range(listed.count()) if listed.item(n).data(PLACE) == place)
        listed.scrollToItem(item)
        QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=listed.visualItemRect(item).center())
        assert window.key == place
        assert [each.data(PLACE) for each in listed.selectedItems()] == [place]


def test_the_contents_are_walked_by_the_arrows_and_pass_by_the_headings(window: HelpWindow) -> None:
    window.show_section("pitfalls")
    window.contents.setFocus()
    QTest.keyClick(window.contents, Qt.Key.Key_Down)
    assert window.key == KEYS[5] and window.contents.hasFocus()
    QTest.keyClick(window.contents, Qt.Key.Key_Up)
    assert window.key == "pitfalls"


def test_a_link_leads_to_a_section_and_one_of_a_command_asks_for_it(window: HelpWindow, qtbot: QtBot) -> None:
    chapter = next(each for each in window.book.chapters if len(each.sections) > 1)
    section = chapter.sections[-1]
    window.follow(section.place)
    assert window.key == chapter.key
    qtbot.waitUntil(lambda: window.place == section.place)
    with qtbot.waitSignal(window.asked) as asked:
        window.follow("action:go_goals")
    assert asked.args == ["go_goals"] and window.key == chapter.key


def test_pictures_follow_the_width(window: HelpWindow, qtbot: QtBot) -> None:
    def shown() -> int:
        inside = window.page.widget()
        assert inside is not None
        shot = inside.findChild(Shot)
        assert shot is not None, "a chapter comes piece by piece"
        assert shot.accessibleName()
        return shot.shown().width()

    window.resize(1040, 720)
    window.show_section("hour")
    qtbot.waitUntil(lambda: shown() > 600)
    window.resize(500, 400)
    qtbot.waitUntil(lambda: 300 < shown() < 500)


# ---- searching --------------------------------------------------------------------------------------


def test_a_search_lists_the_sections_that_say_it_and_marks_where(window: HelpWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
    assert window.search.hasFocus()
    QTest.keyClicks(window.search, "drucker")
    assert window.contents.listed() == ["objectives"]
    QTest.keyClick(window.search, Qt.Key.Key_Return)
    assert window.key == "objectives" and ">Drucker</span>" in said(window)
    window.search.setText("a & <b> amp xyzzy")
    assert window.contents.listed() == [] and "ingenting" in window.contents.item(0).text().casefold()
    assert ">Drucker</span>" not in said(window), "what is no longer searched for is marked no longer"
    window.search.clear()
    assert len(window.contents.listed()) >= len(KEYS) and ">Drucker</span>" not in said(window)


def test_the_arrow_down_leads_from_the_search_into_what_is_found(window: HelpWindow) -> None:
    window.search.setFocus()
    QTest.keyClicks(window.search, "smart")
    found = window.contents.listed()
    QTest.keyClick(window.search, Qt.Key.Key_Down)
    assert window.contents.hasFocus()
    QTest.keyClick(window.contents, Qt.Key.Key_Down)
    assert window.key == found[1].partition("#")[0] and window.contents.listed() == found


@pytest.mark.parametrize("sought", ["&", "<", "span", "amp", "(", "\\", "kpi KPI"])
def test_a_search_for_marks_breaks_nothing(window: HelpWindow, sought: str) -> None:
    window.search.setText(sought)
    window.show_section("kpi")
    assert "&amp;amp" not in said(window) and "<spa</span>" not in said(window)


# ---- where it opens ---------------------------------------------------------------------------------


def test_a_section_fits_every_place_and_what_has_the_keyboard_goes_first(qtbot: QtBot) -> None:
    manual = book("nb")
    assert {*PLACES.values(), *DIALOGS.values()} <= manual.places and set(actions.PLACES) <= set(PLACES)
    section = QWidget()
    qtbot.addWidget(section)
    section.setProperty(HELP, "smart")
    inside = QLineEdit(section)
    assert section_for("goals", inside) == "smart"
    assert section_for("goals", None) == PLACES["goals"] and section_for("kpis", QLineEdit(None)) == PLACES["kpis"]


def test_what_names_a_chapter_names_one_that_is_there() -> None:
    named = {
        line.partition('HELP, "')[2].partition('"')[0]
        for path in Path(ui.__file__).parent.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if 'setProperty(HELP, "' in line
    }
    assert named and named <= book("nb").places


def dialogs() -> dict[str, set[str]]:
    """Every dialog of the program, and the classes that are made of it."""
    sources = (path.read_text(encoding="utf-8") for path in Path(ui.__file__).parent.rglob("*.py"))
    bases = [found for source in sources for found in re.findall(r"^class (\w+)\((\w+)", source, re.MULTILINE)]
    known: dict[str, set[str]] = {"DialogFrame": set()}
    waiting = ["DialogFrame"]
    while waiting:
        base = waiting.pop()
        known[base] = {name for name, above in bases if above == base}
        waiting += known[base]
    return known


def test_every_dialog_has_a_section_of_its_own() -> None:
    """A new dialog names the section that is about it in ``ui/help/contexts.py``, unless it only says to wait."""
    known = dialogs()
    assert len(known) > 25
    lacking = {name for name, made in known.items() if not made} - set(DIALOGS) - {"Progress"}
    assert lacking == set(), "no section in DIALOGS for these"
    assert set(DIALOGS) <= set(known), "these are no dialogs any more"


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


def test_the_manual_opens_where_it_was_read_last(theme: Theme, qtbot: QtBot) -> None:
    owner, memory = QWidget(), Memory()
    qtbot.addWidget(owner)
    first = Help(owner, theme, lambda: "kpis", memory)
    first.open("sharing")
    first.close()
    qtbot.waitUntil(lambda: first.window is None)
    second = Help(owner, theme, lambda: "kpis", memory)
    second.open_again()
    assert second.window is not None and second.window.key == "sharing"
    second.close()
    qtbot.waitUntil(lambda: second.window is None)


def test_the_manual_is_saved_as_a_pdf_in_the_language_that_is_read(
    window: HelpWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "Brukerhåndbok"
    monkeypatch.setattr("ui.help.manual_paper.QFileDialog.getSaveFileName", lambda *_: (str(chosen), ""))
    monkeypatch.setattr("ui.help.manual_paper.pdf_of", lambda manual, paper: f"{manual.language} {paper}".encode())
    window.save_pdf()
    assert (tmp_path / "Brukerhåndbok.pdf").read_bytes() == b"nb A4"
    assert window.said.isVisible() and "Brukerhåndbok.pdf" in window.said.text()


@pytest.fixture
def desk(make_window: Callable[..., Window], workspace: Workspace, tmp_path: Path) -> Window:
    workspace.close()
    return make_window(workspace.path)


def test_what_a_chapter_leads_to_is_done_in_the_window_and_another_language_keeps_the_chapter(
    desk: Window, qtbot: QtBot
) -> None:
    desk.go("goals")
    desk.commands.run("help")
    first = desk.help.window
    assert first is not None and first.key == PLACES["goals"].partition("#")[0]
    first.show_section("pitfalls")
    first.page.finish()
    button = first.page.button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.place == "kpis"
    desk.commands.run("language_en")
    again = desk.help.window
    assert again is not None and again is not first and again.key == "pitfalls"
    assert "The pitfalls" in said(again)
    desk.close()
    qtbot.waitUntil(lambda: desk.help.window is None)


@pytest.mark.parametrize(
    ("reason", "link"), [(Qt.FocusReason.TabFocusReason, "First"), (Qt.FocusReason.BacktabFocusReason, "Last")]
)
def test_tab_comes_to_a_link_of_a_text_at_once(qtbot: QtBot, reason: Qt.FocusReason, link: str) -> None:
    reading = Reading('Words, <a href="a">First</a> and <a href="b">Last</a>.', QFont())
    qtbot.addWidget(reading)
    QApplication.sendEvent(reading, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert reading.textCursor().selectedText() == link
