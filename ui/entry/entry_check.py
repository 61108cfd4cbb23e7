"""Beside the sheet: why a text was not stored, and which numbers deserve a second look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands.entry import Doubt
from kpidesk.domain.entities import Uid
from kpidesk.domain.status import Status
from kpidesk.figures.entry import Cell
from kpidesk.text import _, ngettext
from kpidesk.wording.entry import exact
from ui.base import page
from ui.base.reach import accessible
from ui.base.reach.announcing import announce
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.painters import SHAPE, enlarged, paint_status

MOST = 8
"""So many are listed; the rest is counted."""


class RefusalBox(QFrame):
    """A text that is no number: what is wrong with it, and the number it probably was."""

    accepted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "refusal")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(10)
        mark = page.sign()
        mark.setPixmap(theme.pixmap("circle-alert", "off", 14))
        mark.setContentsMargins(0, 2, 0, 0)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        row.addLayout(column, 1)
        self._what = page.text("", "off_medium", wrap=True)
        self._why = page.text("", "small", wrap=True)
        self.use = QPushButton()
        self.use.setProperty("link", True)
        self.use.clicked.connect(self.accepted)
        self._key = page.text("Enter", "key")
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(self.use)
        choice.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        choice.addStretch()
        column.addWidget(self._what)
        column.addWidget(self._why)
        column.addLayout(choice)
        self.show_doubt(None)

    def show_doubt(self, doubt: Doubt | None) -> None:
        """Show why a text was not stored; ``None`` when there is nothing to say."""
        self.setVisible(doubt is not None)
        if doubt is None:
            return
        self._what.setText(str(doubt.what))
        self._why.setText(str(doubt.why))
        announce(f"{doubt.what}. {doubt.why}", at_once=True)
        for widget in (self.use, self._key):
            widget.setVisible(doubt.likely is not None)
        if doubt.likely is not None:
            self.use.setText(_("Use {number}").format(number=exact(doubt.likely)))


@dataclass(frozen=True)
class Concern:
    """One line of the list: a cell, what is said of it, and whether it is an error or an unusual number.

    ``name`` is what is measured, ``title`` the period and the number.
    """

    cell: Cell
    name: str
    title: str
    sentence: str
    error: bool

    @property
    def full_title(self) -> str:
        """What is measured, the period and the number."""
        return f"{self.name}, {self.title}"


def by_name(concerns: Iterable[Concern]) -> list[Concern]:
    """What is said of one input together, and first where there is an error."""
    groups: dict[str, list[Concern]] = {}
    for concern in sorted(concerns, key=_errors_first):
        groups.setdefault(concern.cell[0], []).append(concern)
    return [concern for group in groups.values() for concern in group]


def _errors_first(concern: Concern) -> bool:
    return not concern.error


class CheckList(QWidget):
    """The numbers to look over. ``chosen`` leads to the cell, ``confirmed`` says that its number is right."""

    chosen = Signal(object)
    confirmed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.concerns: tuple[Concern, ...] = ()
        self._column = page.column(self)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 5)
        head.setSpacing(8)
        head.addWidget(page.heading(_("Check"), "strong"))
        self.counts = page.text("", "small")
        head.addWidget(self.counts, 1)
        self._column.addLayout(head)
        self._column.addWidget(page.line("rule"))
        self._rows: dict[_Line, QWidget] = {}
        self.hide()

    def show_concerns(self, concerns: Iterable[Concern]) -> None:
        """List what to look over, where there is anything; lines that stay are left where they are."""
        found = tuple(concerns)
        if found == self.concerns:
            return
        self.concerns = found
        lines = [line for uid, group in groupby(found[:MOST], _uid_of) for line in _lines(uid, list(group))]
        if len(found) > MOST:
            more = len(found) - MOST
            lines.append(_Line("", None, ngettext("and {n} more", "and {n} more", more).format(n=more)))
        for line in self._rows.keys() - set(lines):
            row = self._rows.pop(line)
            self._column.removeWidget(row)
            discard(row)
        above = self._column.count() - len(self._rows)
        for place, line in enumerate(lines, above):
            if line not in self._rows:
                self._rows[line] = self._made(line)
                self._column.insertWidget(place, self._rows[line])
            elif self._column.indexOf(self._rows[line]) != place:
                self._column.insertWidget(place, self._rows[line])
        self.counts.setText(counted(found))
        self.setVisible(bool(found))

    def _made(self, line: _Line) -> QWidget:
        if line.concern is not None:
            row = ConcernRow(line.concern, line.words, self._theme, self)
            row.chosen.connect(self.chosen)
            row.confirmed.connect(self.confirmed)
            return row
        if not line.about:
            return page.text(line.words, "quiet")
        head = page.text(breakable(line.words), "small_strong", wrap=True)
        head.setContentsMargins(0, 8, 0, 0)
        return head


class _Line(NamedTuple):
    """A line of the list: what is said of a number, the name above several of one input, or how many there are more."""

    about: Uid
    concern: Concern | None
    words: str


def _lines(uid: Uid, concerns: list[Concern]) -> list[_Line]:
    """What is said of one input: its name once, above several."""
    if len(concerns) == 1:
        return [_Line(uid, concerns[0], concerns[0].full_title)]
    titles = ((concern, concern.title[:1].upper() + concern.title[1:]) for concern in concerns)
    return [_Line(uid, None, concerns[0].name), *(_Line(uid, concern, title) for concern, title in titles)]


def counted(concerns: Iterable[Concern]) -> str:
    """``1 feil, 1 uvanlig tall``."""
    kinds = [concern.error for concern in concerns]
    errors, odd = kinds.count(True), kinds.count(False)
    parts = []
    if errors:
        parts.append(ngettext("{n} error", "{n} errors", errors).format(n=errors))
    if odd:
        parts.append(ngettext("{n} unusual number", "{n} unusual numbers", odd).format(n=odd))
    return ", ".join(parts)


class ConcernRow(QFrame):
    """One number to look over."""

    chosen = Signal(object)
    confirmed = Signal(object)

    def __init__(self, concern: Concern, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.concern = concern
        self.setProperty("look", "concern")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{concern.full_title}. {concern.sentence}")
        accessible.row(self, lambda: self.chosen.emit(self.concern.cell))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 8)
        outer.setSpacing(8)
        outer.addWidget(ConcernMark(theme, error=concern.error), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(page.text(breakable(title), "small_text", wrap=True))
        column.addWidget(page.text(breakable(concern.sentence), "small", wrap=True))
        outer.addLayout(column, 1)
        if not concern.error:  # below the words: beside them there is no room for a number of twelve digits
            right = QPushButton(_("It’s correct"))
            right.setProperty("smalllink", True)
            right.clicked.connect(self._confirm)
            column.addWidget(right, 0, Qt.AlignmentFlag.AlignLeft)

    def _confirm(self) -> None:
        self.confirmed.emit(self.concern.cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click leads to the cell."""
        super().mouseReleaseEvent(event)
        self.chosen.emit(self.concern.cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter leads to the cell."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.concern.cell)
        else:
            super().keyPressEvent(event)


class ConcernMark(QWidget):
    """A ring for what is no number, the triangle of risk for an unusual one."""

    def __init__(self, theme: Theme, *, error: bool) -> None:
        super().__init__()
        self._theme, self._error = theme, error
        self.setFixedSize(px(SHAPE + 2), px(SHAPE + 3))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        painter = QPainter(self)
        with enlarged(painter, self.rect()):
            if self._error:
                painter.drawPixmap(0, 1, self._theme.pixmap("circle-alert", "off", SHAPE + 2))
            else:
                paint_status(painter, self._theme, Status.AT_RISK, 1, 1, "sunken")
        painter.end()


def usual_words(band: tuple[float, float], decimals: int) -> str:
    """``4 112–4 633``: the natural limits with the input's decimals."""
    return fmt.between(*band, decimals)


def _uid_of(concern: Concern) -> Uid:
    return concern.cell[0]


def breakable(words: str) -> str:
    """Words in which a line may also end after the dash between two numbers, which Qt takes for one."""
    return words.replace("–", "–\u200b")
