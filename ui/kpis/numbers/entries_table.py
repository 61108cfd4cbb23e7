"""The numbers behind a KPI's chart as a Qt model, newest first: inputs, value, target, gap, signal, note, by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from kpidesk.commands import checks, entry
from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import Annotation, Input, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.figures import KpiFigures, Point
from kpidesk.reading import NotUnderstood, likeliest
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.session import Notice, Session
from ui.kpis.numbers.entries_words import AFTER, NUMBERS, CellWords, Index, Part

Role = Qt.ItemDataRole
READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
TYPED = READ | Qt.ItemFlag.ItemIsEditable
"""What can be done with a cell. Qt asks twice for each that it paints."""
MOST = 60
"""Rows at first, and how many more at a time."""


class EntriesTable(QAbstractTableModel):
    """One row a period; ``words`` tells what its cells say.

    ``series`` holds the numbers of the inputs, ``authors`` who entered them, ``said`` what is noted on a row.
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.today = session.today()
        self.figures: KpiFigures | None = None
        self.points: tuple[Point, ...] = ()
        self.grows = True
        self._count = MOST
        self.inputs: tuple[Input, ...] = ()
        self._typed: tuple[Input | None, ...] = ()
        self.parts: tuple[Part, ...] = ()
        self._notes: dict[Period, tuple[Annotation, ...]] = {}
        self.said: dict[Period, str] = {}
        self._seen: Seen | None = None
        self.series: dict[Uid, dict[Period, Value]] = {}
        self.authors: dict[Uid, dict[Period, str]] = {}
        self.words = CellWords(self)

    def show(self, figures: KpiFigures, notes: dict[Period, tuple[Annotation, ...]]) -> None:
        """Show the numbers of a KPI at the frequency of its figures, with the notes on them."""
        self.beginResetModel()
        self.words.forget()
        self.today = self.session.today()
        if not self._same(figures):
            self._count = MOST
        self.figures, self._notes = figures, notes
        self.points = self._newest_first(figures)
        self.said = {point.period: _said_in(point.period, notes) for point in self.points}
        found = [self.session.ws.find(Input, uid) for _name, uid in figures.kpi.inputs]
        uids = [source.uid for source in found if source is not None]
        plain = not figures.kpi.formula
        # A plain KPI is its own input; its value column is the one to type into. Over longer periods there is no
        # number of an input's own.
        own = (source for source in found if source is not None and source.frequency is figures.frequency)
        self.inputs = () if plain else tuple(own)
        self.series = self.session.ws.series_many(uids)
        self.authors = self.session.ws.history.authors(uids) if figures.frequency is figures.kpi.frequency else {}
        inputs = (Part.INPUT,) * len(self.inputs)
        self.parts = (Part.PERIOD, *inputs, *AFTER, *((Part.AUTHOR,) if self.authors else ()))
        self._typed = tuple(self._typed_into(column, figures) for column in range(len(self.parts)))
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
        return self._typed[index.column()] if index.isValid() else None

    def _typed_into(self, column: int, figures: KpiFigures) -> Input | None:
        """The input that the numbers of a column are those of."""
        source: Input | None = None
        part = self.part(column)
        if part is Part.INPUT:
            source = self.inputs[column - 1]
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
        return any(self.said.values())

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
        """Qt: the column heads; for a screen reader the rows are called by their periods."""
        if orientation is not Qt.Orientation.Horizontal:
            is_said = role == Role.AccessibleTextRole and 0 <= section < len(self.points)
            return self.words.period(self.points[section].period)[0] if is_said else None
        if not 0 <= section < self.columnCount():
            return None
        if role == Role.AccessibleTextRole:
            return self.words.head(section) or _("Signal")
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self.words.head(section)
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
                return self.words.text(index)
            case Role.EditRole:
                return self.words.typed(index)
            case Role.ToolTipRole:
                return self.words.tip(index)
            case Role.TextAlignmentRole:
                return self._side(index.column())
            case Role.AccessibleTextRole:
                return self.words.heard(index)
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: what is measured in this rhythm can be typed into, unless it is hidden."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        into = self._typed[index.column()]
        return READ if into is None or self.points[index.row()].masked else TYPED

    def begin(self) -> None:
        """Somebody begins to type over a number as it stands now."""
        self._seen = self.session.seen()

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: a number was corrected: run the command."""
        source = self.editable_input(index)
        if role != Role.EditRole or source is None or str(value) == self.data(index, Role.EditRole):
            return False
        read = entry.read(str(value), source.unit, edges=edges_of(self.session.ws, source))
        if isinstance(read, NotUnderstood):
            self.session.notice.emit(Notice(str(checks.no_number(str(value), read)), "error", here=True))
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
