"""Pages hold together whatever is put on them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest

from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.layout import lay_out
from kpidesk.text import using
from kpidesk.viz.spark import spark_spec
from tests import long

PAPERS = ("A4", "Letter")
SPOKEN = long.either(((PAPERS[0], "nb"), (PAPERS[1], "en")), tuple(product(PAPERS, ("nb", "en"))))
"""Each language on a paper of its own, and with ``--long`` on both."""
LONGEST = "Gjennomsnittlig kundetilfredshet etter kontakt med kundeservice, målt per kanal og avdeling"
TRAPS = (
    "R&D <b>fet</b> &amp; B&B",
    '<img src="/etc/passwd"/> <ola@firma.no>',
    "x" * 10_000,
    "Salg 🎉 opp 👩‍💻",
    "مبيعات المتجر \u202e baklengs",
    "a\x00b\x07c\u200b\u200d d\ufeff",
    "halv \ud800 surrogat \udfff",
    "linje én\nlinje to\r\nlinje tre\tog tabulator",
)


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
@pytest.mark.parametrize("kpis", [0, 1, 7, 40])
def test_nothing_collides(recorded, linter, paper, language, kpis):
    surface = recorded(language, kpis, paper, mixed=True)
    assert linter.faults(surface, paper) == []


@pytest.mark.parametrize(("paper", "language"), SPOKEN)
def test_the_longest_names_are_whole_above_their_curves_and_collide_nowhere(recorded, linter, paper, language):
    surface = recorded(language, 7, paper, name=LONGEST, text=LONGEST * 3, company=LONGEST, mixed=True)
    assert linter.faults(surface, paper) == []
    heads = " ".join(op.text for op in surface.texts() if op.path[-1] == "H2")
    assert heads.count(LONGEST) >= 6


def test_a_name_without_a_curve_has_the_room_of_one(reviewed):
    review = reviewed("nb", 40, name="Gjennomtrekk siste 12 måneder, hele året")
    for spark, whole in ((review.kpis[0].spark, False), (spark_spec(()), True)):
        surface = RecordingSurface()
        groups = [replace(each, kpis=tuple(replace(kpi, spark=spark) for kpi in each.kpis)) for each in review.groups]
        with using("nb"):
            lay_out(replace(review, groups=tuple(groups))).draw(surface)
        table = [op.text for op in surface.texts() if op.path[-1] == "TH" and op.text.startswith("Gjennomtrekk")]
        assert (review.kpis[0].name in table) is whole, table[:3]


@pytest.mark.parametrize("trap", TRAPS, ids=range(len(TRAPS)))
def test_trap_strings_are_text_like_any_other(recorded, linter, trap):
    surface = recorded("nb", 3, "A4", name=trap, text=trap, company=trap)
    assert linter.faults(surface, "A4") == []


@pytest.mark.parametrize("parts", [(False, False), (True, False), (False, True)])
def test_missing_parts_leave_a_whole_report(recorded, linter, parts):
    notes, goals = parts
    surface = recorded("nb", 0, "A4", with_notes=notes, with_goals=goals)
    assert linter.faults(surface, "A4") == []
    assert surface.page >= 1


def test_no_head_stands_over_notes_that_nobody_has_written(reviewed):
    heads = ["Dette gikk bra", "Dette gikk mindre bra", "Beslutninger vi ber om"]
    review, told = reviewed("nb", 3), []
    for changed in ({}, {"went_well": ()}, {"went_well": (), "went_badly": (), "decisions": ()}):
        surface = RecordingSurface()
        with using("nb"):
            lay_out(replace(review, **changed)).draw(surface)
        told.append([op.text for op in surface.texts() if op.text in heads])
    assert told == [heads, heads[1:], []]


def test_contents_lead_to_the_pages_that_carry_the_headings(recorded):
    surface = recorded("nb", 40, "A4")
    heads = {}
    for op in surface.texts():
        if op.path[-1] == "H1" and op.page > 0:
            heads.setdefault(op.text, op.page)
    assert len(surface.recording.links) == len(heads) == 6
    for link, (title, page) in zip(surface.recording.links, heads.items(), strict=True):
        assert (link.to, link.text.startswith(title)) == (page, True)
        assert link.text.endswith(str(page + 1))
    assert [(page, title) for page, title, _level in surface.recording.bookmarks[1:]] == [
        (page, title) for title, page in heads.items()
    ]


def test_every_footer_knows_the_total(recorded):
    surface = recorded("nb", 7, "A4")
    total = surface.page + 1
    footers = [op.text for op in surface.texts() if op.text.startswith("side ")]
    assert footers == [f"side {i} av {total}" for i in range(2, total + 1)]


def test_one_a4_page_holds_29_kpis(recorded):
    surface = recorded("nb", 29, "A4", with_goals=False, with_notes=False)
    heads = [op for op in surface.texts() if op.path[-1] == "H1" and op.text == "KPI-er"]
    assert len(heads) == 1


def test_three_panels_to_a_page_and_none_by_itself_on_the_last(recorded):
    surface = recorded("nb", 7, "A4", with_goals=False, with_notes=False)
    pages = [op.page for op in surface.texts() if op.path[-1] == "H2" and op.size == 13]
    assert [pages.count(p) for p in dict.fromkeys(pages)] == [1, 3, 3], "the first under the table"
    assert {op.page for op in surface.texts() if op.path[-1] == "TH"} & {pages[0]}


def test_drawing_outside_the_structure_is_refused():
    from kpidesk.report.drawing.geometry import Box
    from kpidesk.report.drawing.style import BODY
    from kpidesk.report.drawing.surface import RecordingSurface, Untagged

    surface = RecordingSurface()
    surface.new_page()
    with pytest.raises(Untagged):
        surface.text((60, 60), "løst", BODY, "#000000")
    with surface.element("P"):
        surface.text((60, 60), "fast", BODY, "#000000")
        with pytest.raises(Untagged):
            surface.link(Box(0, 0, 1, 1), 0, "ikke i en lenke")


def test_the_linter_sees_what_is_wrong(linter):
    """The judge itself must be able to condemn."""
    from kpidesk.report.drawing.style import BODY, Pen
    from kpidesk.report.drawing.surface import RecordingSurface

    surface = RecordingSurface()
    surface.new_page()
    with surface.element("P"):
        surface.text((10, 100), "utenfor", BODY, "#000000")
        surface.text((100, 200), "under", BODY, "#000000")
        surface.text((105, 203), "over", BODY, "#000000")
        surface.text((100, 300), "strøket", BODY, "#000000")
    with surface.artifact():
        surface.line((90, 297), (200, 297), Pen("#000000", 0.5))
    found = " ".join(linter.faults(surface, "A4"))
    assert "outside the margins: 'utenfor'" in found
    assert "'under' on 'over'" in found or "'over' on 'under'" in found
    assert "rule through 'strøket'" in found


def test_the_language_of_the_report_is_its_own(recorded):
    with using("nb"):
        surface = recorded("en", 5, "A4")
    words = {op.text for op in surface.texts()}
    assert {"Summary", "KPI overview", "Contents"} <= words
    assert not {"Sammendrag", "Innhold"} & words


def test_a_box_is_the_same_place_however_it_is_told():
    from kpidesk.report.drawing.geometry import Box

    box = Box(10, 20, 30, 8)
    assert box.edges == (10, 20, 40, 28)
    assert Box.between(*box.edges) == Box.on_line(10, 24, 30, 8) == box
    assert (box.middle, box.at(50).middle) == (24, 54)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_twelve_columns_fill_the_content_and_end_with_it(paper):
    from kpidesk.report.drawing.frame import GUTTER, PAPERS, Frame

    frame = Frame(*PAPERS[paper])
    left, right = frame.columns(0, 7, 100), frame.columns(7, 5, 100)
    assert (left.x, right.right) == pytest.approx((frame.left, frame.right))
    assert right.x - left.right == pytest.approx(GUTTER)
    assert (left.y, left.bottom) == pytest.approx((100, frame.bottom))


# ---- few KPIs ------------------------------------------------------------------------------------


def headings(surface):
    """The parts on each page but the cover."""
    return [[op.text for op in surface.texts(page) if op.path[-1] == "H1"] for page in range(1, surface.page + 1)]


@pytest.mark.parametrize("paper", PAPERS)
def test_one_kpi_is_a_page_and_its_cover(recorded, linter, paper):
    surface = recorded("nb", 1, paper, with_goals=False, with_notes=False)
    assert headings(surface) == [["Sammendrag", "KPI-er i detalj", "Vedlegg: tallgrunnlag"]]
    assert linter.faults(surface, paper) == []


def test_a_goal_and_no_kpi_shares_the_page_of_the_summary(reviewed):
    from dataclasses import replace

    review = reviewed("nb", 0, with_notes=False)
    surface = RecordingSurface()
    with using("nb"):
        lay_out(replace(review, goals=review.goals[:1])).draw(surface)
    assert headings(surface) == [["Sammendrag", "Mål og nøkkelresultater"]]


def test_two_parts_that_fit_on_a_page_never_leave_two_nearly_empty(recorded):
    """One of them less than half a page, and both together no more than one: then they share it."""
    for kpis in (1, 2, 3, 4, 5, 7):
        surface = recorded("nb", kpis, "A4", with_notes=False, with_goals=False)
        used = [max(op.y for op in surface.texts(page) if op.y < 790) - 62 for page in range(1, surface.page + 1)]
        for (above, below), heads in zip(pairwise(used), headings(surface)[1:], strict=True):
            shared = min(above, below) < 350 and above + below < 670
            assert not shared or not heads, (kpis, headings(surface))


def test_up_to_three_kpis_need_no_table_beside_their_panels(recorded, reviewed):
    from kpidesk.report.layout import lay_out

    assert not any("KPI-er" in page for page in headings(recorded("nb", 3, "A4")))
    assert any("KPI-er" in page for page in headings(recorded("nb", 4, "A4")))
    with using("nb"):
        asked = lay_out(reviewed("nb", 3), "A4", ("kpis",))
    assert [title for title, _page in asked.contents] == ["KPI-er"], "asked for by itself it is there"


def test_a_document_knows_which_page_tells_of_a_goal_a_kpi_and_the_decisions(reviewed):
    review, surface = reviewed("nb", 7), RecordingSurface()
    with using("nb"):
        document = lay_out(review)
        document.draw(surface)
    for kpi in review.kpis:
        if f"panels/{kpi.uid}" in document.places:
            page = document.places[f"panels/{kpi.uid}"]
            assert kpi.name in [op.text for op in surface.texts(page) if op.path[-1] == "H2"]
    goal = review.goals[1]
    assert goal.number in [op.text for op in surface.texts(document.places[f"objectives/{goal.uid}"])]
    assert "Beslutninger" in [op.text for op in surface.texts(document.places["retrospective/decisions"])]


def test_the_appendix_says_which_numbers_it_leaves_out(recorded, reviewed):
    surface = recorded("nb", 7, "A4", with_goals=False, with_notes=False)
    said = [op.text for op in surface.texts() if op.text.startswith("Ikke med: ")]
    assert said == ["Ikke med: tall fra før september 2025. De ligger i datafilen."]
    review = reviewed("nb", 7)
    assert all(table.earlier and len(table.names) == len(table.columns) for table in review.tables)
