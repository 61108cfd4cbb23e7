"""Nothing of the program is left out of the manual: menu commands, settings, and what can be typed at a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFormLayout, QLabel
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.cli.grammar.described import book
from kpidesk.cli.grammar.outline import outline
from kpidesk.manual.book import Chapter, Code, Table, runs, said, walk
from kpidesk.manual.keys import named
from ui.app.settings_dialog import SettingsDialog
from ui.base import actions
from ui.base.session import Session

LANGUAGES = ("nb", "en")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with text.using(request.param):
        yield request.param


def chapter(language: str, key: str) -> Chapter:
    found = book(language).chapter(key)
    assert found is not None
    return found


def rows(told: Chapter) -> dict[str, tuple[str, str]]:
    """What the tables of a chapter name in bold: the whole first cell, and what stands beside it."""
    return {
        cells[0][0].text: (said(cells[0]), said(cells[1]))
        for block in told.blocks
        if isinstance(block, Table)
        for cells in block.rows
        if cells[0][0].strong
    }


def test_every_command_of_the_menus_is_told_with_its_keys(language: str) -> None:
    told = chapter(language, "menus")
    missing = []
    for (title, commands), section in zip(actions.menus(), told.sections[1:], strict=True):
        assert section.title == title.replace("&", "")
        known = rows(Chapter(section.key, section.title, lambda blocks=section.blocks: blocks))
        for command in commands:
            if command.name and command.name not in ("recent",) and command.text not in known:
                missing.append(f"{title}: {command.text} ({command.name})")
            elif command.name:
                first, meaning = known[command.text]
                lacking = [key for key in (*command.keys, command.shown) if key and named(key) not in first]
                missing += [f"{title}: the key {key} of {command.text}" for key in lacking]
                assert meaning.endswith("."), command.name
    assert missing == [], f"the chapter of the menus does not tell of these ({language})"


def test_no_command_is_told_that_is_in_no_menu(language: str) -> None:
    there = {command.text for _title, commands in actions.menus() for command in commands}
    assert set(rows(chapter(language, "menus"))) - there == set(), f"the chapter of the menus ({language})"


def test_a_way_through_the_menus_that_a_chapter_names_is_there(language: str) -> None:
    ways = {f"{title.replace('&', '')} › {command.text}" for title, commands in actions.menus() for command in commands}
    named = {
        run.text for each in book(language).chapters for run in runs(each.blocks) if run.strong and " › " in run.text
    }
    assert len(named) > 8
    assert named <= ways


def test_a_command_line_that_a_chapter_shows_calls_a_command_that_there_is(language: str) -> None:
    known = {command.name.split()[0] for command in outline(language).commands} | {"help"}
    shown = [
        found
        for each in book(language).chapters
        if each.key != "commands"
        for found in re.findall(r"kpidesk(?:-cli)? ([a-z][a-z-]+)", code_of(each))
    ]
    assert len(shown) > 4
    assert set(shown) <= known


def code_of(told: Chapter) -> str:
    """All that a chapter shows as it is typed."""
    typed = [block.text for block in walk(told.blocks) if isinstance(block, Code)]
    return "\n".join((*typed, *(run.text for run in runs(told.blocks) if run.code)))


def test_every_setting_is_told(language: str, session: Session, settings: QSettings, qtbot: QtBot) -> None:
    dialog = SettingsDialog(settings, session)
    qtbot.addWidget(dialog)
    shown = {
        label.text().replace("&", "")
        for form in dialog.findChildren(QFormLayout)
        for row in range(form.rowCount())
        if (item := form.itemAt(row, QFormLayout.ItemRole.LabelRole)) is not None
        and isinstance(label := item.widget(), QLabel)
        and label.text()
    }
    assert len(shown) > 10
    told = set(rows(chapter(language, "settings")))
    assert shown - told == set(), f"the chapter of the settings does not tell of these ({language})"
    assert told - shown == set(), f"the chapter of the settings tells of what is no setting ({language})"


def test_every_command_and_option_of_the_command_line_is_told(language: str) -> None:
    told = chapter(language, "commands").text
    laid = outline(language)
    missing = []
    for command in laid.commands:
        names = [flag for option in command.options for flag in option.flags if "help" not in flag and flag != "-h"]
        missing += [f"{command.name} {name}" for name in (command.name, *names) if name not in told]
        missing += [f"{command.name} {each.flags}: no words" for each in command.options if not each.words]
        missing += [f"{command.name} {each.name}: no words" for each in command.arguments if not each.words]
        missing += [f"{command.name}: no example" for _none in [0] if not command.examples]
    missing += [each.name for each in laid.variables if each.name not in told]
    missing += [str(each.code) for each in laid.exit_codes if each.words not in told]
    assert missing == []
