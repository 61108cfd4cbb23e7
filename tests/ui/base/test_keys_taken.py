"""No key of ours is one that a desktop takes for itself, or that a Norwegian keyboard has no key for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import ui
from kpidesk.manual.gestures import PLACES
from kpidesk.manual.keys import is_key
from tests.architecture.sources import nodes
from ui.base import actions

ROOM = Path(ui.__file__).parent
DESKTOP = {
    # GNOME, KDE, Xfce and Windows: windows, the menu of the window, the run dialog, the switcher
    *(f"Alt+F{n}" for n in range(1, 13)), *(f"Ctrl+F{n}" for n in range(1, 13)),
    "Alt+Tab", "Alt+Shift+Tab", "Alt+Space", "Alt+Esc", "Alt+Shift+Esc", "Ctrl+Esc", "Ctrl+Shift+Esc", "Alt+Enter",
    # input methods
    "Ctrl+Space", "Ctrl+Shift+U", "Ctrl+Shift+E", "Ctrl+.", "Ctrl+Shift+Space",
    # macOS, where Ctrl is Command: hide, minimise, Spotlight, pictures of the screen, log out, the switcher, emoji
    "Ctrl+H", "Ctrl+M", "Ctrl+Shift+3", "Ctrl+Shift+4", "Ctrl+Shift+5", "Ctrl+Shift+Q", "Meta+Space",
}  # fmt: skip
MEANT_THE_SAME = {"Ctrl+Q": "quit", "Ctrl+W": "close_window", "Ctrl+,": "settings"}
"""What macOS has for everyone, and means the same here."""
ON_A_MAC = {"Meta+Tab", "Meta+Shift+Tab", "Ctrl+Meta+F"}
"""A Mac has its own keys for these, Ctrl+Tab and Ctrl+Cmd+F; elsewhere others do the same."""
ON_ALTGR = set("@£$€{[]}\\~|^")
"""Signs that the Norwegian keyboards of Linux, Windows or Mac have under AltGr, or dead."""


def taken(keys: str) -> str:
    """Why some keys can't be ours; nothing when they can."""
    held, last = keys.split("+")[:-1], keys[-1] if keys.endswith("+") else keys.rsplit("+", 1)[-1]
    if keys in DESKTOP:
        return "a desktop or an input method takes it"
    if keys in ON_A_MAC:
        return ""
    if {"Ctrl", "Alt"} <= set(held):
        return "Ctrl+Alt is AltGr, and moves between desktops"
    if "Meta" in held:
        return "the desktop's own key"
    return "it needs AltGr" if last in ON_ALTGR else ""


def pressed_here() -> dict[str, str]:
    """Every key of the menus, of the pages, and whatever else in the window is written as one, with where it is."""
    found = {keys: f"pages: {place}" for place, told in PLACES.items() for each in told.gestures for keys in each.keys}
    for _title, commands in actions.menus():
        found |= {keys: command.name for command in commands for keys in (*command.keys, command.shown) if keys}
    for path in ROOM.rglob("*.py"):
        texts = (node.value for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str))
        found |= {words: path.name for words in texts if "+" in words[1:] and is_key(words) and words not in found}
    return found


def test_no_key_is_taken() -> None:
    found = pressed_here()
    assert len(found) > 80
    assert {keys: (where, why) for keys, where in found.items() if (why := taken(keys))} == {}


@pytest.mark.parametrize("keys", ["Ctrl+Alt+Left", "Alt+F2", "Ctrl+Shift+U", "Ctrl+[", "Meta+D", "Ctrl+H"])
def test_a_key_that_is_taken_would_be_found(keys: str) -> None:
    assert taken(keys)


@pytest.mark.parametrize(("keys", "command"), MEANT_THE_SAME.items())
def test_what_a_mac_has_for_everyone_means_the_same_here(keys: str, command: str) -> None:
    assert pressed_here()[keys] == command


def test_no_two_commands_share_a_key() -> None:
    keys = [key for _title, commands in actions.menus() for command in commands for key in command.keys]
    assert len(keys) == len(set(keys))


def test_keys_are_read_where_the_manual_has_them_from() -> None:
    """A shortcut of its own would be a key that neither the manual nor this test knows of."""
    modules = {path.relative_to(ROOM).as_posix(): path for path in ROOM.rglob("*.py")}
    assert {name for name, path in modules.items() if calls(path, "QShortcut")} == {"base/keys/pressed.py"}
    asking = {name for name, path in modules.items() if "ControlModifier" in path.read_text("utf-8")}
    assert asking == set(READ_THEMSELVES)


READ_THEMSELVES = {
    "chart/chart.py": "Ctrl and the wheel",
    "entry/sheet/entry_delegate.py": "what the table takes from an editor",
    "entry/sheet/entry_view.py": "an arrow alone leads beyond the edge",
    "goals/goal_delegate.py": "what the tree takes from an editor",
    "goals/goal_view.py": "what the tree takes from an editor",
    "library/library_dialog.py": "letters alone go to the search",
    "parts/sentence/strip.py": "letters alone open the line",
    "parts/sentence/typed_line.py": "letters alone open the line",
    "base/typed_over.py": "letters alone replace what stands there",
}
"""Who asks whether Ctrl is held, and what for: none of them for a key of its own."""


def calls(path: Path, name: str) -> bool:
    """Tell whether a module calls something of a name."""
    called = (node.func for node in nodes(path) if isinstance(node, ast.Call))
    return any(isinstance(each, ast.Name) and each.id == name for each in called)
