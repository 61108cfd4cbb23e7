"""Merging, settling and going back: what is done with earlier changes, as changes of their own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kpidesk.workspace import Backup, Choices, MergeReport, Plan, RestorePreview, Reverted, Workspace


def restore(ws: Workspace, when: Backup | dt.datetime, *, preview: RestorePreview | None = None) -> Reverted:
    """Bring the file back to a backup or a moment; a ``preview`` is used while it holds."""
    return ws.time.restore(when, preview=preview)


def revert(ws: Workspace, ref: int, *, plan: Plan | None = None) -> Reverted:
    """Take back one earlier change; a ``plan`` is used while it holds."""
    return ws.undoing.revert(ref, plan=plan)


def settle(ws: Workspace, choices: Choices) -> int:
    """Settle several conflicts in one step; gives how many."""
    ws.merging.settle(choices)
    return len(choices)


def merge(ws: Workspace, path: Path, choices: Choices | None = None) -> MergeReport:
    """Merge a copy; a conflicted copy beside the file that has been taken in is moved to the backups."""
    told = ws.merging.merge(path, choices=choices or {})
    for fork in [fork for fork in ws.sharing.forks() if fork.path == path]:
        ws.sharing.put_away(fork)
    return told
