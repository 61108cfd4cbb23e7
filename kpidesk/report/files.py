"""A finished file put in place whole: the old one stands until the new one is complete."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from kpidesk.errors import StorageFault
from kpidesk.text import Message, msg


def put_in_place(data: bytes, path: Path) -> None:
    """Write by a temporary file beside ``path`` and one atomic replace."""
    if not path.parent.is_dir():
        raise StorageFault(
            msg("There is no folder {folder}. Nothing was saved: choose another place.", folder=str(path.parent))
        )
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            if temporary:
                os.unlink(temporary)
        raise StorageFault(_reason(error, path), details=str(error)) from error


def _reason(error: OSError, path: Path) -> Message:
    if error.errno == errno.ENOSPC:
        return msg("The disk is full. {name} was not saved, and an older one stands as it was.", name=path.name)
    if isinstance(error, IsADirectoryError):
        return msg("{name} is a folder. Nothing was saved: choose a file name.", name=path.name)
    if isinstance(error, PermissionError):
        return msg(
            "{name} could not be replaced: it is open in another program, or the folder is read-only. "
            "Close it there and save again; the old file stands as it was.",
            name=path.name,
        )
    return msg("{name} could not be saved. Nothing was changed: try another folder.", name=path.name)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
