"""Slides as pictures, each drawn once at the very size it is shown in, and the next ones ahead of time.

PDFium knows no threads, so one worker draws one page after the other; what nobody wants any more is not begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from kpidesk.report.slides.frame import WIDE
from ui.base.tasks import Worker
from ui.paper.pdf_pages import PdfPages, pages_of

MOST = 90
"""So many pictures are kept; those of the overview are small, and of the large ones only a few are wanted at a time."""
LARGE, FEW = 1000, 6
"""From so many pixels on a picture is large, and of these no more than so many are kept."""
Key = tuple[int, int]


class SlidePictures(QObject):
    """Pictures by slide and width. ``drawn`` tells that a slide has one more, ``read`` what the slides say."""

    drawn = Signal(int)
    read = Signal()
    _made = Signal(int, int, int, object)
    _heard = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._reader = Worker(self)
        self._deck, self._asked, self._count = 0, 0, 0
        self._data = b""
        self._wanted: dict[int, list[Key]] = {}
        self._pictures: dict[Key, QImage] = {}
        self._old: dict[Key, QImage] = {}
        self._words: tuple[str, ...] = ()
        queued = Qt.ConnectionType.QueuedConnection
        self._made.connect(self._take, queued)
        self._heard.connect(self._take_words, queued)

    def show_deck(self, data: bytes, count: int) -> None:
        """From now on these slides; the old pictures stand until the new ones have come."""
        self._deck += 1
        self._data, self._count = data, count
        self._old, self._pictures = self._pictures, {}
        self._wanted.clear()
        self._reader.start(partial(self._listen, data, self._deck))

    def want(self, who: object, pages: Sequence[int], wide: int) -> None:
        """Have some slides drawn for somebody at so many pixels' width, in this order; what they wanted goes."""
        wanted = [(page, wide) for page in pages if 0 <= page < self._count and wide > 0]
        if self._wanted.get(id(who)) != wanted or any(key not in self._pictures for key in wanted):
            self._wanted[id(who)] = wanted
            self._ask()

    def forget(self, who: object) -> None:
        """Somebody wants nothing any more."""
        self._wanted.pop(id(who), None)

    def _ask(self) -> None:
        """Draw what is missing: what each wants first before what anybody wants second."""
        self._asked += 1
        rounds = zip_longest(*self._wanted.values())
        missing = dict.fromkeys(key for keys in rounds for key in keys if key and key not in self._pictures)
        if missing:
            self._worker.start(partial(self._draw, self._data, tuple(missing), (self._deck, self._asked)))

    def picture(self, page: int, wide: int) -> QImage | None:
        """The slide at that width, or meanwhile the nearest there is."""
        exact = self._pictures.get((page, wide))
        if exact is not None:
            return exact
        others = [key for key in self._pictures if key[0] == page]
        if others:
            return self._pictures[min(others, key=lambda key: abs(key[1] - wide))]
        return self._old.get((page, wide))

    def words(self, page: int) -> str:
        """What a slide says, for those who hear it."""
        return self._words[page] if 0 <= page < len(self._words) else ""

    # ---- in the worker ---------------------------------------------------------------------------

    def _draw(self, data: bytes, keys: Sequence[Key], asked: tuple[int, int]) -> None:
        with pages_of(data) as document:
            for page, wide in keys:
                if (self._deck, self._asked) != asked:
                    return
                self._made.emit(asked[0], page, wide, document.picture(page, wide / WIDE))

    def _listen(self, data: bytes, deck: int) -> None:
        with pages_of(data) as document:
            self._heard.emit(deck, tuple(_words(document, page) for page in range(document.count)))

    # ---- in the window's thread ------------------------------------------------------------------

    def _take(self, deck: int, page: int, wide: int, image: object) -> None:
        if deck != self._deck or not isinstance(image, QImage):
            return
        self._pictures[page, wide] = image
        self._let_go()
        self.drawn.emit(page)

    def _let_go(self) -> None:
        """Keep what was drawn last: a large picture takes ten megabytes."""
        large = [key for key in self._pictures if key[1] >= LARGE]
        for key in (*large[:-FEW], *list(self._pictures)[:-MOST]):
            self._pictures.pop(key, None)

    def _take_words(self, deck: int, words: object) -> None:
        if deck == self._deck and isinstance(words, tuple):
            self._words = words
            self.read.emit()

    def stop(self) -> None:
        """Let the workers end."""
        self._asked += 1
        self._worker.stop()
        self._reader.stop()


def _words(document: PdfPages, page: int) -> str:
    return document.words(page)
