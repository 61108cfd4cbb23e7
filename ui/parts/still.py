"""Boxes that a wheel passes over: who scrolls a form changes nothing in it. Arrows and a click change them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPaintEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QStyle, QStyleOptionComboBox, QStylePainter, QToolTip, QWidget

from ui.base.reach import accessible
from ui.base.scale import px
from ui.parts import painters

EDGE = 6
"""Pixels before what stands in a field with arrows, as in any other: the style keeps none."""
NARROWEST = 120
"""Pixels: so narrow a box can be that has longer words to offer; those that it cuts it tells the pointer."""
BESIDE = 2
"""Pixels that the style keeps free at both ends of the words."""


class StillCombo(QComboBox):
    """A combo box that leaves the wheel to what it stands in, and takes no keyboard from it.

    Where there is no room for its words, they end in dots, and the pointer is told all of them.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def minimumSizeHint(self) -> QSize:
        """Qt: it need not have room for the longest of its choices."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), px(NARROWEST)), hint.height())

    @property
    def cuts(self) -> bool:
        """Tell whether the chosen words have no room."""
        return QFontMetricsF(self.font()).horizontalAdvance(self.currentText()) > self._room()

    def _room(self) -> int:
        """The pixels that the style leaves for words."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        area = QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, area, self).width() - BESIDE

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: which cuts words through a letter."""
        if self.isEditable() or not self.cuts:
            super().paintEvent(event)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = painters.cut(QFontMetricsF(self.font()), option.currentText, self._room())
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Qt: words that are cut are told before what the box is for."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.cuts:
            words = "\n".join(filter(None, (self.currentText(), self.toolTip())))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: a reader that hears what is chosen as the name is told besides what is chosen here, if no label does."""
        said, name = self.accessibleDescription(), self.accessibleName()
        if name and name not in said and not accessible.has_label(self):
            self.setAccessibleDescription(", ".join(filter(None, (name, said or self.toolTip()))))
        if (line := self.lineEdit()) is not None:
            line.setAccessibleName(name)
        super().showEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: not mine."""
        event.ignore()


class StillSpin(QSpinBox):
    """A field with arrows that leaves the wheel to what it stands in, and takes no keyboard from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(EDGE, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: not mine."""
        event.ignore()
