"""What stands still is painted once, and the pointer costs a hair line."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.report.drawing.chart_paint import Plot, paint
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.text import msg
from tests import own_kpis
from tests.ui.chart.long_days import spec_of
from ui.base import scale
from ui.chart.chart import Chart
from ui.chart.chart_picture import Titled, as_svg
from ui.kpis import kpi_chart
from ui.kpis.kpi_chart import KpiChart

DAYS = 3_650
NOISE = random.Random(4)
VALUES = [None if x % 50 == 3 else float(NOISE.randrange(3_000, 5_000)) for x in range(DAYS)]


class Painted(QObject):
    """The rectangles that a widget is asked to paint."""

    def __init__(self, widget):
        super().__init__(widget)
        self.rects: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.rects += list(event.region())
        return super().eventFilter(watched, event)

    @property
    def area(self):
        return sum(rect.width() * rect.height() for rect in self.rects)


@pytest.fixture
def page(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 460)
    return made


@pytest.fixture
def chart(qtbot, theme, page) -> Chart:
    made = Chart(theme, page)
    made.resize(1000, 460)
    with qtbot.waitExposed(page):
        page.show()
    made.show_spec(spec_of(VALUES, target=4_000.0, signals=range(0, DAYS, 90)))
    made.reading.say("1. januar 2016", "4 000")
    painted_whole(made)
    return made


def painted_whole(chart: Chart) -> QImage:
    return chart.grab().toImage()


def test_following_the_pointer_paints_the_hair_line_and_what_is_said_and_nothing_else(qtbot, chart):
    before = chart.still.paintings
    chart.point_at(2_000)
    qtbot.waitUntil(lambda: chart.reading.isVisible())
    QTest.qWait(0)
    painted = Painted(chart.viewport())
    for at in range(2_000, 2_040, 4):
        painted.rects.clear()
        chart.point_at(at)
        qtbot.waitUntil(lambda: bool(painted.rects))
        box = chart.reading.geometry()
        assert painted.area <= 2 * (box.width() + 12) * box.height() + 2 * 8 * chart.height(), at
    assert chart.still.paintings == before


def test_a_chart_is_two_items_however_much_it_shows(chart, theme):
    empty = Chart(theme)
    bare = len(empty.scene().items())
    assert len(chart.scene().items()) == bare <= 3
    empty.deleteLater()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_kept_picture_has_the_pixels_of_the_surface(chart, ratio):
    kept, direct = (QImage(round(1000 * ratio), round(460 * ratio), QImage.Format.Format_RGB32) for _n in range(2))
    for image in (kept, direct):
        image.setDevicePixelRatio(ratio)
        image.fill(chart._theme.color("page"))
    painter = QPainter(kept)
    chart.render(painter, QRectF(0, 0, 1000, 460), chart.rect())
    painter.end()
    painter = QPainter(direct)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for layer in chart.layers.values():
        layer.paint(painter)
    painter.end()
    assert kept == direct


def test_it_is_painted_anew_for_another_size_layer_theme_and_size_of_text(chart, theme, qtbot):
    def renews(act: Callable[[], object]) -> bool:
        before = chart.still.paintings
        act()
        painted_whole(chart)
        return chart.still.paintings > before

    light = painted_whole(chart).pixelColor(2, 2)
    assert not renews(lambda: chart.point_at(77))
    assert renews(lambda: chart.resize(900, 400))
    assert renews(lambda: chart.show_layer("target", False))
    assert renews(lambda: chart.show_spec(spec_of(VALUES[:500])))
    try:
        assert renews(lambda: theme.apply("dark"))
        assert painted_whole(chart).pixelColor(2, 2) == theme.color("page") != light
        theme.apply("light")
        assert renews(lambda: theme.resize(120))
        assert chart.frame is not None and chart.frame.right < chart.width() / scale.factor()
    finally:
        theme.resize(100)
        theme.apply("light")


def test_a_hidden_layer_is_not_in_the_picture(chart, theme):
    chart.clearFocus()  # whose frame has the colour of the numbers

    def inks() -> set[str]:
        image = painted_whole(chart)
        return {image.pixelColor(x, y).name() for x in range(0, 1000, 3) for y in range(460)}

    assert theme.color("accent").name() in inks()
    chart.show_layer("values", False)
    assert theme.color("accent").name() not in inks()


def test_a_drawing_for_another_program_has_shapes_and_every_point(theme):
    spec = spec_of([float(x % 97) for x in range(DAYS)])
    drawing = as_svg(theme, Titled(spec, (), "Gjester", "per dag")).decode()
    assert "<image" not in drawing
    lines = [part.split('"')[0] for part in drawing.split('points="')[1:]]
    assert max(len(points.split()) for points in lines) == DAYS


def test_paper_has_every_point():
    spec = spec_of([float(x % 97) for x in range(DAYS)])
    surface = RecordingSurface()
    surface.new_page()
    with surface.figure("prøve", Box(0, 0, 1, 1)):
        paint(surface, spec, Plot.of(spec, Box(100, 100, 400, 200)), "", 200)
    assert max(len(op.points) for op in surface.shapes(kind="polyline")) == DAYS


# ---- on a page: ten years of days ------------------------------------------------------------------------


@pytest.fixture
def trend(workspace, session, qtbot) -> KpiChart:
    uid = own_kpis.define(workspace, name="Gjester", unit="count", frequency=Frequency.DAY)
    kpi = workspace.get(Kpi, uid)
    newest = Period.containing(workspace.today(), Frequency.DAY).previous()
    days = [newest.previous(DAYS - 1 - x) for x in range(DAYS)]
    with workspace.transaction(msg("fill")) as change:
        change.measure_many(
            kpi.inputs[0][1], [(day, value) for day, value in zip(days, VALUES, strict=True) if value is not None]
        )
    made = KpiChart(session)
    qtbot.addWidget(made)
    made.resize(900, 460)
    with qtbot.waitExposed(made):
        made.show()
    made.show_figures(figures.kpi_figures(workspace, kpi, workspace.today()), {})
    return made


def test_over_ten_years_of_days_the_reading_tells_a_day_and_its_own_number(trend):
    while len(trend.chart.spec.periods) < DAYS:
        before = len(trend.chart.spec.periods)
        trend.zoom(3)
        assert len(trend.chart.spec.periods) > before
    chart, known = trend.chart, dict(trend.figures.known)
    assert chart.layers["values"].bars
    for pixel in range(round(chart.frame.left) + 2, round(chart.frame.right) - 2, 23):
        QTest.mouseMove(chart.viewport(), QPoint(pixel, 200))
        period = trend.period
        assert abs(chart.frame.px(chart.spec.periods.index(period)) - pixel) <= 1
        said = chart.reading.text().replace("\xa0", " ")
        assert f"{period.first.day}. " in said and str(period.first.year) in said
        if period in known:
            assert fmt.with_unit(known[period], "count", 0).replace("\xa0", " ") in said
        else:
            assert not any(
                fmt.with_unit(value, "count", 0).replace("\xa0", " ") in said for value in set(known.values())
            )


def test_looking_back_in_time_makes_one_chart_a_step_and_nothing_of_the_history_anew(trend, monkeypatch):
    made = []
    monkeypatch.setattr(kpi_chart, "chart_spec", lambda *a, **k: made.append(a) or original(*a, **k))
    monkeypatch.setattr(figures, "last_year_points", lambda *_a: pytest.fail("the year before is found again"))
    monkeypatch.setattr(type(trend.figures), "forecast", lambda *_a: pytest.fail("the forecast is made again"))
    for step in range(5):
        trend.pan(1)
        assert len(made) == step + 1
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_End):
        QTest.keyClick(trend.chart, key)
    assert len(made) == 7


original = kpi_chart.chart_spec


def test_the_frame_says_where_the_keyboard_is_and_not_where_the_mouse_was(chart, theme, qtbot) -> None:
    def framed() -> bool:
        shown = chart.viewport().grab().toImage()
        return shown.pixelColor(1, shown.height() // 2) == theme.color("accent")

    qtbot.waitUntil(lambda: chart.window().isActiveWindow())
    chart.clearFocus()
    for reason, seen in ((Qt.FocusReason.MouseFocusReason, False), (Qt.FocusReason.TabFocusReason, True)):
        chart.setFocus(reason)
        assert chart.hasFocus() and framed() is seen
        chart.clearFocus()
        assert not framed()
    chart.setFocus(Qt.FocusReason.MouseFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert framed()
