"""A paper handed to the mail program: what is attached is written first, and what is said is what has become of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from kpidesk import disk
from kpidesk.errors import StorageFault, UserError
from kpidesk.exchange import mail
from kpidesk.report.covering import Words
from kpidesk.text import _, msg
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp, Stop, unless_stopped
from ui.base.waiting import Patient
from ui.paper.papers import Build

FILES_OPEN_HERE = sys.platform in ("win32", "darwin")
"""Whether a message that is a file opens in a mail program: elsewhere nobody tells whether it did."""


def hand_over(session: Session, window: QWidget, words: Words, files: Mapping[Path, Build]) -> None:
    """Write what is attached beside the data file, and open the message; says what has become of it."""
    job = partial(_written_and_opened, words, files, session.ws.path)
    try:
        waiting = Patient(window, _("Mail this PDF"), _("Writing “{name}”.").format(name=next(iter(files)).name))
        opened, kept = waiting.wait(job)
    except GivenUp:
        return
    except UserError as error:
        session.tell_refused(error)
        return
    if not opened and FILES_OPEN_HERE:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(kept)))
    folder = (_("Show in folder"), partial(_show, next(iter(files)).parent))
    if opened:
        said = _(
            "The message is in your mail program. Check that the PDF is attached, choose who gets it, and send it."
        )
        session.notice.emit(Notice(said, "done", action=folder[0], callback=folder[1]))
    else:
        said = _("No mail program could be opened. The message is saved as “{file}” beside the data file, not sent.")
        session.notice.emit(Notice(said.format(file=kept.name), "error", action=folder[0], callback=folder[1]))


def _show(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _written_and_opened(words: Words, files: Mapping[Path, Build], own: Path, stop: Stop) -> tuple[bool, Path]:
    """Whether a mail program has taken the message; where it is a file, if not."""
    made = {path: build() for path, build in files.items()}
    unless_stopped(stop)
    for path, data in made.items():
        disk.refuse_taken(path, [own])
        disk.put(data, path)
    message = mail.Message(words.subject, words.body, tuple(files))
    kept = next(iter(files)).with_suffix(".eml")
    if mail.open_in_program(message):
        return True, kept
    try:
        disk.put(mail.as_file(message), kept)
    except OSError as error:
        raise StorageFault(msg("The message could not be written. The PDF is saved.")) from error
    return False, kept
