"""Both languages are one book: the same chapters and sections, and every link and picture leads somewhere."""

from __future__ import annotations

import re
import tomllib

import pytest
from PIL import Image

from kpidesk import assets
from kpidesk.cli.grammar.described import book
from kpidesk.manual.book import Book, Picture, runs, walk
from kpidesk.manual.reading import FOLDER, picture_file

LANGUAGES = ("nb", "en")
MOST = 2_500_000
"""Bytes of all pictures together."""


@pytest.fixture(params=LANGUAGES)
def manual(request: pytest.FixtureRequest) -> Book:
    return book(request.param)


def test_both_languages_have_the_same_chapters_and_sections() -> None:
    nb, en = ([section.place for chapter in book(each).chapters for section in chapter.sections] for each in LANGUAGES)
    assert nb == en
    assert len(nb) == len(set(nb))


def test_both_languages_show_the_same_pictures_in_the_same_places() -> None:
    def shown(language: str) -> list[tuple[str, str]]:
        return [
            (chapter.key, block.file.replace(f"/{language}/", "/"))
            for chapter in book(language).chapters
            for block in walk(chapter.blocks)
            if isinstance(block, Picture)
        ]

    assert shown("nb") == shown("en")


def test_no_chapter_lies_about_unread() -> None:
    for language in LANGUAGES:
        files = {path.stem for path in assets.path(FOLDER, language).glob("*.md")}
        assert files == {chapter.key for chapter in book(language).chapters}


def test_every_link_leads_somewhere(manual: Book) -> None:
    for chapter in manual.chapters:
        for run in runs(chapter.blocks):
            if not run.link or run.link.startswith(("https://", "action:")):
                continue
            assert run.link in manual.places, f"{chapter.key}.md ({manual.language}) leads to {run.link}"


def test_every_picture_is_there_said_in_words_and_small(manual: Book) -> None:
    for chapter in manual.chapters:
        for block in walk(chapter.blocks):
            if isinstance(block, Picture):
                assert len(block.alt) > 20, f"{chapter.key}.md: {block.file} has no words"
                with Image.open(picture_file(block)) as image:
                    assert image.format == "PNG" and image.width <= 1600, block.file


def test_no_picture_is_unused_and_all_together_are_small() -> None:
    used = {
        picture_file(block)
        for language in LANGUAGES
        for chapter in book(language).chapters
        for block in walk(chapter.blocks)
        if isinstance(block, Picture)
    } | {assets.path(FOLDER, "pictures", language, "overview.png") for language in LANGUAGES}
    there = set(assets.path(FOLDER, "pictures").rglob("*.png"))
    assert there == used
    assert sum(path.stat().st_size for path in there) < MOST


def test_no_mark_is_left_in_what_is_said(manual: Book) -> None:
    for chapter in manual.chapters:
        for run in runs(chapter.blocks):
            assert run.code or not re.search(r"\*\*|\]\(|\{#|^- ", run.text), f"{chapter.key}.md: {run.text!r}"


def test_no_chapter_calls_a_thing_by_another_name(manual: Book) -> None:
    """The glossary holds for the manual too."""
    terms = tomllib.loads(assets.path("i18n", "glossary.toml").read_text(encoding="utf-8"))["term"]
    banned = [pattern for term in terms for pattern in term.get(f"not_{manual.language}", ())]
    assert banned
    said = {
        chapter.key: " ".join(run.text for run in runs(chapter.blocks) if not run.code) for chapter in manual.chapters
    }
    wrong = {
        (key, found[0])
        for key, words in said.items()
        for pattern in banned
        if (found := re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE))
    }
    assert wrong == set()
