"""What the curve of a goal's progress says: its sentence, its axis and its table."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from itertools import combinations

from kpidesk import format as fmt
from kpidesk.domain.entities import Company, KeyResult
from kpidesk.domain.forecast import FEWEST
from kpidesk.domain.series.middle import median
from kpidesk.domain.status import Status
from kpidesk.figures import NodeFigures
from kpidesk.figures.goals.course import Course, CoursePoint
from kpidesk.text import _, ngettext, pgettext
from kpidesk.viz.course import CourseRow, CourseSpec, Spots

SIDE = 0.005
"""Half a percentage point: nearer to the plan is on it."""
WEEKS = 100
"""Days: a cycle that is no longer is told in weeks, a longer one in months."""
LABELS = 5
LOOKED_BACK = 6
"""Weeks that tell where it is heading."""
WEEK = 7


def course_spec(course: Course, figures: NodeFigures, company: Company) -> CourseSpec:
    """The chart of a goal's course in the language in force."""
    if figures.status is Status.HIDDEN:
        return CourseSpec(sentence=_("There is no curve, as the numbers are hidden."))
    if not course.enough:
        return CourseSpec(sentence=_("The curve comes with two numbers or check-ins."))
    score = course.points[-1].score
    name, ticks = _ticks(course)
    return CourseSpec(
        progress=tuple((course.across(each.day), each.score) for each in course.points),
        expected=_planned(course),
        dots=tuple((course.across(word.day), word.score) for word in course.said if word.score is not None),
        confidence=tuple(
            (course.across(word.day), word.confidence) for word in course.said if word.confidence is not None
        ),
        x_name=name, x_ticks=ticks, now=fmt.percent(score), goal=pgettext("paper", "Target") if course.expected else "",
        sure=_("Confidence") if any(word.confidence is not None for word in course.said) else "",
        sentence=" ".join(filter(None, (_standing(course, figures, company), _heading(course, figures)))),
        rows=_rows(course, figures),
    )  # fmt: skip


def _planned(course: Course) -> Spots:
    """What is expected day by day; a straight way begins where nothing had begun."""
    spots = tuple((course.across(day), share) for day, share in course.expected)
    straight = bool(spots) and spots[0][0] > 0 and spots[0][1] <= spots[0][0] + SIDE
    return ((0.0, 0.0), *spots) if straight else spots


# ---- along the axis ------------------------------------------------------------------------------


def _ticks(course: Course) -> tuple[str, tuple[tuple[float, str], ...]]:
    """What is counted along the axis, and a few of them in their places: weeks by their numbers, or months."""
    days = (course.last - course.first).days + 1
    if days > WEEKS:
        months = [day for n in range(days) if (day := course.first + dt.timedelta(n)).day == 1]
        chosen = months[:: max(1, math.ceil(len(months) / LABELS))]
        return "", tuple((course.across(day), fmt.month_short(day)) for day in chosen)
    sunday = course.first + dt.timedelta(6 - course.first.weekday())
    ends = [sunday + dt.timedelta(WEEK * n) for n in range(math.ceil(((course.last - sunday).days + 1) / WEEK))]
    chosen = ends[:: max(1, math.ceil(len(ends) / LABELS))]
    return _("Week"), tuple((course.across(day), str(day.isocalendar().week)) for day in chosen)


def _when(course: Course, day: dt.date) -> str:
    """A day as the axis tells it."""
    if (course.last - course.first).days + 1 > WEEKS:
        return fmt.day_month(day)
    return _("week {n}").format(n=day.isocalendar().week)


# ---- the sentence --------------------------------------------------------------------------------


def _standing(course: Course, figures: NodeFigures, company: Company) -> str:
    """How it has stood against the plan; where there is none, how it has moved."""
    gaps = _gaps(course)
    if not gaps or not any(share for _day, share in course.expected):  # begun on the last day: no plan was behind it
        return _moved(course)
    if figures.judged is not None and abs(figures.judged - course.points[-1].score) > SIDE and not figures.over:
        return _told_by_others(gaps[-1][1] + course.points[-1].score - figures.judged, company)
    sides = [gap > SIDE for _point, gap in gaps]
    behind = sides[-1]
    little = gaps[-1][1] * 100 <= company.on_track_points
    if all(sides) and (figures.over or not little):
        return _("Behind plan all the way.")
    if not any(sides):
        return _("On or ahead of plan all the way.")
    # Translators: how a goal stood, “Behind plan until March”, and how it stands, “on it or ahead now”
    return _("{before}, {now}.").format(before=_before(course, gaps, sides), now=_now(behind, little, figures.over))


def _told_by_others(gap: float, company: Company) -> str:
    """Where only some of what is below has a status, their score tells it, and that of earlier days is not drawn."""
    if gap <= SIDE:
        return _("On or ahead of plan now.")
    return _("Slightly behind plan now.") if gap * 100 <= company.on_track_points else _("Behind plan now.")


def _before(course: Course, gaps: Sequence[tuple[CoursePoint, float]], sides: Sequence[bool]) -> str:
    """On which side of the plan it was: all the way, or until when if it changed sides once; else for the most part."""
    if all(sides):
        return _("Behind plan all the way")
    turn = sides.index(not sides[0])
    if all(side is sides[-1] for side in sides[turn:]):
        words = _("Behind plan until {when}") if sides[0] else _("On or ahead of plan until {when}")
        return words.format(when=_when(course, gaps[turn - 1][0].day))
    mostly = 2 * sum(sides) > len(sides)
    return _("Behind plan for the most part") if mostly else _("On or ahead of plan for the most part")


def _now(behind: bool, little: bool, over: bool) -> str:
    """On which side it is now, or was at the end."""
    if over:
        return _("behind at the end") if behind else _("on it or ahead at the end")
    if not behind:
        return _("on it or ahead now")
    return _("slightly behind now") if little else _("behind now")


def _gaps(course: Course) -> list[tuple[CoursePoint, float]]:
    """How far behind it was at each point, but for the one before anything had begun."""
    expected = dict(course.expected)
    last = max(expected, default=None)
    return [
        (point, expected[day] - point.score)
        for point in course.points[1:]
        if last is not None and (day := min(point.day, last)) in expected
    ]


def _moved(course: Course) -> str:
    now = course.points[-1]
    since = now.day - dt.timedelta(WEEK * 4)
    before = [point for point in course.points if point.day <= since]
    if not before:
        return ""
    points = 100 * (now.score - before[-1].score)
    if abs(points) < 100 * SIDE:
        return _("It has not moved in the last four weeks.")
    told = fmt.signed(points, 0)
    return ngettext(
        "{points} percentage point in the last four weeks.", "{points} percentage points in the last four weeks.",
        1 if told[1:] == "1" else 2,
    ).format(points=told)  # fmt: skip


def _heading(course: Course, figures: NodeFigures) -> str:
    """Where it arrives if it goes on as in the last weeks; never from fewer numbers than a forecast needs."""
    node, now = figures.node, course.points[-1]
    if not isinstance(node, KeyResult) or figures.over or course.known < FEWEST or now.value is None:
        return ""
    end = node.due or course.last
    since = now.day - dt.timedelta(WEEK * LOOKED_BACK)
    recent = [(point.day, point.value) for point in course.points if point.day >= since and point.value is not None]
    if len(recent) < FEWEST or now.day >= end:
        return ""
    value = now.value + _slope(recent) * (end - now.day).days
    words = fmt.with_unit(value, node.unit or "count", figures.decimals)
    return _("If it goes on as in the last six weeks, you reach {value}.").format(value=words)


def _slope(values: Sequence[tuple[dt.date, float]]) -> float:
    """The median of the slopes between all pairs, a day (Theil–Sen)."""
    return median((later - sooner) / (to - at).days for (at, sooner), (to, later) in combinations(values, 2))


# ---- the table -----------------------------------------------------------------------------------


def _rows(course: Course, figures: NodeFigures) -> tuple[CourseRow, ...]:
    node, expected = figures.node, dict(course.expected)
    sure = {word.day: word.confidence for word in course.said if word.confidence is not None}
    unit = node.unit or "count" if isinstance(node, KeyResult) else "count"
    return tuple(
        CourseRow(
            fmt.day_month(point.day),
            fmt.percent(expected[point.day]) if point.day in expected else "",
            fmt.percent(point.score),
            "" if point.value is None else fmt.with_unit(point.value, unit, figures.decimals),
            str(sure.get(point.day, "")),
        )
        for point in course.points[1:]
    )
