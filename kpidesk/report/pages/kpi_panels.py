"""One panel a KPI: the trend with its bands, the facts beside it, the notes and one sentence below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.report.drawing.chart_paint import Plot, axis_room, label_room, number_circle, paint
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import TOP, Frame, draw_heading, heading_height
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import status_color, status_shape
from kpidesk.report.drawing.style import ASIDE, BODY, FINE, HAIRLINE, REMARK, RULE, SMALL, SMALL_STRONG
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, readable, whole, wrap
from kpidesk.report.model import KpiLine, Review
from kpidesk.report.sheet import Plan
from kpidesk.text import _, pgettext
from kpidesk.viz.axes import short_value
from kpidesk.viz.tokens import PAPER

PER_PAGE = 3
TALLEST = 230.0
"""Points of a plot where two panels share a page."""
GAP = 20.0
PLOT_TOP, AXIS_ROOM, KEY_ROOM, SENTENCE, TITLE_LINE = 36.0, 26.0, 13.0, 12.4, 15.0
FACTS = 107.0
LABELS = 62.0
TITLE, STATUS, VALUE, UNIT = Face("semibold", 13), Face("semibold", 9.2), Face("regular", 25.0), Face("regular", 9.5)
FACT, FACT_STRONG = Face("regular", 8.4), Face("semibold", 8.4)
NOTE, NOTE_HEAD = Face("regular", 7.8), Face("semibold", 7.8)
NOTES = 6
"""How many notes the key under a chart has room for."""


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """A panel for every KPI that has a number; none, no page."""
    kpis = _shown(review)
    if not kpis:
        return
    start = heading_height(frame)
    room = frame.bottom - start
    pages = [(page, room / (PER_PAGE if len(kpis) == 1 else len(page))) for page in _pages(kpis)]

    def within(left: float) -> Plan | None:
        """As many as have room under another part, so that none is left by itself on the page behind."""
        least = room / PER_PAGE
        most = min(int((left - (start - TOP)) // least), len(kpis))
        first = most - 1 if len(kpis) - most == 1 else most
        others = [(page, room / len(page)) for page in _pages(kpis[first:])]
        return _plan(review, frame, [(kpis[:first], least), *others]) if first > 0 else None

    yield replace(_plan(review, frame, pages), within=within)


def _plan(review: Review, frame: Frame, pages: Sequence[tuple[Sequence[KpiLine], float]]) -> Plan:
    """Pages of panels with the height that each panel has there."""
    title, start = _("KPIs in detail"), heading_height(frame)

    def draw(surface: Surface, shown: Sequence[KpiLine], height: float) -> None:
        draw_heading(surface, frame, title)
        for i, kpi in enumerate(shown):
            top = start + i * height
            if i:
                with surface.artifact():
                    surface.line((frame.left, top - 2), (frame.right, top - 2), RULE)
            _panel(surface, Box(frame.left, top, frame.room, height), kpi, review, frame)

    sheets = tuple(partial(draw, shown=page, height=height) for page, height in pages)
    return Plan(title, sheets, tuple(tuple(kpi.uid for kpi in page) for page, _height in pages))


def say_all(review: Review) -> bool:
    """Tell whether one page of panels shows every KPI of the review, so that a table adds nothing."""
    return len(_shown(review)) == len(review.kpis) <= PER_PAGE


def _shown(review: Review) -> list[KpiLine]:
    return [k for k in review.kpis if any(v is not None for v in k.chart.values)]


def _pages(kpis: list[KpiLine]) -> list[list[KpiLine]]:
    """Three to a page; two on each of the last two pages where one would be left by itself."""
    cuts = list(range(0, len(kpis), PER_PAGE))
    if len(kpis) % PER_PAGE == 1 and len(cuts) > 1:
        cuts[-1] -= 1
    return [kpis[start:end] for start, end in zip(cuts, [*cuts[1:], len(kpis)], strict=True)]


def _panel(surface: Surface, place: Box, kpi: KpiLine, review: Review, frame: Frame) -> None:
    y = _title(surface, kpi, frame, place.y)
    sentence = wrap(kpi.sentence, BODY, frame.room, 2) if kpi.sentence else []
    below = AXIS_ROOM + GAP + (KEY_ROOM if kpi.chart.notes else 0) + SENTENCE * len(sentence)
    facts_x = frame.right - FACTS
    left = axis_room(kpi.chart)
    labels = label_room(kpi.chart, LABELS - 2) + 2
    wide, high = facts_x - 14 - labels - frame.left - left, min(place.bottom - y - PLOT_TOP - below, TALLEST)
    plot = Plot.of(kpi.chart, Box(frame.left + left, y + PLOT_TOP, wide, high))
    end = plot.bottom + AXIS_ROOM - 4
    with surface.figure(kpi.chart.description, Box.between(frame.left, y + 18, facts_x - 8, end)):
        paint(surface, kpi.chart, plot, latest_text(kpi), labels - 2)
    _facts(surface, kpi, review, Box.between(facts_x, y + PLOT_TOP, frame.right, end))
    base = plot.bottom + AXIS_ROOM + 7
    if kpi.chart.notes:
        _note_key(surface, kpi, frame, base)
        base += KEY_ROOM
    if sentence:
        with surface.element("P"):
            for i, line in enumerate(sentence):
                surface.text((frame.left, base + 2 + SENTENCE * i), line, BODY, PAPER.ink)


def _title(surface: Surface, kpi: KpiLine, frame: Frame, top: float) -> float:
    """The name, whole on two lines where one is too short, as it may be whole nowhere else on paper; what it is about
    stands behind it. Gives where the rest begins.
    """
    about = _about(kpi, frame.room - TITLE.width(kpi.name) - 10)
    about = fit(about, ASIDE, frame.room * 0.5)
    lines = wrap(kpi.name, TITLE, frame.room - ASIDE.width(about) - 10, 2)
    rest = top + TITLE_LINE * (len(lines) - 1)
    wide = 0.0
    with surface.element("H2"):
        for i, line in enumerate(lines):
            wide = surface.text((frame.left, top + 13 + TITLE_LINE * i), line, TITLE, PAPER.ink)
    with surface.element("P"):
        surface.text((frame.left + wide + 8, rest + 13), about, ASIDE, PAPER.secondary)
    return rest


def _about(kpi: KpiLine, room: float) -> str:
    """Unit, department and owner, as many as there is room for beside the whole name; the unit in any case."""
    parts = [part for part in (kpi.unit_per, kpi.department, kpi.owner) if part]
    while len(parts) > 1 and ASIDE.width(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)


def latest_text(kpi: KpiLine) -> str:
    """The number that stands at the last known point."""
    chart = kpi.chart
    known = [(value, goal) for value, goal in zip_longest(chart.values, chart.targets) if value is not None]
    if kpi.hidden or not known:
        return ""
    value, goal = known[-1]
    return short_value(value, chart.divisor, chart.decimals, goal)


def _facts(surface: Surface, kpi: KpiLine, review: Review, box: Box) -> None:
    x, y = box.x, box.y
    with surface.element("P"):
        status_shape(surface, kpi.status, x, y + 3, 8.4)
        wide = surface.text((x + 13, y + 6), kpi.status_word, STATUS, status_color(kpi.status)) + 13
        if kpi.signal:
            status_shape(surface, "signal", x + wide + 8, y + 3, 8)
            word = fit(_("Signal"), STATUS, FACTS - wide - 19)
            surface.text((x + wide + 19, y + 6), word, STATUS, PAPER.signal)
    with surface.element("P"):
        spare = min(UNIT.width(kpi.after) + 4, FACTS / 3)
        wide = surface.text((x, y + 32), kpi.value, whole(kpi.value, VALUE, FACTS - spare), PAPER.ink)
        unit = fit(kpi.after, UNIT, max(FACTS - wide - 4, 0))
        surface.text((x + wide + 4, y + 32), unit, UNIT, PAPER.secondary)
    with surface.element("P"):
        text = kpi.value_period + (f" · {kpi.provisional}" if kpi.provisional else "")
        surface.text((x, y + 43), fit(text, FINE, FACTS), FINE, PAPER.secondary)
    end = _fact_table(surface, kpi, review, box.at(y + 49))
    _fact_foot(surface, kpi, Box.between(x, end + 9, box.right, box.bottom))


def _fact_table(surface: Surface, kpi: KpiLine, review: Review, box: Box) -> float:
    """Target, gap and changes; returns where they end."""
    since = kpi.previous_name or review.previous_short
    rows = (
        (pgettext("paper", "Target"), kpi.target, FACT),
        (_("Against target"), kpi.variance, FACT_STRONG),
        (_("Against {period}").format(period=since), kpi.change_previous_short, FACT),
        (_("Against last year"), kpi.change_year, FACT),
    )
    x, y = box.x, box.y
    with surface.element("Table"):
        for label, value, face in rows:
            if not value or (not since and value == kpi.change_previous_short):
                continue
            with surface.artifact():
                surface.line((x, y), (x + FACTS, y), HAIRLINE)
            with surface.element("TR"):
                with surface.element("TH", scope="Row"):
                    shown, set_in = readable(value, face, FACTS - 24, scaled=kpi.scaled)
                    room = FACTS - set_in.width(shown) - 5
                    surface.text((x, y + 10.4), fit(label, REMARK, room), REMARK, PAPER.secondary)
                with surface.element("TD"):
                    surface.text((x + FACTS, y + 10.4), shown, set_in, PAPER.ink, align="right")
            y += 14.2
    return y


def _fact_foot(surface: Surface, kpi: KpiLine, box: Box) -> None:
    """What has changed since a closed review, and by which rules signals are found, as far as there is room."""
    y = box.y
    for words, face, color in (
        (kpi.restated, SMALL_STRONG, PAPER.ink),
        (kpi.limits_note, SMALL, PAPER.tertiary),
    ):
        room = int((box.bottom - y) // 9.4) + 1
        lines = wrap(words, face, FACTS, min(room, 3)) if words and room > 0 else []
        if lines:
            with surface.element("P"):
                for line in lines:
                    surface.text((box.x, y), line, face, color)
                    y += 9.4


def _note_key(surface: Surface, kpi: KpiLine, frame: Frame, base: float) -> None:
    """Numbers and words of the notes on one line; the longest give way first."""
    notes = note_heads(kpi)[:NOTES]
    wanted = [15 + NOTE_HEAD.width(head) + NOTE.width(words) for head, words in notes]
    x = frame.left
    with surface.element("P"):
        shares = _shares(wanted, frame.room - 14 * (len(notes) - 1))
        for number, ((head, words), room) in enumerate(zip(notes, shares, strict=True), 1):
            number_circle(surface, number, x + 4.6, base - 2.5)
            shown = fit(head, NOTE_HEAD, room - 14)
            used = 15 + surface.text((x + 13, base), shown, NOTE_HEAD, PAPER.secondary)
            text = fit(words, NOTE, max(room - used + 0.5, 0))
            surface.text((x + used, base), text, NOTE, PAPER.secondary)
            x += room + 14


def note_heads(kpi: KpiLine) -> list[tuple[str, str]]:
    """When each note of a chart is of, and its words."""
    chart = kpi.chart
    return [(_when(chart.periods[note.x], chart.fiscal_start), note.text) for note in chart.notes]


def _shares(wanted: list[float], room: float) -> list[float]:
    """What each may have of ``room``: the short ones all they want, the long ones equal parts."""
    found = [0.0] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    for place, i in enumerate(order):
        found[i] = min(wanted[i], room / (len(order) - place))
        room -= found[i]
    return found


def _when(period: Period, fiscal_start: int) -> str:
    """A note's period: months with their year, since the chart spans two."""
    if period.frequency is Frequency.MONTH:
        return f"{fmt.period_short(period)} {period.first.year} "
    return f"{fmt.period_name(period, fiscal_start)} "
