"""The field for a score."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QWidget

from kpidesk.text import language
from ui.base.keys.pressed import is_for_the_file
from ui.base.scale import px
from ui.parts.fields.locked import Lock
from ui.parts.form import set_look

GRADE = 64
"""Pixels for the field."""
DASH = "–"


class GradeBox(QDoubleSpinBox):
    """A score from 0.0 to 1.0 in steps of 0.1; a dash below it where there is none."""

    NONE = -0.1
    tried = Signal(str)
    """Somebody tried to change it while it is locked; why it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0.0, 1.0)
        self.setDecimals(1)
        self.setSingleStep(0.1)
        self.setFixedWidth(px(GRADE))
        self.setKeyboardTracking(False)
        self.setLocale(QLocale("nb_NO" if language() == "nb" else "en_GB"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lock = Lock(self, self, self.lineEdit())
        self._lock.tried.connect(self.tried)

    def lock(self, why: str) -> None:
        """Look like a number and keep it, and say why to whoever tries to change it; empty words open it again."""
        self._lock.shut(why)
        self.setReadOnly(bool(why))
        if bool(self.property("locked")) is not bool(why):
            set_look(self, "locked", bool(why))
            # the style sheet takes the buttons away, and Qt gives the number their room only as it is resized
            QApplication.sendEvent(self, QResizeEvent(self.size(), self.size()))

    def show_grade(self, grade: float, *, optional: bool) -> None:
        """Take in a score; where there need be none, ``NONE`` shows a dash. What is being typed stays."""
        if self.hasFocus() and self._is_typed():
            return
        self.blockSignals(True)
        self.setSpecialValueText(DASH if optional else "")
        self.setMinimum(self.NONE if optional else 0.0)
        changed = self.value() != grade
        self.setValue(grade)
        self.blockSignals(False)
        if changed and self.hasFocus():
            self.selectAll()

    def _is_typed(self) -> bool:
        return self.valueFromText(self.text()) != self.value()

    def event(self, event: QEvent) -> bool:
        """Qt: where nothing is typed, Ctrl+Z takes back the score that was set last."""
        asked = event.type() is QEvent.Type.ShortcutOverride
        if asked and is_for_the_file(event, self.lineEdit(), typed=self._is_typed()):
            return False
        return super().event(event)

    def validate(self, words: str, place: int) -> tuple[QValidator.State, str, int]:
        """Qt: what is typed beside the dash is the score, and a point is a comma: keypads have the one or the other."""
        typed = words.replace(DASH, "") if words != DASH else words
        typed = typed.translate(dict.fromkeys(map(ord, ",."), self.locale().decimalPoint()))
        return super().validate(typed, min(place, len(typed)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: what is typed replaces the score, also where the page and not Tab has led here."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past must not change a score."""
        event.ignore()
