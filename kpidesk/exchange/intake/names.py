"""What the columns of files are called, folded so that they can be held against what inputs are called here."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from kpidesk import assets, library, text
from kpidesk.format import UNIT_TEXTS
from kpidesk.library import LibraryInput, LibraryKpi

FILLING = """
total totalt totale sum samlet i alt in all of per pr hver each måned måneden month monthly
uke uken week weekly dag dagen day daily år year inkl ekskl incl excl the av
"""
"""Words that tell two names of one quantity apart and change nothing."""


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """A name without case, accents, marks and unit: “Omsetning (kr)” is “omsetning”; “Salg (antall)” is no “salg”."""
    spelled = name.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(letter))
    words = re.sub(r"[^\w%]+", " ", plain.replace("_", " ")).split()
    while len(words) > 1 and (UNIT_TEXTS.get(words[-1], "count") != "count" or words[-1] in ("i", "in")):
        words.pop()
    return " ".join(words)


_FILLING = frozenset(folded(word) for word in FILLING.split())


@lru_cache(maxsize=20_000)
def bare(name: str) -> frozenset[str]:
    """The words of a name that say what it is about; those that it has where it has no others."""
    words = frozenset(folded(name).split())
    return words - _FILLING or words


@lru_cache(maxsize=1)
def headings() -> Mapping[str, tuple[str, ...]]:
    """What files call the inputs of the library, by id: ``resources/imports/words.toml``."""
    found = tomllib.loads(assets.path("imports/words.toml").read_text(encoding="utf-8"))
    return {key: tuple(names) for key, names in found["inputs"].items()}


@lru_cache(maxsize=1)
def library_names() -> Mapping[str, tuple[str, ...]]:
    """What the inputs of the library are called in both languages, by id; also by files and as a plain KPI.

    A name that files have for one of them is none of another's: “Salg” is what was sold for, not how often.
    """
    names: dict[str, dict[str, None]] = {}
    for spoken in text.LANGUAGES:
        with text.using(spoken):
            for each in library.inputs():
                names.setdefault(each.id, {})[each.name] = None
            for kpi in library.kpis():
                if kpi.plain:
                    own = (kpi.name, kpi.short_name, kpi.abbreviation)
                    names.setdefault(kpi.inputs[0], {}).update(dict.fromkeys(filter(None, own)))
    for key, more in headings().items():
        names.setdefault(key, {}).update(dict.fromkeys(more))
    meant = {folded(name): key for key, more in headings().items() for name in more}
    return {key: tuple(name for name in each if meant.get(folded(name), key) == key) for key, each in names.items()}


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, names in library_names().items():
        for name in names:
            found.setdefault(folded(name), key)
    return found


def library_id(name: str) -> str | None:
    """The id of the input of the library that a heading names; ``None`` for one that it has not."""
    return _by_name().get(folded(name))


def library_input(name: str) -> LibraryInput | None:
    """The input of the library that a heading names, in the language in force."""
    key = library_id(name)
    return None if key is None else library.measured(key)


def plain_kpi(key: str) -> LibraryKpi | None:
    """The KPI of the library that is an input as it stands."""
    return next((kpi for kpi in library.kpis() if kpi.plain and kpi.inputs[0] == key), None)


def kpi_names(library_id: str) -> tuple[str, ...]:
    """What a KPI of the library is called in both languages, with its abbreviation."""
    found: dict[str, None] = {}
    for spoken in text.LANGUAGES:
        with text.using(spoken):
            each = {kpi.id: kpi for kpi in library.kpis()}.get(library_id)
            if each is not None:
                found.update(dict.fromkeys(filter(None, (each.name, each.short_name, each.abbreviation))))
    return tuple(found)
