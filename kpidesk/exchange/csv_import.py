"""Numbers from a CSV file into one input: first a plan, then all of it or nothing.

The plan is pure: which periods get which value, how many rows were taken, and which were skipped and why.
Several rows for one period, as daily rows for a monthly input or one row per shop, are combined by the input's
own rule, and the plan says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kpidesk.domain.entities import Combine, Input, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.wording import period_words
from kpidesk.errors import BadInput
from kpidesk.exchange import wide
from kpidesk.exchange.date_column import DateColumn
from kpidesk.exchange.number_column import NumberColumn
from kpidesk.exchange.table import Table, listed, read_table
from kpidesk.reading import BLANKS
from kpidesk.text import Message, language, msg, msgn, using
from kpidesk.workspace import IMPORT, Workspace

LISTED = 200
"""So many skipped rows are told one by one; the rest is counted."""
SAMPLE = 400


@dataclass(frozen=True)
class Skipped:
    """A row that was not taken: its line in the file, and why."""

    line: int
    reason: Message


@dataclass(frozen=True)
class Plan:
    """What an import would do: ``values`` by period; ``taken`` rows; ``combined`` periods made of several rows."""

    input: Uid
    file: str
    date_column: str
    value_column: str
    values: Mapping[Period, float]
    taken: int
    combined: int
    other_rows: int
    skipped: tuple[Skipped, ...]
    skipped_count: int
    fiscal_start: int = 1
    reading: tuple[str, float] | None = None
    """A number of a column that leaves its decimal mark open, as it stands in the file, and how it was read."""
    date_reading: tuple[str, Period] | None = None
    """A date of a column in which the day or the month can come first, and how it was read."""


@dataclass(frozen=True)
class AsWritten:
    """How a file is written, as far as somebody has said so: its columns, the rows that are wanted, and its dates.

    With ``calendar`` quarters and years count from January; ``month_first`` says how ``3/5/2026`` is meant.
    """

    date_column: str = ""
    value_column: str = ""
    where: Sequence[tuple[str, str]] = ()
    calendar: bool = False
    month_first: bool | None = None


UNSAID = AsWritten()


def read_plan(ws: Workspace, input_uid: Uid, path: Path, said: AsWritten = UNSAID) -> Plan:
    """Read a file and tell what importing it would do; nothing is written. Raises ``BadInput``.

    Quarters and years that a file names are the company's own; with ``calendar`` they count from January, as in
    public statistics, and those that the company has not are skipped. ``month_first`` says how ``3/5/2026`` is meant
    where the column leaves it open.
    """
    source, fiscal_start = ws.get(Input, input_uid), ws.company.fiscal_year_start
    written_from = 1 if said.calendar else fiscal_start
    table = read_table(path)
    if wide.is_wide(table, written_from):
        table = wide.lengthened(table, written_from)
        said = replace(said, date_column=said.date_column or wide.PERIOD, value_column=said.value_column or wide.VALUE)
    with using(ws.company.language):
        dates = DateColumn.choose(table, said.date_column, written_from, said.month_first)
    value = _value_column(table, said.value_column, dates, [table.column(name) for name, _value in said.where])
    rows, others = _filtered(table, said.where)
    samples = [cells[value] for _line, cells in rows[:SAMPLE] if value < len(cells)]
    written = NumberColumn.of(samples, table.delimiter, ws.company.language, source.unit)
    groups: dict[Period, list[float]] = {}
    skipped: list[Skipped] = []
    for line, cells in rows:
        if max(value, dates.last) >= len(cells):
            skipped.append(Skipped(line, msg("the row is too short").coded("too_short")))
            continue
        text = cells[value]
        if text.casefold() in BLANKS:
            skipped.append(Skipped(line, msg("no number").coded("no_number")))
            continue
        number = written.read(text)
        period = dates.period(cells)
        fitted = None if period is None else fit(period, source.frequency, fiscal_start)
        if number is None:
            skipped.append(Skipped(line, msg("“{what}” is not a number", what=text[:40]).coded("not_a_number")))
        elif period is None:
            skipped.append(
                Skipped(line, msg("“{what}” names no period", what=dates.shown(cells)[:40]).coded("no_period"))
            )
        elif not period.on_grid(fiscal_start):
            skipped.append(
                Skipped(
                    line,
                    msg("“{what}” is none of the company's own periods", what=dates.shown(cells)[:40]).coded(
                        "not_own_period"
                    ),
                )
            )
        elif fitted is None:
            skipped.append(
                Skipped(
                    line,
                    msg("“{what}” is longer than one period here", what=dates.shown(cells)[:40]).coded(
                        "period_too_long"
                    ),
                )
            )
        else:
            groups.setdefault(fitted, []).append(number)
    values = {period: _combined(source, period, numbers, fiscal_start) for period, numbers in sorted(groups.items())}
    if not values:
        raise BadInput(
            msg("No row of “{name}” could be taken. Nothing was changed. {why}", name=path.name, why=_why(skipped))
        )
    return Plan(
        input_uid, path.name, dates.name, table.header[value], values, sum(map(len, groups.values())),
        sum(len(numbers) > 1 for numbers in groups.values()), others, tuple(skipped[:LISTED]), len(skipped),
        fiscal_start, written.reading, dates.reading(rows),
    )  # fmt: skip


def run(ws: Workspace, plan: Plan) -> int:
    """Store a plan as one change after a backup; gives how many numbers differ from what was there.

    Where none does nothing is stored, and no backup is made for it.
    """
    known = ws.series(plan.input)
    if all(known.get(period) == value for period, value in plan.values.items()):
        return 0
    label = msgn("import {n} number from {file}", "import {n} numbers from {file}", len(plan.values), file=plan.file)
    with ws.transaction(label, kind=IMPORT) as change:
        return change.measure_many(plan.input, plan.values.items())


def fit(period: Period, frequency: Frequency, fiscal_start: int) -> Period | None:
    """The input's period in which a row's period lies; ``None`` for a longer time or none of the company's periods."""
    if not period.on_grid(fiscal_start):
        return None
    if period.frequency is frequency:
        return period
    if period.frequency.rank < frequency.rank and period.frequency.divides(frequency):
        return period.within(frequency, fiscal_start)
    return None


def _combined(source: Input, period: Period, numbers: list[float], fiscal_start: int) -> float:
    if len(numbers) == 1:
        return numbers[0]
    match source.combine:
        case Combine.SUM:
            return sum(numbers)
        case Combine.MEAN:
            return sum(numbers) / len(numbers)
        case Combine.LAST:
            return numbers[-1]
        case Combine.MIN:
            return min(numbers)
        case Combine.MAX:
            return max(numbers)
    raise BadInput(
        msg(
            "{count} rows speak of {period}, and “{name}” can't be combined. "
            "Choose rows with a condition; nothing was changed.",
            count=len(numbers),
            period=period_words(period, fiscal_start),
            name=source.name,
        )
    )


def _filtered(table: Table, where: Sequence[tuple[str, str]]) -> tuple[list[tuple[int, tuple[str, ...]]], int]:
    conditions = [(table.column(name), value.strip().casefold()) for name, value in where]
    rows = [
        (line, cells)
        for line, cells in table.rows
        if all(place < len(cells) and cells[place].casefold() == value for place, value in conditions)
    ]
    return rows, len(table.rows) - len(rows)


def _value_column(table: Table, wanted: str, dates: DateColumn, conditions: list[int]) -> int:
    if wanted:
        return table.column(wanted)
    taken = {dates.first, dates.last, *conditions}
    candidates = [place for place in range(len(table.header)) if place not in taken and _numeric(table, place)]
    if len(candidates) == 1:
        return candidates[0]
    raise BadInput(
        msg(
            "Which column holds the numbers? Name it with --value-column. The columns are: {columns}.",
            columns=listed(table.header),
        )
    )


def _numeric(table: Table, place: int) -> bool:
    texts = [cells[place] for _line, cells in table.rows[:SAMPLE] if place < len(cells)]
    texts = [text for text in texts if text.casefold() not in BLANKS]
    numbers = NumberColumn.of(texts, table.delimiter, language())
    return bool(texts) and all(numbers.read(text) is not None for text in texts)


def _why(skipped: list[Skipped]) -> str:
    if not skipped:
        return str(msg("No row meets the conditions."))
    return str(msg("Line {line}: {reason}.", line=skipped[0].line, reason=str(skipped[0].reason)))
