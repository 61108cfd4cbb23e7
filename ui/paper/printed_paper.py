"""A paper sent to the printer from the page in view: the system's dialog first, then a worker, with a way out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from kpidesk.errors import UserError
from kpidesk.text import _, ngettext
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp, Stop
from ui.base.waiting import Patient
from ui.paper import printing
from ui.paper.papers import Build
from ui.paper.saved_paper import paper_size


def print_paper(session: Session, build: Build, name: str, window: QWidget) -> None:
    """Ask for the printer, and print there; says how it went."""
    printer = printing.printer_for(paper_size(session), name)
    if not printing.ask(printer, 0, window):
        return
    progress = printing.PrintProgress(window)

    def job(stop: Stop) -> int:
        progress.follow(stop)
        return printing.PrintJob(build, printer, progress)()

    safe = _("Pages already sent may still come out.")
    try:
        waiting = Patient(window, _("Print"), _("Printing “{name}”.").format(name=name), reassurance=safe)
        session.notice.emit(printed(waiting.wait(job), printer.outputFileName()))
    except GivenUp:
        session.notice.emit(printed(0))
    except Exception as error:
        session.notice.emit(not_printed(error))
        if not isinstance(error, UserError):
            raise
    finally:
        progress.deleteLater()


def printed(pages: int, file: str = "") -> Notice:
    """What is said of so many pages, sent to a printer or written to a ``file``; of none when it was stopped."""
    if not pages:
        return Notice(_("The printing was stopped. Pages already sent may still come out."))
    if not file:
        return Notice(printed_words(pages), "done")

    def show() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(file))

    return Notice(printed_words(pages, file), "done", action=_("Open"), callback=show)


def printed_words(pages: int, file: str = "") -> str:
    """How many pages are where: a printer of the system's can be a file as well."""
    if file:
        words = ngettext("{n} page is written to “{file}”.", "{n} pages are written to “{file}”.", pages)
        return words.format(n=pages, file=Path(file).name)
    return ngettext("{n} page is sent to the printer.", "{n} pages are sent to the printer.", pages).format(n=pages)


def not_printed(error: object) -> Notice:
    """What is said when the printer took nothing."""
    return Notice(str(error) if isinstance(error, UserError) else _("The pages could not be printed."), "error")
