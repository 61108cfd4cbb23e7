"""One slide, as large as there is room for; black around it on the large screen, framed for who presents."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk.report.slides.frame import HIGH, WIDE
from kpidesk.text import _
from ui.base.reach import accessible
from ui.base.reach.announcing import announce
from ui.base.theme import Theme
from ui.present.presentation import Presentation

AROUND = QColor("#0B0D11")
"""Around the slide and where the screen is black, in light and dark alike: a dark room wants no other."""


class SlideView(QWidget):
    """Shows the slide ``ahead`` of the one in view by so many; ``pressed`` tells of a click on it."""

    pressed = Signal()

    def __init__(
        self, presentation: Presentation, theme: Theme, parent: QWidget | None = None, *, ahead: int = 0,
        framed: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._presentation, self._theme, self._ahead, self._framed = presentation, theme, ahead, framed
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if framed:
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        accessible.give(self, accessible.Heard(accessible.Role.Graphic))
        presentation.changed.connect(self.refresh)
        presentation.pictures.drawn.connect(self._on_drawn)
        presentation.pictures.read.connect(self._name)

    def sizeHint(self) -> QSize:
        """Qt: the shape of a slide."""
        return QSize(320, 180)

    def hasHeightForWidth(self) -> bool:
        """Qt: one that is framed keeps the shape of a slide."""
        return self._framed

    def heightForWidth(self, width: int) -> int:
        """Qt: as high as a slide of that width."""
        return round(width * HIGH / WIDE)

    @property
    def page(self) -> int:
        """Which slide it shows."""
        return self._presentation.page + self._ahead

    def place(self) -> QRect:
        """Where the slide is drawn: whole, in the middle."""
        size = QSize(round(WIDE), round(HIGH)).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    def pixels(self) -> int:
        """How many pixels wide the slide is on this screen."""
        return round(self.place().width() * self.devicePixelRatioF())

    def refresh(self) -> None:
        """Show the slide in view now, and have those drawn that may come next."""
        self._name()
        page = self.page
        self._presentation.pictures.want(self, (page, page + 1, page - 1, page + 2), self.pixels())
        self.update()

    def _name(self) -> None:
        """For those who hear it: which slide of how many, and what it says."""
        if self._presentation.black and not self._framed:
            self._say(_("The screen is black."))
            return
        count = self._presentation.count
        where = _("{n} of {count}").format(n=self.page + 1, count=count) if 0 <= self.page < count else ""
        words = self._presentation.pictures.words(self.page)
        self._say(". ".join(part for part in (where, words) if part))

    def _say(self, words: str) -> None:
        """Be called that; on the large screen it is told as well, since the keys are elsewhere."""
        if words == self.accessibleName():
            return
        self.setAccessibleName(words)
        if not self._framed and words:
            announce(words)

    def _on_drawn(self, page: int) -> None:
        if page == self.page:
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: at another size the slide is drawn anew."""
        super().resizeEvent(event)
        self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the slide, drawn for this very size; nothing but black where it shall be black."""
        painter = QPainter(self)
        ground = self._theme.color("page") if self._framed else AROUND
        painter.fillRect(self.rect(), ground)
        place = self.place()
        black = self._presentation.black and self._ahead == 0
        image = None if black else self._presentation.pictures.picture(self.page, self.pixels())
        if black:
            painter.fillRect(place, AROUND)
        elif image is not None and self.page < self._presentation.count:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() != self.pixels())
            painter.drawImage(place, image)
        if self._framed:
            painter.setPen(QPen(self._theme.color("line_strong"), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()
