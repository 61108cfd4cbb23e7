"""The goal tree as lines: numbered objectives with their key results, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpidesk import format as fmt
from kpidesk.domain.entities import KeyResult, Objective, ResultKind, Uid
from kpidesk.figures import NodeFigures
from kpidesk.report.model import GoalLine, ResultLine
from kpidesk.report.text_clean import clean
from kpidesk.report.text_clean import figures as paper
from kpidesk.text import pgettext


def goal_lines(
    roots: Sequence[NodeFigures], previous: Mapping[str, float], people: Mapping[Uid, str]
) -> tuple[GoalLine, ...]:
    """Every objective, child objectives after their parent; ``previous`` are last cycle's scores."""
    letter = pgettext("objective number", "O")
    return tuple(
        line for i, root in enumerate(roots, 1) for line in _objective(root, f"{letter}{i}", f"{i}", previous, people)
    )


def scores_by_title(roots: Iterable[NodeFigures]) -> dict[str, float]:
    """Scores of a cycle by title, which is how a goal carried forward is recognised."""
    found: dict[str, float] = {}
    for node in roots:
        if node.progress.score is not None:
            found[_key(node.node.title)] = node.progress.score
        found.update(scores_by_title(node.children))
    return found


def score_text(score: float | None) -> str:
    """A score with two decimals, a dash for none."""
    return "–" if score is None else paper(fmt.number(score, 2))


def _objective(
    figures: NodeFigures, number: str, prefix: str, previous: Mapping[str, float], people: Mapping[Uid, str]
) -> Iterator[GoalLine]:
    if not isinstance(figures.node, Objective):
        return
    results = [c for c in figures.children if isinstance(c.node, KeyResult)]
    before = previous.get(_key(figures.node.title))
    yield GoalLine(
        number=number,
        title=clean(figures.node.title),
        score=figures.progress.score,
        score_text=score_text(figures.progress.score),
        previous=before,
        previous_text=score_text(before) if before is not None else "",
        status=figures.status.value,
        owner=clean(people.get(figures.node.owner or "", "")),
        results=tuple(_result(r, f"{prefix}.{i}", previous, people) for i, r in enumerate(results, 1)),
    )
    at = len(results)
    for child in figures.children:
        if isinstance(child.node, Objective):
            at += 1
            yield from _objective(child, f"{number}.{at}", f"{prefix}.{at}", previous, people)


def _result(figures: NodeFigures, number: str, previous: Mapping[str, float], people: Mapping[Uid, str]) -> ResultLine:
    node = figures.node
    assert isinstance(node, KeyResult)
    start, now, target = _scale(figures, node)
    check_in = figures.last_check_in
    head, note = "", ""
    if check_in is not None and check_in.note.strip():
        who = people.get(check_in.author or "", "") or people.get(node.owner or "", "")
        day = fmt.day_month(check_in.day) if check_in.day else ""
        head = clean(" · ".join(part for part in (day, who.split(" ")[0] if who else "") if part))
        note = clean(check_in.note)
    return ResultLine(
        number=number,
        title=clean(node.title),
        score=figures.progress.score,
        score_text=score_text(figures.progress.score),
        previous=previous.get(_key(node.title)),
        status=figures.status.value,
        start=start,
        now=now,
        target=target,
        confidence=figures.confidence,
        confidence_change=figures.confidence_change,
        note_head=head,
        note=note,
    )


def _scale(figures: NodeFigures, node: KeyResult) -> tuple[str, str, str]:
    """Start, now and target in the key result's unit; done-or-not needs none."""

    def words(value: float | None) -> str:
        return "" if value is None else clean(paper(fmt.with_unit(value, node.unit or "count", node.decimals)))

    if node.kind is ResultKind.DONE:
        return "", "", ""
    if node.kind is ResultKind.HOLD:
        low, high = words(node.low), words(node.high)
        target = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
        return "", words(figures.current), target
    return words(node.start), words(figures.current), words(node.target)


def _key(title: str) -> str:
    return " ".join(title.lower().split())
