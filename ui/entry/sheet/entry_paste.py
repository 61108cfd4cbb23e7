"""A block before it is stored: pasted from a spreadsheet, or a selection filled to the right or down.

Nothing is ever stored by halves: where a block holds texts that are no numbers, or reaches beyond the sheet, it
waits until somebody chooses to store the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import Uid, Value
from kpidesk.domain.period import Period
from kpidesk.domain.series.possible import OPEN
from kpidesk.figures import EntryRow
from kpidesk.figures.entry import Cell
from kpidesk.reading import NotUnderstood, Result, likeliest
from kpidesk.text import Message, _
from ui.entry.sheet.entry_ledger import Ledger

MOST_CELLS = 20_000
"""A larger block is no block of numbers that somebody has typed."""


class Laid(Enum):
    """How a block lies in the sheet: as it was copied, rows for columns, or a column back in time from the cell."""

    AS_COPIED = "as copied"
    TURNED = "turned"
    BACK = "back"


@dataclass(frozen=True)
class Copied:
    """What was copied, and how it is laid into the sheet; ``newest_first`` where its first line is the latest."""

    lines: tuple[tuple[str, ...], ...]
    laid: Laid = Laid.AS_COPIED
    newest_first: bool = False

    @property
    def is_column(self) -> bool:
        """Tell whether it is one column of several numbers."""
        return len(self.lines) > 1 and all(len(line) == 1 for line in self.lines)

    @property
    def can_turn(self) -> bool:
        """Tell whether it lies in another way when rows and columns change places."""
        return len(self.lines) > 1 or any(len(line) > 1 for line in self.lines)

    def turned(self) -> Copied:
        """The same the other way: along the row in place of down the column, or the reverse."""
        if self.is_column:
            return replace(self, laid=Laid.AS_COPIED if self.laid is Laid.BACK else Laid.BACK)
        return replace(self, laid=Laid.AS_COPIED if self.laid is Laid.TURNED else Laid.TURNED)

    def reversed(self) -> Copied:
        """The same, the other end of the column being the latest."""
        return replace(self, newest_first=not self.newest_first)

    def words(self) -> Iterator[tuple[int, int, str]]:
        """What is written, so many rows below the chosen cell and so many periods after it."""
        lines = self.lines[::-1] if self.newest_first and self.laid is Laid.BACK else self.lines
        for down, line in enumerate(lines):
            for right, word in enumerate(line):
                if word.strip():
                    yield *self._place(down, right), word

    def _place(self, down: int, right: int) -> tuple[int, int]:
        if self.laid is Laid.BACK:
            return 0, down - len(self.lines) + 1
        return (right, down) if self.laid is Laid.TURNED else (down, right)


def copied(text: str, *, down: bool = False) -> Copied:
    """A text from the clipboard; one column goes back in time from the chosen cell, unless it is to go ``down``.

    A word over one column is left out: the sheet knows what its rows are called.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    found = Copied(tuple(tuple(line.split("\t")) for line in plain.split("\n")))
    if found.is_column and len(found.lines) > 2 and _all_words(found.lines[0]):
        found = replace(found, lines=found.lines[1:])
    return replace(found, laid=Laid.BACK) if found.is_column and not down else found


@dataclass(frozen=True)
class Preview:
    """What a block would store: the ``cells`` that are new or change, ``before`` what these hold now.

    ``rows`` and ``periods`` tell where the whole block lies, ``same`` how many of its numbers stand there already, and
    ``outside`` how many lie below the last row. ``refused`` are numbers that can't be there, each with why, and
    ``unreadable`` texts that are no numbers. ``ahead`` numbers are for periods that have not begun: they are stored,
    and don't count yet. ``refusal`` is a sentence for a block of which nothing can be stored, ``table`` the text of one
    that names its own rows and columns.
    """

    cells: dict[Cell, Value | None] = field(default_factory=dict)
    before: dict[Cell, Value] = field(default_factory=dict)
    rows: tuple[EntryRow, ...] = ()
    periods: tuple[Period, Period] | None = None
    same: int = 0
    unreadable: tuple[str, ...] = ()
    refused: tuple[tuple[str, Message], ...] = ()
    outside: int = 0
    ahead: int = 0
    readings: tuple[str, ...] = ()
    refusal: str = ""
    table: str = ""
    copied: Copied | None = None

    @property
    def overwrites(self) -> int:
        """How many numbers are replaced by others."""
        return len(self.before)

    @property
    def held(self) -> bool:
        """Tell whether a part of the block can't be stored."""
        return bool(self.unreadable or self.refused or self.outside)

    @property
    def clean(self) -> bool:
        """Tell whether the whole block can be stored."""
        return bool(self.cells) and not self.held

    @property
    def uids(self) -> frozenset[Uid]:
        """The inputs that the block lies on."""
        return frozenset(row.source.uid for row in self.rows if row.source is not None)


def read_block(ledger: Ledger, targets: Sequence[EntryRow], first: Period, block: Copied) -> Preview:
    """What a pasted block would fill, from a row and period on, as far as it goes.

    An empty cell of the block leaves the number that is there.
    """
    if sum(map(len, block.lines)) > MOST_CELLS:
        words = _("What was copied has more than {n} cells. Nothing was pasted.")
        return Preview(refusal=words.format(n=fmt.number(MOST_CELLS)))
    refusal = _refused(block)
    if refusal:
        return Preview(refusal=refusal)
    if _has_headings(block):
        return Preview(table="\n".join(map("\t".join, block.lines)))
    return _placed(ledger, targets, first, block)


def _placed(ledger: Ledger, targets: Sequence[EntryRow], first: Period, block: Copied) -> Preview:
    cells: dict[Cell, Value | None] = {}
    rows: dict[int, EntryRow] = {}
    unreadable, refused, readings = [], [], []
    outside = 0
    for down, right, word in block.words():
        row = targets[down] if down < len(targets) else None
        source = row.source if row is not None else None
        edges = OPEN if source is None else edges_of(ledger.session.ws, source)
        found = entry.read(word, source.unit if source is not None else "", sums=False, edges=edges)
        if isinstance(found, NotUnderstood):
            quote = word.strip()[: entry.LONGEST_QUOTE]
            refused += [(quote, found.why)] if found.why.code else []
            unreadable += [] if found.why.code else [quote]
        elif row is None or source is None:
            outside += 1
        else:
            rows[down] = row
            cells[source.uid, first.next(right)] = likeliest(found, None)
            told = entry.reading_told(word, found)
            readings += [] if told is None else [str(told)]
    told_apart = _told_apart(ledger, cells, [row for _down, row in sorted(rows.items())])
    return replace(
        told_apart, unreadable=tuple(unreadable), refused=tuple(refused), outside=outside, readings=tuple(readings),
        copied=block,
    )  # fmt: skip


def _told_apart(ledger: Ledger, cells: Mapping[Cell, Value | None], rows: Sequence[EntryRow]) -> Preview:
    """What of some cells is new, what changes, and what stands there already."""
    changes = {cell: value for cell, value in cells.items() if ledger.value(cell) != value}
    before = {cell: old for cell in changes if (old := ledger.value(cell)) is not None}
    periods = [period for _uid, period in cells]
    span = (min(periods), max(periods)) if periods else None
    ahead = sum(period.first > ledger.today for _uid, period in changes)
    return Preview(changes, before, tuple(rows), span, len(cells) - len(changes), ahead=ahead)


def _refused(block: Copied) -> str:
    """Why nothing of a block can be pasted: it holds no number."""
    texts = [word for _down, _right, word in block.words()]
    if len(texts) == 1:
        doubt = entry.doubt(texts[0], _read(texts[0]))
        return "" if doubt is None else f"{doubt.what}. {doubt.why}"
    if all(isinstance(_read(word), NotUnderstood) for word in texts):
        return _("There are no numbers in what was copied. Nothing was pasted.")
    return ""


def _has_headings(block: Copied) -> bool:
    """Tell whether a block names its own rows or columns: dates beside its numbers, or what is measured above them."""
    left, top = [line[0] for line in block.lines], block.lines[0]
    return (len(top) > 1 and _all_words(left)) or (len(block.lines) > 1 and _all_words(top))


def _all_words(edge: Iterable[str]) -> bool:
    """Tell whether every cell of an edge that is not empty is a word, and no number with a slip in it."""
    found = [_read(word) for word in edge if word.strip()]
    return bool(found) and all(isinstance(each, NotUnderstood) and each.likely is None for each in found)


def _read(word: str) -> Result[Value | None]:
    return entry.read(word, sums=False)


def fill(ledger: Ledger, runs: Iterable[Sequence[Cell]], rows: Sequence[EntryRow]) -> Preview:
    """Each run of cells gets what its first cell holds; a run that begins blank stays as it is."""
    cells: dict[Cell, Value | None] = {}
    for first, *others in runs:
        value = ledger.value(first)
        if value is not None:
            cells |= {cell: value for cell in others if cell[1].first <= ledger.today}
    filled = {uid for uid, _period in cells}
    return _told_apart(ledger, cells, [row for row in rows if row.source is not None and row.source.uid in filled])
