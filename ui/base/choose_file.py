"""Asking for a file with numbers, from wherever one thinks of it: the menu, the week's numbers, a notice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk.errors import UserError
from kpidesk.text import _
from ui.base.folders import beginning
from ui.base.session import Session

PLACE, FOLDER = "import", "imports/folder"
"""The place that shows what a file holds, and what is remembered of the last one's folder."""


def choose_numbers(session: Session, window: QWidget) -> None:
    """Ask which file, and show what it holds; nothing is changed by that."""
    kinds = _("Numbers (*.xlsx *.xls *.xlsb *.xlsm *.ods *.csv *.tsv *.txt *.json *.xml);;All files (*)")
    path, _kind = QFileDialog.getOpenFileName(window, _("Import numbers"), _folder(session), kinds)
    if path:
        session.memory.put(FOLDER, str(Path(path).parent))
        session.navigate.emit(PLACE, Path(path))


def holds_table(text: str) -> bool:
    """Tell whether a text, as a spreadsheet puts it on the clipboard, has rows and columns."""
    rows = text.strip("\r\n").splitlines()
    return len(rows) > 1 and any("\t" in row for row in rows)


def take_table(session: Session, text: str) -> None:
    """Show what a pasted table holds, as a file is: seen first, and matched by name."""
    from kpidesk.exchange.sheets import book_of_text  # the readers of files are loaded when one is wanted

    if session.ws.read_only:
        return
    try:
        session.navigate.emit(PLACE, book_of_text(text, _("What was pasted")))
    except UserError as error:
        session.tell_refused(error)


def choose_more_accounts(session: Session, window: QWidget) -> list[Path]:
    """Ask for more files of accounts, several at once."""
    kinds = _("Accounts (*.xml);;All files (*)")
    paths, _kind = QFileDialog.getOpenFileNames(window, _("Import accounts"), _folder(session), kinds)
    if paths:
        session.memory.put(FOLDER, str(Path(paths[0]).parent))
    return [Path(path) for path in paths]


def _folder(session: Session) -> str:
    """Where the last file was, else where downloads go."""
    before = session.memory.text(FOLDER)
    if before and Path(before).is_dir():
        return before
    downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return downloads if downloads and Path(downloads).is_dir() else beginning(session.ws.path)
