"""The figures that all pages of a window read, kept in one book; many at once are worked out by and by.

So a page of five hundred KPIs stands at once and says what is not worked out yet; nobody waits for it. Mostly it is
worked out by then: of a file that is opened this is begun while nothing else is to be done.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kpidesk.figures.book import figures_book

if TYPE_CHECKING:
    from kpidesk.figures.book import FiguresBook
    from kpidesk.workspace import Workspace

AT_ONCE = 50
"""So many KPIs are worked out before a page is shown; more are worked out after it."""
FEWEST, MOST = 16, 64
"""What the KPIs of a helping share is read for each of them: below so many that would be most of the work."""
HELPING_S = 0.016
"""A helping takes about so long, in time of this thread: no key waits for it noticeably."""
PAUSE_MS = 15
"""Between two helpings that no page waits for."""


class Figured(QObject):
    """The book of an open file. ``complete`` tells, after ``ready`` has said no, that everything is worked out."""

    complete = Signal()

    def __init__(self, ws: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        self._helping = FEWEST
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    @property
    def book(self) -> FiguresBook:
        """What is kept of the file now; after a change that can't be told it is another book."""
        return figures_book(self._ws)

    def ready(self) -> bool:
        """Tell whether everything is worked out: few KPIs at once, many by and by, beginning now."""
        if self._many():
            self._timer.start(0)
            return False
        self.book.work_out()
        return True

    def look_ahead(self) -> None:
        """Begin before a page asks for them: of few KPIs, too, they are a third of its first visit."""
        if self.book.missing() and not self._timer.isActive():
            self._timer.start(PAUSE_MS)

    def _many(self) -> bool:
        return len(self.book.missing()) > AT_ONCE

    def _go_on(self) -> None:
        self._timer.stop()  # a helping that fails is not taken again and again
        start = time.thread_time()
        self.book.work_out(self._helping)
        if not self.book.missing():
            self.complete.emit()
            return
        taken = max(time.thread_time() - start, 0.001)
        self._helping = max(FEWEST, min(MOST, round(self._helping * HELPING_S / taken)))
        self._timer.start()

    def stop(self) -> None:
        """For closing time."""
        self._timer.stop()
