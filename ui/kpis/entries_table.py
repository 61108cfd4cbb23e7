"""The numbers behind a KPI's chart as a Qt model, newest first: inputs, value, target, gap, signal, note, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.commands import checks, entry
from kpidesk.domain.entities import NOT_APPLICABLE, Annotation, Input, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures, Point
from kpidesk.reading import NotUnderstood, likeliest
from kpidesk.text import _
from kpidesk.wording.changes import verdict_word
from kpidesk.wording.entry import bare
from kpidesk.wording.kpi_facts import Speaker, gap_words, parts_held, target_value
from kpidesk.workspace import Seen
from ui.base.session import Notice, Session

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
MOST = 60
"""Rows at first, and how many more at a time."""
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


class EntriesTable(QAbstractTableModel):
    """One row a period."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.figures: KpiFigures | None = None
        self.points: tuple[Point, ...] = ()
        self.grows = True
        self._count = MOST
        self.inputs: tuple[Input, ...] = ()
        self.parts: tuple[Part, ...] = ()
        self._notes: dict[Period, tuple[Annotation, ...]] = {}
        self._said: dict[Period, str] = {}
        self._seen: Seen | None = None
        self._series: dict[Uid, dict[Period, Value]] = {}
        self._authors: dict[Uid, dict[Period, str]] = {}

    def show(self, figures: KpiFigures, notes: dict[Period, tuple[Annotation, ...]]) -> None:
        """Show the numbers of a KPI at the frequency of its figures, with the notes on them."""
        self.beginResetModel()
        if not self._same(figures):
            self._count = MOST
        self.figures, self._notes = figures, notes
        self.points = self._newest_first(figures)
        self._said = {point.period: _said_in(point.period, notes) for point in self.points}
        found = [self.session.ws.find(Input, uid) for _name, uid in figures.kpi.inputs]
        uids = [source.uid for source in found if source is not None]
        plain = not figures.kpi.formula
        # A plain KPI is its own input; its value column is the one to type into. Over longer periods there is no
        # number of an input's own.
        own = (source for source in found if source is not None and source.frequency is figures.frequency)
        self.inputs = () if plain else tuple(own)
        self._series = self.session.ws.series_many(uids)
        self._authors = self.session.ws.history.authors(uids) if figures.frequency is figures.kpi.frequency else {}
        inputs = (Part.INPUT,) * len(self.inputs)
        self.parts = (Part.PERIOD, *inputs, *AFTER, *((Part.AUTHOR,) if self._authors else ()))
        self.endResetModel()

    def _same(self, figures: KpiFigures) -> bool:
        old = self.figures
        return old is not None and (old.kpi.uid, old.frequency) == (figures.kpi.uid, figures.frequency)

    def _newest_first(self, figures: KpiFigures) -> tuple[Point, ...]:
        """What is entered for periods that have not begun, above what counts."""
        return tuple(reversed((*figures.tail(self._count), *figures.points_ahead)))

    @property
    def has_older(self) -> bool:
        """Whether there are numbers before the last row."""
        return self.figures is not None and self._count < len(self.figures.periods)

    def show_older(self) -> None:
        """Add rows of older numbers below."""
        if self.figures is None or not self.has_older:
            return
        self._count += MOST
        points = self._newest_first(self.figures)
        self.beginInsertRows(QModelIndex(), len(self.points), len(points) - 1)
        self.points = points
        self.endInsertRows()

    @property
    def value_column(self) -> int:
        """Where the KPI's own value stands."""
        return 1 + len(self.inputs)

    def part(self, column: int) -> Part:
        """What a column is about."""
        return self.parts[column]

    def column_of(self, part: Part) -> int:
        """The column of a part; the first one of the inputs."""
        return self.parts.index(part)

    def row_of(self, period: Period | None) -> int:
        """The row of a period, or -1."""
        return next((row for row, point in enumerate(self.points) if point.period == period), -1)

    def editable_input(self, index: Index) -> Input | None:
        """The input that a cell writes to: only in its own rhythm."""
        figures = self.figures
        if figures is None or not index.isValid():
            return None
        source: Input | None = None
        part = self.part(index.column())
        if part is Part.INPUT:
            source = self.inputs[index.column() - 1]
        elif part is Part.VALUE and not figures.kpi.formula and figures.kpi.inputs:
            source = self.session.ws.find(Input, figures.kpi.inputs[0][1])
        return source if source is not None and source.frequency is figures.frequency else None

    def note_of(self, row: int) -> Annotation | None:
        """The note on the period of a row."""
        found = self._notes.get(self.points[row].period, ())
        return found[0] if found else None

    @property
    def has_notes(self) -> bool:
        """Whether anything is noted on a row."""
        return any(self._said.values())

    # ---- words -----------------------------------------------------------------------------------

    def head(self, column: int) -> str:
        """The name of a column."""
        part, kpi = self.part(column), self.figures.kpi if self.figures else None
        if part is Part.INPUT:
            return self.inputs[column - 1].name
        return {
            Part.PERIOD: _("Period"),
            Part.VALUE: (kpi.short_name or kpi.name) if kpi else "",
            Part.TARGET: _("Target"),
            Part.GAP: _("Gap"),
            Part.SIGNAL: "",
            Part.NOTE: _("Note"),
            Part.AUTHOR: _("By"),
        }[part]

    def text_of(self, index: Index) -> str:
        """A cell in words."""
        figures = self.figures
        if figures is None:
            return ""
        point, part, kpi = self.points[index.row()], self.part(index.column()), figures.kpi
        match part:
            case Part.PERIOD:
                return "   ".join(each for each in self.period_words(point.period) if each)
            case Part.INPUT:
                return self._input_text(self.inputs[index.column() - 1], point)
            case Part.VALUE:
                return self._value_text(point)
            case Part.TARGET:
                return self._target_text(figures, point)
            case Part.GAP:
                return "" if point.period.first > self.session.today() else gap_words(kpi, point)
            case Part.SIGNAL:
                return _("Signal") if point.signal else ""
            case Part.NOTE:
                return self._said.get(point.period, "")
            case _:
                return fmt.initials(self.author(index.row()))

    def period_words(self, period: Period) -> tuple[str, str]:
        """A period, and for weeks its dates; of one that has not begun, that."""
        speaker = Speaker(self.session.today(), self.session.ws.company.fiscal_year_start)
        name = speaker.name(period)
        name = name[0].upper() + name[1:]
        if period.first > self.session.today():
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
        return fmt.number(point.value, point.decimals(self.figures.kpi.decimals) if self.figures else 0)

    def _input_text(self, source: Input, point: Point) -> str:
        if point.masked:
            return _("hidden")
        value = self._series.get(source.uid, {}).get(point.period)
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
        text = self.text_of(index)
        return "" if text == NOTHING else text.replace(fmt.NBSP, " ").replace(fmt.MINUS, "-")

    def _number(self, index: Index) -> Value | None:
        """The number of a cell with all its decimals; none in a cell of words and in one that is hidden."""
        point, part = self.points[index.row()], self.part(index.column())
        if part is Part.TARGET:
            return point.target if point.high is None else None
        if point.masked:
            return None
        if part is Part.INPUT:
            return self._series.get(self.inputs[index.column() - 1].uid, {}).get(point.period)
        return point.value if part is Part.VALUE else None

    def typed_text(self, index: Index) -> str:
        """A cell as one types it: what was typed with every decimal, however few of them are shown."""
        number = self._number(index) if self.editable_input(index) else None
        text = bare(number) if isinstance(number, (int, float)) else self.text_of(index)
        return "" if text == NOTHING else text

    def _told(self, index: Index) -> str:
        """A cell in words that lose nothing: the number as it was typed where its cell shows fewer decimals."""
        whole, shown = self.typed_text(index), self.text_of(index)
        return whole if len(whole) > len(shown) else shown

    def author(self, row: int) -> str:
        """Who entered the number of a row last; several inputs, the first that is known."""
        period = self.points[row].period
        names = (by_period.get(period, "") for by_period in self._authors.values())
        return next((name for name in names if name), "")

    def _tip(self, index: Index) -> str:
        point, part = self.points[index.row()], self.part(index.column())
        if part is Part.AUTHOR:
            return self.author(index.row())
        if part in (Part.VALUE, Part.INPUT) and point.reason is not None:
            return str(point.reason)
        if part is Part.VALUE and point.provisional:
            return _("{have} of {of} are in").format(have=point.have, of=point.of)
        if part is Part.TARGET and self.figures is not None and (parts := parts_held(self.figures, point)):
            goal = target_value(self.figures, point)
            return _("The target for {parts} is {goal}: the number is held against the same parts.").format(
                parts=parts, goal=goal
            )
        note = self.note_of(index.row())
        if part is Part.NOTE and note is not None and note.action:
            said = verdict_word(note.helped) if note.helped is not None else _("not judged yet")
            return "\n".join((self.text_of(index), _("Something we did. Did it help? {answer}").format(answer=said)))
        return self._told(index)

    # ---- Qt's questions --------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.points)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many columns."""
        return 0 if parent.isValid() else len(self.parts)

    def canFetchMore(self, parent: Index) -> bool:
        """Qt: whether scrolling to the last row brings older ones; not in a table that is shown in full height."""
        return not parent.isValid() and self.grows and self.has_older

    def fetchMore(self, parent: Index) -> None:
        """Qt: the last row is in view."""
        if self.canFetchMore(parent):
            self.show_older()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the column heads."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self.head(section)
        return self._side(section) if role == Role.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = self.part(column) in NUMBERS
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds."""
        if not index.isValid():
            return None
        match role:
            case Role.DisplayRole:
                return self.text_of(index)
            case Role.EditRole:
                return self.typed_text(index)
            case Role.ToolTipRole:
                return self._tip(index)
            case Role.TextAlignmentRole:
                return self._side(index.column())
            case Role.AccessibleTextRole:
                name = self.period_words(self.points[index.row()].period)[0]
                head = self.head(index.column())
                return ", ".join(each for each in (name, head, self._told(index)) if each)
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: what is measured in this rhythm can be typed into, unless it is hidden."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        hidden = self.points[index.row()].masked
        return base | Qt.ItemFlag.ItemIsEditable if self.editable_input(index) and not hidden else base

    def begin(self) -> None:
        """Somebody begins to type over a number as it stands now."""
        self._seen = self.session.seen()

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: a number was corrected: run the command."""
        source = self.editable_input(index)
        if role != Role.EditRole or source is None or str(value) == self.data(index, Role.EditRole):
            return False
        read = entry.read(str(value), source.unit)
        if isinstance(read, NotUnderstood):
            self.session.notice.emit(Notice(str(checks.no_number(str(value), read)), "error"))
            return False
        number, period = likeliest(read, None), self.points[index.row()].period
        ahead = None if number is None else entry.said_of_ahead(self.session.ws, [period])
        told = (entry.reading_told(str(value), read), ahead)
        said = " ".join(f"{str(each).rstrip('.')}." for each in told if each is not None)
        self.session.perform(entry.set_value, source.uid, period, number, said=said, based_on=self._seen)
        return True


def _said_in(period: Period, notes: Mapping[Period, Sequence[Annotation]]) -> str:
    """What is noted on a period and on the shorter ones in it."""
    found = (many for each, many in sorted(notes.items()) if period.first <= each.anchor <= period.last)
    return " · ".join(note.text for many in found for note in many)
