"""A column of the file: what it is called there, where it goes, what it looks like, and what it would do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSpacerItem, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.period import Period
from kpidesk.exchange.intake.preview import Row
from kpidesk.text import _, ngettext, pgettext
from kpidesk.viz.told import course_told
from ui.base.page import line, text
from ui.base.reach import accessible, pictures
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.checking.check_words import with_unit
from ui.imports.checking.target_chooser import WIDE, Offers, TargetButton
from ui.parts.elided import ElidedLabel
from ui.parts.form import set_look
from ui.parts.whole import Lines, NumberLabel

ROW, LINE_WIDE, LINE_HIGH, NEWEST, COUNT = 52, 130, 30, 134, 54
NAME_LEAST, GAP = 120, 14
BARE = NAME_LEAST + WIDE + 3 * COUNT + 6 * GAP
"""Pixels without the line and the newest number; a grid keeps the gaps of what is hidden."""
TIGHT = NAME_LEAST + 3 * COUNT + 4 * GAP
"""Below this the counts stand under the name too."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ColumnRow(QWidget):
    """``sent`` tells another destination, ``edit_wanted`` asks for the KPI that is to be made."""

    sent = Signal(object)
    edit_wanted = Signal()

    def __init__(self, theme: Theme, row: Row, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 6, 0, 6)
        self._grid.setHorizontalSpacing(px(GAP))
        self._grid.setVerticalSpacing(2)
        box.addLayout(self._grid)
        self._about = QWidget()
        about = QHBoxLayout(self._about)
        about.setContentsMargins(0, 2, 0, 0)
        about.setSpacing(12)
        self._note = Lines("", "small")
        self.edit = QPushButton(pgettext("link", "Change"))
        self.edit.setProperty("smalllink", True)
        about.addWidget(self._note, 1)
        about.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(line())
        self._names, self._name, self._place = _pair()
        self._newest, self._value, self._what = _numbers()
        self.target = TargetButton(theme, offers)
        self.target.chosen.connect(self.sent)
        self.edit.clicked.connect(self.edit_wanted)
        self.picture = Picture(theme)
        self.counts = tuple(_counted() for _each in range(3))
        self._placed: tuple[bool, bool] | None = None
        self.setMinimumHeight(px(ROW))
        self.fit(10_000)
        self.tell(row)

    def tell(self, row: Row, *, notes: bool = True) -> None:
        """Show a column as it stands now; what does not fit is said here unless the head of the section says it."""
        self._name.setText(row.name)
        self._place.show_words(str(row.place))
        self._place.setVisible(bool(self._place.words()))
        self.target.tell(row)
        self.picture.show_line(row.line, row.odd)
        self._value.show_number("" if row.newest is None else with_unit(row.newest, row.unit, row.decimals))
        self._what.show_words(str(row.newest_words) if row.newest_words is not None else "")
        for label, head, n in zip(self.counts, _count_heads(), (row.added, row.changed, row.same), strict=True):
            label.show_number(fmt.number(n))
            label.setAccessibleName(f"{head} {fmt.number(n)}")
            set_look(label, "look", "strong" if n and label is not self.counts[-1] else "body2")
        new = str(row.new_words) if row.new_words is not None else ""
        note = str(row.note) if row.note is not None and notes else ""
        self._note.setText("\n".join(filter(None, (new, note))))
        self._about.setVisible(bool(self._note.text()))
        self.edit.setVisible(bool(new))
        self.edit.setAccessibleName(f"{self.edit.text()}: {row.goes_to}")
        accessible.group(self, row.name)

    def fit(self, width: int) -> None:
        """Show what there is room for; the destination under the name where it has none beside it."""
        stacked, tight = width < px(BARE), width < px(TIGHT)
        self.picture.setVisible(width >= px(BARE + LINE_WIDE + NEWEST))
        self._newest.setVisible(width >= px(BARE + NEWEST))
        if (stacked, tight) == self._placed:
            return
        self._placed = stacked, tight
        for part in (self._names, self.target, self.picture, self._newest, self._about, *self.counts):
            self._grid.removeWidget(part)
        self._grid.addWidget(self._names, 0, 0, 1, 4 if tight else 1)
        if stacked:
            self._grid.addWidget(self.target, 1, 0, 1, 4, Qt.AlignmentFlag.AlignLeft)
        else:
            self._grid.addWidget(self.target, 0, 1)
            self._grid.addWidget(self.picture, 0, 2)
            self._grid.addWidget(self._newest, 0, 3)
        self._grid.addWidget(self._about, 3 if stacked else 1, 0 if stacked else 1, 1, 4 if stacked else 6)
        for place, label in enumerate(self.counts):
            self._grid.addWidget(label, 2 if tight else 0, (1 if stacked else 4) + place)
        self._grid.setColumnStretch(0, 1)


class ColumnHeads(QWidget):
    """The heads above the columns' rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        grid = QGridLayout()
        grid.setContentsMargins(0, 6, 0, 6)
        grid.setHorizontalSpacing(px(GAP))
        self._name, self._goes, self._looks = (
            text(each, "caption") for each in (_("Column in the file"), _("Goes to"), _("What it looks like"))
        )
        self._newest = text("", "caption")
        self._newest.setAlignment(RIGHT)
        self._goes.setFixedWidth(px(WIDE))
        self._looks.setFixedWidth(px(LINE_WIDE))
        self._newest.setFixedWidth(px(NEWEST))
        grid.addWidget(self._name, 0, 0)
        for place, label in enumerate((self._goes, self._looks, self._newest), 1):
            grid.addWidget(label, 0, place)
        for place, words in enumerate(_count_heads(), 4):
            label = text(words, "caption")
            label.setAlignment(RIGHT)
            label.setFixedWidth(px(COUNT))
            grid.addWidget(label, 0, place)
        grid.addItem(QSpacerItem(0, 0), 1, 1, 1, 6)  # as the notes of the rows do: what it spans keeps its gaps
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(0)
        box.addLayout(grid)
        box.addWidget(line())

    def tell(self, newest: str) -> None:
        """Name the newest period."""
        self._newest.setText(newest)

    def fit(self, width: int) -> None:
        """Follow the rows."""
        self._name.setVisible(width >= px(TIGHT))
        self._goes.setVisible(width >= px(BARE))
        self._looks.setVisible(width >= px(BARE + LINE_WIDE + NEWEST))
        self._newest.setVisible(width >= px(BARE + NEWEST))


def _count_heads() -> tuple[str, str, str]:
    return pgettext("numbers", "New"), pgettext("numbers", "Changed"), pgettext("numbers", "Same")


def _pair() -> tuple[QWidget, Lines, ElidedLabel]:
    """The name whole, since those of a report often differ in their last words only, and where it stands."""
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(1)
    upper, lower = Lines("", "medium"), ElidedLabel("", "small")
    lines.addWidget(upper)
    lines.addWidget(lower)
    box.setMinimumWidth(px(NAME_LEAST))
    return box, upper, lower


def _numbers() -> tuple[QWidget, NumberLabel, ElidedLabel]:
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(1)
    upper, lower = NumberLabel(look="strong"), ElidedLabel("", "small")
    upper.setAlignment(RIGHT)
    lower.setAlignment(RIGHT)
    lines.addStretch()
    lines.addWidget(upper)
    lines.addWidget(lower)
    lines.addStretch()
    box.setFixedWidth(px(NEWEST))
    return box, upper, lower


def _counted() -> NumberLabel:
    label = NumberLabel(look="strong")
    label.setAlignment(RIGHT)
    label.setFixedWidth(px(COUNT))
    return label


class Picture(QWidget):
    """All numbers of a column as a line, so that a wrong scale leaps to the eye; the unusual ones as dots."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._line: tuple[tuple[Period, float], ...] = ()
        self._odd: frozenset[Period] = frozenset()
        self.setFixedSize(px(LINE_WIDE), px(LINE_HIGH))
        pictures.picture(self)

    def show_line(self, points: Sequence[tuple[Period, float]], odd: frozenset[Period]) -> None:
        """Show numbers in the order of time."""
        self._line, self._odd = tuple(points), odd
        words = course_told([value for _period, value in points], fmt.in_full)
        told = ngettext("{n} is unusual.", "{n} are unusual.", len(odd)).format(n=len(odd)) if odd else ""
        pictures.tell(self, _("Trend"), f"{words} {told}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the line, broken where periods are missing."""
        if not self._line:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = self._points(QRectF(self.rect()).adjusted(4, 4, -8, -4))
        painter.setPen(QPen(self._theme.color("spark"), 1.35))
        for run in self._runs(points):
            painter.drawPolyline(QPolygonF(run))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("spark"))
        painter.drawEllipse(points[-1], 2.4, 2.4)
        painter.setBrush(self._theme.color("risk"))
        for (period, _value), point in zip(self._line, points, strict=True):
            if period in self._odd:
                painter.drawEllipse(point, 3.0, 3.0)
        painter.end()

    def _points(self, area: QRectF) -> list[QPointF]:
        values = [value for _period, value in self._line]
        low, high = min(values), max(values)
        first, span = self._line[0][0].first, max(1, (self._line[-1][0].first - self._line[0][0].first).days)
        return [
            QPointF(
                area.left() + (period.first - first).days / span * area.width(),
                area.bottom() - ((value - low) / (high - low) if high > low else 0.5) * area.height(),
            )
            for period, value in self._line
        ]

    def _runs(self, points: Sequence[QPointF]) -> list[list[QPointF]]:
        runs: list[list[QPointF]] = [[]]
        for place, point in enumerate(points):
            if place and self._line[place - 1][0].next() != self._line[place][0]:
                runs.append([])
            runs[-1].append(point)
        return runs
