"""What a page is drawn on: a few plain operations, each with a place in the document's structure.

Coordinates are points from the top left corner, y down; text stands on its baseline. A drawing
call outside every element, figure and artifact raises, so that nothing can be left untagged.
``RecordingSurface`` keeps the operations for tests and measurements; the PDF has its own.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from kpidesk.report.drawing import fonts
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.style import Pen
from kpidesk.report.model import Logo


class Untagged(RuntimeError):
    """Something was drawn that no element of the document's structure holds."""


class TextOp(NamedTuple):
    """Words on a baseline, from ``x0`` to ``x1``."""

    page: int
    x0: float
    x1: float
    y: float
    text: str
    face: str
    size: float
    color: str
    path: tuple[str, ...]

    @property
    def box(self) -> Box:
        """The room that the letters take."""
        above, below = fonts.ASCENT * self.size, fonts.DESCENT * self.size
        return Box.between(self.x0, self.y - above, self.x1, self.y + below)


class ShapeOp(NamedTuple):
    """A form: ``kind`` is rect, line, polyline, polygon or circle (centre and radius in ``points``)."""

    page: int
    kind: str
    points: tuple[Spot, ...]
    fill: str | None
    stroke: str | None
    width: float
    dash: tuple[float, ...] | None
    path: tuple[str, ...]


@dataclass(frozen=True)
class LinkOp:
    """A place that leads to another page (counted from 0), ``down`` so far from its upper edge."""

    page: int
    box: Box
    to: int
    text: str
    down: float = 0.0


@dataclass(frozen=True)
class ImageOp:
    """A picture in its box."""

    page: int
    box: Box
    logo: Logo
    path: tuple[str, ...]


class Surface(ABC):
    """The operations; subclasses put them down."""

    def __init__(self) -> None:
        self.page = -1
        self._stack: list[str] = []

    # ---- structure

    @contextmanager
    def element(self, kind: str, *, scope: str = "", span: int = 1) -> Iterator[None]:
        """An element of the structure tree: H1, P, Table, TR, TH, TD, L, LI, …"""
        self._stack.append(kind)
        self._open(kind, scope=scope, span=span)
        yield
        self._stack.pop()
        self._close()

    @contextmanager
    def figure(self, alt: str, box: Box) -> Iterator[None]:
        """A drawing with a text for those who cannot see it."""
        self._stack.append("Figure")
        self._open("Figure", alt=alt, box=box)
        yield
        self._stack.pop()
        self._close()

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Something that carries no content of its own: a rule, a tint, a page number."""
        self._stack.append("Artifact")
        self._open_artifact(kind)
        yield
        self._stack.pop()
        self._close_artifact()

    def _path(self) -> tuple[str, ...]:
        if not self._stack or self.page < 0:
            raise Untagged("drawn outside every element")
        return tuple(self._stack)

    # ---- drawing

    def text(self, spot: Spot, text: str, face: Face, color: str, *, align: str = "left") -> float:
        """Write one line; returns its width. ``align`` says which end of it stands at ``spot``."""
        path = self._path()
        x, y = spot
        text = fonts.drawable(text)
        wide = face.width(text)
        left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
        if text.strip():
            self._put_text(TextOp(self.page, left, left + wide, y, text, face.cut, face.size, color, path))
        return wide

    def rect(self, box: Box, *, fill: str | None = None, pen: Pen | None = None) -> None:
        """A rectangle, filled or outlined."""
        self._shape("rect", ((box.x, box.y), (box.right, box.bottom)), fill, pen)

    def line(self, start: Spot, end: Spot, pen: Pen) -> None:
        """One straight stroke."""
        self._shape("line", (start, end), None, pen)

    def polyline(self, points: Sequence[Spot], pen: Pen) -> None:
        """Joined strokes with round corners."""
        self._shape("polyline", tuple(points), None, pen)

    def polygon(self, points: Sequence[Spot], fill: str) -> None:
        """A filled form."""
        self._shape("polygon", tuple(points), fill, None)

    def circle(self, middle: Spot, r: float, *, fill: str | None = None, pen: Pen | None = None) -> None:
        """A circle, filled or outlined."""
        self._shape("circle", (middle, (r, r)), fill, pen)

    def _shape(self, kind: str, points: tuple[Spot, ...], fill: str | None, pen: Pen | None) -> None:
        stroke, width, dash = (pen.color, pen.width, pen.dash) if pen else (None, 0.0, None)
        self._put_shape(ShapeOp(self.page, kind, points, fill, stroke, width, dash, self._path()))

    def image(self, box: Box, logo: Logo) -> None:
        """A picture that fills its box."""
        self._put_image(ImageOp(self.page, box, logo, self._path()))

    def link(self, box: Box, to: int, text: str, *, down: float = 0.0) -> None:
        """Make a place lead to page ``to`` (from 0), ``down`` so far on it; only inside a Link element."""
        if self._path()[-1] != "Link":
            raise Untagged("a link outside a Link element")
        self._put_link(LinkOp(self.page, box, to, text, down))

    def new_page(self) -> None:
        """Begin the next page."""
        self.page += 1
        self._begin_page()

    # ---- for subclasses

    def bookmark(self, title: str, level: int = 0, *, down: float = 0.0) -> None:  # noqa: B027 - a surface may have none
        """Name this page in the outline, or a place ``down`` so far on it."""

    def _begin_page(self) -> None:  # noqa: B027
        """Prepare for a new page."""

    def _open(self, kind: str, *, scope: str = "", span: int = 1, alt: str = "", box: Box | None = None) -> None:  # noqa: B027
        """An element begins."""

    def _close(self) -> None:  # noqa: B027
        """The innermost element ends."""

    def _open_artifact(self, kind: str) -> None:  # noqa: B027
        """An artifact begins."""

    def _close_artifact(self) -> None:  # noqa: B027
        """The artifact ends."""

    @abstractmethod
    def _put_text(self, op: TextOp) -> None: ...
    @abstractmethod
    def _put_shape(self, op: ShapeOp) -> None: ...
    @abstractmethod
    def _put_link(self, op: LinkOp) -> None: ...
    @abstractmethod
    def _put_image(self, op: ImageOp) -> None: ...


@dataclass
class Recording:
    """What was drawn, in order."""

    ops: list[TextOp | ShapeOp] = field(default_factory=list)
    images: list[ImageOp] = field(default_factory=list)
    links: list[LinkOp] = field(default_factory=list)
    bookmarks: list[tuple[int, str, int]] = field(default_factory=list)
    figures: list[tuple[int, str, Box]] = field(default_factory=list)
    elements: list[tuple[int, str, str, int]] = field(default_factory=list)


class RecordingSurface(Surface):
    """Keeps every operation."""

    def __init__(self) -> None:
        super().__init__()
        self.recording = Recording()

    def texts(self, page: int | None = None) -> list[TextOp]:
        """The words, on one page or all."""
        return [o for o in self.recording.ops if isinstance(o, TextOp) and page in (None, o.page)]

    def shapes(self, page: int | None = None, kind: str | None = None) -> list[ShapeOp]:
        """The forms, on one page or all, of one kind or all."""
        return [
            o for o in self.recording.ops
            if isinstance(o, ShapeOp) and page in (None, o.page) and kind in (None, o.kind)
        ]  # fmt: skip

    def bookmark(self, title: str, level: int = 0, *, down: float = 0.0) -> None:  # noqa: ARG002
        """Keep an outline entry."""
        self.recording.bookmarks.append((self.page, title, level))

    def _open(self, kind: str, *, scope: str = "", span: int = 1, alt: str = "", box: Box | None = None) -> None:
        if box is not None:
            self.recording.figures.append((self.page, alt, box))
        self.recording.elements.append((self.page, kind, scope, span))

    def _put_text(self, op: TextOp) -> None:
        self.recording.ops.append(op)

    def _put_shape(self, op: ShapeOp) -> None:
        self.recording.ops.append(op)

    def _put_link(self, op: LinkOp) -> None:
        self.recording.links.append(op)

    def _put_image(self, op: ImageOp) -> None:
        self.recording.images.append(op)
