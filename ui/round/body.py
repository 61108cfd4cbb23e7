"""What lies between head and foot of the round: the dots, the step, and what stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.base import page
from ui.base.breakpoints import NARROW, SMALL
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.end_room import end_with_room
from ui.round.dots import Strip

TEXT, BESIDE, GAP = 600, 300, 64
INSET, NARROW_INSET = 140, 24
"""Pixels: the widest line of words, what stands beside it, between them, and before them."""

MARGIN = 56
"""Room under what has the keyboard: for the buttons below it."""


class Body(QScrollArea):
    """``panes`` holds the steps; ``put_beside`` takes the side, which a small window has in a drawer."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setObjectName("page")
        self._box = QVBoxLayout(inside)
        self._box.setSpacing(0)
        self.strip, self.panes = Strip(session.theme), QStackedWidget()
        self._box.addWidget(self.strip)
        self._box.addSpacing(px(12))
        self._box.addWidget(page.line())
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, px(40), 0, 0)
        self._row.addWidget(self.panes, 1000)
        self._row.addStretch(1)
        self._box.addLayout(self._row, 1)
        end_with_room(inside)
        self.setWidget(inside)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        self.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        self.fit(NARROW)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What is typed into is in sight whole, in a low window too; who comes to a step sees its title first."""
        inside = self.widget()
        if now is None or inside is None or isinstance(now, QAbstractButton) or not inside.isAncestorOf(now):
            return
        top, bar = now.mapTo(inside, QPoint(0, 0)).y(), self.verticalScrollBar()
        least = top + now.height() + px(MARGIN) - self.viewport().height()
        bar.setValue(min(max(bar.value(), least), top))

    def _keep_in_sight(self) -> None:
        """The same when it is laid out anew."""
        self._follow(None, QApplication.focusWidget())

    def put_beside(self, side: QWidget) -> None:
        """Have the side at the right of the step."""
        side.setFixedWidth(px(BESIDE))
        self._row.insertWidget(2, side, 0, Qt.AlignmentFlag.AlignTop)

    def fit(self, window_width: int) -> None:
        """Follow the width of the window, counted in text of the ordinary size."""
        small, narrow = window_width < SMALL, window_width < NARROW
        inset = page.NARROW_MARGIN if small else NARROW_INSET if narrow else INSET
        self._box.setContentsMargins(px(inset), px(8), px(inset), px(24))
        self._row.setContentsMargins(0, px(20 if small else 40), 0, 0)
        self._row.setSpacing(0 if small else px(GAP // 2 if narrow else GAP))
        self.panes.setMaximumWidth(px(TEXT) if not small else 16_777_215)
