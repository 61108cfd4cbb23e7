"""Speed and memory of the review PDF, printed as ratios; run on demand:

    python tests/benchmarks/bench_report.py

The floor is a bare reportlab canvas that replays the very operations the report drew: same words,
fonts and forms, no layout, no tags. Each figure is the best of several runs in this process.
"""

from __future__ import annotations

import gc
import importlib.util
import io
import resource
import sys
import time
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).parents[2]))

from kpidesk import text
from kpidesk.report import fonts, pdf
from kpidesk.report.compose import review_of
from kpidesk.report.layout import PAPERS, lay_out
from kpidesk.report.surface import RecordingSurface, ShapeOp, TextOp

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
    start = time.process_time()
    data, count = pdf.build_counted(many)
    print(f"500 KPIs, {count} pages, {len(data) / 1e6:.1f} MB: {time.process_time() - start:.2f} s")
    with text.using("nb"):
        print(f"composing 500 KPIs: {best(lambda: review_of(made.material(500)), 2):.2f} s (making them up included)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
