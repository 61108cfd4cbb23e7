"""What can go on paper, as jobs for another thread: each reads the file by a handle of its own and gives the bytes.

Saving and printing make the same papers; the choices are those of the review, remembered for each file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kpidesk import text as language
from kpidesk.domain.entities import Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.cycle_list import cycle_or_blank
from kpidesk.report import Wanted
from kpidesk.report.model import EntryPaper, Review
from kpidesk.workspace import Workspace
from ui.base.tasks import read_apart

PICTURE = 150 / 72
"""Pixels a point: read on a telephone, small enough to be sent."""
Build = Callable[[], bytes]
"""Makes a paper; to be called in another thread."""


def review(reader: Workspace, period: Period, wanted: Wanted) -> bytes:
    """The review of a cycle as PDF."""
    from kpidesk import report

    with language.using(wanted.language):
        return report.build(_review_of(reader, period, wanted), wanted.paper, wanted.sections)


def board(reader: Workspace, period: Period, wanted: Wanted) -> bytes:
    """The page for the wall as PDF."""
    from kpidesk.report import pdf

    with language.using(wanted.language):
        return pdf.build_board(_review_of(reader, period, wanted), wanted.paper)


def board_picture(reader: Workspace, period: Period, wanted: Wanted) -> bytes:
    """The page for the wall as a PNG, for a chat."""
    from PySide6.QtCore import QBuffer, QIODevice

    from ui.paper.pdf_pages import pages_of

    with pages_of(board(reader, period, wanted)) as pages:
        picture = pages.picture(0, PICTURE)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def workbook(reader: Workspace, period: Period, wanted: Wanted) -> bytes:
    """The numbers of the review as a workbook."""
    from kpidesk.report import xlsx

    with language.using(wanted.language):
        return xlsx.build(_review_of(reader, period, wanted))


def sheet(reader: Workspace, kpi: Uid, wanted: Wanted) -> bytes:
    """The sheet of one KPI as PDF."""
    from kpidesk.report import kpi_sheet, pdf

    with language.using(wanted.language):
        composed = kpi_sheet.compose_sheet(reader, reader.get(Kpi, kpi), as_of=wanted.as_of)
        return pdf.build_sheet(composed, wanted.paper)


def sheets(reader: Workspace, period: Period, wanted: Wanted) -> bytes:
    """A page about each KPI as PDF, with the figures of a cycle."""
    from kpidesk.report import kpi_sheet, pdf

    cycle = cycle_or_blank(reader, period)
    with language.using(wanted.language):
        kpis = [kpi for kpi in reader.all(Kpi) if not kpi.parked]
        composed = [kpi_sheet.compose_sheet(reader, kpi, as_of=wanted.as_of, cycle=cycle) for kpi in kpis]
        return pdf.build_sheets(composed, wanted.paper)


def entry_table(paper: EntryPaper, size: str) -> bytes:
    """The table of entry as PDF."""
    from kpidesk.report import pdf

    return pdf.build_entry(paper, size)


def of_file(ws: Workspace, make: Callable[..., bytes], *arguments: object) -> Build:
    """The job for one of the papers above that are made from the file."""
    return partial(read_apart, ws, partial(_made, make, arguments))


def _made(make: Callable[..., bytes], arguments: tuple[object, ...], reader: Workspace) -> bytes:
    return make(reader, *arguments)


def _review_of(reader: Workspace, period: Period, wanted: Wanted) -> Review:
    from kpidesk import report

    return report.review_of(reader, cycle_or_blank(reader, period), wanted.as_of)
