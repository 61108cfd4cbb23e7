"""The ground that sentences are read on in tests, and readings in one short line."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.entities import Direction, ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.reading.goals import GoalReading, Ground, KnownKpi, LastNumber, read_goal

TODAY = dt.date(2026, 3, 16)
Q1 = Period.parse("2026-Q1")
_UP, _DOWN = Direction.INCREASE, Direction.DECREASE
_KPIS = (
    ("NPS", ("NPS", "Net Promoter Score"), "score", _UP, 46.0),
    ("Returandel", ("Returandel", "Return rate"), "percent", _DOWN, 9.5),
    ("Nye kunder per måned", ("Nye kunder per måned",), "count", _UP, 14.0),
    ("Omsetning", ("Omsetning",), "currency", _UP, 410_000.0),
    ("Svinn", ("Svinn",), "percent", _DOWN, 7.2),
    ("Sykefravær", ("Sykefravær", "Sickness absence"), "percent", _DOWN, 6.1),
    ("Snittsalg", ("Snittsalg", "Average order value"), "currency", _UP, 780.0),
    ("Leveringspresisjon", ("Leveringspresisjon",), "percent", _UP, 93.0),
    ("Ventetid", ("Ventetid",), "minutes", _DOWN, 18.0),
    ("Conversion rate", ("Conversion rate",), "percent", _UP, 1.64),
    ("Reklamasjoner", ("Reklamasjoner",), "count", _DOWN, 22.0),
    ("Website visitors", ("Website visitors",), "count", _UP, 5400.0),
)
KPIS = tuple(KnownKpi(name, name, names, unit, 0, way) for name, names, unit, way, _last in _KPIS)
LAST = {name: LastNumber(last, Period.parse("2026-02")) for name, _names, _unit, _way, last in _KPIS}
GROUND = Ground(TODAY, 1, KPIS, Q1, Frequency.QUARTER, LAST.get)


def told(sentence: str, ground: Ground = GROUND) -> str:
    """A reading in one line: ``38>50 score + by 2026-06-30 @NPS``, ``hold ..5 percent``, ``-`` for no number."""
    return written(read_goal(sentence, ground))


def written(reading: GoalReading) -> str:
    """As ``told`` for a reading; the KPI's own number that a start is taken from stands in brackets."""
    parts = []
    if not reading.measured:
        parts.append("-")
    elif reading.kind is ResultKind.HOLD:
        parts += ["hold", f"{_number(reading.low)}..{_number(reading.high)}", reading.unit]
    elif reading.kind is ResultKind.DONE:
        parts.append(f"done “{reading.title}”")
    else:
        start = f"({_number(reading.start)})" if reading.start_from else _number(reading.start)
        parts += [f"{start}>{_number(reading.target)}", reading.unit]
        parts += ["+" if reading.way > 0 else "-"] if reading.way else []
    parts += [f"by {reading.due}"] if reading.due else []
    parts += [f"@{reading.kpi.name}"] if reading.kpi and reading.measured else []
    return " ".join(parts)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
