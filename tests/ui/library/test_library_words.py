"""How the words of the library fit where they are shown: formulas in chips, short names in tables."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from kpidesk import library, library_chips, text
from ui.base.theme import Theme
from ui.library.library_chips import Chip, Chips

NAME_COLUMN = 230
"""Pixels that a short name may take in tables and charts."""


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_short_name_fits_the_name_column(theme: Theme, language: str) -> None:
    metrics = QFontMetricsF(theme.font("medium"))
    with text.using(language):
        wide = [each.short_name for each in library.kpis() if metrics.horizontalAdvance(each.short_name) > NAME_COLUMN]
    assert wide == []


@pytest.mark.parametrize("width", [372, 260])
def test_no_line_of_a_formula_begins_or_ends_inside_a_bracket(qtbot: QtBot, theme: Theme, width: int) -> None:
    for kpi in library.kpis():
        chips = [Chip(piece.text, piece.measured) for piece in library_chips.chips(kpi)]
        shown = Chips(theme)
        qtbot.addWidget(shown)
        shown.show_chips(chips)
        places = shown._places(width)
        for chip, place, before, behind in zip(chips[1:], places[1:], places, chips, strict=False):
            assert place.right() <= width + 1
            split = chip.text.startswith(")") or behind.text.endswith("(")
            line = [each for each in places if each.top() == before.top()]
            assert not split or place.top() == before.top() or (line[0].left() == 0 and len(line) <= 2), kpi.id
