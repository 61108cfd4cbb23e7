"""One changed cell in words: of what, which part, before and after, whatever sort of value it holds."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.domain.entities import (
    NOT_APPLICABLE,
    Annotation,
    CheckIn,
    Combine,
    Company,
    Direction,
    Frozen,
    Initiative,
    Input,
    KeptReview,
    KeyResult,
    Kpi,
    Objective,
    Person,
    Target,
    Verdict,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.wording.changes import check_in_words, describe, name_of, named, value_words
from kpidesk.workspace import CellChange
from tests.figures.company import Memory, quarter
from tests.table import table

KARI, OLA = "a" * 32, "b" * 32


class Recalled(Memory):
    """Rows in memory, those that have gone among them."""

    def recall(self, kind, uid):
        return self.find(kind, uid)


@pytest.fixture(scope="module")
def ws() -> Recalled:
    made = Recalled()
    made.put(Person, uid=KARI, name="Kari Solberg")
    made.put(Person, uid=OLA, name="Ola Nygård")
    made.put(Kpi, uid="sales", name="Omsetning", unit="currency")
    made.put(Input, uid="till", key="kasse", unit="currency")
    made.put(Target, uid="aim", kpi="sales", value=330000.0)
    made.put(Target, uid="lost", kpi=None)
    made.put(Objective, uid="goal", title="Kunder")
    made.put(KeyResult, uid="result", title="Kontrakter", parent="goal")
    made.put(CheckIn, uid="said", key_result="result")
    made.put(Annotation, uid="note", about="sales")
    made.put(Initiative, uid="deed")
    made.cycle = quarter(made).uid
    made.put(Objective, uid="in", title="Vekst", cycle=made.cycle)
    return made


def season(*values: float) -> tuple[tuple[int, float], ...]:
    return tuple((Period.parse(f"2026-{n:02}").code(), value) for n, value in enumerate(values, 1))


CELLS = [
    (Kpi, "sales", "name", "Salg", "Omsetning", "Omsetning | Navn | Salg → Omsetning",
     "Omsetning | Name | Salg → Omsetning"),
    (Kpi, "sales", "parked", False, True, "nei → ja", "no → yes"),
    (Kpi, "sales", "direction", Direction.INCREASE, Direction.DECREASE, "opp → ned", "up → down"),
    (Kpi, "sales", "frequency", Frequency.WEEK, Frequency.MONTH, "Hver uke → Hver måned", "Every week → Every month"),
    (Kpi, "sales", "unit", "percent", "currency", "% → kr", "% → kr"),
    (Kpi, "sales", "owner", KARI, None, "Kari Solberg → –", "Kari Solberg → –"),
    (Kpi, "sales", "owner", "c" * 32, OLA, "– → Ola Nygård", "– → Ola Nygård"),
    (Kpi, "sales", "tracked_by", (), (KARI, OLA), "– → Kari Solberg · Ola Nygård", "– → Kari Solberg · Ola Nygård"),
    (Kpi, "sales", "inputs", (), {"kasse": "till"}, "– → till", "– → till"),
    (Kpi, "sales", "grace_days", None, 3, "– → 3", "– → 3"),
    (Kpi, "sales", "range_min", -0.5, None, "−0,5 → –", "−0.5 → –"),
    (Kpi, "sales", "base_start", None, dt.date(2026, 3, 1), "– → 1. mars 2026", "– → 1 March 2026"),
    (Input, "till", "combine", Combine.SUM, Combine.WEIGHTED_MEAN, "sum → vektet snitt", "sum → weighted mean"),
    (Input, "till", "opening_period", None, Period.parse("2026-03").code(), "– → mars 2026", "– → March 2026"),
    (Input, "till", "opening_period", "x", None, "– → –", "– → –"),
    (Annotation, "note", "helped", None, Verdict.PARTLY, "– → Delvis", "– → Partly"),
    (Target, "aim", "value", 330000.5, -1.0, "330 000,50 kr → −1 kr", "330,000.50 kr → −1 kr"),
    (Target, "lost", "value", 3.0, None, "3 → –", "3 → –"),
    (Target, "aim", "season", (), season(1.0, 2.5), "– → 2 tall, 1–2,50 kr", "– → 2 numbers, 1–2.50 kr"),
    (Target, "aim", "season", season(7.0), (), "1 tall: 7 kr → –", "1 number: 7 kr → –"),
    (Target, "aim", "season", (), season(7.0, 7.0), "– → 2 tall, alle 7 kr", "– → 2 numbers, all 7 kr"),
    (Company, "c", "silenced", (), ("a",), "– → 1 type", "– → 1 kind"),
    (Company, "c", "silenced", ("a", "b"), (), "2 typer → –", "2 kinds → –"),
    (Company, "c", "language", "nb", "en", "Norsk bokmål → English", "Norsk bokmål → English"),
    (Company, "c", "language", "", "xx", "– → –", "– → –"),
    (Company, "c", "fiscal_year_start", 1, 13, "januar → –", "January → –"),
    (Company, "c", "logo", "", "x" * 2600, "– → 3 kB", "– → 3 kB"),
    (KeptReview, "r", "packed", "", "x", "– → 1 kB", "– → 1 kB"),
    (Frozen, "f", "status", "on_track", "nonsense", "I rute → –", "On track → –"),
]  # fmt: skip


def told(ws, change: CellChange, *, whole: bool) -> str:
    words = describe(ws, change)
    values = f"{words.before} → {words.after}".replace("\u00a0", " ")
    return f"{words.about} | {words.part} | {values}" if whole else values


@table("kind, uid, field, before, after, bokmål, english", CELLS)
def test_a_value_is_read_aloud_as_what_it_means(ws, kind, uid, field, before, after, bokmål: str, english: str) -> None:
    change = CellChange(kind, uid, field, before, after)
    for language, words in (("nb", bokmål), ("en", english)):
        with text.using(language):
            assert told(ws, change, whole="|" in words) == words


@pytest.mark.parametrize(
    ("uid", "before", "after", "words"),
    [
        ("till", None, 1284500.5, "kasse | mars 2026 | – → 1 284 500,50 kr"),
        ("till", 0.0, NOT_APPLICABLE, "kasse | mars 2026 | 0 kr → ikke aktuelt"),
        ("gone", -2.0, None, " | mars 2026 | −2 → –"),
    ],
)
def test_a_number_is_told_with_its_unit_also_where_nobody_knows_what_it_was(ws, uid, before, after, words) -> None:
    change = CellChange(Input, uid, "", before, after, Period.parse("2026-03"))
    with text.using("nb"):
        assert told(ws, change, whole=True) == words


@pytest.mark.parametrize(
    ("kind", "uid", "name"),
    [
        (Objective, "goal", "Kunder"), (CheckIn, "said", "Kontrakter"), (Annotation, "note", "Omsetning"),
        (Target, "aim", "Omsetning"), (Target, "lost", "Målverdi"), (Initiative, "deed", "Tiltak"),
        (Initiative, "never", "Tiltak"),
    ],
)  # fmt: skip
def test_a_row_is_called_by_its_title_or_what_it_is_about_or_its_kind(ws, kind, uid: str, name: str) -> None:
    with text.using("nb"):
        assert name_of(ws, kind, uid) == name


def test_a_cycle_is_called_what_the_company_calls_it_and_the_unknown_nothing(ws) -> None:
    with text.using("nb"):
        assert named(ws, ws.cycle).startswith("1. kvartal")
        assert named(ws, "nobody") == "" and value_words(ws, ("", None)) == "–"


RESULT = KeyResult("r", unit="currency")


@pytest.mark.parametrize(
    ("row", "about", "words"),
    [
        (CheckIn("c", note="Går fint", value=3.0, confidence=2), RESULT, "«Går fint»"),
        (CheckIn("c", value=-3.5, confidence=2), RESULT, "−3,50 kr"), (CheckIn("c", value=0.0), RESULT, "0 kr"),
        (CheckIn("c", confidence=0), RESULT, "trygghet 0"), (CheckIn("c", value=3.0, confidence=4), None, "trygghet 4"),
        (CheckIn("c"), RESULT, ""),
    ],
)  # fmt: skip
def test_a_check_in_says_its_note_or_its_number_or_how_sure_somebody_was(row, about, words: str) -> None:
    with text.using("nb"):
        assert check_in_words(row, about).replace("\u00a0", " ") == words
