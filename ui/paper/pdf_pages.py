"""The pages of a PDF as pictures, for the preview and for the printer.

PDFium knows no threads: two calls at once end the program, even about different documents. Whoever wants a page takes
its turn; a page is one turn, so that a preview need not wait for a whole job of the printer.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtGui import QImage

TURN = threading.RLock()
"""Held by whoever calls PDFium, in the whole program."""


class PdfPages:
    """A document that is read page by page; to be closed."""

    def __init__(self, data: bytes) -> None:
        with TURN:
            import pypdfium2

            self._document = pypdfium2.PdfDocument(data)
            self.count = len(self._document)

    def picture(self, number: int, scale: float, *, grey: bool = False) -> QImage:
        """A page, from 0, at *scale* pixels a point; in grey, shapes and words alone tell the statuses apart."""
        with TURN:
            page = self._document[number]
            bitmap = page.render(scale=scale, grayscale=grey, rev_byteorder=not grey, prefer_bgrx=not grey)
            try:
                return _image(bitmap, grey=grey)
            finally:
                bitmap.close()
                page.close()

    def words(self, number: int) -> str:
        """What a page says, for those who hear it read."""
        with TURN:
            page = self._document[number]
            try:
                text = page.get_textpage()
                try:
                    return " ".join(text.get_text_range().split())
                finally:
                    text.close()
            finally:
                page.close()

    def close(self) -> None:
        """Let go of the document."""
        with TURN:
            self._document.close()


@contextmanager
def pages_of(data: bytes) -> Iterator[PdfPages]:
    """The pages of a PDF, for a while."""
    pages = PdfPages(data)
    try:
        yield pages
    finally:
        pages.close()


def _image(bitmap: Any, *, grey: bool) -> QImage:
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGBX8888
    return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, form).copy()
