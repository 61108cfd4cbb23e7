"""Searching: by beginnings, without accents, whatever the ending, what is about it first."""

from __future__ import annotations

import pytest

from kpidesk.manual.book import Book, Part
from kpidesk.manual.finding import find, spans
from kpidesk.manual.reading import chapter_of
from tests.table import table


def book(language: str, **chapters: str) -> Book:
    return Book(language, "Manual", (Part("All", tuple(chapter_of(key, text, {}) for key, text in chapters.items())),))


NB = book(
    "nb",
    one="# Målene\n\nSett en målverdi.\n\n## Passordet ditt {#pass}\n\nSkriv det ned.",
    two="# Kafé\n\nEt passord krypterer filen & `<alt>`. Målverdier for øyet.",
)
EN = book("en", one="# Targets\n\nSetting goals.", two="# Other\n\nA target and a company.")


@table(
    "wanted, places",
    [
        ("passord", ["one#pass", "two"]),
        ("passordene", ["one#pass", "two"]),
        ("PASS", ["one#pass", "two"]),
        ("kafe", ["two"]),
        ("mål", ["one", "two"]),
        ("maal", []),
        ("målverdien", ["one", "two"]),
        ("oyet krypt", ["two"]),
        ("passord finnesikke", []),
        ("<", ["two"]),
        ("&", ["two"]),
        ("  ", []),
    ],
)
def test_sections_are_found_in_bokmal(wanted: str, places: list[str]) -> None:
    assert [hit.section.place for hit in find(NB, wanted)] == places


@pytest.mark.parametrize(
    ("wanted", "places"), [("target", ["one", "two"]), ("companies", ["two"]), ("goal", ["one"]), ("set", ["one"])]
)
def test_sections_are_found_in_english(wanted: str, places: list[str]) -> None:
    assert [hit.section.place for hit in find(EN, wanted)] == places


@pytest.mark.parametrize(
    ("wanted", "marked"),
    [("saf-t", ["SAF-T"]), ("saf", ["SAF-T"]), ("e-post", ["E-posten", "e-post"]), ("post", ["E-posten", "e-post"])],
)
def test_a_lone_letter_beside_a_hyphen_is_not_looked_for_by_itself(wanted: str, marked: list[str]) -> None:
    words = "SAF-T tar tid. E-posten er en e-post, og KPI-er er tall."
    assert [words[start:end] for start, end in spans(words, wanted, "nb")] == marked
    assert [words[start:end] for start, end in spans(words, "kpi", "nb")] == ["KPI"]


def test_what_is_found_is_marked_as_a_whole_word() -> None:
    words = "Målene er satt. Et mål, en målverdi."
    assert [words[start:end] for start, end in spans(words, "mål", "nb")] == ["Målene", "mål", "målverdi"]
    assert list(spans(words, "<", "nb")) == []
