"""What the program tells of itself: the end of its log, and the form of its documents."""

from __future__ import annotations

import argparse
from collections import deque

from kpidesk.cli.names import LONGEST, Called, no_name
from kpidesk.cli.opening import Outcome
from kpidesk.errors import BadInput, NotFound, StorageFault
from kpidesk.settings import Home
from kpidesk.text import _, msg


def log(options: argparse.Namespace) -> Outcome:
    """Show the newest lines of the program's own log; where there is none nothing has gone wrong."""
    if options.lines < 1:
        raise BadInput(msg("--lines must be 1 or more. Nothing was listed."))
    file = Home.default().log
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            lines = [each.rstrip("\n") for each in deque(stream, options.lines)]
    except FileNotFoundError:
        lines = []
    except OSError as error:
        raise StorageFault(msg("The log {file} can’t be read.", file=str(file)), details=str(error)) from error
    words = "\n".join(lines) or _("There is no log: nothing has gone wrong on this machine.")
    return Outcome(words, {"file": str(file), "lines": lines})


def schema(options: argparse.Namespace) -> Outcome:
    """The JSON Schema of what a command prints with ``--json``, or of all of them by command."""
    from kpidesk.cli.document import written
    from kpidesk.cli.schema.documents import DIALECT, DOCUMENTS, document

    name = " ".join(options.words)
    if name and name not in DOCUMENTS:
        none = msg("No command “{name}” prints a document.", name=name[:LONGEST])
        raise NotFound(no_name(name, [Called(each, each) for each in DOCUMENTS], none))
    found = document(name) if name else {"$schema": DIALECT, "$defs": {each: document(each) for each in DOCUMENTS}}
    return Outcome(written(found), found)
