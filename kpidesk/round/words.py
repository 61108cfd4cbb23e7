"""What the round says: of a number and what it does, of a goal, and at its end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.domain.entities import CheckIn, KeyResult, ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import decimals_apart
from kpidesk.domain.status import UNMEASURED
from kpidesk.round.agenda import Tally
from kpidesk.round.check_in import CheckInFacts
from kpidesk.round.number import Effect, NumberFacts
from kpidesk.round.steps import Kind
from kpidesk.text import _, ngettext, pgettext
from kpidesk.wording.goals import held_to, now_text
from kpidesk.wording.kpis import period_words

MINUTE, HALF_A_YEAR = 60, 180
"""Seconds, and days."""


def kind_name(kind: Kind) -> str:
    """What the steps of a kind are called above their dots."""
    return {
        Kind.NUMBER: _("Numbers"), Kind.CHECK_IN: pgettext("round", "Check-ins"), Kind.LOOK: _("Stands out"),
        Kind.DECISION: _("Decision"),
    }[kind]  # fmt: skip


# ---- a number --------------------------------------------------------------------------------------


def number_title(facts: NumberFacts, today: dt.date, fiscal_start: int) -> str:
    """``Besøk på nettsiden i uke 11``."""
    period = period_words(facts.period, today, fiscal_start)
    pattern = _("{name} on {day}") if facts.period.frequency is Frequency.DAY else _("{name} in {period}")
    return pattern.format(name=facts.source.name, period=period, day=period)


def number_caption(facts: NumberFacts) -> str:
    """Who enters it and how often, and for how long it has been overdue."""
    rhythm = fmt.every(facts.period.frequency)
    rhythm = rhythm[:1].lower() + rhythm[1:]
    who = _("Entered by {name}").format(name=facts.who) if facts.who else ""
    over = fmt.overdue(facts.overdue) if facts.overdue else ""
    return fmt.capital(" · ".join(each for each in (who, rhythm, over) if each))


def number_days(facts: NumberFacts) -> str:
    """The days that the number covers; empty for a single one, which the title names."""
    return "" if facts.period.frequency is Frequency.DAY else fmt.period_span(facts.period)


def before_words(facts: NumberFacts, today: dt.date, fiscal_start: int) -> str:
    """``Uke 10: 4 390``."""
    if facts.before is None:
        return _("The first number")
    period, value = facts.before
    number = fmt.number(value, facts.source.decimals)
    return f"{fmt.capital(period_words(period, today, fiscal_start))}: {number}"


def usual_words(facts: NumberFacts) -> str:
    """``Vanligvis 4 110–4 630``; empty where nothing is known of that."""
    if facts.band is None:
        return ""
    return _("Usually {numbers}").format(numbers=fmt.between(*facts.band, facts.source.decimals))


def effect_words(effects: Sequence[Effect], readers: int, today: dt.date, fiscal_start: int) -> str:
    """What a number would make of the KPIs that read it: the first one told, the others named or counted."""
    told = [words for each in effects if (words := _effect(each, today, fiscal_start))]
    rest = readers - len(effects)
    if rest > 0:
        told.append(ngettext("{n} more KPI reads it.", "{n} more KPIs read it.", rest).format(n=rest))
    return " ".join(told)


def _effect(effect: Effect, today: dt.date, fiscal_start: int) -> str:
    kpi, now = effect.kpi, effect.now
    name = kpi.short_name or kpi.name
    if now.masked:
        return f"{name}: {now.reason}"
    if now.value is None:
        return _("{name} can be calculated once the rest are in.").format(name=name)
    if now.provisional:
        period = period_words(effect.period, today, fiscal_start)
        value = fmt.with_unit(now.value, kpi.unit, kpi.decimals)
        return _("{name} in {period} becomes {value} so far.").format(name=name, period=period, value=value)
    return _compared(effect, now.value, name)


def became_words(effects: Sequence[Effect], today: dt.date, fiscal_start: int) -> str:
    """What a number has made of the first KPI that it has completed: ``Sykefravær i februar ble 5,4 %.``"""
    whole = (each for each in effects if each.now.value is not None and not each.now.provisional)
    effect = next(whole, None)
    if effect is None or effect.now.value is None:
        return ""
    kpi, period = effect.kpi, period_words(effect.period, today, fiscal_start)
    value = fmt.with_unit(effect.now.value, kpi.unit, kpi.decimals)
    pattern = _("{name} in {period} came to {value}.")
    if effect.period.frequency is Frequency.DAY:
        pattern = _("{name} on {period} came to {value}.")
    return pattern.format(name=kpi.short_name or kpi.name, period=period, value=value)


def _compared(effect: Effect, value: float, name: str) -> str:
    before, places = effect.before, effect.kpi.decimals
    if before is None:
        return _("{name} becomes {value}.").format(name=name, value=fmt.with_unit(value, effect.kpi.unit, places))
    places = decimals_apart(value, before, places)
    now, then = (fmt.with_unit(each, effect.kpi.unit, places) for each in (value, before))
    if value == before:
        return _("{name} stays at {value}.").format(name=name, value=now)
    pattern = _("{name} becomes {value}, up from {before}.") if value > before else _(
        "{name} becomes {value}, down from {before}."
    )  # fmt: skip
    return pattern.format(name=name, value=now, before=then)


def came_words(number: str, author: str) -> str:
    """A number that somebody else has entered while the round stood there."""
    if author:
        return _("{name} has entered {number} meanwhile.").format(name=author, number=number)
    return _("{number} has come in meanwhile.").format(number=number)


# ---- a check-in ------------------------------------------------------------------------------------


def check_in_caption(facts: CheckInFacts) -> str:
    """``Nøkkelresultat · Markedsføring · eier Jonas Berg``."""
    owner = _("owner {name}").format(name=facts.owner) if facts.owner else ""
    return " · ".join(each for each in (_("Key result"), facts.department, owner) if each)


def standing_words(facts: CheckInFacts) -> str:
    """``1,79 % nå, 21 % av veien. Forventet 83 %.``"""
    figures, node = facts.figures, facts.node
    parts = []
    if node.kind is not ResultKind.DONE and (now := now_text(figures)):
        parts.append(_("{value} now").format(value=now))
    silent = figures.progress.score is None or figures.status in UNMEASURED
    if figures.progress.score is not None and not silent and _has_way(node):
        # Translators: how far a key result has come
        parts.append(_("{percent} of the way").format(percent=fmt.percent(figures.progress.score)))
    said = f"{', '.join(parts)}." if parts else ""
    expected = held_to(figures)
    if expected is not None and _has_way(node):
        said += " " + _("Expected {percent}.").format(percent=fmt.percent(expected))
    return said.strip()


def _has_way(node: KeyResult) -> bool:
    return node.kind in (ResultKind.FROM_TO, ResultKind.MILESTONES)


def last_heading(last: CheckIn, author: str, today: dt.date) -> str:
    """``Forrige uke, torsdag 12. mars · Jonas · trygghet 3``."""
    day = last.day or today
    when = fmt.weekday_day(day) if (today - day).days < HALF_A_YEAR else fmt.day(day)
    if _monday(day) == _monday(today):
        when = _("This week, {day}").format(day=when)
    elif _monday(day) == _monday(today) - dt.timedelta(weeks=1):
        when = _("Last week, {day}").format(day=when)
    sure = "" if last.confidence is None else _("confidence {n}").format(n=last.confidence)
    return fmt.capital(" · ".join(each for each in (when, author.partition(" ")[0], sure) if each))


def _monday(day: dt.date) -> dt.date:
    return Period.containing(day, Frequency.WEEK).first


def initiative_words(due: dt.date | None, done_on: dt.date | None, today: dt.date) -> str:
    """``frist 18. mars`` or ``gjort 10. mars``."""
    if done_on is not None:
        return _("done {day}").format(day=fmt.day_short(done_on, today))
    return "" if due is None else _("due {day}").format(day=fmt.day_short(due, today))


# ---- the end ---------------------------------------------------------------------------------------


def minutes_words(seconds: int) -> str:
    """Whole minutes in view: ``4 min``; nothing is said of the first."""
    return _("{n} min").format(n=seconds // 60) if seconds >= MINUTE else ""


def ended_words(found: Tally) -> str:
    """``Ukerunden er ferdig: 6 tall, 3 innsjekker, 1 beslutning.``"""
    counted = (
        (found.numbers, ngettext("{n} number", "{n} numbers", found.numbers)),
        (found.check_ins, ngettext("{n} check-in", "{n} check-ins", found.check_ins)),
        (found.decisions, ngettext("{n} decision", "{n} decisions", found.decisions)),
    )
    told = [words.format(n=fmt.number(n)) for n, words in counted if n]
    if not told:
        return _("The weekly round is done.")
    return _("The weekly round is done: {list}.").format(list=", ".join(told))
