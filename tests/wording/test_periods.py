"""Periods as one says them today, in a row and beside a chart; a cycle is called what it is."""

from __future__ import annotations

import datetime as dt

from kpidesk import text
from kpidesk.commands.people import CYCLES
from kpidesk.domain.period import Period
from kpidesk.wording.cycles import next_cycle, sentence, the_cycle
from kpidesk.wording.kpi_facts import Speaker
from kpidesk.wording.kpis import period_words
from tests.table import table


@table(
    "code, nb, en",
    [
        ("2026-02", "februar", "February"),
        ("2025-12", "desember 2025", "December 2025"),
        ("2026-W10", "uke 10", "week 10"),
        ("2025-W50", "uke 50, 2025", "week 50, 2025"),
        ("2026-T1", "1. tertial", "tertial 1"),
        ("2025-T3", "3. tertial 2025", "tertial 3, 2025"),
        ("2026-Q1", "1. kvartal", "Q1"),
        ("2026-H1", "1. halvår", "half-year 1"),
    ],
)
def test_periods_are_told_as_one_says_them_today(code: str, nb: str, en: str) -> None:
    today = dt.date(2026, 3, 16)
    with text.using("nb"):
        assert period_words(Period.parse(code), today, 1) == nb
    with text.using("en"):
        assert period_words(Period.parse(code), today, 1) == en


@table(
    "language, first, last, bare, span",
    [
        ("nb", "2026-W03", "2026-W11", "uke 3", "uke 3–11"),
        ("en", "2026-W03", "2026-W11", "week 3", "weeks 3–11"),
        ("nb", "2026-01", "2026-03", "januar", "januar–mars"),
        ("nb", "2025-Q3", "2025-Q3", "3. kvartal", "3. kvartal"),
        ("en", "2025-Q3", "2026-Q1", "Q3", "Q3 2025 – Q1"),
        ("nb", "2026-03-12", "2026-03-14", "12.\u00a0mars", "12.\u00a0mars–14.\u00a0mars"),
        ("nb", "2024", "2026", "2024", "2024–2026"),
        ("nb", "2025-H1", "2025-H2", "1. halvår", "1. halvår–2. halvår"),
    ],
)
def test_periods_are_named_without_their_year(language: str, first: str, last: str, bare: str, span: str) -> None:
    speaker = Speaker(dt.date(2026, 3, 16))
    with text.using(language):
        assert (speaker.bare(Period.parse(first)), speaker.span(Period.parse(first), Period.parse(last))) == (
            bare,
            span,
        )


@table("length", CYCLES)
@table("language", ["nb", "en"])
def test_every_length_of_a_cycle_has_words_of_its_own(length, language):
    with text.using(language):
        said = sentence("{cycle}", length), the_cycle(length), next_cycle(length)
        others = [the_cycle(other) for other in CYCLES if other is not length]
    assert said[0][0].isupper() and said[0].casefold() == said[1] and said[1] not in others
    assert said[2].startswith("Neste " if language == "nb" else "Next ")
