"""What takes long is done in another thread: the window lives meanwhile, and giving up changes nothing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from kpidesk.commands import goals
from kpidesk.commands.whole import going_back
from kpidesk.domain.entities import Objective
from kpidesk.errors import BadInput
from kpidesk.settings import Home
from kpidesk.store.files.backups import listed
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from kpidesk.workspace.merging import Merging
from kpidesk.workspace.undoing import SOON, Undoing
from tests.ui.conftest import Clock
from tests.ui.opened import opened_window
from ui.app.example_window import make_example
from ui.app.welcome.welcome_page import WelcomePage
from ui.app.window import Window
from ui.base import waiting
from ui.base.tasks import GivenUp, Stop
from ui.base.theme import Theme
from ui.base.waiting import Patient, Progress
from ui.paper import saved_paper


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_MS", 0)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, settings: QSettings, home: Home, clock: Clock, workspace: Workspace) -> Window:
    settings.setValue("author", "Kari Solberg")
    workspace.close()
    return opened_window(workspace.path, theme, settings, home, clock, qtbot)


class Gate:
    """Holds a job until somebody has looked; tells in which thread it ran."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.thread: threading.Thread | None = None

    def holding(self, job: Callable[..., Any]) -> Callable[..., Any]:
        def held(*arguments: Any, **keywords: Any) -> Any:
            self.thread = threading.current_thread()
            self.open.wait()
            return job(*arguments, **keywords)

        return held


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.open.set()


def shown(window: Window) -> list[Progress]:
    return [each for each in window.findChildren(Progress) if each.isVisible()]


def when_shown(window: Window, do: Callable[[Progress], None]) -> list[bool]:
    """Do something as soon as the progress is in view; the list tells that it was."""
    seen: list[bool] = []

    def look() -> None:
        found = shown(window)
        if found:
            seen.append(True)
            do(found[0])
        else:
            QTimer.singleShot(5, window, look)

    QTimer.singleShot(0, window, look)
    return seen


def escape(progress: Progress) -> None:
    QTest.keyClick(progress, Qt.Key.Key_Escape)


# ---- waiting itself ------------------------------------------------------------------------------------


def test_a_job_runs_in_another_thread_and_its_result_or_refusal_comes_back(window: Window) -> None:
    assert Patient(window, "Leser", "Leser.").wait(lambda _stop: threading.current_thread()) is not (
        threading.main_thread()
    )

    def refused(_stop: Stop) -> None:
        raise BadInput(msg("Nothing was changed."))

    with pytest.raises(BadInput):
        Patient(window, "Leser", "Leser.").wait(refused)


def test_the_window_lives_while_something_is_waited_for(window: Window, gate: Gate) -> None:
    beats: list[bool] = []
    QTimer.singleShot(1, window, lambda: beats.append(True))
    seen = when_shown(window, lambda _progress: gate.open.set())
    assert Patient(window, "Leser", "Leser.").wait(gate.holding(lambda _stop: 7)) == 7
    assert beats and seen and not shown(window)


def test_what_goes_apart_is_left_alone_and_cleared_away_when_given_up(window: Window, gate: Gate, qtbot: QtBot) -> None:
    left: list[int] = []
    when_shown(window, escape)
    with pytest.raises(GivenUp):
        Patient(window, "Åpner", "Åpner.", apart=True).wait(gate.holding(lambda _stop: 7), left.append)
    assert not left
    gate.open.set()
    qtbot.waitUntil(lambda: left == [7])


def test_a_window_is_not_closed_under_what_it_waits_for(window: Window, gate: Gate) -> None:
    def close_it(_progress: Progress) -> None:
        window.close()
        gate.open.set()

    assert when_shown(window, close_it) == []
    Patient(window, "Leser", "Leser.").wait(gate.holding(lambda _stop: None))
    assert window.isVisible() and window.files.session is not None


def test_a_dialog_is_not_closed_under_what_it_waits_for_and_waits_for_nothing_else(
    window: Window, gate: Gate, qtbot: QtBot
) -> None:
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    refused: list[str] = []

    def meanwhile(_progress: Progress) -> None:
        dialog.close()
        for each in (dialog, window):
            with pytest.raises(GivenUp):
                Patient(each, "Leser", "Leser.").wait(lambda _stop: refused.append("done all the same"))
        gate.open.set()

    seen = when_shown(window, meanwhile)
    assert Patient(dialog, "Skriver", "Skriver.").wait(gate.holding(lambda _stop: 7)) == 7
    assert seen and dialog.isVisible() and not refused
    dialog.close()


@pytest.mark.parametrize("when", ["the job ends then", "the job goes on until it is told to stop"])
def test_what_is_waited_for_in_a_dialog_that_goes_all_the_same_is_given_up(
    window: Window, gate: Gate, when: str
) -> None:
    dialog = QDialog(window)
    dialog.open()

    def take_away() -> None:
        shiboken6.delete(dialog)
        if when == "the job ends then":
            gate.open.set()

    def job(stop: threading.Event) -> int:
        if when != "the job ends then":
            assert stop.wait(60), "nobody has told it to stop"
            gate.open.set()
        return 7

    QTimer.singleShot(0, window, take_away)
    with pytest.raises(GivenUp):
        Patient(dialog, "Skriver", "Skriver.").wait(job if when != "the job ends then" else gate.holding(job))
    assert Patient(window, "Leser", "Leser.").wait(lambda _stop: 3) == 3


# ---- files -----------------------------------------------------------------------------------------------


def test_giving_up_on_a_file_leaves_the_open_one_and_both_files_as_they_were(
    window: Window, gate: Gate, tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    other = tmp_path / "annet.kpidesk"
    Workspace.create(other, company="Annet", home=Home(tmp_path / "andre")).close()
    before, ended = other.read_bytes(), threading.Event()
    true_open = Workspace.open

    def opened(*arguments: Any, **keywords: Any) -> Workspace:
        made = true_open(*arguments, **keywords)
        close = made.close

        def closed() -> None:
            close()
            ended.set()

        made.close = closed  # type: ignore[method-assign]
        return made

    monkeypatch.setattr(Workspace, "open", gate.holding(opened))
    when_shown(window, escape)
    shown_before = window.session
    assert not window.open_file(str(other))
    assert window.session is shown_before and window.files.opening is None
    gate.open.set()
    qtbot.waitUntil(ended.is_set)
    assert other.read_bytes() == before
    assert gate.thread is not threading.main_thread()


def test_a_file_that_is_being_opened_is_not_opened_twice(
    window: Window, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = window.session.ws.path
    again: list[bool] = []

    def once_more(_progress: Progress) -> None:
        again.append(window.open_file(str(path)))
        gate.open.set()

    monkeypatch.setattr(Workspace, "open", gate.holding(Workspace.open))
    when_shown(window, once_more)
    assert window.open_file(str(path)) and again == [False]


# ---- changes ---------------------------------------------------------------------------------------------


def test_a_merge_runs_beside_the_window_and_can_be_undone(
    window: Window, tmp_path: Path, clock: Clock, qtbot: QtBot
) -> None:
    copy = copy_with_another_name(window, tmp_path, clock)
    threads: list[threading.Thread] = []

    def told(ws: Workspace, *arguments: Any, **keywords: Any) -> Any:
        threads.append(threading.current_thread())
        return going_back.merge(ws, *arguments, **keywords)

    assert window.session is not None
    result = window.session.perform_beside(Patient(window, "Fletter", "Fletter.").wait, told, copy, said="Flettet inn")
    assert result is not None and threads[0] is not threading.main_thread()
    assert "Fra kopien" in titles(window) and window.toast is not None and not window.toast.isHidden()
    window.toast._undo.click()
    assert "Fra kopien" not in titles(window)


def test_a_merge_given_up_half_way_stores_nothing(window: Window, gate: Gate, tmp_path: Path, clock: Clock) -> None:
    copy = copy_with_another_name(window, tmp_path, clock)
    session = window.session
    assert session is not None
    history = [each.ref for each in session.ws.history.entries()]
    take_in = Merging._merged

    def held(merging: Merging, *arguments: Any, **keywords: Any) -> Any:
        gate.open.wait()
        return take_in(merging, *arguments, **keywords)

    def give_up(progress: Progress) -> None:
        escape(progress)
        gate.open.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Merging, "_merged", held)
        patch.setattr("kpidesk.store.db.database.LOOK_UP", 1)
        seen = when_shown(window, give_up)
        assert session.perform_beside(Patient(window, "Fletter", "Fletter.").wait, going_back.merge, copy) is None
    assert seen
    assert [each.ref for each in session.ws.history.entries()] == history and "Fra kopien" not in titles(window)
    assert session.ws.checking.problems() == []


def test_what_a_rule_refuses_beside_the_window_is_told_as_ever(window: Window, tmp_path: Path) -> None:
    stranger = tmp_path / "fremmed.kpidesk"
    Workspace.create(stranger, company="Fremmed", home=Home(tmp_path / "andre")).close()
    assert window.session is not None
    assert (
        window.session.perform_beside(Patient(window, "Fletter", "Fletter.").wait, going_back.merge, stranger) is None
    )
    assert "fremmed.kpidesk" in window.notices.rows()[0].notice.text


def test_going_back_to_a_backup_runs_beside_the_window(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.history.restore_dialog import RestoreDialog

    session = window.session
    assert session is not None
    session.ws.backups.make("import")
    goals.rename(session.ws, session.ws.all(Objective)[0].uid, "Et helt annet mål")
    backup = session.ws.backups.listed()[0]
    threads: list[threading.Thread] = []
    restore = going_back.restore

    def told(ws: Workspace, *arguments: Any, **keywords: Any) -> Any:
        threads.append(threading.current_thread())
        return restore(ws, *arguments, **keywords)

    monkeypatch.setattr(going_back, "restore", told)
    dialog = RestoreDialog(session, backup, session.ws.time.preview(backup), window)
    dialog.open()
    dialog.restore.click()
    assert threads[0] is not threading.main_thread() and "Et helt annet mål" not in titles(window)
    assert len(listed(session.ws.backups.folder)) >= 2


@pytest.mark.parametrize("step", ["undo", "redo"])
def test_undo_and_redo_of_much_run_beside_the_window(
    window: Window, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    session = window.session
    assert session is not None
    with session.ws.transaction(msg("many")):
        for number in range(SOON + 1):
            goals.add_objective(session.ws, f"Mål nummer {number}", cycle=session.cycle.uid)
    if step == "redo":
        session.undo()
    threads: list[threading.Thread] = []
    original = getattr(Workspace, step)

    def told(ws: Workspace, **keywords: Any) -> Any:
        threads.append(threading.current_thread())
        return original(ws, **keywords)

    monkeypatch.setattr(Workspace, step, told)
    getattr(session, step)()
    assert len(threads) == 1 and threads[0] is not threading.main_thread()
    assert ("Mål nummer 7" in titles(window)) is (step == "redo")
    assert window.toast is not None and not window.toast.isHidden()
    assert session.ws.checking.problems() == []


def test_what_is_undone_in_a_moment_needs_no_other_thread(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    session = window.session
    assert session is not None
    goals.rename(session.ws, session.ws.all(Objective)[0].uid, "Et helt annet mål")
    monkeypatch.setattr(type(session), "perform_beside", None)
    session.undo()
    assert "Et helt annet mål" not in titles(window)


def test_an_undo_given_up_takes_nothing_back(window: Window, tmp_path: Path, clock: Clock, gate: Gate) -> None:
    copy = copy_with_another_name(window, tmp_path, clock)
    session = window.session
    assert session is not None
    assert session.perform_beside(Patient(window, "Fletter", "Fletter.").wait, going_back.merge, copy) is not None

    def give_up(progress: Progress) -> None:
        escape(progress)
        gate.open.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Undoing, "go_back", gate.holding(Undoing.go_back))
        patch.setattr("kpidesk.store.db.database.LOOK_UP", 1)
        seen = when_shown(window, give_up)
        session.undo()
    assert seen and "Fra kopien" in titles(window) and session.ws.checking.problems() == []
    session.undo()
    assert "Fra kopien" not in titles(window)


def test_conflicts_are_settled_beside_the_window(monkeypatch: pytest.MonkeyPatch, window: Window) -> None:
    from ui.sharing.merge_page import MergePage

    session = window.session
    assert session is not None
    threads: list[threading.Thread] = []
    monkeypatch.setattr(Merging, "settle", lambda *_arguments: threads.append(threading.current_thread()))
    page = MergePage(session, window)
    page.do.setEnabled(True)
    page.do.click()
    assert len(threads) == 1 and threads[0] is not threading.main_thread()


# ---- a new file ------------------------------------------------------------------------------------------


@pytest.fixture
def welcome(theme: Theme, settings: QSettings, home: Home, clock: Clock, qtbot: QtBot) -> WelcomePage:
    page = WelcomePage(theme, settings, home, clock)
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.mark.parametrize("given_up", [False, True])
def test_a_new_file_is_made_in_another_thread_and_not_at_all_when_nobody_waits(
    welcome: WelcomePage, gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given_up: bool
) -> None:
    path = tmp_path / "Frisør Fagerli.kpidesk"
    welcome.form.company.setText("Frisør Fagerli")
    welcome.form.place(path)
    made: list[str] = []
    welcome.made.connect(lambda name, _template: made.append(name))

    def look(progress: Progress) -> None:
        if given_up:
            escape(progress)
        gate.open.set()

    monkeypatch.setattr(Workspace, "create", gate.holding(Workspace.create))
    seen = when_shown(welcome, look)
    welcome.form.make()
    assert seen and gate.thread is not threading.main_thread()
    assert path.exists() is not given_up and made == ([] if given_up else [str(path)])


def test_the_example_is_written_in_another_thread(
    window: Window, home: Home, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpidesk import sample

    threads: list[threading.Thread] = []
    monkeypatch.setattr(sample, "write_sample", lambda *_a, **_k: threads.append(threading.current_thread()))
    assert make_example(window, home, clock) is not None
    assert len(threads) == 1 and threads[0] is not threading.main_thread()


# ---- papers ----------------------------------------------------------------------------------------------


def test_the_pdf_saved_is_what_the_preview_holds(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from kpidesk.report import pdf

    window.go("review")
    page: Any = window.page()
    qtbot.waitUntil(lambda: page.paper._fresh and page.paper._pages is not None)

    def fails(*_arguments: Any) -> bytes:
        raise AssertionError("built again")

    monkeypatch.setattr(pdf, "build", fails)
    page.paper.save_pdf()
    assert page.paper.pdf_path().read_bytes() == page.paper._pages.data


def test_a_pdf_given_up_leaves_the_old_one(window: Window, gate: Gate, tmp_path: Path) -> None:
    path = tmp_path / "gammel.pdf"
    path.write_bytes(b"gammel")

    def give_up(progress: Progress) -> None:
        escape(progress)
        gate.open.set()

    when_shown(window, give_up)
    assert window.session is not None
    saved_paper.SavedPaper(window.session, window, window).save(gate.holding(lambda: b"ny"), path)
    assert path.read_bytes() == b"gammel" and not window.notices.rows()


# ---- hands -----------------------------------------------------------------------------------------------


def titles(window: Window) -> set[str]:
    assert window.session is not None
    return {each.title for each in window.session.ws.all(Objective)}


def copy_with_another_name(window: Window, tmp_path: Path, clock: Clock) -> Path:
    """A colleague's copy, in which an objective is called something else."""
    assert window.session is not None
    window.session.ws.sharing.publish()
    copy = tmp_path / "kopi" / "kopi.kpidesk"
    copy.parent.mkdir()
    shutil.copy(window.session.ws.path, copy)
    with Workspace.open(copy, author="Ola", home=Home(tmp_path / "ola"), clock=clock) as theirs:
        goals.rename(theirs, theirs.all(Objective)[0].uid, "Fra kopien")
    return copy
