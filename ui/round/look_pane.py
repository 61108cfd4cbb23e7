"""A KPI that stands out: one sentence, its chart, a note if somebody knows why, and whether it is to be decided on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpidesk.commands import notes
from kpidesk.domain.entities import Department, Kpi, Person
from kpidesk.figures import KpiFigures, last_year_points
from kpidesk.round import look_words
from kpidesk.text import _, pgettext
from kpidesk.viz.chart import Axis, Beside, Note, chart_spec
from kpidesk.workspace import Changes
from ui.base import page
from ui.base.keys.pressed import meaning
from ui.base.reach.announcing import announce
from ui.base.scale import factor, px
from ui.base.session import Session
from ui.chart.chart import Chart
from ui.parts.buttons import icon_button
from ui.round.pane import Keys, Pane, Shown, keyed
from ui.round.words_field import WordsField

CHART, NOTE = 220, 60
LOW_CHART, ROOMY = 130, 630
"""The chart gives way, down to so much, in a window that is lower than this: the buttons below it stay in sight."""
PERIODS = 24
"""So many periods are shown: what stands out is recent."""


class LookPane(Pane):
    """``taken`` asks to take the KPI to the decision, or no longer."""

    taken = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.kpi: Kpi | None = None
        self._shown: Shown | None = None
        self._seen = session.seen()
        self.add_head()
        self.body = page.text("", "body2", wrap=True)
        self.box.addWidget(self.body)
        self.chart = Chart(session.theme)
        self.chart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.addSpacing(px(12))
        self.box.addWidget(self.chart)
        self.note = WordsField(_("Note"), NOTE, takes_escape=True)
        self.note.setPlaceholderText(_("What explains the number?"))
        self.note.entered.connect(self._store_note)
        self.note.left.connect(self._shut_note)
        self.note.hide()
        self.box.addSpacing(px(10))
        self.box.addWidget(self.note)
        self.box.addSpacing(px(10))
        self.box.addLayout(self._buttons())
        self.box.addStretch()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(10))
        self.primary = keyed(self.session.theme, _("Next"), "Enter", primary=True)
        self.primary.clicked.connect(self._done)
        theme = self.session.theme
        write, along = pgettext("round", "Write a note"), _("Take it to the decision")
        self.write = icon_button(theme, "message-square", f"{write}   N", self.open_note)
        self.write.setAccessibleName(write)
        self.take_along = icon_button(theme, "flag", f"{along}   B", self._take)
        self.take_along.setAccessibleName(along)
        self.take_along.setCheckable(True)
        for button in (self.primary, self.write, self.take_along):
            row.addWidget(button)
        row.addStretch()
        return row

    # ---- showing ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: follow the height of the window."""
        super().resizeEvent(event)
        lacking = max(0, ROOMY - round(self.window().height() / factor()))
        self.chart.setFixedHeight(px(max(LOW_CHART, CHART - lacking)))

    def show_step(self, shown: Shown) -> None:
        """Show a KPI."""
        self._shown, self._seen = shown, self.session.seen()
        self.kpi = self.session.ws.find(Kpi, shown.step.about)
        self.note.show_words(shown.draft.get("note", ""))
        self.note.setVisible("note" in shown.draft)
        self._tell()

    def take(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Tell how it stands now."""
        if self._shown is not None:
            self.kpi = self.session.ws.find(Kpi, self._shown.step.about)
            self._tell()

    def show_taken(self, taken: bool) -> None:
        """Tell whether the KPI is taken to the decision."""
        self.take_along.setChecked(taken)

    def _tell(self) -> None:
        if self.kpi is None or self._shown is None:
            return
        ws, today, start = self.session.ws, self.session.today(), self.session.ws.company.fiscal_year_start
        figures = self.session.figured.book.of(self.kpi)
        department, owner = ws.find(Department, self.kpi.department), ws.find(Person, self.kpi.owner)
        caption = look_words.caption(department.name if department else "", owner.name if owner else "")
        self.tell_head(caption, look_words.title(ws, figures))
        self.body.setText(look_words.body(figures, today, start))
        self.chart.setVisible(bool(figures.known))
        if figures.known:
            said = [Note(period, note.text) for period, many in notes.notes_of(ws, self.kpi).items() for note in many]
            beside = Beside(notes=said, last_year=last_year_points(figures))
            axis = Axis(count=PERIODS, skip=0, fiscal_start=start)
            self.chart.show_spec(chart_spec(figures, axis, beside, aim=figures.aim))
        self.show_taken(self.kpi.uid in self._shown.progress.taken)

    def heard(self) -> tuple[str, ...]:
        """What is striking about it too."""
        return (*super().heard(), self.body.text())

    def draft(self) -> dict[str, str]:
        """A note that is being written."""
        return {"note": self.note.toPlainText()} if self.note.isVisibleTo(self) and self.note.words() else {}

    def main(self) -> QWidget:
        """The button that goes on, or the note that is being written."""
        return self.note if self.note.isVisibleTo(self) else self.primary

    def keys(self) -> Keys:
        """Enter, N and B."""
        return [
            (("Enter",), _("next")), (("N",), _("note")), (("B",), _("take it to the decision")),
            (("Alt+←",), _("back")),
        ]  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the letters that stand on the buttons."""
        name = meaning("look", event)
        if name == "note":
            self.open_note()
        elif name == "take":
            self._take()
            announce(_("Taken to the decision") if self.take_along.isChecked() else _("Not taken to the decision"))
        else:
            super().keyPressEvent(event)

    # ---- doing -----------------------------------------------------------------------------------

    def open_note(self) -> None:
        """Write on the newest number; what is noted there already can be changed."""
        figures = self._figures()
        if figures is None or figures.latest is None or self.kpi is None:
            return
        if not self.note.isVisibleTo(self):
            old = notes.note_on(self.session.ws, self.kpi.uid, figures.latest.period)
            self._seen = self.session.seen()
            self.note.show_words(old.text if old is not None else "")
            self.note.show()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _store_note(self) -> None:
        figures = self._figures()
        if figures is None or figures.latest is None or self.kpi is None:
            return
        said = _("The note is saved.") if self.note.words() else ""
        done = self.session.attempt(
            notes.annotate, self.kpi.uid, figures.latest.period, self.note.words(), based_on=self._seen, said=said
        )
        if done:
            self._shut_note()

    def _shut_note(self) -> None:
        self.note.show_words("")
        self.note.hide()
        self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _figures(self) -> KpiFigures | None:
        return None if self.kpi is None else self.session.figured.book.of(self.kpi)

    def _done(self) -> None:
        self.stored.emit("")

    def _take(self) -> None:
        if self.kpi is not None:
            self.taken.emit(self.kpi.uid)
