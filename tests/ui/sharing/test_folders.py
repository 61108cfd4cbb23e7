"""Where a dialog that asks for a file begins, and what becomes of the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.base.folders import beginning, pictures
from ui.sharing.merging import Merges


def test_a_dialog_begins_beside_the_open_file_else_with_the_documents(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda place: f"/home/kari/{place.name}")
    assert beginning(tmp_path / "delt" / "a.kpidesk") == "/home/kari/DocumentsLocation"  # no such folder any more
    assert beginning(tmp_path / "a.kpidesk") == str(tmp_path)
    assert beginning() == "/home/kari/DocumentsLocation"
    assert pictures() == "/home/kari/PicturesLocation"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda place: "")
    assert beginning() == pictures() == str(Path.home())


def test_an_answered_sheet_chosen_as_a_copy_is_read_as_a_sheet(session, theme, qtbot, tmp_path, monkeypatch):
    window = QWidget()
    qtbot.addWidget(window)
    merges, asked = Merges(window, theme), []
    merges.watch(session)

    def choose(_parent, _title, folder, kinds):
        asked.append((folder, "*.xlsx" in kinds))
        return str(tmp_path / "svar.xlsx"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    with qtbot.waitSignal(merges.read_sheet) as heard, qtbot.assertNotEmitted(merges.wanted):
        merges.choose()
    assert heard.args == [str(tmp_path / "svar.xlsx")]
    assert asked == [(str(session.ws.path.parent), True)]
    merges.watch(None)  # as the window does before a file is closed
