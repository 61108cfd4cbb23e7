"""A missing number: the field, what it would do, what is usual, where it is found, and what deserves a second look."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from kpidesk import format as fmt
from kpidesk.commands import entry, notes
from kpidesk.domain.entities import Input, Kpi, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.figures.entry_values import Reading
from kpidesk.reading import NotUnderstood, likeliest
from kpidesk.round import words
from kpidesk.round.number import MOST_EFFECTS, Effect, NumberFacts, effects, number_facts
from kpidesk.round.readers import readers_book
from kpidesk.round.steps import Step
from kpidesk.text import _, pgettext
from kpidesk.viz.number_table import NumberTable, known_table
from kpidesk.viz.told import say_of
from kpidesk.wording.entry import exact
from kpidesk.workspace import Changes
from ui.base import page
from ui.base.reach import accessible, pictures
from ui.base.scale import px
from ui.base.session import Session
from ui.entry.entry_check import CheckList, RefusalBox, breakable, by_name
from ui.entry.entry_concerns import Concerns
from ui.entry.entry_details import NoteField, recent_spark
from ui.entry.sheet.entry_ledger import Ledger, shapes
from ui.parts.sparkline import Sparkline
from ui.round.number_field import NumberField
from ui.round.pane import Keys, Pane, Shown

SPARK = 200, 34


class NumberPane(Pane):
    """``chosen`` of its list of numbers to look over leads back to a number."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.ledger = Ledger(session)
        self._cell: tuple[Uid, Period] | None = None
        self._step: Step | None = None
        self._facts: NumberFacts | None = None
        self._kpis: list[Kpi] = []
        self._likely: float | None = None
        self._known: Value | None = None
        self._seen = session.seen()
        self.became = ""
        """What the number stored last has made of a KPI, in a sentence."""
        self.concerns = Concerns()
        self._build()

    def _build(self) -> None:
        self.add_head()
        self.field = NumberField(self.session.theme)
        self.field.textEdited.connect(self._on_typed)
        self.field.returnPressed.connect(self.enter)
        row = self.add_buttons(_("Save, next"), pgettext("round", "Skip"))
        row.row.insertWidget(0, self.field, 1)
        row.row.setStretch(row.row.count() - 1, 0)
        self.primary.clicked.connect(self.enter)
        self.box.addSpacing(px(18))
        self.box.addWidget(row)
        self.effect = accessible.spoken(QLabel())
        self.effect.setTextFormat(Qt.TextFormat.RichText)
        self.effect.setWordWrap(True)
        self.effect.setMinimumHeight(px(20))
        self.came = page.text("", "small", wrap=True)
        self.refusal = RefusalBox(self.session.theme)
        self.refusal.accepted.connect(self._take_likely)
        for widget, above in ((self.effect, 10), (self.came, 2), (self.refusal, 8)):
            self.box.addSpacing(px(above))
            self.box.addWidget(widget)
        self._build_known()
        self.box.addStretch()

    def _build_known(self) -> None:
        self.box.addSpacing(px(14))
        self.box.addWidget(page.line())
        self.box.addSpacing(px(20))
        self.spark = Sparkline(self.session.theme)
        self.spark.setFixedSize(px(SPARK[0]), px(SPARK[1]))
        pictures.with_numbers(self.spark, self._numbers)
        beside = QWidget()
        said = page.column(beside, spacing=px(2))
        self.before, self.usual = page.text("", wrap=True), page.text("", "small", wrap=True)
        said.addWidget(self.before)
        said.addWidget(self.usual)
        row = page.wrapped(self.spark, beside, gap=px(36))
        for part, share in ((self.spark, 0), (beside, 1)):
            row.row.setStretchFactor(part, share)
        self.box.addWidget(row)
        self.where_head, self.where = page.heading(_("Where to find the number"), "caption"), page.text("", wrap=True)
        self.note_head, self.note = page.heading(_("Note"), "caption"), NoteField()
        self.note.left.connect(self.store_note)
        self.note.returned.connect(self.field.setFocus)
        self.checks = CheckList(self.session.theme)
        self.checks.confirmed.connect(self._confirm)
        for widget, above in (
            (self.where_head, 20), (self.where, 3), (self.note_head, 14), (self.note, 3), (self.checks, 20),
        ):  # fmt: skip
            self.box.addSpacing(px(above))
            self.box.addWidget(widget)

    # ---- showing ---------------------------------------------------------------------------------

    def show_step(self, shown: Shown) -> None:
        """Show a number that is missing, or one that was entered in this round."""
        step = shown.step
        assert step.period is not None
        self._step, self._cell = step, (step.about, step.period)
        self._seen = self.session.seen()
        self._look_up(step)
        self._known = self.ledger.value(self._cell)
        self._show_note()
        self.field.setText(shown.draft.get("number", exact(self._known)))
        self.field.selectAll()
        self.field.setModified("number" in shown.draft)
        self.came.hide()
        self._on_typed(self.field.text())
        self._look_over()

    def _look_up(self, step: Step) -> None:
        """Tell what is known of a number by now."""
        self._kpis = readers_book(self.session.ws).readers(step.about)
        self._read_ahead(step.about)
        self._facts = number_facts(self.session.ws, self.ledger.numbers, step, self.session.today())
        self._tell()

    def _read_ahead(self, source: Uid) -> None:
        """Read what the KPIs are computed from once, and not at each key, nor the numbers of all other inputs."""
        reading = Reading(self.session.ws)
        wanted = {source}.union(*(reading.of(kpi) for kpi in self._kpis[:MOST_EFFECTS]))
        self.ledger.numbers.series_many(wanted)

    def _tell(self) -> None:
        facts, today = self._facts, self.session.today()
        if facts is None:
            return
        start = self._fiscal_start
        title = words.number_title(facts, today, start)
        self.tell_head(words.number_caption(facts), title, words.number_days(facts))
        unit = "" if facts.source.unit == "count" else fmt.unit_word(facts.source.unit)
        self.field.show_unit(unit)
        self.field.setAccessibleName(f"{title}, {unit}" if unit else title)
        self.before.setText(words.before_words(facts, today, start))
        usual = breakable(words.usual_words(facts))
        self.usual.setText(usual)
        self.usual.setVisible(bool(usual))
        self.spark.setVisible(len(facts.recent) > 1)
        spec = recent_spark(list(facts.recent), facts.band) if len(facts.recent) > 1 else None
        self.spark.show_spec(spec, _("Latest numbers"), say_of(facts.source))
        self.where.setText(facts.where)
        for widget in (self.where_head, self.where):
            widget.setVisible(bool(facts.where))

    def _numbers(self) -> NumberTable | None:
        facts = self._facts
        if facts is None:
            return None
        known = self.ledger.numbers.around(facts.source.uid, facts.period)
        pairs = zip(known.periods, known.values, strict=True)
        return known_table(facts.source.name, pairs, facts.source, self._fiscal_start)

    def _show_note(self) -> None:
        """The note on the number, where there is one."""
        assert self._cell is not None
        note = notes.note_on(self.session.ws, *self._cell)
        self.note.show_note(note.text if note is not None else "")
        for widget in (self.note_head, self.note):
            widget.setVisible(note is not None)

    def write_note(self) -> None:
        """Open the field for a note."""
        for widget in (self.note_head, self.note):
            widget.show()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def store_note(self) -> None:
        """Store what stands in the note's field."""
        if self._cell is not None and self.note.changed():
            said = self.note.toPlainText()
            self.note.show_note(said)
            self.session.perform(notes.annotate, *self._cell, said, based_on=self._seen)

    def take(self, changes: Changes | None) -> None:
        """A number that comes meanwhile stands in the field, unless somebody is typing there: then it is told."""
        if changes is None or shapes(changes):
            self.ledger.read_all()
        else:
            self.ledger.take(changes)
        if self.storing:
            return  # the next step is told then
        if self._step is None or self._cell is None or self.session.ws.find(Input, self._cell[0]) is None:
            return
        self._look_up(self._step)
        value = self.ledger.value(self._cell)
        if value != self._known:
            self._known = value
            self._tell_came(value)
        self._on_typed(self.field.text())
        self._look_over()

    def _tell_came(self, value: Value | None) -> None:
        assert self._cell is not None
        uid, period = self._cell
        written = self.session.ws.history.written(uid, [period]).get(period)
        author = written.author if written is not None else ""
        own = author == self.session.ws.author
        self.came.setVisible(value is not None and not own)
        self.came.setText(words.came_words(exact(value), author))
        if not self.field.isModified():
            self.field.setText(exact(value))
            self.field.selectAll()

    def draft(self) -> dict[str, str]:
        """The text in the field, if it is not what is stored."""
        typed = self.field.text().strip()
        return {} if typed == exact(self._known) else {"number": typed}

    def main(self) -> QWidget:
        """The field."""
        return self.field

    def keys(self) -> Keys:
        """Enter, and the two ways past it."""
        return [
            (("Enter",), _("saves and goes on")), (("Alt+→",), _("skips")), (("Alt+←",), _("back")),
            (("Shift+F2",), _("note")),
        ]  # fmt: skip

    # ---- typing ----------------------------------------------------------------------------------

    def _on_typed(self, text: str) -> None:
        """Say what a number would do; what was said against another text no longer holds."""
        self._likely = None
        self.refusal.show_doubt(None)
        self.field.refuse("")
        self.effect.setText(self._effect_of(text))

    def _effect_of(self, text: str) -> str:
        if self._cell is None or not text.strip():
            return ""
        found = self.ledger.read(self._cell, text)
        if isinstance(found, NotUnderstood):
            return ""
        told = entry.reading_told(text, found)
        value = likeliest(found, None)
        following = self._following(value)
        said = words.effect_words(following, len(self._kpis), self.session.today(), self._fiscal_start)
        plain = escape(said)
        for name in {each.kpi.short_name or each.kpi.name for each in following}:
            marked = f'<span style="font-weight:600">{escape(name)}</span>'
            plain = plain.replace(escape(name), marked, 1)
        return " ".join(part for part in (f"{escape(str(told))}." if told is not None else "", plain) if part)

    def _following(self, value: Value | None) -> list[Effect]:
        """What a number in the field would make of the KPIs that read it."""
        assert self._cell is not None
        return list(effects(self.session.ws, self.ledger.numbers, self._cell, value, self._kpis))

    @property
    def _fiscal_start(self) -> int:
        return self.session.ws.company.fiscal_year_start

    def enter(self) -> None:
        """Store and go on. A text that is no number stays, with what it probably means: Enter again takes that."""
        if self._cell is None:
            return
        if self._likely is not None:
            self._take_likely()
            return
        text = self.field.text()
        if not text.strip():
            self.skipped.emit() if self._known is None else self._store(text)
            return
        found = self.ledger.read(self._cell, text)
        doubt = entry.doubt(text, found)
        if doubt is not None:
            self._likely = doubt.likely
            self.refusal.show_doubt(doubt)
            self.field.refuse(f"{doubt.what}. {doubt.why}")
            self.effect.clear()
            return
        self._store(text)

    def _take_likely(self) -> None:
        if self._likely is not None:
            self.field.setText(exact(self._likely))
            self._likely = None
            self._store(self.field.text())

    def _store(self, text: str) -> None:
        assert self._cell is not None
        value = likeliest(self.ledger.read(self._cell, text), None)
        if value == self._known:
            self.passed.emit()
            return
        before, self._known = self._known, value
        with self._storing():
            done = self.session.attempt(entry.set_value, *self._cell, value, typed=text, based_on=self._seen)
        if done:
            self.became = words.became_words(self._following(value), self.session.today(), self._fiscal_start)
            self.field.setModified(False)
            self.stored.emit("")
        else:
            self._known = before

    # ---- what deserves a second look -------------------------------------------------------------

    def _look_over(self) -> None:
        """List the numbers typed today that are unusual, as the entry sheet does."""
        ws = self.session.ws
        sources = [source for uid in self.ledger.before if (source := ws.find(Input, uid)) is not None]
        self.checks.show_concerns(by_name(self.concerns.of_inputs(self.ledger, sources)))

    def _confirm(self, cell: tuple[Uid, Period]) -> None:
        self.session.perform(entry.confirm, *cell)
