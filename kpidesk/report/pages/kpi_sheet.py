"""A single KPI on one page: where it stands, its trend, what was noted, what it means, its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.drawing.chart_paint import Plot, axis_room, label_room, number_circle, paint
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import EXCEPTIONS, status_color, status_shape
from kpidesk.report.drawing.style import ASIDE, BODY_STRONG, FINE, FINE_STRONG, HAIRLINE, RULE, SECTION, SMALL
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, give_way, readable, whole, widest, wrap
from kpidesk.report.model import KpiLine, KpiSheet, PeriodRow
from kpidesk.report.pages.kpi_panels import latest_text
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

FACTS, AXIS, LABELS = 66.0, 26.0, 76.0
NOTE, ROW = 12.0, 14.0
GUTTER = 6.0
FIGURE, UNIT, STATUS = Face("regular", 34.0), Face("regular", 11), Face("semibold", 11)
CELL, VALUE = Face("regular", 8.4), Face("semibold", 8.4)
LOWEST, GIVES_WAY, HIGHEST = 90.0, 150.0, 270.0
"""Points of the chart; it gives way to what the KPI means down to the second."""
HEAD, WHOLE, FEW = 30, 99, 5
"""Points above what a KPI means, and lines that a part of it takes at most, with room for them all and without."""
Meanings = list[tuple[str, list[str]]]
"""What is told of a KPI's meaning: what each part is called, and its lines."""


def draw(surface: Surface, *, sheet: KpiSheet, frame: Frame) -> None:
    """Draw the page; the chart takes the height that the words leave."""
    notes = _note_lines(sheet, frame)
    top = heading_height(frame, sheet.message, title=sheet.kpi.name) + FACTS
    room = frame.bottom - top - 18 - AXIS - NOTE * len(notes) - 14
    meanings = _meanings(sheet, frame, room - GIVES_WAY)
    high = min(max(room - max(_table_height(sheet), _meanings_height(meanings)), LOWEST), HIGHEST)
    y = draw_heading(surface, frame, sheet.kpi.name, sheet.message)
    _facts(surface, sheet, frame, y)
    chart = sheet.kpi.chart
    if any(v is not None for v in chart.values):
        left, labels = axis_room(chart), label_room(chart, LABELS - 6) + 6
        plot = Plot.of(chart, Box(frame.left + left, top + 14, frame.room - left - labels, high))
        with surface.figure(chart.description, Box.between(frame.left, top, frame.right, plot.bottom + AXIS - 4)):
            paint(surface, chart, plot, latest_text(sheet.kpi), labels - 6)
        y = plot.bottom + AXIS + 8
    else:
        y = top + 14
    y = _notes(surface, notes, frame, y)
    _bottom(surface, sheet, meanings, frame, y + 10)


def _facts(surface: Surface, sheet: KpiSheet, frame: Frame, y: float) -> None:
    _figure(surface, sheet.kpi, frame.columns(0, 4, y))
    _status(surface, sheet.kpi, frame.columns(4, 2, y))
    for place, (label, value) in enumerate(_pairs(sheet)):
        box = frame.columns(6 + 3 * (place % 2), 3, y + 8 + 20 * (place // 2))
        with surface.element("P"):
            shown, face = readable(value, BODY_STRONG, box.w * 0.76, scaled=sheet.kpi.scaled)
            room = box.w - face.width(shown) - 6
            surface.text((box.x, box.y), fit(label, ASIDE, room), ASIDE, PAPER.secondary)
            surface.text((box.right, box.y), shown, face, PAPER.ink, align="right")
        with surface.artifact():
            surface.line((box.x, box.y + 5), (box.right, box.y + 5), HAIRLINE)


def _figure(surface: Surface, kpi: KpiLine, box: Box) -> None:
    x, y, w = box.x, box.y, box.w
    with surface.element("P"):
        spare = min(UNIT.width(kpi.after) + 5, w / 3)
        wide = surface.text((x, y + 26), kpi.value, whole(kpi.value, FIGURE, w - spare), PAPER.ink)
        surface.text((x + wide + 5, y + 26), fit(kpi.after, UNIT, w - wide - 5), UNIT, PAPER.secondary)
    with surface.element("P"):
        about = " · ".join(part for part in (kpi.value_period, kpi.provisional, kpi.restated) if part)
        surface.text((x, y + 41), fit(about, ASIDE, w), ASIDE, PAPER.secondary)


def _status(surface: Surface, kpi: KpiLine, box: Box) -> None:
    x, y, room = box.x, box.y, box.w - 15
    with surface.element("P"):
        status_shape(surface, kpi.status, x, y + 8, 10)
        surface.text((x + 15, y + 11.6), fit(kpi.status_word, STATUS, room), STATUS, status_color(kpi.status))
        if kpi.signal:
            status_shape(surface, "signal", x, y + 24, 10)
            surface.text((x + 15, y + 27.6), fit(_("Signal"), STATUS, room), STATUS, PAPER.signal)


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
        lines = wrap(words, ASIDE, frame.room - 16, 2)
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
                    surface.text((frame.left + 15, y + 8), words, ASIDE, PAPER.secondary)
            y += NOTE
    return y


# ---- what it means, and its numbers


def _table_height(sheet: KpiSheet) -> float:
    return 42 + ROW * len(sheet.rows)


def _bottom(surface: Surface, sheet: KpiSheet, meanings: Meanings, frame: Frame, y: float) -> None:
    place = frame.columns(0, 5, y)
    meaning = Box(place.x, y, _meaning_width(frame), place.h)
    _section(surface, _("What it means"), meaning)
    _definition(surface, meanings, Box.between(place.x, y + HEAD, meaning.right, frame.bottom))
    numbers = frame.columns(5, 7, y)
    _section(surface, _("The numbers"), numbers)
    _rows(surface, sheet.rows, numbers.at(y + 20))


def _section(surface: Surface, title: str, box: Box) -> None:
    with surface.artifact():
        surface.line((box.x, box.y), (box.right, box.y), RULE)
    with surface.element("H2"):
        surface.text((box.x, box.y + 14), title, SECTION, PAPER.ink)


def _meanings(sheet: KpiSheet, frame: Frame, room: float) -> Meanings:
    """Each part of what it means in its lines: all of them where there is room, else the first few of each."""
    width = _meaning_width(frame)
    every = [(label, wrap(words, ASIDE, width, WHOLE)) for label, words in sheet.definition]
    if _meanings_height(every) <= room:
        return every
    return [(label, wrap(words, ASIDE, width, FEW)) for label, words in sheet.definition]


def _meaning_width(frame: Frame) -> float:
    return frame.columns(0, 5, 0).w - 6


def _meanings_height(meanings: Meanings) -> float:
    return HEAD + sum(16 + 11 * len(lines) for _label, lines in meanings)


def _definition(surface: Surface, meanings: Meanings, box: Box) -> None:
    y = box.y
    for label, lines in meanings:
        if y + 10 + 11 * len(lines) > box.bottom:
            return
        with surface.element("P"):
            surface.text((box.x, y), fit(label, FINE_STRONG, box.w), FINE_STRONG, PAPER.secondary)
            for line in lines:
                y += 11
                surface.text((box.x, y), line, ASIDE, PAPER.ink)
        y += 16


@dataclass(frozen=True)
class Columns:
    """Where the columns of the numbers end, and how wide they are; the status begins at ``status``."""

    left: float
    right: float
    period: float
    ends: tuple[float, float, float]
    rooms: tuple[float, float, float]
    status: float


def _columns(rows: tuple[PeriodRow, ...], box: Box) -> Columns:
    """As wide as the widest number of each; the periods and then the words for the status give way."""
    value = widest((row.value for row in rows), VALUE)
    target = widest((row.target for row in rows), CELL)
    gap = widest((row.variance for row in rows), CELL)
    period, status, value, target, gap = give_way(
        (
            (box.w * 0.25, box.w * 0.16), (box.w * 0.24, box.w * 0.12), (max(value, box.w * 0.16), box.w * 0.16),
            (max(target, box.w * 0.13), box.w * 0.13), (max(gap, box.w * 0.14), box.w * 0.14),
        ),
        box.w - 4 * GUTTER,
    )  # fmt: skip
    first = box.right - status - 3 * GUTTER - target - gap
    at_status = box.right - status
    return Columns(
        box.x, box.right, period, (first, first + GUTTER + target, at_status - GUTTER), (value, target, gap), at_status
    )


def _rows(surface: Surface, rows: tuple[PeriodRow, ...], box: Box) -> None:
    at, y = _columns(rows, box), box.y
    heads = (
        (at.left, _("Period"), "left"), (at.ends[0], _("Value"), "right"),
        (at.ends[1], pgettext("paper", "Target"), "right"), (at.ends[2], _("Gap"), "right"),
        (at.status, _("Status"), "left"),
    )  # fmt: skip
    with surface.element("Table"):
        with surface.element("TR"):
            for place, words, align in heads:
                with surface.element("TH", scope="Column"):
                    surface.text((place, y + 9), words, SMALL, PAPER.secondary, align=align)
        y += 14
        for row in rows:
            _row(surface, row, y, at)
            y += ROW


def _row(surface: Surface, row: PeriodRow, y: float, at: Columns) -> None:
    base, off = y + 10, row.status == "off_track"
    with surface.artifact():
        surface.line((at.left, y), (at.right, y), HAIRLINE)
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            surface.text((at.left, base), fit(row.period, CELL, at.period), CELL, PAPER.ink)
        numbers = ((row.value, VALUE), (row.target, CELL), (row.variance, CELL))
        for end, room, (number, face) in zip(at.ends, at.rooms, numbers, strict=True):
            with surface.element("TD"):
                color = PAPER.red if off and face is VALUE else PAPER.ink
                surface.text((end, base), number, whole(number, face, room), color, align="right")
        with surface.element("TD"):
            status_shape(surface, row.status, at.status, base - 3, 7)
            face = FINE_STRONG if off else FINE
            word = fit(row.status_word, face, at.right - at.status - 11)
            color = status_color(row.status) if row.status in EXCEPTIONS else PAPER.secondary
            surface.text((at.status + 11, base), word, face, color)
