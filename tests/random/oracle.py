"""The rules of the numbers once more, in the plainest way: days, fractions and loops.

Written from the rules alone and sharing no code with the program, so that a fault has to be made twice to go
unseen. Slow on purpose: a period is the set of its days, a number is a fraction of its decimal text, and a rule
of the process chart looks at every stretch of values. Nothing here knows how the program does any of it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

MONTHS = {"monthly": 1, "quarterly": 3, "tertially": 4, "half-yearly": 6, "yearly": 12}
NA = "not applicable"
DAY = dt.timedelta(days=1)


def exact(value):
    """A float as the decimal number that a person reads."""
    return None if value is None else Fraction(repr(float(value)))


# ---- periods: the days that share a name ---------------------------------------------------------


def name_of(day, frequency, fiscal_start=1):
    """What the period is called in which a day lies; two days lie in one period when the names are equal."""
    if frequency == "daily":
        return day.isoformat()
    if frequency == "weekly":
        year, week, _weekday = day.isocalendar()
        return year, week
    months = day.year * 12 + day.month - fiscal_start
    return months // MONTHS[frequency]


@cache
def days_of(day, frequency, fiscal_start=1):
    """Every day of the period in which ``day`` lies, found by walking both ways."""
    name = name_of(day, frequency, fiscal_start)
    first = last = day
    while name_of(first - DAY, frequency, fiscal_start) == name:
        first -= DAY
    while name_of(last + DAY, frequency, fiscal_start) == name:
        last += DAY
    return tuple(first + n * DAY for n in range((last - first).days + 1))


def belongs_on(first, frequency):
    """The day that says which longer period a shorter one belongs to: a week's Thursday, else the first day."""
    return first + 3 * DAY if frequency == "weekly" else first


@cache
def parts(day, longer, shorter, fiscal_start=1):
    """The first days of the shorter periods that belong to the longer one around ``day``."""
    inside = days_of(day, longer, fiscal_start)
    around = [inside[0] + n * DAY for n in range(-7, len(inside) + 7)]
    firsts = sorted({days_of(each, shorter, fiscal_start)[0] for each in around})
    return tuple(first for first in firsts if belongs_on(first, shorter) in inside)


# ---- combining -----------------------------------------------------------------------------------


@dataclass
class Quantity:
    """A measured quantity: first day of each period → number, or not applicable."""

    frequency: str
    rule: str
    cells: dict = field(default_factory=dict)
    weight: Quantity | None = None

    def on(self, first, seen):
        """The cell of one period as it was known on the day ``seen``: what begins later is not there."""
        return None if first > seen else self.cells.get(first)


@dataclass(frozen=True)
class Sum:
    """A number of a longer period, from ``have`` of ``of`` parts."""

    value: Fraction | None
    have: int
    of: int


def combined(quantity, firsts, seen):
    """The number of a longer period made of the periods that begin on ``firsts``."""
    cells = [(first, quantity.on(first, seen)) for first in firsts]
    applying = [(first, cell) for first, cell in cells if cell != NA]
    known = [(first, cell) for first, cell in applying if cell is not None]
    if quantity.rule == "weighted_mean" and len(firsts) > 1:
        weighed = [(cell, quantity.weight.on(first, seen)) for first, cell in known]
        pairs = [(cell, by) for cell, by in weighed if by is not None and by != NA]
        total = sum(by for _cell, by in pairs)
        value = sum(cell * by for cell, by in pairs) / total if total else None
        return Sum(value, len(pairs), len(applying))
    numbers = [cell for _first, cell in known]
    return Sum(_by_rule(quantity.rule, numbers), len(numbers), len(applying))


def _by_rule(rule, numbers):
    if not numbers:
        return None
    return {
        "sum": lambda: sum(numbers),
        "mean": lambda: sum(numbers) / len(numbers),
        "last": lambda: numbers[-1],
        "min": lambda: min(numbers),
        "max": lambda: max(numbers),
        "weighted_mean": lambda: numbers[0],
    }[rule]()


def ratio(top, bottom, firsts, seen, scale=100):
    """``scale · top / bottom`` over the parts in which both are known; no value over a denominator of 0."""
    both = [f for f in firsts if top.on(f, seen) is not None and bottom.on(f, seen) is not None]
    above, below = sum(top.cells[f] for f in both), sum(bottom.cells[f] for f in both)
    value = scale * above / below if both and below else None
    return Sum(value, len(both), len(firsts))


# ---- status --------------------------------------------------------------------------------------


def status(value, direction, goal, red=None, high=None, red_high=None):
    """On track at the goal or better, at risk as far as the red flag, off track beyond it (section 6)."""
    if goal is None:
        return "no_target"
    if direction == "maintain":
        top = goal if high is None else high
        if goal <= value <= top:
            return "on_track"
        edge, flag = (goal, red) if value < goal else (top, red_high)
        distance = abs(edge) / 10 if flag is None else abs(edge - flag)
        return "at_risk" if abs(value - edge) <= distance else "off_track"
    behind = goal - value if direction == "increase" else value - goal
    if behind <= 0:
        return "on_track"
    allowed = abs(goal) / 10 if red is None else abs(goal - red)
    return "at_risk" if behind <= allowed else "off_track"


# ---- signal or noise -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """Mean and limits of a process chart."""

    mean: Fraction
    lower: Fraction
    upper: Fraction
    step: Fraction


def limits(values, screened=False):
    """Mean ± 2.66 · mean moving range; empty under six values (section 9)."""
    if len(values) < 6:
        return None
    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in itertools.pairwise(values)]
    step = sum(ranges) / len(ranges)
    if screened:
        kept = [r for r in ranges if r <= Fraction("3.267") * step]
        step = sum(kept) / len(kept)
    reach = Fraction("2.66") * step
    return Limits(mean, mean - reach, mean + reach, Fraction("3.267") * step)


def outside(values, band):
    """The places beyond a limit, with their side; equal is inside."""
    return {(n, 1 if v > band.upper else -1) for n, v in enumerate(values) if not band.lower <= v <= band.upper}


def long_runs(values, band, length):
    """Every longest stretch of at least ``length`` values on one side of the mean; one on the mean breaks it."""
    sides = [(v > band.mean) - (v < band.mean) for v in values]
    found, start = set(), 0
    for n in range(1, len(sides) + 1):
        if n == len(sides) or sides[n] != sides[start]:
            if sides[start] and n - start >= length:
                found.add((start, n - 1, sides[start]))
            start = n
    return found


def close_to_a_limit(values, band):
    """The places that take part in three of four neighbours nearer to one limit than to the mean (Wheeler)."""
    found = set()
    for side in (1, -1):
        edge = band.upper if side > 0 else band.lower
        near = [abs(v - edge) < abs(v - band.mean) or side * v > side * edge for v in values]
        for n in range(len(values) - 3):
            if sum(near[n : n + 4]) >= 3:
                found |= {(m, side) for m in range(n, n + 4) if near[m]}
    return found


def trends(values, length):
    """Every longest stretch of at least ``length`` values that rise, or fall, each over the one before (NHS)."""
    steps = [(b > a) - (b < a) for a, b in itertools.pairwise(values)]
    found, start = set(), 0
    for n in range(1, len(steps) + 1):
        if n == len(steps) or steps[n] != steps[start]:
            if steps and steps[start] and n - start + 1 >= length:
                found.add((start, n, steps[start]))
            start = n
    return found


# ---- goals ---------------------------------------------------------------------------------------


@dataclass
class Leaf:
    """A key result: how it is measured, and what has been said of it as (day, value, confidence)."""

    kind: str = "from_to"
    start: Fraction | None = None
    target: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    said: list = field(default_factory=list)
    steps: list = field(default_factory=list)  # (weight, day reached or None)
    weight: Fraction = Fraction(1)
    counts: bool = True  # neither dropped nor parked
    committed: bool = False
    by_hand: Fraction | None = None  # a score that somebody has set

    def known(self, day):
        """What had been said by the end of a day, oldest first."""
        return sorted((each for each in self.said if each[0] <= day), key=lambda each: each[0])


@dataclass
class Branch:
    """An objective with what lies under it."""

    children: list = field(default_factory=list)
    weight: Fraction = Fraction(1)
    counts: bool = True


def held(number):
    """A number held within 0 and 1."""
    return max(Fraction(0), min(Fraction(1), number))


def raw(leaf, day):
    """Progress before it is held within 0 and 1 (section 2); empty where there is none."""
    values = [value for _day, value, _confidence in leaf.known(day) if value is not None]
    if leaf.kind == "from_to":
        now = values[-1] if values else leaf.start
        return (now - leaf.start) / (leaf.target - leaf.start)
    if leaf.kind == "hold":
        met = [
            (leaf.low is None or value >= leaf.low) and (leaf.high is None or value <= leaf.high) for value in values
        ]
        return Fraction(sum(met), len(met)) if met else None
    total = sum(weight for weight, _reached in leaf.steps)
    reached = sum(weight for weight, on in leaf.steps if on is not None and on <= day)
    return Fraction(reached) / total if total else None


def score(node, day):
    """The score of a leaf, or the weighted mean of what lies under a branch (section 3); empty where there is none."""
    if isinstance(node, Leaf):
        own = raw(node, day) if node.by_hand is None else node.by_hand
        return None if own is None else held(own)
    scored = [(score(child, day), child.weight) for child in node.children if child.counts]
    scored = [(points, weight) for points, weight in scored if points is not None]
    total = sum(weight for _points, weight in scored)
    return sum(points * weight for points, weight in scored) / total if total else None


def expected(begins, ends, day):
    """The part of a cycle that has passed by the end of a day (section 4)."""
    return held(Fraction((day - begins).days + 1, (ends - begins).days + 1))


def pace(points, awaited, confidence):
    """Status from the gap to what is expected, and from confidence (section 4)."""
    gap = Fraction(0) if awaited is None else awaited - points
    if gap > Fraction(30, 100):
        return "off_track"
    unsure = confidence is not None and confidence < 5
    return "at_risk" if gap > Fraction(10, 100) or unsure else "on_track"


def ended(points, committed):
    """Status after a cycle's last day, from the score and the ambition (section 4)."""
    if points >= 1:
        return "achieved"
    good, fair = (Fraction(1), Fraction(7, 10)) if committed else (Fraction(7, 10), Fraction(4, 10))
    return "on_track" if points >= good else "at_risk" if points >= fair else "off_track"


RHYTHM = 14
JUDGED = ("on_track", "at_risk", "off_track", "achieved")


@dataclass(frozen=True)
class Term:
    """A cycle from its first to its last day."""

    begins: dt.date
    ends: dt.date


def leaf_status(leaf, term, day):
    """How a key result stands (sections 2, 4 and 12)."""
    if day < term.begins:
        return "planned"
    if leaf.by_hand is not None:
        return ended(leaf.by_hand, leaf.committed)
    known, points = leaf.known(day), score(leaf, day)
    reached_any = any(on is not None and on <= day for _weight, on in leaf.steps)
    since = max([term.begins, *(said for said, _value, _confidence in known)])
    late = leaf.counts and (day - since).days > RHYTHM  # what was given up waits for nothing
    if not known and not reached_any:
        return "no_check_in" if late else "not_started"
    if day > term.ends:
        return "no_target" if points is None else ended(points, leaf.committed)
    done = leaf.kind != "hold" and points is not None and raw(leaf, day) >= 1
    if late and not done:
        return "check_in_overdue"
    if points is None:
        return "no_target"
    confidences = [confidence for _day, _value, confidence in known if confidence is not None]
    measured = any(value is not None for _day, value, _confidence in known)
    if done:
        return "achieved"
    awaited = expected(term.begins, term.ends, day) if leaf.kind == "from_to" and measured else None
    return pace(points, awaited, confidences[-1] if confidences else None)


def all_achieved(branch, term, day):
    """Whether nothing that counts can fail any more: a level held so far still can."""
    counted = [child for child in branch.children if child.counts and child.weight and score(child, day) is not None]
    return all(leaf_status(child, term, day) == "achieved" for child in counted)


def branch_status(branch, term, day):
    """How an objective of key results stands: by the children that have a status; ``None`` where none has."""
    if day < term.begins:
        return "planned"
    of_score = [child for child in branch.children if child.counts]
    over = day > term.ends or (of_score and all(child.by_hand is not None for child in of_score))
    judged = [child for child in branch.children if child.counts and leaf_status(child, term, day) in JUDGED]
    total = sum(child.weight for child in judged)
    if not total:
        return None
    points = sum(score(child, day) * child.weight for child in judged) / total
    whole = score(branch, day)
    if whole is not None and whole >= 1 and (over or all_achieved(branch, term, day)):
        return "achieved"
    if over:  # what was never measured has reached nothing, so that the number says what the status says
        scored = [child for child in branch.children if child.counts and score(child, day) is not None]
        found = ended(whole, all(child.committed for child in scored))
        return "on_track" if found == "achieved" else found
    paces = [
        expected(term.begins, term.ends, day)
        if child.kind == "from_to" and child.by_hand is None
        else score(child, day)
        for child in judged
    ]
    awaited = sum(p * child.weight for p, child in zip(paces, judged, strict=True)) / total
    said = [[confidence for _day, _value, confidence in child.known(day) if confidence is not None] for child in judged]
    last = [each[-1] for each in said if each]
    return pace(points, awaited, Fraction(sum(last), len(last)) if last else None)
