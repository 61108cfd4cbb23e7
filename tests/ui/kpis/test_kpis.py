"""The KPI table, the KPI page and its chart, driven as a person would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kpidesk import figures
from kpidesk.commands import inputs
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.viz.chart import chart_spec
from kpidesk.workspace import Workspace
from tests.own_kpis import named
from tests.ui.kpis.kpi_shown import open_kpi
from ui.base.reach.beside import opened_in
from ui.base.session import Session
from ui.base.theme import Theme
from ui.kpis.kpi_page import KpiPage
from ui.kpis.kpi_table import GroupRow, KpiRow
from ui.kpis.kpis_page import KpisPage


@pytest.fixture
def bakery_session(bakery: Workspace, theme: Theme) -> Session:
    return Session(bakery, theme)


@pytest.fixture
def page(qtbot: QtBot, bakery_session: Session) -> KpisPage:
    shown = KpisPage(bakery_session)
    bakery_session.changed.connect(shown.refresh)
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.refresh(None)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


@pytest.fixture
def sales(qtbot: QtBot, bakery_session: Session) -> KpiPage:
    return open_kpi(qtbot, bakery_session, "Nettosalg")


def shown_names(page: KpisPage) -> list[str]:
    return [row.figures.kpi.name for row in page.table.rows if isinstance(row, KpiRow)]


def test_the_models_keep_qts_rules(page: KpisPage, sales: KpiPage) -> None:
    for model in (page.table, sales.entries):
        tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert tester.model() is model
    page._fold()
    sales.show_by(Frequency.MONTH)


def test_kpis_stand_by_department_and_the_parked_ones_are_folded(page: KpisPage) -> None:
    heads = [row.title for row in page.table.rows if isinstance(row, GroupRow)]
    assert heads == ["Kundeservice", "HR", "Salg", "Markedsføring", "IT", "Økonomi", "Parkert"]
    assert len(shown_names(page)) == 7
    page._fold()
    assert len(shown_names(page)) == 10


def test_going_up_to_the_first_of_a_department_brings_its_head(page: KpisPage) -> None:
    page.resize(1200, 260)
    view = page.view
    view.choose(next(row.figures.kpi.uid for row in reversed(page.table.rows) if isinstance(row, KpiRow)))
    assert view.rowViewportPosition(0) < 0
    for _step in range(20):
        QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1
    assert view.rowViewportPosition(0) == 0


def test_search_and_filters_narrow_the_table(page: KpisPage) -> None:
    QTest.keyClicks(page.filters.search, "nps")
    assert shown_names(page) == ["NPS (Net Promoter Score)"]
    page.filters.clear()
    page.filters.statuses.setCurrentIndex(page.filters.statuses.findData(Status.OFF_TRACK.value))
    assert shown_names(page) == ["Konverteringsfrekvens på nettsiden"]
    page.filters.clear()
    page.filters.signals.click()
    assert "Nettosalg" in shown_names(page)
    assert "Sykefravær" not in shown_names(page)


def test_delete_parks_and_undo_takes_it_back(page: KpisPage, bakery: Workspace) -> None:
    row = page.table.row_of(named(bakery, "Nettosalg").uid)
    page.view.setCurrentIndex(page.table.index(row, 0))
    page.view.setFocus()
    page._run("park_kpi")
    assert named(bakery, "Nettosalg").parked
    assert "Nettosalg" not in shown_names(page)
    page.session.undo()
    assert not named(bakery, "Nettosalg").parked
    assert "Nettosalg" in shown_names(page)


def test_enter_opens_the_kpi(page: KpisPage, bakery: Workspace, qtbot: QtBot) -> None:
    page.view.setCurrentIndex(page.table.index(page.table.row_of(named(bakery, "Sykefravær").uid), 0))
    with qtbot.waitSignal(page.session.navigate) as gone:
        QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert gone.args == ["kpi", named(bakery, "Sykefravær").uid]


def test_the_chart_draws_its_spec(sales: KpiPage, bakery: Workspace) -> None:
    spec = sales.trend.chart.spec
    assert spec is not None
    assert len(spec.periods) == 26
    drawn = sales.trend.chart.layers
    rings = [dot for dot in drawn["signals"].dots if dot.pen is not None]
    assert len(rings) == len([x for x in spec.signals if spec.values[x] is not None]) > 0
    assert not any(drawn[name].empty for name in ("target", "limits", "notes"))
    sales.trend.toggles["limits"].click()
    assert not drawn["limits"].shown


def test_gaps_stay_gaps(bakery: Workspace) -> None:
    kpi = named(bakery, "Sykefravær")
    found = figures.kpi_figures(bakery, kpi, bakery.today())
    spec = chart_spec(found)
    assert spec.values[-1] is None
    assert spec.missing == (len(spec.values) - 1,)


def test_arrows_move_the_hair_line(sales: KpiPage) -> None:
    QTest.keyClick(sales.trend.chart, Qt.Key.Key_Left)
    QTest.keyClick(sales.trend.chart, Qt.Key.Key_Left)
    spec = sales.trend.chart.spec
    assert spec is not None
    place = len(spec.periods) - 2
    assert sales.trend.chart._at == place
    assert sales.trend.chart.reading.text()


def test_longer_periods_add_the_weeks_up(sales: KpiPage) -> None:
    sales.show_by(Frequency.MONTH)
    february = next(n for n, point in enumerate(sales.entries.points) if point.period == Period.parse("2026-02"))
    text = sales.entries.words.text(sales.entries.index(february, sales.entries.value_column))
    assert text == "1\u00a0284\u00a0500"


def test_a_number_from_three_weeks_ago_is_corrected_in_place(sales: KpiPage, bakery: Workspace) -> None:
    """Story 13: it takes two clicks, the value and Enter."""
    row = next(n for n, point in enumerate(sales.entries.points) if point.period == Period.parse("2026-W08"))
    index = sales.entries.index(row, 1)
    sales.table.setCurrentIndex(index)
    sales.table.edit(index)
    editor = opened_in(sales.table)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "321000")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    gross = inputs.input_named(bakery, "gross_sales").uid
    assert bakery.series(gross)[Period.parse("2026-W08")] == 321000
    sales.session.undo()
    assert bakery.series(gross)[Period.parse("2026-W08")] == 320200
