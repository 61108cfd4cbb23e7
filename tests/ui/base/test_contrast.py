"""Text stands out 4.5 : 1 from every ground that it is written on, and what carries meaning 3 : 1 (WCAG 2.2).

What stands on which ground is told here; tests/ui/screens looks at what has been painted.
"""

from __future__ import annotations

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QPalette

from kpidesk import assets
from kpidesk.viz.tokens import PAPER
from ui.base.look import system_contrast
from ui.base.look.contrast import luminance, mixed, ratio

TOKENS = assets.read_json("themes", "tokens.json")
LOOKS = tuple(TOKENS)
TEXT, SHAPE = 4.5, 3.0
GROUNDS = ("page", "raised", "sunken", "chrome")
MARKED = ("hover", "select", "select_rail")
WRITTEN = {
    "text": (*GROUNDS, *MARKED, "none_soft", "risk_soft", "track"),
    "text2": (*GROUNDS, *MARKED, "none_soft", "risk_soft", "track"),
    "text3": (*GROUNDS, *MARKED, "none_soft", "risk_soft", "nat"),
    "accent": (*GROUNDS, *MARKED, "accent_soft", "risk_soft"),
    "on_accent": ("accent", "accent_hover"),
    "page": ("bar",),
    "ok_text": (*GROUNDS, *MARKED, "ok_soft"),
    "risk_text": (*GROUNDS, *MARKED, "risk_soft"),
    "off_text": (*GROUNDS, *MARKED, "off_soft"),
    "none_text": (*GROUNDS, *MARKED, "none_soft"),
    "signal_text": (*GROUNDS, *MARKED, "signal_soft"),
}
"""Colours of text, and the grounds that it is written on."""
DRAWN = {
    **dict.fromkeys(("ok", "risk", "off", "none", "signal"), (*GROUNDS, "hover", "select")),
    "field": (*GROUNDS, "hover", "select", "none_soft", "risk_soft"),
    "accent": (*GROUNDS, *MARKED, "track", "risk_soft"),
    "bar": (*GROUNDS, "select", "track"),
    "ink": (*GROUNDS, "select", "track", "nat"),
    "limit": ("page", "select", "nat"),
    "prev": ("page", "nat"),
    "spark": ("page", "select", "nat"),
    "disabled": ("page", "chrome"),
}
"""Shapes, edges and lines that carry meaning, and what they lie on; what is disabled is exempt, and still seen."""
IN_ZONES = ("accent", "prev", "limit", "ink", "signal")
ZONES = (("ok", 0.06), ("risk", 0.13))
"""The good and the amber field of a chart, by colour and share; see ``ui.chart.chart_layers``."""


@pytest.mark.parametrize("look", LOOKS)
def test_text_can_be_read_on_every_ground(look: str) -> None:
    assert not _weak(TOKENS[look], WRITTEN, TEXT)


@pytest.mark.parametrize("look", LOOKS)
def test_shapes_edges_and_lines_that_mean_something_stand_out(look: str) -> None:
    assert not _weak(TOKENS[look], DRAWN, SHAPE)


@pytest.mark.parametrize("look", LOOKS)
def test_the_lines_of_a_chart_stand_out_from_its_fields_too(look: str) -> None:
    colors = TOKENS[look]
    fields = {name: mixed(colors["page"], colors[name], share) for name, share in ZONES}
    weak = {
        (line, field): round(ratio(colors[line], ground), 2)
        for line in IN_ZONES for field, ground in fields.items() if ratio(colors[line], ground) < SHAPE
    }  # fmt: skip
    assert not weak


@pytest.mark.parametrize("look", [each for each in LOOKS if each.endswith("_high")])
def test_high_contrast_has_no_tints_and_shows_what_is_chosen(look: str) -> None:
    colors = TOKENS[look]
    assert {colors[ground] for ground in GROUNDS} == {colors["page"]}
    assert all(ratio(colors[ink], colors["page"]) >= 7 for ink in ("text", "text2", "text3", "accent", "off_text"))
    assert ratio(colors["select"], colors["page"]) >= SHAPE
    assert ratio(colors["line"], colors["page"]) >= SHAPE


def _weak(colors: dict[str, str], pairs: dict[str, tuple[str, ...]], least: float) -> dict[tuple[str, str], float]:
    found = {(ink, ground): ratio(colors[ink], colors[ground]) for ink, grounds in pairs.items() for ground in grounds}
    return {pair: round(seen, 2) for pair, seen in found.items() if seen < least}


# ---- paper ---------------------------------------------------------------------------------------------


def test_paper_can_be_read_and_its_lines_seen() -> None:
    """Ink on all that lies under it; quiet text on white and on the tint of the appendix; a line on every band."""
    colors = asdict(PAPER)
    bands = ("paper", "band_green", "band_amber", "band_red")
    text = {
        "ink": (*bands, "tint", "quarter", "strip_beyond"), "secondary": (*bands, "tint", "quarter"),
        "tertiary": ("paper", "tint"), **dict.fromkeys(("green", "amber", "red", "signal", "accent"), ("paper",)),
    }  # fmt: skip
    drawn = {
        **dict.fromkeys(("accent", "previous", "tertiary", "signal", "secondary"), bands),
        **dict.fromkeys(("green", "amber", "red"), ("paper", "strip_beyond", "strip_between", "strip_met")),
    }
    assert not _weak(colors, text, TEXT)
    assert not _weak(colors, drawn, SHAPE)
    assert ratio(colors["accent"], colors["track"]) >= SHAPE


# ---- the measure, and the system's own colours ---------------------------------------------------------


def test_the_measure_is_that_of_the_guidelines() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005), "the well-known grey that just fails"
    assert ratio("#123456", "#123456") == 1
    assert luminance("#FFFFFF") == pytest.approx(1) and luminance("#000000") == 0
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


PALETTES = {
    "Night sky": ("#000000", "#FFFFFF", "#8080FF", "#A6A6A6", "dark"),
    "Desert": ("#FFFAEF", "#3D3D3D", "#00009F", "#676767", "light"),
    "Aquatic": ("#202020", "#FFFFFF", "#75E9FC", "#A6A6A6", "dark"),
    "Dusk": ("#2D3236", "#FFFFFF", "#70EBDE", "#A6A6A6", "dark"),
}
"""The four themes of high contrast that Windows 11 comes with: window, text, link, what is disabled."""


@pytest.mark.parametrize("name", PALETTES)
def test_the_colours_of_the_system_are_taken_where_it_has_some(name: str) -> None:
    window, text, link, grey, expected = PALETTES[name]
    palette = QPalette(QColor(window))
    for role, color in (("Window", window), ("WindowText", text), ("Link", link)):
        palette.setColor(QPalette.ColorRole[role], QColor(color))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, QColor(grey))
    look, colors = system_contrast.tokens(palette, TOKENS)
    assert look == expected and set(colors) == set(TOKENS["light"])
    assert QColor(colors["page"]) == QColor(window) and QColor(colors["text"]) == QColor(text)
    assert not _weak(colors, {**WRITTEN, "page": ()}, TEXT)
    assert ratio(colors["select"], colors["page"]) > 2, "as much as leaves the text on it legible"
