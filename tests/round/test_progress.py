"""A round that is left and taken up again: place, text and skips come back, and another week begins anew."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.domain.period import Period
from kpidesk.round.progress import MOST_LETTERS, Progress, begin, read
from kpidesk.round.steps import DECISION, Kind, Step, step_of
from tests.table import table

MONDAY = dt.date(2026, 6, 15)
NUMBER = Step(Kind.NUMBER, "ab" * 16, Period.parse("2026-W24"))
WORD = Step(Kind.CHECK_IN, "cd" * 16)


def a_round() -> Progress:
    found = begin(MONDAY).meeting((NUMBER, WORD, DECISION)).having_done(NUMBER).having_skipped(WORD)
    found = found.at(DECISION).typing(DECISION, {"words": "Ringe «Ås»\nog spørre", "who": ""}).taking("kpi")
    return found.having_answered("note")


@pytest.mark.parametrize("step", [NUMBER, WORD, DECISION, Step(Kind.LOOK, "ef" * 16)])
def test_a_step_is_known_again_by_its_key(step: Step) -> None:
    assert step_of(step.key) == step


@pytest.mark.parametrize("key", ["", "nothing", "number", "number x 12", "number  5917473x", "look a b"])
def test_a_key_of_somebody_else_is_no_step_that_could_go_wrong(key: str) -> None:
    found = step_of(key)
    assert found is None or found.period is None


def test_everything_of_a_round_comes_back_from_the_disk() -> None:
    found = read(a_round().for_disk(words=True))
    assert found is not None
    assert found.meeting(a_round().met) == a_round(), "what else the round holds the file tells again"


def test_words_are_left_out_beside_a_file_with_a_password() -> None:
    text = a_round().for_disk(words=False)
    assert "Ringe" not in text
    found = read(text)
    assert found is not None
    assert (found.place, found.skipped, found.drafts) == (DECISION, frozenset({WORD}), {})


NO_ROUNDS = [
    "", "null", "[]", "{}", '{"begun": "x"}', "{", "[" * 100_000, a_round().for_disk(words=True)[:-9],
    a_round().for_disk(words=True).replace('"seconds": ', '"seconds": 1e999, "ended": '),
]  # fmt: skip


@table("text", NO_ROUNDS)
def test_a_round_that_cannot_be_read_is_begun_anew(text: str) -> None:
    assert read(text) is None


def test_a_draft_beyond_all_measure_is_not_written_down() -> None:
    found = read(a_round().typing(WORD, {"words": "x" * (MOST_LETTERS + 1)}).for_disk(words=True))
    assert found is not None
    assert set(found.drafts) == {DECISION}


def test_a_round_holds_until_its_week_is_over_or_it_has_ended() -> None:
    found = begin(MONDAY + dt.timedelta(days=2))
    assert found.holds(MONDAY + dt.timedelta(days=6))
    assert not found.holds(MONDAY + dt.timedelta(days=7))
    assert not found.holds(MONDAY), "a clock that goes back"
    assert not Progress(MONDAY, ended=True).holds(MONDAY)


def test_another_week_keeps_the_words_and_nothing_else() -> None:
    before = a_round()
    after = begin(MONDAY + dt.timedelta(days=7), before)
    assert after.draft(DECISION) == {"words": "Ringe «Ås»\nog spørre"}
    assert (after.done, after.skipped, after.met, after.seconds) == ({}, frozenset(), frozenset(), 0)


def test_a_step_that_is_done_is_no_longer_skipped_and_has_nothing_typed() -> None:
    found = a_round().typing(WORD, {"words": "Bra uke"}).having_done(WORD, "made")
    assert WORD not in found.skipped
    assert found.draft(WORD) == {}
    assert found.done[WORD] == "made"
    assert found.having_done(WORD).done[WORD] == "made", "put right, it is the same row"


def test_taking_a_kpi_along_twice_is_not_taking_it() -> None:
    assert begin(MONDAY).taking("a").taking("b").taking("a").taken == ("b",)
