"""What stands before and after the digits of a number: currency, scale and unit."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from kpidesk import format as fmt
from kpidesk.reading.context import Writing
from kpidesk.reading.words import CROWNS, CURRENCIES, IN_MONEY, KRONER, MILLION, MONEY, SCALES, SECONDS, SILENT, UNITS
from kpidesk.records import record
from kpidesk.text import Message, msg

ONE = Decimal(1)
_MONEY_WORDS = re.compile(r"[^\W\d_]+\.?\$?|[$€£]")


@record(frozen=True)
class Said:
    """What the words around a number say of it.

    By what it is to be multiplied (two factors where the word has two meanings), whether that changes it, and why
    it is doubtful that this is the number to be entered.
    """

    factors: tuple[Decimal, ...] = (ONE,)
    converted: bool = False
    doubt: Message | None = None


def said_by(money: str, tail: str, writing: Writing) -> Said | None:
    """What a currency before a number and the words after it say; ``None`` where they belong to no number."""
    scale = (IN_MONEY[money],) if money in IN_MONEY else (ONE,)
    found = _words(tail, writing, bool(money))
    if found is None:
        return None
    factors, unit = found
    if money and unit not in (None, "currency"):
        return None
    factors = tuple(a * b for a in scale for b in factors)
    said = _in_unit(factors, "currency" if money else unit, writing.unit)
    if said.doubt is None and not _same_money(f"{money} {tail}", writing.unit):
        sentence = msg("It is in another currency than what is measured here.").coded("other_unit")
        return replace(said, doubt=sentence)
    return said


def _same_money(words: str, wanted: str) -> bool:
    """Tell whether the currency that is named, if one is, can be that of the place: nobody knows the rate."""
    own = KRONER if wanted == "currency" else MONEY.get(wanted.casefold())
    named = {MONEY[word] for word in _MONEY_WORDS.findall(words.casefold()) if word in MONEY}
    if own is None or not named:
        return True
    return named <= ({own, ""} if own in CROWNS else CROWNS | {""} if own == "" else {own})


def _words(tail: str, writing: Writing, money: bool) -> tuple[tuple[Decimal, ...], str | None] | None:
    """The factors and the unit that the words after a number say."""
    folded = tail.casefold()
    own = writing.unit.casefold()
    if not folded:
        return (ONE,), None
    if folded == own:
        return (ONE,), writing.unit
    if own and own not in UNITS and folded.endswith(own):
        scale = _scale(tail[: -len(own)].strip(), writing, money)
        return None if scale is None else (scale, writing.unit)
    if folded in UNITS and not (tail == "SEK" and writing.unit != "seconds"):
        return (ONE,), UNITS[folded]
    if folded == "sek":
        return (ONE,), "currency"
    if folded in IN_MONEY:
        return (IN_MONEY[folded],), "currency"
    return _scaled(tail, writing, money)


def _scaled(tail: str, writing: Writing, money: bool) -> tuple[tuple[Decimal, ...], str | None] | None:
    """A scale, and a unit that may follow it: ``mill. kr``, ``M€``."""
    parts = re.fullmatch(r"([^\W\d_]+\.?) ?(.*)", tail)
    if parts is None:
        return None
    unit = UNITS.get(parts[2].casefold())
    if parts[2] and unit is None:
        return None
    scale = _scale(parts[1], writing, money or unit == "currency")
    return None if scale is None else (scale, unit)


def _scale(word: str, writing: Writing, money: bool) -> tuple[Decimal, ...] | None:
    """What a word like “mill.” multiplies by; a small “m” alone is a million only of money or in English."""
    if not word:
        return (ONE,)
    if word == "M" or (word == "m" and (money or writing.language == "en")):
        return (MILLION,)
    found = SCALES.get(word.casefold())
    if found is None or len(found) == 1:
        return found
    return found if writing.language is None else found[:1] if writing.language == "nb" else found[1:]


def _in_unit(factors: tuple[Decimal, ...], said: str | None, wanted: str) -> Said:
    """A number said in one unit as one of another; doubted where the two can't be the same."""
    converted = factors != (ONE,)
    if said is None or not wanted or said == wanted or (said in SILENT and wanted in SILENT):
        return Said(factors, converted)
    if said in SECONDS and wanted in SECONDS:
        ratio = Decimal(SECONDS[said]) / SECONDS[wanted]
        return Said(tuple(each * ratio for each in factors), True)
    if said == "currency" and wanted.casefold() in CURRENCIES:
        return Said(factors, converted)
    if said == "percent" and wanted == "ratio":
        factors = tuple(each / 100 for each in factors)
    unit = UnitWord(said)
    return Said(factors, converted, msg("It is not measured in {unit} here.", unit=unit).coded("other_unit"))


@record(frozen=True)
class UnitWord:
    """A unit inside a sentence, put into words where the sentence is read."""

    code: str

    def __str__(self) -> str:
        return fmt.unit_word(self.code)
