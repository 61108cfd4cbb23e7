"""Periods as people type them."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.domain.period import Frequency, Period
from tests.ui.targets.target_dialog import type_into
from ui.targets.period_box import PeriodBox, read_period

TODAY = dt.date(2026, 3, 16)


@pytest.mark.parametrize(
    ("typed", "frequency", "key"),
    [
        ("uke 14", Frequency.WEEK, "2026-W14"), ("14", Frequency.WEEK, "2026-W14"),
        ("14 2027", Frequency.WEEK, "2027-W14"),
        ("uke 1, 2026", Frequency.WEEK, "2026-W01"), ("2026-W53", Frequency.WEEK, "2026-W53"),
        ("mars", Frequency.MONTH, "2026-03"), ("March 2027", Frequency.MONTH, "2027-03"),
        ("12", Frequency.MONTH, "2026-12"),
        ("des", Frequency.MONTH, "2026-12"), ("2. kvartal 2026", Frequency.QUARTER, "2026-Q2"),
        ("K3", Frequency.QUARTER, "2026-Q3"), ("Q3 2027", Frequency.QUARTER, "2027-Q3"),
        ("tertial 2, 2026", Frequency.TERTIAL, "2026-T2"), ("2", Frequency.HALF_YEAR, "2026-H2"),
        ("2027", Frequency.YEAR, "2027"), ("20.3.2026", Frequency.DAY, "2026-03-20"),
        ("20. mars", Frequency.DAY, "2026-03-20"),
        ("20 March 2027", Frequency.DAY, "2027-03-20"), ("2026-03-20", Frequency.DAY, "2026-03-20"),
    ],
)  # fmt: skip
def test_periods_as_people_write_them(typed: str, frequency: Frequency, key: str) -> None:
    assert read_period(typed, frequency, TODAY) == Period.parse(key)


@pytest.mark.parametrize(
    ("typed", "frequency"),
    [
        ("2026-W54", Frequency.WEEK), ("54", Frequency.WEEK), ("uke", Frequency.WEEK), ("", Frequency.WEEK),
        ("1 2", Frequency.WEEK), ("2026-02-30", Frequency.DAY), ("30. februar", Frequency.DAY), ("13", Frequency.MONTH),
        ("ma", Frequency.MONTH), ("ju", Frequency.MONTH), ("mars april", Frequency.MONTH), ("5", Frequency.QUARTER),
        ("2026-03", Frequency.WEEK), ("2026-W11", Frequency.MONTH), ("1800", Frequency.YEAR),
        ("x" * 10_000, Frequency.MONTH),
    ],
)  # fmt: skip
def test_what_is_no_period(typed: str, frequency: Frequency) -> None:
    assert read_period(typed, frequency, TODAY) is None


@pytest.mark.parametrize("fiscal", [1, 7])
@pytest.mark.parametrize("frequency", list(Frequency))
def test_what_the_box_shows_it_reads_back(qtbot: QtBot, frequency: Frequency, fiscal: int) -> None:
    box = PeriodBox(frequency, TODAY, "Fra", fiscal_start=fiscal)
    qtbot.addWidget(box)
    for language in ("nb", "en"):
        with text.using(language):
            for steps in (-30, -1, 0, 1, 30):
                period = Period.containing(TODAY, frequency, fiscal).next(steps)
                box.show_period(period)
                assert box.period() == period
                assert read_period(box.textFromValue(box.value()), frequency, TODAY, fiscal) == period


def test_the_arrows_step_through_periods(qtbot: QtBot) -> None:
    box = PeriodBox(Frequency.MONTH, TODAY, "Fra", open_start=True)
    qtbot.addWidget(box)
    box.show_period(None)
    assert (box.period(), box.text()) == (None, "Alltid")
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.period() == Period.parse("2026-03")
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.period() == Period.parse("2026-04")
    type_into(box, "alltid")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.period() is None


def test_what_is_no_period_stays_framed_until_it_is_mended(qtbot: QtBot) -> None:
    box, said = PeriodBox(Frequency.MONTH, TODAY, "Fra", open_start=True), []
    qtbot.addWidget(box)
    box.refused.connect(said.append)
    box.show_period(Period.parse("2026-04"))
    type_into(box, "vår")
    for _again in range(2):
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert (box.text(), box.period(), box.property("error")) == ("vår", Period.parse("2026-04"), True)
    assert len(said) == 1 and said[0] == box.accessibleDescription()
    QTest.keyClicks(box, "e")
    assert not box.property("error") and not box.accessibleDescription()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.period() == Period.parse("2026-05") and box.text() == "mai 2026"
