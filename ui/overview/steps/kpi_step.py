"""The first step: which KPIs. A template has chosen some, an empty file offers a few; a box puts one in or away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from kpidesk import format as fmt
from kpidesk.commands import kpis as commands
from kpidesk.commands import library as shelf
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency
from kpidesk.figures import KpiFigures
from kpidesk.first_steps import FirstSteps, suggestions
from kpidesk.library import LibraryKpi
from kpidesk.text import _
from kpidesk.wording.kpis import target_words
from ui.base.page import is_small, line, literal, text
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.session import Session
from ui.overview.steps.step import Step, small
from ui.parts.fields.tick import Tick

NAME, OFTEN, TICK, TARGET, WORD, FIRST = range(6)
SPARE = (OFTEN, WORD, FIRST)
"""The columns that a small window does without."""


class DottedTick(QWidget):
    """The mark of a target that is only suggested."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._theme = session.theme
        self.setToolTip(_("suggested"))

    def sizeHint(self) -> QSize:
        """Qt: as long as the tick of a target, and some air."""
        return QSize(px(20), px(12))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: four dots."""
        painter = QPainter(self)
        pen = QPen(self._theme.color("text2"), px(2), Qt.PenStyle.CustomDashLine)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1, 1])
        painter.setPen(pen)
        painter.drawLine(px(4), self.height() // 2, px(18), self.height() // 2)
        painter.end()


class KpiStep(Step):
    """The boxes of the KPIs; ``pressed`` on its right leads to the library, or unfolds it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.theme, 1)
        self._session = session
        self._rows: list[QWidget] = []
        self._spare: list[QWidget] = []
        self._lines = 0
        self.boxes: dict[str, Tick] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(NAME, 1)
        self.inside.addLayout(self._grid)
        self._said = small(
            _("The targets are suggestions. They judge nothing until you have confirmed or changed them.")
        )
        self.inside.addWidget(self._said)
        self.inside.addWidget(self.skip, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown: object = None

    def tell_kpis(self, steps: FirstSteps, figures: dict[str, KpiFigures]) -> None:
        """Show the KPIs of the file, or those that are offered where it has none."""
        rows = _rows(suggestions(self._session.ws), steps.kpis)
        known = [figures.get(kpi.uid) for kpi in steps.kpis]
        if (rows, known) != self._shown:
            self._shown = rows, known
            self._fill(rows, figures)
        self._said.setVisible(any(each is not None and each.suggested for each in known))

    def _fill(self, rows: Sequence[Kpi | LibraryKpi], figures: dict[str, KpiFigures]) -> None:
        """Make the rows anew in the place of the old ones; the keyboard stays on its box."""
        held, old = self.held, self._rows
        self._rows, self._spare, self.boxes, self._lines = [], [], {}, 0
        self._head()
        for each in rows:
            if isinstance(each, Kpi):
                self._row_of(each, figures.get(each.uid))
                continue
            box = self._box(each.id, each.name, False)
            box.toggled.connect(partial(self._add, each.id))
            self._put([(NAME, box), (OFTEN, text(fmt.every(each.frequency), "small"))])
        self._fit()
        for row in range(self._lines, self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)
        if held in self.boxes:
            self.boxes[held].show()  # what does not show yet takes no keyboard
            self.boxes[held].setFocus(Qt.FocusReason.OtherFocusReason)
        for widget in old:
            discard(widget)

    @property
    def held(self) -> str:
        """The box that has the keyboard, by its key; empty where none has."""
        keyboard = self.window().focusWidget()
        return next((key for key, box in self.boxes.items() if box is keyboard), "")

    def _head(self) -> None:
        heads = {NAME: _("KPI"), OFTEN: _("How often"), TARGET: _("Target"), FIRST: _("First deadline")}
        right = Qt.AlignmentFlag.AlignRight
        self._put([(column, _aligned(text(words, "caption"), column, right)) for column, words in heads.items()])

    def _row_of(self, kpi: Kpi, figures: KpiFigures | None) -> None:
        box = self._box(kpi.library_id or kpi.uid, kpi.short_name or kpi.name, not kpi.parked)
        box.toggled.connect(partial(self._park, kpi.uid))
        self._put([(NAME, box), *(self._about(kpi, figures) if not kpi.parked else ())])

    def _about(self, kpi: Kpi, figures: KpiFigures | None) -> Iterator[tuple[int, QWidget]]:
        right = Qt.AlignmentFlag.AlignRight
        yield OFTEN, text(fmt.every(kpi.frequency), "small")
        if figures is None:
            return
        yield TARGET, _aligned(text(target_words(figures)), TARGET, right)
        if figures.suggested:
            yield TICK, DottedTick(self._session)
            yield WORD, text(_("suggested"), "small")
        if figures.due is not None:
            start, today = self._session.ws.company.fiscal_year_start, self._session.today()
            weekly = figures.due.period.frequency is Frequency.WEEK  # whose number alone would be taken for a day's
            period = (fmt.period_name if weekly else fmt.period_short)(figures.due.period, start)
            due = fmt.day_short(figures.due.date, today)
            yield FIRST, _aligned(text(_("{period}, by {day}").format(period=period, day=due), "small"), FIRST, right)

    def _box(self, key: str, name: str, chosen: bool) -> Tick:
        box = Tick(literal(name))
        box.setChecked(chosen)
        self.boxes[key] = box
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a small window has room for the names and the targets."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        small = is_small(self)
        for widget in self._spare:
            widget.setHidden(small)

    def _put(self, cells: list[tuple[int, QWidget]]) -> None:
        row = self._lines
        self._lines += 2
        self._spare += [widget for column, widget in cells if column in SPARE]
        for column, widget in cells:
            self._grid.addWidget(widget, row, column)
            self._rows.append(widget)
        rule = line()
        self._grid.setRowMinimumHeight(row, px(29))
        self._grid.addWidget(rule, row + 1, 0, 1, FIRST + 1)
        self._rows.append(rule)

    # ---- what is done ------------------------------------------------------------------------------

    def _park(self, uid: str, chosen: bool) -> None:
        self._session.perform(commands.park, uid, not chosen)

    def _add(self, name: str, chosen: bool) -> None:
        if chosen:
            each = next(each for each in suggestions(self._session.ws) if each.id == name)
            self._session.perform(shelf.add, name, shelf.suggested(each))


def _rows(offered: Sequence[LibraryKpi], kpis: Sequence[Kpi]) -> list[Kpi | LibraryKpi]:
    """The KPIs of the file, and those that are offered while it has no others: each where it was before it was
    chosen, so that no row moves away from the keyboard."""
    places = {each.id: place for place, each in enumerate(offered)}
    if any(kpi.library_id not in places for kpi in kpis if not kpi.parked):
        return list(kpis)
    known = {kpi.library_id for kpi in kpis}
    both: list[Kpi | LibraryKpi] = [*kpis, *(each for each in offered if each.id not in known)]
    return sorted(both, key=lambda each: places.get(each.library_id if isinstance(each, Kpi) else each.id, -1))


def _aligned(label: QLabel, column: int, right: Qt.AlignmentFlag) -> QLabel:
    if column in (TARGET, FIRST):
        label.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
    return label
