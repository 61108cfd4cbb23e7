"""A number is never cut, wherever it is drawn: long, negative and tiny ones on every page, in three widths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, kpis, people, targets
from kpidesk.domain.entities import Direction, Input, KeyResult, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import Combine
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.whole_numbers import Watch, watching
from ui.bridge import Desk
from ui.theme import Theme

NUMBERS = {
    "Omsetning i hele konsernet": 123_456_789_012.34,
    "Resultat etter skatt": -427_953.24,
    "Ordrereserve": 1_284_500.25,
    "Lønn og sosiale kostnader": 408_197.42,
    "Avvik": -0.005,
    "Gjeld": -12_345_678.0,
    "Varelager": 12_345_678.5,
}
WIDTHS = (1440, 1024, 640)
LANGUAGES = ("nb", "en")


@pytest.fixture
def ledger(tmp_path: Path, home: Home, clock) -> Iterator[Workspace]:
    """A company with large numbers, in months and weeks, and goals that count them."""
    ws = Workspace.create(
        tmp_path / "Store tall.kpidesk", company="Store tall", author="Kari Solberg", home=home, clock=clock
    )
    kari = people.ensure_person(ws, "Kari Solberg")
    cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
    aim = goals.add_objective(ws, "Vi vokser", cycle=cycle, owner=kari)
    for place, (name, value) in enumerate(NUMBERS.items()):
        frequency = Frequency.WEEK if place % 2 else Frequency.MONTH
        decimals = 3 if abs(value) < 1 else 2
        uid = kpis.define(
            ws, name=name, unit="currency", decimals=decimals, frequency=frequency, direction=Direction.INCREASE,
            combine=Combine.SUM, owner=kari,
        )  # fmt: skip
        targets.set_target(ws, uid, value=value * 1.1 if value > 0 else value * 0.9)
        fill(ws, uid, value, 9 if place % 2 else 14)
        result = goals.add_key_result(ws, name, parent=aim, owner=kari)
        goals.set_measure(ws, result, start=value / 2, target=value * 2, unit="currency")
        check_ins.check_in(ws, result, value=value, confidence=6, note="Som ventet")
    yield ws
    ws.close()


def fill(ws: Workspace, kpi: str, value: float, count: int) -> None:
    """Numbers around a value in the periods before today, and the value itself in the newest."""
    source = ws.get(Kpi, kpi).inputs[0][1]
    period = Period.containing(ws.today(), ws.get(Input, source).frequency).previous()
    numbers = [value if step == 0 else value * (1 - 0.01 * (step % 3)) for step in range(count)]
    entry.paste(ws, [(source, period.previous(step), number) for step, number in enumerate(numbers)])


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with text.using(request.param):
        yield request.param


def show(qtbot: QtBot, page: QWidget, width: int, height: int = 860) -> None:
    """Put a page on the screen as the window of a width would."""
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    if hasattr(page, "fit"):
        page.fit(width + (184 if width >= 1180 else 56) if width != 640 else 696)
    settle()


def settle() -> None:
    """Let the layouts come to rest: one that wraps a line moves what stands beside it."""
    for _round in range(6):
        QApplication.processEvents()


def whole(watch: Watch, *values: float) -> None:
    """Every number that was drawn was whole, and there were numbers to draw."""
    assert watch.drawn, "no number was drawn"
    assert not watch.cut, "\n".join(dict.fromkeys(watch.cut))


PAGES = {
    "overview": "ui.pages.overview.OverviewPage",
    "goals": "ui.pages.goals.GoalsPage",
    "kpis": "ui.pages.kpis.KpisPage",
    "entry": "ui.pages.entry.EntryPage",
    "review": "ui.pages.review.ReviewPage",
    "history": "ui.pages.history.HistoryPage",
    "guide": "ui.pages.guide.GuidePage",
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("place", PAGES)
def test_no_number_on_a_page_is_cut(place, width, language, ledger, theme: Theme, qtbot: QtBot, monkeypatch) -> None:
    import importlib

    module, _dot, name = PAGES[place].rpartition(".")
    with watching(monkeypatch) as watch:
        page = getattr(importlib.import_module(module), name)(Desk(ledger, theme))
        page.refresh(None)
        show(qtbot, page, width)
        if place == "goals":
            page.view.choose(ledger.all(KeyResult)[0].uid)
            settle()
        watch.look_at(page)
    whole(watch)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_number_on_the_page_of_a_kpi_is_cut(
    width, language, ledger, theme: Theme, qtbot: QtBot, monkeypatch
) -> None:
    from ui.pages.kpi import KpiPage

    with watching(monkeypatch) as watch:
        page = KpiPage(Desk(ledger, theme))
        show(qtbot, page, width)
        for kpi in ledger.all(Kpi):
            page.show_argument(kpi.uid)
            page.toggle_explanation()
            settle()
            watch.look_at(page)
    whole(watch)
