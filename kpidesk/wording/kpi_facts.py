"""What the KPI page says of a KPI beside its chart, in words: facts, signals, what was done, definitions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.domain.change import Change
from kpidesk.domain.entities import Definition, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import decimals_apart, decimals_beyond
from kpidesk.domain.signals import Rule
from kpidesk.domain.wording import count_word
from kpidesk.figures import Action, Effect, KpiFigures, Outlook, Point, SignalRun
from kpidesk.number_forms import band_forms
from kpidesk.text import _, language
from kpidesk.viz.chart import of_part
from kpidesk.wording.kpis import period_words, so_far

LARGE = 1e6
"""A forecast of this size is told in millions."""


@dataclass(frozen=True)
class Fact:
    """One line: what it is, and what it says; ``tip`` tells more."""

    label: str
    value: str
    tip: str = ""


@dataclass(frozen=True)
class SignalWords:
    """What a signal means, and where new limits could begin."""

    title: str
    sentence: str
    shift: Period | None = None


@dataclass(frozen=True)
class Speaker:
    """Knows the day and the company's calendar, so that periods are named as one says them today."""

    today: dt.date
    fiscal_start: int = 1

    def name(self, period: Period) -> str:
        """A period as one says it today."""
        return period_words(period, self.today, self.fiscal_start)

    def bare(self, period: Period) -> str:
        """A period without its year: ``uke 11``, ``februar``, ``1. kvartal``."""
        if period.frequency is Frequency.DAY:
            return fmt.day_month(period.first)
        name = fmt.period_name(period, self.fiscal_start)
        head, _comma, year = name.rpartition(" ")
        return head.rstrip(",") if head and year[:4].isdigit() and len(year) >= 4 else name

    def span(self, first: Period, last: Period) -> str:
        """From one period to another: ``uke 3–11``, ``januar–mars``; ``juni 2024 – mars`` over the turn of a year."""
        if first == last:
            return self.bare(first)
        if first.year(self.fiscal_start) != last.year(self.fiscal_start) and first.frequency is not Frequency.YEAR:
            return f"{self.name(first)} – {self.name(last)}"
        if first.frequency is Frequency.WEEK:
            return _("weeks {first}–{last}").format(first=first.number(), last=last.number())
        return f"{self.bare(first)}–{self.bare(last)}"


# ---- the latest number -----------------------------------------------------------------------------


def follows_path(figures: KpiFigures) -> bool:
    """Tell whether the target changes in every period."""
    targets = [point.target for point in figures.tail(3)]
    return len(targets) == 3 and None not in targets and len(set(targets)) == 3


def target_value(figures: KpiFigures, point: Point) -> str:
    """The target of a period, with the decimals that tell it from the number held against it."""
    if point.target is None:
        return ""
    return fmt.between(point.target, point.high, point.decimals(figures.kpi.decimals))


def parts_held(figures: KpiFigures, point: Point) -> str:
    """How many parts the target of a period is for, ``2 of 3``; empty where it is that of the whole."""
    if not of_part(point, figures.aim):
        return ""
    # Translators: so many of so many periods have numbers
    return _("{have} of {of}").format(have=point.have, of=point.of)


def gap_words(kpi: Kpi, point: Point) -> str:
    """How far a number is from its target: in percent of it, or in percentage points.

    A number that lacks parts is held against the target of those that it has, and none against a target that is only
    suggested.
    """
    if point.value is None or point.target is None or point.suggested:
        return ""
    goal = point.nearest_goal
    return "" if goal is None else fmt.gap(point.value, goal, kpi.unit, kpi.decimals)


def gap_sentence(figures: KpiFigures) -> str:
    """The gap of the latest number, with what it is a gap to."""
    return gap_at(figures, figures.latest) if figures.latest is not None else ""


def gap_at(figures: KpiFigures, point: Point) -> str:
    """The gap of one number, with what it is a gap to; nothing where it is held against no target."""
    if point.target is None or point.value is None or point.suggested:
        return ""
    gap, goal, parts = gap_words(figures.kpi, point), target_value(figures, point), parts_held(figures, point)
    if parts:
        beside, within = _("{gap} against the target for {parts} ({goal})"), _("within the target for {parts} ({goal})")
        return (beside if gap else within).format(gap=gap, parts=parts, goal=goal)
    if not gap:
        return _("within the target ({goal})").format(goal=goal)
    if follows_path(figures):
        return _("{gap} against the target path ({goal})").format(gap=gap, goal=goal)
    return _("{gap} against the target ({goal})").format(gap=gap, goal=goal)


# ---- the facts -------------------------------------------------------------------------------------


def facts(figures: KpiFigures, own: KpiFigures, outlook: Outlook | None, speaker: Speaker) -> list[Fact]:
    """Every fact that there is, from the newest comparison to the normal variation.

    ``own`` are the figures at the KPI's own frequency: they know the newest twelve whole months.
    """
    found = [*_compared(figures, speaker), *_running(figures.kpi, outlook, speaker)]
    rolling = own.rolling
    if rolling is not None and rolling.value is not None:
        value = fmt.with_unit(rolling.value, figures.kpi.unit, figures.kpi.decimals)
        change = change_words(rolling.change, figures.kpi)
        tip = _("{change} from the twelve months before").format(change=change) if change else ""
        label = _("Last 12 months")
        if rolling.have < rolling.of:
            label = _("Last 12 months, {have} of {of}").format(have=rolling.have, of=rolling.of)
        found.append(Fact(label, value, tip))
    limits = variation_words(figures)
    if limits:
        found.append(Fact(_("Normal variation"), limits, _provisional(figures)))
    return found


def _compared(figures: KpiFigures, speaker: Speaker) -> list[Fact]:
    """What the latest number is compared with; figures know what may be compared.

    Where the newest number is hidden there is nothing: the latest that is known is of an earlier period than is named.
    """
    latest, kpi, found = figures.latest, figures.kpi, []
    if figures.masked is not None:
        return []
    change, year = figures.change, figures.year_ago
    if change is not None and change.base_period is not None:
        label = _("From {period}").format(period=speaker.bare(change.base_period))
        found.append(Fact(label, difference_words(change, kpi), change_words(change, kpi)))
    if latest is not None and year is not None and figures.frequency is not Frequency.YEAR:
        label = _("Against {period} last year").format(period=speaker.bare(latest.period))
        found.append(Fact(label, change_words(year, kpi), difference_words(year, kpi)))
    return found


def _running(kpi: Kpi, outlook: Outlook | None, speaker: Speaker) -> list[Fact]:
    if outlook is None:
        return []
    found = []
    if outlook.so_far is not None:
        label = so_far(outlook.period.frequency)
        parts = _("{have} of {of} are in").format(have=outlook.have, of=outlook.of)
        value = fmt.with_unit(outlook.so_far, kpi.unit, kpi.decimals)
        found.append(Fact(label[0].upper() + label[1:], value, parts))
    if outlook.forecast is not None:
        label = _("Forecast {day}").format(day=fmt.day_month(outlook.period.last))
        tip = _("A forecast from the numbers so far, not a promise.")
        found.append(Fact(label, _about(outlook.forecast, kpi), tip))
    if outlook.target is not None:
        label = _target_for(outlook.period.frequency)
        found.append(Fact(label, _aimed_for(outlook.target, outlook.high, kpi), speaker.name(outlook.period)))
    return found


def added_share_words(unit: str) -> str:
    """Why to ask whether shares of a unit are to be added up: what two of them make."""
    shares, places = ((40.0, 50.0, 90.0), 0) if unit == "percent" else ((0.4, 0.5, 0.9), 1)
    one, other, both = (fmt.with_unit(share, unit, places) for share in shares)
    return _("Over time they are added up: {one} and {other} become {both}.").format(one=one, other=other, both=both)


def _target_for(frequency: Frequency) -> str:
    return {
        Frequency.TERTIAL: _("Target for the tertial"),
        Frequency.HALF_YEAR: _("Target for the half-year"),
        Frequency.YEAR: _("Target for the year"),
    }.get(frequency, _("Target for the quarter"))


def _aimed_for(target: float, high: float | None, kpi: Kpi) -> str:
    return _about(target, kpi) if high is None else band_forms(target, high, kpi.unit, kpi.decimals)[0]


def _about(value: float, kpi: Kpi) -> str:
    if kpi.unit == "currency" and abs(value) >= LARGE:
        return fmt.compact(value, kpi.unit, kpi.decimals)
    return fmt.with_unit(value, kpi.unit, kpi.decimals)


def difference_words(change: Change | None, kpi: Kpi) -> str:
    """A change in the KPI's own unit."""
    if change is None:
        return ""
    return fmt.difference(change.difference, kpi.unit, kpi.decimals)


def change_words(change: Change | None, kpi: Kpi) -> str:
    """A change in percent of what it is compared with; in the KPI's own unit where that says nothing."""
    if change is None or change.points or change.relative is None:
        return difference_words(change, kpi)
    return fmt.share(change.relative)


def variation_words(figures: KpiFigures) -> str:
    """The natural limits with the KPI's decimals, no further than the number can go."""
    edges = _edges(figures)
    return "" if edges is None else fmt.between(*edges, figures.kpi.decimals)


def _edges(figures: KpiFigures) -> tuple[float, float] | None:
    """The natural limits, held within what the number can be."""
    limits = figures.limits
    return None if limits is None else (figures.possible(limits.lower), figures.possible(limits.upper))


def _provisional(figures: KpiFigures) -> str:
    limits = figures.limits
    return _("Provisional: the limits are final after 12 values.") if limits and limits.provisional else ""


# ---- signals ---------------------------------------------------------------------------------------


def signal_words(figures: KpiFigures, speaker: Speaker) -> SignalWords | None:
    """The signal that holds, in one sentence: what happened, since when; nothing where all is as usual."""
    lasting = next((r for r in figures.signals if r.rule is Rule.RUN and r.first == figures.shift), None)
    if lasting is not None and figures.frequency is figures.kpi.frequency:
        return _lasting(figures, lasting, speaker)
    if not figures.flagged or figures.sentence is None:
        return None
    told = (run for run in reversed(figures.signals) if run.sentence == figures.sentence)
    run = next(told, None)
    return SignalWords(str(figures.sentence), "" if run is None else _around(figures, run, speaker))


def _around(figures: KpiFigures, run: SignalRun, speaker: Speaker) -> str:
    """What happened around a signal: the number and what is usual, the step, or since when."""
    limits = figures.limits
    if limits is None:
        return ""
    if run.rule is Rule.OUTSIDE:
        return _outside(figures, speaker, run.last)
    if run.rule is Rule.JUMP:
        return _jump(figures, speaker, run.last, limits.range_limit)
    periods = speaker.span(run.first, run.last)
    base = speaker.span(limits.first, limits.last)
    said = _("{periods}, compared with {base}.")
    return said.format(periods=fmt.capital(periods), base=base)


def _outside(figures: KpiFigures, speaker: Speaker, period: Period) -> str:
    """A number outside the limits, with the decimals that tell it from the one that it has passed."""
    edges, value = _edges(figures), dict(figures.known).get(period)
    if edges is None or value is None:
        return ""
    places = decimals_apart(value, edges[0] if value < edges[0] else edges[1], figures.kpi.decimals)
    low, high = (fmt.number(edge, places) for edge in edges)
    said = _("{number}. Normally between {low} and {high}.")
    return said.format(number=_numbers(figures, speaker, period, decimals=places), low=low, high=high)


def _jump(figures: KpiFigures, speaker: Speaker, period: Period, most: float) -> str:
    """Two numbers in a row, with the decimals that show their step to be larger than the usual one."""
    kpi, known, before = figures.kpi, dict(figures.known), period.previous()
    first, second, places = known.get(before), known.get(period), kpi.decimals
    if first is not None and second is not None:
        places = decimals_beyond(first, second, most, places)
    said = _("{numbers}. The step from one to the next is normally at most {most}.")
    numbers = _numbers(figures, speaker, before, period, decimals=places)
    return said.format(numbers=numbers, most=fmt.distance(most, kpi.unit, places))


def _numbers(figures: KpiFigures, speaker: Speaker, *periods: Period, decimals: int | None = None) -> str:
    """Some periods with their numbers, those that are known."""
    known = dict(figures.known)
    kpi = figures.kpi
    places = kpi.decimals if decimals is None else decimals
    said = [
        f"{speaker.bare(period)}: {fmt.with_unit(value, kpi.unit, places)}"
        for period in periods
        if (value := known.get(period)) is not None
    ]
    return fmt.capital(", ".join(said))


def _lasting(figures: KpiFigures, run: SignalRun, speaker: Speaker) -> SignalWords:
    title = _("The rise is lasting") if run.side > 0 else _("The fall is lasting")
    sentence = (
        _("{periods} lie above the mean of {base}. {count} in a row seldom happen by chance.")
        if run.side > 0
        else _("{periods} lie below the mean of {base}. {count} in a row seldom happen by chance.")
    )
    limits = figures.limits
    base = speaker.span(limits.first, limits.last) if limits is not None else ""
    periods = speaker.span(run.first, run.last)
    words = sentence.format(periods=fmt.capital(periods), base=base, count=count_word(run.length))
    return SignalWords(title, words, run.first)


# ---- what was done ---------------------------------------------------------------------------------


def effect_words(kpi: Kpi, effect: Effect) -> str:
    """The mean before and after something was done."""
    if effect.before is None or effect.after is None:
        return ""
    places = decimals_apart(effect.before, effect.after, kpi.decimals)
    before, after = (fmt.with_unit(mean, kpi.unit, places) for mean in (effect.before, effect.after))
    return _("The mean was {before} before and is {after} after.").format(before=before, after=after)


def action_words(action: Action, kpi: Kpi, speaker: Speaker) -> str:
    """What was done and when, and what the numbers did."""
    first = f"“{action.note.text}”" if language() == "en" else f"«{action.note.text}»"
    return f"{first}, {speaker.bare(action.period)}. {effect_words(kpi, action.effect)}".strip()


# ---- definitions -----------------------------------------------------------------------------------


def version_words(old: Definition, kpi: Kpi, speaker: Speaker) -> str:
    """How the KPI was calculated before, and until when."""
    if old.until is None:
        return ""
    last = Period.containing(old.until - dt.timedelta(days=1), kpi.frequency, speaker.fiscal_start)
    return _("until {period}: {definition}").format(
        period=speaker.name(last), definition=old.definition or old.formula or _("as entered")
    )


def ratio_words(source: Input, weight: Input | None) -> str:
    """What follows from a number that is entered as a finished ratio."""
    if not source.ratio:
        return ""
    if weight is not None:
        return _("Entered as a ready-made ratio, weighted by “{name}” over longer periods.").format(name=weight.name)
    return _("Entered as a ready-made ratio: longer periods can’t be calculated from it.")
