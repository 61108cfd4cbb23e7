"""Two kinds of target: one number (for a KPI to be held, a band), and a straight path."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpidesk.commands.target_rules import Step, is_plain, with_level
from kpidesk.domain.entities import Direction, Kpi, Target
from kpidesk.domain.period import Period
from kpidesk.domain.targets import Rows, first_period, last_period
from kpidesk.errors import BadInput
from kpidesk.text import _, msg
from kpidesk.wording.targets import written
from kpidesk.workspace import new_uid
from ui.base.session import Session
from ui.targets.target_fields import FlagFields, TargetPage, captioned, read_field, row_of, silent, starts_on


class LevelPage(TargetPage):
    """One number, or a band with both edges: always, or from a period on."""

    def __init__(self, session: Session, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(session, kpi, parent)
        self._band = kpi.direction is Direction.MAINTAIN
        self._shown = Target("")
        self.value = self.number_field(_("Lower edge") if self._band else _("Target"))
        self.high = self.number_field(_("Upper edge"))
        self.start = self.period_box(_("From"), open_start=True)
        self.start.show_period(None)
        self.start.setToolTip(_("Empty means always. If you choose a period, earlier targets apply until then."))
        self.flags = FlagFields(session.theme, kpi)
        self.flags.touched.connect(self._touched)
        fields = [self.value, self.high, self.start] if self._band else [self.value, self.start]
        if not self._band:
            self.high.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(row_of(*(captioned(field.accessibleName(), field) for field in fields)))
        column.addWidget(self.flags)
        column.addStretch()
        self.changed.connect(self._show_default)

    def fill_from(self, rows: Rows) -> None:
        """Fill in the number that began last."""
        plain = [row for row in rows if is_plain(row)]
        newest = plain[-1] if plain else Target("")
        self.value.show_number(newest.value)
        self.high.show_number(newest.high)
        self.flags.show_flags(newest.red_flag, newest.red_high)
        self._shown = newest
        self.start.show_period(first_period(newest, self.kpi.frequency, self.fiscal_start))
        self._show_default()

    def rows(self, before: Rows, *, strict: bool = True) -> Rows:
        """The number takes the place of the one that begins then; without a number that one goes."""
        period = self.start.read() if strict else self.start.period()
        start = starts_on(self.kpi, period, self._shown, self.fiscal_start)
        value = read_field(self.value, strict=strict)
        high = read_field(self.high, strict=strict) if self._band else None
        flags = self.flags.flags(strict=strict)
        if value is None and high is None and self.flags.empty():
            return tuple(row for row in before if not (is_plain(row) and row.start == start))
        if value is None or (self._band and high is None):
            raise BadInput(msg("A band must have both edges.") if self._band else msg("Type the target first."))
        return with_level(self.kpi, before, Step(start, value, high, flags.red_flag, flags.red_high), new_uid)

    def span(self) -> tuple[Period, Period] | None:
        """From the first period, where there is one."""
        period = self.start.period()
        return None if period is None else (period, period)

    def first_field(self) -> QWidget:
        """The number."""
        return self.value

    def _show_default(self) -> None:
        self.flags.show_default(silent(self.value), silent(self.high) if self._band else None)


class PathPage(TargetPage):
    """A straight path from one number to another."""

    def __init__(self, session: Session, kpi: Kpi, parent: QWidget | None = None) -> None:
        super().__init__(session, kpi, parent)
        self._shown = Target("")
        self.path_from, self.value = self.number_field(_("Start value")), self.number_field(_("Target"))
        self.start, self.end = self.period_box(_("From")), self.period_box(_("To"))
        quarter = Period.containing(session.today(), session.period.frequency, self.fiscal_start)
        self._show_span(quarter)
        self.flags = FlagFields(session.theme, kpi)
        self.flags.touched.connect(self._touched)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for number, period in ((self.path_from, self.start), (self.value, self.end)):
            pair = (captioned(number.accessibleName(), number), captioned(period.accessibleName(), period))
            column.addWidget(row_of(*pair))
        column.addWidget(self.flags)
        column.addStretch()
        self.changed.connect(self._show_default)
        self._show_default()

    def first_field(self) -> QWidget:
        """Where the path begins."""
        return self.path_from

    def _show_span(self, whole: Period) -> None:
        inside = [Period.containing(day, self.kpi.frequency, self.fiscal_start) for day in (whole.first, whole.last)]
        parts = whole.parts(self.kpi.frequency) if self.kpi.frequency.divides(whole.frequency) else tuple(inside)
        self.start.show_period(parts[0])
        self.end.show_period(parts[-1])

    def fill_from(self, rows: Rows) -> None:
        """Fill in the path that began last."""
        paths = [row for row in rows if row.path_from is not None and row.start and row.end]
        newest = paths[-1] if paths else Target("")
        self._shown = newest
        self.path_from.show_number(newest.path_from)
        self.value.show_number(newest.value)
        self.flags.show_flags(newest.red_flag, None)
        if paths:
            self.start.show_period(first_period(newest, self.kpi.frequency, self.fiscal_start))
            self.end.show_period(last_period(newest, self.kpi.frequency, self.fiscal_start))
        self._show_default()

    def rows(self, before: Rows, *, strict: bool = True) -> Rows:
        """The path takes the place of what begins on its first day."""
        start, end = (box.read() if strict else box.period() for box in (self.start, self.end))
        first, value = read_field(self.path_from, strict=strict), read_field(self.value, strict=strict)
        flags = self.flags.flags(strict=strict)
        if first is None and value is None and self.flags.empty():
            return before
        if first is None or value is None or start is None or end is None:
            raise BadInput(msg("A path must have a start value and a target."))
        if end.first < start.first:
            raise BadInput(msg("The path ends before it starts. Nothing was changed."))
        if end == start:
            raise BadInput(msg("A path must have at least two periods. Nothing was changed."))
        begins, ends = starts_on(self.kpi, start, self._shown, self.fiscal_start), end.last
        if end == last_period(self._shown, self.kpi.frequency, self.fiscal_start):
            ends = self._shown.end or ends
        step = Step(begins, value, None, flags.red_flag, None, ends)
        return with_level(self.kpi, before, step, new_uid, path_from=first)

    def span(self) -> tuple[Period, Period] | None:
        """The path's own periods."""
        start, end = self.start.period(), self.end.period()
        return (start, end) if start and end and start.first <= end.first else None

    def _show_default(self) -> None:
        value, flag = silent(self.value), silent(self.flags.below)
        words = _("It keeps its distance all along the path.")
        if value is not None and flag is not None:
            words = _("{distance} from the target, all along the path.").format(
                distance=written(self.kpi, abs(value - flag))
            )
        self.flags.show_default(value, moving=words)
