"""The words by which files name their columns, totals and units, in both languages, and names in a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import Message, msg, msgn

LETTERS = 26
LONGEST_NAME = 24
"""A longer one of several names is cut short."""
YEAR_WORDS = frozenset({"year", "år", "aar", "yr", "regnskapsår", "fiscal year", "jahr", "räkenskapsår", "regnskabsår"})
PART_WORDS = {
    **dict.fromkeys(("quarter", "kvartal", "qtr", "kv", "kv.", "quartal"), Frequency.QUARTER),
    **dict.fromkeys(("month", "måned", "maaned", "mnd", "mnd.", "mth", "måned nr", "month no",
                    "monat", "månad"), Frequency.MONTH),
    **dict.fromkeys(("week", "uke", "uke nr", "uke nr.", "ukenr", "ukenr.", "week no", "week number", "ukenummer",
                     "yearweek", "isoweek", "woche", "kw", "kalenderwoche", "vecka", "uge"), Frequency.WEEK),
    **dict.fromkeys(("tertial",), Frequency.TERTIAL),
    **dict.fromkeys(("halvår", "half-year", "half year"), Frequency.HALF_YEAR),
}  # fmt: skip
_BESIDE_KIND = frozenset({"iso", "nr", "no"})
DAY_WORDS = frozenset({"dato", "date", "day", "dag", "datum", "tag"})
_TOTAL = (
    r"sum|sum total|totalt?|totalsum|totaler|totals|total sum|delsum|i alt|ialt|samlet|grand total|sub-?total|"
    r"all|alle|hele landet|i sum|til ?sammen|summe|summen|insgesamt|gesamt|zwischensumme|summa|delsumma|sammanlagt"
)
_WHOLE_YEAR = (
    r"(?:hele|hela)(?: året| perioden)?(?= [0-9]{4}|$)|(?:hele|hela) året|året|helår(?:et)?|full year|whole year|"
    r"gesamtjahr|ganzes jahr"
)
TOTAL_ALONE = re.compile(rf"(?:{_TOTAL})[.:]?", re.IGNORECASE)
"""A name that says nothing but that others are added up in it."""
TOTAL = re.compile(
    rf"(?:{_TOTAL}|{_WHOLE_YEAR}|hittil(?: i år)?|year to date|ytd|akkumulert|akk\.?|snitt|gj\.? ?snitt|gjennomsnitt|"
    r"average|avg\.?|mean|median)\b[.:]?",
    re.IGNORECASE,
)
"""How a row or a column of totals or means begins."""
_TOTAL_END = re.compile(rf"(.+?)[ :–-]+(?:{_TOTAL})[.:]?", re.IGNORECASE)


@dataclass(frozen=True)
class Names:
    """Names in a row inside a sentence: ``B, C and D``."""

    names: tuple[str | Message, ...]
    most: int = 4

    def __str__(self) -> str:
        shown = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in map(str, self.names)]
        return fmt.listed(shown, self.most)


def names(found: Sequence[str | Message], most: int = 4) -> Names:
    """Names to be put in a row where the sentence is read."""
    return Names(tuple(found), most)


def as_is(thing: object) -> Message:
    """A message that says a thing as it is written in the language in force."""
    return Message("{thing}", {"thing": thing})


def letter(place: int) -> str:
    """How a sheet names the column at a place from 0: ``A`` … ``Z``, ``AA``."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def called(heading: str, place: int) -> str | Message:
    """A column's heading, or its letter where it has none."""
    return heading or msg("column {letter}", letter=letter(place))


def is_total(text: str) -> bool:
    """Tell whether a name is that of a total, a mean or what has come so far: ``Sum 2023``, ``Hittil i år``."""
    bare = text.strip()
    return bool(TOTAL.match(bare)) or bool(_TOTAL_END.fullmatch(bare))


def without_total(text: str) -> str:
    """What a total is of: ``2023`` of ``Sum 2023`` and of ``2023 totalt``."""
    bare = text.strip()
    if ends := _TOTAL_END.fullmatch(bare):
        return ends[1]
    return TOTAL.sub("", bare, count=1).strip(" :.-–")


def tokens(heading: str) -> frozenset[str]:
    """The words of a heading, in small letters: ``Order ID`` is ``order`` and ``id``."""
    spaced = re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", heading)
    return frozenset(re.findall(r"[^\W_]+", spaced.casefold()))


def kind_of(heading: str) -> Frequency | None:
    """What a heading calls its periods: ``Uke``, ``Uke nr.``, ``År-uke``, ``ISO week``; ``None`` for other words."""
    bare = heading.casefold().strip()
    words = tokens(heading) - YEAR_WORDS - _BESIDE_KIND
    return PART_WORDS.get(bare) or (PART_WORDS.get(next(iter(words))) if len(words) == 1 else None)


@dataclass(frozen=True)
class Inside:
    """A phrase in the middle of a sentence, with a small letter first."""

    phrase: Message

    def __str__(self) -> str:
        words = str(self.phrase)
        return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def inside(phrase: Message) -> Inside:
    """A phrase to be put into a sentence."""
    return Inside(phrase)


@dataclass(frozen=True)
class Capital:
    """A thing at the beginning of a sentence, with a capital."""

    thing: object

    def __str__(self) -> str:
        return fmt.capital(str(self.thing))


@dataclass(frozen=True)
class PeriodName:
    """A period inside a sentence, by its name where the sentence is read; weeks with their year."""

    period: Period
    fiscal_start: int = 1

    def __str__(self) -> str:
        name = fmt.period_name(self.period, self.fiscal_start)
        return f"{name} {self.period.year()}" if self.period.frequency is Frequency.WEEK else name


def spanned(periods: Collection[Period], fiscal_start: int = 1, *, counted: bool = True) -> Message:
    """How many periods there are, from the first to the last: ``12 months, January 2025 to December 2025``."""
    if not periods:
        return msg("no periods")
    first, last = PeriodName(min(periods), fiscal_start), PeriodName(max(periods), fiscal_start)
    if len(periods) == 1:
        return as_is(first)
    if not counted:
        # Translators: from a period to a period
        return msg("{first} to {last}", first=first, last=last)
    kind = FrequencyCount(min(periods).frequency, len(periods))
    # Translators: “12 months, January 2026 to December 2026”
    return msg("{count}, {first} to {last}", count=kind, first=first, last=last)


@dataclass(frozen=True)
class EachOf:
    """What one period of a frequency is called, inside a sentence: ``month``."""

    frequency: Frequency

    def __str__(self) -> str:
        return fmt.frequency_word(self.frequency)


@dataclass(frozen=True)
class FrequencyCount:
    """So many periods: ``12 months``."""

    frequency: Frequency
    n: int

    def __str__(self) -> str:
        forms = {
            Frequency.DAY: msgn("{n} day", "{n} days", self.n),
            Frequency.WEEK: msgn("{n} week", "{n} weeks", self.n),
            Frequency.MONTH: msgn("{n} month", "{n} months", self.n),
            Frequency.QUARTER: msgn("{n} quarter", "{n} quarters", self.n),
            Frequency.TERTIAL: msgn("{n} tertial", "{n} tertials", self.n),
            Frequency.HALF_YEAR: msgn("{n} half-year", "{n} half-years", self.n),
            Frequency.YEAR: msgn("{n} year", "{n} years", self.n),
        }
        return str(forms[self.frequency])
