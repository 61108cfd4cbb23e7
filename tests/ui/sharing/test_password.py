"""Passwords in the window: asked for, set, changed, taken away, and asked for again at a merge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import goals
from kpidesk.domain.entities import Objective
from kpidesk.domain.period import Period
from kpidesk.round.progress import begin
from kpidesk.round.steps import Kind, Step
from kpidesk.settings import Home
from kpidesk.store.db import encryption
from kpidesk.workspace import opening
from tests.ui.sharing.merge_copies import WEEK_11, colleague_copy
from ui.app.window import Window
from ui.base.theme import Theme
from ui.round.kept import remember, remembered
from ui.sharing.password_dialog import AskPassword

pytestmark = pytest.mark.skipif(not encryption.available(), reason="sqlcipher3, an optional part, is not installed")
SECRET, OTHER = "blåbær", "kanel"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(encryption, "ROUNDS", 1000)
        yield


@pytest.fixture
def file(bakery_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Fjordbrød bakeri.kpidesk"
    shutil.copy(bakery_file, path)
    return path


@pytest.fixture
def window(theme: Theme, settings: QSettings, home: Home, clock, qtbot: QtBot) -> Window:
    settings.setValue("author", "Kari Solberg")
    made = Window(theme, settings, home=home, clock=clock)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def lock(file: Path, home: Home, new: str, *old: str) -> None:
    opening.change_password(file, new, passwords=old, home=home)


def type_password(dialog: AskPassword, words: str) -> None:
    QTest.keyClicks(dialog.field, words)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def is_open_by(window: Window, password: str) -> bool:
    return window.session is not None and window.files.passwords[:1] == (password,)


def objectives(window: Window) -> int:
    assert window.session is not None
    return len(window.session.ws.all(Objective))


@pytest.mark.parametrize(("language", "wrong"), [("nb", "Passordet er feil"), ("en", "the password is wrong")])
def test_a_file_asks_for_its_password_until_it_is_right(window, file, home, language: str, wrong: str) -> None:
    lock(file, home, SECRET)
    with text.using(language):
        assert not window.open_file(str(file))
        assert window.session is None
        first = window.locking.asking
        assert first is not None and first.isVisible() and not first.open_button.isEnabled()
        type_password(first, OTHER)
        second = window.locking.asking
        assert second is not first and second is not None
        assert any(wrong in label.text() for label in second.findChildren(QLabel))
        type_password(second, SECRET)
    assert objectives(window) > 0 and window.files.passwords == (SECRET,)


def test_leaving_the_question_opens_nothing(window, file, home) -> None:
    lock(file, home, SECRET)
    before = file.read_bytes()
    window.open_file(str(file))
    QTest.keyClick(window.locking.asking, Qt.Key.Key_Escape)
    assert window.session is None and file.read_bytes() == before


def test_a_password_is_set_changed_and_taken_away_in_the_window(window, file, qtbot) -> None:
    window.open_file(str(file))
    count = objectives(window)
    for words, locked in ((SECRET, True), (OTHER, True)):
        window.commands.run("password")
        dialog = window.locking.setting
        if window.session.ws.lock.is_set:
            QTest.keyClicks(dialog.now, SECRET)
        QTest.keyClicks(dialog.first, words)
        QTest.keyClicks(dialog.again, words[:-1])
        assert not dialog.do.isEnabled(), "both must be the same"
        QTest.keyClicks(dialog.again, words[-1])
        QTest.keyClick(dialog.again, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(is_open_by, window, words))
        assert window.session.ws.lock.is_set is locked and objectives(window) == count
        assert not file.read_bytes().startswith(encryption.MAGIC)
    window.commands.run("password")
    dialog = window.locking.setting
    assert not dialog.remove.isEnabled(), "the present password is asked for"
    QTest.keyClicks(dialog.now, SECRET)
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and "Ingenting er endret" in dialog.hint.text()
    QTest.keyClicks(dialog.now, OTHER)
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session is not None and not window.session.ws.lock.is_set)
    assert file.read_bytes().startswith(encryption.MAGIC) and objectives(window) == count


def test_words_left_in_a_round_do_not_stay_in_the_clear_when_the_file_gets_a_password(
    window, file, home, settings, qtbot
) -> None:
    window.open_file(str(file))
    step = Step(Kind.NUMBER, "0" * 32, Period.parse("2026-03"))
    remember(window.session, begin(window.session.today()).having_skipped(step).typing(step, {"note": "Hun slutter"}))
    assert "Hun slutter" in stored(settings)
    window.close_file()
    lock(file, home, SECRET)
    window.files.open(str(file), passwords=(SECRET,))
    qtbot.waitUntil(lambda: "Hun slutter" not in stored(settings))
    assert remembered(window.session).skipped == {step}, "where the round was left is known all the same"


def stored(settings: QSettings) -> str:
    return " ".join(str(settings.value(key)) for key in settings.allKeys())


def test_without_the_optional_part_nothing_is_changed(window, file, monkeypatch) -> None:
    window.open_file(str(file))
    monkeypatch.setattr(opening, "can_have_password", lambda: False)
    window.commands.run("password")
    assert window.locking.setting is None
    assert "Ingenting er endret" in window.notices.rows()[0].notice.text


def test_an_earlier_password_is_asked_for_and_can_be_left_out(window, file, home, tmp_path) -> None:
    lock(file, home, SECRET)
    lock(file, Home(tmp_path / "ola"), OTHER, SECRET)
    window.open_file(str(file))
    type_password(window.locking.asking, OTHER)
    earlier = window.locking.asking
    assert earlier.way_out.isVisible() and earlier.way_out.text() == "Åpne uten det"
    QTest.mouseClick(earlier.way_out, Qt.MouseButton.LeftButton)
    assert window.session is not None and objectives(window) > 0


def test_a_copy_with_a_password_is_asked_for_at_the_merge(window, file, qtbot) -> None:
    copy = colleague_copy(file, "Fra Ola.kpidesk", conflicts=False)
    lock(copy, Home(file.parent / "home-Fra Ola"), OTHER)
    window.open_file(str(file))
    window.go("merge", copy)
    page = window.page()
    qtbot.waitUntil(lambda: page.asking is not None)
    type_password(page.asking, OTHER)
    qtbot.waitUntil(lambda: page.preview is not None)
    page.do.click()
    from kpidesk.commands import inputs

    ws = window.session.ws
    assert ws.series(inputs.input_named(ws, "sessions").uid)[WEEK_11] == 4405


def test_a_locked_file_that_was_moved_goes_on_as_a_new_one_without_asking(window, file, home, qtbot) -> None:
    lock(file, home, SECRET)
    assert window.files.open(str(file), passwords=(SECRET,))
    qtbot.waitUntil(lambda: not window.files.sharing.away)
    file.rename(file.with_name("flyttet.kpidesk"))
    new = file.with_name("ny.kpidesk")
    assert window.files.go_on_in(new)
    assert window.session.ws.path == new and window.session.ws.lock.is_set
    window.rarely.sending.send()
    assert "passordet" in window.rarely.sending.dialog.hint.text()


def test_a_file_that_a_colleague_has_locked_is_not_made_anew_without_its_password(window, file, home, tmp_path) -> None:
    window.open_file(str(file))
    window.close_file()
    lock(file, Home(tmp_path / "ola"), SECRET)
    window.open_file(str(file))
    assert not window.locking.asking.way_out.isVisible()


def test_a_password_that_a_colleague_sets_is_entered_from_the_notice(window, file, home, tmp_path, qtbot) -> None:
    assert window.open_file(str(file))
    qtbot.waitUntil(lambda: not window.files.sharing.away)
    window.session.perform(goals.rename, window.session.ws.all(Objective)[0].uid, "Skrevet her")
    qtbot.waitUntil(lambda: not window.files.sharing.away and not window.session.ws.sharing.pending)
    lock(file, Home(tmp_path / "ola"), SECRET)
    window.files.sharing.look()
    qtbot.waitUntil(lambda: any("satt passord på" in row.notice.text for row in window.notices.rows()))
    row = next(row for row in window.notices.rows() if "satt passord på" in row.notice.text)
    assert (row.notice.kind, row.notice.action) == ("locked", "Skriv inn passordet …")
    row.notice.callback()
    type_password(window.locking.asking, OTHER)
    assert window.session is not None and window.files.passwords == (), "a wrong one leaves the file open"
    again = window.locking.asking
    assert again.isVisible() and any("Ingenting er endret" in label.text() for label in again.findChildren(QLabel))
    type_password(again, SECRET)
    assert is_open_by(window, SECRET)
    assert window.session.ws.all(Objective)[0].title == "Skrevet her"
    qtbot.waitUntil(lambda: not window.files.sharing.away)
    assert window.session.ws.sharing.state().problem is None


def test_a_password_that_a_colleague_takes_away_is_asked_for_once_more(window, file, home, tmp_path, qtbot) -> None:
    lock(file, home, SECRET)
    assert window.files.open(str(file), passwords=(SECRET,))
    qtbot.waitUntil(lambda: not window.files.sharing.away)
    lock(file, Home(tmp_path / "ola"), "", SECRET)
    window.files.sharing.look()
    qtbot.waitUntil(lambda: any(row.notice.action == "Åpne den igjen" for row in window.notices.rows()))
    row = next(row for row in window.notices.rows() if row.notice.action == "Åpne den igjen")
    row.notice.callback()
    if window.session is None:
        type_password(window.locking.asking, SECRET)
    assert window.session is not None and not window.session.ws.lock.is_set
