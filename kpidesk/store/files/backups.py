"""Backups: whole snapshots in a private folder, thinned out with age.

Kept are the ten latest, then one a day for twelve days, one a week for ten weeks and one a month for
twelve months, 500 MB at the most.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

from kpidesk import disk
from kpidesk.forms import Form
from kpidesk.records import record
from kpidesk.store.db.database import Database
from kpidesk.store.files import snapshot

LATEST, DAILY, WEEKLY, MONTHLY = 10, 12, 10, 12
MOST_BYTES = 500 * 1024 * 1024
_NAME = Form(r"(\d{8}T\d{12})-([a-z]+)\.kpidesk")


@record(frozen=True)
class Backup:
    """One backup: when and why it was made."""

    path: Path
    when: dt.datetime
    reason: str
    size: int


def make(database: Database, folder: Path, now: dt.datetime, reason: str) -> Path:
    """Store a snapshot of the working copy and thin out the older ones."""
    disk.private_folder(folder)
    target = folder / f"{_stamp(now)}-{reason}.kpidesk"
    snapshot.write_snapshot(database, target, private=True)
    for old in superfluous(listed(folder)):
        old.path.unlink(missing_ok=True)
    return target


def copy_to(backup: Backup, folder: Path) -> Path:
    """Store a backup in another folder as well, and thin out the older ones there; ``OSError`` if it can't be."""
    target = folder / backup.path.name
    if not target.exists():
        if not folder.parent.is_dir():
            raise FileNotFoundError(str(folder.parent))
        disk.private_folder(folder)
        beside = target.with_suffix(".part")
        beside.unlink(missing_ok=True)
        disk.copy(backup.path, beside, snapshot.MOST_BYTES)
        snapshot.sync(beside)
        snapshot.patiently(lambda: os.replace(beside, target))
    for old in superfluous(listed(folder)):
        old.path.unlink(missing_ok=True)
    return target


def put_away(file: Path, folder: Path, now: dt.datetime) -> Path:
    """Move a file that is no longer needed to the backups; it is gone from its place only when it is safe here."""
    disk.private_folder(folder)
    target = folder / f"{_stamp(now)}-fork.kpidesk"
    disk.copy(file, target, snapshot.MOST_BYTES)
    snapshot.sync(target)
    file.unlink()
    return target


def _stamp(now: dt.datetime) -> str:
    return now.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S%f")


def listed(folder: Path) -> list[Backup]:
    """Every backup in a folder, newest first; files of other names are not ours."""
    found = []
    for path in folder.glob("*.kpidesk"):
        with contextlib.suppress(ValueError, OSError):  # one that names no time, or has just been thinned out
            match = _NAME.fullmatch(path.name)
            if match:
                when = _moment(match[1])
                found.append(Backup(path, when, match[2], path.stat().st_size))
    return sorted(found, key=lambda backup: backup.when, reverse=True)


def _moment(stamp: str) -> dt.datetime:
    """What ``_stamp`` was made of; raises ``ValueError`` for what is no time. ``strptime`` takes longer to load."""
    seconds, parts = dt.datetime.fromisoformat(stamp[:15]), stamp[15:]
    return seconds.replace(microsecond=int(parts), tzinfo=dt.UTC)


def superfluous(backups: Iterable[Backup]) -> list[Backup]:
    """Which of the backups, newest first, need not be kept."""
    ordered = list(backups)
    kept = ordered[:LATEST]
    kept += _newest_of_each(ordered, lambda when: when.date(), DAILY)
    kept += _newest_of_each(ordered, lambda when: when.isocalendar()[:2], WEEKLY)
    kept += _newest_of_each(ordered, lambda when: (when.year, when.month), MONTHLY)
    total = 0
    names: set[Path] = set()
    for backup in sorted(set(kept), key=lambda backup: backup.when, reverse=True):
        total += backup.size
        if total <= MOST_BYTES or not names:
            names.add(backup.path)
    return [backup for backup in ordered if backup.path not in names]


def _newest_of_each(ordered: list[Backup], group: Callable[[dt.datetime], Hashable], most: int) -> list[Backup]:
    newest: dict[Hashable, Backup] = {}
    for backup in ordered:
        newest.setdefault(group(backup.when), backup)
    return list(newest.values())[:most]
