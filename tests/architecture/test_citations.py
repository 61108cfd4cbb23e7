"""What a docstring cites is in the repository: sections of the two pages of rules, and files that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"store": ROOT / "kpidesk" / "store" / "README.md", "figures": ROOT / "kpidesk" / "figures" / "README.md"}
CITED = re.compile(r"(store|figures)/README: ((?:[A-Z][\w-]*(?: [\w-]+)*)(?:, [A-Z][\w-]*(?: [\w-]+)*)*)")
OUTSIDE = re.compile(
    r"\b(?:rules|store design|design|screens|charter)(?:\.md)?, (?:sections?|ideas?) \d|\(idea \d|\bidea \d"
)
DOCUMENT = re.compile(r"[\w./-]+\.md\b")
OWN = Path(__file__)
ROOMS = ("packaging", "kpidesk", "resources/help/nb")
"""Where pages lie that are named without their folder."""


def sources() -> Iterator[Path]:
    for folder in ("kpidesk", "ui", "resources", "tests", "packaging"):
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if path != OWN)


def pages() -> list[Path]:
    return [ROOT / "README.md", *(ROOT / "kpidesk").rglob("*.md"), *(ROOT / "packaging").rglob("*.md")]


def headings(page: str) -> set[str]:
    return set(re.findall(r"^#{2,3} (.+)$", PAGES[page].read_text(encoding="utf-8"), re.MULTILINE))


def test_every_section_that_is_cited_is_there() -> None:
    known = {page: headings(page) for page in PAGES}
    found = [
        (path.relative_to(ROOT), page, section)
        for path in sources()
        for page, sections in CITED.findall(" ".join(path.read_text(encoding="utf-8").split()))
        for section in sections.split(", ")
    ]
    assert len(found) > 50, "the citations were found"
    assert [each for each in found if each[2] not in known[each[1]]] == []


def test_no_document_outside_the_repository_is_cited() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources()
        for line in path.read_text(encoding="utf-8").splitlines()
        if OUTSIDE.search(line)
    ]
    assert found == []


def test_every_page_that_is_named_is_there() -> None:
    """A name is looked for from the top, from the file that names it, and in the rooms."""
    missing = []
    for path in (*sources(), *pages()):
        for name in DOCUMENT.findall(path.read_text(encoding="utf-8")):
            folders = (ROOT, path.parent, *(ROOT / room for room in ROOMS))
            if not any((folder / name).exists() for folder in folders):
                missing.append(f"{path.relative_to(ROOT)} names {name}")
    assert missing == []


def test_every_place_that_a_page_names_is_there() -> None:
    """A module that moves takes the pages along that tell of it."""
    named = re.compile(r"(?<![\w/.])((?:kpidesk|ui|tests|packaging|resources|\.ci)/[\w./-]*\w)")
    found = [(page, name) for page in pages() for name in named.findall(page.read_text(encoding="utf-8"))]
    assert len(found) > 30, "the names were found"
    places = [(page, name, (ROOT / name, ROOT / f"{name}.py")) for page, name in found]
    missing = [(page.name, name) for page, name, all_ in places if not any(place.exists() for place in all_)]
    assert missing == []


@pytest.mark.parametrize(
    "text",
    ["(rules, section 6)", "(rules, sections 2–4)", "(store design, idea 5)", "a fresh id (idea 2)"],
)
def test_a_citation_of_such_a_document_would_be_found(text: str) -> None:
    assert OUTSIDE.search(text)
