"""One chart, two surfaces: what the window draws of a ChartSpec is what the paper draws of it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from kpidesk import text
from kpidesk.domain.entities import Kpi
from kpidesk.figures import kpi_figures, last_year_points
from kpidesk.report.drawing import marks
from kpidesk.report.drawing.chart_paint import Plot, paint
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.viz.chart import Axis, Beside, chart_spec
from kpidesk.viz.status_shapes import KEYS, PAPER_SHAPES, SHAPES
from kpidesk.viz.tokens import PAPER
from ui.chart.chart_frame import frame_of
from ui.chart.chart_layers import Layers

PLOT = Plot(100, 100, 400, 200, 0, 0, 0)


@pytest.fixture(params=range(7))
def spec(request, bakery):
    """The chart of one of the bakery's KPIs, carried on to the end of the quarter."""
    kpi = [each for each in bakery.all(Kpi) if not each.parked][request.param]
    figures = kpi_figures(bakery, kpi, dt.date(2026, 3, 16))
    end = dt.date(2026, 3, 31)
    beside = Beside(last_year=last_year_points(figures), forecast=figures.forecast(end))
    return chart_spec(figures, Axis(until=end, reviewed=(dt.date(2026, 1, 1), end)), beside, aim=figures.aim)


@pytest.fixture
def screen(spec, theme):
    """The window's layers, and the way back from pixels to numbers."""
    layers = Layers(theme)
    frame = frame_of(spec, 900, 500, theme.font("caption"), theme.font("caption_strong"))
    layers.draw(spec, frame, 1.0)
    return layers.items, frame


@pytest.fixture
def paper(spec):
    """The paper's operations, and the plot that they stand in."""
    plot = Plot.of(spec, Box(100, 100, 400, 200))
    surface = RecordingSurface()
    surface.new_page()
    with text.using("nb"), surface.figure("prøve", Box(0, 0, 1, 1)):
        paint(surface, spec, plot, "", 200)
    return surface, plot


def on_screen(frame, polygon):
    return [(frame.x(p.x()), frame.y(p.y())) for p in polygon]


def on_paper(plot, points):
    step = plot.width / plot.count
    return [
        ((x - plot.left) / step - 0.5, plot.low + (plot.bottom - y) / plot.height * (plot.high - plot.low))
        for x, y in points
    ]  # fmt: skip


def section(polygons, x):
    """Lowest and highest number of a band at one place, none where it has no part."""
    crossings = []
    for polygon in polygons:
        for (x0, y0), (x1, y1) in itertools.pairwise([*polygon, polygon[0]]):
            if min(x0, x1) <= x <= max(x0, x1) and x0 != x1:
                crossings.append(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    return (min(crossings), max(crossings)) if crossings else None


@pytest.mark.parametrize(("token", "color"), [("ok", PAPER.band_green), ("risk", PAPER.band_amber)])
def test_the_bands_lie_in_the_same_places(spec, screen, paper, theme, token, color):
    items, frame = screen
    surface, plot = paper
    shades = {theme.color(name, share).rgba(): name for name, share in (("ok", 0.06), ("risk", 0.13))}
    shown = [on_screen(frame, f) for f, c in items["zones"].fields if shades[c.rgba()] == token and not f.isEmpty()]
    printed = [on_paper(plot, op.points) for op in surface.shapes(kind="polygon") if op.fill == color]
    size = spec.y_high - spec.y_low
    for x in range(1, len(spec.values) - 1):
        a, b = section(shown, x + 0.25), section(printed, x + 0.25)
        thin = b is None or b[1] - b[0] < size * 1e-6
        assert (a is None) == thin or (a is not None and a[1] - a[0] < size * 1e-6), (x, a, b)
        if a is not None and b is not None:
            assert a == pytest.approx(b, abs=size * 1e-6), x


def test_ticks_and_labels_say_the_same(spec, screen, paper):
    items, _frame = screen
    surface, plot = paper
    shown = {words.text for layer in items.values() for words in layer.words}
    printed = [op.text for op in surface.texts()]
    beside = [op.text for op in surface.texts() if op.x1 < plot.left and op.y < plot.bottom + 5]
    assert beside == [t for _v, t in spec.y_ticks]
    assert {t for _v, t in spec.y_ticks} <= shown
    ends = {label.text for label in spec.end_labels if spec.y_low <= label.y <= spec.y_high}
    assert ends <= shown
    assert ends <= set(printed)
    assert {t for _x, t in spec.x_ticks} <= shown
    below = {op.text for op in surface.texts() if op.y > plot.bottom + 5}
    names = {t for _x, t in spec.x_ticks} | {t for _a, _b, t in spec.x_groups} | {spec.x_label}
    assert below - ends <= names


def test_lines_and_points_lie_in_the_same_places(spec, screen, paper, theme):
    items, frame = screen
    surface, plot = paper
    size = spec.y_high - spec.y_low

    def strokes(layer, token, width):
        found = [(line, pen) for line, pen in items[layer].strokes if pen.color() == theme.color(token)]
        return [on_screen(frame, line) for line, pen in found if pen.widthF() == width]

    series = [on_paper(plot, op.points) for op in surface.shapes(kind="polyline")
              if op.stroke == PAPER.accent and op.dash is None]  # fmt: skip
    shown = [line for line in strokes("values", "accent", 2) if len(line) > 1]
    assert [len(line) for line in shown] == [len(line) for line in series]
    for a, b in zip(itertools.chain(*shown), itertools.chain(*series), strict=True):
        assert a == pytest.approx(b, abs=max(size, 1) * 1e-6)
    rings = [d for d in items["signals"].dots if d.fill == theme.color("signal")]
    printed = [op for op in surface.shapes(kind="circle") if op.fill == PAPER.signal]
    assert len(rings) == len(printed) == len([i for i in spec.signals if spec.values[i] is not None])
    for dot, op in zip(rings, printed, strict=True):
        spot = (frame.x(dot.at.x()), frame.y(dot.at.y()))
        assert spot == pytest.approx(on_paper(plot, op.points[:1])[0], abs=max(size, 1) * 1e-6)


def test_a_status_has_one_shape_but_for_the_rings(spec):
    same = {key for key in KEYS if SHAPES[key] == PAPER_SHAPES[key]}
    assert set(KEYS) - same == {"on_track", "not_started"}
    assert {key: marks.SHAPES[key] for key in KEYS} == PAPER_SHAPES
