"""Looks at a window as a reader does: is every word of its labels and buttons there, and does nothing lie over another?

A text may lose its end only where three dots say so and a tooltip tells all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSplitter,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from ui.parts.fields.tick import Tick
from ui.parts.still import StillCombo

SLACK = 1.5
WRAP = int(Qt.TextFlag.TextWordWrap)
TARGET = 24
"""Pixels on each side of what can be pressed, in every size of text."""
PRESSED = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
FLOATING = "floating"
"""Widgets that lie over others on purpose carry this property."""


def faults_of(root: QWidget) -> list[str]:
    """One line for each text that is not whole and each pair that overlaps."""
    found: list[str] = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisibleTo(root) and not widget.visibleRegion().isEmpty():
            found += _text_faults(widget)
            found += _target_faults(widget)
            found += _overlaps(widget)
        if isinstance(widget, QHeaderView) and widget.isVisibleTo(root):
            found += _head_faults(widget)
    return list(dict.fromkeys(found))


# ---- targets -----------------------------------------------------------------------------------------


def _target_faults(widget: QWidget) -> list[str]:
    """What can be pressed is at least so large (WCAG 2.2, 2.5.8), whatever is drawn of it."""
    if not widget.isEnabled() or widget.visibleRegion().boundingRect().size() != widget.size():
        return []  # what is scrolled half out of view is no smaller for that
    if isinstance(widget, PRESSED) or widget.cursor().shape() is Qt.CursorShape.PointingHandCursor:
        wide, high = widget.width(), widget.height()
        return [f"{_name(widget)} is {wide} × {high} px to be pressed"] if min(wide, high) < TARGET else []
    if isinstance(widget, QAbstractItemView):
        return _row_faults(widget)
    return []


def _row_faults(view: QAbstractItemView) -> list[str]:
    model = view.model()
    first = model.index(0, 0) if model is not None else None
    if first is None or not first.isValid() or not first.flags() & Qt.ItemFlag.ItemIsEnabled:
        return []
    high = view.visualRect(first).height()
    return [f"{type(view).__name__}: rows of {high} px to be pressed"] if 0 < high < TARGET else []


# ---- texts -------------------------------------------------------------------------------------------


def _text_faults(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel) and type(widget).paintEvent is QLabel.paintEvent and widget.text():
        return [*_label_faults(widget), *_out_of_sight(widget, widget.text())]
    if isinstance(widget, QAbstractButton):
        return [*_button_faults(widget), *_out_of_sight(widget, widget.text() or widget.accessibleName())]
    if isinstance(widget, QComboBox):
        return [*_combo_faults(widget), *_out_of_sight(widget, widget.currentText())]
    return []


def _excused(widget: QWidget, text: str) -> bool:
    return "…" in text and bool(widget.toolTip())


def _label_faults(label: QLabel) -> list[str]:
    text, room = label.text(), label.contentsRect()
    if _excused(label, text) or label.pixmap().width() > 0:
        return []
    if label.wordWrap():
        if label.heightForWidth(label.width()) > label.height() + SLACK:
            return [f"too few lines: {text!r} in {label.width()} × {label.height()}"]
        return []
    needed, high = _size(label, text)
    if needed > room.width() + SLACK:
        return [f"label {text!r} takes {needed:.0f} of {room.width()} px"]
    if high > label.height() + 2 * SLACK:
        return [f"label {text!r} is {high:.0f} px high in {label.height()}"]
    return []


def _size(label: QLabel, text: str) -> tuple[float, float]:
    metrics = QFontMetricsF(label.font())
    if "<" in text and label.textFormat() is not Qt.TextFormat.PlainText:
        document = QTextDocument()
        document.setDefaultFont(label.font())
        document.setDocumentMargin(0)
        document.setHtml(text)
        return document.idealWidth(), metrics.height()
    lines = text.split("\n")
    return max(map(metrics.horizontalAdvance, lines)), metrics.ascent() + metrics.descent() + 0.0 * len(lines)


def _button_faults(button: QAbstractButton) -> list[str]:
    text = button.text()
    plain = type(button).paintEvent in {kind.paintEvent for kind in (QPushButton, QCheckBox, QRadioButton, QToolButton)}
    alone = isinstance(button, QToolButton) and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    told = not plain and button.toolTip() == text
    if not text or told or _excused(button, text) or (alone and not button.icon().isNull()):
        return []
    if isinstance(button, Tick):
        lines = button.heightForWidth(button.width()) <= button.height() and button.minimumSizeHint().width()
        return [] if lines and lines <= button.width() else [f"no room for {text!r}"]
    needed = QFontMetricsF(button.font()).size(int(Qt.TextFlag.TextShowMnemonic), text).width()
    if not button.icon().isNull():
        needed += button.iconSize().width() + 4
    if needed > button.width() - (2 if plain else 0) + SLACK:
        return [f"button {text!r} takes {needed:.0f} of {button.width()} px"]
    return []


def _combo_faults(box: QComboBox) -> list[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    area = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, area, box).width()
    needed = QFontMetricsF(box.font()).horizontalAdvance(box.currentText())
    if needed > room + SLACK and not box.toolTip() and not isinstance(box, StillCombo):
        return [f"choice {box.currentText()!r} takes {needed:.0f} of {room} px"]
    return []


def _head_faults(head: QHeaderView) -> list[str]:
    found = []
    if head.orientation() is not Qt.Orientation.Horizontal or head.model() is None:
        return []
    for section in range(head.count()):
        words = str(head.model().headerData(section, head.orientation()) or "")
        if head.isSectionHidden(section) or head.model().headerData(
            section, head.orientation(), Qt.ItemDataRole.ToolTipRole
        ):
            continue
        needed = QFontMetricsF(head.font()).horizontalAdvance(max(words.split("\n"), key=len))
        if needed > head.sectionSize(section):
            found.append(f"head {words!r} takes {needed:.0f} of {head.sectionSize(section)} px")
    return found


def _out_of_sight(widget: QWidget, text: str) -> list[str]:
    """Nothing lies beyond the edge of what it stands in, unless that scrolls."""
    above, at = widget.parentWidget(), QRect(widget.pos(), widget.size())
    sideways = upright = True
    while above is not None and not above.isWindow():
        view = above.parentWidget()
        if isinstance(view, QAbstractScrollArea) and view.viewport() is above:
            reached = view.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            sideways = sideways and not (reached and view.horizontalScrollBar().maximum())
            upright = upright and view.verticalScrollBar().maximum() == 0
        if sideways and (at.left() < -1 or at.right() > above.width()):
            return [f"out of sight: {text!r} from {at.left()} to {at.right()} of {above.width()} px"]
        if upright and (at.top() < -1 or at.bottom() > above.height()):
            return [f"out of sight: {text!r} from {at.top()} down to {at.bottom()} of {above.height()} px"]
        at.translate(above.pos())
        above = above.parentWidget()
    return []


# ---- places ------------------------------------------------------------------------------------------


def _overlaps(parent: QWidget) -> list[str]:
    """Siblings that lie over each other, unless one of them floats."""
    if isinstance(parent, QAbstractScrollArea | QSplitter | QHeaderView | QComboBox):
        return []
    children = [each for each in parent.children() if isinstance(each, QWidget) and _stands(each)]
    found = []
    for first, second in combinations(children, 2):
        shared = first.geometry() & second.geometry()
        if shared.width() > 1 and shared.height() > 1:
            found.append(f"{_name(first)} and {_name(second)} overlap by {shared.width()} × {shared.height()} px")
    return found


def _stands(widget: QWidget) -> bool:
    return (
        widget.isVisible() and not widget.isWindow() and not widget.property(FLOATING) and not widget.size().isEmpty()
    )


def _name(widget: QWidget) -> str:
    words = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words or widget.accessibleName() or widget.objectName()!r}"


# ---- what is painted ---------------------------------------------------------------------------------


@contextmanager
def painting(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A line for each text painted in a rectangle that has no room for it."""
    found: list[str] = []
    draw = QPainter.drawText

    def drawn(painter: QPainter, *arguments: Any) -> Any:
        found.extend(_paint_faults(painter, arguments))
        return draw(painter, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", drawn)
        yield found


def _paint_faults(painter: QPainter, arguments: tuple[Any, ...]) -> list[str]:
    first = arguments[0]
    if not isinstance(first, QRect | QRectF) or len(arguments) < 3 or not isinstance(arguments[2], str):
        return []
    flags, text = arguments[1], arguments[2]
    if not text:
        return []
    value = int(flags.value if hasattr(flags, "value") else flags)
    metrics = QFontMetricsF(painter.font())
    if value & WRAP:
        needed = metrics.boundingRect(QRectF(first), value, text).height()
        return [f"painted in too few lines: {text!r}"] if needed > first.height() + SLACK else []
    needed = metrics.horizontalAdvance(text)
    if needed > first.width() + SLACK:
        return [f"painted {text!r} takes {needed:.0f} of {first.width():.0f} px"]
    return []
