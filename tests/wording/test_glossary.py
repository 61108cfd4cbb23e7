"""The texts against the glossary: one word for one thing, in both languages, and one way to say the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from kpidesk import text
from kpidesk.text import Message
from kpidesk.wording.done import DONE
from tests.table import table

RESOURCES = Path(__file__).parents[2] / "resources"
TYPED = re.compile(r"kpidesk \S|[A-Z-]+$")
"""Examples of the command line, and the names of what is typed there."""
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
PLACES = re.compile(r"\{\w*\}|%\(\w+\)s")
UNINFLECTED = {"gi", "be", "si", "se", "ta", "dra", "slå"}
"""Infinitives of bokmål that do not end in -e."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the program in both languages; several forms where it counts something."""

    english: tuple[str, ...]
    norwegian: tuple[str, ...]
    files: tuple[str, ...]


@cache
def texts() -> tuple[Text, ...]:
    """Every text of the catalogue but those that are Qt's own, without what is filled into them."""
    with (RESOURCES / "i18n/nb/LC_MESSAGES/kpidesk.po").open("rb") as stream:
        catalogue = read_po(stream, locale="nb")
    return tuple(
        Text(_bare(each.id), _bare(each.string), tuple(name for name, _line in each.locations))
        for each in catalogue
        if each.id and not (each.context or "").startswith("Q") and not TYPED.match(str(each.id))
    )


def _bare(forms: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(PLACES.sub("…", form) for form in ([forms] if isinstance(forms, str) else forms))


def terms() -> list[dict[str, object]]:
    with (RESOURCES / "i18n/glossary.toml").open("rb") as stream:
        return tomllib.load(stream)["term"]


def found(patterns: object, forms: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b(?:{each})\b", form, re.IGNORECASE) for each in list(patterns) for form in forms)  # type: ignore[call-overload]


def written() -> Iterator[tuple[str, str]]:
    """Language and text of all that is written in the manual, the library, its templates and the sample."""
    for path in sorted(RESOURCES.glob("help/??/*.md")):
        yield path.parent.name, CODE.sub("", path.read_text(encoding="utf-8"))
    for path in sorted((*RESOURCES.glob("library/*.toml"), *RESOURCES.glob("sample/*.toml"))):
        for value, key in _strings(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key.endswith(("_nb", "_en")):
                yield key[-2:], value


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield value, key
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, key)


@table("term", terms())
def test_no_text_calls_a_thing_by_another_name(term: dict[str, object]) -> None:
    wrong = [each.english for each in texts() if found(term.get("not_en", ()), each.english)]
    wrong += [each.norwegian for each in texts() if found(term.get("not_nb", ()), each.norwegian)]
    wrong += [(text,) for language, text in written() if found(term.get(f"not_{language}", ()), (text,))]
    assert not wrong


@table("term", terms())
def test_a_term_has_one_translation(term: dict[str, object]) -> None:
    others = tuple(str(each) for each in term.get("but", ()))  # type: ignore[attr-defined]
    having = [each for each in texts() if found((term["en"],), each.english) and not each.english[0].startswith(others)]
    stems = re.compile("|".join(term["nb"]), re.IGNORECASE)  # type: ignore[arg-type]
    assert having, "a term that no text has needs no place in the glossary"
    assert not [(each.english[0], each.norwegian[0]) for each in having if not stems.search(" ".join(each.norwegian))]


def labels() -> list[Text]:
    """What changes are called where they can be undone."""
    return [
        each
        for each in texts()
        if any(file.startswith("kpidesk/commands/") for file in each.files)
        and re.match(r"[a-z]+ [^.]+$", each.english[0])
        and not each.english[0].startswith(("every ", "as ", "at "))
    ]


def test_what_can_be_undone_is_named_in_the_infinitive() -> None:
    named = [each.norwegian[0] for each in labels()]
    assert len(named) > 60
    assert not [each for each in named if not (word := each.split()[0]).endswith("e") and word not in UNINFLECTED]


def test_what_was_done_is_told_in_the_past_in_both_languages() -> None:
    told = {PLACES.sub("…", label): done for label, done in DONE.items()}
    assert not [each.english[0] for each in labels() if each.english[0] not in told]
    for language, undone in (("en", 0), ("nb", 1)):
        with text.using(language):
            said = {label: str(Message(done.text, {}, done.plural, done.n)) for label, done in DONE.items()}
        named = {each.english[0]: (each.english, each.norwegian)[undone][0] for each in labels()}
        same = [label for label, words in said.items() if PLACES.sub("…", words) == named.get(PLACES.sub("…", label))]
        assert not same


def test_that_nothing_happened_is_said_in_one_way() -> None:
    several = (
        r"Nothing has changed\.|; nothing (was|has)|; ingenting (er|ble) |[Ii]ngenting ble (endret|lagret|skrevet)"
    )
    assert not [form for each in texts() for form in each.english + each.norwegian if re.search(several, form)]


def test_things_must_have_and_only_people_need() -> None:
    needing = re.compile(r"\btrenger (et|en|minst|navnet|både|begge)\b")
    assert not [form for each in texts() for form in each.norwegian if needing.search(form)]


def test_the_reader_is_not_told_to_say() -> None:
    told = re.compile(r"(?:^|[.:] )(Si (hvorfor|hva|hvor|hvem|for)|Say (why|what|where|for|who))\b|Se etter at")
    assert not [form for each in texts() for form in each.english + each.norwegian if told.search(form)]


def test_keys_are_named_by_the_one_function_that_knows_the_language() -> None:
    keys = re.compile(r"\b(?:Ctrl|Alt|Shift)\+|\b(?:PgUp|PgDn|PgDown)\b")
    shown = [each for each in texts() if not all(file.startswith("kpidesk/cli/") for file in each.files)]
    assert not [form for each in shown for form in each.english + each.norwegian if keys.search(form)]


def test_a_number_and_its_mark_stay_on_one_line_in_bokmål() -> None:
    apart = re.compile(r"[\d…] (?:%|kr|kB|MB|GB|min|s|t)(?!\w)")
    shown = [each for each in texts() if not all(file.startswith("kpidesk/cli/") for file in each.files)]
    assert not [form for each in shown for form in each.norwegian if apart.search(form)]
