"""A quarter's review as plain values: what the paper says, in words and figures ready to print.

Everything is text already (in the language of the report, cleaned) or a number that decides where
a mark is drawn. Nothing here reads a workspace, so a review can be kept and printed again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kpidesk.format import after_number
from kpidesk.viz.chart import ChartSpec
from kpidesk.viz.course import CourseSpec
from kpidesk.viz.spark import SparkSpec


@dataclass(frozen=True)
class RawCell:
    """One number of the appendix; ``weight``: bold beyond the red flag, italic between, else plain.

    ``value`` is the number itself, for a spreadsheet.
    """

    text: str
    weight: str = "plain"
    value: float | None = None


@dataclass(frozen=True)
class KpiLine:
    """One KPI in the review.

    ``value`` is the figure of the reviewed period (or the latest one, named in ``value_period``).
    ``position`` is where it lies between red flag (−1) and target (0), right always better;
    ``None`` without a target. ``hidden`` says that the number is about too few persons to be shown.
    ``limits_note`` names the rules by which signals are found, ``restated`` what the value has become
    since a closed review. ``proposed`` is the sentence drafted from the figures of a KPI that stands out.
    The changes are from ``previous_name``, the period before the number's own, and from the same period last year;
    ``change_told`` names it in whole words, for a sentence; ``early`` says that the first number is not due yet;
    ``previous_value`` and ``moved`` (+1 up, −1 down) tell of the cycle before.
    ``value_unit`` is the unit as it stands after the value, where that is another word: 1 day. ``told`` says that
    somebody has written the sentence. ``number`` and ``target_number`` are value and target as numbers, in
    ``true_unit``; ``target_high`` is the upper edge of a band.
    """

    uid: str
    name: str
    unit: str
    unit_per: str
    department: str
    owner: str
    status: str
    status_word: str
    signal: bool
    spark: SparkSpec
    value: str
    value_period: str
    provisional: str
    target: str
    variance: str
    change_previous: str
    change_previous_short: str
    change_direction: int
    change_year: str
    position: float | None
    previous_position: float | None
    previous_value: str
    chart: ChartSpec
    sentence: str
    raw: tuple[RawCell, ...]
    raw_target: str
    frequency: str
    hidden: bool = False
    limits_note: str = ""
    restated: str = ""
    proposed: str = ""
    number: float | None = None
    target_number: float | None = None
    target_high: float | None = None
    true_unit: str = ""
    decimals: int = 0
    previous_name: str = ""
    change_told: str = ""
    moved: int = 0
    value_unit: str = ""
    scaled: bool = False
    told: bool = False
    early: bool = False

    @property
    def after(self) -> str:
        """The unit to write after the value; a dash, or the word that stands for a hidden number, has none."""
        return (self.value_unit or self.unit) if any(map(str.isdigit, self.value)) else ""

    @property
    def measured(self) -> str:
        """The value with its unit, as it stands in a sentence."""
        return after_number(self.value, self.after)


@dataclass(frozen=True)
class KpiGroup:
    """A department's KPIs, in the same order on every page."""

    name: str
    kpis: tuple[KpiLine, ...]


@dataclass(frozen=True)
class StepLine:
    """One milestone, ticked when it is reached."""

    text: str
    reached: bool


@dataclass(frozen=True)
class Numbers:
    """Start, now and target of a key result as numbers, in ``unit``; a band goes from ``target`` to ``high``."""

    unit: str = ""
    decimals: int = 0
    start: float | None = None
    now: float | None = None
    target: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ResultLine:
    """A key result: the bar from start to target, and the last check-in in its own words.

    ``state`` is ``"parked"`` or ``"dropped"`` for one that counts for nothing. ``remarks`` are whole lines
    of their own: why it was dropped, why a score was set by hand. ``restated`` is what the numbers of a closed
    review give now. ``numbers`` are for a spreadsheet. ``course`` is the curve of its progress over the cycle.
    """

    number: str
    title: str
    score: float | None
    score_text: str
    previous: float | None
    status: str
    start: str
    now: str
    target: str
    confidence: int | None
    confidence_change: int
    note_head: str
    note: str
    depth: int = 0
    state: str = ""
    remarks: tuple[str, ...] = ()
    steps: tuple[StepLine, ...] = ()
    uid: str = ""
    restated: str = ""
    numbers: Numbers = Numbers()
    course: CourseSpec | None = None


@dataclass(frozen=True)
class GoalLine:
    """An objective with what hangs under it, in reading order."""

    number: str
    title: str
    score: float | None
    score_text: str
    previous: float | None
    previous_text: str
    status: str
    owner: str
    results: tuple[ResultLine, ...]
    state: str = ""
    remarks: tuple[str, ...] = ()
    uid: str = ""
    restated: str = ""
    course: CourseSpec | None = None


@dataclass(frozen=True)
class NoteLine:
    """A reflection or a decision."""

    text: str
    owner: str = ""
    due: str = ""
    done: bool = False
    day: dt.date | None = None


@dataclass(frozen=True)
class NextGoal:
    """An objective of the next cycle with its key results, and what each of them goes on with."""

    title: str
    results: tuple[str, ...]


@dataclass(frozen=True)
class Logo:
    """The company's mark: a PNG or JPEG file, and its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Running:
    """What every page of a paper carries, and what its file says of itself."""

    company: str
    title: str
    period: str
    prepared: str
    language: str
    author: str
    as_of: dt.date
    draft: str = ""


@dataclass(frozen=True)
class EntryLine:
    """One row of the table of entry: a name ``depth`` steps in, its unit, and a text for each period."""

    name: str
    depth: int
    unit: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class EntryBlock:
    """The rows of one rhythm, with two lines over each period."""

    title: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True)
class EntryPaper:
    """The table of entry as it is in view."""

    running: Running
    title: str
    message: str
    blocks: tuple[EntryBlock, ...]


@dataclass(frozen=True)
class CoverLine:
    """The one honest line of the cover: up to 24 months, from the first known value."""

    title: str
    values: tuple[float | None, ...]
    ticks: tuple[tuple[int, str], ...]
    reviewed: tuple[int, int] | None
    reviewed_text: str
    latest: str
    latest_period: str
    alt: str
    scaled: bool = False


@dataclass(frozen=True)
class RawTable:
    """The appendix' table for one frequency: column heads, which of them are reviewed, and rows.

    ``names`` are the periods in full, and ``earlier`` tells that there are numbers from before the first of them.
    """

    frequency: str
    title: str
    columns: tuple[str, ...]
    column_groups: tuple[str, ...]
    reviewed: tuple[bool, ...]
    groups: tuple[KpiGroup, ...]
    days: tuple[dt.date, ...] = ()
    names: tuple[str, ...] = ()
    earlier: bool = False


@dataclass(frozen=True)
class Review:
    """The whole report; ``draft`` marks one of a cycle that is still open, ``closed`` says when it was closed.

    ``restated`` names what has become another number since then.
    """

    language: str
    as_of: dt.date
    company: str
    author: str
    title: str
    cycle_name: str
    cycle_short: str
    previous_short: str
    prepared: str
    cover: CoverLine | None
    message: str
    kpi_message: str
    goal_message: str
    heroes: tuple[KpiLine, ...]
    groups: tuple[KpiGroup, ...]
    goals: tuple[GoalLine, ...]
    improved: tuple[KpiLine, ...]
    worsened: tuple[KpiLine, ...]
    went_well: tuple[NoteLine, ...]
    went_badly: tuple[NoteLine, ...]
    surprised: tuple[NoteLine, ...]
    learned: tuple[NoteLine, ...]
    decisions: tuple[NoteLine, ...]
    previous_decisions: tuple[NoteLine, ...]
    next_goals: tuple[NoteLine, ...]
    tables: tuple[RawTable, ...]
    proposed: str = ""
    draft: str = ""
    closed: str = ""
    restated: str = ""
    next_name: str = ""
    next_objectives: tuple[NextGoal, ...] = ()
    given_up: tuple[str, ...] = ()
    logo: Logo | None = None
    strategy: tuple[str, ...] = ()
    strategy_years: str = ""
    """The lines of the strategy, the first of which leads, and what stands over them."""
    curves_left: str = ""
    """What is said of the objectives whose curves are left out; empty where all are there."""

    @property
    def running(self) -> Running:
        """What every page carries."""
        return Running(
            self.company, self.title, self.cycle_name, self.prepared, self.language, self.author, self.as_of, self.draft
        )

    @property
    def kpis(self) -> tuple[KpiLine, ...]:
        """Every KPI, in the order of the departments."""
        return tuple(kpi for group in self.groups for kpi in group.kpis)

    @property
    def has_retrospective(self) -> bool:
        """Whether there is anything to say on the retrospective's page."""
        return any((
            self.went_well, self.went_badly, self.surprised, self.learned,
            self.decisions, self.previous_decisions, self.next_goals, self.next_objectives, self.given_up,
        ))  # fmt: skip


@dataclass(frozen=True)
class PeriodRow:
    """One period of a single KPI: what it was, what it should have been, and how it stood."""

    period: str
    value: str
    target: str
    variance: str
    status: str
    status_word: str


@dataclass(frozen=True)
class KpiSheet:
    """Everything about one KPI, for one page."""

    running: Running
    kpi: KpiLine
    definition: tuple[tuple[str, str], ...]
    rows: tuple[PeriodRow, ...]
    message: str
    notes: tuple[str, ...] = ()
