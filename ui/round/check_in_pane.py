"""A check-in: how the key result stands, last week's words, how sure one is, and what has happened."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import check_ins
from kpidesk.domain.entities import Uid
from kpidesk.errors import BadInput
from kpidesk.round import words
from kpidesk.round.check_in import CheckInFacts, check_in_facts
from kpidesk.text import _, pgettext
from kpidesk.workspace import Changes
from ui.base import page
from ui.base.reach.announcing import announce
from ui.base.scale import px
from ui.base.session import Session
from ui.goals.goal_marks import StatusMark
from ui.parts.fields.number_line import NumberLine
from ui.round.confidence import RoundConfidence
from ui.round.pane import Keys, Pane, Quote, Shown
from ui.round.words_field import WordsField

HIGH = 84


class CheckInPane(Pane):
    """See the module. A key result without a KPI is asked for its number first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._shown: Shown | None = None
        self.facts: CheckInFacts | None = None
        self._seen = session.seen()
        self.add_head()
        self.box.removeWidget(self.under)
        standing = QHBoxLayout()
        standing.setSpacing(px(12))
        self.status = StatusMark(session.theme)
        standing.addWidget(self.status)
        standing.addWidget(self.under, 1)
        self.box.addLayout(standing)
        self.quote = Quote()
        self.box.addSpacing(px(18))
        self.box.addWidget(self.quote)
        self._build_fields()
        self.box.addStretch()

    def _build_fields(self) -> None:
        self.value = NumberLine(_("What is the number now?"))
        self.value.setProperty("inplace", False)
        self.value.setMaximumWidth(px(160))
        self.value.returnPressed.connect(self.enter)
        self.value_box = QWidget()
        box = page.column(self.value_box, spacing=px(6))
        box.setContentsMargins(0, px(18), 0, 0)
        box.addWidget(page.text(_("What is the number now?"), "small_medium", wrap=True))
        box.addWidget(self.value)
        self.box.addWidget(self.value_box)
        self.add_label(_("How confident are you that you will reach it?"))
        self.confidence = RoundConfidence(self.session.theme)
        self.confidence.settled.connect(self._to_words)
        self.confidence.entered.connect(self.enter)
        self.box.addWidget(self.confidence)
        self.add_label(_("What happened, and what is in the way?"), 8)
        self.words = WordsField(_("What happened, and what is in the way?"), HIGH)
        self.words.entered.connect(self.enter)
        self.box.addWidget(self.words)
        self.problem = page.text("", "off", wrap=True)
        self.problem.hide()
        self.box.addSpacing(px(6))
        self.box.addWidget(self.problem)
        self.box.addSpacing(px(8))
        self.box.addWidget(self.add_buttons(_("Check in, next"), pgettext("round", "Skip")))
        self.primary.clicked.connect(self.enter)

    # ---- showing ---------------------------------------------------------------------------------

    def show_step(self, shown: Shown) -> None:
        """Show a key result; what was said of it in this round can be put right."""
        self._shown, self._seen = shown, self.session.seen()
        self.problem.hide()
        self._tell()
        if self.facts is None:
            return
        own, draft = self.facts.own, shown.draft
        sure = draft.get("confidence", "")
        said = own.confidence if own is not None else None
        self.confidence.show_value(int(sure) if sure.isdigit() else said)
        value = own.value if own is not None else None
        typed = "" if value is None else fmt.in_full(value)
        self.value.setModified(False)
        self.value.show_text(draft.get("value", typed))
        self.words.show_words(draft.get("words", own.note if own is not None else ""))
        self._begun = self._said() if not draft else self._of_own()

    def _tell(self) -> None:
        assert self._shown is not None
        today = self.session.today()
        facts = self.facts = check_in_facts(self.session.ws, self._shown.step, today, self._shown.made)
        if facts is None:
            return
        self.tell_head(words.check_in_caption(facts), facts.node.title, words.standing_words(facts))
        self.status.show_status(facts.figures.status)
        self.quote.setVisible(facts.last is not None)
        if facts.last is not None:
            self.quote.tell(words.last_heading(facts.last, facts.said_by, today), facts.last.note)
        self.confidence.show_last(facts.last.confidence if facts.last is not None else None)
        self.value_box.setVisible(facts.takes_value)
        last = facts.figures.current
        self.value.setPlaceholderText("" if last is None else fmt.number(last, facts.figures.decimals))

    def heard(self) -> tuple[str, ...]:
        """How it stands too."""
        return (*super().heard(), self.status.accessibleName())

    def take(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Tell how it stands now; what is being typed stays."""
        if self._shown is not None:
            self._tell()

    def goal(self) -> CheckInFacts | None:
        """The key result."""
        return self.facts

    def _said(self) -> dict[str, Any]:
        """What the fields say."""
        typed = self.value.text().strip() if self.facts is not None and self.facts.takes_value else ""
        return {"value": typed, "confidence": self.confidence.value(), "note": self.words.words()}

    def _of_own(self) -> dict[str, Any]:
        """What the fields would say of the check-in of this round, if it has been made."""
        own = self.facts.own if self.facts is not None else None
        if own is None:
            return {"value": "", "confidence": None, "note": ""}
        typed = "" if own.value is None else fmt.in_full(own.value)
        return {"value": typed, "confidence": own.confidence, "note": own.note.strip()}

    def draft(self) -> dict[str, str]:
        """What is set and typed here and not stored."""
        said = self._said()
        if said == self._begun:
            return {}
        sure = "" if said["confidence"] is None else str(said["confidence"])
        return {"value": said["value"], "confidence": sure, "words": self.words.toPlainText()}

    def main(self) -> QWidget:
        """The number where it is said here; else how sure one is."""
        takes = self.facts is not None and self.facts.takes_value
        return self.value if takes else self.confidence

    def keys(self) -> Keys:
        """Digits, Enter, and the way past it."""
        takes = self.facts is not None and self.facts.takes_value
        first: Keys = [(("Tab",), _("to the confidence"))] if takes else []
        return [
            *first, (("1", "…", "9", "0"), _("confidence 1–10")), (("Enter",), _("checks in and goes on")),
            (("Shift+Enter",), _("new line")), (("Alt+→",), _("skips")),
        ]  # fmt: skip

    # ---- storing ---------------------------------------------------------------------------------

    def _to_words(self) -> None:
        self.words.lead_here()

    def enter(self) -> None:
        """Check in and go on; where nothing is set or typed the goal is skipped."""
        if self.facts is None or self._shown is None:
            return
        said = self._said()
        if said == self._of_own():
            self.skipped.emit() if self.facts.own is None else self.passed.emit()
            return
        try:
            value = self.value.typed_number() if self.facts.takes_value else None
        except BadInput as error:
            self._refuse(str(error))
            self.value.setFocus()
            return
        self._store({**said, "value": value})

    def _store(self, said: dict[str, Any]) -> None:
        assert self.facts is not None
        with self._storing():
            made = self._made(said)
        if made is not None:
            self._begun = self._said()
            self.stored.emit(made)

    def _made(self, said: dict[str, Any]) -> Uid | None:
        assert self.facts is not None
        own, session = self.facts.own, self.session
        if own is None:
            return session.perform(
                check_ins.check_in_as, session.ws.author, self.facts.node.uid, refuse=self._refuse, **said
            )
        new = {name: each for name, each in said.items() if each != getattr(own, name)}
        fits = session.attempt(check_ins.edit_check_in, own.uid, based_on=self._seen, refuse=self._refuse, **new)
        return own.uid if fits else None

    def _refuse(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(words, at_once=True)
