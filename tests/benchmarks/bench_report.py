"""Speed and memory of the review PDF, printed as ratios; run on demand:

    python tests/benchmarks/bench_report.py

The floor is a bare reportlab canvas that replays the very operations the report drew: same words,
fonts and forms, no layout, no tags. Each figure is the best of several runs in this process.

For comparison the same words and lines go through reportlab's Platypus, and through WeasyPrint and
LibreOffice where they are installed: every line of text as a paragraph, every chart as a drawing.
"""

from __future__ import annotations

import gc
import html
import importlib.util
import io
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).parents[2]))

from kpidesk import text
from kpidesk.report import pdf
from kpidesk.report.compose import review_of
from kpidesk.report.drawing import fonts
from kpidesk.report.drawing.surface import RecordingSurface, ShapeOp, TextOp
from kpidesk.report.layout import PAPERS, lay_out

RUNS = 5


def factory():
    """The made-up company of the report's tests."""
    path = Path(__file__).parents[1] / "report" / "factory.py"
    spec = importlib.util.spec_from_file_location("report_factory", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["report_factory"] = module
    spec.loader.exec_module(module)
    return module


def best(call, runs=RUNS):
    """The shortest of several runs, in seconds of processor time."""
    found = []
    for _run in range(runs):
        gc.collect()
        start = time.process_time()
        call()
        found.append(time.process_time() - start)
    return min(found)


def recorded(review):
    surface = RecordingSurface()
    with text.using(review.language):
        lay_out(review, "A4").draw(surface)
    return surface


def replay(surface):
    """The same operations through the canvas' own calls, and nothing else."""
    height = PAPERS["A4"][1]
    canvas = Canvas(io.BytesIO(), pagesize=PAPERS["A4"], invariant=1, pageCompression=1,
                    initialFontName=fonts.name("regular"))  # fmt: skip
    page = 0
    for op in surface.recording.ops:
        while page < op.page:
            canvas.showPage()
            page += 1
        _text(canvas, op, height) if isinstance(op, TextOp) else _shape(canvas, op, height)
    canvas.save()


def _text(canvas, op: TextOp, height):
    canvas.setFillColor(op.color)
    canvas.setFont(fonts.name(op.face), op.size)
    canvas.drawString(op.x0, height - op.y, op.text)


def _shape(canvas, op: ShapeOp, height):
    if op.fill:
        canvas.setFillColor(op.fill)
    if op.stroke:
        canvas.setStrokeColor(op.stroke)
        canvas.setLineWidth(op.width)
        canvas.setDash(*((list(op.dash), 0) if op.dash else ([], 0)))
    paint = {"stroke": int(bool(op.stroke)), "fill": int(bool(op.fill))}
    if op.kind == "circle":
        (x, y), (r, _same) = op.points
        canvas.circle(x, height - y, r, **paint)
    elif op.kind == "rect":
        (x0, y0), (x1, y1) = op.points
        canvas.rect(x0, height - y1, x1 - x0, y1 - y0, **paint)
    else:
        path = canvas.beginPath()
        path.moveTo(op.points[0][0], height - op.points[0][1])
        for x, y in op.points[1:]:
            path.lineTo(x, height - y)
        if op.kind == "polygon":
            path.close()
        canvas.drawPath(path, **paint)


def lines_of(surface, page):
    """The words of a page, line by line."""
    texts = sorted(surface.texts(page), key=lambda op: (round(op.y), op.x0))
    return [[op.text for op in row] for _y, row in groupby(texts, key=lambda op: round(op.y))]


def strokes_of(surface, page):
    """The lines of a page's charts."""
    return [op for op in surface.shapes(page, "polyline") if len(op.points) > 1]


def platypus(surface):
    """The same words as paragraphs in tables and the same lines as drawings."""
    from reportlab.graphics.shapes import Drawing, PolyLine
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    style = ParagraphStyle("body", fontName=fonts.name("regular"), fontSize=6, leading=7)
    story = []
    for page in range(surface.page + 1):
        for row in lines_of(surface, page):
            cells = [Paragraph(html.escape(words), style) for words in row]
            story.append(Table([cells], rowHeights=[8]) if len(cells) > 1 else cells[0])
        strokes = strokes_of(surface, page)
        if strokes:
            drawing = Drawing(480, 20)
            for op in strokes:
                drawing.add(PolyLine([number / 40 for point in op.points for number in point], strokeWidth=op.width))
            story.append(drawing)
        story.append(PageBreak())
    SimpleDocTemplate(io.BytesIO(), pagesize=PAPERS["A4"], topMargin=20, bottomMargin=20).build(story)


def as_html(surface):
    """The same words and lines as a page of HTML with drawings."""
    parts = ["<style>@page{size:A4;margin:2cm} section{page-break-after:always;font-size:6pt}</style>"]
    for page in range(surface.page + 1):
        rows = ("".join(f"<td>{html.escape(words)}</td>" for words in row) for row in lines_of(surface, page))
        lines = (
            "<polyline fill='none' stroke='black' points='" + " ".join(f"{x:.1f},{y:.1f}" for x, y in op.points) + "'/>"
            for op in strokes_of(surface, page)
        )
        table = "".join(f"<table><tr>{row}</tr></table>" for row in rows)
        parts.append(
            f"<section>{table}<svg width='400' height='60' viewBox='0 0 600 850'>{''.join(lines)}</svg></section>"
        )
    return "".join(parts)


def weasyprint(surface):
    """Through WeasyPrint."""
    from weasyprint import HTML

    HTML(string=as_html(surface)).write_pdf()


def libreoffice(surface):
    """Through LibreOffice, a program of its own."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "review.html").write_text(as_html(surface), encoding="utf-8")
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/review.html"]
        subprocess.run(command, check=True, capture_output=True)


def others(surface, ours) -> None:
    """How long the others take with the same words and lines."""
    found = {"Platypus": best(lambda: platypus(surface), 2)}
    if importlib.util.find_spec("weasyprint"):
        found["WeasyPrint"] = best(lambda: weasyprint(surface), 1)
    if shutil.which("soffice"):
        start = time.monotonic()
        libreoffice(surface)
        found["LibreOffice (wall clock)"] = time.monotonic() - start
    for name, seconds in found.items():
        print(f"{name}: {seconds:.2f} s, {seconds / ours:.1f} times as long")


def main() -> None:
    """Print the figures."""
    made = factory()
    with text.using("nb"):
        forty, many = review_of(made.material(40)), review_of(made.material(500))
    surface = recorded(forty)
    pages = surface.page + 1
    floor = best(lambda: replay(surface))
    ours = best(lambda: pdf.build(forty))
    print(f"40 KPIs, {pages} pages: {ours:.2f} s; the bare canvas {floor:.2f} s; ratio {ours / floor:.2f}")
    others(surface, ours)
    start = time.process_time()
    built = pdf.build_whole(many)
    data, count = built.data, built.pages
    print(f"500 KPIs, {count} pages, {len(data) / 1e6:.1f} MB: {time.process_time() - start:.2f} s")
    with text.using("nb"):
        print(f"composing 500 KPIs: {best(lambda: review_of(made.material(500)), 2):.2f} s (making them up included)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
