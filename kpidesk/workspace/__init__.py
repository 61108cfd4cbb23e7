"""The open file: reads, the one way to change it, undo and redo, and what has changed.

A workspace is a private working copy on this machine and the user's file, which is a published
snapshot of it (``kpidesk.store.files.snapshot``). Commands change it in a ``transaction``; pages, paper and the
command line read it; everybody listens to ``changed``.

What was decided, and why: a change is announced after it is stored, and named by rows and fields, so that nobody
shows what a full disk has refused, and models touch only what is named. The clock and the author come in from outside.
Only this room knows the store, so that the store can be rebuilt, or moved to a server, behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk import lazily

if TYPE_CHECKING:
    from kpidesk.store.db.encryption import EarlierPasswordNeeded, PasswordNeeded
    from kpidesk.store.files.backups import Backup
    from kpidesk.store.files.recovery import Lifeline, Rescued
    from kpidesk.store.files.renaming import Renaming
    from kpidesk.store.log.changes import Changes
    from kpidesk.store.log.conflicts import Conflict, Head
    from kpidesk.store.log.history import CellChange, HistoryEntry, Written
    from kpidesk.store.log.history_query import Brief, HistoryFilter, Merged, Topic, Trail
    from kpidesk.store.log.resolution import Choice, Choices, Own, Side
    from kpidesk.store.log.restore_record import Restored, restored
    from kpidesk.store.log.seen import Seen
    from kpidesk.store.log.transaction import Transaction
    from kpidesk.store.merge.merge_report import ImportLine, MergeReport, PersonChanges
    from kpidesk.store.sync.conflict_copies import ConflictCopy
    from kpidesk.store.sync.presence import Present
    from kpidesk.store.sync.shared_file import PublishState, Unshared
    from kpidesk.store.sync.sync_worker import Carried, News, SyncWorker
    from kpidesk.workspace.backing_up import copy_backup
    from kpidesk.workspace.editing import Hand
    from kpidesk.workspace.reads import KpiReads, Reads
    from kpidesk.workspace.team_server import ServerState, TeamServer
    from kpidesk.workspace.time_travel import RestorePreview
    from kpidesk.workspace.undoing import Plan, Reverted
    from kpidesk.workspace.workspace import (
        EDIT,
        FOUND,
        IMPORT,
        MERGE,
        REDO,
        RESOLVE,
        RESTORE,
        UNDO,
        Workspace,
        library_uid,
        new_uid,
    )

__all__ = [
    "EDIT",
    "FOUND",
    "IMPORT",
    "MERGE",
    "REDO",
    "RESOLVE",
    "RESTORE",
    "UNDO",
    "Backup",
    "Brief",
    "Carried",
    "CellChange",
    "Changes",
    "Choice",
    "Choices",
    "Conflict",
    "ConflictCopy",
    "EarlierPasswordNeeded",
    "Hand",
    "Head",
    "HistoryEntry",
    "HistoryFilter",
    "ImportLine",
    "KpiReads",
    "Lifeline",
    "MergeReport",
    "Merged",
    "News",
    "Own",
    "PasswordNeeded",
    "PersonChanges",
    "Plan",
    "Present",
    "PublishState",
    "Reads",
    "Renaming",
    "Rescued",
    "RestorePreview",
    "Restored",
    "Reverted",
    "Seen",
    "ServerState",
    "Side",
    "SyncWorker",
    "TeamServer",
    "Topic",
    "Trail",
    "Transaction",
    "Unshared",
    "Workspace",
    "Written",
    "copy_backup",
    "library_uid",
    "new_uid",
    "restored",
]  # fmt: skip
__getattr__ = lazily.names(
    __name__,
    {
        "kpidesk.store.db.encryption": ("EarlierPasswordNeeded", "PasswordNeeded"),
        "kpidesk.store.files.backups": ("Backup",),
        "kpidesk.store.files.recovery": ("Lifeline", "Rescued"),
        "kpidesk.store.files.renaming": ("Renaming",),
        "kpidesk.store.log.changes": ("Changes",),
        "kpidesk.store.log.conflicts": ("Conflict", "Head"),
        "kpidesk.store.log.history": ("CellChange", "HistoryEntry", "Written"),
        "kpidesk.store.log.history_query": ("Brief", "HistoryFilter", "Merged", "Topic", "Trail"),
        "kpidesk.store.log.resolution": ("Choice", "Choices", "Own", "Side"),
        "kpidesk.store.log.restore_record": ("Restored", "restored"),
        "kpidesk.store.log.seen": ("Seen",),
        "kpidesk.store.log.transaction": ("Transaction",),
        "kpidesk.store.merge.merge_report": ("ImportLine", "MergeReport", "PersonChanges"),
        "kpidesk.store.sync.conflict_copies": ("ConflictCopy",),
        "kpidesk.store.sync.presence": ("Present",),
        "kpidesk.store.sync.shared_file": ("PublishState", "Unshared"),
        "kpidesk.store.sync.sync_worker": ("Carried", "News", "SyncWorker"),
        f"{__name__}.backing_up": ("copy_backup",),
        f"{__name__}.editing": ("Hand",),
        f"{__name__}.reads": ("KpiReads", "Reads"),
        f"{__name__}.team_server": ("ServerState", "TeamServer"),
        f"{__name__}.time_travel": ("RestorePreview",),
        f"{__name__}.undoing": ("Plan", "Reverted"),
        f"{__name__}.workspace": (
            "EDIT",
            "FOUND",
            "IMPORT",
            "MERGE",
            "REDO",
            "RESOLVE",
            "RESTORE",
            "UNDO",
            "Workspace",
            "library_uid",
            "new_uid",
        ),
    },
)
