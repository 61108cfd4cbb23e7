"""Placing the program's files for one person, and taking away exactly those again.

A list in the private folder tells what was placed, with what it held. What somebody has changed since is left, and what
somebody else had put there before is never replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.text import msg

MOST = 1_000_000
"""Bytes of the list, or of a file that is placed, at most."""
SECONDS = 60
"""For a program of the desktop that brings its indexes in step, at most."""
INDEXES = {
    "mime": frozenset({
        "XMLnamespaces", "aliases", "generic-icons", "globs", "globs2", "icons", "magic", "mime.cache", "subclasses",
        "treemagic", "types", "version",
    }),
    "applications": frozenset({"mimeinfo.cache"}),
}  # fmt: skip
"""What those programs write, by folder (update-mime-database(1), update-desktop-database(1))."""


@record(frozen=True)
class Removal:
    """What has been taken away, and what was left because somebody had changed it."""

    removed: tuple[Path, ...]
    kept: tuple[Path, ...]


@record(frozen=True)
class Placed:
    """The folder ``share``, and each file that was placed under it with the marks of what it may hold.

    Where a newer version was stopped half-way, that is what it was to hold or what it held before.
    """

    share: Path
    digests: Mapping[str, frozenset[str]]


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the files of one person's programs lie: ``XDG_DATA_HOME``, which has to be absolute, else the usual."""
    chosen = environment.get("XDG_DATA_HOME", "")
    return Path(chosen) if Path(chosen).is_absolute() else Path.home() / ".local" / "share"


def place(files: Mapping[str, bytes], share: Path, home: Home) -> tuple[Path, ...]:
    """Put files under ``share``, and let the desktop know; what an earlier version had placed and this has not, goes.

    Raises ``FileRefused`` where a file of somebody else stands in a place, and ``StorageFault`` where nothing can be
    written.
    """
    before = _placed(home)
    if before.share != share:
        remove(home)
        before = Placed(share, {})
    wanted = {name: frozenset({_digest(content)}) for name, content in files.items()}
    either = {name: digests | before.digests.get(name, frozenset()) for name, digests in wanted.items()}
    for name in files:
        _refuse_strange(share / name, either[name])
    _remember(Placed(share, {**before.digests, **either}), home)
    for name in sorted(files, key=_in_sight):
        _put(files[name], share / name)
    stale = {name: digest for name, digest in before.digests.items() if name not in wanted}
    kept = _take_away(Placed(share, stale)).kept
    _remember(Placed(share, wanted | {name: stale[name] for name in stale if share / name in kept}), home)
    _tell_the_desktop(share)
    return tuple(share / name for name in files)


def remove(home: Home) -> Removal:
    """Take away what has been placed, with the folders that are empty then; nothing where nothing was placed."""
    placed = _placed(home)
    done = _take_away(placed)
    with contextlib.suppress(FileNotFoundError):
        _list(home).unlink()
    if done.removed:
        _tell_the_desktop(placed.share)
    for path in done.removed:
        _leave_no_empty(path.parent, placed.share)
    for folder, made in INDEXES.items() if done.removed else ():
        _leave_no_index(placed.share / folder, made)
    return done


def _put(content: bytes, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFault(
            msg("{folder} can’t be written to. What was placed before is unharmed.", folder=str(path.parent)),
            details=str(error),
        ) from error
    disk.put(content, path)


def _take_away(placed: Placed) -> Removal:
    removed, kept = [], []
    for name in sorted(placed.digests, key=_in_sight, reverse=True):
        path = placed.share / name
        held = _held(path)
        if held is not None and held not in placed.digests[name]:
            kept.append(path)
        elif held is not None:
            path.unlink()
            removed.append(path)
    return Removal(tuple(removed), tuple(kept))


def _leave_no_empty(folder: Path, share: Path) -> None:
    """Take away folders that hold nothing any more, up to the one that everybody's files lie under.

    After the indexes have been brought in step: without its folder, that of the kinds of files would stay as it was.
    """
    with contextlib.suppress(OSError):  # a folder that holds something
        while share in folder.parents:
            folder.rmdir()
            folder = folder.parent


def _leave_no_index(folder: Path, made: Set[str]) -> None:
    """Take away a folder that holds an index and nothing that it could be of."""
    if all(path.parent == folder and path.name in made for path in folder.rglob("*") if not path.is_dir()):
        shutil.rmtree(folder, ignore_errors=True)


def _in_sight(name: str) -> tuple[bool, str]:
    """By this the entry in the menu comes last and goes first: it never names an icon that is not there."""
    return name.startswith("applications/"), name


def _refuse_strange(path: Path, ours: Set[str]) -> None:
    held = _held(path)
    if held is not None and held not in ours:
        raise FileRefused(
            msg("{file} is there already, and KPI Desk has not put it there. Nothing was changed.", file=str(path))
        )


def _held(path: Path) -> str | None:
    """The mark of what a file holds; ``None`` where there is none, and one of its own for what can't be read."""
    if not os.path.lexists(path):
        return None
    try:
        return _digest(disk.read(path, MOST))
    except (OSError, FileRefused):
        return "unreadable"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _list(home: Home) -> Path:
    return home.data / "installed.json"


def _remember(placed: Placed, home: Home) -> None:
    """Before the first file is put there, so that one that is stopped half-way can be taken back too."""
    told = {"share": os.fspath(placed.share), "files": {name: sorted(each) for name, each in placed.digests.items()}}
    disk.write_private(json.dumps(told, indent=1), _list(home))


def _placed(home: Home) -> Placed:
    try:
        told = json.loads(disk.read(_list(home), MOST))
        digests = {str(name): _marks(each) for name, each in told["files"].items() if not _leads_out(name)}
        return Placed(Path(told["share"]), digests)
    except FileNotFoundError:
        return Placed(Path(), {})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FileRefused(
            msg("The list of what was installed can’t be read: {file}. Nothing was changed.", file=str(_list(home)))
        ) from None


def _marks(told: str | list[str]) -> frozenset[str]:
    """The marks of a file; an earlier version wrote only one."""
    return frozenset({told} if isinstance(told, str) else map(str, told))


def _leads_out(name: str) -> bool:
    """Whether a place is none under ``share``: this program never writes one into its list."""
    return Path(name).is_absolute() or ".." in Path(name).parts


def _tell_the_desktop(share: Path) -> None:
    """Let those that keep an index look again; a desktop without one of these programs needs none."""
    for command in _indexers(share):
        if shutil.which(command[0]):
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603


def _indexers(share: Path) -> Iterator[list[str]]:
    for program, folder in (("update-mime-database", "mime"), ("update-desktop-database", "applications")):
        if (share / folder).is_dir():
            yield [program, os.fspath(share / folder)]
    if (share / "icons" / "hicolor" / "index.theme").is_file():
        yield ["gtk-update-icon-cache", "--quiet", os.fspath(share / "icons" / "hicolor")]
