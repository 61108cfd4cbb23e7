"""A paper sent to the printer from the page in view: the system's dialog first, then a worker, with a way out."""

from __future__ import annotations

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
        session.notice.emit(printed(waiting.wait(job)))
    except GivenUp:
        session.notice.emit(printed(0))
    except Exception as error:
        session.notice.emit(not_printed(error))
        if not isinstance(error, UserError):
            raise
    finally:
        progress.deleteLater()


def printed(pages: int) -> Notice:
    """What is said of so many pages; of none when somebody has stopped it."""
    if not pages:
        return Notice(_("The printing was stopped. Pages already sent may still come out."))
    words = ngettext("{n} page is sent to the printer.", "{n} pages are sent to the printer.", pages)
    return Notice(words.format(n=pages), "done")


def not_printed(error: object) -> Notice:
    """What is said when the printer took nothing."""
    return Notice(str(error) if isinstance(error, UserError) else _("The pages could not be printed."), "error")
