"""Numbers, goals and check-ins out to a file, or to standard output."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import Any

from kpidesk import disk
from kpidesk.cli.names import kpi_called
from kpidesk.cli.opening import Outcome, opened, read_period
from kpidesk.cli.streams import STANDARD, place_for, refuse_two
from kpidesk.errors import BadInput
from kpidesk.exchange.export import write
from kpidesk.exchange.export.asked import As, Asked, FileType, file_type
from kpidesk.exchange.export.gathered import Numbers, gathered, sensitive_words
from kpidesk.exchange.export.goals import goals
from kpidesk.exchange.tables.understood import Shape
from kpidesk.records import record
from kpidesk.text import _, msg, ngettext
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
                data, made = write.goals_as(found, kind), Made(options, kind, found.count)
            else:
                numbers = gathered(ws, asked)
                data = write.numbers_as(numbers, As(kind, shape))
                made = Made(options, kind, numbers.count, shape, numbers)
            if isinstance(place, Path):
                disk.put(data, place)
            else:
                place.write(data)
    return made.outcome()


@record(frozen=True)
class Made:
    """What was written: ``numbers``, or goals where there are none."""

    options: argparse.Namespace
    kind: FileType
    count: int
    shape: Shape = Shape.WIDE
    numbers: Numbers | None = None

    def outcome(self) -> Outcome:
        """What is said of it; beside what goes to standard output itself stands only what has to be known."""
        aside = self._sensitive()
        if self.options.output == STANDARD:
            if aside and not self.options.quiet:
                print(aside, file=sys.stderr)
            return Outcome()
        if self.numbers is None:
            words = ngettext("Wrote {file}, {n} line.", "Wrote {file}, {n} lines.", self.count)
        else:
            words = ngettext("Wrote {file}, {n} number.", "Wrote {file}, {n} numbers.", self.count)
        told = words.format(file=self.options.output, n=self.count)
        return Outcome("\n".join(filter(None, (told, aside))), self._data())

    def _data(self) -> dict[str, Any]:
        told = {"file": self.options.output, "format": self.kind.value, "goals": self.numbers is None}
        if self.numbers is None:
            return {**told, "lines": self.count}
        return {
            **told, "shape": self.shape.value, "numbers": self.count, "sensitive_kpis": self.numbers.sensitive,
        }  # fmt: skip

    def _sensitive(self) -> str:
        """That numbers of sensitive KPIs are among them, and how they are left out."""
        told = "" if self.numbers is None else sensitive_words(self.numbers)
        return " ".join((told, _("“--without-sensitive” leaves them out."))) if told else ""


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
