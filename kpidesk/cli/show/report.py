"""What ``show`` prints: KPIs and goals as plain data. Where there is no value stands ``null``, never NaN.

A sentence stands in a field that ends in ``_text``, in the file's language; the code beside it, without the ending,
is the same in every language.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.cli.codes import said
from kpidesk.domain import score as rules
from kpidesk.domain import stage
from kpidesk.domain.entities import Cycle, KeyResult, Kpi, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.domain.walk import folded
from kpidesk.figures.cycle_list import by_period, current, cycle_at, cycle_name
from kpidesk.records import record
from kpidesk.workspace import Workspace

LONG_BLANK = 400
"""Of more periods in a row without a number nothing is said but how many they are: more than a year of days."""


@record(frozen=True)
class Asked:
    """How numbers are asked for: as of a day, in periods of a length, from one day to another; of which cycle goals."""

    as_of: dt.date
    frequency: Frequency | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    cycle: Period | None = None


def everything(ws: Workspace, kpi: Kpi | None, asked: Asked) -> dict[str, Any]:
    """The workspace, its KPIs (or one of them) over time, its goals and what the method advises.

    A period without a number is listed with ``null`` and the reason; of a stretch of more than ``LONG_BLANK`` of them
    only that it is left out, counted in ``blanks_left_out``. ``from`` and ``to`` are the days asked for.
    """
    company = ws.company
    return {
        "workspace": {
            "id": ws.sharing.identity,
            "name": company.name,
            "language": company.language,
            "fiscal_year_start": company.fiscal_year_start,
            "as_of": asked.as_of.isoformat(),
            "from": _iso(asked.first),
            "to": _iso(asked.last),
        },
        "kpis": [_kpi(ws, found, asked) for found in _figures(ws, kpi, asked)],
        "objectives": [] if kpi is not None else list(_objectives(ws, asked)),
        "advice": [] if kpi is not None else list(_advice(ws, asked.as_of)),
    }


def _figures(ws: Workspace, kpi: Kpi | None, asked: Asked) -> Sequence[figures.KpiFigures]:
    """Of one KPI or of all, at the frequency asked for where they have values of it."""
    wanted, frequency = [kpi] if kpi is not None else ws.all(Kpi), asked.frequency
    able = [each for each in wanted if frequency is None or each.frequency.divides(frequency)]
    return figures.figures_of(ws, able, asked.as_of, frequency)


def _kpi(ws: Workspace, found: figures.KpiFigures, asked: Asked) -> dict[str, Any]:
    kpi, as_of, first, last = found.kpi, asked.as_of, asked.first, asked.last
    start = ws.company.fiscal_year_start
    places = _places(found, first, last)
    listed = _listed(found.filled, places)
    return {
        "id": kpi.uid,
        "name": kpi.name,
        "unit": fmt.unit_mark(kpi.unit),
        "unit_code": kpi.unit,
        "decimals": kpi.decimals,
        "frequency": found.frequency.value,
        "direction": kpi.direction.value,
        "status": found.status.value,
        "target_suggested": found.suggested,
        "parked": kpi.parked,
        **said("signal", found.sentence if found.flagged else None),
        **said("prospect", figures.prospect(found, as_of)),
        "values": [_point(found.make_point(place), start) for place in listed],  # kept by nobody
        "blanks_left_out": len(places) - len(listed),
        "not_begun": [
            {"period": period.key(start), "value": value}
            for period, value in found.ahead
            if as_of >= ws.today() and _within(period, first, last)  # an earlier day knows nothing of what came later
        ],
    }  # fmt: skip


def _places(found: figures.KpiFigures, first: dt.date | None, last: dt.date | None) -> range:
    """The places of the periods that were asked for."""
    begin = 0 if first is None else bisect_left(found.periods, first, key=lambda period: period.last)
    end = len(found.periods) if last is None else bisect_right(found.periods, last, key=lambda period: period.first)
    return range(begin, end)


def _listed(filled: Sequence[int], places: range) -> list[int]:
    """The places to list: of a long stretch of blanks, as after a lone number of 1900, none."""
    borders = [places.start - 1, *(place for place in filled if place in places), places.stop]
    found: list[int] = []
    for before, after in pairwise(borders):
        blanks = range(before + 1, after)
        found += [*(blanks if len(blanks) <= LONG_BLANK else ()), after]
    return found[:-1]


def _within(period: Period, first: dt.date | None, last: dt.date | None) -> bool:
    return (first is None or period.last >= first) and (last is None or period.first <= last)


def _point(point: figures.Point, fiscal_start: int) -> dict[str, Any]:
    return {
        "period": point.period.key(fiscal_start),
        "value": point.value,
        "status": point.status.value,
        "provisional": point.provisional,
        "have": point.have,
        "of": point.of,
        "target": point.target,
        "target_suggested": point.suggested,
        "not_applicable": point.not_applicable,
        **said("reason", point.reason),
    }


def _objectives(ws: Workspace, asked: Asked) -> Iterator[dict[str, Any]]:
    as_of = asked.as_of
    for period, cycle in sorted(by_period(ws).items()):
        if asked.cycle not in (None, period):
            continue
        key, name = period.key(ws.company.fiscal_year_start), cycle_name(ws, period)
        roots = figures.goal_figures(ws, cycle, as_of, whole=False)
        told = {"state": _state(cycle, as_of), "too_safe": figures.too_safe_mean(roots) is not None}
        for node in roots:
            if isinstance(node.node, Objective):
                yield {
                    **folded(node, _objectives_under, partial(_objective, as_of=as_of)),
                    "cycle": {"key": key, "key_text": name, "start": _iso(cycle.start), "end": _iso(cycle.end), **told},
                }


def _objectives_under(node: figures.NodeFigures) -> Iterator[figures.NodeFigures]:
    return (child for child in node.children if isinstance(child.node, Objective))


def _objective(node: figures.NodeFigures, under: Sequence[dict[str, Any]], as_of: dt.date) -> dict[str, Any]:
    objective = node.node
    assert isinstance(objective, Objective)
    return {
        "id": objective.uid,
        "title": objective.title,
        "score": node.progress.score,
        "raw": node.progress.raw,
        "expected": node.expected,
        "status": node.status.value,
        "judged": node.judged,
        "waiting": node.waiting,
        "restated": _restated(node),
        **_final(node),
        "weight": objective.weight,
        "key_results": [_key_result(child, as_of) for child in node.children if isinstance(child.node, KeyResult)],
        "children": list(under),
    }


def _key_result(node: figures.NodeFigures, as_of: dt.date) -> dict[str, Any]:
    result = node.node
    assert isinstance(result, KeyResult)
    return {
        "id": result.uid,
        "title": result.title,
        "start": result.start,
        "current": node.current,
        "target": result.target,
        "raw": node.progress.raw,
        "score": node.progress.score,
        "status": node.status.value,
        **said("reason", node.masked if node.status is Status.HIDDEN else None),
        "confidence": node.confidence,
        "expected": node.expected,
        "due": _iso(result.due),
        "next_check_in": _iso(node.next_check_in(as_of)),
        "restated": _restated(node),
        **_final(node),
        "weight": result.weight,
    }


def _state(cycle: Cycle, as_of: dt.date) -> str:
    """Where a cycle stood on a day."""
    then = stage.as_of(cycle, as_of)
    if then.closed_on is not None:
        return "closed"
    return "planned" if stage.is_planned(then, as_of) else "over" if stage.is_over(then, as_of) else "running"


def _restated(node: figures.NodeFigures) -> dict[str, Any] | None:
    """What the numbers of a closed cycle give now, where they have changed since; ``null`` where they have not."""
    now = node.restated
    return None if now is None else {"raw": now.raw, "score": now.score}


def _final(node: figures.NodeFigures) -> dict[str, Any]:
    """The ambition, and at the end the grade and whether it passes; ``null`` before.

    ``computed`` is what the numbers alone give, where a score set by hand counts; else ``null``.
    """
    at_end, plain = node.progress.score if node.over else None, node.by_numbers
    return {
        "computed": None if plain is None else {"raw": plain.progress.raw, "score": plain.progress.score},
        "committed": node.committed,
        "grade": None if at_end is None else rules.grade(at_end),
        "passed": None if at_end is None else rules.passes(at_end, node.committed),
    }


def _advice(ws: Workspace, as_of: dt.date) -> Iterator[dict[str, Any]]:
    for each in figures.advise(ws, cycle_at(ws, current(ws, as_of)), as_of):
        yield {"about": each.about, "advice": each.kind.value, "advice_text": str(each.sentence)}


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
