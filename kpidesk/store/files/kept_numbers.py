"""The numbers of a file as columns, kept beside its working copy from one opening to the next.

Read row by row they are most of a first look at five hundred KPIs; as columns they are one read. What a number is
follows from the transactions of the log and nothing else (store/README: Folding), so the columns are marked with what
they were read from: every session of the log with its number of transactions, whoever made them, and this program.
With any other log, be it by a correction, a merge, an older file put back or another program, they are not read.
Their bytes are known by SHA-256. They are of this machine only, and no copy that travels knows of them; what is not
a plain row of numbers is left to the file. A file with a password has none, nor one that holds only a part of a change.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import sys
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import kpidesk
from kpidesk import disk
from kpidesk.domain.entities import Uid
from kpidesk.domain.period import Period
from kpidesk.domain.series.column import Column
from kpidesk.errors import StorageFault, UserError
from kpidesk.records import record
from kpidesk.store.db import marks
from kpidesk.store.files.parts import has_parts
from kpidesk.store.log import vector
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.domain.series.column import Series
    from kpidesk.store.db.database import Database

RULES = 1
"""One more whenever the file is written in another way, or its numbers would be others."""
MAGIC = b"numbers of KPI Desk\n"
STATE = hashlib.sha256().digest_size * 2
"""The length of a state, which stands behind the magic words."""
FEWEST = 20_000
"""Fewer numbers are read from the file as quickly."""
MOST_BYTES = 64_000_000
BLANK = math.nan
"""In the place of a blank: no number that is stored is one."""
WIDTH = array("d").itemsize
UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What reading raises of a file that holds anything but what is written here."""


@record(frozen=True)
class Packed:
    """One column: the code of its first period, whether it has no blank, and its numbers one after the other."""

    first: int
    whole: bool
    numbers: bytes

    def column(self) -> Column:
        """The column itself."""
        cells = tuple(array("d", self.numbers))
        if not self.whole:
            cells = tuple(None if cell != cell else cell for cell in cells)  # type: ignore[misc]
        return Column(Period.from_code(self.first), cells, self.whole)


Stored = dict[Uid, Packed]


def state(database: Database) -> str | None:
    """What the numbers of a working copy follow from; ``None`` where none are to be kept."""
    if database.key is not None or not database.durable or has_parts(database):
        return None
    log = sorted((uid.hex(), n) for uid, n in vector.vector(database).items())
    described = (RULES, kpidesk.__version__, sys.byteorder, WIDTH, marks.identity(database), log)
    return hashlib.sha256(repr(described).encode()).hexdigest()


def known(database: Database) -> str | None:
    """The state of a working copy, where columns are put down that hold for it."""
    with contextlib.suppress(OSError, UserError, *UNREADABLE):
        file = place(database.path)
        if file.exists() and disk.head(file, len(MAGIC) + STATE).removeprefix(MAGIC).decode() == (
            now := state(database)
        ):
            return now
    return None


def read(database: Database, of: str) -> Stored:
    """The columns that are put down for a state; none where there are no such."""
    with contextlib.suppress(OSError, UserError, *UNREADABLE):
        magic, *lines = disk.read(place(database.path), MOST_BYTES).split(b"\n", 4)
        told, found, inputs, numbers = lines
        if magic + b"\n" == MAGIC and told.decode() == of and found == _sum(told, inputs, numbers):
            return dict(_unpacked(json.loads(inputs), numbers))
    return {}


def _unpacked(inputs: list[tuple[Uid, int, int, bool]], numbers: bytes) -> Iterator[tuple[Uid, Packed]]:
    start = 0
    for uid, first, count, whole in inputs:
        end = start + count * WIDTH
        yield uid, Packed(first, whole, numbers[start:end])
        start = end


def packed(columns: Mapping[Uid, Series]) -> Stored:
    """Those columns that are rows of plain numbers and blanks."""
    return {uid: _packed(column) for uid, column in columns.items() if isinstance(column, Column) and not column.marked}


def _packed(column: Column) -> Packed:
    numbers = array("d", [cell if isinstance(cell, float) else BLANK for cell in column.cells])
    return Packed(column.first.code(), column.whole, numbers.tobytes())


def write(database: Database, now: str, stored: Stored) -> None:
    """Put columns down that hold for the log as it is ``now``, if they are many; a disk that keeps nothing is left."""
    inputs = [(uid, each.first, len(each.numbers) // WIDTH, each.whole) for uid, each in stored.items()]
    told, numbers = json.dumps(inputs).encode(), b"".join(each.numbers for each in stored.values())
    content = b"".join((MAGIC, now.encode(), b"\n", _sum(now.encode(), told, numbers), b"\n", told, b"\n", numbers))
    if len(numbers) >= FEWEST * WIDTH and len(content) <= MOST_BYTES:
        with contextlib.suppress(OSError, UserError):
            disk.write_private(content, place(database.path))


def remove(working: Path) -> None:
    """Take the columns of a working copy away, with those that a program was ended over writing down.

    A folder in their place holds no numbers of ours and is left. Raises ``StorageFault`` where they can't be taken
    away: they would lie readable beside a file that has a password.
    """
    file = place(working)
    for path in (file, *disk.unfinished(file)):
        if path.is_dir() and not path.is_symlink():
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            told = msg(
                "“{file}” holds numbers that anybody can read, and could not be deleted. Nothing was changed. Delete "
                "it yourself and try again.",
                file=path,
            )
            raise StorageFault(told, details=str(error)) from error


def place(working: Path) -> Path:
    """Where the columns of a working copy lie."""
    return working.with_name(f"{working.name}.numbers")


def _sum(*parts: bytes) -> bytes:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest().encode()
