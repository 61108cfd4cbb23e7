"""Progress over time in the inspector: the curve, what is to be seen in it, and all of it as a table."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from kpidesk.domain.entities import Cycle
from kpidesk.figures import NodeFigures
from kpidesk.text import _
from kpidesk.viz.course import CourseRow, CourseSpec
from kpidesk.viz.number_table import NumberTable, course_table
from ui.base.page import text
from ui.base.reach import pictures
from ui.base.reach.cells import name_rows
from ui.base.scale import px
from ui.base.session import Session
from ui.goals.side.course_chart import CourseChart
from ui.parts.form import section

if TYPE_CHECKING:
    from kpidesk.figures.goals.course import CourseWork

HELPING_S = 0.008
"""A curve is worked out in helpings of about so long: no key waits for that of a large objective."""
ROW, MOST_ROWS = 24, 8
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class CourseSection(QWidget):
    """The curve of one goal. Worked out when the page has been painted, and anew when the goal stands otherwise."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._figures: NodeFigures | None = None
        self._cycle: Cycle | None = None
        self._work: CourseWork | None = None
        self._steps: Iterator[None] | None = None
        self._waits = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(2)
        self.table_link = QPushButton(_("Show as a table"))
        self.table_link.setProperty("smalllink", True)
        self.table_link.setCheckable(True)
        self.table_link.toggled.connect(self._show_table)
        head, _right = section(_("Progress over time"), self.table_link, parent=self)
        column.addWidget(head)
        self.chart = CourseChart(session.theme, self)
        column.addWidget(self.chart)
        self.table = _Table(self)
        column.addWidget(self.table)
        self.sentence = text("", "small", wrap=True)
        column.addWidget(self.sentence)
        self.spec = CourseSpec()
        pictures.with_numbers(self, self._numbers)
        self._show_table(False)

    def show_goal(self, figures: NodeFigures, cycle: Cycle | None) -> None:
        """Show the curve of a goal that belongs to a cycle, soon."""
        if figures is self._figures and cycle == self._cycle:
            return
        other = self._figures is None or self._figures.node.uid != figures.node.uid
        self._figures, self._cycle = figures, cycle
        if other:  # its room is kept: most goals have a curve
            self.chart.show_spec(CourseSpec())
            self.sentence.setText("")
        self._work, self._steps = None, None
        self._waits = cycle is not None and cycle.start is not None and cycle.end is not None
        if self._waits:
            self._timer.start()

    @property
    def settled(self) -> bool:
        """Tell whether the curve that is shown is that of now."""
        return not self._waits

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks; what was left is worked out now."""
        super().showEvent(event)
        if self._waits:
            self._timer.start()

    def _go_on(self) -> None:
        self._timer.stop()  # a helping that fails is not taken again and again
        if not self.isVisible() or not self._waits:
            return
        begun = time.thread_time()
        for _step in self._begun():
            if time.thread_time() - begun > HELPING_S:
                self._timer.start()
                return
        self._waits = False
        self._show_worked()

    def _begun(self) -> Iterator[None]:
        """The steps that are left of the work; what does it is loaded once the page has been painted."""
        from kpidesk.figures.goals.course import CourseWork

        if self._steps is None:
            assert self._figures is not None
            assert self._cycle is not None
            self._work = CourseWork(self._session.ws, self._figures, self._cycle, self._session.today())
            self._steps = self._work.steps()
        return self._steps

    def _show_worked(self) -> None:
        from kpidesk.wording.course import course_spec

        if self._work is not None and self._figures is not None:
            course = self._work.of(self._figures.node.uid)
            self._show(course_spec(course, self._figures, self._session.ws.company))

    def _show(self, spec: CourseSpec) -> None:
        self.spec = spec
        self.chart.show_spec(spec)
        self.sentence.setText(spec.sentence)
        self.table_link.setVisible(not spec.empty)
        self._show_table(self.table_link.isChecked())

    def _numbers(self) -> NumberTable | None:
        return course_table(_("Progress over time"), self.spec)

    def _show_table(self, wanted: bool) -> None:
        told = bool(self.spec.rows)
        self.table_link.setText(_("Show as a curve") if wanted else _("Show as a table"))
        self.table.setVisible(wanted and told)
        self.chart.setVisible((told and not wanted) or not self.spec.sentence)
        if self.table.isVisibleTo(self):
            self.table.show_rows(self.spec.rows)


class _Table(QTableWidget):
    """Every point of the curve in words."""

    def __init__(self, parent: QWidget) -> None:
        self._heads = (_("Day"), _("Expected"), _("Progress"), _("Value"), _("Confidence"))
        super().__init__(0, len(self._heads), parent)
        self.setAccessibleName(_("Progress over time"))
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(RIGHT | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(self, rows: tuple[CourseRow, ...]) -> None:
        """Show these."""
        self.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for at, words in enumerate((row.day, row.expected, row.progress, row.value, row.confidence)):
                item = QTableWidgetItem(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | (RIGHT if at else LEFT))
                self.setItem(place, at, item)
        name_rows(self)
        hidden = {1: not any(row.expected for row in rows), 3: not any(row.value for row in rows)}
        for column, is_empty in hidden.items():
            self.setColumnHidden(column, is_empty)
        # A hidden head would be heard.
        self.setHorizontalHeaderLabels(["" if hidden.get(n) else head for n, head in enumerate(self._heads)])
        self.setFixedHeight(px(ROW) * (min(len(rows), MOST_ROWS) + 1) + px(8))
