"""The review as of a day: a plan for the rest of the quarter makes it neither whole nor late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import cycles, entry, notes
from kpidesk.domain.entities import Cycle, Kpi
from kpidesk.domain.period import Period
from kpidesk.report.compose import compose
from kpidesk.report.kpi_sheet import compose_sheet
from kpidesk.report.model import KpiLine
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

NOW = dt.datetime(2026, 11, 28, 10, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        text.using("en"),
        Workspace.create(
            tmp_path / "a.kpidesk", company="A", home=Home(tmp_path), clock=lambda: NOW, language="en"
        ) as made,
    ):
        yield made


@pytest.fixture
def sales(ws: Workspace) -> Kpi:
    """Sales with zeros that a plan has put into the months to come."""
    kpi = ws.get(Kpi, own_kpis.define(ws, name="Sales", unit="count", target=100.0))
    september = Period.parse("2026-09")
    numbers = enumerate((105.0, 120.0, 90.0, 0.0))
    entry.paste(ws, [(kpi.inputs[0][1], september.next(n), number) for n, number in numbers])
    return kpi


def line_of(ws: Workspace, as_of: dt.date) -> KpiLine:
    cycle = ws.get(Cycle, cycles.ensure_cycle(ws, Period.parse("2026-Q4")))
    (line,) = compose(ws, cycle, as_of=as_of).kpis
    return line


def test_zeros_for_months_to_come_leave_the_quarter_running(ws: Workspace, sales: Kpi) -> None:
    line = line_of(ws, TODAY)
    assert line.value_period == "so far in Q4 2026"
    assert (line.number, line.target_number, line.status) == (210.0, 200.0, "on_track")


def test_an_earlier_day_counts_only_the_months_that_had_begun(ws: Workspace, sales: Kpi) -> None:
    line = line_of(ws, dt.date(2026, 10, 31))
    assert (line.number, line.target_number) == (120.0, 100.0)
    assert line.value_period == "so far in Q4 2026"


def test_once_the_quarter_is_over_all_of_it_counts(ws: Workspace, sales: Kpi) -> None:
    line = line_of(ws, dt.date(2027, 1, 2))
    assert (line.number, line.target_number, line.status) == (210.0, 300.0, "off_track")
    assert line.value_period == "all of Q4 2026"


def test_a_note_on_a_month_to_come_stays_off_paper_until_it_begins(ws: Workspace, sales: Kpi) -> None:
    notes.annotate(ws, sales.uid, Period.parse("2026-10"), "Campaign")
    notes.annotate(ws, sales.uid, Period.parse("2026-11"), "Price rise")
    told = [note.text for note in line_of(ws, dt.date(2026, 10, 31)).chart.notes]
    assert told == ["Campaign"]
    assert [note.text for note in line_of(ws, TODAY).chart.notes] == ["Campaign", "Price rise"]


def test_the_sheet_of_a_kpi_lists_no_month_that_has_not_begun(ws: Workspace, sales: Kpi) -> None:
    rows = compose_sheet(ws, sales, as_of=TODAY).rows
    assert [row.period for row in rows][:2] == ["November 2026", "October 2026"]
