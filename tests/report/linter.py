"""A linter for pages: reads what was drawn on a recording surface and names what is wrong."""

from __future__ import annotations

from itertools import islice

from kpidesk.report.drawing.frame import PAPERS
from kpidesk.report.drawing.surface import RecordingSurface, ShapeOp, TextOp
from kpidesk.report.slides.frame import HIGH, LEFT, WIDE

MARGIN = 50.0
SIZES = {**{paper: (*size, MARGIN) for paper, size in PAPERS.items()}, "Slides": (WIDE, HIGH, LEFT)}
"""Width, height and margin of each paper."""
Edges = tuple[float, float, float, float]
"""Left, top, right, bottom."""
INK = 0.12
"""Letters may reach this part of their size into each other's boxes before it counts."""


def faults(surface: RecordingSurface, paper: str) -> list[str]:
    """Everything outside the margins, every word on a word, every rule through a word."""
    width, height, margin = SIZES[paper]
    found = []
    for page in range(surface.page + 1):
        texts = surface.texts(page)
        for op in texts:
            left, top, right, bottom = op.box.edges
            if left < margin - 0.5 or right > width - margin + 0.5 or top < 20 or bottom > height - 22:
                found.append(f"page {page}: outside the margins: {op.text!r} {op.box.edges}")
        found += [f"page {page}: {a.text!r} on {b.text!r}" for a, b in overlapping(texts)]
        found += [f"page {page}: rule through {t.text!r}" for t in struck(texts, surface.shapes(page, "line"))]
    return found


def overlapping(texts: list[TextOp]) -> list[tuple[TextOp, TextOp]]:
    """Pairs of texts whose letters touch."""
    boxes = sorted(((op.box.edges, op) for op in texts), key=lambda one: one[0][1])
    found = []
    for at, (edges, op) in enumerate(boxes):
        for its, other in islice(boxes, at + 1, None):
            if its[1] >= edges[3]:
                break
            if _touch(edges, its, INK * min(op.size, other.size)):
                found.append((op, other))
    return found


def _touch(a: Edges, b: Edges, pad: float) -> bool:
    return a[0] + 0.3 < b[2] and b[0] + 0.3 < a[2] and a[1] + pad < b[3] - pad and b[1] + pad < a[3] - pad


def struck(texts: list[TextOp], lines: list[ShapeOp]) -> list[TextOp]:
    """Texts that a straight rule outside a figure runs through."""
    found = []
    rules = [op for op in lines if op.path[-1] == "Artifact"]
    for text in texts:
        left, top, right, bottom = text.box.edges
        top, bottom = top + text.size * 0.2, bottom - text.size * 0.12
        for op in rules:
            (x0, y0), (x1, y1) = op.points
            if y0 == y1 and top < y0 < bottom and min(x0, x1) < right - 0.5 and max(x0, x1) > left + 0.5:
                found.append(text)
                break
            if x0 == x1 and left + 0.5 < x0 < right - 0.5 and min(y0, y1) < bottom and max(y0, y1) > top:
                found.append(text)
                break
    return found
