"""The first step of a review: every key result with its final value, computed score, and score by hand."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import reviews
from kpidesk.domain import score as rules
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import Initiative, KeyResult, Node, Objective, ResultKind, Uid
from kpidesk.domain.rounding import rounded
from kpidesk.domain.status import UNMEASURED, Status
from kpidesk.domain.walk import down
from kpidesk.figures import NodeFigures, too_safe_mean
from kpidesk.figures.goals.undecided import is_unscored, lacks_reason, results
from kpidesk.text import _, pgettext
from kpidesk.wording.goals import hidden_words, now_text, restated_words, verdict_words, without_hand_words
from kpidesk.workspace import Seen
from ui.base.page import Margins, line, text
from ui.base.reach.announcing import as_sentences
from ui.base.scale import px
from ui.base.session import Notice, Session
from ui.parts.end_room import end_with_room
from ui.parts.fields.locked import Lock
from ui.parts.form import InPlaceLine, set_look
from ui.review.following import STEPS, show_on_paper
from ui.review.grade_box import GRADE, GradeBox
from ui.review.rows_in_view import Row, RowsInView

Key = tuple[Uid, int, type[Node]]
"""What a row is made for: a node, at a depth, of a kind."""
INDENT = 18
ROW = 36
"""Pixels: the least height of a row, whose title takes a second line where it has to."""


class Standing(NamedTuple):
    """How a node stands, how it would if the cycle were closed now, and why its score can't be set any more."""

    figures: NodeFigures
    closing: NodeFigures
    locked: str


class ScoreRow(Row):
    """One node: an objective's rolled-up score, or a key result's with its field."""

    def __init__(self, session: Session, standing: Standing, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, figures = session, standing.figures
        self._be(figures.node.uid)
        self.fits = (figures.depth, type(figures.node))
        self._final: float | None = None
        self._told, self._why = False, ""
        self._seen: Seen | None = None
        self._left = figures.depth * INDENT
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._first_line(figures))
        self.verdict = ""
        self._verdict: QLabel | None = None
        self._reason: InPlaceLine | None = None
        box.addWidget(line())
        self.show_figures(standing)

    def _be(self, uid: Uid) -> None:
        self.uid = uid
        show_on_paper(self, f"objectives/{uid}", *STEPS[0])

    def _first_line(self, figures: NodeFigures) -> QWidget:
        holder = QWidget(self)
        holder.setMinimumHeight(px(ROW))
        row = QHBoxLayout(holder)
        row.setContentsMargins(self._left, 0, 0, 0)
        row.setSpacing(12)
        objective = isinstance(figures.node, Objective)
        look = "strong" if objective and figures.depth == 0 else "medium" if objective else ""
        self._title = text("", look, wrap=True)
        row.addWidget(self._title, 1)
        self._end: QLabel | None = None
        self._share: QLabel | None = None
        self.grade: GradeBox | None = None
        self._score: QLabel | None = None
        if objective:
            self._score = _figure("strong", GRADE)
            row.addWidget(self._score)
            return holder
        self._end, self._share = _figure("medium"), _figure("quiet", share_width())
        self.grade = GradeBox(figures.node.title)
        self.grade.valueChanged.connect(self._set_grade)
        self.grade.tried.connect(self._say_locked)
        for widget in (self._end, self._share, self.grade):
            row.addWidget(widget)
        return holder

    @property
    def reason(self) -> InPlaceLine:
        """Where is said why the score is another one; made when it is asked for."""
        if self._reason is None:
            self._reason = InPlaceLine("")
            self._reason.setProperty("inplace", False)
            self._reason.committed.connect(self._set_reason)
            self._lock = Lock(self._reason, self._reason)
            self._lock.tried.connect(self._say_locked)
            self._reason_box = QWidget(self)
            row = QHBoxLayout(self._reason_box)
            row.setContentsMargins(self._left, 0, 0, 5)
            row.addWidget(self._reason)
            self._box.insertWidget(self._box.count() - 1, self._reason_box)
        return self._reason

    def show_other(self, standing: Standing) -> None:
        """Be the row of another node of the same kind and depth."""
        self._be(standing.figures.node.uid)
        if self.grade is not None:
            self.grade.setAccessibleName(standing.figures.node.title)
        self.show_figures(standing)

    def show_figures(self, standing: Standing) -> None:
        """Take in how the node stands now, and how it would if the cycle were closed now: that is what is frozen."""
        figures, closing, self._why = standing
        node, plain = figures.node, figures.by_numbers or figures
        score = None if plain.status in UNMEASURED else plain.progress.score
        self._final, self._told = _final_score(closing), score is not None
        counted = self._final if score is None and _is_countable(figures) else score
        self._title.setText(node.title)
        if self._end is not None and self._share is not None:
            self._end.setText(now_text(figures))
            self._share.setText("–" if counted is None else fmt.score(counted, 2))
        if self._score is not None:
            final = None if closing.status is Status.PLANNED else closing.progress.score
            self._score.setText("–" if final is None else fmt.score(final, 1))
        told = (
            verdict_words(closing), hidden_words(figures), without_hand_words(figures), restated_words(figures),
            _closing_words(figures, closing),
        )  # fmt: skip
        self._tell(" · ".join(filter(None, told)))
        if isinstance(node, KeyResult) and self.grade is not None:
            self._show_grade(node, self.grade)

    def show_share(self, shown: bool) -> None:
        """Show the computed score in its column, or in the field's tooltip where there is no room for one."""
        if self._share is not None:
            self._share.setVisible(shown)
            self._say_share()

    def _say_share(self) -> None:
        if self._share is not None and self.grade is not None:
            words = f"{_('From the numbers')}: {self._share.text()}" if self._share.isHidden() else ""
            self.grade.setToolTip("\n".join(filter(None, (words, self._why))))

    def _say_locked(self, why: str) -> None:
        self._session.notice.emit(Notice(why, "locked"))

    def _tell(self, verdict: str) -> None:
        self.verdict = verdict
        if self._verdict is None and verdict:
            self._verdict = text("", "small", wrap=True)
            self._verdict.setContentsMargins(self._left, 0, 0, 6)
            self._box.insertWidget(1, self._verdict)
        if self._verdict is not None:
            self._verdict.setText(verdict)
            self._verdict.setVisible(bool(verdict))

    def _show_grade(self, node: KeyResult, field: GradeBox) -> None:
        why = self._why
        field.setAccessibleDescription(as_sentences((_("Score"), *self._known(), self.verdict, why)))
        field.lock(why)
        self._say_share()
        field.show_grade(rules.counting(self._rounded(), node.grade), optional=self._final is None)
        self._seen = self._session.seen()
        asked = node.grade is not None and rules.differs(node.grade, self._final)
        if not asked and self._reason is None:
            return
        question = _("Why does it differ from the numbers?") if self._told else _("What is it based on?")
        self.reason.setAccessibleName(question)
        self.reason.setPlaceholderText(question)
        self.reason.show_text(node.grade_reason, self._seen)
        self._reason_box.setVisible(asked)
        self.reason.setReadOnly(bool(why))
        self.reason.setToolTip(why)
        self._lock.shut(why)
        set_look(self.reason, "inplace", bool(why))

    def _known(self) -> Iterator[str]:
        """What stands beside the field, with the heads of its columns."""
        heads = (pgettext("column", "End"), self._end), (_("From the numbers"), self._share)
        return (f"{head}: {label.text()}" for head, label in heads if label is not None and label.text())

    def _rounded(self) -> float:
        """The score that is frozen where none is set by hand."""
        return GradeBox.NONE if self._final is None else rules.grade(self._final)

    def _set_grade(self, value: float) -> None:
        none = value < 0 or rounded(value, 1) == self._rounded()
        grade = None if none else rounded(value, 1)
        node = self._session.ws.find(KeyResult, self.uid)
        kept = "" if node is None else node.grade_reason
        reason = kept if self._reason is None else self._reason.text()
        self._session.perform(reviews.set_grade, self.uid, grade, reason, based_on=self._seen)

    def _set_reason(self, words: str) -> None:
        node = self._session.ws.find(KeyResult, self.uid)
        if node is not None and node.grade is not None:
            self._session.perform(reviews.set_grade, self.uid, node.grade, words, based_on=self.reason.seen)


def _why_locked(session: Session) -> str:
    """Why scores can't be set any more; empty while they can."""
    cycle = session.cycle
    return "" if cycle is None or cycle.closed_on is None else _frozen_words()


def _frozen_words() -> str:
    return _("The cycle is closed, and its scores are frozen. Reopen it to change one.")


class Scores(QScrollArea):
    """The list of every objective and key result of the cycle."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[Uid, NodeFigures] = {}
        self._frozen: dict[Uid, NodeFigures] = {}
        self._ends: list[NodeFigures] = []
        self._locked = ""
        self._rows: RowsInView[Key, ScoreRow] = RowsInView(self._make, ROW + 1, self._make_again)
        self._question = _new_question()
        words = _(
            "There are no goals in this period, so there is nothing to score. The KPIs are reviewed all the same."
        )
        self._nothing = text(words, "quiet", wrap=True)
        self._nothing.setContentsMargins(0, 12, 0, 0)
        self._shares = True
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._inside())

    def rows(self) -> dict[Uid, ScoreRow]:
        """Each row that is made, by its node."""
        return {row.uid: row for row in self._rows.made.values()}

    @property
    def settled(self) -> bool:
        """Tell whether the rows beside those in view are made as well."""
        return self._rows.settled

    def first_open(self) -> QWidget | None:
        """The field of what keeps the cycle open: the first reason that is lacking, else the first score, in view."""
        own = results(self._ends)
        silent = next(filter(lacks_reason, own), None)
        found = silent or next(filter(is_unscored, own), None)
        row = None if found is None else self._rows.bring(_key(self._known[found.node.uid]))
        return None if row is None else row.reason if silent else row.grade

    def show_figures(self, roots: list[NodeFigures], closing: list[NodeFigures] | None = None) -> None:
        """Show the cycle's goals, and how they would be frozen now; the fields stay while the goals do."""
        ends = roots if closing is None else closing
        found = _flat(roots)
        known = {each.node.uid: each for each in found}
        frozen = known if ends is roots else {each.node.uid: each for each in _flat(ends)}
        self._known, self._frozen, self._ends = known, frozen, ends
        self._locked = _why_locked(self._session)
        if not self._locked:
            self._session.unsaid.emit(_frozen_words())
        before = set(self._rows.made.values())
        self._rows.show_rows(list(map(_key, found)))
        for uid, row in self.rows().items():
            if row in before:
                row.show_figures(self._standing(uid))
        self._nothing.setVisible(not found)
        self._ask_whether_too_safe(ends)

    def _standing(self, uid: Uid) -> Standing:
        figures = self._known[uid]
        return Standing(figures, self._frozen.get(uid, figures), self._locked)

    def _make(self, key: Key) -> ScoreRow:
        row = ScoreRow(self._session, self._standing(key[0]), self._rows)
        row.show_share(self._shares)
        return row

    def show_shares(self, shown: bool) -> None:
        """Have a column of computed scores, or none where the window is very narrow."""
        if shown is not self._shares:
            self._shares = shown
            self._heads.share.setVisible(shown)
            for row in self._rows.made.values():
                row.show_share(shown)

    def _make_again(self, row: ScoreRow, key: Key) -> bool:
        if row.fits != key[1:]:
            return False
        row.show_other(self._standing(key[0]))
        return True

    def _inside(self) -> QWidget:
        inside = QWidget(self.viewport())
        inside.setObjectName("page")
        box = QVBoxLayout(inside)
        box.setContentsMargins(24, 0, 24, 16)
        Margins(box, inside)
        box.setSpacing(0)
        self._heads = _Heading(inside)
        for widget in (self._heads, line("rule"), self._rows, self._nothing, self._question):
            box.addWidget(widget)
        box.addStretch()
        end_with_room(inside)
        return inside

    @property
    def question(self) -> str:
        """What is asked of the scores as a whole; empty for nothing."""
        return self._question.text()

    def _ask_whether_too_safe(self, roots: list[NodeFigures]) -> None:
        mean = too_safe_mean(roots)
        words = _("The aspirational key results reached {mean} on average: were they too safe?")
        self._question.setText("" if mean is None else words.format(mean=fmt.number(mean, 2)))
        self._question.setVisible(mean is not None)


def _key(figures: NodeFigures) -> Key:
    """What names the row of a node."""
    return figures.node.uid, figures.depth, type(figures.node)


def _final_score(closing: NodeFigures) -> float | None:
    """The score by the numbers alone that is frozen at the end; none while it goes on and nobody has measured it."""
    plain = closing.by_numbers or closing
    waits = not plain.over and plain.status in UNMEASURED and not _is_countable(plain)
    return None if waits or plain.status is Status.PLANNED else plain.progress.score


def _is_countable(figures: NodeFigures) -> bool:
    """Tell whether it needs nobody to measure it: what is not done, and what is not ticked, says 0."""
    node = figures.node
    return figures.steps is not None or (isinstance(node, KeyResult) and node.kind is ResultKind.DONE)


def _closing_words(figures: NodeFigures, closing: NodeFigures) -> str:
    """Why the score is another one once the cycle is closed."""
    now, then = figures.computed.score, closing.computed.score
    if not isinstance(figures.node, KeyResult) or now is None or then is None or close(now, then):
        return ""
    words = _("If closed now it scores {score}: a period without a number counts as not held.")
    return words.format(score=fmt.score(then, 2))


def _flat(roots: list[NodeFigures]) -> list[NodeFigures]:
    everything = down(roots, attrgetter("children"))
    return [each for each in everything if not each.of_other and not isinstance(each.node, Initiative)]


def _new_question() -> QLabel:
    label = text("", "quiet", wrap=True)
    label.setContentsMargins(0, 12, 0, 0)
    return label


def share_width() -> int:
    """How wide the computed score's column is: as its head needs in the language in force."""
    font = QApplication.font()
    font.setPixelSize(11)
    font.setWeight(QFont.Weight.Medium)
    return max(64, ceil(QFontMetricsF(font).horizontalAdvance(_("From the numbers"))))


def _figure(look: str, width: int = 0) -> QLabel:
    """A figure on the right of its column; without a width the column is as wide as it needs."""
    label = text("", look)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if width:
        label.setFixedWidth(px(width))
    return label


class _Heading(QWidget):
    """The heads of the columns; ``share`` is that of the computed scores."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(px(28))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(text(_("Key result"), "caption"), 1)
        self.share = _figure("caption", share_width())
        for words, label in (
            (pgettext("column", "End"), _figure("caption")),
            (_("From the numbers"), self.share),
            (_("Score"), _figure("caption", GRADE)),
        ):
            label.setText(words)
            row.addWidget(label)
