"""What is told to whoever hears the screen: once, what can't wait first, and only where somebody listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.text import _
from ui.base.reach import announcing
from ui.base.reach.announcing import Politeness, announce, announce_when_still
from ui.base.session import Notice
from ui.base.theme import Theme
from ui.base.waiting import Progress
from ui.parts.fields.number_line import NumberLine
from ui.parts.notice_pile import NoticePile


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """What is told, and whether before all else, while somebody listens."""
    told: list[tuple[str, bool]] = []

    def tell(_teller: QWidget, words: str, politeness: Politeness) -> None:
        told.append((words, politeness is Politeness.Assertive))

    monkeypatch.setattr(announcing, "tell", tell)
    QAccessible.setActive(True)
    yield told
    QAccessible.setActive(False)


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    return line


def test_news_is_told_once_and_a_refusal_before_it(
    heard: list[tuple[str, bool]], field: QLineEdit, qtbot: QtBot
) -> None:
    announce("Saved")
    announce("Saved")
    announce("This is not a number.", at_once=True)
    announce("")
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [("This is not a number.", True), ("Saved", False)]


def test_the_same_news_later_is_news(heard: list[tuple[str, bool]], field: QLineEdit, qtbot: QtBot) -> None:
    announce("Undone: rename")
    qtbot.waitUntil(lambda: len(heard) == 1)
    announce("Undone: rename")
    qtbot.waitUntil(lambda: len(heard) == 2)


def test_nobody_listens_and_nothing_is_kept(field: QLineEdit, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(announcing, "_Announcer", made.append)
    announce("Saved")
    announce_when_still("3 of 12")
    assert made == []


def test_what_the_keyboard_comes_to_says_it_by_itself(heard: list[tuple[str, bool]], qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    before, after = QLineEdit(window), QLineEdit(window)
    after.setAccessibleName("Week 11")
    after.setAccessibleDescription("Usually 40–50")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    before.setFocus()
    announce("Week 11")
    announce("Usually 40–50")
    announce("Saved")
    after.setFocus()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("Saved", False)]


def test_a_count_is_told_when_nobody_types_any_more(
    heard: list[tuple[str, bool]], field: QLineEdit, qtbot: QtBot
) -> None:
    for count in ("9 of 12", "3 of 12"):
        announce_when_still(count)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("3 of 12", False)]


def test_a_notice_is_told_and_an_error_at_once(heard: list[tuple[str, bool]], theme: Theme, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    pile = NoticePile(theme, page)
    pile.say(Notice("Kari has changed two numbers."))
    pile.say(Notice("The disk is full.", "error"))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [("The disk is full.", True), ("Kari has changed two numbers.", False)]


def test_a_long_wait_tells_that_it_begins_and_how_it_ends(heard: list[tuple[str, bool]], qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    failing = Progress("Import", "It fails.", window)
    failing.show()
    failing.end(failed=True)
    qtbot.waitUntil(lambda: ("It fails.", False) in heard)
    assert (_("Done"), False) not in heard, "why is said where it is known"
    for given_up, end in ((False, _("Done")), (True, _("Stopped"))):
        dialog = Progress("Import", "The numbers are being read.", window)
        dialog.show()
        if given_up:
            dialog.reject()
        dialog.end()
        qtbot.waitUntil(lambda end=end: (end, False) in heard)
    assert ("The numbers are being read.", False) in heard
    assert (_("Stopping …"), False) in heard


def test_a_line_for_a_number_says_at_once_that_it_is_none(heard: list[tuple[str, bool]], qtbot: QtBot) -> None:
    line = NumberLine("Target")
    qtbot.addWidget(line)
    line.show()
    line.setText("many")
    line.committed.emit("many")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(line.toolTip(), True)]
