"""What the accounts give: questions first, then the KPIs with their months, then what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.domain.wording import count_word
from kpidesk.exchange.accounts.choosing import Chosen
from kpidesk.exchange.accounts.control import Finding, Weight
from kpidesk.exchange.accounts.kpis import Aim, Offer
from kpidesk.exchange.accounts.questions import AccountQuestion
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.text import _, ngettext
from ui.base.kept import Kept, Part
from ui.base.page import Margins, column, heading, line, text
from ui.base.scale import px
from ui.base.session import Notice, Session
from ui.imports.accounts.account_card import AccountCard
from ui.imports.accounts.accounts_work import Found
from ui.imports.accounts.finding_row import FindingRow
from ui.imports.accounts.kpi_row import AIM, FOLLOW, NAME, KpiHeads, KpiRow, name_width
from ui.imports.accounts.months_strip import MONTH, month_width
from ui.imports.accounts.own_number_dialog import OwnNumberDialog
from ui.parts.buttons import put_icon
from ui.parts.end_room import end_with_room
from ui.parts.sparkline import Squares
from ui.parts.whole import Lines

AT_FIRST, YEAR = 5, 12
END = 18
"""Pixels below the last line."""
FEWEST = 3
"""So many months are shown in the smallest window."""
MORE = 20
"""Pixels that a month may be wider where there is room."""


class AccountsPane(QWidget):
    """``answered`` tells a question and its answer by key, ``chosen`` a choice; ``more_wanted`` asks for files."""

    answered = Signal(str, str)
    chosen = Signal(object)
    more_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._fiscal = session, session.ws.company.fiscal_year_start
        self._found: Found | None = None
        self._chosen, self._all, self._months, self._wide = Chosen(), False, YEAR, px(MONTH)
        self._across = px(NAME)
        inside = QWidget()
        inside.setObjectName("page")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 18, 0, END)
        box.setSpacing(0)
        self._asked = QWidget()
        questions = column(self._asked, spacing=12)
        questions.setContentsMargins(0, 0, 0, 20)
        box.addWidget(self._asked)
        self.questions = Kept(questions)
        self._build_kpis(box)
        self._build_findings(box)
        box.addStretch()
        Margins(box, inside)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        end_with_room(inside)
        area.setWidget(inside)
        self._inside = inside
        column(self).addWidget(area)

    def _build_kpis(self, box: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(8)
        self._title, self._share = heading("", "strong"), text("", "small")
        self.squares = Squares(self._session.theme)
        note = _("Those that you follow ask for new numbers. The others get their numbers and stay parked.")
        row.addWidget(self._title)
        row.addWidget(Lines(note, "small"), 1)
        row.addWidget(self._share)
        row.addWidget(self.squares)
        box.addLayout(row)
        box.addWidget(line("rule"))
        self.heads = KpiHeads(self._session.theme)
        box.addWidget(self.heads)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        box.addLayout(rows)
        self.kpis = Kept(rows)
        self.more_files = QPushButton()
        self.more_files.setProperty("smalllink", True)
        self.more_files.clicked.connect(self.more_wanted)
        box.addWidget(self.more_files, 0, Qt.AlignmentFlag.AlignRight)
        box.addSpacing(24)

    def _build_findings(self, box: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(8)
        self._count = text("", "small")
        self.copy = QPushButton(_("Copy for the accountant"))
        self.copy.setProperty("smalllink", True)
        put_icon(self.copy, self._session.theme, "copy", "accent")
        self.copy.clicked.connect(self._copy)
        row.addWidget(heading(_("Checks"), "strong"))
        row.addWidget(self._count, 1)
        row.addWidget(self.copy)
        box.addLayout(row)
        box.addWidget(line("rule"))
        rows = QVBoxLayout()
        rows.setSpacing(0)
        box.addLayout(rows)
        self.findings = Kept(rows)
        self.all = QPushButton()
        self.all.setProperty("link", True)
        self.all.clicked.connect(self._show_all)
        box.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)

    # ---- showing ---------------------------------------------------------------------------------

    def show_found(self, found: Found, chosen: Chosen) -> None:
        """Show what was read with what is chosen; what is in view stays where it is."""
        if self._found is None or self._found.asked.paths != found.asked.paths:
            self._all = False
        self._found, self._chosen = found, chosen
        self.questions.show(self._card(question) for question in found.reading.questions)
        self._asked.setVisible(bool(found.reading.questions))
        self._fit_months()
        self._show_kpis()
        self._show_findings()

    def _card(self, question: AccountQuestion) -> Part:
        def make() -> QWidget:
            made = AccountCard(question)
            made.answered.connect(self.answered)
            return made

        return Part(question.key, make, lambda made: made.tell(question))

    def _show_kpis(self) -> None:
        assert self._found is not None
        offers, months = self._found.offers, self.months()
        self._title.setText(_("{count} finance KPIs").format(count=count_word(len(offers))))
        followed = sum(self._follows(each) for each in offers)
        others = sum(not kpi.parked for kpi in self._session.ws.all(Kpi))
        total = others + followed
        self._share.setText(_("Becomes {n} of at most {most}").format(n=total, most=MOST_KPIS))
        self.squares.show_share(total, MOST_KPIS, MOST_KPIS)
        self.heads.tell(months, self._wide, str(offers[0].year.first.year))
        self.kpis.show(self._row(each, months) for each in offers)
        lacking = [each for each in offers if each.needs is not None and not each.values]
        self.more_files.setVisible(bool(lacking))
        self.more_files.setText(_("Add accounts of earlier years …"))

    def _follows(self, offer: Offer) -> bool:
        return offer.known is None and bool(offer.values) and self._chosen.follows(offer)

    def months(self) -> Sequence[Period]:
        """The months that are shown: the last ones that there is room for, of the last year."""
        assert self._found is not None
        return self._found.reading.months[-self._months :]

    def _row(self, offer: Offer, months: Sequence[Period]) -> Part:
        def make() -> QWidget:
            made = KpiRow(self._session.theme, self._fiscal)
            made.followed.connect(partial(self._follow, offer.kpi.id))
            made.aimed.connect(partial(self._aim, offer.kpi.id))
            made.own_wanted.connect(partial(self._ask_own, offer.kpi.id))
            made.tell(offer, self._chosen, months, self._wide, self._across)
            return made

        return Part(offer.kpi.id, make, lambda made: made.tell(offer, self._chosen, months, self._wide, self._across))

    def _show_findings(self) -> None:
        assert self._found is not None
        found = self._found.reading.findings
        wrong = sum(each.weight is Weight.LOOK for each in found)
        words = ngettext("{n} thing to look at in the accounts", "{n} things to look at in the accounts", wrong)
        self._count.setText(words.format(n=fmt.number(wrong)) if wrong else _("Nothing to look at"))
        self.copy.setVisible(wrong > 0)
        shown = found if self._all else shortened(found)
        self.findings.show(self._finding(each, place) for place, each in enumerate(shown))
        self.all.setVisible(len(shown) < len(found))
        self.all.setText(_("Show all {n}").format(n=fmt.number(len(found))))

    def _finding(self, finding: Finding, place: int) -> Part:
        return Part((place, str(finding)), lambda: FindingRow(self._session.theme, finding), lambda _made: None)

    def _show_all(self) -> None:
        self._all = True
        self._show_findings()

    # ---- choosing --------------------------------------------------------------------------------

    def _follow(self, kpi: str, follow: bool) -> None:
        self.chosen.emit(replace(self._chosen, follow={**self._chosen.follow, kpi: follow}))

    def _aim(self, kpi: str, aim: Aim) -> None:
        own = {key: number for key, number in self._chosen.own.items() if key != kpi}
        self.chosen.emit(replace(self._chosen, aims={**self._chosen.aims, kpi: aim}, own=own))

    def _ask_own(self, kpi: str) -> None:
        assert self._found is not None
        offer = next(each for each in self._found.offers if each.kpi.id == kpi)
        self.dialog = OwnNumberDialog(self._session, offer, self.window())
        self.dialog.told.connect(partial(self._take_own, kpi))
        self.dialog.open()

    def _take_own(self, kpi: str, number: float) -> None:
        chosen = self._chosen
        self.chosen.emit(replace(chosen, aims={**chosen.aims, kpi: Aim.OWN}, own={**chosen.own, kpi: number}))

    def _copy(self) -> None:
        """Everything found as text, for an e-mail to whoever keeps the accounts."""
        assert self._found is not None
        reading = self._found.reading
        head = f"{reading.company} ({reading.orgnr}), {', '.join(reading.files)}"
        wrong = [str(each) for each in reading.findings if each.weight is Weight.LOOK]
        QGuiApplication.clipboard().setText("\n".join((head, "", *(f"- {words}" for words in wrong))) + "\n")
        self._session.notice.emit(Notice(_("Copied. Paste it into an e-mail to the accountant.")))

    # ---- room ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: show as many months as there is room for."""
        super().resizeEvent(event)
        if self._fit_months() and self._found is not None:
            self._show_kpis()

    def _fit_months(self) -> bool:
        """Tell whether there is room for other months than shown, as wide as their numbers ask for or a little more.

        What they ask for comes before longer names, and these before what is more.
        """
        before = self._months, self._wide, self._across
        offers = self._found.offers if self._found is not None else ()
        least, names = month_width(self._session.theme, offers), name_width(self._session.theme, offers)
        margins = self._inside.contentsMargins()
        width = self._area.viewport().width() - 2 * px(24) - margins.left() - margins.right()
        beside = width - px(FOLLOW + AIM)
        self._months = max(FEWEST, min(YEAR, (beside - px(NAME)) // least))
        shown = self._months if self._found is None else len(self.months())
        self._wide = max(least, min(least + px(MORE), (beside - names) // max(shown, 1)))
        self._across = max(px(NAME), beside - self._wide * shown)
        return (self._months, self._wide, self._across) != before


def shortened(found: Sequence[Finding]) -> Sequence[Finding]:
    """The first few, and the last word on them."""
    if len(found) <= AT_FIRST + 1:
        return found
    last = [found[-1]] if found[-1].weight is Weight.KNOW else []
    return [*found[:AT_FIRST], *last]
