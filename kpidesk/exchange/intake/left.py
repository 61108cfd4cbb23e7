"""What of a file is not taken, why, and how much: what the reading left out, and what has no place in a KPI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpidesk.domain.period import Period
from kpidesk.exchange.intake import words
from kpidesk.exchange.intake.going import Going
from kpidesk.exchange.intake.preview import Choices, NotTaken
from kpidesk.exchange.tables.understood import LeftOut, Understanding
from kpidesk.text import Message, msg


@dataclass
class _Together:
    """What is left out for one reason, of all measures."""

    what: Message
    why: Message
    can_be_taken: bool
    lines: dict[int, None] = field(default_factory=dict)
    columns: dict[int, None] = field(default_factory=dict)
    periods: dict[Period, None] = field(default_factory=dict)


def left_out(
    understanding: Understanding, going: Sequence[Going], choices: Choices, fiscal_start: int
) -> tuple[NotTaken, ...]:
    """Everything that is not taken, that of the reading first."""
    found: dict[str, _Together] = {}
    for each in going:
        if each.into is not None:
            _of_measure(each, choices, fiscal_start, found)
    return (
        *(_of_reading(each) for each in understanding.left_out if each.key not in choices.take),
        *(_told(key, each) for key, each in found.items()),
    )


def _of_reading(each: LeftOut) -> NotTaken:
    extent = words.extent(len(each.lines), len(each.columns))
    return NotTaken(
        each.key, each.what, each.why, extent, each.lines, each.columns, each.faulty, each.can_be_taken,
        of_reading=True, missed=each.missed,
    )  # fmt: skip


def _told(key: str, each: _Together) -> NotTaken:
    columns = () if each.lines else tuple(each.columns)
    extent = words.extent(len(each.lines), len(columns)) if each.lines or columns else words.numbers(len(each.periods))
    return NotTaken(
        key, each.what, each.why, extent, tuple(sorted(each.lines)), columns, can_be_taken=each.can_be_taken,
        of_reading=False,
    )  # fmt: skip


def _of_measure(going: Going, choices: Choices, fiscal_start: int, found: dict[str, _Together]) -> None:
    fitted = going.fitted
    for cut in fitted.cut:
        key = words.cut_key(cut)
        if key not in choices.take and (cut.period in fitted.numbers or cut.period in fitted.many):
            what, why = words.period_at_start(cut.period, fiscal_start), words.cut_words(cut, fiscal_start)
            each = found.setdefault(key, _Together(what, why, can_be_taken=True))
            _add(each, going, cut.period, fitted.lines.get(cut.period, ()))
    for period in fitted.many:
        what = words.period_at_start(period, fiscal_start)
        why = msg("Several numbers, and “{name}” can’t be combined", name=going.goes_to)
        each = found.setdefault(f"many:{going.measure.key}:{period.key()}", _Together(what, why, can_be_taken=False))
        _add(each, going, period, fitted.lines.get(period, ()))
    for period in fitted.foreign:
        own = period.on_grid(fiscal_start)
        why = words.TOO_LONG if own else words.NOT_OURS
        what = words.at_start(words.MANY[period.frequency])
        key = f"foreign:{going.measure.key}:{own}"
        each = found.setdefault(key, _Together(what, why, can_be_taken=False))
        _add(each, going, period, going.measure.lines.get(period, ()))


def _add(each: _Together, going: Going, period: Period, lines: Sequence[int]) -> None:
    each.periods[period] = None
    each.lines |= dict.fromkeys(lines)
    if going.measure.column is not None:
        each.columns[going.measure.column] = None
