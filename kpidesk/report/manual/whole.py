"""The whole manual as one paper: planned first, so that contents and links name true pages, then drawn once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import kpidesk
from kpidesk.manual.book import Book, Chapter
from kpidesk.report import pdf
from kpidesk.report.drawing.flow import Placed, flow
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import PAPERS, TOP, Frame
from kpidesk.report.drawing.style import EDGE
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.layout import Document
from kpidesk.report.manual import front
from kpidesk.report.manual.blocks import Set, Setter, draw_grouped
from kpidesk.report.model import Running
from kpidesk.report.sheet import Sheet
from kpidesk.text import _, using
from kpidesk.viz.tokens import PAPER

FIRST_COLUMN, COLUMNS = 2, 10
"""Of the twelve columns: a line is as long as is well read."""
CHAPTER = Face("semibold", 20)
BEFORE = 34.0
"""Points above a chapter that begins on a page that is not empty."""
HELD = 2
"""So many blocks stay with the title of their chapter, and with the one after them."""
FRONT = 2
"""Cover and contents."""
MADE = dt.date(2026, 1, 1)
"""The day that the file names: a manual is of a version, not of a day, and the same version gives the same bytes."""


def build(book: Book, paper: str = "A4") -> bytes:
    """The manual as PDF, on ``"A4"`` or ``"Letter"``."""
    with pdf.building(book.language):
        return pdf.drawn(lay_out(book, paper)).data


def lay_out(book: Book, paper: str = "A4") -> Document:
    """Plan every page."""
    frame = Frame(*PAPERS[paper])
    places: dict[str, tuple[int, float]] = {}
    with using(book.language):
        pages = _pages(book, frame, places)
        places.update(_found(pages))
        version = _("Version {version}").format(version=kpidesk.__version__)
        running = Running("KPI Desk", book.title, version, version, book.language, "KPI Desk", MADE)
        sheets = (
            Sheet((book.title,), partial(front.draw_cover, book=book, frame=frame, version=version), bare=True),
            Sheet((_("Contents"),), partial(front.draw_contents, book=book, frame=frame, places=places)),
            *(Sheet((), partial(draw_grouped, placed=page)) for page in pages),
        )
    contents = tuple((chapter.title, places[chapter.key][0]) for chapter in book.chapters)
    return Document(running, frame, sheets, contents)


def _pages(book: Book, frame: Frame, places: dict[str, tuple[int, float]]) -> list[list[Placed]]:
    """The pages: all chapters one after the other, whatever part they are of, so that no page is left half empty."""
    box = frame.columns(FIRST_COLUMN, COLUMNS)
    setter = Setter(box.x, box.w, places)
    blocks: list[Set] = []
    parts = {part.chapters[0].key: part.title for part in book.parts}
    for chapter in book.chapters:
        own = list(setter.blocks(chapter.blocks, chapter.key))
        title = _title(chapter, frame, parts.get(chapter.key, ""))
        blocks += [title, *(replace(each, keep=True) for each in own[:HELD]), *own[HELD:]]
    return flow(blocks, TOP + 14, TOP + 14, frame.bottom)


def _title(chapter: Chapter, frame: Frame, part: str) -> Set:
    """The head of a chapter, as wide as the page; a bookmark for the ``part`` that it begins, where it begins one."""

    def draw(surface: Surface, top: float) -> None:
        if part:
            surface.bookmark(part, down=top - 10)
        surface.bookmark(chapter.title, 1, down=top - 10)
        if top > TOP + 20:
            with surface.artifact():
                surface.line((frame.left, top - 12), (frame.right, top - 12), EDGE)
        with surface.element("H1"):
            surface.text((frame.left, top + 20), chapter.title, CHAPTER, PAPER.ink)

    return Set(32.0, draw, keep=True, gap=BEFORE, about=chapter.key)


def _found(pages: Sequence[Sequence[Placed]]) -> dict[str, tuple[int, float]]:
    """Where each chapter and section begins."""
    return {
        one.block.about: (FRONT + number, max(one.top - 12, 0.0))
        for number, page in enumerate(pages)
        for one in page
        if one.block.about
    }
