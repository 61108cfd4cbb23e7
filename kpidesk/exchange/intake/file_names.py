"""What the files of a source are called: a name in which numbers, dates and months stand for any of their kind.

A pattern is kept as it is in every language: ``Salg uke <n>.csv``, ``sales_<date>.csv``; ``shown`` says it in the
language in force.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from kpidesk import format as fmt
from kpidesk.errors import BadInput
from kpidesk.text import msg, pgettext

YEAR = r"(?:19|20)\d\d"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
DATE = rf"{YEAR}[-._]?{_MONTH}[-._]?{_DAY}|{_DAY}[-._]{_MONTH}[-._]{YEAR}"
MONTHS = sorted(
    {name.rstrip(".") for tables in (fmt.MONTHS, fmt.MONTHS_SHORT) for names in tables.values() for name in names},
    key=len, reverse=True,
)  # fmt: skip
MONTH = "|".join(map(re.escape, MONTHS))
MARKS = {
    "date": rf"(?<!\d)(?:{DATE})(?!\d)",
    "year": rf"(?<!\d)(?:{YEAR})(?!\d)",
    "month": rf"(?<![^\W\d_])(?:{MONTH})(?![^\W\d_])",
    "n": r"\d++",
}
_ANY = re.compile("|".join(f"(?P<{mark}>{form})" for mark, form in MARKS.items()), re.IGNORECASE)
_COPY = re.compile(r"\s*\((\d{1,3})\)(?=\.\w+$|$)")
_PLACE = re.compile(r"<(date|year|month|n)>")
_TYPED = re.compile(r"[‹<]([^‹›<>]*)[›>]")
LONGEST = 255
"""No file system has a longer name."""


def pattern_of(name: str) -> str:
    """The name of a file with a mark for everything in it that differs from one file of its kind to the next.

    The number that a browser puts behind a second copy is no part of it.
    """
    return _ANY.sub(lambda found: f"<{found.lastgroup}>", _COPY.sub("", _plain(name)))


def matches(pattern: str, name: str) -> bool:
    """Tell whether a file is called as those of a source are."""
    if max(len(pattern), len(name)) > LONGEST:
        return False
    parts = _PLACE.split(_plain(pattern))
    form = "".join(rf"(?:{MARKS[part]})" if place % 2 else re.escape(part) for place, part in enumerate(parts))
    return re.fullmatch(form, _COPY.sub("", _plain(name)), re.IGNORECASE) is not None


def _words() -> dict[str, str]:
    return {
        "date": pgettext("file name", "date"),
        "year": pgettext("file name", "year"),
        "month": pgettext("file name", "month"),
        "n": pgettext("file name", "no."),
    }


def shown(pattern: str) -> str:
    """A pattern in the language in force: ``Salg uke ‹nr›.csv``."""
    words = _words()
    return _PLACE.sub(lambda found: f"‹{words[found[1]]}›", pattern)


def places() -> str:
    """What stands in a pattern for what differs, in the language in force: ``‹dato›, ‹år›, ‹måned› og ‹nr›``."""
    return fmt.listed([f"‹{word}›" for word in _words().values()])


def typed(text: str) -> str:
    """The pattern that somebody has typed as it is shown. Raises ``BadInput`` for a place that stands for nothing."""
    marks = {word.casefold(): mark for mark, word in _words().items()} | {mark: mark for mark in MARKS}

    def mark(found: re.Match[str]) -> str:
        told = marks.get(found[1].strip().casefold())
        if told is None:
            raise BadInput(
                msg(
                    "{place} has no meaning in a file’s name. {places} have. Nothing was changed.",
                    place=found[0], places=places(),
                )
            )  # fmt: skip
        return f"<{told}>"

    return _TYPED.sub(mark, _plain(text.strip()))


def stem_of(name: str) -> str:
    """What a source is called at first: the file's name without its ending and without what differs."""
    bare = _PLACE.sub("", pattern_of(PurePath(name).stem))
    told = re.sub(r"[\s_\-–.]+", " ", bare).strip()
    return fmt.capital(told or PurePath(name).stem)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)
