"""What was read out of a goal's sentence, in words: the line under the one that is being typed."""

from __future__ import annotations

from collections.abc import Iterator

from kpidesk import format as fmt
from kpidesk.domain.entities import ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.reading.goals import GoalReading, Ground
from kpidesk.reading.goals.correct import Part, Way, way
from kpidesk.records import record
from kpidesk.text import _, pgettext

BETWEEN = " · "


@record(frozen=True)
class Said:
    """A part of the line: what is said around, and what was read."""

    words: str
    strong: str = ""

    def __str__(self) -> str:
        return f"{self.words}{self.strong}"


def reading_line(reading: GoalReading, ground: Ground, *, objective: bool = False) -> str:
    """All that was read, in one line: ``38 → 50 · opp · innen 30. juni · følger KPI-en NPS``."""
    return BETWEEN.join(map(str, reading_parts(reading, ground, objective=objective)))


def reading_parts(reading: GoalReading, ground: Ground, *, objective: bool = False) -> tuple[Said, ...]:
    """All that was read, part by part.

    For an ``objective`` the number makes a key result of its own, and without one there is nothing to be missed.
    """
    found = list(_parts(reading, ground))
    if objective and reading.measured:
        found[0] = Said(_("with the key result {reading}").format(reading=""), found[0].strong)
    if not reading.measured and not (objective and not reading.notes):
        found.insert(0, Said(_("no number read")))
    return (*found, *(Said(str(note)) for note in reading.notes))


def _parts(reading: GoalReading, ground: Ground) -> Iterator[Said]:
    if reading.measured:
        yield Said("", numbers(reading))
        if way(reading) in (Way.UP, Way.DOWN):
            yield Said(way_word(reading))
    if reading.due is not None:
        yield Said(_("by {day}").format(day=fmt.day_short(reading.due, ground.today)))
    if reading.cycle is not None:
        yield Said(cycle_words(reading.cycle, ground.fiscal_start))
    if reading.measured and reading.kpi is not None:
        yield Said(_("follows the KPI {kpi}").format(kpi=""), reading.kpi.name)
    if reading.measured and reading.kind is ResultKind.FROM_TO:
        yield from (Said(words) for words in _start(reading, ground))


def _start(reading: GoalReading, ground: Ground) -> Iterator[str]:
    """Where the start comes from, where the sentence does not tell it."""
    if reading.start_from is not None:
        period = fmt.period_name(reading.start_from.period, ground.fiscal_start)
        yield _("starts at the number for {period}").format(period=period)
    elif reading.start is None and reading.way:
        yield _("starts at the first number, which decides the direction")
    elif reading.start is None:
        yield _("starts at the first number")


def numbers(reading: GoalReading) -> str:
    """From where to where, or what is to be held: ``38 → 50 poeng``, ``hold minst 95 %``, ``gjort eller ikke``."""
    if reading.kind is ResultKind.HOLD:
        return _held(reading)
    if reading.kind is ResultKind.DONE:
        return _("done or not")
    start = "" if reading.start is None else f"{_number(reading.start, reading)} "
    return f"{start}→ {_with_unit(reading.target or 0.0, reading)}"


def _held(reading: GoalReading) -> str:
    if reading.low is not None and reading.high is not None:
        both = fmt.from_to(_number(reading.low, reading), _with_unit(reading.high, reading))
        return _("hold {limits}").format(limits=both)
    if reading.low is not None:
        return _("hold at least {limit}").format(limit=_with_unit(reading.low, reading))
    return _("hold at most {limit}").format(limit=_with_unit(reading.high or 0.0, reading))


def _number(value: float, reading: GoalReading) -> str:
    least = min(reading.decimals, max(fmt.fitting_decimals(each) for each in _all(reading)))
    return fmt.number(value, max(least, fmt.fitting_decimals(value)))


def _all(reading: GoalReading) -> list[float]:
    return [each for each in (reading.start, reading.target, reading.low, reading.high) if each is not None]


def _with_unit(value: float, reading: GoalReading) -> str:
    words = _number(value, reading)
    return fmt.points(words, "score") if reading.unit == "score" else fmt.joined(words, reading.unit)


def way_word(reading: GoalReading) -> str:
    """Where the number is to go: ``opp``; empty where nobody has said."""
    words = {
        Way.UP: pgettext("direction", "up"), Way.DOWN: pgettext("direction", "down"),
        Way.REACH: pgettext("direction", "reach"), Way.AT_LEAST: _("hold at least"),
        Way.AT_MOST: _("hold at most"), Way.BETWEEN: pgettext("direction", "hold between"),
    }  # fmt: skip
    found = way(reading)
    return "" if found is None else words[found]


def cycle_words(cycle: Period, fiscal_start: int) -> str:
    """The cycle that a goal is put in: ``i 2. kvartal 2026``, ``hele 2026``."""
    name = fmt.period_name(cycle, fiscal_start)
    if cycle.frequency is Frequency.YEAR:
        return _("all of {year}").format(year=name)
    return _("in {cycle}").format(cycle=name)


def reading_rows(reading: GoalReading, ground: Ground) -> list[tuple[str, str]]:
    """Each part that was read, by its name: ``Fra og til``, ``Retning``, ``Frist``, ``KPI``, ``Enhet``."""
    if not reading.measured and reading.due is None:
        return []
    rows = []
    if reading.kind is ResultKind.HOLD:
        rows.append((_("Level"), fmt.capital(numbers(reading))))
    elif reading.kind is ResultKind.DONE:
        rows.append((_("Measured as"), fmt.capital(numbers(reading))))
    elif reading.measured:
        rows.append((_("From and to"), numbers(reading)))
        rows.append((_("Direction"), way_word(reading) if reading.start is not None else ""))
    rows.append((_("Deadline"), "" if reading.due is None else fmt.day_short(reading.due, ground.today)))
    if reading.cycle is not None:
        rows.append((_("Cycle"), fmt.period_name(reading.cycle, ground.fiscal_start)))
    if reading.measured and reading.kind is not ResultKind.DONE:
        rows.append((_("KPI"), _kpi_row(reading, ground)))
        rows.append((_("Unit"), fmt.unit_word(reading.unit)))
    return [(name, words) for name, words in rows if words]


def _kpi_row(reading: GoalReading, ground: Ground) -> str:
    """The KPI with its newest number: ``NPS, 46 i februar 2026``."""
    if reading.kpi is None:
        return ""
    last = ground.last(reading.kpi.uid)
    if last is None:
        return reading.kpi.name
    value = fmt.with_unit(
        last.value, reading.kpi.unit, fmt.stored_decimals(last.value, reading.kpi.unit, reading.kpi.decimals)
    )
    period = fmt.period_name(last.period, ground.fiscal_start)
    return _("{kpi}, {value} in {period}").format(kpi=reading.kpi.name, value=value, period=period)


def field_text(reading: GoalReading, part: Part, ground: Ground) -> str:
    """What stands in the field of a part while the reading is being corrected."""
    if part is Part.WAY:
        return way_word(reading)
    if part is Part.DUE:
        return "" if reading.due is None else fmt.day_short(reading.due, ground.today)
    if part is Part.CYCLE:
        place = reading.cycle or ground.cycle
        return "" if place is None else fmt.period_name(place, ground.fiscal_start)
    if part is Part.KPI:
        return "" if reading.kpi is None else reading.kpi.name
    value = getattr(reading, part.value)
    return "" if value is None else _number(value, reading)


def part_name(part: Part) -> str:
    """What a part is called."""
    return {
        Part.START: _("From"), Part.TARGET: pgettext("goal", "To"), Part.LOW: _("At least"), Part.HIGH: _("At most"),
        Part.WAY: _("Direction"), Part.DUE: pgettext("deadline", "By"), Part.CYCLE: _("Cycle"), Part.KPI: _("KPI"),
    }[part]  # fmt: skip


def part_missing(part: Part) -> str:
    """What stands in an empty field."""
    return {
        Part.START: _("first number"), Part.TARGET: _("target"), Part.DUE: _("no date"), Part.KPI: _("no KPI"),
    }.get(part, "–")  # fmt: skip
