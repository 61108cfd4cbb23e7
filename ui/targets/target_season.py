"""A season: a number for each period of a year, filled by hand, from a spreadsheet or from one figure."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands.target_rules import Season, with_season
from kpidesk.domain.entities import Combine, Kpi
from kpidesk.domain.period import DAY_ONE, LAST_DAY, Frequency, Period
from kpidesk.domain.spread import LastYear, Spread, Yearly, spread
from kpidesk.domain.targets import Rows, season_of
from kpidesk.errors import UserError
from kpidesk.figures.proposed import Proposal
from kpidesk.text import _
from kpidesk.wording.targets import written
from kpidesk.workspace import new_uid
from ui.base.page import text
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.flow import Flow
from ui.targets.season_grid import SeasonGrid
from ui.targets.season_view import SeasonView
from ui.targets.target_fields import FlagFields, TargetPage, captioned, read_field, silent


class SeasonPage(TargetPage):
    """The grid of a year, with ways to fill it and its total."""

    def __init__(self, session: Session, kpi: Kpi, proposal: Proposal, parent: QWidget | None = None) -> None:
        super().__init__(session, kpi, parent)
        self._proposal = proposal
        self._flags_of: dict[Period, float | None] = {}
        self.grid = SeasonGrid(kpi, self.fiscal_start, self)
        self.view = SeasonView(session.theme, self.grid)
        self.total = text("", "quiet", wrap=True)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.flags = FlagFields(session.theme, kpi)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self.view)
        column.addLayout(self._filling())
        column.addWidget(self.flags)
        column.addStretch()
        self._waiting = False
        self.figure.textEdited.connect(self._figure_typed)
        self.flags.touched.connect(self._flag_touched)
        for source in (self.grid, self.view):
            source.refused.connect(self.refused)
        self.grid.edited.connect(self._touched)
        self.changed.connect(self._show_total)
        self.show_year(Period.containing(session.today(), Frequency.YEAR, self.fiscal_start))

    def _head(self) -> QHBoxLayout:
        """The year with a way to others, and what its numbers come to."""
        row = QHBoxLayout()
        row.setSpacing(4)
        self._year = text("", "strong")
        self.back = self._turn("chevron-left", _("The year before"), self._year_back)
        self.on = self._turn("chevron-right", _("The year after"), self._year_on)
        for widget in (self.back, self._year, self.on):
            row.addWidget(widget)
        row.addWidget(self.total, 1)
        return row

    def _filling(self) -> Flow:
        """One figure for the year, and the ways to spread it."""
        summed = self._proposal.rule is Combine.SUM
        self.figure = self.number_field(_("Sum for the year") if summed else _("Figure for the year"))
        row = Flow(gap=8, line_gap=6, on_foot=True)
        row.addWidget(captioned(self.figure.accessibleName(), self.figure))
        self.fills: dict[Spread, QPushButton] = {}
        names = {
            Spread.EVEN: (_("Fill evenly"), _("Every period the same")),
            Spread.LAST_YEAR: (_("As last year"), _("The shape of last year’s numbers")),
            Spread.WORKING_DAYS: (_("By working days"), _("Monday to Friday but for public holidays in Norway")),
        }
        for how, (name, explained) in names.items():
            button = QPushButton(name)
            button.setAutoDefault(False)
            button.setToolTip(explained)
            button.setAccessibleDescription(explained)
            button.clicked.connect(self._fill_pressed)
            self.fills[how] = button
            row.addWidget(button)
        return row

    def first_field(self) -> QWidget:
        """The grid."""
        return self.view

    def _turn(self, icon: str, name: str, slot: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(self.session.theme.icon(icon, size=14))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFixedSize(px(28), px(28))
        button.clicked.connect(slot)
        return button

    # ---- the year --------------------------------------------------------------------------------

    def fill_from(self, rows: Rows) -> None:
        """Fill in the seasons that stand, and show the newest, or this year."""
        stored: dict[Period, float] = {}
        self._flags_of = {}
        for row in rows:
            found = {p: n for p, n in season_of(row).items() if p.frequency is self.kpi.frequency}
            stored |= found
            for year in {period.within(Frequency.YEAR, self.fiscal_start) for period in found}:
                self._flags_of[year] = row.red_flag
        self.grid.start_from(stored)
        years = sorted(self._flags_of)
        now = Period.containing(self.session.today(), Frequency.YEAR, self.fiscal_start)
        self.show_year(now if now in years or not years else years[-1])

    def show_year(self, year: Period) -> None:
        """Look at another year; what is typed stays."""
        if not DAY_ONE.year < year.first.year < LAST_DAY.year - 1:
            return
        self.grid.show_year(year)
        self._year.setText(fmt.period_name(year, self.fiscal_start))
        with QSignalBlocker(self.flags):
            self.flags.show_flags(self._flags_of.get(year), None)
        self.changed.emit()

    def _year_back(self) -> None:
        self._turn_by(-1)

    def _year_on(self) -> None:
        self._turn_by(1)

    def _turn_by(self, years: int) -> None:
        assert self.grid.year is not None
        self.show_year(self.grid.year.next(years))

    def _flag_touched(self) -> None:
        assert self.grid.year is not None
        self.grid.touched.add(self.grid.year)
        self._flags_of[self.grid.year] = silent(self.flags.below)
        self._touched()

    # ---- filling ---------------------------------------------------------------------------------

    def _fill_pressed(self) -> None:
        button = self.sender()
        self.fill(next(how for how, each in self.fills.items() if each is button))

    def fill(self, how: Spread) -> None:
        """Fill the year from the figure typed; what can't be done is said."""
        try:
            cells = self._spread(how)
        except UserError as error:
            self.refused.emit(str(error))
            return
        if cells is None:
            self.figure.setFocus(Qt.FocusReason.OtherFocusReason)
            self.refused.emit(_("Type the figure for the year first, then choose how to spread it."))
            return
        self._waiting = False
        self.grid.fill(cells)

    def _spread(self, how: Spread, *, strict: bool = True) -> dict[Period, float] | None:
        """The figure typed over the periods of the year in view; nothing without a figure."""
        figure = read_field(self.figure, strict=strict)
        if figure is None:
            return None
        year = Yearly(figure, self._proposal.rule, self.kpi.decimals)
        return spread(how, year, self.grid.periods, LastYear(self._proposal.known, self.fiscal_start))

    def _figure_typed(self, words: str) -> None:
        self._waiting = bool(words.strip())

    def question(self) -> str:
        """A figure for the year that nobody has spread: it counts, evenly, unless another way is chosen."""
        if not self._waiting or self.grid.year is None:
            return ""
        year = fmt.period_name(self.grid.year, self.fiscal_start)
        asked = _("{figure} is not spread over {year} yet. Set the target once more to spread it evenly.")
        if self.grid.known():
            asked = _(
                "{figure} is not spread over {year} yet. Set the target once more to put it, spread evenly, in place of"
                " the numbers that stand there, or empty the field to keep them."
            )
        return asked.format(figure=self.figure.text().strip(), year=year)

    # ---- what it says ----------------------------------------------------------------------------

    def rows(self, before: Rows, *, strict: bool = True) -> Rows:
        """Each year that was touched takes the place of the season it had."""
        read_field(self.flags.below, strict=strict)
        rows, year = before, self.grid.year
        filled = self._spread(Spread.EVEN, strict=strict) if self._waiting else None
        for each in sorted(self.grid.touched | ({year} if filled and year else set())):
            flag = self._flags_of.get(each)
            cells = filled if filled and each == year else self.grid.cells(each)
            rows = with_season(self.kpi, rows, Season(cells, flag, self.fiscal_start), new_uid)
        return rows

    def span(self) -> tuple[Period, Period] | None:
        """The whole year in view."""
        return self.grid.periods[0], self.grid.periods[-1]

    def _show_total(self) -> None:
        numbers, of = self.grid.known(), len(self.grid.periods)
        total = math.fsum(numbers) if numbers else None
        mean = None if total is None else total / len(numbers)
        count = _("{n} of {of}").format(n=len(numbers), of=of)
        if total is None or mean is None:
            self.total.setText(_("Type, paste from a spreadsheet, or fill from one figure."))
        elif self._proposal.rule is Combine.SUM:
            self.total.setText(_("Sum {sum} · {count}").format(sum=written(self.kpi, total), count=count))
        else:
            shown = fmt.with_unit(mean, self.kpi.unit, max(1, self.kpi.decimals))
            self.total.setText(_("Mean {mean} · {count}").format(mean=shown, count=count))
        self._show_default(mean)

    def _show_default(self, mean: float | None) -> None:
        flag = silent(self.flags.below)
        words = _("Beside the mean of the year; it keeps its distance in every period.")
        if mean is not None and flag is not None:
            words = _("{distance} from each number.").format(distance=written(self.kpi, abs(mean - flag)))
        self.flags.show_default(mean, moving=words)
