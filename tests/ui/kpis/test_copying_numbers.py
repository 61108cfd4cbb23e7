"""What leaves the table of numbers by the clipboard is what is stored, in the form that a spreadsheet takes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.commands import entry, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from tests import own_kpis
from ui.base import scale
from ui.base.session import Session
from ui.kpis.kpi_page import KpiPage
from ui.kpis.numbers.entries_painter import ROW
from ui.kpis.numbers.entries_words import Part


@pytest.fixture
def page(workspace, theme, qtbot):
    uid = own_kpis.define(workspace, name="Resultat", unit="currency", decimals=0, frequency=Frequency.MONTH)
    source = workspace.get(Kpi, uid).inputs[0][1]
    targets.set_target(workspace, uid, Step(value=1_300_000.0))
    entry.set_value(workspace, source, Period.parse("2026-01"), -427_953.24)
    entry.set_value(workspace, source, Period.parse("2026-02"), 1_284_500.125)
    page = KpiPage(Session(workspace, theme))
    qtbot.addWidget(page)
    page.resize(1200, 860)
    page.show_argument(uid)
    with qtbot.waitExposed(page):
        page.show()
    page.table.setFocus()
    return page


def copied(page: KpiPage) -> str:
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_one_number_is_copied_with_all_of_its_decimals_and_nothing_that_groups_it(page) -> None:
    column = page.entries.column_of(Part.VALUE)
    page.table.setCurrentIndex(page.entries.index(0, column))
    assert page.entries.words.text(page.entries.index(0, column)) == "1\u00a0284\u00a0500"
    assert copied(page) == "1284500,125"
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert copied(page) == "-427953,24"


def test_a_table_in_a_page_that_scrolls_is_as_high_as_its_rows_with_larger_text(page) -> None:
    """It has no scroll bar of its own there: a row below its edge would be out of reach."""
    scale.use(150)
    try:
        page.table.whole = True
        page.table.fit()
        assert page.table.height() >= scale.px(ROW) * (page.entries.rowCount() + 1)
    finally:
        scale.use(scale.ORDINARY)


def test_an_english_number_is_copied_with_a_point_and_no_commas(page) -> None:
    with text.using("en"):
        page.table.setCurrentIndex(page.entries.index(0, page.entries.column_of(Part.VALUE)))
        assert copied(page) == "1284500.125"


def test_ctrl_a_takes_every_row_and_the_copy_has_heads(page) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    head, *lines = copied(page).split("\n")
    assert head.startswith("Periode\tResultat\tMålverdi\tAvvik")
    assert len(lines) == page.entries.rowCount()
    assert lines[0].split("\t")[:3] == ["Februar", "1284500,125", "1300000"]
    assert lines[1].split("\t")[1] == "-427953,24"
    assert not any(mark in line for line in lines for mark in (fmt.NBSP, fmt.MINUS))
