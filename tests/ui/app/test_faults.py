"""Each row of the table "What the user sees" (store/README: Faults), with a real fault, in both languages."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from kpidesk import text
from kpidesk.commands import entry, goals, inputs
from kpidesk.domain.entities import Objective
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.store.files import snapshot
from kpidesk.workspace import Unshared, Workspace
from tests.small_disk import mounted
from tests.ui.opened import opened_window
from tests.ui.prepared import Prepared
from ui.app.window import Window
from ui.base.memory import Memory
from ui.base.session import Session

LANGUAGES = ("nb", pytest.param("en", marks=pytest.mark.long))
CONTROL = Qt.KeyboardModifier.ControlModifier
WEEK = Period.parse("2026-W11")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path, megabytes=12) as disk:
        yield disk


def fill(folder: Path) -> Path:
    """Take all the room that is left."""
    filler = folder / "filler"
    with filler.open("wb") as stream:
        try:
            while True:
                os.write(stream.fileno(), b"x" * 4096)
        except OSError:
            return filler


class Person:
    """Somebody at a machine: a window with its own private folder, and eyes and hands."""

    def __init__(self, window: Window, qtbot) -> None:
        self.window, self._qtbot = window, qtbot

    @property
    def ws(self) -> Workspace:
        return self.window.files.session.ws

    def settle(self) -> None:
        """Wait for the trip to the file that is under way."""
        self._qtbot.waitUntil(lambda: not self.window.files.sharing.away)

    def look(self) -> None:
        self.settle()
        self.window.files.sharing.look()
        self.settle()

    def told(self) -> list[str]:
        return [row.notice.text for row in self.window.notices.rows()]

    def status(self) -> str:
        return self.window.standing.line.saved.text()

    def press(self, words: str) -> None:
        """Press a link of the newest notice."""
        found = self.window.notices.rows()[0].findChildren(QPushButton)
        QTest.mouseClick(next(each for each in found if each.text() == words), Qt.MouseButton.LeftButton)

    def rename(self, title: str) -> str:
        uid = self.ws.all(Objective)[0].uid
        self.window.files.session.perform(goals.rename, uid, title)
        return uid


@pytest.fixture
def opened(theme, settings, clock, qtbot, opened_bakery: Prepared, tmp_path: Path, language: str):
    """Gives a person with the example company open in some folder; ``home`` may lie on a small disk."""
    made: list[Window] = []

    def open_in(folder: Path, home: Path | None = None, place: str = "overview") -> Person:
        for name, value in (("author", "Kari Solberg"), ("language", language), ("place", place)):
            settings.setValue(name, value)
        text.use(language)
        folder.mkdir(exist_ok=True)
        path = folder / "bakery.kpidesk"
        private = Home(home or tmp_path / "kari")
        if not path.exists():
            opened_bakery.lay_out(path, private)
        window = opened_window(path, theme, settings, private, clock, qtbot)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        made.append(window)
        person = Person(window, qtbot)
        person.settle()
        return person

    yield open_in
    for window in made:
        window.close()
    text.use("nb")


@pytest.fixture
def kari(opened, tmp_path: Path) -> Person:
    return opened(tmp_path / "felles")


@pytest.fixture
def colleague(tmp_path: Path, clock) -> Iterator[Callable[[Path], Workspace]]:
    """Ola at another machine."""
    those: list[Workspace] = []

    def open_file(path: Path) -> Workspace:
        ws = Workspace.open(path, author="Ola Nygård", home=Home(tmp_path / "ola"), clock=clock)
        those.append(ws)
        return ws

    yield open_file
    for ws in those:
        ws.close()


def words(language: str, nb: str, en: str) -> str:
    return nb if language == "nb" else en


# ---- a colleague has it open -------------------------------------------------------------------------


def test_a_colleague_who_has_it_open_is_told_once_and_goes_quietly(kari: Person, colleague, language: str) -> None:
    ola = colleague(kari.ws.path)
    ola.sharing.announce()
    kari.window.files.held.carrying.beat()
    kari.settle()
    expected = words(language, "Ola har hatt filen åpen siden 08:41", "Ola has had the file open since 08:41")
    assert any(each.startswith(expected) for each in kari.told())
    assert kari.window.standing.line.present.isVisible()
    kari.window.notices.clear()
    for _n in range(3):
        ola.sharing.announce()
        kari.window.files.held.carrying.beat()
        kari.settle()
    assert kari.told() == [], "it is not said again"
    ola.sharing.announce()
    kari.window.looks.speak(words(language, "en", "nb"))
    assert len(kari.told()) == 1, "a new language says it in its own words"
    ola.close()
    kari.look()
    assert kari.told() == [] and not kari.window.standing.line.present.isVisible()


def test_what_a_colleague_stores_comes_in_by_itself(kari: Person, colleague, language: str, qtbot) -> None:
    ola = colleague(kari.ws.path)
    uid = ola.all(Objective)[0].uid
    goals.rename(ola, uid, "Olas tittel")
    qtbot.waitUntil(lambda: kari.ws.get(Objective, uid).title == "Olas tittel")
    assert words(language, "Ola har endret fellesfilen", "Ola has changed the shared file") in kari.told()[0]
    entry.set_value(ola, inputs.input_named(ola, "online_orders").uid, WEEK, 77.0)
    kari.look()
    expected = words(language, "Ola har lagret nye tall i fellesfilen. De er hentet inn her.",
                     "Ola has saved new numbers in the shared file. They are included here.")  # fmt: skip
    assert kari.told()[0] == expected
    assert len(kari.told()) == 1
    kari.press(words(language, "Se hva som er nytt", "See what is new"))
    assert kari.window.place == "history" and kari.told() == []


def test_half_typed_text_outlives_a_colleagues_change(opened, tmp_path: Path, colleague, qtbot) -> None:
    kari = opened(tmp_path / "felles", place="entry")
    page = kari.window.page()
    kari.window.activateWindow()
    qtbot.waitUntil(kari.window.isActiveWindow)
    view = page.sheet.current_view()
    QTest.keyClick(view, Qt.Key.Key_4)
    editor = view.typing.editor()
    QTest.keyClicks(editor, "40")
    ola = colleague(kari.ws.path)
    entry.set_value(ola, inputs.input_named(ola, "gross_sales").uid, WEEK, 5.0)
    kari.look()
    assert kari.told()
    view = page.sheet.current_view()
    editor = view.typing.editor()
    assert editor is not None and editor.text() == "440"
    cell = view.current_cell()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert kari.ws.series(cell[0])[cell[1]] == 440


def test_an_open_field_outlives_a_colleagues_change(opened, tmp_path: Path, colleague) -> None:
    kari = opened(tmp_path / "felles", place="goals")
    page = kari.window.page()
    page.view.choose(kari.ws.all(Objective)[0].uid)
    field = page.inspector.panel.title
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Halvveis")
    ola = colleague(kari.ws.path)
    goals.rename(ola, ola.all(Objective)[1].uid, "Olas tittel")
    kari.look()
    assert field.text() == "Halvveis"


# ---- share offline, moved, deleted -------------------------------------------------------------------


def test_a_share_that_is_away_leaves_the_work_safe_and_comes_back(kari: Person, tmp_path: Path, language: str) -> None:
    away = tmp_path / "borte"
    (tmp_path / "felles").rename(away)
    uid = kari.rename("Skrevet uten nett")
    kari.settle()
    expected = words(language, "Ikke delt siden 08:41. Arbeidet ditt er trygt på denne maskinen.",
                     "Not shared since 08:41. Your work is safe on this machine.")  # fmt: skip
    assert kari.status() == expected
    kari.look()
    assert kari.told() == [expected]
    away.rename(tmp_path / "felles")
    QTest.mouseClick(kari.window.standing.line.retry, Qt.MouseButton.LeftButton)
    kari.settle()
    assert kari.told() == []
    assert kari.status().startswith(words(language, "Lagret 08:41", "Stored 08:41"))
    with Workspace.open(kari.ws.path, home=Home(tmp_path / "per")) as per:
        assert per.get(Objective, uid).title == "Skrevet uten nett"


def test_a_file_that_was_moved_is_not_made_anew(kari: Person, tmp_path: Path, language: str) -> None:
    path = kari.ws.path
    path.rename(tmp_path / "flyttet.kpidesk")
    kari.rename("Etter flyttingen")
    kari.settle()
    assert words(language, "er der ikke lenger", "is no longer there") in kari.told()[0]
    assert not path.exists()
    new = tmp_path / "felles" / "ny.kpidesk"
    assert kari.window.files.go_on_in(new)
    assert kari.ws.path == new and kari.told() == []
    assert kari.ws.all(Objective)[0].title == "Etter flyttingen"


def test_a_deleted_file_can_be_stored_again_in_its_place(kari: Person, language: str) -> None:
    path = kari.ws.path
    path.unlink()
    kari.look()
    assert words(language, "er der ikke lenger", "is no longer there") in kari.told()[0]
    assert kari.window.files.go_on_in(path)
    kari.rename("Igjen")
    kari.settle()
    assert kari.told() == [] and kari.ws.sharing.state().problem is None


# ---- read-only folder, read-only file ----------------------------------------------------------------


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """A folder that can't be written to; for root no rights say so, hence the system's own answer."""
    real = snapshot.write_snapshot

    def lock(on: bool) -> None:
        def refuse(database: object, file: Path, **more: object) -> object:
            if on and file.parent.name == "felles":
                raise PermissionError(13, "Permission denied", str(file))
            return real(database, file, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(snapshot, "write_snapshot", refuse)

    return lock


def test_in_a_read_only_folder_one_works_on_and_saves_elsewhere(
    kari: Person, tmp_path: Path, language: str, locked: Callable[[bool], None]
) -> None:
    locked(True)
    uid = kari.rename("Bare her")
    kari.settle()
    row = kari.window.notices.rows()[0]
    assert row.notice.kind == "locked" and "Permission denied" in row.notice.details
    assert (
        words(language, "Det går ikke an å skrive til mappen", "the file’s folder can’t be written to")
        in row.notice.text
    )
    assert [each[0] for each in ((row.notice.action, 0), *row.notice.more)] == words(
        language, ["Lagre som ny fil …", "Prøv igjen"], ["Save as a new file …", "Try again"]
    )
    assert kari.ws.get(Objective, uid).title == "Bare her"
    assert kari.window.files.go_on_in(tmp_path / "min.kpidesk")
    assert kari.ws.get(Objective, uid).title == "Bare her"
    kari.settle()
    assert kari.told() == [] and kari.ws.sharing.state().problem is None


def test_a_copy_sent_for_reading_says_so_and_can_be_saved_as_ones_own(
    kari: Person, tmp_path: Path, language: str
) -> None:
    sent = tmp_path / "lest.kpidesk"
    kari.ws.sharing.save_copy(sent, read_only=True)
    assert kari.window.open_file(str(sent))
    assert words(language, "sendt bare for lesing", "sent for reading only") in kari.told()[0]
    before = kari.ws.all(Objective)[0].title
    kari.rename("Går ikke")
    assert kari.ws.all(Objective)[0].title == before
    assert kari.window.files.go_on_in(tmp_path / "min egen.kpidesk")
    kari.rename("Går nå")
    assert kari.ws.all(Objective)[0].title == "Går nå"


# ---- full disks --------------------------------------------------------------------------------------


def test_on_a_full_disk_the_number_stays_in_its_cell_until_there_is_room(
    opened, tmp_path: Path, small_disk: Path, language: str, qtbot
) -> None:
    kari = opened(tmp_path / "felles", small_disk / "home", "entry")
    page = kari.window.page()
    kari.window.activateWindow()
    qtbot.waitUntil(kari.window.isActiveWindow)
    view = page.sheet.current_view()
    cell = view.current_cell()
    filler = fill(small_disk)
    QTest.keyClick(view, Qt.Key.Key_4)
    QTest.keyClicks(view.typing.editor(), "40")
    QTest.keyClick(view.typing.editor(), Qt.Key.Key_Return)
    row = kari.window.notices.rows()[0]
    assert words(language, "er full", "is full") in row.notice.text
    assert "full" in row.notice.details
    assert kari.ws.series(cell[0]).get(cell[1]) is None
    assert page.sheet.ledger.draft(cell) == "440", "what was typed stands in the cell"
    filler.unlink()
    kari.press(words(language, "Prøv igjen", "Try again"))
    assert kari.ws.series(cell[0])[cell[1]] == 440
    assert page.sheet.ledger.draft(cell) is None and kari.told() == []


def test_on_a_full_disk_a_title_stays_in_its_field(opened, tmp_path: Path, small_disk: Path, language: str) -> None:
    kari = opened(tmp_path / "felles", small_disk / "home", "goals")
    page = kari.window.page()
    uid = kari.ws.all(Objective)[0].uid
    page.view.choose(uid)
    field, before = page.inspector.panel.title, kari.ws.get(Objective, uid).title
    filler = fill(small_disk)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Ny tittel")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert kari.ws.get(Objective, uid).title == before
    assert field.text() == "Ny tittel"
    filler.unlink()
    kari.press(words(language, "Prøv igjen", "Try again"))
    assert kari.ws.get(Objective, uid).title == "Ny tittel"


def test_a_full_disk_under_the_shared_file_is_named(opened, tmp_path: Path, small_disk: Path, language: str) -> None:
    kari = opened(small_disk / "felles")
    filler = fill(small_disk)
    uid = kari.rename("Lokalt")
    kari.settle()
    assert kari.ws.sharing.state().why is Unshared.FULL
    assert (
        words(language, "Disken som filen ligger på, er full", "the disk that the file lies on is full")
        in kari.told()[0]
    )
    filler.unlink()
    kari.look()
    assert kari.told() == []
    with Workspace.open(kari.ws.path, home=Home(tmp_path / "per")) as per:
        assert per.get(Objective, uid).title == "Lokalt"


# ---- kill, damage, strangers -------------------------------------------------------------------------


def test_after_a_kill_the_last_edit_is_there(opened, tmp_path: Path, language: str) -> None:
    kari = opened(tmp_path / "felles")
    uid = kari.rename("Sist skrevet")
    work = next((tmp_path / "kari" / "work").glob("*.work"))
    other = tmp_path / "etter"
    shutil.copytree(tmp_path / "kari", other)  # as the disk was in that moment, with the program still running
    assert (other / "work" / work.name).exists()
    again = opened(tmp_path / "felles", other)
    assert again.ws.get(Objective, uid).title == "Sist skrevet"
    assert again.told() == []


def test_a_damaged_file_is_made_anew_and_kept_aside(opened, tmp_path: Path, language: str) -> None:
    kari = opened(tmp_path / "felles")
    uid, path = kari.rename("Trygt"), kari.ws.path
    kari.settle()
    kari.window.close_file()
    content = bytearray(path.read_bytes())
    content[5000:9000] = b"\xff" * 4000
    path.write_bytes(bytes(content))
    assert not kari.window.open_file(str(path))
    dialog = kari.window.files.rescuing
    assert dialog is not None and dialog.isVisible()
    dialog.rescue.click()
    assert kari.ws.get(Objective, uid).title == "Trygt"
    assert any(each != path and each.suffix != ".here" and each.is_file() for each in path.parent.iterdir())
    assert kari.told(), "what it was made from is said"


STRANGERS = {
    "text": (b"not a file of ours", "er ikke en KPI Desk-fil", "is not a KPI Desk file"),
    "empty": (b"", "er ikke en KPI Desk-fil", "is not a KPI Desk file"),
}


@pytest.mark.parametrize("kind", [*STRANGERS, "sqlite"])
def test_a_foreign_file_is_refused_with_the_reason(kari: Person, tmp_path: Path, language: str, kind: str) -> None:
    path = tmp_path / "fremmed.kpidesk"
    if kind == "sqlite":
        with sqlite3.connect(path) as foreign:
            foreign.execute("CREATE TABLE a(b)")
        foreign.close()
    else:
        path.write_bytes(STRANGERS[kind][0])
    before = path.read_bytes()
    open_now = kari.ws.path
    assert not kari.window.open_file(str(path))
    assert "fremmed.kpidesk" in kari.told()[0]
    assert words(language, STRANGERS["text"][1], STRANGERS["text"][2]) in kari.told()[0]
    assert path.read_bytes() == before and kari.ws.path == open_now


def test_another_companys_file_in_its_place_is_left_alone(kari: Person, tmp_path: Path, language: str, clock) -> None:
    other = tmp_path / "annen.kpidesk"
    Workspace.create(other, company="Annen", home=Home(tmp_path / "annen"), clock=clock).close()
    content = other.read_bytes()
    os.replace(other, kari.ws.path)
    uid = kari.rename("Mitt")
    kari.settle()
    assert words(language, "hører til en annen", "belongs to another workspace") in kari.told()[0]
    assert kari.ws.path.read_bytes() == content and kari.ws.get(Objective, uid).title == "Mitt"
    kari.ws.sharing.pending = False


# ---- a change that is refused, without a window ------------------------------------------------------


def test_what_was_typed_anew_meanwhile_is_not_overwritten(workspace: Workspace, theme, monkeypatch) -> None:
    session = Session(workspace, theme, memory=Memory())
    uid = workspace.all(Objective)[0].uid
    real = workspace._file.database.transaction

    def refuse():
        workspace._file.database.execute("PRAGMA query_only = 1")
        return real()

    monkeypatch.setattr(workspace._file.database, "transaction", refuse)
    assert not session.attempt(goals.rename, uid, "Først")
    monkeypatch.undo()
    workspace._file.database.execute("PRAGMA query_only = 0")
    assert session.attempt(goals.rename, uid, "Så")
    session.try_again()
    assert workspace.get(Objective, uid).title == "Så"


# ---- another version beside the file, a clock that is wrong ------------------------------------------


def copy_of_ola(kari: Person, tmp_path: Path, name: str, hours: int = 0) -> str:
    """A version that lies beside the file, stored by Ola on a machine whose clock may be ahead."""
    path = kari.ws.path.with_name(name)
    shutil.copy(kari.ws.path, path)
    moment = kari.ws.now() + dt.timedelta(hours=hours)

    def now() -> dt.datetime:
        return moment

    with Workspace.open(path, author="Ola Nygård", home=Home(tmp_path / "ola"), clock=now) as ola:
        uid = ola.all(Objective)[0].uid
        goals.rename(ola, uid, "Fra konfliktkopien")
    return str(uid)


def test_a_conflict_copy_beside_the_file_is_offered_for_merging(
    kari: Person, tmp_path: Path, language: str, qtbot
) -> None:
    uid = copy_of_ola(kari, tmp_path, "bakery (conflicted copy).kpidesk")
    qtbot.waitUntil(lambda: bool(kari.told()))
    (told,) = kari.told()
    assert "Dropbox" in told and "Ola" in told
    kari.press(words(language, "Flett inn nå", "Merge now"))
    assert kari.window.place == "merge"
    assert kari.ws.get(Objective, uid).title != "Fra konfliktkopien", "nothing is merged before it is seen"


def test_a_clock_that_is_ahead_is_told_in_the_preview(kari: Person, tmp_path: Path, language: str, qtbot) -> None:
    copy_of_ola(kari, tmp_path, "fra Ola.kpidesk", hours=5)
    kari.window.go("merge", kari.ws.path.with_name("fra Ola.kpidesk"))

    def shown() -> str:
        return " ".join(label.text() for label in kari.window.page().findChildren(QLabel)).casefold()

    qtbot.waitUntil(lambda: words(language, "klokken", "clock") in shown())
    assert words(language, "5\xa0timer", "5\xa0hours") in shown()
