"""The words of a chart: names at the lines' ends, and where the notes above the plot find room."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kpidesk.domain.comparing import close
from kpidesk.domain.signals import RuleSet
from kpidesk.text import _
from kpidesk.viz.spec import EndLabel, ForecastMark, LimitSegment
from kpidesk.viz.zones import Goalposts, Line, Zones

NOTE_GAP = 12.0
"""The least distance between two notes in one row."""
NOTE_AIR = 4.0
"""The least distance from words to a line that leads down from the row above."""
NOTE_LEAST = 48.0
"""Words are not cut shorter than this."""


def sloping(line: Line) -> bool:
    """Tell whether a target is a path, not level steps."""
    return any(a[0] != b[0] and a[1] != b[1] for a, b in itertools.pairwise(line))


def target_end(lines: tuple[Line, ...]) -> float:
    """The target of the last period that has one; a path's line goes on for half a period more."""
    last = lines[-1]
    return last[-2][1] if sloping(last[-2:]) else last[-1][1]


@dataclass(frozen=True)
class Lines:
    """The lines of a chart that may reach its right edge; ``previous`` are the numbers of the year before."""

    zones: Zones
    limits: tuple[LimitSegment, ...]
    previous: tuple[float | None, ...]
    ahead: tuple[ForecastMark, ...]


def end_labels(lines: Lines, last: Goalposts, write: Callable[[float], str]) -> tuple[EndLabel, ...]:
    """The name and the last value of each line that reaches the right edge; ``last`` is the goal that stands there."""

    def label(y: float, words: str, role: str) -> EndLabel:
        return EndLabel(y, words.format(value=write(y)), role)

    found, zones, previous = [], lines.zones, lines.previous
    if zones.target:
        found.append(label(target_end(zones.target), _target_words(zones, last), "path"))
    if lines.ahead:
        found.append(label(lines.ahead[-1].value, _("Forecast {value}"), "forecast"))
    if _is_band(zones):
        found.append(label(zones.high[-1][-1][1], _("Highest {value}"), "path"))
    end = max((line[-1][0] for line in zones.red_flag), default=0.0)
    for flag in (line[-1][1] for line in zones.red_flag if line[-1][0] == end):  # a band has two
        found.append(label(flag, _("Red flag {value}"), "flag"))
    edge = len(previous) - 0.5
    for segment in (s for s in lines.limits if s.x1 == edge):
        found.append(label(segment.upper, _("Upper limit {value}"), "limit"))
        found.append(label(segment.mean, _("Mean {value}"), "limit"))
        found.append(label(segment.lower, _("Lower limit {value}"), "limit"))
    if previous and previous[-1] is not None:
        found.append(label(previous[-1], _("Last year {value}"), "previous"))
    return tuple(found)


def _is_band(zones: Zones) -> bool:
    """Tell whether there is something between the edges; a single value to be held is a target as any other."""
    return bool(zones.high and zones.target) and not close(zones.high[-1][-1][1], zones.target[-1][-1][1])


def _target_words(zones: Zones, last: Goalposts) -> str:
    """A band has a lowest value; a target nobody has confirmed says so, and one of the numbers that are in, too."""
    if _is_band(zones):
        return _("Lowest {value}")
    if last.suggested:
        return _("Suggested {value}")
    if last.part:
        return _("Target so far {value}")
    return _("Target path {value}") if sloping(zones.target[-1]) else _("Target {value}")


def rules_name(rules: RuleSet) -> str:
    """By which rules signals are found."""
    return _("Making Data Count") if rules is RuleSet.NHS else _("Wheeler’s rules")


def limits_text(limits: Sequence[LimitSegment], rules: RuleSet) -> tuple[str, ...]:
    """What is said of the natural limits beside the chart; nothing where there are none."""
    if not limits:
        return ()
    name = rules_name(rules)
    return (_("Provisional limits"), name) if limits[-1].provisional else (name,)


@dataclass(frozen=True)
class NotePlace:
    """Where the words of a note go: from ``left``, so wide, in row 0 (upper) or 1.

    ``more`` notes had no room and are counted with this one.
    """

    note: int
    left: float
    width: float
    row: int
    more: int = 0


def place_notes(
    notes: Sequence[tuple[float, float]], left: float, right: float, *, taken: tuple[float, float] = (0.0, 0.0)
) -> tuple[NotePlace, ...]:
    """Find room for notes given as (x, width of the words), from left to right, in two rows.

    Words in the upper row stand over the line that leads down to their point; that line must not cross words in the
    lower row, so these end before the next note and may be cut shorter. ``taken`` is how far from the left each row
    is used already. A note without room in either row is counted with the one before it. All are distances on the
    surface.
    """
    free = [left + taken[0], left + taken[1]]
    line, found = left - NOTE_GAP, list[NotePlace]()
    for at, (x, width) in enumerate(notes):
        after = notes[at + 1][0] - NOTE_AIR if at + 1 < len(notes) else right
        upper = min(max(x - width / 2, left), right - width)
        start = max(free[1], line + NOTE_AIR)
        room = min(after, right) - start
        if upper >= free[0] and x >= free[1] - NOTE_GAP + NOTE_AIR:
            found.append(NotePlace(at, upper, width, 0))
            line = x
        elif start <= x and room >= min(width, NOTE_LEAST):
            short = min(width, room)
            found.append(NotePlace(at, min(max(start, x - short / 2), start + room - short), short, 1))
        elif found:
            found[-1] = replace(found[-1], more=found[-1].more + 1)
            continue
        else:
            found.append(NotePlace(at, free[0], width, 0))
            line = x
        free[found[-1].row] = found[-1].left + found[-1].width + NOTE_GAP
    return tuple(found)
