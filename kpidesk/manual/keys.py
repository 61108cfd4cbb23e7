"""The names of keys in the language in force.

The words stand under the context in which Qt asks for them, so that menus and tooltips say the same as the manual.
"""

from __future__ import annotations

import re

from kpidesk.text import pgettext

KEYS = re.compile(
    r"((Ctrl|Alt|Shift|Meta)\+)*"
    r"(F\d{1,2}|Left|Right|Up|Down|PgUp|PgDown|Home|End|Enter|Return|Tab|Space|Backspace|Esc|Del|Ins|Menu|[A-Z0-9,.+=-])"
)
"""What is the name of a key or of several at once."""


def is_key(words: str) -> bool:
    """Tell whether some words are the name of a key, or of several at once: “Ctrl++”."""
    return KEYS.fullmatch(words) is not None


def names() -> dict[str, str]:
    """What each key is called that has a name of its own, by the name that the program gives it."""
    return {
        "Left": pgettext("QShortcut", "Left"),
        "Right": pgettext("QShortcut", "Right"),
        "Up": pgettext("QShortcut", "Up"),
        "Down": pgettext("QShortcut", "Down"),
        "PgUp": pgettext("QShortcut", "PgUp"),
        "PgDown": pgettext("QShortcut", "PgDown"),
        "Space": pgettext("QShortcut", "Space"),
        "Del": pgettext("QShortcut", "Del"),
        "Ins": pgettext("QShortcut", "Ins"),
        "Backspace": pgettext("QShortcut", "Backspace"),
        "Return": pgettext("QShortcut", "Return"),
        "Menu": pgettext("QShortcut", "Menu"),
    }


def named(keys: str) -> str:
    """Keys by their names: ``Alt+Left`` is “Alt+venstre pil” in bokmål; what is no key stands as it is."""
    if not KEYS.fullmatch(keys):
        return keys
    known = names()
    before, plus, last = keys.rpartition("+") if not keys.endswith("+") else (keys, "", "")
    return capital(before + plus + known.get(last, last))


def capital(name: str) -> str:
    """The name of a key that stands alone, as it is written at the beginning."""
    return name[:1].upper() + name[1:]
