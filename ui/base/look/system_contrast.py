"""The colours that a machine has for high contrast, as far as it has any, in the place of our own."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtGui import QPalette

from ui.base.look.contrast import luminance, mixed, ratio

Tokens = Mapping[str, str]
GROUNDS = (
    "chrome", "page", "sunken", "raised", "hover", "on_accent", "accent_soft", "ok_soft", "risk_soft", "off_soft",
    "none_soft", "signal_soft",
)  # fmt: skip
INKS = (
    "text", "text2", "text3", "line", "line_strong", "field", "ok_text", "risk_text", "off_text", "none_text",
    "signal_text", "bar", "limit", "prev", "ink", "spark",
)  # fmt: skip
SHAPES = ("ok", "risk", "off", "none", "signal")
TEXT, SHAPE = 4.5, 3.0
"""The least contrast of text, and of shapes and grounds that carry meaning."""
MIDDLE = 0.18
"""Luminance that is as far from black as from white."""


def has_colors() -> bool:
    """Whether the system chooses the colours of high contrast, and not only asks for it."""
    return sys.platform == "win32"


def tokens(palette: QPalette, ours: Mapping[str, Tokens]) -> tuple[str, dict[str, str]]:
    """``light`` or ``dark``, and its colours: the system's for grounds, text and links, and ours where they show."""
    window, text = palette.window().color().name(), palette.windowText().color().name()
    name = "light" if luminance(window) > MIDDLE else "dark"
    found = dict(ours[f"{name}_high"])
    select = _selected(window, text)
    found.update(dict.fromkeys(GROUNDS, window))
    found.update(dict.fromkeys(INKS, text))
    found.update(dict.fromkeys(("select", "select_rail", "track"), select))
    found["nat"] = mixed(window, select, 0.5)
    accent = _seen(palette.link().color().name(), (window, select), TEXT, text)
    found.update(accent=accent, accent_hover=accent)
    found.update({each: _seen(found[each], (window, select), SHAPE, text) for each in SHAPES})
    grey = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name()
    found["disabled"] = _seen(grey, (window,), SHAPE, text)
    return name, found


def _selected(window: str, text: str) -> str:
    """A ground that stands out from the window's, as far as text can still be read on it."""
    readable = (mixed(window, text, share / 100) for share in range(1, 100))
    best = window
    for each in readable:
        if ratio(text, each) < TEXT:
            break
        best = each
        if ratio(each, window) >= SHAPE:
            break
    return best


def _seen(color: str, grounds: tuple[str, ...], least: float, otherwise: str) -> str:
    """A colour, where it can be told from all the grounds."""
    return color if all(ratio(color, ground) >= least for ground in grounds) else otherwise
