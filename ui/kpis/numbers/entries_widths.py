"""How wide the columns of a KPI's numbers are."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import ceil

from PySide6.QtGui import (
    QFontMetricsF,
)

from kpidesk.domain.period import Frequency
from ui.base.page import MARGIN
from ui.base.theme import Theme
from ui.kpis.numbers.entries_table import EntriesTable
from ui.kpis.numbers.entries_words import NUMBERS, Part
from ui.parts.whole import widest

LEAST_NUMBER, LEAST_HEAD = 74, 88
GAP, SIGNAL, AUTHOR = 74, 34, 30 + MARGIN
LEAST_NOTE = 120
PAD = 8
STYLES = {Part.PERIOD: "medium", Part.VALUE: "strong"}


def number_widths(table: EntriesTable, theme: Theme) -> dict[int, int]:
    """What the widest number of each column of numbers takes."""
    columns = [column for column in range(table.columnCount()) if table.part(column) in NUMBERS]
    found = {}
    for column in columns:
        texts = (table.words.text_at(row, column) for row in range(len(table.points)))
        found[column] = widest(theme.font(STYLES.get(table.part(column), "body")), texts) + 2 * PAD + 1
    return found


def widths(table: EntriesTable, theme: Theme, room: int, least: Mapping[int, int]) -> list[int]:
    """How wide the columns are in a room: numbers as they (``least``) and their heads need, the note has the rest.

    A column of notes in which nothing is written keeps no more room than its own head.
    """
    if table.figures is None:
        return []
    metrics = QFontMetricsF(theme.font("caption"))
    told_more = table.figures.frequency is Frequency.WEEK or table.figures.ahead
    fixed = {Part.PERIOD: MARGIN + (196 if told_more else 130), Part.SIGNAL: SIGNAL, Part.AUTHOR: AUTHOR}
    named = {c: ceil(metrics.horizontalAdvance(table.words.head(c))) + 2 * PAD + 2 for c in range(table.columnCount())}
    note = LEAST_NOTE if table.has_notes else named[table.column_of(Part.NOTE)]
    heads = {c: max(LEAST_HEAD, named[c]) for c in least}
    heads |= {c: GAP for c in least if table.part(c) is Part.GAP}
    own = sum(fixed.get(table.part(c), 0) for c in range(table.columnCount()))
    shared = _shared(heads, {c: max(LEAST_NUMBER, number) for c, number in least.items()}, room - own - note)
    found = [fixed.get(table.part(c)) or shared.get(c, 0) for c in range(table.columnCount())]
    found[table.column_of(Part.NOTE)] = max(note, room - sum(found))
    return found


def _shared(wanted: Mapping[int, int], least: Mapping[int, int], room: int) -> dict[int, int]:
    """What each gets of a room: never less than its least; where it is short the widest heads give way, alike."""
    found = {each: max(wanted[each], least[each]) for each in wanted}
    steps = sorted({*found.values(), *least.values()}, reverse=True)
    for upper, lower in pairwise((*steps, 0)):
        over = sum(found.values()) - room
        above = [each for each in found if found[each] == upper > least[each]]
        if over <= 0:
            break
        for each in above:
            found[each] -= min(upper - lower, ceil(over / len(above)))
    return found
