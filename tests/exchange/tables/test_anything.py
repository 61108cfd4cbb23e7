"""Whatever stands in a sheet, and whatever is said of it: an understanding, or a refusal in words; never a fault."""

from __future__ import annotations

import contextlib
import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpidesk.errors import BadInput
from kpidesk.exchange.sheets.book import Book, Cell, Kind, Merged, Percent, Sheet
from kpidesk.exchange.tables.saying import answered, changed
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, Role, Said
from tests import long
from tests.exchange.tables.sheets import TODAY

WORDS = [
    "", "Måned", "Salg", "Sum", "Totalt", "Sum 2024", "Hittil i år", "kr", "stk", "Oslo", "Bergen", "jan", "feb.26",
    "Uke", "Uke 5", "2026", "2025", "202601", "46023", "2026-01", "2026-W05", "K1", "Q1 2026", "01.02.2026",
    "02/03/2026", "1", "2", "12.500", "1 234,50", "-5", "(3)", "12 %", "1:35", "00:12:30", "#DIV/0!", "-", "..",
    "NOK", "EUR", "Inn", "Ut", "Saldo", "Metric", "Nth day", "År", "Dato", "Rentedato", "Ordrenr", "Status",
    "Failed", "0191", "31.01.2026 23:30", "Salg 2025",
]  # fmt: skip
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.none(),
    st.text(max_size=6),
    st.floats(),
    st.floats(-5000, 5000).map(Percent),
    st.integers(1, 60_000).map(float),
    st.booleans(),
    st.dates(dt.date(1890, 1, 1), dt.date(2300, 1, 1)),
    st.datetimes(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(days=40)),
)
ROWS = st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=9)
MERGED = st.builds(Merged, st.integers(0, 3), st.integers(0, 12), st.integers(0, 3), st.integers(0, 3))
SAID = st.builds(
    Said,
    headings=st.none() | st.integers(0, 3),
    table=st.none() | st.integers(0, 2),
    roles=st.dictionaries(st.integers(0, 5), st.sampled_from(Role), max_size=3),
    decimal=st.sampled_from([None, ",", "."]),
    year=st.none() | st.integers(1990, 2030),
    where=st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)), max_size=1).map(tuple),
)


DATES = st.sampled_from(
    ["2026-01", "jan", "feb.26", "01.02.2026", "02/03/2026", "2025", "Uke 5", "Q1 2026", "Sum", "", "5"]
)
NUMBERS = st.sampled_from(["1", "2", "12.500", "1 234,50", "-5", "(3)", "12 %", "1:35", "#DIV/0!", "-", "", "100", "x"])
TEXTS = st.sampled_from(["Oslo", "Bergen", "Totalt", "NOK", "EUR", "Inn", "Ut", "Failed", "kr", "MRR", "", "2024"])


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[Cell, ...]]:
    """Rows that look like a table: headings, and cells of one kind in each column."""
    kinds = draw(st.lists(st.sampled_from([DATES, NUMBERS, NUMBERS, TEXTS, CELLS]), min_size=2, max_size=6))
    heads = [tuple(draw(st.sampled_from(WORDS)) for _kind in kinds) for _row in range(draw(st.integers(0, 2)))]
    body = [tuple(draw(kind) for kind in kinds) for _row in range(draw(st.integers(1, 12)))]
    return [*heads, *body]


@st.composite
def books(draw: st.DrawFn) -> Book:
    sheets = []
    for n in range(draw(st.integers(1, 2))):
        rows = draw(st.one_of(ROWS, tables(), tables()))
        merged = tuple(draw(st.lists(MERGED, max_size=1)))
        sheets.append(Sheet(f"Ark{n}", rows, range(1, len(rows) + 1), merged=merged))
    return Book("2025.xlsx", Kind.XLSX, tuple(sheets))


@settings(
    max_examples=long.either(80, 200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(books(), SAID, st.sampled_from([1, 9]))
def test_any_sheet_is_understood_or_refused(book: Book, said: Said, fiscal_start: int) -> None:
    known = Known(TODAY, fiscal_start=fiscal_start)
    with contextlib.suppress(BadInput):
        for _round in range(4):
            found = understand(book, said, known)
            for each in (*found.guesses, *found.left_out, *found.questions):
                assert str(getattr(each, "words", None) or getattr(each, "what", ""))
            for measure in found.measures:
                assert {period.frequency for period in measure.numbers} == {measure.frequency}
                assert all(values for values in measure.numbers.values())
                assert set(measure.lines) == set(measure.numbers)
            for question in found.open_questions:
                said = answered(said, question.key, question.answers[0].key)
            for guess in found.guesses[-2:]:
                if guess.others:
                    said = changed(said, guess.key, guess.others[0].key)
