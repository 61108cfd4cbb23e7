"""Files of one's own with many KPIs, or with nothing else: where they begin, and that no tile is cut."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kpidesk import text
from kpidesk.commands import entry, goals
from kpidesk.commands.cycles import ensure_cycle
from kpidesk.domain.entities import Combine, Direction, KeyResult, Kpi, ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace
from tests import long, own_kpis
from tests.ui.opened import opened_window
from tests.ui.screens.fitting import faults_of, painting
from tests.ui.settled import settle
from ui.app.places import Places
from ui.base.memory import Memory
from ui.base.session import Session
from ui.goals.goals_page import GoalsPage
from ui.overview.overview_page import OverviewPage
from ui.overview.overview_rows import SmallKpi
from ui.overview.tile_grid import TileGrid


@pytest.fixture
def workspace(tmp_path, home, clock):
    with (
        Workspace.create(
            tmp_path / "Sauesenteret.kpidesk", company="Sauesenteret", author="Kari", home=home, clock=clock
        ) as made,
        made.sharing.holding(),
    ):
        yield made


def _before(quarter: Period) -> Period:
    """The month before the quarter: there its KPI begins."""
    return Period.containing(quarter.first - dt.timedelta(days=1), Frequency.MONTH)


def define(workspace, count: int) -> None:
    for number in range(count):
        own_kpis.define(workspace, name=f"Fôr til besetning {number}")


@pytest.mark.parametrize(("width", "across"), [(320, 1), (498, 3), (672, 4), (1200, 4)])
def test_as_many_tiles_stand_side_by_side_as_are_whole(width, across, workspace, theme, qtbot):
    define(workspace, 6)
    session = Session(workspace, theme)
    page = OverviewPage(session)
    qtbot.addWidget(page)
    grid = page.findChild(TileGrid)
    grid.setParent(None)
    qtbot.addWidget(grid)
    grid.resize(width, 300)
    with qtbot.waitExposed(grid):
        grid.show()
    assert grid.across == across
    assert all(each.geometry().right() < width for each in grid.findChildren(SmallKpi))


@pytest.mark.parametrize("window", [640, 1024, 1440])
def test_no_tile_of_the_overview_is_cut(window, workspace, theme, qtbot):
    define(workspace, 12)
    page = OverviewPage(Session(workspace, theme))
    qtbot.addWidget(page)
    page.resize(window - 56, 700)
    page.fit(window)
    with qtbot.waitExposed(page):
        page.show()
    edge = page.main.viewport().mapToGlobal(QPoint(page.main.viewport().width(), 0)).x()
    tiles = page.main.findChildren(SmallKpi)
    assert len(tiles) == 12
    qtbot.waitUntil(lambda: all(each.mapToGlobal(QPoint(each.width(), 0)).x() <= edge for each in tiles))


@pytest.mark.parametrize(("count", "ways"), [(12, 0), (13, 1)])
def test_kpis_beyond_the_tiles_can_be_reached(count, ways, workspace, theme, qtbot):
    define(workspace, count)
    session = Session(workspace, theme)
    page = OverviewPage(session)
    qtbot.addWidget(page)
    found = [each for each in page.main.findChildren(QPushButton) if each.text() == "Se KPI-ene"]
    assert len(found) == ways
    if found:
        with qtbot.waitSignal(session.navigate) as went:
            QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        assert went.args == ["kpis", None]


def test_a_file_of_kpis_alone_begins_where_they_are_gathered(workspace, theme, settings, qtbot):
    places = Places(Session(workspace, theme), Memory(settings), [])
    qtbot.addWidget(places)
    assert places.first() == ("goals", None), "an empty file begins with a goal"
    define(workspace, 1)
    assert places.first() == ("overview", None)
    goals.add_objective(workspace, "Flere lam", cycle=ensure_cycle(workspace, Period.parse("2026-Q4")))
    assert places.first() == ("goals", None)


def test_the_bar_of_a_level_begins_at_no_number(workspace, theme, qtbot):
    quarter = Period.containing(workspace.today(), Frequency.QUARTER)
    cycle = ensure_cycle(workspace, quarter)
    waste = own_kpis.define(
        workspace, name="Svinn", unit="percent", combine=Combine.MEAN, direction=Direction.DECREASE, target=5.0
    )
    entry.set_value(workspace, workspace.get(Kpi, waste).inputs[0][1], _before(quarter), 6.0)
    top = goals.add_objective(workspace, "Mindre svinn", cycle=cycle)
    level = goals.add_key_result(workspace, "Hold svinnet under 5 %", parent=top)
    assert workspace.get(KeyResult, level).kind is ResultKind.HOLD
    page = GoalsPage(Session(workspace, theme))
    qtbot.addWidget(page)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()
    page.view.choose(level)
    assert "Start" not in page.inspector.panel.bullet.accessibleName()


EVERY_HEAD = tuple(product((100, 140), (1440, 1180, 1024, 640), (False, True)))
HEADS = long.either(
    {
        "nb": tuple(each for n, each in enumerate(EVERY_HEAD) if (n + n // 2 + n // 8) % 2),
        "en": tuple(each for n, each in enumerate(EVERY_HEAD) if not (n + n // 2 + n // 8) % 2),
    },
    dict.fromkeys(("nb", "en"), EVERY_HEAD),
)
"""Size of the text, width, and whether there is a filter: each in one of the languages, or in both."""


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_head_of_the_table_is_whole_with_36_kpis_and_every_filter_on(
    language, workspace, theme, settings, home, clock, qtbot, monkeypatch
):
    define(workspace, 36)
    workspace.close()
    settings.setValue("language", language)
    settings.setValue("author", "Kari")
    found = []
    with text.using(language):
        window = opened_window(workspace.path, theme, settings, home, clock, qtbot)
        for size, width, filtered in HEADS[language]:
            theme.resize(size)
            window.resize(width, 640)
            window.go("kpis")
            head = window.page().filters
            head.clear()
            if filtered:
                head.search.setText("besetning")
                head.statuses.setCurrentIndex(head.statuses.count() - 1)
            settle()
            with painting(monkeypatch) as painted:
                window.grab()
            here = [*faults_of(window), *dict.fromkeys(painted)]
            found += [f"{width}, {size} %, filtered {filtered}: {each}" for each in here]
        theme.resize(100)
    assert not found, "\n" + "\n".join(found)
