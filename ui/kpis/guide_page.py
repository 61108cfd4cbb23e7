"""From KPIs to goals: a business that only measures decides for each KPI whether to watch, change or drop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.commands import cycles, guide
from kpidesk.commands.checks import typed_number
from kpidesk.commands.guide import Choice, Decision, Proposal
from kpidesk.errors import BadInput
from kpidesk.figures import KpiFigures
from kpidesk.figures.kpi_rows import spark_of
from kpidesk.text import _, ngettext
from kpidesk.wording.kpis import latest_forms
from kpidesk.workspace import Changes
from ui.base.breakpoints import SMALL
from ui.base.page import MARGIN, Margins, Page, column, head, line, text
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.elided import ElidedLabel
from ui.parts.empty import Empty
from ui.parts.end_room import end_with_room
from ui.parts.segmented import Segmented
from ui.parts.sparkline import Sparkline
from ui.parts.whole import NumberLabel, grow_with_number

NAME, LEAST_NAME, TREND, LATEST = 240, 60, 140, 110


class GuidePage(Page):
    """One row for each KPI; a changed one opens into an objective and a key result."""

    place = "guide"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.rows: list[GuideRow] = []
        self._small = False
        box = column(self)
        top, row, _label = head(_("From KPIs to goals"))
        row.addStretch()
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self._leave)
        self.do = QPushButton(_("Make the goals"))
        self.do.setProperty("primary", True)
        self.do.clicked.connect(self._decide)
        row.addWidget(self.cancel)
        row.addWidget(self.do)
        box.addWidget(top)
        box.addWidget(line("rule"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        box.addWidget(self.area, 1)

    def refresh(self, changes: Changes | None) -> None:
        """Lay out the KPIs in use; while somebody is choosing, only a change of KPIs begins anew."""
        if changes is not None and not changes.everything and not changes.entities:
            return
        found = self.session.figured.book.all()
        inside = QWidget()
        inside.setObjectName("page")
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 14, 0, MARGIN)
        Margins(box, inside)
        box.setSpacing(0)
        intro = _("For each KPI: watch it, change it, or drop it. What you want to change becomes a goal this quarter.")
        box.addWidget(text(intro, "body2", wrap=True))
        box.addSpacing(10)
        self.rows = []
        for figures in found:
            row = GuideRow(self.session, figures, guide.propose(self.session.ws, figures))
            row.changed.connect(self._show_count)
            row.spark.setHidden(self._small)
            self.rows.append(row)
            box.addWidget(row)
        if not found:
            words = _("There is no KPI yet to make a goal of.")
            box.addWidget(Empty(self.session.theme, "chart-line", _("No KPIs yet"), words))
        box.addStretch()
        end_with_room(inside)
        show_inside(self.area, inside)
        self._show_count()

    def fit(self, window_width: int) -> None:
        """Leave out the trend where names and choices need the room."""
        self._small = window_width < SMALL
        for row in self.rows:
            row.spark.setHidden(self._small)

    def initial_focus(self) -> QWidget | None:
        """The first KPI's choice."""
        return self.rows[0].choice if self.rows else None

    def commands(self) -> dict[str, Callable[[], None]]:
        """Nothing of its own."""
        return {}

    def _show_count(self) -> None:
        goals = sum(row.chosen() is Choice.CHANGE for row in self.rows)
        drops = sum(row.chosen() is Choice.DROP for row in self.rows)
        words = [ngettext("Make {n} goal", "Make {n} goals", goals).format(n=goals)] if goals else []
        if drops:
            words.append(ngettext("park {n} KPI", "park {n} KPIs", drops).format(n=drops))
        joined = _(" and ").join(words)
        self.do.setText(fmt.capital(joined) if words else _("Make the goals"))
        self.do.setEnabled(bool(words))

    def _decide(self) -> None:
        try:
            decisions = [row.decision() for row in self.rows]
        except BadInput as error:
            self.session.perform(_refuse, error)
            return
        if self.session.attempt(cycles.in_cycle, self.session.period, guide.decide, decisions):
            self.session.navigate.emit("goals", None)

    def _leave(self) -> None:
        self.session.navigate.emit("goals", None)


def _refuse(_ws: object, error: BadInput) -> None:
    raise error


class GuideRow(QWidget):
    """A KPI as it stands, the choice, and what changing it would mean."""

    changed = Signal()

    def __init__(
        self, session: Session, figures: KpiFigures, proposal: Proposal, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.figures = session, figures
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(12)
        name = ElidedLabel(figures.kpi.short_name or figures.kpi.name, "medium")
        name.setMinimumWidth(px(LEAST_NAME))
        name.setMaximumWidth(px(NAME))
        self.spark = spark = Sparkline(session.theme)
        spark.show_spec(spark_of(figures))
        spark.setFixedSize(px(TREND), px(30))
        latest = NumberLabel(*latest_forms(figures), look="strong")
        latest.setFixedWidth(px(LATEST))
        latest.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.choice = Segmented(
            [(_("Watch"), Choice.WATCH.value), (_("Change"), Choice.CHANGE.value), (_("Drop"), Choice.DROP.value)],
            Choice.WATCH.value,
        )
        self.choice.chosen.connect(self._chosen)
        row.addWidget(name, 1000)
        for widget in (spark, latest, self.choice):
            row.addWidget(widget)
        row.addStretch(1)
        outer.addLayout(row)
        self.fields = self._make_fields(proposal)
        self.fields.hide()
        outer.addWidget(self.fields)
        outer.addWidget(line())

    def _make_fields(self, proposal: Proposal) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        decimals = self.figures.kpi.decimals
        self.objective = QLineEdit(proposal.objective)
        self.key_result = QLineEdit(proposal.key_result)
        self.start = QLineEdit(_number(proposal.start, decimals))
        self.target = QLineEdit(_number(proposal.target, decimals))
        for place, (words, field) in enumerate(((_("Objective"), self.objective), (_("Key result"), self.key_result))):
            label = text(words, "small")
            label.setBuddy(field)
            field.setAccessibleName(words)
            field.setMaximumWidth(px(460))
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1, 1, 4)
        for place, (words, field) in enumerate(((_("From"), self.start), (_("to"), self.target))):
            label = text(words, "small")
            field.setAccessibleName(words)
            grow_with_number(field, 96)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, 2, 2 * place)
            grid.addWidget(field, 2, 2 * place + 1)
        grid.addWidget(text(fmt.unit_word(self.figures.kpi.unit), "quiet"), 2, 4)
        grid.setColumnStretch(4, 1)
        return box

    def chosen(self) -> Choice:
        """What is to be done with the KPI."""
        return Choice(self.choice.value())

    def decision(self) -> Decision:
        """The choice with its goal. Raises ``BadInput`` for what is no number."""
        kpi = self.figures.kpi.uid
        if self.chosen() is not Choice.CHANGE:
            return Decision(kpi, self.chosen())
        return Decision(
            kpi,
            Choice.CHANGE,
            self.objective.text(),
            self.key_result.text(),
            typed_number(self.start.text()),
            typed_number(self.target.text()),
        )

    def _chosen(self, value: str) -> None:
        self.fields.setVisible(value == Choice.CHANGE.value)
        if value == Choice.CHANGE.value:
            self.objective.setFocus(Qt.FocusReason.OtherFocusReason)
            self.objective.selectAll()
        self.changed.emit()


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None else fmt.number(value, decimals)
