"""Targets in words: what is aimed for, and when; which were set and which are gone."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.domain.entities import Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.wording import targets
from tests.table import table

SALES = Kpi("k", name="Omsetning", unit="currency", frequency=Frequency.MONTH)
STOCK = Kpi("s", name="Lager", unit="count", decimals=1, frequency=Frequency.WEEK)


def season(*values: float, year: int = 2026) -> tuple[tuple[int, float], ...]:
    months = (Period.parse(f"{year}-{n:02}") for n in range(1, len(values) + 1))
    return tuple((month.code(), value) for month, value in zip(months, values, strict=True))


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


def said(language: str, tell, *about) -> str:
    with text.using(language):
        return tell(*about).replace("\u00a0", " ")


LEVEL = Target("a", value=330000.0)
BAND = Target("b", value=4.0, high=5.5)
PATH = Target("c", value=330000.0, path_from=-285000.5)
SEASON = Target("d", value=28000.0, season=season(20000.0, 36000.0))
ONE = Target("e", value=20000.0, season=season(20000.0))


@table(
    "kpi, row, bokmål, english",
    [
        (SALES, LEVEL, "330 000 kr", "330,000 kr"),
        (STOCK, BAND, "4,0–5,5", "4.0–5.5"),
        (SALES, PATH, "−285 000,50 → 330 000 kr", "−285,000.50 → 330,000 kr"),
        (SALES, SEASON, "2 tall, snitt 28 000 kr", "2 numbers, mean 28,000 kr"),
        (SALES, ONE, "1 tall, snitt 20 000 kr", "1 number, mean 20,000 kr"),
        (SALES, Target("f"), "", ""),
        (SALES, Target("g", value=0.0), "0 kr", "0 kr"),
        (SALES, Target("h", value=1.0, suggested=True), "1 kr · forslag", "1 kr · suggested"),
    ],
)
def test_what_is_aimed_for_is_told_with_its_unit(kpi: Kpi, row: Target, bokmål: str, english: str) -> None:
    assert (said("nb", targets.named, kpi, row), said("en", targets.named, kpi, row)) == (bokmål, english)


@pytest.mark.parametrize(
    ("kpi", "start", "end", "bokmål", "english"),
    [
        (SALES, None, None, "alltid", "always"),
        (SALES, "2026-03-01", None, "fra mars 2026", "from March 2026"),
        (SALES, None, "2026-03-31", "til og med mars 2026", "to the end of March 2026"),
        (SALES, "2026-01-01", "2026-03-31", "januar 2026 – mars 2026", "January 2026 – March 2026"),
        (STOCK, "2026-03-30", None, "fra uke 14, 2026", "from week 14, 2026"),
        (STOCK, "2026-01-05", "2026-03-29", "uke 2 – uke 13, 2026", "week 2 – week 13, 2026"),
        (STOCK, "2025-12-15", "2026-03-29", "uke 51, 2025 – uke 13, 2026", "week 51, 2025 – week 13, 2026"),
    ],
)
def test_when_a_target_holds_is_told_with_its_year(kpi: Kpi, start, end, bokmål: str, english: str) -> None:
    row = Target("t", value=1.0, start=start and day(start), end=end and day(end))
    assert (said("nb", targets.when, kpi, row, 1), said("en", targets.when, kpi, row, 1)) == (bokmål, english)


@pytest.mark.parametrize(("fiscal_start", "year"), [(1, "2026"), (3, "2025/26")])
def test_a_season_holds_for_its_year_of_the_company(fiscal_start: int, year: str) -> None:
    row = Target("d", value=1.0, season=season(1.0, 2.0), start=day("2026-01-01"), end=day("2026-12-31"))
    assert said("nb", targets.when, SALES, row, fiscal_start) == year


def test_each_sort_of_target_has_a_page_of_its_own() -> None:
    assert [targets.kind(row) for row in (LEVEL, BAND, PATH, SEASON)] == ["level", "level", "path", "season"]


def test_what_another_sort_of_target_takes_the_place_of_is_known() -> None:
    changed = Target("a", value=1.0, path_from=0.0)
    assert targets.displaced((LEVEL, PATH), (changed, PATH)) == [LEVEL]
    assert targets.displaced((LEVEL,), ()) == [LEVEL] and targets.displaced((LEVEL,), (LEVEL, PATH)) == []


MANY = tuple(Target(f"{n}", value=float(n)) for n in range(1, 4))


@pytest.mark.parametrize(
    ("before", "after", "bokmål", "english"),
    [
        ((), (LEVEL,), "Målverdi for «Omsetning»: 330 000 kr (alltid)", "Target of “Omsetning”: 330,000 kr (always)"),
        ((LEVEL,), (), "Fjernet fra «Omsetning»: 330 000 kr (alltid)", "Removed from “Omsetning”: 330,000 kr (always)"),
        ((LEVEL,), (LEVEL, MANY[0]), "Målverdi for «Omsetning»: 1 kr (alltid)", "Target of “Omsetning”: 1 kr (always)"),
        ((), MANY, "Målverdi for «Omsetning»: 1 kr (alltid), 2 kr (alltid) …",
         "Target of “Omsetning”: 1 kr (always), 2 kr (always) …"),
    ],
)  # fmt: skip
def test_what_was_stored_or_removed_is_told_once(before, after, bokmål: str, english: str) -> None:
    assert said("nb", targets.stored_words, SALES, before, after, 1) == bokmål
    assert said("en", targets.stored_words, SALES, before, after, 1) == english
