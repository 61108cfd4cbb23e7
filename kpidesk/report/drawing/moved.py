"""A surface that draws on another one, elsewhere and larger: a block of the paper lower down, or on a slide."""

from __future__ import annotations

from dataclasses import replace

from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.surface import ImageOp, LinkOp, RecordingSurface, ShapeOp, Surface, TextOp
from kpidesk.report.sheet import Draw


class Moved(Surface):
    """Everything drawn here stands on ``base`` at ``k`` times its size, and then ``dx`` and ``dy`` points on."""

    def __init__(self, base: Surface, *, dx: float = 0.0, dy: float = 0.0, k: float = 1.0) -> None:
        super().__init__()
        self._base, self._by, self._k = base, (dx, dy), k
        self._stack, self.page = base._stack, base.page  # one place in the structure, on one page

    def _spot(self, spot: Spot) -> Spot:
        return spot[0] * self._k + self._by[0], spot[1] * self._k + self._by[1]

    def _box(self, box: Box) -> Box:
        x, y = self._spot((box.x, box.y))
        return Box(x, y, box.w * self._k, box.h * self._k)

    def bookmark(self, title: str, level: int = 0, *, down: float = 0.0) -> None:
        """Name this page in the outline, or a place ``down`` so far on it."""
        self._base.bookmark(title, level, down=self._spot((0.0, down))[1] if down else 0.0)

    def _open(self, kind: str, *, scope: str = "", span: int = 1, alt: str = "", box: Box | None = None) -> None:
        self._base._open(kind, scope=scope, span=span, alt=alt, box=None if box is None else self._box(box))

    def _close(self) -> None:
        self._base._close()

    def _open_artifact(self, kind: str) -> None:
        self._base._open_artifact(kind)

    def _close_artifact(self) -> None:
        self._base._close_artifact()

    def _put_text(self, op: TextOp) -> None:
        (x0, y), (x1, _y) = self._spot((op.x0, op.y)), self._spot((op.x1, op.y))
        self._base._put_text(op._replace(x0=x0, x1=x1, y=y, size=op.size * self._k))

    def _put_shape(self, op: ShapeOp) -> None:
        points = tuple(self._spot(spot) for spot in op.points)
        if op.kind == "circle":
            points = (points[0], (op.points[1][0] * self._k, op.points[1][1] * self._k))
        dash = tuple(part * self._k for part in op.dash) if op.dash else op.dash
        self._base._put_shape(op._replace(points=points, width=op.width * self._k, dash=dash))

    def _put_link(self, op: LinkOp) -> None:
        self._base._put_link(replace(op, box=self._box(op.box)))

    def _put_image(self, op: ImageOp) -> None:
        self._base._put_image(replace(op, box=self._box(op.box)))


def lowest(draw: Draw) -> float:
    """How far down a page something reaches, measured by drawing it."""
    surface = RecordingSurface()
    surface.new_page()
    draw(surface)
    found = [0.0, *(op.box.bottom for op in surface.texts()), *(op.box.bottom for op in surface.recording.images)]
    found += (y for op in surface.shapes() for _x, y in op.points if op.kind != "circle")
    return max(found)
