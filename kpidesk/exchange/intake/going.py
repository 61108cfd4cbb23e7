"""Where each measure goes, by what was chosen or is proposed: its words, its rule, and its numbers in their periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kpidesk.commands.intake import Destination, Existing, NewKpi
from kpidesk.domain.entities import Kpi
from kpidesk.exchange.intake import names, words
from kpidesk.exchange.intake.fitting import Day, Fitted, Rule, converts, fits, fitted
from kpidesk.exchange.intake.match import MOST_NEW, Here, Known, Proposed, all_proposed, called_as, here
from kpidesk.exchange.intake.new_kpi import Asked, fitting_decimals, new_kpi, usual_rule
from kpidesk.exchange.intake.preview import Choices, Offer
from kpidesk.exchange.tables.understood import Measure
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.text import Message, msg
from kpidesk.workspace import Reads


@dataclass(frozen=True)
class Going:
    """A measure on its way: where it goes, what that is called, and its numbers there; ``into`` none where it stays."""

    measure: Measure
    into: Destination
    goes_to: Message
    rule: Rule
    decimals: int
    fitted: Fitted
    note: Message | None = None


def all_going(ws: Reads, measures: Sequence[Measure], choices: Choices, place: Here) -> list[Going]:
    """Every measure with its destination: the one that was chosen, or else the one that is proposed."""
    day = Day(ws.company.fiscal_year_start, ws.today())
    proposals = all_proposed(measures, place, choices)
    fresh = _proposed_new(ws, measures, proposals, choices)
    found = []
    for measure in measures:
        into = choices.into.get(measure.key, fresh.get(measure.key))
        if isinstance(into, NewKpi) and into is not fresh.get(measure.key):  # another unit may have been chosen for it
            into = replace(into, decimals=fitting_decimals(measure, into.unit))
        if measure.key in proposals and proposals[measure.key].into is not None:
            into = proposals[measure.key].into
        sign = -1 if measure.key in choices.turned else 1
        found.append(_going(measure, into, proposals.get(measure.key), place, replace(day, sign=sign)))
    return found


def _proposed_new(
    ws: Reads, measures: Sequence[Measure], proposals: dict[str, Proposed], choices: Choices
) -> dict[str, NewKpi]:
    """KPIs to be made for measures that nothing here answers to.

    None where the file is one of a known kind, in which what else it holds was left aside before, and none of many
    columns but those that the library knows.
    """
    if choices.source is not None:
        return {}
    waiting = [measure for measure in measures if _is_unknown(proposals.get(measure.key)) and measure.numbers]
    if choices.known_as is not None and not choices.all_new:
        waiting = [measure for measure in waiting if measure.key in (choices.known_as or {})]
    elif len(waiting) > MOST_NEW and not choices.all_new:
        waiting = [measure for measure in waiting if names.library_input(measure.name) is not None]
    taken = {names.folded(kpi.name) for kpi in ws.all(Kpi)}
    in_use = sum(not kpi.parked for kpi in ws.all(Kpi)) + _chosen_new(choices.into.values())
    found: dict[str, NewKpi] = {}
    for measure in waiting:
        asked = Asked(in_use >= MOST_KPIS, taken, called_as(measure, choices), choices.usual)
        each = new_kpi(ws, measure, asked)
        in_use += not each.parked
        taken.add(names.folded(each.name))
        found[measure.key] = each
    return found


def _is_unknown(each: Proposed | None) -> bool:
    return each is not None and each.into is None and each.calculated is None and not each.several


def _chosen_new(chosen: Iterable[Destination]) -> int:
    return sum(isinstance(into, NewKpi) and not into.parked for into in chosen)


def _going(measure: Measure, into: Destination, proposal: Proposed | None, place: Here, day: Day) -> Going:
    if isinstance(into, NewKpi):
        rule = Rule(into.frequency, into.combine, into.unit)
        note = _rhythm_note(measure, None, proposal)
        return Going(measure, into, words.new_words(into), rule, into.decimals, fitted(measure, rule, day), note)
    known = place.of(into.input) if into is not None else None
    if known is None:
        rule = Rule(measure.frequency, usual_rule(measure.name, measure.unit), measure.unit)
        return Going(measure, None, words.SKIP, rule, 0, fitted(measure, rule, day), _why_skipped(proposal))
    rule = Rule(known.input.frequency, known.input.combine, known.input.unit)
    note = _unfit_note(measure, known)
    numbers = Fitted({}, {}) if note is not None else fitted(measure, rule, day)
    note = note or _rhythm_note(measure, known, proposal)
    return Going(measure, Existing(known.input.uid), known.words, rule, known.input.decimals, numbers, note)


def _why_skipped(proposal: Proposed | None) -> Message | None:
    if proposal is None:
        return None
    if proposal.calculated is not None:
        return msg("“{name}” is calculated. Take what it is calculated from instead.", name=proposal.calculated.name)
    if proposal.several:
        one, other = proposal.several[0].words, proposal.several[1].words
        return msg("Both “{one}” and “{other}” match this name. Choose one.", one=one, other=other)
    return None


def _unfit_note(measure: Measure, known: Known) -> Message | None:
    name, source = known.words, known.input
    if not converts(measure, source.unit):
        return msg(
            "“{name}” is measured in {unit}, and these are durations.",
            name=name, unit=words.UnitWord(source.unit),
        )  # fmt: skip
    if not fits(measure.frequency, source.frequency):
        every, periods = words.Every(source.frequency), words.MANY[measure.frequency]
        return msg(
            "“{name}” is entered {every}, and the file has only {periods}.", name=name, every=every, periods=periods
        )
    return None


def _rhythm_note(measure: Measure, known: Known | None, proposal: Proposed | None) -> Message | None:
    """Why a measure does not go to the input of its name that is entered in another rhythm."""
    other = proposal.other if proposal is not None else None
    if other is None or (known is not None and other.input.uid == known.input.uid):
        return None
    every, periods = words.Every(other.input.frequency), words.Capital(words.THESE[measure.frequency])
    if known is None:
        return msg(
            "{name} is entered {every}. {periods} go to a KPI of their own.",
            name=other.words, every=every, periods=periods,
        )  # fmt: skip
    return msg(
        "{name} is also entered {every}. {periods} go to {target}, which is entered {own}.",
        name=other.words, every=every, periods=periods, target=known.words, own=words.Every(known.input.frequency),
    )  # fmt: skip


def offers(ws: Reads, measure: Measure) -> tuple[Offer, ...]:
    """Everywhere that a measure can go: the inputs whose rhythm fits, a KPI of its own, and nowhere."""
    place = here(ws)
    fitting = [each for each in place.known if _unfit_note(measure, each) is None]
    taken = {names.folded(kpi.name) for kpi in ws.all(Kpi)}
    in_use = sum(not kpi.parked for kpi in ws.all(Kpi))
    fresh = new_kpi(ws, measure, Asked(in_use >= MOST_KPIS, taken))
    return (
        *(Offer(Existing(each.input.uid), each.words, words.rhythm_note(each.input.frequency)) for each in fitting),
        Offer(fresh, words.new_words(fresh), words.rhythm_note(fresh.frequency)),
        Offer(None, words.SKIP),
    )
