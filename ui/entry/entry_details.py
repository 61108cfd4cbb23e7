"""Beside the sheet: what the current cell is about, its last numbers, where to find it, a note, and what to check."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import notes
from kpidesk.commands.entry import Doubt
from kpidesk.domain.entities import Person, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.unusual import RECENT, nearest
from kpidesk.figures.entry import EntryRow
from kpidesk.figures.entry_values import formula_words
from kpidesk.figures.reach import kpis_naming
from kpidesk.text import _
from kpidesk.viz.number_table import known_table
from kpidesk.viz.scale import padded_range
from kpidesk.viz.spark import SparkSpec
from kpidesk.viz.told import say_of
from ui.base import page
from ui.base.keys.pressed import meaning
from ui.base.reach import pictures
from ui.base.scale import px
from ui.base.session import Session
from ui.entry.entry_check import CheckList, RefusalBox, breakable, by_name, usual_words
from ui.entry.entry_concerns import Concerns
from ui.entry.entry_opening import OpeningBalance
from ui.entry.sheet.entry_ledger import usual_in
from ui.parts.painters import enlarged, paint_avatar
from ui.parts.sparkline import Sparkline

if TYPE_CHECKING:
    from ui.entry.sheet.entry_grid import EntryGrid

NARROWEST, WIDTH, WIDEST = 260, 292, 360


class EntryDetails(QFrame):
    """The panel. ``accepted`` takes the likely reading, ``chosen`` leads to a cell, ``confirmed`` says it is right,
    ``returned`` gives the keyboard back to the sheet.
    """

    accepted = Signal()
    chosen = Signal(object)
    confirmed = Signal(object)
    returned = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._about: tuple[Uid, Period] | None = None
        self._concerns = Concerns()
        self.setObjectName("side")
        self.setMinimumWidth(px(NARROWEST))
        self.setMaximumWidth(px(WIDEST))
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.column(self).addWidget(scroll)
        content = QWidget()
        content.setObjectName("side")
        scroll.setWidget(content)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(4)
        self._build()
        self.show_nothing()

    def _build(self) -> None:
        self._nothing = page.text(_("Choose a number to see it here."), "small", wrap=True)
        self._caption, self._title = page.text("", "caption", wrap=True), page.heading("", wrap=True)
        self._counts_in = page.text("", "small", wrap=True)
        self.refusal = RefusalBox(self.session.theme)
        self.refusal.accepted.connect(self.accepted)
        self._add(self._nothing, self._caption, self._title, self._counts_in)
        self._add(self.refusal, gap=4)
        self._spark_head = page.heading("", "caption")
        self._spark = Sparkline(self.session.theme)
        self._spark.setFixedHeight(px(44))
        self.usual = page.text("", "small", wrap=True)
        self._add(self._spark_head, self._spark, self.usual, gap=8)
        self._where_head = page.heading(_("Where to find the number"), "caption")
        self._where = page.text("", "small_text", wrap=True)
        self._add(self._where_head, self._where, gap=12)
        self.note = NoteField()
        self.note.left.connect(self.store_note)
        self.note.returned.connect(self.returned)
        self._note_head = page.heading(_("Note"), "caption")
        self._add(self._note_head, self.note, gap=12)
        self._who_head = page.heading(_("Who enters it"), "caption")
        self._who = Who(self.session)
        self._add(self._who_head, self._who, gap=12)
        self.opening = OpeningBalance(self.session)
        self._add(self.opening, gap=12)
        self.checks = CheckList(self.session.theme)
        self.checks.chosen.connect(self.chosen)
        self.checks.confirmed.connect(self.confirmed)
        self._add(self.checks, gap=20)
        self._column.addStretch()

    def _add(self, *widgets: QWidget, gap: int = 0) -> None:
        if gap:
            self._column.addSpacing(gap)
        for widget in widgets:
            self._column.addWidget(widget)

    def show_nothing(self) -> None:
        """Say that no cell is chosen: no heading stands over nothing."""
        self._show_one(False)
        for part in (
            self._counts_in, self.refusal, self._spark_head, self._spark, self.usual, self._where_head, self._where,
            self._who_head, self._who, self.opening,
        ):  # fmt: skip
            part.hide()

    def _show_one(self, one: bool) -> None:
        """Show what every cell has, or that none is chosen."""
        for part in (self._caption, self._title, self._note_head, self.note):
            part.setVisible(one)
        self._nothing.setVisible(not one)

    # ---- one cell --------------------------------------------------------------------------------

    def show_cell(self, grid: EntryGrid, index: QModelIndex) -> None:
        """Show what a cell is about; the name of a row is no cell, and changes nothing."""
        period = grid.period(index) if index.isValid() else None
        if period is None:
            if not index.isValid():
                self.show_nothing()
            return
        self._show_one(True)
        row = grid.rows[index.row()]
        when = fmt.period_name(period, grid.ledger.fiscal_start)
        self._caption.setText(f"{_short_name(row)} · {when}")
        self._title.setText(row.name)
        words = self._words_about(row)
        self._counts_in.setText(words)
        self._counts_in.setVisible(bool(words))
        about = row.source or row.total
        where = (about.source if about is not None else "") or row.kpi.source
        self._where.setText(where)
        for widget in (self._where, self._where_head):
            widget.setVisible(bool(where))
        self._show_numbers(grid, row, period)
        self._show_note(row, period)
        self._show_who(row)
        self.opening.show_input(row.source, grid.ledger)

    def _words_about(self, row: EntryRow) -> str:
        if row.source is None:
            return row.kpi.definition
        if row.source.ratio:
            return _("A ready-made ratio: it is entered as it is and never added up.")
        naming = kpis_naming(self.session.ws, row.source.uid, row.source.member_of)
        read_by = [kpi for kpi in naming if kpi.formula and not kpi.parked]
        if not read_by:
            return row.kpi.definition
        if len(read_by) == 1:
            words = _lowered(read_by[0].definition) or formula_words(self.session.ws, read_by[0])
            return _("Counts in {kpi}: {formula}").format(kpi=read_by[0].name, formula=words)
        return _("Counts in {kpis}").format(kpis=", ".join(kpi.name for kpi in read_by))

    def _show_numbers(self, grid: EntryGrid, row: EntryRow, period: Period) -> None:
        spec, band = None, None
        if row.source is not None:
            known = grid.ledger.numbers.around(row.source.uid, period)
            numbers = nearest(known, period)
            pairs = tuple(zip(known.periods, known.values, strict=True))
            pictures.with_numbers(self._spark, partial(known_table, row.name, pairs, row, grid.ledger.fiscal_start))
            band = usual_in(grid.ledger, row.source, period)
            spec = recent_spark(numbers, band) if len(numbers) > 1 else None
            whole = len(numbers) == RECENT
            self._spark_head.setText(_last_six(grid.frequency) if whole else _("Latest numbers"))
        self._spark.show_spec(spec, self._spark_head.text(), say_of(row))
        for widget in (self._spark, self._spark_head):
            widget.setVisible(spec is not None)
        self.usual.setVisible(band is not None)
        if band is not None:
            self.usual.setText(breakable(_("Usually {numbers}").format(numbers=usual_words(band, row.decimals))))

    def _show_note(self, row: EntryRow, period: Period) -> None:
        if self._about == (row.key, period) and self.note.hasFocus():
            return
        self._about = (row.key, period)
        note = notes.note_on(self.session.ws, row.key, period)
        self._seen = self.session.seen()
        self.note.show_note(note.text if note else "")

    def store_note(self) -> None:
        """Store what stands in the note's field."""
        if self._about is not None and self.note.changed():
            text = self.note.toPlainText()
            self.note.show_note(text)
            self.session.perform(notes.annotate, *self._about, text, based_on=self._seen)

    def _show_who(self, row: EntryRow) -> None:
        owner = (row.source.owner if row.source is not None else None) or row.kpi.owner
        person = self.session.ws.find(Person, owner)
        self._who.show_person(person.name if person is not None else "")
        for widget in (self._who, self._who_head):
            widget.setVisible(person is not None)

    # ---- what to check ---------------------------------------------------------------------------

    def show_doubt(self, doubt: Doubt | None) -> None:
        """Say why a text was not stored, and offer what it probably means."""
        self.refusal.show_doubt(doubt)

    def show_concerns(self, grids: list[EntryGrid]) -> None:
        """List the texts that are no numbers, and the numbers that are unusual."""
        self.checks.show_concerns(by_name(concern for grid in grids for concern in self._concerns.of(grid)))


def _lowered(sentence: str) -> str:
    """A sentence as it goes on after a colon; an abbreviation at its start keeps its letters."""
    return sentence[:1].lower() + sentence[1:] if not sentence[1:2].isupper() else sentence


def _short_name(row: EntryRow) -> str:
    if row.depth or not row.kpi.short_name:
        return row.name
    return row.kpi.short_name


def recent_spark(numbers: list[float], band: tuple[float, float] | None) -> SparkSpec:
    """The last few numbers of an input, with what is usual for them."""
    low, high = padded_range([*numbers, *(band or ())], pad=0.1)
    nothing = (None,) * len(numbers)
    return SparkSpec(tuple(numbers), False, band, None, nothing, (), low, high)


def _last_six(frequency: Frequency) -> str:
    return {
        Frequency.DAY: _("Last six days"),
        Frequency.WEEK: _("Last six weeks"),
        Frequency.MONTH: _("Last six months"),
        Frequency.QUARTER: _("Last six quarters"),
        Frequency.TERTIAL: _("Last six tertials"),
        Frequency.HALF_YEAR: _("Last six half-years"),
        Frequency.YEAR: _("Last six years"),
    }[frequency]


class NoteField(QPlainTextEdit):
    """The note on a number. Leaving the field or Ctrl+Enter stores it, Esc gives it up."""

    left = Signal()
    returned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = ""
        self.setPlaceholderText(_("What explains the number?"))
        self.setAccessibleName(_("Note"))
        self.setFixedHeight(px(50))
        self.setTabChangesFocus(True)

    def show_note(self, text: str) -> None:
        """Show the stored note."""
        self._stored = text
        if text != self.toPlainText():
            self.setPlainText(text)

    def changed(self) -> bool:
        """Tell whether the text is another than the stored one."""
        return self.toPlainText().strip() != self._stored.strip()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: leaving the field stores the note."""
        super().focusOutEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Ctrl+Enter is done, Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._stored)
        elif meaning("form", event) != "store":
            super().keyPressEvent(event)
            return
        self.returned.emit()


class Who(QWidget):
    """Somebody's initials and name."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = session.theme, ""
        row = QHBoxLayout(self)
        row.setContentsMargins(px(28), 0, 0, 0)
        self._label = page.text("", "quiet13")
        row.addWidget(self._label)
        self.setFixedHeight(px(22))

    def show_person(self, name: str) -> None:
        """Show a person."""
        self._name = name
        self._label.setText(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw the initials."""
        if self._name:
            painter = QPainter(self)
            with enlarged(painter, self.rect()):
                paint_avatar(painter, self._theme, 0, 1, fmt.initials(self._name))
            painter.end()
