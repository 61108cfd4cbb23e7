"""A number out of a text: sign, marks, currency, scale and unit; hours and minutes; and sums that are typed."""

from __future__ import annotations

import re
from decimal import Decimal

from kpidesk import format as fmt
from kpidesk.reading import around, durations, marks, sums
from kpidesk.reading.clean import cleaned
from kpidesk.reading.context import Writing
from kpidesk.reading.results import Ambiguous, NotUnderstood, Result, Understood
from kpidesk.reading.written import taken_apart
from kpidesk.text import Message, msg

MOST_LETTERS = 64
LEAST = Decimal("1e-12")
"""Closer to 0 nothing is told from it."""
LONGEST_READ = 1000
"""No number is written with more letters than these."""
_SIMPLE = re.compile(r"-?[0-9]{1,15}(?:([.,])(?:[0-9]{1,2}|[0-9]{4,6}))?")
"""Most of the numbers of a large file, which nothing has to be found out about."""
_SLIPS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "i": "1", "|": "1", "S": "5", "B": "8"})
_FORMULA = frozenset("*^=()/")


def number(text: str, writing: Writing = Writing()) -> Result[float]:  # noqa: B008
    """The number that a text says.

    In the unit of the writing: a percentage in percent, hours as minutes where minutes are measured. Never fails.
    """
    simple = _SIMPLE.fullmatch(text)
    if simple and (simple[1] is None or not writing.sure or simple[1] == writing.mark):
        return Understood(float(text.replace(",", ".")) + 0.0)
    bare = cleaned(text[:LONGEST_READ])
    if writing.sums and sums.is_sum(bare):
        return _limited(sums.worked_out(bare, writing))
    if len(bare) > MOST_LETTERS:
        n = len(text.strip())
        return NotUnderstood(
            msg("The text is {n} characters long. A number has {most} at most.", n=n, most=MOST_LETTERS)
        )
    timed = durations.read(bare, writing.unit)
    return _limited(timed if timed is not None else _amount(bare, writing))


def decimal_mark(text: str) -> str | None:
    """The decimal mark that a text proves: ``1.5`` and ``1,200.5`` a point, ``12.500`` none."""
    written = taken_apart(cleaned(text)[:MOST_LETTERS])
    return None if written is None else marks.proven(written.digits)


def _amount(bare: str, writing: Writing) -> Result[float]:
    read = _read(bare, writing)
    if read is not None:
        return read
    likely = _read(bare.translate(_SLIPS), writing) if re.search("[0-9]", bare) else None
    if isinstance(likely, Understood | Ambiguous):
        value = likely.value if isinstance(likely, Understood) else likely.readings[0]
        return NotUnderstood(_slip(bare, value), value)
    return NotUnderstood(_why(bare, writing))


def _read(bare: str, writing: Writing) -> Result[float] | None:
    """A number with what stands around it; ``None`` for what has no such form."""
    written = taken_apart(bare)
    values = [] if written is None else written.values(writing.mark, sure=writing.sure)
    said = None if written is None else around.said_by(written.money, written.tail, writing)
    if written is None or said is None or not values:
        return None
    times = -written.power if written.negative else written.power
    exact = [value * times * factor for factor in said.factors for value in values]
    if any(0 < abs(each) < LEAST for each in exact):
        return NotUnderstood(msg("It is so close to 0 that it would be shown as 0.").coded("too_small"))
    readings = [float(each) + 0.0 for each in exact]
    if said.doubt is not None:
        return NotUnderstood(said.doubt, readings[0])
    if len(readings) > 1:
        return Ambiguous(tuple(readings))
    return Understood(readings[0], said.converted or written.power != 1)


def _limited(read: Result[float]) -> Result[float]:
    values = [read.value] if isinstance(read, Understood) else read.readings if isinstance(read, Ambiguous) else ()
    if all(abs(value) <= fmt.MOST for value in values):
        return read
    return NotUnderstood(_too_large())


def _too_large() -> Message:
    return msg("The largest number that can be entered is {most}.", most=fmt.Figure(fmt.MOST)).coded("too_large")


def _slip(bare: str, likely: float) -> Message:
    letters = {letter for letter in bare if letter.isalpha()}
    if len(letters) == 1:
        shown = fmt.Figure(likely)
        return msg("It contains the letter {letter}. Did you mean {number}?", letter=letters.pop(), number=shown)
    return msg("It contains letters. Did you mean {number}?", number=fmt.Figure(likely))


def _why(bare: str, writing: Writing) -> Message:
    if bare.startswith("#"):
        return msg("It is an error from a spreadsheet, not a number.")
    if re.fullmatch(r"[0-9]+:[0-9:]+", bare):
        return msg("Times can be entered only where hours, minutes or seconds are measured.")
    if _FORMULA & set(bare):
        return (
            msg("You can calculate with numbers here. A formula with names belongs to the KPI.")
            if writing.sums
            else msg("Only ready-made numbers are entered here. A formula belongs to the KPI.")
        )
    if re.fullmatch(r"[+-]?[0-9 ]+", bare):
        return _too_large() if len(re.sub(r"\D", "", bare)) > 15 else msg("The spaces in it do not group thousands.")
    return msg("Write digits, with a comma or a point before the decimals.")
