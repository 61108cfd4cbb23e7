"""A single KPI on one page: where it stands, its trend, what was noted, what it means, its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.drawing.chart_paint import Plot, axis_room, label_room, number_circle, paint
from kpidesk.report.drawing.fonts import width
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.marks import status_color, status_shape
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, give_way, readable, whole, widest, wrap
from kpidesk.report.model import KpiSheet, PeriodRow
from kpidesk.report.pages.kpi_panels import latest_text
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

FACTS, AXIS, LABELS = 66.0, 26.0, 76.0
NOTE, ROW = 12.0, 14.0
ROW_SIZE, GUTTER = 8.4, 6.0
HIGHEST = 270.0


def draw(surface: Surface, *, sheet: KpiSheet, frame: Frame) -> None:
    """Draw the page; the chart takes the height that the words leave."""
    notes = _note_lines(sheet, frame)
    below = NOTE * len(notes) + 14 + _table_height(sheet)
    top = heading_height(frame, sheet.message) + FACTS
    high = min(max(frame.bottom - top - 18 - AXIS - below, 90.0), HIGHEST)
    y = draw_heading(surface, frame, sheet.kpi.name, sheet.message)
    _facts(surface, sheet, frame, y)
    chart = sheet.kpi.chart
    if any(v is not None for v in chart.values):
        left, labels = axis_room(chart), label_room(chart, LABELS - 6) + 6
        plot = Plot(
            frame.left + left, top + 14, frame.room - left - labels, high, len(chart.values), chart.y_low, chart.y_high
        )
        with surface.figure(chart.description, (frame.left, top, frame.right, plot.bottom + AXIS - 4)):
            paint(surface, chart, plot, latest_text(sheet.kpi), labels - 6)
        y = plot.bottom + AXIS + 8
    else:
        y = top + 14
    y = _notes(surface, notes, frame, y)
    _bottom(surface, sheet, frame, y + 10)


def _facts(surface: Surface, sheet: KpiSheet, frame: Frame, y: float) -> None:
    kpi = sheet.kpi
    x, w = frame.column(0, 4)
    with surface.element("P"):
        spare = min(width(kpi.after, "regular", 11) + 5, w / 3)
        value, size = whole(kpi.value, "regular", 34.0, w - spare)
        wide = surface.text(x, y + 26, value, "regular", size, PAPER.ink)
        surface.text(x + wide + 5, y + 26, fit(kpi.after, "regular", 11, w - wide - 5), "regular", 11, PAPER.secondary)
    with surface.element("P"):
        about = " · ".join(part for part in (kpi.value_period, kpi.provisional, kpi.restated) if part)
        surface.text(x, y + 41, fit(about, "regular", 8.5, w), "regular", 8.5, PAPER.secondary)
    x, w = frame.column(4, 2)
    with surface.element("P"):
        status_shape(surface, kpi.status, x, y + 8, 10)
        word = fit(kpi.status_word, "semibold", 11, w - 15)
        surface.text(x + 15, y + 11.6, word, "semibold", 11, status_color(kpi.status))
        if kpi.signal:
            status_shape(surface, "signal", x, y + 24, 10)
            surface.text(x + 15, y + 27.6, fit(_("Signal"), "semibold", 11, w - 15), "semibold", 11, PAPER.signal)
    for place, (label, value) in enumerate(_pairs(sheet)):
        left, wide = frame.column(6 + 3 * (place % 2), 3)
        base = y + 8 + 20 * (place // 2)
        with surface.element("P"):
            shown, size = readable(value, "semibold", 9, wide * 0.76, scaled=kpi.scaled)
            room = wide - width(shown, "semibold", size) - 6
            surface.text(left, base, fit(label, "regular", 8.5, room), "regular", 8.5, PAPER.secondary)
            surface.text(left + wide, base, shown, "semibold", size, PAPER.ink, align="right")
        with surface.artifact():
            surface.line(left, base + 5, left + wide, base + 5, PAPER.hairline, 0.35)


def _pairs(sheet: KpiSheet) -> list[tuple[str, str]]:
    kpi = sheet.kpi
    found = [
        (pgettext("paper", "Target"), kpi.target),
        (_("Against target"), kpi.variance),
        (_("Against {period}").format(period=kpi.previous_name), kpi.change_previous_short),
        (_("Against last year"), kpi.change_year),
    ]
    return [(label, value) for label, value in found if value]


# ---- notes


def _note_lines(sheet: KpiSheet, frame: Frame) -> list[tuple[int, str]]:
    """Lines under the chart with the number of their note; 0 goes on with the one above."""
    found: list[tuple[int, str]] = []
    for number, words in enumerate(sheet.notes, 1):
        lines = wrap(words, "regular", 8.5, frame.room - 16, 2)
        found += [(number if i == 0 else 0, line) for i, line in enumerate(lines)]
    return found


def _notes(surface: Surface, notes: list[tuple[int, str]], frame: Frame, y: float) -> float:
    if not notes:
        return y
    with surface.element("L"):
        for number, words in notes:
            with surface.element("LI"):
                if number:
                    with surface.element("Lbl"):
                        number_circle(surface, number, frame.left + 4.6, y + 5)
                with surface.element("LBody"):
                    surface.text(frame.left + 15, y + 8, words, "regular", 8.5, PAPER.secondary)
            y += NOTE
    return y


# ---- what it means, and its numbers


def _table_height(sheet: KpiSheet) -> float:
    return 42 + ROW * len(sheet.rows)


def _bottom(surface: Surface, sheet: KpiSheet, frame: Frame, y: float) -> None:
    x, w = frame.column(0, 5)
    _section(surface, _("What it means"), x, w - 6, y)
    _definition(surface, sheet, x, w - 6, y + 30, frame.bottom)
    x, w = frame.column(5, 7)
    _section(surface, _("The numbers"), x, w, y)
    _rows(surface, sheet.rows, x, w, y + 20)


def _section(surface: Surface, title: str, x: float, w: float, y: float) -> None:
    with surface.artifact():
        surface.line(x, y, x + w, y, PAPER.rule, 0.5)
    with surface.element("H2"):
        surface.text(x, y + 14, title, "semibold", 10.5, PAPER.ink)


def _definition(surface: Surface, sheet: KpiSheet, x: float, w: float, y: float, bottom: float) -> None:
    for label, words in sheet.definition:
        lines = wrap(words, "regular", 8.5, w, 5)
        if y + 10 + 11 * len(lines) > bottom:
            return
        with surface.element("P"):
            surface.text(x, y, fit(label, "semibold", 8, w), "semibold", 8, PAPER.secondary)
            for line in lines:
                y += 11
                surface.text(x, y, line, "regular", 8.5, PAPER.ink)
        y += 16


@dataclass(frozen=True)
class Columns:
    """Where the columns of the numbers end, and how wide they are; the status begins at ``status``."""

    period: float
    ends: tuple[float, float, float]
    rooms: tuple[float, float, float]
    status: float


def _columns(rows: tuple[PeriodRow, ...], x: float, w: float) -> Columns:
    """As wide as the widest number of each; the periods and then the words for the status give way."""
    value = widest((row.value for row in rows), "semibold", ROW_SIZE)
    target = widest((row.target for row in rows), "regular", ROW_SIZE)
    gap = widest((row.variance for row in rows), "regular", ROW_SIZE)
    period, status, value, target, gap = give_way(
        (
            (w * 0.25, w * 0.16), (w * 0.24, w * 0.12), (max(value, w * 0.16), w * 0.16),
            (max(target, w * 0.13), w * 0.13), (max(gap, w * 0.14), w * 0.14),
        ),
        w - 4 * GUTTER,
    )  # fmt: skip
    first = x + w - status - 3 * GUTTER - target - gap
    return Columns(
        period, (first, first + GUTTER + target, x + w - status - GUTTER), (value, target, gap), x + w - status
    )


def _rows(surface: Surface, rows: tuple[PeriodRow, ...], x: float, w: float, y: float) -> None:
    at = _columns(rows, x, w)
    heads = (
        (x, _("Period"), "left"), (at.ends[0], _("Value"), "right"), (at.ends[1], pgettext("paper", "Target"), "right"),
        (at.ends[2], _("Gap"), "right"), (at.status, _("Status"), "left"),
    )  # fmt: skip
    with surface.element("Table"):
        with surface.element("TR"):
            for place, words, align in heads:
                with surface.element("TH", scope="Column"):
                    surface.text(place, y + 9, words, "regular", 7.5, PAPER.secondary, align=align)
        y += 14
        for row in rows:
            _row(surface, row, x, w, y, at)
            y += ROW


def _row(surface: Surface, row: PeriodRow, x: float, w: float, y: float, at: Columns) -> None:
    base, off = y + 10, row.status == "off_track"
    with surface.artifact():
        surface.line(x, y, x + w, y, PAPER.hairline, 0.35)
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            period = fit(row.period, "regular", ROW_SIZE, at.period)
            surface.text(x, base, period, "regular", ROW_SIZE, PAPER.ink)
        numbers = ((row.value, "semibold"), (row.target, "regular"), (row.variance, "regular"))
        for end, room, (number, face) in zip(at.ends, at.rooms, numbers, strict=True):
            with surface.element("TD"):
                color = PAPER.red if off and face == "semibold" else PAPER.ink
                shown, size = whole(number, face, ROW_SIZE, room)
                surface.text(end, base, shown, face, size, color, align="right")
        with surface.element("TD"):
            status_shape(surface, row.status, at.status, base - 3, 7)
            face = "semibold" if off else "regular"
            word = fit(row.status_word, face, 8, x + w - at.status - 11)
            color = status_color(row.status) if row.status in ("at_risk", "off_track") else PAPER.secondary
            surface.text(at.status + 11, base, word, face, 8, color)
