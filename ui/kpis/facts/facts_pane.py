"""Beside the chart of a KPI: the latest number, how it compares, what its signal means, and what the KPI is about."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from kpidesk import format as fmt
from kpidesk.commands import inputs, kpis, notes, signals
from kpidesk.domain.entities import Combine, Shift, Uid, Verdict
from kpidesk.domain.period import Period
from kpidesk.figures import Action, Explanation, KpiFigures, Outlook, prospect
from kpidesk.figures.sheet import UNCOUNTED
from kpidesk.number_forms import forms
from kpidesk.text import _
from kpidesk.wording import kpi_facts as words
from kpidesk.wording.changes import verdict_word
from kpidesk.wording.kpi_facts import Speaker
from kpidesk.wording.kpis import hidden_reason, target_words
from ui.base import page
from ui.base.actions import named_key
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.session import Session
from ui.kpis.facts.explanation import ExplanationBox
from ui.kpis.facts.facts_box import SignalBox, boxed, link
from ui.kpis.facts.kept_column import (
    Anew,
    Captioned,
    Compared,
    KeptColumn,
    Number,
    Piece,
    Rule,
    Sentence,
    Space,
    Words,
)
from ui.kpis.facts.kpi_about import about_told
from ui.parts.flow import Flow

WIDE, MIDDLE = 300, 280
"""Pixels beside the chart in a wide and in a less wide window, until somebody draws the border elsewhere."""
LEAST, MOST, ACROSS = 280, 380, 440
"""Pixels: of the column at the side, and of a window that has room for three below the chart."""
ANSWERS = (Verdict.YES, Verdict.PARTLY, Verdict.NO, Verdict.TOO_EARLY)


@dataclass(frozen=True)
class Shown:
    """What the panel shows: figures at the chosen and the own frequency, the cycle, decisions, open questions."""

    figures: KpiFigures
    own: KpiFigures
    outlook: Outlook | None
    shifts: Sequence[Shift] = ()
    actions: Sequence[Action] = ()
    explanation: Explanation | None = None
    added_share: Uid | None = None
    """The input whose shares are added up over time, where that is asked about."""


class Facts(QFrame):
    """A column at the side, or three columns below the chart. ``explain`` asks to explain the number, or to stop."""

    explain = Signal()
    confirm_target = Signal()
    change_target = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("side")
        self.columns, self._below = 1, False
        self.explanation: ExplanationBox | None = None
        outer = page.column(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("side")
        self._inside_column = page.column(inside)
        self._scroll.setWidget(inside)
        outer.addWidget(self._scroll)
        self._flat = QWidget()
        self._flat_column = page.column(self._flat)
        outer.addWidget(self._flat)
        self._numbers, self._talk = KeptColumn(spacing=2), KeptColumn(spacing=12)
        self._about = KeptColumn(spacing=2)
        self._body = QWidget()
        self._arrange()

    def stand_below(self, below: bool) -> None:
        """Stand beside the chart, or below it as three columns: as one where the window has no room for them."""
        columns = 3 if below and self.window().width() >= px(ACROSS) else 1
        self.setMinimumWidth(px(0 if below else LEAST))
        self.setMaximumWidth(16_777_215 if below else px(MOST))
        if (columns, below) != (self.columns, self._below):
            self.columns, self._below = columns, below
            self._arrange()

    def show_facts(self, shown: Shown) -> None:
        """Show the facts of a KPI; the keyboard stays on the button that it was on."""
        focus = self.focusWidget()
        name = focus.objectName() if focus is not None and focus.hasFocus() else ""
        self._numbers.show_pieces(self._numbers_told(shown))
        self._talk.show_pieces(self._talk_told(shown))
        self._about.show_pieces(about_told(self.session, shown.figures.kpi, self._follow))
        found = self._body.findChildren(QPushButton, name) if name else []
        again = next((each for each in found if each.isVisibleTo(self)), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        """One column, or three: the numbers, what they mean, what the KPI is."""
        beside = not self._below
        old, self._body = self._body, QWidget()
        self._body.setObjectName("side")
        (self._inside_column if beside else self._flat_column).addWidget(self._body)
        parts = (self._numbers, self._talk, self._about)
        (_one_below_another if self.columns == 1 else _side_by_side)(self._body, parts)
        edge = 14 if beside else 0
        self._talk.setContentsMargins(0, edge, 0, edge)
        discard(old)
        self._scroll.setVisible(beside)
        self._flat.setVisible(not beside)
        self._body.show()

    # ---- the numbers -------------------------------------------------------------------------------

    def _numbers_told(self, shown: Shown) -> list[Piece]:
        speaker = self.speaker()
        told = self._latest(shown.figures, speaker)
        for place, fact in enumerate(words.facts(shown.figures, shown.own, shown.outlook, speaker)):
            told += [Rule()] if place else [Space(8), Rule()]
            told.append(Compared(fact.label, fact.value, fact.tip))
        return told

    def speaker(self) -> Speaker:
        """Who tells periods as they are called today."""
        return Speaker(self.session.today(), self.session.ws.company.fiscal_year_start)

    def _latest(self, found: KpiFigures, speaker: Speaker) -> list[Piece]:
        if found.masked is not None:
            name = speaker.name(found.masked)
            caption = Words(_("Latest number · {period}").format(period=name), "caption")
            asked = [Anew(self._ask_for_employees)] if found.read(found.masked).reason is UNCOUNTED else []
            return [caption, Words(_("hidden"), "title"), Words(hidden_reason(found), "small", wrap=True), *asked]
        latest, kpi = found.latest, found.kpi
        if latest is None or latest.value is None:
            return [Words(_("No numbers yet"), "caption")]
        caption = Words(_("Latest number · {period}").format(period=speaker.name(latest.period)), "caption")
        told: list[Piece] = [caption, _big(latest.value, kpi.unit, latest.decimals(kpi.decimals))]
        if latest.provisional:
            part = _("provisional: {have} of {n} are in").format(have=latest.have, n=latest.of)
            told.append(Words(part, "quiet"))
        gap = words.gap_sentence(found)
        return [*told, Sentence(gap)] if gap else told

    def _ask_for_employees(self) -> QWidget:
        """The way to the number that is missed."""
        box = QWidget()
        asks = link(_("Enter the number of employees …"), "employees", partial(self.session.asked.emit, "settings"))
        page.column(box).addWidget(asks, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    # ---- what they mean ----------------------------------------------------------------------------

    def _talk_told(self, shown: Shown) -> list[Piece]:
        told: list[Piece] = []
        if shown.own.suggested:
            told.append(Anew(partial(self._suggestion, shown.own)))
        if shown.added_share is not None:
            told.append(Anew(partial(self._added_share, shown.figures, shown.added_share)))
        signal = words.signal_words(shown.figures, self.speaker())
        if signal is not None:
            told.append(SignalBox(signal, self))
            if signal.shift is not None:
                self._shift = (shown.figures.kpi.uid, signal.shift)
        told += [Anew(partial(self._question, action, shown.figures)) for action in shown.actions[:1]]
        reach = prospect(shown.figures, self.session.current_period().last, shown.outlook)
        if reach is not None:
            told.append(Captioned(_("Is the target within reach?"), str(reach)))
        if shown.shifts:
            told.append(Anew(partial(self._decided, shown.shifts[-1], shown.figures)))
        self.explanation = None
        if shown.figures.latest is not None or shown.figures.masked is not None:
            told.append(Explaining(shown.explanation, self))
        return told

    def _suggestion(self, found: KpiFigures) -> QFrame:
        """The target came with a template or from the library: it judges nothing before somebody has said yes."""
        frame = QFrame()
        column = boxed(frame, "question")
        column.addWidget(page.heading(_("The target is a suggestion"), "strong"))
        column.addWidget(page.text(target_words(found), "body"))
        said = _("It judges nothing until you have confirmed or changed it.")
        column.addWidget(page.text(said, "small", wrap=True))
        row = Flow(gap=12)
        row.addWidget(link(_("Confirm"), "confirm_target", self.confirm_target))
        row.addWidget(link(_("Change it …"), "change_target", self.change_target))
        column.addLayout(row)
        return frame

    def _added_share(self, found: KpiFigures, source: Uid) -> QFrame:
        """A share whose numbers are added up is no share in a longer period: whether that is meant."""
        frame = QFrame()
        column = boxed(frame, "question")
        column.addWidget(page.heading(_("Should shares be added up?"), "strong"))
        column.addWidget(page.text(words.added_share_words(found.kpi.unit), "small", wrap=True))
        others = kpis.others_reading(self.session.ws, source, found.kpi.uid)
        if others:
            names = ", ".join(kpi.name for kpi in others)
            said = _("The mean would hold for these too, which use the same numbers: {names}.").format(names=names)
            column.addWidget(page.text(said, "small", wrap=True))
        self._averaged = (source, found.kpi.short_name or found.kpi.name)
        column.addWidget(link(_("Use the mean"), "use_mean", self.use_mean), 0, Qt.AlignmentFlag.AlignLeft)
        return frame

    def use_mean(self) -> None:
        """Let the mean of the shares stand for longer periods."""
        source, name = self._averaged
        said = _("“{name}” is averaged over longer periods now.").format(name=name)
        self.session.perform(inputs.set_rule, source, Combine.MEAN, said=said)

    def accept_shift(self) -> None:
        """Compute new limits from where the lasting shift began."""
        self._decide(True)

    def keep_shift(self) -> None:
        """Keep the limits as they are."""
        self._decide(False)

    def _decide(self, accepted: bool) -> None:
        uid, period = self._shift
        said = _("New limits count from {period}.") if accepted else _("The limits of before {period} are kept.")
        self.session.perform(
            signals.decide_shift, uid, period.first, accepted, said=said.format(period=self.speaker().name(period))
        )

    def _decided(self, shift: Shift, found: KpiFigures) -> QWidget:
        """What was decided last, and the way back."""
        assert shift.start is not None
        start = Period.containing(shift.start, found.kpi.frequency, self.session.ws.company.fiscal_year_start)
        name = self.speaker().name(start)
        sentence = (
            _("New limits count from {period}.") if shift.accepted else _("The limits of before {period} are kept.")
        )
        self._reconsidered = (found.kpi.uid, shift.start)
        box = QWidget()
        column = page.column(box, spacing=2)
        column.addWidget(page.text(sentence.format(period=name), "small", wrap=True))
        column.addWidget(link(_("Reconsider"), "reconsider", self.reconsider), 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def reconsider(self) -> None:
        """Forget what was decided last."""
        self.session.perform(signals.clear_shift, *self._reconsidered)

    def _question(self, action: Action, found: KpiFigures) -> QFrame:
        """A quiet question about something that was done a while ago."""
        frame = QFrame()
        column = boxed(frame, "question")
        column.addWidget(page.heading(_("Did it help?"), "strong"))
        column.addWidget(page.text(words.action_words(action, found.kpi, self.speaker()), "small", wrap=True))
        self._action = action
        row = Flow(gap=12)
        for verdict in ANSWERS:
            row.addWidget(link(verdict_word(verdict), f"helped_{verdict.value}", self._judge))
        column.addLayout(row)
        return frame

    def _judge(self) -> None:
        name = self.sender().objectName().removeprefix("helped_")
        self.session.perform(notes.judge, self._action.note.uid, Verdict(name))

    def _follow(self) -> None:
        place, _space, uid = self.sender().objectName().partition(" ")
        self.session.navigate.emit(place, uid)

    def begin(self) -> None:
        """Show what stands first, as of another KPI."""
        self._scroll.verticalScrollBar().setValue(0)

    def reveal(self, scroll: QScrollArea | None = None) -> None:
        """Bring the explanation into view."""
        if self.explanation is not None:
            (scroll or self._scroll).ensureWidgetVisible(self.explanation, 0, 24)


@dataclass(frozen=True)
class Explaining:
    """The link that asks to explain the number; with the explanation once that is asked for."""

    explanation: Explanation | None
    facts: Facts

    @property
    def kind(self) -> Hashable:
        """The link alone is the same for every number."""
        return "explaining" if self.explanation is None else None

    def make(self) -> QWidget:
        """The link, and what it has asked for."""
        box = QWidget()
        column = page.column(box, spacing=6)
        label = _("Explain this number") if self.explanation is None else _("Hide the explanation")
        asks = link(label, "explain", self.facts.explain)
        asks.setToolTip(named_key("Ctrl+E"))
        column.addWidget(asks, 0, Qt.AlignmentFlag.AlignLeft)
        if self.explanation is not None:
            self.facts.explanation = ExplanationBox(self.explanation, self.facts.speaker())
            column.addWidget(self.facts.explanation)
        return box

    def tell(self, widget: QWidget) -> None:
        """What is explained was said when it was made."""


def _one_below_another(body: QWidget, parts: Sequence[QWidget]) -> None:
    column = page.column(body)
    column.setContentsMargins(20, 16, 12, 16)
    for part in parts:
        column.addWidget(part)
    column.addStretch()


def _side_by_side(body: QWidget, parts: Sequence[QWidget]) -> None:
    row = QHBoxLayout(body)
    row.setContentsMargins(0, 14, 0, 14)
    page.Margins(row, body)
    row.setSpacing(12)
    for part in parts:
        part.setMinimumWidth(0)
        row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)


def _big(value: float, unit: str, decimals: int) -> Number:
    """The one big number, with its unit smaller after it."""
    full = fmt.with_unit(value, unit, decimals)
    mark = full.removeprefix(fmt.number(value, decimals)).strip()
    return Number(forms(value, "", decimals), mark)
