"""A field for a formula: completes the names of inputs, marks what is refused, and shows what it gives now.

The names that inputs have on screen may be typed as well as those that formulas use; what is stored are the latter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Input, Uid
from kpidesk.domain.formula import FormulaRefused, in_keys, named_in
from kpidesk.domain.formula.parse import FUNCTIONS, MAX_LENGTH
from kpidesk.domain.period import Frequency
from kpidesk.figures.formula_preview import try_formula
from kpidesk.text import Message, _
from ui.base.page import literal, text
from ui.base.reach.announcing import announce_when_still
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.form import set_look

Key = Qt.Key
OFFERED, BELOW = 260, 4
"""Pixels: how wide the list of names is, and how far below what is typed, whose wavy line stays in sight."""
DONE = (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Escape, Key.Key_Backtab)


class FormulaEdit(QPlainTextEdit):
    """The text itself. Enter and Tab complete while names are offered, else they leave the field."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Formula"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(50))
        self._names = QStringListModel()
        self._keys: dict[str, str] = {}
        self.completer = QCompleter(self._names, self)
        self._popup = QListView()
        self._popup.setProperty("look", "offered")
        self.completer.setPopup(self._popup)
        self.completer.setWidget(self)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._popup.clicked.connect(self._clicked)

    def offer(self, names: list[str], keys: Mapping[str, str]) -> None:
        """Which names can be completed, and what is written for those that formulas call otherwise."""
        self._names.setStringList(names)
        self._keys = dict(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys go to the popup while it is open; Enter never makes a second line."""
        if self.offering and event.key() in DONE:
            if event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab):
                self._complete(self._chosen())
            self._popup.hide()
            return
        if event.key() in (Key.Key_Return, Key.Key_Enter):
            self.left.emit()
            event.ignore()
            return
        super().keyPressEvent(event)
        if event.text().strip() or event.key() == Key.Key_Backspace:
            self._show_popup()

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """Qt: while names are offered, Tab takes the first one instead of leaving the field."""
        if self.offering and ahead:
            self._complete(self._chosen())
            return True
        return super().focusNextPrevChild(ahead)

    @property
    def offering(self) -> bool:
        """Tell whether names are on offer."""
        return self._popup.isVisible()

    def _clicked(self, index: QModelIndex) -> None:
        self._complete(str(index.data()))

    def _chosen(self) -> str:
        index = self._popup.currentIndex()
        return str(index.data()) if index.isValid() else self.completer.currentCompletion()

    def word(self) -> str:
        """The name being typed, up to the cursor."""
        before = self.toPlainText()[: self.textCursor().position()]
        word = ""
        while before and (before[-1].isalnum() or before[-1] == "_"):
            word, before = before[-1] + word, before[:-1]
        return "" if word[:1].isdigit() else word

    def _show_popup(self) -> None:
        word = self.word()
        self.completer.setCompletionPrefix(word)
        exact = self.completer.completionCount() == 1 and self.completer.currentCompletion() == word
        if not word or not self.completer.completionCount() or exact:
            self._popup.hide()
            return
        self._popup.setCurrentIndex(self.completer.completionModel().index(0, 0))
        place = self.cursorRect().translated(self.viewport().pos()).adjusted(0, 0, 0, px(BELOW))
        place.setWidth(px(OFFERED))
        self.completer.complete(place)

    def _complete(self, name: str) -> None:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(self.word()))
        name = self._keys.get(name, name)
        function = name.endswith("()")
        cursor.insertText(name.removesuffix(")") if function and name != "days()" else name)
        self.setTextCursor(cursor)
        self._popup.hide()

    def mark(self, start: int, end: int, color: QColor) -> None:
        """Underline a place; nothing where start and end are the same."""
        if start == end:
            self.setExtraSelections([])
            return
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(color)
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(min(end, len(self.toPlainText())), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, look
        self.setExtraSelections([selection])


class FormulaField(QWidget):
    """The field with one line below: what the formula gives now, why it gives nothing, or why it is refused."""

    changed = Signal()
    wanted = Signal(str)
    """An input that is there and that the formula names, to be read by the KPI too."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._others: Sequence[Input] = ()
        self._missing: Uid = ""
        self._bound: dict[str, Uid | None] = {}
        self._names: Sequence[tuple[str, str]] = ()
        self._frequency, self._unit, self._decimals = Frequency.MONTH, "count", 0
        self.edit = FormulaEdit()
        self.edit.textChanged.connect(self._typed)
        self.says = text("", "quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.edit)
        column.addWidget(self.says)
        self.times_hundred = QPushButton(_("A share as a percentage: multiply it by 100"))
        self.times_hundred.clicked.connect(self._multiply)
        self.take = QPushButton()
        self.take.clicked.connect(self._take)
        for remedy in (self.times_hundred, self.take):
            remedy.setProperty("link", True)
            remedy.setAutoDefault(False)
            remedy.hide()
            column.addWidget(remedy, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.edit)

    def formula(self) -> str:
        """What is typed, with the names that formulas use."""
        return in_keys(self.edit.toPlainText(), self._names).text.strip()

    def show_formula(self, formula: str) -> None:
        """Show a stored formula."""
        self.edit.setPlainText(formula)

    def show_names(self, names: Sequence[tuple[str, str]], others: Sequence[Input] = ()) -> None:
        """How the inputs are called on screen, each with the name that formulas use; before ``show_inputs``.

        ``others`` are there too, and are offered where the formula names one.
        """
        self._names, self._others = names, others

    def show_inputs(self, bound: Mapping[str, Uid | None], frequency: Frequency, unit: str, decimals: int) -> None:
        """Which inputs may be used, by key; ``None`` for those that are not made yet."""
        self._bound, self._frequency = dict(bound), frequency
        self._unit, self._decimals = unit, decimals
        keys = {name: key for name, key in self._names if name != key}
        alike = {key for name, key in keys.items() if key.replace("_", " ") == name.casefold()}
        names = sorted({*bound, *keys} - alike, key=str.casefold)
        self.edit.offer([*names, *(f"{name}()" for name in FUNCTIONS)], keys)
        self._show_value()

    def _typed(self) -> None:
        if len(self.edit.toPlainText()) > MAX_LENGTH + 100:
            self.edit.setPlainText(self.edit.toPlainText()[: MAX_LENGTH + 100])
        self._show_value()
        self.changed.emit()

    def _show_value(self) -> None:
        self.edit.mark(0, 0, QColor())
        set_look(self.edit, "error", False)
        set_look(self.says, "look", "quiet")
        self.times_hundred.hide()
        self.take.hide()
        if not self.formula():
            self._say(_("For example: 100 * orders / visits"))
            return
        spelled = in_keys(self.edit.toPlainText(), self._names)
        try:
            found = try_formula(self._session.ws, spelled.text, self._bound, self._frequency, self._session.today())
        except FormulaRefused as error:
            self._refuse(error.reason, spelled.origin[error.start], spelled.origin[error.end])
            return
        self.times_hundred.setVisible(found.is_share and self._unit == "percent")
        where = fmt.period_name(found.period, self._session.ws.company.fiscal_year_start)
        if found.value is None:
            self._say(str(found.reason) if found.reason is not None else "")
            return
        value = fmt.with_unit(found.value, self._unit, self._decimals)
        words = _("{value} in {period}   ({calculation})")
        self._say(words.format(value=value, period=where, calculation=found.calculation))

    def _say(self, words: str) -> None:
        """Say it below the field and with it, and aloud to whoever has stopped typing there."""
        self.says.setText(words)
        self.edit.setAccessibleDescription(words)
        if self.edit.hasFocus():
            announce_when_still(words)

    def _refuse(self, reason: Message, start: int, end: int) -> None:
        self._say(str(reason))
        set_look(self.edit, "error", True)
        set_look(self.says, "look", "off")
        self.edit.mark(start, max(end, start + 1), self._session.theme.color("off"))
        self._offer_missing()

    def _offer_missing(self) -> None:
        """Offer the first input that the formula names and the KPI does not read yet."""
        others = {source.key: source for source in self._others if source.key not in self._bound}
        known = [*self._names, *((source.name, key) for key, source in others.items())]
        missing = next((others[key] for key in named_in(self.edit.toPlainText(), known) if key in others), None)
        self.take.setVisible(missing is not None)
        if missing is not None:
            self._missing = missing.uid
            self.take.setText(literal(_("“{name}” is here already: use it").format(name=missing.name)))

    def _take(self) -> None:
        self.wanted.emit(self._missing)
        self.edit.setFocus()

    def _multiply(self) -> None:
        """Make a share the percentage that its unit says, where the hand can see and undo it."""
        cursor = QTextCursor(self.edit.document())
        cursor.insertText("100 * ")
        self.edit.setFocus()
