"""The report as PDF: the surface on reportlab's canvas, and the file put in place whole.

reportlab is not thread-safe in font subsetting; one lock holds every build. The same review gives
the same bytes in any process.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from kpidesk import disk
from kpidesk.report import metadata
from kpidesk.report.drawing import fonts
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.surface import ImageOp, LinkOp, ShapeOp, Surface, TextOp
from kpidesk.report.layout import Document, lay_out, lay_out_board, lay_out_entry, lay_out_sheet, lay_out_sheets
from kpidesk.report.model import EntryPaper, KpiSheet, Logo, Review
from kpidesk.report.tagging import Edges, Node, Raw, StructureTree, hex_text, reference
from kpidesk.text import using

_lock = threading.Lock()
_KAPPA = 0.5522847498


@dataclass(frozen=True)
class Built:
    """A finished paper: its bytes, how many pages it has, and the page (from 0) that tells of each thing."""

    data: bytes
    pages: int
    places: Mapping[str, int]


class PdfSurface(Surface):
    """Draws on a canvas and tags as it goes."""

    def __init__(self, size: tuple[float, float], *, language: str, info: metadata.Info) -> None:
        super().__init__()
        fonts.register()
        self._height = size[1]
        self._info = info
        self._bytes = io.BytesIO()
        self._canvas = Canvas(
            self._bytes, pagesize=size, invariant=1, pageCompression=1, pdfVersion=(1, 7),
            initialFontName=fonts.name("regular"), initialFontSize=9, lang=language,
        )  # fmt: skip
        self._tree = StructureTree()
        self._marked: Node | None = None
        self._artifacts = 0
        self._bookmarks = 0
        self._annotations: list[list[str]] = []
        self._pending: list[tuple[Raw, LinkOp, int]] = []
        self._state: dict[str, object] = {}
        self._words: dict[tuple[str, str, float], str] = {}

    # ---- pages

    def _begin_page(self) -> None:
        if self.page > 0:
            self._end_page()
        self._tree.begin_page()
        self._annotations.append([])
        self._state = {}
        self._code("1 J 1 j")

    def _end_page(self) -> None:
        self._end_mark()
        self._canvas.showPage()

    def bookmark(self, title: str, level: int = 0, *, down: float = 0.0) -> None:
        """Name this page in the outline, or a place ``down`` so far on it."""
        self._bookmarks += 1
        key = f"bookmark{self._bookmarks}"
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=self._height - max(down, 0.0), zoom=0)
        self._canvas.addOutlineEntry(title, key, level=level, closed=False)

    def finish(self) -> bytes:
        """Close the document and give its bytes."""
        self._end_page()
        document = self._canvas._doc
        pages = [document.idToObject[f"Page{i + 1}"] for i in range(self.page + 1)]
        refs = [reference(document, page) for page in pages]
        for i, page in enumerate(pages):
            page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents = i
            page.Tabs = pdfdoc.PDFName("S")
            page.Annots = Raw(f"[{' '.join(self._annotations[i])}]".encode()) if self._annotations[i] else None
        self._write_links(refs)
        document.Catalog.StructTreeRoot = self._tree.write(document, refs)
        metadata.attach(self._canvas, self._info)
        with metadata.line_before_endstream():
            # The canvas wants a last page of its own unless told that it has been shown.
            self._canvas._code = []
            self._bytes.write(document.GetPDFData(self._canvas))
        return self._bytes.getvalue()

    def _write_links(self, pages: list[str]) -> None:
        base = len(self._tree.marks)
        for i, (raw, op, page) in enumerate(self._pending):
            left, top, right, bottom = self._flipped(op.box)
            raw.body = b" ".join((
                f"<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /P {pages[page]}".encode(),
                f"/Rect [{left:.2f} {top:.2f} {right:.2f} {bottom:.2f}] /StructParent {base + i}".encode(),
                f"/Dest [{pages[op.to]} /XYZ 0 {self._height - op.down:.2f} 0]".encode(),
                b"/Contents " + hex_text(op.text) + b" >>",
            ))  # fmt: skip

    # ---- structure

    def _open(self, kind: str, *, scope: str = "", span: int = 1, alt: str = "", box: Box | None = None) -> None:
        self._end_mark()
        if not self._artifacts:
            flipped = self._flipped(box) if box else None
            self._tree.open(Node(kind, alt=alt, scope=scope, span=span, box=flipped))

    def _close(self) -> None:
        self._end_mark()
        if not self._artifacts:
            self._tree.close()

    def _open_artifact(self, kind: str) -> None:
        self._end_mark()
        if not self._artifacts:
            self._code(f"/Artifact <</Type /{kind}>> BDC")
        self._artifacts += 1

    def _close_artifact(self) -> None:
        self._artifacts -= 1
        if not self._artifacts:
            self._code("EMC")

    def _mark(self) -> None:
        """See to it that what follows belongs to the current element."""
        if self._artifacts or self._marked is self._tree.current:
            return
        self._end_mark()
        node = self._tree.current
        self._code(f"/{node.kind} <</MCID {self._tree.mark()}>> BDC")
        self._marked = node

    def _end_mark(self) -> None:
        if self._marked is not None:
            self._code("EMC")
            self._marked = None

    # ---- drawing

    def _put_text(self, op: TextOp) -> None:
        self._mark()
        if self._is_new("fill", op.color):
            self._code(f"{_rgb(op.color)} rg")
        words = self._words.get((op.text, op.face, op.size))
        if words is None:
            words = self._words[op.text, op.face, op.size] = " ".join(self._show(op))
        self._code(f"BT 1 0 0 1 {_spot(op.x0, self._height - op.y)} Tm {words} ET")

    def _show(self, op: TextOp) -> Iterator[str]:
        """The code that writes words where the line begins: the canvas' own text object measures each of them anew."""
        document = self._canvas._doc
        for part, known, size in fonts.runs(op.text, op.face, op.size):
            font = pdfmetrics.getFont(known)
            for subset, codes in font.splitString(part, document):
                yield f"{font.getSubsetInternalName(subset, document)} {_num(size)} Tf"
                yield f"({self._canvas._escape(codes)}) Tj"

    def _put_shape(self, op: ShapeOp) -> None:
        self._mark()
        if op.fill and self._is_new("fill", op.fill):
            self._code(f"{_rgb(op.fill)} rg")
        if op.stroke:
            self._take_pen(op.stroke, op.width, op.dash)
        paint = {(True, True): "B", (True, False): "f", (False, True): "S"}[(bool(op.fill), bool(op.stroke))]
        self._code(f"{self._path_code(op)} {paint}")

    def _take_pen(self, color: str, width: float, dash: Sequence[float] | None) -> None:
        if self._is_new("stroke", color):
            self._code(f"{_rgb(color)} RG")
        if self._is_new("width", width):
            self._code(f"{_num(width)} w")
        if self._is_new("dash", dash):
            self._code(f"[{' '.join(_num(d) for d in dash or ())}] 0 d")

    def _path_code(self, op: ShapeOp) -> str:
        if op.kind == "circle":
            (x, y), (r, _r) = op.points
            return _circle(x, self._height - y, r)
        if op.kind == "rect":
            (x0, y0), (x1, y1) = op.points
            return f"{_spot(x0, self._height - y1)} {_spot(x1 - x0, y1 - y0)} re"
        height = self._height
        lines = " l ".join([f"{x:.2f} {height - y:.2f}" for x, y in op.points])
        closed = " h" if op.kind == "polygon" else ""
        return f"{lines} l{closed}".replace("l", "m", 1)  # to the first of them without drawing

    def _put_link(self, op: LinkOp) -> None:
        document = self._canvas._doc
        raw = Raw()
        ref = reference(document, raw)
        self._annotations[self.page].append(ref)
        self._tree.current.kids.append((self.page, ref))
        self._tree.links.append((self._tree.current, self.page))
        self._pending.append((raw, op, self.page))

    def _put_image(self, op: ImageOp) -> None:
        self._mark()
        left, bottom, right, top = self._flipped(op.box)
        self._canvas.drawImage(_opaque(op.logo), left, bottom, right - left, top - bottom)

    def _is_new(self, what: str, value: object) -> bool:
        """Tell whether the page was painted with something else so far; from here on with this."""
        if what in self._state and self._state[what] == value:
            return False
        self._state[what] = value
        return True

    def _code(self, code: str) -> None:
        self._canvas._code.append(code)

    def _flipped(self, box: Box) -> Edges:
        left, top, right, bottom = box.edges
        return left, self._height - bottom, right, self._height - top


def _opaque(logo: Logo) -> ImageReader:
    """The picture in plain RGB on white: the archive form wants neither transparency nor other colour spaces."""
    with Image.open(io.BytesIO(logo.data), formats=("PNG", "JPEG")) as picture:
        own = picture.convert("RGBA")
    ground = Image.new("RGBA", own.size, "white")
    return ImageReader(Image.alpha_composite(ground, own).convert("RGB"))


def build(review: Review, paper: str = "A4", sections: Sequence[str] | None = None) -> bytes:
    """The review as PDF, in memory; ``paper`` is ``"A4"`` or ``"Letter"``."""
    return build_whole(review, paper, sections).data


def build_whole(review: Review, paper: str = "A4", sections: Sequence[str] | None = None) -> Built:
    """The review as PDF, with what is known of its pages."""
    with building(review.language):
        return drawn(lay_out(review, paper, sections))


def build_board(review: Review, paper: str = "A4") -> bytes:
    """The one-page board for the wall as PDF."""
    with building(review.language):
        return drawn(lay_out_board(review, paper)).data


def build_sheet(sheet: KpiSheet, paper: str = "A4") -> bytes:
    """The sheet of a single KPI as PDF."""
    with building(sheet.running.language):
        return drawn(lay_out_sheet(sheet, paper)).data


def build_sheets(sheets: Sequence[KpiSheet], paper: str = "A4") -> bytes:
    """The sheets of several KPIs as one PDF; there is at least one."""
    with building(sheets[0].running.language):
        return drawn(lay_out_sheets(sheets, paper)).data


def build_entry(paper: EntryPaper, size: str = "A4") -> bytes:
    """The table of entry as PDF."""
    with building(paper.running.language):
        return drawn(lay_out_entry(paper, size)).data


@contextmanager
def building(language: str) -> Iterator[None]:
    """Build in a language, while nothing else is built."""
    with _lock, using(language):
        yield


def drawn(document: Document) -> Built:
    """A paper that is laid out, as PDF; only while ``building``."""
    running, frame = document.running, document.frame
    title = f"{running.company} – {running.title} {running.period}".strip(" –")
    info = metadata.Info(title, running.author, running.as_of, running.language)
    surface = PdfSurface((frame.width, frame.height), language=running.language, info=info)
    document.draw(surface)
    return Built(surface.finish(), len(document.sheets), document.places)


def write(
    review: Review, path: Path | str | io.BytesIO, paper: str = "A4", sections: Sequence[str] | None = None
) -> int:
    """Put the review at ``path``; returns the number of pages.

    The old file stands until the new one is whole. Raises ``StorageFault`` when the folder is
    missing, the disk full, or a viewer holds the file.
    """
    built = build_whole(review, paper, sections)
    deliver(built.data, path)
    return built.pages


def deliver(data: bytes, output: Path | str | io.BytesIO) -> None:
    """Put a finished paper in its file, or in memory."""
    if isinstance(output, io.BytesIO):
        output.write(data)
    else:
        disk.put(data, Path(output))


def _num(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _spot(x: float, y: float) -> str:
    """A place on the page, to a hundredth of a point: a fifth of what the finest printer tells apart."""
    return f"{x:.2f} {y:.2f}"


@lru_cache(maxsize=256)
def _rgb(color: str) -> str:
    return " ".join(_num(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))


def _circle(x: float, y: float, r: float) -> str:
    k = r * _KAPPA
    west, left, middle, right, east = [f"{x + dx:.3f}" for dx in (-r, -k, 0, k, r)]
    south, low, centre, high, north = [f"{y + dy:.3f}" for dy in (-r, -k, 0, k, r)]
    return (
        f"{east} {centre} m "
        f"{east} {high} {right} {north} {middle} {north} c {left} {north} {west} {high} {west} {centre} c "
        f"{west} {low} {left} {south} {middle} {south} c {right} {south} {east} {low} {east} {centre} c h"
    )
