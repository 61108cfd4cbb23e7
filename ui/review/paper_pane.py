"""The right side of the review: the true pages, drawn again soon after each edit, saved and printed from here.

The page in view is the one that tells of what is being worked on, until somebody turns it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from kpidesk.report.model import Review
from kpidesk.text import _, ngettext
from ui.base.page import Band, column, heading, line, text
from ui.base.session import Session
from ui.base.tasks import Aside, Worker
from ui.paper import papers, printed_paper, printing
from ui.paper.papers import Build
from ui.paper.saved_paper import SavedPaper
from ui.parts.buttons import icon_button
from ui.parts.head_room import HeadRoom, drops_words, hides
from ui.review.other_papers import OtherPapers, anything_to_print, paper_path
from ui.review.paper_choices import PaperChoices
from ui.review.preview import Drawn, Pages, PageView, PreviewJob, page_words

log = logging.getLogger(__name__)

DELAY_MS = 400
NARROW = 520
"""Below so many pixels the head says less."""


class PaperPane(QWidget):
    """Preview with its head: pages to turn, save, print, and what goes on paper.

    Composing and drawing happen beside the window; ``composed`` hands out the review that has been drawn.
    """

    composed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.review: Review | None = None
        self._pages: Pages | None = None
        self._fresh = False
        self._page = 0
        self._followed: tuple[str, ...] = ()
        self._saved = SavedPaper(session, self, self)
        self._drawing, self._printing = Aside(session.ws, self), Worker(self)
        self._drawing.finished.connect(self._show_drawn)
        self._drawing.failed.connect(self._failed)
        self._printing.finished.connect(self._printed)
        self._printing.failed.connect(self._not_printed)
        self._progress: printing.PrintProgress | None = None
        self._printed_to = ""
        self._timer, self._patience = QTimer(self), QTimer(self)
        for timer, slot in ((self._timer, self.draw), (self._patience, self._show_stop)):
            timer.setSingleShot(True)
            timer.timeout.connect(slot)
        self._patience.setInterval(DELAY_MS)
        box = column(self)
        box.addWidget(self._head())
        self.view = PageView(session.theme, self)
        box.addWidget(self.view, 1)
        box.addWidget(line())
        self.others = OtherPapers(session, self.choices, self.current, self)
        box.addWidget(self.others)

    def _head(self) -> QWidget:
        self._top = top = Band(parent=self)
        row = top.row
        row.setSpacing(6)
        self._title = heading(_("Preview"), "strong")
        self.kind = text("", "small")
        row.addWidget(self._title)
        row.addWidget(self.kind)
        row.addStretch()
        self.back = self._tool("chevron-left", _("Previous page"), self.previous_page)
        self.number = text("", "medium")
        self.ahead = self._tool("chevron-right", _("Next page"), self.next_page)
        for widget in (self.back, self.number, self.ahead):
            row.addWidget(widget)
        row.addSpacing(6)
        self.options = self._tool("settings", _("What goes on paper"), self._show_choices)
        self.choices = PaperChoices(self.session, self)
        self.choices.chosen.connect(self.draw)
        row.addWidget(self.options)
        self.save = self._button("download", _("Save PDF"), "Ctrl+Shift+P", self.save_pdf)
        self.print = self._button("printer", _("Print"), "Ctrl+P", self.print_pages)
        self.stop_printing = self._button("x", _("Stop printing"), "", self._give_up)
        self.stop_printing.hide()
        row.addWidget(self.save)
        row.addWidget(self.print)
        row.addWidget(self.stop_printing)
        self._head_room = HeadRoom(top, [hides(self._title), hides(self.kind), drops_words(self.save, self.print)])
        return top

    def _button(self, icon: str, words: str, keys: str, slot: Callable[[], None]) -> QPushButton:
        button = icon_button(self.session.theme, icon, words, slot)
        button.setToolTip(keys)
        return button

    def _tool(self, icon: str, name: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(self.session.theme.icon(icon, "text2", 16))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(slot)
        return button

    def _show_choices(self) -> None:
        self.choices.popup(self.options.mapToGlobal(self.options.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow pane says less in its head."""
        super().resizeEvent(event)
        self._show_number()

    # ---- the pages -------------------------------------------------------------------------------

    def draw_soon(self, *, at_once: bool = False) -> None:
        """Draw the pages again when the typing has paused, or at once."""
        self._fresh = False
        self._timer.start(0 if at_once else DELAY_MS)

    def draw(self) -> None:
        """Have the review composed and drawn as the file is now."""
        self._fresh = False
        chosen, period = self.choices, self.session.period
        self._drawing.start(PreviewJob(period, self.session.today(), chosen.paper, chosen.language, chosen.sections))

    def _show_drawn(self, drawn: Drawn) -> None:
        self._fresh = not self._timer.isActive()
        self.review = drawn.review
        self.composed.emit(drawn.review)
        if drawn.pages is not None:
            self._show_pages(drawn.pages)
            return
        self._pages = None
        self.view.show_page(None, _("Nothing to show yet. Add a goal or a KPI first."))
        self._show_number()

    def follow(self, places: Sequence[str]) -> None:
        """Show the first of some places that the paper has, now and after each edit, until somebody turns the page."""
        self._followed = tuple(places)
        if self._pages is not None:
            self._show_pages(self._pages)

    def _show_pages(self, pages: Pages) -> None:
        self._pages = pages
        at = next((pages.places[place] for place in self._followed if place in pages.places), self._page)
        self._page = min(at, len(pages.images) - 1)
        self._show_number()
        name = _("Page {n} of {count}").format(n=self._page + 1, count=self.count)
        self.view.show_page(pages.images[self._page], name, partial(page_words, pages.data, self._page))

    def _failed(self, error: object) -> None:
        log.error("No preview: %r", error)
        self.view.show_page(None, _("The pages could not be drawn. What you have written is saved."))

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages.images) if self._pages else 0

    def _show_number(self) -> None:
        count = self.count
        self.number.setText(_("{n} of {count}").format(n=self._page + 1, count=count) if count else "")
        pages = ngettext("{n} page", "{n} pages", count).format(n=count)
        wide = self.width() >= NARROW
        kind = f"{self.choices.paper} · {pages}" if count and wide else self.choices.paper
        if kind != self.kind.text():
            self.kind.setText(kind)
            self._head_room.fit()  # a shorter one may have room now: what is hidden tells nobody that it is another
        self.back.setEnabled(self._page > 0)
        self.ahead.setEnabled(self._page + 1 < count)
        layout = self._top.layout()
        if layout is not None:
            layout.activate()  # else a number that has just come stands in the room of none until the next turn

    def previous_page(self) -> None:
        """One page back."""
        self._turn(-1)

    def next_page(self) -> None:
        """One page on."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self._pages is not None:
            self._followed = ()
            self._page = max(0, min(self._page + by, self.count - 1))
            self._show_pages(self._pages)

    # ---- saving ----------------------------------------------------------------------------------

    def pdf_path(self) -> Path:
        """Beside the data file, named for the company and the quarter."""
        return paper_path(self.session)

    def save_pdf(self) -> None:
        """Put the review beside the data file as the preview shows it, and say where it is."""
        if anything_to_print(self.session):
            self._saved.save(self.built(), self.pdf_path())

    def current(self) -> Drawn | None:
        """The review in view and its pages, unless something has been changed since."""
        return Drawn(self.review, self._pages) if self._fresh and self._pages is not None else None

    def built(self) -> Build:
        """The pages of the preview, unless something has been changed since: then they are made anew."""
        if self._fresh and self._pages is not None:
            return partial(bytes, self._pages.data)
        return self.others.job(papers.review)

    # ---- printing --------------------------------------------------------------------------------

    def print_pages(self) -> None:
        """Open the system's print dialog; a worker prints what was chosen there."""
        if not anything_to_print(self.session):
            return
        build, chosen = self.built(), self.choices
        printer = printing.printer_for(chosen.paper, self.pdf_path().stem)
        if printing.ask(printer, self.count, self.window()):
            self._printed_to = printer.outputFileName()
            self._progress = printing.PrintProgress(self)
            self._progress.painted.connect(self._show_progress)
            self._patience.start()
            self.print.setEnabled(False)
            self._printing.start(printing.PrintJob(build, printer, self._progress))

    def _show_progress(self, done: int, count: int) -> None:
        self.stop_printing.setToolTip(_("Page {n} of {count}").format(n=done + 1, count=count))
        if self.stop_printing.isVisible():
            self.kind.setText(_("Printing page {n} of {count}").format(n=done + 1, count=count))

    def _show_stop(self) -> None:
        self.print.hide()
        self.stop_printing.show()

    def _give_up(self) -> None:
        if self._progress is not None:
            self._progress.stop()

    def _end_printing(self) -> None:
        self._patience.stop()
        self._progress = None
        self.stop_printing.hide()
        self.print.show()
        self.print.setEnabled(True)
        self._show_number()

    def _printed(self, pages: int) -> None:
        self._end_printing()
        self.session.notice.emit(printed_paper.printed(pages, self._printed_to))

    def _not_printed(self, error: object) -> None:
        self._end_printing()
        self.session.notice.emit(printed_paper.not_printed(error))

    def stop(self) -> None:
        """Let the workers end."""
        self.others.stop()
        self._timer.stop()
        self._patience.stop()
        self._give_up()
        self._drawing.stop()
        self._printing.stop()
