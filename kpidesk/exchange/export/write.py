"""What was asked for, as the bytes of a file, and the file."""

from __future__ import annotations

from pathlib import Path

from kpidesk import disk
from kpidesk.errors import BadInput
from kpidesk.exchange.export import tables
from kpidesk.exchange.export.asked import As, FileType
from kpidesk.exchange.export.csv_file import as_csv
from kpidesk.exchange.export.gathered import Numbers
from kpidesk.exchange.export.goals import Goals
from kpidesk.exchange.export.json_file import SCHEMA, numbers_as_json, written
from kpidesk.exchange.export.tables import Table
from kpidesk.exchange.export.xlsx_file import as_xlsx
from kpidesk.exchange.tables.understood import Shape
from kpidesk.text import msg


def numbers_as(numbers: Numbers, how: As) -> bytes:
    """The bytes of a file with these numbers; raises ``BadInput`` where there is none, or no room for them."""
    if not numbers.count:
        raise BadInput(msg("There are no numbers to export in that period. Nothing was written."))
    if how.kind is FileType.JSON:
        return numbers_as_json(numbers)
    return _as_tables(_tables(numbers, how), how.kind)


def _tables(numbers: Numbers, how: As) -> list[Table]:
    made = tables.long(numbers) if how.shape is Shape.LONG else tables.wide(numbers)
    if how.kind is not FileType.XLSX:
        return made[::-1]  # the shortest tables first, so that whoever looks at the beginning sees them all
    noted = tables.notes(numbers) if how.shape is Shape.WIDE else None
    return [*made, *([noted] if noted is not None else [])]


def goals_as(goals: Goals, kind: FileType) -> bytes:
    """The bytes of a file with goals and check-ins; raises ``BadInput`` where there is none."""
    if not goals.count:
        raise BadInput(msg("There are no goals to export in that period. Nothing was written."))
    if kind is FileType.JSON:
        return written({"schema": SCHEMA, **goals.records})
    return _as_tables([goals.goals, goals.check_ins], kind)


def _as_tables(made: list[Table], kind: FileType) -> bytes:
    return as_xlsx(made) if kind is FileType.XLSX else as_csv(made, kind)


def save(data: bytes, target: Path, workspace: Path) -> None:
    """Write an export whole, never over the company's own file; raises ``FileRefused`` and ``StorageFault``."""
    disk.refuse_taken(target, [workspace])
    disk.put(data, target)
