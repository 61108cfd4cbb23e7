"""What is said of the period under the hair line, in a box of its own over the chart."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from ui.base import scale
from ui.base.scale import px
from ui.chart.chart_frame import Frame


class Reading(QFrame):
    """What is known of the period under the hair line, beside the line and clear of the point."""

    ROOM = 240
    GAP = 10

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart)
        self.setProperty("look", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 7)
        column.setSpacing(1)
        self._title = _label("small_strong")
        self._lines = [_label("small"), _label("small"), _label("quiet")]
        for label in (self._title, *self._lines):
            column.addWidget(label)
        self.hide()

    def say(self, title: str, *lines: str) -> None:
        """Say what there is to say: at most three lines, of which the last one is quieter."""
        self._title.setText(title)
        for label, words in zip(self._lines, (*lines, "", "", "")[: len(self._lines)], strict=True):
            label.setText(words)
            label.setVisible(bool(words))
            label.setWordWrap(len(words) > 40)
            label.setFixedWidth(px(self.ROOM - 20) if len(words) > 40 else label.sizeHint().width())
        self.resize(self._fitting())

    def _fitting(self) -> QSize:
        """The size that all of it takes; ``sizeHint`` reckons lines that are wrapped as if the border were theirs."""
        size = self.sizeHint()
        return QSize(size.width(), self.heightForWidth(size.width())) if self.hasHeightForWidth() else size

    def text(self) -> str:
        """All of it in one line."""
        return " · ".join(label.text() for label in (self._title, *self._lines) if label.text())

    def stand_at(self, frame: Frame, x: float, y: float | None) -> None:
        """Stand to the right of the line, or to its left where there is no room; away from the point's height."""
        wide, tall = self.width() / scale.factor(), self.height() / scale.factor()
        left = x + self.GAP if x + self.GAP + wide <= frame.right else x - self.GAP - wide
        high = y is not None and y < frame.top + tall + 24
        top = frame.bottom - tall - 6 if high else frame.top + 6
        self.move(QPoint(px(max(2, left)), px(top)))
        self.show()
        self.raise_()


def _label(look: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    return label
