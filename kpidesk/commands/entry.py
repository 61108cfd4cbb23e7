"""Entering numbers: one cell, a pasted block, blanks and "not applicable"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpidesk import format as fmt
from kpidesk import reading
from kpidesk.commands import checks, kpis
from kpidesk.commands.possible import edges_of, why_not
from kpidesk.domain.entities import NOT_APPLICABLE, Annotation, Input, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.possible import OPEN, Edges
from kpidesk.domain.wording import period_words
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.records import record
from kpidesk.text import Message, language, msg, msgn
from kpidesk.workspace import Workspace, new_uid

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
LONGEST_QUOTE = 24
"""So much of a text that is no number is quoted back."""


@record(frozen=True)
class Doubt:
    """Why a typed text was not stored: ``what`` it is not, ``why``, and the number it probably was."""

    what: Message
    why: Message
    likely: float | None = None


def set_value(ws: Workspace, input_uid: Uid, period: Period, value: Value | None, *, typed: str = "") -> None:
    """Store one number; ``None`` makes the cell blank. A calculation that was ``typed`` goes into the history."""
    source = ws.get(Input, input_uid)
    if value is not None:  # what lies on a period of another rhythm can be taken away
        _check_period(source, period)
        _check_possible(source, value, edges_of(ws, source))
    when = period.key(ws.company.fiscal_year_start)
    label = msg("{name}, {period}", name=source.name, period=when)
    if is_calculation(typed):
        label = msg("{name}, {period}: {calculation}", name=source.name, period=when, calculation=typed.strip())
    with ws.transaction(label) as change:
        change.measure(input_uid, period, value)
        kpis.fit_numbers(ws, change, input_uid, [value])


def is_calculation(text: str) -> bool:
    """Tell whether a typed text is one to be worked out: ``1000+200``, ``=12*4``; a number alone is none."""
    from kpidesk.reading import clean, sums  # with the first number that is typed, and not with the first page

    return sums.is_sum(clean.cleaned(text))


def read(text: str, unit: str = "", *, sums: bool = True, edges: Edges = OPEN) -> reading.Result[Value | None]:
    """What a typed text means in the language in force: a number, blank, or not applicable.

    ``unit`` is the code of the input's; with ``sums`` a calculation is worked out, as nobody pastes one. What lies
    outside of the ``edges`` is not meant, or can't be.
    """
    return _possible(reading.cell(text, reading.Writing(language(), unit=unit, sums=sums)), edges)


def _possible(found: reading.Result[Value | None], edges: Edges) -> reading.Result[Value | None]:
    if isinstance(found, reading.NotUnderstood):
        return found
    readings = found.readings if isinstance(found, reading.Ambiguous) else (found.value,)
    whys = [why_not(each, edges) if isinstance(each, float | int) else None for each in readings]
    held = tuple(each for each, why in zip(readings, whys, strict=True) if why is None)
    if len(held) == len(readings):
        return found
    if held:
        return reading.Ambiguous(held) if len(held) > 1 else reading.Understood(held[0], converted=True)
    return reading.NotUnderstood(next(why for why in whys if why is not None))


def doubt(text: str, found: reading.Result[Value | None]) -> Doubt | None:
    """What to say of a text that is no number; ``None`` for one that can be stored."""
    if not isinstance(found, reading.NotUnderstood):
        return None
    typed = _quoted(text.strip())
    if not found.why.code:
        return Doubt(msg("“{typed}” is not a number", typed=typed), found.why, found.likely)
    return Doubt(msg("“{typed}” is not saved", typed=typed), checks.asked(found), found.likely)


def reading_told(text: str, found: reading.Result[Value | None]) -> Message | None:
    """How a text was read that could be read in two ways, or that was calculated: «4.405 lest som 4 405»."""
    shown = worth_telling(found)
    same = shown is None or str(shown) == text.strip()
    return None if same else msg("{typed} read as {number}", typed=text.strip(), number=shown)


def worth_telling(found: reading.Result[Value | None]) -> fmt.Figure | None:
    """The number that was taken for a text that leaves it open or says another one, a calculation or millions."""
    told = isinstance(found, reading.Ambiguous) or (isinstance(found, reading.Understood) and found.converted)
    value = reading.likeliest(found, None) if told else None
    return fmt.Figure(value) if isinstance(value, float | int) else None


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"


def paste(ws: Workspace, cells: Sequence[Cell]) -> int:
    """Store a block of cells as one change; gives how many differ from what was there."""
    by_input: dict[Uid, list[tuple[Period, Value | None]]] = {}
    edges: dict[Uid, Edges] = {}
    for input_uid, period, value in cells:
        source = ws.get(Input, input_uid)
        _check_period(source, period)
        if input_uid not in edges:
            edges[input_uid] = edges_of(ws, source)
        _check_possible(source, value, edges[input_uid])
        by_input.setdefault(input_uid, []).append((period, value))
    label = msgn("paste {n} number", "paste {n} numbers", len(cells))
    with ws.transaction(label) as change:
        for uid, block in by_input.items():
            kpis.fit_numbers(ws, change, uid, (value for _period, value in block))
        return sum(change.measure_many(uid, block) for uid, block in by_input.items())


def clear(ws: Workspace, cells: Sequence[tuple[Uid, Period]]) -> None:
    """Make cells blank, as one change."""
    label = msgn("clear {n} number", "clear {n} numbers", len(cells))
    with ws.transaction(label) as change:
        for input_uid, period in cells:
            change.measure(input_uid, period, None)


def mark_not_applicable(ws: Workspace, cells: Sequence[tuple[Uid, Period]]) -> None:
    """Say that there is no number to enter in these cells, as one change."""
    label = msgn("mark {n} number as not applicable", "mark {n} numbers as not applicable", len(cells))
    with ws.transaction(label) as change:
        for input_uid, period in cells:
            _check_period(ws.get(Input, input_uid), period)
            change.measure(input_uid, period, NOT_APPLICABLE)


def confirm(ws: Workspace, input_uid: Uid, period: Period) -> None:
    """Say that a number is right although it looks unusual; it is asked about again only once it changes."""
    source = ws.get(Input, input_uid)
    value = ws.series(input_uid).get(period)
    if not isinstance(value, float | int):
        raise RuleBroken(msg("There is no number to confirm. Nothing was changed."))
    rows = [row for row in ws.all(Annotation) if row.about == input_uid and row.period == period.code()]
    label = msg("confirm {name}, {period}", name=source.name, period=period.key(ws.company.fiscal_year_start))
    with ws.transaction(label) as change:
        if rows:
            change.set(Annotation, rows[0].uid, confirmed=float(value))
        else:
            change.add(Annotation(new_uid(), input_uid, period.code(), confirmed=float(value)))


def said_of_ahead(ws: Workspace, periods: Iterable[Period]) -> Message | None:
    """What is to be said of numbers for periods that have not begun; empty where there are none.

    They are kept, and count nowhere before their period begins (figures/README: Due).
    """
    ahead = [period for period in periods if period.first > ws.today()]
    if not ahead:
        return None
    return msgn(
        "The period {period} has not begun: the number is kept, shown apart, and counts from its first day.",
        "{n} of the numbers are for periods that have not begun. They are kept, shown apart, and count from the "
        "first day of each.",
        len(ahead),
        period=period_words(ahead[0], ws.company.fiscal_year_start),
    )


def _check_possible(source: Input, value: Value | None, edges: Edges) -> None:
    """Refuse what the number can never be, such as a score of promoters of 650."""
    if not isinstance(value, float | int):
        return
    why = why_not(value, edges)
    if why is not None:
        raise BadInput(
            msg(
                "{number} is not saved for “{name}”. {why} Nothing was changed.",
                number=fmt.Figure(value),
                name=source.name,
                why=why,
            )
        )


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
