"""Painting the entry sheet: heads of two lines, names that fold, and cells by their state.

A sheet may show hundreds of rows, and it has to scroll without a stutter. So the whole of what needs painting is done
in one go: grounds and hairlines by the row, then the cells that look different, then the texts. Colours, fonts and
cut names are worked out once; what a cell shows is remembered by the model.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPolygon, QRegion
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from kpidesk.domain.period import Period
from ui.base import scale
from ui.base.scale import ordinary, px
from ui.base.theme import Theme
from ui.entry.sheet import entry_words
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_looks import FIRST, NAME, UNIT, Look, State
from ui.parts import painters
from ui.parts.whole import widest

ROW, HEAD, CELL, UNIT_WIDTH = 28, 46, 78, 52
BEFORE, AFTER = 6, 8
"""Pixels between a number and the edges of its cell."""
CORNER, CHEVRON, INDENT = 10, 14, 19
GROUND = {
    State.FILLED: "page",
    State.DUE: "page",
    State.FRESH: "accent_soft",
    State.COMPUTED: "sunken",
    State.FUTURE: "sunken",
    State.AHEAD: "sunken",
    State.PENDING: "accent_soft",
    State.UNUSUAL: "risk_soft",
    State.ERROR: "page",
    State.LABEL: "page",
}
STRONG = frozenset({State.FRESH, State.PENDING, State.UNUSUAL})
FRAMED = frozenset({State.DUE, State.ERROR, State.UNUSUAL})
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class EntryHeader(QHeaderView):
    """Heads of two lines: the period, and its days or deadline."""

    def __init__(self, grid: EntryGrid, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid, self._theme = grid, theme
        self._wanted: dict[tuple[str, str], int] = {}
        self.setFixedHeight(px(HEAD))
        self.setMinimumSectionSize(px(40))
        self.setSectionsClickable(False)

    def wanted_width(self, period: Period) -> int:
        """The pixels that the two lines of a period's head take."""
        words = self._grid.heads.name(period), self._grid.heads.caption(period)[0]
        if words not in self._wanted:
            with ordinary():
                name = widest(self._theme.font("small_medium"), words[:1])
                caption = widest(self._theme.font("caption"), words[1:])
            self._wanted[words] = px(max(name, caption) + BEFORE + AFTER + 1)
        return self._wanted[words]

    def sectionSizeFromContents(self, section: int) -> QSize:  # noqa: ARG002
        """Qt: the sheet gives each its width; Qt would ask the model for all of them each time it lays it out."""
        return QSize(px(40), px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Qt: paint one head."""
        with painters.enlarged(painter, rect) as area:
            self._paint_section(painter, area, section)

    def _paint_section(self, painter: QPainter, area: QRectF, section: int) -> None:
        painter.fillRect(area, self._theme.color("page"))
        painters.paint_hairline(painter, self._theme, area, "line_strong")
        words = str(self._grid.headerData(section, Qt.Orientation.Horizontal) or "")
        if section == NAME:
            painter.setFont(self._theme.font("strong"))
            painter.setPen(self._theme.color("text"))
            painter.drawText(area.adjusted(0, 18, 0, -2), LEFT, words)
        elif section >= FIRST:
            caption, token = self._grid.heads.caption(self._grid.periods[section - FIRST])
            painter.setFont(self._theme.font("small_medium"))
            here = self._is_current(section)
            painter.setPen(self._theme.color("accent" if here or token != "text3" else "text"))  # noqa: S105
            painter.drawText(area.adjusted(BEFORE, 6, -AFTER, -20), RIGHT, words)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.color(token))
            painter.drawText(area.adjusted(BEFORE, 23, -AFTER, -3), RIGHT, caption)

    def _is_current(self, section: int) -> bool:
        """Tell whether the keyboard is in a column, in a cell or in the field over it."""
        view = self.parent()
        if not isinstance(view, QTableView) or view.currentIndex().column() != section:
            return False
        return view.hasFocus() or view.state() is QTableView.State.EditingState


class SheetPainter:
    """Paints the cells of one block."""

    def __init__(self, grid: EntryGrid, theme: Theme) -> None:
        self._grid, self._row = grid, px(ROW)
        self._page, self._line, self._select = theme.color("page"), theme.color("line"), theme.color("select", 0.6)
        self._ground = {state: theme.color(token) for state, token in GROUND.items() if token != "page"}  # noqa: S105
        self._text, self._text2, self._text3 = (theme.color(token) for token in ("text", "text2", "text3"))
        self._body, self._medium, self._caption = (theme.font(style) for style in ("body", "medium", "caption"))
        self._frame, self._error = QPen(theme.color("field"), 1), QPen(theme.color("off"), 2)
        self._focus = QPen(theme.color("accent"), 1.5)
        self._amber, self._note = theme.color("risk"), theme.color("limit")
        self._names: dict[tuple[str, str, int], tuple[str, int]] = {}
        with scale.ordinary():
            self._chevrons = {fold: theme.pixmap(name, "text3", CHEVRON) for fold, name in CHEVRONS.items()}

    def paint(
        self, painter: QPainter, region: QRegion, view: QTableView, aim: QPersistentModelIndex | None = None
    ) -> None:
        """Paint what lies in ``region``; ``aim`` is the cell that Enter leads to."""
        dirty = region.boundingRect()
        rows = range(max(0, view.rowAt(dirty.top())), self._last(view.rowAt(dirty.bottom()), self._grid.rowCount()))
        last = self._last(view.columnAt(dirty.right()), self._grid.columnCount())
        columns = range(max(0, view.columnAt(dirty.left())), last)
        painter.fillRect(dirty, self._page)
        self._grid.looks.prepare(rows)
        places = [(c, view.columnViewportPosition(c), view.columnWidth(c)) for c in columns]
        tops = [(row, view.rowViewportPosition(row)) for row in rows]
        right = max((left + width for _c, left, width in places), default=0)
        selected = self._selected(view)
        for row, top in tops:
            if not region.intersects(QRect(dirty.left(), top, dirty.width(), self._row)):
                continue
            self._paint_row(painter, row, top, places, selected.get(row, ()))
            across = QRectF(dirty.left(), top, right - dirty.left(), self._row)
            painter.fillRect(painters.hairline(painter, across, Qt.Edge.BottomEdge), self._line)
        if tops:
            for column, left, width in places:
                if column >= FIRST:
                    down = QRectF(left, tops[0][1], width, self._row * len(tops))
                    painter.fillRect(painters.hairline(painter, down, Qt.Edge.LeftEdge), self._line)
        self._paint_block(painter, view)
        self._paint_aim(painter, view, aim)
        self._paint_caret(painter, view)

    @staticmethod
    def _last(found: int, count: int) -> int:
        return count if found < 0 else found + 1

    def _paint_row(
        self, painter: QPainter, row: int, top: int, places: list[tuple[int, int, int]], selected: Collection[int]
    ) -> None:
        """Grounds and texts of one row."""
        grid, strong = self._grid, None
        computed = grid.rows[row].source is None
        pen = self._text2 if computed else self._text
        for column, left, width in places:
            state, text, noted = look = grid.looks.at(row, column)
            if column < FIRST:
                self._paint_label(painter, QRect(left, top, width, self._row), row, column, text)
                strong = None
                continue
            ground = self._ground.get(state)
            if ground is not None:
                painter.fillRect(left, top, width, self._row, ground)
            if column in selected:
                painter.fillRect(left, top, width, self._row, self._select)
            if text:
                if strong is not (state in STRONG):
                    strong = state in STRONG
                    painter.setFont(self._medium if strong else self._body)
                painter.setPen(self._text2 if state is State.AHEAD else pen)
                painter.drawText(left + px(BEFORE), top, width - px(BEFORE + AFTER), self._row - 1, RIGHT, text)
            if noted or state in FRAMED:
                self._paint_marks(painter, QRect(left, top, width, self._row), look)

    def _paint_marks(self, painter: QPainter, rect: QRect, look: Look) -> None:
        """Frames and corners of one cell."""
        left, right, top = rect.left() + 1, rect.right() + 1, rect.top()
        painter.setPen(Qt.PenStyle.NoPen)
        if look.noted:
            painter.setBrush(self._note)
            painter.drawPolygon(QPolygon([QPoint(left, top), QPoint(left + 6, top), QPoint(left, top + 6)]))
        if look.state is State.UNUSUAL:
            painter.setBrush(self._amber)
            corner = [QPoint(right - CORNER, top), QPoint(right, top), QPoint(right, top + CORNER)]
            painter.drawPolygon(QPolygon(corner))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if look.state is State.DUE:
            painter.setPen(self._frame)
            painter.drawRect(rect.adjusted(1, 0, -2, -2))
        elif look.state is State.ERROR:
            painter.setPen(self._error)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    @staticmethod
    def _selected(view: QTableView) -> dict[int, range]:
        """The selected columns by row; a selection is always one block."""
        ranges = view.selectionModel().selection()
        chosen = [ranges.at(place) for place in range(ranges.count())]
        return {
            row: range(each.left(), each.right() + 1) for each in chosen for row in range(each.top(), each.bottom() + 1)
        }

    def _paint_block(self, painter: QPainter, view: QTableView) -> None:
        """A frame around where a block would lie."""
        preview = self._grid.looks.preview
        if preview is None or preview.periods is None:
            return
        first, last = preview.periods
        rows = [n for n, row in enumerate(self._grid.rows) if row.source is not None and row.source.uid in preview.uids]
        columns = [FIRST + n for n, period in enumerate(self._grid.periods) if first <= period <= last]
        if rows and columns:
            corners = (view.visualRect(self._grid.index(each[0], each[1])) for each in
                       ((rows[0], columns[0]), (rows[-1], columns[-1])))  # fmt: skip
            painter.setPen(QPen(self._focus.color(), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(next(corners).united(next(corners)).adjusted(0, -1, 0, -1))

    def _paint_aim(self, painter: QPainter, view: QTableView, aim: QPersistentModelIndex | None) -> None:
        if aim is not None and aim.isValid():
            dashed = QPen(self._focus.color(), 1, Qt.PenStyle.DashLine)
            painter.setPen(dashed)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(view.visualRect(aim).adjusted(1, 0, -2, -2))

    def _paint_caret(self, painter: QPainter, view: QTableView) -> None:
        current = view.currentIndex()
        if view.hasFocus() and current.isValid():
            rect = view.visualRect(current)
            painter.setPen(self._focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1.5, 1, -1, -2))

    # ---- names -----------------------------------------------------------------------------------

    def _paint_label(self, painter: QPainter, rect: QRect, place: int, column: int, text: str) -> None:
        if column == UNIT:
            painter.setFont(self._caption)
            painter.setPen(self._text3)
            painter.drawText(rect, LEFT, painters.elided(painter, text, rect.width() - 2))
            return
        row = self._grid.rows[place]
        painter.setFont(self._body if row.depth else self._medium)
        painter.setPen(self._text2 if row.depth else self._text)
        area = rect.adjusted(px(INDENT * (1 + row.depth)), 0, -2, 0)
        aside = entry_words.aside(row)
        short = row.kpi.short_name if row.total is None and row.depth == 0 else ""
        words, used = self._fitted(painter, text, short, area.width() - self._room(aside))
        painter.drawText(area, LEFT, words)
        if aside:
            painter.setFont(self._caption)
            painter.setPen(self._text3)
            painter.drawText(area.adjusted(used + 7, 0, 0, 0), LEFT, aside)
        if self._grid.folding.can_fold(place):
            x = rect.left() + px(INDENT * row.depth)
            painter.drawPixmap(x, rect.center().y() - 7, self._chevrons[row.key in self._grid.folding.folded])

    def _fitted(self, painter: QPainter, text: str, short: str, width: int) -> tuple[str, int]:
        """A name, or the short one where it has no room, cut to fit; and its width."""
        place = text, short, width
        if place not in self._names:
            advance = painter.fontMetrics().horizontalAdvance
            name = text if not short or advance(text) <= width else short
            words = painters.elided(painter, name, width)
            self._names[place] = words, advance(words)
        return self._names[place]

    def _room(self, aside: str) -> int:
        """The width that the word after a name takes."""
        return QFontMetrics(self._caption).horizontalAdvance(aside) + 7 if aside else 0


CHEVRONS = {False: "chevron-down", True: "chevron-right"}
