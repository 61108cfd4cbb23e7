"""The keys inside the pages: each that the manual tells of is acted on, and each is read as the manual writes it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

import ui
from kpidesk import text
from kpidesk.manual.gestures import PLACES
from kpidesk.manual.keys import is_key, named
from tests.architecture.sources import nodes
from ui.base.actions import named_key
from ui.base.keys.pressed import meaning, sequences
from ui.help.menu_keys import book

ROOM = Path(ui.__file__).parent
Key, Held = Qt.Key, Qt.KeyboardModifier


def reading() -> dict[str, set[str]]:
    """Of each place the texts of the modules that ask what keys mean there: the names of gestures are among them."""
    found: dict[str, set[str]] = {}
    for path in ROOM.rglob("*.py"):
        module = list(nodes(path))
        calls = [each for each in module if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)]
        texts = {each.value for each in module if isinstance(each, ast.Constant) and isinstance(each.value, str)}
        for call in calls:
            if call.func.id in ("meaning", "shortcuts"):  # type: ignore[attr-defined]
                for place in (each.value for each in call.args if isinstance(each, ast.Constant)):
                    found.setdefault(str(place), set()).update(texts)
    return found


def test_every_gesture_is_acted_on_where_its_keys_are_read() -> None:
    read = reading()
    assert set(read) == {place for place, told in PLACES.items() if any(not each.given for each in told.gestures)}
    elsewhere = {"goals": by_their_names("goals"), "slides": by_their_names("present")}
    lost = {
        (place, each.name)
        for place, told in PLACES.items()
        for each in told.gestures
        if not each.given and each.name not in read[place] | elsewhere.get(place, set())
    }
    assert lost == set()


def by_their_names(room: str) -> set[str]:
    """What is announced by its name, and done elsewhere in a room."""
    constants = (each for path in (ROOM / room).rglob("*.py") for each in nodes(path) if isinstance(each, ast.Constant))
    return {each.value for each in constants if isinstance(each.value, str)}


def test_every_key_is_one_and_means_one_thing_at_its_place(qapp) -> None:
    for place, told in PLACES.items():
        keys = [each for gesture in told.gestures if not gesture.given for each in gesture.keys]
        assert len(keys) == len(set(keys)), place
        assert all(is_key(each) for gesture in told.gestures for each in gesture.keys), place
        assert all(not sequence.isEmpty() for each in keys for sequence in sequences(each)), place


@pytest.mark.parametrize(
    ("key", "held", "place", "name"),
    [
        (Key.Key_Left, Held.NoModifier, "chart", "earlier"),
        (Key.Key_Plus, Held.ShiftModifier, "chart", "closer"),  # as on an American keyboard
        (Key.Key_Minus, Held.KeypadModifier, "chart", "wider"),
        (Key.Key_Enter, Held.KeypadModifier, "chart", "note"),
        (Key.Key_Backtab, Held.ShiftModifier, "entry", "back"),
        (Key.Key_Backtab, Held.ShiftModifier | Held.ControlModifier, "entry", "leave_back"),
        (Key.Key_Insert, Held.ControlModifier, "entry", "copy"),
        (Key.Key_N, Held.ShiftModifier, "look", "note"),
        (Key.Key_N, Held.ControlModifier, "look", ""),
        (Key.Key_Return, Held.ControlModifier | Held.ShiftModifier, "goals", "add_child"),
    ],
)  # fmt: skip
def test_a_key_is_known_wherever_it_stands(key: Key, held: Held, place: str, name: str) -> None:
    assert meaning(place, QKeyEvent(QEvent.Type.KeyPress, key, held)) == name


def test_keys_have_names_in_the_language_and_menus_call_them_the_same(qapp) -> None:
    from ui.app.app import Words

    words = Words()
    qapp.installTranslator(words)
    for language, name in (("nb", "Alt+venstre pil"), ("en", "Alt+Left")):
        with text.using(language):
            assert named_key("Alt+Left") == named("Alt+Left") == name
            assert named("Ctrl++") == "Ctrl++" and named("342 500") == "342 500"
    qapp.removeTranslator(words)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_page_of_keys_tells_of_every_command_with_keys_and_every_gesture(language: str) -> None:
    from ui.base import actions

    chapter = book(language).chapter("keys")
    assert chapter is not None
    told = chapter.text
    with text.using(language):
        for _title, commands in actions.menus():
            for command in commands:
                for keys in command.keys:
                    assert any(named(keys) in line and line.endswith(command.text) for line in told.splitlines()), (
                        command.name
                    )
        for place in PLACES.values():
            assert str(place.title) in told
            assert all(f"\t{each.does}" in told for each in place.gestures)
