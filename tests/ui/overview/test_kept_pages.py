"""Pages that keep their widgets: a change, ours or a colleague's, leaves keyboard and scroll where they are.

The files are our own, empty ones with content made here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.commands import agreements, check_ins, cycles, entry, goals, people
from kpidesk.domain.entities import Input, Kpi, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from tests.ui.opened import opened_window
from tests.ui.prepared import Prepared, prepare
from tests.ui.settled import settle
from ui.app.window import Window
from ui.base.kept import Kept, Part
from ui.base.theme import Theme
from ui.overview.overview_page import OverviewPage
from ui.overview.overview_rows import AgreementRow, KpiRow, ObjectiveRow, Row, SmallKpi

Key = Qt.Key
TITLES = ("Flere faste kunder", "Mindre svinn", "Et roligere verksted", "Alle leveranser i tide", "En lærling på plass")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return prepare(tmp_path_factory.mktemp("workshop"), "Verksted & Sønn", "Kari Nygård", Clock(), _fill)


def _fill(ws: Workspace) -> None:
    """A workshop with goals, KPIs with numbers, and a question that waits for Kari."""
    kari, ola = (people.ensure_person(ws, name) for name in ("Kari Nygård", "Ola Berg"))
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    tops = [goals.add_objective(ws, title, cycle=cycle, owner=kari) for title in TITLES]
    for top in tops:
        result = goals.add_key_result(ws, "Reklamasjoner ned fra 12 til 4", parent=top, start=12, target=4)
        check_ins.check_in(ws, result, value=11, confidence=3)
    for number in range(7):
        own_kpis.define(ws, name=f"Timer i hall {number}", unit="h", target=30, red_flag=10)
    for source in ws.all(Input):
        latest = Period.containing(ws.today(), source.frequency)
        for back in range(2, 12):
            entry.set_value(ws, source.uid, latest.previous(back), 30 + back % 3)
    for kpi in ws.all(Kpi)[:3]:
        agreements.ask(ws, kpi.uid, [kari, ola])


@pytest.fixture
def file(written: Prepared, tmp_path: Path, home: Home, clock: Clock) -> Path:
    path = tmp_path / "Verksted & Sønn.kpidesk"
    written.lay_out(path, home)
    clock.now = written.now
    return path


@pytest.fixture
def window(theme: Theme, settings, home: Home, clock: Clock, file: Path, qtbot: QtBot) -> Window:
    settings.setValue("language", "nb")
    settings.setValue("author", "Kari Nygård")
    made = opened_window(file, theme, settings, home, clock, qtbot, size=(1024, 420))
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Births(QObject):
    """Counts windows that show of their own: a widget shown before it has a parent is one for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(type(watched).__name__)
        return False


@pytest.fixture
def births(qapp: QApplication) -> Births:
    made = Births()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def ours(window: Window, _home: Path, _qtbot: QtBot) -> None:
    """A change by whoever sits here."""
    assert window.session is not None
    window.session.perform(goals.rename, window.session.ws.all(Objective)[2].uid, "Et helt rolig verksted")


def a_colleagues(window: Window, place: Path, qtbot: QtBot) -> None:
    """A change by somebody else in the same file."""
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: not window.files.sharing.away)
    session.ws.sharing.publish()
    with Workspace.open(session.ws.path, author="Ola Berg", home=Home(place / "ola"), clock=window.clock) as theirs:
        goals.rename(theirs, theirs.all(Objective)[1].uid, "Nesten ikke noe svinn")
    window.files.sharing.look()
    qtbot.waitUntil(lambda: "Nesten ikke noe svinn" in {each.title for each in session.ws.all(Objective)})


CHANGES = pytest.mark.parametrize("change", [ours, a_colleagues])
Change = Callable[[Window, Path, QtBot], None]


# ---- the overview --------------------------------------------------------------------------------------


@pytest.fixture
def overview(window: Window) -> OverviewPage:
    window.go("overview")
    page = window.page()
    assert isinstance(page, OverviewPage)
    settle()
    return page


@CHANGES
@pytest.mark.parametrize("kind", [ObjectiveRow, SmallKpi, AgreementRow])
def test_the_overview_keeps_its_rows_its_keyboard_and_what_is_read(
    window: Window, overview: OverviewPage, births: Births, tmp_path: Path, qtbot: QtBot, change: Change,
    kind: type[Row],
) -> None:  # fmt: skip
    before = set(overview.findChildren(Row))
    row = overview.findChildren(kind)[-1]
    row.setFocus(Qt.FocusReason.TabFocusReason)
    bars = [area.verticalScrollBar() for area in (overview.main, overview.side)]
    settle()
    assert all(bar.maximum() > 20 for bar in bars)
    for bar in bars:
        bar.setValue(17)
    change(window, tmp_path, qtbot)
    settle()
    assert window.page() is overview and QApplication.focusWidget() is row
    assert [bar.value() for bar in bars] == [17, 17]
    assert set(overview.findChildren(Row)) == before, "no row was made anew"
    assert births.windows == []


def test_the_keyboard_goes_on_to_the_next_row_when_its_own_has_gone(overview: OverviewPage) -> None:
    first, second = [row for row in overview.findChildren(AgreementRow) if row.mine][:2]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Key.Key_Return)
    assert first.isHidden() and QApplication.focusWidget() is second


def test_tab_goes_through_rows_in_the_order_in_which_they_are_read_whenever_they_came(
    window: Window, overview: OverviewPage
) -> None:
    assert window.session is not None
    ws = window.session.ws
    new = window.session.perform(goals.add_objective, "Kom til sist", cycle=window.session.cycle.uid)
    goals.move(ws, new, None, 0)
    QApplication.processEvents()
    rows = sorted((row for row in overview.findChildren(ObjectiveRow) if row.isVisible()), key=lambda row: row.y())
    assert rows[0].figures.node.uid == new
    rows[0].setFocus()
    for row in rows[1:]:
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        assert QApplication.focusWidget() is row


def test_a_kpi_that_begins_to_need_somebody_moves_up_and_nothing_else_is_made(
    window: Window, overview: OverviewPage, births: Births
) -> None:
    assert window.session is not None
    ws = window.session.ws
    kpi = ws.all(Kpi)[0]
    before = set(overview.findChildren(ObjectiveRow)) | set(overview.findChildren(AgreementRow))
    latest = Period.containing(ws.today(), kpi.frequency)
    window.session.perform(entry.set_value, kpi.inputs[0][1], latest.previous(), 1)
    assert kpi.uid in {row.figures.kpi.uid for row in overview.findChildren(KpiRow) if not row.isHidden()}
    assert before <= set(overview.findChildren(QWidget)) and births.windows == []


# ---- keeping itself ------------------------------------------------------------------------------------


def buttons(layout: QBoxLayout) -> list[str]:
    found = (layout.itemAt(place).widget() for place in range(layout.count()))
    return [each.text() for each in found if isinstance(each, QPushButton)]


def test_what_stays_is_told_what_comes_is_made_and_what_goes_goes_in_the_next_turn(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    layout = QVBoxLayout(box)
    layout.addWidget(QPushButton("behind"))
    kept, made = Kept(layout), []

    def part(key: str, words: str) -> Part:
        def make() -> QPushButton:
            made.append(key)
            return QPushButton(words)

        return Part(key, make, lambda button: button.setText(words))

    box.show()
    kept.show([part("a", "A"), part("b", "B"), part("c", "C")])
    first = kept.widgets
    kept.show([part("c", "c"), part("d", "D"), part("a", "a")])
    assert buttons(layout) == ["c", "D", "a", "behind"] and made == ["a", "b", "c", "d"]
    assert kept.widgets[0] is first[2] and kept.widgets[2] is first[0]
    assert all(each.isVisible() for each in kept.widgets)
    assert shiboken6.isValid(first[1]) and first[1].isHidden()
    kept.show([])
    assert buttons(layout) == ["behind"]
