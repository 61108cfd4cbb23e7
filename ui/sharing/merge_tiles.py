"""Conflicts as two equal tiles: nothing is chosen beforehand, the arrows walk, and what will hold stands at the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kpidesk.domain.status import Status
from kpidesk.number_forms import is_number
from kpidesk.text import _, pgettext
from kpidesk.workspace import Head
from ui.base.kept import Kept, Part, part
from ui.base.keys.pressed import meaning
from ui.base.keys.roving import RovingGroup
from ui.base.page import line, text
from ui.base.reach.accessible import Heard, Role, give, group
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.whole import draw_value, widest
from ui.sharing.merge_preview import ConflictRow, Tile

WHAT, TILE, RESULT, GAP = (230, 160), 150, (112, 88), 12
"""Widths; where there are two, the second is for a narrow window."""
MOST = 236
"""Pixels that a tile needs in whatever size of text: the narrowest page has room for two."""
FREE = 16_777_215
"""No limit, in Qt's own number."""
PAD, MARK, VALUE = 12, 14, 36
"""Inside a tile: the margin, the ring, and where the words begin."""
STEPS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class ConflictTile(QAbstractButton):
    """One side: its value, who set it and when, and a note. ``moved`` asks for the tile in a direction."""

    moved = Signal(int, int)

    def __init__(self, theme: Theme, tile: Tile, tall: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._newest = theme, pgettext("value", "newest")
        self._walked = False
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a reader hears one of several, not a box to tick
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(min(px(TILE), MOST))
        self.tell(tile, tall, tile.value)

    def tell(self, tile: Tile, tall: bool, short: str, side: str = "", under: str = "") -> None:
        """Offer this value; ``short`` is shown where it has no room, ``side`` is whose it is, and is written out where
        it is not the one ``under`` whose head the tile stands."""
        self.tile, self._short = tile, short
        self._who = " · ".join(part for part in (side if side != under else "", tile.who) if part)
        self.setFixedHeight(px(84 if tall else 68))
        words = [tile.value, self._newest if tile.newest else "", tile.who, tile.note]
        told = ", ".join(part for part in words if part)
        self.setAccessibleName(f"{side}: {told}" if side else told)
        self.setToolTip("\n".join(part for part in (tile.value, self._who, tile.note) if part))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(px(260), self.height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the frame shows where the keyboard is, unless the mouse has put it there; the choice is the ring’s."""
        self._walked = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows walk among the tiles, and left and right choose."""
        step = STEPS.get(meaning("tiles", event))
        if step is not None:
            self.moved.emit(*step)
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the frame, the ring, the words."""
        with painters.smoothly(self) as (painter, rect):
            self._paint(painter, rect)

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        self._paint_frame(painter, rect)
        self._paint_ring(painter)
        theme, room = self._theme, rect.width() - VALUE - PAD
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text"))
        chip = self._chip_width() if self.tile.newest else 0.0
        beside = widest(painter.font(), [self.tile.value]) <= room - chip or not is_number(self.tile.value)
        area = QRectF(VALUE, PAD - 2, room - (chip if beside else 0), 20)
        fits = widest(painter.font(), [self.tile.value]) <= area.width()
        used = draw_value(painter, area, Qt.AlignmentFlag.AlignVCenter, self.tile.value if fits else self._short)
        if chip:
            self._paint_chip(painter, VALUE + used + 8 if beside else VALUE, PAD - 1 if beside else PAD + 18)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        for place, words in enumerate((self._who, self.tile.note)):
            left = VALUE + (chip if place == 0 and not beside else 0)
            area = QRectF(left, PAD + 19 + 16 * place, VALUE + room - left, 16)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, painters.elided(painter, words, area.width()))

    def _paint_frame(self, painter: QPainter, rect: QRectF) -> None:
        theme, chosen, focus = self._theme, self.isChecked(), self.hasFocus() and self._walked
        painter.setBrush(theme.color("select" if chosen else "hover" if self.underMouse() else "page"))
        wide = 2.0 if chosen or focus else 1.0
        painter.setPen(QPen(theme.color("ink" if focus else "accent" if chosen else "line_strong"), wide))
        inset = wide / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 6, 6)

    def _paint_ring(self, painter: QPainter) -> None:
        ring = QRectF(PAD + 0.5, PAD + 1.5, MARK, MARK)
        theme = self._theme
        painter.setBrush(theme.color("page"))
        if self.isChecked():
            painter.setPen(QPen(theme.color("accent"), 4.5))
            painter.drawEllipse(ring.adjusted(2, 2, -2, -2))
        else:
            painter.setPen(QPen(theme.color("field"), 1.2))
            painter.drawEllipse(ring)

    def _chip_width(self) -> float:
        return QFontMetricsF(self._theme.font("caption")).horizontalAdvance(self._newest) + 20

    def _paint_chip(self, painter: QPainter, x: float, y: float) -> None:
        theme = self._theme
        chip = QRectF(x, y, self._chip_width() - 8, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("page" if self.isChecked() else "none_soft"))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text2"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self._newest)


class Outcome(QWidget):
    """What will hold, or that somebody has to choose."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        give(self, Heard(Role.StaticText, self._told))
        self.setFixedWidth(px(RESULT[0]))
        self.show_value(None)

    def show_value(self, value: str | None) -> None:
        """Show the value chosen."""
        self._value = value
        self.setToolTip(value or "")
        self.update()

    def _told(self) -> str:
        return _("Choose one") if self._value is None else f"{_('Result')}: {self._value}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the value, or a triangle and the words."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()) as area:
            self._paint(painter, area)
        painter.end()

    def _paint(self, painter: QPainter, area: QRectF) -> None:
        theme = self._theme
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self._value is not None:
            painter.setFont(theme.font("strong"))
            painter.setPen(theme.color("text"))
            draw_value(painter, area, right, self._value)
            return
        painter.setFont(theme.font("small_medium"))
        words = painters.elided(painter, _("Choose one"), area.width() - 18)
        left = area.right() - painter.fontMetrics().horizontalAdvance(words) - 18
        painters.paint_status(painter, theme, Status.AT_RISK, left, area.center().y() - 6)
        painter.setPen(theme.color("risk_text"))
        painter.drawText(area, right, words)


class ConflictLine(QWidget):
    """One conflict: what it is about, a tile for each side, what will hold."""

    chosen = Signal()
    moved = Signal(int, int)

    def __init__(self, theme: Theme, sides: tuple[str, str], row: ConflictRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._sides, self.row = theme, sides, row
        box = self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        box.setContentsMargins(0, 8, 0, 8)
        box.setSpacing(GAP)
        box.addWidget(self._what(), 0, Qt.AlignmentFlag.AlignTop)
        grid = self._grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        self._group = RovingGroup(self)
        self.tiles: list[ConflictTile] = []
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        box.addLayout(grid, 1)
        self._outcome = Outcome(theme)
        box.addWidget(self._outcome)
        self._group.idClicked.connect(self._on_clicked)
        self.tell(row)
        self.be_narrow(False)

    def tell(self, row: ConflictRow) -> None:
        """Show it as it is now; what was chosen stays chosen where the same value is still on offer."""
        chosen, self.row = self.head, row
        self._title.setText(row.title)
        self._where.setText(row.about)
        self._before.setText(_("Before: {value}").format(value=row.before))
        group(self, ", ".join((row.title, row.about, self._before.text())))
        tall = any(tile.note for tile in row.tiles)
        for place in range(len(self.tiles), len(row.tiles)):
            self._add_tile(place, row.tiles[place], tall)
        shorts = painters.differing([tile.value for tile in row.tiles])
        for place, (button, tile, short) in enumerate(zip(self.tiles, row.tiles, shorts, strict=False)):
            side = self._sides[tile.head.theirs] if place < len(self._sides) else _("Another value")
            button.tell(tile, tall, short, side, under=self._sides[place % 2])
        for button in self.tiles[len(row.tiles) :]:
            self._group.removeButton(button)
            discard(button)
        del self.tiles[len(row.tiles) :]
        self._keep(chosen)

    def _add_tile(self, place: int, tile: Tile, tall: bool) -> None:
        button = ConflictTile(self._theme, tile, tall)
        button.moved.connect(self._move)
        self._group.addButton(button, place)
        self.tiles.append(button)
        self._grid.addWidget(button, place // 2, place % 2)

    def _keep(self, chosen: Head | None) -> None:
        """Choose what was chosen, or nothing."""
        found = (n for n, tile in enumerate(self.row.tiles) if chosen is not None and same(tile.head, chosen))
        place = next(found, None)
        self._group.setExclusive(False)  # else one of them could not be let go
        for n, button in enumerate(self.tiles):
            button.setChecked(n == place)
        self._group.setExclusive(True)
        self._outcome.show_value(None if place is None else self.row.tiles[place].value)

    def be_narrow(self, narrow: bool) -> None:
        """Leave the tiles more room."""
        self._narrow = narrow
        self._about.setFixedWidth(px(WHAT[narrow]))
        self._outcome.setFixedWidth(px(RESULT[narrow]))

    def stack(self, stacked: bool) -> None:
        """Stand over one another: what it is, the tiles, what will hold."""
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(way)
        for beside in (self._about, self._outcome):
            beside.setMinimumWidth(0)
            beside.setMaximumWidth(FREE)
        self._outcome.setMinimumHeight(px(24) if stacked else 0)
        if not stacked:
            self.be_narrow(self._narrow)

    def _what(self) -> QWidget:
        what = self._about = QWidget()
        box = QVBoxLayout(what)
        box.setContentsMargins(0, 4, 8, 0)
        box.setSpacing(2)
        self._title = text("", "medium", wrap=True)
        self._where, self._before = text("", "small", wrap=True), text("", "small", wrap=True)
        for label in (self._title, self._where, self._before):
            box.addWidget(label)
        return what

    @property
    def head(self) -> Head | None:
        """The side chosen."""
        place = self._group.checkedId()
        return self.row.tiles[place].head if place >= 0 else None

    def choose(self, place: int) -> None:
        """Choose a side."""
        self.tiles[place].setChecked(True)
        self._on_clicked(place)

    def choose_newest(self) -> None:
        """Choose the side that was written last."""
        self.choose(next(n for n, tile in enumerate(self.row.tiles) if tile.newest))

    def _on_clicked(self, place: int) -> None:
        self._outcome.show_value(self.row.tiles[place].value)
        self.chosen.emit()

    def focus(self, place: int, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """Put the keyboard on a tile, at first on the one chosen."""
        checked = self._group.checkedId()
        self.tiles[min(place if checked < 0 else checked, len(self.tiles) - 1)].setFocus(reason)

    def _move(self, sideways: int, down: int) -> None:
        at = self.tiles.index(self.sender())  # type: ignore[arg-type]
        if down:
            self.moved.emit(at, down)
            return
        to = max(0, min(len(self.tiles) - 1, at + sideways))
        self.tiles[to].setFocus(Qt.FocusReason.TabFocusReason)
        self.choose(to)


class Conflicts(QWidget):
    """All conflicts under their heads. ``chosen`` tells that something was chosen."""

    chosen = Signal()

    def __init__(
        self, theme: Theme, rows: Sequence[ConflictRow], sides: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._heads(sides))
        inside = QVBoxLayout()
        inside.setSpacing(0)
        box.addLayout(inside)
        self._theme, self._sides, self._narrow, self._stacked = theme, sides, False, False
        self._kept = Kept(inside)
        self.tell(rows)
        self.be_narrow(False)

    def tell(self, rows: Sequence[ConflictRow]) -> None:
        """Show these; those that are shown already keep what was chosen, and the keyboard."""
        self._kept.show(each for row in rows for each in self._parts(row))

    def _parts(self, row: ConflictRow) -> tuple[Part, Part]:
        key = row.conflict.key
        return Part((key, "rule"), line, lambda _line: None), part(key, self._made, ConflictLine.tell, row)

    def _made(self, row: ConflictRow) -> ConflictLine:
        made = ConflictLine(self._theme, self._sides, row)
        made.be_narrow(self._narrow)
        made.stack(self._stacked)
        made.chosen.connect(self.chosen)
        made.moved.connect(self._move)
        return made

    @property
    def lines(self) -> list[ConflictLine]:
        """A line for each conflict."""
        return [each for each in self._kept.widgets if isinstance(each, ConflictLine)]

    def be_narrow(self, narrow: bool) -> None:
        """Leave the tiles more room."""
        self._narrow = narrow
        self._what.setFixedWidth(px(WHAT[narrow]))
        self._result.setFixedWidth(px(RESULT[narrow]))
        for each in self.lines:
            each.be_narrow(narrow)

    def stack(self, stacked: bool) -> None:
        """Have each conflict over its tiles, where there is no room beside them."""
        self._stacked = stacked
        self._what.setHidden(stacked)
        self._result.setHidden(stacked)
        for each in self.lines:
            each.stack(stacked)

    def _heads(self, sides: tuple[str, str]) -> QWidget:
        heads = QWidget()
        heads.setFixedHeight(px(28))
        row = QHBoxLayout(heads)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._what, self._result = text(_("What"), "caption"), text(_("Result"), "caption")
        row.addWidget(self._what)
        for side in sides:
            row.addWidget(text(side, "caption"), 1)
        self._result.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._result)
        return heads

    def choices(self) -> dict[object, Head]:
        """What has been chosen, by conflict."""
        return {each.row.conflict.key: each.head for each in self.lines if each.head is not None}

    @property
    def left(self) -> int:
        """How many still ask for a choice."""
        return sum(each.head is None for each in self.lines)

    def use_newest(self) -> None:
        """Choose the newest in all."""
        for each in self.lines:
            each.choose_newest()

    def first(self) -> ConflictTile | None:
        """Where the keyboard begins: at the first that asks."""
        asking = (each.tiles[0] for each in self.lines if each.head is None)
        return next(asking, None)

    def focus_first(self) -> None:
        """Put the keyboard there."""
        tile = self.first()
        if tile is not None:
            tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, place: int, down: int) -> None:
        lines = self.lines
        at = lines.index(self.sender())  # type: ignore[arg-type]
        if 0 <= at + down < len(lines):
            lines[at + down].focus(place)


def same(one: Head, other: Head) -> bool:
    """The same value by the same hand, whatever file it was read from."""
    return (one.author, one.when, one.value) == (other.author, other.when, other.value)
