"""The page of a KPI in sight."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.own_kpis import named
from ui.base.session import Session
from ui.kpis.kpi_page import KpiPage


def open_kpi(qtbot: QtBot, session: Session, name: str) -> KpiPage:
    """The page of the KPI of a name."""
    shown = KpiPage(session)
    session.changed.connect(shown.refresh)
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.show_argument(named(session.ws, name).uid)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown
