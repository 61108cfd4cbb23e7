"""The numbers that stand in a line, each with the money, the scale and the unit that are written at it."""

from __future__ import annotations

import re

from kpidesk import format as fmt
from kpidesk.domain.bounds import LONGEST_TITLE
from kpidesk.forms import Form
from kpidesk.reading.words import IN_MONEY, SCALES
from kpidesk.records import record

Span = tuple[int, int]
TIMES = ("hours", "minutes", "seconds", "days")
LETTERS = {"k": 1e3, "m": 1e6, "'": 1e3}
"""Scales of one sign, glued to the number: they say how it is written, and are never a part of the unit."""
_DIGITS = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
NUMBER = rf"(?:(?<![\w.,)%])[+\-−–])?(?:{_DIGITS})"
_MONEY = r"(?P<money>kr\.?|nok|usd|eur|gbp|us\$|[€$£])\s*"
_SPELLED = (
    r"mill(?:ion(?:er|s|ar)?)?\.?|mio\.?|mrd\.?|milliard(?:er|ar)?|billions?|bn|tusen|thousand|"
    r"mnok|mkr|tnok|knok|tkr|kkr|meur|musd"
)
_UNIT = (
    r"[%€$£]|prosentpoeng|prosent|percent|per\s+cent|pct\.?|pst\.?|kroner|kroners|kr\.?|nok|euro|eur|usd|dollars?|"
    r"timers?|time|hours?|hrs?|dagers?|dagar|dag|days?|minutters?|minutt|minutes?|mins?\.?|sekunder|sekund|seconds?|sek|"
    r"poeng|points?|stk\.?|pcs"
)
_GLUED_UNIT = r"[%€$£]|kr|t|h|d|s|min"
_AMOUNT = Form(
    rf"(?:(?<![^\W\d_]){_MONEY})?(?P<number>{NUMBER})"
    rf"(?:(?P<letter>[kKmM])(?![^\W])|(?P<tick>')(?![\w'])|\s*(?P<scale>{_SPELLED})(?![^\W_])|(?![^\W\d_])|(?=(?:{_SPELLED}|{_UNIT}|{_GLUED_UNIT})(?![^\W_])))"
    rf"(?P<dash>,[-–](?![\d]))?(?:\s*(?P<unit>{_UNIT})(?![^\W_])|(?P<glued>{_GLUED_UNIT})(?![^\W_])|\s(?P<short>[th])(?![^\W_]))?",
    re.IGNORECASE,
)
_FIGURE = Form(rf"(?<![\w.,]){NUMBER}(?!\w)")
_BEFORE = Form(r"[\w.,/:'§#]$")
_WORDS_OF = {
    "dagar": "days", "dagers": "days", "timers": "h", "minutters": "min", "dollar": "$",
    "dollars": "$", "usd": "$", "us$": "$", "eur": "€", "euro": "€", "per cent": "%",
    "pct.": "%", "pst": "%", "pst.": "%", "prosentpoeng": "%", "hour": "h", "hr": "h", "hrs": "h", "day": "d",
    "minute": "min", "minutt": "min", "min.": "min", "mins": "min", "mins.": "min",
    "sekund": "s", "second": "s", "point": "poeng", "pcs": "stk",
    "kroners": "kr",
}  # fmt: skip


@record(frozen=True)
class Amount:
    """A number as it stands in a line: where, in which unit, and in which scale (``mill.``); empty if untold.

    ``whole`` is where it stands with the money, scale and unit at it. ``letter`` tells a scale of one
    letter, ``12k``, and ``own_unit`` that the unit stands at this number itself.
    """

    text: str
    span: Span
    scale: str
    unit: str
    whole: Span = (0, 0)
    letter: str = ""
    own_unit: bool = False

    @property
    def factor(self) -> float:
        """What the number counts in: a million for ``mill.``, one without a scale."""
        if self.letter:
            return LETTERS[self.letter.casefold()]
        if not self.scale:
            return 1.0
        folded = self.scale.casefold()
        return float(IN_MONEY[folded] if folded in IN_MONEY else SCALES[folded][-1])

    @property
    def code(self) -> str:
        """The stored code of its unit; empty if untold."""
        if self.scale.casefold() in IN_MONEY:
            return "currency"
        return unit_told(self.unit) if self.unit else ""

    @property
    def percent(self) -> bool:
        """Tell whether it is a percentage."""
        return self.code == "percent"


_ONES = ("en", "ei", "et", "ett", "ein", "eit", "a", "an", "one")
NUMBER_WORDS = {
    **dict.fromkeys(("null", "zero", "ingen", "none", "no"), 0.0), **dict.fromkeys(_ONES, 1.0),
    "to": 2.0, "tre": 3.0, "fire": 4.0, "fem": 5.0, "seks": 6.0, "sju": 7.0, "syv": 7.0, "åtte": 8.0, "ni": 9.0,
    "ti": 10.0, "elleve": 11.0, "tolv": 12.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
    "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0,
}  # fmt: skip
"""Numbers that people write as words, where something is counted."""
_MANY = [word for word, number in NUMBER_WORDS.items() if number > 1]
_WORD = "|".join(_MANY)
_ENGLISH_WORD = "|".join(word for word in _MANY if word not in ("to", "fire", "ti"))
_NB = "|".join(rf"(?<={verb} )" for verb in ("ansette", "åpne", "selge", "vinne", "skaffe", "minst", "høyst", "starte"))
_EN = "|".join(rf"(?<={verb} )" for verb in ("hire", "open", "sell", "win", "least", "most", "launch"))
_COUNTING = Form(
    rf"(?<![\w-])(?:(?:{_WORD})(?=\s+(?:nye?|nytt|flere|fleire|ekstra|new|more|additional)\b"
    rf"|\s+[^\W\d_]+\s+(?:eller flere|or more)\b)|(?:{_NB})(?:{_WORD})|(?:{_EN})(?:{_ENGLISH_WORD}))(?![\w-])",
    re.IGNORECASE,
)
_BOUND = "|".join(
    rf"(?<={word} )"
    for word in ("under", "over", "innen", "inna", "within", "maks", "max", "høyst", "most", "minst", "least", "enn",
                 "than", "below", "above", "inntil", "opptil", "up to", "maksimalt")
)  # fmt: skip
_LASTING = Form(
    rf"(?<!\w)(?:{_BOUND})(?P<number>{_WORD}|{'|'.join(_ONES)})\s+"
    r"(?P<unit>dag(?:er|ar|ers)?|days?|timer?|hours?|minutt(?:er)?|minutes?|uk(?:e|er)|vek(?:e|er)|weeks?|måned(?:er)?|"
    r"månad(?:er)?|months?)(?!\w)",
    re.IGNORECASE,
)
"""How long something may take: ``under to dager``, ``within a week``."""
_NOTHING = Form(
    r"(?:^(?=\w+\s+[^\W\d_])|(?<=fra )|(?<=from )|(?<=til )|(?<=to )|(?<=på )|(?<=ha )|(?<=have )|(?<=mot ))"
    r"(?:null|zero)(?![\w-])|(?:(?<=fra )|(?<=from )|(?<=til )|(?<=to )|(?<=mot ))(?:ingen|none|no)(?![\w-])",
    re.IGNORECASE,
)
"""None at all: ``Null skader``, ``from zero``, ``fra 4 til ingen skader``."""


def unit_told(words: str) -> str:
    """The stored code of a unit as it is written at a number."""
    folded = " ".join(words.casefold().split())
    return fmt.unit_code(_WORDS_OF.get(folded, words))


def in_one_line(line: str) -> str:
    """A line without superfluous spaces; empty for one that is longer than a title may be, which tells nothing."""
    line = " ".join(line.split())
    return line if len(line) <= LONGEST_TITLE else ""


def amounts_in(line: str) -> list[Amount]:
    """Every number in a line that stands for itself, in order; none that is part of a word, of a date or a clock."""
    found = []
    for match in _AMOUNT.finditer(line):
        start = match.start("money") if match["money"] else match.start("number")
        after = line[match.end() : match.end() + 2]
        if _BEFORE.search(line[:start]) or re.match(r"[:/]\d|[\w]", after) or re.match(r"-[^\W\d_]", after):
            continue
        unit = match["unit"] or match["glued"] or match["short"] or match["money"] or ("kr" if match["dash"] else "")
        scale = match["scale"] or ""
        whole, letter = (start, match.end()), match["letter"] or match["tick"] or ""
        found.append(Amount(match["number"], match.span("number"), scale, unit.rstrip("."), whole, letter, bool(unit)))
    return sorted([*found, *_in_words(line, found)], key=lambda amount: amount.span)


def _in_words(line: str, others: list[Amount]) -> list[Amount]:
    """Small numbers in words, where something is counted and no digits tell it: ``to nye butikker``."""
    nothing = [_word(match, 0) for match in _NOTHING.finditer(line)]
    if others:
        return nothing
    lasting = [_word(match, "number", match["unit"]) for match in _LASTING.finditer(line)]
    return lasting or [*nothing, *(_word(match, 0) for match in _COUNTING.finditer(line))]


def _word(match: re.Match[str], number: str | int, unit: str = "") -> Amount:
    """A number in words; a unit of time is told where it stands, any other word tells what is counted."""
    own = unit if unit_told(unit) in TIMES else ""
    whole = match.span() if own else match.span(number)
    return Amount(match[number], match.span(number), "", own, whole, own_unit=bool(own))


def figures_in(line: str) -> list[Amount]:
    """Every number that stands in a line, in order, whatever it is."""
    return [Amount(match[0], match.span(), "", "", match.span()) for match in _FIGURE.finditer(line)]


def numberless(line: str) -> str:
    """A line with a mark in place of each number, to compare what is said apart from them."""
    for each in reversed(figures_in(line)):
        line = line[: each.span[0]] + "#" + line[each.span[1] :]
    return line.casefold()
