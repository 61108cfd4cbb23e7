"""The trend of a KPI with its legend of switches, and how much of the time it shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.domain.entities import Annotation
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures
from kpidesk.text import _
from kpidesk.viz.chart import ALONE, WINDOWS, Axis, Beside, ChartSpec, Note, chart_spec
from kpidesk.viz.labels import sloping
from kpidesk.wording.chart_reading import number_words, signals_at
from kpidesk.wording.kpi_facts import Speaker
from kpidesk.wording.kpis import hidden_reason
from ui.base import page
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.chart.chart import Chart
from ui.parts import painters
from ui.parts.empty import Empty
from ui.parts.flow import Flow

FEWEST = 6
"""So many periods are always shown."""
MOST = 3_660
"""So many are shown at most: ten years of days, several in each pixel."""
ZOOM = 1.3
"""One step of the wheel shows so many times the periods."""
MOST_AHEAD = 6
"""The axis reaches over so many numbers for periods that have not begun."""
LAYERS = ("values", "target", "zones", "limits", "signals", "forecast", "last_year", "notes")


class KpiChart(QWidget):
    """``picked`` names the period that was clicked or reached with the arrows, ``chosen`` asks to write a note on it.

    ``enter`` asks for the place where numbers are entered.
    """

    picked = Signal(object)
    chosen = Signal(object)
    enter = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.figures: KpiFigures | None = None
        self._notes: dict[Period, tuple[Annotation, ...]] = {}
        self._beside = ALONE
        self._count: int | None = None
        self._skip = 0
        column = page.column(self)
        column.addWidget(self._legend())
        self.chart = Chart(session.theme)
        self.chart.setMinimumHeight(px(230))
        self.chart.pointed.connect(self._on_pointed)
        self.chart.picked.connect(self._on_picked)
        self.chart.chosen.connect(self._on_chosen)
        self.chart.zoomed.connect(self.zoom)
        self.chart.panned.connect(self.pan)
        self.chart.homed.connect(self.home)
        column.addWidget(self.chart, 1)
        self.empty = Empty(session.theme, "chart-line", "", "")
        self.empty.pressed.connect(self.enter)
        column.addWidget(self.empty, 1)

    def _legend(self) -> QWidget:
        box = accessible.group(QWidget(), _("Shown in the chart"))
        flow = Flow(box, gap=2)
        flow.setContentsMargins(0, 0, 0, 2)
        page.Margins(flow, box, left=-6, right=-6)
        self.toggles: dict[str, Toggle] = {}
        for layer in LAYERS:
            toggle = Toggle(layer, self.session.theme)
            toggle.toggled.connect(self._on_toggled)
            self.toggles[layer] = toggle
            flow.addWidget(toggle)
        return box

    # ---- content -------------------------------------------------------------------------------------

    def show_figures(self, found: KpiFigures, about: dict[Period, tuple[Annotation, ...]]) -> None:
        """Show a KPI; another one, or other periods, begin with the newest ones."""
        before = self.figures
        if before is None or (before.kpi.uid, before.frequency) != (found.kpi.uid, found.frequency):
            self._count, self._skip = None, 0
        self.figures, self._notes = found, about
        self._beside = self._found_beside(found)
        has_numbers = bool(found.known)
        self.chart.setVisible(has_numbers)
        self.empty.setVisible(not has_numbers)
        if has_numbers:
            self._show()
        else:
            hidden = hidden_reason(found)
            title, words = _("No numbers yet"), _("Natural limits are computed once six are in.")
            self.empty.say(*((_("Hidden"), hidden) if hidden else (title, words)), _("Enter numbers"))
            for toggle in self.toggles.values():
                toggle.hide()

    def _found_beside(self, found: KpiFigures) -> Beside:
        """What stands beside the numbers, in all of the history: it stays while more, less or other time is shown."""
        if not found.known:
            return ALONE
        return Beside(
            notes=[Note(period, note.text) for period, many in self._notes.items() for note in many],
            last_year=figures.last_year_points(found),
            forecast=found.forecast(self.session.current_period().last),
            ahead=found.ahead,
        )

    def _show(self) -> None:
        found = self.figures
        if found is None:
            return
        start = self.session.ws.company.fiscal_year_start
        end = self.session.current_period().last
        if found.ahead:
            end = max(end, found.ahead[:MOST_AHEAD][-1][0].last)
        axis = Axis(count=self._count, skip=self._skip, until=end, fiscal_start=start)
        spec = chart_spec(found, axis, self._beside, aim=found.aim)
        self.chart.show_spec(spec)
        self._name_layers(found, spec)

    def _name_layers(self, found: KpiFigures, spec: ChartSpec) -> None:
        path = bool(spec.target) and sloping(spec.target[-1])
        names = {
            "values": found.kpi.short_name or found.kpi.name,
            "target": _("Target path") if path else _("Target"),
            "zones": _("Green and amber zone"),
            "limits": _("Natural limits"),
            "signals": _("Signal"),
            "forecast": _("Forecast"),
            "last_year": _("Last year"),
            "notes": _("Notes"),
        }
        present = {
            "values": True, "target": bool(spec.target), "zones": bool(spec.good_zone), "limits": bool(spec.limits),
            "signals": bool(spec.signals or spec.runs), "forecast": bool(spec.forecast),
            "last_year": any(value is not None for value in spec.last_year), "notes": bool(spec.notes),
        }  # fmt: skip
        for layer, toggle in self.toggles.items():
            toggle.show_words(names[layer])
            toggle.setVisible(present[layer])

    def _on_toggled(self, shown: bool) -> None:
        toggle = self.sender()
        if isinstance(toggle, Toggle):
            self.chart.show_layer(toggle.layer, shown)

    # ---- how much time -------------------------------------------------------------------------------

    def zoom(self, steps: int) -> None:
        """Show more periods (above 0) or fewer, the newest of them staying where they are."""
        found = self.figures
        if found is None or not found.periods:
            return
        shown = len(self.chart.spec.periods) if self.chart.spec is not None else WINDOWS[found.frequency]
        asked = max(shown + steps, round(shown * ZOOM**steps)) if steps > 0 else round(shown * ZOOM**steps)
        self._count = min(max(FEWEST, asked), MOST)
        self._show()

    def pan(self, steps: int) -> None:
        """Go so many periods back in time, or forward when negative."""
        found = self.figures
        if found is None:
            return
        count = self._count or WINDOWS[found.frequency]
        skip = max(0, min(self._skip + steps, len(found.periods) - min(count, FEWEST)))
        if skip != self._skip:
            self._skip = skip
            self._show()

    def home(self) -> None:
        """Show the newest periods, as many as in the beginning."""
        self._count, self._skip = None, 0
        self._show()

    # ---- the hair line -------------------------------------------------------------------------------

    @property
    def period(self) -> Period | None:
        """The period under the hair line."""
        return self._period(self.chart.at)

    def _period(self, index: int) -> Period | None:
        spec = self.chart.spec
        return spec.periods[index] if spec is not None and 0 <= index < len(spec.periods) else None

    def point_at(self, period: Period | None) -> None:
        """Put the hair line on a period, if it is in view."""
        spec = self.chart.spec
        if spec is not None:
            self.chart.pin(spec.periods.index(period) if period in spec.periods else -1)

    def _on_picked(self, index: int) -> None:
        self.picked.emit(self._period(index))

    def _on_chosen(self, index: int) -> None:
        self.chosen.emit(self._period(index))

    def _on_pointed(self, index: int) -> None:
        period, found = self._period(index), self.figures
        if period is None or found is None:
            return
        speaker = Speaker(self.session.today(), self.session.ws.company.fiscal_year_start)
        name = speaker.name(period)
        title = name[0].upper() + name[1:]
        if period.frequency is Frequency.WEEK:
            title = f"{title} · {fmt.period_span(period)}"
        point = figures.point_in(found.points, period)
        said = " · ".join(note.text for _p, many in self._notes_in(period) for note in many)
        targets = self.chart.spec.targets if self.chart.spec is not None else ()
        target = targets[index] if targets else None
        number = number_words(found, point, forecast=self._foreseen(index), target=target)
        self.chart.reading.say(title, number, signals_at(found, period), said)

    def _notes_in(self, period: Period) -> list[tuple[Period, tuple[Annotation, ...]]]:
        return [(p, many) for p, many in self._notes.items() if period.first <= p.anchor <= period.last]

    def _foreseen(self, index: int) -> float | None:
        marks = self.chart.spec.forecast if self.chart.spec is not None else ()
        return next((mark.value for mark in marks if mark.x == index), None)


LONGEST, WIDEST = 300, 420
"""Pixels for a name in the legend, and how many there are at most in larger text: the narrowest page has no more."""


class Toggle(QPushButton):
    """One entry of the legend: a sample of the line, and the switch that shows it."""

    def __init__(self, layer: str, theme: Theme) -> None:
        super().__init__()
        self.layer, self._theme = layer, theme
        self.setCheckable(True)
        self.setChecked(True)
        self.setProperty("legend", True)

    def show_words(self, words: str) -> None:
        """Name the line; a long name loses its end, and the pointer is told all of it."""
        self.ensurePolished()
        shown = painters.cut(QFontMetricsF(self.font()), words, min(px(LONGEST), WIDEST))
        self.setText(page.literal(shown))
        self.setToolTip(words if shown != words else "")
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the words, and the sample before them."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isChecked() else 0.35)
        with painters.enlarged(painter, self.rect()) as rect:
            painters.paint_legend(painter, self._theme, self.layer, 6, rect.center().y())
        painter.end()
