"""Stories 7 and 8 of the screens: the review on disk and on paper, two clicks or one key each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from kpidesk.workspace import Workspace
from ui.app.window import Window
from ui.paper import printing
from ui.paper.pdf_pages import pages_of


@pytest.fixture
def window(make_window: Callable[..., Window], workspace: Workspace) -> Window:
    workspace.sharing.publish()
    return make_window(workspace.path)


@pytest.fixture
def asked(monkeypatch):
    """How often the system's dialog was opened; it is left without printing."""
    found = []
    monkeypatch.setattr(printing, "ask", lambda printer, pages, parent: found.append(printer.docName()))
    return found


def click(window, words):
    """A button by its words; in a narrow head it shows its icon alone, and is told by its name."""
    shown = [each for each in window.findChildren(QAbstractButton) if each.isVisible()]
    button = next(each for each in shown if words in (each.text().strip(), each.accessibleName()))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_review_on_disk_takes_two_clicks(window, workspace):
    click(window, "Gjennomgang")
    click(window, "Lagre PDF")
    assert (workspace.path.parent / "Fjordbrød bakeri 2026 K1.pdf").exists()


def test_the_review_on_paper_takes_two_clicks(window, asked):
    click(window, "Gjennomgang")
    click(window, "Skriv ut")
    assert asked == ["Fjordbrød bakeri 2026 K1"]


def test_from_anywhere_one_key_prints(window, asked, qtbot):
    window.go("goals")
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1


def test_from_anywhere_one_key_saves(window, workspace, qtbot):
    window.go("goals")
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert (workspace.path.parent / "Fjordbrød bakeri 2026 K1.pdf").exists()


def test_the_sheet_of_a_kpi_is_saved_from_its_menu(bakery, theme, qtbot):
    from kpidesk.domain.entities import Kpi
    from ui.base.session import Session
    from ui.kpis.kpi_actions import KpiActions

    session, said = Session(bakery, theme), []
    session.notice.connect(said.append)
    window = QWidget()
    qtbot.addWidget(window)
    chosen = KpiActions(session, window)
    nps = next(kpi for kpi in bakery.all(Kpi) if kpi.name.startswith("NPS"))
    chosen.choose(nps.uid)
    chosen.available()["kpi_sheet"]()
    path = bakery.path.parent / f"Fjordbrød bakeri {nps.short_name or nps.name}.pdf"
    with pages_of(path.read_bytes()) as pages:
        assert pages.count == 1
    assert path.name in said[0].text


def test_the_system_dialog_knows_the_pages_and_can_be_left(qapp):
    from PySide6.QtCore import QTimer
    from PySide6.QtPrintSupport import QPrintDialog

    seen = []

    def leave():
        dialog = qapp.activeModalWidget()
        seen.append((isinstance(dialog, QPrintDialog), dialog.minPage(), dialog.maxPage()))
        dialog.reject()

    QTimer.singleShot(300, leave)
    assert printing.ask(printing.printer_for("Letter", "prøve"), 5) is False
    assert seen == [(True, 1, 5)]
