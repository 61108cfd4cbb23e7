"""The notice at the start of the day: off until chosen, once a day and file, and only of what waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.app.settings_dialog import SettingsDialog
from ui.base.session import Session
from ui.base.theme import Theme
from ui.reminders import day_notice
from ui.reminders.day_notice import DayNotice

WEEK = Period.parse("2026-W23")


class Clock:
    now = dt.datetime(2026, 6, 15, 8, 30, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


class Tray:
    """What a system would show."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.gone = 0

    def show_words(self, icon: QIcon, words: str) -> None:
        assert not icon.isNull()
        self.said.append(words)

    def go(self) -> None:
        self.gone += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, theme: Theme, clock: Clock) -> Iterator[Session]:
    ws = Workspace.create(
        tmp_path / "a.kpidesk", company="Sykkel og sånn", home=Home(tmp_path / "home"), clock=clock
    )  # fmt: skip
    uid = own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK)
    entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], WEEK, 4.0)
    made = Session(ws, theme)
    yield made
    made.close()


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def notice(session: Session, settings: QSettings, clock: Clock, tray: Tray) -> Iterator[DayNotice]:
    above = QObject()
    yield DayNotice(session, settings, clock, tray, above)
    above.deleteLater()


def test_nothing_is_said_until_it_is_chosen(notice: DayNotice, tray: Tray, settings: QSettings) -> None:
    notice.look()
    assert tray.said == []
    settings.setValue(day_notice.CHOSEN, "on")
    notice.look()
    assert tray.said == ["Ett tall venter i Sykkel og sånn."]


def test_it_is_said_once_a_day(notice: DayNotice, tray: Tray, settings: QSettings, clock: Clock) -> None:
    settings.setValue(day_notice.CHOSEN, "on")
    notice.look()
    notice.look()
    assert len(tray.said) == 1
    clock.now += dt.timedelta(days=1)
    notice.look()
    assert len(tray.said) == 2


def test_the_day_does_not_begin_at_midnight(notice: DayNotice, tray: Tray, settings: QSettings, clock: Clock) -> None:
    settings.setValue(day_notice.CHOSEN, "on")
    clock.now = clock.now.replace(hour=0, minute=1)
    notice.look()
    assert tray.said == []
    clock.now = clock.now.replace(hour=7, minute=0)
    notice.look()
    assert len(tray.said) == 1


def test_where_nothing_waits_nothing_is_said(
    session: Session, notice: DayNotice, tray: Tray, settings: QSettings
) -> None:
    settings.setValue(day_notice.CHOSEN, "on")
    (kpi,) = session.ws.all(Kpi)
    entry.set_value(session.ws, kpi.inputs[0][1], WEEK.next(), 5.0)
    notice.look()
    assert tray.said == [] and tray.gone == 1


@pytest.mark.parametrize("there", [True, False])
def test_it_is_chosen_in_the_settings_where_the_system_has_a_place_for_it(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setattr(day_notice, "can_be_told", lambda: there)
    dialog = SettingsDialog(settings, None)
    qtbot.addWidget(dialog)
    assert dialog.morning.isEnabled() is there and not dialog.morning.isChecked()
    dialog.morning.setChecked(there)
    dialog.accept()
    assert day_notice.is_chosen(settings) is there
