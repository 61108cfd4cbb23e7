"""The manual on paper: saved where one chooses, or printed, in the language in which it is read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.manual.book import Book
from kpidesk.text import _
from ui.base.tasks import GivenUp, Stop, unless_stopped
from ui.base.waiting import Patient
from ui.paper import printing
from ui.paper.printed_paper import printed_words


def pdf_of(book: Book, paper: str) -> bytes:
    """The manual as PDF; to be called in another thread."""
    from kpidesk.report.manual.whole import build

    return build(book, paper)


def save(book: Book, paper: str, window: QWidget) -> str:
    """Ask where, and save it there; gives what is to be said of it, nothing when it was given up."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    path, _kind = QFileDialog.getSaveFileName(
        window, _("Save as PDF"), str(Path(folder) / f"KPI Desk – {book.title}.pdf"), "PDF (*.pdf)"
    )
    if not path:
        return ""
    safe = _("The old file stays until the new one is complete.")
    try:
        file = disk.ended(path, (".pdf",), ".pdf")
        words = _("Writing “{name}”.").format(name=file.name)
        Patient(window, _("Save as PDF"), words, reassurance=safe).wait(partial(_put, book, paper, file))
    except GivenUp:
        return ""
    except UserError as error:
        return str(error)
    return _("“{file}” is saved in “{folder}”.").format(file=file.name, folder=file.parent)


def _put(book: Book, paper: str, path: Path, stop: Stop) -> None:
    data = pdf_of(book, paper)
    unless_stopped(stop)
    disk.put(data, path)


def print_it(book: Book, paper: str, window: QWidget) -> str:
    """Ask for the printer, and print there; gives what is to be said of it."""
    printer = printing.printer_for(paper, book.title)
    if not printing.ask(printer, 0, window):
        return ""
    progress = printing.PrintProgress(window)

    def job(stop: Stop) -> int:
        progress.follow(stop)
        return printing.PrintJob(partial(pdf_of, book, paper), printer, progress)()

    safe = _("Pages already sent may still come out.")
    words = _("Printing “{name}”.").format(name=book.title)
    try:
        pages = Patient(window, _("Print"), words, reassurance=safe).wait(job)
    except GivenUp:
        return _("The printing was stopped. Pages already sent may still come out.")
    except UserError as error:
        return str(error)
    finally:
        progress.deleteLater()
    return printed_words(pages, printer.outputFileName())
