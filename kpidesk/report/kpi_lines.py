"""One KPI of the review: its figure for the cycle, and where that lies between red flag and target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpidesk import format as fmt
from kpidesk.domain.change import Change
from kpidesk.domain.entities import Annotation, Direction, Kpi, Uid, Verdict
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.domain.rounding import decimals_apart
from kpidesk.domain.series.possible import Edges
from kpidesk.domain.signals import RuleSet
from kpidesk.figures import KpiFigures, Point, Segment, SignalRun, last_year_points
from kpidesk.figures.points import begun, inside, until
from kpidesk.figures.sentences import NORMAL, QUIET, RECENT, plain_sentence, unsettled
from kpidesk.report import sentences
from kpidesk.report.kpi_history import History, figure_of, moved
from kpidesk.report.model import CoverLine, KpiLine
from kpidesk.report.text_clean import clean
from kpidesk.report.text_clean import figures as paper
from kpidesk.text import Message, _, language
from kpidesk.viz.axes import unit_label
from kpidesk.viz.chart import Axis, Beside, ChartSpec, Note, chart_spec
from kpidesk.viz.labels import limits_text
from kpidesk.viz.spark import spark_spec
from kpidesk.viz.status_shapes import standing_word
from kpidesk.wording.fields import lower

NO_VALUE = "–"
TREND = 13
"""Points in a sparkline."""
CHART_COUNTS = {
    Frequency.DAY: 60,
    Frequency.WEEK: 39,
    Frequency.MONTH: 24,
    Frequency.QUARTER: 12,
    Frequency.TERTIAL: 9,
    Frequency.HALF_YEAR: 8,
    Frequency.YEAR: 8,
}
LEAST_HISTORY = 3
"""So many numbers make a line for the cover."""
COVER_COUNTS = {**CHART_COUNTS, Frequency.DAY: 90, Frequency.WEEK: 104}


@dataclass(frozen=True)
class Context:
    """What every line of one review shares."""

    period: Period
    as_of: dt.date
    fiscal_start: int
    departments: Mapping[Uid, str]
    people: Mapping[Uid, str]
    said: Mapping[Uid, str] = field(default_factory=dict)
    """The sentence that somebody has written under a KPI."""


@dataclass(frozen=True)
class Scale:
    """How a KPI's numbers are written: divided by what, with which unit beside the name."""

    divisor: float
    unit: str
    decimals: int

    def write(self, value: float | None) -> str:
        """A number without its unit; an en dash for none."""
        return NO_VALUE if value is None else paper(fmt.number(value / self.divisor, self.decimals))

    def beside(self, point: Point | None) -> Scale:
        """The same scale with the decimals that tell a number from the goal that it is held against."""
        goal = point.nearest_goal if point is not None else None
        if point is None or point.value is None or goal is None:
            return self
        return replace(self, decimals=decimals_apart(point.value / self.divisor, goal / self.divisor, self.decimals))

    def write_change(self, delta: Change, unit: str) -> str:
        """A change in points or in the KPI's own unit."""
        return paper(fmt.difference(delta.difference / self.divisor, unit if delta.points else "", self.decimals))


def scale_of(kpi: Kpi, values: Iterable[float | None]) -> Scale:
    """Amounts of 100 000 and more are written in thousands, of 100 million and more in millions, then in billions."""
    largest = max((abs(v) for v in values if v is not None), default=0.0)
    if kpi.unit != "currency" or largest < 100_000:
        unit = "" if kpi.unit in ("count", "") else fmt.unit_mark(kpi.unit)
        unit = {"score": fmt.unit_word("score"), "ratio": "×"}.get(kpi.unit, unit)
        return Scale(1.0, clean(unit), kpi.decimals)
    if largest < 100_000_000:
        return Scale(1_000.0, _("NOK k"), 1 if largest < 1_000_000 else 0)
    if largest < 1_000_000_000_000:
        return Scale(1_000_000.0, _("NOK m"), 1 if largest < 1_000_000_000 else 0)
    return Scale(1_000_000_000.0, _("NOK bn"), 0)


@dataclass(frozen=True)
class Shown:
    """A KPI's figures up to the end of the cycle, for its chart."""

    kpi: Kpi
    frequency: Frequency
    points: Sequence[Point]
    segments: tuple[Segment, ...]
    breaks: tuple[Period, ...]
    rules: RuleSet
    signals: tuple[SignalRun, ...]
    sentence: Message | None
    bounds: Edges

    def possible(self, value: float) -> float:
        """A calculated number, no further out than the KPI can go."""
        return self.bounds.held(value)


def kpi_line(
    figures: KpiFigures, longer: KpiFigures | None, annotations: Sequence[Annotation], context: Context
) -> KpiLine:
    """The line for one KPI; ``longer`` are its figures by periods of the cycle's length."""
    kpi, period = figures.kpi, context.period
    own = until(figures.points, period.last)
    known = _known(figures, context)
    now = figure_of(known, longer, period)
    whole = longer is not None and now is not None and now.period == period and kpi.frequency is not period.frequency
    scale = scale_of(kpi, [p.value for p in own[-TREND:]] + [now.value if now else None])
    hidden = _hidden(inside(own, period), now, period)
    if hidden:
        now = None
    silent = _silence(inside(own, period), hidden=hidden)
    history = History(kpi.unit, known, longer.known_points if longer else (), figures.breaks)
    delta, year = history.changes(now)
    before = history.a_cycle_before(now, period)
    near = scale.beside(now)
    value = _("hidden") if hidden else near.write(now.value if now else None)
    status = now.status.value if now is not None else silent
    signal = any(p.signal for p in inside(own, period))
    early = status == "no_data" and now is None and _not_due_yet(kpi.frequency, context)
    short = _change_text(delta, kpi, scale)
    spec = chart(figures, annotations, context)
    base = delta.base_period if delta else None
    previous_name, since = (_short_name(base, context), _told_name(base, context)) if base else ("", "")
    line = KpiLine(
        uid=kpi.uid,
        name=clean(kpi.short_name or kpi.name),
        unit=scale.unit,
        unit_per=spec.unit_label,
        department=context.departments.get(kpi.department or "", ""),
        owner=clean(context.people.get(kpi.owner or "", "")),
        status=status,
        status_word=_("No number yet") if early else standing(now, status),
        signal=signal and not hidden,
        spark=spark_spec(own, count=TREND, last_missing=_lacks_newest(own)),
        value=value,
        value_unit="" if hidden or scale.divisor != 1 else _after(value, kpi.unit),
        scaled=scale.divisor != 1,
        value_period=_("covers fewer than five people") if hidden else _value_period(now, whole=whole, context=context),
        provisional=_provisional(now, whole=whole, context=context),
        target=target_text(now, near),
        variance=variance(now, kpi, scale),
        # Translators: a change, “+5 %”, measured against a period
        change_previous=_("{change} on {period}").format(change=short, period=previous_name) if short else "",
        change_previous_short=short,
        change_told=_("{change} on {period}").format(change=short, period=since) if short else "",
        change_direction=(delta.difference > 0) - (delta.difference < 0) if delta else 0,
        change_year=_change_text(year, kpi, scale),
        position=position(now, kpi.direction),
        previous_position=position(before, kpi.direction),
        previous_value=scale.write(before.value) if before else "",
        chart=spec,
        sentence="",
        raw=(),
        raw_target="",
        frequency=kpi.frequency.value,
        hidden=hidden,
        early=early,
        number=now.value if now else None,
        target_number=now.target if now else None,
        target_high=upper_edge(now),
        true_unit=clean(fmt.unit_word(kpi.unit)),
        decimals=kpi.decimals,
        previous_name=previous_name,
        moved=moved(now, before),
        limits_note=", ".join(limits_text(spec.limits, figures.rules)),
    )
    # A signal earlier in the cycle and calm since: the mark stands, and no sentence denies it. What numbers before the
    # cycle meant is not said of one without any.
    varies = _variation(figures, known) if now is not None else None
    flagged = varies is not None and varies not in QUIET
    meaning = _sentence(varies) if (flagged or not signal) and not hidden else ""
    stands_out = status in ("at_risk", "off_track") or flagged
    proposed = sentences.kpi_draft(line, meaning) if stands_out and not hidden else ""
    said = context.said.get(kpi.uid, "")
    return replace(line, sentence=said or proposed or meaning, proposed=proposed, told=bool(said))


def upper_edge(point: Point | None) -> float | None:
    """The upper edge of a band; none where the goal is one number."""
    return None if point is None or point.high == point.target else point.high


def _after(value: str, unit: str) -> str:
    """The unit after a written value, in the singular after 1."""
    told = fmt.points(value, unit) if unit == "score" else fmt.joined(value, unit)
    return clean(told.removeprefix(value).strip(fmt.NBSP))


def _hidden(own: Sequence[Point], now: Point | None, period: Period) -> bool:
    """Tell whether the number that would be shown of a cycle is about too few persons; ``own`` are its points."""
    masked = [p.period for p in own if p.masked]
    return bool(masked) and (now is None or now.period.last <= masked[-1].last or now.period == period)


def _silence(own: Sequence[Point], *, hidden: bool) -> str:
    """What a KPI without a number stands as: nobody has failed to enter one where it was said not to apply."""
    if hidden:
        return "hidden"
    return "not_applicable" if own and all(point.not_applicable for point in own) else "no_data"


def _lacks_newest(own: Sequence[Point]) -> bool:
    """Tell whether the newest number is missing, and not one that was said not to apply."""
    return bool(own) and own[-1].value is None and not own[-1].not_applicable


def status_of(point: Point) -> str:
    """What one period of a KPI stands as on paper."""
    return point.status.value if point.value is not None else _silence((point,), hidden=point.masked)


def _variation(figures: KpiFigures, known: Sequence[Point]) -> Message | None:
    """What the variation meant by the end of the cycle, until which ``known`` go: later signals are not its."""
    entered = tuple(point.period for point in known[-RECENT:])
    runs = tuple(run for run in figures.signals if entered and run.last <= entered[-1])
    if figures.sentence is None or (entered and entered[-1] == figures.known_points[-1].period):
        return figures.sentence
    sentence = plain_sentence(runs, entered)
    provisional = figures.limits is not None and figures.limits.provisional
    return unsettled(runs) if sentence == NORMAL and provisional else sentence


def _sentence(told: Message | None) -> str:
    """What the variation means, as a sentence with its full stop."""
    words = clean(str(told)) if told is not None else ""
    return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."


def _short_name(period: Period, context: Context) -> str:
    """A period inside a line of text: weeks by name, longer ones in their shortest form."""
    short = period.frequency in (Frequency.MONTH, Frequency.QUARTER)
    return (fmt.period_short if short else fmt.period_name)(period, context.fiscal_start)


def _told_name(period: Period, context: Context) -> str:
    """A period inside a sentence, in whole words: a month needs no year beside the one that it follows."""
    if period.frequency is Frequency.MONTH:
        return fmt.MONTHS[language()][period.first.month - 1]
    return fmt.period_name(period, context.fiscal_start)


def position(point: Point | None, direction: Direction) -> float | None:
    """``(value − target) / |target − red flag|``, turned so that more is better; 0 is the target.

    For a band the distance to the nearer edge counts, positive inside. ``None`` where there is no
    value, no target that anybody has confirmed, or no red flag.
    """
    if point is None or point.value is None or point.target is None or point.red_flag is None or point.suggested:
        return None
    distance = abs(point.target - point.red_flag)
    if distance == 0:
        return None
    if direction is Direction.MAINTAIN:
        high = point.high if point.high is not None else point.target
        return min(point.value - point.target, high - point.value) / distance
    by = point.value - point.target
    return (-by if direction is Direction.DECREASE else by) / distance


def _value_period(now: Point | None, *, whole: bool, context: Context) -> str:
    if now is None:
        return _("no number in the period")
    name = fmt.period_name(now.period, context.fiscal_start)
    if whole and now.provisional and context.as_of <= now.period.last:
        return _("so far in {period}").format(period=name)
    return _("all of {period}").format(period=name) if whole else name


def _provisional(now: Point | None, *, whole: bool, context: Context) -> str:
    """How many numbers a value was made of, where some are late."""
    if now is None or not now.provisional or (whole and context.as_of <= now.period.last):
        return ""
    return _("{have} of {of} numbers").format(have=now.have, of=now.of)


def _not_due_yet(frequency: Frequency, context: Context) -> bool:
    """Tell whether no period of that length has ended in the cycle, so that nobody has failed to enter its number."""
    first = Period.containing(context.period.first, frequency, context.fiscal_start)
    return first.last >= context.as_of


def standing(now: Point | None, status: str) -> str:
    """The word for a status; where there is none because nobody has confirmed the target, that."""
    if status == "not_applicable":
        return _("Not applicable")
    return standing_word(status, suggested=now is not None and now.suggested)


def target_text(now: Point | None, scale: Scale) -> str:
    """The target, or both edges of a band."""
    if now is None or now.target is None:
        return ""
    high = None if now.high is None else now.high / scale.divisor
    return paper(fmt.between(now.target / scale.divisor, high, scale.decimals))


def variance(now: Point | None, kpi: Kpi, scale: Scale) -> str:
    """The gap to the target, or to the nearer edge of a band; nothing inside the band, or to a mere suggestion."""
    goal = now.nearest_goal if now is not None and not now.suggested else None
    if now is None or now.value is None or goal is None:
        return ""
    unit = kpi.unit if scale.divisor == 1 else ""
    return paper(fmt.gap(now.value / scale.divisor, goal / scale.divisor, unit, scale.decimals))


def _change_text(delta: Change | None, kpi: Kpi, scale: Scale) -> str:
    """Percentages and scores in points, others in percent of the base; the bare difference when that is 0."""
    if delta is None:
        return ""
    if delta.points or delta.relative is None:
        return scale.write_change(delta, kpi.unit)
    return paper(fmt.share(delta.relative))


def chart(figures: KpiFigures, annotations: Sequence[Annotation], context: Context) -> ChartSpec:
    """The panel's chart, up to the end of the cycle, with every word cleaned for paper."""
    shown = Shown(
        figures.kpi,
        figures.frequency,
        until(figures.points, context.period.last),
        figures.segments,
        figures.breaks,
        figures.rules,
        figures.signals,
        figures.sentence,
        figures.bounds,
    )
    running = context.as_of < context.period.last
    spec = chart_spec(
        shown,
        Axis(
            count=CHART_COUNTS[figures.frequency],
            until=context.period.last if running else None,
            fiscal_start=context.fiscal_start,
            reviewed=(context.period.first, context.period.last),
        ),
        Beside(
            notes=_notes(annotations, context.as_of),
            last_year=last_year_points(figures),
            forecast=figures.forecast(context.period.last) if running else (),
        ),
        aim=figures.aim,
    )
    return replace(
        spec,
        unit_label=clean(spec.unit_label),
        description=clean(spec.description),
        y_ticks=tuple((v, paper(t)) for v, t in spec.y_ticks),
        end_labels=tuple(replace(e, text=paper(e.text)) for e in spec.end_labels),
        notes=tuple(replace(n, text=clean(n.text)) for n in spec.notes),
    )


def _notes(annotations: Sequence[Annotation], as_of: dt.date) -> list[Note]:
    """The notes on periods that have begun."""
    found = []
    for annotation in annotations:
        if annotation.confirmed is not None and not annotation.text.strip():
            continue
        try:
            period = Period.from_code(annotation.period)
        except BadPeriod:
            continue
        if period.first <= as_of:
            found.append(Note(period, note_words(annotation)))
    return found


def note_words(annotation: Annotation) -> str:
    """A note with what became of it, when it tells of something that was done."""
    words = annotation.text.strip()
    if not annotation.action or annotation.helped is None:
        return words
    answer = {
        Verdict.YES: _("it helped"),
        Verdict.PARTLY: _("it helped in part"),
        Verdict.NO: _("it did not help"),
        Verdict.TOO_EARLY: _("too early to tell"),
    }[annotation.helped]
    return f"{words} – {answer}" if words else answer


def cover_line(all_figures: Sequence[KpiFigures], context: Context) -> CoverLine | None:
    """The first KPI in money with a history, one of which more is better before others; else that with the longest."""
    fitting = [figures for figures in all_figures if len(_known(figures, context)) >= LEAST_HISTORY]

    def rank(figures: KpiFigures) -> tuple[bool, bool, int]:
        money, more = figures.kpi.unit == "currency", figures.kpi.direction is Direction.INCREASE
        return not (money and more), not money, 0 if money else -len(_known(figures, context))

    return _cover_of(min(fitting, key=rank), context) if fitting else None


def _known(figures: KpiFigures, context: Context) -> Sequence[Point]:
    """The points up to the end of the cycle that have a value."""
    return until(figures.known_points, context.period.last)


def _cover_of(figures: KpiFigures, context: Context) -> CoverLine:
    kpi = figures.kpi
    known = _known(figures, context)
    points = [
        p
        for p in begun(figures.points, known[-1].period.first)[-COVER_COUNTS[figures.frequency] :]
        if known[0].period <= p.period
    ]
    scale = scale_of(kpi, [p.value for p in points])
    inside = [i for i, p in enumerate(points) if context.period.contains(p.period.anchor)]
    ticks = [
        (i, p.period.year_text(context.fiscal_start))
        for i, p in enumerate(points)
        if i and p.period.year(context.fiscal_start) != points[i - 1].period.year(context.fiscal_start)
    ]
    latest = known[-1]
    name = clean(kpi.short_name or kpi.name)
    unit = lower(unit_label(kpi.unit, figures.frequency, scale.divisor))
    return CoverLine(
        title=clean(f"{name}, {unit}"),
        values=tuple(p.value for p in points),
        ticks=tuple(ticks),
        reviewed=(inside[0], inside[-1]) if inside else None,
        reviewed_text=fmt.period_short(context.period, context.fiscal_start),
        latest=scale.write(latest.value),
        scaled=scale.divisor != 1,
        latest_period=fmt.period_name(latest.period, context.fiscal_start),
        alt=clean(
            f"{name}: {scale.write(latest.value)} {scale.unit}, {fmt.period_name(latest.period, context.fiscal_start)}"
        ),
    )
