"""To the printer: the system's own dialog, and the true pages painted one by one in a worker.

The pages are rendered from the PDF (one truth), at the printer's resolution up to 300 dots an inch, in grey when
the dialog says black and white.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from kpidesk.errors import StorageFault
from kpidesk.text import msg
from ui.paper.pdf_pages import PdfPages, pages_of

FINEST = 300
"""Dots an inch; finer rendering only takes longer."""
SIZES = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}


def printer_for(paper: str, name: str) -> QPrinter:
    """A printer set up for whole pages of the paper, with the document's name."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(SIZES[paper]))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDocName(name)
    return printer


def ask(printer: QPrinter, pages: int, parent: QWidget | None = None) -> bool:
    """Show the system's print dialog: printer, page range, copies, colour; tells whether to go on."""
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, pages > 0)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintSelection, False)
    if pages:
        dialog.setMinMax(1, pages)
        dialog.setFromTo(1, pages)
    return bool(dialog.exec())


class Stopped(Exception):
    """Somebody has given a print job up."""


class PrintProgress(QObject):
    """How far a job is: ``painted`` so many of how many; ``stop`` gives it up before the next page."""

    painted = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Give up."""
        self._stopped.set()

    def follow(self, stopped: threading.Event) -> None:
        """Be given up with something else."""
        self._stopped = stopped

    def tell(self, done: int, count: int) -> None:
        """Called ahead of each page; raises ``Stopped`` when it shall be the last."""
        if self._stopped.is_set():
            raise Stopped
        self.painted.emit(done, count)


@dataclass(frozen=True)
class PrintJob:
    """Build the pages and send them; called in the worker's thread. Gives the number of sheets painted."""

    build: Callable[[], bytes]
    printer: QPrinter
    progress: PrintProgress

    def __call__(self) -> int:
        """Render and paint page by page; raises ``StorageFault`` when the printer takes nothing."""
        with pages_of(self.build()) as pages:
            wanted = chosen_pages(self.printer, pages.count)
            painter = QPainter()
            if not wanted or not painter.begin(self.printer):
                raise StorageFault(msg("The printer did not accept the pages. Nothing was printed."))
            try:
                self._paint(painter, pages, wanted)
            except Stopped:
                self.printer.abort()
                return 0
            finally:
                painter.end()
            return len(wanted)

    def _paint(self, painter: QPainter, pages: PdfPages, wanted: Sequence[int]) -> None:
        resolution = min(self.printer.resolution(), FINEST)
        grey = self.printer.colorMode() is QPrinter.ColorMode.GrayScale
        for place, number in enumerate(wanted):
            self.progress.tell(place, len(wanted))
            if place:
                self.printer.newPage()
            image = pages.picture(number, resolution / 72, grey=grey)
            paper = self.printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
            painter.drawImage(fitted(image.size(), paper), image)


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """The pages to paint, from 0, in order; several times over where the printer makes no copies by itself."""
    ranged = printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage()
    first = max(printer.fromPage(), 1) if ranged else 1
    last = min(printer.toPage() or count, count) if ranged else count
    pages = list(range(first - 1, last))
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    if printer.supportsMultipleCopies():
        return pages
    copies = max(printer.copyCount(), 1)
    return pages * copies if printer.collateCopies() else [page for page in pages for _copy in range(copies)]


def fitted(size: QSize, paper: QRect) -> QRect:
    """Where a page goes on the sheet: whole, in the middle, in its own shape."""
    room = size.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(0, 0, room.width(), room.height())
    place.moveCenter(paper.center())
    return place
