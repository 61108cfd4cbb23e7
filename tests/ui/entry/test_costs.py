"""What a gesture in the sheet costs, counted: it reads, words and repaints no more than what it touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.domain.entities import Input, Kpi, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.entry import Asking
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.ui.conftest import Clock
from tests.ui.settled import settle
from ui.base.session import Session
from ui.entry import entry_concerns
from ui.entry.entry_page import EntryPage
from ui.entry.sheet.entry_looks import Looks

KPIS, WEEKS = 60, 120
LAST = Period.parse("2026-W11")


class Page:
    """Sixty KPIs of two years of weeks, every fourth a share of two inputs; the last week waits."""

    def __init__(self, ws: Workspace, session: Session, clock: Clock, qtbot: QtBot) -> None:
        self.ws, self.session = ws, session
        with ws.transaction(msg("fill")) as change:
            for n in range(KPIS):
                parts = [(f"k{n}_{part}", new_uid()) for part in range(2 if n % 4 == 3 else 1)]
                for key, uid in parts:
                    change.add(Input(uid, key, key, frequency=Frequency.WEEK, order=f"a{n:02}{key[-1]}1"))
                    change.measure_many(uid, [(LAST.previous(n + 1), 100.0 + n % 7) for n in range(WEEKS)])
                formula = " / ".join(key for key, _uid in parts) if n % 4 == 3 else ""
                row = Kpi(
                    new_uid(),
                    f"K{n}",
                    frequency=Frequency.WEEK,
                    formula=formula,
                    inputs=tuple(parts),
                    order=f"a{n:02}1",
                )
                change.add(row)
        clock.now += dt.timedelta(days=1)  # what has been typed today is looked at whole
        self.page = EntryPage(session)
        session.changed.connect(self.page.refresh)
        qtbot.addWidget(self.page)
        self.page.resize(1256, 800)
        self.page.refresh(None)
        self.page.fit(1440)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.sheet.caret.start()
        settle()

    @property
    def view(self):
        return self.page.views[0]

    def enter(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.view.typing.editor() or self.view, letter)
        QTest.keyClick(self.view.typing.editor() or self.view, Qt.Key.Key_Return)


class Counted:
    """The series that are read whole, and how often what else is asked or made for many rows."""

    def __init__(self, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: set[Uid] = set()
        self.rows: set[int] = set()
        self.deadlines = self.worded = 0
        real, deadline, worded = page.ws._rows.series_many, Asking.deadline, entry_concerns._unusual

        def series_many(uids):
            wanted = list(uids)
            self.read |= set(wanted)
            return real(wanted)

        def asked(*of):
            self.deadlines += 1
            return deadline(*of)

        def said(*of):
            self.worded += 1
            return worded(*of)

        monkeypatch.setattr(page.ws._rows, "series_many", series_many)
        monkeypatch.setattr(Asking, "deadline", asked)
        monkeypatch.setattr(entry_concerns, "_unusual", said)
        page.view.grid.dataChanged.connect(lambda first, last: self.rows.update(range(first.row(), last.row() + 1)))


@pytest.fixture
def page(workspace: Workspace, session: Session, clock: Clock, qtbot: QtBot) -> Iterator[Page]:
    with workspace.sharing.holding():
        yield Page(workspace, session, clock, qtbot)


def test_enter_reads_one_series_and_repaints_one_row(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.enter("101")
    settle()
    counted, uid = Counted(page, monkeypatch), page.view.current_cell()[0]
    place = page.view.currentIndex().row()
    page.enter("104")
    settle()
    assert page.ws.series(uid)[LAST] == 104
    assert counted.read == {uid} and counted.rows == {place}
    assert counted.deadlines == 0 and counted.worded == 0
    assert page.view.current_cell() == (page.page.sheet.sources[2].uid, LAST)


def test_a_sheet_is_measured_for_the_window_that_it_stands_in(
    page: Page, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, measured, real = QWidget(), list[int](), Looks._by_decimals
    qtbot.addWidget(window)
    window.resize(1440, 900)
    shown = EntryPage(page.session, window)
    monkeypatch.setattr(Looks, "_by_decimals", lambda looks, at: measured.append(len(at)) or real(looks, at))
    shown.refresh(None)
    assert measured
    measured.clear()
    shown.fit(1440)
    assert not measured, "what the window says afterwards is known"


def test_a_number_that_outgrows_its_column_is_measured_alone(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers, asked = page.page.ledger.numbers, list[list[Uid]]()
    real, uid = numbers.window, page.view.current_cell()[0]
    shown = page.view.grid.columnCount()
    monkeypatch.setattr(numbers, "window", lambda uids, *span: real(asked.append(list(uids)) or asked[-1], *span))
    page.enter("123456789012")
    settle()
    assert page.view.grid.columnCount() < shown
    assert [uids for uids in asked if uids] == [[uid]]


def test_only_the_column_in_which_a_number_has_changed_is_measured_again(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured, real, looks = list[tuple[Period, ...]](), Looks._by_decimals, page.view.grid.looks
    monkeypatch.setattr(Looks, "_by_decimals", lambda looks, at: measured.append(tuple(at)) or real(looks, at))
    page.enter("1234567")
    settle()
    measured.clear()  # there is room for one period less, and then for more digits
    page.enter("12345678")
    settle()
    assert measured == [(LAST,)]
    page.session.undo()
    page.session.undo()
    periods = page.view.grid.periods
    kept = looks.texts(periods)
    looks._forget_widths()
    assert kept == looks.texts(periods), "and no column keeps what is gone"


def test_an_unusual_number_is_worded_once(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(page, monkeypatch)
    page.enter("9999")
    page.enter("8888")
    settle()
    assert counted.worded == 2
    assert {each.cell[0] for each in page.page.details.checks.concerns} == {s.uid for s in page.page.sheet.sources[:2]}
    page.enter("104")
    settle()
    assert counted.worded == 2, "what was said of the others stands"


def test_a_number_of_a_share_repaints_its_input_and_the_share(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    grid = page.view.grid
    place = next(n for n, row in enumerate(grid.rows) if row.source is None)
    uid = grid.rows[place + 1].source.uid
    counted = Counted(page, monkeypatch)
    page.session.perform(entry.set_value, uid, LAST, 50.0)
    settle()
    assert counted.rows == {place, place + 1}
    assert counted.read <= {each for _key, each in grid.rows[place].kpi.inputs}
    page.session.undo()
    settle()
    assert counted.rows == {place, place + 1} and LAST not in page.ws.series(uid)


def test_the_first_look_reads_no_series_but_those_that_a_share_in_view_needs(
    workspace: Workspace, session: Session, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workspace.sharing.holding():
        made = Page(workspace, session, clock, qtbot)
        counted = Counted(made, monkeypatch)
        again = EntryPage(session)
        qtbot.addWidget(again)
        monkeypatch.setattr("ui.entry.sheet.entry_looks.AT_ONCE", 3)
        again.resize(1256, 800)
        again.refresh(None)
        again.fit(1440)
        assert not counted.read - _of_the_current_row(again)
        with qtbot.waitExposed(again):
            again.show()
        settle()
    shares = [row.kpi for row in again.views[0].grid.rows[:40] if row.source is None]
    assert counted.read <= {uid for kpi in shares for _key, uid in kpi.inputs} | _of_the_current_row(again)


def _of_the_current_row(page: EntryPage) -> set[Uid]:
    view = page.current_view()
    cell = view.current_cell() if view is not None else None
    return {cell[0]} if cell is not None else set()
