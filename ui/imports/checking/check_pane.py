"""Page 21: what would be taken, held against what stands there; every choice shows at once what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands.intake import NewKpi
from kpidesk.exchange.intake.preview import Changed, Choices, NotTaken, Odd, Offer, Preview, Row, Side
from kpidesk.text import _, ngettext
from ui.base.breakpoints import SMALL
from ui.base.kept import Part
from ui.base.page import Margins, column
from ui.base.scale import px
from ui.base.session import Session
from ui.imports.checking.cells_view import CellsSection
from ui.imports.checking.changed_row import ChangedRow
from ui.imports.checking.check_side import CheckSide
from ui.imports.checking.column_row import ColumnHeads, ColumnRow
from ui.imports.checking.new_kpi_dialog import NewKpiDialog
from ui.imports.checking.odd_row import OddRow
from ui.imports.checking.section import CheckSection
from ui.imports.reading.read_pane import scrolling
from ui.parts.drawer import Drawer
from ui.parts.empty import Empty
from ui.parts.end_room import end_with_room

SIDE, SIDE_LEAST, SIDE_MOST = 300, 260, 420
NARROW, FEW, MOST_WHY = 720, 8, 3
"""Pixels below which a row says less, how many rows of what is to be looked at are made at first, and reasons told."""
OffersOf = Callable[[str], Sequence[Offer]]


class CheckPane(QWidget):
    """``chosen`` tells the choices with one more, ``rows_wanted`` asks for the rows of the file, ``included`` for what
    the reading had left out.
    """

    chosen = Signal(object)
    rows_wanted = Signal()
    included = Signal(str)

    def __init__(
        self, session: Session, page: QWidget, openers: QHBoxLayout, offers: OffersOf, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._offers = session, offers
        self._choices, self._rows = Choices(), dict[str, Row]()
        self.side = CheckSide(session.theme)
        self.side.rows_wanted.connect(self.rows_wanted)
        self.side.taken.connect(self._take)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("import_check_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        column(self).addWidget(splitter)
        self.area, self.body = scrolling(self.side, splitter), self._build_body(splitter)
        splitter.addWidget(self.area)
        splitter.addWidget(self.body)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([px(SIDE), px(956)])

        def give_back(side: QWidget) -> None:
            splitter.insertWidget(0, side)

        self.drawer = Drawer(session, page, self.area, give_back, _("The file and what is left out"))
        self.drawer.add_opener(openers)

    def _build_body(self, parent: QWidget) -> QScrollArea:
        area = QScrollArea(parent)
        self._inside = inside = QWidget(area)
        inside.setObjectName("page")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 14, 0, 0)
        box.setSpacing(0)
        self.columns, self.odd = CheckSection(_("A new KPI for each")), CheckSection(at_once=FEW)
        self.columns.link.clicked.connect(self._take_all)
        self.changed = CheckSection(_("Use the file’s in all"), at_once=FEW)
        self.changed.link.clicked.connect(self._side_with_file)
        self.heads = ColumnHeads()
        self.columns.head.addWidget(self.heads)
        self.cells = CellsSection(self._session.theme, self._session.ws.company.fiscal_year_start)
        self.none = Empty(self._session.theme, "circle-off", "", "", _("How it was read"))
        self.none.pressed.connect(self.rows_wanted)
        for part in (self.columns, self.changed, self.odd, self.cells):
            box.addWidget(part)
        box.addWidget(self.none, 1)
        box.addStretch(1)  # what room is left goes here, and none of it between the rows
        end_with_room(inside)
        Margins(box, inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    # ---- showing ---------------------------------------------------------------------------------

    def show_preview(self, shown: Preview, choices: Choices) -> None:
        """Show what would be taken with some choices; what is in view stays where it is."""
        self._choices, self._rows = choices, {row.key: row for row in shown.rows}
        self.side.show_preview(shown)
        self._show_columns(shown)
        n = len(shown.changed)
        self.changed.tell(
            ngettext("{n} changed", "{n} changed", n).format(n=fmt.number(n)),
            _("The file differs from what is here. What a colleague has entered stays until you choose."),
            [self._changed(each) for each in shown.changed],
        )
        self.changed.link.setVisible(any(each.side is Side.MINE for each in shown.changed))
        n = len(shown.unusual)
        self.odd.tell(
            ngettext("{n} unusual number", "{n} unusual numbers", n).format(n=fmt.number(n)),
            _("It is imported as it is unless you choose otherwise.")
            if not any(each.impossible for each in shown.unusual)
            else _("Imported as it is unless you choose otherwise; what can’t be is left out."),
            [self._odd(each) for each in shown.unusual],
        )
        self.cells.show_preview(shown)
        self.none.setVisible(not shown.rows)
        why = ". ".join(f"{fmt.capital(str(each.what))}: {each.why}" for each in shown.left_out[:MOST_WHY])
        self.none.say(_("No numbers to import"), f"{why}." if why else "", _("How it was read"))
        self._fit_rows()

    def _show_columns(self, shown: Preview) -> None:
        n = sum(row.into is not None for row in shown.rows)
        title = ngettext("{n} column is imported", "{n} columns are imported", n).format(n=fmt.number(n))
        newest = shown.newest
        start = self._session.ws.company.fiscal_year_start
        self.heads.tell(fmt.capital(fmt.period_name(newest, start)) if newest is not None else "")
        told = [
            *([shown.blocked] if shown.blocked is not None else []),
            *(shown.notes if len(shown.notes) == 1 else ()),
        ]
        rows = [self._column(row, notes=len(shown.notes) > 1) for row in shown.rows]
        left = [row for row in shown.rows if row.into is None and row.key not in self._choices.into]
        if not n and not told:
            told = [_("Choose what is to be imported.")]
        self.columns.tell(title, " ".join(map(str, told)), rows)
        wanted = self._choices.known_as is None or not n
        self.columns.link.setVisible(len(left) > 1 and wanted and not self._choices.all_new)

    def _column(self, row: Row, *, notes: bool) -> Part:
        def make() -> QWidget:
            made = ColumnRow(self._session.theme, row, lambda: self._offers(row.key))
            made.sent.connect(lambda into: self.chosen.emit(self._choices.going(row.key, into)))
            made.edit_wanted.connect(lambda: self._edit(row.key))
            made.tell(row, notes=notes)
            return made

        return Part(row.key, make, lambda made: made.tell(row, notes=notes))

    def _changed(self, each: Changed) -> Part:
        def make() -> QWidget:
            start = self._session.ws.company.fiscal_year_start
            made = ChangedRow(self._session.theme, each, self._session.today(), start)
            made.chosen.connect(lambda side: self.chosen.emit(self._choices.siding(side, cell=each.place)))
            return made

        return Part(each.place, make, lambda made: made.tell(each))

    def _odd(self, each: Odd) -> Part:
        def make() -> QWidget:
            made = OddRow(self._session.theme, each, self._session.ws.company.fiscal_year_start)
            made.judged.connect(lambda said: self.chosen.emit(self._choices.judging(each.place, said)))
            return made

        return Part(each.place, make, lambda made: made.tell(each))

    # ---- choosing --------------------------------------------------------------------------------

    def _take_all(self) -> None:
        """Every column becomes a KPI; the link goes, and the keyboard must not fall to the button that cancels."""
        self.setFocus()
        self.chosen.emit(replace(self._choices, all_new=True))

    def _side_with_file(self) -> None:
        self.chosen.emit(self._choices.siding(Side.FILE))

    def _edit(self, key: str) -> None:
        """Ask how the KPI is to be measured that a column becomes."""
        into = self._rows[key].into
        if isinstance(into, NewKpi):
            self.dialog = NewKpiDialog(self._session, into, self.window())
            self.dialog.told.connect(lambda new: self.chosen.emit(self._choices.going(key, new)))
            self.dialog.open()

    def _take(self, left: NotTaken | None) -> None:
        if left is not None:
            self.included.emit(left.key)

    # ---- room ------------------------------------------------------------------------------------

    def fit(self, window_width: int, *, shown: bool) -> None:
        """In a small window the side is a drawer; a pane that is not shown has none."""
        small = window_width < SMALL
        self.drawer.use(small and shown)
        if not small:
            self.area.setMinimumWidth(px(SIDE_LEAST))
            self.area.setMaximumWidth(px(SIDE_MOST))
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: rows follow the width."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        margins = self._inside.contentsMargins()
        width = self.body.viewport().width() - 2 * px(24) - margins.left() - margins.right()
        self.heads.fit(width)
        for row in self.columns.rows:
            if isinstance(row, ColumnRow):
                row.fit(width)
        for row in self.changed.rows:
            if isinstance(row, ChangedRow):
                row.fit(narrow=width < px(NARROW))
        for row in self.odd.rows:
            if isinstance(row, OddRow):
                row.fit(narrow=width < px(NARROW))

    def first_stop(self) -> QWidget | None:
        """Nothing has the keyboard at first, so that Enter takes the numbers."""
        return self
