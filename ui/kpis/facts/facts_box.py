"""The boxes beside the chart of a KPI that tell something and ask what is to come of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _
from kpidesk.wording.kpi_facts import SignalWords, Speaker
from ui.base import page
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.flow import Flow


class Decides(Protocol):
    """Who decides what comes of a signal."""

    session: Session

    def speaker(self) -> Speaker:
        """Who tells periods as they are called today."""

    def accept_shift(self) -> None:
        """Compute new limits from where the lasting shift began."""

    def keep_shift(self) -> None:
        """Keep the limits as they are."""


@dataclass(frozen=True)
class SignalBox:
    """What a signal means; of a lasting shift, whether new limits are to count from where it began."""

    signal: SignalWords
    facts: Decides

    @property
    def kind(self) -> Hashable:
        """A box with the question is another one, and one without a sentence."""
        return SignalBox, bool(self.signal.sentence), self.signal.shift is not None

    def make(self) -> Signalled:
        """A box."""
        made = Signalled(self.facts.session.theme, sentence=bool(self.signal.sentence))
        if self.signal.shift is not None:
            made.ask(self.facts)
        return made

    def tell(self, widget: Signalled) -> None:
        """Say what it means, and where new limits would begin."""
        start = self.signal.shift
        widget.say(self.signal, "" if start is None else self.facts.speaker().bare(start))


class Signalled(QFrame):
    """A mark and words, and below them what one can do."""

    def __init__(self, theme: Theme, *, sentence: bool) -> None:
        super().__init__()
        self._column = boxed(self, "signal")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(SignalMark(theme), 0, Qt.AlignmentFlag.AlignTop)
        self._title = page.text("", "signal_title", wrap=True)
        head.addWidget(self._title, 1)
        self._column.addLayout(head)
        self._sentence: QLabel | None = None
        if sentence:
            self._sentence = page.text("", "small", wrap=True)
            self._column.addWidget(self._sentence)
        self._accept: QPushButton | None = None

    def ask(self, facts: Decides) -> None:
        """Offer to let new limits count."""
        self._accept = link("", "accept_shift", facts.accept_shift)
        row = Flow(gap=12)
        row.addWidget(self._accept)
        row.addWidget(link(_("Not now"), "keep_shift", facts.keep_shift, "quiet"))
        self._column.addLayout(row)

    def say(self, signal: SignalWords, start: str) -> None:
        """Say what a signal means; new limits would count from ``start``."""
        self._title.setText(signal.title)
        if self._sentence is not None:
            self._sentence.setText(signal.sentence)
        if self._accept is not None:
            self._accept.setText(_("Compute new limits from {period}").format(period=start))


class SignalMark(QWidget):
    """The ring with a dot."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(px(13), px(17))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()):
            painters.paint_signal(painter, self._theme, 0, 3)
        painter.end()


def boxed(frame: QFrame, look: str) -> QVBoxLayout:
    """Give a frame one of the looks of the style sheet, and a column for what it says."""
    frame.setProperty("look", look)
    column = QVBoxLayout(frame)
    column.setContentsMargins(13, 10, 8, 8)
    column.setSpacing(6)
    return column


def link(label: str, name: str, pressed: object, kind: str = "true") -> QPushButton:
    """A small button that looks like a link."""
    made = QPushButton(label)
    made.setObjectName(name)
    made.setProperty("smalllink", kind)
    made.clicked.connect(pressed)
    return made
