"""A number is whole, wherever it is drawn.

Words may lose their end (``painters.elided``), a number never: what is left of one is another number. So a column is
as wide as the widest number that it holds (``widest``), and where there is no room for that a number is told in a
larger unit (``number_forms``) or drawn smaller (``draw_number``, ``NumberLabel``).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QStyle, QStyleOptionFrame, QWidget

from kpidesk.format import NBSP
from kpidesk.number_forms import is_number, shorter
from ui.base.page import Prose
from ui.base.reach import accessible
from ui.parts import painters

LEAST_MARK, MARK_GAP = 12, 5
"""Pixels: the smallest unit beside a number, and the gap before it."""
LEAST_PIXELS = 9
"""No number is drawn smaller than this; a place that would need it is too narrow and has to widen."""
CARET = 5
"""Pixels that a field keeps for the caret and the air around it."""
ALIKE = str.maketrans("123456789", "000000000")
"""So numbers of the same form are as wide as one another, and measured once."""


def widest(font: QFont, texts: Iterable[str]) -> int:
    """The pixels that the widest of some numbers takes on one line."""
    metrics = QFontMetricsF(font)
    found = {each.translate(ALIKE) for each in texts}  # shorter ones too: ``mill.`` has as many letters as three digits
    return ceil(max(map(metrics.horizontalAdvance, found), default=0.0))


def number_font(font: QFont, text: str, room: float) -> QFont:
    """The font, or a smaller one in which a number fits the room."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    smaller = QFont(font)
    pixels = font.pixelSize()
    if wide > room > 0:
        pixels = max(LEAST_PIXELS, int(pixels * room / wide))
        smaller.setPixelSize(pixels)
    while pixels > LEAST_PIXELS and QFontMetricsF(smaller).horizontalAdvance(text) > room:
        pixels -= 1
        smaller.setPixelSize(pixels)
    return smaller


def fitting(font: QFont, forms: Iterable[str], room: float) -> str:
    """The first form of a number that fits the room; the shortest where none does.

    Of a number in one form only, one in a larger unit is made.
    """
    given = tuple(forms)
    told = [each for each in (*given, *map(shorter, given if len(given) == 1 else ())) if each]
    metrics = QFontMetricsF(font)
    fits = (each for each in told if metrics.horizontalAdvance(each) <= room)
    return next(fits, min(told, key=metrics.horizontalAdvance, default=""))


def draw_number(painter: QPainter, area: QRectF, align: Qt.AlignmentFlag, *forms: str) -> float:
    """Draw the first form of a number that fits, or the shortest one smaller; gives the width that it takes."""
    font = painter.font()
    whole = QFontMetricsF(font).horizontalAdvance(forms[0])
    if whole <= area.width():
        painter.drawText(area, align, forms[0])
        return whole
    words = fitting(font, forms, area.width())
    painter.setFont(number_font(font, words, area.width()))
    painter.drawText(area, align, words)
    used = QFontMetricsF(painter.font()).horizontalAdvance(words)
    painter.setFont(font)
    return used


def draw_value(painter: QPainter, area: QRectF, align: Qt.AlignmentFlag, text: str) -> float:
    """Draw a value that may be a number or words: the one whole, the others cut; gives the width that it takes."""
    if is_number(text):
        return draw_number(painter, area, align, text)
    words = painters.elided(painter, text, area.width())
    painter.drawText(area, align, words)
    return QFontMetricsF(painter.font()).horizontalAdvance(words)


class Lines(Prose):
    """A sentence with numbers over as many lines as it takes: a layout that is short of room takes none of them."""

    def __init__(self, words: str, look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        if not words:
            accessible.spoken(self)

    def setText(self, words: str) -> None:
        """Qt: other words may take other lines."""
        super().setText(words)
        self._keep_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the width tells how many lines there are."""
        super().resizeEvent(event)
        self._keep_lines()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: so does another size of the letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_lines()

    def _keep_lines(self) -> None:
        self.setMinimumHeight(0)  # a label counts it in when it is asked how high it has to be
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


def broad(lines: Lines) -> Lines:
    """Let a sentence take all the width of its row in a form, which keeps other fields as they are."""
    policy = lines.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    lines.setSizePolicy(policy)
    return lines


class NumberLabel(QLabel):
    """A number on one line: in the first of its forms that has room, else drawn smaller; never cut.

    A ``mark``, the unit, stands smaller after it on the same line.
    """

    def __init__(self, *forms: str, look: str = "", mark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: tuple[str, ...] = ("",)
        self._mark = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        if look:
            self.setProperty("look", look)
        self.show_number(*forms, mark=mark)

    def show_number(self, *forms: str, mark: str = "") -> None:
        """Show a number; the first form is the whole one."""
        self._forms, self._mark = forms or ("",), mark
        self.setText(self._forms[0])
        self.setAccessibleName(NBSP.join(part for part in (self._forms[0], mark) if part))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """The whole number."""
        return self._forms[0]

    def sizeHint(self) -> QSize:
        """Qt: the whole number, and its mark."""
        return super().sizeHint() + QSize(ceil(self._mark_room()), 0)

    def minimumSizeHint(self) -> QSize:
        """Qt: its shortest form as small as it may be drawn."""
        font = QFont(self.font())
        font.setPixelSize(LEAST_PIXELS)
        wide = QFontMetricsF(font).horizontalAdvance(fitting(font, self._forms, 0.0)) + self._mark_room() + 1
        return QSize(min(ceil(wide), self.sizeHint().width()), super().minimumSizeHint().height())

    def _mark_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(LEAST_MARK, font.pixelSize() // 2))
        return font

    def _mark_room(self) -> float:
        return QFontMetricsF(self._mark_font()).horizontalAdvance(self._mark) + MARK_GAP if self._mark else 0.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the number and its mark on one line."""
        painter, area = QPainter(self), QRectF(self.contentsRect())
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        area.setRight(area.right() - self._mark_room())
        shown = fitting(self.font(), self._forms, area.width())
        self.setToolTip("" if shown == self._forms[0] else self.accessibleName())
        used = draw_number(painter, area, self.alignment(), *self._forms)
        metrics = QFontMetricsF(number_font(self.font(), shown, area.width()))  # one drawn smaller stands higher
        base = area.center().y() + (metrics.ascent() - metrics.descent()) / 2
        if self._mark:
            painter.setFont(self._mark_font())
            painter.drawText(QPointF(area.left() + used + MARK_GAP, base), self._mark)
        painter.end()


def grow_with_number(field: QLineEdit, least: int) -> None:
    """Make a field of a fixed width as wide as the number in it needs, or its hint; never narrower than ``least``."""
    field.setFixedWidth(least)
    growth = _Growth(field, least)
    field.textChanged.connect(growth.grow)
    growth.grow(field.text())


class _Growth(QObject):
    """Lives in its field, and holds it by nothing else: one that no form shows goes with its page."""

    def __init__(self, field: QLineEdit, least: int) -> None:
        super().__init__(field)
        self._least = least

    def grow(self, words: str) -> None:
        """Give the field the room that the words need."""
        field = self.parent()
        assert isinstance(field, QLineEdit)
        field.setFixedWidth(max(self._least, _needed(field, words or field.placeholderText())))


def _needed(field: QLineEdit, words: str) -> int:
    """The pixels that a field takes with a text in it."""
    field.ensurePolished()
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inner = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    margins = field.textMargins()
    edges = field.width() - inner.width() + margins.left() + margins.right() + CARET
    return ceil(QFontMetricsF(field.font()).horizontalAdvance(words)) + edges
