"""What the reading line says of a block before it is stored, and of the number in a cell or being typed into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.entities import Input, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.reading import NotUnderstood, Result, Understood, likeliest
from kpidesk.text import _, ngettext
from kpidesk.wording.entry import calculation_words, exact, in_full
from kpidesk.wording.kpis import period_words
from ui.entry.entry_check import usual_words
from ui.entry.sheet.entry_caret import Target
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_ledger import Ledger, usual_in
from ui.entry.sheet.entry_looks import Index
from ui.entry.sheet.entry_moves import Axis
from ui.entry.sheet.entry_paste import Laid, Preview
from ui.entry.sheet.entry_words import doubted

QUOTED = 3
"""So many texts that are no numbers are quoted."""


@dataclass(frozen=True)
class CellSaid:
    """What is said of one cell: its ``name``, how the number comes about, the number, and what is usual.

    ``doubted`` tells that its number deserves a second look: the cell itself shows that by its corner alone.
    """

    name: str
    reading: str = ""
    number: str = ""
    usual: str = ""
    doubted: bool = False


def cell_said(grid: EntryGrid, index: Index, day: dt.date, text: str | None = None) -> CellSaid | None:
    """What is said on a day of a cell, or of a ``text`` that is being typed into it; ``None`` for the name of a row."""
    period = grid.period(index)
    if period is None:
        return None
    row, ledger = grid.rows[index.row()], grid.ledger
    name = f"{row.name}, {period_words(period, day, ledger.fiscal_start)}"
    if row.source is None:
        value = grid.looks.value(index)
        return CellSaid(name, number=_with_unit(value, row.unit, row.decimals))
    band = usual_in(ledger, row.source, period)
    usual = "" if band is None else _("Usually {numbers}").format(numbers=usual_words(band, row.decimals))
    if text is None:
        doubt = doubted(grid, index)
        number = _with_unit(grid.looks.value(index), row.unit, 0)
        return CellSaid(name, number=number, usual=doubt or usual, doubted=bool(doubt))
    reading, number = _typed(text, ledger.read((row.source.uid, period), text), row.source)
    return CellSaid(name, reading, number, usual)


def _typed(text: str, found: Result[Value | None], source: Input) -> tuple[str, str]:
    """How a typed text is read: the calculation before its result, or the text before the number taken for it."""
    if isinstance(found, NotUnderstood):
        return "", ""
    number = _with_unit(likeliest(found, None), source.unit, 0)
    if entry.is_calculation(text) and isinstance(found, Understood):
        return f"{calculation_words(text)} =", number
    if entry.reading_told(text, found) is None:
        return "", number
    return _("{typed} read as").format(typed=text.strip()), number


def _with_unit(value: Value | None, unit: str, decimals: int) -> str:
    if not isinstance(value, int | float):
        return exact(value)
    return fmt.with_unit(value, unit, fmt.stored_decimals(value, unit, decimals))


def way_on(target: Target | None, axis: Axis, day: dt.date, *, waits: bool) -> str:
    """Where Enter leads once it has stored, told on a day."""
    if waits:
        return _("saves and goes to the next missing number")
    if target is None:
        return _("saves; there is none after this one")
    if axis is Axis.ALONG:
        where = period_words(target.period, day, target.view.grid.ledger.fiscal_start)
        return _("saves and goes on to {where}, the way you last moved").format(where=where)
    where = target.view.grid.rows[target.row].name
    return _("saves and goes down to {where}, the way you last moved").format(where=where)


# ---- a block ---------------------------------------------------------------------------------------


Words = tuple[tuple[str, bool], ...]
"""Parts of a sentence, each with whether it stands out."""


def plain(words: Words) -> str:
    """A sentence as one text."""
    return "".join(part for part, _strong in words)


def preview_words(preview: Preview, ledger: Ledger) -> Words:
    """What a block would do: ``12 tall fra Excel legges i Svinn, januar–desember 2025. 6 nye, 1 endret …``."""
    numbers = len(preview.cells) + preview.same
    parts: list[tuple[str, bool]] = []
    if numbers and preview.periods is not None:
        pattern = ngettext("{n} number", "{n} numbers", numbers)
        if preview.copied is not None:
            pattern = ngettext("{n} number from Excel", "{n} numbers from Excel", numbers)
        where = _("goes into {rows}, {periods}.") if numbers == 1 else _("go into {rows}, {periods}.")
        rows, periods = _rows(preview), span_words(*preview.periods, ledger)
        parts += [
            (pattern.format(n=fmt.number(numbers)), True),
            (f" {where.format(rows=rows, periods=periods)} ", False),
        ]
        parts += _becomes(preview, ledger)
    rest = _left(preview)
    return (*parts, (" " + rest if parts and rest else rest, False))


def _rows(preview: Preview) -> str:
    n = len(preview.rows)
    return preview.rows[0].name if n == 1 else ngettext("{n} row", "{n} rows", n).format(n=n)


def _becomes(preview: Preview, ledger: Ledger) -> list[tuple[str, bool]]:
    """How many numbers are new, how many change and the first that does, and how many stand there already."""
    new, changed = len(preview.cells) - preview.overwrites, preview.overwrites
    if not preview.cells:
        return [(_("They are already there."), False)]
    counts = []
    if preview.same:
        counts.append(_("{n} as before").format(n=preview.same))
    if new:
        counts.append(ngettext("{n} new", "{n} new", new).format(n=new))
    if changed:
        counts.append(ngettext("{n} changed", "{n} changed", changed).format(n=changed))
    listed = ", ".join(counts)
    if not changed:
        return [(f"{listed}.", False)]
    (uid, period), before = next(iter(preview.before.items()))
    source = next(row.source for row in preview.rows if row.source is not None and row.source.uid == uid)
    day = ledger.today if preview.periods is None else preview.periods[1].anchor
    name = period_words(period, day, ledger.fiscal_start)
    name = name if len(preview.rows) == 1 else f"{source.name}, {name}"
    after = in_full(preview.cells[uid, period], source)
    more = " …" if changed > 1 else ""
    return [
        (f"{listed}: {name} {in_full(before, source)}{fmt.NBSP}→{fmt.NBSP}", False),
        (after, True),
        (more, False),
    ]


def _left(preview: Preview) -> str:
    """What of a block can't be stored, does not count yet, or was read in one of two ways."""
    parts = []
    if preview.unreadable:
        bad, quoted = len(preview.unreadable), _quoted(preview.unreadable)
        parts.append(
            ngettext("{n} is not a number: {texts}.", "{n} are not numbers: {texts}.", bad).format(n=bad, texts=quoted)
        )
    if preview.refused:
        bad, quoted = len(preview.refused), _quoted([text for text, _why in preview.refused])
        # Translators: numbers of a pasted block, and why the first of them can't be stored
        words = ngettext("{n} is not saved: {texts}. {why}", "{n} are not saved: {texts}. {why}", bad)
        parts.append(words.format(n=bad, texts=quoted, why=preview.refused[0][1]))
    if preview.outside:
        outside = preview.outside
        parts.append(ngettext("{n} lies below the last row.", "{n} lie below the last row.", outside).format(n=outside))
    if preview.ahead:
        ahead = preview.ahead
        words = ngettext(
            "{n} is for a period that has not begun and does not count yet.",
            "{n} are for periods that have not begun and do not count yet.",
            ahead,
        )
        parts.append(words.format(n=ahead))
    if preview.held:
        parts.append(_("Nothing is saved yet."))
    if preview.readings:
        parts.append(preview.readings[0] + (" …" if len(preview.readings) > 1 else ""))
    return " ".join(parts)


def _quoted(texts: Sequence[str]) -> str:
    shown = ", ".join(_("“{text}”").format(text=text) for text in texts[:QUOTED])
    return shown + (" …" if len(texts) > QUOTED else "")


def store_words(preview: Preview) -> str:
    """The button that stores a block: what will have changed."""
    n = len(preview.cells)
    if preview.copied is None:
        return ngettext("Fill in {n} number", "Fill in {n} numbers", n).format(n=fmt.number(n))
    return ngettext("Paste {n} number", "Paste {n} numbers", n).format(n=fmt.number(n))


def turn_words(preview: Preview) -> str:
    """The link that lays a block the other way; empty where there is no other."""
    block = preview.copied
    if block is None or not block.can_turn:
        return ""
    if block.is_column:
        return _("Down instead") if block.laid is Laid.BACK else _("Along the row instead")
    if len(block.lines) == 1:
        return _("Down instead") if block.laid is Laid.AS_COPIED else _("Along the row instead")
    return _("Swap rows and columns")


def span_words(first: Period, last: Period, ledger: Ledger) -> str:
    """From one period to another as one says it today: ``januar–desember 2025``, ``uke 41–52, 2025``."""
    if first == last:
        return period_words(first, ledger.today, ledger.fiscal_start)
    told = ledger.today if first.year(ledger.fiscal_start) == last.year(ledger.fiscal_start) else dt.date.min
    one, other = (period_words(period, told, ledger.fiscal_start) for period in (first, last))
    year = str(last.year(ledger.fiscal_start))
    if other.endswith(year) and one.endswith(year):
        one = one.removesuffix(year).rstrip(", ")
    if first.frequency is Frequency.WEEK:
        number = str(last.number())
        other = number + other.split(number, 1)[1] if number in other else other
    return fmt.from_to(one, other)
