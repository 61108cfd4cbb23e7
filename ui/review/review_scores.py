"""The first step of a review: every key result with its final value, computed score, and score by hand."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import reviews
from kpidesk.domain import score as rules
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import KeyResult, Objective, Uid
from kpidesk.domain.rounding import rounded
from kpidesk.figures import NodeFigures, too_safe_mean
from kpidesk.text import _, language
from kpidesk.wording.goals import now_text, restated_words, verdict_words
from ui.base.page import line, text
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.end_room import end_with_room
from ui.parts.form import InPlaceLine

"""A score by hand this far from the computed one asks for a reason."""
INDENT = 18
GRADE, ROW = 64, 36
"""Pixels for the score's field; the least height of a row, whose title takes a second line where it has to."""


class GradeBox(QDoubleSpinBox):
    """A score from 0.0 to 1.0 in steps of 0.1; a dash below it where there is none."""

    NONE = -0.1

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0.0, 1.0)
        self.setDecimals(1)
        self.setSingleStep(0.1)
        self.setFixedWidth(px(GRADE))
        self.setKeyboardTracking(False)
        self.setLocale(QLocale("nb_NO" if language() == "nb" else "en_GB"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_grade(self, grade: float, *, optional: bool) -> None:
        """Take in a score; where there need be none, ``NONE`` shows a dash."""
        self.blockSignals(True)
        self.setSpecialValueText("–" if optional else "")
        self.setMinimum(self.NONE if optional else 0.0)
        self.setValue(grade)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling past must not change a score."""
        event.ignore()


class ScoreRow(QWidget):
    """One node: an objective's rolled-up score, or a key result's with its field."""

    def __init__(self, session: Session, figures: NodeFigures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.uid = session, figures.node.uid
        self._final: float | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(figures.depth * INDENT, 0, 0, 0)
        row.setSpacing(12)
        objective = isinstance(figures.node, Objective)
        look = "strong" if objective and figures.depth == 0 else "medium" if objective else ""
        self._title = text("", look, wrap=True)
        row.addWidget(self._title, 1)
        self._end, self._share = _figure("medium"), _figure("quiet", share_width())
        row.addWidget(self._end)
        row.addWidget(self._share)
        self.grade: GradeBox | None = None
        self._score = _figure("strong", GRADE)
        if isinstance(figures.node, KeyResult):
            self.grade = GradeBox(figures.node.title)
            self.grade.valueChanged.connect(self._set_grade)
            row.addWidget(self.grade)
        else:
            row.addWidget(self._score)
        holder = QWidget()
        holder.setLayout(row)
        holder.setMinimumHeight(px(ROW))
        box.addWidget(holder)
        self.verdict = ""
        self._verdict = text("", "small", wrap=True)
        self._verdict.setContentsMargins(figures.depth * INDENT, 0, 0, 6)
        box.addWidget(self._verdict)
        self._add_reason(box, figures)
        box.addWidget(line())
        self.show_figures(figures, figures)

    def _add_reason(self, box: QVBoxLayout, figures: NodeFigures) -> None:
        self.reason = InPlaceLine(_("Why does it differ from the numbers?"))
        self.reason.setProperty("inplace", False)
        self.reason.setPlaceholderText(_("Why does it differ from the numbers?"))
        self.reason.committed.connect(self._set_reason)
        self._reason_box = QWidget()
        row = QHBoxLayout(self._reason_box)
        row.setContentsMargins(figures.depth * INDENT, 0, 0, 5)
        row.addWidget(self.reason)
        box.addWidget(self._reason_box)
        self._reason_box.hide()

    def show_figures(self, figures: NodeFigures, closing: NodeFigures) -> None:
        """Take in how the node stands now, and how it would if the cycle were closed now: that is what is frozen."""
        node, score, final = figures.node, figures.progress.score, closing.progress.score
        self._final = final
        self._title.setText(node.title)
        self._end.setText(now_text(figures))
        self._end.setVisible(bool(now_text(figures)) or isinstance(node, KeyResult))
        self._share.setVisible(isinstance(node, KeyResult))
        self._score.setText("–" if final is None else fmt.score(final, 1))
        self._share.setText("–" if score is None else fmt.score(score, 2))
        told = (verdict_words(closing), restated_words(figures), _closing_words(figures, closing))
        self.verdict = " · ".join(filter(None, told))
        self._verdict.setText(self.verdict)
        self._verdict.setVisible(bool(self.verdict))
        if isinstance(node, KeyResult) and self.grade is not None:
            self._show_grade(node, self.grade)

    def _show_grade(self, node: KeyResult, field: GradeBox) -> None:
        computed = self._rounded()
        field.setAccessibleDescription(self.verdict)
        field.show_grade(rules.counting(computed, node.grade), optional=self._final is None)
        self._reason_box.setVisible(node.grade is not None and rules.differs(node.grade, self._final))
        self._seen = self._session.seen()
        self.reason.show_text(node.grade_reason, self._seen)

    def _rounded(self) -> float:
        """The score that is frozen where none is set by hand."""
        return GradeBox.NONE if self._final is None else rules.grade(self._final)

    def _set_grade(self, value: float) -> None:
        none = value < 0 or rounded(value, 1) == self._rounded()
        grade = None if none else rounded(value, 1)
        self._session.perform(reviews.set_grade, self.uid, grade, self.reason.text(), based_on=self._seen)

    def _set_reason(self, words: str) -> None:
        node = self._session.ws.find(KeyResult, self.uid)
        if node is not None and node.grade is not None:
            self._session.perform(reviews.set_grade, self.uid, node.grade, words, based_on=self.reason.seen)


class Scores(QScrollArea):
    """The list of every objective and key result of the cycle."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: dict[Uid, ScoreRow] = {}
        self._question = self._new_question()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def rows(self) -> dict[Uid, ScoreRow]:
        """Each row by its node."""
        return self._rows

    def show_figures(self, roots: list[NodeFigures], closing: list[NodeFigures] | None = None) -> None:
        """Show the cycle's goals, and how they would be frozen now; the fields stay while the goals do."""
        ends = roots if closing is None else closing
        found = [each for root in roots for each in _flat(root)]
        if [each.node.uid for each in found] != list(self._rows):
            self._lay_out(found)
        frozen = {each.node.uid: each for root in ends for each in _flat(root)}
        for each in found:
            self._rows[each.node.uid].show_figures(each, frozen.get(each.node.uid, each))
        self._ask_whether_too_safe(ends)

    def _lay_out(self, found: list[NodeFigures]) -> None:
        self._question = self._new_question()
        inside = QWidget()
        inside.setObjectName("page")
        box = QVBoxLayout(inside)
        box.setContentsMargins(24, 0, 24, 16)
        box.setSpacing(0)
        box.addWidget(_heading())
        box.addWidget(line("rule"))
        self._rows = {}
        for each in found:
            row = ScoreRow(self._session, each)
            self._rows[each.node.uid] = row
            box.addWidget(row)
        box.addWidget(self._question)
        box.addStretch()
        end_with_room(inside)
        show_inside(self, inside)

    @property
    def question(self) -> str:
        """What is asked of the scores as a whole; empty for nothing."""
        return self._question.text()

    def _new_question(self) -> QLabel:
        label = text("", "quiet", wrap=True)
        label.setContentsMargins(0, 12, 0, 0)
        return label

    def _ask_whether_too_safe(self, roots: list[NodeFigures]) -> None:
        mean = too_safe_mean(roots)
        words = _("The aspirational key results reached {mean} on average: were they too safe?")
        self._question.setText("" if mean is None else words.format(mean=fmt.number(mean, 2)))
        self._question.setVisible(mean is not None)


def _closing_words(figures: NodeFigures, closing: NodeFigures) -> str:
    """Why the score is another one once the cycle is closed."""
    now, then = figures.progress.score, closing.progress.score
    if not isinstance(figures.node, KeyResult) or now is None or then is None or close(now, then):
        return ""
    words = _("Closed now it gives {score}: a period without a number counts as not held.")
    return words.format(score=fmt.score(then, 2))


def _flat(figures: NodeFigures) -> list[NodeFigures]:
    return [each for each in figures.everything() if isinstance(each.node, Objective | KeyResult)]


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


def _heading() -> QWidget:
    box = QWidget()
    box.setFixedHeight(px(28))
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(text(_("Key result"), "caption"), 1)
    for words, width in ((_("End"), 0), (_("From the numbers"), share_width()), (_("Score"), GRADE)):
        label = _figure("caption", width)
        label.setText(words)
        row.addWidget(label)
    return box
