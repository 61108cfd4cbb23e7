"""One KPI: its trend, where it stands, and the sentence about it."""

from __future__ import annotations

from kpidesk.report.drawing.chart_paint import AXIS, Plot, axis_room, label_room, number_circle, paint
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import status_color, status_shape
from kpidesk.report.drawing.moved import Moved
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, readable, whole, wrap
from kpidesk.report.model import KpiLine, Review
from kpidesk.report.pages.kpi_panels import latest_text, note_heads
from kpidesk.report.slides.findings import kpi_finding
from kpidesk.report.slides.frame import BOTTOM, LEFT, MESSAGE, RIGHT, SMALL, draw_heading, hairline
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

LARGER = SMALL.size / AXIS.size
"""How much larger the chart's words and lines are than on paper."""
FACTS, GAP = 190.0, 20.0
LABELS, BELOW, ABOVE = 62.0, 26.0, 16.0
"""Points on paper: the room right of the plot, and what its axis and the notes above it take."""
STATUS, FIGURE, UNIT, PERIOD = Face("semibold", 16), Face("light", 50), Face("regular", 17), Face("regular", 14)
FACT, FACT_STRONG, SAID, SAID_STEP = Face("regular", 13.5), Face("semibold", 13.5), Face("regular", 15), 21.0
NOTE, NOTE_STRONG, NOTE_ROW, NOTES = Face("regular", 12), Face("semibold", 12), 18.0, 3
ROW = 32.0


def draw(surface: Surface, *, kpi: KpiLine, review: Review) -> None:
    """Draw the slide."""
    title, said = kpi_finding(kpi)
    name = "" if title == kpi.name else kpi.name
    about = " · ".join(part for part in (name, kpi.unit_per, kpi.department, kpi.owner) if part)
    y = draw_heading(surface, title, [(about, MESSAGE)], lines=1)
    chart = Box(LEFT, y, RIGHT - LEFT - FACTS - GAP, BOTTOM - y)
    if any(value is not None for value in kpi.chart.values):
        _chart(surface, kpi, chart)
    else:
        with surface.element("P"):
            surface.text((LEFT, y + 24), _("There are no numbers in the period."), MESSAGE, PAPER.secondary)
    _facts(surface, kpi, review, Box.between(RIGHT - FACTS, y, RIGHT, BOTTOM), said)


def _chart(surface: Surface, kpi: KpiLine, box: Box) -> None:
    """The paper's chart, enlarged, with the key to its notes beneath."""
    heads = note_heads(kpi)[: NOTES * 2]
    key = NOTE_ROW * -(-len(heads) // 2)
    large = Moved(surface, dx=box.x, dy=box.y, k=LARGER)
    room, high = box.w / LARGER, (box.h - key) / LARGER
    left, labels = axis_room(kpi.chart), label_room(kpi.chart, LABELS - 2) + 2
    place = Box(left, ABOVE, room - left - labels, high - ABOVE - BELOW)
    with large.figure(kpi.chart.description, Box(0, 0, room, high)):
        paint(large, kpi.chart, Plot.of(kpi.chart, place), latest_text(kpi), labels - 2)
    if heads:
        _key(surface, heads, Box(box.x, box.bottom - key + 4, box.w, key))


def _key(surface: Surface, heads: list[tuple[str, str]], box: Box) -> None:
    """The notes by their numbers, two beside each other."""
    wide = (box.w - 20) / 2
    with surface.element("P"):
        for i, (when, words) in enumerate(heads):
            x, y = box.x + (i % 2) * (wide + 20), box.y + NOTE_ROW * (i // 2) + 10
            ring = Moved(surface, dx=x, dy=y - 4.2, k=LARGER)
            number_circle(ring, i + 1, 4.6, 0)
            used = 20 + surface.text((x + 20, y), fit(when, NOTE_STRONG, wide - 30), NOTE_STRONG, PAPER.secondary)
            surface.text((x + used, y), fit(words, NOTE, max(wide - used, 0)), NOTE, PAPER.secondary)


def _facts(surface: Surface, kpi: KpiLine, review: Review, box: Box, said: str) -> None:
    x, y = box.x, box.y
    with surface.element("P"):
        status_shape(surface, kpi.status, x, y + 14, 12)
        word = fit(kpi.status_word, STATUS, box.w - 18)
        wide = surface.text((x + 18, y + 19.5), word, STATUS, status_color(kpi.status)) + 18
        if kpi.signal and wide + 30 + STATUS.width(_("Signal")) <= box.w:
            status_shape(surface, "signal", x + wide + 12, y + 14, 12)
            surface.text((x + wide + 29, y + 19.5), _("Signal"), STATUS, PAPER.signal)
    with surface.element("P"):
        spare = min(UNIT.width(kpi.after) + 5, box.w / 3)
        wide = surface.text((x, y + 66), kpi.value, whole(kpi.value, FIGURE, box.w - spare), PAPER.ink)
        surface.text((x + wide + 5, y + 66), fit(kpi.after, UNIT, max(box.w - wide - 5, 0)), UNIT, PAPER.secondary)
    with surface.element("P"):
        words = kpi.value_period + (f" · {kpi.provisional}" if kpi.provisional else "")
        surface.text((x, y + 88), fit(words, PERIOD, box.w), PERIOD, PAPER.secondary)
    y = _table(surface, kpi, review, box.at(y + 104))
    lines = wrap(said, SAID, box.w, max(int((box.bottom - y - 8) // SAID_STEP), 1)) if said else []
    if lines:
        with surface.element("P"):
            for i, line in enumerate(lines):
                surface.text((x, y + 24 + SAID_STEP * i), line, SAID, PAPER.ink)


def _table(surface: Surface, kpi: KpiLine, review: Review, box: Box) -> float:
    """Target, gap and change; returns where they end."""
    since = kpi.previous_name or review.previous_short
    rows = [
        (pgettext("paper", "Target"), kpi.target, FACT),
        (_("Gap"), kpi.variance, FACT_STRONG),
        (_("Against {period}").format(period=since), kpi.change_previous_short if since else "", FACT),
    ]
    shown = [row for row in rows if row[1]]
    if not shown:
        return box.y
    y = box.y
    hairline(surface, box, y)
    with surface.element("Table"):
        for label, value, face in shown:
            with surface.element("TR"):
                with surface.element("TH", scope="Row"):
                    text, set_in = readable(value, face, box.w * 0.6, scaled=kpi.scaled)
                    name = fit(label, FACT, box.w - set_in.width(text) - 8)
                    surface.text((box.x, y + 21), name, FACT, PAPER.secondary)
                with surface.element("TD"):
                    surface.text((box.right, y + 21), text, set_in, PAPER.ink, align="right")
            y += ROW
            hairline(surface, box, y)
    return y
