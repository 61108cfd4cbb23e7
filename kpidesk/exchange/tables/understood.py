"""What was understood of a sheet, and what somebody has said about it.

``understand`` (in ``kpidesk.exchange.tables.understand``) gives an ``Understanding``; whoever answers a question or
changes a guess asks again with another ``Said``. The same ``Said``, kept, reads next month's file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from kpidesk.domain.period import Frequency, Period
from kpidesk.reading import Order
from kpidesk.text import Message


class Role(Enum):
    """What a column is for."""

    PERIOD = "period"
    NUMBER = "number"
    MEASURE = "measure"
    """Its texts tell several measures apart."""
    UNIT = "unit"
    PLUS = "plus"
    """One of two amounts of which the net is taken: what came in, or a credit."""
    MINUS = "minus"
    LEFT_OUT = "left_out"


class Shape(Enum):
    """How the numbers lie."""

    LONG = "long"
    """A row for each period, or for each number."""
    WIDE = "wide"
    """A column for each period, and a row for each measure."""


@dataclass(frozen=True)
class Known:
    """What is known where the file is read: the day, the company's language, its fiscal year's first month, and its
    currency.
    """

    today: dt.date
    language: str = "nb"
    fiscal_start: int = 1
    currency: str = "NOK"


@dataclass(frozen=True)
class Said:
    """What somebody has said about a file; whatever is unsaid is guessed or asked.

    ``sheet`` is a sheet's name and ``table`` which of several tables in it, from 0. ``roles`` are by column, from 0.
    ``year`` is for a file that names none, ``start`` the day that its first period begins where it counts them.
    ``where`` keeps the rows that have this text in that column (by heading). ``take`` holds the keys of what was left
    out and is wanted all the same, ``leave`` of what was taken and is not, and ``answers`` those of the questions.
    """

    sheet: str | None = None
    table: int | None = None
    headings: int | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)
    order: Order | None = None
    decimal: str | None = None
    year: int | None = None
    start: dt.date | None = None
    calendar_quarters: bool = False
    where: tuple[tuple[str, str], ...] = ()
    take: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Area:
    """The cells of a table, by their places in the sheet, all included; the first ``headings`` rows name it."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    headings: int


@dataclass(frozen=True)
class Column:
    """A column of the table: its place from 0, its heading, what it is for, and why it is left out where it is."""

    place: int
    heading: str
    role: Role
    why: Message | None = None


@dataclass(frozen=True)
class Answer:
    """A possible answer to a question: its key, its words, and what would come of it (``mars 2025``, ``1 104 200``)."""

    key: str
    words: Message
    result: Message | None = None


class Typed(Enum):
    """What can be typed where no answer that is offered fits."""

    YEAR = "year"
    DAY = "day"


_TYPED = {"year": Typed.YEAR, "start": Typed.DAY}


@dataclass(frozen=True)
class Question:
    """What must be said before the numbers can be taken. ``lines`` are the rows in the file that it is about."""

    key: str
    words: Message
    answers: tuple[Answer, ...]
    note: Message | None = None
    lines: tuple[int, ...] = ()
    answered: str | None = None

    @property
    def typed(self) -> Typed | None:
        """What can be typed for an answer, where it can."""
        return _TYPED.get(self.key)


@dataclass(frozen=True)
class Guess:
    """How something was read, as a sentence; ``others`` are the other ways that can be said instead.

    ``key`` is the field of ``Said`` that an answer goes to (``role:…`` for the role of a column), ``take:…`` or
    ``leave:…`` where it is taken or left out, or ``as:…``, which is kept with the answers.
    """

    key: str
    words: Message
    others: tuple[Answer, ...] = ()

    @property
    def typed(self) -> Typed | None:
        """What can be typed to have it otherwise, where it can."""
        return _TYPED.get(self.key)


@dataclass(frozen=True)
class LeftOut:
    """Rows or columns that are not taken, for one reason: ``key`` takes them all the same where that makes sense.

    ``what`` names them (``Sum 2023 and 2024``, ``March 2026``); ``lines`` are rows in the file and ``columns`` places;
    ``faulty`` where a number was expected and none could be read. No number is ``missed`` where the rows say again what
    others say (totals), hold none, or are left out because somebody chose that.
    """

    key: str
    what: Message
    why: Message
    lines: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    faulty: bool = False
    can_be_taken: bool = False
    missed: bool = True


@dataclass(frozen=True)
class Measure:
    """One series of the file: what it is called there, and for each period its numbers in the order of time.

    ``key`` is the same next month; ``column`` is its place where it has one of its own, ``letter`` how a sheet names
    it. ``unit`` is a unit's code where the file tells it; lengths of time are in seconds. ``frequency`` is that of all
    its periods. ``numbers`` has more than one number for a period where several rows speak of it, and ``lines`` the
    rows that they stand in.
    """

    key: str
    name: str
    frequency: Frequency
    numbers: Mapping[Period, tuple[float, ...]]
    lines: Mapping[Period, tuple[int, ...]]
    unit: str = ""
    column: int | None = None
    letter: str = ""
    none: frozenset[Period] = frozenset()
    """The periods of which the file says outright that there is no number to be told: “not applicable”."""


@dataclass(frozen=True)
class Understanding:
    """All that was understood. While a question is open, ``measures`` holds what is sure without it.

    ``marks`` tells for rows, by their place in the sheet, what stands beside them in the margin. ``currencies`` are the
    codes of those that the table names.
    """

    sheet: int
    area: Area
    shape: Shape
    columns: tuple[Column, ...]
    measures: tuple[Measure, ...]
    guesses: tuple[Guess, ...] = ()
    questions: tuple[Question, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    marks: Mapping[int, Message] = field(default_factory=dict)
    tables: int = 1
    fingerprint: str = ""
    """Of the headings and the shape: the same for a file of the same kind."""
    currencies: frozenset[str] = frozenset()

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Those that nobody has answered."""
        return tuple(question for question in self.questions if question.answered is None)
