"""What a template or the library suggests as a target: said wherever it is shown, confirmed with one press."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, library, people, targets
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.figures.kpi_rows import Column, KpiRow
from kpidesk.wording.kpis import spoken, text_of, tip_of
from kpidesk.workspace import Workspace
from ui.base.session import Session
from ui.kpis.kpi_page import KpiPage
from ui.kpis.kpis_page import KpisPage
from ui.targets.target_list import TargetList


@pytest.fixture
def absence(workspace: Workspace) -> Kpi:
    people.set_company(workspace, people=50)  # sensitive: what is about nobody knows how many is hidden
    uid = library.add_many(workspace, ["sick_leave_rate"])[0]
    kpi = workspace.get(Kpi, uid)
    quarter = Period.parse("2025-Q4")
    for (_name, source), value in zip(kpi.inputs, (20.0, 100.0), strict=False):
        entry.set_value(workspace, source, quarter, value)
    return kpi


@pytest.fixture
def page(qtbot: QtBot, session: Session, absence: Kpi) -> KpiPage:
    shown = KpiPage(session)
    session.changed.connect(shown.refresh)
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.show_argument(absence.uid)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def said(page: KpiPage) -> list[str]:
    return [label.text() for label in page.facts.findChildren(QLabel) if label.isVisibleTo(page.facts)]


def button(page: KpiPage, name: str) -> QPushButton | None:
    return page.facts.findChild(QPushButton, name)


def test_the_page_of_the_kpi_says_so_and_confirms_it_with_undo(qtbot: QtBot, page: KpiPage, absence: Kpi) -> None:
    assert "Målverdien er et forslag" in said(page)
    assert page.figures is not None and page.figures.status is Status.NO_TARGET
    pressed = button(page, "confirm_target")
    assert pressed is not None
    pressed.click()
    qtbot.waitUntil(lambda: page.figures is not None and page.figures.status is Status.OFF_TRACK)
    qtbot.waitUntil(lambda: button(page, "confirm_target") is None)
    assert "Målverdien er et forslag" not in said(page)
    page.session.undo()
    qtbot.waitUntil(lambda: "Målverdien er et forslag" in said(page))


def test_it_can_be_confirmed_from_the_menus_only_while_it_is_a_suggestion(
    qtbot: QtBot, session: Session, page: KpiPage, absence: Kpi
) -> None:
    table = KpisPage(session)
    qtbot.addWidget(table)
    table.refresh(None)
    table.view.choose(absence.uid)
    assert "confirm_target" in table.commands() and "confirm_target" in page.commands()
    table.commands()["confirm_target"]()
    assert not any(row.suggested for row in targets.of_kpi(session.ws, absence.uid))
    assert "confirm_target" not in table.commands()


def test_the_table_says_suggestion_where_a_status_would_stand(page: KpiPage, session: Session) -> None:
    assert page.figures is not None
    row, today = KpiRow(page.figures, ""), session.today()
    assert text_of(row, Column.STATUS, today) == "Forslag"
    assert "før du har bekreftet" in tip_of(row, Column.TARGET, today)
    assert "foreslått mål" in spoken(row, today, 1)
    assert row.spark.suggested


def test_the_list_of_targets_says_which_is_a_suggestion(qtbot: QtBot, session: Session, absence: Kpi) -> None:
    shown = TargetList(absence, targets.of_kpi(session.ws, absence.uid), 1, session.today())
    qtbot.addWidget(shown)
    names = [each.accessibleName() for each in shown.findChildren(QPushButton)]
    assert len(names) == 1 and "forslag" in names[0]
