"""The board for the wall and the sheet of one KPI: one page each, whatever is put on them."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import product

import pikepdf
import pytest

from kpidesk import text
from kpidesk.report import pdf
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.layout import lay_out_board, lay_out_sheet
from kpidesk.report.model import KpiSheet, PeriodRow
from kpidesk.viz.status_shapes import KEYS, status_word
from tests import long

LONGEST = "Gjennomsnittlig kundetilfredshet etter kontakt med kundeservice, målt per kanal og avdeling"
TRAPS = ("R&D <b>fet</b> &amp; <ola@firma.no>", "x" * 3_000, "مبيعات \u202e Salg 🎉", "a\x00b\x07c\ud800")


def sheet_of(review, index=0, words="") -> KpiSheet:
    kpi = review.kpis[index]
    rows = tuple(
        PeriodRow(f"{i}. kvartal 2026", kpi.value, kpi.target, kpi.variance, key, status_word(key))
        for i, key in enumerate((*KEYS[:6], *KEYS[:6]))
    )
    pairs = tuple((label, words or "Ambassadører minus kritikere") for label in ("Definisjon", "Beregning", "Kilde"))
    return KpiSheet(review.running, kpi, pairs, rows, kpi.sentence, tuple(n.text for n in kpi.chart.notes))


def drawn(document, language) -> RecordingSurface:
    surface = RecordingSurface()
    with text.using(language):
        document.draw(surface)
    return surface


@pytest.mark.parametrize(
    ("paper", "language"), long.either([("A4", "nb"), ("Letter", "en")], list(product(("A4", "Letter"), ("nb", "en"))))
)
@pytest.mark.parametrize("kpis", [0, 1, 7, 12, 13, 40, 200])
def test_the_board_is_one_page_on_which_nothing_collides(reviewed, linter, paper, language, kpis):
    review = reviewed(language, kpis, mixed=True)
    with text.using(language):
        document = lay_out_board(review, paper)
    surface = drawn(document, language)
    assert surface.page == 0
    assert linter.faults(surface, paper) == []


@pytest.mark.parametrize("many", [9, 24])
def test_every_kpi_stands_on_the_board_with_its_word(reviewed, many):
    review = reviewed("nb", many)
    groups = review.groups
    silent = [replace(g, kpis=tuple(replace(k, status_word="Mangler tall") for k in g.kpis)) for g in groups]
    surface = drawn(lay_out_board(replace(review, groups=tuple(silent))), "nb")
    words = [op.text for op in surface.texts()]
    assert many > 9 or {kpi.name for kpi in review.kpis} <= set(words)
    assert words.count("Mangler tall") == many


@pytest.mark.parametrize(
    ("kpis", "name"),
    [
        (4, "Gjennomsnittlig tid fra bestilling til montert varmepumpe med tank hos kunden"),
        (16, "Gjennomsnittlig tid fra bestilling til montering"),
    ],
)
def test_a_name_takes_three_lines_where_its_row_has_them_on_the_board(reviewed, kpis, name):
    review = reviewed("nb", kpis)
    group, *others = review.groups
    named = replace(group, kpis=(replace(group.kpis[0], name=name), *group.kpis[1:]))
    review = replace(review, groups=(named, *others))
    words = [op.text for op in drawn(lay_out_board(review), "nb").texts()]
    start = next(at for at, word in enumerate(words) if word and name.startswith(word))
    lines = [word for word in words[start:] if word in name][:3]
    assert " ".join(lines) == name


def test_a_board_without_room_counts_the_rest(reviewed):
    with text.using("nb"):
        surface = drawn(lay_out_board(reviewed("nb", 200)), "nb")
    assert any(op.text.startswith("… og ") for op in surface.texts())


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("words", ["", LONGEST * 4, *TRAPS])
def test_sheet_and_board_bear_any_words(reviewed, linter, paper, words):
    review = reviewed("nb", 4, name=words, text=words, company=words or "Fjordlys", mixed=True)
    with text.using("nb"):
        from kpidesk.report.text_clean import clean

        surfaces = [drawn(lay_out_board(review, paper), "nb")]
        surfaces += [drawn(lay_out_sheet(sheet_of(review, i, clean(words)), paper), "nb") for i in range(4)]
    for surface in surfaces:
        assert surface.page == 0
        assert linter.faults(surface, paper) == []


def test_both_are_tagged_and_say_what_they_are(reviewed):
    review = reviewed("nb", 7)
    for data in (pdf.build_board(review), pdf.build_sheet(sheet_of(review))):
        with pikepdf.open(io.BytesIO(data)) as file:
            assert len(file.pages) == 1
            assert bool(file.Root.MarkInfo.Marked)
            assert str(file.docinfo["/Title"]).startswith("Fjordlys Kaffebrenneri AS – ")
            with file.open_metadata() as meta:
                assert (meta["pdfuaid:part"], meta["pdfaid:part"]) == ("1", "2")


def test_a_kpi_s_own_sheet_bears_its_whole_name_and_formula(reviewed, linter):
    formula = " + ".join(f"Ledd nummer {n}" for n in range(30))
    sheet = sheet_of(reviewed("nb", 1, name=LONGEST))
    surface = drawn(lay_out_sheet(replace(sheet, definition=(*sheet.definition, ("Beregning", formula)))), "nb")
    assert formula in " ".join(op.text for op in surface.texts() if op.path[-1] == "P")
    assert " ".join(op.text for op in surface.texts() if op.path[-1] == "H1") == LONGEST
    assert linter.faults(surface, "A4") == []
