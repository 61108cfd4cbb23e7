"""What each kind of page looks like, as a coarse picture in text: how much ink stands in each field of a grid.

A field is about 25 points wide; its sign says how dark it is, from 0 (blank) to f. Anti-aliasing moves a field by
one sign at most, a bar, a word or a line that goes or moves by more. After a change that is meant, and has been
looked at: ``KPIDESK_RENEW_GOLDEN=1 pytest tests/report/test_golden.py``, and read the difference.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdfium2
import pytest

from kpidesk.report import SECTIONS, pdf

FOLDER = Path(__file__).parent / "golden"
COLUMNS, ROWS = 24, 34
FIELD = 8
"""Pixels of a field's side."""
STEP = 6.0
"""Of 255 parts of black a sign stands for."""


def grid(page) -> str:
    """A page as rows of signs."""
    width, _height = page.get_size()
    bitmap = page.render(scale=COLUMNS * FIELD / width, grayscale=True)
    pixels, stride = bytes(bitmap.buffer), bitmap.stride
    rows = min(ROWS, bitmap.height // FIELD)
    return "\n".join("".join(sign(pixels, stride, x, y) for x in range(COLUMNS)) for y in range(rows))


def sign(pixels: bytes, stride: int, column: int, row: int) -> str:
    """How dark one field is."""
    starts = [(row * FIELD + line) * stride + column * FIELD for line in range(FIELD)]
    light = sum(sum(pixels[start : start + FIELD]) for start in starts) / FIELD**2
    return f"{min(15, round((255 - light) / STEP)):x}"


def pictures(data: bytes, first: int = 0) -> str:
    """Every page of a file, from the ``first`` on."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n\n".join(grid(page) for page in list(document)[first:]) + "\n"
    finally:
        document.close()


def differing(found: str, kept: str) -> list[str]:
    """The fields that differ by more than anti-aliasing may, as ``page row column: kept → found``."""
    pages, known = ([page.split() for page in text.split("\n\n")] for text in (found, kept))
    if [len(page) for page in pages] != [len(page) for page in known]:
        return ["another number of pages or rows"]
    return [
        f"page {p + 1} row {y + 1} column {x + 1}: {known[p][y][x]} → {pages[p][y][x]}"
        for p, page in enumerate(pages) for y, line in enumerate(page) for x, mark in enumerate(line)
        if abs(int(mark, 16) - int(known[p][y][x], 16)) > 1
    ]  # fmt: skip


@pytest.fixture(scope="module")
def review(reviewed):
    return reviewed("nb", 7, mixed=True)


def section(review, kind: str) -> str:
    """One section, without the cover that goes before it."""
    return pictures(pdf.build(review, sections=(kind,)), 1)


DRAWN = {
    "cover": lambda review: pictures(pdf.build(review, sections=())),
    "board": lambda review: pictures(pdf.build_board(review)),
    **{kind: partial(section, kind=kind) for kind in SECTIONS},
}


@pytest.mark.parametrize("kind", DRAWN)
def test_the_page_looks_as_it_did(review, kind):
    found, file = DRAWN[kind](review), FOLDER / f"{kind}.txt"
    if os.environ.get("KPIDESK_RENEW_GOLDEN"):
        file.write_text(found, encoding="ascii")
    assert differing(found, file.read_text(encoding="ascii")) == []


def test_a_change_that_can_be_seen_is_seen(review):
    """A sentence less, a shorter bar: each shows in the picture."""
    kept = (FOLDER / "summary.txt").read_text(encoding="ascii")
    shorter = replace(review, went_well=review.went_well[:1])
    lower = replace(review, goals=tuple(replace(goal, score=0.1) for goal in review.goals))
    for other in (shorter, lower):
        assert differing(section(other, "summary"), kept)
