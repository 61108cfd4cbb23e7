"""From KPIs to goals: a business that only measures decides for each KPI whether to watch, change or drop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
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
from kpidesk.domain.entities import Kpi, Uid
from kpidesk.errors import BadInput
from kpidesk.figures import KpiFigures
from kpidesk.figures.kpi_rows import spark_of
from kpidesk.text import _, ngettext
from kpidesk.viz.number_table import NumberTable, kpi_table
from kpidesk.viz.told import say_of
from kpidesk.wording.kpis import latest_forms
from kpidesk.workspace import Changes
from ui.base.breakpoints import SMALL
from ui.base.cut import Cut
from ui.base.kept import Kept, Part, part
from ui.base.page import MARGIN, Margins, Page, Wrapped, column, head, line, text, wrapped
from ui.base.reach import pictures
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.elided import ElidedLabel
from ui.parts.empty import Empty
from ui.parts.end_room import end_with_room
from ui.parts.segmented import Segmented
from ui.parts.sparkline import Sparkline
from ui.parts.whole import NumberLabel, grow_with_number

NAME, LEAST_NAME, TREND, LATEST = 240, 60, 140, 110
FIRST_ROWS = 20
"""So many KPIs are shown before more are asked for."""


class GuidePage(Page):
    """One row for each KPI; a changed one opens into an objective and a key result.

    What has been chosen and typed stays, whatever comes meanwhile.
    """

    place = "guide"
    fills_itself = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._small, self._waits = False, False
        self._cut = Cut(FIRST_ROWS, self)
        self._cut.wanted.connect(self._show)
        box = column(self)
        top, row, _label = head(_("From KPIs to goals"))
        row.addStretch()
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self._leave)
        self.do = QPushButton(_("Create the goals"))
        self.do.setProperty("primary", True)
        self.do.clicked.connect(self._decide)
        row.addWidget(self.cancel)
        row.addWidget(self.do)
        box.addWidget(top)
        box.addWidget(line("rule"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(_("From KPIs to goals"))
        box.addWidget(self.area, 1)
        self.area.setWidget(self._build())
        session.figured.complete.connect(self._on_complete)
        self.refresh(None)

    def _build(self) -> QWidget:
        inside = self._inside = QWidget()
        inside.setObjectName("page")
        box = self._box = QVBoxLayout(inside)
        box.setContentsMargins(0, 14, 0, MARGIN)
        Margins(box, inside)
        box.setSpacing(0)
        intro = _("For each KPI: watch it, change it, or drop it. What you want to change becomes a goal this quarter.")
        box.addWidget(text(intro, "body2", wrap=True))
        box.addSpacing(10)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        box.addLayout(lines)
        self._kept = Kept(lines)
        box.addStretch()
        end_with_room(inside)
        return inside

    def refresh(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Lay out the KPIs in use; those that take a while come by and by."""
        self._waits = not self.session.figured.ready()
        self._show()

    def _on_complete(self) -> None:
        if self._waits:
            self.refresh(None)

    def _show(self) -> None:
        self._kept.show(self._parts())
        self._show_count()

    def _parts(self) -> Iterator[Part]:
        if self._waits:
            n = self.session.active_kpis()
            words = ngettext("{n} KPI is being calculated …", "{n} KPIs are being calculated …", n).format(n=n)
            yield part("worked out", partial(text, look="quiet"), QLabel.setText, words)
            return
        found = self.session.figured.book.all()
        for figures in self._cut.shown("kpis", found):
            proposal = guide.propose(self.session.ws, figures)
            yield part(figures.kpi.uid, self._made, GuideRow.tell, figures, proposal)
        yield from self._cut.rest("kpis", found)
        if not found:
            yield Part("none", self._none, lambda _none: None)

    def _made(self, figures: KpiFigures, proposal: Proposal) -> GuideRow:
        row = GuideRow(self.session, figures, proposal, self._inside)
        row.changed.connect(self._show_count)
        row.spark.setHidden(self._small)
        return row

    def _none(self) -> Empty:
        words = _("There is no KPI yet to create a goal from.")
        return Empty(self.session.theme, "chart-line", _("No KPIs yet"), words)

    @property
    def rows(self) -> list[GuideRow]:
        """A row for each KPI that is shown."""
        return [each for each in self._kept.widgets if isinstance(each, GuideRow)]

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
        words = [ngettext("Create {n} goal", "Create {n} goals", goals).format(n=goals)] if goals else []
        if drops:
            words.append(ngettext("park {n} KPI", "park {n} KPIs", drops).format(n=drops))
        joined = _(" and ").join(words)
        self.do.setText(fmt.capital(joined) if words else _("Create the goals"))
        self.do.setEnabled(bool(words))

    def _decide(self) -> None:
        try:
            decisions = [row.decision() for row in self.rows]
        except BadInput as error:
            self.session.perform(_refuse, error)
            return
        if self.session.attempt(cycles.in_cycle, self.session.period, guide.decide, decisions):
            self._kept.show(())  # what was chosen is done, and is to be chosen anew
            self._show()
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
        self._session = session
        self.fields: ProposalFields | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        row = Wrapped(self)
        self._name = ElidedLabel("", "medium", row)
        self._name.setMinimumWidth(px(LEAST_NAME))
        self._name.setMaximumWidth(px(NAME))
        self.spark = Sparkline(session.theme, row)
        self.spark.setFixedSize(px(TREND), px(30))
        self._latest = NumberLabel(look="strong", parent=row)
        self._latest.setFixedWidth(px(LATEST))
        self._latest.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.choice = Segmented(
            [(_("Watch"), Choice.WATCH.value), (_("Change"), Choice.CHANGE.value), (_("Drop"), Choice.DROP.value)],
            Choice.WATCH.value,
            figures.kpi.short_name or figures.kpi.name,
            row,
        )
        self.choice.chosen.connect(self._chosen)
        wrapped(self._name, self.spark, self._latest, self.choice, gap=12, above=8, within=row)
        row.row.setStretch(0, 1000)
        row.row.addStretch(1)
        self._outer.addWidget(row)
        self._outer.addWidget(line())
        pictures.with_numbers(self, self._numbers)
        self.tell(figures, proposal)

    def tell(self, figures: KpiFigures, proposal: Proposal) -> None:
        """Show how the KPI stands now; a goal that has been opened stays as it is."""
        self.figures, self._proposal = figures, proposal
        self._name.show_words(figures.kpi.short_name or figures.kpi.name)
        self._latest.show_number(*latest_forms(figures))
        self.spark.show_spec(spark_of(figures), figures.kpi.name, say_of(figures.kpi))

    def _numbers(self) -> NumberTable:
        return kpi_table(self.figures, self.figures.aim, self._session.ws.company.fiscal_year_start)

    def chosen(self) -> Choice:
        """What is to be done with the KPI."""
        return Choice(self.choice.value())

    def decision(self) -> Decision:
        """The choice with its goal. Raises ``BadInput`` for what is no number."""
        kpi = self.figures.kpi.uid
        if self.chosen() is not Choice.CHANGE or self.fields is None:
            return Decision(kpi, self.chosen())
        return self.fields.decision(kpi)

    def _chosen(self, value: str) -> None:
        change = value == Choice.CHANGE.value
        if change and self.fields is None:
            self.fields = ProposalFields(self._proposal, self.figures.kpi)
            self._outer.insertWidget(1, self.fields)
        if self.fields is not None:
            self.fields.setVisible(change)
        if change and self.fields is not None:
            self.fields.objective.setFocus(Qt.FocusReason.OtherFocusReason)
            self.fields.objective.selectAll()
        self.changed.emit()


class ProposalFields(QWidget):
    """The goal that changing a KPI would be, to be put into one's own words and numbers."""

    def __init__(self, proposal: Proposal, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        self.objective = QLineEdit(proposal.objective)
        self.key_result = QLineEdit(proposal.key_result)
        self.start = QLineEdit(_number(proposal.start, kpi.decimals))
        self.target = QLineEdit(_number(proposal.target, kpi.decimals))
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
        grid.addWidget(text(fmt.unit_word(kpi.unit), "quiet"), 2, 4)
        grid.setColumnStretch(4, 1)

    def decision(self, kpi: Uid) -> Decision:
        """The goal as it is put. Raises ``BadInput`` for what is no number."""
        return Decision(
            kpi,
            Choice.CHANGE,
            self.objective.text(),
            self.key_result.text(),
            typed_number(self.start.text()),
            typed_number(self.target.text()),
        )


def _number(value: float | None, decimals: int) -> str:
    return "" if value is None else fmt.number(value, decimals)
