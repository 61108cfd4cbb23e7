"""Targets on the command line: listed, set, and spread over a year."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.names import kpi_called
from kpidesk.cli.opening import Outcome, done_or_tried, not_stored, opened, read_period
from kpidesk.cli.typed import check_unit
from kpidesk.commands import targets
from kpidesk.commands.target_rules import Step, asks_for_flag
from kpidesk.domain.entities import Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.spread import LastYear, Spread, Yearly, spread, year_cells
from kpidesk.domain.targets import Rows, season_of
from kpidesk.errors import BadInput
from kpidesk.figures.proposed import Proposal
from kpidesk.text import _, msg
from kpidesk.wording.targets import full_name
from kpidesk.workspace import Workspace

SPREADS = {how.value.replace("_", "-"): how for how in Spread}


def target(options: argparse.Namespace) -> Outcome:
    """Set one number, a path or a season; list what a KPI aims for."""
    with opened(options) as ws:
        if options.year and options.value is None:
            raise BadInput(msg("A year must have --value, the figure to spread. Nothing was changed."))
        kpi = kpi_called(ws, options.kpi)
        check_unit(options, kpi.unit)
        changes = options.confirm or options.none or options.value is not None
        with done_or_tried(ws, options) if changes else nullcontext():
            _change(ws, kpi, options)
            rows = targets.of_kpi(ws, kpi.uid)
        start = ws.company.fiscal_year_start
        asked = asks_for_flag(kpi, rows)
        words = "\n".join([_words(rows, start), *([str(asked)] if asked is not None else []), *not_stored(options)])
        data = [{**_data(row, start), "red_flag_missing": asks_for_flag(kpi, [row]) is not None} for row in rows]
        return Outcome(words, {"kpi": kpi.name, "targets": data, "written": changes and not options.dry_run})


def _change(ws: Workspace, kpi: Kpi, options: argparse.Namespace) -> None:
    """Do what is asked for; nothing where the targets are only listed."""
    if options.confirm:
        _confirm(ws, kpi, options)
    elif options.year:
        _set_season(ws, kpi, options)
    elif options.value is not None or options.none:
        _set_number(ws, kpi, options)


def _confirm(ws: Workspace, kpi: Kpi, options: argparse.Namespace) -> None:
    if options.none or options.value is not None:
        raise BadInput(msg("Confirm the target as it is, or set another. Nothing was changed."))
    targets.confirm(ws, kpi.uid)


def _set_number(ws: Workspace, kpi: Kpi, options: argparse.Namespace) -> None:
    fiscal = ws.company.fiscal_year_start
    targets.set_target(
        ws,
        kpi.uid,
        Step(
            value=None if options.none else options.value,
            high=options.high,
            red_flag=options.red_flag,
            red_high=options.red_high,
            start=read_period(options.first, fiscal).first if options.first else None,
            end=read_period(options.last, fiscal).last if options.last else None,
        ),
        path_from=options.path_from,
    )


def _set_season(ws: Workspace, kpi: Kpi, options: argparse.Namespace) -> None:
    fiscal = ws.company.fiscal_year_start
    year = read_period(options.year, fiscal)
    if year.frequency is not Frequency.YEAR:
        raise BadInput(msg("“{words}” is not a year. Nothing was changed.", words=options.year[:40]))
    proposal = Proposal(ws, kpi, ws.today())
    wanted, before = Yearly(options.value, proposal.rule, kpi.decimals), LastYear(proposal.known, fiscal)
    cells = spread(SPREADS[options.spread], wanted, year_cells(year, kpi.frequency), before)
    targets.set_season(ws, kpi.uid, cells, red_flag=options.red_flag)


def _data(row: Target, fiscal_start: int) -> dict[str, Any]:
    return {
        "from": row.start.isoformat() if row.start else None,
        "to": row.end.isoformat() if row.end else None,
        "value": row.value,
        "high": row.high,
        "red_flag": row.red_flag,
        "red_high": row.red_high,
        "path_from": row.path_from,
        "suggested": row.suggested,
        "season": {period.key(fiscal_start): number for period, number in _in_order(row)},
    }


def _in_order(row: Target) -> list[tuple[Period, float]]:
    return sorted(season_of(row).items())


def _span(row: Target) -> str:
    """From when a target applies, and to when: an open end is left open."""
    if not row.start and not row.end:
        return _("always")
    first, last = (fmt.day(each) if each else "" for each in (row.start, row.end))
    return f"{first} – {last}"


def _words(rows: Rows, fiscal_start: int) -> str:
    if not rows:
        return _("No target.")
    lines = []
    for row in rows:
        number = " … ".join(fmt.exact(each) for each in (row.value, row.high) if each is not None)
        said = number if row.path_from is None else f"{fmt.exact(row.path_from)} → {number}"
        suggestion = "  " + _("suggested: confirm or change it") if row.suggested else ""
        lines.append(f"{_span(row):40} {said}{suggestion}")
        lines += [f"  {full_name(period, fiscal_start):38} {fmt.exact(value)}" for period, value in _in_order(row)]
    return "\n".join(lines)
