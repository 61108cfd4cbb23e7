"""The open file gets another name, goes to the trash, is cleared, or begun anew; where that fails it stays."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry
from kpidesk.commands.whole import anew
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.errors import StorageFault
from kpidesk.store.files import renaming, snapshot
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.app.window import Window
from ui.sharing import file_care
from ui.sharing.file_care import RenameFile


@pytest.fixture
def window(make_window: Callable[..., Window], workspace: Workspace) -> Window:
    """A window on a file with one number."""
    uid = own_kpis.define(workspace, name="Salg")
    entry.set_value(workspace, workspace.get(Kpi, uid).inputs[0][1], Period.parse("2026-01"), 12.0)
    path = workspace.path
    workspace.close()
    return make_window(path, place="kpis")


def sales(window: Window) -> list[object]:
    assert window.session is not None
    ws = window.session.ws
    return [value for kpi in ws.all(Kpi) for value in ws.series(kpi.inputs[0][1]).values()]


def said(window: Window) -> str:
    return "\n".join(row.notice.text for row in window.notices.rows())


def do(window: Window) -> None:
    dialog = window.rarely.care.dialog
    assert dialog is not None
    button = dialog.findChild(QPushButton, "do")
    assert button is not None and not button.isDefault()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def rename(window: Window, name: str) -> RenameFile:
    window.commands.run("rename_file")
    dialog = window.rarely.care.dialog
    assert isinstance(dialog, RenameFile)
    dialog.name.setText(name)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    return dialog


def test_a_file_gets_another_name_and_is_gone_on_with(window: Window) -> None:
    for name, wanted in (("Salg 2026", "Salg 2026"), ("Salg.kpidesk", "Salg"), ("  Salg 2027. ", "Salg 2027")):
        before = window.session.ws.path
        rename(window, name)
        after = window.session.ws.path
        assert after.name == f"{wanted}.kpidesk" and after.parent == before.parent
        assert not before.exists() and sales(window) == [12.0]
        assert str(before) not in window.memory.recent() and window.memory.recent()[0] == str(after)


def test_a_name_that_no_file_can_have_is_refused_in_the_form(window: Window) -> None:
    before = window.session.ws.path
    for name in ("", "a/b", "hva?", "..", "a\tb"):
        dialog = rename(window, name)
        assert dialog.isVisible() and dialog.problem.text(), name
        dialog.reject()
        assert window.session.ws.path == before


def test_no_other_file_is_written_over(window: Window) -> None:
    before = window.session.ws.path
    other = before.with_name("Annen.kpidesk")
    other.write_bytes(b"hers")
    rename(window, "Annen")
    assert other.read_bytes() == b"hers" and window.session.ws.path == before and sales(window) == [12.0]
    assert "Annen.kpidesk" in said(window)


def test_where_the_disk_refuses_the_file_is_called_as_before(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_one: Path, _other: Path) -> None:
        raise PermissionError

    before = window.session.ws.path
    monkeypatch.setattr(file_care.os, "rename", refuse)
    rename(window, "Annen")
    monkeypatch.undo()
    assert window.session.ws.path == before and sales(window) == [12.0] and before.name in said(window)


@pytest.mark.parametrize("followed", [True, False])
def test_a_file_that_lacks_the_last_change_is_renamed_only_with_the_copy_that_holds_it(
    window: Window, monkeypatch: pytest.MonkeyPatch, followed: bool
) -> None:
    """Left at the old name, what could not be written to the file would be out of sight."""

    def full(*_args: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    before, ws = window.session.ws.path, window.session.ws
    monkeypatch.setattr(snapshot, "write_snapshot", full)
    entry.set_value(ws, ws.all(Kpi)[0].inputs[0][1], Period.parse("2026-02"), 77.0)
    if not followed:
        monkeypatch.setattr(renaming.Renaming, "takes_along", property(lambda _way: False))
    rename(window, "Annen")
    monkeypatch.undo()
    assert sales(window) == [12.0, 77.0]
    assert window.session.ws.path.stem == ("Annen" if followed else before.stem)
    assert (before.name in said(window)) is not followed


def test_what_was_done_under_the_old_name_can_be_undone_under_the_new_one(window: Window) -> None:
    ws = window.session.ws
    entry.set_value(ws, ws.all(Kpi)[0].inputs[0][1], Period.parse("2026-02"), 77.0)
    rename(window, "Annen")
    window.commands.run("undo")
    assert sales(window) == [12.0]
    window.commands.run("redo")
    assert sales(window) == [12.0, 77.0]


def test_a_link_to_a_file_that_has_gone_is_not_written_over(window: Window) -> None:
    before = window.session.ws.path
    link = before.with_name("Lenke.kpidesk")
    link.symlink_to(before.with_name("borte.kpidesk"))
    rename(window, "Lenke")
    assert link.is_symlink() and window.session.ws.path == before and sales(window) == [12.0]


def test_the_file_goes_to_the_trash_and_the_window_asks_for_another(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = window.session.ws.path

    def trash(name: str) -> bool:
        Path(name).rename(tmp_path / "trashed.kpidesk")
        return True

    monkeypatch.setattr(QFile, "moveToTrash", trash)
    window.commands.run("delete_file")
    do(window)
    assert window.session is None and not path.exists() and str(path) not in window.memory.recent()
    assert path.name in said(window)
    assert window.open_file(str(tmp_path / "trashed.kpidesk")) and sales(window) == [12.0]


def test_nothing_is_left_to_review_once_the_file_is_gone(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window.session.ws.merging, "open_conflicts", lambda: 1)
    window.merges._count_left(window.session)
    assert not window.standing.line.conflicts.isHidden()
    monkeypatch.setattr(QFile, "moveToTrash", lambda name: Path(name).unlink() is None)
    window.commands.run("delete_file")
    do(window)
    assert window.session is None and window.standing.line.conflicts.isHidden()


def test_where_there_is_no_trash_nothing_is_deleted(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    path = window.session.ws.path
    monkeypatch.setattr(QFile, "moveToTrash", lambda _name: False)
    window.commands.run("delete_file")
    do(window)
    assert path.exists() and window.session.ws.path == path and sales(window) == [12.0]
    assert "Ingenting er slettet" in said(window)


def test_the_numbers_are_cleared_and_taken_back_in_one_step(window: Window, qtbot: QtBot) -> None:
    window.commands.run("clear_numbers")
    do(window)
    assert sales(window) == []
    window.session.undo()
    assert sales(window) == [12.0]


def test_all_is_begun_anew_in_the_overview_and_taken_back(window: Window) -> None:
    window.commands.run("start_over")
    do(window)
    assert window.place == "overview" and window.session.ws.all(Kpi) == []
    window.session.undo()
    assert sales(window) == [12.0]


def test_a_file_that_is_not_emptied_stays_where_it_was_looked_at(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_ws: object) -> int:
        raise StorageFault(msg("The disk is full."))

    monkeypatch.setattr(anew, "start_over", refused)
    window.commands.run("start_over")
    do(window)
    assert (window.place, sales(window)) == ("kpis", [12.0]) and "The disk is full." in said(window)


def test_a_question_that_is_declined_changes_nothing(window: Window) -> None:
    for command in ("clear_numbers", "start_over", "delete_file"):
        window.commands.run(command)
        dialog = window.rarely.care.dialog
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert window.session is not None and sales(window) == [12.0]


def test_save_as_goes_on_in_the_new_file(window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QFileDialog

    before = window.session.ws.path
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "Ny"), ""))
    window.commands.run("save_as")
    assert window.session.ws.path == tmp_path / "Ny.kpidesk" and before.exists() and sales(window) == [12.0]


def test_a_name_too_long_for_a_file_is_refused_where_it_is_typed(window: Window) -> None:
    before = window.session.ws.path
    dialog = rename(window, "Veldig langt navn " * 20)
    assert dialog.isVisible() and "for langt" in dialog.problem.text()
    assert window.session.ws.path == before


def test_where_the_disk_takes_no_name_that_long_the_file_is_open_as_before(window: Window) -> None:
    before = window.session.ws.path
    window.rarely.care.rename(before.with_name("n" * 300 + ".kpidesk"))
    assert window.session is not None and window.session.ws.path == before
    assert "kunne ikke få nytt navn" in said(window)


def test_a_copy_whose_name_the_disk_does_not_take_is_told_of(window: Window) -> None:
    before = window.session.ws.path
    assert not window.files.go_on_in(before.with_name("n" * 300 + ".kpidesk"))
    assert window.session.ws.path == before and "for langt" in said(window)
