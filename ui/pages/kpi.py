"""One KPI: its chart, its facts, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.commands import kpis, notes
from kpidesk.domain.change import Change
from kpidesk.domain.entities import Annotation, Department, KeyResult, Kpi, Person
from kpidesk.domain.period import BadPeriod, Frequency, Period
from kpidesk.figures import KpiFigures
from kpidesk.text import _
from kpidesk.viz.chart import Note, chart_spec
from kpidesk.workspace import Changes
from ui import page
from ui.bridge import Desk
from ui.dialogs.kpi_form import KpiForm
from ui.dialogs.target import TargetDialog
from ui.models.entries_table import EntriesTable
from ui.page import MARGIN, Page
from ui.widgets import painters
from ui.widgets.chart import Chart
from ui.widgets.empty import Empty

FACTS = 300
SWITCH = (Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR)


class StatusMarks(QWidget):
    """The status, and the signal beside it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = desk.theme
        self._figures: KpiFigures | None = None
        self.setFixedHeight(20)

    def show_figures(self, found: KpiFigures) -> None:
        """Show how a KPI stands."""
        self._figures = found
        self.setAccessibleName(painters.status_word(found.status))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: room for two words."""
        return QSize(210, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw them."""
        if self._figures is None:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font("small_medium"))
        painters.paint_status(painter, self._theme, self._figures.status, 0, 4)
        painter.setPen(painters.status_text_color(self._theme, self._figures.status))
        word = painters.status_word(self._figures.status)
        painter.drawText(18, 14, word)
        if self._figures.flagged:
            left = 18 + painter.fontMetrics().horizontalAdvance(word) + 16
            painters.paint_signal(painter, self._theme, left, 4)
            painter.setPen(self._theme.color("signal_text"))
            painter.drawText(left + 18, 14, _("Signal"))


class KpiPage(Page):
    """Chart on top, entries below, facts on the right."""

    place = "kpi"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.uid: str | None = None
        self.frequency: Frequency | None = None
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.facts = Facts(desk)
        row.addWidget(self._build_main(), 1)
        row.addWidget(self.facts)

    def _build_main(self) -> QWidget:
        main = QWidget()
        column = page.column(main)
        column.addWidget(self._build_head())
        column.addWidget(self._build_toggles())
        self._unit = page.text("", "caption")
        self._unit.setContentsMargins(MARGIN, 4, 0, 0)
        column.addWidget(self._unit)
        self.chart = Chart(self.desk.theme)
        self.chart.setMinimumHeight(220)
        self.chart.pointed.connect(self._on_pointed)
        self.chart.chosen.connect(self._write_note)
        column.addWidget(self.chart, 3)
        words = _("Natural limits are computed once eight are in.")
        self._empty = Empty(self.desk.theme, "chart-line", _("No numbers yet"), words, _("Enter numbers"))
        self._empty.pressed.connect(self._enter)
        column.addWidget(self._empty, 3)
        self._reading = page.text("", "quiet")
        self._reading.setContentsMargins(MARGIN, 0, 0, 6)
        self._reading.setFixedHeight(22)
        column.addWidget(self._reading)
        column.addWidget(page.line("rule"))
        column.addWidget(self._build_entries(), 2)
        return main

    def _build_head(self) -> QWidget:
        head, row, self._name = page.head("")
        back = QPushButton()
        back.setIcon(self.desk.theme.icon("arrow-left"))
        back.setProperty("quiet", True)
        back.setFixedWidth(30)
        back.setToolTip(_("Back"))
        back.setAccessibleName(_("Back"))
        back.clicked.connect(self._go_back)
        row.insertWidget(0, back)
        self._department = page.text("", "quiet")
        self._marks = StatusMarks(self.desk)
        row.addWidget(self._department)
        row.addWidget(self._marks)
        row.addStretch()
        self._switch: dict[Frequency, QPushButton] = {}
        segments = QHBoxLayout()
        segments.setSpacing(0)
        for place, frequency in enumerate(SWITCH):
            word = fmt.frequency_word(frequency)
            button = QPushButton(word[0].upper() + word[1:])
            button.setCheckable(True)
            button.setProperty("segment", {0: "first", len(SWITCH) - 1: "last"}.get(place, "true"))
            button.clicked.connect(self._on_switch)
            self._switch[frequency] = button
            segments.addWidget(button)
        row.addLayout(segments)
        for icon, words, slot in (
            ("table-2", _("Enter numbers"), self._enter),
            ("pencil", _("Edit"), self._edit),
        ):
            button = QPushButton(words)
            button.setIcon(self.desk.theme.icon(icon))
            button.clicked.connect(slot)
            row.addWidget(button)
        return head

    def _build_toggles(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(MARGIN - 8, 0, MARGIN, 0)
        row.setSpacing(4)
        names = (
            ("target", _("Target")), ("zones", _("Green and amber zone")), ("limits", _("Natural limits")),
            ("signals", _("Signal")), ("forecast", _("Forecast")), ("last_year", _("Last year")), ("notes", _("Notes")),
        )  # fmt: skip
        self._toggles: dict[str, Toggle] = {}
        for layer, words in names:
            toggle = Toggle(layer, words, self.desk)
            toggle.toggled.connect(self._on_toggled)
            self._toggles[layer] = toggle
            row.addWidget(toggle)
        row.addStretch()
        return box

    def _build_entries(self) -> QWidget:
        self.entries = EntriesTable(self.desk, self)
        self.table = QTableView()
        self.table.setModel(self.entries)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(28)
        self.table.horizontalHeader().setFixedHeight(28)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.horizontalHeader().setMinimumSectionSize(60)
        self.table.setAccessibleName(_("Numbers"))
        self.table.setStyleSheet(
            f"QTableView::item {{ border-bottom: 1px solid {self.desk.theme.hex('line')}; padding: 0 8px; }}"
        )
        box = QWidget()
        frame = QHBoxLayout(box)
        frame.setContentsMargins(MARGIN - 8, 0, MARGIN - 8, 0)
        frame.addWidget(self.table)
        return box

    # ---- content -------------------------------------------------------------------------------

    def show_argument(self, argument: object) -> None:
        """Show one KPI."""
        if isinstance(argument, str) and argument != self.uid:
            self.uid, self.frequency = argument, None
            self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Show the KPI as it stands."""
        kpi = self.desk.ws.find(Kpi, self.uid)
        if kpi is None:
            if self.uid is not None:
                self.uid = None
                self.desk.navigate.emit("kpis", None)
            return
        found = figures.kpi_figures(self.desk.ws, kpi, self.desk.today(), self.frequency)
        department = self.desk.ws.find(Department, kpi.department)
        self._name.setText(kpi.short_name or kpi.name)
        self._name.setToolTip(kpi.name)
        self._department.setText(department.name if department else "")
        self._marks.show_figures(found)
        for frequency, button in self._switch.items():
            button.setVisible(kpi.frequency.divides(frequency))
            button.setChecked(frequency is found.frequency)
        self._show_chart(found)
        self.entries.show(found)
        self._size_columns()
        self.facts.show_figures(found)

    def _show_chart(self, found: KpiFigures) -> None:
        has_numbers = any(value is not None for value in found.values)
        self.chart.setVisible(has_numbers)
        self._empty.setVisible(not has_numbers)
        if not has_numbers:
            self._unit.setText("")
            return
        period = Period.containing(self.desk.today(), Frequency.QUARTER, self.desk.ws.company.fiscal_year_start)
        spec = chart_spec(
            found,
            notes=self._notes(found.kpi),
            last_year=figures.last_year_points(found),
            until=period.last,
            fiscal_start=self.desk.ws.company.fiscal_year_start,
            forecast=found.forecast(period.last),
        )
        self._unit.setText(spec.unit_label)
        self.chart.show_spec(spec)
        present = {
            "target": bool(spec.target), "zones": bool(spec.good_zone), "limits": bool(spec.limits),
            "signals": bool(spec.signals or spec.runs), "forecast": bool(spec.forecast),
            "last_year": any(value is not None for value in spec.last_year), "notes": bool(spec.notes),
        }  # fmt: skip
        for layer, toggle in self._toggles.items():
            toggle.setVisible(present[layer])

    def _notes(self, kpi: Kpi) -> list[Note]:
        found = []
        for note in self.desk.ws.all(Annotation):
            if note.about == kpi.uid:
                try:
                    found.append(Note(Period.from_code(note.period), note.text))
                except BadPeriod:
                    continue
        return found

    def _size_columns(self) -> None:
        header = self.table.horizontalHeader()
        last = self.entries.columnCount() - 1
        for column in range(last + 1):
            if column == last:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                self.table.setColumnWidth(column, self._width(column))

    def _width(self, column: int) -> int:
        if column == 0:
            return 190 if self.entries.figures and self.entries.figures.frequency is Frequency.WEEK else 130
        return 104 if column <= self.entries.value_column else 80

    def _on_pointed(self, index: int) -> None:
        spec = self.chart.spec
        if spec is None or index < 0:
            self._reading.setText("")
            return
        period, value = spec.periods[index], spec.values[index]
        words = [fmt.period_name(period, self.desk.ws.company.fiscal_year_start)]
        kpi = self.desk.ws.find(Kpi, self.uid)
        if value is not None and kpi is not None:
            words.append(fmt.with_unit(value, kpi.unit, kpi.decimals))
        else:
            words.append(_("no number"))
        words += [note.text for note in spec.notes if note.x == index]
        self._reading.setText("   ·   ".join(words))

    # ---- doing ---------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {
            "back": self._go_back,
            "edit_kpi": self._edit,
            "set_target": self._set_target,
            "park_kpi": self._park,
            "period_1": self._by_week,
            "period_2": self._by_month,
            "period_3": self._by_quarter,
            "period_4": self._by_year,
            "toggle_details": self._toggle_facts,
        }

    def _go_back(self) -> None:
        self.desk.navigate.emit("kpis", None)

    def _enter(self) -> None:
        self.desk.navigate.emit("entry", None)

    def _edit(self) -> None:
        kpi = self.desk.ws.find(Kpi, self.uid)
        if kpi is not None:
            KpiForm(self.desk, kpi, self).exec()

    def _set_target(self) -> None:
        kpi = self.desk.ws.find(Kpi, self.uid)
        if kpi is not None:
            TargetDialog(self.desk, kpi, self).exec()

    def _park(self) -> None:
        kpi = self.desk.ws.find(Kpi, self.uid)
        if kpi is not None:
            self.desk.perform(kpis.park, kpi.uid, not kpi.parked)

    def _by_week(self) -> None:
        self.show_by(Frequency.WEEK)

    def _by_month(self) -> None:
        self.show_by(Frequency.MONTH)

    def _by_quarter(self) -> None:
        self.show_by(Frequency.QUARTER)

    def _by_year(self) -> None:
        self.show_by(Frequency.YEAR)

    def show_by(self, frequency: Frequency) -> None:
        """Roll the numbers up to longer periods."""
        kpi = self.desk.ws.find(Kpi, self.uid)
        if kpi is not None and kpi.frequency.divides(frequency):
            self.frequency = None if frequency is kpi.frequency else frequency
            self.refresh(None)

    def _on_switch(self) -> None:
        for frequency, button in self._switch.items():
            if button is self.sender():
                self.show_by(frequency)

    def _on_toggled(self, shown: bool) -> None:
        toggle = self.sender()
        if isinstance(toggle, Toggle):
            self.chart.show_layer(toggle.layer, shown)

    def _write_note(self, index: int) -> None:
        spec, uid = self.chart.spec, self.uid
        if spec is None or uid is None:
            return
        period = spec.periods[index]
        note = notes.note_on(self.desk.ws, uid, period)
        name = fmt.period_name(period, self.desk.ws.company.fiscal_year_start)
        text, stored = QInputDialog.getText(
            self, _("Note"), _("What explains {period}?").format(period=name), text=note.text if note else ""
        )
        if stored:
            self.desk.perform(notes.annotate, uid, period, text)

    def _toggle_facts(self) -> None:
        self.facts.setVisible(not self.facts.isVisible())

    def fit(self, window_width: int) -> None:
        """The facts give way on a narrow window."""
        narrow = window_width < 1180
        if narrow != self._narrow:
            self._narrow = narrow
            self.facts.setVisible(not narrow)

    def initial_focus(self) -> QWidget | None:
        """The chart, so that the arrows move its hair line."""
        return self.chart if self.chart.isVisibleTo(self) else None


class Toggle(QPushButton):
    """One entry of the legend: a sample of the line, and the switch that shows it."""

    def __init__(self, layer: str, words: str, desk: Desk) -> None:
        super().__init__(words)
        self.layer, self._theme = layer, desk.theme
        self.setCheckable(True)
        self.setChecked(True)
        self.setProperty("quiet", True)
        self.setStyleSheet(
            "QPushButton { padding-left: 30px; padding-right: 6px; font-size: 12px; font-weight: 400; }"
            f"QPushButton:!checked {{ color: {desk.theme.hex('text3')}; }}"
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the words, and the sample before them."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isChecked() else 0.35)
        painters.paint_legend(painter, self._theme, self.layer, 6, self.height() / 2)


class Facts(QFrame):
    """The latest number, how it compares, and what the KPI is about."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("side")
        self.setFixedWidth(FACTS)
        outer = page.column(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._scroll)

    def show_figures(self, found: KpiFigures) -> None:
        """Show the facts of a KPI."""
        body = QWidget()
        body.setObjectName("side")
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        self._add_latest(column, found)
        for words, value in self._comparisons(found):
            column.addWidget(self._fact(words, value))
        if found.flagged and found.sentence is not None:
            column.addWidget(self._signal_box(found))
        self._add_definition(column, found.kpi)
        column.addStretch()
        self._scroll.setWidget(body)

    def _add_latest(self, column: QVBoxLayout, found: KpiFigures) -> None:
        latest, kpi = found.latest, found.kpi
        start = self.desk.ws.company.fiscal_year_start
        if latest is None or latest.value is None:
            column.addWidget(page.text(_("No numbers yet"), "caption"))
            return
        name = fmt.period_name(latest.period, start)
        column.addWidget(page.text(_("Latest number · {period}").format(period=name), "caption"))
        column.addWidget(page.text(fmt.with_unit(latest.value, kpi.unit, kpi.decimals), "display"))
        if latest.provisional:
            words = _("provisional: {have} of {n} are in").format(have=latest.have, n=latest.of)
            column.addWidget(page.text(words, "quiet"))
        if latest.target is not None and latest.target != 0:
            gap = fmt.joined(fmt.signed((latest.value - latest.target) / abs(latest.target) * 100, 1), "percent")
            if kpi.unit == "percent":
                gap = f"{fmt.signed(latest.value - latest.target, kpi.decimals)}{fmt.NBSP}pp"
            goal = fmt.number(latest.target, kpi.decimals)
            column.addWidget(page.text(_("{gap} against the target ({goal})").format(gap=gap, goal=goal), "small"))
        column.addSpacing(6)

    def _comparisons(self, found: KpiFigures) -> list[tuple[str, str]]:
        kpi = found.kpi
        rows = [
            (_("From the period before"), self._change(found.change, kpi)),
            (_("Against last year"), self._change(found.year_ago, kpi)),
        ]
        if found.limits is not None:
            low = fmt.number(found.limits.lower, kpi.decimals)
            high = fmt.number(found.limits.upper, kpi.decimals)
            words = _("Normal variation, provisional") if found.limits.provisional else _("Normal variation")
            rows.append((words, f"{low}–{high}"))
        return [(words, value) for words, value in rows if value]

    def _change(self, change: Change | None, kpi: Kpi) -> str:
        if change is None:
            return ""
        if change.points:
            return f"{fmt.signed(change.difference, kpi.decimals)}{fmt.NBSP}pp"
        text = fmt.signed(change.difference, kpi.decimals)
        if change.relative is None:
            return text
        return f"{text}  ({fmt.joined(fmt.signed(change.relative * 100, 1), 'percent')})"

    def _fact(self, words: str, value: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 2, 0, 2)
        row.addWidget(page.text(words, "small"))
        row.addStretch()
        row.addWidget(page.text(value))
        return box

    def _signal_box(self, found: KpiFigures) -> QFrame:
        frame = QFrame()
        theme = self.desk.theme
        frame.setStyleSheet(
            f"QFrame {{ background: {theme.hex('page')}; border: 1px solid {theme.hex('line')};"
            f" border-left: 3px solid {theme.hex('signal')}; border-radius: 4px; }} QLabel {{ border: 0; }}"
        )
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(page.text(str(found.sentence), "medium", wrap=True))
        if found.prospect is not None:
            column.addWidget(page.text(str(found.prospect), "small", wrap=True))
        if found.shift is not None:
            accept = QPushButton(_("Compute new limits from here"))
            accept.setProperty("link", True)
            accept.clicked.connect(self._accept_shift)
            column.addWidget(accept)
            self._shift = (found.kpi.uid, found.shift)
        return frame

    def _accept_shift(self) -> None:
        uid, period = self._shift
        fields = {"base_start": period.first, "base_end": None}
        self.desk.perform(kpis.edit, uid, **fields)

    def _add_definition(self, column: QVBoxLayout, kpi: Kpi) -> None:
        column.addSpacing(8)
        used = [result.title for result in self.desk.ws.all(KeyResult) if result.kpi == kpi.uid]
        owner = self.desk.ws.find(Person, kpi.owner)
        for words, value in (
            (_("How it is calculated"), kpi.definition),
            (_("Where to find the number"), kpi.source),
            (_("Counter-metric"), kpi.counter_metric),
            (_("How this number can fool you"), kpi.pitfall),
            (_("Used in"), "\n".join(used)),
            (_("Owner"), owner.name if owner else ""),
        ):
            if value:
                column.addWidget(page.text(words, "caption"))
                column.addWidget(page.text(value, wrap=True))
                column.addSpacing(4)
