"""What holds for every sentence: none fails, none takes long, and its numbers are those that stand in it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk import format as fmt
from kpidesk.domain.entities import ResultKind
from kpidesk.reading.goals import read_goal
from kpidesk.reading.goals.correct import Part, parts, stepped, typed
from kpidesk.text import using
from kpidesk.wording.goal_reading import field_text, reading_line
from tests import long
from tests.reading.goal_sentences import GROUND, KPIS
from tests.table import table

WORDS = st.sampled_from([
    "Øke", "reduser", "halvere", "Hold", "NPS", "svinnet", "nye kunder", "fra", "to", "til", "->", "→", "-", "–",
    "under", "minst", "mellom", "og", "5", "9,5", "1.200", "1 200 000", "12k", "1.2m", "%", "kr", "mill.", "MNOK", "$",
    "+", "ISO", "9001", "2026", "innen", "i", "Q2", "juni", "jul", "før", "by", "March", "31.", "1/2", "uke 20", "med",
    "neste kvartal", "10 %", "opp", "ned", "eller mer", "ingen", "åtte", "(", ")", ".", "!", ":", "4-dagers", "år",
])  # fmt: skip
SENTENCES = st.one_of(
    st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=80), st.lists(WORDS, max_size=12).map("".join)
)
HUNDREDTHS = st.integers(1, 10**8).map(lambda n: n / 100)


@settings(max_examples=long.either(150, 400), deadline=None)
@given(SENTENCES, st.sampled_from(["nb", "en"]))
def test_no_sentence_fails_and_what_is_measured_is_all_said(sentence, language):
    with using(language):
        reading = read_goal(sentence, GROUND)
        said = reading_line(reading, GROUND)
        for name in ("start", "target", "low", "high"):
            value = getattr(reading, name)
            if value is not None:
                assert fmt.number(value, max(0, fmt.fitting_decimals(value))) in said, (name, said)
        assert (reading.kpi is None) or not reading.measured or reading.kpi.name in said
        assert reading.due is None or str(reading.due.day) in said
        if reading.kind is ResultKind.HOLD:
            assert reading.low is not None or reading.high is not None
        if reading.start is not None:
            assert reading.start != reading.target


@settings(max_examples=long.either(80, 150), deadline=None)
@given(SENTENCES, st.lists(st.tuples(st.sampled_from(Part), st.sampled_from([-1, 1])), max_size=8))
def test_a_reading_can_be_stepped_through_in_any_order(sentence, steps):
    with using("nb"):
        reading = read_goal(sentence, GROUND)
        for part, by in steps:
            if part in parts(reading):
                reading = stepped(reading, part, by, GROUND)
            assert reading_line(reading, GROUND)
            assert reading.start is None or reading.start != reading.target
            assert reading.deadline is None or reading.home is None or reading.home.contains(reading.deadline)


@settings(max_examples=long.either(80, 200), deadline=None)
@given(st.sampled_from(Part), st.text(max_size=20), st.sampled_from(["nb", "en"]))
def test_what_is_typed_into_a_part_is_taken_or_changes_nothing(part, words, language):
    with using(language):
        reading = read_goal("Øke NPS fra 38 til 50", GROUND)
        found = typed(reading, part, words, GROUND)
        assert found is None or reading_line(found, GROUND)


@settings(max_examples=long.either(100, 300), deadline=None)
@given(HUNDREDTHS, HUNDREDTHS, st.sampled_from(["nb", "en"]), st.sampled_from(["nb", "en"]))
def test_amounts_are_read_back_as_they_are_written_in_either_language(first, last, written, window):
    if first == last:
        return
    with using(written):
        start, target = (fmt.number(each, fmt.fitting_decimals(each)) for each in (first, last))
    sentence = f"Gaver fra {start} til {target}" if written == "nb" else f"Gifts from {start} to {target}"
    with using(window):
        reading = read_goal(sentence, GROUND)
    assert (reading.start, reading.target) == pytest.approx((first, last))


@settings(max_examples=long.either(80, 150), deadline=None)
@given(HUNDREDTHS, st.sampled_from(["nb", "en"]))
def test_a_field_is_read_back_as_it_is_shown(value, language):
    with using(language):
        reading = typed(read_goal("Hold svinnet under 5", GROUND), Part.HIGH, fmt.in_full(value), GROUND)
        assert reading is not None and reading.high == pytest.approx(value)
        again = typed(reading, Part.HIGH, field_text(reading, Part.HIGH, GROUND), GROUND)
        assert again is not None and again.high == pytest.approx(value)


@table("piece", ["fra ", "til 5 ", "innen ", "1 000 ", "12", "av ", "- ", "mellom 3 og ", "halvere ", "minst "])
def test_the_longest_sentence_is_read_while_the_finger_is_on_the_key(piece):
    sentence = (piece * 500)[:500].strip()
    read_goal(sentence, GROUND)
    began = time.process_time()
    read_goal(sentence, GROUND)
    assert time.process_time() - began < 5, "what takes time by the square of its length, or worse, takes far longer"


def test_a_sentence_is_read_at_once_with_many_kpis():
    many = tuple(
        replace(KPIS[0], uid=str(n), name=f"Tall nummer {n}", names=(f"Tall nummer {n}", f"Number {n}"))
        for n in range(500)
    )
    ground = replace(GROUND, kpis=(*many, *KPIS))
    read_goal("Øke NPS fra 38 til 50 innen juni", ground)
    began = time.process_time()
    assert read_goal("Øke NPS fra 39 til 50 innen juni", ground).kpi is not None
    assert time.process_time() - began < 5, "each KPI is looked at once"
