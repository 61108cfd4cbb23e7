"""The review exactly as it stood when its cycle was closed, kept in the file, so that a reprint says the same.

``close`` closes a cycle and packs its review, in every language, into one row: JSON of the frozen model,
compressed, as text. ``reprint`` gives it back, with what has been restated since beside each number; where it tells
numbers that are hidden now, the review of today's numbers stands in its place.
A packed review that can't be read, tampered with or written by a newer program, counts as none.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import lzma
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kpidesk import text
from kpidesk.commands import cycles
from kpidesk.domain.entities import Cycle, KeptReview, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.walk import down
from kpidesk.figures import NodeFigures
from kpidesk.figures.goals.hiding import hides
from kpidesk.format import listed
from kpidesk.report import plain
from kpidesk.report.compose import gather, review_of
from kpidesk.report.model import GoalLine, KpiGroup, KpiLine, Review
from kpidesk.text import _, msg, ngettext
from kpidesk.workspace import Reads, Workspace, library_uid

LARGEST = 64 * 1024 * 1024
"""Bytes of an unpacked review; what claims to be larger is not read."""
PRESET = 2
"""Of LZMA: a window wide enough for the repeated lines of a review, and little memory."""


def close(ws: Workspace, cycle: Uid, *, day: dt.date | None = None) -> None:
    """Close a cycle on a day: its figures are frozen and its review is kept, in one step that undo takes back."""
    day = day or ws.today()
    with ws.transaction(cycles.closing_of(ws, cycles.living(ws, cycle))) as change:
        cycles.close(ws, cycle, day=day)
        row = KeptReview(library_uid(f"kept review {cycle}"), cycle, day, pack(_in_all_languages(ws, cycle, day)))
        if ws.find(KeptReview, row.uid) is None:
            change.add(row)
        else:
            change.set(KeptReview, row.uid, day=row.day, packed=row.packed)


def close_period(ws: Workspace, period: Period) -> None:
    """Close the cycle of a period, which is made first where nothing was planned in it: KPIs alone are reviewed too."""
    with ws.transaction(msg("close {period}", period=period.key(ws.company.fiscal_year_start))):
        close(ws, cycles.ensure_cycle(ws, period))


def _in_all_languages(ws: Reads, cycle: Uid, day: dt.date) -> dict[str, Review]:
    material = gather(ws, ws.get(Cycle, cycle), day)
    found = {}
    for language in text.LANGUAGES:
        with text.using(language):
            found[language] = review_of(material)
    return found


def pack(reviews: dict[str, Review]) -> str:
    """Reviews by language as one text."""
    data = json.dumps(plain.to_plain(reviews), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(lzma.compress(data, preset=PRESET)).decode("ascii")


def unpack(packed: str) -> dict[str, Review]:
    """The reviews by language; empty where they can't be read."""
    try:
        opened = lzma.LZMADecompressor(memlimit=2 * LARGEST)
        data = opened.decompress(base64.b64decode(packed, validate=True), LARGEST)
        found = json.loads(data) if opened.eof else {}
        return {str(key): plain.from_plain(Review, value) for key, value in found.items()}
    except (binascii.Error, lzma.LZMAError, EOFError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return {}


def kept_of(ws: Reads, cycle: Cycle) -> KeptReview | None:
    """The kept review of a closed cycle; an open one has none that counts."""
    if cycle.closed_on is None:
        return None
    return ws.find(KeptReview, library_uid(f"kept review {cycle.uid}"))


def reprint(ws: Reads, cycle: Cycle) -> Review | None:
    """The review of a closed cycle as it was, in the language in force, with what has been restated since."""
    row = kept_of(ws, cycle)
    review = unpack(row.packed).get(text.language()) if row is not None and row.day is not None else None
    if review is None or row is None or row.day is None:
        return None
    material = gather(ws, cycle, row.day)
    now = review_of(material)
    if _tells_hidden(ws, review, now) or _keeps_hidden(material.goals):
        words = _("Numbers have been hidden since, so today’s figures are shown.")
        return replace(now, closed=f"{now.closed} {words}")
    return restated(review, now)


def _tells_hidden(ws: Reads, kept: Review, now: Review) -> bool:
    """Tell whether a number stands in a kept review that nobody is to see now, also of a KPI that is not in today's."""
    values = {kpi.uid: kpi for kpi in now.kpis}
    return any(
        _has_been_hidden(kpi, values[kpi.uid]) if kpi.uid in values else hides(ws, kpi.uid, _shown(kpi))
        for kpi in kept.kpis
    )


def _has_been_hidden(kept: KpiLine, now: KpiLine) -> bool:
    shown = _shown(kept)
    return (now.hidden and not kept.hidden) or any(now.chart.periods[place] in shown for place in now.chart.masked)


def _shown(kept: KpiLine) -> set[Period]:
    return {period for period, value in zip(kept.chart.periods, kept.chart.values, strict=True) if value is not None}


def _keeps_hidden(roots: Iterable[NodeFigures]) -> bool:
    """Tell whether what was frozen of a goal is hidden now."""
    return any(each.unkept for each in down(roots, lambda node: node.children))


def restated(kept: Review, now: Review) -> Review:
    """``kept`` with a word beside every number that is another ``now``, for the same day."""
    values = {kpi.uid: kpi for kpi in now.kpis}
    goals = {goal.uid: goal for goal in now.goals}
    groups = tuple(KpiGroup(g.name, tuple(_kpi(k, values.get(k.uid)) for k in g.kpis)) for g in kept.groups)
    lines = tuple(_goal(goal, goals.get(goal.uid)) for goal in kept.goals)
    count = sum(bool(k.restated) for g in groups for k in g.kpis)
    count += sum(bool(r.restated) for goal in lines for r in goal.results)
    words = ngettext("{n} number has been restated since.", "{n} numbers have been restated since.", count).format(
        n=count
    )
    closed = f"{kept.closed} {words}" if count else kept.closed
    return replace(kept, groups=groups, goals=lines, closed=closed, restated=_names(groups, lines))


def _names(groups: Sequence[KpiGroup], goals: Sequence[GoalLine]) -> str:
    """Which numbers are others now, for the summary."""
    names = [kpi.name for group in groups for kpi in group.kpis if kpi.restated]
    names += [result.title for goal in goals for result in goal.results if result.restated]
    return _("Restated since the review: {names}.").format(names=listed(names)) if names else ""


def _kpi(kept: KpiLine, now: KpiLine | None) -> KpiLine:
    if now is None or (kept.value, kept.unit) == (now.value, now.unit) or _has_moved(kept, now):
        return kept
    if kept.hidden or now.hidden:  # what may be seen of a number is another, not the number
        return kept
    return replace(kept, restated=_("Restated since the review: {value} now.").format(value=now.measured))


def _has_moved(kept: KpiLine, now: KpiLine) -> bool:
    """Tell whether the periods of a KPI are others since the fiscal year changed: then no number is the same."""
    return not all(period.on_grid(now.chart.fiscal_start) for period in kept.chart.periods)


def _goal(kept: GoalLine, now: GoalLine | None) -> GoalLine:
    if now is None:
        return kept
    by_uid = {result.uid: result.restated for result in now.results}
    results = tuple(replace(r, restated=by_uid.get(r.uid, "")) for r in kept.results)
    return replace(kept, restated=now.restated, results=results)
