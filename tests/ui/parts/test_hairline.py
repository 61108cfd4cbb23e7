"""Hairlines are equally thick wherever they lie, on every screen and at every place in what scrolls."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.table import table
from ui.parts.painters import hairline

SIDE = 200
PLACES = 24


@table("ratio,thick", [(1.0, 1), (1.25, 1), (1.5, 1), (1.75, 1), (2.0, 2), (2.25, 2)])
def test_it_is_of_as_many_device_pixels_at_every_place(ratio: float, thick: int) -> None:
    for edge in Qt.Edge:
        across = edge in (Qt.Edge.TopEdge, Qt.Edge.BottomEdge)
        for place in range(PLACES):
            image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
            image.fill(QColor("white"))
            image.setDevicePixelRatio(ratio)
            painter = QPainter(image)
            painter.fillRect(hairline(painter, QRectF(place, place, 36, 36), edge), QColor("black"))
            painter.end()
            middle = round((place + 18) * ratio)
            spots = [(middle, n) if across else (n, middle) for n in range(SIDE)]
            dark = [n for n, spot in enumerate(spots) if image.pixelColor(*spot) == QColor("black")]
            assert len(dark) == thick, (edge, place)
            first, end = (int(each * ratio + 0.5) for each in (place, place + 36))
            starts = edge in (Qt.Edge.TopEdge, Qt.Edge.LeftEdge)
            assert dark[0] == first if starts else dark[-1] == end - 1, (edge, place)
