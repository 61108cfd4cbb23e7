"""The line in the goal tree where new goals are typed, with what is read of it below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kpidesk.domain.entities import Initiative, KeyResult, Node, Objective
from kpidesk.reading.goals import GoalReading, Ground, read_goal, words_alone
from kpidesk.text import _
from kpidesk.wording.goal_reading import BETWEEN, Said, reading_parts
from kpidesk.wording.goals import title_of_new
from ui.base.actions import named_key
from ui.base.page import sign, text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.goals.goal_delegate import CHEVRON, ICONS, INDENT, LEFT, ROW
from ui.parts import painters
from ui.parts.sentence.said_line import LINE
from ui.parts.sentence.strip import ReadingStrip
from ui.parts.sentence.typed_line import TypedLine

TALL = 66
"""Pixels of the row with the reading below the line."""
RIGHT = 16
LEAST_LINE = 260
"""Pixels that the line keeps; what the keys do is told only beside it."""


class QuickLine(QWidget):
    """Icon, line and what the keys do, across the whole row; below them what is read of an objective or a key result.

    ``reading`` is what is read now, with what was corrected of it; ``read`` tells of each new one. ``entered``,
    ``shifted`` and ``left`` are what the keys ask for, wherever in the row they are pressed.
    """

    entered = Signal()
    shifted = Signal(int)
    left = Signal()
    read = Signal(object)

    def __init__(self, theme: Theme, kind: type[Node], depth: int, words: str, ground: Ground | None = None) -> None:
        super().__init__()
        self.kind, self._theme, self.ground = kind, theme, ground
        self.reading: GoalReading | None = None
        self._lines = 1
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        self._box = box = QVBoxLayout(self)
        left = px(LEFT + depth * INDENT + CHEVRON)
        box.setContentsMargins(left, px(4) if ground is not None else 0, RIGHT, 0)
        box.setSpacing(0)
        box.addLayout(self._typing(words))
        self.strip = ReadingStrip(theme, ground, px(19)) if ground is not None else None
        if self.strip is not None:
            box.addWidget(self.strip)
            box.addStretch()
            self._connect(self.strip)
        self.line.entered.connect(self.entered)
        self.line.left.connect(self.left)
        self.line.shifted.connect(self._shift)
        self.line.textChanged.connect(self._read)
        self._read(words)

    def _typing(self, words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(5)
        icon = sign()
        icon.setPixmap(self._theme.pixmap(ICONS[self.kind], "text3", 14))
        row.addWidget(icon)
        self.line = TypedLine(words)
        self.line.setPlaceholderText(placeholder(self.kind))
        self.line.setAccessibleName(title_of_new(self.kind))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.line, 1)
        self._hints = Hints()
        row.addWidget(self._hints)
        return row

    def _connect(self, strip: ReadingStrip) -> None:
        strip.entered.connect(self.entered)
        strip.left.connect(self._back)
        strip.corrected.connect(self._take)

    def sizeHint(self) -> QSize:
        """As high as a row, or as one with a reading."""
        return QSize(0, px(ROW if self.strip is None else TALL + (self._lines - 1) * LINE))

    def fit_to(self, width: int) -> None:
        """Be as high as the reading needs where so many pixels are in view."""
        if self.strip is not None:
            self._lines = self.strip.fit_to(width - self._box.contentsMargins().left())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: everything in the row stays in view, where the tree is wider than that."""
        super().resizeEvent(event)
        self._keep_in_view()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Qt: the tree is scrolled sideways."""
        super().moveEvent(event)
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        view = self.parentWidget()
        beyond = 0 if view is None else max(0, self.width() + self.x() - view.width())
        margins = self._box.contentsMargins()
        if margins.right() != RIGHT + beyond:
            margins.setRight(RIGHT + beyond)
            self._box.setContentsMargins(margins)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a row ends with a hairline."""
        super().paintEvent(event)
        painters.paint_hairline(QPainter(self), self._theme, QRectF(self.rect()))

    # ---- what is read ------------------------------------------------------------------------------

    def _read(self, words: str) -> None:
        """What the words say now; what was corrected belonged to other words."""
        if self.ground is not None:
            reading = read_goal(words, self.ground)
            self._take(words_alone(reading) if self.kind is Objective and reading.sentence.loose else reading)
        self._hints.show_keys(hints(self.kind, typed=bool(words.strip()), reads=self.corrects))
        self._fit()

    def stand_on(self, ground: Ground) -> None:
        """The file has other KPIs now: read anew, unless somebody is correcting what was read."""
        if self.strip is not None and not self.strip.correcting:
            self.ground = ground
            self.strip.stand_on(ground)
            self._read(self.line.text())

    def _take(self, reading: GoalReading) -> None:
        self.reading = reading
        if self.strip is not None:
            self.strip.show_reading(reading, self._parts())
        self.line.setAccessibleDescription(self.said)
        self.read.emit(reading)

    @property
    def said(self) -> str:
        """The reading in words; nothing of a line that is empty."""
        return BETWEEN.join(map(str, self._parts()))

    def _parts(self) -> tuple[Said, ...]:
        if self.reading is None or self.ground is None or not self.reading.title:
            return ()
        return reading_parts(self.reading, self.ground, objective=self.kind is Objective)

    @property
    def corrects(self) -> bool:
        """Tell whether there is a reading to go into."""
        return self.reading is not None and bool(self.said)

    def _fit(self) -> None:
        margins = self._box.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._hints.sizeHint().width()
        self._hints.setVisible(room >= px(LEAST_LINE))

    # ---- keys ----------------------------------------------------------------------------------------

    def _shift(self, by: int) -> None:
        if by > 0 and self.corrects and self.strip is not None:
            self.strip.begin()
        else:
            self.shifted.emit(by)

    def _back(self) -> None:
        """From the reading to the words."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


class Hints(QWidget):
    """What each key does with what is being typed."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(5)
        self._shown: list[tuple[str, str]] = []

    def show_keys(self, keys: list[tuple[str, str]]) -> None:
        """Show these keys; those that are shown already stay."""
        if keys == self._shown:
            return
        self._shown = keys
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for key, meaning in keys:
            self._row.addSpacing(4)
            self._row.addWidget(text(key, "key"), 0, Qt.AlignmentFlag.AlignVCenter)
            self._row.addWidget(text(meaning, "quiet"))


def placeholder(kind: type[Node]) -> str:
    """What the empty line asks for."""
    if kind is Objective:
        return _("What do you want to achieve?")
    if kind is KeyResult:
        return _("For example “NPS up from 38 to 50”")
    return _("What will you do?")


def hints(kind: type[Node], *, typed: bool, reads: bool) -> list[tuple[str, str]]:
    """What each key does with what is being typed."""
    found = [(named_key("Enter"), _("adds"))]
    if typed and reads:
        found.append((named_key("Tab"), _("corrects what was read")))
    elif kind is Objective:
        found.append((named_key("Tab"), _("makes it a key result")))
    elif kind is KeyResult:
        found.append((named_key("Tab"), _("makes it an initiative")))
    elif kind is Initiative:
        found.append((named_key("Shift+Tab"), _("makes it a key result")))
    return [*found, (named_key("Esc"), _("cancels"))]
