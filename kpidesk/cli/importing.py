"""Reading numbers from a file: what is taken, what is left out and why."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.codes import said
from kpidesk.cli.commands import Outcome, opened
from kpidesk.commands import entry, inputs
from kpidesk.errors import BadInput
from kpidesk.exchange import csv_import
from kpidesk.text import _, msg, ngettext

PARTIAL = 3
"""The exit code of an import that has left rows out."""
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
SHOWN = 20
"""So many rows that were left out are listed; ``--json`` has more of them."""


def import_csv(options: argparse.Namespace) -> Outcome:
    """Read numbers from a CSV file; with ``--dry-run`` only tell what would happen."""
    with opened(options) as ws:
        source = inputs.input_named(ws, options.into)
        plan = csv_import.read_plan(
            ws,
            source.uid,
            Path(options.data),
            csv_import.AsWritten(
                date_column=options.date_column,
                value_column=options.value_column,
                where=[_condition(words) for words in options.where],
                calendar=options.calendar,
                month_first=None if options.dates is None else options.dates == MONTH_FIRST,
            ),
        )
        changed = None if options.dry_run else csv_import.run(ws, plan)
        ahead = entry.said_of_ahead(ws, plan.values)
        later = [period.key() for period in plan.values if period.first > ws.today()]
    told = [_plan_words(plan, changed), *([str(ahead)] if ahead is not None else [])]
    code = PARTIAL if plan.skipped_count else 0
    return Outcome("\n".join(told), {**_plan_data(plan, changed), "not_begun": later}, code)


def _condition(words: str) -> tuple[str, str]:
    column, equals, value = words.partition("=")
    if not equals or not column.strip():
        raise BadInput(msg("“{words}” should read COLUMN=VALUE. Nothing was changed.", words=words))
    return column.strip(), value.strip()


def _plan_words(plan: csv_import.Plan, changed: int | None) -> str:
    n = len(plan.values)
    periods = ngettext("{n} period", "{n} periods", n).format(n=n)
    lines = [ngettext("{periods} from {n} row", "{periods} from {n} rows", plan.taken).format(
        periods=periods, n=plan.taken
    )]  # fmt: skip
    if plan.combined:
        many = ngettext(
            "{count} period put together from several rows", "{count} periods put together from several rows",
            plan.combined,
        )  # fmt: skip
        lines.append(many.format(count=plan.combined))
    lines += [*_span_words(plan), *_reading_words(plan)]
    if plan.skipped_count:
        skipped = ngettext("{count} row skipped:", "{count} rows skipped:", plan.skipped_count)
        lines.append(skipped.format(count=plan.skipped_count))
        for row in plan.skipped[:SHOWN]:
            lines.append(_("  line {line}: {reason}").format(line=row.line, reason=str(row.reason)))
        rest = plan.skipped_count - len(plan.skipped[:SHOWN])
        if rest:
            lines.append(ngettext("  and {n} more row", "  and {n} more rows", rest).format(n=rest))
    if changed is None:
        lines.append(_("Nothing was written."))
    elif changed == 0:
        lines.append(_("Nothing has changed."))
    else:
        stored = ngettext("{count} number stored.", "{count} numbers stored.", changed)
        lines.append(stored.format(count=changed))
    return "\n".join(lines)


def _span_words(plan: csv_import.Plan) -> list[str]:
    """Which months the company's own quarters or years are, where they are not the calendar's."""
    first = min(plan.values)
    if plan.fiscal_start == 1 or first.frequency.months <= 1:
        return []
    told = fmt.period_told(first, plan.fiscal_start)
    return [_("Periods are the company's own; the first is {period}.").format(period=told)]


def _reading_words(plan: csv_import.Plan) -> list[str]:
    """How a date or a number was read where the column leaves two ways open."""
    told = []
    if plan.date_reading is not None:
        told.append((plan.date_reading[0], fmt.period_name(plan.date_reading[1], plan.fiscal_start)))
    if plan.reading is not None:
        told.append((plan.reading[0], fmt.exact(plan.reading[1])))
    return [_("“{typed}” was read as {number}.").format(typed=typed, number=meant) for typed, meant in told]


def _plan_data(plan: csv_import.Plan, changed: int | None) -> dict[str, Any]:
    return {
        "file": plan.file,
        "date_column": plan.date_column,
        "value_column": plan.value_column,
        "periods": len(plan.values),
        "rows_taken": plan.taken,
        "periods_combined": plan.combined,
        "rows_not_meant": plan.other_rows,
        "rows_skipped": plan.skipped_count,
        "skipped": [{"line": row.line, **said("reason", row.reason)} for row in plan.skipped],
        "reading": None if plan.reading is None else dict(zip(("text", "value"), plan.reading, strict=True)),
        "date_reading": None
        if plan.date_reading is None
        else {"text": plan.date_reading[0], "period": plan.date_reading[1].key(plan.fiscal_start)},
        "written": bool(changed),
        "changed": changed or 0,
        "values": [{"period": period.key(plan.fiscal_start), "value": value} for period, value in plan.values.items()],
    }
