"""Ctrl+P prints what is in view: the KPI's sheet, the board, the table of entry, else the review."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk.commands import cycles, entry, goals, inputs
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.report.drawing.frame import Frame
from kpidesk.report.model import EntryBlock, EntryLine, EntryPaper, Running
from kpidesk.report.pages.entry_table import columns_of
from kpidesk.report.pdf import build_entry
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.conftest import Clock
from tests.ui.opened import opened_window
from ui.app.window import Window
from ui.base.theme import Theme
from ui.paper import pdf_pages, printing


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, settings: QSettings, home: Home, clock: Clock, tmp_path: Path) -> Window:
    path = tmp_path / "Verksted.kpidesk"
    with Workspace.create(path, company="Verksted", author="Ida", home=home, clock=clock) as ws, ws.sharing.holding():
        cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
        goals.add_objective(ws, "Kundene kommer igjen", cycle=cycle)
        own_kpis.define(ws, name="Solgte timer", frequency=Frequency.WEEK)
        week = Period.containing(ws.today(), Frequency.WEEK).previous()
        entry.set_value(ws, inputs.input_named(ws, "solgte_timer").uid, week, 1234.0)
    settings.setValue("author", "Ida")
    return opened_window(path, theme, settings, home, clock, qtbot)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of what was sent to the printer, and in which thread it was built."""
    found: list[str] = []

    def to_paper(job: Any) -> int:
        assert threading.current_thread() is not threading.main_thread()
        data = job.build()
        with pdf_pages.TURN:  # the preview may be drawing
            texts = words_of(data)
        found.append("\n".join(texts))
        return len(texts)

    monkeypatch.setattr(printing, "ask", lambda _printer, _pages, _window=None: True)
    monkeypatch.setattr(printing, "printer_for", lambda _paper, _name: QPrinter())
    monkeypatch.setattr(printing.PrintJob, "__call__", to_paper)
    return found


def words_of(data: bytes) -> list[str]:
    """The text of each page; nothing of the document is left for the collector to close in another thread's time."""
    found = []
    with contextlib.closing(pypdfium2.PdfDocument(data)) as document:
        for page in document:
            with contextlib.closing(page), contextlib.closing(page.get_textpage()) as text:
                found.append(text.get_text_range())
    return found


def press(window: Window, qtbot: QtBot, printed: list[str]) -> str:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(printed), timeout=20_000)
    return printed.pop()


def test_entry_prints_its_table_as_it_is_in_view(window: Window, qtbot: QtBot, printed: list[str]) -> None:
    window.go("entry")
    words = press(window, qtbot, printed)
    assert "Registrering" in words and "Solgte timer" in words and "1\xa0234" in words.replace(" ", "\xa0")


def test_the_overview_prints_the_board(window: Window, qtbot: QtBot, printed: list[str]) -> None:
    window.go("overview")
    words = press(window, qtbot, printed)
    assert "Kundene kommer igjen" in words and window.place == "overview"


def test_a_kpi_prints_its_sheet(window: Window, qtbot: QtBot, printed: list[str]) -> None:
    assert window.session is not None
    window.go("kpi", window.session.ws.all(Kpi)[0].uid)
    words = press(window, qtbot, printed)
    assert words.startswith("Verksted") and "Solgte timer" in words and "Kundene" not in words


def test_goals_and_the_review_print_the_review(window: Window, qtbot: QtBot, printed: list[str]) -> None:
    for place in ("goals", "review"):
        window.go(place)
        assert "Kundene kommer igjen" in press(window, qtbot, printed)
        assert window.place == "review"


def test_how_many_pages_were_sent_is_said(window: Window, qtbot: QtBot, printed: list[str]) -> None:
    window.go("entry")
    press(window, qtbot, printed)
    qtbot.waitUntil(lambda: bool(window.notices.rows()))
    assert "1 side er sendt til skriveren" in window.notices.rows()[0].notice.text


def test_a_long_table_goes_on_over_pages_and_keeps_the_newest_periods() -> None:
    lines = tuple(
        EntryLine(
            f"Et tall med et langt navn som ikke får plass på én linje, {n}",
            n % 3,
            "kr",
            tuple(f"{n}{m:02}" for m in range(40)),
        )
        for n in range(120)
    )
    heads = tuple((f"Uke {m}", "frist onsdag") for m in range(40))
    running = Running("Verksted", "Registrering", "", "", "nb", "Ida", Clock()().date())
    paper = EntryPaper(running, "Registrering", "", (EntryBlock("Hver uke", heads, lines),))
    for size in ("A4", "Letter"):
        texts = words_of(build_entry(paper, size))
        assert len(texts) > 2 and all("Uke 39" in text and "Hver uke" in text for text in texts)
        whole = " ".join(" ".join(texts).split())
        assert all(f"navn som ikke får plass på én linje, {n} kr" in whole for n in range(120))
        assert "Uke 0" not in texts[0]


def test_columns_of_two_rhythms_stand_below_each_other_where_no_period_is_lost_by_it() -> None:
    def block(title: str, count: int, number: str) -> EntryBlock:
        heads = tuple((f"{title} {n}", "") for n in range(count))
        return EntryBlock(title, heads, (EntryLine("Salg", 0, "kr", (number,) * count),))

    weeks, months, days = block("Uke", 4, "7"), block("Måned", 4, "12 345 678"), block("Dag", 31, "7")
    wide = Frame(595, 842)
    one, other = columns_of((weeks, months), wide)
    assert one.edges == other.edges and one.each > 40
    tight = columns_of((days, months), wide)
    assert [len(each.edges) for each in tight] == [len(columns_of((each,), wide)[0].edges) for each in (days, months)]
    assert tight[0].each < tight[1].each
