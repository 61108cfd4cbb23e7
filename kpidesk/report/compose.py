"""From a workspace and a cycle to the review: the figures as of a day, in words ready to print.

``gather`` reads the workspace; ``review_of`` is a pure function of what was gathered, in the
language in force. All text is cleaned here, and nowhere after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpidesk import format as fmt
from kpidesk.domain import stage
from kpidesk.domain.entities import (
    Annotation,
    Carry,
    Combine,
    Company,
    Cycle,
    Department,
    Input,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    Person,
    ReviewNote,
    Section,
    Uid,
)
from kpidesk.domain.formula import FormulaRefused, combines_as, parse
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures, NodeFigures, all_figures, figures_of, goal_figures
from kpidesk.figures.cycle_list import cycle_at, known_cycles, period_of
from kpidesk.figures.cycle_list import following as cycle_after
from kpidesk.figures.goals.course import Course, courses
from kpidesk.figures.goals.hiding import seen_by_all
from kpidesk.report import goal_lines, kpi_lines, sentences, tables
from kpidesk.report.logo import logo_of
from kpidesk.report.model import KpiGroup, KpiLine, NoteLine, Review
from kpidesk.report.text_clean import clean
from kpidesk.text import _, language, ngettext
from kpidesk.workspace import Reads

HEROES = 4
MOST_CURVES = 120
"""Of so many key results at most the curves of progress are printed, objective after objective."""
MOVES = 4


@dataclass(frozen=True)
class Measured:
    """One KPI: its figures at its own rhythm, those of the cycle's length, and its annotations.

    ``longer`` is given for amounts that add up; every other KPI is reviewed by its latest value.
    """

    figures: KpiFigures
    longer: KpiFigures | None
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class Following:
    """What goes on in the next cycle, ``period``: its objectives with their key results, and those given up."""

    goals: tuple[tuple[Objective, tuple[KeyResult, ...]], ...] = ()
    before: Mapping[Uid, KeyResult] = field(default_factory=dict)
    given_up: tuple[KeyResult, ...] = ()
    period: Period | None = None


@dataclass(frozen=True)
class Material:
    """Everything a review is made of."""

    company: Company
    cycle: Cycle
    as_of: dt.date
    author: str
    departments: tuple[Department, ...]
    people: Mapping[Uid, str]
    kpis: tuple[Measured, ...]
    goals: tuple[NodeFigures, ...]
    previous_scores: Mapping[str, float]
    notes: tuple[ReviewNote, ...]
    previous_notes: tuple[ReviewNote, ...]
    steps: Mapping[Uid, tuple[Milestone, ...]] = field(default_factory=dict)
    following: Following = Following()
    courses: Mapping[Uid, Course] = field(default_factory=dict)
    curves_left: int = 0
    spans: Mapping[Uid, Period] = field(default_factory=dict)


def compose(ws: Reads, cycle: Cycle | Uid, *, as_of: dt.date) -> Review:
    """The review of ``cycle`` with the figures as they are known on ``as_of``; of a closed one, see ``kept``."""
    known = cycle if isinstance(cycle, Cycle) else ws.get(Cycle, cycle)
    return review_of(gather(ws, known, as_of))


def gather(ws: Reads, cycle: Cycle, as_of: dt.date) -> Material:
    """Read what the review needs; nothing that happened after ``as_of`` is in it."""
    cycle = stage.as_of(cycle, as_of)
    annotations: dict[Uid, list[Annotation]] = {}
    for annotation in ws.all(Annotation):
        if annotation.about is not None:
            annotations.setdefault(annotation.about, []).append(annotation)
    measured, known = [], all_figures(ws, as_of)
    over = over_cycle(ws, [figures.kpi for figures in known], as_of, cycle)
    for figures in known:
        kpi, longer = figures.kpi, over.get(figures.kpi.uid)
        about = [kpi.uid, *(uid for _name, uid in kpi.inputs)]
        notes = tuple(a for uid in dict.fromkeys(about) for a in annotations.get(uid, ()))
        measured.append(Measured(figures, longer, notes))
    previous = previous_cycle(ws, cycle)
    goals = tuple(goal_figures(ws, cycle, as_of))
    curved = curved_goals(goals)
    before = goal_figures(ws, previous, _last_day(previous, as_of)) if previous is not None else ()
    notes_of = {c.uid: notes_until(ws, c, as_of) for c in (cycle, previous) if c}
    return Material(
        company=ws.company,
        cycle=cycle,
        as_of=as_of,
        author=ws.author,
        departments=tuple(ws.all(Department)),
        people={p.uid: p.name for p in ws.all(Person)},
        kpis=tuple(measured),
        goals=goals,
        previous_scores=goal_lines.scores_by_title(before),
        notes=tuple(notes_of[cycle.uid]),
        previous_notes=tuple(notes_of[previous.uid]) if previous else (),
        steps=steps_of(ws, as_of),
        following=following(ws, cycle, goals),
        courses={uid: each for root in curved for uid, each in courses(ws, root, cycle, as_of).items()},
        curves_left=len(goals) - len(curved),
        spans=spans_of(ws, goals),
    )


def spans_of(ws: Reads, roots: Sequence[NodeFigures]) -> dict[Uid, Period]:
    """How long the objectives run that do not run as the cycle does."""
    known, found = known_cycles(ws), {}
    for each in (each for root in roots for each in root.everything()):
        node = each.node
        cycle = known.get(node.cycle or "") if isinstance(node, Objective) and each.of_other else None
        period = period_of(cycle) if cycle is not None else None
        if period is not None:
            found[node.uid] = period
    return found


def curved_goals(roots: Sequence[NodeFigures]) -> Sequence[NodeFigures]:
    """The first objectives, as many as paper has room to show the curves of."""
    results = 0
    for n, root in enumerate(roots):
        results += sum(isinstance(each.node, KeyResult) for each in root.everything())
        if results > MOST_CURVES:
            return roots[:n]
    return roots


def _curves_left_words(material: Material) -> str:
    """What is said of the objectives that have no curves on paper."""
    words = ngettext(
        "The curves of the last objective are left out: there is room for those of {most} key results. The program "
        "shows them.",
        "The curves of the last {n} objectives are left out: there is room for those of {most} key results. The "
        "program shows them.",
        material.curves_left,
    )
    return words.format(n=material.curves_left, most=MOST_CURVES) if material.curves_left else ""


def _last_day(cycle: Cycle, as_of: dt.date) -> dt.date:
    """The day by which a cycle before is told: the one on which it was closed, else its last."""
    closed = stage.as_of(cycle, as_of).closed_on
    return closed or min(cycle.end or as_of, as_of)


def notes_until(ws: Reads, cycle: Cycle, as_of: dt.date) -> list[ReviewNote]:
    """A cycle's notes that had been written by the end of ``as_of``.

    Where the cycle itself was brought into the file later, it was told after the fact: then the day of that counts.
    """
    notes = [note for note in ws.all(ReviewNote) if note.cycle == cycle.uid]
    if as_of >= ws.today():
        return notes
    made = ws.history.made_on([cycle.uid, *(note.uid for note in notes)])
    last = max(as_of, made.get(cycle.uid, as_of))
    return [note for note in notes if made.get(note.uid, last) <= last]


def steps_of(ws: Reads, as_of: dt.date) -> dict[Uid, tuple[Milestone, ...]]:
    """Every milestone by its key result, in order; those reached after ``as_of`` are not reached yet."""
    found: dict[Uid, list[Milestone]] = {}
    for step in ws.all(Milestone):
        if step.key_result is not None:
            later = step.reached_on is not None and step.reached_on > as_of
            found.setdefault(step.key_result, []).append(replace(step, reached_on=None) if later else step)
    return {uid: tuple(steps) for uid, steps in found.items()}


def following(ws: Reads, cycle: Cycle, roots: Sequence[NodeFigures]) -> Following:
    """What the next cycle begins with, and which key results of this one are not carried forward."""
    period = period_of(cycle)
    if period is None:
        return Following()
    after = cycle_after(ws, period)
    begun = cycle_at(ws, after)
    heads = [each for each in ws.all(Objective) if begun and each.cycle == begun.uid and not each.dropped]
    goals = tuple(
        (
            head,
            tuple(
                seen_by_all(ws, each)
                for each in ws.children(head.uid)
                if isinstance(each, KeyResult) and not each.dropped
            ),
        )
        for head in heads
    )
    now = [each.node for root in roots for each in root.everything() if isinstance(each.node, KeyResult)]
    given_up = tuple(each for each in now if each.carried is Carry.DROP)
    return Following(goals, {each.uid: each for each in now}, given_up, after)


def over_cycle(ws: Reads, kpis: Iterable[Kpi], as_of: dt.date, cycle: Cycle) -> dict[Uid, KpiFigures]:
    """Those of some KPIs that add up, by periods of the cycle's length, where that is longer than their own.

    For a cycle of an earlier fiscal year these are the periods of that year.
    """
    period, start, length = period_of(cycle), ws.company.fiscal_year_start, cycle.frequency
    own = start if period is None or period.on_grid(start) else period.first.month
    able = [kpi for kpi in kpis if kpi.frequency is not length and kpi.frequency.divides(length) and adds_up(ws, kpi)]
    return {each.kpi.uid: each for each in figures_of(ws, able, as_of, length, fiscal_start=own)}


def adds_up(ws: Reads, kpi: Kpi) -> bool:
    """Tell whether a KPI is an amount, whose value for the whole cycle is the sum of its numbers."""
    sources = {name: ws.find(Input, uid) for name, uid in kpi.inputs}
    rules = {name: source.combine for name, source in sources.items() if source is not None}
    if not kpi.formula.strip():
        return Combine.SUM in rules.values()
    try:
        return combines_as(parse(kpi.formula, rules).root, rules) is Combine.SUM
    except FormulaRefused:
        return False


def previous_cycle(ws: Reads, cycle: Cycle) -> Cycle | None:
    """The latest cycle of the same length that ends before this one starts."""
    if cycle.start is None:
        return None
    earlier = [
        c for c in ws.all(Cycle)
        if c.frequency is cycle.frequency and c.start is not None and c.start < cycle.start
    ]  # fmt: skip
    return max(earlier, key=lambda c: c.start or dt.date.min, default=None)


def cycle_period(material: Material) -> Period:
    """The period that the cycle covers."""
    own = period_of(material.cycle)
    return own or Period.containing(material.as_of, material.cycle.frequency, material.company.fiscal_year_start)


def review_of(material: Material) -> Review:
    """Put what was gathered into words."""
    fiscal, period = material.company.fiscal_year_start, cycle_period(material)
    named_from, after = material.cycle.named_from or fiscal, material.following.period or period.next()
    said = {n.about: clean(n.text) for n in material.notes if n.section is Section.KPI and n.about and n.text.strip()}
    context = kpi_lines.Context(
        period, material.as_of, fiscal, {d.uid: clean(d.name) for d in material.departments}, material.people, said
    )
    lines = [kpi_lines.kpi_line(m.figures, m.longer, m.annotations, context) for m in material.kpis]
    groups = _groups(material, lines)
    ordered = [k for g in groups for k in g.kpis]
    over = material.as_of > period.last  # a score so far says nothing beside a final one
    before = material.previous_scores if over else {}
    told = goal_lines.Told(before, material.people, material.steps, material.courses, material.spans, material.company)
    goals = goal_lines.goal_lines(material.goals, told)
    asked = goal_lines.question(material.goals)
    well = _notes(material, material.notes, Section.WENT_WELL)
    summary = [clean(n.text) for n in material.notes if n.section is Section.SUMMARY and n.text.strip()]
    proposed = sentences.summary_message(ordered, goals)
    return Review(
        language=language(),
        as_of=material.as_of,
        company=clean(material.company.name),
        author=clean(material.author),
        title=_title(material.cycle.frequency),
        cycle_name=fmt.period_name(period, named_from),
        cycle_short=fmt.period_short(period, named_from),
        previous_short=fmt.period_short(period.previous(), named_from),
        prepared=_("Prepared {day}").format(day=fmt.day(material.as_of)),
        cover=kpi_lines.cover_line([m.figures for m in material.kpis], context),
        message=" ".join(summary) or proposed,
        proposed=proposed,
        kpi_message=sentences.kpi_message(ordered),
        goal_message=" ".join(part for part in (sentences.goal_message(goals), asked) if part),
        heroes=heroes(ordered),
        groups=groups,
        goals=goals,
        curves_left=_curves_left_words(material),
        improved=_moved(ordered, 1),
        worsened=_moved(ordered, -1),
        went_well=well,
        went_badly=_notes(material, material.notes, Section.WENT_BADLY),
        surprised=_notes(material, material.notes, Section.SURPRISED),
        learned=_notes(material, material.notes, Section.LEARNED),
        decisions=_notes(material, material.notes, Section.DECISION),
        previous_decisions=_notes(material, material.previous_notes, Section.DECISION),
        next_goals=_notes(material, material.notes, Section.NEXT),
        tables=tables.raw_tables(material.kpis, groups, context),
        draft=_("Draft") if material.cycle.closed_on is None else "",
        closed=_closed_words(material.cycle),
        next_name=fmt.period_name(after, fiscal),
        next_objectives=goal_lines.next_goals(material.following.goals, material.following.before),
        given_up=tuple(goal_lines.given_up_words(each) for each in material.following.given_up),
        logo=logo_of(material.company),
        strategy=tuple(filter(None, (clean(line) for line in material.company.strategy.splitlines()))),
        strategy_years=f"{_('Strategy')} {clean(material.company.strategy_years)}".strip(),
    )


def _closed_words(cycle: Cycle) -> str:
    return _("Closed {day}. The figures are frozen.").format(day=fmt.day(cycle.closed_on)) if cycle.closed_on else ""


def _title(frequency: Frequency) -> str:
    if frequency is Frequency.QUARTER:
        return _("Quarterly review")
    return _("Annual review") if frequency is Frequency.YEAR else _("Review")


def _groups(material: Material, lines: list[KpiLine]) -> tuple[KpiGroup, ...]:
    """KPIs by department in the departments' order, those of the whole company first."""
    by_department: dict[Uid | None, list[KpiLine]] = {}
    known = {d.uid for d in material.departments}
    for measured, line in zip(material.kpis, lines, strict=True):
        uid = measured.figures.kpi.department
        by_department.setdefault(uid if uid in known else None, []).append(line)
    groups = []
    if None in by_department:
        groups.append(KpiGroup(_("Whole company"), tuple(by_department[None])))
    for department in material.departments:
        if department.uid in by_department:
            groups.append(KpiGroup(clean(department.name), tuple(by_department[department.uid])))
    return tuple(groups)


def heroes(kpis: list[KpiLine]) -> tuple[KpiLine, ...]:
    """Up to four for the summary: the two that are worst off, and the first of the others, in order; a number that
    nobody has said what is aimed for comes last.
    """
    known = [k for k in kpis if k.value != kpi_lines.NO_VALUE and not k.hidden]
    behind = sorted(
        (k for k in known if k.status in ("off_track", "at_risk")),
        key=lambda k: (k.status != "off_track", k.position if k.position is not None else 0.0),
    )
    chosen = behind[:2]
    others = [k for k in known if k not in chosen and k.status not in ("off_track", "at_risk")]
    chosen += sorted(others, key=lambda k: not k.target)[: HEROES - len(chosen)]
    chosen += [k for k in behind if k not in chosen][: HEROES - len(chosen)]
    return tuple(sorted(chosen, key=lambda k: (k.status == "off_track", known.index(k))))


def _moved(kpis: list[KpiLine], sign: int) -> tuple[KpiLine, ...]:
    """The KPIs that moved farthest for the better (1) or worse (−1), in distances to the red flag."""
    moved = []
    for kpi in kpis:
        if kpi.position is not None and kpi.previous_position is not None:
            by = (kpi.position - kpi.previous_position) * sign
            if by > 0.02 and kpi.previous_value != kpi.value:
                moved.append((by, kpi))
    moved.sort(key=lambda pair: -pair[0])
    return tuple(kpi for _by, kpi in moved[:MOVES])


def _notes(material: Material, notes: tuple[ReviewNote, ...], section: Section) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(
            clean(n.text),
            clean(material.people.get(n.owner or "", "")),
            fmt.day_short(n.due, material.as_of) if n.due else "",
            n.done,
            n.due,
        )
        for n in notes
        if n.section is section and n.text.strip()
    )
