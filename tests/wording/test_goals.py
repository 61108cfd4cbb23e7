"""What the tree of goals says of each goal, to the eye, the pointer and the ear; and what followed from a change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kpidesk import text
from kpidesk.domain.entities import CheckIn, Initiative, KeyResult, Kpi, Objective, Person, ResultKind
from kpidesk.domain.status import Status
from kpidesk.figures import Consequence, GoalShift, KpiShift, NodeFigures, goal_figures
from kpidesk.wording import consequences, goals
from kpidesk.wording.goals import Column
from tests.figures.company import Memory, quarter
from tests.table import table

TODAY, AFTER = dt.date(2026, 2, 15), dt.date(2026, 4, 10)


def the_file() -> Memory:
    """An objective with a key result of each sort, and two initiatives."""
    ws = Memory()
    kari = ws.put(Person, uid="kari", name="Kari Solberg")
    ws.put(Objective, uid="goal", title="Kunder", cycle=quarter(ws).uid, owner=kari)

    def result(uid: str, title: str, **fields) -> None:
        ws.put(KeyResult, uid=uid, title=title, parent="goal", **fields)

    result("sales", "Salg", start=0.0, target=100.0, unit="currency")
    ws.put(CheckIn, key_result="sales", day=dt.date(2026, 2, 10), value=50.0, confidence=7)
    result("open", "Åpne", kind=ResultKind.DONE)
    result("opened", "Åpnet", kind=ResultKind.DONE, done=True, committed=True)
    result("costly", "Bygge", start=0.0, target=100.0, dropped="For dyrt")
    result("rests", "Vente", start=0.0, target=100.0, parked=True)
    result("promise", "Love", start=0.0, target=10.0, committed=True)
    ws.put(CheckIn, key_result="promise", day=dt.date(2026, 2, 10), value=-5.0)
    ws.put(Initiative, uid="ring", title="Ringe", parent="sales", owner=kari)
    ws.put(Initiative, uid="wrote", title="Skrive", parent="sales", done_on=TODAY)
    return ws


WS = the_file()
CYCLE = next(iter(WS.all(type(quarter(Memory())))))


def seen(today: dt.date) -> dict[str, NodeFigures]:
    return {each.node.uid: each for root in goal_figures(WS, CYCLE, today) for each in root.everything()}


NOW, ENDED = seen(TODAY), seen(AFTER)


def said(language: str, tell, *about, **how) -> str:
    with text.using(language):
        return (tell(*about, **how) or "").replace("\u00a0", " ")


@table(
    "uid, column, bokmål, english",
    [
        ("sales", Column.TITLE, "Salg", "Salg"), ("sales", Column.NOW, "50 kr", "50 kr"),
        ("sales", Column.PROGRESS, "50 %", "50%"), ("sales", Column.STATUS, "I rute", "On track"),
        ("sales", Column.CONFIDENCE, "7", "7"), ("sales", Column.SCORE, "0,5", "0.5"), ("sales", Column.OWNER, "", ""),
        ("goal", Column.OWNER, "Kari Solberg", "Kari Solberg"), ("goal", Column.NOW, "", ""),
        ("open", Column.NOW, "ikke ferdig", "not done"), ("opened", Column.NOW, "ferdig", "done"),
        ("open", Column.PROGRESS, "–", "–"), ("open", Column.SCORE, "", ""), ("open", Column.CONFIDENCE, "", ""),
        ("costly", Column.STATUS, "Droppet", "Dropped"), ("rests", Column.STATUS, "Parkert", "Parked"),
        ("ring", Column.STATUS, "", ""), ("ring", Column.OWNER, "Kari Solberg", "Kari Solberg"),
        ("promise", Column.NOW, "−5", "−5"),
    ],
)  # fmt: skip
def test_a_cell_of_the_tree_says_what_is_known_and_no_more(uid, column: Column, bokmål: str, english: str) -> None:
    assert said("nb", goals.cell_text, WS, NOW[uid], column) == bokmål
    assert said("en", goals.cell_text, WS, NOW[uid], column) == english


@pytest.mark.parametrize(
    ("uid", "bokmål", "english"),
    [
        ("sales", "I rute: 50 %, forventet i dag 51 %", "On track: 50%, expected today 51%"),
        ("costly", "Droppet: For dyrt", "Dropped: For dyrt"),
        ("rests", "Parkert", "Parked"),
        ("ring", "", ""),
        ("open", "Ingen innsjekk ennå", "No check-in yet"),
    ],
)
def test_the_pointer_is_told_what_a_status_is_told_by(uid: str, bokmål: str, english: str) -> None:
    assert said("nb", goals.cell_tip, WS, NOW[uid], Column.STATUS) == bokmål
    assert said("en", goals.cell_tip, WS, NOW[uid], Column.STATUS) == english


def test_an_empty_cell_has_no_tip() -> None:
    assert goals.cell_tip(WS, NOW["ring"], Column.NOW) is None


@pytest.mark.parametrize(
    ("figures", "bokmål", "english"),
    [
        (NOW["sales"], "Salg, I rute: 50 %, forventet i dag 51 %", "Salg, On track: 50%, expected today 51%"),
        (NOW["ring"], "Ringe, ikke ferdig, eier Kari Solberg", "Ringe, not done, owner Kari Solberg"),
        (NOW["wrote"], "Skrive, ferdig", "Skrive, done"),
        (NOW["rests"], "Vente, Parkert", "Vente, Parked"),
        (NOW["open"], "Åpne, Ingen innsjekk ennå", "Åpne, No check-in yet"),
        (ENDED["sales"], "Salg, Usikkert, 50 %", "Salg, At risk, 50%"),
    ],
)
def test_a_row_of_the_tree_is_one_sentence_to_who_hears_it(figures, bokmål: str, english: str) -> None:
    assert said("nb", goals.row_spoken, WS, figures) == bokmål
    assert said("en", goals.row_spoken, WS, figures) == english


def test_a_status_told_by_another_score_than_the_progress_is_heard_with_both() -> None:
    goal = replace(NOW["goal"], judged=0.75)
    assert goal.progress.score is not None and goal.progress.score < 0.7
    heard = said("nb", goals.row_spoken, WS, goal)
    assert ", " in heard and ": 75 %, forventet i dag" in heard and heard.startswith("Kunder, ")
    assert said("nb", goals.progress_text, goal) in heard


@pytest.mark.parametrize(
    ("uid", "bokmål", "english"),
    [
        ("sales", "Strekkmål: delvis nådd", "Aspirational: partly reached"),
        ("opened", "Forpliktet: bestått", "Committed: passed"),
        ("promise", "Forpliktet: ikke bestått", "Committed: not passed"),
        ("costly", "", ""),
        ("rests", "", ""),
        ("goal", "", ""),
        ("open", "Ingen innsjekk ennå", "No check-in yet"),
    ],
)
def test_at_the_end_a_promise_is_kept_or_not_and_a_stretch_has_a_grade(uid: str, bokmål: str, english: str) -> None:
    assert said("nb", goals.verdict_words, ENDED[uid]) == bokmål
    assert said("en", goals.verdict_words, ENDED[uid]) == english
    assert goals.verdict_words(NOW[uid]) == "", "before the end nothing is decided"


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "Strekkmål: alt er nådd"),
        (0.7, "Strekkmål: godt"),
        (0.5, "Strekkmål: delvis nådd"),
        (0.1, "Strekkmål: ikke nådd"),
    ],
)
def test_a_stretch_is_good_from_seven_tenths(score: float, words: str) -> None:
    ended = ENDED["sales"]
    assert said("nb", goals.verdict_words, replace(ended, progress=replace(ended.progress, score=score))) == words


def test_a_score_set_by_hand_says_so_and_what_the_numbers_say_where_there_are_any() -> None:
    def graded(uid: str) -> NodeFigures:
        plain = ENDED[uid]
        return replace(plain, node=replace(plain.node, grade=0.8), by_numbers=plain, status=Status.ON_TRACK)

    assert said("nb", goals.by_hand_words, graded("sales")) == "Satt til 0,8 for hånd; tallene sier 0,50."
    assert said("en", goals.by_hand_words, graded("open")) == "Set to 0.8 by hand."
    assert goals.by_hand_words(ENDED["sales"]) == ""
    tip = said("nb", goals.cell_tip, WS, graded("open"), goals.Column.STATUS)
    assert tip == "I rute. Satt til 0,8 for hånd."


def test_numbers_changed_after_the_review_are_said_to_give_another_result() -> None:
    ended = ENDED["sales"]
    assert goals.restated_words(ended) == ""
    other = replace(ended, restated=replace(ended.progress, score=0.8))
    unknown = replace(ended, restated=replace(ended.progress, score=None))
    assert said("en", goals.restated_words, other) == "Restated since the review: today’s numbers give 80%."
    assert said("en", goals.restated_words, unknown) == "Restated since the review: today’s numbers give –."


@pytest.mark.parametrize(
    ("titles", "bokmål", "english"),
    [
        (["A"], "«A»", "“A”"),
        (["A", "B"], "«A» og «B»", "“A” and “B”"),
        (["A", "B", "C"], "«A» og 2 til", "“A” and 2 more"),
    ],
)
def test_several_goals_are_named_or_counted(titles: list[str], bokmål: str, english: str) -> None:
    assert (said("nb", goals.named, titles), said("en", goals.named, titles)) == (bokmål, english)


# ---- what followed -----------------------------------------------------------------------------------

SALES = Kpi("k", name="Omsetning per uke", short_name="Salg", unit="currency")
GOOD, BAD, NONE = Status.ON_TRACK, Status.OFF_TRACK, Status.NO_DATA


def goal(before, after, old=GOOD, new=GOOD, title="Kunder") -> GoalShift:
    return GoalShift(title, title, before, after, old, new)


def kpi(before, after, old=GOOD, new=GOOD) -> KpiShift:
    return KpiShift(SALES, before, after, old, new)


FOLLOWED = [
    (Consequence(), [], []),
    (Consequence((goal(0.5, 0.6),)), ["«Kunder»: fremdriften gikk fra 50 % til 60 %."],
     ["“Kunder”: the progress went from 50% to 60%."]),
    (Consequence((goal(None, 0.6),)), ["«Kunder»: fremdriften ble 60 %."], ["“Kunder”: the progress became 60%."]),
    (Consequence((goal(0.5, None),)), ["«Kunder»: fremdriften gikk fra 50 % til –."],
     ["“Kunder”: the progress went from 50% to –."]),
    (Consequence((goal(0.501, 0.502),)), [], []),
    (Consequence((goal(0.5, 0.5, GOOD, BAD),)), ["«Kunder»: status gikk fra I rute til Bak plan."],
     ["“Kunder”: the status went from On track to Off track."]),
    (Consequence((goal(0.5, 0.1, GOOD, BAD),)),
     ["«Kunder»: fremdriften gikk fra 50 % til 10 %, og status fra I rute til Bak plan."],
     ["“Kunder”: the progress went from 50% to 10%, and the status from On track to Off track."]),
    (Consequence((goal(0.5, 0.6), goal(0.5, 0.6, title="Uendret"), goal(0.5, 0.5, GOOD, BAD, title="Vekst"))),
     ["«Kunder»: fremdriften gikk fra 50 % til 60 %.", "«Vekst»: status gikk fra I rute til Bak plan."],
     ["“Kunder”: the progress went from 50% to 60%.", "“Vekst”: the status went from On track to Off track."]),
    (Consequence(kpis=(kpi(10.0, -4.0),)), ["Salg gikk fra 10 kr til −4 kr."], ["Salg went from 10 kr to −4 kr."]),
    (Consequence(kpis=(kpi(None, 4.0, NONE, BAD),)),
     ["Salg gikk fra ikke noe tall til 4 kr, og status fra Mangler tall til Bak plan."],
     ["Salg went from no number to 4 kr, and the status from No data to Off track."]),
    (Consequence(kpis=(kpi(4.0, 4.0, GOOD, BAD),)), ["Salg: status gikk fra I rute til Bak plan."],
     ["Salg: the status went from On track to Off track."]),
    (Consequence(kpis=(kpi(4.0, 4.0),)), [], []),
    (Consequence(kpis=(kpi(1.0, 2.0),) * 4),
     ["Salg gikk fra 1 kr til 2 kr."] * 3 + ["1 mål eller KPI til ble berørt."],
     ["Salg went from 1 kr to 2 kr."] * 3 + ["1 more goal or KPI was affected."]),
    (Consequence(kpis=(kpi(1.0, 2.0),) * 5),
     ["Salg gikk fra 1 kr til 2 kr."] * 3 + ["2 mål og KPI-er til ble berørt."],
     ["Salg went from 1 kr to 2 kr."] * 3 + ["2 more goals and KPIs were affected."]),
]  # fmt: skip


@table("found, bokmål, english", FOLLOWED)
def test_what_followed_is_a_sentence_for_each_thing_that_became_another(found, bokmål, english) -> None:
    for language, sentences in (("nb", bokmål), ("en", english)):
        with text.using(language):
            told = [words.replace("\u00a0", " ") for words in consequences.consequence_words(found)]
        assert told == sentences
