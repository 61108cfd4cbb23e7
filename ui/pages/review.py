"""Review: scores, reflections and decisions on the left, the true pages on the right, saved as PDF."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk import text as language
from kpidesk.commands import cycles
from kpidesk.domain.entities import Section
from kpidesk.errors import UserError
from kpidesk.figures import goal_figures
from kpidesk.report.model import Review
from kpidesk.text import _
from kpidesk.workspace import Changes
from ui.bridge import Desk, Notice
from ui.page import MARGIN, Page, column, head, line, text
from ui.tasks import Worker
from ui.widgets.carry_list import CarryList
from ui.widgets.follow_up import FollowUp
from ui.widgets.preview import Pages, PageView, PreviewJob
from ui.widgets.review_notes import Parts
from ui.widgets.review_scores import Scores

log = logging.getLogger(__name__)

DELAY_MS = 400
REFLECT = (Section.SUMMARY, Section.WENT_WELL, Section.WENT_BADLY, Section.SURPRISED, Section.LEARNED)


class ReviewPage(Page):
    """Four steps and a live preview."""

    place = "review"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._pages: Pages | None = None
        self._page = 0
        self._worker = Worker(self)
        self._worker.finished.connect(self._show_pages)
        self._worker.failed.connect(self._failed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.draw)
        self.destroyed.connect(self._worker.stop)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("review_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([640, 616])
        column(self).addWidget(splitter)
        self.refresh(None)

    # ---- building --------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(440)
        side.setMaximumWidth(760)
        box = column(side)
        top, row, _label = head(_("Review"))
        self.when = text("", "small")
        row.addWidget(self.when)
        row.addStretch()
        box.addWidget(top)
        box.addLayout(self._steps())
        self.hint = text("", "quiet", wrap=True)
        self.hint.setContentsMargins(MARGIN, 0, MARGIN, 8)
        box.addWidget(self.hint)
        self.scores = Scores(self.desk)
        self.reflect = Parts(self.desk, REFLECT)
        self.follow_up = FollowUp(self.desk)
        self.decide = Parts(self.desk, (Section.DECISION,), above=self.follow_up)
        self.carry = CarryList(self.desk)
        self.next = Parts(self.desk, (Section.NEXT,), above=self.carry)
        self.stack = QStackedWidget()
        for widget in (self.scores, self.reflect, self.decide, self.next):
            self.stack.addWidget(widget)
        box.addWidget(self.stack, 1)
        box.addWidget(line())
        box.addWidget(self._foot())
        return side

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN - 4, 0, MARGIN, 10)
        row.setSpacing(4)
        self.steps = QButtonGroup(self)
        names = (_("Score"), _("Reflect"), _("Decide"), _("Next quarter"))
        for place, name in enumerate(names):
            button = QPushButton(f"{place + 1}   {name}")
            button.setProperty("step", True)
            button.setCheckable(True)
            button.setChecked(place == 0)
            self.steps.addButton(button, place)
            row.addWidget(button)
            if place < len(names) - 1:
                row.addWidget(line(), 1, Qt.AlignmentFlag.AlignVCenter)
        self.steps.idClicked.connect(self.show_step)
        return row

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(56)
        row = QHBoxLayout(foot)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.stored = text(_("Stored as you work."), "small")
        row.addWidget(self.stored)
        row.addStretch()
        self.close_cycle = QPushButton(_("Close the quarter"))
        self.close_cycle.setToolTip(
            _("Freezes every figure and locks the goals; it can be opened again with a reason.")
        )
        self.close_cycle.clicked.connect(self._close)
        self.reopen = QPushButton(_("Open again …"))
        self.reopen.clicked.connect(self._ask_reopen)
        row.addWidget(self.close_cycle)
        row.addWidget(self.reopen)
        self.forward = QPushButton()
        self.forward.setProperty("primary", True)
        self.forward.setIcon(self.desk.theme.icon("arrow-right", "on_accent", 16))
        self.forward.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.forward.clicked.connect(self.next_step)
        row.addWidget(self.forward)
        return foot

    def _right(self) -> QWidget:
        side = QWidget()
        side.setObjectName("chrome")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        top = QWidget()
        top.setFixedHeight(56)
        row = QHBoxLayout(top)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(6)
        row.addWidget(text(_("Preview"), "strong"))
        self.kind = text("", "small")
        row.addWidget(self.kind)
        row.addStretch()
        self.back = self._arrow("chevron-left", _("Previous page"), self.previous_page)
        self.number = text("", "medium")
        self.ahead = self._arrow("chevron-right", _("Next page"), self.next_page)
        for widget in (self.back, self.number, self.ahead):
            row.addWidget(widget)
        row.addSpacing(10)
        save = _("Save PDF")
        self.save = QPushButton(self.desk.theme.icon("download", "text2", 16), f" {save}")
        self.save.setToolTip("Ctrl+Shift+P")
        self.save.clicked.connect(self.save_pdf)
        row.addWidget(self.save)
        box.addWidget(top)
        self.view = PageView(self.desk.theme)
        box.addWidget(self.view, 1)
        return side

    def _arrow(self, icon: str, name: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(self.desk.theme.icon(icon, "text2", 16))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(slot)
        return button

    # ---- the page's part -------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Take in what has changed, and draw the pages again soon."""
        cycle = self.desk.cycle
        roots = [] if cycle is None else goal_figures(self.desk.ws, cycle, self.desk.today())
        self.scores.show_figures(roots)
        self.carry.show_figures(roots)
        self.follow_up.refresh()
        self._show_closing()
        for parts in (self.reflect, self.decide, self.next):
            parts.show_cycle(cycle.uid if cycle else None)
        today, ends = self.desk.today(), self.desk.period.last
        self.when.setText(fmt.weekday_day_year(today))
        under_way = _("The quarter lasts until {day}. Scores are set after that; until then they follow the numbers.")
        self.hint.setText(under_way.format(day=fmt.day_short(ends, today)))
        self.hint.setVisible(today <= ends)
        self.show_step(self.stack.currentIndex())
        self._timer.start(0 if changes is None else DELAY_MS)

    def initial_focus(self) -> QWidget:
        """The step in view."""
        return self.stack

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {"save_pdf": self.save_pdf}

    def show_step(self, step: int) -> None:
        """Show one of the four steps."""
        self.stack.setCurrentIndex(step)
        self.steps.button(step).setChecked(True)
        last = step == self.stack.count() - 1
        following = "" if last else self.steps.button(step + 1).text().lstrip("1234 ")
        words = _("Save PDF") if last else _("Next: {step}").format(step=following)
        self.forward.setText(f"{words} ")

    # ---- closing ---------------------------------------------------------------------------------

    def _show_closing(self) -> None:
        cycle = self.desk.cycle
        closed = cycle is not None and cycle.closed_on is not None
        over = self.desk.today() > self.desk.period.last
        self.close_cycle.setVisible(cycle is not None and not closed and over)
        self.reopen.setVisible(closed)
        words = _("Stored as you work.")
        if cycle is not None and cycle.closed_on is not None:
            words = _("Closed {day}. The figures are frozen.").format(
                day=fmt.day_short(cycle.closed_on, self.desk.today())
            )
        self.stored.setText(words)

    def _close(self) -> None:
        cycle = self.desk.cycle
        if cycle is None:
            return
        self.desk.perform(cycles.close, cycle.uid)
        if (now := self.desk.cycle) is not None and now.closed_on is not None:
            self.desk.say_done(_("The quarter is closed, and its figures are frozen."))

    def _ask_reopen(self) -> None:
        from ui.dialogs.reason import ReasonDialog

        question = _("Its frozen figures give way to the computed ones. Why is it opened again?")
        dialog = ReasonDialog(_("Open the quarter again?"), question, _("Open again"), self)
        dialog.given.connect(self._reopen)
        dialog.open()

    def _reopen(self, reason: str) -> None:
        cycle = self.desk.cycle
        if cycle is not None:
            self.desk.perform(cycles.reopen, cycle.uid, reason)

    def next_step(self) -> None:
        """Go on; the last step saves."""
        if self.stack.currentIndex() == self.stack.count() - 1:
            self.save_pdf()
        else:
            self.show_step(self.stack.currentIndex() + 1)

    # ---- the pages -------------------------------------------------------------------------------

    def draw(self) -> None:
        """Compose the review here, where the file is open, and have the worker draw it."""
        review = self._compose()
        if review is None:
            self._pages = None
            self.view.show_page(None, _("Nothing to show yet. Add a goal first."))
            self._show_number()
            return
        self._worker.start(PreviewJob(review, self.paper(), language.language()))

    def paper(self) -> str:
        """A4 or Letter, by the settings."""
        return self.desk.paper

    def _compose(self) -> Review | None:
        cycle = self.desk.cycle
        if cycle is None:
            return None
        from kpidesk.report import compose

        return compose.compose(self.desk.ws, cycle, as_of=self._as_of())

    def _as_of(self) -> dt.date:
        return self.desk.today()

    def _show_pages(self, pages: Pages) -> None:
        self._pages = pages
        self._page = min(self._page, len(pages.images) - 1)
        self._show_number()
        self.view.show_page(pages.images[self._page])

    def _failed(self, error: object) -> None:
        log.error("No preview: %r", error)
        self.view.show_page(None, _("The pages could not be drawn. What you have written is stored."))

    def _show_number(self) -> None:
        count = len(self._pages.images) if self._pages else 0
        self.number.setText(_("{n} of {count}").format(n=self._page + 1, count=count) if count else "")
        self.kind.setText(self.paper())
        self.back.setEnabled(self._page > 0)
        self.ahead.setEnabled(self._page + 1 < count)

    def previous_page(self) -> None:
        """One page back."""
        self._turn(-1)

    def next_page(self) -> None:
        """One page on."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self._pages is not None:
            self._page = max(0, min(self._page + by, len(self._pages.images) - 1))
            self._show_pages(self._pages)

    # ---- saving ----------------------------------------------------------------------------------

    def pdf_path(self) -> Path:
        """Beside the data file, named for the company and the quarter."""
        company = self.desk.ws.company
        words = fmt.period_file(self.desk.period, company.fiscal_year_start)
        name = "".join(c for c in f"{company.name} {words}" if c not in '<>:"/\\|?*').strip()
        return self.desk.ws.path.parent / f"{name}.pdf"

    def save_pdf(self) -> None:
        """Write the review beside the data file, and say where it is."""
        review = self._compose()
        if review is None:
            self.desk.notice.emit(Notice(_("There is nothing to save: this quarter has no goals yet."), "error"))
            return
        from kpidesk.report import pdf

        path = self.pdf_path()
        try:
            pdf.write(review, path, self.paper())
        except UserError as error:
            self.desk.notice.emit(Notice(str(error), "error", error.details))
            return
        self._saved = path
        said = _("“{file}” is saved beside the data file.").format(file=path.name)
        self.desk.notice.emit(Notice(said, "info", action=_("Open"), callback=self.open_pdf))

    def open_pdf(self) -> None:
        """Show the saved file in the machine's own program."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))
