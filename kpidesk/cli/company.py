"""The company on the command line: its fiscal year, cycles and size, what a change touches, and lost periods."""

from __future__ import annotations

import argparse
from typing import Any

from kpidesk.cli.opening import Outcome, opened
from kpidesk.commands import fiscal_year, people
from kpidesk.domain.entities import Input
from kpidesk.domain.wording import MONTHS, period_told
from kpidesk.figures import cycle_list
from kpidesk.text import _, msg, msgn
from kpidesk.workspace import Workspace

LENGTHS = {length.value: length for length in people.CYCLES}


def company(options: argparse.Namespace) -> Outcome:
    """Tell or change when the fiscal year starts, how long goals run and how many work here; say what it touches."""
    with opened(options) as ws:
        changed = _changed(ws, options)
        if not changed:
            return _as_it_is(ws, options)
        start = changed.get("fiscal_year_start", ws.company.fiscal_year_start)
        plan = fiscal_year.preview(ws, start)
        length = changed.get("cycle_length", ws.company.cycle_length)
        lines = [str(line) for line in (*plan.lines, *fiscal_year.length_lines(ws, length, start))]
        allowed = not plan.moves.stuck and (options.move_numbers or not plan.needs_consent)
        written = allowed and not options.dry_run
        if written:
            people.set_company(ws, move_numbers=options.move_numbers, **changed)
        if not allowed and not plan.moves.stuck:
            lines.append(_("Give --move-numbers to agree to the move."))
        lines.append(_("Changed.") if written else _("Nothing was changed."))
        return Outcome("\n".join(lines), _data(ws, plan.moves, written), 0 if written or options.dry_run else 1)


def _changed(ws: Workspace, options: argparse.Namespace) -> dict[str, Any]:
    """What was asked for that is not so already."""
    length = LENGTHS[options.cycle_length] if options.cycle_length else None
    asked = {"fiscal_year_start": options.fiscal_year_start, "cycle_length": length, "people": options.employees}
    return {name: value for name, value in asked.items() if value not in (None, getattr(ws.company, name))}


def _as_it_is(ws: Workspace, options: argparse.Namespace) -> Outcome:
    """The settings as they stand; numbers on periods that the company has not move where that was asked."""
    moves, written = fiscal_year.strays(ws), False
    lines = [_("The fiscal year starts in {month}.").format(month=MONTHS[ws.company.fiscal_year_start - 1])]
    named = cycle_list.names(ws, cycle_list.choosable(ws, ws.today()))
    lines.append(_("Cycles: {cycles}.").format(cycles=", ".join(named.values())))
    known = ws.company.people
    lines.append(_("Employees: not entered.") if known is None else _("Employees: {n}.").format(n=known))
    if moves.numbers or moves.rows:
        lines += _stray_lines(ws, moves)
        if options.move_numbers and not options.dry_run:
            fiscal_year.move_strays(ws)
            written = True
            lines.append(_("Changed."))
        else:
            lines.append(_("Nothing was changed."))
    return Outcome("\n".join(lines), _data(ws, moves, written))


def _stray_lines(ws: Workspace, moves: fiscal_year.Moves) -> list[str]:
    start, lines = ws.company.fiscal_year_start, []
    for uid, places in moves.numbers.items():
        for period, place in sorted(places.items()):
            told = {"old": period_told(period, start), "new": period_told(place, start)}
            lines.append(str(msg("  {name}: {old} moves to {new}", name=ws.get(Input, uid).name, **told)))
    if moves.rows:
        lines.append(str(msgn("  {n} note or target moves", "  {n} notes and targets move", len(moves.rows))))
    return lines


def _data(ws: Workspace, moves: fiscal_year.Moves, written: bool) -> dict[str, object]:
    now = ws.company
    listed = cycle_list.choosable(ws, ws.today())
    return {
        "fiscal_year_start": now.fiscal_year_start,
        "cycle_length": now.cycle_length.value,
        "employees": now.people,
        "cycles": [period.key(now.fiscal_year_start) for period in listed],
        "numbers_moved": moves.count,
        "rows_moved": len(moves.rows),
        "in_the_way": sum(map(len, moves.stuck.values())),
        "written": written,
    }
