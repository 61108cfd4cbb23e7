"""The team server in the window: its dialogs, what the line at the bottom and the notices say, an invitation."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk.hub import extra, invitation
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.exchanged import Exchanged, HubRefused, HubUnreachable, Stuck
from kpidesk.hub.meeting import Met
from kpidesk.text import msg
from kpidesk.workspace import News, Present, TeamServer, Workspace
from tests.conftest import PATIENCE_MS
from tests.hub.test_places import Ring
from tests.ui.sharing.courier import Recorded
from ui.app.window import Window
from ui.base.waiting import Patient
from ui.sharing.server import joining
from ui.sharing.server.join_dialog import JoinDialog
from ui.sharing.server.missing_dialog import MissingDialog
from ui.sharing.server.share_dialog import ShareDialog
from ui.sharing.server.standing_dialog import StandingDialog

AWAY = HubUnreachable(msg("The team server does not answer. Your work is safe on this machine."))
WRONG = HubRefused(
    msg("The team server does not know this user with this password. Nothing was changed."), password=True
)
FOUND = Met("15.5", encrypted=True, ready=True, there=False, may_create=True)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    found = Ring()
    monkeypatch.setitem(sys.modules, "keyring", found)  # type: ignore[arg-type]
    return found


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, ring: Ring) -> Recorded:
    """A server that answers, and the courier of whoever shares a file through it."""
    courier = Recorded()
    monkeypatch.setattr(TeamServer, "meet", lambda _self, _address, _password: FOUND)
    monkeypatch.setattr(TeamServer, "put_there", lambda _self, _address, _password: FOUND)
    monkeypatch.setattr(TeamServer, "courier", lambda _self, _address, _password: courier)
    return courier


@pytest.fixture
def window(server: Recorded, make_window: Callable[..., Window], workspace: Workspace) -> Window:
    """The small bakery, where no line leads out."""
    workspace.close()
    return make_window(workspace.path, place="overview")


def asked(window: Window) -> ShareDialog:
    """The dialog for a file that is shared through no server, filled in."""
    window.commands.run("team_server")
    dialog = window.server.dialog
    assert isinstance(dialog, ShareDialog) and not dialog.go.isEnabled() and not dialog.test.isEnabled()
    dialog.form.server.setText("")
    dialog.form.server.selectAll()
    QGuiApplication.clipboard().setText("postgresql://ola:hemmelig@db.firma.no:5433/kpidesk?sslmode=require")
    dialog.form.server.paste()
    return dialog


def test_an_address_that_is_typed_is_taken_when_the_field_is_left(window: Window) -> None:
    window.commands.run("team_server")
    form = window.server.dialog.form
    QTest.keyClicks(form.server, "postgresql://ola@db.firma.no:5433/kpidesk?sslmode=require")
    assert form.server.text() == "postgresql://ola@db.firma.no:5433/kpidesk?sslmode=require", "nobody interrupts"
    QTest.keyClick(form.server, Qt.Key.Key_Return)
    filled = form.server.text(), form.database.text(), form.user.text(), form.tls.currentData()
    assert filled == ("db.firma.no:5433", "kpidesk", "ola", Tls.REQUIRE)
    window.server.dialog.reject()


def test_a_file_is_shared_told_of_and_left(window: Window, server: Recorded, ring: Ring, qtbot) -> None:
    dialog, ws = asked(window), window.files.session.ws
    assert (dialog.form.server.text(), dialog.form.password.text()) == ("db.firma.no:5433", "hemmelig")
    assert dialog.form.warning.isVisible() and dialog.form.tls.currentData() is Tls.REQUIRE
    dialog.test.click()
    assert "PostgreSQL 15.5" in dialog.found.text() and "kan legges dit" in dialog.found.text()
    dialog.go.click()
    qtbot.waitUntil(lambda: server.trips > 0 and window.standing.line.served.isVisible())
    assert ws.server.address == Address("db.firma.no", "kpidesk", "ola", 5433, Tls.REQUIRE)
    assert list(ring.held.values()) == ["hemmelig"] and window.standing.line.served.text().startswith("Delt ")

    server.bring = [Exchanged(problem=AWAY)]
    window.files.store_now()
    qtbot.waitUntil(lambda: ws.server.state.problem is not None)
    assert "Ikke delt siden" in window.standing.line.served.text() and window.standing.line.retry.isVisible()
    there = (Present("Kari Solberg", "pc-2", ws.now()), Present("Eva Berg", "pc-3", ws.now()))
    server.bring = [Exchanged(contested=(Stuck("Per", "pc-7", "per"),), others=there)]
    window.standing.line.retry.click()
    qtbot.waitUntil(lambda: ws.server.state.problem is None)
    assert not window.standing.line.retry.isVisible() and "Per (pc-7)" in window.standing.line.served.toolTip()
    qtbot.waitUntil(window.standing.line.present.isVisible)
    assert "Kari" in window.standing.line.present.text() and "Eva" in window.standing.line.present.text()

    window.commands.run("team_server")
    standing = window.server.dialog
    assert isinstance(standing, StandingDialog) and "Per (pc-7)" in standing.stuck.text()
    assert standing.present.isVisible() and "Eva" in standing.present.text()
    window.files.held.server.back.emit(Exchanged())
    assert not standing.present.isVisible() and not window.standing.line.present.isVisible()
    window.files.held.server.back.emit(Exchanged(others=there))
    assert not standing.password.isVisible() and "db.firma.no:5433/kpidesk" in standing._session.ws.server.address.shown
    standing.leave.click()
    assert ws.server.address is None and ring.held == {}
    assert not window.standing.line.served.isVisible() and not window.standing.line.present.isVisible()


def test_a_password_that_the_server_refuses_is_asked_for(window: Window, server: Recorded, ring: Ring, qtbot) -> None:
    ws = window.files.session.ws
    server.bring = [Exchanged(problem=WRONG)]
    ws.server.belong(Address("db.firma.no", "kpidesk", "ola"))
    window.files.held.server.begin()
    qtbot.waitUntil(lambda: ws.server.state.problem is WRONG)
    window.commands.run("team_server")
    standing = window.server.dialog
    assert standing.password.isVisible()
    server.bring = [Exchanged(news=News(2, ("Kari Solberg",), numbers=True))]
    standing.password.setText("riktig")
    standing.enter.click()
    qtbot.waitUntil(lambda: ws.server.state.problem is None)
    assert not standing.password.isVisible() and list(ring.held.values()) == ["riktig"]
    standing.close_button.click()


def test_what_a_server_refuses_is_said_where_it_was_asked(
    window: Window, server: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: object, _address: Address, _password: str) -> Met:
        raise WRONG

    monkeypatch.setattr(TeamServer, "put_there", refuse)
    monkeypatch.setattr(TeamServer, "meet", refuse)
    dialog = asked(window)
    for button in (dialog.test, dialog.go):
        button.click()
        assert dialog.isVisible() and str(WRONG) in dialog.problem.text()
    dialog.form.server.setText("db.firma.no:x")
    dialog.go.click()
    assert "65535" in dialog.problem.text() and window.files.session.ws.server.address is None
    dialog.reject()


def test_an_invitation_is_made_here_and_opened_there(
    window: Window, server: Recorded, make_window: Callable[..., Window], tmp_path: Path, monkeypatch, qtbot
) -> None:
    let_in: list[str] = []
    monkeypatch.setattr(TeamServer, "admit", lambda _self, _address, _password, user: let_in.append(user))
    ws, path = window.files.session.ws, tmp_path / "Bakeri.kpidesk-invitation"
    ws.server.belong(Address("db.firma.no", "kpidesk", "ola"))
    window.files.held.server.begin()
    window.commands.run("team_server")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    window.server.dialog.user.setText("kari")
    window.server.dialog.save.click()
    assert invitation.read(path).user == "kari" and let_in == ["kari"]
    window.server.dialog.accept()

    target, copy = tmp_path / "min.kpidesk", tmp_path / "copy.kpidesk"
    shutil.copy(ws.path, copy)
    monkeypatch.setattr(joining, "find", lambda _address, _password, wanted: SimpleNamespace(uid=wanted, sealed=False))
    monkeypatch.setattr(joining, "fetch", lambda _home, _way, into, _progress, _stop: Path(shutil.copy(copy, into)))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    other = make_window(author="")
    other.begin(str(path))  # as when it is opened from outside
    dialog = other.server.dialog
    assert isinstance(dialog, JoinDialog) and dialog.isVisible()
    assert dialog.form.server.isReadOnly() and dialog.form.user.text() == "kari"
    dialog.go.click()
    qtbot.waitUntil(lambda: other.files.session is not None)
    assert other.files.session.ws.path == target and other.files.session.ws.server.address.user == "kari"


def test_without_the_optional_part_it_says_how_to_get_it(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "NEEDED", ("no_such_package",))
    window.commands.run("team_server")
    dialog = window.server.dialog
    assert isinstance(dialog, MissingDialog)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == extra.HOW
    dialog.accept()


def test_what_can_tell_how_far_it_is_shows_it(qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    waiting, seen = Patient(parent, "Felles server", "Henter filen …"), []
    waiting.quiet = False

    def job(stop: object) -> str:
        waiting.progress(1, 0)
        waiting.progress(1, 4)
        assert moved.wait(PATIENCE_MS / 1000)
        return "done"

    moved = threading.Event()

    def look() -> None:
        if waiting.dialog is not None and waiting.dialog._bar.value() == 250:
            seen.append((waiting.dialog._bar.minimum(), waiting.dialog._bar.maximum()))
            moved.set()
        elif not moved.is_set():
            waiting.progress(1, 4)

    timer = QTimer(parent)
    timer.timeout.connect(look)
    timer.start(5)
    assert waiting.wait(job) == "done" and seen[0] == (0, 1000)
