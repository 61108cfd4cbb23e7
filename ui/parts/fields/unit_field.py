"""A field for a number with its unit inside, on the right."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.errors import BadInput
from ui.base.theme import Theme
from ui.parts.form import mark_refused


class UnitField(QLineEdit):
    """A number as it is typed; the unit is painted, not part of the text."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._unit, self._unit_code, self._explained = theme, "", "", ""
        self.setAccessibleName(name)
        self.textEdited.connect(self._clear_error)

    def show_unit(self, unit: str) -> None:
        """Show the unit with this code."""
        self._unit_code = unit
        self._unit = fmt.unit_mark(unit) if unit not in ("count", "score", "ratio", "") else ""
        room = QFontMetricsF(self._theme.font("small")).horizontalAdvance(self._unit)
        margins = QMargins(0, 0, round(room) + 4 if self._unit else 0, 0)
        if margins != self.textMargins():  # Qt lays all out anew, be they the same
            self.setTextMargins(margins)
        self._describe()
        self.update()

    def explain(self, words: str) -> None:
        """What stands beside it is heard with it too."""
        self._explained = words
        self._describe()

    def show_number(self, value: float | None) -> None:
        """Show a number that can be changed; empty for none."""
        self.setText("" if value is None else fmt.number(value, fmt.fitting_decimals(value)))
        self._clear_error()

    def number(self) -> float | None:
        """The number typed, or none for an empty field. Raises ``BadInput`` and frames the field."""
        try:
            return self.peek()
        except BadInput as error:
            self.refuse(str(error))
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            raise

    def refuse(self, why: str) -> None:
        """Frame it and have it say why, until it is typed in again."""
        mark_refused(self, why)

    def peek(self) -> float | None:
        """As ``number``, without a frame around what is none."""
        return checks.typed_number(self.text(), self._unit_code)

    def _clear_error(self) -> None:
        mark_refused(self, "")

    def _describe(self) -> None:
        """Let it be heard which unit stands in it, unless its name says so, and what stands beside it."""
        mark_refused(self, "")
        unit = fmt.unit_word(self._unit_code) if self._unit else ""
        said = "" if unit in self.accessibleName() else unit
        self.setAccessibleDescription(". ".join(filter(None, (said, self._explained))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the field, and the unit in it."""
        super().paintEvent(event)
        if not self._unit:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text3"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -10, 0), right, self._unit)
