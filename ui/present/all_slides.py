"""All slides beside each other, one of them chosen: over the slide while it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kpidesk.report.slides.frame import HIGH, WIDE
from kpidesk.text import _
from ui.base.theme import Theme
from ui.present.presentation import Presentation
from ui.present.slide_view import AROUND

EDGE, GAP, LEAST, MOST = 32, 18, 200, 5
MARK, QUIET = QColor("#7FB0F0"), QColor("#AEB4BC")
"""On the dark ground, in light and dark alike."""


class AllSlides(QWidget):
    """A grid of small slides. Arrows choose, Enter or a click shows; ``gone`` comes when it is closed."""

    gone = Signal()

    def __init__(self, presentation: Presentation, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._presentation, self._theme = presentation, theme
        self._at, self._top = 0, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        presentation.pictures.drawn.connect(self.update)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: begin at the slide in view."""
        super().showEvent(event)
        self._at = self._presentation.page
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: at another size there are others in view."""
        super().resizeEvent(event)
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        """Have the small slides drawn, those in view first."""
        self._keep_in_view()
        order = sorted(range(self._presentation.count), key=lambda page: abs(page - self._at))
        self._presentation.pictures.want(self, order, self._pixels())
        count = self._presentation.count
        where = _("{n} of {count}").format(n=self._at + 1, count=count)
        name = _("All slides")
        self.setAccessibleName(f"{name}. {where}. {self._presentation.pictures.words(self._at)}")
        self.update()

    # ---- where they are --------------------------------------------------------------------------

    def columns(self) -> int:
        """How many there are beside each other: so many that they are as large as leaves all of them in view."""
        return self._laid_out()[0]

    def _laid_out(self) -> tuple[int, int]:
        """Columns and the width of a slide; slides that would be too small go on below the edge."""
        most = max(1, min(MOST, (self.width() - 2 * EDGE + GAP) // (LEAST + GAP)))
        wide, columns = max((self._fitting(columns), -columns) for columns in range(1, most + 1))
        return (-columns, wide) if wide >= LEAST else (most, self._beside(most))

    def _beside(self, columns: int) -> int:
        """How wide a slide is where so many stand beside each other."""
        return (self.width() - 2 * EDGE - GAP * (columns - 1)) // columns

    def _fitting(self, columns: int) -> int:
        """The same where all of them have room below each other, too."""
        rows = max(1, -(-self._presentation.count // columns))
        high = (self.height() - 2 * EDGE + GAP) // rows - GAP
        return min(self._beside(columns), int(high * WIDE / HIGH))

    def _pixels(self) -> int:
        return round(self._laid_out()[1] * self.devicePixelRatioF())

    def place(self, page: int) -> QRect:
        """Where a slide stands."""
        columns, wide = self._laid_out()
        high, left = round(wide * HIGH / WIDE), (self.width() - columns * (wide + GAP) + GAP) // 2
        row, column = divmod(page, columns)
        return QRect(left + column * (wide + GAP), EDGE + row * (high + GAP) - self._top, wide, high)

    def _keep_in_view(self) -> None:
        self._top = 0
        over = self.place(self._at).bottom() + EDGE - self.height()
        self._top = max(0, over)

    # ---- choosing --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows choose, Enter shows, Esc and G close."""
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self.columns(), Qt.Key.Key_Down: self.columns(),
            Qt.Key.Key_Home: -self._at, Qt.Key.Key_End: self._presentation.count - 1 - self._at,
        }  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._at = max(0, min(self._at + step, self._presentation.count - 1))
            self._ask()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._show(self._at)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_G):
            self.close_it()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click shows the slide."""
        spot = event.position().toPoint()
        found = [page for page in range(self._presentation.count) if self.place(page).contains(spot)]
        if found:
            self._show(found[0])

    def _show(self, page: int) -> None:
        self.close_it()
        self._presentation.go(page)

    def close_it(self) -> None:
        """Take it away."""
        self.hide()
        self._presentation.pictures.forget(self)
        self.gone.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the slides, their numbers, and a frame around the chosen one."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), AROUND)
        painter.setFont(self._theme.font("caption"))
        for page in range(self._presentation.count):
            place = self.place(page)
            if not place.intersects(self.rect()):
                continue
            painter.fillRect(place, QColor("white"))
            image = self._presentation.pictures.picture(page, self._pixels())
            if image is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(place, image)
            painter.setPen(MARK if page == self._at else QUIET)
            painter.drawText(place.left(), place.bottom() + 14, str(page + 1))
            if page == self._at:
                painter.setPen(QPen(MARK, 3))
                painter.drawRect(place.adjusted(-3, -3, 2, 2))
        painter.end()
