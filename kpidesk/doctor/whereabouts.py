"""What kind of place a file lies in: a network disk, a synced folder, and whether the file itself is here at all."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from kpidesk import disk
from kpidesk.doctor.findings import Finding, fine, note, trouble
from kpidesk.errors import UserError
from kpidesk.text import msg

SYNCED = {
    "OneDrive": r"OneDrive\b.*",
    "Dropbox": r"Dropbox\b.*",
    "Google Drive": r"Google ?Drive\b.*|My Drive|Min disk",
    "iCloud Drive": r"iCloud ?Drive.*|Mobile Documents|com~apple~CloudDocs",
    "Nextcloud": r"Nextcloud\d*|ownCloud\d*",
    "Jottacloud": r"Jottacloud.*",
    "pCloud": r"pCloud ?Drive.*",
    "Box": r"Box|Box Sync",
}
"""Services, and what their folders are called."""
NETWORK = re.compile(r"nfs\d?|cifs|smb\d?|smbfs|afs|9p|fuse\.(?:sshfs|rclone|davfs.*|gvfsd-fuse)|davfs|drvfs|ncpfs")
WITHOUT_RIGHTS = re.compile(r"vfat|exfat|msdos")
ELSEWHERE_WINDOWS = 0x1000 | 0x40000 | 0x400000
"""FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN, _RECALL_ON_DATA_ACCESS."""
ELSEWHERE_MAC = 0x40000000
"""SF_DATALESS."""
WHOLE_BLOCKS = 4096
SQLITE, MARK, MARK_AT = b"SQLite format 3\0", b"KPID", 68
MOUNTS = Path("/proc/self/mounts")


def examine(file: Path) -> Iterator[Finding]:
    """The file, as far as can be seen without opening it as one of ours, and where it lies."""
    yield from _service(file)
    yield from _disk_of(file)
    try:
        state = file.stat()
    except OSError:
        yield trouble("no_file", msg("There is no file {file}.", file=str(file)))
        return
    if not stat.S_ISREG(state.st_mode):
        yield trouble("not_a_file", msg("{file} is not a file.", file=str(file)))
    elif is_elsewhere(state):
        yield note(
            "in_the_cloud",
            msg("{name} is kept in the cloud and not on this machine; opening it fetches it.", name=file.name),
        )
    else:
        yield from _content(file, state.st_size)


def is_elsewhere(state: os.stat_result) -> bool:
    """Tell whether only the name of a file is here: reading it would fetch it."""
    windows = getattr(state, "st_file_attributes", 0) & ELSEWHERE_WINDOWS
    mac = getattr(state, "st_flags", 0) & ELSEWHERE_MAC if sys.platform == "darwin" else 0
    bare = state.st_size >= WHOLE_BLOCKS and getattr(state, "st_blocks", 1) == 0
    return bool(windows or mac or bare)


def _content(file: Path, size: int) -> Iterator[Finding]:
    try:
        head = disk.head(file, MARK_AT + len(MARK))
    except (OSError, UserError):
        yield trouble("not_readable", msg("{name} can’t be read: you lack the right to.", name=file.name))
        return
    kilobytes = -(-size // 1000)
    if head.startswith(SQLITE) and head[MARK_AT:] == MARK:
        yield fine("ours", msg("{name} is a KPI Desk file of {n} kB, without a password.", name=file.name, n=kilobytes))
    elif head.startswith(SQLITE):
        yield trouble("database_of_another", msg("{name} is a database of another program.", name=file.name))
    else:
        yield note(
            "locked_or_foreign",
            msg("{name} has a password, or is not a KPI Desk file ({n} kB).", name=file.name, n=kilobytes),
        )
    if not os.access(file, os.W_OK):
        yield note("read_only", msg("You can read {name} but not change it.", name=file.name))


def _service(file: Path) -> Iterator[Finding]:
    for service, pattern in SYNCED.items():
        if any(re.fullmatch(pattern, part) for part in file.parts[:-1]):
            yield note(
                "synced", msg("The folder seems to be synced by {service}. KPI Desk is made for that.", service=service)
            )


def _disk_of(file: Path) -> Iterator[Finding]:
    kind = file_system(file)
    if NETWORK.fullmatch(kind):
        yield note("network_disk", msg("The folder is on a network disk ({kind}).", kind=kind))
    elif WITHOUT_RIGHTS.fullmatch(kind):
        yield note(
            "no_rights", msg("The folder is on a disk without permissions ({kind}), such as a USB stick.", kind=kind)
        )


def file_system(file: Path, mounts: Path = MOUNTS) -> str:
    """The kind of the disk that a file lies on, where the system tells (Linux); else nothing."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        words = line.split(" ")
        if len(words) < 3:
            continue
        place = Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), words[1]))
        if (place == file or place in file.parents) and len(place.parts) >= best:
            best, kind = len(place.parts), words[2]
    return kind
