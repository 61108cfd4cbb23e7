"""What taking a file would do, before anything is written: the values that the window and the command line show.

``compose.preview`` makes one from what was understood of the file and what somebody has chosen so far; another choice
makes another preview.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from kpidesk.commands.intake import Destination, NewKpi
from kpidesk.domain.entities import Combine, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.text import Message

Place = tuple[str, Period]
"""A number of the file: the key of its measure, and its period."""


class Side(Enum):
    """Whose number a cell gets where the file says another one than stands there."""

    FILE = "file"
    MINE = "mine"
    """What stands there is kept."""


class Unusual(Enum):
    """What becomes of a number that deserves a second look."""

    RIGHT = "right"
    CORRECTED = "corrected"
    """The number that was probably meant is taken instead."""
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Usual:
    """What is known of the KPIs that columns of a form of file become, where their names do not tell."""

    unit: str = ""
    combine: Combine | None = None


NOT_KNOWN = Usual()


@dataclass(frozen=True)
class Choices:
    """What somebody has chosen; whatever is not chosen is proposed.

    ``into`` is by the key of a measure. So is ``known_as``, the input of the library that a measure is known to be
    (empty for none), where the form of the file is known; the others are left aside then. A cell's own choice of a
    side goes before that of its measure, and that before the one for all. ``take`` are keys of what the program left
    out and is wanted all the same. ``turned`` are the keys of measures that the file has with a minus and that are
    taken without it. ``source`` is the source that the file was recognised as. With ``all_new`` every column that
    nothing here answers to is proposed as a KPI, however many they are.
    """

    into: Mapping[str, Destination] = field(default_factory=dict)
    cells: Mapping[Place, Side] = field(default_factory=dict)
    measures: Mapping[str, Side] = field(default_factory=dict)
    everything: Side | None = None
    unusual: Mapping[Place, Unusual] = field(default_factory=dict)
    take: frozenset[str] = frozenset()
    source: Uid | None = None
    known_as: Mapping[str, str] | None = None
    turned: frozenset[str] = frozenset()
    usual: Usual = NOT_KNOWN
    all_new: bool = False

    def going(self, measure: str, into: Destination) -> Choices:
        """The same with another destination for a measure."""
        return replace(self, into={**self.into, measure: into})

    def siding(self, side: Side, cell: Place | None = None, measure: str | None = None) -> Choices:
        """The same with a side chosen for a cell, for a measure, or for all."""
        if cell is not None:
            return replace(self, cells={**self.cells, cell: side})
        if measure is not None:
            others = {place: each for place, each in self.cells.items() if place[0] != measure}
            return replace(self, cells=others, measures={**self.measures, measure: side})
        return replace(self, cells={}, measures={}, everything=side)

    def judging(self, cell: Place, unusual: Unusual) -> Choices:
        """The same with a word on an unusual number."""
        return replace(self, unusual={**self.unusual, cell: unusual})


class State(Enum):
    """What a number of the file would do in its cell."""

    NEW = "new"
    CHANGED = "changed"
    """It takes the place of another one."""
    KEPT = "kept"
    """Another one stands there and stays."""
    SAME = "same"
    LEFT_OUT = "left_out"
    """It was unusual, and is not wanted."""


TAKEN = (State.NEW, State.CHANGED)
"""What would be stored."""


@dataclass(frozen=True)
class Cell:
    """A number in its cell: what the file says (in the unit of the destination), and what stands there."""

    file: Value
    before: Value | None
    state: State

    @property
    def taken(self) -> bool:
        """Tell whether it would be stored."""
        return self.state in TAKEN

    @property
    def after(self) -> Value | None:
        """What stands there afterwards."""
        return self.file if self.taken else self.before


@dataclass(frozen=True)
class Offer:
    """Somewhere that a measure can go: its words, and a second line (how often it is measured)."""

    into: Destination
    words: Message
    note: Message | None = None


@dataclass(frozen=True)
class Row:
    """One measure of the file: what it is called there, where it goes, and what it would do.

    ``place`` tells where it stands in the file (“B · kr”). ``line`` holds all its numbers in the unit of the
    destination, ``odd`` the periods of the unusual ones. ``newest`` is the number of the last period, ``newest_words``
    what it is (“sum for the month”). ``new`` and ``new_words`` are there for a KPI to be made; ``note`` says what does
    not fit. ``unit`` and ``decimals`` are those of the destination.
    """

    key: str
    name: str
    place: Message
    into: Destination
    goes_to: Message
    unit: str
    decimals: int
    cells: Mapping[Period, Cell]
    line: tuple[tuple[Period, float], ...]
    odd: frozenset[Period] = frozenset()
    newest: float | None = None
    newest_words: Message | None = None
    added: int = 0
    changed: int = 0
    """How many the file says otherwise than they stand, taken or not."""
    same: int = 0
    new: NewKpi | None = None
    new_words: Message | None = None
    note: Message | None = None


@dataclass(frozen=True)
class Changed:
    """A cell of which the file says something else than stands there.

    ``who`` and ``when`` tell who wrote what stands there, empty where nobody knows; ``theirs`` that it is a colleague's
    own number, which stays until somebody chooses; ``note`` is the note that lies on the cell.
    """

    place: Place
    name: str
    period: Period
    before: Value
    file: Value
    unit: str
    decimals: int
    side: Side
    who: str = ""
    when: dt.datetime | None = None
    fetched: bool = False
    theirs: bool = False
    note: str = ""


@dataclass(frozen=True)
class Odd:
    """A number that deserves a second look: ``usual`` is the band that its neighbours lie in, ``words`` say why.

    ``likely`` is the number that was probably meant, where one digit or the mark explains it. ``said`` is what was
    chosen; until then it is taken as it stands, or left out where it is ``impossible``.
    """

    place: Place
    name: str
    period: Period
    value: float
    unit: str
    decimals: int
    words: Message
    usual: tuple[float, float] | None = None
    likely: float | None = None
    said: Unusual | None = None
    impossible: bool = False

    @property
    def left_out(self) -> bool:
        """Tell whether it is not taken: it was said so, or it can't be and nothing else was said."""
        return self.holds is Unusual.LEFT_OUT

    @property
    def holds(self) -> Unusual:
        """What becomes of it as things stand."""
        if self.impossible:
            return Unusual.CORRECTED if self.said is Unusual.CORRECTED else Unusual.LEFT_OUT
        return self.said or Unusual.RIGHT


@dataclass(frozen=True)
class Count:
    """A line of the counts: “Changed, Ola's number stays”, 1."""

    words: Message
    n: int


@dataclass(frozen=True)
class NotTaken:
    """What is left out, why, and how much of it: “Sum 2023 and 2024”, “Sums of the months”, “2 rows”.

    ``key`` takes it all the same: with ``Said.take`` where the reading left it out, with ``Choices.take`` where
    ``of_reading`` is not set. ``faulty`` where a number was expected and none could be read; no number is ``missed``
    where the rows are totals of others, hold none, or are left out because somebody chose that.
    """

    key: str
    what: Message
    why: Message
    extent: Message
    lines: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    faulty: bool = False
    can_be_taken: bool = False
    of_reading: bool = True
    missed: bool = True


@dataclass(frozen=True)
class Preview:
    """All that the taking of a file would do.

    ``span`` tells what the file holds (“Per month, January 2023–February 2026”), ``newest`` the last period of it and
    ``periods`` all of them in order, those of the rows that are taken. ``in_file`` counts all numbers that fit
    somewhere, ``total`` those that would be written: new and replaced. ``notes`` are on the whole of it; ``blocked``
    says why nothing can be taken as it stands, where that is so.
    """

    file: str
    span: Message | None
    rows: tuple[Row, ...]
    periods: tuple[Period, ...]
    newest: Period | None
    counts: tuple[Count, ...]
    in_file: int
    total: int
    changed: tuple[Changed, ...] = ()
    unusual: tuple[Odd, ...] = ()
    left_out: tuple[NotTaken, ...] = ()
    notes: tuple[Message, ...] = ()
    blocked: Message | None = None

    @property
    def nothing_new(self) -> bool:
        """Tell whether all that the file says stands there already."""
        return self.in_file > 0 and self.total == 0 and not self.changed and not self.unusual
