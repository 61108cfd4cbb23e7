"""The help: first steps, words and keys, opened from the menu and by F1."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from kpidesk import text
from ui.app import help_words
from ui.app.about import HelpDialog, help_commands
from ui.base import actions


def said(dialog: HelpDialog) -> list[str]:
    return [label.text() for label in dialog.area.widget().findChildren(QLabel)]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_part_fits_its_width_and_changes_with_the_buttons(qtbot, theme, language):
    with text.using(language):
        dialog = HelpDialog("steps")
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        shown = {}
        for part in ("words", "keys", "steps"):
            dialog.parts.choose(part)
            shown[part] = said(dialog)
            assert dialog.area.widget().minimumSizeHint().width() <= dialog.area.viewport().width()
        assert len({tuple(words) for words in shown.values()}) == 3
        assert ("Målverdi" if language == "nb" else "Target") in shown["words"]
        names = [name for name, _words in help_words.terms()]
        assert len(names) == len(set(names)) and all(words.endswith(".") for _name, words in help_words.terms())


def test_the_keys_listed_are_those_of_the_menus():
    with text.using("en"):
        listed = {words: keys for keys, words in help_words.key_list()}
        for _title, commands in actions.menus():
            for command in commands:
                if command.keys:
                    shown = QKeySequence(command.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
                    assert shown in listed[command.text]


def test_the_menu_opens_each_part_and_escape_closes_it(qtbot, theme):
    from PySide6.QtWidgets import QWidget

    window = QWidget()
    qtbot.addWidget(window)
    commands = help_commands(window)
    for name, part in (("help", "steps"), ("words", "words"), ("shortcuts", "keys")):
        commands[name]()
        dialog = window.findChild(HelpDialog)
        assert dialog is not None and dialog.parts.value() == part
        with qtbot.waitSignal(dialog.finished):
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: window.findChild(HelpDialog) is None)


def test_f1_is_the_key_of_help():
    found = {command.name: command.keys for _title, commands in actions.menus() for command in commands}
    assert found["help"] == ("F1",)
