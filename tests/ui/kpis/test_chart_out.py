"""The chart and the table of a KPI are copied and saved for other programs, in the colours of paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kpidesk.domain.entities import Kpi
from tests.ui.kept import KeptWindow, bakery_window, lent
from ui.app.window import Window
from ui.base.theme import Theme
from ui.chart.chart_picture import HIGH, SHARP, WIDE

kept, _whole = bakery_window("kpis", (1024, 640))


@pytest.fixture
def window(kept: KeptWindow, request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Window]:
    for made in lent(kept, request, qtbot):
        kpi = next(each for each in made.session.ws.all(Kpi) if each.name.startswith("Første responstid"))
        made.go("kpi", kpi.uid)
        yield made


@pytest.fixture
def dark(theme: Theme) -> Theme:
    theme.apply("dark")
    yield theme
    theme.apply("light")


def do(window: Window, command: str) -> None:
    window.page().commands()[command]()


def test_the_chart_is_copied_as_a_picture_a_drawing_and_words_on_paper_also_in_the_dark(
    dark: Theme, window: Window
) -> None:
    do(window, "copy_chart")
    data = QGuiApplication.clipboard().mimeData()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (WIDE * SHARP, HIGH * SHARP)
    assert image.pixelColor(2, 2).lightness() > 240, "paper is white whatever the window is"
    assert window.theme.name == "dark"
    drawn = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(140, image.height(), 7)}
    assert len(drawn) > 5, "there is a chart in it"
    assert b"<svg" in bytes(data.data("image/svg+xml").data())
    assert data.text().startswith("Første responstid")
    assert "kopiert" in window.notices.rows()[0].notice.text


def test_the_chart_is_saved_as_a_picture_or_a_drawing(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chosen, kind in (("kurve.png", ""), ("kurve.svg", ""), ("tegning", "Tegning (*.svg)")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words, it=(str(tmp_path / chosen), kind): it)
        window.notices.clear()
        do(window, "save_chart")
        path = tmp_path / (chosen if "." in chosen else f"{chosen}.svg")
        if path.suffix == ".png":
            assert QImage(str(path)).width() == WIDE * SHARP
        else:
            drawing = ElementTree.fromstring(path.read_bytes())
            words = {"".join(each.itertext()) for each in drawing.iter("{http://www.w3.org/2000/svg}text")}
            assert {"Første responstid (FRT)", "Mål 4,0"} <= words
        assert path.name in window.notices.rows()[0].notice.text


def test_a_chart_is_never_written_over_the_company(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    company = window.session.ws.path
    link = company.with_name("kurve.png")
    link.symlink_to(company)
    before = company.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(link), ""))
    do(window, "save_chart")
    assert company.read_bytes() == before and window.notices.rows()[0].notice.kind == "error"


def test_the_whole_table_is_copied_under_its_heads(window: Window) -> None:
    do(window, "copy_table")
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert rows[0][0] == "Periode" and len(rows) == len(window.page().entries.points) + 1
    assert len({len(row) for row in rows}) == 1


def test_a_kpi_without_numbers_has_no_chart_to_copy(window: Window) -> None:
    from tests import own_kpis

    window.go("kpi", own_kpis.define(window.session.ws, name="Ny", unit="count"))
    assert not {"copy_chart", "save_chart"} & set(window.page().commands())
