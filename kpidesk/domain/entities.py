"""What a workspace consists of, as frozen values.

Each class is a kind of row in the file; each field but ``uid`` is a cell with its own history.
Adding a field here is all that the store needs: its state tables are made from these classes.
A field must have a default, so that a file written before the field existed can be read.

Field types the store understands: ``str``, ``int``, ``float``, ``bool``, ``date``, an ``Enum``,
``tuple`` of JSON values, and each of these ``| None``. A ``Uid`` names another row; a row named
this way may be missing or deleted, and a reader must bear that.

``REGISTERS`` lists fields that only make sense together and therefore change as one cell.
"""

from __future__ import annotations

import datetime as dt
from enum import Enum

from kpidesk.domain.period import Frequency
from kpidesk.domain.signals import RuleSet
from kpidesk.records import record

Uid = str
"""32 hexadecimal digits."""


class Combine(Enum):
    """How an input's values make one value of a longer period (figures/README: KPIs over time)."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    MIN = "min"
    MAX = "max"
    WEIGHTED_MEAN = "weighted_mean"
    NONE = "none"


class Direction(Enum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    MAINTAIN = "maintain"


class Indicator(Enum):
    """Whether a KPI foretells results or tells of them afterwards."""

    LEADING = "leading"
    LAGGING = "lagging"


class Verdict(Enum):
    """Whether something that was done helped."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


class ResultKind(Enum):
    """How a key result is measured (figures/README: Progress)."""

    FROM_TO = "from_to"
    HOLD = "hold"
    DONE = "done"
    MILESTONES = "milestones"


class Window(Enum):
    """Which value a key result takes from its KPI (figures/README: KPI to goal)."""

    LATEST = "latest"
    COMBINED = "combined"


class Carry(Enum):
    """What became of an unfinished key result in the next cycle."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class Section(Enum):
    """The part of a review that a note belongs to."""

    SUMMARY = "summary"
    WENT_WELL = "went_well"
    WENT_BADLY = "went_badly"
    SURPRISED = "surprised"
    LEARNED = "learned"
    DECISION = "decision"
    NEXT = "next"
    KPI = "kpi"


class Mark(Enum):
    """A measured cell that holds no number on purpose."""

    NOT_APPLICABLE = "na"


NOT_APPLICABLE = Mark.NOT_APPLICABLE

Value = float | Mark
"""What a cell of an input holds; a cell that is absent is blank, which is not zero."""


@record(frozen=True)
class Entity:
    """A row of the workspace; ``uid`` names it in every copy."""

    uid: Uid


@record(frozen=True)
class Company(Entity):
    """The business that the file belongs to; there is one such row.

    ``signal_rules`` find signals in every KPI. ``people`` is how many persons work there; empty when
    nobody has said. ``silenced`` are the kinds of advice that nobody wants to read. ``cycle_length`` is
    how long goals run, ``check_in_days`` how often somebody says how they stand; a goal is on track up to
    ``on_track_points`` percentage points behind what is expected, and at risk up to ``at_risk_points``.
    ``logo`` is a small PNG or JPEG picture in base64, for the cover of the review.
    """

    name: str = ""
    language: str = "nb"
    fiscal_year_start: int = 1
    currency: str = "NOK"
    strategy: str = ""
    strategy_years: str = ""
    signal_rules: RuleSet = RuleSet.WHEELER
    people: int | None = None
    silenced: tuple[str, ...] = ()
    cycle_length: Frequency = Frequency.QUARTER
    check_in_days: int = 14
    on_track_points: float = 10.0
    at_risk_points: float = 30.0
    logo: str = ""


@record(frozen=True)
class Person(Entity):
    """Somebody who owns goals, enters numbers or is asked to agree."""

    name: str = ""
    order: str = ""


@record(frozen=True)
class Department(Entity):
    """A part of the company; ``icon`` names a shipped icon."""

    name: str = ""
    icon: str = ""
    order: str = ""


@record(frozen=True)
class Input(Entity):
    """A measured quantity, entered once and read by any number of KPIs.

    ``key`` is the name that formulas use. ``weight`` names the input that weighs a weighted mean.
    ``ratio`` marks a finished ratio or mean that is entered as it is, for want of its parts.

    ``dimension`` names what the input is split by (a channel, a campaign); each of its members is an
    input of its own whose ``member_of`` points here. ``members_add`` tells whether the members make
    the total; where they don't (unique persons), the total is entered beside them. ``opening`` is the
    balance at the end of the period before the first one entered, ``opening_period`` its code.
    """

    key: str = ""
    name: str = ""
    unit: str = "count"
    decimals: int = 0
    frequency: Frequency = Frequency.MONTH
    combine: Combine = Combine.SUM
    weight: Uid | None = None
    source: str = ""
    owner: Uid | None = None
    order: str = ""
    ratio: bool = False
    dimension: str = ""
    member_of: Uid | None = None
    members_add: bool = True
    opening: float | None = None
    opening_period: int | None = None


@record(frozen=True)
class Kpi(Entity):
    """One KPI: an input shown as it is (``formula`` empty), or a formula over inputs.

    ``inputs`` binds the names in the formula to inputs, as ``(("breaches", uid), …)``; a plain KPI
    has exactly one. ``base_start`` and ``base_end`` are the first days of the first and last period
    from which natural limits are computed; empty means from the beginning. ``grace_days`` empty
    means the default. ``range_min`` and ``range_max`` are what the number can be at all.

    ``owner`` answers for the KPI, ``tracked_by`` are the persons who follow it. ``counter`` is the KPI
    that shows when this one is pressed too hard, ``counter_metric`` the same in words. A ``sensitive``
    KPI hides its number in periods in which ``group``, an input that counts persons, is below five.
    ``fitted``: nobody has chosen its ``decimals``, which grow with the numbers and limits that are written.
    """

    name: str = ""
    short_name: str = ""
    definition: str = ""
    department: Uid | None = None
    unit: str = "count"
    decimals: int = 0
    frequency: Frequency = Frequency.MONTH
    direction: Direction = Direction.INCREASE
    formula: str = ""
    inputs: tuple[tuple[str, Uid], ...] = ()
    owner: Uid | None = None
    grace_days: int | None = None
    parked: bool = False
    counter_metric: str = ""
    pitfall: str = ""
    source: str = ""
    library_id: str = ""
    base_start: dt.date | None = None
    base_end: dt.date | None = None
    order: str = ""
    range_min: float | None = None
    range_max: float | None = None
    tracked_by: tuple[Uid, ...] = ()
    customer_facing: bool | None = None
    indicator: Indicator | None = None
    counter: Uid | None = None
    sensitive: bool = False
    group: Uid | None = None
    fitted: bool = False


@record(frozen=True)
class Target(Entity):
    """What a KPI aims for from ``start`` (empty: always) to ``end`` (empty: until the next one).

    ``value`` holds for each period of the KPI's own frequency. With ``path_from`` set the target
    runs straight from that value in the first period to ``value`` in the last. ``high`` is the upper
    edge for a KPI to be maintained. ``red_flag`` empty means the default distance; ``red_high`` is the one
    above a band, empty where it lies as far out as the one below. ``season`` gives
    single periods a number of their own, as ``((period code, number), …)``; ``value`` is then their mean.
    ``suggested`` marks one that came with a template or from the library: it judges nothing until somebody has
    confirmed or changed it.
    """

    kpi: Uid | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    value: float | None = None
    high: float | None = None
    path_from: float | None = None
    red_flag: float | None = None
    season: tuple[tuple[int, float], ...] = ()
    red_high: float | None = None
    suggested: bool = False


@record(frozen=True)
class Annotation(Entity):
    """A note on one period of a KPI or an input (``about``); ``period`` is a period code.

    ``action`` marks something that was done to move the number, and ``helped`` says afterwards whether
    it did. ``confirmed`` is a number that looked unusual and is right all the same.
    """

    about: Uid | None = None
    period: int = 0
    text: str = ""
    action: bool = False
    helped: Verdict | None = None
    confirmed: float | None = None


@record(frozen=True)
class Cycle(Entity):
    """A stretch of time that goals belong to, usually a quarter; ``closed_on`` once reviewed.

    ``reopened`` is the reason for which a closed cycle was opened again; ``started_on`` the day on which
    somebody started it by hand, before its first day. ``named_from`` is the month in which the fiscal year
    started when the cycle was closed: its name goes on counting from there, whatever changes later.
    """

    frequency: Frequency = Frequency.QUARTER
    start: dt.date | None = None
    end: dt.date | None = None
    closed_on: dt.date | None = None
    reopened: str = ""
    started_on: dt.date | None = None
    named_from: int | None = None


@record(frozen=True)
class Objective(Entity):
    """What the company, a department or a person wants to achieve. A node of the goal tree.

    A ``parked`` node rests: it counts for nothing and asks for nothing. ``involved`` are the persons
    who take part in it, beside its owner; ``carried_from`` is the objective of the cycle before that
    this one goes on with.
    """

    parent: Uid | None = None
    order: str = ""
    title: str = ""
    description: str = ""
    cycle: Uid | None = None
    department: Uid | None = None
    owner: Uid | None = None
    weight: float = 1.0
    dropped: str = ""
    parked: bool = False
    involved: tuple[Uid, ...] = ()
    carried_from: Uid | None = None


@record(frozen=True)
class KeyResult(Entity):
    """How one sees that an objective is reached. A node of the goal tree.

    For ``HOLD`` the value must stay between ``low`` and ``high`` (one of them may be empty).
    ``grade`` is set by hand, with a reason, and stands beside the computed score.
    ``due`` is its own deadline within its cycle; empty, it has the cycle's last day.
    ``dropped`` holds the reason for which the key result was given up. ``carried`` and
    ``carried_reason`` tell what became of it in the next cycle, ``carried_from`` is the key result of
    the cycle before that this one goes on with.
    """

    parent: Uid | None = None
    order: str = ""
    title: str = ""
    kind: ResultKind = ResultKind.FROM_TO
    start: float | None = None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    decimals: int = 0
    done: bool = False
    kpi: Uid | None = None
    window: Window = Window.LATEST
    owner: Uid | None = None
    weight: float = 1.0
    committed: bool = False
    late_result: bool = False
    grade: float | None = None
    grade_reason: str = ""
    dropped: str = ""
    parked: bool = False
    involved: tuple[Uid, ...] = ()
    carried: Carry | None = None
    carried_reason: str = ""
    carried_from: Uid | None = None
    due: dt.date | None = None


@record(frozen=True)
class Initiative(Entity):
    """Something to do for a key result; never counts as progress. A node of the goal tree."""

    parent: Uid | None = None
    order: str = ""
    title: str = ""
    owner: Uid | None = None
    due: dt.date | None = None
    done_on: dt.date | None = None


@record(frozen=True)
class CheckIn(Entity):
    """What somebody said of a key result on a day; ``confidence`` 1–10, ``value`` when measured."""

    key_result: Uid | None = None
    day: dt.date | None = None
    value: float | None = None
    confidence: int | None = None
    note: str = ""
    author: Uid | None = None


@record(frozen=True)
class ReviewNote(Entity):
    """One line of a cycle's review: a reflection, or a decision with owner and date.

    With ``about`` it is the sentence that stands under that KPI in the review of the cycle; a decision is ``about`` a
    KPI or a goal. ``decided_on`` is the day of the weekly round in which a decision was made, empty for one of the
    review itself; ``answered_on`` the day on which somebody last said whether it was carried out (``done``).
    """

    cycle: Uid | None = None
    section: Section = Section.WENT_WELL
    text: str = ""
    owner: Uid | None = None
    due: dt.date | None = None
    done: bool = False
    order: str = ""
    about: Uid | None = None
    decided_on: dt.date | None = None
    answered_on: dt.date | None = None


@record(frozen=True)
class Definition(Entity):
    """How a KPI was calculated until the day before ``until``; the KPI's own row says how it is since."""

    kpi: Uid | None = None
    until: dt.date | None = None
    definition: str = ""
    formula: str = ""
    inputs: tuple[tuple[str, Uid], ...] = ()


@record(frozen=True)
class Shift(Entity):
    """What was decided of a lasting shift that begins on ``start``: new limits from there, or the old kept."""

    kpi: Uid | None = None
    start: dt.date | None = None
    accepted: bool = True


@record(frozen=True)
class Milestone(Entity):
    """One step of a key result that is measured by milestones; ``weight`` is its share of the whole."""

    key_result: Uid | None = None
    title: str = ""
    weight: float = 1.0
    due: dt.date | None = None
    reached_on: dt.date | None = None
    order: str = ""


@record(frozen=True)
class Agreement(Entity):
    """What a person who is involved says of a KPI or a goal (``about``); not answered until ``answered_on``."""

    about: Uid | None = None
    person: Uid | None = None
    asked_on: dt.date | None = None
    agreed: bool | None = None
    answered_on: dt.date | None = None
    note: str = ""


@record(frozen=True)
class Dismissal(Entity):
    """A piece of advice (``key``) that somebody has read and put aside, with the reason."""

    key: str = ""
    reason: str = ""
    day: dt.date | None = None
    cycle: Uid | None = None


@record(frozen=True)
class Duty(Entity):
    """Something important that has to be done although no KPI measures it; confirmed each cycle."""

    title: str = ""
    owner: Uid | None = None
    confirmed: Uid | None = None
    order: str = ""


@record(frozen=True)
class Frozen(Entity):
    """How a node of the goal tree stood when its cycle was closed."""

    cycle: Uid | None = None
    node: Uid | None = None
    raw: float | None = None
    score: float | None = None
    value: float | None = None
    grade: float | None = None
    status: str = ""


@record(frozen=True)
class KeptReview(Entity):
    """The review of a cycle exactly as it stood when the cycle was closed, packed as text for another print."""

    cycle: Uid | None = None
    day: dt.date | None = None
    packed: str = ""


@record(frozen=True)
class Source(Entity):
    """A kind of file that numbers come from again and again: how it is read, and where its measures go.

    ``file_kind`` is the sort of file (``xlsx``, ``text``, ``saft``), ``pattern`` its name with ``<n>`` for what differs
    from one to the next, ``fingerprint`` that of its headings. ``recipe`` is JSON (``kpidesk.exchange.intake.recipe``).
    The three that tell of the last fetch change together, so that the history of that cell is the list of all of them.
    """

    name: str = ""
    file_kind: str = ""
    pattern: str = ""
    fingerprint: str = ""
    recipe: str = ""
    fetched_on: dt.date | None = None
    fetched_file: str = ""
    fetched_numbers: int = 0


@record(frozen=True)
class SlideNote(Entity):
    """What somebody wants to say at a slide of a cycle's review: seen by who presents, and on no paper.

    ``slide`` is its name in the deck (``kpidesk.report.slides``); there is one row for each slide of a cycle.
    """

    cycle: Uid | None = None
    slide: str = ""
    text: str = ""


Node = Objective | KeyResult | Initiative
KINDS: tuple[type[Entity], ...] = (
    Company, Person, Department, Input, Kpi, Target, Annotation, Cycle,
    Objective, KeyResult, Initiative, CheckIn, ReviewNote, Definition, Shift,
    Milestone, Agreement, Dismissal, Duty, Frozen, KeptReview, Source, SlideNote,
)  # fmt: skip
"""Every kind of row, in an order that never changes: the place in it is stored."""


def field_names(kind: type[Entity]) -> tuple[str, ...]:
    """The names of a kind's fields in their order, those above it first; without finishing it (``records``)."""
    return tuple(name for each in reversed(kind.__mro__) for name in vars(each).get("__annotations__", ()))


BULKY = ("logo", "packed", "recipe")
"""Fields that hold a picture, a whole review or a recipe as text: their size says enough."""

NODES: tuple[type[Node], ...] = (Objective, KeyResult, Initiative)
"""The kinds that share the goal tree; ``parent`` and ``order`` are their one position register."""

REGISTERS: dict[type[Entity], dict[str, tuple[str, ...]]] = {
    Kpi: {"calculation": ("formula", "inputs"), "base": ("base_start", "base_end")},
    Target: {"span": ("start", "end"), "goal": ("value", "high", "path_from", "red_flag", "season", "red_high")},
    Definition: {"calculation": ("formula", "inputs")},
    Input: {"opening": ("opening", "opening_period")},
    Agreement: {"answer": ("agreed", "answered_on", "note")},
    Cycle: {"span": ("start", "end"), "closing": ("closed_on", "reopened")},
    Objective: {"position": ("parent", "order")},
    KeyResult: {
        "position": ("parent", "order"),
        "measure": ("kind", "start", "target", "low", "high", "unit"),
        "grading": ("grade", "grade_reason"),
        "carrying": ("carried", "carried_reason"),
    },
    Initiative: {"position": ("parent", "order")},
    Source: {"fetch": ("fetched_on", "fetched_file", "fetched_numbers")},
}
"""Fields that change as one cell (store/README: Registers): name of the cell, then its fields."""
