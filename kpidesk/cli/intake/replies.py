"""A reply sheet without a window: its numbers are taken in, and the lines that can't be are told and left out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kpidesk.cli.codes import LEFT_OUT, said
from kpidesk.cli.opening import Outcome, opened
from kpidesk.cli.streams import TEMPORARY
from kpidesk.errors import BadInput
from kpidesk.exchange import reply_sheet
from kpidesk.exchange.reply_sheet import Reply
from kpidesk.text import _, msgn, ngettext

SHEET, PACKED = ".xlsx", b"PK"


def is_sheet(path: Path) -> bool:
    """Tell whether a file to be merged is a sheet that a colleague has filled in, by its name or, without, its form."""
    if path.suffix.lower() != TEMPORARY:
        return path.suffix.lower() == SHEET
    with open(path, "rb") as stream:
        return stream.read(len(PACKED)) == PACKED


def take_in(options: argparse.Namespace) -> Outcome:
    """Take in what can be read of a sheet, as the work of the one who filled it in; exit 3 where lines are left out."""
    with opened(options) as ws:
        reply = reply_sheet.read(ws, Path(options.copy))
        if reply.left_out and not reply.edits:
            n = len(reply.left_out)
            told = msgn(
                "{n} line of “{name}” can’t be read, and there is nothing else. Nothing was changed.",
                "{n} lines of “{name}” can’t be read, and there is nothing else. Nothing was changed.",
                n, name=reply.path.name,
            )  # fmt: skip
            raise BadInput(told)
        stored = None if options.dry_run or not reply.edits else reply_sheet.store(ws, reply)
    return Outcome(_words(reply, stored), _data(reply, stored), LEFT_OUT if reply.left_out else 0)


def _words(reply: Reply, stored: int | None) -> str:
    n = sum(edit.changed for edit in reply.edits)
    lines = [ngettext("{n} number from {who}", "{n} numbers from {who}", n).format(n=n, who=reply.person)]
    if reply.left_out:
        left = len(reply.left_out)
        lines.append(ngettext("{n} line left out:", "{n} lines left out:", left).format(n=left))
        lines += [
            _("  line {line}: {reason}").format(line=each.line, reason=" ".join([_place(each), str(each.why)]))
            for each in reply.left_out
        ]
    lines.append(_("Nothing was written.") if stored is None else _("Imported."))
    return "\n".join(lines)


def _place(line: reply_sheet.LeftOut) -> str:
    return ", ".join(filter(None, (line.what, line.period))) + ":"


def _data(reply: Reply, stored: int | None) -> dict[str, Any]:
    return {
        "person": reply.person,
        "written": stored is not None,
        "changed": stored or 0,
        "lines_unchanged": reply.unchanged,
        "lines_left_out": len(reply.left_out),
        "left_out": [{"line": each.line, "typed": each.typed, **said("reason", each.why)} for each in reply.left_out],
    }
