"""Numbers, goals and check-ins out to a file, or to standard output."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from kpidesk import disk
from kpidesk.cli.names import kpi_called
from kpidesk.cli.opening import Outcome, opened, read_period
from kpidesk.cli.streams import STANDARD, place_for, refuse_two
from kpidesk.errors import BadInput
from kpidesk.exchange.export import write
from kpidesk.exchange.export.asked import As, Asked, FileType, file_type
from kpidesk.exchange.export.gathered import gathered
from kpidesk.exchange.export.goals import goals
from kpidesk.exchange.tables.understood import Shape
from kpidesk.text import msg, ngettext
from kpidesk.workspace import Workspace

KINDS = {kind.value: kind for kind in FileType}


def export(options: argparse.Namespace) -> Outcome:
    """Write the measured numbers, or goals and check-ins, in a form that other programs read."""
    if options.goals and options.kpi:
        raise BadInput(msg("Goals have no KPI of their own: leave out --kpi, or --goals. Nothing was written."))
    refuse_two(options.json, options.output)
    with opened(options) as ws:
        kind = _kind(options, ws)
        asked = Asked(
            kpi_called(ws, options.kpi).uid if options.kpi else None,
            _first(options.first, ws), _last(options.last, ws), options.without_sensitive,
        )  # fmt: skip
        shape = Shape.LONG if options.long else Shape.WIDE
        with place_for(options.output, ws.path) as place:
            if options.goals:
                found = goals(ws, asked)
                data, count = write.goals_as(found, kind), found.count
            else:
                numbers = gathered(ws, asked)
                data, count = write.numbers_as(numbers, As(kind, shape)), numbers.count
            if isinstance(place, Path):
                disk.put(data, place)
            else:
                place.write(data)
    return _outcome(options, kind, shape, count)


def _outcome(options: argparse.Namespace, kind: FileType, shape: Shape, count: int) -> Outcome:
    if options.output == STANDARD:
        return Outcome()
    if options.goals:
        words = ngettext("Wrote {file}, {n} line.", "Wrote {file}, {n} lines.", count)
    else:
        words = ngettext("Wrote {file}, {n} number.", "Wrote {file}, {n} numbers.", count)
    told = {"file": options.output, "format": kind.value, "goals": options.goals}
    counted = {"lines": count} if options.goals else {"shape": shape.value, "numbers": count}
    return Outcome(words.format(file=options.output, n=count), {**told, **counted})


def _kind(options: argparse.Namespace, ws: Workspace) -> FileType:
    if options.format:
        return KINDS[options.format]
    found = file_type(Path(options.output).suffix, ws.company.language)
    if found is None:
        raise BadInput(
            msg(
                "“{name}” doesn’t show what kind of file to write. End it with .xlsx, .csv or .json, or give "
                "--format. Nothing was written.",
                name=options.output,
            )
        )
    return found


def _first(words: str | None, ws: Workspace) -> dt.date | None:
    return read_period(words, ws.company.fiscal_year_start, ws.today()).first if words else None


def _last(words: str | None, ws: Workspace) -> dt.date | None:
    return read_period(words, ws.company.fiscal_year_start, ws.today()).last if words else None
