"""Looks at what has been painted: how well does each text stand out from the ground that it really has?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from ui.base.look.contrast import luminance

SHARP = 2
"""Device pixels to a pixel: the strokes of small text are whole ones."""
LEAST = 4.5
SOFT = 0.15
"""What the smoothing of a thin stroke takes of its colour."""
HIDDEN = 1.5
"""Below it lies no text there: it is beyond the edge of its view, or something lies over it."""
Painted = list[tuple[QRect, str]]


def weak_texts(root: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each text in sight that stands out too little; what is disabled is exempt."""
    image = QImage(root.size() * SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARP)
    with _painting(monkeypatch) as painted:
        root.render(image)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    seen_as, found = _luminance(pixels), {}
    for place, words in [*painted, *_written(root)]:
        part = seen_as[max(0, place.top()) : place.bottom() + 1, max(0, place.left()) : place.right() + 1]
        seen = _contrast(part)
        if seen is not None and HIDDEN < seen < LEAST - SOFT:
            found[words] = f"{words!r} stands out {seen:.2f} : 1"
    return list(found.values())


@contextmanager
def _painting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Painted]:
    """Where our own painters write what, in pixels of the picture."""
    found: Painted = []
    draw = QPainter.drawText

    def drawn(painter: QPainter, *arguments: Any) -> Any:
        area = arguments[0]
        words = next((each for each in arguments if isinstance(each, str)), "")
        if isinstance(area, QRect | QRectF) and words.strip() and painter.opacity() == 1:
            flags = next((each for each in arguments[1:] if not isinstance(each, str)), 0)
            inside = painter.boundingRect(QRectF(area), int(flags), words)
            found.append((painter.deviceTransform().mapRect(inside).toAlignedRect(), words))
        return draw(painter, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", drawn)
        yield found


def _written(root: QWidget) -> Painted:
    """Where labels, buttons and fields write theirs; one at the edge of what scrolls shows half of it."""
    found: Painted = []
    for widget in root.findChildren(QWidget):
        words = _words(widget)
        if words and widget.isVisible() and widget.isEnabled():
            whole = widget.visibleRegion().boundingRect() == widget.rect()
            region = widget.rect().adjusted(3, 3, -3, -3)
            if whole and region.width() > 4 and region.height() > 4:
                place = QRect(widget.mapTo(root, region.topLeft()) * SHARP, region.size() * SHARP)
                found.append((place, words))
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _luminance(pixels: np.ndarray) -> np.ndarray:
    """Relative luminance of each pixel; see ``ui.base.look.contrast``."""
    levels = np.array([luminance(f"#{level:02X}{level:02X}{level:02X}") for level in range(256)], np.float32)
    red, green, blue = (levels[(pixels >> shift) & 0xFF] for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(part: np.ndarray) -> float | None:
    """Of what stands out most from the most frequent luminance; nothing where all is alike."""
    values, counts = np.unique(part, return_counts=True)
    if len(values) < 2:
        return None
    ground = float(values[counts.argmax()])
    return max((float(values[-1]) + 0.05) / (ground + 0.05), (ground + 0.05) / (float(values[0]) + 0.05))
