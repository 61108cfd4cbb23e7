"""Beside the sheet: each of the rules that flag a number gives its own reason, and no heading stands over nothing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, kpis
from kpidesk.domain.entities import Combine, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import entry_blocks
from kpidesk.format import NBSP
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.session import Session
from ui.entry.entry_concerns import Concerns
from ui.entry.entry_details import EntryDetails
from ui.entry.entry_line import EntryLine
from ui.entry.entry_line_words import cell_said
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_looks import FIRST

CASH = (-2_000_000.0, -900_000, -100_000, -1_500_000, -40_000, -800_000)
MARCH = Period.parse("2026-03")


def said_of(session: Session, value: float, others: tuple[float, ...] = CASH) -> list[str]:
    ws = session.ws
    kpi = ws.get(Kpi, own_kpis.define(ws, name="Kontantstrøm", frequency=Frequency.MONTH))
    source, month = kpi.inputs[0][1], MARCH
    months = []
    for _other in others:
        months.append(month := month.previous())
    entry.paste(ws, list(zip([source] * len(others), reversed(months), others, strict=True)))
    entry.set_value(ws, source, MARCH, value)
    (block,) = [each for each in entry_blocks(ws) if each.frequency is Frequency.MONTH]
    grid = EntryGrid(session, Ledger(session), Frequency.MONTH)
    grid.show(block.rows, (*reversed(months), MARCH), set())
    return [each.sentence.replace(NBSP, " ") for each in Concerns().of(grid)]


def test_a_number_outside_what_is_usual_is_asked_about_with_what_is_usual(session: Session, workspace: Workspace):
    (said,) = said_of(session, 9_000_000)
    assert said.startswith("Vanligvis ")


def test_why_a_number_is_unusual_is_told_where_there_is_no_room_for_the_side(session: Session, workspace: Workspace):
    (said,) = said_of(session, 900, (100.0,) * 8)
    (block,) = [each for each in entry_blocks(workspace) if each.frequency is Frequency.MONTH]
    ledger = Ledger(session)
    grid, line = EntryGrid(session, ledger, Frequency.MONTH), EntryLine(session.theme, ledger)
    grid.show(block.rows, (MARCH.previous(), MARCH), set())
    row = next(n for n, each in enumerate(grid.rows) if each.name == "Kontantstrøm")
    plain, odd = grid.index(row, FIRST), grid.index(row, FIRST + 1)
    tip, heard = odd.data(Qt.ItemDataRole.ToolTipRole), odd.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said in tip.replace(NBSP, " ") and said in heard.replace(NBSP, " ")
    assert plain.data(Qt.ItemDataRole.ToolTipRole) is None
    for index, silent in ((plain, True), (odd, False)):
        line.show_cell(cell_said(grid, index, workspace.today()), "")
        assert line.is_silent() is silent


def test_a_number_inside_what_is_usual_is_asked_about_with_the_numbers_that_it_lies_far_from(
    session: Session, workspace: Workspace
):
    (said,) = said_of(session, -2_600)
    assert said == "Langt fra de 6 tallene nærmest i tid, −2 000 000 til −40 000. Stemmer det?"


def test_numbers_that_never_vary_are_named_themselves(session: Session, workspace: Workspace):
    (said,) = said_of(session, 900, (100.0,) * 8)
    assert said == "Langt fra de 8 tallene nærmest i tid, 100. Stemmer det?"


def test_a_number_that_can_never_be_stays_in_its_cell_unstored_with_the_reason(session: Session, workspace: Workspace):
    kpi = workspace.get(Kpi, own_kpis.define(workspace, name="NPS", unit="score", combine=Combine.LAST))
    cell = (kpi.inputs[0][1], MARCH)
    (block,) = [each for each in entry_blocks(workspace) if each.frequency is Frequency.MONTH]
    ledger = Ledger(session)
    grid = EntryGrid(session, ledger, Frequency.MONTH)
    grid.show(block.rows, (MARCH,), set())
    place = next(n for n, row in enumerate(grid.rows) if row.source is not None and row.source.uid == cell[0])
    grid.setData(grid.index(place, FIRST), "650")
    assert (ledger.draft(cell), ledger.value(cell)) == ("650", None)
    (said,) = [each for each in Concerns().of(grid) if each.cell == cell]
    assert said.error and said.sentence.startswith("Det er aldri over 100.")
    doubt = entry.doubt("650", ledger.read(cell, "650"))
    assert doubt is not None and str(doubt.what) == "«650» er ikke lagret"
    grid.setData(grid.index(place, FIRST), "65")
    assert (ledger.draft(cell), workspace.series(cell[0])) == (None, {MARCH: 65.0})


def test_what_is_usual_of_a_share_ends_at_all_of_it_and_is_told_with_its_decimals(
    session: Session, workspace: Workspace
):
    kpi = own_kpis.define(workspace, name="Levert i tide", unit="percent", decimals=0, combine=Combine.MEAN)
    source = workspace.get(Kpi, kpi).inputs[0][1]
    months = [MARCH.previous(n) for n in range(6, 0, -1)]
    entry.paste(workspace, [(source, month, v) for month, v in zip(months, (98.0, 99, 99, 100, 99, 99), strict=True)])
    entry.set_value(workspace, source, MARCH, 90.0)
    (said,) = Concerns().of_inputs(Ledger(session), [workspace.get(Input, source)])
    assert said.sentence == "Vanligvis 97–100. Stemmer det?"


def test_where_no_cell_is_chosen_the_side_has_no_headings_over_nothing(qtbot: QtBot, session: Session) -> None:
    side = EntryDetails(session)
    qtbot.addWidget(side)
    assert shown_in(side) == ["Velg et tall for å se det her."]
    kpi = session.ws.get(Kpi, own_kpis.define(session.ws, name="Salg", frequency=Frequency.MONTH))
    (block,) = [each for each in entry_blocks(session.ws) if each.frequency is Frequency.MONTH]
    grid = EntryGrid(session, Ledger(session), Frequency.MONTH)
    grid.show(block.rows, (MARCH,), set())
    side.show_cell(grid, grid.index(0, FIRST))
    assert kpi.name in shown_in(side) and "Velg et tall for å se det her." not in shown_in(side)
    side.show_cell(grid, QModelIndex())
    assert shown_in(side) == ["Velg et tall for å se det her."]


def test_a_sheet_without_a_row_begins_at_the_way_to_the_kpis(qtbot: QtBot, session: Session, workspace: Workspace):
    for kpi in workspace.all(Kpi):
        kpis.delete(workspace, kpi.uid)
    page = EntryPage(session)
    qtbot.addWidget(page)
    page.show()
    page.refresh(None)
    button = page.initial_focus()
    assert isinstance(button, QPushButton) and button.text() == "Se KPI-ene"


def shown_in(side: EntryDetails) -> list[str]:
    return [each.text() for each in side.findChildren(QLabel) if each.isVisibleTo(side) and each.text()]
