"""Reading what is to be held out of one typed line: ``Hold svinnet under 5 %``, ``NPS between 40 and 50``.

As in ``from_to`` both languages are understood whatever the interface speaks. A line is read whole or not at all:
where it tells more numbers than the limits, it may mean something else, and nothing is taken from it.
"""

from __future__ import annotations

import re

from kpidesk.reading.forms import Form
from kpidesk.reading.from_to import MONEY, NUMBER, SCALE, SINCE, Amount, in_one_line
from kpidesk.records import record

_NOT = r"(?:ikke|aldri|not|never|no)\s+"
_UPPER = (
    rf"{_NOT}(?:over|above|more\s+than|mer\s+enn|flere\s+enn|higher\s+than|høyere\s+enn)|ingen\s+over|høyst|maks(?:imum|imalt)?\.?"
    r"|max(?:imum)?\.?|at\s+most|up\s+to|inntil|opptil|under|below|less\s+than|fewer\s+than|lower\s+than"
    r"|mindre\s+enn|færre\s+enn|lavere\s+enn"
)
_LOWER = (
    rf"{_NOT}(?:under|below|less\s+than|fewer\s+than|mindre\s+enn|færre\s+enn|lower\s+than|lavere\s+enn)|minst"
    r"|minimum|minimalt|min\.|at\s+least|over|above|more\s+than|higher\s+than|mer\s+enn|flere\s+enn|høyere\s+enn"
)


def _figure(n: int) -> str:
    return MONEY.format(n=n) + rf"(?P<number{n}>{NUMBER})(?!\w)" + SCALE.format(n=n)


_ONE = Form(
    rf"^(?P<name>.*?)(?<!\w)(?:(?P<upper>{_UPPER})|(?P<lower>{_LOWER}))\s+{_figure(2)}(?P<rest>.*)$", re.IGNORECASE
)
_TWO = Form(
    rf"^(?P<name>.*?)(?<!\w)(?P<both>mellom|between)\s+{_figure(1)}\s*(?P<mark>%|[^\W\d]+\.?)?\s*(?:og|and)\s+{_figure(2)}"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_BEFORE = Form(
    r"^(?:hold(?:e|er)?|behold(?:e)?|keep|stay|ha|have|få|bring|get)(?:\s+(?:the\s+)?|$)|"
    r"\s+(?:er|skal\s+være|skal|ligger|på|is|are|should\s+be|to\s+be|stays|at|til|to|of|av)$",
    re.IGNORECASE,
)
_TAIL = Form(rf"^(?:{SINCE}|på|hos|for|at|fra|from|blant|among|når|when|og|and|eller|or|til|to)$", re.IGNORECASE)
_SINCE = Form(rf"^(?:{SINCE})$", re.IGNORECASE)
_KNOWN = Form(
    r"^(?:[%€$£]|prosent|percent|pct|kr|kroner|nok|t|timer|hours|h|dager|days|min|minutter|minutes|sekunder|seconds"
    r"|poeng|points)\.?(?![\w])",
    re.IGNORECASE,
)
_YEARS = Form(r"^\s*(?:år|years?)\b", re.IGNORECASE)
"""“Call all customers over 60 years” tells of customers."""
_TAKES = Form(r"ta|overta|gå|kom|take|go|come|get", re.IGNORECASE)
"""“Take over 3 shops” is no limit."""
_NORWEGIAN = Form(
    r"\b(?:ikke|aldri|ingen|høyst|maks|maksimalt|inntil|opptil|enn|minst|minimalt|mellom)\b", re.IGNORECASE
)
_ENGLISH = Form(r"\b(?:not|never|at|up|than|above|below|between)\b", re.IGNORECASE)
LONGEST_UNIT = 3
"""So many words may tell what is counted: ``nye faste kunder``."""


@record(frozen=True)
class Bounds:
    """What a line says is to be held: ``low`` at least, ``high`` at most, one of them or both.

    ``name`` is what is measured, without the words around it. ``language`` is that of the words, empty where both
    languages have them.
    """

    name: str
    low: Amount | None
    high: Amount | None
    unit: str
    language: str


def read_bounds(line: str) -> Bounds | None:
    """The limits in a line as typed, or ``None`` where it tells none, or other numbers too."""
    line = in_one_line(line)
    match = _TWO.match(line) or _ONE.match(line)
    if match is None or re.search(r"\d", match["name"]):
        return None
    if _YEARS.match(match["rest"]) or _TAKES.fullmatch(match["name"].strip()):
        return None
    found = _unit_and_tail(match["rest"])
    if found is None:
        return None
    unit = found or match["money2"] or match.groupdict().get("mark") or ""
    return _bounds(match, unit.rstrip("."))


def _bounds(match: re.Match[str], unit: str) -> Bounds:
    last = _amount(match, 2, unit)
    name, words = _bare(match["name"]), match.groupdict()
    said = words.get("both") or words.get("upper") or words.get("lower") or ""
    spoken = "nb" if _NORWEGIAN.search(said) else "en" if _ENGLISH.search(said) else ""
    if words.get("both"):
        return Bounds(name, _amount(match, 1, unit), last, unit, spoken)
    return Bounds(name, None, last, unit, spoken) if words["upper"] else Bounds(name, last, None, unit, spoken)


def _amount(match: re.Match[str], n: int, unit: str) -> Amount:
    return Amount(match[f"number{n}"], match.span(f"number{n}"), match[f"scale{n}"] or match["scale2"] or "", unit)


def _bare(name: str) -> str:
    """What is measured, without the verb before it and what leads to the number."""
    before = None
    name = name.strip(" :,–-")
    while before != name:
        before, name = name, _BEFORE.sub("", name).strip()
    return name


def _unit_and_tail(rest: str) -> str | None:
    """What is counted, after the number; ``None`` where there are numbers that it can't explain."""
    rest = rest.strip().rstrip(".!")
    known = _KNOWN.match(rest)
    words = [] if known else _leading(rest)
    tail = rest[known.end() :].split() if known else rest.split()[len(words) :]
    if re.search(r"\d", " ".join(words)) or (re.search(r"\d", " ".join(tail)) and not _dated(tail)):
        return None
    if known:
        return known[0]
    return " ".join(words if len(words) <= LONGEST_UNIT else words[:1])


def _leading(rest: str) -> list[str]:
    words: list[str] = []
    for word in rest.split():
        if _TAIL.match(word) or not word[0].isalpha():
            break
        words.append(word.rstrip(",;"))
        if word[-1] in ",;":
            break
    return words


def _dated(tail: list[str]) -> bool:
    """Tell whether what follows says when or of what: ``innen 1. juni``, ``i 2026``."""
    return bool(_SINCE.match(tail[0].rstrip(".")) or tail[0][0] in ",;(")
