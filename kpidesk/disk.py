"""Files read and written safely: the one door for everything that does not go through SQLite.

A path may be anything: a pipe that never answers, a device, a folder, a link that leads round, a file that grows
while it is read. What is no ordinary file is refused at once, and reading stops at a limit by what has been read.
What is written appears whole, by a temporary file beside it that nobody else can read meanwhile. What is private
is readable for its owner only, whatever the umask is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kpidesk.errors import FileRefused, StorageFault
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.text import Message

OWNER_ONLY, OWNER_ONLY_FOLDER = 0o600, 0o700
OTHERS = 0o077
WORKSPACE = ".kpidesk"
"""How a company's file ends; no paper or sheet is ever put in its place."""
INVITATION = ".kpidesk-invitation"
"""How an invitation to a team server ends."""
CHUNK = 1024 * 1024
ABANDONED_SECONDS = 24 * 3600
"""A temporary file of a machine that we know nothing of is left behind when nobody has touched it for a day."""
_mask_lock = threading.Lock()


def machine() -> str:
    """What this machine calls itself, or nothing."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import platform

    return platform.node()


# ---- reading -------------------------------------------------------------------------------------------


def opened(path: Path) -> BinaryIO:
    """Open an ordinary file for reading; never waits for a writer at the other end of a pipe.

    Raises ``FileRefused`` for what is no ordinary file, ``OSError`` as ever.
    """
    _refuse_other_than_file(path)
    handle = os.open(path, os.O_RDONLY | _flags("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise not_a_file(path)
        return os.fdopen(handle, "rb")
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(handle)
        raise


def read(path: Path, most: int) -> bytes:
    """The content of an ordinary file; raises ``FileRefused`` where it is longer than ``most`` bytes."""
    return b"".join(parts(path, most))


def head(path: Path, length: int) -> bytes:
    """The first bytes of an ordinary file."""
    with opened(path) as stream:
        return stream.read(length)


def copy(source: Path, target: Path, most: int) -> None:
    """Copy an ordinary file to a private place where nothing is yet; see ``read``."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _flags("O_CLOEXEC", "O_BINARY"), OWNER_ONLY)
    with os.fdopen(handle, "wb") as stream:
        for part in parts(source, most):
            stream.write(part)


def parts(path: Path, most: int) -> Iterator[bytes]:
    """An ordinary file piece by piece; see ``read``."""
    left = most
    with opened(path) as stream:
        while part := stream.read(min(CHUNK, left + 1)):
            left -= len(part)
            if left < 0:
                raise _too_large(path, most)
            yield part


def _too_large(path: Path, most: int) -> FileRefused:
    if most < 1_000_000:
        return FileRefused(msg("“{name}” is larger than any file of its kind. Nothing was changed.", name=path.name))
    return FileRefused(
        msg(
            "“{name}” is larger than {most} MB, which is the limit. Nothing was changed.",
            name=path.name,
            most=most // 1_000_000,
        )
    )


def _refuse_other_than_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _loop(path) from error
        raise
    if not stat.S_ISREG(mode):
        raise not_a_file(path)


def not_a_file(path: Path) -> FileRefused:
    """The sentence for a folder, a device, a pipe, a socket."""
    if path.is_dir():
        return FileRefused(
            msg("“{name}” is a folder. Choose a file. Nothing was changed.", name=path.name or str(path))
        )
    return FileRefused(
        msg(
            "“{name}” is not an ordinary file but a device or a pipe. Choose a file. Nothing was changed.",
            name=path.name,
        )
    )


def _loop(path: Path) -> FileRefused:
    return FileRefused(
        msg("“{name}” is a link that leads back to itself. Choose a file. Nothing was changed.", name=path.name)
    )


def _flags(*names: str) -> int:
    """Flags that not every system has."""
    found = 0
    for name in names:
        found |= getattr(os, name, 0)
    return found


def refuse_unless_new(path: Path) -> None:
    """Raise ``FileRefused`` for a place that no new file can have.

    One is there, its folder is not, the disk takes no name so long, or SQLite none of such letters.
    """
    try:
        str(path).encode("utf-8")
        taken, folder = path.exists(), path.parent.is_dir()
    except ValueError as error:
        name = str(path).encode("utf-8", "replace").decode()
        raise FileRefused(
            msg("No file can be called “{name}”: a letter in it is not valid. Nothing was changed.", name=name)
        ) from error
    except OSError as error:
        raise _no_such_name(path, error) from error
    if taken:
        raise FileRefused(msg("“{name}” already exists. Choose another name. Nothing was changed.", name=path.name))
    if not folder:
        raise FileRefused(msg("The folder “{name}” is not there. Nothing was changed.", name=str(path.parent)))


def _no_such_name(path: Path, error: OSError) -> FileRefused:
    if error.errno == errno.ENAMETOOLONG:
        return FileRefused(
            msg("No file can be called “{name} …”: the name is too long. Nothing was changed.", name=path.name[:60])
        )
    return FileRefused(msg("“{name}” could not be written. Nothing was changed.", name=path.name), details=str(error))


def ended(chosen: str, endings: tuple[str, ...], ending: str) -> Path:
    """A chosen path, with ``ending`` where it has none of ``endings``.

    Raises ``FileRefused`` where that makes it the name of a file that is there: nobody was asked whether to replace it.
    """
    if chosen.lower().endswith(endings):
        return Path(chosen)
    path = Path(chosen + ending)
    refuse_unless_new(path)
    return path


def refuse_unless_named(path: Path) -> None:
    """Raise ``FileRefused`` for a new file of ours that is not called as one: nothing would open it by its ending."""
    if path.suffix.lower() != WORKSPACE:
        raise FileRefused(
            msg(
                "“{name}” does not end in “{ending}”, as the name of a KPI Desk file does. Nothing was changed.",
                name=path.name[:60],
                ending=WORKSPACE,
            )
        )


def lies(path: Path) -> bool:
    """Tell whether something is at a path; at one that no file can have, nothing is."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


# ---- writing -------------------------------------------------------------------------------------------


def free_path(folder: Path, name: str) -> Path:
    """A path for a file of that name, with a number behind it where the name is taken."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path


def destination(path: Path) -> Path:
    """Where an output really goes: what a link points at, so that the link stays one.

    Raises ``FileRefused`` for what is there and is no ordinary file.
    """
    try:
        real = path.resolve(strict=True)
    except FileNotFoundError:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
            raise _loop(path) from error
        return path
    if not real.is_file():
        raise not_a_file(path)
    return real


def resolved(path: Path | str) -> Path:
    """A path without links; raises ``FileRefused`` for a link that leads back to itself."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError) as error:
        raise _loop(Path(path)) from error


def same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file, also by another name of it."""
    with contextlib.suppress(OSError):
        if os.path.samefile(one, other):
            return True
    try:
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError):
        return False


def refuse_taken(output: Path, taken: Iterable[Path]) -> None:
    """Raise ``FileRefused`` where an output would replace the workspace, or another output."""
    if any(same(output, each) for each in taken):
        raise FileRefused(
            msg("“{name}” is already in use for something else. Choose another name. Nothing was written.",
                name=output.name)
        )  # fmt: skip


def put(data: bytes, path: Path) -> None:
    """Write an output whole: the old one stands until the new one is complete. Raises ``StorageFault``."""
    real = destination(path)
    if real.suffix.lower() == WORKSPACE:
        raise FileRefused(
            msg("“{name}” is the name of a KPI Desk file. Choose another name. Nothing was written.", name=path.name)
        )
    if not real.parent.is_dir():
        raise StorageFault(
            msg("There is no folder {folder}. Choose another place. Nothing was saved.", folder=str(path.parent))
        )
    temporary = beside(real)
    try:
        _sweep_abandoned(real)
        with os.fdopen(_made(temporary), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        show_to_others(temporary, real)
        os.replace(temporary, real)
    except OSError as error:
        raise StorageFault(_reason(error, path), details=str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def beside(path: Path, maker: str = "") -> Path:
    """A name for a temporary file in the same folder; ``maker`` begins it, to know one's own again."""
    return path.with_name(f".{path.name[:100]}.{maker}{os.urandom(4).hex()}.tmp")


def show_to_others(temporary: Path, real: Path) -> None:
    """Let those read a finished file who could read the one it replaces; a new one, whom the umask lets."""
    try:
        mode = stat.S_IMODE(real.stat().st_mode)
    except OSError:
        mode = 0o666 & ~_umask()
    temporary.chmod(mode)


def abandoned(real: Path, maker: str = "") -> Iterator[Path]:
    """Temporary files beside a file that nobody writes any more: those of ``maker``, and those of yesterday."""
    start, long_ago = f".{real.name[:100]}.", time.time() - ABANDONED_SECONDS
    with contextlib.suppress(OSError):
        for path in unfinished(real):
            own = maker and path.name.startswith(f"{start}{maker}")
            if own or path.lstat().st_mtime < long_ago:
                yield path


def unfinished(real: Path) -> Iterator[Path]:
    """Temporary files beside a file, whoever makes them or has left them."""
    start = f".{real.name[:100]}."
    with contextlib.suppress(FileNotFoundError):
        for path in real.parent.iterdir():
            if path.name.startswith(start) and path.name.endswith(".tmp"):
                yield path


def _sweep_abandoned(real: Path) -> None:
    for path in abandoned(real):
        with contextlib.suppress(OSError):
            path.unlink()


def _reason(error: OSError, path: Path) -> Message:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return msg("The disk is full. {name} was not saved. An older one is as it was.", name=path.name)
    if isinstance(error, PermissionError):
        return msg(
            "{name} could not be replaced: it is open in another program, or the folder is read-only. Close it "
            "there and save again. The old file is as it was.",
            name=path.name,
        )
    return msg("{name} could not be saved. Try another folder. Nothing was changed.", name=path.name)


def _umask() -> int:
    """The umask; it can only be read by setting it, so for a moment others make their files too private."""
    with _mask_lock:
        mask = os.umask(OTHERS)
        os.umask(mask)
    return mask


# ---- what is private -----------------------------------------------------------------------------------


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can look into, with those above it; one that is there is closed to others."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):
            each.mkdir(mode=OWNER_ONLY_FOLDER)
    keep_private(folder)


def private_file(path: Path) -> None:
    """Make an empty file that only its owner can read, unless there is a file already; SQLite fills it."""
    with contextlib.suppress(FileExistsError):
        os.close(_made(path))
    keep_private(path)


def write_private(content: str | bytes, path: Path) -> None:
    """Put a private file in place whole, in a private folder."""
    private_folder(path.parent)
    temporary = beside(path)
    try:
        with os.fdopen(_made(temporary), "wb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_over(text: str, path: Path) -> None:
    """Write a small file in a folder that others write to as well; ``OSError`` for a link or a pipe put there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _flags("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
    with os.fdopen(os.open(path, flags, 0o666), "w", encoding="utf-8") as stream:
        stream.write(text)


def add_to(content: bytes, path: Path) -> None:
    """Write at the end of a private file that is there; ``OSError`` for what is none of ours, as a link or a pipe."""
    flags = os.O_WRONLY | os.O_APPEND | _flags("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
    with os.fdopen(os.open(path, flags), "ab") as stream:
        stream.write(content)


def keep_private(path: Path) -> None:
    """Take from others what they may do with a file or a folder of ours; a disk that knows no owners is left."""
    with contextlib.suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & OTHERS:
            path.chmod(mode & ~OTHERS)


def _made(path: Path) -> int:
    """A new file that only its owner can read; ``FileExistsError`` where something is there, be it a link."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _flags("O_CLOEXEC", "O_BINARY"), OWNER_ONLY)
