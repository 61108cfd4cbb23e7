"""What was understood of a file, made by hand: measures by name, with numbers by the key of their period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpidesk.domain.period import Period
from kpidesk.exchange.tables.understood import Area, LeftOut, Measure, Shape, Understanding


def measure(
    name: str, numbers: Mapping[str, float | Sequence[float]], *, unit: str = "", column: int | None = None
) -> Measure:
    """A measure whose numbers are by the keys of their periods; several for one period as a list."""
    found = {
        Period.parse(key): tuple(value) if isinstance(value, Sequence) else (float(value),)
        for key, value in numbers.items()
    }
    lines = {period: (n,) for n, period in enumerate(found, 2)}
    letter = "" if column is None else chr(ord("A") + column)
    frequency = min((period.frequency for period in found), key=lambda each: each.rank)
    return Measure(name.casefold(), name, frequency, found, lines, unit, column, letter)


def understood(
    *measures: Measure,
    left_out: Sequence[LeftOut] = (),
    fingerprint: str = "",
    currencies: frozenset[str] = frozenset(),
) -> Understanding:
    """A sheet of which this was understood."""
    area = Area(0, 9, 0, len(measures), 1)
    return Understanding(
        0, area, Shape.LONG, (), measures, left_out=tuple(left_out), fingerprint=fingerprint, currencies=currencies
    )


def months(year: int, *values: float) -> dict[str, float]:
    """Numbers for the months from January on, over the turn of the year."""
    return {f"{year + n // 12}-{n % 12 + 1:02}": value for n, value in enumerate(values)}
