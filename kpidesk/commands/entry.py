"""Entering numbers: one cell, a pasted block, blanks and "not applicable"."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import msg, msgn
from kpidesk.workspace import Workspace

Cell = tuple[Uid, Period, Value | None]
ADVERBS = {
    Frequency.DAY: msg("daily"),
    Frequency.WEEK: msg("weekly"),
    Frequency.MONTH: msg("monthly"),
    Frequency.QUARTER: msg("quarterly"),
    Frequency.TERTIAL: msg("every tertial"),
    Frequency.HALF_YEAR: msg("every half-year"),
    Frequency.YEAR: msg("yearly"),
}
NOT_APPLICABLE_TEXTS = {"-", "–", "—", "ia", "i/a", "n/a", "na"}


def set_value(
    ws: Workspace, input_uid: Uid, period: Period, value: Value | None, *, initiator: object | None = None
) -> None:
    """Store one number; ``None`` makes the cell blank."""
    source = ws.get(Input, input_uid)
    _check_period(source, period)
    label = msg("{name}, {period}", name=source.name, period=period.key(ws.company.fiscal_year_start))
    with ws.transaction(label, initiator) as change:
        change.measure(input_uid, period, value)


def set_text(ws: Workspace, input_uid: Uid, period: Period, text: str, *, initiator: object | None = None) -> None:
    """Store what was typed; an empty text makes the cell blank. Raises ``BadInput`` for what is no number."""
    set_value(ws, input_uid, period, read_value(text), initiator=initiator)


def read_value(text: str) -> Value | None:
    """What a typed text means: a number, blank, or not applicable. Raises ``BadInput``."""
    bare = text.strip()
    if not bare:
        return None
    if bare.casefold() in NOT_APPLICABLE_TEXTS:
        return NOT_APPLICABLE
    parsed = fmt.parse_number(bare)
    if parsed.value is not None:
        return parsed.value
    if parsed.suggestion is not None:
        likely = fmt.number(parsed.suggestion, fmt.fitting_decimals(parsed.suggestion))
        raise BadInput(
            msg("“{typed}” is not a number. Did you mean {likely}? Nothing was stored.", typed=bare[:40], likely=likely)
        )
    raise BadInput(msg("“{typed}” is not a number. Nothing was stored.", typed=bare[:40]))


def paste(ws: Workspace, cells: Sequence[Cell], *, initiator: object | None = None) -> int:
    """Store a block of cells as one change; gives how many differ from what was there."""
    by_input: dict[Uid, list[tuple[Period, Value | None]]] = {}
    for input_uid, period, value in cells:
        _check_period(ws.get(Input, input_uid), period)
        by_input.setdefault(input_uid, []).append((period, value))
    label = msgn("paste {n} number", "paste {n} numbers", len(cells))
    with ws.transaction(label, initiator) as change:
        return sum(change.measure_many(uid, block) for uid, block in by_input.items())


def clear(ws: Workspace, cells: Sequence[tuple[Uid, Period]], *, initiator: object | None = None) -> None:
    """Make cells blank, as one change."""
    label = msgn("clear {n} number", "clear {n} numbers", len(cells))
    with ws.transaction(label, initiator) as change:
        for input_uid, period in cells:
            change.measure(input_uid, period, None)


def _check_period(source: Input, period: Period) -> None:
    if period.frequency is not source.frequency:
        raise RuleBroken(
            msg(
                "“{name}” is measured {theirs}, not {other}. Nothing was changed.",
                name=source.name,
                theirs=ADVERBS[source.frequency],
                other=ADVERBS[period.frequency],
            )
        )
