"""What has been, on the command line: changes listed, taken back and done again; backups made and gone back to."""

from __future__ import annotations

import argparse
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.asking import agreed
from kpidesk.cli.codes import REFUSED
from kpidesk.cli.names import Called, one_of
from kpidesk.cli.names.whens import when_named
from kpidesk.cli.opening import Outcome, opened
from kpidesk.cli.streams import place_for, private_place, refuse_two
from kpidesk.commands.whole import going_back
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.text import _, msg, ngettext
from kpidesk.wording.backups import BY_HAND, reason_words, size_words
from kpidesk.wording.history import Line, Teller
from kpidesk.wording.labels import label_words
from kpidesk.wording.restores import restore_lines
from kpidesk.workspace import Backup, HistoryEntry, HistoryFilter, RestorePreview, Reverted, Workspace

SHOWN = 20
"""So many lines are printed of what would change; ``--json`` has all of them."""


# ---- what has been changed -----------------------------------------------------------------------


def history(options: argparse.Namespace) -> Outcome:
    """List changes, the newest first."""
    with opened(options) as ws:
        if options.limit < 1:
            raise BadInput(msg("--limit must be 1 or more. Nothing was listed."))
        found = list(islice(_wanted(ws, options), options.limit))
        told = _told(ws, found)
        lines = _lines(ws, told)
        data = [_entry_data(ws, entry, line) for entry, line in told]
    return Outcome("\n".join(lines) or _("No changes match."), {"changes": data})


def _wanted(ws: Workspace, options: argparse.Namespace) -> Iterator[HistoryEntry]:
    """The changes of a person and of some days, newest first."""
    who = _author(ws, options.who) if options.who else ""
    trail = ws.history.trail(HistoryFilter(author=who))
    while not trail.ended:
        for entry in trail.more():
            day = _local(ws, entry.when).date()
            if (options.until is None or day <= options.until) and (options.since is None or day >= options.since):
                yield entry


def _author(ws: Workspace, words: str) -> str:
    known = [Called(name, name) for name in ws.history.everybody()]
    none = msg("Nobody called “{name}” has changed anything here.", name=words.strip()[:60])
    return one_of(words, known, none).name


def _told(ws: Workspace, entries: list[HistoryEntry]) -> list[tuple[HistoryEntry, Line]]:
    teller, briefs = Teller(ws), ws.history.briefs(entries)
    return [(entry, teller.line(entry, briefs[entry.ref])) for entry in entries]


def _lines(ws: Workspace, told: list[tuple[HistoryEntry, Line]]) -> list[str]:
    """One for each change, under one another."""
    whens = [fmt.moment_full(_local(ws, entry.when)) for entry, _line_ in told]
    wide = max(map(len, whens), default=0)
    return [_line(entry, line, when.rjust(wide)) for (entry, line), when in zip(told, whens, strict=True)]


def _line(entry: HistoryEntry, line: Line, when: str) -> str:
    """``  42  29. november 2026 21:50  Kari Solberg  Nettosalg, uke 47: 48 500 → 49 000``."""
    taken_back = _("undone")
    undone = f"  [{taken_back}]" if line.undone else ""
    return f"{entry.ref:>5}  {when}  {entry.author or _('Unknown')}  {_words(line)}{undone}"


def _words(line: Line) -> str:
    values = " → ".join(part for part in (line.before, line.after) if part)
    return f"{line.words}: {values}" if values else line.words


def _entry_data(ws: Workspace, entry: HistoryEntry, line: Line) -> dict[str, Any]:
    return {
        "change": entry.ref,
        "when": _local(ws, entry.when).isoformat(timespec="seconds"),
        "author": entry.author or None,
        "what_text": line.words,
        "before_text": line.before or None,
        "after_text": line.after or None,
        "cells": entry.cells,
        "numbers": entry.measurements,
        "takes_back": entry.undo_of,
        "taken_back": line.undone,
    }


def _local(ws: Workspace, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ws.now().tzinfo)


# ---- taken back, done again ----------------------------------------------------------------------


def undo(options: argparse.Namespace) -> Outcome:
    """Take back the newest change made on this machine, or the one that is named."""
    with opened(options) as ws:
        stack = ws.undoing.undoable
        if options.change is None and not stack:
            raise RuleBroken(
                msg(
                    "Nothing that was done here under this name can be undone any more. “history” lists "
                    "every change, and “undo” with the number of one undoes it. Nothing was changed."
                )
            )
        ref = stack[-1] if options.change is None else _standing(ws, options.change)
        if options.dry_run:
            return _only_told(ws, ref, _("Would be undone: {what}."))
        done = ws.undo(ref=ref) if stack and ref == stack[-1] else going_back.revert(ws, ref)
        return _reverted(ws, ref, done, _("Undone: {what}."))


def _standing(ws: Workspace, ref: int) -> int:
    """A change that there is and that still stands."""
    if not ws.history.trail(HistoryFilter(refs=(ref,))).more(1):
        raise NotFound(msg("There is no change {n}: “history” lists them. Nothing was changed.", n=ref))
    if ref in ws.history.taken_back():
        raise RuleBroken(msg("Change {n} has already been undone. Nothing was changed.", n=ref))
    return ref


def redo(options: argparse.Namespace) -> Outcome:
    """Do again what was taken back last."""
    with opened(options) as ws:
        stack = ws.undoing.redoable
        if not stack:
            raise RuleBroken(msg("Nothing that was undone on this machine is left to redo. Nothing was changed."))
        if options.dry_run:
            return _only_told(ws, stack[-1], _("Would be redone: {what}."))
        return _reverted(ws, stack[-1], ws.redo(ref=stack[-1]), _("Redone: {what}."))


def _only_told(ws: Workspace, ref: int, pattern: str) -> Outcome:
    lines = [pattern.format(what=_called(ws, ref)), _("Nothing was written.")]
    return Outcome("\n".join(lines), {"change": ref, "what_text": _called(ws, ref), "written": False})


def _called(ws: Workspace, ref: int) -> str:
    """What a change is called: the window's words for it, without the capital."""
    return label_words(ws.undoing.label_of(ref), ws.company.fiscal_year_start)


def _reverted(ws: Workspace, ref: int, done: Reverted | None, pattern: str) -> Outcome:
    if done is None or not done.done:
        raise RuleBroken(msg("This has been changed again since, so nothing was changed."))
    lines = [pattern.format(what=label_words(done.label, ws.company.fiscal_year_start))]
    if done.skipped:
        lines.append(_("What has been changed again since was left alone."))
    told = {"change": ref, "what_text": _called(ws, ref), "written": True}
    return Outcome("\n".join(lines), {**told, "values": done.done, "left_alone": done.skipped})


# ---- backups -------------------------------------------------------------------------------------


def backup(options: argparse.Namespace) -> Outcome:
    """Make a backup on this machine or a copy somewhere else; or list what there is."""
    refuse_two(options.json, options.output)
    with opened(options) as ws:
        if options.list and options.output:
            raise BadInput(msg("Either list the backups or make one. Nothing was done."))
        if options.output:
            return _copy(ws, options.output)
        if not options.list:
            ws.backups.make(BY_HAND)
        found = ws.backups.listed()
        data = {"folder": str(ws.backups.folder), "backups": [_backup_data(ws, each) for each in found]}
        if not options.list:
            words = _("Made a backup in {folder}.").format(folder=ws.backups.folder)
            return Outcome(words, {**data, "made": data["backups"][0]})
        lines = _backup_lines(ws, found)
        return Outcome("\n".join(lines) or _("There are no backups yet."), {**data, "made": None})


def _copy(ws: Workspace, output: str) -> Outcome:
    with place_for(output, ws.path) as place:
        if isinstance(place, Path):
            ws.sharing.save_copy(place)
            words = _("Wrote {file}.").format(file=output)
            return Outcome(words, {"file": output})
        _stream(ws, place)
    return Outcome()


def _stream(ws: Workspace, place: io.BytesIO) -> None:
    with private_place() as aside:
        ws.sharing.save_copy(aside)
        place.write(aside.read_bytes())


def _backup_lines(ws: Workspace, found: Sequence[Backup]) -> list[str]:
    """One for each backup, under one another."""
    whens = [fmt.moment_full(_local(ws, each.when), seconds=True) for each in found]
    wide = max(map(len, whens), default=0)
    return [
        f"{place:>4}  {when.rjust(wide)}  {size_words(each.size):>8}  {reason_words(each.reason)}"
        for place, (each, when) in enumerate(zip(found, whens, strict=True), 1)
    ]


def _backup_data(ws: Workspace, each: Backup) -> dict[str, Any]:
    when = _local(ws, each.when).isoformat(timespec="seconds")
    reason = {"reason": each.reason, "reason_text": reason_words(each.reason)}
    return {"file": str(each.path), "when": when, **reason, "bytes": each.size}


def restore(options: argparse.Namespace) -> Outcome:
    """Bring the file back to a backup or a moment, as one change; what is there now is backed up first."""
    with opened(options) as ws:
        when = when_named(ws, options.when)
        preview = ws.time.preview(when)
        lines = _restore_words(ws, preview)
        data = _restore_data(ws, preview)
        if not preview.changes and not preview.lost_here:
            return Outcome(_("The file is already as it was then. Nothing was changed."), {**data, "written": False})
        if options.dry_run:
            return Outcome("\n".join([*lines, _("Nothing was written.")]), {**data, "written": False})
        at = fmt.moment_full(_local(ws, preview.moment))
        question = _("Restore the file as it was {when}?").format(when=at)
        if not agreed(options, lines, question):
            return Outcome(_("Nothing was changed."), {**data, "written": False}, REFUSED)
        done = going_back.restore(ws, when, preview=preview)
        told = [
            ngettext("{n} value is as it was then.", "{n} values are as they were then.", done.done).format(n=done.done)
        ]
        told.append(_("“undo” brings back everything that was there before."))
        return Outcome("\n".join(told), {**data, "written": True})


def _restore_words(ws: Workspace, preview: RestorePreview) -> list[str]:
    n, later = len(preview.changes), preview.later
    lines = [ngettext("{n} value would change:", "{n} values would change:", n).format(n=n)]
    lines += [f"  {_words(line)}" for line in restore_lines(ws, preview.changes[:SHOWN])]
    if n > SHOWN:
        lines.append(ngettext("  and {n} more", "  and {n} more", n - SHOWN).format(n=n - SHOWN))
    if later:
        since = ngettext("{n} change since then would be undone.", "{n} changes since then would be undone.", later)
        lines.append(since.format(n=later))
    return lines


def _restore_data(ws: Workspace, preview: RestorePreview) -> dict[str, Any]:
    return {
        "moment": _local(ws, preview.moment).isoformat(timespec="seconds"),
        "values": len(preview.changes),
        "changes_since": preview.later,
        "kept": preview.kept,
        "only_in_the_backup": preview.lost_here,
        "changes_text": [_words(line) for line in restore_lines(ws, preview.changes)],
    }
