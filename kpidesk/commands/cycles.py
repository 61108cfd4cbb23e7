"""Cycles: the quarters (or tertials, half-years, years) that goals belong to, begun, closed and opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from kpidesk.commands import checks
from kpidesk.domain import score as rules
from kpidesk.domain.entities import Cycle, Frozen, KeyResult, Node, Objective, ResultKind, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.stage import is_planned
from kpidesk.domain.status import UNMEASURED
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures import NodeFigures, goals_at_close
from kpidesk.figures.cycle_list import cycle_at, cycle_uid, known_cycles, period_of
from kpidesk.figures.goals.undecided import lacks_reason
from kpidesk.text import Message, msg
from kpidesk.workspace import Transaction, Workspace, library_uid

R = TypeVar("R")

__all__ = [
    "close", "cycle_of", "cycle_uid", "ensure_cycle", "is_closed", "living", "period_of", "refuse_closed", "reopen",
    "start_now",
]  # fmt: skip

"""A score set by hand that is this far from the computed one needs a reason."""


def ensure_cycle(ws: Workspace, period: Period) -> Uid:
    """Begin a cycle, or find it."""
    uid = cycle_uid(period)
    known = cycle_at(ws, period)
    if known is not None and ws.find(Cycle, known.uid) is not None:
        return known.uid
    if known is None:
        checks.own_period(ws, period)
    with ws.transaction(msg("create a cycle")) as change:
        if known is not None:
            change.restore(Cycle, known.uid)  # taken back while goals still belonged to it
            return known.uid
        return change.add(Cycle(uid, period.frequency, period.first, period.last))


def in_cycle(
    ws: Workspace,
    period: Period,
    command: Callable[..., R],
    *arguments: Any,
    **keywords: Any,
) -> R:
    """Run a command in the cycle of a period, begun if need be: one step of undo, called what the command is called.

    The command takes the cycle by name. What it refuses leaves no cycle behind.
    """
    with ws.editing.together():
        cycle = ensure_cycle(ws, period)
        return command(ws, *arguments, cycle=cycle, **keywords)


def living(ws: Workspace, uid: Uid) -> Cycle:
    """A cycle to work with; one that was taken back under its goals begins again. Raises ``NotFound``."""
    known = known_cycles(ws).get(uid)
    if known is not None and ws.find(Cycle, uid) is None:
        with ws.transaction(msg("create a cycle")) as change:
            change.restore(Cycle, uid)
    return ws.get(Cycle, uid)


def cycle_of(ws: Workspace, uid: Uid | None) -> Uid | None:
    """The cycle that a node belongs to: its own, or that of the nearest objective above."""
    seen = set()
    while uid is not None and uid not in seen:
        seen.add(uid)
        node = ws.find_node(uid)
        if node is None:
            return None
        if isinstance(node, Objective) and node.cycle is not None:
            return node.cycle
        uid = node.parent
    return None


def refuse_closed(ws: Workspace, *uids: Uid | None) -> None:
    """Refuse to change what belongs to a closed cycle; reopening it, with a reason, comes first."""
    for uid in uids:
        cycle = ws.find(Cycle, uid) or ws.find(Cycle, cycle_of(ws, uid))
        if cycle is not None and cycle.closed_on is not None:
            raise RuleBroken(
                msg("This cycle is closed and its figures are frozen. Reopen it to make changes. Nothing was changed.")
            )


# ---- starting ------------------------------------------------------------------------------------


def start_now(ws: Workspace, cycle: Uid, *, day: dt.date | None = None) -> None:
    """Start a planned cycle by hand, before its first day: from then on its goals are judged."""
    row, day = living(ws, cycle), day or ws.today()
    if not is_planned(row, day):
        raise RuleBroken(msg("The cycle has already begun. Nothing was changed."))
    with ws.transaction(msg("start the cycle")) as change:
        change.set(Cycle, cycle, started_on=day)


# ---- closing -------------------------------------------------------------------------------------


def close(ws: Workspace, cycle: Uid, *, day: dt.date | None = None) -> None:
    """Close a cycle on a day: every figure is frozen, every key result graded.

    A grade is the score rounded to one decimal, unless one was set by hand; one that differs by 0.05 or
    more needs a reason. The stored start of a key result that reads its start from a KPI is frozen too.
    """
    row = living(ws, cycle)
    refuse_closed(ws, cycle)
    day = day or ws.today()
    if is_planned(row, day):
        raise RuleBroken(msg("The cycle has not begun yet, so there is nothing to close. Nothing was changed."))
    figures = [each for root in goals_at_close(ws, row, day) for each in root.everything() if not each.of_other]
    for each in figures:
        _check_grade(each)
    with ws.transaction(closing_of(ws, row)) as change:
        for each in figures:
            _freeze(ws, change, cycle, each)
        start = row.named_from or ws.company.fiscal_year_start
        change.set(Cycle, cycle, closed_on=day, reopened="", named_from=start)


def closing_of(ws: Workspace, cycle: Cycle) -> Message:
    """What closing a cycle is called in the history: by its period, where it is a whole one."""
    period = period_of(cycle)
    if period is None:
        return msg("close the cycle")
    return msg("close {period}", period=period.key(ws.company.fiscal_year_start))


def _check_grade(figures: NodeFigures) -> None:
    if not lacks_reason(figures):
        return
    node, plain = figures.node, figures.by_numbers or figures
    if plain.progress.score is None or plain.status in UNMEASURED:
        raise BadInput(
            msg(
                "The score of “{title}” was set by hand, and there are no numbers. Give the reason in one line. "
                "Nothing was changed.",
                title=node.title,
            )
        )
    raise BadInput(
        msg(
            "The score of “{title}” differs from the numbers. Give the reason in one line. Nothing was changed.",
            title=node.title,
        )
    )


def _freeze(ws: Workspace, change: Transaction, cycle: Uid, figures: NodeFigures) -> None:
    node, made = figures.node, figures.progress
    if not isinstance(node, (Objective, KeyResult)):
        return
    if isinstance(node, KeyResult):
        made = figures.computed  # a score set by hand is kept beside it, as the grade
    grade = node.grade if isinstance(node, KeyResult) and node.grade is not None else None
    if grade is None and made.score is not None:
        grade = rules.grade(made.score)
    uid = library_uid(f"frozen {cycle} {node.uid}")
    row = Frozen(uid, cycle, node.uid, made.raw, made.score, figures.current, grade, figures.status.value)
    if ws.find(Frozen, uid) is None:
        change.add(row)
    else:
        change.set(Frozen, uid, **{name: value for name, value in vars(row).items() if name != "uid"})
    from_kpi = isinstance(node, KeyResult) and node.kind is ResultKind.FROM_TO and node.start is None
    if from_kpi and figures.start is not None:
        change.set(KeyResult, node.uid, start=figures.start)


def reopen(ws: Workspace, cycle: Uid, reason: str) -> None:
    """Open a closed cycle again, with a reason; its frozen figures give way to the computed ones."""
    row = ws.get(Cycle, cycle)
    if row.closed_on is None:
        raise RuleBroken(msg("The cycle is already open. Nothing was changed."))
    reason = checks.title(reason, msg("Give a reason for reopening the cycle. Nothing was changed."))
    period = period_of(row)
    key = "" if period is None else period.key(ws.company.fiscal_year_start)
    with ws.transaction(msg("reopen {period}", period=key) if key else msg("reopen the cycle")) as change:
        change.set(Cycle, cycle, closed_on=None, reopened=reason)


def is_closed(ws: Workspace, node: Node) -> bool:
    """Tell whether a node belongs to a closed cycle."""
    cycle = ws.find(Cycle, cycle_of(ws, node.uid))
    return cycle is not None and cycle.closed_on is not None
