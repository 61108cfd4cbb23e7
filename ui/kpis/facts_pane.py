"""Beside the chart of a KPI: the latest number, how it compares, what its signal means, and what the KPI is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import notes, signals
from kpidesk.domain.entities import Shift, Verdict
from kpidesk.domain.period import Period
from kpidesk.figures import Action, Explanation, KpiFigures, Outlook, prospect
from kpidesk.number_forms import forms
from kpidesk.text import _
from kpidesk.wording import kpi_facts as words
from kpidesk.wording.changes import verdict_word
from kpidesk.wording.kpi_facts import Speaker
from kpidesk.wording.kpis import hidden_reason, target_words
from ui.base import page
from ui.base.replacing import empty
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.kpis.explanation import ExplanationBox
from ui.kpis.kpi_about import About
from ui.parts import painters
from ui.parts.flow import Flow
from ui.parts.named import Named
from ui.parts.whole import Lines, NumberLabel

WIDE, MIDDLE = 300, 280
"""Pixels beside the chart in a wide and in a less wide window, until somebody draws the border elsewhere."""
LEAST, MOST = 280, 380
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


class Facts(QFrame):
    """A column at the side, or three columns below the chart. ``explain`` asks to explain the number, or to stop."""

    explain = Signal()
    confirm_target = Signal()
    change_target = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("side")
        self.columns = 1
        self._shown: Shown | None = None
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

    def stand_below(self, below: bool) -> None:
        """Stand beside the chart, or below it as three columns."""
        columns = 3 if below else 1
        self.setMinimumWidth(px(0 if below else LEAST))
        self.setMaximumWidth(16_777_215 if below else px(MOST))
        if columns != self.columns:
            self.columns = columns
            if self._shown is not None:
                self.show_facts(self._shown)

    def show_facts(self, shown: Shown) -> None:
        """Show the facts of a KPI; the keyboard stays on the button that it was on."""
        focus = self.focusWidget()
        name = focus.objectName() if focus is not None and focus.hasFocus() else ""
        self._shown = shown
        body = self._arranged(self._numbers(shown), self._talk(shown), About(self.session, shown.figures))
        self._put(body)
        again = body.findChild(QPushButton, name) if name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, body: QWidget) -> None:
        """Show other facts; taken out of the window, what goes would first be styled anew, as one of its own."""
        beside = self.columns == 1
        empty(self._inside_column)
        empty(self._flat_column)
        self._scroll.setVisible(beside)
        self._flat.setVisible(not beside)
        (self._inside_column if beside else self._flat_column).addWidget(body)
        body.show()

    def _arranged(self, numbers: QWidget, talk: QWidget, about: About) -> QWidget:
        """One column, or three: the numbers, what they mean, what the KPI is."""
        body = QWidget()
        body.setObjectName("side")
        if self.columns == 1:
            column = page.column(body)
            column.setContentsMargins(20, 16, 12, 16)
            for part in (numbers, talk, about):
                column.addWidget(part)
            column.addStretch()
            return body
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 14, 0, 14)
        page.Margins(row, body)
        row.setSpacing(12)
        for part in (numbers, talk, about):
            part.setMinimumWidth(0)
            row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        return body

    # ---- the numbers -------------------------------------------------------------------------------

    def _numbers(self, shown: Shown) -> QWidget:
        box = QWidget()
        column = page.column(box, spacing=2)
        found = shown.figures
        speaker = self._speaker()
        self._latest(column, found, speaker)
        rows = words.facts(found, shown.own, shown.outlook, speaker)
        if rows:
            column.addSpacing(10)
            column.addWidget(page.line())
        for fact in rows:
            column.addWidget(_fact(fact))
            if fact is not rows[-1]:
                column.addWidget(page.line())
        return box

    def _speaker(self) -> Speaker:
        return Speaker(self.session.today(), self.session.ws.company.fiscal_year_start)

    def _latest(self, column: QVBoxLayout, found: KpiFigures, speaker: Speaker) -> None:
        if found.masked is not None:
            name = speaker.name(found.masked)
            column.addWidget(page.text(_("Latest number · {period}").format(period=name), "caption"))
            column.addWidget(page.text(_("hidden"), "title"))
            column.addWidget(page.text(hidden_reason(found), "small", wrap=True))
            return
        latest, kpi = found.latest, found.kpi
        if latest is None or latest.value is None:
            column.addWidget(page.text(_("No numbers yet"), "caption"))
            return
        head = QHBoxLayout()
        name = speaker.name(latest.period)
        head.addWidget(page.text(_("Latest number · {period}").format(period=name), "caption"))
        head.addStretch()
        column.addLayout(head)
        column.addWidget(_big(latest.value, kpi.unit, latest.decimals(kpi.decimals)))
        if latest.provisional:
            part = _("provisional: {have} of {n} are in").format(have=latest.have, n=latest.of)
            column.addWidget(page.text(part, "quiet"))
        gap = words.gap_sentence(found)
        if gap:
            column.addWidget(Lines(gap, "small"))

    # ---- what they mean ----------------------------------------------------------------------------

    def _talk(self, shown: Shown) -> QWidget:
        box = QWidget()
        column = page.column(box, spacing=12)
        column.setContentsMargins(0, 14 if self.columns == 1 else 0, 0, 14 if self.columns == 1 else 0)
        if shown.own.suggested:
            column.addWidget(self._suggestion(shown.own))
        signal = words.signal_words(shown.figures, self._speaker())
        if signal is not None:
            column.addWidget(self._signal_box(signal, shown.figures))
        for action in shown.actions[:1]:
            column.addWidget(self._question(action, shown.figures))
        reach = prospect(shown.figures, self.session.current_period().last, shown.outlook)
        if reach is not None:
            column.addLayout(_captioned(_("Is the target within reach?"), str(reach)))
        if shown.shifts:
            column.addWidget(self._decided(shown.shifts[-1], shown.figures))
        if shown.figures.latest is not None or shown.figures.masked is not None:
            column.addWidget(self._explaining(shown))
        return box

    def _suggestion(self, found: KpiFigures) -> QFrame:
        """The target came with a template or from the library: it judges nothing before somebody has said yes."""
        frame, column = _boxed("question")
        column.addWidget(page.text(_("The target is a suggestion"), "strong"))
        column.addWidget(page.text(target_words(found), "body"))
        said = _("It judges nothing until you have confirmed or changed it.")
        column.addWidget(page.text(said, "small", wrap=True))
        row = Flow(gap=12)
        row.addWidget(_link(_("Confirm"), "confirm_target", self.confirm_target))
        row.addWidget(_link(_("Change it …"), "change_target", self.change_target))
        column.addLayout(row)
        return frame

    def _signal_box(self, signal: words.SignalWords, found: KpiFigures) -> QFrame:
        frame, column = _boxed("signal")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(SignalMark(self.session.theme), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(page.text(signal.title, "signal_title", wrap=True), 1)
        column.addLayout(head)
        if signal.sentence:
            column.addWidget(page.text(signal.sentence, "small", wrap=True))
        if signal.shift is not None:
            self._shift = (found.kpi.uid, signal.shift)
            name = self._speaker().bare(signal.shift)
            accept = _link(_("Compute new limits from {period}").format(period=name), "accept_shift", self.accept_shift)
            keep = _link(_("Not now"), "keep_shift", self.keep_shift, "quiet")
            row = Flow(gap=12)
            row.addWidget(accept)
            row.addWidget(keep)
            column.addLayout(row)
        return frame

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
            signals.decide_shift, uid, period.first, accepted, said=said.format(period=self._speaker().name(period))
        )

    def _decided(self, shift: Shift, found: KpiFigures) -> QWidget:
        """What was decided last, and the way back."""
        assert shift.start is not None
        start = Period.containing(shift.start, found.kpi.frequency, self.session.ws.company.fiscal_year_start)
        name = self._speaker().name(start)
        sentence = (
            _("New limits count from {period}.") if shift.accepted else _("The limits of before {period} are kept.")
        )
        self._reconsidered = (found.kpi.uid, shift.start)
        box = QWidget()
        column = page.column(box, spacing=2)
        column.addWidget(page.text(sentence.format(period=name), "small", wrap=True))
        column.addWidget(_link(_("Reconsider"), "reconsider", self.reconsider), 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def reconsider(self) -> None:
        """Forget what was decided last."""
        self.session.perform(signals.clear_shift, *self._reconsidered)

    def _question(self, action: Action, found: KpiFigures) -> QFrame:
        """A quiet question about something that was done a while ago."""
        frame, column = _boxed("question")
        column.addWidget(page.text(_("Did it help?"), "strong"))
        column.addWidget(page.text(words.action_words(action, found.kpi, self._speaker()), "small", wrap=True))
        self._action = action
        row = Flow(gap=12)
        for verdict in ANSWERS:
            row.addWidget(_link(verdict_word(verdict), f"helped_{verdict.value}", self._judge))
        column.addLayout(row)
        return frame

    def _judge(self) -> None:
        name = self.sender().objectName().removeprefix("helped_")
        self.session.perform(notes.judge, self._action.note.uid, Verdict(name))

    def _explaining(self, shown: Shown) -> QWidget:
        box = QWidget()
        column = page.column(box, spacing=6)
        asked = shown.explanation is not None
        label = _("Hide the explanation") if asked else _("Explain this number")
        link = _link(label, "explain", self.explain)
        link.setToolTip(_("Ctrl+E"))
        column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.explanation = None
        if shown.explanation is not None:
            self.explanation = ExplanationBox(shown.explanation, self._speaker())
            column.addWidget(self.explanation)
        return box

    def reveal(self, scroll: QScrollArea | None = None) -> None:
        """Bring the explanation into view."""
        if self.explanation is not None:
            (scroll or self._scroll).ensureWidgetVisible(self.explanation, 0, 24)


class SignalMark(QWidget):
    """The ring with a dot."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(px(13), px(17))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()):
            painters.paint_signal(painter, self._theme, 0, 3)
        painter.end()


def _fact(fact: words.Fact) -> QWidget:
    """A line of the panel."""
    value = NumberLabel(fact.value, look="value")
    value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    row = Named(fact.label, value, "small")
    row.setToolTip(fact.tip)
    return row


def _big(value: float, unit: str, decimals: int) -> QWidget:
    """The one big number, with its unit smaller after it."""
    full = fmt.with_unit(value, unit, decimals)
    mark = full.removeprefix(fmt.number(value, decimals)).strip()
    return NumberLabel(*forms(value, "", decimals), look="display", mark=mark)


def _boxed(look: str) -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    frame.setProperty("look", look)
    column = QVBoxLayout(frame)
    column.setContentsMargins(13, 10, 8, 8)
    column.setSpacing(6)
    return frame, column


def _captioned(caption: str, sentence: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(page.text(caption, "caption"))
    column.addWidget(page.text(sentence, "small", wrap=True))
    return column


def _link(label: str, name: str, pressed: object, kind: str = "true") -> QPushButton:
    link = QPushButton(label)
    link.setObjectName(name)
    link.setProperty("smalllink", kind)
    link.clicked.connect(pressed)
    return link
