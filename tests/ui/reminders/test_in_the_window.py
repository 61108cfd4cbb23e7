"""Reminders from the window: the link beside the week, the menu, and the tray's answer leads to the round."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.ui.opened import opened_window
from ui.app.window import Window
from ui.base.theme import Theme
from ui.reminders import day_notice
from ui.reminders.calendar_dialog import CalendarDialog

NOW = dt.datetime(2026, 6, 15, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def window(theme: Theme, settings: QSettings, home: Home, qtbot: QtBot, tmp_path: Path) -> Window:
    path = tmp_path / "a.kpidesk"
    with Workspace.create(path, company="Sykkel", author="Kari", home=home, clock=lambda: NOW) as ws:
        uid = own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK)
        entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse("2026-W23"), 4.0)
    settings.setValue("author", "Kari")
    return opened_window(path, theme, settings, home, lambda: NOW, qtbot)


def test_the_calendar_is_asked_for_from_the_week_and_from_the_menu(window: Window, qtbot: QtBot) -> None:
    window.go("overview")
    link = next(each for each in window.findChildren(QPushButton) if each.text() == "Legg til i kalenderen …")
    link.click()
    first = window.findChild(CalendarDialog)
    assert first is not None and first.isVisible() and first.do.isDefault()
    with qtbot.waitSignal(first.destroyed):
        first.reject()
    assert window._menus.actions["calendar"].isEnabled()
    window._menus.actions["calendar"].trigger()
    second = window.findChild(CalendarDialog)
    assert second is not None and second.isVisible()
    second.reject()


def test_the_tray_is_asked_only_where_it_is_chosen_and_its_answer_is_the_round(
    window: Window, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.lookout.morning is None, "off until it is chosen"
    shown: list[str] = []
    monkeypatch.setattr(day_notice, "can_be_told", lambda: True)
    monkeypatch.setattr(day_notice.SystemTray, "show_words", lambda _tray, _icon, words: shown.append(words))
    settings.setValue(day_notice.CHOSEN, "on")
    window.commands.apply_settings()
    assert shown == ["Ett tall venter i Sykkel."]
    window.lookout._answer()
    assert window.place == "round"
    window.close_file()
    assert window.lookout.morning is None
