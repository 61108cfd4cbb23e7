"""The change chosen: before and after, what followed from it, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk import workspace as core
from kpidesk.domain.entities import Initiative, KeyResult, Kpi, Objective, Uid
from kpidesk.figures import Consequence
from kpidesk.text import _
from kpidesk.wording import closings
from kpidesk.wording.changes import DASH, ChangeWords, describe
from kpidesk.wording.consequences import consequence_words
from kpidesk.wording.history import SILENT_FIELDS, Line
from kpidesk.wording.labels import is_closing
from kpidesk.wording.restored import taken_words
from kpidesk.workspace import Brief, CellChange, HistoryEntry, Workspace
from ui.base.page import column, heading, sign, text
from ui.base.reach import accessible
from ui.base.replacing import discard
from ui.base.session import Session
from ui.base.tasks import Aside
from ui.history.change_list import ChangeList, Only
from ui.history.paragraphs import Paragraphs
from ui.parts.buttons import icon_button
from ui.parts.flow import Flow

SHOWN_CELLS, BETWEEN = 40, 4
BIG = 26
"""Values up to so many letters are shown large."""
SETTLE_MS = 150
"""So long a change must be chosen before what followed from it is worked out."""


class ChangePanel(QWidget):
    """``undo_asked`` for just this one, ``go_asked`` with a place and what to show there, ``then_asked`` for a look."""

    undo_asked = Signal(object)
    go_asked = Signal(str, object)
    then_asked = Signal(object)

    def __init__(self, session: Session, model: ChangeList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._model = session, model
        self.entry: HistoryEntry | None = None
        self._known: dict[int, list[str]] = {}
        self.setObjectName("side")
        self._box = column(self)
        self._box.setContentsMargins(20, 16, 20, 16)
        self._body = QWidget()
        self._box.addWidget(self._body)
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self._show_consequence)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._work_out)
        self.details: QToolButton | None = None
        self.only: QPushButton | None = None
        self.go: QPushButton | None = None
        self._followed: QLabel | None = None

    def show_entry(self, entry: HistoryEntry | None) -> None:
        """Show a change, or the sentence that none is chosen."""
        self.entry = entry
        self._settle.stop()
        self.only = self.go = self._followed = None
        body = QWidget(self)
        box = column(body, spacing=BETWEEN)
        if entry is None:
            box.addWidget(text(_("Choose a change to see it here."), "quiet", wrap=True))
        else:
            self._fill(box, entry, self._model.line(entry), self._model.brief(entry))
        self._box.replaceWidget(self._body, body)
        body.show()
        discard(self._body)
        self._body = body

    # ---- what is said ------------------------------------------------------------------------------

    def _fill(self, box: QVBoxLayout, entry: HistoryEntry, line: Line, brief: Brief) -> None:
        box.addWidget(text(_("Change chosen"), "caption"))
        box.addWidget(heading(line.words, wrap=True))
        box.addWidget(text(self._who_and_when(entry), "small"))
        box.addSpacing(10)
        cells = [cell for cell in brief.cells if cell.field not in SILENT_FIELDS or len(brief.cells) == 1]
        told = [describe(self._session.ws, cell) for cell in cells[:SHOWN_CELLS]]
        if entry.kind == core.MERGE:
            box.addWidget(text(line.before, "small"))
        elif entry.kind == core.RESTORE:
            box.addWidget(text(self._taken_out(entry) or line.before, "body2", wrap=True))
        elif is_closing(entry.label):
            box.addWidget(self._fold(entry))
        elif line.before or line.after:
            self._add_values(box, line.before, line.after)
        else:
            made = {cell.uid for cell in brief.cells if cell.field == "life" and cell.after}
            lines = list(_listed(told, [cell.uid in made for cell in cells]))
            if lines:
                box.addWidget(Paragraphs(lines, "small", BETWEEN))
            if brief.size > SHOWN_CELLS:
                box.addWidget(text(_("and {n} more").format(n=fmt.number(brief.size - SHOWN_CELLS)), "quiet"))
        box.addSpacing(4)
        self._followed = text("", "small", wrap=True)
        self._followed.hide()
        box.addWidget(self._followed)
        box.addSpacing(8)
        box.addLayout(self._buttons(entry, line, brief.cells))
        self._ask(entry, brief)

    def _who_and_when(self, entry: HistoryEntry) -> str:
        when = self._model.local(entry)
        day = _("today") if when.date() == self._session.today() else fmt.day_short(when.date(), self._session.today())
        moment = _("{day} at {time}").format(day=day, time=fmt.clock_time(when))
        who = entry.author or _("Unknown")
        return f"{who}, {moment}"

    def _taken_out(self, entry: HistoryEntry) -> str:
        """What a restore took out, and how much of it was one's own."""
        ws = self._session.ws
        words = taken_words(core.restored(entry.ref, entry.author, entry.when, entry.label), ws.author)
        return f"{words}." if words else ""

    def _fold(self, entry: HistoryEntry) -> QWidget:
        """The way to what a closing has kept of each goal."""
        box = QWidget()
        self._behind = column(box, spacing=4)
        self.details = QToolButton()
        self.details.setText(_("Show the scores that were kept"))
        self.details.setCheckable(True)
        self.details.setProperty("link", True)
        accessible.folds(self.details)
        self.details.toggled.connect(partial(self._unfold, entry))
        self._behind.addWidget(self.details, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _unfold(self, entry: HistoryEntry, unfolded: bool) -> None:
        if self._behind.count() == 1:
            ws = self._session.ws
            told = closings.kept_lines(ws, ws.history.changes_of(entry.ref))
            self._kept = QWidget()
            lines = column(self._kept, spacing=4)
            for words in told:
                lines.addWidget(text(words, "small", wrap=True))
            self._behind.addWidget(self._kept)
        self._kept.setVisible(unfolded)

    def _add_values(self, box: QVBoxLayout, before: str, after: str) -> None:
        """Large and side by side where they are short and have the room, one under the other where not."""
        if not before:
            box.addWidget(text(after, "page" if len(after) <= BIG else "body2", wrap=True))
            return
        short = len(before) + len(after) <= BIG
        row: QLayout = Flow(gap=16) if short else QVBoxLayout()
        if not short:
            row.setSpacing(6)
        looks = ("before", "page") if short else ("body2", "medium")
        for name, value, look in zip((_("Before"), _("After")), (before, after or DASH), looks, strict=True):
            shown = text(value, look, wrap=not short)
            row.addWidget(self._value(box.parentWidget(), name, shown, led_to=look == "page"))
        box.addLayout(row)

    def _value(self, within: QWidget | None, name: str, value: QLabel, *, led_to: bool) -> QWidget:
        """What was or is; the arrow that leads to it goes along below what was, where there is no room beside it."""
        part = QWidget(within)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        if led_to:
            arrow = sign()
            arrow.setPixmap(self._session.theme.pixmap("arrow-right", "text3", 16))
            row.addWidget(arrow, 0, Qt.AlignmentFlag.AlignBottom)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text(name, "caption"))
        words.addWidget(value)
        row.addLayout(words, 1)
        return part

    # ---- what can be done --------------------------------------------------------------------------

    def _buttons(self, entry: HistoryEntry, line: Line, cells: Sequence[CellChange]) -> QVBoxLayout:
        rows, row = QVBoxLayout(), Flow(gap=8)
        rows.setSpacing(6)
        words = _("Undo the whole merge") if entry.kind == core.MERGE else _("Undo only this")
        self.only = icon_button(self._session.theme, "undo-2", words, self._undo)
        self.only.setEnabled(not self._session.ws.read_only and not line.undone and entry.kind != core.FOUND)
        self.only.setToolTip(_("Undone since") if line.undone else "")
        row.addWidget(self.only)
        if entry.kind == core.MERGE:
            self.go = QPushButton(_("Show the changes"))
            self.go.setProperty("quiet", True)
            self.go.clicked.connect(self._show_merged)
            row.addWidget(self.go)
        about = figures.about(self._session.ws, cells)
        if about is not None:
            kind, self._about = about
            self.go = QPushButton(show_words(kind))
            self.go.setProperty("quiet", True)
            self.go.clicked.connect(self._go)
            row.addWidget(self.go)
        rows.addLayout(row)
        self.then = QPushButton(_("See the file as it was then"))
        self.then.setProperty("link", True)
        self.then.clicked.connect(self._then)
        rows.addWidget(self.then, 0, Qt.AlignmentFlag.AlignLeft)
        return rows

    def _show_merged(self) -> None:
        if self.entry is not None:
            refs = self._session.ws.history.merged_in(self.entry.ref).refs
            self.go_asked.emit("history", Only(self._model.line(self.entry).words, (), None, refs))

    _about: Uid = ""

    def show_it(self) -> None:
        """Go to what the change is about."""
        if self.go is not None:
            self.go.click()

    def _go(self) -> None:
        place = "kpi" if self._session.ws.find(Kpi, self._about) is not None else "goals"
        self.go_asked.emit(place, self._about)

    def _undo(self) -> None:
        self.undo_asked.emit(self.entry)

    def _then(self) -> None:
        self.then_asked.emit(self.entry)

    # ---- what followed -----------------------------------------------------------------------------

    def _ask(self, entry: HistoryEntry, brief: Brief) -> None:
        if entry.ref in self._known:
            self._tell(self._known[entry.ref])
        elif 0 < brief.size <= len(brief.cells) and not self._session.ws.read_only:
            self._settle.start()

    def _work_out(self) -> None:
        if self.entry is not None:
            job = _Followed(self.entry, self._model.brief(self.entry).cells)
            self._aside.start(job)

    def _show_consequence(self, result: tuple[int, Consequence]) -> None:
        ref, found = result
        self._known[ref] = consequence_words(found)
        if self.entry is not None and self.entry.ref == ref:
            self._tell(self._known[ref])

    def _tell(self, sentences: list[str]) -> None:
        if self._followed is not None:
            self._followed.setText("\n".join(sentences))
            self._followed.setVisible(bool(sentences))

    def stop(self) -> None:
        """Let go of what is being worked out."""
        self._settle.stop()
        self._aside.stop()


class _Followed:
    """The job of working out what followed from a change."""

    def __init__(self, entry: HistoryEntry, cells: Sequence[CellChange]) -> None:
        self.entry, self._cells = entry, cells

    def __call__(self, reader: Workspace) -> tuple[int, Consequence]:
        with reader.time.around(self.entry) as (before, after):
            return self.entry.ref, figures.consequence(before, after, self._cells)


def _listed(told: Sequence[ChangeWords], made: Sequence[bool]) -> Iterator[str]:
    """One line each; of what was made with the change there was nothing before, whatever it would have begun as."""
    alone = len({each.about for each in told}) == 1
    for words, new in zip(told, made, strict=False):
        if words.after == DASH and words.before == DASH:
            continue
        change = words.after if new or words.before == DASH else f"{words.before} → {words.after}"
        named = words.part if alone else f"{words.about}, {words.part}"
        yield f"{named}: {change}" if named else change


def show_words(kind: type) -> str:
    """What the button says that goes to what was changed."""
    return {
        Objective: _("Show the goal"), KeyResult: _("Show the key result"), Initiative: _("Show the initiative"),
        Kpi: _("Show the KPI"),
    }[kind]  # fmt: skip
