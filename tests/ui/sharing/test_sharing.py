"""When the window goes to the shared file and when it waits: by its timers, without waiting for them."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from kpidesk.commands import goals
from kpidesk.domain.entities import Objective
from kpidesk.settings import Home
from kpidesk.store.files import snapshot
from kpidesk.workspace import SyncWorker, Workspace
from kpidesk.workspace import sharing as publishing
from tests.ui.opened import opened_window
from tests.ui.prepared import Prepared
from ui.app.window import Window
from ui.base import waiting
from ui.base.waiting import Progress
from ui.sharing import carrying, sharing, sync_loop
from ui.sharing.lost_dialog import LostDialog


@pytest.fixture
def window(theme, settings, home, clock, qtbot, opened_bakery: Prepared, tmp_path: Path) -> Iterator[Window]:
    for name, value in (("author", "Kari Solberg"), ("language", "nb"), ("place", "overview")):
        settings.setValue(name, value)
    (tmp_path / "felles").mkdir()
    path = tmp_path / "felles" / "bakery.kpidesk"
    opened_bakery.lay_out(path, home)
    made = opened_window(path, theme, settings, home, clock, qtbot)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.waitUntil(lambda: not made.files.sharing.away)
    yield made
    made.close()


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as a large one."""
    monkeypatch.setattr(publishing, "PUBLISH_AT_ONCE", 1)


def rename(window: Window, title: str) -> str:
    uid = window.session.ws.all(Objective)[0].uid
    window.session.perform(goals.rename, uid, title)
    return str(uid)


def elsewhere(window: Window, tmp_path: Path, uid: str) -> str:
    """The title that somebody at another machine sees."""
    with Workspace.open(tmp_path / "felles" / "bakery.kpidesk", home=Home(tmp_path / "per")) as per:
        return per.get(Objective, uid).title


def settle(window: Window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.files.sharing.away)


def test_heartbeat_and_looks_come_in_time(window: Window, tmp_path: Path, qtbot) -> None:
    life = window.files.held.carrying
    assert (life._beating.interval(), life._looking.interval()) == (30_000, 5_000)
    assert life._beating.isActive() and life._looking.isActive() and life._confirming.interval() == 2_000
    (beat,) = (tmp_path / "felles").glob(".*.here")
    before = beat.read_bytes()
    life._beating.timeout.emit()
    settle(window, qtbot)
    assert beat.read_bytes() != before
    window.close_file()
    assert list((tmp_path / "felles").glob(".*.here")) == [], "gone with the file"
    assert not life._beating.isActive() and not life._looking.isActive()


def test_a_small_file_is_shared_after_each_change_and_looked_at_again(window: Window, tmp_path: Path, qtbot) -> None:
    uid = rename(window, "Straks")
    settle(window, qtbot)
    assert elsewhere(window, tmp_path, uid) == "Straks"
    assert window.files.held.carrying._confirming.isActive()


def test_a_large_file_waits_until_nobody_types(window: Window, tmp_path: Path, qtbot, large: None) -> None:
    life = window.files.held.carrying
    uid = rename(window, "Senere")
    assert not life.away and life._idle.isActive()
    life.look()
    settle(window, qtbot)
    assert window.session.ws.sharing.pending, "a look does not publish while somebody types"
    life._idle.timeout.emit()
    settle(window, qtbot)
    assert not window.session.ws.sharing.pending
    assert elsewhere(window, tmp_path, uid) == "Senere"


def test_a_large_file_is_shared_when_the_window_is_left(window: Window, tmp_path: Path, qtbot, large: None) -> None:
    uid = rename(window, "Forlatt")
    other = Window(window.theme, window.settings, home=window.home, clock=window.clock)
    qtbot.addWidget(other)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    QApplication.sendEvent(window, QEvent(QEvent.Type.ActivationChange))
    settle(window, qtbot)
    assert not window.session.ws.sharing.pending
    assert elsewhere(window, tmp_path, uid) == "Forlatt"


def test_a_large_file_is_shared_on_closing(window: Window, tmp_path: Path, large: None) -> None:
    uid = rename(window, "Lukket")
    window.close_file()
    assert elsewhere(window, tmp_path, uid) == "Lukket"


class Hanging:
    """A share that does not answer until it is let to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._answers, self.asked, self._real = threading.Event(), threading.Event(), snapshot.signature
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(snapshot, "signature", self._signature)

    def _signature(self, path: Path) -> str:
        if threading.current_thread().name == "trips":
            self.asked.set()
            self._answers.wait()
        return self._real(path)

    def answer(self, stuck: threading.Thread) -> None:
        """Let it answer, and whoever asked go home."""
        self._answers.set()
        stuck.join()
        self._monkeypatch.undo()


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Hanging:
    return Hanging(monkeypatch)


def trip_of(window: Window) -> threading.Thread:
    sync = window.files.held.carrying._sync
    assert sync is not None
    return sync._thread


def is_shared_when_opened_next(window: Window, tmp_path: Path, qtbot, uid: str) -> None:
    assert window.open_file(str(tmp_path / "felles" / "bakery.kpidesk"))
    assert window.session.ws.get(Objective, uid).title == "Mens nettet henger"
    settle(window, qtbot)
    assert elsewhere(window, tmp_path, uid) == "Mens nettet henger"


def test_a_share_that_hangs_holds_up_neither_typing_nor_closing(
    window: Window, tmp_path: Path, qtbot, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_loop, "LAST_TRIP_SECONDS", 0.1)
    uid = rename(window, "Mens nettet henger")
    qtbot.waitUntil(hanging.asked.is_set)
    assert window.session.ws.get(Objective, uid).title == "Mens nettet henger"
    stuck = trip_of(window)
    window.close_file()
    assert stuck.is_alive(), "closed without waiting for the share"
    hanging.answer(stuck)
    is_shared_when_opened_next(window, tmp_path, qtbot, uid)


def give_up_the_last_share(window: Window) -> list[str]:
    """Wait no longer as soon as the window says what it waits for; what it said, and whether it was in sight."""
    said: list[str] = []

    def look() -> None:
        shown = [each for each in window.findChildren(Progress) if each.isVisible()]
        words = [label.text() for each in shown for label in each.findChildren(QLabel)]
        if any("det som sist ble lagret" in each for each in words):
            said.extend([*words, "in sight" if window.isVisible() else "hidden"])
            QTest.keyClick(shown[0], Qt.Key.Key_Escape)
        else:
            QTimer.singleShot(5, window, look)

    QTimer.singleShot(0, window, look)
    return said


def test_a_window_that_is_closed_says_what_it_waits_for_and_goes_when_nobody_wants_to_wait(
    window: Window, tmp_path: Path, qtbot, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_loop, "LAST_TRIP_SECONDS", 20)
    monkeypatch.setattr(waiting, "PATIENCE_MS", 20_000)  # it has waited quietly already
    uid = rename(window, "Mens nettet henger")
    qtbot.waitUntil(hanging.asked.is_set)
    stuck, said = trip_of(window), give_up_the_last_share(window)
    assert window.close() and not window.isVisible()
    assert stuck.is_alive(), "nobody waited for the share"
    assert any("bakery.kpidesk" in each for each in said) and said[-1] == "in sight"
    hanging.answer(stuck)
    monkeypatch.undo()
    window.show()
    is_shared_when_opened_next(window, tmp_path, qtbot, uid)


def test_a_window_whose_share_answers_closes_without_a_word(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []
    monkeypatch.setattr(carrying, "AT_ONCE", 20)
    monkeypatch.setattr(waiting.Progress, "open", shown.append)
    uid = rename(window, "Lukket")
    assert window.close() and not window.isVisible()
    assert shown == []
    assert elsewhere(window, tmp_path, uid) == "Lukket"


def test_while_a_last_share_is_waited_for_the_window_says_so_lives_and_need_not_wait(
    window: Window, tmp_path: Path, qtbot, hanging: Hanging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_loop, "LAST_TRIP_SECONDS", 20)
    monkeypatch.setattr(waiting, "PATIENCE_MS", 0)
    shutil.copy(tmp_path / "felles" / "bakery.kpidesk", tmp_path / "annen.kpidesk")
    uid = rename(window, "Mens nettet henger")
    qtbot.waitUntil(hanging.asked.is_set)
    stuck, said = trip_of(window), give_up_the_last_share(window)
    assert window.open_file(str(tmp_path / "annen.kpidesk"))
    assert stuck.is_alive(), "nobody waited for the share"
    assert any("bakery.kpidesk" in each for each in said) and any("på denne maskinen" in each for each in said)
    assert window.session.ws.path.name == "annen.kpidesk"
    hanging.answer(stuck)
    is_shared_when_opened_next(window, tmp_path, qtbot, uid)


def test_a_fault_of_ours_on_the_way_is_said_and_the_next_trip_goes_well(
    window: Window, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: SyncWorker, publishing: bool) -> None:
        raise ValueError("nobody has foreseen this")

    monkeypatch.setattr(SyncWorker, "carry", fail)
    rename(window, "Likevel")
    settle(window, qtbot)
    assert window.session.ws.sharing.state().details == "nobody has foreseen this"
    monkeypatch.undo()
    window.files.sharing.look()
    settle(window, qtbot)
    assert window.session.ws.sharing.state().problem is None


def test_something_new_beside_the_file_is_noticed_by_the_folder(window: Window, tmp_path: Path, qtbot) -> None:
    with qtbot.waitSignal(window.files.held.carrying.folder_changed):
        (tmp_path / "felles" / "noe nytt.txt").write_text("x")


def test_changes_during_a_trip_go_with_the_next(window: Window, tmp_path: Path, qtbot) -> None:
    for number in range(5):
        uid = rename(window, f"Tittel {number}")
    settle(window, qtbot)
    assert elsewhere(window, tmp_path, uid) == "Tittel 4"


def test_the_same_news_is_not_said_again_within_minutes(window: Window, clock, qtbot) -> None:
    path, home = window.session.ws.path, Home(window.session.ws.path.parent / "ola")
    with Workspace.open(path, author="Ola", home=home, clock=clock) as ola:
        uid = ola.all(Objective)[0].uid
        for number, told in ((1, 1), (2, 0)):
            goals.rename(ola, uid, f"Ola {number}")
            window.files.sharing.look()
            settle(window, qtbot)
            assert window.session.ws.get(Objective, uid).title == f"Ola {number}"
            assert len(window.notices.rows()) == told
            window.notices.clear()
        clock.now += 2 * sharing.NEWS_AGAIN
        goals.rename(ola, uid, "Ola 3")
        window.files.sharing.look()
        settle(window, qtbot)
        assert len(window.notices.rows()) == 1


def lost(window: Window, qtbot) -> LostDialog:
    """The dialog of what a restore took out, once it knows that."""
    dialog = window.findChild(LostDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.waiting.isHidden)
    return dialog


def test_a_restore_elsewhere_is_told_as_one_and_mine_are_back_in_two_clicks(window, clock, tmp_path, qtbot) -> None:
    settle(window, qtbot)
    moment = window.session.ws.now()
    clock.now += dt.timedelta(minutes=1)
    rename(window, "Kari skrev dette")
    settle(window, qtbot)
    path = tmp_path / "felles" / "bakery.kpidesk"
    with Workspace.open(path, author="Ola Moe", home=Home(tmp_path / "ola"), clock=clock) as ola:
        goals.rename(ola, ola.all(Objective)[1].uid, "Ola skrev dette")
        ola.time.restore(moment)
    window.files.sharing.share()
    settle(window, qtbot)
    (told,) = [row.notice for row in window.notices.rows() if row.notice.kind == "news"]
    assert told.text.startswith("Ola har gjenopprettet filen slik den var i dag kl. ")
    assert "2 endringer er tatt bort, én av dem din." in told.text and told.action == "Se hva som ble borte"
    uid = next(each.uid for each in window.session.ws.all(Objective))
    assert window.session.ws.get(Objective, uid).title != "Kari skrev dette"
    told.callback()
    dialog = lost(window, qtbot)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Dine", "Andres", "1 endring fra Ola"} <= words
    assert dialog.back.text() == "Hent frem min" and dialog.leave.isDefault(), "Enter leaves it as it is"
    dialog.back.click()
    assert window.session.ws.get(Objective, uid).title == "Kari skrev dette"
    assert "Ola skrev dette" not in {each.title for each in window.session.ws.all(Objective)}
    window.session.undo()
    assert window.session.ws.get(Objective, uid).title != "Kari skrev dette"


def test_a_restore_while_the_file_was_closed_here_is_told_on_opening_once(window, clock, tmp_path, qtbot) -> None:
    settle(window, qtbot)
    moment = window.session.ws.now()
    clock.now += dt.timedelta(minutes=1)
    rename(window, "Kari skrev dette")
    settle(window, qtbot)
    path = tmp_path / "felles" / "bakery.kpidesk"
    window.close_file()
    with Workspace.open(path, author="Ola Moe", home=Home(tmp_path / "ola"), clock=clock) as ola:
        ola.time.restore(moment)
    assert window.open_file(str(path))
    settle(window, qtbot)
    (told,) = [row.notice for row in window.notices.rows() if row.notice.kind == "news"]
    assert told.text.startswith("Ola har gjenopprettet filen slik den var i dag kl. ")
    assert "1 endring er tatt bort, og den var din." in told.text and told.action == "Se hva som ble borte"
    told.callback()
    assert not window.notices.rows()
    dialog = lost(window, qtbot)
    next(each for each in dialog.buttons() if each.text() == "Gå til Historikk").click()
    assert window.place == "history"
    window.close_file()
    assert window.open_file(str(path))
    settle(window, qtbot)
    assert [row.notice for row in window.notices.rows() if row.notice.kind == "news"] == []
