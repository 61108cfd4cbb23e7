"""A number is never cut on paper, on any page: up to 123 456 789 012,34, negative ones, beside long names."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise, product

import pdfplumber
import pytest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.domain.entities import Direction
from kpidesk.report import SECTIONS, pdf
from kpidesk.report.compose import review_of
from kpidesk.report.drawing.frame import PAPERS, Frame
from kpidesk.report.drawing.style import BODY, FINE
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.drawing.typeset import READABLE, fit, readable, whole, wrap
from kpidesk.report.layout import lay_out, lay_out_board, lay_out_sheet
from kpidesk.report.model import KpiSheet, PeriodRow
from kpidesk.report.pages import appendix
from kpidesk.report.text_clean import figures as paper_number
from tests import long

UP, DOWN, BAND = Direction.INCREASE, Direction.DECREASE, Direction.MAINTAIN
LONG = "Samlet mengde ferdigvarer levert til hele landet"
NAMES = (
    (LONG, "kg", 2, 123456789012.34, 98765432109.87, UP),
    ("Tap", "kg", 2, -123456789012.34, -98765432109.87, UP),
    ("Svinn i kassen", "kg", 2, -0.005, 0.01, DOWN),
    (f"{LONG}, regnet om til enheter", "enheter per døgn", 0, -12345678.0, 23456789.0, UP),
    ("Omsetning", "currency", 2, 1284500.25, 1300000.0, UP),
    ("Temperatur", "°C", 1, -12345678.9, 12345678.9, BAND),
)
SIZES = long.either([("nb", "Letter"), ("en", "A4")], list(product(("nb", "en"), ("A4", "Letter"))))
"""Each language on a paper of its own, and with ``--long`` on both."""
SPACES = re.compile(r"[\s\u00a0\u202f]")
ENDS = (-123456789012.34, 987654321098.76, 12345678.9)


def wide_goals(goals):
    """The same goals with amounts of twelve digits."""
    start, target, current = ENDS
    for goal in goals:
        for child in goal.children:
            if child.start is not None:
                child.node = replace(child.node, start=start, target=target, unit="currency", decimals=2)
                child.current, child.decimals = current, child.node.decimals
    return goals


@pytest.fixture
def drawn(factory, monkeypatch):
    """A review in a language with wide numbers everywhere."""
    monkeypatch.setattr(factory, "NAMES", NAMES)

    def make(language: str, kpis: int = len(NAMES)):
        with text.using(language):
            material = factory.material(kpis, mixed=False)
            return review_of(replace(material, goals=wide_goals(material.goals)))

    return make


def sheet_of(review, kpi) -> KpiSheet:
    row = PeriodRow("3. kvartal 2026", kpi.value, kpi.target, kpi.variance, kpi.status, kpi.status_word)
    return KpiSheet(review.running, kpi, (), (row,) * 13, kpi.sentence)


def said(data: bytes) -> str:
    """Every letter of a file in the order in which it was drawn, without spaces."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return SPACES.sub("", "".join(char["text"] for page in document.pages for char in page.chars))


def missing(words, data: bytes) -> list[str]:
    """The words of which a letter is lacking."""
    found = said(data)
    return [word for word in words if SPACES.sub("", word) not in found]


def of_table(review) -> list[str]:
    return [word for kpi in review.kpis for word in (kpi.value, kpi.target, kpi.variance)]


def of_goals(review) -> list[str]:
    with text.using(review.language):
        numbers = [fmt.number(end, 2) for end in ENDS]
    assert sum(number in kr for number in numbers for kr in _scales(review)) >= 3 * 3
    return numbers


def _scales(review) -> list[str]:
    return [SPACES.sub("\u00a0", end) for g in review.goals for r in g.results for end in (r.start, r.now, r.target)]


def of_appendix(review) -> list[str]:
    """What stands in the columns that are drawn."""
    words = []
    frame = Frame(*PAPERS["A4"])
    for table in (part for each in review.tables for part in appendix.parts(each, frame)):
        edges = appendix.measured(table, frame).edges
        kpis = [kpi for group in table.groups for kpi in group.kpis]
        words += [cell.text for kpi in kpis for cell in kpi.raw[-len(edges) :]] + [kpi.raw_target for kpi in kpis]
    return words


EXPECTED = {
    "summary": lambda review: [
        word for kpi in review.heroes for word in (kpi.value, kpi.target, kpi.variance, kpi.change_previous_short)
    ] + [word for kpi in (*review.improved, *review.worsened) for word in (kpi.value, kpi.previous_value)],
    "objectives": of_goals,
    "kpis": of_table,
    "panels": lambda review: of_table(review) + [end.text for kpi in review.kpis for end in kpi.chart.end_labels]
    + [tick for kpi in review.kpis for _value, tick in kpi.chart.y_ticks],
    "appendix": of_appendix,
}  # fmt: skip


def test_the_model_has_the_whole_number(drawn):
    review = drawn("nb")
    first = review.kpis[0]
    assert SPACES.sub("\u00a0", first.value) == "123 456 789 012,34".replace(" ", fmt.NBSP)
    values = {kpi.name: SPACES.sub(" ", kpi.value) for kpi in review.kpis}
    assert values["Tap"] == "−123 456 789 012,34"
    assert values["Svinn i kassen"] == "−0,01"


@pytest.mark.parametrize(("language", "paper"), SIZES)
@pytest.mark.parametrize("kind", EXPECTED)
def test_every_number_of_a_section_is_whole(drawn, kind, language, paper):
    review = drawn(language)
    words = EXPECTED[kind](review)
    assert sum(len(re.sub(r"\D", "", word)) >= 8 for word in words) >= 2
    assert missing(words, pdf.build(review, paper, (kind,))) == []


@pytest.mark.parametrize(("language", "paper"), SIZES)
@pytest.mark.parametrize("kpis", [len(NAMES), 3 * len(NAMES)])
def test_every_number_of_the_board_is_whole(drawn, language, paper, kpis):
    review = drawn(language, kpis)
    words = [kpi.value for kpi in review.kpis]
    words += [kpi.target for kpi in review.kpis] if kpis <= 12 else []
    assert missing(words, pdf.build_board(review, paper)) == []


@pytest.mark.parametrize(("language", "paper"), SIZES)
def test_every_number_of_a_sheet_is_whole(drawn, language, paper):
    review = drawn(language)
    for kpi in review.kpis:
        words = (kpi.value, kpi.target, kpi.variance, kpi.change_previous_short, kpi.change_year)
        assert missing(words, pdf.build_sheet(sheet_of(review, kpi), paper)) == []


def test_the_covers_number_is_whole(drawn):
    review = drawn("nb")
    long = replace(review.cover, latest="−123\u202f456\u202f789\u202f012,34")
    assert missing([long.latest], pdf.build(replace(review, cover=long), "A4", ())) == []


@pytest.mark.parametrize(("language", "paper"), SIZES)
def test_no_ellipsis_touches_a_digit_and_nothing_collides(drawn, linter, language, paper):
    with text.using(language):
        review = drawn(language, 2 * len(NAMES))
        documents = [lay_out(review, paper), lay_out_board(review, paper)]
        documents += [lay_out_sheet(sheet_of(review, kpi), paper) for kpi in review.kpis[:2]]
        for document in documents:
            surface = RecordingSurface()
            document.draw(surface)
            assert linter.faults(surface, paper) == []
            assert [op.text for op in surface.texts() if cut_number(op.text)] == []


def cut_number(words: str) -> bool:
    return any("…" in token and any(char.isdigit() for char in token) for token in words.split(" "))


def test_every_page_kind_is_in_the_test():
    assert set(EXPECTED) | {"retrospective"} == set(SECTIONS)


def test_one_wide_number_takes_no_period_from_the_other_rows(drawn):
    """A KPI of a few digits keeps all thirteen columns beside one of twelve."""
    frame = Frame(*PAPERS["A4"])
    (table,) = drawn("nb").tables
    narrow, wide = appendix.parts(table, frame)
    names = [[kpi.name for group in part.groups for kpi in group.kpis] for part in (narrow, wide)]
    assert "Svinn i kassen" in names[0]
    assert {"Tap", LONG} <= set(names[1])
    assert sorted([*names[0], *names[1]]) == sorted(kpi.name for group in table.groups for kpi in group.kpis)
    assert len(appendix.measured(narrow, frame).edges) == len(table.columns)
    assert appendix.parts(narrow, frame) == [narrow]
    assert appendix.parts(wide, frame) == [wide]


def test_a_band_has_both_its_edges_in_the_appendix(drawn):
    rows = {kpi.name: kpi for table in drawn("nb").tables for group in table.groups for kpi in group.kpis}
    band = rows["Temperatur"]
    assert SPACES.sub(" ", band.raw_target) == "12 345 678,9–22 222 222,0"
    assert (band.target_number, band.target_high) == (12345678.9, pytest.approx(22222222.02))


# ---- cutting


@pytest.mark.parametrize(
    ("words", "room", "shown"),
    [
        ("Mål 6 000 000".replace("6 0", "6\u202f0").replace("0 0", "0\u202f0"), 40.0, "Mål…"),
        ("1\u202f234\u202f567", 12.0, ""),
        ("Omsetning 2026 i alt", 64.0, "Omsetning 2026 …"),
        ("Omsetning 2026 i alt", 60.0, "Omsetning…"),
        ("Omsetningsvekst", 30.0, "Omset…"),
        ("KPI-1234567890-lang", 40.0, "KPI-…"),
    ],
)
def test_words_are_cut_and_numbers_go_whole(words, room, shown):
    assert fit(words, FINE, room) == shown


def test_the_last_line_ends_before_a_number_that_it_would_cut():
    words = "Omsetningen i kvartalet endte på 123\u202f456\u202f789\u202f012,34 kroner og mer skal det bli"
    for room in range(60, 260, 3):
        for lines in (1, 2):
            assert not any(cut_number(line) for line in wrap(words, BODY, float(room), lines))


def test_what_shrinks_fits_and_keeps_every_letter():
    words = "−123\u202f456\u202f789\u202f012,34"
    sizes = [whole(words, BODY, room).size for room in (200.0, 60.0, 30.0, 12.0)]
    assert sizes[0] == 9.0
    assert all(a > b for a, b in pairwise(sizes))


@pytest.mark.parametrize(("language", "told"), [("nb", "Mål 1,23 mrd."), ("en", "Target 1.23 bn")])
def test_a_number_too_long_to_be_read_is_told_in_a_larger_unit(language, told):
    with text.using(language):
        words = "Mål {value}" if language == "nb" else "Target {value}"
        number = paper_number(fmt.number(1_234_567_890.5, 6))
        assert readable(number, FINE, 200.0, words) == (words.format(value=number), FINE)
        short, face = readable(number, FINE, 55.0, words)
        assert short.replace("\u00a0", " ") == told and face.size >= READABLE
        scaled, face = readable(number, FINE, 55.0, words, scaled=True)
        assert scaled == words.format(value=number) and face.size < READABLE


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_target_of_sixteen_digits_can_be_read_on_every_tile(factory, monkeypatch, language):
    big = 1_234_567_890_123_456.0 / 2
    monkeypatch.setattr(factory, "NAMES", (("Enheter", "kg", 2, big, big * 1.5, UP),) * 4)
    with text.using(language):
        review = review_of(factory.material(4, mixed=False))
        for document in (lay_out(review, "A4", ("summary", "kpis")), lay_out_board(review)):
            surface = RecordingSurface()
            document.draw(surface)
            assert [(op.text, op.size) for op in surface.texts() if op.size < READABLE] == []
