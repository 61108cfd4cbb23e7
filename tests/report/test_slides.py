"""The review as slides: one message on each, nothing cut or on top of another, the smallest words large enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.layout import lay_out
from kpidesk.report.model import NoteLine
from kpidesk.report.slides.findings import goal_finding, kpi_finding
from kpidesk.text import using

LONGEST = "Gjennomsnittlig kundetilfredshet etter kontakt med kundeservice, målt per kanal og avdeling"
TRAPS = ('R&D <b>fet</b> <img src="/etc/passwd"/>', "x" * 10_000, "Salg 🎉 مبيعات \u202e", "a\x00\u200b\ud800")
SMALLEST = 10.5
AXIS_MAY_SHRINK = 8.6
"""A note's number in its ring, and a limit's name that is wider than its room."""


def drawn(review, language="nb"):
    surface = RecordingSurface()
    with using(language):
        document = lay_out(review, "Slides")
        document.draw(surface)
    return document, surface


def heads(surface):
    return [next(op.text for op in surface.texts(page) if op.path[-1] == "H1") for page in range(surface.page + 1)]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("kpis", [0, 1, 7, 40])
def test_nothing_collides(reviewed, linter, language, kpis):
    _document, surface = drawn(reviewed(language, kpis, mixed=True), language)
    assert linter.faults(surface, "Slides") == []


@pytest.mark.parametrize("words", [LONGEST, *TRAPS], ids=range(1 + len(TRAPS)))
def test_long_names_and_traps_are_words_like_any_other(reviewed, linter, words):
    _document, surface = drawn(reviewed("nb", 7, name=words, text=words * 2, company=words, mixed=True))
    assert linter.faults(surface, "Slides") == []


@pytest.mark.parametrize("parts", [(False, False), (True, False), (False, True)])
def test_missing_parts_leave_a_whole_deck(reviewed, linter, parts):
    notes, goals = parts
    _document, surface = drawn(reviewed("nb", 0, with_notes=notes, with_goals=goals))
    assert linter.faults(surface, "Slides") == [] and surface.page >= 1


def test_each_objective_each_kpi_that_stands_out_and_the_decisions_have_a_slide(reviewed):
    review = reviewed("nb", 7)
    document, surface = drawn(review)
    names = list(document.places)
    assert names[:2] == ["cover", "summary"] and names[-1] == "decisions"
    assert [f"goal/{goal.uid}" for goal in review.goals] == [
        n for n in names if n.startswith("goal/") and n.count("/") == 1
    ]
    flagged = [kpi for kpi in review.kpis if kpi.proposed]
    assert 0 < len(flagged) < len(review.kpis)
    assert [f"kpi/{kpi.uid}" for kpi in flagged] == [name for name in names if name.startswith("kpi/")]
    assert len(document.sheets) == surface.page + 1 == len(names)


def test_a_title_is_the_finding_and_no_heading(reviewed):
    review = reviewed("nb", 7)
    document, surface = drawn(review)
    titles = heads(surface)
    assert titles[document.places["summary"]] == review.message.split(". ")[0].removesuffix(".")
    off = next(kpi for kpi in review.kpis if kpi.status == "off_track" and kpi.proposed)
    assert titles[document.places[f"kpi/{off.uid}"]] == f"{off.name} er bak plan"


def test_a_sentence_that_somebody_has_written_is_the_title_and_chooses_the_kpi(reviewed):
    review = reviewed("nb", 7)
    calm = next(kpi for kpi in review.kpis if not kpi.proposed)
    written = replace(calm, told=True, sentence="Kampanjen virket. Nå holder vi fast.")
    groups = tuple(
        replace(g, kpis=tuple(written if kpi is calm else kpi for kpi in g.kpis)) for g in review.groups
    )  # fmt: skip
    document, surface = drawn(replace(review, groups=groups))
    page = document.places[f"kpi/{calm.uid}"]
    assert heads(surface)[page] == "Kampanjen virket"
    assert "Nå holder vi fast." in " ".join(op.text for op in surface.texts(page))


def test_what_stands_out_without_a_confirmed_target_is_said_so_and_named_once(reviewed):
    calm = next(kpi for kpi in reviewed("nb", 7).kpis if not kpi.told)
    with using("nb"):
        assert kpi_finding(replace(calm, status="no_target", signal=True))[0] == f"{calm.name} skiller seg ut"
        assert kpi_finding(replace(calm, status="no_target", signal=False))[0] == calm.name


def test_what_does_not_fit_makes_another_slide_and_nothing_is_left_out(reviewed, linter):
    review = reviewed("nb", 3)
    goal = review.goals[0]
    results = tuple(replace(goal.results[0], uid=f"r{i}", title=f"Nøkkelresultat {i}") for i in range(9))
    decisions = tuple(NoteLine(f"Beslutning nummer {i}", "Kari", "1. mai") for i in range(12))
    document, surface = drawn(replace(review, goals=(replace(goal, results=results),), decisions=decisions))
    assert f"goal/{goal.uid}/2" in document.places and "decisions/2" in document.places
    said = [op.text for op in surface.texts()]
    assert all(f"Nøkkelresultat {i}" in said for i in range(9))
    assert all(f"Beslutning nummer {i}" in said for i in range(12))
    assert linter.faults(surface, "Slides") == []


def test_no_word_is_smaller_than_an_axis_of_ten_and_a_half_points(reviewed):
    _document, surface = drawn(reviewed("nb", 7, mixed=True))
    small = {op.text: op.size for op in surface.texts() if op.size < SMALLEST - 0.01 and "Figure" not in op.path}
    assert small == {}
    assert min(op.size for op in surface.texts()) >= AXIS_MAY_SHRINK


def test_without_goals_and_signals_the_figures_of_the_summary_have_their_slides(reviewed):
    review = reviewed("nb", 7, with_goals=False)
    groups = tuple(replace(g, kpis=tuple(replace(k, proposed="", told=False) for k in g.kpis)) for g in review.groups)
    calm = replace(review, groups=groups)
    document, _surface = drawn(calm)
    assert sum(name.startswith("kpi/") for name in document.places) == len(calm.heroes)
    assert any(name.startswith("goal/") for name in document.places) is False


def test_only_the_parts_that_are_asked_for(reviewed):
    with using("nb"):
        document = lay_out(reviewed("nb", 7), "Slides", ("objectives",))
    assert {name.split("/")[0] for name in document.places} == {"cover", "goal"}


def test_the_presenters_slides_say_the_same_as_the_paper(reviewed):
    """One composition: a number on a slide stands on the paper too."""
    review = reviewed("nb", 7)
    _document, surface = drawn(review)
    words = {op.text for op in surface.texts()}
    for kpi in review.heroes:
        assert {kpi.value, kpi.name} <= words


def test_kpis_that_have_no_numbers_yet_stand_at_the_top_without_a_gap(reviewed):
    review = replace(reviewed("nb", 7, with_goals=False), heroes=())
    document, surface = drawn(review)
    page = document.places["summary"]
    (head,) = (op for op in surface.texts(page) if op.path[-1] == "H2")
    assert head.text == "KPI-er" and head.y < 220


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (("on_track",), "The key result is on track"),
        (("on_track", "achieved"), "Both key results are on track"),
        (("on_track", "not_started", "not_started"), "The one key result measured so far is on track"),
        (("off_track", "no_check_in"), "The one key result measured so far is not on track"),
        (("on_track", "on_track", "not_started"), "2 of 2 key results measured so far are on track"),
        (("not_started", "not_started"), "Nothing has been measured here yet"),
    ],
)
def test_an_objective_says_of_its_key_results_only_what_has_been_measured(reviewed, statuses, said):
    goal = reviewed("en", 0).goals[0]
    results = tuple(replace(goal.results[0], status=status, state="") for status in statuses)
    with using("en"):
        assert goal_finding(replace(goal, results=results)) == said
