"""A formula as a row of chips: what is entered stands on a ground of its own, the arithmetic between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.base import scale
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters

HEIGHT, GAP, LINE_GAP, PAD = 22, 6, 5, 8


@dataclass(frozen=True)
class Chip:
    """One piece of a formula; ``solid`` for a measured quantity."""

    text: str
    solid: bool


def clusters(chips: Sequence[Chip]) -> list[list[Chip]]:
    """Chips that stay on one line: no line begins with a closing bracket or ends with an opening one."""
    found: list[list[Chip]] = []
    for chip in chips:
        if found and (chip.text.startswith(")") or found[-1][-1].text.endswith("(")):
            found[-1].append(chip)
        else:
            found.append([chip])
    return found


class Chips(QWidget):
    """Shows chips, broken over as many lines as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        accessible.give(self, accessible.Heard(accessible.Role.StaticText))
        self._chips: tuple[Chip, ...] = ()
        self._laid: dict[tuple[float, int], list[QRectF]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show these."""
        self._chips = tuple(chips)
        self._laid.clear()
        self.setAccessibleName(" ".join(chip.text for chip in chips))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(self.width(), 120)))

    def hasHeightForWidth(self) -> bool:
        """Qt: a narrow row is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: how high the chips are in that width."""
        places = self._places(width)
        return round(places[-1].bottom()) if places else px(HEIGHT)

    def sizeHint(self) -> QSize:
        """Qt: as the width has it."""
        return QSize(200, self.heightForWidth(max(self.width(), 120)))

    def _places(self, width: float) -> list[QRectF]:
        """Where each chip stands; Qt asks for the same width again and again."""
        key = width, scale.percent()
        if key not in self._laid:
            self._laid[key] = self._lay(width)
        return self._laid[key]

    def _lay(self, width: float) -> list[QRectF]:
        solid, plain = (QFontMetricsF(self._theme.font(style)) for style in ("medium", "small"))
        found: list[QRectF] = []
        x = y = 0.0
        for cluster in clusters(self._chips):
            needs = [
                min((solid if c.solid else plain).horizontalAdvance(c.text) + (px(2 * PAD) if c.solid else 2), width)
                for c in cluster
            ]
            together = sum(needs) + px(GAP) * (len(needs) - 1)
            for n, needed in enumerate(needs):
                wanted = together if n == 0 and together <= width else needed
                if x > 0 and x + wanted > width:
                    x, y = 0.0, y + px(HEIGHT + LINE_GAP)
                found.append(QRectF(x, y, needed, px(HEIGHT)))
                x += needed + px(GAP)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw them."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for chip, place in zip(self._chips, self._places(self.width()), strict=True):
            painter.setFont(theme.font("medium" if chip.solid else "small"))
            if chip.solid:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("none_soft" if theme.name == "light" else "track"))
                painter.drawRoundedRect(place, 4, 4)
            painter.setPen(theme.color("text" if chip.solid else "text3"))
            room = place.width() - (px(2 * PAD) - 2 if chip.solid else 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, painters.elided(painter, chip.text, room))
