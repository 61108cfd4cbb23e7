"""Numbers for periods that have not begun: taken with a sentence, shown apart, and counted nowhere; deadlines alike."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import due_cells, entry_blocks, kpi_figures
from kpidesk.figures.kpi_rows import Column, KpiRow
from kpidesk.number_forms import forms
from kpidesk.round.attention import needs_attention
from kpidesk.wording.kpis import text_of
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.past import Clock
from ui.base.session import Session
from ui.entry.entry_line_words import plain, preview_words
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_looks import FIRST, State
from ui.entry.sheet.entry_paste import copied, read_block
from ui.kpis.numbers.entries_table import EntriesTable
from ui.kpis.numbers.entries_words import Part

FEBRUARY, MARCH, APRIL, MAY = (Period.parse(f"2026-0{month}") for month in (2, 3, 4, 5))


@pytest.fixture
def sales(workspace: Workspace) -> Kpi:
    """Entered up to March (today is the sixteenth), and a plan for April."""
    kpi = workspace.get(Kpi, own_kpis.define(workspace, name="Salg", frequency=Frequency.MONTH, target=100.0))
    source = kpi.inputs[0][1]
    entry.paste(workspace, [(source, month, 100.0) for month in (FEBRUARY, MARCH)])
    entry.set_value(workspace, source, APRIL, 999.0)
    return kpi


def grid_of(session: Session) -> EntryGrid:
    grid = EntryGrid(session, Ledger(session), Frequency.MONTH)
    (block,) = [each for each in entry_blocks(session.ws) if each.frequency is Frequency.MONTH]
    grid.show(block.rows, (FEBRUARY, MARCH, APRIL, MAY), set())
    return grid


def said_by(session: Session) -> list[str]:
    told: list[str] = []
    session.done.connect(lambda done: told.append(str(getattr(done, "words", done))))
    return told


def test_the_sheet_shows_it_apart_and_says_so_to_the_ear(session: Session, sales: Kpi) -> None:
    grid = grid_of(session)
    april = grid.index(0, FIRST + 2)
    assert grid.looks.state(april) is State.AHEAD and grid.looks.state(grid.index(0, FIRST + 1)) is not State.AHEAD
    assert grid.looks.text(april).replace(fmt.NBSP, "") == "999"
    assert "ikke begynt, teller ikke ennå" in grid.data(april, Qt.ItemDataRole.AccessibleTextRole)
    assert grid.heads.caption(APRIL)[0] == "ikke begynt"


def test_typing_one_stores_it_and_says_that_it_does_not_count_yet(qtbot: QtBot, session: Session, sales: Kpi) -> None:
    grid, told = grid_of(session), said_by(session)
    may = grid.index(0, FIRST + 3)
    assert grid.flags(may) & Qt.ItemFlag.ItemIsEditable
    assert grid.setData(may, "55")
    assert session.ws.series(sales.inputs[0][1])[MAY] == 55.0
    assert len(told) == 1 and "har ikke begynt" in told[0]
    assert grid.setData(grid.index(0, FIRST), "101") and len(told) == 1


def test_a_pasted_block_is_stored_whole_and_says_how_much_of_it_does_not_count_yet(
    session: Session, sales: Kpi
) -> None:
    grid = grid_of(session)
    block = read_block(grid.ledger, grid.rows, MARCH, copied("1\t2\t3"))
    assert (len(block.cells), block.ahead, block.clean) == (3, 2, True)
    assert "2 gjelder perioder som ikke har begynt, og teller ikke ennå." in plain(preview_words(block, grid.ledger))


def test_the_table_of_the_kpi_has_it_on_top_without_a_gap_and_the_trend_beside_its_line(
    session: Session, sales: Kpi
) -> None:
    table = EntriesTable(session)
    found = kpi_figures(session.ws, sales, session.today())
    table.show(found, {})
    assert [point.period for point in table.points] == [APRIL, MARCH, FEBRUARY]
    assert table.words.period(APRIL)[1] == "ikke begynt" and table.words.period(MARCH)[1] == ""
    assert table.words.text(table.index(0, table.column_of(Part.GAP))) == ""
    assert table.words.text(table.index(0, table.column_of(Part.VALUE))) == "999"
    assert not table.has_older


def test_the_latest_number_and_the_status_know_nothing_of_it(session: Session, sales: Kpi) -> None:
    row = KpiRow(kpi_figures(session.ws, sales, session.today()))
    assert text_of(row, Column.LATEST, session.today()) == forms(100.0, "count", 0)[0]
    quarter = kpi_figures(session.ws, sales, session.today(), Frequency.QUARTER)
    assert quarter.latest is not None and quarter.latest.value == 200.0 and quarter.periods[-1].key() == "2026-Q1"


@pytest.mark.parametrize(
    ("frequency", "days", "grace"),
    [(Frequency.DAY, 10, None), (Frequency.WEEK, 40, None), (Frequency.MONTH, 70, 20), (Frequency.MONTH, 70, None)],
)
def test_head_table_overview_and_count_give_one_day(
    workspace: Workspace, clock: Clock, theme, frequency: Frequency, days: int, grace: int | None
) -> None:
    kpi = workspace.get(Kpi, own_kpis.define(workspace, name="Tall", frequency=frequency, grace_days=grace))
    start = Period.containing(workspace.today(), frequency)
    entry.set_value(workspace, kpi.inputs[0][1], start, 1.0)
    clock.now += dt.timedelta(days=days)
    session = Session(workspace, theme)
    due = kpi_figures(workspace, kpi, session.today()).due
    cells = due_cells(workspace, session.today())
    assert cells[0] == (kpi.inputs[0][1], due.period)
    grid = EntryGrid(session, Ledger(session), frequency)
    grid.show(entry_blocks(workspace)[0].rows, (due.period,), set())
    said = text_of(KpiRow(kpi_figures(workspace, kpi, session.today())), Column.NEXT, session.today())
    assert due.overdue is not None and grid.heads.caption(grid.periods[0])[0] == said == fmt.overdue(due.overdue)


def test_a_daily_number_is_due_on_its_deadline_not_a_day_later(workspace: Workspace, clock: Clock, theme) -> None:
    kpi = workspace.get(Kpi, own_kpis.define(workspace, name="Dag", frequency=Frequency.DAY))
    today = Period.containing(workspace.today(), Frequency.DAY)
    clock.now += dt.timedelta(days=1)
    session = Session(workspace, theme)
    grid = EntryGrid(session, Ledger(session), Frequency.DAY)
    grid.show(entry_blocks(workspace)[0].rows, (today,), set())
    assert kpi_figures(workspace, kpi, session.today()).due.date == dt.date(2026, 3, 19)
    assert grid.heads.caption(grid.periods[0])[0] == "frist 19.3."


def test_a_new_kpi_needs_nobody_before_its_first_period_has_ended(workspace: Workspace, clock: Clock) -> None:
    kpi = workspace.get(Kpi, own_kpis.define(workspace, name="Ny", frequency=Frequency.MONTH))
    assert not needs_attention(kpi_figures(workspace, kpi, workspace.today()))
    clock.now += dt.timedelta(days=16)
    assert needs_attention(kpi_figures(workspace, kpi, workspace.today()))


def test_a_plan_is_not_looked_at_as_an_odd_number(session: Session, sales: Kpi) -> None:
    source = sales.inputs[0][1]
    entry.paste(session.ws, [(source, FEBRUARY.previous(n), 100.0 + n % 2) for n in range(1, 13)])
    ledger = Ledger(session)
    assert not ledger.is_unusual((source, APRIL))
    entry.set_value(session.ws, source, MARCH, 999.0)
    assert Ledger(session).is_unusual((source, MARCH))
