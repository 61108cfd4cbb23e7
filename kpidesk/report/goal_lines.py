"""The goal tree as lines: numbered objectives with their key results, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from kpidesk import format as fmt
from kpidesk.domain import score as rules
from kpidesk.domain.entities import Carry, Company, KeyResult, Milestone, Objective, ResultKind, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.domain.walk import down
from kpidesk.figures import NodeFigures, too_safe_mean
from kpidesk.figures.goals.course import Course
from kpidesk.report.model import GoalLine, NextGoal, Numbers, ResultLine, StepLine
from kpidesk.report.text_clean import clean
from kpidesk.report.text_clean import figures as paper
from kpidesk.text import _, pgettext
from kpidesk.viz.course import CourseSpec
from kpidesk.wording.course import course_spec
from kpidesk.wording.cycles import span_from
from kpidesk.wording.goals import by_hand_words, hidden_words, shown_score, steps_words, without_hand_words

Steps = Mapping[Uid, Sequence[Milestone]]
_GAP = re.compile(r"(?<=\d)\s(?=\d{3})")
FEW = 8
"""So many milestones are listed; the rest is counted."""


def goal_lines(roots: Sequence[NodeFigures], told: Told) -> tuple[GoalLine, ...]:
    """Every objective, child objectives after their parent."""
    letter = pgettext("objective number", "O")
    return tuple(line for i, root in enumerate(roots, 1) for line in _objectives(root, f"{letter}{i}", f"{i}", told))


@dataclass(frozen=True)
class Told:
    """What every line reads beside its figures; ``previous`` are last cycle's scores."""

    previous: Mapping[str, float] = field(default_factory=dict)
    people: Mapping[Uid, str] = field(default_factory=dict)
    steps: Steps = field(default_factory=dict)
    courses: Mapping[Uid, Course] = field(default_factory=dict)
    spans: Mapping[Uid, Period] = field(default_factory=dict)
    company: Company = field(default_factory=lambda: Company(""))

    def course(self, figures: NodeFigures) -> CourseSpec | None:
        """The curve of a goal, without its table: paper has none."""
        course = self.courses.get(figures.node.uid)
        if course is None or state_of(figures):
            return None
        spec = course_spec(course, figures, self.company)
        return replace(spec, sentence=clean(spec.sentence), rows=())


def scores_by_title(roots: Iterable[NodeFigures]) -> dict[str, float]:
    """Scores of a cycle by title, which is how a goal carried forward is recognised."""
    found: dict[str, float] = {}
    for node in down(roots, lambda each: each.children):
        if node.progress.score is not None:
            found[_key(node.node.title)] = node.progress.score
    return found


def score_text(score: float | None, decimals: int = 2) -> str:
    """A score with two decimals, one that was set by hand with its one; a dash for none."""
    return "–" if score is None else paper(fmt.score(score, decimals))


class _Numbered(NamedTuple):
    """An objective and what stands before it and before its results on paper."""

    figures: NodeFigures
    number: str
    prefix: str


def _objectives(figures: NodeFigures, number: str, prefix: str, told: Told) -> Iterator[GoalLine]:
    """An objective and those below it; anything else is no line of its own."""
    if isinstance(figures.node, Objective):
        for each in down([_Numbered(figures, number, prefix)], _below):
            yield _objective(each, told)


def _below(above: _Numbered) -> Iterator[_Numbered]:
    at = sum(isinstance(each.node, KeyResult) for each in above.figures.children)
    for child in above.figures.children:
        if isinstance(child.node, Objective):
            at += 1
            yield _Numbered(child, f"{above.number}.{at}", f"{above.prefix}.{at}")


def _objective(at: _Numbered, told: Told) -> GoalLine:
    figures, number, prefix = at
    assert isinstance(figures.node, Objective)
    results = [c for c in figures.children if isinstance(c.node, KeyResult)]
    state, before = state_of(figures), told.previous.get(_key(figures.node.title))
    score = None if state else shown_score(figures)
    return GoalLine(
        number=number,
        title=clean(figures.node.title),
        score=score,
        score_text=score_text(score),
        previous=before,
        previous_text=score_text(before) if before is not None else "",
        status=figures.status.value,
        owner=clean(told.people.get(figures.node.owner or "", "")),
        results=tuple(_result(r, f"{prefix}.{i}", told) for i, r in enumerate(results, 1)),
        state=state,
        remarks=(*_span(figures, told), *_remarks(figures)),
        uid=figures.node.uid,
        restated=_restated(figures),
        course=told.course(figures),
    )


def _span(figures: NodeFigures, told: Told) -> tuple[str, ...]:
    """That an objective runs longer than the cycle of the review."""
    span = told.spans.get(figures.node.uid)
    if span is None:
        return ()
    return (_("It runs for {span}.").format(span=clean(span_from(span, told.company.fiscal_year_start))),)


def state_of(figures: NodeFigures) -> str:
    """``"dropped"`` or ``"parked"`` for a node that counts for nothing."""
    return "dropped" if figures.dropped else "parked" if figures.parked else ""


def _remarks(figures: NodeFigures) -> tuple[str, ...]:
    """Whole lines about a node: dropped and why, parked, a score by hand and why."""
    node, found = figures.node, []
    if not isinstance(node, (Objective, KeyResult)):
        return ()
    if node.dropped:
        found.append(_("Dropped: {reason}").format(reason=clean(node.dropped)))
    elif node.parked:
        found.append(_("Parked: not counted."))
    if without_hand := without_hand_words(figures):
        found.append(without_hand)
    if hidden := hidden_words(figures):
        found.append(hidden)
    if isinstance(node, KeyResult) and not node.dropped and (by_hand := by_hand_words(figures)):
        found.append(" ".join(filter(None, (paper(by_hand), clean(node.grade_reason)))))
    judged = figures.over and figures.status is not Status.HIDDEN
    if judged and figures.committed and isinstance(node, KeyResult) and not node.dropped and not node.parked:
        found.append(_promise_words(figures))
    return tuple(found)


def _promise_words(figures: NodeFigures) -> str:
    """A promise is kept or not; there is nothing between."""
    score = figures.progress.score
    kept = score is not None and rules.passes(score, committed=True)
    return _("Committed: passed.") if kept else _("Committed: not passed, since it must be reached in full.")


def question(roots: Iterable[NodeFigures]) -> str:
    """Whether the aspirational key results were too safe, asked at the cycle's end (figures/README: Pace and grade)."""
    mean = too_safe_mean(roots)
    if mean is None:
        return ""
    words = _("The aspirational key results reached {mean} on average: were they too safe?")
    return words.format(mean=paper(fmt.number(mean, 2)))


def _restated(figures: NodeFigures) -> str:
    if figures.restated is None:
        return ""
    now = score_text(figures.restated.score)
    return _("Restated since the review: the numbers now give {score}.").format(score=now)


def _result(figures: NodeFigures, number: str, told: Told) -> ResultLine:
    node = figures.node
    assert isinstance(node, KeyResult)
    steps = tuple(told.steps.get(node.uid, ()))
    start, now, target = _scale(figures, node)
    head, note = _said(figures, node, told.people)
    state = state_of(figures)
    score = None if state else shown_score(figures)
    return ResultLine(
        number=number,
        title=clean(node.title),
        score=score,
        score_text=score_text(score, 2 if figures.by_numbers is None else 1),
        previous=told.previous.get(_key(node.title)),
        status=figures.status.value,
        start="" if state else start,
        now="" if state else _steps_words(steps) or now,
        target="" if state else target,
        confidence=None if state else figures.confidence,
        confidence_change=figures.confidence_change,
        note_head=head,
        note=note,
        state=state,
        remarks=_remarks(figures),
        uid=figures.node.uid,
        restated=_restated(figures),
        steps=_step_lines(steps),
        numbers=Numbers() if state else _numbers(figures, node, steps),
        course=told.course(figures),
    )


def _numbers(figures: NodeFigures, node: KeyResult, steps: Sequence[Milestone]) -> Numbers:
    """Start, now and target for a spreadsheet; of milestones how many are reached."""
    unit, current = clean(fmt.unit_word(node.unit or "count")), figures.current
    match node.kind:
        case ResultKind.FROM_TO:
            return Numbers(unit, figures.decimals, node.start, current, node.target)
        case ResultKind.HOLD if node.low is not None:
            return Numbers(unit, figures.decimals, None, current, node.low, node.high)
        case ResultKind.HOLD:
            return Numbers(unit, figures.decimals, None, current, node.high)
        case ResultKind.MILESTONES if steps:
            reached = sum(each.reached_on is not None for each in steps)
            return Numbers(pgettext("unit", "milestones"), 0, 0.0, float(reached), float(len(steps)))
        case _:
            return Numbers()


def _said(figures: NodeFigures, node: KeyResult, people: Mapping[Uid, str]) -> tuple[str, str]:
    """The last check-in: who and when, and in which words."""
    check_in = figures.last_check_in
    if check_in is None or not check_in.note.strip():
        return "", ""
    who = people.get(check_in.author or "", "") or people.get(node.owner or "", "")
    day = fmt.day_month(check_in.day) if check_in.day else ""
    head = " · ".join(part for part in (day, who.split(" ")[0] if who else "") if part)
    return clean(head), clean(check_in.note)


def _steps_words(steps: Sequence[Milestone]) -> str:
    return steps_words(sum(each.reached_on is not None for each in steps), len(steps)) if steps else ""


def _step_lines(steps: Sequence[Milestone]) -> tuple[StepLine, ...]:
    found = []
    for step in steps[:FEW]:
        day = step.reached_on or step.due
        words = f"{clean(step.title)} ({fmt.day_month(day)})" if day else clean(step.title)
        found.append(StepLine(words, step.reached_on is not None))
    if len(steps) > FEW:
        found.append(StepLine(_("… and {n} more").format(n=len(steps) - FEW), False))
    return tuple(found)


def _scale(figures: NodeFigures, node: KeyResult) -> tuple[str, str, str]:
    """Start, now and target in the key result's unit; done-or-not needs none."""
    places = figures.decimals

    def words(value: float | None) -> str:
        return "" if value is None else clean(paper(fmt.with_unit(value, node.unit or "count", places)))

    if node.kind in (ResultKind.DONE, ResultKind.MILESTONES):
        return "", "", _("by {day}").format(day=fmt.day_month(node.due)) if node.due is not None else ""
    if node.kind is ResultKind.HOLD:
        low, high = words(node.low), words(node.high)
        target = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
        return "", words(figures.current), target
    return words(node.start), words(figures.current), words(node.target)


def next_goals(
    goals: Sequence[tuple[Objective, Sequence[KeyResult]]], before: Mapping[Uid, KeyResult]
) -> tuple[NextGoal, ...]:
    """The next cycle's objectives; each key result says what it goes on from, and why it was changed."""
    return tuple(
        NextGoal(clean(head.title), tuple(_next_words(each, before.get(each.carried_from or "")) for each in results))
        for head, results in goals
    )


def _next_words(result: KeyResult, before: KeyResult | None) -> str:
    title = clean(result.title)
    if result.kind is ResultKind.FROM_TO and result.start is not None and result.target is not None:
        unit = result.unit or "count"
        places = fmt.coins(result.decimals, unit)
        ends = [paper(fmt.number(value, places)) for value in (result.start, result.target)]
        if not all(_says(title, each) for each in ends):
            first, last = (paper(fmt.with_unit(value, unit, places)) for value in (result.start, result.target))
            title = f"{title} ({first} → {last})"
    if before is None:
        return title
    if before.carried is Carry.CHANGE:
        return _("{title}, changed: {reason}").format(title=title, reason=clean(before.carried_reason))
    return _("{title}, carried forward").format(title=title)


def _says(title: str, number: str) -> bool:
    """Tell whether a title has a number in it, however its thousands are parted."""
    words, wanted = ("".join(_GAP.split(each)) for each in (title, number))
    return re.search(rf"(?<![\d.,−-]){re.escape(wanted)}(?!\d|[.,]\d)", words) is not None


def given_up_words(result: KeyResult) -> str:
    """A key result that is not carried forward, and why."""
    # Translators: a goal, and the reason that somebody has written
    return _("{title}: {reason}").format(title=clean(result.title), reason=clean(result.carried_reason))


def _key(title: str) -> str:
    return " ".join(title.lower().split())
