"""What the method asks for and the file does not have yet: one sentence each, never a block.

Few goals and few KPIs, each KPI serving a goal and held in balance by another, each goal measured, some
of it for the customer, and agreed on by those who track it.

Nobody is told to drop what has only just come, above all not what a template has given: a KPI has two weeks to find
its goal, counted from the later of the day on which it came and the cycle's first day, and nothing is said of it as
long as the cycle has no key result that it could serve. There are too many KPIs once those that have been here two
weeks are too many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING

from kpidesk.domain.entities import (
    Agreement,
    Combine,
    Company,
    Cycle,
    Dismissal,
    Duty,
    Input,
    KeyResult,
    Kpi,
    Node,
    Objective,
    ResultKind,
    Uid,
)
from kpidesk.domain.period import Frequency
from kpidesk.domain.walk import down
from kpidesk.figures.cycle_list import cycle_of, one_for_each
from kpidesk.figures.goals.smart import Consent, consent_among
from kpidesk.records import record
from kpidesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from kpidesk.workspace import Reads

_Placed = tuple[Node, Uid | None]
"""A node and the cycle that it belongs to."""
MOST_KPIS = 9
"""So many KPIs can be followed; five to seven hold."""
MOST_OBJECTIVES = 5
FEWEST_RESULTS, MOST_RESULTS = 2, 4
CHANCE = dt.timedelta(days=14)
"""How long a KPI may be here, and a cycle may last, before anybody is told to park the KPI."""
SHARES = ("percent", "ratio")
"""Units of numbers that are parts of something."""
ENOUGH_TO_JUDGE = 3
"""A set of fewer KPIs is not asked whom it serves."""
TASK_VERBS = (
    "arrangere", "ansette", "bygge", "etablere", "ferdigstille", "gjennomføre", "implementere", "innføre", "kjøpe",
    "lage", "lansere", "oppdatere", "opprette", "skrive", "starte", "utvikle",
    "arrange", "build", "buy", "complete", "create", "develop", "establish", "finish", "hire", "hold", "implement",
    "introduce", "launch", "make", "organise", "set up", "start", "update", "write",
)  # fmt: skip
"""Words that begin what is to be done rather than what is to come of it."""


class Kind(Enum):
    """What a piece of advice is about; the value is stored where one is silenced or put aside."""

    TOO_MANY_KPIS = "too_many_kpis"
    TOO_MANY_OBJECTIVES = "too_many_objectives"
    FEW_KEY_RESULTS = "few_key_results"
    MANY_KEY_RESULTS = "many_key_results"
    NOT_MEASURED = "not_measured"
    SERVES_NO_GOAL = "serves_no_goal"
    NO_CUSTOMER = "no_customer"
    NO_COUNTER = "no_counter"
    NOBODY_AGREED = "nobody_agreed"
    DUTIES = "duties"
    KPI_TWICE = "kpi_twice"
    REALLY_A_TASK = "really_a_task"
    SHARE_ADDED = "share_added"


LATER_KINDS = frozenset({Kind.SHARE_ADDED})
"""What the first versions did not know: a file in which they silenced all advice is silent about these too."""


@record(frozen=True)
class Advice:
    """One sentence; ``about`` is the KPI or goal it speaks of, empty for the whole set."""

    kind: Kind
    about: Uid | None
    sentence: Message

    @property
    def key(self) -> str:
        """What tells this piece of advice from every other; a dismissal names it."""
        return f"{self.kind.value}:{self.about or ''}"


def advise(ws: Reads, cycle: Cycle | None, day: dt.date) -> list[Advice]:
    """Everything the method would say on a day of the KPIs and of the goals of a cycle, without what was put aside.

    What was put aside in another cycle is asked again.
    """
    found = [*_on_shares(ws.all(Kpi), ws), *_on_kpis(ws, cycle, day), *_on_duties(ws, cycle)]
    if cycle is not None:
        found += _on_goals(ws, cycle)
    return _heard(ws, cycle, found)


def on_share(ws: Reads, kpi: Kpi, cycle: Cycle | None) -> Advice | None:
    """What is said of a KPI that is a share and is added up over time, unless that was put aside."""
    return next(iter(_heard(ws, cycle, _on_shares([kpi], ws))), None)


def is_silent(company: Company) -> bool:
    """Tell whether nobody wants to read any advice."""
    return {kind.value for kind in Kind if kind not in LATER_KINDS} <= set(company.silenced)


def _heard(ws: Reads, cycle: Cycle | None, found: Iterable[Advice]) -> list[Advice]:
    """The advice that was neither silenced nor put aside in the cycle."""
    if is_silent(ws.company):
        return []
    silenced = set(ws.company.silenced)
    aside = {item.key for item in ws.all(Dismissal) if item.cycle == (cycle.uid if cycle else None)}
    return [each for each in found if each.kind.value not in silenced and each.key not in aside]


# ---- KPIs ----------------------------------------------------------------------------------------


def is_added_share(unit: str, rule: Combine, frequency: Frequency) -> bool:
    """Tell whether shares are added up to those of longer periods: 40 and 50 per cent are not 90."""
    return unit in SHARES and rule is Combine.SUM and frequency is not Frequency.YEAR


def added_share(ws: Reads, kpi: Kpi) -> Input | None:
    """What is entered for a KPI, where that is a share and is added up; a formula says itself how its parts combine."""
    source = ws.find(Input, kpi.inputs[0][1]) if kpi.inputs and not kpi.formula else None
    added = source is not None and is_added_share(kpi.unit, source.combine, source.frequency)
    return source if added else None


def _on_shares(kpis: Iterable[Kpi], ws: Reads) -> Iterator[Advice]:
    for kpi in kpis:
        if not kpi.parked and added_share(ws, kpi) is not None:
            sentence = msg(
                "“{name}” is a share, and its numbers are added up over time: the mean tells more.",
                name=kpi.short_name or kpi.name,
            )
            yield Advice(Kind.SHARE_ADDED, kpi.uid, sentence)


def _on_kpis(ws: Reads, cycle: Cycle | None, day: dt.date) -> Iterator[Advice]:
    active = [kpi for kpi in ws.all(Kpi) if not kpi.parked]
    made = ws.history.made_on(kpi.uid for kpi in active)
    settled = {kpi.uid for kpi in active if kpi.uid not in made or made[kpi.uid] + CHANCE <= day}
    if len(settled) > MOST_KPIS:
        sentence = msg(
            "You have {n} KPIs. Five to seven are enough, {most} at most: park some.", n=len(active), most=MOST_KPIS
        )
        yield Advice(Kind.TOO_MANY_KPIS, None, sentence)
    if len(active) >= ENOUGH_TO_JUDGE and not any(kpi.customer_facing for kpi in active):
        sentence = msg("No KPI measures how customers are doing. Measure something they notice.")
        yield Advice(Kind.NO_CUSTOMER, None, sentence)
    idle = settled - _serving(ws, cycle) if _can_be_served(ws, cycle, day) else set()
    answers: dict[Uid | None, list[Agreement]] = {}
    for each in ws.all(Agreement):
        answers.setdefault(each.about, []).append(each)
    for kpi in active:
        yield from _on_kpi(kpi, consent_among(ws, kpi.uid, answers.get(kpi.uid, ())), serves=kpi.uid not in idle)


def _can_be_served(ws: Reads, cycle: Cycle | None, day: dt.date) -> bool:
    """Tell whether a cycle has run for a while and has key results that a KPI could feed."""
    if cycle is None or (cycle.start is not None and day < cycle.start + CHANCE):
        return False
    return any(isinstance(node, KeyResult) for node in _nodes(ws, cycle))


def _on_kpi(kpi: Kpi, said: Consent, *, serves: bool) -> Iterator[Advice]:
    name = kpi.short_name or kpi.name
    if not serves:
        sentence = msg("“{name}” supports no goal this cycle. Watch it, change it or park it.", name=name)
        yield Advice(Kind.SERVES_NO_GOAL, kpi.uid, sentence)
    if kpi.counter is None and not kpi.counter_metric.strip():
        sentence = msg("“{name}” has no counter-metric to show when it is pushed too hard.", name=name)
        yield Advice(Kind.NO_COUNTER, kpi.uid, sentence)
    if said.asked and not said.agreed:
        yield Advice(Kind.NOBODY_AGREED, kpi.uid, msg("Nobody who tracks “{name}” has agreed to it yet.", name=name))


def _serving(ws: Reads, cycle: Cycle | None) -> set[Uid]:
    """The KPIs that feed a key result of the cycle."""
    if cycle is None:
        return set()
    return {node.kpi for node in _nodes(ws, cycle) if isinstance(node, KeyResult) and node.kpi}


def _on_duties(ws: Reads, cycle: Cycle | None) -> Iterator[Advice]:
    duties = ws.all(Duty)
    waiting = [duty for duty in duties if cycle is not None and duty.confirmed != cycle.uid]
    if waiting:
        sentence = msgn(
            "Is {n} important responsibility that no KPI measures still looked after?",
            "Are {n} important responsibilities that no KPI measures still looked after?",
            len(waiting),
        )
        yield Advice(Kind.DUTIES, None, sentence)
    elif not duties and len([kpi for kpi in ws.all(Kpi) if not kpi.parked]) >= ENOUGH_TO_JUDGE:
        yield Advice(Kind.DUTIES, None, msg("What must be done well although no KPI measures it? Write a short list."))


# ---- goals ---------------------------------------------------------------------------------------


def _on_goals(ws: Reads, cycle: Cycle) -> Iterator[Advice]:
    nodes = _nodes(ws, cycle)
    objectives = [node for node in nodes if isinstance(node, Objective)]
    top = [node for node in objectives if not isinstance(ws.find_node(node.parent), Objective)]
    if len(top) > MOST_OBJECTIVES:
        sentence = msg("You have {n} objectives. Three to five are what people can keep in mind.", n=len(top))
        yield Advice(Kind.TOO_MANY_OBJECTIVES, None, sentence)
    for objective in objectives:
        yield from _on_objective(objective, [child for child in ws.children(objective.uid) if _counts(child)])
    for node in nodes:
        if isinstance(node, KeyResult) and is_task(node):
            sentence = msg("“{title}” is something to do. What will be different once it is done?", title=node.title)
            yield Advice(Kind.REALLY_A_TASK, node.uid, sentence)


def _on_objective(node: Objective, children: list[Node]) -> Iterator[Advice]:
    results = [child for child in children if isinstance(child, KeyResult)]
    below = [child for child in children if isinstance(child, Objective)]
    if not results and not below:
        yield Advice(
            Kind.NOT_MEASURED, node.uid, msg("Nothing measures “{title}”. Add a key result.", title=node.title)
        )
    elif len(results) > MOST_RESULTS:
        sentence = msg("“{title}” has {n} key results. Two to four say it clearly.", title=node.title, n=len(results))
        yield Advice(Kind.MANY_KEY_RESULTS, node.uid, sentence)
    elif len(results) + len(below) < FEWEST_RESULTS:
        sentence = msg("“{title}” depends on a single key result. Two to four say it clearly.", title=node.title)
        yield Advice(Kind.FEW_KEY_RESULTS, node.uid, sentence)
    linked = [child.kpi for child in results if child.kpi]
    if len(set(linked)) < len(linked):
        sentence = msg("The same KPI counts twice under “{title}”.", title=node.title)
        yield Advice(Kind.KPI_TWICE, node.uid, sentence)


def is_task(node: KeyResult) -> bool:
    """Tell whether a key result is something to do: done or not done, or begun with a verb and without a number."""
    if node.kpi is not None or node.kind in (ResultKind.HOLD, ResultKind.MILESTONES):
        return False
    if node.kind is ResultKind.DONE:
        return True
    begins = node.title.casefold().startswith(tuple(f"{verb} " for verb in TASK_VERBS))
    return begins and node.target is None


def _nodes(ws: Reads, cycle: Cycle) -> list[Node]:
    """The nodes of a cycle that count, each objective before what is under it."""
    stands_for = one_for_each(ws)

    def below(at: _Placed) -> Iterator[_Placed]:
        return ((child, cycle_of(stands_for, child, at[1])) for child in ws.children(at[0].uid) if _counts(child))

    tops = [root for root in ws.children(None) if _counts(root)]
    at_top = {root.uid for root in tops}
    placed = down([(root, cycle_of(stands_for, root, None)) for root in tops], below)
    return [node for node, own in placed if own == cycle.uid or (own is None and node.uid in at_top)]


def _counts(node: Node) -> bool:
    return not (isinstance(node, (Objective, KeyResult)) and (node.dropped or node.parked))
