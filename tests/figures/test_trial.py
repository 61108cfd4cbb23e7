"""The live value of a formula that nobody has stored yet, over inputs that are there and some that are not."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.domain.entities import Company, Kpi
from kpidesk.domain.formula import FormulaRefused
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.formula_preview import Trial, try_formula
from tests.figures.company import Input, Memory

TODAY = dt.date(2026, 4, 2)


@pytest.fixture(autouse=True)
def english():
    with text.using("en"):
        yield


def shop(**numbers):
    """Inputs with monthly numbers from January 2026 on."""
    ws = Memory()
    for key, values in numbers.items():
        ws.put(Input, uid=key, key=key, name=key.capitalize(), frequency=Frequency.MONTH)
        ws.series_of(key, [Period.parse("2026-01").next(n) for n in range(len(values))], values)
    return ws


def tried(ws, formula, *keys, frequency=Frequency.MONTH, today=TODAY, new=()) -> Trial:
    bound = {key: key for key in keys} | dict.fromkeys(new)
    return try_formula(ws, formula, bound, frequency, today)


def test_the_newest_value_with_its_period_and_its_numbers():
    found = tried(shop(thrown=[2.0, 3.0, 5.5], baked=[40.0, 60.0, 110.0]), "100 * thrown / baked", "thrown", "baked")
    assert (found.period.key(), found.value, found.reason) == ("2026-03", 5.0, None)
    assert found.calculation == "100 × 5.5 / 110"


def test_a_longer_rhythm_is_calculated_over_combined_inputs():
    ws = shop(thrown=[2.0, 4.0, 6.0], baked=[40.0, 60.0, 100.0])
    found = tried(ws, "100 * thrown / baked", "thrown", "baked", frequency=Frequency.QUARTER)
    assert (found.period.key(), found.value) == ("2026-Q1", 6.0)
    assert found.calculation == "100 × 12 / 200"


def test_the_quarter_is_the_companys_own():
    ws = shop(thrown=[2.0, 4.0, 6.0])
    ws.company = Company("c", fiscal_year_start=2)
    found = tried(ws, "thrown", "thrown", frequency=Frequency.QUARTER, today=dt.date(2026, 5, 3))
    assert (found.period.first, found.value) == (dt.date(2026, 2, 1), 10.0)


def test_an_input_that_is_not_made_yet_has_no_numbers():
    found = tried(shop(thrown=[2.0]), "100 * thrown / baked", "thrown", new=("baked",))
    assert (found.period.key(), found.value, found.calculation) == ("2026-03", None, "")
    assert str(found.reason) == "“baked” has no numbers yet."


def test_an_input_that_has_been_deleted_is_one_that_is_not_made():
    assert str(tried(shop(), "baked", "baked").reason) == "“baked” has no numbers yet."


def test_a_missing_number_is_named_and_drawn_as_a_dash():
    ws = shop(thrown=[2.0, 3.0, 4.0], baked=[None, None, None])
    found = tried(ws, "100 * thrown / baked", "thrown", "baked")
    assert (found.period.key(), found.value) == ("2026-03", None)
    assert str(found.reason) == "“Baked” is missing for March 2026."
    assert found.calculation == "100 × 4 / –"


def test_a_period_that_lacks_a_number_leaves_the_one_before_it():
    found = tried(shop(thrown=[2.0, 3.0, 4.0], baked=[40.0, 60.0]), "100 * thrown / baked", "thrown", "baked")
    assert (found.period.key(), found.value, found.calculation) == ("2026-02", 5.0, "100 × 3 / 60")


def test_a_part_that_is_in_chooses_the_period():
    """Nothing is known of March; of February both numbers are in, and its denominator is 0."""
    found = tried(shop(thrown=[None, 3.0], baked=[None, 0.0]), "100 * thrown / baked", "thrown", "baked")
    assert (found.period.key(), found.value) == ("2026-02", None)
    assert found.reason is not None
    assert found.calculation == "100 × 3 / 0"


def test_without_any_number_the_period_that_ended_last_is_meant():
    ws = shop(thrown=[])
    found = tried(ws, "thrown", "thrown")
    assert (found.period.key(), found.value, found.calculation) == ("2026-03", None, "–")


@pytest.mark.parametrize("formula", ["thrown /", "thrown + sold", "", "__import__('os')"])
def test_a_text_that_is_no_formula_is_refused(formula):
    with pytest.raises(FormulaRefused):
        tried(shop(thrown=[2.0]), formula, "thrown")


def test_nothing_is_stored():
    ws = shop(thrown=[2.0])
    before = dict(ws.rows)
    tried(ws, "2 * thrown", "thrown")
    assert ws.rows == before
    assert ws.all(Kpi) == []
