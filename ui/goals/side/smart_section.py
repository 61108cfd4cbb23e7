"""The SMART check in the inspector: five live answers; a click opens what would mend one."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from kpidesk.domain.status import Status
from kpidesk.figures import Fix, SmartAnswer
from kpidesk.text import _
from kpidesk.unbroken import unbroken
from kpidesk.wording.goals import smart_words
from ui.base.page import HELP
from ui.base.scale import factor, ordinary, pressed
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.form import section

ROW, ICON, WORD = 24, 22, 92


class SmartSection(QWidget):
    """Five rows under a head; ``wanted`` names what would mend an answer."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(HELP, "smart")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head, self._count = section(_("SMART check"), parent=self)
        column.addWidget(head)
        self.rows = [SmartRow(theme) for _letter in "SMART"]
        for row in self.rows:
            row.clicked.connect(self._ask)
            column.addWidget(row)

    def show_answers(self, answers: tuple[SmartAnswer, ...], *, begun: bool = True) -> None:
        """Show the five answers; of what has not ``begun`` none is a warning."""
        self._count.setText(smart_words(answers))
        for row, answer in zip(self.rows, answers, strict=True):
            row.show_answer(answer, begun=begun)

    def _ask(self) -> None:
        row = self.sender()
        if isinstance(row, SmartRow) and row.fix is not None:
            self.wanted.emit(row.fix)


class SmartRow(QAbstractButton):
    """One answer: a green check, an amber mark or a grey ring, the word, and why."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._word = self._why = ""
        self._holds = self._warns = False
        self.fix: Fix | None = None
        self.setFixedHeight(pressed(ROW))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_answer(self, answer: SmartAnswer, *, begun: bool = True) -> None:
        """Show another answer."""
        self._warns = begun and answer.known and not answer.holds
        self._word, self._why = str(answer.word), unbroken(str(answer.sentence))
        self._holds, self.fix = answer.holds, answer.fix
        self.setToolTip(self._why)
        state = _("in order") if answer.holds else _("could be better") if answer.known else _("not known yet")
        self.setAccessibleName(f"{self._word}, {state}, {self._why}")
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the words break where the room ends."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need: they hold numbers, and a number is never cut."""
        with ordinary():
            metrics = QFontMetricsF(self._theme.font("small"))
        room = QRectF(0, 0, max(60.0, self.width() / factor() - ICON - WORD), 1000)
        needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._why).height()
        extra = max(0.0, needed - metrics.height())
        self.setFixedHeight(pressed(ROW + ceil(extra)))

    def _paint_mark(self, painter: QPainter) -> None:
        """A check, a mark, or the ring of what nobody can tell yet."""
        if not self._holds and not self._warns:
            painters.paint_status(painter, self._theme, Status.NOT_STARTED, 1, (ROW - painters.SHAPE) / 2)
            return
        name, token = ("check", "ok") if self._holds else ("circle-alert", "risk")
        painter.drawPixmap(0, (ROW - 15) // 2, self._theme.pixmap(name, token, 15))

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        return QSize(240, pressed(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the row."""
        with painters.smoothly(self) as (painter, rect):
            self._paint(painter, rect)

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        theme = self._theme
        if self.underMouse():
            painter.fillRect(rect, theme.color("hover"))
        self._paint_mark(painter)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("small_medium"))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(ICON, 0, rect.width(), ROW), align, self._word)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        painter.drawText(rect.adjusted(ICON + WORD, 0, 0, 0), align | Qt.TextFlag.TextWordWrap, self._why)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
