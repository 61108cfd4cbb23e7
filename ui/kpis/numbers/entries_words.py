"""What the cells of the table of numbers below a chart say: on screen, to a spreadsheet, to a screen reader."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from kpidesk import format as fmt
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures, Point
from kpidesk.text import _
from kpidesk.wording.changes import verdict_word
from kpidesk.wording.entry import bare, exact
from kpidesk.wording.kpi_facts import Speaker, gap_words, parts_held, target_value
from ui.base.reach.cells import nothing_here

if TYPE_CHECKING:
    from ui.kpis.numbers.entries_table import EntriesTable

Index = QModelIndex | QPersistentModelIndex
NOTHING = "–"


class Part(Enum):
    """What a column is about."""

    PERIOD = "period"
    INPUT = "input"
    VALUE = "value"
    TARGET = "target"
    GAP = "gap"
    SIGNAL = "signal"
    NOTE = "note"
    AUTHOR = "author"


AFTER = (Part.VALUE, Part.TARGET, Part.GAP, Part.SIGNAL, Part.NOTE)
"""The columns after the inputs; who entered the number stands last, where that is one person."""
NUMBERS = (Part.INPUT, Part.VALUE, Part.TARGET, Part.GAP)


class CellWords:
    """The words of a table's cells."""

    def __init__(self, table: EntriesTable) -> None:
        self._table = table
        self._texts: dict[tuple[int, int], str] = {}
        self._periods: dict[Period, tuple[str, str]] = {}

    def forget(self) -> None:
        """The table shows other numbers."""
        self._texts.clear()
        self._periods.clear()

    def head(self, column: int) -> str:
        """The name of a column."""
        part, kpi = self._table.part(column), self._table.figures.kpi if self._table.figures else None
        if part is Part.INPUT:
            return self._table.inputs[column - 1].name
        return {
            Part.PERIOD: _("Period"),
            Part.VALUE: (kpi.short_name or kpi.name) if kpi else "",
            Part.TARGET: _("Target"),
            Part.GAP: _("Gap"),
            Part.SIGNAL: "",
            Part.NOTE: _("Note"),
            Part.AUTHOR: _("By"),
        }[part]

    def text(self, index: Index) -> str:
        """A cell in words."""
        return self.text_at(index.row(), index.column())

    def text_at(self, row: int, column: int) -> str:
        """The same; kept, as columns are measured and painted by them."""
        known = self._texts.get((row, column))
        if known is None:
            known = self._texts[row, column] = self._text(row, column)
        return known

    def _text(self, row: int, column: int) -> str:
        figures = self._table.figures
        if figures is None:
            return ""
        point, part, kpi = self._table.points[row], self._table.part(column), figures.kpi
        match part:
            case Part.PERIOD:
                return "   ".join(each for each in self.period(point.period) if each)
            case Part.INPUT:
                return self._input_text(self._table.inputs[column - 1], point)
            case Part.VALUE:
                return self._value_text(point)
            case Part.TARGET:
                return self._target_text(figures, point)
            case Part.GAP:
                return "" if point.period.first > self._table.today else gap_words(kpi, point)
            case Part.SIGNAL:
                return _("Signal") if point.signal else ""
            case Part.NOTE:
                return self._table.said.get(point.period, "")
            case _:
                return fmt.initials(self.author(row))

    def period(self, period: Period) -> tuple[str, str]:
        """A period, and for weeks its dates; of one that has not begun, that."""
        if period not in self._periods:
            self._periods[period] = self._period(period)
        return self._periods[period]

    def _period(self, period: Period) -> tuple[str, str]:
        speaker = Speaker(self._table.today, self._table.session.ws.company.fiscal_year_start)
        name = speaker.name(period)
        name = name[0].upper() + name[1:]
        if period.first > self._table.today:
            return name, _("not begun")
        return name, fmt.period_span(period) if period.frequency is Frequency.WEEK else ""

    def _target_text(self, figures: KpiFigures, point: Point) -> str:
        """The target; of a period that lacks parts that of those that it has, and of how many."""
        parts = parts_held(figures, point)
        return " · ".join(each for each in (parts, target_value(figures, point)) if each)

    def _value_text(self, point: Point) -> str:
        if point.masked:
            return _("hidden")
        if point.value is None:
            return NOTHING
        return fmt.number(point.value, point.decimals(self._table.figures.kpi.decimals) if self._table.figures else 0)

    def _input_text(self, source: Input, point: Point) -> str:
        if point.masked:
            return _("hidden")
        value = self._table.series.get(source.uid, {}).get(point.period)
        if value is NOT_APPLICABLE:
            return fmt.not_applicable()
        if not isinstance(value, (int, float)):
            return "" if source.frequency is not point.period.frequency else NOTHING
        return fmt.number(value, fmt.stored_decimals(value, source.unit, source.decimals))

    def copied(self, index: Index) -> str:
        """A cell as a spreadsheet takes it: a number with every decimal that it has and without grouping."""
        number = self._number(index)
        if isinstance(number, (int, float)):
            return bare(number)
        text = self.text(index)
        return "" if text == NOTHING else text.replace(fmt.NBSP, " ").replace(fmt.MINUS, "-")

    def _number(self, index: Index) -> Value | None:
        """The number of a cell with all its decimals; none in a cell of words and in one that is hidden."""
        point, part = self._table.points[index.row()], self._table.part(index.column())
        if part is Part.TARGET:
            return point.target if point.high is None else None
        if point.masked:
            return None
        if part is Part.INPUT:
            return self._table.series.get(self._table.inputs[index.column() - 1].uid, {}).get(point.period)
        return point.value if part is Part.VALUE else None

    def typed(self, index: Index) -> str:
        """A cell as one types it: what was typed with every decimal, however few of them are shown."""
        number = self._number(index) if self._table.editable_input(index) else None
        text = bare(number) if isinstance(number, (int, float)) else self.text(index)
        return "" if text == NOTHING else text

    def told(self, index: Index) -> str:
        """A cell in words that lose nothing: the number as it was typed where its cell shows fewer decimals."""
        number = self._number(index) if self._table.editable_input(index) else None
        whole, shown = exact(number) if isinstance(number, (int, float)) else "", self.text(index)
        return whole if len(whole) > len(shown) else shown

    def asked(self, index: Index) -> str:
        """What a cell asks for: the name of the field that is open in it."""
        return f"{self.head(index.column())}, {self.period(self._table.points[index.row()].period)[0]}"

    def heard(self, index: Index) -> str:
        """A cell for a screen reader, which says the heads of row and column itself."""
        return self._heard(index) or nothing_here()

    def _heard(self, index: Index) -> str:
        point, part = self._table.points[index.row()], self._table.part(index.column())
        match part:
            case Part.PERIOD:
                return ", ".join(each for each in self.period(point.period) if each)
            case Part.INPUT | Part.VALUE:
                return self._number_heard(index, point, part)
            case Part.SIGNAL:
                return self._signal_heard(point)
            case Part.NOTE:
                note = self._table.note_of(index.row())
                flag = _("something we did") if note is not None and note.action else ""
                return ", ".join(each for each in (self.text(index), flag) if each)
            case Part.AUTHOR:
                return self.author(index.row())
            case _:
                return self.text(index)

    def _number_heard(self, index: Index, point: Point, part: Part) -> str:
        """A number with what is to be known of it: why it is not there, or how much of its period is."""
        told = self.told(index)
        if told == NOTHING:
            told = _("blank")
        if point.reason is not None:
            return f"{told}, {str(point.reason).rstrip('.')}"
        if part is Part.VALUE and point.provisional:
            return f"{told}, " + _("{have} of {of} are in").format(have=point.have, of=point.of)
        return told

    def _signal_heard(self, point: Point) -> str:
        """What the variation says of a number, where it says something."""
        if not point.signal or self._table.figures is None:
            return ""
        runs = (each for each in self._table.figures.signals if each.first <= point.period <= each.last)
        return next((str(each.sentence) for each in runs), _("outside what is usual"))

    def author(self, row: int) -> str:
        """Who entered the number of a row last; several inputs, the first that is known."""
        period = self._table.points[row].period
        names = (by_period.get(period, "") for by_period in self._table.authors.values())
        return next((name for name in names if name), "")

    def tip(self, index: Index) -> str:
        """What the pointer is told of a cell."""
        point, part = self._table.points[index.row()], self._table.part(index.column())
        if part is Part.AUTHOR:
            return self.author(index.row())
        if part in (Part.VALUE, Part.INPUT) and point.reason is not None:
            return str(point.reason)
        if part is Part.VALUE and point.provisional:
            return _("{have} of {of} are in").format(have=point.have, of=point.of)
        if (
            part is Part.TARGET
            and self._table.figures is not None
            and (parts := parts_held(self._table.figures, point))
        ):
            goal = target_value(self._table.figures, point)
            return _("The target for {parts} is {goal}: the number is held against the same parts.").format(
                parts=parts, goal=goal
            )
        note = self._table.note_of(index.row())
        if part is Part.NOTE and note is not None and note.action:
            said = verdict_word(note.helped) if note.helped is not None else _("not judged yet")
            return "\n".join((self.text(index), _("Something we did. Did it help? {answer}").format(answer=said)))
        return self.told(index)
