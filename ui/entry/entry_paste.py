"""A block before it is stored: pasted from a spreadsheet, or a selection filled to the right or down.

Nothing is ever stored by halves: where a block holds texts that are no numbers, or reaches beyond the sheet, it
waits until somebody chooses to store the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.entities import Value
from kpidesk.domain.period import Period
from kpidesk.figures import EntryRow
from kpidesk.figures.entry import Cell
from kpidesk.reading import NotUnderstood, Result, likeliest
from kpidesk.text import _
from ui.entry.entry_ledger import Ledger

MOST_CELLS = 20_000
"""A larger block is no block of numbers that somebody has typed."""


@dataclass(frozen=True)
class Preview:
    """What a block would store, how many numbers it would replace, and what of it can't be stored.

    ``outside`` cells lie below the last row. ``ahead`` numbers are for periods that have not begun: they are stored,
    and don't count yet. ``refusal`` is a sentence for a block of which nothing can be stored.
    """

    cells: dict[Cell, Value | None] = field(default_factory=dict)
    overwrites: int = 0
    unreadable: tuple[str, ...] = ()
    outside: int = 0
    ahead: int = 0
    readings: tuple[str, ...] = ()
    refusal: str = ""

    @property
    def clean(self) -> bool:
        """Tell whether the whole block can be stored."""
        return bool(self.cells) and not (self.unreadable or self.outside)


def read_block(ledger: Ledger, targets: Sequence[EntryRow], first: Period, text: str) -> Preview:
    """What a pasted block would fill: down over ``targets``, to the right from ``first`` on, as far as it goes.

    An empty cell of the block leaves the number that is there.
    """
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")]
    if sum(map(len, lines)) > MOST_CELLS:
        words = _("What was copied has more than {n} cells. Nothing was pasted.")
        return Preview(refusal=words.format(n=fmt.number(MOST_CELLS)))
    refusal = _refused(lines)
    return Preview(refusal=refusal) if refusal else _placed(ledger, targets, first, lines)


def _placed(ledger: Ledger, targets: Sequence[EntryRow], first: Period, lines: list[list[str]]) -> Preview:
    cells: dict[Cell, Value | None] = {}
    unreadable, readings = [], []
    outside = ahead = 0
    for down, right, word in _words(lines):
        period = first.next(right)
        source = targets[down].source if down < len(targets) else None
        found = entry.read(word, source.unit if source is not None else "", sums=False)
        if isinstance(found, NotUnderstood):
            unreadable.append(word.strip()[: entry.LONGEST_QUOTE])
        elif source is None:
            outside += 1
        else:
            ahead += period.first > ledger.today
            cells[source.uid, period] = likeliest(found, None)
            told = entry.reading_told(word, found)
            readings += [] if told is None else [str(told)]
    replaced = sum(ledger.value(cell) not in (None, value) for cell, value in cells.items())
    return Preview(cells, replaced, tuple(unreadable), outside, ahead, tuple(readings))


def _words(lines: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    for down, line in enumerate(lines):
        for right, word in enumerate(line):
            if word.strip():
                yield down, right, word


def _refused(lines: list[list[str]]) -> str:
    """Why nothing of a block can be pasted: it holds no number, or it has headings."""
    texts = [word for _down, _right, word in _words(lines)]
    if len(texts) == 1:
        doubt = entry.doubt(texts[0], _read(texts[0]))
        return "" if doubt is None else f"{doubt.what}. {doubt.why}"
    if all(isinstance(_read(word), NotUnderstood) for word in texts):
        return _("There are no numbers in what was copied. Nothing was pasted.")
    left, top = [line[0] for line in lines], lines[0]
    if (len(top) > 1 and _all_words(left)) or (len(lines) > 1 and _all_words(top)):
        return _("What was copied has headings. Copy the numbers alone; nothing was pasted.")
    return ""


def _all_words(edge: Iterable[str]) -> bool:
    """Tell whether every cell of an edge that is not empty is a word, and no number with a slip in it."""
    found = [_read(word) for word in edge if word.strip()]
    return bool(found) and all(isinstance(each, NotUnderstood) and each.likely is None for each in found)


def _read(word: str) -> Result[Value | None]:
    return entry.read(word, sums=False)


def fill(ledger: Ledger, runs: Iterable[Sequence[Cell]]) -> Preview:
    """Each run of cells gets what its first cell holds; a run that begins blank stays as it is."""
    cells: dict[Cell, Value | None] = {}
    for first, *others in runs:
        value = ledger.value(first)
        if value is not None:
            cells |= {cell: value for cell in others if cell[1].first <= ledger.today}
    replaced = sum(ledger.value(cell) not in (None, value) for cell, value in cells.items())
    return Preview({cell: value for cell, value in cells.items() if ledger.value(cell) != value}, replaced)
