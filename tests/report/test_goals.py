"""What is said of goals that are dropped, parked, scored by hand, measured by milestones, carried forward."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kpidesk import text
from kpidesk.domain.entities import KeyResult, Objective, ResultKind
from kpidesk.figures.model import result_decimals
from kpidesk.report import SECTIONS, goal_lines
from kpidesk.report.layout import PLANS
from tests.table import table


def unusual(reviewed, language="nb"):
    return reviewed(language, 1).goals[2].results[3:]


def test_a_score_by_hand_is_printed_with_its_reason_and_the_computed_one(reviewed):
    by_hand = unusual(reviewed)[0]
    assert (by_hand.score_text, by_hand.score) == ("0,4", 0.4)
    (words,) = by_hand.remarks
    assert words == "Satt til 0,4 for hånd; tallene sier 0,33. tre uker gikk tapt til betalingsløsningen"


def test_what_counts_for_nothing_has_no_score_and_says_why(reviewed):
    dropped, parked = unusual(reviewed)[1:3]
    assert (dropped.state, dropped.score, dropped.score_text) == ("dropped", None, "–")
    assert dropped.remarks == ("Droppet: tre uker gikk tapt til betalingsløsningen",)
    assert (parked.state, parked.remarks) == ("parked", ("Parkert: teller ikke med.",))


def test_milestones_are_listed_with_what_is_reached(reviewed):
    steps = unusual(reviewed)[3]
    assert steps.now == "1 av 3"
    assert [(step.text, step.reached) for step in steps.steps] == [
        ("Leie skrevet (3.\u00a0september)", True), ("Ovn levert (2.\u00a0september)", False),
        ("Bemanning klar (3.\u00a0september)", False),
    ]  # fmt: skip


def test_what_goes_on_says_how(reviewed):
    review = reviewed("nb", 1)
    first, second = review.next_objectives
    assert first.results == (
        "1 400 abonnenter (1\u202f090 → 1\u202f400), endret: for mye på en gang", "Levering i tide 95 %, videreført",
        "Ny brosjyre",
    )  # fmt: skip
    assert second.results == ()
    assert review.given_up == ("Kafé i Skostredet: leien",)
    assert review.next_name == "4. kvartal 2026"


@table("title, again", [
    ("Ventetid fra 1 200 til 4 dager", False), ("Fra 1200 ned til 4.", False), ("Ned til 4 dager", True),
    ("Fra 11 200 til 4", True), ("Fra 1 200 til 4,5", True), ("Fra 1 200 til −4", True),
])  # fmt: skip
def test_numbers_that_a_title_tells_are_not_told_again(title: str, again: bool) -> None:
    result = KeyResult("r", title=title, unit="days", start=1200.0, target=4.0)
    (told,) = goal_lines.next_goals([(Objective("o", title="O"), [result])], {})
    assert ("→" in told.results[0]) is again


def test_all_of_it_is_on_the_paper(recorded):
    words = {op.text for op in recorded("nb", 1).texts()}
    for wanted in ("Droppet", "Parkert", "Leie skrevet (3.\u00a0september)", "Neste: 4. kvartal 2026",
                   "Det vi lærte", "Bli førstevalget", "Ny brosjyre"):  # fmt: skip
        assert wanted in words
    assert any(text.startswith("Utkast · ") for text in words)


def test_a_note_tells_whether_it_helped(reviewed):
    notes = [note.text for note in reviewed("nb", 1).kpis[0].chart.notes]
    assert "Kampanje i alle butikker – det hjalp delvis" in notes


def test_a_hidden_number_stands_nowhere(reviewed):
    review = reviewed("nb", 7)
    (hidden,) = [kpi for kpi in review.kpis if kpi.hidden]
    assert (hidden.value, hidden.status, hidden.status_word) == ("skjult", "hidden", "Skjult")
    assert (hidden.number, hidden.variance, hidden.position, hidden.sentence) == (None, "", None, "")
    assert hidden not in review.heroes


def test_the_parts_are_named_once():
    assert tuple(PLANS) == SECTIONS


@pytest.mark.parametrize(
    ("kind", "fields", "now", "said"),
    [
        (ResultKind.FROM_TO, {"start": 10.0, "target": 20.0}, 19.96, ("10,00", "19,96", "20,00")),
        (ResultKind.FROM_TO, {"start": 10.0, "target": 20.0}, 20.0, ("10", "20", "20")),
        (ResultKind.FROM_TO, {"start": 10.0, "target": 20.0}, 19.4, ("10", "19", "20")),
        (ResultKind.HOLD, {"low": 4.0, "high": 5.0}, 3.96, ("", "3,96", "4,00–5,00")),
        (ResultKind.HOLD, {"low": 4.0, "high": 5.0}, 4.4, ("", "4", "4–5")),
        (
            ResultKind.FROM_TO, {"start": 10.0, "target": 20.5, "unit": "currency", "decimals": 1}, 19.0,
            ("10,00\xa0kr", "19,00\xa0kr", "20,50\xa0kr"),
        ),
    ],
)  # fmt: skip
def test_a_key_result_that_misses_its_target_never_looks_like_it(kind, fields, now, said):
    node = KeyResult("k", title="Tall", kind=kind, **{"decimals": 0, "unit": "count"} | fields)
    with text.using("nb"):
        assert goal_lines._scale(SimpleNamespace(current=now, decimals=result_decimals(node, now, 0)), node) == said
