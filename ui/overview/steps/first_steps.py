"""Getting started: three steps in the page itself, each done where it stands, skipped, or put away with the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import library
from kpidesk.commands import library as shelf
from kpidesk.figures import KpiFigures
from kpidesk.first_steps import FirstSteps, first_steps
from kpidesk.text import _, ngettext
from ui.base.page import heading, line, text
from ui.base.session import Session
from ui.overview.steps.goal_step import GoalStep
from ui.overview.steps.kpi_step import KpiStep
from ui.overview.steps.number_step import NumberStep
from ui.overview.steps.remembered import Remembered, at, gone_without
from ui.overview.steps.step import Standing


class FirstStepsPanel(QWidget):
    """Shown anew by ``tell``. ``changed`` asks for that, ``library_wanted`` leads to more KPIs, and ``over`` says that
    the steps are put away; ``entered`` names the field that has the keyboard now.
    """

    changed = Signal()
    library_wanted = Signal()
    over = Signal()
    entered = Signal(QWidget)

    def __init__(
        self, session: Session, figures: Sequence[KpiFigures], *, compact: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self._remembered = session, Remembered.of(session)
        self._unfolded: bool | None = None
        self.kpis, self.number, self.goal = KpiStep(session), NumberStep(session), GoalStep(session)
        hide = QPushButton(_("Hide the steps"))
        hide.setProperty("link", True)
        hide.clicked.connect(self._hide)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 14, 0, 8)
        box.setSpacing(0)
        box.addLayout(_head(hide))
        for widget in (line("rule"), self.kpis, self.number, self.goal):
            box.addWidget(widget)
        self.kpis.pressed.connect(self._on_kpis)
        self.number.stored.connect(self._go_on)
        self.goal.stored.connect(self._go_on)
        self.kpis.skip.clicked.connect(partial(self._skip, 1))
        self.number.skipped.connect(partial(self._skip, 2))
        self.goal.skipped.connect(partial(self._skip, 3))
        self.tell(figures, compact=compact)

    # ---- what it says ------------------------------------------------------------------------------

    def tell(self, figures: Sequence[KpiFigures], *, compact: bool) -> None:
        """Show how far somebody has come, in a ``compact`` window with what is done folded away."""
        self._compact = compact
        steps = first_steps(self.session.ws)
        skipped = gone_without(steps, self._remembered.skipped)
        now = at(steps, self._remembered.skipped)
        self.kpis.tell_kpis(steps, {each.kpi.uid: each for each in figures})
        self._tell_kpi_head(steps, now, skipped=1 in skipped)
        self.number.tell_number(steps, now=now == 2, skipped=2 in skipped)
        self.goal.tell_goal(steps, self._offers(), now=now == 3, skipped=3 in skipped)

    def _tell_kpi_head(self, steps: FirstSteps, now: int | None, *, skipped: bool) -> None:
        chosen = sum(not kpi.parked for kpi in steps.kpis)
        usual = now == 1 or (now == 2 and not self._compact) or not (chosen or skipped) or bool(self.kpis.held)
        unfolded = usual if self._unfolded is None else self._unfolded
        self.kpis.skip.setVisible(not chosen and not skipped)
        link = _("See more in the library") if unfolded else _("Show them")
        if not chosen:
            told = _("Five that most can begin with") if unfolded else _("skipped")
            self.kpis.tell(_("Choose KPIs"), told, link, Standing(now=now == 1, unfolded=unfolded))
            return
        title = ngettext("{n} KPI is chosen", "{n} KPIs are chosen", chosen).format(n=chosen)
        self.kpis.tell(title, self._origin(), link, Standing(done=True, unfolded=unfolded))

    def _origin(self) -> str:
        names = {each.id: each.name for each in library.templates()}
        name = names.get(self._remembered.template, "")
        return _("from the template {name}").format(name=name) if name else ""

    def _offers(self) -> tuple[str, ...]:
        template = self._remembered.template
        known = template in library.template_ids()
        return shelf.suggested_goals(self.session.ws, template) if known else ()

    def focus(self) -> QWidget | None:
        """Where the keyboard belongs: in the step that somebody is at."""
        now = at(first_steps(self.session.ws), self._remembered.skipped)
        boxes = list(self.kpis.boxes.values())
        return {1: boxes[0] if boxes else None, 2: self.number.field, 3: self.goal.line}.get(now or 0)

    # ---- what is done ------------------------------------------------------------------------------

    def _on_kpis(self) -> None:
        """Unfold the KPIs, or where they are in sight go on to the library."""
        if self.kpis.body.isHidden():
            self._unfolded = True
            self.changed.emit()
        else:
            self.library_wanted.emit()

    def _skip(self, number: int) -> None:
        self._remembered.skip(number)
        self._go_on()

    def _go_on(self) -> None:
        """The next step; after the last the steps go."""
        self._unfolded = None
        if at(first_steps(self.session.ws), self._remembered.skipped) is None:
            self._hide()
            return
        self.changed.emit()
        QTimer.singleShot(0, self, self._take_keyboard)

    def _take_keyboard(self) -> None:
        wanted = self.focus()
        if wanted is not None and wanted.isVisible():
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
            self.entered.emit(wanted)

    def _hide(self) -> None:
        self._remembered.hide()
        self.over.emit()


def _head(hide: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 6)
    row.setSpacing(8)
    row.addWidget(heading(_("Getting started"), "strong"))
    row.addWidget(text(_("Three steps. Skip any of them."), "small"), 1)
    row.addWidget(hide)
    return row
