"""Fields that edit in place: they look like text until touched, and save on leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk import reading
from kpidesk.text import _, language
from ui.base.keys.pressed import is_for_the_file
from ui.base.page import heading, line, text
from ui.base.reach.announcing import announce
from ui.base.scale import px
from ui.parts.fields.refusal import Refusal
from ui.parts.painters import cut
from ui.parts.still import StillCombo

if TYPE_CHECKING:
    from kpidesk.workspace import Seen

LABEL = 84
"""Pixels for the name of a field."""
ROW = 34
GAP = 4
TOLD_BEFORE = "told_before"
"""The property with what a refused field said of itself."""
INSET = 2
"""Pixels that Qt keeps on each side of the text in a line, inside its frame."""


class InPlaceLine(QLineEdit):
    """A line that announces what was typed when it is left or Enter is pressed; Esc takes it back.

    ``seen`` is how far the file was known when the words in the line were put there: what is typed over them is based
    on that, however much comes in while somebody is typing.
    """

    committed = Signal(str)
    given_up = Signal()
    """Esc was pressed; what was typed has been taken back."""
    refused = Signal(str)
    """Why what was typed is not taken; empty once that is over."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = self._stored = ""
        self.seen: Seen | None = None
        self.setProperty("inplace", True)
        self.setAccessibleName(name)
        self.editingFinished.connect(self._commit)
        self.textEdited.connect(self._try_again)

    def show_text(self, words: str, seen: Seen | None = None) -> None:
        """Show what is stored, as it was ``seen``, unless somebody is typing here."""
        self._stored = words
        if not (self.hasFocus() and self.isModified()):
            self.setText(words)
            self._shown, self.seen = words, seen
            self.setCursorPosition(0)

    def give_up(self) -> str:
        """Show what is stored again; gives the words that somebody was just typing over it, which would be refused."""
        typed = self.text()
        if typed == self._shown or not (self.isModified() and self.hasFocus()):
            return ""
        self.setModified(False)
        self._shown = self._stored
        self.setText(self._stored)
        return typed

    def refuse(self, why: str) -> None:
        """Say to eye and ear why what was typed is not taken; empty words take that back."""
        mark_refused(self, why)
        self.setToolTip(why)
        announce(why, at_once=True)
        self.refused.emit(why)

    def take_back(self) -> None:
        """Nothing is refused any more."""
        if self.property("error"):
            self.refuse("")

    def _try_again(self, _typed: str) -> None:
        self.take_back()

    def _commit(self) -> None:
        typed = self.text()
        changed = typed not in (self._shown, self._stored)
        self.setModified(False)
        if changed:
            before, self._shown, self._stored = self._stored, typed, typed
            self.committed.emit(typed)
            if self.property("error"):  # it stays to be mended, and Esc brings back what is stored
                self._stored = before
        elif typed != self._stored and not self.property(
            "error"
        ):  # typed back to what it was, and another value has come meanwhile
            self._shown = self._stored
            self.setText(self._stored)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a line that nobody edits ends in dots where it has no room, before a number that it would cut."""
        area, whole = self._area()
        if self.hasFocus() or whole:
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        metrics = QFontMetricsF(self.font())
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        middle = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle, cut(metrics, self.text(), area.width()))

    def event(self, event: QEvent) -> bool:
        """Qt: the pointer is told the end of what has no room; a reader hears it all, and would hear it twice."""
        if is_for_the_file(event, self, typed=self.isModified()):
            return False
        if isinstance(event, QHelpEvent) and not self.toolTip() and not self._area()[1]:
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def _area(self) -> tuple[QRect, bool]:
        """Where the words stand, and whether they have room there."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        area = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        area.adjust(INSET, 0, -INSET, 0)
        return area, QFontMetricsF(self.font()).horizontalAdvance(self.text()) <= area.width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._stored:
            self.setText(self._stored)
            self.take_back()
            self.selectAll()
            self.given_up.emit()
            return
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()


class Choice(StillCombo):
    """A combo box of (name, value); announces a choice made by the user only."""

    chosen = Signal(object)

    def __init__(self, name: str, *, inplace: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[tuple[str, object]] = []
        self.setProperty("inplace", inplace)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.activated.connect(self._announce)

    def take_room(self, least: int, most: int) -> None:
        """Be as wide as the longest of its words within these pixels, and the least where that is too much."""
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumWidth(px(least))
        self.setMaximumWidth(px(most))

    def fill(self, items: list[tuple[str, object]], current: object) -> None:
        """Offer these, with one of them chosen."""
        self.blockSignals(True)
        if items != self._items:
            self._items = list(items)
            self.clear()
            for name, value in items:
                self.addItem(name, value)
        place = next((n for n, (_name, value) in enumerate(items) if value == current), 0)
        self.setCurrentIndex(place)
        self.blockSignals(False)

    def call_anew(self, value: object, name: str) -> None:
        """Show one of those offered under another name."""
        self._items = [(name if each == value else words, each) for words, each in self._items]
        self.setItemText(self.findData(value), name)

    def _announce(self, row: int) -> None:
        self.chosen.emit(self.itemData(row))


class FieldRow(QWidget):
    """A name, a field, and a hairline below; a field that has no room beside its name stands under it."""

    def __init__(self, name: str, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(GAP)
        self._field = field
        label = text(name, "small")
        label.setFixedWidth(px(LABEL))
        label.setBuddy(field)
        row.addWidget(label)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, field.sizePolicy().verticalPolicy())
        row.addWidget(field, 1)
        box.addLayout(row)
        if isinstance(field, InPlaceLine):
            self._why = Refusal()
            field.refused.connect(self._why.tell)
            box.addWidget(self._why)
        box.addWidget(line())

    def _beside(self) -> int:
        """The width that name and field take beside one another."""
        return px(LABEL) + GAP + max(self._field.minimumSizeHint().width(), self._field.minimumWidth())

    def minimumSizeHint(self) -> QSize:
        """Qt: the wider of name and field."""
        return QSize(max(px(LABEL), self._beside() - px(LABEL) - GAP), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: beside one another where there is room for that."""
        super().resizeEvent(event)
        beside = self._beside() <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._row.direction():
            self._row.setDirection(way)


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have it looked at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def mark_refused(field: QWidget, why: str) -> None:
    """Frame a field and have it say why it is refused; empty words take both back, and it says again what it said."""
    refused = bool(field.property("error"))
    if not why and not refused:
        return
    if not refused:
        field.setProperty(TOLD_BEFORE, field.accessibleDescription())
    set_look(field, "error", bool(why))
    field.setAccessibleDescription(why or str(field.property(TOLD_BEFORE)))


class Section(QWidget):
    """A section head: 32 px with a stronger hairline; ``title`` at its left, ``right`` before any links."""

    def __init__(self, title: str, *links: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 14, 0, 6)
        layout.setSpacing(6)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        self.title, self.right = heading(title, "strong", wrap=True), text("", "quiet")
        row.addWidget(self.title, 1)
        row.addWidget(self.right)
        for link in links:
            row.addWidget(link)
        layout.addLayout(row)
        layout.addWidget(line("rule"))

    def tell(self, title: str, right: str = "", look: str = "quiet") -> None:
        """Say something else, the words on the right in one of the looks of the style sheet."""
        self.title.setText(title)
        self.right.setText(right)
        set_look(self.right, "look", look)


def section(title: str, *links: QWidget, parent: QWidget | None = None) -> tuple[QWidget, QLabel]:
    """A section head, and its label on the right."""
    box = Section(title, *links, parent=parent)
    return box, box.right


def listed_section(place: QWidget, title: str) -> tuple[QLabel, QVBoxLayout]:
    """A place that is a section with lines below: its label on the right, and where the lines go."""
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 8)
    column.setSpacing(0)
    head, right = section(title, parent=place)
    column.addWidget(head)
    lines = QVBoxLayout()
    lines.setSpacing(0)
    column.addLayout(lines)
    return right, lines


def read_day(typed: str, today: dt.date) -> dt.date | None:
    """A date as people write it, the day first: ``20.3.``, ``20. mars``, ``2026-03-20``; ``None`` when it is none."""
    return reading.likeliest(reading.day(typed, reading.Calendar(today=today, order=reading.Order.DMY)), None)


def day_typed(day: dt.date) -> str:
    """A date as one types it."""
    return f"{day.day}.{day.month}.{day.year}" if language() == "nb" else day.isoformat()


def no_day(today: dt.date) -> str:
    """What is said of a date that is none; the day that it is shows how one is written."""
    words = _("Write the date as {day} or {numbers}. The old date still stands.")
    return words.format(day=f"{today.day}.{today.month}.{today.year}", numbers=today.isoformat())


def changed(opened: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form that say something else than when it was opened: only they are sent."""
    return {name: value for name, value in now.items() if value != opened[name]}


def filled(value: float | None) -> str:
    """What a field for a number begins with: the number in full, and nothing for none."""
    return "" if value is None else fmt.in_full(value)
