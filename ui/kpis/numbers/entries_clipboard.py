"""The numbers of a KPI's table, cut and pasted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex

from kpidesk import format as fmt
from kpidesk.commands import checks, entry
from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import Uid, Value
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, UserError
from kpidesk.reading import NotUnderstood, likeliest
from kpidesk.text import msg, msgn, ngettext
from ui.kpis.numbers.entries_table import EntriesTable

Cell = tuple[Uid, Period]


def cells_at(table: EntriesTable, indexes: Sequence[QModelIndex]) -> list[Cell]:
    """The cells that are typed into, of some that are selected; hidden ones are none."""
    found = []
    for index in indexes:
        source, point = table.editable_input(index), table.points[index.row()]
        if source is not None and not point.masked:
            found.append((source.uid, point.period))
    return found


def clear(table: EntriesTable, indexes: Sequence[QModelIndex]) -> None:
    """Make the numbers of some cells blank, as one change."""
    cells = cells_at(table, indexes)
    if cells:
        words = ngettext("{n} number is cleared.", "{n} numbers are cleared.", len(cells))
        table.session.perform(entry.clear, cells, said=words.format(n=fmt.number(len(cells))))


def paste(table: EntriesTable, at: QModelIndex, text: str) -> None:
    """Put a block in from a cell on, as it lies; all of it or, with a sentence why, nothing."""
    seen = table.session.seen()
    try:
        cells = _block(table, at, text)
    except UserError as error:
        table.session.tell_refused(error)
        return
    table.session.perform(entry.paste, cells, based_on=seen, said=stored_words)


def stored_words(n: int) -> str:
    """What is said when so many numbers differ from those that stood there."""
    return ngettext("{n} number is saved.", "{n} numbers are saved.", n).format(n=fmt.number(n))


def _block(table: EntriesTable, at: QModelIndex, text: str) -> list[tuple[Uid, Period, Value | None]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")
    found = []
    outside = 0
    for down, line in enumerate(lines):
        for right, word in enumerate(line.split("\t")):
            index = table.index(at.row() + down, at.column() + right)
            if not word.strip():
                continue
            if not cells_at(table, [index] if index.isValid() else []):
                outside += 1
                continue
            found.append(_read(table, index, word))
    if outside:
        raise BadInput(
            msgn(
                "{n} number falls outside the cells that can be typed into. Nothing was pasted.",
                "{n} numbers fall outside the cells that can be typed into. Nothing was pasted.",
                outside,
            )
        )
    if not found:
        raise BadInput(msg("There is nothing to paste."))
    return found


def _read(table: EntriesTable, index: QModelIndex, word: str) -> tuple[Uid, Period, Value | None]:
    source = table.editable_input(index)
    assert source is not None
    read = entry.read(word, source.unit, sums=False, edges=edges_of(table.session.ws, source))
    if isinstance(read, NotUnderstood):
        raise checks.no_number(word, read)
    return source.uid, table.points[index.row()].period, likeliest(read, None)
