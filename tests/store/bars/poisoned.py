"""A file with any value in any field, seen by everything that reads: the long form of ``values``."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kpidesk import report
from kpidesk.cli.show import report as shown
from kpidesk.cli.show import words
from kpidesk.domain import bounds
from kpidesk.domain.entities import KINDS, Company, Cycle, Entity, Input, KeyResult, Kpi, Objective, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import RuleBroken, UserError
from kpidesk.exchange import mail
from kpidesk.figures import advise, all_figures, cycle_list, due_cells, explain, goal_figures, kpi_figures, smart_check
from kpidesk.figures.cycle_list import cycle_at
from kpidesk.figures.goals.course import course
from kpidesk.figures.goals.undecided import undecided
from kpidesk.reminders.calendar import Chosen, as_file, chosen_days, events_of
from kpidesk.reminders.ics import LINE, Alarm
from kpidesk.reminders.waits import waits
from kpidesk.reminders.words import waiting_words
from kpidesk.report.covering import covering_words
from kpidesk.round.agenda import agenda
from kpidesk.round.check_in import check_in_facts
from kpidesk.round.progress import begin
from kpidesk.round.steps import Kind
from kpidesk.round.words import standing_words
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.wording.course import course_spec
from kpidesk.workspace import Workspace, new_uid
from tests.store.bars import values
from tests.store.bars.budget import Budget

TODAY = dt.date(2026, 11, 28)
PAPER_EACH = 10
"""Every so many values a review is drawn as well, which takes longer than all the rest."""


@dataclass
class Poisoned:
    """How it went: values lived with, those that the tree refused, and those that something could not live with."""

    lived: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = f": {self.faults[:5]}" if self.faults else ""
        return f"{self.lived} values lived with, {self.refused} refused by the tree, {self.failures} faults{told}"

    @property
    def failures(self) -> int:
        return len(self.faults)


def everything(ws: Workspace) -> dict[type[Entity], str]:
    """One living row of each kind, tied together, with numbers."""
    found: dict[type[Entity], str] = {Company: ws.company.uid}
    with ws.transaction(msg("begin")) as change:
        found[Input] = change.add(Input(new_uid(), key="sales", name="Sales", order="a0"))
        found[Kpi] = change.add(Kpi(new_uid(), name="Sales", inputs=(("sales", found[Input]),), order="a0"))
        span = (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
        found[Cycle] = change.add(Cycle(new_uid(), Frequency.QUARTER, *span))
        found[Objective] = change.add(Objective(new_uid(), title="Grow", cycle=found[Cycle], order="a0"))
        found[KeyResult] = change.add(
            KeyResult(new_uid(), found[Objective], "a0", "Sell", start=1.0, target=9.0, kpi=found[Kpi])
        )
        for kind in KINDS:
            if kind not in found:
                places = {"kpi": Kpi, "about": Kpi, "key_result": KeyResult, "node": KeyResult}
                links = {name: found[of] for name, of in places.items() if name in kind.__dataclass_fields__}
                found[kind] = change.add(kind(new_uid(), **links))
        change.measure_many(found[Input], [(Period.parse("2026-01").next(n), float(n)) for n in range(10)])
    return found


def look(ws: Workspace) -> None:
    """Read all that pages read first: rows, figures, history, conflicts."""
    for kind in KINDS:
        for row in ws.all(kind):
            for each in dataclasses.fields(row):
                assert each.name == "uid" or bounds.fits(kind, each.name, getattr(row, each.name))
    all_figures(ws, TODAY, parked=True)
    for cycle in ws.all(Cycle):
        goal_figures(ws, cycle, TODAY)
    newest = ws.history.entries(1)[0]
    assert str(newest.label) and ws.history.changes_of(newest.ref) is not None


def look_closely(ws: Workspace) -> None:
    """Read what the other pages, ``show`` and the program's advice read."""
    look(ws)
    for kpi in ws.all(Kpi):
        for longer in Frequency:
            if kpi.frequency.divides(longer):
                found = kpi_figures(ws, kpi, TODAY, longer)
                assert found.rolling or found.forecast(TODAY) is not None
        explain(ws, kpi, Period.parse("2026-10"), TODAY)
    for cycle in ws.all(Cycle):
        for root in goal_figures(ws, cycle, TODAY):
            for node in root.everything():
                assert not isinstance(node.node, KeyResult) or len(smart_check(ws, node, cycle, TODAY)) == 5
    due_cells(ws, TODAY)
    list(advise(ws, cycle_at(ws, Period.parse("2026-Q4")), TODAY))
    told = shown.everything(ws, None, shown.Asked(TODAY))
    assert json.dumps(told, allow_nan=False) and words.words(told) is not None
    look_ahead(ws)


def look_ahead(ws: Workspace) -> None:
    """Read what tells of goals over time, the weekly round, what waits and what goes into a calendar."""
    for cycle in cycle_list.known_cycles(ws).values():
        roots = goal_figures(ws, cycle, TODAY)
        undecided(ws, cycle, roots)
        for node in {each.node.uid: each for root in roots for each in root.everything()}.values():
            assert course_spec(course(ws, node, cycle, TODAY), node, ws.company).sentence is not None
    for period in cycle_list.choosable(ws, TODAY):
        assert cycle_list.cycle_name(ws, period) and cycle_list.following(ws, period) > period
    steps = agenda(ws, TODAY, all_figures(ws, TODAY), begin(TODAY)).of(Kind.CHECK_IN)
    for facts in filter(None, (check_in_facts(ws, step, TODAY) for step in steps)):
        assert standing_words(facts) is not None
    waiting_words(waits(ws, TODAY), ws.company.name)
    lines = as_file(ws, events_of(ws, chosen_days(ws, TODAY, Chosen()), (), TODAY), Alarm.SAME_DAY).split(b"\r\n")
    assert max(map(len, lines)) <= LINE and not any(b"\n" in line or b"\r" in line for line in lines)


def draw(ws: Workspace) -> None:
    """Put every cycle on paper."""
    for cycle in ws.all(Cycle):
        try:
            review = report.review_of(ws, cycle, TODAY)
        except UserError:
            continue  # a cycle without days has no review, and says so
        report.build(review)
        report.build(review, "Slides")
        said = covering_words(review)
        assert mail.as_file(mail.Message(said.subject, said.body)).startswith(b"Subject:")


def poisoned(folder: Path, budget: Budget, dice: random.Random) -> Poisoned:
    """Give a file each hostile value in turn, in an order of chance, and look at it with all there is."""
    found = Poisoned()
    with Workspace.create(folder / "poisoned.kpidesk", company="Salong", home=Home(folder / "home")) as ws:
        uids = everything(ws)
        each = list(values.poisons())
        dice.shuffle(each)
        budget.rounds = min(budget.rounds, len(each))
        for n in budget:
            _try(ws, uids[each[n].kind], each[n], draw if n % PAPER_EACH == 0 else look, found)
    return found


def _try(ws: Workspace, uid: Uid, poison: values.Poison, more: Callable[[Workspace], None], found: Poisoned) -> None:
    try:
        with values.given(ws, uid, poison):
            look_closely(ws)
            more(ws)
        found.lived += 1
    except RuleBroken:
        found.refused += 1  # the tree refuses a circle, whoever asks
    except Exception as error:  # whatever it is, it is told with the value that brought it about
        found.faults.append(f"{poison}: {type(error).__name__} {error}"[:300])
