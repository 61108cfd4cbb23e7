"""A paper saved beside the data file, with the ways on: open it, show its folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.file_names import called_after
from kpidesk.text import _
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp, Stop, unless_stopped
from ui.base.waiting import Patient
from ui.paper.papers import Build

PAPER = "paper"
"""Under which name the size is kept, once for the machine."""


def remembered(session: Session) -> str:
    """Under which name the choices for a file's papers are remembered on this machine."""
    return f"paper/{session.ws.sharing.identity}"


def paper_language(session: Session) -> str:
    """The language last chosen for paper, else the company's."""
    return session.memory.text(f"{remembered(session)}/language", session.ws.company.language)


def paper_size(session: Session) -> str:
    """A4 or Letter: what this machine's printer takes, chosen in the settings or where paper is shown."""
    return session.memory.text(PAPER, "A4")


def beside(session: Session, words: str, ending: str = "pdf") -> Path:
    """A file beside the data file, named for the company and what it holds."""
    name = " ".join(part for part in (session.ws.company.name, words.strip()) if part)
    return session.ws.path.parent / f"{called_after(name)}.{ending}"


class SavedPaper(QObject):
    """Puts finished bytes in place and says where; a fault becomes a notice and leaves the old file."""

    def __init__(self, session: Session, parent: QObject, window: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        self._path = Path()

    def save(self, build: Build, path: Path) -> None:
        """Build a paper in another thread and put it at ``path``; given up, the old file stands."""
        words = _("Writing “{name}”.").format(name=path.name)
        safe = _("The old file stays until the new one is complete.")
        try:
            disk.refuse_taken(path, [self._session.ws.path])
            Patient(self._window.window(), _("Save PDF"), words, reassurance=safe).wait(partial(_put, build, path))
        except GivenUp:
            return
        except UserError as error:
            self._session.tell_refused(error)
            return
        self._path = path
        said = _("“{file}” is saved beside the data file.").format(file=path.name)
        more = ((_("Show in folder"), self.show_folder),)
        self._session.notice.emit(Notice(said, "done", action=_("Open"), callback=self.open, more=more))

    def open(self) -> None:
        """Show the saved file in the machine's own program."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def show_folder(self) -> None:
        """Show the folder that the saved file is in."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def _put(build: Build, path: Path, stop: Stop) -> None:
    data = build()
    unless_stopped(stop)
    disk.put(data, path)
