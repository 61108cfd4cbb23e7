"""The sentences of the review: the summary and one under each KPI that stands out, proposed from the numbers.

They are folded away until somebody wants them: the paper has them anyhow. A proposal stands in its field in a
quieter tone and is printed as it is; what is written over it is stored, and an emptied field goes back to the proposal.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpidesk.commands import cycles, reviews
from kpidesk.domain.entities import Uid
from kpidesk.report.model import Review
from kpidesk.text import _, ngettext
from ui.base.page import column, text
from ui.base.replacing import discard
from ui.base.session import Session
from ui.parts.form import section
from ui.review.fold import Fold
from ui.review.following import show_on_paper
from ui.review.sentence_field import SentenceField


class Sentences(QWidget):
    """The summary's field, and one for each KPI that stands out, under one line."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._review: Review | None = None
        self._keys: dict[SentenceField, Uid | None] = {}
        self.fold = Fold(session.theme, _("Sentences from the numbers"))
        self.fold.opened.connect(self._fill)
        column(self).addWidget(self.fold)
        box = self.fold.inside
        box.addWidget(section(_("Summary"))[0])
        self.summary = self._field(_("Summary"), None)
        box.addWidget(self.summary)
        box.addWidget(text(_("Proposed from the numbers until you write something else."), "quiet", wrap=True))
        self._title = section(_("KPIs that stand out"))[0]
        box.addWidget(self._title)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        box.addLayout(self._list)
        self.kpis: dict[Uid, SentenceField] = {}
        self._rows: list[QWidget] = []

    def _field(self, name: str, about: Uid | None) -> SentenceField:
        field = SentenceField(name)
        field.committed.connect(self._store)
        self._keys[field] = about
        places = ("summary",) if about is None else (f"panels/{about}", f"kpis/{about}", "panels", "kpis", "summary")
        show_on_paper(field, *places)
        return field

    def show_review(self, review: Review | None) -> None:
        """Take in what the review says, and what it would say by itself."""
        self._review = review
        self.setEnabled(review is not None and bool(review.draft))
        if review is None:
            return
        told = [
            (review.message, review.proposed),
            *((kpi.sentence, kpi.proposed) for kpi in review.kpis if kpi.proposed),
        ]
        own = sum(sentence != proposed for sentence, proposed in told)
        words = ngettext("{n} sentence on paper", "{n} sentences on paper", len(told)).format(n=len(told))
        written = ngettext("{n} of them is your own", "{n} of them are your own", own).format(n=own)
        self.fold.say(f"{words}, {written}" if own else words)
        if self.fold.is_open:
            self._fill()

    def _fill(self) -> None:
        """Make the fields once they are wanted."""
        review = self._review
        if review is None:
            return
        seen = self._session.seen()
        self.summary.show_sentence(review.message, seen, proposed=review.message == review.proposed)
        flagged = [kpi for kpi in review.kpis if kpi.proposed]
        if [kpi.uid for kpi in flagged] != list(self.kpis):
            self._lay_out({kpi.uid: kpi.name for kpi in flagged})
        for kpi in flagged:
            self.kpis[kpi.uid].show_sentence(kpi.sentence, seen, proposed=kpi.sentence == kpi.proposed)
        self._title.setVisible(bool(flagged))

    def _lay_out(self, names: dict[Uid, str]) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            discard(row)
        for field in self.kpis.values():
            self._keys.pop(field, None)
        self.kpis, self._rows = {}, []
        for uid, name in names.items():
            row = QWidget()
            box = column(row, spacing=2)
            box.addWidget(text(name, "medium", wrap=True))
            self.kpis[uid] = self._field(name, uid)
            box.addWidget(self.kpis[uid])
            self._rows.append(row)
            self._list.addWidget(row)

    def _store(self, words: str) -> None:
        field = self.sender()
        if isinstance(field, SentenceField):
            self._session.perform(
                cycles.in_cycle, self._session.period, reviews.set_sentence, text=words, about=self._keys.get(field),
                based_on=field.seen,
            )  # fmt: skip
