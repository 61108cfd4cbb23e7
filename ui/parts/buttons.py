"""Buttons with an icon before the word, and such as lead on to where another stands in their place.

The air between icon and word is drawn into the icon: the style leaves none.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton

from ui.base.scale import px
from ui.base.theme import Theme

ICON, GAP = 16, 4
"""The icon's side, and the air after it; the style adds four pixels of its own."""


class Onward(QPushButton):
    """Leads on by one step: who clicks twice has not read the next one, whose button stands at the same place."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: the second click of two is none."""
        event.accept()


def spaced_icon(theme: Theme, name: str, token: str = "text2") -> QIcon:
    """An icon with air on its right side, for a button that also has a word."""
    icon = QIcon(_spaced(theme.pixmap(name, token, ICON)))
    icon.addPixmap(_spaced(theme.pixmap(name, "disabled", ICON)), QIcon.Mode.Disabled)
    return icon


def _spaced(mark: QPixmap) -> QPixmap:
    ratio = mark.devicePixelRatio()
    wide = QPixmap(round(px(ICON + GAP) * ratio), round(px(ICON) * ratio))
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(QPointF(0, 0), mark)
    painter.end()
    return wide


def put_icon(button: QPushButton, theme: Theme, name: str, token: str = "text2") -> None:
    """Give a button an icon before its word."""
    button.setIcon(spaced_icon(theme, name, token))
    button.setIconSize(QSize(px(ICON + GAP), px(ICON)))


def icon_button(
    theme: Theme, icon: str, words: str, pressed: Callable[[], None] | None = None, *, kind: str = ""
) -> QPushButton:
    """A button with an icon and a word; ``kind`` is primary, quiet, destructive or link."""
    button = QPushButton(words)
    if kind:
        button.setProperty(kind, True)
    put_icon(button, theme, icon, "on_accent" if kind == "primary" else "text2")
    if pressed is not None:
        button.clicked.connect(pressed)
    return button
