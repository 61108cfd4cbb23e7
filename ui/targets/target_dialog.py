"""What a KPI aims for: one number, steps, a straight path or a season; shown before it is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import targets
from kpidesk.commands.target_rules import asks_for_flag, is_plain
from kpidesk.domain.entities import Direction, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.targets import Rows
from kpidesk.errors import UserError
from kpidesk.figures.proposed import Proposal
from kpidesk.text import _
from kpidesk.viz.chart import WINDOWS, Axis, chart_spec
from kpidesk.viz.status_shapes import status_word
from kpidesk.wording.targets import displaced, kind, stored_words, what, when
from ui.base.keys.pressed import meaning
from ui.base.page import text
from ui.base.reach import accessible
from ui.base.session import Session
from ui.parts.elided import ElidedLabel
from ui.parts.segmented import Segmented
from ui.parts.typing_dialog import Form
from ui.targets.kind_pages import KindPages
from ui.targets.target_fields import TargetPage
from ui.targets.target_list import TargetList
from ui.targets.target_pages import LevelPage, PathPage
from ui.targets.target_preview import TargetPreview
from ui.targets.target_season import SeasonPage
from ui.targets.target_steps import StepsPage

WIDTH = 552
DELAY = 120
"""Milliseconds from the last key to a new preview."""
MOST_PERIODS = 400


class TargetDialog(Form):
    """Set, replace and remove targets; everything is stored in one step, and nothing on Esc."""

    def __init__(self, session: Session, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(_("Target of “{name}”").format(name=kpi.name), parent, wide=WIDTH, spacing=10)
        self.session, self.kpi = session, kpi
        self._fiscal = session.ws.company.fiscal_year_start
        self._seen = session.seen()
        self.stored = targets.of_kpi(session.ws, kpi.uid)
        self._proposal = Proposal(session.ws, kpi, session.today())
        self._asked = ""
        self.pages = self._kind_pages()
        self.list = TargetList(kpi, self.stored, self._fiscal, session.today(), rule=self._proposal.rule)
        self.preview = TargetPreview(session.theme)
        self.verdict = text("", "quiet", wrap=True)
        self.kinds = Segmented(self._kind_names(), self._first_kind(), _("Kind of target"))
        self._build_column()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY)
        self._timer.timeout.connect(self.show_preview)
        self._connect()
        self.show_kind(self._first_kind())
        self.page.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- building --------------------------------------------------------------------------------

    def _kind_pages(self) -> KindPages:
        """A KPI to be held has a band, or a band in steps; the others also have paths and seasons."""
        kinds: dict[str, Callable[[], TargetPage]] = {
            "level": partial(LevelPage, self.session, self.kpi),
            "steps": partial(StepsPage, self.session, self.kpi),
        }
        if self.kpi.direction is not Direction.MAINTAIN:
            kinds["path"] = partial(PathPage, self.session, self.kpi)
            if self.kpi.frequency is not Frequency.YEAR:
                kinds["season"] = partial(SeasonPage, self.session, self.kpi, self._proposal)
        return KindPages(kinds, self._fill)

    def _fill(self, page: TargetPage) -> None:
        """Fill the page of a kind with what stands, and have it stand above the drawing."""
        page.hide()
        self.body.insertWidget(self.body.indexOf(self.preview), page)
        page.show_rows(self.list.kept())
        page.changed.connect(self._touched)
        page.refused.connect(self.refuse)
        self.take_in(page)

    def _kind_names(self) -> list[tuple[str, str]]:
        band = self.kpi.direction is Direction.MAINTAIN
        names = {
            "level": _("One band") if band else _("One number"),
            "steps": _("Steps"),
            "path": _("Straight path"),
            "season": _("Season"),
        }
        return [(names[key], key) for key in self.pages]

    def _first_kind(self) -> str:
        """The kind of the target that is in force, or the newest."""
        today = self.session.today()
        begun = [row for row in self.stored if row.start is None or row.start <= today]
        newest = [row for row in begun if row.end is None or today <= row.end] or begun or list(self.stored)
        found = kind(newest[-1]) if newest else "level"
        if found == "level" and sum(map(is_plain, self.stored)) > 1:
            found = "steps"
        return found if found in self.pages else "level"

    def _build_column(self) -> None:
        column = self.body
        head = QVBoxLayout()
        head.setSpacing(1)
        head.addWidget(accessible.heading(ElidedLabel(self.kpi.name, "title")))
        head.addWidget(text(self._reading(), "quiet"))
        column.addLayout(head)
        column.addWidget(self.list)
        column.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.preview)
        column.addWidget(self.verdict)
        self.cancel = self.add_cancel()
        self.set_button = self.add_button(_("Set the target"), self.store, primary=True)

    def _reading(self) -> str:
        better = {
            Direction.INCREASE: _("higher is better"),
            Direction.DECREASE: _("lower is better"),
            Direction.MAINTAIN: _("to be held within a band"),
        }
        parts = (fmt.unit_word(self.kpi.unit), fmt.every(self.kpi.frequency).lower(), better[self.kpi.direction])
        return " · ".join(parts)

    def _connect(self) -> None:
        self.kinds.chosen.connect(self.show_kind)
        self.list.changed.connect(self._refill)

    # ---- what is shown ---------------------------------------------------------------------------

    @property
    def page(self) -> TargetPage:
        """The page in view."""
        return self.pages[self.kinds.value()]

    def show_kind(self, key: str) -> None:
        """Show the fields of another kind; what was typed in the others stays, and is not stored."""
        coming, made = self.pages[key], self.pages.made
        inside = any(page.isAncestorOf(self.focusWidget()) for page in made.values() if self.focusWidget())
        for name, page in made.items():
            page.setVisible(name == key)
        if inside:
            coming.first_field().setFocus(Qt.FocusReason.OtherFocusReason)
        self.refuse("")
        self.show_preview()

    def _touched(self) -> None:
        self._asked = ""
        self.refuse("")
        self._timer.start()

    def _refill(self) -> None:
        """What is to be removed leaves the fields, unless somebody has typed there."""
        for page in self.pages.made.values():
            if not page.edited:
                page.show_rows(self.list.kept())
        self._touched()

    def show_preview(self) -> None:
        """Draw the target as it is typed; what can't be read yet leaves the drawing as it is."""
        self._timer.stop()
        try:
            rows = self.page.rows(self.list.kept(), strict=False)
        except UserError:
            rows = self.list.kept()
        first, last = self._window()
        count = 2 * MOST_PERIODS if self.kpi.frequency is Frequency.DAY else MOST_PERIODS
        spec = chart_spec(self._proposal.figures(rows, first, last), Axis(count=count, fiscal_start=self._fiscal))
        self.preview.show_spec(spec)
        self.verdict.setText(" ".join(filter(None, (self._standing(rows), self._displacing(rows)))))

    def _window(self) -> tuple[Period, Period]:
        """The newest periods and some to come, or those that the page speaks of."""
        now = Period.containing(self.session.today(), self.kpi.frequency, self._fiscal)
        length = WINDOWS[self.kpi.frequency]
        first, last = now.previous(length // 2), now.next(length // 4)
        span = self.page.span()
        if span is None:
            return first, last
        first, last = min(first, span[0].previous()), max(last, span[1].next())
        far = first.next(MOST_PERIODS)
        return (first, last) if last <= far else (span[0], min(span[1], span[0].next(MOST_PERIODS)))

    def _standing(self, rows: Rows) -> str:
        """How the latest number would stand."""
        latest, status = self._proposal.latest, self._proposal.status(rows)
        if latest is None or latest.value is None or status is None:
            return _("No numbers yet.")
        return _("Latest {value}, {period}: {status}.").format(
            value=fmt.with_unit(latest.value, self.kpi.unit, self.kpi.decimals),
            period=fmt.period_name(latest.period, self._fiscal),
            status=status_word(status.value).lower(),
        )

    def _displacing(self, rows: Rows) -> str:
        gone = displaced(self.list.kept(), rows)
        if not gone:
            return ""
        names = [f"{what(self.kpi, row, self._proposal.rule)} ({when(self.kpi, row, self._fiscal)})" for row in gone]
        return _("Takes the place of {targets}.").format(targets=", ".join(names))

    # ---- storing ---------------------------------------------------------------------------------

    def store(self) -> None:
        """Store everything in one step; what is refused is said below the fields, and nothing is stored."""
        page = self.page
        try:
            kept = self._kept_now()
            rows = page.rows(kept)
            flag = asks_for_flag(self.kpi, [row for row in rows if row not in kept])
            question = " ".join(filter(None, (page.question(), str(flag or ""))))
            if question and self._asked != question:
                self._asked = question
                self.refuse(question)
                return
            if not rows and not self.stored:
                self.refuse(_("Type a target first."))
                return
            before = targets.of_kpi(self.session.ws, self.kpi.uid)
        except UserError as error:
            self.refuse(str(error))
            return
        if self.session.attempt(
            targets.store, self.kpi, rows, before=before, based_on=self._seen, refuse=self.refuse,
            said=stored_words(self.kpi, before, rows, self._fiscal, self._proposal.rule),
        ):  # fmt: skip
            self.accept()

    def _kept_now(self) -> Rows:
        """What stands at this moment: a colleague may have set a target since the dialog was opened."""
        self.session.ws.get(Kpi, self.kpi.uid)
        return tuple(row for row in targets.of_kpi(self.session.ws, self.kpi.uid) if row.uid not in self.list.removed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Ctrl+Enter stores from anywhere, the grid included."""
        if meaning("form", event) == "store":
            self.store()
            return
        super().keyPressEvent(event)
