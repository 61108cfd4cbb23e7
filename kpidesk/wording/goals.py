"""What the cells of the goal tree say, to the eye and to a screen reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain import score as rules
from kpidesk.domain.entities import Cycle, Department, Initiative, KeyResult, Node, Objective, Person, ResultKind
from kpidesk.domain.score import GradeBand
from kpidesk.domain.status import JUDGED, UNMEASURED, Status
from kpidesk.figures.cycle_list import period_of
from kpidesk.number_forms import Forms, forms
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import status_word
from kpidesk.wording.cycles import span_words

if TYPE_CHECKING:
    from kpidesk.figures import NodeFigures, SmartAnswer
    from kpidesk.workspace import Reads


class Column(IntEnum):
    """The columns from left to right."""

    TITLE = 0
    NOW = 1
    TARGET = 2
    PROGRESS = 3
    STATUS = 4
    CONFIDENCE = 5
    SMART = 6
    SCORE = 7
    OWNER = 8


def cell_text(ws: Reads, figures: NodeFigures, column: Column) -> str:
    """What a cell says."""
    node = figures.node
    if column is Column.TITLE:
        return node.title
    if column is Column.OWNER:
        return owner_name(ws, node)
    if isinstance(node, Initiative):
        return ""
    if column is Column.NOW:
        return now_text(figures)
    if column is Column.TARGET:
        return target_forms(figures)[0]
    if column is Column.SMART:
        return ""
    if column is Column.PROGRESS:
        return progress_text(figures)
    if column is Column.STATUS:
        return state_word(figures)
    if column is Column.CONFIDENCE:
        return "" if figures.confidence is None else str(figures.confidence)
    silent = figures.progress.score is None or figures.status in UNMEASURED
    return "" if silent else fmt.score(figures.progress.score or 0.0, 1)


def cell_heard(ws: Reads, figures: NodeFigures, column: Column, today: dt.date) -> str:
    """What a screen reader hears of a cell, of which it says the head itself; the first one tells the whole row."""
    node = figures.node
    if column is Column.TITLE:
        return row_spoken(ws, figures)
    if column is not Column.CONFIDENCE:
        return cell_text(ws, figures, column)
    if isinstance(node, Initiative):
        return date_words(node, today)
    turned = figures.confidence_change or 0
    way = "" if not turned else _("higher than before") if turned > 0 else _("lower than before")
    return ", ".join(each for each in (cell_text(ws, figures, column), way) if each)


def date_words(node: Initiative, today: dt.date) -> str:
    """When an initiative was done, or is due."""
    if node.done_on is not None:
        return _("done {day}").format(day=fmt.day_short(node.done_on, today))
    return _("due {day}").format(day=fmt.day_short(node.due, today)) if node.due is not None else ""


def place_words(depth: int, below: int) -> str:
    """How deep in the tree a goal stands, and how many stand right under it, for those who see no indent."""
    under = ngettext("{n} under it", "{n} under it", below).format(n=below) if below else ""
    return ", ".join(each for each in (_("level {n}").format(n=depth + 1), under) if each)


def title_of_new(kind: type[Node]) -> str:
    """What the line asks for in which a new goal is typed."""
    if kind is Objective:
        return _("Title of the new objective")
    return _("Title of the new key result") if kind is KeyResult else _("Title of the new initiative")


def cell_tip(ws: Reads, figures: NodeFigures, column: Column) -> str | None:
    """What a cell says when pointed at."""
    if column is Column.STATUS and isinstance(node := figures.node, Objective | KeyResult) and node.dropped:
        return _("Dropped: {reason}").format(reason=node.dropped)
    if column is Column.STATUS and (judged := judged_words(figures)):
        return judged
    if column is Column.STATUS and (hidden := hidden_words(figures)):
        return hidden
    if column in (Column.PROGRESS, Column.STATUS, Column.SCORE) and (by_hand := by_hand_words(figures)):
        return f"{cell_text(ws, figures, column)}. {by_hand}"
    return cell_text(ws, figures, column) or None


def judged_words(figures: NodeFigures) -> str:
    """The status with the score that it is told by and what is expected today; empty where nothing is."""
    expected = held_to(figures)
    if expected is None or figures.status not in JUDGED:
        return ""
    return _("{status}: {score}, expected today {expected}").format(
        status=status_word(figures.status.value),
        score=fmt.percent(judged_score(figures)),
        expected=fmt.percent(expected),
    )


def held_to(figures: NodeFigures) -> float | None:
    """What a goal is held against today; nothing where nobody has measured or can, and at the end the score decides."""
    silent = figures.over or figures.status in UNMEASURED or figures.progress.score is None
    return None if silent else figures.expected


def shown_score(figures: NodeFigures) -> float | None:
    """The score; while the cycle runs, none of what nobody has measured, though it counts as 0 above it."""
    silent = figures.status in UNMEASURED and not figures.over
    return None if silent else figures.progress.score


def judged_score(figures: NodeFigures) -> float:
    """The score that the status is told by: an objective's is that of the children which have a status."""
    return figures.progress.score or 0.0 if figures.judged is None else figures.judged


def progress_text(figures: NodeFigures) -> str:
    """How far it has come; a dash for what nobody has measured."""
    if figures.progress.score is None:
        return ""
    return "–" if figures.status in UNMEASURED else fmt.percent(figures.progress.score)


def state_word(figures: NodeFigures) -> str:
    """The status in a word, or that the goal rests or was given up."""
    if figures.dropped:
        return _("Dropped")
    return _("Parked") if figures.parked else status_word(figures.status.value)


def verdict_words(figures: NodeFigures) -> str:
    """What a score means at the end of the cycle: a promise is kept or not, a stretch is good from 0.7."""
    node, score = figures.node, figures.progress.score
    if not figures.over or not isinstance(node, KeyResult) or score is None or figures.dropped or figures.parked:
        return ""
    if figures.status in UNMEASURED:
        return state_word(figures)
    if node.committed:
        return _("Committed: passed") if rules.passes(score, committed=True) else _("Committed: not passed")
    return {
        GradeBand.FULL: _("Aspirational: all of it reached"),
        GradeBand.GOOD: _("Aspirational: good"),
        GradeBand.PARTLY: _("Aspirational: partly reached"),
        GradeBand.MISSED: _("Aspirational: missed"),
    }[rules.grade_band(score)]


def by_hand_words(figures: NodeFigures) -> str:
    """That somebody has set a key result's score, and what the numbers say where there are any; else empty."""
    node, plain = figures.node, figures.by_numbers
    if not isinstance(node, KeyResult) or plain is None:
        return ""
    grade, score = fmt.number(node.grade or 0.0, 1), plain.progress.score
    if score is None or plain.status in UNMEASURED:
        return _("Set to {grade} by hand.").format(grade=grade)
    return _("Set to {grade} by hand; the numbers say {score}.").format(grade=grade, score=fmt.score(score))


def hidden_words(figures: NodeFigures) -> str:
    """Why the numbers of a key result are hidden, and it has no status; else empty."""
    return str(figures.masked) if figures.status is Status.HIDDEN and figures.masked is not None else ""


def without_hand_words(figures: NodeFigures) -> str:
    """Why the scores set by hand below an objective are not in its own; else empty."""
    return _("It was closed before scores set by hand counted in it.") if figures.without_hand else ""


def restated_words(figures: NodeFigures) -> str:
    """What the numbers of a closed cycle give now, where somebody has changed them since; else empty."""
    if figures.restated is None:
        return ""
    now = "–" if figures.restated.score is None else fmt.percent(figures.restated.score)
    return _("Restated since the review: today’s numbers give {percent}.").format(percent=now)


def row_spoken(ws: Reads, figures: NodeFigures) -> str:
    """The whole row in one sentence, for a screen reader."""
    parts = [figures.node.title]
    if isinstance(figures.node, Initiative):
        parts.append(_("done") if figures.node.done_on else _("not done"))
    else:
        parts += [*tags(ws, figures), *_standing(figures)]
    if owner := owner_name(ws, figures.node):
        parts.append(_("owner {name}").format(name=owner))
    return ", ".join(parts)


def _standing(figures: NodeFigures) -> list[str]:
    """How a goal stands; its progress too, where its status is told by another score."""
    score = figures.progress.score
    progress = "" if score is None or figures.status in UNMEASURED else fmt.percent(score)
    judged = judged_words(figures)
    if not judged:
        said = [state_word(figures)] if not hidden_words(figures) else [hidden_words(figures).rstrip(".")]
        return [*said, *([progress] if progress else [])]
    return [judged] if progress == fmt.percent(judged_score(figures)) else [progress, judged]


def owner_name(ws: Reads, node: Node) -> str:
    """Who owns a node; empty for nobody."""
    person = ws.find(Person, node.owner)
    return person.name if person else ""


def now_text(figures: NodeFigures) -> str:
    """A key result's current value with its unit."""
    return now_forms(figures)[0]


def now_forms(figures: NodeFigures) -> Forms:
    """The same, and in a larger unit for a place without room for all of its digits.

    Of a cycle that has not begun it is how its KPI stands now; without a KPI what the key result will start from.
    """
    node = figures.node
    if not isinstance(node, KeyResult):
        return ("",)
    planned = figures.status is Status.PLANNED
    if node.kind is ResultKind.DONE:
        return ("",) if planned and not node.done else (_("done") if node.done else _("not done"),)
    if figures.steps is not None:
        return ("",) if planned and not figures.steps[0] else (steps_words(*figures.steps),)
    waits = figures.start if figures.before is None else figures.before
    now = waits if planned and figures.current is None else figures.current
    return ("",) if now is None else forms(now, node.unit, figures.decimals)


def steps_words(reached: int, count: int) -> str:
    """How many of its milestones a key result has reached."""
    # Translators: so many of so many milestones, or of so many steps
    return _("{n} of {count}").format(n=reached, count=count)


def target_forms(figures: NodeFigures) -> Forms:
    """What a key result aims for, in full and in a larger unit: a number, limits, or by when it is to be done."""
    node = figures.node
    if not isinstance(node, KeyResult):
        return ("",)
    if node.kind in (ResultKind.DONE, ResultKind.MILESTONES):
        return (fmt.day_month(node.due) if node.due is not None else "",)
    if node.kind is ResultKind.FROM_TO:
        return ("",) if node.target is None else forms(node.target, node.unit, figures.decimals)
    low, high = (None if edge is None else forms(edge, node.unit, figures.decimals) for edge in (node.low, node.high))
    if low and high:
        return tuple(f"{one}–{other}" for one, other in zip(low, high, strict=False))
    return tuple(f"≥ {each}" for each in low) if low else tuple(f"≤ {each}" for each in high or ("",) if each)


def tags(ws: Reads, figures: NodeFigures) -> list[str]:
    """What stands small beside a title: how long it runs if longer, whose it is, that it goes on from before, by when,
    and how many milestones it has."""
    node = figures.node
    if isinstance(node, Objective):
        cycle, department = ws.find(Cycle, node.cycle), ws.find(Department, node.department)
        period = period_of(cycle) if cycle is not None and figures.of_other else None
        span = span_words(ws, period) if period is not None else ""
        carried = _("carried forward") if node.carried_from is not None else ""
        return [each for each in (span, department.name if department else "", carried) if each]
    if not isinstance(node, KeyResult) or figures.status is Status.PLANNED:
        return []
    due = _("by {day}").format(day=fmt.day_month(node.due)) if node.due is not None else ""
    steps = 0 if figures.steps is None else figures.steps[1]
    stepped = ngettext("{n} milestone", "{n} milestones", steps).format(n=steps) if steps else ""
    return [each for each in (due, stepped) if each]


def smart_words(answers: Sequence[SmartAnswer]) -> str:
    """How many of the five answers of the SMART check hold."""
    return _("{n} of {count}").format(n=sum(each.holds for each in answers), count=len(answers))


def named(titles: Sequence[str]) -> str:
    """One or several goals by name: ``“A”``, ``“A” and “B”``, ``“A” and 2 more``."""
    first, *others = titles
    if not others:
        return _("“{title}”").format(title=first)
    if len(others) == 1:
        return _("“{one}” and “{other}”").format(one=first, other=others[0])
    return ngettext("“{title}” and {n} more", "“{title}” and {n} more", len(others)).format(title=first, n=len(others))
