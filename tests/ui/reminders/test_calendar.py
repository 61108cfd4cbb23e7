"""Add to my calendar, on a file of one's own: what is chosen is what is written, and only what was done is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, kpis, people
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.reminders import calendar
from kpidesk.reminders.days import Kind
from kpidesk.reminders.ics import Alarm
from kpidesk.settings import Home
from kpidesk.unbroken import unbroken
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.session import Notice, Session
from ui.base.theme import Theme
from ui.reminders import handing
from ui.reminders.calendar_dialog import CalendarDialog

NOW = dt.datetime(2026, 6, 15, 8, 30, tzinfo=dt.UTC)
COLUMNS = ("UID", "STATUS")


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "own"))
    ws = Workspace.create(
        tmp_path / "a.kpidesk", company="Sykkel, og sånn", author="Kari", home=Home(tmp_path / "home"),
        clock=lambda: NOW,
    )  # fmt: skip
    uid = own_kpis.define(ws, name="Sykemeldte", frequency=Frequency.WEEK, owner=people.add_person(ws, "Ola"))
    entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse("2026-W23"), 4.0)
    made = Session(ws, theme)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def said(session: Session) -> list[Notice]:
    notices: list[Notice] = []
    session.notice.connect(notices.append)
    return notices


def ask(session: Session, window: QWidget) -> CalendarDialog:
    return handing.ask_for_calendar(session, window)


def opened(monkeypatch: pytest.MonkeyPatch, answer: bool) -> list[Path]:
    """The files that the system is asked to open, which it does or not."""
    asked: list[Path] = []

    def open_url(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return answer

    monkeypatch.setattr(handing, "OPENS_HERE", True)
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return asked


def test_the_dialog_shows_the_first_days_and_how_many_there_are(session: Session, window: QWidget) -> None:
    dialog = ask(session, window)
    assert dialog.count.text() == "De tre første av 17, til og med 30.\u00a0september"
    assert [title.text() for _day, title, _line in dialog.first] == [
        "Registrer tall for uke 24", "Registrer tall for uke 25", "Registrer tall for uke 26",
    ]  # fmt: skip
    assert dialog.first[0][0].text() == "tor.\u00a018.\u00a0juni", "three days after it was made here"


def test_what_is_left_out_is_not_counted_and_nothing_at_all_can_be_handed_over(
    session: Session, window: QWidget
) -> None:
    dialog = ask(session, window)
    dialog.kinds[Kind.NUMBERS].setChecked(False)
    assert dialog.count.text() == "Én dag, til og med 30.\u00a0september" and dialog.first[1][1].isHidden()
    dialog.kinds[Kind.REVIEW].setChecked(False)
    assert dialog.count.text() == "Ingen dager til og med 30.\u00a0september"
    assert not dialog.do.isEnabled() and not dialog.save.isEnabled()


def test_mine_asks_for_somebody_that_the_file_knows(session: Session, window: QWidget) -> None:
    assert not ask(session, window).whose.isEnabled(), "nobody is called Kari"
    people.add_person(session.ws, "Kari")
    dialog = ask(session, window)
    dialog.whose.choose("mine")
    assert [day.kind for day in dialog.days] == [Kind.REVIEW], "the numbers are Ola's"


def test_it_opens_in_the_calendar_and_says_how_many(
    session: Session, window: QWidget, said: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = opened(monkeypatch, True)
    ask(session, window).do.click()
    (path,) = asked
    assert path.parent == session.ws.backups.folder, "with what is private of the file, and gone with an example"
    data = path.read_bytes()
    assert data.count(b"BEGIN:VEVENT") == 17 and path.suffix == ".ics"
    assert b"Sykemeldte" not in data and b"4" in data, "titles and days, and no KPI by its name"
    assert said[-1].text.startswith("Kalenderen ble åpnet med 17 dager.")


def test_where_no_calendar_opens_nothing_is_said_to_be_done(
    session: Session, window: QWidget, said: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(monkeypatch, False)
    ask(session, window).do.click()
    assert said[-1].kind == "error" and "Ingenting er lagt til." in said[-1].text
    assert said[-1].action == "Lagre som fil …"


def test_it_is_saved_as_a_file_and_the_choices_are_remembered(
    session: Session, window: QWidget, said: list[Notice], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "dager"), ""))
    dialog = ask(session, window)
    dialog.kinds[Kind.REVIEW].setChecked(False)
    dialog.alarm.setCurrentIndex(2)
    dialog.save.click()
    data = (tmp_path / "dager.ics").read_bytes()
    assert data.count(b"BEGIN:VEVENT") == 16 and b"VALARM" not in data
    assert "dager.ics" in said[-1].text
    again = ask(session, window)
    assert not again.kinds[Kind.REVIEW].isChecked() and again.alarm.currentData() == Alarm.NONE.name


def test_the_data_file_is_not_written_over(
    session: Session, window: QWidget, said: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.ws.path.read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(session.ws.path), ""))
    ask(session, window).save.click()
    assert said[-1].kind == "error" and session.ws.path.read_bytes() == before


@pytest.mark.parametrize(
    ("tools", "opens"),
    [({}, False), ({"xdg-open": "exit 0"}, False), ({"xdg-mime": "echo", "xdg-open": "exit 0"}, False),
     ({"xdg-mime": "echo c.desktop", "xdg-open": "exit 3"}, False),
     ({"xdg-mime": "echo c.desktop", "xdg-open": "exit 0"}, True)],
)  # fmt: skip
def test_a_desktop_is_asked_whether_it_has_a_calendar(tmp_path: Path, tools: dict[str, str], opens: bool) -> None:
    for name, does in tools.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    assert calendar.open_by_desktop(tmp_path / "a.ics", str(tmp_path)) is opens


def test_a_day_that_goes_away_is_cancelled_at_the_next_writing_and_comes_back_with_its_cause(
    session: Session, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, (kpi,) = opened(monkeypatch, True), session.ws.all(Kpi)

    def handed() -> dict[str, str]:
        """What the calendar is told of each event, by its UID."""
        lines = asked[-1].read_bytes().replace(b"\r\n ", b"").decode().split("\r\n")
        told = {name: [line[len(name) + 1 :] for line in lines if line.startswith(f"{name}:")] for name in COLUMNS}
        return dict(zip(*told.values(), strict=True))

    ask(session, window).do.click()
    first = handed()
    assert set(first.values()) == {"CONFIRMED"} and len(first) == 17
    kpis.park(session.ws, kpi.uid, True)
    dialog = ask(session, window)
    assert dialog.gone.text() == unbroken("16 dager som ble lagt til før, gjelder ikke lenger og tas ut.")
    dialog.kinds[Kind.REVIEW].setChecked(False)
    dialog.do.click()
    assert handed() == dict.fromkeys(first, "CANCELLED")
    dialog = ask(session, window)
    assert dialog.do.isEnabled() and not dialog.days, "whoever did not open that file is told again"
    kpis.park(session.ws, kpi.uid, False)
    dialog = ask(session, window)
    dialog.kinds[Kind.REVIEW].setChecked(True)
    assert dialog.gone.isHidden()
    dialog.do.click()
    assert handed() == first


def test_nothing_that_was_not_handed_over_is_taken_out(
    session: Session, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(monkeypatch, False)
    ask(session, window).do.click()
    kpis.park(session.ws, session.ws.all(Kpi)[0].uid, True)
    assert ask(session, window).gone.isHidden()
