"""The small pictures of the help: a number that stands out, the circle of goals, an objective with its key results."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from kpidesk import format as fmt
from kpidesk.domain.status import Status
from kpidesk.text import _
from kpidesk.viz.spark import SparkSpec
from ui.base.page import column, line, sign, text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.flow import Flow
from ui.parts.sparkline import Sparkline

VALUES = (4.0, 5.0, 3.0, 4.0, 6.0, 5.0, 4.0, 5.0, 9.0)
BAND, TARGET, LOW, HIGH = (2.6, 6.4), 8.6, 2.6, 9.6
SPARK, BAR = (260, 56), (92, 16)
"""Width and height."""
RESULTS = ((0.76, 0.83), (0.75, 0.83))
"""How far two key results have come, and where they ought to be."""


def _spark(theme: Theme) -> QWidget:
    words = _("Grey field: normal variation. Ring: something stands out. Dash: the target.")
    spark = Sparkline(theme)
    spark.setFixedSize(px(SPARK[0]), px(SPARK[1]))
    spark.show_spec(SparkSpec(VALUES, False, BAND, TARGET, (), (len(VALUES) - 1,), LOW, HIGH), words, fmt.number)
    box = QWidget()
    flow = Flow(box, gap=20)
    flow.addWidget(spark)
    beside = text(words, "small", wrap=True)
    beside.setFixedWidth(px(SPARK[0]))
    flow.addWidget(beside)
    return box


def _circle(theme: Theme) -> QWidget:
    steps = [_("Direction"), _("Own goals"), _("Agreement"), _("Following"), _("Talking")]
    box = QWidget()
    flow = Flow(box, gap=10)
    for place, step in enumerate(steps):
        if place:
            flow.addWidget(_mark(theme, "arrow-right"))
        flow.addWidget(text(step, "medium"))
    flow.addWidget(_mark(theme, "refresh-cw"))
    return box


def _goal(theme: Theme) -> QWidget:
    rows = [
        _row(theme, "target", _("Everybody gets a reply the same day"), "strong"),
        _row(theme, "key-round", _("First response time down from 9.5 to 4.0 hours"), "", RESULTS[0]),
        _row(theme, "key-round", _("Customer satisfaction (CSAT) up from 82 to 90%"), "", RESULTS[1]),
    ]
    box = QWidget()
    layout = column(box)
    for at, row in enumerate(rows):
        if at:
            layout.addWidget(line())
        layout.addWidget(row)
    return box


def _row(theme: Theme, icon: str, words: str, look: str, progress: tuple[float, float] | None = None) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(px(22) if progress else 0, px(5), 0, px(5))
    row.setSpacing(8)
    row.addWidget(_mark(theme, icon), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text(words, look, wrap=True), 1)
    if progress is not None:
        row.addWidget(Progress(theme, *progress))
    return box


def _mark(theme: Theme, icon: str) -> QLabel:
    mark = sign()
    mark.setPixmap(theme.pixmap(icon, "text3", 14))
    return mark


class Progress(QWidget):
    """How far something has come, as the tree of goals draws it."""

    def __init__(self, theme: Theme, share: float, expected: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._share, self._expected = theme, share, expected
        self.setFixedSize(px(BAR[0]), px(BAR[1]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        painter = QPainter(self)
        ground = self._theme.color("page")
        with painters.enlarged(painter, self.rect()) as rect:
            bar = QRectF(0, rect.center().y() - 3, rect.width(), 6)
            painters.paint_progress(painter, self._theme, bar, self._share, Status.ON_TRACK, self._expected, ground)
        painter.end()


DRAWN = {"spark": _spark, "circle": _circle, "goal": _goal}
"""The pictures that are drawn, by the name of the file that stands for them on paper."""


def drawn(name: str, theme: Theme) -> QWidget:
    """One of the pictures, with what it shows in words beside it or in its name."""
    return DRAWN[name](theme)
