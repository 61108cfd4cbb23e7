"""The arithmetic behind a goal: how its score comes about, what was expected, and what decides its status."""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.domain import score as rules
from kpidesk.domain.comparing import at_most, close, same
from kpidesk.domain.entities import Company, Cycle, Initiative, KeyResult, Objective, ResultKind
from kpidesk.domain.rounding import decimals_apart
from kpidesk.domain.status import UNMEASURED, Status
from kpidesk.figures.goals.pace import deadline
from kpidesk.figures.model import NodeFigures
from kpidesk.text import Message, msg, msgn


def explain_goal(
    figures: NodeFigures, cycle: Cycle, today: dt.date, company: Company | None = None
) -> tuple[Message, ...]:
    """The steps in order, each as one sentence; numbers are in the language in force."""
    if isinstance(figures.node, Initiative):
        return (msg("An initiative never counts as progress."),)
    steps = _of_result(figures) if isinstance(figures.node, KeyResult) else _of_objective(figures)
    return (*steps, *_judged(figures, cycle, today, company or Company("")), *_restated(figures))


def _of_result(figures: NodeFigures) -> list[Message]:
    node = figures.node
    assert isinstance(node, KeyResult)
    if figures.by_numbers is not None:
        return [*_of_numbers(figures.by_numbers), *_by_hand(node)]
    score = figures.progress.score
    if figures.status is Status.HIDDEN:
        told = [] if figures.masked is None else [figures.masked]
        return [*told, msg("So it has no score, and counts for nothing in the goal above it.")]
    if score is None:
        return [msg("There is no score yet: start, target or numbers are missing.")]
    if figures.status in UNMEASURED and figures.current is None:
        return [msg("Nobody has measured it yet: in the score above it counts as 0%.")]
    match node.kind:
        case ResultKind.FROM_TO:
            return _from_to(figures, node)
        case ResultKind.HOLD:
            return [msg("Periods within the band / periods due = {percent}.", percent=fmt.percent(score))]
        case ResultKind.MILESTONES:
            return [msg("Weight of the milestones reached / weight of all = {percent}.", percent=fmt.percent(score))]
        case _:
            return [msg("Done counts as 100%, not done as 0%.")]


def _of_numbers(plain: NodeFigures) -> list[Message]:
    """What the numbers say of a key result whose score somebody has set, where there are any."""
    return [] if plain.progress.score is None or plain.status in UNMEASURED else _of_result(plain)


def _by_hand(node: KeyResult) -> list[Message]:
    grade = fmt.number(node.grade or 0.0, 1)
    steps = [msg("Set to {grade} by hand: that counts, whatever the numbers say.", grade=grade)]
    return [*steps, msg("The reason: {reason}", reason=node.grade_reason)] if node.grade_reason else steps


def _from_to(figures: NodeFigures, node: KeyResult) -> list[Message]:
    start, target = figures.start, node.target
    current = start if figures.current is None else figures.current
    if start is None or target is None or current is None or figures.progress.raw is None:
        return []
    needed = max(node.decimals, *(min(2, fmt.fitting_decimals(n)) for n in (start, target, current)))
    places = fmt.coins(needed, node.unit)
    shown = {name: fmt.number(n, places) for name, n in (("now", current), ("start", start), ("target", target))}
    raw, score = figures.progress.raw, figures.progress.score
    steps = [msg("({now} − {start}) / ({target} − {start}) = {percent}", **shown, percent=fmt.percent(raw))]
    if score is not None and not close(raw, score):
        steps.append(msg("Limited to 0–100%, that counts as {percent}.", percent=fmt.percent(score)))
    return steps


def _of_objective(figures: NodeFigures) -> list[Message]:
    scored = with_score(figures)
    if not scored or figures.progress.score is None:
        return [*_hidden(figures), msg("There is no score yet: nothing below has one."), *_without_hand(figures)]
    total = sum(_weight(c) for c in scored)
    steps = [
        msg(
            "{title}: {percent} × {weight} of {total} = {points} percentage points",
            title=c.node.title,
            percent=fmt.percent(c.progress.score or 0.0),
            weight=fmt.in_full(_weight(c)),
            total=fmt.in_full(total),
            points=fmt.number(c.contribution or 0.0, 1),
        )
        for c in scored
    ]
    steps.append(msg("Together {percent}.", percent=fmt.percent(figures.progress.score)))
    if silent := figures.unscored - figures.hidden_below:
        steps.append(msgn("{n} goal without a score is left out.", "{n} goals without a score are left out.", silent))
    return [*steps, *_hidden(figures), *_beside_the_numbers(figures), *_without_hand(figures)]


def _hidden(figures: NodeFigures) -> list[Message]:
    """That goals are left out whose numbers are hidden, and a score that was kept with them."""
    count, steps = figures.hidden_below, list[Message]()
    if count:
        one, more = "{n} goal whose numbers are hidden is left out.", "{n} goals whose numbers are hidden are left out."
        steps.append(msgn(one, more, count))
    if figures.unkept:
        steps.append(msg("The score from when it was closed isn’t shown: numbers counted in it that are hidden now."))
    return steps


def _without_hand(figures: NodeFigures) -> list[Message]:
    if not figures.without_hand:
        return []
    return [
        msg("It was closed before scores set by hand counted in it."),
        msg("Open the cycle again and close it to have them count."),
    ]


def _beside_the_numbers(figures: NodeFigures) -> list[Message]:
    """What the scores set by hand do to an objective: they count in it, unless it was closed before they did."""
    numbers = figures.computed.score
    if figures.by_numbers is None or same(numbers, figures.progress.score):
        return []
    if numbers is None:
        return [msg("Scores set by hand count in it. The numbers alone give none.")]
    return [msg("Scores set by hand count in it. The numbers alone give {percent}.", percent=fmt.percent(numbers))]


def with_score(figures: NodeFigures) -> list[NodeFigures]:
    """The children that the score is made of."""
    counted = [c for c in figures.counted if not isinstance(c.node, Initiative) and not c.dropped and not c.parked]
    if figures.without_hand:
        counted = [c if c.by_numbers is None else c.by_numbers.contributing(c.contribution) for c in counted]
    return [c for c in counted if c.progress.score is not None]


def _weight(figures: NodeFigures) -> float:
    node = figures.node
    return node.weight if isinstance(node, (Objective, KeyResult)) else 0.0


def _judged(figures: NodeFigures, cycle: Cycle, today: dt.date, company: Company) -> list[Message]:
    """What decides the status: nothing before the cycle begins, pace while it runs, the score at its end."""
    if figures.status is Status.PLANNED:
        return [msg("The cycle has not begun, so it has no status.")]
    steps = _at_the_end(figures) if figures.over else _while_it_runs(figures)
    if figures.status in UNMEASURED:
        return steps
    return [*steps, *(_final(figures) if figures.over else _pace(figures, cycle, today, company))]


def _while_it_runs(figures: NodeFigures) -> list[Message]:
    """That only those children decide the status which have one."""
    if not figures.waiting or figures.judged is None:
        return []
    mean = fmt.percent(figures.judged)
    return [msg("Those that have a status reach {percent}, and they decide the status.", percent=mean)]


def _at_the_end(figures: NodeFigures) -> list[Message]:
    """That what was never measured counts as nothing."""
    never = sum(child.status in UNMEASURED for child in with_score(figures))
    if figures.judged is None or not never:
        return []
    return [
        msgn("{n} goal was never measured and counts as 0%.", "{n} goals were never measured and count as 0%.", never)
    ]


def _final(figures: NodeFigures) -> list[Message]:
    if isinstance(figures.node, KeyResult) and figures.by_numbers is not None and not figures.by_numbers.over:
        return [_decided_early(figures)]
    if figures.committed:
        return [msg("In the end the score decides. A committed goal must be reached in full; from 0.7 it is at risk.")]
    return [msg("In the end the score decides. An aspirational goal is on track from 0.7 and at risk from 0.4.")]


def _decided_early(figures: NodeFigures) -> Message:
    """Why a score set by hand may change the status while the cycle runs: it is judged as at the end, not by pace."""
    if figures.committed:
        return msg(
            "A score set by hand is judged at once as at the end, not by pace: a committed goal must be reached in "
            "full; from 0.7 it is at risk."
        )
    return msg(
        "A score set by hand is judged at once as at the end, not by pace: an aspirational goal is on track from 0.7 "
        "and at risk from 0.4."
    )


DAY = dt.timedelta(days=1)


def _pace(figures: NodeFigures, cycle: Cycle, today: dt.date, company: Company) -> list[Message]:
    if figures.expected is None or figures.progress.score is None:
        return []
    steps = []
    score = figures.progress.score if figures.judged is None else figures.judged
    if isinstance(figures.node, KeyResult):
        steps += _expected(figures.node, figures, cycle, today)
    gap = 100 * (figures.expected - score)
    limits = {"behind": fmt.exact(company.on_track_points), "far": fmt.exact(company.at_risk_points)}
    if at_most(gap, 0.0):
        steps.append(msg("That is not off track."))
    else:
        edges = (0.0, company.on_track_points, company.at_risk_points)
        points = fmt.number(gap, max(decimals_apart(gap, edge, 0) for edge in edges))
        steps.append(
            msgn(
                "That is {points} percentage point behind: up to {behind} is on track, up to {far} at risk.",
                "That is {points} percentage points behind: up to {behind} is on track, up to {far} at risk.",
                1 if points == "1" else 2,
                points=points,
                **limits,
            )
        )
    if figures.confidence is not None and figures.confidence < rules.LOW_CONFIDENCE:
        steps.append(
            msg(
                "Confidence {n} is below {least}, so the status is at risk at best.",
                n=figures.confidence,
                least=rules.LOW_CONFIDENCE,
            )
        )
    if figures.stale:
        steps.append(msg("The last check-in is too old, so nobody knows how it stands."))
    return steps


def _expected(node: KeyResult, figures: NodeFigures, cycle: Cycle, today: dt.date) -> list[Message]:
    """How what is expected today comes about: by the days that have passed, or by the dates of what is to be done."""
    percent, end = fmt.percent(figures.expected or 0.0), deadline(node, cycle)
    first = figures.paced_from or cycle.start
    if node.kind is ResultKind.MILESTONES:
        return [msg("Weight of the milestones whose date has passed / weight of all = {percent} expected.",
                    percent=percent)]  # fmt: skip
    if node.kind is ResultKind.DONE and node.due is not None:
        day = fmt.day_short(node.due, today)
        return [msg("It should be done by {day}: {percent} is expected today.", day=day, percent=percent)]
    if cycle.start is None or first is None or end is None:
        return []
    of = max((end - first).days + 1, 0)
    told = msg("Expected on day {day} of {of}: {percent}.", day=min(max((today - first).days + 1, 0), of), of=of,
               percent=percent)  # fmt: skip
    if first == cycle.start:
        return [told]
    begun = fmt.day_short(first - DAY, today)
    return [msg("It was begun on {day}, so what is expected counts from the day after.", day=begun), told]


def _restated(figures: NodeFigures) -> list[Message]:
    if figures.restated is None:
        return []
    now = "–" if figures.restated.score is None else fmt.percent(figures.restated.score)
    return [msg("Restated since the review: today’s numbers give {percent}.", percent=now)]
