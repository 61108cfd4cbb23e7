"""Another start of the fiscal year: what it touches, said beforehand, and done in one step.

Where quarters, tertials, half-years or years then begin in other months, each of their numbers moves to the period
that shares most months with its own, and notes, opening balances, targets and limits go along (``domain.grid``).
Goals stay in the cycle that they were set for; a closed cycle keeps its name as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from kpidesk.domain import grid, regrid
from kpidesk.domain.entities import Annotation, Cycle, Definition, Input, Kpi, Objective, Shift, Target, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.wording import period_told, period_words
from kpidesk.errors import RuleBroken
from kpidesk.figures.cycle_list import by_period, named_from
from kpidesk.records import record
from kpidesk.text import Message, msg, msgn
from kpidesk.workspace import Transaction, Workspace

NAMED = 3
"""So many names stand in one sentence."""


@record(frozen=True)
class Moves:
    """What changes place: for each input where its numbers go, the fields of other rows, and what can't move."""

    numbers: dict[Uid, dict[Period, Period]] = field(default_factory=dict)
    rows: regrid.Rows = field(default_factory=list)
    stuck: dict[Uid, list[Period]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many numbers move."""
        return sum(map(len, self.numbers.values()))

    @property
    def empty(self) -> bool:
        """Whether nothing moves and nothing is in the way."""
        return not (self.numbers or self.rows or self.stuck)

    def rows_of(self, *kinds: type) -> int:
        """How many rows of some kinds change."""
        return sum(kind in kinds for kind, _uid, _fields in self.rows)


@record(frozen=True)
class Preview:
    """What another start of the fiscal year touches, and the sentences that say so."""

    start: int
    moves: Moves
    lines: tuple[Message, ...]

    @property
    def needs_consent(self) -> bool:
        """Whether something would lie in other months than those it was entered for."""
        return not self.moves.empty


# ---- asking --------------------------------------------------------------------------------------


def preview(ws: Workspace, start: int) -> Preview:
    """What happens when the fiscal year starts in month ``start``; nothing is changed."""
    old = ws.company.fiscal_year_start
    if start == old:
        return Preview(start, Moves(), ())
    new = regrid.NewStart(old, start)
    moves = _moves(ws, new.goes)
    moves.rows.extend(_days(ws, new))
    return Preview(start, moves, (*_number_lines(ws, moves, old, start), *_row_lines(moves), *_cycle_lines(ws, start)))


def length_lines(ws: Workspace, length: Frequency, start: int) -> tuple[Message, ...]:
    """What happens to the goals when new ones run for another length; nothing is changed."""
    if length is ws.company.cycle_length:
        return ()
    used = {node.cycle for node in ws.all(Objective)}
    kept = [period for period, cycle in sorted(by_period(ws).items()) if cycle.uid in used and cycle.closed_on is None]
    fresh = period_words(Period.containing(ws.today(), length, start), start)
    if not kept:
        return (msg("New goals are set for {new}.", new=fresh),)
    last = period_words(kept[-1], named_from(ws, kept[-1]))
    return (
        msgn(
            "New goals are set for {new}; those of {old} stay there and can be chosen as before.",
            "New goals are set for {new}; those of {old} and {n} cycles in all stay there and can be chosen as before.",
            len(kept),
            new=fresh,
            old=last,
        ),
    )


def strays(ws: Workspace) -> Moves:
    """What lies on periods that the company has not, and the nearest ones that it has."""
    start = ws.company.fiscal_year_start
    return _moves(ws, lambda period: grid.nearest(period, start))


def _moves(ws: Workspace, goes: regrid.Goes) -> Moves:
    found = Moves()
    for source, series in _series(ws):
        going, stuck = regrid.moved_numbers(series, goes)
        if going:
            found.numbers[source.uid] = going
        if stuck:
            found.stuck[source.uid] = stuck
    about: list[Annotation | Input] = [*ws.all(Annotation), *ws.all(Input)]
    for row in about:
        _add(found.rows, row, regrid.moved_row(row, goes))
    for target in ws.all(Target):
        _add(found.rows, target, regrid.moved_season(target, goes))
    return found


def _series(ws: Workspace) -> Iterator[tuple[Input, dict[Period, object]]]:
    long = {source.uid: source for source in ws.all(Input) if source.frequency.months > 1}
    for uid, series in ws.series_many(long).items():
        yield long[uid], {period: value for period, value in series.items() if period.frequency.months > 1}


def _days(ws: Workspace, new: regrid.NewStart) -> regrid.Rows:
    """The days from which targets, limits and definitions of a KPI hold."""
    found: regrid.Rows = []
    kpis = {kpi.uid: kpi for kpi in ws.all(Kpi)}
    for kpi in kpis.values():
        _add(found, kpi, regrid.moved_days(kpi, kpi.frequency, new))
    about: list[Target | Definition | Shift] = [*ws.all(Target), *ws.all(Definition), *ws.all(Shift)]
    for row in about:
        owner = kpis.get(row.kpi or "")
        if owner is not None:
            _add(found, row, regrid.moved_days(row, owner.frequency, new))
    return found


def _add(
    rows: regrid.Rows, row: Annotation | Input | Target | Kpi | Definition | Shift, fields: Mapping[str, Any]
) -> None:
    if fields:
        rows.append((type(row), row.uid, dict(fields)))


# ---- saying --------------------------------------------------------------------------------------


def _number_lines(ws: Workspace, moves: Moves, old: int, new: int) -> Iterator[Message]:
    for frequency in grid.LONG:
        going = {
            uid: found for uid, places in moves.numbers.items()
            if (found := {p: to for p, to in places.items() if p.frequency is frequency})
        }  # fmt: skip
        if not going:
            continue
        last = max(period for places in going.values() for period in places)
        moved = next(places[last] for places in going.values() if last in places)
        yield msgn(
            "{n} number of {names} moves: {old} becomes {new}.",
            "{n} numbers of {names} move: {old} becomes {new}, and the others likewise.",
            sum(map(len, going.values())),
            names=_listed([ws.get(Input, uid).name for uid in going]),
            old=period_told(last, old),
            new=period_told(moved, new),
        )
    for uid, stuck in moves.stuck.items():
        yield msg(
            "“{name}”, {period}, can’t move: another number is already there.",
            name=ws.get(Input, uid).name,
            period=period_told(stuck[0], old),
        )


def _row_lines(moves: Moves) -> Iterator[Message]:
    notes, balances = moves.rows_of(Annotation), moves.rows_of(Input)
    others = len({uid for kind, uid, _fields in moves.rows if kind not in (Annotation, Input)})
    if notes:
        yield msgn("{n} note moves along.", "{n} notes move along.", notes)
    if balances:
        yield msgn("{n} opening balance moves along.", "{n} opening balances move along.", balances)
    if others:
        yield msgn(
            "{n} target or limit begins with the moved period.",
            "{n} targets and limits begin with the moved periods.",
            others,
        )


def _cycle_lines(ws: Workspace, new: int) -> Iterator[Message]:
    used = {node.cycle for node in ws.all(Objective)}
    begun = by_period(ws)
    renamed = [
        (period_words(period, named_from(ws, period)), period_words(period, new))
        for period, cycle in sorted(begun.items())
        if cycle.closed_on is None and cycle.named_from is None and cycle.uid in used
    ]
    for before, after in renamed[-NAMED:]:
        if str(before) != str(after):
            yield msg(
                "The goals of {before} stay in their months, which are then called {after}.", before=before, after=after
            )
    closed = sum(cycle.closed_on is not None for cycle in begun.values())
    if closed:
        yield msgn("{n} closed cycle keeps its name.", "{n} closed cycles keep their names.", closed)


def _listed(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    return ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")


# ---- doing ---------------------------------------------------------------------------------------


def refuse_unasked(plan: Preview, *, move: bool) -> None:
    """Refuse to move what nobody has agreed to move, and what has no place to go to."""
    if plan.moves.stuck:
        raise RuleBroken(
            msg("{what} Clear one of the two numbers first. Nothing was changed.", what=_stuck_words(plan.lines))
        )
    if plan.needs_consent and not move:
        raise RuleBroken(
            msg(
                "With that fiscal year, numbers end up in other months than they were entered for. {what} "
                "Agree to the move first. Nothing was changed.",
                what=plan.lines[0],
            )
        )


def _stuck_words(lines: tuple[Message, ...]) -> Message:
    return next(line for line in lines if "can’t move" in line.text)


def apply(ws: Workspace, change: Transaction, plan: Preview, old: int) -> None:
    """Move what a preview names, inside the transaction that has changed the start of the year."""
    for cycle in ws.all(Cycle):
        if cycle.closed_on is not None and cycle.named_from is None:
            change.set(Cycle, cycle.uid, named_from=old)
    _move(ws, change, plan.moves)


def move_strays(ws: Workspace) -> Moves:
    """Move what lies on periods that the company has not to the nearest ones; tells what moved and what could not."""
    found = strays(ws)
    with ws.transaction(msg("move numbers to the company’s periods")) as change:
        _move(ws, change, found)
    return found


def _move(ws: Workspace, change: Transaction, moves: Moves) -> None:
    for uid, places in moves.numbers.items():
        series = ws.series(uid)
        arriving = [(place, series[period]) for period, place in places.items()]
        change.measure_many(uid, [*((period, None) for period in places), *arriving])
    for kind, uid, fields in moves.rows:
        change.set(kind, uid, **fields)
