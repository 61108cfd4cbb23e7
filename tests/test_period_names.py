"""Names of periods: what the program writes it also reads, and fiscal, calendar and foreign periods are told apart."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.wording import period_words
from kpidesk.period_names import month_called, read

TODAY = dt.date(2026, 3, 16)
days = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))


@pytest.mark.parametrize("language", ["nb", "en"])
@given(day=days, frequency=st.sampled_from(Frequency), own=st.integers(1, 12), start=st.integers(1, 12))
def test_every_name_that_is_written_is_read_back(language, day, frequency, own, start):
    period = Period.containing(day, frequency, own)
    with text.using(language):
        names = [fmt.period_name(period, start), fmt.period_file(period, start), period.key(start)]
        sentence = str(period_words(period, start))
    if frequency is Frequency.WEEK:
        names = [f"{names[0]}, {period.year()}", *names[1:]]
        sentence = names[0]
    for name in (*names, sentence):
        assert read(name, start) == period, name
        assert read(f"  {name.upper()} ", start) == period, name


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_name_without_its_year_is_one_of_this_year(language):
    week = Period.parse("2026-W11")
    with text.using(language):
        assert read(fmt.period_name(week), today=TODAY) == week
    assert read("uke 11") is None
    assert read("2. kvartal", 2, today=TODAY) == Period.parse("2026-Q2", 2)


@pytest.mark.parametrize(
    ("typed", "start", "key"),
    [
        ("2026K1", 1, "2026-Q1"), ("2026 K1", 1, "2026-Q1"), ("1. kv. 2026", 1, "2026-Q1"), ("K1 2026", 1, "2026-Q1"),
        ("Q1 2024", 1, "2024-Q1"), ("1. kvartal 2025/26", 2, "2025-Q1"), ("Q4 2025/2026", 4, "2025-Q4"),
        ("2025/26", 4, "2025"), ("2025–26", 4, "2025"), ("2025-26 K1", 2, "2025-Q1"), ("2026U01", 1, "2026-W01"),
        ("uke 1 2026", 1, "2026-W01"), ("2026M03", 1, "2026-03"), ("2. tertial 2026", 1, "2026-T2"),
        ("T2 2026", 1, "2026-T2"), ("1. halvår 2026", 1, "2026-H1"), ("12. mars 2026", 1, "2026-03-12"),
        ("12 March 2026", 1, "2026-03-12"), ("March 12, 2026", 1, "2026-03-12"), ("12.3.2026", 1, "2026-03-12"),
        ("jan.–mars 2026", 2, "2026-01..2026-03"), ("jan-mar 2026", 1, "2026-Q1"),
        ("nov. 2025–jan. 2026", 2, "2025-Q4"),
        ("2026-01-05 10:00", 1, "2026-01-05"), ("sept. 2026", 1, "2026-09"), ("Jan-2026", 1, "2026-01"),
    ],
)  # fmt: skip
def test_names_as_people_and_files_write_them(typed, start, key):
    assert read(typed, start) == Period.parse(key, start)


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2025/26", 1), ("1. kvartal 2025/26", 1), ("1. kvartal 2025/27", 2), ("2025/27", 4), ("5. kvartal 2026", 1),
        ("uke 54 2026", 1), ("", 1), ("uke", 1), ("2026K9", 1), ("jan.–feb. 2026", 1), ("30. februar 2026", 1),
        ("1. kvartal 1800", 1), ("x" * 10_000, 1), ("9" * 5000, 1), ("mars april 2026", 1), ("1234567890", 1),
    ],
)  # fmt: skip
def test_what_names_no_period(typed, start):
    assert read(typed, start) is None


@given(st.text(max_size=80), st.integers(1, 12))
def test_no_text_breaks_the_reader(typed, start):
    found = read(typed, start, today=TODAY)
    assert found is None or found.first.year >= 1900


def test_a_month_is_known_by_a_beginning_of_its_own():
    assert (month_called("des"), month_called("Okt"), month_called("mai"), month_called("Sept.")) == (12, 10, 5, 9)
    assert month_called("ju") is None and month_called("jul") == 7 and month_called("mandag") is None


@pytest.mark.parametrize(
    ("language", "key", "start", "name", "short", "file"),
    [
        ("nb", "2025-Q1", 2, "1. kvartal 2025/26 (feb.–april 2025)", "1. kv.", "2025-26 K1"),
        ("nb", "2025-Q4", 2, "4. kvartal 2025/26 (nov. 2025–jan. 2026)", "4. kv.", "2025-26 K4"),
        ("nb", "2025", 4, "2025/26 (april 2025–mars 2026)", "2025/26", "2025-2026"),
        ("nb", "2026-Q1", 1, "1. kvartal 2026", "1. kv.", "2026 K1"),
        ("nb", "2026-01..2026-03", 2, "jan.–mars 2026", "jan.–mars", "2026-01..2026-03"),
        ("en", "2026-01..2026-03", 2, "Jan–Mar 2026", "Jan–Mar", "2026-01..2026-03"),
    ],
)  # fmt: skip
def test_fiscal_calendar_and_foreign_periods_have_names_of_their_own(language, key, start, name, short, file):
    period = Period.parse(key, start)
    with text.using(language):
        assert fmt.period_told(period, start) == name
        assert fmt.period_short(period, start) == short
        assert fmt.period_file(period, start) == file
