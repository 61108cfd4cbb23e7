"""The quarterly review on paper: composed on values, laid out by measurement, drawn, tagged.

Importing this package is cheap; reportlab is loaded when something is built.

What was decided, and why:

- Four steps, compose → layout → surface → bytes. What is said is known before anything is placed, so that the words
  are tested without a PDF; what the preview holds is what is saved.
- ``Surface`` refuses to draw what has no tag: a page that a screen reader can't read can't come about by oversight.
- A closed quarter is kept as it was composed (``kept``), so that it prints the same for ever,
  whatever the numbers or the program say later.
- Language, paper and day are arguments: a report in English is written while the window speaks bokmål.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import text

if TYPE_CHECKING:
    from kpidesk.domain.entities import Cycle, Kpi, Uid
    from kpidesk.report.model import Review
    from kpidesk.workspace import Reads

Output = Path | str | io.BytesIO
"""Where a paper goes: a file, or memory."""
SECTIONS = ("summary", "objectives", "kpis", "panels", "retrospective", "appendix")
"""The parts of a review by name, in their order."""


@dataclass(frozen=True)
class Wanted:
    """How something is to go on paper: as of which day, in which language, on which paper, which parts of a review.

    ``paper`` is ``"A4"`` or ``"Letter"``; every part is printed unless ``sections`` are named.
    """

    as_of: dt.date
    language: str
    paper: str = "A4"
    sections: Sequence[str] | None = None


def render(ws: Reads, cycle: Cycle | Uid, output: Output, wanted: Wanted) -> int:
    """Write the review of ``cycle`` to ``output``; returns the number of pages.

    Raises ``StorageFault`` when the file can't be put in place.
    """
    from kpidesk.report import pdf

    with text.using(wanted.language):
        return pdf.write(review_of(ws, cycle, wanted.as_of), output, wanted.paper, wanted.sections)


def render_board(ws: Reads, cycle: Cycle | Uid, output: Output, wanted: Wanted) -> None:
    """Write the one-page board of ``cycle`` to ``output``; see ``render``."""
    from kpidesk.report import pdf

    with text.using(wanted.language):
        pdf.deliver(pdf.build_board(review_of(ws, cycle, wanted.as_of), wanted.paper), output)


def render_sheet(ws: Reads, kpi: Kpi, output: Output, wanted: Wanted) -> None:
    """Write the sheet of one KPI to ``output``; see ``render``."""
    from kpidesk.report import kpi_sheet, pdf

    with text.using(wanted.language):
        sheet = kpi_sheet.compose_sheet(ws, kpi, as_of=wanted.as_of)
        pdf.deliver(pdf.build_sheet(sheet, wanted.paper), output)


def render_xlsx(ws: Reads, cycle: Cycle | Uid, output: Output, wanted: Wanted) -> None:
    """Write the numbers of the review to ``output`` as a workbook; see ``render``."""
    from kpidesk.report import pdf, xlsx

    with text.using(wanted.language):
        pdf.deliver(xlsx.build(review_of(ws, cycle, wanted.as_of)), output)


def review_of(ws: Reads, cycle: Cycle | Uid, as_of: dt.date) -> Review:
    """The review of a cycle, in the language in force: a closed one as it was kept, an open one composed anew."""
    from kpidesk.domain import stage
    from kpidesk.domain.entities import Cycle as Row
    from kpidesk.report import compose, kept

    known = cycle if isinstance(cycle, Row) else ws.get(Row, cycle)
    known = stage.as_of(known, as_of)
    return kept.reprint(ws, known) or compose.compose(ws, known, as_of=as_of)


def build(review: Review, paper: str = "A4", sections: Sequence[str] | None = None) -> bytes:
    """The review as PDF in memory, for the preview."""
    from kpidesk.report import pdf

    return pdf.build(review, paper, sections)
