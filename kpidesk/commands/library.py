"""Taking KPIs and templates out of the library into a file.

Rows from the library have the same uid for everybody (store/README: Shared names): two colleagues who both
add sick leave get one KPI when their copies are merged.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from kpidesk import format as fmt
from kpidesk import library, text
from kpidesk.commands import agreements, cycles, inputs, people
from kpidesk.commands import goals as editing
from kpidesk.commands.library_inputs import ensure_input, rhythms
from kpidesk.commands.target_rules import make_goal_fields
from kpidesk.domain.entities import Department, Kpi, Objective, Person, Target, Uid
from kpidesk.domain.period import Period
from kpidesk.errors import NotFound, RuleBroken
from kpidesk.library import LibraryKpi, Template, TemplateResult
from kpidesk.text import _, msg, msgn
from kpidesk.workspace import Reads, Transaction, Workspace, library_uid


@dataclass(frozen=True)
class Limits:
    """What a KPI from the library is to aim for in this company; ``suggested`` where nobody here has said so yet."""

    target: float | None
    high: float | None = None
    red_flag: float | None = None
    red_high: float | None = None
    suggested: bool = False


NO_LIMITS = Limits(None)


@dataclass(frozen=True)
class Followers:
    """Who answers for a KPI, who tracks it, and who is asked whether they agree to it."""

    owner: Uid | None = None
    tracked_by: Sequence[Uid] = ()
    ask: Sequence[Uid] = ()


NOBODY = Followers()


def kpi_uid(name: str) -> Uid:
    """The uid of a library KPI in every file."""
    return library_uid(f"kpi:{name}")


def suggested(each: LibraryKpi) -> Limits:
    """The limits that the library gives; none where they depend on the company's size, which is asked for."""
    if each.size_dependent:
        return NO_LIMITS
    return Limits(each.target, each.high, each.red_flag, each.red_high, suggested=True)


# ---- adding KPIs ---------------------------------------------------------------------------------


def add(
    ws: Workspace,
    name: str,
    limits: Limits = NO_LIMITS,
    who: Followers = NOBODY,
    *,
    park: Uid | None = None,
    bound: Mapping[str, Uid] | None = None,
) -> Uid:
    """Add one KPI from the library with the limits given, as one change, in the language of the file.

    Limits that are the library's own stay suggestions until somebody confirms them. The same change parks another
    KPI and asks persons whether they agree, where that is wanted. ``bound`` are inputs of the file that it is to read
    for some of the library's.
    """
    with text.using(ws.company.language):
        each = found(name)
        limits = replace(limits, suggested=replace(limits, suggested=True) == suggested(each))
        with ws.transaction(msg("add KPI “{name}”", name=each.name)) as change:
            if park is not None:
                change.set(Kpi, park, parked=True)
            _add(ws, change, [(each, limits)], who, bound or {})
            if who.ask:
                agreements.ask(ws, kpi_uid(each.id), who.ask)
    return kpi_uid(each.id)


def add_many(ws: Workspace, names: Sequence[str]) -> list[Uid]:
    """Add several KPIs from the library with its own limits, all or none, in the language of the file."""
    with text.using(ws.company.language):
        wanted = [found(name) for name in dict.fromkeys(names)]
        label = msgn("add {n} KPI from the library", "add {n} KPIs from the library", len(wanted))
        with ws.transaction(label) as change:
            _add(ws, change, [(each, suggested(each)) for each in wanted])
    return [kpi_uid(each.id) for each in wanted]


def found(name: str) -> LibraryKpi:
    """The library KPI with an id; raises ``NotFound`` with those that come near."""
    try:
        return library.kpi(name.strip())
    except KeyError:
        ids = [each.id for each in library.kpis()]
        near = ", ".join(difflib.get_close_matches(name, ids, 5, 0.4)) or "–"
        raise NotFound(
            msg("The library has no KPI “{name}”. Similar: {near}. Nothing was changed.", name=name, near=near)
        ) from None


def _add(
    ws: Workspace,
    change: Transaction,
    wanted: Sequence[tuple[LibraryKpi, Limits]],
    who: Followers = NOBODY,
    given: Mapping[str, Uid] = MappingProxyType({}),
) -> None:
    for each, _limits in wanted:
        _refuse_known(ws, each)
    for person in (*([who.owner] if who.owner else []), *who.tracked_by):
        ws.get(Person, person)
    rhythm = rhythms([each for each, _limits in wanted])
    for each, goal in wanted:
        bound = tuple((key, given.get(key) or ensure_input(ws, change, key, rhythm[key], each)) for key in each.inputs)
        group = ensure_input(ws, change, each.group, each.frequency, each) if each.group else None
        entity = _entity(ws, change, each, bound)
        change.add(replace(entity, group=group, owner=who.owner, tracked_by=tuple(who.tracked_by)))
        fields = make_goal_fields(each.direction, goal.target, goal.high, goal.red_flag, goal.red_high)
        if fields is not None:
            change.add(
                Target(library_uid(f"target:{each.id}"), kpi=kpi_uid(each.id), suggested=goal.suggested, **fields)
            )


def _refuse_known(ws: Workspace, each: LibraryKpi) -> None:
    there = there_already(ws, each)
    if there is None:
        return
    if there.uid == kpi_uid(each.id):
        raise RuleBroken(msg("“{name}” is already in the file. Nothing was changed.", name=each.name))
    raise RuleBroken(msg("There is already a KPI named “{name}”. Nothing was changed.", name=each.name))


def there_already(ws: Reads, each: LibraryKpi) -> Kpi | None:
    """The KPI of this file that is the library's, or else has its name."""
    same = ws.find(Kpi, kpi_uid(each.id))
    return same or next((kpi for kpi in ws.all(Kpi) if kpi.name.casefold() == each.name.casefold()), None)


def _entity(ws: Workspace, change: Transaction, each: LibraryKpi, bound: tuple[tuple[str, Uid], ...]) -> Kpi:
    return Kpi(
        kpi_uid(each.id), name=each.name, short_name=each.short_name if each.short_name != each.name else "",
        definition=each.definition, department=_ensure_department(ws, change, each), unit=each.unit,
        decimals=each.decimals, frequency=each.frequency, direction=each.direction,
        formula="" if each.plain else each.formula, inputs=_plain_first(each, bound),
        grace_days=each.grace_days, counter_metric=_counter_name(each), pitfall=each.pitfall, source=each.source,
        library_id=each.id, order=inputs.last_order(ws, change, Kpi), range_min=each.range_min,
        range_max=each.range_max, customer_facing=each.customer_facing,
        indicator=each.indicator, counter=kpi_uid(each.counters[0]) if each.counters else None,
        sensitive=each.sensitive,
    )  # fmt: skip


def _plain_first(each: LibraryKpi, bound: tuple[tuple[str, Uid], ...]) -> tuple[tuple[str, Uid], ...]:
    """A KPI without formula shows its first input; its weight stands behind it."""
    if not each.plain:
        return bound
    return (*(pair for pair in bound if pair[0] == each.formula), *(pair for pair in bound if pair[0] != each.formula))


def _counter_name(each: LibraryKpi) -> str:
    return library.kpi(each.counters[0]).name if each.counters else ""


def department_of(ws: Workspace, each: LibraryKpi) -> Uid | None:
    """The department of this file that a library KPI belongs to, by its name in the file's language."""
    uid = library_uid(f"department:{each.department}")
    with text.using(ws.company.language):
        name = library.department_name(each.department).casefold()
    return next((known.uid for known in ws.all(Department) if known.uid == uid or known.name.casefold() == name), None)


def _ensure_department(ws: Workspace, change: Transaction, each: LibraryKpi) -> Uid:
    known = department_of(ws, each)
    if known is not None:
        return known
    about = next(place for place in library.departments() if place.key == each.department)
    rows = ws.all(Department)
    order = change.order_between(rows[-1].order if rows else None, None)
    return change.add(Department(library_uid(f"department:{about.key}"), about.name, about.icon, order))


# ---- templates -----------------------------------------------------------------------------------


def found_template(name: str) -> Template:
    """The template with an id; raises ``NotFound`` with the ids there are."""
    try:
        return library.template(name.strip())
    except KeyError:
        ids = ", ".join(library.template_ids())
        raise NotFound(msg("No template named “{name}”. Available: {ids}.", name=name, ids=ids)) from None


def apply_template(ws: Workspace, name: str, *, goals: bool = True) -> tuple[str, ...]:
    """Fill a file with a template in the company's language: strategy, KPIs with limits, goals of this quarter.

    Without ``goals`` they stay suggestions, which ``suggested_goals`` gives: nobody is measured against what nobody
    here has said.

    All or nothing, and one step of undo. KPIs and objectives that are there already stay as they are, also a KPI
    that only has the name of one in the template; the names of those KPIs are returned.
    """
    with text.using(ws.company.language):
        template = found_template(name)
        there = {each.kpi.id: there_already(ws, each.kpi) for each in template.kpis}
        fresh = [each for each in template.kpis if there[each.kpi.id] is None]
        wanted = [
            (each.kpi, Limits(each.target, each.high, each.red_flag, each.red_high, suggested=True)) for each in fresh
        ]
        with ws.transaction(msg("start with “{name}”", name=template.name)) as change:
            _add(ws, change, wanted)
            if not ws.company.strategy:
                people.set_company(ws, strategy=template.strategy)
            if goals:
                _add_goals(ws, template)
    return tuple(kpi.name for kpi in there.values() if kpi is not None)


def suggested_goals(ws: Workspace, name: str) -> tuple[str, ...]:
    """What a template would have the company achieve: its key results as sentences, in the company's language."""
    with text.using(ws.company.language):
        results = [each for objective in found_template(name).objectives for each in objective.results]
        return tuple(
            _("{title} from {start} to {target}").format(
                title=each.title, start=fmt.in_full(each.start),
                target=fmt.with_unit(each.target, each.unit, fmt.stored_decimals(each.target, each.unit)),
            )
            for each in results
        )  # fmt: skip


def _add_goals(ws: Workspace, template: Template) -> None:
    company = ws.company
    period = Period.containing(ws.today(), company.cycle_length, company.fiscal_year_start)
    cycle = cycles.ensure_cycle(ws, period)
    there = {node.title for node in ws.all(Objective) if node.cycle == cycle}
    for objective in template.objectives:
        if objective.title in there:
            continue
        top = editing.add_objective(ws, objective.title, cycle=cycle)
        for each in objective.results:
            known = _measured_by(ws, template, each)
            editing.add_key_result(
                ws, each.title, parent=top, start=each.start, target=each.target, unit=each.unit,
                kpi=known.uid if known else None, window=each.window, decimals=known.decimals if known else 0,
            )  # fmt: skip


def _measured_by(ws: Workspace, template: Template, result: TemplateResult) -> Kpi | None:
    """The KPI that a key result reads; one that only has the name counts in another unit perhaps, and then is none."""
    if not result.kpi:
        return None
    wanted = next(each.kpi for each in template.kpis if each.kpi.id == result.kpi)
    found = there_already(ws, wanted)
    return found if found is not None and (found.uid == kpi_uid(wanted.id) or found.unit == wanted.unit) else None
