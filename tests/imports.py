"""A file looked at and taken as the command line does it, in a workspace that a test has made."""

from __future__ import annotations

from pathlib import Path

from kpidesk.cli.grammar.parser import make_parser
from kpidesk.cli.intake import importing
from kpidesk.commands.intake import take
from kpidesk.domain.entities import Input, Uid
from kpidesk.domain.period import Period
from kpidesk.exchange.intake import compose
from kpidesk.exchange.intake.look import Looked
from kpidesk.workspace import Workspace


def looked_at(ws: Workspace, path: Path, *words: str, into: Uid | None = None) -> Looked:
    """What importing a file with these options would do; ``into`` is an input for its numbers."""
    where = [] if into is None else ["--into", ws.get(Input, into).key]
    return importing.looked_at(make_parser().parse_args(["import", "-", str(path), *where, *words]), ws)


def values(looked: Looked) -> dict[Period, float]:
    """The numbers of the one measure that is taken."""
    (row,) = (row for row in looked.preview.rows if row.into is not None)
    return {period: cell.file for period, cell in row.cells.items()}


def taken(ws: Workspace, path: Path, *words: str, into: Uid | None = None) -> int:
    """Import a file; gives how many numbers were written."""
    return take(ws, compose.taking(looked_at(ws, path, *words, into=into).preview)).written
