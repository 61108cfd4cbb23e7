"""One KPI: its chart, its facts, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QSplitter, QWidget

from kpidesk import figures
from kpidesk.commands import notes, signals
from kpidesk.domain.entities import Department, Input, Kpi, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures
from kpidesk.figures.advice import added_share, on_share
from kpidesk.text import _
from kpidesk.workspace import Changes
from ui.base import breakpoints, page
from ui.base.keys.order import stops
from ui.base.page import Page
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.session import Session
from ui.history.value_history import ValueHistory
from ui.kpis import chart_out
from ui.kpis.facts.facts_pane import MIDDLE, WIDE, Facts, Shown
from ui.kpis.kpi_actions import KpiActions
from ui.kpis.kpi_chart import KpiChart
from ui.kpis.note import NoteDialog
from ui.kpis.numbers.entries_table import EntriesTable
from ui.kpis.numbers.entries_view import EntriesView
from ui.kpis.period_switch import PeriodSwitch
from ui.kpis.status_marks import StatusMarks
from ui.parts.buttons import icon_button
from ui.parts.elided import ElidedLabel
from ui.parts.end_room import end_with_room
from ui.parts.head_room import HeadRoom, drops_words
from ui.parts.whole import Lines

WANTED_NAME = 200
"""Pixels that a name keeps in the head; where it has not even that it stands whole below it, over several lines."""
SWITCH, BELOW = 5, 1
"""Where the choice of periods stands in the head, and a name that has no room there among what is below it."""
CHART_SHARE = (460, 300)
"""How chart and table share the height at first."""
LOW_CHART = 330
"""The height of legend and chart where the page scrolls."""


class KpiPage(Page):
    """Chart on top, numbers below, facts on the right or, in a narrow window, between them."""

    place = "kpi"
    fills_itself = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.uid: Uid | None = None
        self.frequency: Frequency | None = None
        self.figures: KpiFigures | None = None
        self._period: Period | None = None
        self._explaining = False
        self._narrow: bool | None = None
        self._headed: tuple[str, str, str, bool | None] | None = None
        self._wide = 0
        self.actions_of_kpi = KpiActions(session, self)
        self.facts = Facts(session)
        self.facts.explain.connect(self.toggle_explanation)
        self.facts.confirm_target.connect(self.actions_of_kpi.confirm_target)
        self.facts.change_target.connect(self.actions_of_kpi.set_target)
        self._side = _splitter(Qt.Orientation.Horizontal, "kpi facts")
        page.column(self).addWidget(self._side)
        self._build_main()
        for part in (self.facts, self.trend.chart):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            part.customContextMenuRequested.connect(partial(self._open_menu, part))
        self._side.setStretchFactor(0, 1)
        # As wide as it will be shown: arranged otherwise first, all would be given its style twice.
        self.fit(breakpoints.WIDE if self.isWindow() else round(self.window().width() / session.theme.scale))

    # ---- building ------------------------------------------------------------------------------------

    def _build_main(self) -> None:
        """What stands left of the facts; in its place before there is anything in it, which would be styled anew."""
        main = QWidget()
        self._side.addWidget(main)
        column = self._column = page.column(main)
        column.addWidget(self._build_head())
        column.addWidget(self._below)
        self.trend = KpiChart(self.session)
        self.trend.picked.connect(self._on_picked)
        self.trend.chosen.connect(self.write_note)
        self.trend.enter.connect(self._enter)
        self.entries = EntriesTable(self.session, self)
        self.table = EntriesView(self.entries, self.session.theme)
        self.table.picked.connect(self._on_row)
        self.table.chosen.connect(self.write_note)
        self.table.history_wanted.connect(self.show_history)
        self._split = _splitter(Qt.Orientation.Vertical, "kpi chart")
        self._body = QWidget()
        self._flow = page.column(self._body)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        end_with_room(self._body)
        self._scroll.setWidget(self._body)
        column.addWidget(self._split, 1)
        column.addWidget(self._scroll, 1)

    def _build_head(self) -> QWidget:
        head = self._head = page.Band()
        row = head.row
        back = QPushButton()
        back.setIcon(self.session.theme.icon("arrow-left"))
        back.setProperty("quiet", True)
        back.setFixedWidth(px(30))
        back.setToolTip(_("Back"))
        back.setAccessibleName(_("Back"))
        back.clicked.connect(self._go_back)
        row.addWidget(back)
        self._name = accessible.heading(ElidedLabel("", "page"))
        row.addWidget(self._name, 100)
        self._department = page.text("", "quiet")
        self._department.setContentsMargins(2, 6, 8, 0)
        row.addWidget(self._department)
        self._marks = StatusMarks(self.session.theme)
        row.addWidget(self._marks)
        row.addStretch(1)
        assert row.count() == SWITCH
        self.switch = PeriodSwitch()
        self.switch.chosen.connect(self.show_by)
        row.addWidget(self.switch)
        row.addSpacing(2)
        buttons = (
            icon_button(self.session.theme, "pencil", _("Edit"), self._edit),
            icon_button(self.session.theme, "table-2", _("Enter numbers"), self._enter),
        )
        for button in reversed(buttons):
            row.addWidget(button)
        self._name_below, self._whole_name = self._build_name_below()
        self._below = page.Band()
        self._below.row.addStretch()
        self._below.hide()
        wordless = drops_words(*buttons)

        def lower(gives: bool) -> None:
            self._lower_switch(gives)
            if gives:  # it leaves room for the words
                wordless(False)

        ways = [
            self._lose_department,
            self._marks.be_brief,
            self._cut_name,
            wordless,
            lower,
            wordless,
            self._lower_name,
        ]
        self._head_room = HeadRoom(head, ways)
        return head

    def _lower_switch(self, gives: bool) -> None:
        """The periods stand in a row of their own where the head has no room for them."""
        if gives is self._below.isHidden():
            (self._below if gives else self._head).row.insertWidget(0 if gives else SWITCH, self.switch)
            self._below.setVisible(gives)

    @staticmethod
    def _build_name_below() -> tuple[QWidget, QLabel]:
        below, name = QWidget(), accessible.heading(Lines("", "page"))
        box = page.column(below)
        page.Margins(box, below)
        box.addWidget(name)
        below.hide()
        return below, name

    def _lower_name(self, gives: bool) -> None:
        """The name stands whole under the head where all else has given way and it would be cut to a scrap."""
        self._name.setHidden(gives)
        self._name_below.setVisible(gives)

    def _lose_department(self, gives: bool) -> None:
        self._department.setVisible(not gives and not self._narrow and bool(self._department.text()))

    def _cut_name(self, gives: bool) -> None:
        """The name keeps what one knows it by."""
        self._name.setMinimumWidth(
            min(px(WANTED_NAME), self._name.maximumWidth()) if gives else self._name.maximumWidth()
        )

    # ---- content -------------------------------------------------------------------------------------

    def selected(self) -> str:
        """The KPI in view."""
        return self.uid or ""

    def show_argument(self, argument: object) -> None:
        """Show one KPI."""
        if isinstance(argument, str) and argument != self.uid:
            self.uid, self.frequency, self._period, self._explaining = argument, None, None, False
            self.refresh(None)
            self._scroll.verticalScrollBar().setValue(0)  # where one was in another KPI says nothing of this one
            self.facts.begin()

    def refresh(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Show the KPI as it stands."""
        ws = self.session.ws
        kpi = ws.find(Kpi, self.uid)
        if kpi is None:
            if self.uid is not None:
                self.uid = None
                self.session.navigate.emit("kpis", None)
            return
        self.actions_of_kpi.choose(kpi.uid)
        if self.frequency is not None and not kpi.frequency.divides(self.frequency):
            self.frequency = None
        found = self.figures = self._worked_out(kpi, self.frequency or kpi.frequency)
        department = ws.find(Department, kpi.department)
        self._name.show_words(kpi.short_name or kpi.name, kpi.name)
        self._whole_name.setText(kpi.name)
        self._department.setText(department.name if department else "")
        self._marks.show_figures(found)
        self.switch.show_choice(kpi.frequency, found.frequency)
        self._fit_head()
        about = notes.notes_of(ws, kpi)
        self.trend.show_figures(found, about)
        self.entries.show(found, about)
        self.table.setVisible(bool(self.entries.points))
        self.table.fit()
        self._mark(self._period)
        self._show_facts()

    def _worked_out(self, kpi: Kpi, frequency: Frequency) -> KpiFigures:
        if frequency is kpi.frequency:
            return self.session.figured.book.of(kpi)
        return figures.kpi_figures(self.session.ws, kpi, self.session.today(), frequency)

    def _fit_head(self) -> None:
        """The name has its room; where it has not, the department and the words of the status give way first."""
        self._name.ensurePolished()
        self._name.setMaximumWidth(self._name.fontMetrics().horizontalAdvance(self._name.words()) + 4)
        told = self._name.words(), self._department.text(), self._marks.accessibleName(), self._narrow
        if told != self._headed:
            self._headed = told
            self._head_room.fit()

    def _show_facts(self) -> None:
        found, ws = self.figures, self.session.ws
        if found is None:
            return
        own = self._worked_out(found.kpi, found.kpi.frequency)
        about = notes.notes_of(ws, found.kpi)
        self.facts.show_facts(
            Shown(
                found,
                own,
                figures.outlook(ws, own, self.session.current_period()),
                signals.shifts_of(ws, found.kpi.uid),
                figures.open_actions(own, about),
                self._explanation(found),
                self._added_share(found.kpi),
            )
        )

    def _added_share(self, kpi: Kpi) -> Uid | None:
        """The input whose shares are added up, unless somebody has said that it is to be so."""
        ws = self.session.ws
        source = added_share(ws, kpi) if on_share(ws, kpi, self.session.cycle) is not None else None
        return None if source is None else source.uid

    def _explanation(self, found: KpiFigures) -> figures.Explanation | None:
        if not self._explaining or not found.periods:
            return None
        latest = found.latest.period if found.latest is not None else found.periods[-1]
        period = self._period if self._period in found.periods else latest
        return figures.explain(self.session.ws, found.kpi, period or latest, self.session.today())

    # ---- the period in view --------------------------------------------------------------------------

    def _mark(self, period: Period | None) -> None:
        """Show which period is meant, on the chart and in the table alike."""
        known = self.figures is not None and period in self.figures.periods
        self._period = period if known else None
        self.trend.point_at(self._period)
        latest = self.figures.latest.period if self.figures is not None and self.figures.latest is not None else None
        self.table.choose(self._period or latest)

    def _on_picked(self, period: Period | None) -> None:
        self._period = period
        self.table.choose(period)
        self._follow()

    def _on_row(self, period: Period) -> None:
        self._period = period
        self.trend.point_at(period)
        self._follow()

    def _follow(self) -> None:
        """The explanation is of the period in view."""
        if self._explaining:
            self._show_facts()

    def toggle_explanation(self) -> None:
        """Explain the number of the period in view, or stop."""
        self._explaining = not self._explaining
        self._show_facts()
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        self.facts.reveal(self._scroll if self._narrow else None)

    def write_note(self, period: Period | None) -> None:
        """Write a note on a period."""
        found = self.figures
        if period is None or found is None:
            return
        about = notes.notes_of(self.session.ws, found.kpi).get(period, ())
        dialog = NoteDialog(
            self.session, found.kpi, period, about[0] if about else None, figures.effect_of(found, period), self
        )
        dialog.open()

    def _write_here(self) -> None:
        self.write_note(self._period or self.trend.period)

    # ---- doing ---------------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        available = self.actions_of_kpi.available()
        kept = (
            "edit_kpi",
            "set_target",
            "confirm_target",
            "kpi_sheet",
            "kpi_history",
            "park_kpi",
            "unpark_kpi",
            "delete_kpi",
            "export",
            "export_kpi",
        )
        found: dict[str, Callable[[], None]] = {name: available[name] for name in kept if name in available}
        found |= {"back": self._go_back, "toggle_details": self._toggle_facts, "explain": self.toggle_explanation}
        found["history_of"] = self.show_history
        if self.actions_of_kpi.chosen is not None:
            found["print"] = self.actions_of_kpi.print_sheet
        found |= chart_out.ways(self.session, self.trend, self.table)
        if self.entries.has_older:
            found["earlier"] = self.show_older
        if self._period is not None:
            found["write_note"] = self._write_here
        if self.figures is not None:
            own = self.figures.kpi.frequency
            periods = {
                "period_1": (Frequency.WEEK, self._by_week), "period_2": (Frequency.MONTH, self._by_month),
                "period_3": (Frequency.QUARTER, self._by_quarter), "period_4": (Frequency.YEAR, self._by_year),
                "period_5": (Frequency.HALF_YEAR, self._by_half_year),
                "period_6": (Frequency.TERTIAL, self._by_tertial),
            }  # fmt: skip
            found |= {name: slot for name, (frequency, slot) in periods.items() if own.divides(frequency)}
            if self.figures.shift is not None and self.figures.frequency is own:
                found["new_limits"] = self.facts.accept_shift
        return found

    def _open_menu(self, part: QWidget, at: QPoint) -> None:
        self.actions_of_kpi.menu(self.commands()).popup(part.mapToGlobal(at))

    def show_history(self) -> None:
        """What the number in the current cell has been; elsewhere the history of the KPI."""
        index = self.table.currentIndex()
        source = self.entries.editable_input(index) if self.table.hasFocus() else None
        if source is not None and not self.entries.points[index.row()].masked:
            ValueHistory(self.session, Input, source.uid, self.entries.points[index.row()].period, self).open()
        else:
            self.actions_of_kpi.show_history()

    def show_older(self) -> None:
        """Add older numbers below the table."""
        self.entries.show_older()
        self.table.fit()

    def _go_back(self) -> None:
        self.session.navigate.emit("kpis", None)

    def _enter(self) -> None:
        found = self.figures
        self.session.navigate.emit("entry", found.kpi.inputs[0][1] if found is not None and found.kpi.inputs else None)

    def _edit(self) -> None:
        self.actions_of_kpi.edit()

    def _by_week(self) -> None:
        self.show_by(Frequency.WEEK)

    def _by_month(self) -> None:
        self.show_by(Frequency.MONTH)

    def _by_quarter(self) -> None:
        self.show_by(Frequency.QUARTER)

    def _by_year(self) -> None:
        self.show_by(Frequency.YEAR)

    def _by_half_year(self) -> None:
        self.show_by(Frequency.HALF_YEAR)

    def _by_tertial(self) -> None:
        self.show_by(Frequency.TERTIAL)

    def show_by(self, frequency: Frequency) -> None:
        """Roll the numbers up to longer periods."""
        kpi = self.session.ws.find(Kpi, self.uid)
        if kpi is not None and kpi.frequency.divides(frequency):
            self.frequency = None if frequency is kpi.frequency else frequency
            self._period = None
            self.refresh(None)

    def _toggle_facts(self) -> None:
        self.facts.setVisible(not self.facts.isVisible())

    # ---- the frame -----------------------------------------------------------------------------------

    def fit(self, window_width: int) -> None:
        """Beside the chart the facts are as wide as the window allows; in a narrow one they stand below it."""
        narrow = window_width < breakpoints.NARROW
        self.facts.stand_below(narrow)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange(narrow)
            QTimer.singleShot(0, self, self._fit_head)  # when the head has the width that it gets by this
        wide = WIDE if window_width >= breakpoints.WIDE else MIDDLE
        before, self._wide = self._wide, 0 if narrow else wide
        if self._wide and self._wide != before:
            self._side.setSizes([max(1, self.width() - wide), wide])

    def _arrange(self, narrow: bool) -> None:
        self._split.setVisible(not narrow)
        self._scroll.setVisible(narrow)
        self.table.whole = narrow
        self.entries.grows = not narrow
        if narrow:
            self.trend.setFixedHeight(px(LOW_CHART))  # else it keeps what it had in a wide window
            for part in (self._name_below, self.trend, self.facts, self.table):
                self._flow.addWidget(part)
        else:
            self.trend.setMinimumHeight(px(260))
            self.trend.setMaximumHeight(16_777_215)
            self._column.insertWidget(BELOW, self._name_below)
            self._split.addWidget(self.trend)
            self._split.addWidget(self.table)
            self._split.setSizes(list(CHART_SHARE))
            self._split.setStretchFactor(0, 3)
            self._split.setStretchFactor(1, 2)
            self._side.addWidget(self.facts)
        self.trend.show()
        self.facts.show()
        self.table.setVisible(bool(self.entries.points))
        self.table.fit()

    def initial_focus(self) -> QWidget | None:
        """The chart, so that the arrows move its hair line; without numbers the first thing that can be done."""
        if self.trend.chart.isVisibleTo(self):
            return self.trend.chart
        return next(chain(stops(self.trend), stops(self.facts)), None)


def _splitter(side: Qt.Orientation, name: str) -> QSplitter:
    splitter = QSplitter(side)
    splitter.setObjectName(name)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    return splitter
