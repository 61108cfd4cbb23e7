"""Overview: how the goals stand, the KPIs that need somebody, and what is due this week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import agreements
from kpidesk.domain.entities import KeyResult, Kpi, Objective, Person, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.domain.walk import down
from kpidesk.figures import KpiFigures, NodeFigures, all_figures, goal_figures
from kpidesk.figures.advice import Advice, Kind, advise
from kpidesk.figures.entry import due_cells
from kpidesk.figures.waiting import Waiting, waiting
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui.bridge import Desk
from ui.models.cycle_words import sentence
from ui.page import SMALL, Margins, Page, column, head, line, text
from ui.scale import px
from ui.widgets import papers
from ui.widgets.advice_list import AdviceList, put_aside
from ui.widgets.attention import all_quiet, needs_attention, others_words, sentence_for, urgency
from ui.widgets.buttons import icon_button
from ui.widgets.drawer import Drawer
from ui.widgets.empty import Empty
from ui.widgets.end_room import end_with_room
from ui.widgets.form import section
from ui.widgets.overview_rows import (
    AgreementRow,
    CheckInRow,
    DueRow,
    ExpectedHead,
    KpiRow,
    ObjectiveRow,
    SmallKpi,
    kpi_name,
)
from ui.widgets.papers import Choices
from ui.widgets.printed_paper import print_paper
from ui.widgets.replacing import show_inside
from ui.widgets.saved_paper import paper_language, paper_size
from ui.widgets.tile_grid import TileGrid

CHECK_IN_DAYS = 7
SIDE = {1400: 340, 1180: 300, 0: 264}
"""How wide the side is in a window of at least so many pixels."""
ACROSS = 4
MOST_WAITING = 4
REVIEW_AFTER, REVIEW_NEAR = 14, 30
"""The review is a fortnight after the cycle's end, and shows a month ahead."""


class OverviewPage(Page):
    """Everything at a glance; nothing is edited here."""

    place = "overview"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.stack = QStackedWidget()
        column(self).addWidget(self.stack)
        self._wide, self._compact = True, False
        self.main, self.side = QScrollArea(), QScrollArea()
        for area in (self.main, self.side):
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setObjectName("side")
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.main, 1)
        self._edge = _upright()
        row.addWidget(self._edge)
        row.addWidget(self.side)
        self.drawer = Drawer(desk, self, self.side, row.addWidget, _("This week"))
        self.stack.addWidget(both)
        self.stack.addWidget(self._empty())
        self.refresh(None)

    def _empty(self) -> QWidget:
        empty = Empty(
            self.desk.theme, "layout-dashboard", _("Nothing to show yet"),
            _("Add an objective or a KPI, and everything is gathered here."), _("New objective"), _("Add a KPI"),
        )  # fmt: skip
        empty.pressed.connect(self._go_goals)
        empty.pressed_second.connect(self._go_kpis)
        return empty

    # ---- the page's part -------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Compute and lay out everything anew; it is little."""
        today, cycle = self.desk.today(), self.desk.cycle
        roots = [] if cycle is None else goal_figures(self.desk.ws, cycle, today)
        kpis = all_figures(self.desk.ws, today)
        if not roots and not kpis:
            self.stack.setCurrentIndex(1)
            return
        self.stack.setCurrentIndex(0)
        for area, inside in ((self.main, self._main(roots, kpis)), (self.side, self._side(roots, kpis))):
            bar, at = area.verticalScrollBar(), area.verticalScrollBar().value()
            show_inside(area, inside)
            bar.setMaximum(max(bar.maximum(), at))  # until it is laid out: what is read stays where it is
            bar.setValue(at)

    def fit(self, window_width: int) -> None:
        """Give the side what the window has room for."""
        small = window_width < SMALL
        self.drawer.use(small)
        self._edge.setHidden(small)
        if not small:
            self.side.setFixedWidth(px(next(side for least, side in SIDE.items() if window_width >= least)))
        wide = window_width >= 1180
        if (wide, small) != (self._wide, self._compact):
            self._wide, self._compact = wide, small
            self.refresh(None)

    def commands(self) -> dict[str, Callable[[], None]]:
        """What is due this week, put away or shown; printing here is the page for the wall."""
        found: dict[str, Callable[[], None]] = {"toggle_details": self.drawer.toggle}
        return found | ({"print": self._print} if self.desk.cycle is not None else {})

    def _print(self) -> None:
        cycle = self.desk.cycle
        if cycle is not None:
            chosen = Choices(self.desk.today(), paper_size(self.desk), paper_language(self.desk))
            build = papers.of_file(self.desk.ws, papers.board, cycle.uid, chosen)
            print_paper(self.desk, build, self.desk.cycle_name(), self.window())

    def initial_focus(self) -> QWidget | None:
        """The page itself: nothing is marked until a key is used."""
        return self.main

    # ---- goals and KPIs --------------------------------------------------------------------------

    def _main(self, roots: list[NodeFigures], kpis: list[KpiFigures]) -> QWidget:
        inside = QWidget()
        inside.setObjectName("page")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 16)
        box.setSpacing(0)
        top, row, _label = head(_("Overview"))
        if self._compact:
            self._add_ways(row)
        else:
            row.addWidget(text(fmt.weekday_day_year(self.desk.today()), "small"))
            row.addStretch()
        box.addWidget(top)
        body = QVBoxLayout()
        Margins(body, inside)
        body.setSpacing(0)
        self._add_goals(body, roots)
        self._add_kpis(body, kpis)
        self._add_advice(body)
        box.addLayout(body)
        box.addStretch()
        end_with_room(inside)
        return inside

    def _add_ways(self, row: QHBoxLayout) -> None:
        """What leads on from a small window: the numbers that are due, and the week."""
        row.addStretch()
        if missing := len(due_cells(self.desk.ws, self.desk.today())):
            row.addWidget(self._enter_button(missing))
        row.addWidget(icon_button(self.desk.theme, "calendar", _("This week"), self.drawer.open))

    def _enter_button(self, missing: int) -> QPushButton:
        words = ngettext("Enter {n} number", "Enter {n} numbers", missing).format(n=missing)
        return icon_button(self.desk.theme, "table-2", words, self._go_entry, kind="primary")

    def _add_goals(self, box: QVBoxLayout, roots: list[NodeFigures]) -> None:
        found = [each for root in roots for each in _objectives(root)]
        title, _right = section(_("Objectives"))
        box.addWidget(title)
        if not found:
            box.addSpacing(8)
            box.addWidget(text(sentence(_("There are no goals in {cycle} yet."), self.desk.period.frequency), "quiet"))
            return
        box.addWidget(ExpectedHead(self.desk, found))
        for each in found:
            row = ObjectiveRow(self.desk, each, found)
            row.pressed.connect(self._open_goal)
            box.addWidget(row)

    def _add_kpis(self, box: QVBoxLayout, kpis: list[KpiFigures]) -> None:
        needing = sorted((each for each in kpis if needs_attention(each)), key=urgency)
        others = [each for each in kpis if each not in needing]
        box.addSpacing(10)
        if needing:
            title, right = section(_("KPIs that need you"))
            right.setText(_("{n} of {count}").format(n=len(needing), count=len(kpis)))
            box.addWidget(title)
        elif kpis:
            title, _right = section(all_quiet(kpis))
            box.addWidget(title)
        for each in needing:
            row = KpiRow(self.desk, each, sentence_for(self.desk, each))
            row.pressed.connect(self._open_kpi)
            box.addWidget(row)
        words = others_words(others, all_of_them=not needing) if others and self._wide else ""
        if words:
            box.addSpacing(12)
            box.addWidget(text(words, "quiet", wrap=True))
        if others and (self._wide or not needing):
            box.addSpacing(8)
            box.addWidget(TileGrid([self._tile(each) for each in others[: 3 * ACROSS]], ACROSS))
            if len(others) > 3 * ACROSS:
                box.addWidget(self._way_to_kpis(), alignment=Qt.AlignmentFlag.AlignLeft)

    def _add_advice(self, box: QVBoxLayout) -> None:
        found = advise(self.desk.ws, self.desk.cycle, self.desk.today())
        if found:
            box.addSpacing(10)
            advice = AdviceList(self.desk, found)
            advice.opened.connect(self._open_advice)
            advice.aside.connect(self._ask_aside)
            box.addWidget(advice)

    def _tile(self, kpi: KpiFigures) -> SmallKpi:
        small = SmallKpi(self.desk, kpi)
        small.pressed.connect(self._open_kpi)
        return small

    def _way_to_kpis(self) -> QPushButton:
        """Where those are that there is no room for."""
        way = QPushButton(_("See the KPIs"))
        way.setProperty("link", True)
        way.clicked.connect(self._go_kpis)
        return way

    # ---- this week -------------------------------------------------------------------------------

    def _side(self, roots: list[NodeFigures], kpis: list[KpiFigures]) -> QWidget:
        inside = QWidget()
        inside.setObjectName("side")
        box = QVBoxLayout(inside)
        edge = 20 if self._wide else 14
        box.setContentsMargins(edge, 12, edge, 16)
        box.setSpacing(0)
        missing = len(due_cells(self.desk.ws, self.desk.today()))
        row = QHBoxLayout()
        row.addWidget(text(_("This week"), "title", wrap=True), 1)
        if missing:
            self.button = self._enter_button(missing)
            row.addWidget(self.button)
        box.addLayout(row)
        self._add_due(box, kpis)
        self._add_check_ins(box, roots)
        self._add_agreements(box)
        self._add_coming(box)
        if not missing:
            box.addSpacing(12)
            entered = any(each.latest is not None for each in kpis)
            words = _("Every number is in place.") if entered else _("No number is due yet.")
            box.addWidget(text(words, "quiet", wrap=True))
        box.addStretch()
        return inside

    def _add_due(self, box: QVBoxLayout, kpis: list[KpiFigures]) -> None:
        """What is overdue by itself, and what is not by its period and deadline, as the heads of the sheet say."""
        today, start = self.desk.today(), self.desk.ws.company.fiscal_year_start
        waits = waiting(self.desk.ws, [each.kpi for each in kpis], today)
        over = [each for each in waits if each.deadline < today]
        if over:
            worst = (today - min(each.deadline for each in over)).days
            self._add_group(box, _("Overdue numbers"), fmt.overdue(worst), over, kpis, look="off")
        groups: dict[tuple[dt.date, Period], list[Waiting]] = {}
        for each in waits:
            if each.deadline >= today:
                groups.setdefault((each.deadline, each.period), []).append(each)
        for (day, period), items in sorted(groups.items(), key=lambda group: group[0][0]):
            title = _("Numbers for {period}").format(period=fmt.period_name(period, start))
            self._add_group(box, title, _("due {day}").format(day=self._day_words(day)), items, kpis)

    def _day_words(self, day: dt.date) -> str:
        return _("today") if day == self.desk.today() else fmt.day_short(day, self.desk.today())

    def _add_group(
        self,
        box: QVBoxLayout,
        title: str,
        right: str,
        items: list[Waiting],
        kpis: list[KpiFigures],
        *,
        look: str = "quiet",
    ) -> None:
        heading, label = section(title)
        label.setText(right)
        label.setProperty("look", look)
        box.addWidget(heading)
        for each in kpis:
            n = sum(wait.count for wait in items if wait.kpi == each.kpi.uid)
            if not n:
                continue
            owner = self.desk.ws.find(Person, each.kpi.owner)
            count = ngettext("{n} number", "{n} numbers", n).format(n=n)
            row = DueRow(self.desk, owner.name if owner else "", kpi_name(each), count)
            row.pressed.connect(self._go_entry)
            box.addWidget(row)

    def _add_check_ins(self, box: QVBoxLayout, roots: list[NodeFigures]) -> None:
        today = self.desk.today()
        friday = Period.containing(today, Frequency.WEEK).first + dt.timedelta(days=4)
        wanted = [each for root in roots for each in _results(root) if _wants_check_in(each, friday, today)]
        waiting = sorted(wanted, key=lambda each: each.next_check_in(today) or friday)[:6]
        if not waiting:
            return
        first = min((day for each in waiting if (day := each.next_check_in(today)) is not None), default=friday)
        title, right = section(_("Check-in"))
        right.setText(_("due {day}").format(day=self._day_words(min(first, max(friday, today)))))
        box.addWidget(title)
        for each in waiting:
            owner = self.desk.ws.find(Person, each.node.owner)
            row = CheckInRow(self.desk, owner.name if owner else "", each)
            row.pressed.connect(self._check_in)
            box.addWidget(row)

    def _add_agreements(self, box: QVBoxLayout) -> None:
        """Whom somebody waits for; what waits for me is answered with one click."""
        waiting = agreements.waiting_for(self.desk.ws)
        mine = [each for each in waiting if self._is_me(each.person)]
        others = [each for each in waiting if not self._is_me(each.person)]
        if not waiting:
            return
        title, _right = section(_("Waiting for agreement"))
        box.addWidget(title)
        for each in [*mine, *others][:MOST_WAITING]:
            row = AgreementRow(self.desk, each, mine=each in mine)
            row.pressed.connect(self._agree)
            box.addWidget(row)

    def _is_me(self, uid: Uid | None) -> bool:
        person = self.desk.ws.find(Person, uid)
        return person is not None and person.name.casefold() == self.desk.ws.author.casefold()

    def _add_coming(self, box: QVBoxLayout) -> None:
        """The review of the quarter in view, once its end is near."""
        cycle, today = self.desk.cycle, self.desk.today()
        if cycle is None or cycle.end is None or cycle.closed_on is not None:
            return
        review = cycle.end + dt.timedelta(days=REVIEW_AFTER)
        if not -REVIEW_NEAR <= (review - today).days <= REVIEW_NEAR:
            return
        title, right = section(_("Coming"))
        right.setText(fmt.day_short(review, today))
        box.addWidget(title)
        name = self.desk.cycle_name()
        row = DueRow(self.desk, self.desk.ws.author, _("Review of {cycle}").format(cycle=name), "")
        row.pressed.connect(self._go_review)
        box.addWidget(row)

    # ---- going on --------------------------------------------------------------------------------

    def _open_goal(self) -> None:
        row = self.sender()
        if isinstance(row, ObjectiveRow):
            self.desk.navigate.emit("goals", row.figures.node.uid)

    def _open_kpi(self) -> None:
        row = self.sender()
        if isinstance(row, KpiRow | SmallKpi):
            self.desk.navigate.emit("kpi", row.figures.kpi.uid)

    def _check_in(self) -> None:
        row = self.sender()
        if isinstance(row, CheckInRow):
            self.desk.navigate.emit("goals", (row.figures.node.uid, "check_in"))

    def _agree(self) -> None:
        row = self.sender()
        if isinstance(row, AgreementRow) and row.mine:
            self.desk.perform(agreements.answer, row.asked.about, row.asked.person, True)
        elif isinstance(row, AgreementRow):
            said = _("The question travels with the file.")
            self.desk.perform(agreements.ask, row.asked.about, [row.asked.person], said=said)

    def _open_advice(self, advice: Advice) -> None:
        if advice.kind is Kind.DUTIES:
            from ui.dialogs.duties import DutiesDialog

            DutiesDialog(self.desk, self).open()
        elif self.desk.ws.find(Kpi, advice.about) is not None:
            self.desk.navigate.emit("kpi", advice.about)
        elif advice.about is not None:
            self.desk.navigate.emit("goals", advice.about)
        else:
            self.desk.navigate.emit("goals" if advice.kind is Kind.TOO_MANY_OBJECTIVES else "kpis", None)

    def _ask_aside(self, advice: Advice) -> None:
        from ui.dialogs.reason import ReasonDialog

        self._aside = advice
        dialog = ReasonDialog(_("Put aside?"), str(advice.sentence), _("Put aside"), self)
        dialog.given.connect(self._put_aside)
        dialog.open()

    def _put_aside(self, reason: str) -> None:
        put_aside(self.desk, self._aside, reason)

    def _go_review(self) -> None:
        self.desk.navigate.emit("review", None)

    def _go_entry(self) -> None:
        self.desk.navigate.emit("entry", None)

    def _go_goals(self) -> None:
        self.desk.navigate.emit("goals", None)

    def _go_kpis(self) -> None:
        self.desk.navigate.emit("kpis", None)


def _objectives(figures: NodeFigures) -> list[NodeFigures]:
    return [] if not isinstance(figures.node, Objective) else list(down([figures], _objectives_under))


def _objectives_under(figures: NodeFigures) -> list[NodeFigures]:
    return [child for child in figures.children if isinstance(child.node, Objective)]


def _results(figures: NodeFigures) -> list[NodeFigures]:
    return [each for each in figures.everything() if isinstance(each.node, KeyResult)]


def _wants_check_in(figures: NodeFigures, friday: dt.date, today: dt.date) -> bool:
    """Tell whether a word is due by the end of the week, or whether what is behind has been silent for one."""
    if figures.over or figures.dropped or figures.parked or figures.status is Status.PLANNED:
        return False
    due = figures.next_check_in(today)
    if due is not None and due <= max(friday, today):
        return True
    last = figures.last_check_in.day if figures.last_check_in is not None else None
    behind = figures.status in (Status.AT_RISK, Status.OFF_TRACK)
    return behind and (last is None or (today - last).days >= CHECK_IN_DAYS)


def _upright() -> QWidget:
    """A hairline standing up."""
    frame = line()
    frame.setProperty("look", "upright")
    frame.setFixedWidth(1)
    return frame
