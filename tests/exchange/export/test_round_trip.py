"""What is exported is taken in again to the same numbers and periods, whatever the kind of file and its shape."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kpidesk import text
from kpidesk.domain.entities import NOT_APPLICABLE, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.export.asked import As, Asked, FileType
from kpidesk.exchange.export.gathered import Line, Numbers, gathered
from kpidesk.exchange.export.write import numbers_as
from kpidesk.exchange.sheets import read_stream
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, Said, Shape
from kpidesk.reading import Calendar, Understood, Writing, cell, period
from kpidesk.workspace import Workspace

TODAY = dt.date(2040, 1, 1)
NAMES = ("Bruttosalg", "Nettosalg: Returer og rabatter", "Antall kunder", "=1+1", "Sykefravær", "Svartid; snitt", "NPS")
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
VALUES = st.one_of(
    st.integers(-(10**12), 10**12).map(float),
    *(st.decimals(-1_000_000, 1_000_000, places=places).map(float) for places in (1, 2, 3, 6)),
).filter(lambda value: not 1800 <= abs(value) <= 2300)
"""A table of three numbers of which one may be a year leaves open what is what, also to people."""


@st.composite
def numbers(draw: st.DrawFn, rhythms: int = len(Frequency)) -> Numbers:
    """Lines of a few of the rhythms, under names that tell them apart."""
    start = draw(st.sampled_from((1, 2, 9)))
    among = draw(st.permutations(list(Frequency)))[:rhythms]
    lines = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)):
        frequency = draw(st.sampled_from(among))
        first = Period.containing(draw(st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31))), frequency, start)
        values = draw(st.lists(VALUES, min_size=3, max_size=8))
        series: dict[Period, Value] = {first.next(step): value for step, value in enumerate(values)}
        if draw(st.booleans()):
            series[first.next(len(values))] = NOT_APPLICABLE
        lines.append(Line(name, name, "count", 0, frequency, series, {first: "Notat; med\tmerke"}))
    return Numbers(tuple(lines), start, len(lines), 0)


def taken_in(data: bytes, kind: FileType, language: str, start: int) -> dict[str, dict[Period, Value]]:
    book = read_stream(io.BytesIO(data), f"tall{kind.ending}")
    found: dict[str, dict[Period, Value]] = {}
    known = Known(TODAY, language, start)
    for sheet in book.sheets:
        if sheet.name in ("Notater", "Notes"):
            continue
        for table in range(understand(book, Said(sheet=sheet.name), known).tables):
            for measure in understand(book, Said(sheet=sheet.name, table=table), known).measures:
                found.setdefault(measure.name.removeprefix("'"), {}).update(
                    {when: one for when, (one,) in measure.numbers.items()}
                    | dict.fromkeys(measure.none, NOT_APPLICABLE)
                )
    return found


@settings(max_examples=10, deadline=None, phases=PHASES)
@given(wanted=numbers())
def test_a_json_is_taken_in_again_number_by_number(wanted: Numbers) -> None:
    assert_the_same(wanted, As(FileType.JSON), "nb")


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("shape", list(Shape))
@settings(max_examples=5, deadline=None, phases=PHASES)
@given(wanted=numbers())
def test_a_workbook_is_taken_in_again_number_by_number(shape: Shape, language: str, wanted: Numbers) -> None:
    assert_the_same(wanted, As(FileType.XLSX, shape), language)


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("kind", [FileType.CSV_NB, FileType.CSV_EN])
@settings(max_examples=5, deadline=None, phases=PHASES)
@given(wanted=numbers(rhythms=1))
def test_a_csv_is_taken_in_again_number_by_number(kind: FileType, shape: Shape, language: str, wanted: Numbers) -> None:
    assert_the_same(wanted, As(kind, shape), language)


def assert_the_same(wanted: Numbers, how: As, language: str) -> None:
    with text.using(language):
        found = taken_in(numbers_as(wanted, how), how.kind, language, wanted.fiscal_start)
    assert found == {line.name: dict(line.values) for line in wanted.lines}


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("kind", [FileType.CSV_NB, FileType.CSV_EN])
def test_the_rhythms_of_a_company_stand_below_each_other_in_a_csv_and_are_taken_in_table_by_table(
    kind: FileType, shape: Shape, bakery: Path
) -> None:
    with Workspace.open(bakery, author="Kari") as ws:
        wanted = gathered(ws, Asked())
    assert len(wanted.frequencies) > 1 and wanted.count > 200
    assert_the_same(wanted, As(kind, shape), "nb")


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("kind", [FileType.CSV_NB, FileType.CSV_EN])
@settings(max_examples=15, deadline=None, phases=PHASES)
@given(wanted=numbers())
def test_every_cell_alone_reads_back_to_its_number_and_period(kind: FileType, language: str, wanted: Numbers) -> None:
    decimal = "," if kind is FileType.CSV_NB else "."
    with text.using(language):
        sheet = read_stream(io.BytesIO(numbers_as(wanted, As(kind, Shape.LONG))), "tall.csv").sheets[0]
    first = wanted.frequencies[-1]
    expected = [
        (line.name, when, value)
        for line in wanted.lines
        if line.frequency is first
        for when, value in line.values.items()
    ]
    calendar = Calendar(wanted.fiscal_start)
    rows = list(sheet.rows[1 : len(expected) + 1])
    assert [str(row[0]).removeprefix("'") for row in rows] == [name for name, _when, _value in expected]
    assert [period(str(row[2]), calendar) for row in rows] == [Understood(when) for _name, when, _value in expected]
    assert [cell(str(row[3]), Writing(decimal=decimal)) for row in rows] == [
        Understood(value) for _name, _when, value in expected
    ]


def test_months_are_found_beside_ten_years_of_days() -> None:
    days = {Period.containing(dt.date(2015, 1, 1), Frequency.DAY).next(step): float(step) for step in range(4_000)}
    months = {Period.containing(dt.date(2015, 1, 1), Frequency.MONTH).next(step): 0.5 + step for step in range(24)}
    lines = (
        Line("a", "Kasse", "count", 0, Frequency.DAY, days, {}),
        Line("b", "Husleie", "count", 1, Frequency.MONTH, months, {}),
    )
    assert_the_same(Numbers(lines, 1, 2, 0), As(FileType.CSV_NB, Shape.LONG), "nb")
