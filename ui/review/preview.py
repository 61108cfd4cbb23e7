"""The true pages of the review as pictures, made in a worker, one page in view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kpidesk import text as language
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Period
from kpidesk.figures.cycle_list import cycle_or_blank
from kpidesk.report.model import Review
from kpidesk.workspace import Workspace
from ui.base.reach import accessible
from ui.base.theme import Theme
from ui.paper.pdf_pages import pages_of

SCALE = 150 / 72
"""Pixels a point: sharp on a dense screen, quick enough to follow typing."""


@dataclass(frozen=True)
class Pages:
    """A finished review: the file's bytes, its pages as pictures, and which of them tells of each thing."""

    data: bytes
    images: tuple[QImage, ...]
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """A review and its pages; neither where there is nothing to review."""

    review: Review | None = None
    pages: Pages | None = None


@dataclass(frozen=True)
class PreviewJob:
    """What to draw: a cycle as of a day, on which paper, in which language, which sections."""

    period: Period
    today: dt.date
    paper: str
    language: str
    sections: tuple[str, ...] | None = None

    def __call__(self, reader: Workspace) -> Drawn:
        """Compose, build the file and draw its pages; called in the worker's thread with a handle of its own.

        Once that is interrupted the next of these is not begun: a window that closes waits for the one that runs.
        """
        from kpidesk import report
        from kpidesk.report import pdf

        cycle = cycle_or_blank(reader, self.period)
        if not cycle.uid and not reader.all(Kpi):
            return Drawn()
        with language.using(self.language):
            review = report.review_of(reader, cycle, self.today)
            if reader.handles.interrupted:
                return Drawn()
            built = pdf.build_whole(review, self.paper, self.sections)
        images = pictures(built.data, lambda: reader.handles.interrupted)
        return Drawn(review, Pages(built.data, images, built.places))


def pictures(data: bytes, stop: Callable[[], bool]) -> tuple[QImage, ...]:
    """Each page of a PDF as a picture, of those before ``stop`` says so."""
    with pages_of(data) as pages:
        wanted = takewhile(lambda _number: not stop(), range(pages.count))
        return tuple(pages.picture(number, SCALE) for number in wanted)


def page_words(data: bytes, number: int) -> str:
    """What stands on one page of a PDF, from 0."""
    with pages_of(data) as pages:
        return pages.words(number)


class PageView(QWidget):
    """One page, as large as there is room for, with a hairline around it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._words = ""

    def show_page(self, image: QImage | None, words: str = "", told: Callable[[], str] = str) -> None:
        """Show a page, which is called by ``words`` and says what is ``told``; or words where there is none."""
        self._image, self._words = image, words
        self.setAccessibleName(words)
        accessible.give(self, accessible.Heard(accessible.Role.Graphic, description=told))
        self.update()

    @property
    def words(self) -> str:
        """Which page it is, or what is said where there is none."""
        return self._words

    @property
    def image(self) -> QImage | None:
        """The page in view."""
        return self._image

    def sizeHint(self) -> QSize:
        """Paper-shaped."""
        return QSize(480, 680)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the page centred."""
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(24, 8, -24, -24)
        if self._image is None:
            painter.setFont(self._theme.font("body"))
            painter.setPen(self._theme.color("text3"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            painter.end()
            return
        size = self._image.size().scaled(area.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        paper = QRectF(0, 0, size.width(), size.height())
        paper.moveCenter(area.center())
        paper.moveTop(area.top())
        ratio = self.devicePixelRatioF()
        fine = self._image.scaled(
            size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(paper, fine)
        painter.setPen(QPen(self._theme.color("line_strong"), 1))
        painter.drawRect(paper.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()
