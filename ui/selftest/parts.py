"""What the program is put together from, one by one: what a bundle may have lost is named here."""

from __future__ import annotations

import io
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QFontDatabase, QImage, QImageReader

from kpidesk import assets
from kpidesk.text import _
from kpidesk.workspace import opening
from ui.selftest.desk import Broken, Desk

PICTURES = {"png", "jpeg", "svg", "ico"}
"""What a logo may be, and what icons are."""
EDGE = 24
"""Pixels."""


def all_there(desk: Desk) -> str:
    """Try each part for what it is needed for."""
    missing = [f"{name}: {said}" for name, try_it in PARTS.items() if (said := _tried(try_it, desk))]
    if missing:
        raise Broken("; ".join(missing))
    return ", ".join(PARTS)


def _tried(try_it: Callable[[Desk], bool], desk: Desk) -> str:
    """What is wrong with a part; empty for nothing."""
    try:
        return "" if try_it(desk) else _("does not do its work")
    except Exception as error:  # whatever a part that is not whole may raise
        return f"{type(error).__name__}: {error}"


def _pictures(_desk: Desk) -> bool:
    formats = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    return formats >= PICTURES and _jpeg_is_read()


def _jpeg_is_read() -> bool:
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (EDGE, EDGE), "red").save(written, "JPEG")
    buffer = QBuffer()
    buffer.setData(QByteArray(written.getvalue()))
    return QImageReader(buffer, QByteArray(b"jpeg")).read().width() == EDGE


def _icons(desk: Desk) -> bool:
    drawn = desk.theme.icon("target").pixmap(EDGE, EDGE).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return any(drawn.pixelColor(x, y).alpha() for x in range(drawn.width()) for y in range(drawn.height()))


def _fonts(desk: Desk) -> bool:
    return desk.theme.font("body").family() in QFontDatabase.families()


def _words(_desk: Desk) -> bool:
    from kpidesk import text

    return bool(text.catalogue("nb").info())


def _shipped(_desk: Desk) -> bool:
    return all(assets.path(*each).exists() for each in (("library", "sales.toml"), ("sample",), ("imports",)))


def _encryption(_desk: Desk) -> bool:
    return opening.can_have_password()


def _workbooks(_desk: Desk) -> bool:
    import openpyxl
    import python_calamine

    written = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["å", 1.5])
    book.save(written)
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(written.getvalue())).get_sheet_by_index(0)
    return sheet.to_python() == [["å", 1.5]]


def _letters(_desk: Desk) -> bool:
    import charset_normalizer

    typed = "Måned;Ørediff på kassen;Beløp uten avgift\r\njanuar;blåbær og rødgrøt;12,5\r\n" * 8
    best = charset_normalizer.from_bytes(typed.encode("utf-8")).best()
    return best is not None and str(best).startswith("Måned")


def _paper(_desk: Desk) -> bool:
    from reportlab.pdfgen.canvas import Canvas

    from ui.paper.pdf_pages import pages_of

    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.drawString(72, 72, "KPI")
    canvas.save()
    with pages_of(written.getvalue()) as pages:
        return pages.count == 1 and "KPI" in pages.words(0) and not pages.picture(0, 1).isNull()


def _chart(_desk: Desk) -> bool:
    import numpy as np
    import pyqtgraph

    return bool(pyqtgraph.PlotDataItem) and bool(np.linalg.norm(np.array([3.0, 4.0])) == 5.0)


PARTS: dict[str, Callable[[Desk], bool]] = {
    "pictures": _pictures,
    "icons": _icons,
    "fonts": _fonts,
    "translation": _words,
    "library": _shipped,
    "encryption": _encryption,
    "workbooks": _workbooks,
    "letters": _letters,
    "paper": _paper,
    "chart": _chart,
}
