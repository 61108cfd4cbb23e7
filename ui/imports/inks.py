"""Fonts and colours for painting many cells: each is made once, since making one costs more than drawing a cell."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from ui.base.theme import Theme
from ui.parts.painters import cut

KEPT = 4096
"""So many texts are in view at most, in a table over all of a large screen."""


class Inks:
    """Of the theme and the size of text in force; whoever paints with it is made anew when they change."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, QFontMetricsF] = {}
        self._colors: dict[str, QColor] = {}
        self.wide, self.cut = lru_cache(KEPT)(self._wide), lru_cache(KEPT)(self._cut)

    def font(self, style: str) -> QFont:
        """A font by its style."""
        found = self._fonts.get(style)
        if found is None:
            found = self._fonts[style] = self._theme.font(style)
        return found

    def metrics(self, style: str) -> QFontMetricsF:
        """How wide texts of a style are."""
        found = self._metrics.get(style)
        if found is None:
            found = self._metrics[style] = QFontMetricsF(self.font(style))
        return found

    def _wide(self, style: str, words: str) -> float:
        """How wide a text of a style is."""
        return self.metrics(style).horizontalAdvance(words)

    def color(self, token: str) -> QColor:
        """A colour by its token."""
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = self._theme.color(token)
        return found

    def _cut(self, style: str, words: str, room: float) -> str:
        """A text cut to fit."""
        return cut(self.metrics(style), words, room)
