"""Beside the sheet: each of the rules that flag a number gives its own reason, and no heading stands over nothing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, kpis
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import entry_blocks
from kpidesk.format import NBSP
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.session import Session
from ui.entry.entry_concerns import Concerns
from ui.entry.entry_details import EntryDetails
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


def test_a_number_inside_what_is_usual_is_asked_about_with_the_numbers_that_it_lies_far_from(
    session: Session, workspace: Workspace
):
    (said,) = said_of(session, -2_600)
    assert said == "Langt fra de 6 tallene nærmest i tid, −2 000 000 til −40 000. Stemmer det?"


def test_numbers_that_never_vary_are_named_themselves(session: Session, workspace: Workspace):
    (said,) = said_of(session, 900, (100.0,) * 8)
    assert said == "Langt fra de 8 tallene nærmest i tid, 100. Stemmer det?"


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
