"""Spellings from the field, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.domain.period import Period
from kpidesk.reading import Ambiguous, Calendar, NotUnderstood, Writing, likeliest, number, period

CASES = Path(__file__).resolve().parents[2] / ".." / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not beside the project")


PERIODS = {
    "jan. 26": "2026-01", "1. kvartal 2026": "2026-Q1", "Q1 2026": "2026-Q1", "Q1'26": "2026-Q1",
    "2026-W05": "2026-W05",
    "uke 5 2026": "2026-W05", "Uke 5, 2026": "2026-W05", "01.02.26": "2026-02-01", "2026/02/01": "2026-02-01",
    "1. februar 2026": "2026-02-01", "feb.26": "2026-02", "02/2026": "2026-02", "02.2026": "2026-02",
    "February 2026": "2026-02", "mars-26": "2026-03", "2026-2": "2026-02", "2026M2": "2026-02", "202602": "2026-02",
    "2026.02": "2026-02",
}  # fmt: skip


def test_every_period_of_the_file_of_spellings_is_read_or_told_why():
    lines = (CASES / "period_spellings.csv").read_text(encoding="utf-8").splitlines()[1:]
    spelled = [line.rsplit(";", 1)[0] for line in lines]
    assert len(spelled) == 22
    read = {each: period(each) for each in spelled}
    assert {each: found.value.key() for each, found in read.items() if hasattr(found, "value")} == PERIODS
    assert isinstance(read["01-02-2026"], Ambiguous)
    with text.using("en"):
        assert isinstance(read["Uke 12"], NotUnderstood) and "which year" in str(read["Uke 12"].why)
    assert isinstance(read["46054"], NotUnderstood)
    assert likeliest(period("46054", Calendar(serials=True)), None) == Period.parse("2026-02-01")


TYPED = {
    "(1 234)": ("currency", -1234), "500-": ("currency", -500), "€ 1 200": ("EUR", 1200), "1:35": ("hours",
    95 / 60),
    "$1,200.50": ("$", 1200.5), "1,5 mill": ("currency", 1.5e6), "2 MNOK": ("currency", 2e6),
    "00:12:30": ("minutes", 12.5), "#I/T": ("currency", None),
}  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_number_that_was_refused_when_typed_is_read_or_told_why(language):
    first, second = (CASES / "typed_numbers.txt").read_text(encoding="utf-8").splitlines()[:2]
    assert {each.strip() for each in first.split("->")[0].split("|")} == set(TYPED)
    for typed, (unit, value) in TYPED.items():
        assert likeliest(number(typed, Writing(language, unit=unit, sums=True)), None) == value, typed
    assert second.startswith("1.200,-") and likeliest(number("1.200,-", Writing("en")), None) == 1200
