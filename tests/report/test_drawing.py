"""What is drawn means what the figures say: colours, bands, dashes, shapes, weights."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from kpidesk import text
from kpidesk.report.drawing import marks
from kpidesk.report.drawing.chart_paint import Plot, paint
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.viz.chart import BreakMark
from kpidesk.viz.tokens import PAPER


def drawn(call):
    surface = RecordingSurface()
    surface.new_page()
    with surface.figure("prøve", Box(0, 0, 100, 100)):
        call(surface)
    return surface


def signature(status):
    shapes = drawn(lambda s: marks.status_shape(s, status, 0, 6, 12)).shapes()
    return tuple(looks(op) for op in shapes)


def looks(op):
    """A drawn form without its colour: kind, corners, filled or not, dashed or not, a small circle or not."""
    return (
        op.kind,
        len(op.points),
        op.fill is not None,
        op.dash is not None,
        op.kind == "circle" and op.points[1][0] < 3.5,
    )


def test_every_status_has_a_shape_of_its_own_without_colour():
    found = {key: signature(key) for key in marks.STATUS_COLORS}
    assert len(set(found.values())) == len(found)


def test_on_track_is_hollow_on_paper_and_the_silent_ones_are_grey():
    (ring,) = drawn(lambda s: marks.status_shape(s, "on_track", 0, 6)).shapes()
    assert (ring.kind, ring.fill, ring.stroke) == ("circle", None, PAPER.green)
    (dots,) = drawn(lambda s: marks.status_shape(s, "no_data", 0, 6)).shapes()
    assert dots.dash is not None
    assert dots.stroke == PAPER.tertiary


@pytest.mark.parametrize(
    ("status", "color"), [("on_track", PAPER.ink), ("at_risk", PAPER.amber), ("off_track", PAPER.red)]
)
def test_a_dot_is_coloured_only_when_it_is_behind(status, color):
    assert marks.dot_color(status) == color


def strip(reviewed, position, previous=None, status="on_track"):
    from dataclasses import replace

    kpi = replace(reviewed("nb", 1).kpis[0], position=position, previous_position=previous, status=status)
    return drawn(lambda s: marks.range_strip(s, kpi, Box.on_line(0, 50, 100, 6.4)))


def test_on_the_strip_target_and_red_flag_line_up_in_every_row(reviewed):
    """Domain −3 … +2: the red flag at 40 of 100, the target at 60, whatever the value."""
    for position in (-2.5, 0.0, 1.7):
        surface = strip(reviewed, position)
        beyond, between, met = surface.shapes(kind="rect")
        assert [r.fill for r in (beyond, between, met)] == [PAPER.strip_beyond, PAPER.strip_between, PAPER.strip_met]
        assert beyond.points[1][0] == pytest.approx(40)
        assert between.points[1][0] == pytest.approx(60)
        assert surface.shapes(kind="circle")[-1].points[0][0] == pytest.approx((position + 3) * 20)


def test_the_strip_shows_last_time_hollow_and_clips_with_an_arrowhead(reviewed):
    surface = strip(reviewed, 9.0, previous=-1.0)
    assert len(surface.shapes(kind="polygon")) == 1
    (before,) = surface.shapes(kind="circle")
    assert (before.fill, before.points[0][0]) == (PAPER.paper, pytest.approx(40))


def chart_of(reviewed, index=0, **options):
    kpi = reviewed("nb", index + 1, **options).kpis
    spec = next(k for k in kpi if k.uid == f"{index:032x}").chart
    plot = Plot.of(spec, Box(100, 100, 240, 100))
    with text.using("nb"):
        return spec, plot, drawn(lambda s: paint(s, spec, plot, "1", 60))


def test_the_bands_follow_the_stepped_target(reviewed):
    spec, plot, surface = chart_of(reviewed)
    bands = {op.fill: op for op in surface.shapes(kind="polygon")}
    assert set(bands) == {PAPER.band_green, PAPER.band_amber, PAPER.band_red}
    heights = {round(y, 3) for _x, y in bands[PAPER.band_green].points}
    assert {round(plot.y(v), 3) for line in spec.target for _x, v in line} <= heights
    assert len({v for line in spec.target for _x, v in line}) == 2


def test_target_is_solid_red_flag_dotted_and_limits_dashed(reviewed):
    spec, plot, surface = chart_of(reviewed, 2)
    flags = [op for op in surface.shapes(kind="polyline") if op.dash == (0.9, 1.5)]
    assert [op.width for op in flags] == [0.45] * len(spec.red_flag)
    solid = [op for op in surface.shapes(kind="polyline") if op.stroke == PAPER.ink and op.dash is None]
    assert [op.width for op in solid] == [0.8]
    dashed = {round(op.points[0][1], 3) for op in surface.shapes(kind="line") if op.dash == (3, 2.4)}
    assert dashed == {round(plot.y(v), 3) for s in spec.limits for v in (s.lower, s.upper)}


def test_a_gap_breaks_the_line_and_the_missing_get_a_dashed_ring(reviewed):
    spec, _plot, surface = chart_of(reviewed, 7)
    series = [op for op in surface.shapes(kind="polyline") if op.stroke == PAPER.accent]
    assert len(series) == 2
    rings = [op for op in surface.shapes(kind="circle") if op.dash == (1, 1)]
    assert len(rings) == len(spec.missing) == 3


def test_signals_are_rings_with_dots_in_violet(reviewed):
    spec, _plot, surface = chart_of(reviewed, 2)
    assert sum(op.stroke == PAPER.signal for op in surface.shapes(kind="circle")) == len(spec.signals) == 2


def test_the_reviewed_quarter_has_a_thick_bar_on_the_axis(reviewed):
    spec, plot, surface = chart_of(reviewed)
    (bar,) = [op for op in surface.shapes(kind="rect") if op.fill == PAPER.ink]
    assert spec.reviewed is not None
    assert bar.points[0][0] == pytest.approx(plot.x(spec.reviewed[0] - 0.5))
    assert bar.points[1][0] == pytest.approx(plot.x(spec.reviewed[1] + 0.5))


def test_end_labels_are_at_least_eight_and_a_half_points_apart(reviewed):
    for index in range(15):
        _spec, plot, surface = chart_of(reviewed, index)
        ys = sorted(op.y for op in surface.texts() if op.x0 > plot.right)
        assert all(b - a >= 8.5 - 1e-6 for a, b in itertools.pairwise(ys))


def test_a_forecast_is_dashed_with_hollow_points_over_a_hatched_range(reviewed):
    from dataclasses import replace

    from kpidesk.viz.chart import ForecastMark

    spec, plot, _surface = chart_of(reviewed)
    last = len(spec.values) - 1
    ahead = replace(
        spec, values=(*spec.values[:-2], None, None),
        forecast=tuple(ForecastMark(i, 1_200_000, 1_150_000, 1_250_000) for i in (last - 1, last)),
    )  # fmt: skip
    surface = drawn(lambda s: paint(s, ahead, plot, "1", 60))
    dashed = [op for op in surface.shapes(kind="polyline") if op.dash == (2.4, 1.8)]
    assert [len(op.points) for op in dashed] == [3]
    assert sum(op.fill == PAPER.paper and op.stroke == PAPER.accent for op in surface.shapes(kind="circle")) == 2
    hatch = [op for op in surface.shapes(kind="line") if op.width == 0.2]
    assert len(hatch) > 5
    assert max(op.points[0][1] for op in hatch) <= plot.y(1_150_000) + 1e-6


def test_annotations_are_numbered_on_the_rail(reviewed):
    spec, plot, surface = chart_of(reviewed)
    numbers = [op.text for op in surface.texts() if op.y < plot.top]
    assert numbers == [str(i + 1) for i in range(len(spec.notes))]


def test_the_appendix_sets_beyond_bold_and_between_italic(recorded, reviewed):
    review = reviewed("nb", 15)
    surface = recorded("nb", 15)
    faces = {"bold": "bold", "italic": "italic", "plain": "regular"}
    wanted = {(c.text, faces[c.weight]) for t in review.tables for g in t.groups for k in g.kpis for c in k.raw[-12:]}
    drawn_cells = {(op.text, op.face) for op in surface.texts() if op.path[-1] == "TD" and op.size == 7.6}
    assert wanted <= drawn_cells
    assert {face for _text, face in wanted} == {"bold", "italic", "regular"}


def test_status_words_stand_beside_their_shapes_in_the_table(recorded, reviewed):
    review = reviewed("nb", 15)
    words = [op.text for op in recorded("nb", 15).texts() if op.path[-1] == "TD" and op.size == 8.4]
    assert words[: len(review.kpis)] == [k.status_word for k in review.kpis]
    assert {"I rute", "Bak plan", "Uten mål"} <= set(words)


def test_a_changed_definition_breaks_the_line_and_says_so(reviewed):
    spec, plot, _surface = chart_of(reviewed)
    changed = replace(spec, breaks=(BreakMark(12, "ny beregning"),))
    surface = drawn(lambda s: paint(s, changed, plot, "1", 60))
    series = [op for op in surface.shapes(kind="polyline") if op.stroke == PAPER.accent]
    assert len(series) == 2
    assert "ny beregning" in [op.text for op in surface.texts()]


def grey(color):
    """How light a colour prints without ink of its own."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def marks_of(surface, page):
    """Every status shape on a page as it looks in grey, whatever its size there."""
    return {looks(op)[:4] for op in surface.shapes(page) if {op.fill, op.stroke} & set(marks.STATUS_COLORS.values())}


KPI_STATUSES = sorted(
    set(marks.STATUS_COLORS) - {"signal", "no_check_in", "check_in_overdue", "not_started", "planned"}
)
"""How a KPI can stand; the others are about goals, or stand beside a status."""


@pytest.mark.parametrize("status", KPI_STATUSES)
def test_in_grey_a_status_is_told_by_its_shape_and_its_word(reviewed, status):
    """Board, table and panel with one KPI of each status, looked at without colours."""
    from kpidesk.report.layout import lay_out, lay_out_board
    from kpidesk.report.model import KpiGroup

    review = reviewed("nb", 1)
    word = {"achieved": "Nådd", "hidden": "Skjult", "not_applicable": "Ikke aktuelt"}.get(status)
    with text.using("nb"):
        from kpidesk.viz.status_shapes import status_word

        kpi = replace(review.kpis[0], status=status, status_word=word or status_word(status), position=None)
        one = replace(review, groups=(KpiGroup("Salg", (kpi,)),), goals=(), heroes=(), improved=(), worsened=())
        for document in (lay_out_board(one), lay_out(one, "A4", ("kpis",))):
            surface = RecordingSurface()
            document.draw(surface)
            page = surface.page
            assert any(op.text == kpi.status_word for op in surface.texts(page))
            wanted = {shape[:4] for shape in signature(status) if shape[0] != "polyline"}
            assert wanted <= marks_of(surface, page)


def test_bands_stay_light_enough_in_grey_for_what_is_written_on_them():
    """At most 12 % toner, and the three bands differ in lightness in the order of what they mean."""
    bands = [PAPER.band_green, PAPER.band_amber, PAPER.band_red]
    assert all(grey(color) >= 255 * 0.86 for color in bands)
    assert grey(bands[0]) > grey(bands[1]) > grey(bands[2])
    assert grey(bands[2]) - grey(PAPER.ink) > 150


def test_a_number_that_lacks_parts_is_hollow_and_joined_by_dashes(reviewed):
    spec, plot, _surface = chart_of(reviewed)
    last = len(spec.values) - 1
    surface = drawn(lambda s: paint(s, replace(spec, provisional=(last,)), plot, "1", 60))
    dashed = [op for op in surface.shapes(kind="line") if op.dash == (2, 1.6)]
    assert len(dashed) == 1
    assert surface.shapes(kind="circle")[-1].fill == PAPER.paper


def test_a_hidden_number_is_marked_at_the_foot_of_the_chart(reviewed):
    spec, plot, _surface = chart_of(reviewed)
    values = (*spec.values[:-1], None)
    surface = drawn(lambda s: paint(s, replace(spec, values=values, masked=(len(values) - 1,)), plot, "1", 60))
    rings = [op for op in surface.shapes(kind="circle") if op.stroke == PAPER.tertiary]
    assert len(rings) == 1
    assert rings[0].points[0][0] == pytest.approx(plot.x(len(values) - 1))


def test_the_forecast_is_called_so(reviewed):
    from kpidesk.viz.chart import ForecastMark

    spec, plot, _surface = chart_of(reviewed)
    last = len(spec.values) - 1
    ahead = replace(spec, values=(*spec.values[:-1], None), forecast=(ForecastMark(last, 1.2e6, 1.1e6, 1.3e6),))
    with text.using("nb"):
        words = [op for op in drawn(lambda s: paint(s, ahead, plot, "1", 60)).texts() if op.text == "Prognose"]
    assert [op.face for op in words] == ["italic"]
    assert plot.left <= words[0].x0 and words[0].x1 <= plot.right
