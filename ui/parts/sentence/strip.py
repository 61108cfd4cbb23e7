"""What was read of a goal's sentence: a line of words, and a field for each part while it is being corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QStackedWidget, QWidget

from kpidesk.reading.goals import GoalReading, Ground
from kpidesk.reading.goals.correct import NUMBERS, Part, parts, stepped, typed
from kpidesk.text import _
from kpidesk.wording.goal_reading import Said, field_text, part_missing, part_name
from ui.base.page import sign, text
from ui.base.scale import factor, px
from ui.base.theme import Theme
from ui.parts.form import set_look
from ui.parts.sentence.said_line import LINE, SaidLine

Key = Qt.Key
HIGH = 24
LINES = ((640, 1), (400, 2))
MOST_LINES = 3
"""In how many lines a reading has room, by the pixels that are in view."""
CHOSEN = (Part.WAY, Part.CYCLE)
"""Parts of which there are few: they are stepped through and not typed."""


class ReadingStrip(QWidget):
    """The reading below a line.

    ``corrected`` tells of the reading with a part changed, ``entered`` that it is to be made, ``left`` that the
    keyboard goes back to the words.
    """

    corrected = Signal(object)
    entered = Signal()
    left = Signal()

    def __init__(self, theme: Theme, ground: Ground, indent: int) -> None:
        super().__init__()
        self._reading: GoalReading | None = None
        self.setFixedHeight(px(HIGH))
        row = QHBoxLayout(self)
        row.setContentsMargins(indent, 0, 0, 0)
        row.setSpacing(px(6))
        self._mark = sign()
        self._mark.setPixmap(theme.pixmap("chart-line", "text3", 13))
        self._mark.setFixedHeight(px(HIGH))
        self._mark.hide()
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self.words = SaidLine(theme)
        self._stack.addWidget(self.words)
        self._fields = Fields(ground)
        self._stack.addWidget(self._fields)
        row.addWidget(self._stack, 1)
        self._fields.changed.connect(self.corrected)
        self.words.pressed.connect(self.begin)
        self._fields.entered.connect(self.entered)
        self._fields.left.connect(self._end)

    def stand_on(self, ground: Ground) -> None:
        """Correct on other ground from now on."""
        self._fields.ground = ground

    @property
    def correcting(self) -> bool:
        """Tell whether the keyboard is in the reading."""
        return self._stack.currentWidget() is self._fields

    def show_reading(self, reading: GoalReading, said: Sequence[Said]) -> None:
        """Show what is read now, in these words."""
        self._reading = reading
        self._mark.setVisible(reading.kpi is not None and reading.measured)
        self.words.show_parts(said)
        if self.correcting:
            self._fields.show_reading(reading)

    def fit_to(self, width: int) -> int:
        """Show the reading in as many lines as it needs where so many pixels are in view; gives how many at most."""
        lines = next((lines for least, lines in LINES if width / factor() >= least), MOST_LINES)
        self.words.lines = lines
        self.setFixedHeight(px(HIGH + (lines - 1) * LINE))
        return lines

    def begin(self) -> None:
        """Put the keyboard into the first part of the reading."""
        if self._reading is None:
            return
        self._fields.show_reading(self._reading)
        self._stack.setCurrentWidget(self._fields)
        self._fields.focus(0)

    def field(self, part: Part) -> QLineEdit:
        """The field of a part."""
        return self._fields.fields[part]

    def _end(self) -> None:
        self._stack.setCurrentWidget(self.words)
        self.left.emit()


class Fields(QScrollArea):
    """A field for each part, in one row; where the room is small, the row moves to the one that the keyboard is in."""

    changed = Signal(object)
    entered = Signal()
    left = Signal()

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.ground = ground
        self._reading: GoalReading | None = None
        self._parts: tuple[Part, ...] = ()
        self.fields: dict[Part, PartField] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("page")
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(4))
        self._row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(inside)

    def show_reading(self, reading: GoalReading) -> None:
        """Show each part as it is read now; the one that is being typed keeps its words."""
        self._reading = reading
        if parts(reading) != self._parts:
            self._make(parts(reading))
        for part, field in self.fields.items():
            field.show_value(field_text(reading, part, self.ground))

    def _make(self, wanted: tuple[Part, ...]) -> None:
        """Fields for other parts than before; a part that is there already keeps its field, and the keyboard."""
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, QLabel):
                widget.deleteLater()
        for part in set(self.fields) - set(wanted):
            self.fields.pop(part).deleteLater()
        for part in wanted:
            if part not in self.fields:
                self.fields[part] = self._field(part)
            if self._row.count():
                self._row.addWidget(text("→" if part is Part.TARGET else "·", "quiet"))
            self._row.addWidget(self.fields[part])
        self._row.addStretch()
        self._parts = wanted

    def _field(self, part: Part) -> PartField:
        field = PartField(part)
        field.entered.connect(self._enter)
        field.left.connect(self.left)
        field.moved.connect(partial(self._move, part))
        field.stepped.connect(partial(self._step, part))
        field.typed.connect(partial(self._type, part))
        field.shown.connect(partial(self.ensureWidgetVisible, field, px(24), 0))
        return field

    def focus(self, place: int) -> None:
        """Put the keyboard into a part, by its place."""
        self.fields[self._parts[place]].setFocus(Qt.FocusReason.TabFocusReason)

    def _move(self, part: Part, by: int) -> None:
        """To the part beside; before the first are the words, and after the last the first."""
        place = self._parts.index(part) + by
        if place < 0:
            self.left.emit()
        else:
            self.focus(place % len(self._parts))

    def _enter(self) -> None:
        if not any(field.wrong for field in self.fields.values()):
            self.entered.emit()

    def _step(self, part: Part, by: int) -> None:
        if self._reading is not None:
            self._take(part, stepped(self._reading, part, by, self.ground))

    def _type(self, part: Part, words: str) -> None:
        if self._reading is None:
            return
        found = typed(self._reading, part, words, self.ground)
        self.fields[part].tell_wrong(found is None)
        if found is not None:
            self.changed.emit(found)

    def _take(self, part: Part, reading: GoalReading) -> None:
        self.fields[part].tell_wrong(False)
        self.fields[part].forget_typed()
        self.changed.emit(reading)


class PartField(QLineEdit):
    """One part of a reading: typed, or stepped through with the arrow keys."""

    entered = Signal()
    left = Signal()
    moved = Signal(int)
    stepped = Signal(int)
    typed = Signal(str)
    shown = Signal()

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part, self.wrong = part, False
        self._value, self._being_typed = "", False
        self.setProperty("look", "part")
        self.setReadOnly(part in CHOSEN)
        self.setAccessibleName(part_name(part))
        self.setPlaceholderText(part_missing(part))
        self.setToolTip(part_name(part))
        self.textEdited.connect(self._edited)
        self.textChanged.connect(self._fit)
        self._keys: dict[int, Callable[[], None]] = {
            Key.Key_Return: self.entered.emit, Key.Key_Enter: self.entered.emit, Key.Key_Escape: self.left.emit,
            Key.Key_Tab: partial(self.moved.emit, 1), Key.Key_Backtab: partial(self.moved.emit, -1),
            Key.Key_Down: partial(self.stepped.emit, 1), Key.Key_Up: partial(self.stepped.emit, -1),
        }  # fmt: skip
        self._fit()

    def show_value(self, words: str) -> None:
        """Show a value, unless somebody is typing another one here."""
        self._value = words
        if not self._being_typed:
            self.setText(words)
            self.selectAll() if self.hasFocus() else self.setCursorPosition(0)

    def forget_typed(self) -> None:
        """What was typed has given way to what was stepped to."""
        self._being_typed = False

    def tell_wrong(self, wrong: bool) -> None:
        """Say that the words in the field say nothing here."""
        self.wrong = wrong
        set_look(self, "error", wrong)
        what = _("Write a number.") if self.part in NUMBERS else _("This was not understood.")
        self.setAccessibleDescription(what if wrong else "")
        self.setToolTip(what if wrong else part_name(self.part))

    def _edited(self, words: str) -> None:
        self._being_typed = True
        self.typed.emit(words)

    def _fit(self, *_words: str) -> None:
        self.ensurePolished()
        shown = self.text() or self.placeholderText()
        self.setFixedWidth(QFontMetrics(self.font()).horizontalAdvance(f"{shown}0") + px(14))

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something of their own, before the focus moves or a menu has them."""
        if (
            isinstance(event, QKeyEvent)
            and event.key() in self._keys
            and not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._keys[event.key()]()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: what is there is chosen, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()
        self.shown.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: words that say nothing give way to the value that still stands."""
        super().focusOutEvent(event)
        self._being_typed = False
        self.tell_wrong(False)
        self.setText(self._value)
