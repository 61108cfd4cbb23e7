"""The right of the library: one KPI, how it is calculated, how it can fool, and what to settle when adding it."""

from __future__ import annotations

from functools import cached_property, partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk import library, library_chips
from kpidesk.commands import people
from kpidesk.domain.entities import Direction, Indicator
from kpidesk.library import Example, LibraryKpi
from kpidesk.text import _
from ui.base.page import heading, text
from ui.base.reach.order import in_order
from ui.base.session import Session
from ui.library.library_boxes import Box, Labelled, Mark, Preview, band_points, example_points
from ui.library.library_chips import Chip, Chips
from ui.library.library_goal import Aim, GoalFields
from ui.library.library_people import People
from ui.parts.form import Choice, FieldRow

MARGIN = 20
MILLION = 1e6


class LibraryDetail(QScrollArea):
    """Shows one KPI of the library; ``variant_chosen`` names another of the same example."""

    variant_chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kpi: LibraryKpi | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme = session.theme
        # Each part is made in its place: adopted later, all that it holds is given its style anew.
        inner = self._inner = QWidget(self.viewport())
        inner.setObjectName("raised")
        self.setWidget(inner)  # while it is empty: it is measured
        self.name = heading("", wrap=True)
        self.caption, self.kind = text("", "quiet", wrap=True), text("", "quiet", wrap=True)
        self.what, self.where = Labelled(_("What it is"), inner), Labelled(_("Where to find the number"), inner)
        self.sensitive = Labelled(_("Hidden for fewer than 5 people"), inner)
        self.chips = Chips(theme, inner)
        self.pitfall = Box("warning", Mark(theme), inner)
        self.counter = Box("outlined", Mark(theme, "scale"), inner)
        self.preview = Preview(theme, inner)
        self.goal = GoalFields(theme, inner)
        self.me = people.me(session.ws)
        self.people = People(session, inner)
        self._build()

    def _build(self) -> None:
        column = self._column = QVBoxLayout(self._inner)
        column.setContentsMargins(MARGIN, 14, MARGIN, 12)
        column.setSpacing(0)
        for widget, gap in (
            (self.name, 2), (self.caption, 1), (self.kind, 8), (self.what, 10),
            (heading(_("How it is calculated"), "caption"), 5), (self.chips, 10), (self.where, 10), (self.pitfall, 8),
            (self.counter, 10), (self.sensitive, 8), (self.preview, 8), (self.goal, 8), (self.people, 0),
        ):  # fmt: skip
            column.addWidget(widget)
            column.addSpacing(gap)
        column.insertSpacing(column.indexOf(self.what), 8)
        column.addStretch()

    @cached_property
    def variants(self) -> Choice:
        """The ways in which an example is measured; most have one."""
        made = Choice(_("Measured as"), parent=self._inner)
        made.chosen.connect(self.variant_chosen)
        return made

    @cached_property
    def measure(self) -> FieldRow:
        """The same with its name, between the two spaces after the kind."""
        made = FieldRow(_("Measured as"), self.variants, self._inner)
        self._column.insertWidget(self._column.indexOf(self.what) - 1, made)
        in_order(self._column)
        return made

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self.kpi = None
        self._inner.hide()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # Qt counts what is hidden as well

    def show_kpi(self, kpi: LibraryKpi, example: Example, counter: tuple[str, str], *, settled: bool) -> None:
        """Show a KPI; ``counter`` names its counter-metric and how that stands, ``settled`` says it is here already."""
        self.kpi = kpi
        self._inner.show()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        several = len(example.kpis) > 1
        self.name.setText(example.name if several else kpi.name)
        self.caption.setText(" · ".join((library.department_name(kpi.department), *how(kpi))))
        self.kind.setText(" · ".join(kind_words(kpi)))
        if several:
            self.variants.fill([(each.name, each.id) for each in example.kpis], kpi.id)
            self.measure.show()
        elif "measure" in vars(self):
            self.measure.hide()
        self.what.show_words(kpi.definition)
        self.chips.show_chips([Chip(piece.text, piece.measured) for piece in library_chips.chips(kpi)])
        self.where.show_words(kpi.source)
        self.pitfall.show_words(_("How this number can fool you"), kpi.pitfall)
        self.counter.show_words(*counter)
        self.sensitive.show_words(kpi.sensitive_why)
        self._show_preview(kpi)
        self.goal.show_aim(Aim(kpi.target, kpi.high, kpi.red_flag, kpi.red_high), kpi.unit, asked=kpi.size_dependent)
        self.goal.setVisible(not settled)
        self.people.setVisible(not settled)
        self.verticalScrollBar().setValue(0)

    def _show_preview(self, kpi: LibraryKpi) -> None:
        if kpi.direction is Direction.MAINTAIN:
            top = kpi.high if kpi.high is not None else kpi.target
            points = band_points(kpi.target, top, kpi.decimals)
            goal = _("band {span}").format(span=_span(kpi, kpi.target, top))
        else:
            points = example_points(kpi.target, kpi.red_flag, kpi.decimals, kpi.range_min)
            goal = _("target {n}").format(n=_amount(kpi, kpi.target))
        self.preview.show_row(kpi.short_name, points, partial(_amount, kpi), goal)


def _amount(kpi: LibraryKpi, value: float) -> str:
    """A number with its unit; millions in words, since the row is short."""
    return fmt.compact(value, kpi.unit) if _millions(kpi, value) else fmt.with_unit(value, kpi.unit, kpi.decimals)


def _span(kpi: LibraryKpi, low: float, high: float) -> str:
    """From a number to another, with the unit once."""
    if _millions(kpi, high):
        return f"{fmt.number(low / MILLION, 2)}–{fmt.compact(high)}"
    return f"{fmt.number(low, kpi.decimals)}–{_amount(kpi, high)}"


def _millions(kpi: LibraryKpi, value: float) -> bool:
    return kpi.unit == "currency" and abs(value) >= MILLION


def how(kpi: LibraryKpi) -> tuple[str, str]:
    """Which way is better, and how often it is measured."""
    ways = {
        Direction.INCREASE: _("higher is better"),
        Direction.DECREASE: _("lower is better"),
        Direction.MAINTAIN: _("stay within a band"),
    }
    return ways[kpi.direction], _("measured {rhythm}").format(rhythm=fmt.every(kpi.frequency).lower())


def kind_words(kpi: LibraryKpi) -> tuple[str, str]:
    """Whether it foretells results, and who benefits."""
    leading = kpi.indicator is Indicator.LEADING
    return (
        _("Leading: signals the result in advance") if leading else _("Lagging: shows the result afterwards"),
        _("the customer benefits") if kpi.customer_facing else _("the business benefits"),
    )
