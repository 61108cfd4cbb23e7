"""Reading a key result out of one typed line: ``NPS opp fra 38 til 50``.

Both languages are understood whatever the interface speaks, since people write goals as they talk; the words of
the line tell in which convention its numbers are written.
"""

from __future__ import annotations

import re

from kpidesk.domain.bounds import LONGEST_TITLE
from kpidesk.reading.forms import Form
from kpidesk.reading.words import SCALES
from kpidesk.records import record

Span = tuple[int, int]

NUMBER = r"[+\-−–]?\d(?:[\d\s.,]*\d)?"
MONEY = r"(?:(?P<money{n}>kr\.?|nok|[€$£])\s*)?"
SCALE = r"(?:\s*(?P<scale{n}>mill(?:\.|ion(?:er|s)?)?|mrd\.?|milliard(?:er)?|billions?|tusen|thousand)(?![a-zæøå]))?"
_WORD = r"[a-zæøå][a-zæøå\-]*\.?"
SINCE = r"innen|i|før|av|hver|per|pr|med|by|before|within|in|during|on|of|each|every|with"
_TAIL_WORD = rf"{SINCE}|til|to|fra|from|og|and"
_BOUND = r"(?:under|over|below|above|minst|at\s+least|høyst|at\s+most|mer\s+enn|mindre\s+enn|more\s+than|less\s+than)"
"""“from 7 to below 5”: how far, said a little more strongly."""
_UNIT = rf"(?:\s*(?P<unit{{n}}>[%€$£]|(?!(?:{_TAIL_WORD})\b){_WORD}(?:\s+(?:per|pr\.?)\s+[a-zæøå]+)?))?"
_TAIL = rf"(?P<tail>\s+(?:{SINCE})\.?\s+.+|\s*[,;(].+)?"


def _amount(n: int) -> str:
    return MONEY.format(n=n) + rf"(?P<number{n}>{NUMBER})" + SCALE.format(n=n) + _UNIT.format(n=n)


_LINE = Form(
    r"^(?P<name>.*?)\s*\b(?:(?P<way>opp|ned|up|down|økes?|reduseres?)\s+)?"
    rf"(?P<from>(?P<word>fra|from)\s+{_amount(1)}\s+)(?:til|to)\s+(?:{_BOUND}\s+)?{_amount(2)}{_TAIL}\s*[.!]?$",
    re.IGNORECASE,
)
_AIM = Form(rf"^(?P<name>.*\S)\s+(?P<word>til|to)\s+(?:{_BOUND}\s+)?{_amount(2)}{_TAIL}\s*[.!]?$", re.IGNORECASE)
_FIGURE = Form(rf"(?<![\w.,]){NUMBER}(?!\w)")


@record(frozen=True)
class Amount:
    """A number as it stands in a line: where, in which unit, and in which scale (``mill.``); empty if untold."""

    text: str
    span: Span
    scale: str
    unit: str

    @property
    def factor(self) -> float:
        """What the number counts in: a million for ``mill.``, one without a scale."""
        return float(SCALES[self.scale.casefold()][-1]) if self.scale else 1.0


@record(frozen=True)
class QuickResult:
    """What a line says: what is measured, from where to where.

    ``start_words`` is where the words stand that tell the start. ``language`` is that of the line's own words.
    """

    line: str
    name: str
    first: Amount
    last: Amount
    start_words: Span
    language: str

    @property
    def start(self) -> str:
        """The start as typed."""
        return self.first.text

    @property
    def target(self) -> str:
        """The target as typed."""
        return self.last.text

    @property
    def unit(self) -> str:
        """The unit as typed, without its scale."""
        return self.last.unit or self.first.unit


def in_one_line(line: str) -> str:
    """A line without superfluous spaces; empty for one that is longer than a title may be, which tells nothing."""
    line = " ".join(line.split())
    return line if len(line) <= LONGEST_TITLE else ""


def read_line(line: str) -> QuickResult | None:
    """The start and target in a line as typed, or ``None`` where it tells none."""
    line = in_one_line(line)
    match = _LINE.match(line)
    if match is None or not match["name"]:
        return None
    language = "nb" if match["word"].casefold() == "fra" else "en"
    return QuickResult(
        line, match["name"].strip(), _taken(match, 1), _taken(match, 2), match.span("from"), language
    )  # fmt: skip


def read_aim(line: str) -> tuple[Amount, str] | None:
    """The target of a line that tells no start, ``NPS til 50``, and the language of the line; else ``None``."""
    match = _AIM.match(in_one_line(line))
    return None if match is None else (_taken(match, 2), "nb" if match["word"].casefold() == "til" else "en")


def figures_in(line: str) -> list[Amount]:
    """Every number that stands in a line, in order."""
    return [Amount(match[0], match.span(), "", "") for match in _FIGURE.finditer(line)]


def numberless(line: str) -> str:
    """A line with a mark in place of each number, to compare what is said apart from them."""
    for each in reversed(figures_in(line)):
        line = line[: each.span[0]] + "#" + line[each.span[1] :]
    return line.casefold()


def _taken(match: re.Match[str], n: int) -> Amount:
    unit = (match[f"unit{n}"] or match[f"money{n}"] or "").rstrip(".")
    return Amount(match[f"number{n}"], match.span(f"number{n}"), match[f"scale{n}"] or "", unit)
