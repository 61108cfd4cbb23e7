"""The manual on paper: within its margins, its contents true, its links leading where they say, the same each time."""

from __future__ import annotations

import io
from collections import Counter
from itertools import pairwise

import pdfplumber
import pikepdf
import pytest

from kpidesk.cli.grammar.described import book
from kpidesk.manual.book import Table, runs
from kpidesk.report.drawing import fonts
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.manual.whole import build, lay_out
from kpidesk.text import using

PAPERS = [("A4", "nb"), ("Letter", "en")]


@pytest.fixture(scope="module", params=PAPERS, ids=lambda each: "-".join(each))
def laid(request):
    paper, language = request.param
    surface = RecordingSurface()
    document = lay_out(book(language), paper)
    with using(language):
        document.draw(surface)
    return paper, book(language), document, surface


def test_everything_stands_within_the_margins_and_nothing_on_anything(laid, linter):
    paper, _book, _document, surface = laid
    assert linter.faults(surface, paper) == []


def test_every_chapter_and_section_is_a_bookmark_where_it_begins(laid):
    _paper, manual, document, surface = laid
    marks = surface.recording.bookmarks
    for chapter in manual.chapters:
        page = dict(document.contents)[chapter.title]
        assert (page, chapter.title, 1) in marks
        assert any(op.text == chapter.title for op in surface.texts(page))
        for section in chapter.sections[1:]:
            assert any(title == section.title and level == 2 for _page, title, level in marks)
    levels = [level for _page, _title, level in marks]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_page_but_the_last_is_left_nearly_empty(laid):
    _paper, _book, document, surface = laid
    frame = document.frame
    for page in range(2, len(document.sheets) - 1):
        lowest = max(op.y for op in surface.texts(page) if op.y < frame.bottom)
        assert lowest > frame.height * 0.4, page


def test_the_contents_and_every_link_lead_to_pages_that_there_are(laid):
    _paper, manual, document, surface = laid
    links = surface.recording.links
    assert {link.to for link in links if link.page == 1} == {page for _title, page in document.contents}
    within = [run for chapter in manual.chapters for run in runs(chapter.blocks) if run.link in manual.places]
    assert len([link for link in links if link.page > 1]) >= len(within)
    assert all(0 < link.to < len(document.sheets) for link in links)


def test_no_head_of_a_column_is_broken_within_a_word(laid):
    _paper, manual, document, surface = laid
    drawn = Counter(op.text for page in range(len(document.sheets)) for op in surface.texts(page))
    wanted = Counter(
        run.text
        for chapter in manual.chapters for block in chapter.blocks if isinstance(block, Table)
        for head in block.head for run in head if run.text and " " not in run.text
    )  # fmt: skip
    assert wanted and {word for word, times in wanted.items() if drawn[word] < times} == set()


def test_what_is_typed_has_every_letter_in_its_typeface():
    from reportlab.pdfbase.ttfonts import TTFontFile

    from kpidesk import assets

    known = TTFontFile(str(assets.path("fonts", fonts.TYPED["mono"])), charInfo=1).charToGlyph
    for language in ("nb", "en"):
        typed = "".join(run.text for chapter in book(language).chapters for run in runs(chapter.blocks) if run.code)
        assert {letter for letter in typed if ord(letter) not in known} == set()


def test_the_file_tells_its_title_and_is_the_same_each_time():
    data = build(book("en"), "A4")
    assert data == build(book("en"), "A4")
    with pikepdf.open(io.BytesIO(data)) as file, pdfplumber.open(io.BytesIO(data)) as pages:
        assert "User manual" in str(file.docinfo["/Title"]) and file.Root.Lang == "en"
        assert len(file.pages) == len(pages.pages) > 10
        assert "User manual" in pages.pages[0].extract_text()
