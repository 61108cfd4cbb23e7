"""What the keys are called in the language in force: “Alt+venstre pil”.

The words stand in the catalogue under the context in which Qt asks for its names of keys, so that a menu, a tool tip
and the manual call a key the same.
"""

from __future__ import annotations

import re
import sys

from kpidesk.text import pgettext

KEYS = re.compile(
    r"((Ctrl|Alt|Shift|Meta)\+)*"
    r"(F\d{1,2}|Left|Right|Up|Down|PgUp|PgDown|Home|End|Enter|Return|Tab|Space|Backspace|Esc|Del|Menu|[A-Z0-9,.+=-])"
)
"""What is the name of a key, or of several at once."""
_ON_A_MAC = {"Ctrl": "Cmd", "Alt": "Option", "Meta": "Ctrl"}
_PARTS = re.compile(r"[^+]+|\+(?=$)")


def is_key(words: str) -> bool:
    """Tell whether some words are the name of a key, or of several at once: “Ctrl++”."""
    return KEYS.fullmatch(words) is not None


def key_name(keys: str) -> str:
    """``Alt+Left`` as people call it; what is no key stays as it is."""
    if not is_key(keys):
        return keys
    return "+".join(_called(part) for part in _PARTS.findall(keys))


def _called(part: str) -> str:
    """One key by its name, or by the sign on it."""
    part = _ON_A_MAC.get(part, part) if sys.platform == "darwin" else part
    return {
        "Ctrl": pgettext("QShortcut", "Ctrl"),
        "Alt": pgettext("QShortcut", "Alt"),
        "Shift": pgettext("QShortcut", "Shift"),
        "Meta": pgettext("QShortcut", "Meta"),
        "Left": pgettext("QShortcut", "Left"),
        "Right": pgettext("QShortcut", "Right"),
        "Up": pgettext("QShortcut", "Up"),
        "Down": pgettext("QShortcut", "Down"),
        "PgUp": pgettext("QShortcut", "PgUp"),
        "PgDown": pgettext("QShortcut", "PgDown"),
        "Home": pgettext("QShortcut", "Home"),
        "End": pgettext("QShortcut", "End"),
        "Enter": pgettext("QShortcut", "Enter"),
        "Return": pgettext("QShortcut", "Return"),
        "Tab": pgettext("QShortcut", "Tab"),
        "Space": pgettext("QShortcut", "Space"),
        "Backspace": pgettext("QShortcut", "Backspace"),
        "Esc": pgettext("QShortcut", "Esc"),
        "Del": pgettext("QShortcut", "Del"),
        "Menu": pgettext("QShortcut", "Menu"),
    }.get(part, part)
