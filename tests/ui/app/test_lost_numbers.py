"""Numbers on periods that the company has not are said in the window, and moved or taken away when asked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from kpidesk.commands import entry, people
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.app.lost_numbers import LostNumbers
from ui.app.window import Window

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")
OWN1, OWN2 = Period.parse("2026-Q1", 2), Period.parse("2026-Q2", 2)


@pytest.fixture
def source(workspace):
    kpi = workspace.get(Kpi, own_kpis.define(workspace, name="Omsetning", frequency=Frequency.QUARTER, unit="kr"))
    entry.set_value(workspace, kpi.inputs[0][1], Q1, 100.0)
    return kpi.inputs[0][1]


@pytest.fixture
def said(session):
    """The notices that stand now."""
    found = []
    session.notice.connect(found.append)
    session.unsaid.connect(lambda words: found.remove(next(each for each in found if each.text == words)))
    return found


def stray_by_merge(workspace, source, clock, tmp_path):
    """A colleague enters a quarter of the old year while the fiscal year is changed here."""
    copy = tmp_path / "kopi.kpidesk"
    workspace.sharing.save_copy(copy)
    with Workspace.open(copy, home=Home(tmp_path / "other"), clock=clock) as other:
        entry.set_value(other, source, Q2, 200.0)
    people.set_company(workspace, fiscal_year_start=2, move_numbers=True)
    workspace.merging.merge(copy)


def test_a_merge_that_brings_one_says_so_and_offers_to_move_it(session, workspace, source, said, clock, tmp_path):
    watcher = LostNumbers(session)
    watcher.look()
    assert said == []
    stray_by_merge(workspace, source, clock, tmp_path)
    (notice,) = said
    assert "Omsetning, april–juni 2026" in notice.text and notice.action == "Flytt til 2. kvartal 2026/27"
    notice.callback()
    assert workspace.series(source) == {OWN1: 100.0, OWN2: 200.0} and said == []
    session.undo()
    assert len(said) == 1, "taken back, it is said again"


def test_where_the_nearest_has_a_number_somebody_must_choose(session, workspace, source, said, clock, tmp_path):
    LostNumbers(session)
    stray_by_merge(workspace, source, clock, tmp_path)
    entry.set_value(workspace, source, OWN2, 150.0)
    (notice,) = said
    assert "200\u00a0kr" in notice.text and notice.action == "Fjern det"
    notice.callback()
    assert workspace.series(source) == {OWN1: 100.0, OWN2: 150.0} and said == []
    session.undo()
    assert workspace.series(source)[Q2] == 200.0


def test_a_file_that_has_one_says_so_when_it_opens(theme, settings, home, clock, qtbot, workspace, source, tmp_path):
    stray_by_merge(workspace, source, clock, tmp_path)
    workspace.sharing.publish()
    window = Window(theme, settings, home=home, clock=clock)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    assert window.open_file(str(workspace.path))
    (row,) = [each for each in window.notices.rows() if "april–juni 2026" in each.notice.text]
    row.notice.callback()
    assert not [each for each in window.notices.rows() if "april–juni 2026" in each.notice.text]
    window.close()
