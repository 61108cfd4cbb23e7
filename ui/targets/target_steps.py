"""A step plan as a small table: from a period on, a number."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands.target_rules import Step, is_plain, with_steps
from kpidesk.domain.entities import Direction, Kpi, Target
from kpidesk.domain.period import Period
from kpidesk.domain.status import make_goal
from kpidesk.domain.targets import Rows, first_period
from kpidesk.errors import BadInput
from kpidesk.text import _, msg
from kpidesk.workspace import new_uid
from ui.base.page import text
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.fields.unit_field import UnitField
from ui.targets.period_box import PeriodBox
from ui.targets.target_fields import TargetPage, read_field, silent, starts_on

PERIOD, NUMBER, NARROW = 142, 104, 74
MOST_SHOWN = 5
ROW = 34


class StepLine:
    """The fields of one step; ``end`` is kept from a target that ends."""

    def __init__(self, page: StepsPage, target: Target | None, period: Period | None) -> None:
        self.start: PeriodBox = page.period_box(_("From"), open_start=True)
        self.start.setFixedWidth(px(PERIOD - 12 if page.band else PERIOD))
        self.start.show_period(period)
        self._page, self._target = page, target
        self.end = target.end if target else None
        if self.end is not None:
            self.start.setToolTip(_("Ends {day}.").format(day=fmt.day(self.end)))
        self.numbers: list[UnitField] = []
        given = () if target is None else (target.value, target.high, target.red_flag, target.red_high)
        for place, (name, shown) in enumerate(page.columns):
            field = page.number_field(name)
            field.setFixedWidth(px(NARROW if page.band else NUMBER))
            field.show_number(given[place] if given else None)
            if not shown:
                field.hide()
            self.numbers.append(field)
        self.unused = [field for field, (_name, shown) in zip(self.numbers, page.columns, strict=True) if not shown]
        self.remove = QToolButton()
        self.remove.setIcon(page.session.theme.icon("x", size=14))
        self.remove.setToolTip(_("Remove the step"))
        self.remove.setFixedSize(px(28), px(28))

    def number(self, number: int) -> None:
        """Tell it apart from the others for whoever hears it."""
        names = (_("From"), *(name for name, _shown in self._page.columns), _("Remove"))
        for widget, name in zip(self.widgets(), names, strict=True):
            widget.setAccessibleName(_("{field}, step {n}").format(field=name, n=number))

    def widgets(self) -> tuple[QWidget, ...]:
        """All of it, in its order."""
        return (self.start, *self.numbers, self.remove)

    def blank(self) -> bool:
        """Tell whether no number is typed."""
        return not any(field.text().strip() for field in self.numbers)

    def step(self, *, strict: bool) -> Step:
        """The step as typed. Raises ``BadInput``."""
        period = self.start.read() if strict else self.start.period()
        value, high, red, red_high = (read_field(field, strict=strict) for field in self.numbers)
        start = starts_on(self._page.kpi, period, self._target, self._page.fiscal_start)
        return Step(start, value, high, red, red_high, self.end)


class StepsPage(TargetPage):
    """The plan: one line a step, each until the next one."""

    def __init__(self, session: Session, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(session, kpi, parent)
        self.band = kpi.direction is Direction.MAINTAIN
        self.columns: Sequence[tuple[str, bool]] = (
            (_("Lower edge") if self.band else _("Target"), True),
            (_("Upper edge"), self.band),
            (_("Red flag below") if self.band else _("Red flag"), True),
            (_("Red flag above"), self.band),
        )
        self.lines: list[StepLine] = []
        self._filled = False
        self._table = QWidget()
        self._table.setObjectName("raised")
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(len(self.columns) + 2, 1)
        self._narrow = False
        self._heads = [text(name, "caption") for name in (_("From"), *(name for name, _shown in self.columns))]
        for head, shown in zip(self._heads[1:], (shown for _name, shown in self.columns), strict=True):
            head.setVisible(shown)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(_("Steps"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._table)
        self._table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.add = QPushButton(session.theme.icon("plus", "accent", 14), _("Add a step"))
        self.add.setProperty("link", True)
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self.add_line)
        hint = text(
            _("Each step applies until the next one begins. Without a red flag it lies 10% away."), "quiet", wrap=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._scroll)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(hint)
        column.addStretch()
        self.changed.connect(self._show_defaults)
        self._put(StepLine(self, None, None))

    # ---- the table -------------------------------------------------------------------------------

    def fill_from(self, rows: Rows) -> None:
        """Fill in every single number that stands."""
        for line in list(self.lines):
            self._take(line)
        for row in rows:
            if is_plain(row):
                period = first_period(row, self.kpi.frequency, self.fiscal_start)
                self._put(StepLine(self, row, period))
        self._filled = bool(self.lines)
        if not self.lines:
            self._put(StepLine(self, None, None))
        self._show_defaults()

    def add_line(self) -> None:
        """One step more, from the period after the last one."""
        known = [period for line in self.lines if (period := line.start.period()) is not None]
        now = Period.containing(self.session.today(), self.kpi.frequency, self.fiscal_start)
        line = StepLine(self, None, max(known).next() if known else now if self.lines else None)
        self._put(line)
        for widget in line.widgets():
            widget.setHidden(widget in line.unused)  # the layout would show them later, too late for the keyboard
        line.start.setFocus(Qt.FocusReason.OtherFocusReason)
        line.start.selectAll()
        self._touched()

    def _put(self, line: StepLine) -> None:
        line.remove.clicked.connect(self._remove_pressed)
        self.lines.append(line)
        self._arrange()

    def _take(self, line: StepLine) -> None:
        self.lines.remove(line)
        for widget in line.widgets():
            self._grid.removeWidget(widget)
            discard(widget)
        self._arrange()

    def _remove_pressed(self) -> None:
        button = self.sender()
        line = next((line for line in self.lines if line.remove is button), None)
        if line is None:
            return
        place = self.lines.index(line)
        self._take(line)
        after = self.lines[min(place, len(self.lines) - 1)].remove if self.lines else self.add
        after.setFocus(Qt.FocusReason.OtherFocusReason)
        self._touched()

    def _arrange(self) -> None:
        self._place(0, self._heads)
        for at, line in enumerate(self.lines, 1):
            line.number(at)
            self._place(at, line.widgets())
        rows = math.ceil(len(self._order()) / 2) if self._narrow else 1
        self._scroll.setMinimumWidth(self._across(2))
        self._scroll.setFixedHeight(rows * px(20 + ROW * max(1, min(MOST_SHOWN, len(self.lines)))))

    def _order(self) -> list[int]:
        """The parts of a line that are shown, in the order in which they stand two by two."""
        shown = [place for place, (_name, shown) in enumerate(self.columns, 1) if shown]
        return [0, len(self.columns) + 1, *shown]

    def _place(self, line: int, parts: Sequence[QWidget]) -> None:
        order = self._order()
        for place, part in enumerate(parts):
            self._grid.removeWidget(part)
            if not self._narrow:
                self._grid.addWidget(part, line, place)
            elif place in order:
                at = order.index(place)
                self._grid.addWidget(part, line * math.ceil(len(order) / 2) + at // 2, at % 2)

    def _across(self, most: int) -> int:
        """Pixels that so many parts of a line take beside one another at most."""
        line = self.lines[0].widgets() if self.lines else ()
        wide = [line[place].minimumWidth() for place in self._order()] if line else []
        rows = [wide[at : at + most] for at in range(0, len(wide), most)]
        return max((sum(row) + self._grid.horizontalSpacing() * (len(row) + 1) for row in rows), default=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a table where there is room for one."""
        super().resizeEvent(event)
        narrow = self._across(len(self.columns) + 2) > self.width()
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    # ---- what it says ----------------------------------------------------------------------------

    def rows(self, before: Rows, *, strict: bool = True) -> Rows:
        """The plan takes the place of every single number; a line without any number is passed over."""
        steps = [line.step(strict=strict) for line in self.lines if not line.blank()]
        if not steps and not self._filled:
            return before
        if self.band and any(step.high is None for step in steps):
            raise BadInput(msg("A band must have both edges."))
        return with_steps(self.kpi, before, steps, new_uid)

    def span(self) -> tuple[Period, Period] | None:
        """From the first to the last step."""
        known = sorted(period for line in self.lines if (period := line.start.period()) is not None)
        return (known[0], known[-1].next()) if known else None

    def first_field(self) -> QWidget:
        """The first number."""
        return self.lines[0].numbers[0] if self.lines else self.add

    def _show_defaults(self) -> None:
        for line in self.lines:
            value, high = silent(line.numbers[0]), silent(line.numbers[1])
            goal = None if value is None else make_goal(value, self.kpi.direction, high)
            flags = (None, None) if goal is None else (goal.red_flag, goal.red_high)
            for field, flag in zip(line.numbers[2:], flags, strict=True):
                places = fmt.coins(max(self.kpi.decimals, min(2, fmt.fitting_decimals(flag or 0.0))), self.kpi.unit)
                field.setPlaceholderText("" if flag is None else fmt.number(flag, places))
