"""Merging, settling and going back: what is done with earlier changes, as changes of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from kpidesk.commands.whole.taken_out import TakenOut
from kpidesk.text import msg
from kpidesk.workspace import Backup, Choices, MergeReport, Plan, RestorePreview, Reverted, Side, Workspace


def restore(ws: Workspace, when: Backup | dt.datetime, *, preview: RestorePreview | None = None) -> Reverted:
    """Bring the file back to a backup or a moment; a ``preview`` is used while it holds."""
    return ws.time.restore(when, preview=preview)


def bring_back(ws: Workspace, ref: int, work: Iterable[TakenOut]) -> Reverted:
    """Write again what a restore has taken out, of some people's work or of some of it; the restore holds otherwise."""
    cells = [cell for each in work for cell in each.cells]
    return ws.undoing.bring_back(ref, cells, msg("bring back what a restore took out"))


def revert(ws: Workspace, ref: int, *, plan: Plan | None = None) -> Reverted:
    """Take back one earlier change; a ``plan`` is used while it holds."""
    return ws.undoing.revert(ref, plan=plan)


def settle(ws: Workspace, choices: Choices) -> int:
    """Settle several conflicts in one step; gives how many."""
    ws.merging.settle(choices)
    return len(choices)


def merge(ws: Workspace, path: Path, choices: Choices | None = None, *, prefer: Side | None = None) -> MergeReport:
    """Merge a copy; a conflicted copy beside the file that has been taken in is moved to the backups.

    ``prefer`` settles the conflicts that ``choices`` leave open.
    """
    from kpidesk.wording.merges import total  # with a merge, and not with the first page

    told = ws.merging.merge(path, choices=choices or {}, prefer=prefer, counted=total)
    for fork in [fork for fork in ws.sharing.forks() if fork.path.resolve() == path.resolve()]:
        ws.sharing.put_away(fork)
    return told
