"""The values of a KPI under the months that they end with, and in their place what it needs to have one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.accounts.kpis import Offer
from kpidesk.text import _
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.painters import cut

MONTH, BETWEEN, ROW = 68, 6, 34
"""A column of the usual numbers, and what is left blank at least beside one that needs more."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Cell:
    """What stands under some months, by their places, both included; ``pale`` for what is no value."""

    first: int
    last: int
    words: str
    pale: bool = False


class MonthsStrip(QWidget):
    """One row of the months that there is room for."""

    def __init__(self, theme: Theme, style: str = "small", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._style, self._wide = theme, style, px(MONTH)
        self.cells: tuple[Cell, ...] = ()
        accessible.give(self, accessible.Heard(accessible.Role.StaticText))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_cells(self, cells: Sequence[Cell], months: int, wide: int) -> None:
        """Show cells of so many months, each so ``wide``."""
        self.cells, self._wide = tuple(cells), wide
        self.setAccessibleName(", ".join(cell.words for cell in cells))
        self.setFixedSize(months * wide, px(ROW))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: each value at the right of its months."""
        painter = QPainter(self)
        painter.setFont(self._theme.font(self._style))
        for cell in self.cells:
            area = QRectF(cell.first * self._wide, 0, (cell.last - cell.first + 1) * self._wide, self.height())
            painter.setPen(self._theme.color("text2" if cell.pale else "text"))
            words = cut(QFontMetricsF(painter.font()), cell.words, area.width()) if cell.pale else cell.words
            painter.drawText(area, RIGHT, words)
        painter.end()


def month_width(theme: Theme, offers: Iterable[Offer]) -> int:
    """How wide a month is, so that no number touches the one beside it; a quarter has the room of its months."""
    metrics = QFontMetricsF(theme.font("small"))
    monthly = (each for each in offers if each.kpi.frequency is Frequency.MONTH)
    words = (value_words(each, value) for each in monthly for _period, value in each.values)
    return max([px(MONTH), *(ceil(metrics.horizontalAdvance(each)) + px(BETWEEN) for each in words)])


def heads(months: Sequence[Period]) -> list[Cell]:
    """The names of the months."""
    return [Cell(at, at, fmt.month_short(month.first), True) for at, month in enumerate(months)]


def cells(offer: Offer, months: Sequence[Period], fiscal: int) -> list[Cell]:
    """The values under the months shown, each under the last month of its period."""
    values, found = dict(offer.values), list[Cell]()
    begins = 0
    for at, month in enumerate(months):
        period = month.within(offer.kpi.frequency, fiscal)
        if period.last != month.last and at < len(months) - 1:
            continue
        if period in values:
            found.append(Cell(begins, at, value_words(offer, values[period])))
        else:
            found.append(Cell(begins, at, "–", True))
        begins = at + 1
    return _with_needs(offer, found)


def _with_needs(offer: Offer, found: list[Cell]) -> list[Cell]:
    """What is needed stands once, in the first place without a value; under all months where there is none at all."""
    if offer.needs is None or not found:
        return found
    words = f"– {offer.needs}"
    if not offer.values:
        return [Cell(0, found[-1].last, words, True)]
    first = next((at for at, cell in enumerate(found) if cell.pale), None)
    if first is None:
        return found
    return [Cell(cell.first, cell.last, words, True) if at == first else cell for at, cell in enumerate(found)]


def value_words(offer: Offer, value: float) -> str:
    """A value as it stands in its cell: months bare, the few of a quarter or year with their unit."""
    kpi = offer.kpi
    if kpi.unit == "percent":
        return fmt.joined(fmt.signed(value, kpi.decimals), kpi.unit)
    if kpi.frequency is Frequency.MONTH or kpi.unit == "currency":
        return fmt.number(value, kpi.decimals)
    return fmt.with_unit(value, kpi.unit, kpi.decimals)


def spoken(offer: Offer, fiscal: int) -> str:
    """All values in words, for the ear."""
    told = [f"{fmt.period_name(period, fiscal)} {value_words(offer, value)}" for period, value in offer.values]
    if offer.needs is not None:
        told.append(str(offer.needs))
    return ", ".join(told) or _("no values")
