"""Wrapping, cutting, cleaning, and the sentences proposed from the figures."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import text
from kpidesk.domain.entities import Direction
from kpidesk.report import sentences
from kpidesk.report.compose import heroes, review_of
from kpidesk.report.drawing import fonts
from kpidesk.report.drawing.flow import Block, flow
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.style import BODY, BODY_STRONG
from kpidesk.report.drawing.typeset import fit, wrap
from kpidesk.report.model import NoteLine
from kpidesk.report.pages.notes import lines_of
from kpidesk.report.text_clean import clean, figures
from tests.table import table


@given(st.text(max_size=200), st.floats(20, 300))
def test_cleaned_text_wraps_inside_its_room_and_loses_no_letter(words, room):
    shown = clean(words)
    lines = wrap(shown, BODY, room)
    assert all(BODY.width(line) <= room + 0.02 for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


@given(st.text())
def test_what_is_drawn_is_only_what_a_font_can_draw(words):
    shown = fonts.drawable(clean(words))
    assert all(fonts.own(c) or fonts.spare(c) for c in shown)
    assert fonts.drawable(shown) == shown


def test_what_the_typeface_lacks_is_drawn_in_the_one_that_stands_in():
    """Skolt Sámi, Roman numerals, circled numbers: not a box, and as wide as what is drawn."""
    words = "Nuõrttsääʹm ǩiõll, trinn Ⅳ ①"
    assert clean(words) == words
    parts = fonts.runs(words, "bold", 10)
    assert "".join(part for part, _font, _size in parts) == words
    assert {part for part, font, _size in parts if "Spare-semibold" in font} == {"ǩ", "Ⅳ", "①"}
    alone = sum(Face("bold", 10).width(part) for part, _font, _size in parts)
    assert Face("bold", 10).width(words) == pytest.approx(alone)
    assert fonts.runs("Blåbær – 5 %", "light", 9) == (("Blåbær – 5 %", fonts.name("light"), 9),)


@table(
    "raw, shown",
    [
        ("a\tb\r\nc", "a b c"),
        ("R&D <b>", "R&D <b>"),
        ("\u202eabc\u200b", "abc"),
        ("e\u0301", "é"),
        ("🎉 日本 עברית", "🎉 日本 עברית"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a\ufffeb\ufdd0c", "abc"),
        ("a\u2029b", "a b"),
        ("halv \ud800", "halv"),
        ("x" * 9_000, "x" * 3_999 + "…"),
    ],
)
def test_cleaning(raw, shown):
    assert clean(raw) == shown


def test_thousands_get_narrow_gaps_and_nothing_else_does():
    assert figures("1\u00a0284\u00a0500 kr") == "1\u202f284\u202f500 kr"
    assert figures("6,1\u00a0%") == "6,1\u00a0%"


def test_what_is_too_wide_ends_in_an_ellipsis():
    cut = fit("Gjennomsnittlig kundetilfredshet", BODY, 60)
    assert cut.endswith("…")
    assert BODY.width(cut) <= 60
    assert wrap("en to tre fire fem seks", BODY, 30, 2)[-1].endswith("…")
    choices = "sum|mean|last|min|max|weighted_mean"
    assert wrap(choices, BODY, BODY.width(choices[:27])) == ["sum|mean|last|min|max|", "weighted_mean"]
    long = "automatic surface-mount line"
    assert fit(long, BODY, BODY.width("automatic surface-mo…")) == "automatic surface-…", "no scrap of a word is left"
    assert fit(long, BODY, BODY.width("automatic surface-mount l…")) == "automatic surface-mount…"


def test_a_first_sentence_is_the_headline_of_a_note():
    (first, *_rest) = lines_of(NoteLine("Leveringene glipper. 90,6 % i tide mot mål 96 %."), 400, 9)
    assert next((p.text, p.face) for p in first) == ("Leveringene glipper.", BODY_STRONG)
    (plain,) = lines_of(NoteLine("Bytte fra 1. november."), 400, 9)
    assert [p.face for p in plain] == [BODY]


def test_blocks_fill_pages_and_chains_stay_together():
    def nothing(_surface, _y):
        return None

    blocks = [Block(40, nothing), Block(40, nothing, keep=True), Block(40, nothing), Block(40, nothing)]
    pages = flow(blocks, 0, 10, 100)
    assert [[p.top for p in page] for page in pages] == [[0], [10, 50], [10]]


def test_a_chain_longer_than_a_page_is_broken():
    blocks = [Block(40, lambda _s, _y: None, keep=True) for _n in range(5)]
    assert [len(page) for page in flow(blocks, 0, 0, 100)] == [2, 2, 1]


@pytest.fixture
def kpis(reviewed):
    return reviewed("nb", 15).kpis


def test_the_message_counts_and_names_what_is_behind(kpis):
    good = [replace(k, status="on_track") for k in kpis[:3]]
    bad = [replace(kpis[3], status="off_track", name="Sykefravær")]
    with text.using("nb"):
        assert sentences.kpi_message(good + bad) == "3 av 4 KPI-er er i rute. Sykefravær er bak plan."
        assert sentences.kpi_message([]) == ""
        untold = [replace(k, status="no_target") for k in kpis[:3]]
        assert sentences.kpi_message(untold) == "Ingen KPI måles mot en målverdi ennå."
        assert sentences.listed(["a", "b", "c", "d", "e"]) == "a, b, c og 2 til"
        assert sentences.listed(["a", "b"]) == "a og b"
    with text.using("en"):
        assert sentences.kpi_message(good + bad) == "3 of 4 KPIs are on track. Sykefravær is off track."


def test_a_draft_says_that_a_kpi_meets_its_target_only_where_somebody_has_confirmed_that_and_it_does(kpis):
    met = replace(kpis[0], status="on_track", variance="", target="74,0–86,0", value="80,1", change_told="")
    with text.using("nb"):
        assert "i tråd med målet på 74,0–86,0" in sentences.kpi_draft(met, "")
        for status in ("no_target", "no_data", "off_track"):
            words = sentences.kpi_draft(replace(met, status=status, value="8,0"), "Under nedre grense.")
            assert "mål" not in words and "8,0" in words and words.endswith("Under nedre grense.")


def test_a_number_with_a_target_stands_in_the_summary_before_one_without(kpis):
    kpis = [kpi for kpi in kpis if not kpi.hidden and kpi.value != "–"]
    plain = [replace(kpi, status="no_target", target="") for kpi in kpis[:6]]
    aimed = [replace(kpi, status="on_track", target="10") for kpi in kpis[6:9]]
    behind = replace(kpis[9], status="off_track")
    assert heroes([*plain, *aimed, behind]) == (*aimed, behind)
    assert heroes([*plain, aimed[0]]) == (*plain[:3], aimed[0])


def test_the_written_summary_replaces_the_proposed_one(factory):
    from kpidesk.domain.entities import ReviewNote, Section
    from kpidesk.report.compose import review_of

    material = factory.material(3)
    note = ReviewNote("s", "c", Section.SUMMARY, "Et godt kvartal.")
    with text.using("nb"):
        assert review_of(replace(material, notes=(note,))).message == "Et godt kvartal."


def test_a_kpi_without_numbers_in_the_quarter_has_no_data(factory):
    from kpidesk.report.compose import review_of

    material = factory.material(1)
    one = material.kpis[0]
    early = tuple(p for p in one.figures.points if p.period.last < factory.QUARTER.first)
    silent = replace(one, figures=replace(one.figures, points=early), longer=None)
    with text.using("nb"):
        (kpi,) = review_of(replace(material, kpis=(silent,))).kpis
    assert (kpi.value, kpi.status, kpi.status_word, kpi.position) == ("–", "no_data", "Mangler tall", None)
    assert (kpi.unit, kpi.after, kpi.measured) == (kpi.unit, "", "–"), "no unit of no number"


# ---- letters that the paper's own typeface lacks


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        ("Ελληνικά ϗ Кириллица Ҩ Ԛ Łódź Ǆ ★ ✓", "Ελληνικά ϗ Кириллица Ҩ Ԛ Łódź Ǆ ★ ✓"),
        ("🎉 fest", "□ fest"),
        ("日本", "□□"),
        ("👩\u200d👧 og 👍🏽", "□ og □"),
        ("a\u3000b", "a b"),
    ],
)
def test_a_page_draws_every_european_letter_and_a_box_for_what_no_font_has(words, drawn):
    assert fonts.drawable(clean(words)) == drawn
    assert "".join(part for part, _font, _size in fonts.runs(words, "regular", 9)) == drawn


@pytest.mark.parametrize(("first", "last"), [(0xA1, 0x24F), (0x370, 0x3FF), (0x400, 0x525), (0x1E00, 0x1FFF)])
def test_latin_greek_and_cyrillic_are_drawn_whole(first, last):
    """Every letter that these blocks held when the typefaces were made."""
    letters = [chr(code) for code in range(first, last + 1) if unicodedata.category(chr(code))[0] == "L"]
    assert [letter for letter in letters if not (fonts.own(letter) or fonts.spare(letter))] == []


# ---- number, gap and status agree


@pytest.fixture
def line_of(factory, monkeypatch):
    """The line of one KPI from its unit, decimals, number and target."""

    def make(unit, decimals, now, goal, direction=Direction.INCREASE, language="nb"):
        monkeypatch.setattr(factory, "NAMES", (("Et tall", unit, decimals, now, goal, direction),))
        with text.using(language):
            return review_of(factory.material(1)).kpis[0]

    return make


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_number_that_misses_its_target_never_looks_like_it(line_of):
    line = line_of("percent", 0, 79.96, 80)
    assert (line.status, line.value, line.target, plain(line.variance)) == ("at_risk", "79,96", "80,00", "−0,04 pp")
    assert "80,00" in line.sentence
    assert "vil ha det" not in line.sentence
    assert line_of("percent", 0, 80.0, 80).value == "80"


def test_differences_of_scores_are_points_on_paper(line_of):
    line = line_of("score", 0, 46, 50)
    assert plain(line.variance) == "−4 poeng"
    assert "poeng" in line.change_year
    assert plain(line_of("score", 0, 51, 50, language="en").variance) == "+1 point"
    assert plain(line_of("percent", 1, 22, 20).variance) == "+2,0 pp"


def test_one_of_a_unit_is_singular_after_the_number_and_plural_in_a_column(line_of):
    one, two = line_of("days", 0, 1, 2), line_of("days", 0, 2, 2)
    assert (one.after, one.unit, two.after) == ("dag", "dager", "dager")
    assert line_of("days", 0, 1, 2, language="en").after == "day"


def test_a_panel_names_the_unit_of_its_axis(line_of):
    line = line_of("currency", 0, 1_284_500, 1_300_000)
    assert (line.chart.divisor, line.unit_per) == (1000.0, "Tusen kroner per måned")
