"""A file of many KPIs: pages stand at once, say what is not worked out yet, and make widgets only for what shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.commands import cycles, entry, kpis, people
from kpidesk.domain.entities import Input, Kpi, Objective, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import all_figures
from kpidesk.figures.kpi_rows import KpiRow as TableRow
from kpidesk.figures.kpi_rows import PendingRow
from kpidesk.round.attention import needs_attention, urgency
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.ui.conftest import Clock
from ui.base.session import Session
from ui.base.theme import Theme
from ui.kpis.kpis_page import KpisPage
from ui.overview import overview_page
from ui.overview.advice_list import AdviceLine, AdviceList
from ui.overview.overview_page import OverviewPage
from ui.overview.overview_rows import DueRow, KpiRow, Lined, ObjectiveRow, SmallKpi

MANY, MORE = 80, 160
"""Both are more KPIs than are worked out at once."""


def fill(ws: Workspace, count: int) -> None:
    """KPIs of a year of weeks, every other one behind; and as many objectives."""
    week = Period.containing(ws.today(), Frequency.WEEK)
    quarter = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    with ws.sharing.holding(), ws.transaction(msg("fill")) as change:
        for n in range(count):
            source = change.add(Input(new_uid(), f"k{n}", f"Input {n}", frequency=Frequency.WEEK, order=f"a{n:04}1"))
            change.measure_many(source, [(week.previous(back), 50.0 + (back * 7 + n) % 5) for back in range(2, 54)])
            kpi = Kpi(new_uid(), f"KPI {n}", frequency=Frequency.WEEK, inputs=((f"k{n}", source),), order=f"a{n:04}1")
            change.add(
                Target(new_uid(), kpi=change.add(kpi), value=70.0 if n % 2 else 20.0, red_flag=60.0 if n % 2 else 10.0)
            )
            change.add(Objective(new_uid(), None, f"a{n:04}1", f"Objective {n}", cycle=quarter))


@pytest.fixture
def make(tmp_path, home: Home, clock: Clock, theme: Theme) -> Iterator[Callable[[int], Session]]:
    made: list[Session] = []

    def make(count: int) -> Session:
        ws = Workspace.create(tmp_path / f"{count}.kpidesk", company="A", author="K", home=home, clock=clock)
        fill(ws, count)
        made.append(Session(ws, theme))
        return made[-1]

    yield make
    for session in made:
        session.close()


def shown(page: QWidget, qtbot: QtBot) -> None:
    qtbot.addWidget(page)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()


def complete(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.figured.complete, timeout=20_000):
        pass


def texts(page: QWidget) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def counted(page: QWidget) -> dict[str, int]:
    kinds = (ObjectiveRow, KpiRow, SmallKpi, AdviceLine, DueRow)
    return {kind.__name__: len(page.findChildren(kind)) for kind in kinds}


def test_the_overview_says_what_is_being_worked_out_and_shows_it_when_it_is(make, qtbot: QtBot) -> None:
    session = make(MANY)
    page = OverviewPage(session)
    shown(page, qtbot)
    assert f"{MANY} KPI-er regnes ut …" in texts(page)
    assert not page.findChildren(KpiRow) and not page.findChildren(SmallKpi)
    assert page.findChildren(ObjectiveRow) and page.findChildren(DueRow), "what is known is there at once"
    complete(session, qtbot)
    assert f"{MANY} KPI-er regnes ut …" not in texts(page)
    told = all_figures(session.ws, session.today())
    needing = sum(map(needs_attention, told))
    assert f"{needing} av {MANY}" in texts(page)
    worst = sorted((each for each in told if needs_attention(each)), key=urgency)[:12]
    assert [row.figures for row in sorted(page.findChildren(KpiRow), key=lambda row: row.y())] == worst


def test_figures_are_begun_before_a_page_asks_for_them(make, qtbot: QtBot) -> None:
    session = make(MANY)
    with qtbot.waitSignal(session.figured.complete, timeout=20_000):
        session.figured.look_ahead()
    page = OverviewPage(session)
    shown(page, qtbot)
    assert page.findChildren(KpiRow) and f"{MANY} KPI-er regnes ut …" not in texts(page)
    few = make(3)
    with qtbot.waitSignal(few.figured.complete, timeout=20_000):
        few.figured.look_ahead()
    assert not few.figured.book.missing()


def test_a_helping_that_fails_is_told_once_and_taken_again_when_a_page_asks(
    make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = make(MANY)
    asked: list[int] = []

    def fails(most: int) -> None:
        asked.append(most)
        raise OSError("the disk has gone")

    with monkeypatch.context() as patched:
        patched.setattr(session.figured.book, "work_out", fails)
        with qtbot.captureExceptions() as told:
            assert not session.figured.ready()
            qtbot.waitUntil(lambda: bool(told))
            for _turn in range(20):
                QApplication.processEvents()
        assert len(told) == len(asked) == 1
    assert not session.figured.ready()
    complete(session, qtbot)
    assert session.figured.ready()


def test_the_overview_makes_as_many_widgets_however_many_kpis_and_goals_there_are(make, qtbot: QtBot) -> None:
    found, everything = [], []
    for count in (MANY, MORE):
        session = make(count)
        page = OverviewPage(session)
        shown(page, qtbot)
        complete(session, qtbot)
        found.append(counted(page))
        everything.append(len(page.findChildren(QWidget)))
    due = 8 + 1  # of the group of numbers that wait, and the review that comes
    assert found[0] == found[1] == {"ObjectiveRow": 12, "KpiRow": 12, "SmallKpi": 12, "AdviceLine": 3, "DueRow": due}
    assert everything[0] == everything[1]


def test_what_is_not_shown_is_counted_and_comes_when_asked_for(make, qtbot: QtBot) -> None:
    session = make(MANY)
    page = OverviewPage(session)
    shown(page, qtbot)
    complete(session, qtbot)
    rows = page.findChildren(KpiRow)
    total = sum(map(needs_attention, all_figures(session.ws, session.today())))
    place = page.goals_and_kpis
    way = next(each for each in place.findChildren(QPushButton) if each.text() == f"Vis 25 av {total - 12} til")
    way.setFocus()
    QTest.keyClick(way, Qt.Key.Key_Space)
    assert len(page.findChildren(KpiRow)) == 37 and set(rows) <= set(page.findChildren(KpiRow)), "the first stay"
    assert QApplication.focusWidget() is way and way.text() == f"Vis {total - 37} til"
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert len([row for row in page.findChildren(KpiRow) if row.isVisible()]) == total


def test_advice_makes_lines_for_what_shows(make, qtbot: QtBot) -> None:
    session = make(MANY)
    page = OverviewPage(session)
    shown(page, qtbot)
    advice = page.findChild(AdviceList)
    assert len(advice.lines) == 3
    way = next(each for each in advice.findChildren(QPushButton) if each.text().startswith("Vis 25 av"))
    QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert len(advice.lines) == 28


def test_the_table_names_every_kpi_at_once_and_fills_in_its_numbers(make, qtbot: QtBot) -> None:
    session = make(MANY)
    page = KpisPage(session)
    page.refresh(None)
    shown(page, qtbot)
    assert [type(row) for row in page.table.rows] == [PendingRow] * MANY
    first = page.table.index(0, 0)
    assert first.data() == "KPI 0"
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "KPI 0, regnes ut …"
    assert page.table.index(0, 2).data() is None, "nothing is said of a number that is not known"
    assert page.filters.signals.text() == "Bare signaler …" and not page.filters.signals.isEnabled()
    page.view.setCurrentIndex(page.table.index(5, 0))
    complete(session, qtbot)
    assert [type(row) for row in page.table.rows] == [TableRow] * MANY
    told = all_figures(session.ws, session.today())
    assert [row.figures for row in page.table.rows] == told
    assert page.view.current_uid() == session.ws.all(Kpi)[5].uid, "the chosen one stays chosen"


def test_an_edit_works_out_only_the_kpi_that_it_feeds_and_tells_one_row(make, qtbot: QtBot, monkeypatch) -> None:
    session = make(MANY)
    overview, table = OverviewPage(session), KpisPage(session)
    session.changed.connect(overview.refresh)
    session.changed.connect(table.refresh)
    for page in (overview, table):
        page.refresh(None)
        shown(page, qtbot)
    complete(session, qtbot)
    asked: list[list[str]] = []
    from kpidesk.figures import book

    real = book.figures_of
    monkeypatch.setattr(
        book, "figures_of", lambda ws, kpis, day: asked.append([each.name for each in kpis]) or real(ws, kpis, day)
    )
    told: list[tuple[int, int]] = []
    table.table.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    made, worded, word = set(overview.findChildren(QWidget)), list[str](), Lined._show_line
    monkeypatch.setattr(Lined, "_show_line", lambda row, of: worded.append(of.kpi.name) or word(row, of))
    week = Period.containing(session.today(), Frequency.WEEK)
    kpi = overview.findChildren(KpiRow)[0].figures.kpi
    session.perform(entry.set_value, kpi.inputs[0][1], week.previous(2), 49.5)
    place = session.ws.all(Kpi).index(kpi)
    assert asked == [[kpi.name]], "once, for all pages"
    assert told == [(place, place)]
    assert worded == [kpi.name], "what the other rows say stands"
    assert set(overview.findChildren(QWidget)) == made, "nothing is made anew"


def test_advice_is_asked_for_anew_by_a_change_of_kpis_and_not_by_a_number(make, qtbot: QtBot, monkeypatch) -> None:
    session = make(3)
    page = OverviewPage(session)
    session.changed.connect(page.refresh)
    asked: list[object] = []
    real = overview_page.advise
    monkeypatch.setattr(overview_page, "advise", lambda *told: asked.append(told) or real(*told))
    kpi = session.ws.all(Kpi)[0]
    session.perform(entry.set_value, kpi.inputs[0][1], Period.containing(session.today(), Frequency.WEEK).previous(), 3)
    assert not asked
    session.perform(kpis.park, kpi.uid)
    assert len(asked) == 1
    session.undo()
    assert len(asked) == 2


def test_what_has_to_be_worked_out_anew_keeps_its_place_and_tells_no_old_number(make, qtbot: QtBot) -> None:
    session = make(MANY)
    page = OverviewPage(session)
    session.changed.connect(page.refresh)
    shown(page, qtbot)
    complete(session, qtbot)
    rows = page.findChildren(KpiRow)
    tiles = page.findChildren(SmallKpi)
    rows[3].setFocus()
    old = session.ws.all(Kpi)[1]
    people.set_company(session.ws, people=7)  # after which any figure may be another one
    assert all(row.accessibleName().endswith(", regnes ut …") for row in (*rows, *tiles))
    assert QApplication.focusWidget() is rows[3] and rows == page.findChildren(KpiRow)
    assert f"{MANY} KPI-er regnes ut …" in texts(page)
    kpis.delete(session.ws, old.uid)
    assert old.uid not in {row.figures.kpi.uid for row in page.findChildren(KpiRow) if row.isVisible()}
    complete(session, qtbot)
    assert QApplication.focusWidget() is rows[3]
    told = all_figures(session.ws, session.today())
    worst = sorted((each for each in told if needs_attention(each)), key=urgency)[:12]
    visible = sorted((row for row in page.findChildren(KpiRow) if row.isVisible()), key=lambda row: row.y())
    assert [row.figures for row in visible] == worst
    assert not any("regnes ut" in row.accessibleName() for row in visible)
