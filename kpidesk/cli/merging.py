"""Merging a copy without a window: the preview, the conflicts, the choice of a side."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli import passwords, streams
from kpidesk.cli.intake import replies
from kpidesk.cli.opening import Outcome, opened, plain
from kpidesk.cli.show.words import period_named
from kpidesk.commands.whole import going_back
from kpidesk.domain.entities import BULKY
from kpidesk.text import _, ngettext
from kpidesk.wording.changes import describe
from kpidesk.wording.fields import cells_word, lower
from kpidesk.wording.merges import total
from kpidesk.wording.restored import restored_words
from kpidesk.workspace import CellChange, Conflict, MergeReport, Restored, Side, Workspace


def merge(options: argparse.Namespace) -> Outcome:
    """Take in another copy's changes, or the numbers of an answered sheet.

    Conflicts without ``--prefer`` are listed, and nothing is changed.
    """
    with streams.file_of(options.copy) as copy:
        options.copy = str(copy)
        return replies.take_in(options) if replies.is_sheet(copy) else _merge(options)


def _merge(options: argparse.Namespace) -> Outcome:
    prefer = Side(options.prefer) if options.prefer else None
    copy = Path(options.copy)
    with opened(options) as ws:
        for typed in passwords.known(copy):
            ws.lock.learn(typed)
        found = ws.merging.preview(copy)
        undecided = bool(found.conflicts) and prefer is None
        dry = options.dry_run or undecided
        if not dry:
            found = going_back.merge(ws, copy, prefer=prefer)
        put_away = not copy.exists()
        words = _words(ws, found, dry, undecided and not options.dry_run)
        if put_away:
            words += "\n" + _("“{name}” lay beside the file and has been moved to the backups.").format(name=copy.name)
        told = {**data(found, dry, ws.company.fiscal_year_start), "put_away": put_away}
        return Outcome(words, told, 1 if undecided and not options.dry_run else 0)


def _words(ws: Workspace, found: MergeReport, dry: bool, refused: bool) -> str:
    if not found.transactions:
        return _("There is nothing new in the copy.")
    n = total(found) or found.transactions
    who = ", ".join(name for name in found.authors if name) or _("somebody without a name")
    lines = [ngettext("{n} change by {who}", "{n} changes by {who}", n).format(n=n, who=who)]
    lines += [restored_words(each, ws.author, ws.today()) for each in found.restores]
    if found.conflicts:
        lines.append(_how_many(len(found.conflicts), settled=not dry))
        lines += [line for conflict in found.conflicts for line in _conflict_words(ws, conflict)]
    if found.clock_ahead is not None:
        minutes = int(found.clock_ahead.total_seconds() // 60)
        text = ngettext(
            "The other machine’s clock is {n} minute ahead.", "The other machine’s clock is {n} minutes ahead.", minutes
        )
        lines.append(text.format(n=minutes))
    lines.append(_("Nothing was written.") if dry else _("Merged."))
    if refused:
        lines.append(_("Choose a side with --prefer newest, mine or theirs, or merge in the window."))
    return "\n".join(lines)


def _how_many(count: int, *, settled: bool) -> str:
    if settled:
        words = ngettext("{n} conflict, settled by --prefer:", "{n} conflicts, settled by --prefer:", count)
    else:
        words = ngettext("{n} conflict to look at", "{n} conflicts to look at", count)
    return words.format(n=count)


def _conflict_words(ws: Workspace, conflict: Conflict) -> list[str]:
    """What both have changed, by its name and part, and each side as the window reads it."""
    lines = []
    for side in conflict.fields:
        told = describe(ws, CellChange(conflict.kind, conflict.uid, side.field, None, None, conflict.period))
        lines.append(f"  {told.about}, {_part(ws, conflict, side.field)}")
        sides = sorted(zip(conflict.heads, side.values, strict=True), key=lambda each: each[0].theirs)
        for head, value in sides:
            place = _("the copy") if head.theirs else _("this file")
            read = describe(ws, CellChange(conflict.kind, conflict.uid, side.field, None, value, conflict.period)).after
            when = fmt.moment_full(head.when.astimezone(ws.now().tzinfo))
            lines.append(f"    {place}: {read}  ({head.author or _('Unknown')}, {when})")
    return lines


def _part(ws: Workspace, conflict: Conflict, field: str) -> str:
    """``2026-W11``, ``KPI · navn``."""
    if conflict.period is not None:
        return period_named(conflict.period, ws.company.fiscal_year_start)
    return lower(cells_word(conflict.kind, [field]))


def _plain(field: str, value: Any) -> Any:
    """A value as JSON has it; of a picture or a packed review only how many characters it has."""
    return len(str(value)) if field in BULKY and value else plain(value)


def data(found: MergeReport, dry: bool, fiscal_start: int) -> dict[str, Any]:
    """The report as one document; periods by the company's own names."""
    return {
        "written": not dry and bool(found.transactions),
        "authors": list(found.authors),
        "since": found.since.isoformat() if found.since else None,
        "base": found.base.isoformat() if found.base else None,
        "transactions": found.transactions,
        "operations": found.operations,
        "measurements": found.measurements,
        "new_numbers": found.new_numbers,
        "corrected_numbers": found.corrected_numbers,
        "changes": [_change(change, fiscal_start) for change in found.changes],
        "imports": [
            {
                "author": line.author,
                "when": line.when.isoformat(),
                "file": plain(line.label.params.get("file")),
                "numbers": line.numbers,
            }
            for line in found.imports
        ],
        "restores": [_restored(each) for each in found.restores],
        "conflicts": [_conflict(conflict, fiscal_start) for conflict in found.conflicts],
        "revived": [uid for _kind, uid in found.revived],
        "skipped_moves": list(found.skipped_moves),
        "same_names": [{"name": same.name, "ours": same.ours, "theirs": same.theirs} for same in found.same_names],
        "clock_ahead_seconds": found.clock_ahead.total_seconds() if found.clock_ahead else None,
    }


def _change(change: CellChange, fiscal_start: int) -> dict[str, Any]:
    return {
        "kind": change.kind.__name__ if change.kind else None,
        "id": change.uid,
        "field": change.field or None,
        "period": change.period.key(fiscal_start) if change.period else None,
        "before": _plain(change.field, change.before),
        "after": _plain(change.field, change.after),
        "author": change.author,
        "when": change.when.isoformat() if change.when else None,
    }


def _restored(restored: Restored) -> dict[str, Any]:
    return {
        "author": restored.author,
        "when": restored.when.isoformat(),
        "restored_to": restored.then.isoformat() if restored.then else None,
        "changes_taken_out": restored.taken,
        "by": dict(restored.by),
    }


def _conflict(conflict: Conflict, fiscal_start: int) -> dict[str, Any]:
    return {
        "kind": conflict.kind.__name__ if conflict.kind else None,
        "id": conflict.uid,
        "cell": conflict.cell or None,
        "period": conflict.period.key(fiscal_start) if conflict.period else None,
        "base": _plain(conflict.cell, conflict.base),
        "sides": [
            {
                "author": head.author,
                "when": head.when.isoformat(),
                "value": _plain(conflict.cell, head.value),
                "side": "theirs" if head.theirs else "mine",
            }
            for head in conflict.heads
        ],
    }
