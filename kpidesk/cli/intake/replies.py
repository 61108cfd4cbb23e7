"""A reply sheet without a window: its numbers are taken in, and the lines that can't be are told and left out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.codes import LEFT_OUT, said
from kpidesk.cli.opening import Outcome, opened
from kpidesk.cli.streams import TEMPORARY
from kpidesk.domain.entities import Input
from kpidesk.errors import BadInput
from kpidesk.exchange import reply_sheet
from kpidesk.exchange.reply_sheet import Reply
from kpidesk.records import record
from kpidesk.text import _, msgn, ngettext
from kpidesk.wording.entry import in_full
from kpidesk.workspace import Workspace

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
        if reply.left_out and not reply.edits and not reply.known:
            n = len(reply.left_out)
            told = msgn(
                "{n} line of “{name}” can’t be read, and there is nothing else. Nothing was changed.",
                "{n} lines of “{name}” can’t be read, and there is nothing else. Nothing was changed.",
                n, name=reply.path.name,
            )  # fmt: skip
            raise BadInput(told)
        if reply.edits or reply.known:
            reply_sheet.refuse_taken(ws, reply)  # nor is it looked at as if it could be
        odd = _odd(ws, reply)
        stored = None if options.dry_run or not reply.edits else reply_sheet.store(ws, reply)
    data = {**_data(reply, stored), "unusual": [each.data for each in odd]}
    return Outcome(_words(reply, stored, odd), data, LEFT_OUT if reply.left_out else 0)


@record(frozen=True)
class _Odd:
    """A number that deserves a second look, in words and for programs."""

    words: str
    data: dict[str, Any]


def _odd(ws: Workspace, reply: Reply) -> list[_Odd]:
    start, found = ws.company.fiscal_year_start, []
    values = {(edit.input, edit.period): edit.value for edit in reply.edits}
    for cell, why in reply_sheet.unusual(ws, reply).items():
        source, when = ws.get(Input, cell[0]), fmt.period_told(cell[1], start)
        words = f"  {source.name}, {when}: {in_full(values[cell], source)}. {why}"
        found.append(_Odd(words, {"input": source.key, "period": cell[1].key(start), "value": values[cell]}))
    return found


def _words(reply: Reply, stored: int | None, odd: list[_Odd]) -> str:
    n = sum(edit.changed for edit in reply.edits)
    lines = [ngettext("{n} number from {who}", "{n} numbers from {who}", n).format(n=n, who=reply.person)]
    lines += [each.words for each in odd]
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
