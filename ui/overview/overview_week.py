"""The side of the overview: what is due this week, and what comes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import people
from kpidesk.domain.entities import Agreement, Kpi, Person, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import NodeFigures, cycle_list
from kpidesk.figures.waiting import Waiting, unanswered, waiting
from kpidesk.reminders.waits import reviews_near
from kpidesk.round.words_due import results, wants_check_in, week_end
from kpidesk.text import _, ngettext
from ui.base import page
from ui.base.cut import Cut
from ui.base.kept import Kept, Part, gap, part
from ui.base.page import text
from ui.base.session import Session
from ui.overview.overview_main import enter_button, enter_words, heading, words_part
from ui.overview.overview_rows import AgreementRow, CheckInRow, DueRow, kpi_name
from ui.overview.stand import Stand
from ui.overview.steps.example_offer import Chapters, ExampleOffer
from ui.parts.buttons import icon_button

WIDE_EDGE, EDGE = 20, 14
"""Pixels beside the rows."""
FIRST_ROWS = 8
"""So many KPIs are told in a group of numbers that wait, before more are asked for."""
MOST_CHECK_INS, MOST_WAITING = 6, 4


class OverviewWeek(QWidget):
    """Shown anew by ``tell``. ``entry_wanted``, ``round_wanted`` and ``review_wanted``, which names the period of a
    cycle, lead on; ``check_in_wanted`` names a key result, ``answered`` an agreement and whether the question is mine.
    ``more_wanted`` asks to be told again, ``example_wanted`` is for the example company, ``calendar_wanted`` for the
    dialog of the days to come.
    """

    entry_wanted = Signal()
    round_wanted = Signal()
    review_wanted = Signal(object)
    check_in_wanted = Signal(str)
    answered = Signal(object, bool)
    example_wanted = Signal()
    more_wanted = Signal()
    calendar_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._cut = Cut(FIRST_ROWS, self)
        self._cut.wanted.connect(self.more_wanted)
        self.setObjectName("side")
        box = self._box = QVBoxLayout(self)
        box.setSpacing(0)
        row = QHBoxLayout()
        self.title = page.heading(_("This week"), wrap=True)
        row.addWidget(self.title, 1)
        self.button = enter_button(session, 0)
        self.button.clicked.connect(self.entry_wanted)
        row.addWidget(self.button)
        box.addLayout(row)
        self.round = icon_button(session.theme, "clipboard-check", _("Start the weekly round"), self.round_wanted.emit)
        self.round.setToolTip("Ctrl+U")
        box.addSpacing(8)
        box.addWidget(self.round)
        parts = QVBoxLayout()
        parts.setSpacing(0)
        self._kept = Kept(parts)
        box.addLayout(parts)
        box.addStretch()

    def tell(self, stand: Stand, *, wide: bool) -> None:
        """Show what is due now, in a wide or a narrow side."""
        missing, entered = stand.missing, stand.entered
        edge = WIDE_EDGE if wide else EDGE
        self._box.setContentsMargins(edge, 12, edge, 16)
        self.button.setText(enter_words(missing))
        self.button.setVisible(missing > 0)
        check_ins = list(self._check_ins(stand.roots))
        due = bool(missing or check_ins) and not stand.beginning
        self.round.setVisible(due and not self.session.ws.read_only)
        parts = [*self._due(stand.kpis), *check_ins, *self._agreements(), *self._coming()]
        if not missing and entered is not None:
            words = _("Every number is in place.") if entered else _("No number is due yet.")
            parts.append(words_part("in place", words, above=12))
        if stand.beginning:
            parts = [part("first due", _made_first_due, QLabel.setText, self._first_due(stand))]
            parts += [gap("example", 12), part("example", self._example, lambda _made: None)]
            parts += [gap("chapters", 12), part("chapters", self._chapters, lambda _made: None)]
        else:
            parts += [gap("calendar", 16), part("calendar", self._calendar, lambda _made: None)]
        self._kept.show(parts)

    # ---- a new file ------------------------------------------------------------------------------

    def _first_due(self, stand: Stand) -> str:
        """Nothing of a new file is late; what comes first is told."""
        coming = [each.due for each in stand.figures or ()]
        if not coming:
            return _("No dates yet.")
        first, start = min(coming, key=lambda due: due.date), self.session.ws.company.fiscal_year_start
        words = _("No dates yet. The first is {day}, for the numbers of {period}.")
        if first.date <= Period.containing(self.session.today(), Frequency.WEEK).last:
            words = _("The first date is {day}, for the numbers of {period}.")
        return words.format(day=fmt.day(first.date), period=fmt.period_name(first.period, start))

    def _example(self) -> QWidget:
        made = ExampleOffer(self.session.theme)
        made.pressed.connect(self.example_wanted)
        return made

    def _chapters(self) -> QWidget:
        made = Chapters()
        made.pressed.connect(self.session.explain)
        return made

    # ---- numbers ---------------------------------------------------------------------------------

    def _due(self, kpis: Sequence[Kpi]) -> Iterator[Part]:
        """What is overdue by itself, and what is not by its period and deadline, as the heads of the sheet say."""
        today, start = self.session.today(), self.session.ws.company.fiscal_year_start
        waits = waiting(self.session.ws, kpis, today)
        over = [each for each in waits if each.deadline < today]
        if over:
            worst = (today - min(each.deadline for each in over)).days
            yield heading("over", _("Overdue numbers"), fmt.overdue(worst), "off")
            yield from self._group(("over", _("Overdue numbers")), over, kpis)
        groups: dict[tuple[dt.date, Period], list[Waiting]] = {}
        for each in waits:
            if each.deadline >= today:
                groups.setdefault((each.deadline, each.period), []).append(each)
        for (day, period), items in sorted(groups.items(), key=lambda group: group[0][0]):
            title = _("Numbers for {period}").format(period=fmt.period_name(period, start))
            key = f"{day} {period.key()}"
            yield heading(key, title, _("due {day}").format(day=self._day_words(day)))
            yield from self._group((key, title), items, kpis)

    def _group(self, head: tuple[str, str], items: Sequence[Waiting], kpis: Sequence[Kpi]) -> Iterator[Part]:
        """Who is asked for what, under a head with a key and a title."""
        group, title = head
        counts: Counter[Uid] = Counter()
        for item in items:
            counts[item.kpi] += item.count
        asked = [each for each in kpis if each.uid in counts]
        for each in self._cut.shown(group, asked):
            n = counts[each.uid]
            count = ngettext("{n} number", "{n} numbers", n).format(n=n)
            who = self._name(each.owner)
            yield part((group, each.uid), self._due_row, DueRow.tell, who, kpi_name(each), count, title)
        yield from self._cut.rest(group, asked)

    def _due_row(self, who: str, what: str, right: str, under: str) -> DueRow:
        row = DueRow(self.session, who, what, right)
        row.tell(who, what, right, under)
        row.pressed.connect(self.entry_wanted)
        return row

    def _day_words(self, day: dt.date) -> str:
        return _("today") if day == self.session.today() else fmt.day_short(day, self.session.today())

    def _name(self, uid: Uid | None) -> str:
        person = self.session.ws.find(Person, uid)
        return person.name if person is not None else ""

    # ---- check-ins -------------------------------------------------------------------------------

    def _check_ins(self, roots: Sequence[NodeFigures]) -> Iterator[Part]:
        today = self.session.today()
        latest = week_end(today)
        wanted = [each for each, _department in results(roots) if wants_check_in(each, today)]
        found = sorted(wanted, key=lambda each: each.next_check_in(today) or latest)[:MOST_CHECK_INS]
        if not found:
            return
        first = min((day for each in found if (day := each.next_check_in(today)) is not None), default=latest)
        due = _("due {day}").format(day=self._day_words(min(first, latest)))
        yield heading("check-ins", _("Check-in"), due)
        for each in found:
            key = ("check-in", each.node.uid)
            yield part(key, self._check_in_row, CheckInRow.tell_figures, self._name(each.node.owner), each)

    def _check_in_row(self, who: str, figures: NodeFigures) -> CheckInRow:
        row = CheckInRow(self.session, who, figures)
        row.pressed.connect(self._check_in)
        return row

    def _check_in(self) -> None:
        row = self.sender()
        if isinstance(row, CheckInRow):
            self.check_in_wanted.emit(row.figures.node.uid)

    # ---- agreements ------------------------------------------------------------------------------

    def _agreements(self) -> Iterator[Part]:
        """Whom somebody waits for; what waits for me is answered with one click."""
        found = unanswered(self.session.ws)
        mine = [each for each in found if self._is_me(each.person)]
        others = [each for each in found if not self._is_me(each.person)]
        if found:
            yield heading("agreements", _("Waiting for agreement"))
        for each in [*mine, *others][:MOST_WAITING]:
            key = ("agreement", each.uid)
            yield part(key, self._agreement_row, AgreementRow.tell_asked, each, mine=each in mine)

    def _agreement_row(self, asked: Agreement, *, mine: bool) -> AgreementRow:
        row = AgreementRow(self.session, asked, mine=mine)
        row.pressed.connect(self._agree)
        return row

    def _is_me(self, uid: Uid | None) -> bool:
        return uid is not None and uid == people.me(self.session.ws)

    def _agree(self) -> None:
        row = self.sender()
        if isinstance(row, AgreementRow):
            self.answered.emit(row.asked, row.mine)

    # ---- what comes ------------------------------------------------------------------------------

    def _coming(self) -> Iterator[Part]:
        """The review of each cycle whose end is near, also once the next one is in view."""
        ws, today = self.session.ws, self.session.today()
        near = [(period, day) for period, _cycle, day in reviews_near(ws, today)]
        if near:
            yield heading("coming", _("Coming"), fmt.day_short(near[0][1], today))
        for place, (period, day) in enumerate(near):
            what = _("Review of {cycle}").format(cycle=cycle_list.cycle_name(ws, period))
            right = fmt.day_short(day, today) if place else ""
            yield part(("review", period), partial(self._review_row, period), DueRow.tell, ws.author, what, right)

    def _calendar(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        words = _("Add to my calendar …")
        row.addWidget(icon_button(self.session.theme, "calendar", words, self.calendar_wanted.emit, kind="link"))
        row.addStretch()
        return made

    def _review_row(self, period: Period, who: str, what: str, right: str) -> DueRow:
        row = DueRow(self.session, who, what, right)
        row.pressed.connect(partial(self.review_wanted.emit, period))
        return row


def _made_first_due(words: str) -> QLabel:
    made = text(words, "small", wrap=True)
    made.setContentsMargins(0, 10, 0, 0)
    return made
