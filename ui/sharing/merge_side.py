"""The left of the merge page: which copy it is, what it holds, how the figures become, and that nothing is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.text import _, ngettext
from ui.base.page import MARGIN, heading, line, sign, text
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.named import Named
from ui.parts.notices import promise
from ui.parts.whole import NumberLabel
from ui.sharing.merge_preview import Outcome, Preview

ROW = 27


class MergeSide(QWidget):
    """See the module; filled anew for each preview."""

    def __init__(self, theme: Theme, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(MARGIN, 16, 20, 16)
        self._box.setSpacing(0)
        self._add_copy(preview)
        self._add_counts(preview)
        self._figures = QWidget()
        QVBoxLayout(self._figures).setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._figures)
        self.show_outcomes(preview.outcomes)
        self._box.addSpacing(20)
        kept = _("A backup is made first. Values that you do not choose stay in the history and can be brought back.")
        self._box.addWidget(promise(theme, kept))
        self._box.addStretch()

    def _add_copy(self, preview: Preview) -> None:
        self._box.addWidget(heading(_("The copy"), "caption"))
        self._box.addSpacing(6)
        self._box.addWidget(self._fact("file", preview.path.name, preview.saved))
        if preview.alike:
            self._box.addSpacing(8)
            alike = _("Identical {when}").format(when=preview.alike)
            self._box.addWidget(self._fact("git-merge", alike, _("That is when the files were last identical")))

    def _fact(self, icon: str, name: str, about: str) -> QWidget:
        fact = QWidget()
        row = QHBoxLayout(fact)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        mark = sign()
        mark.setPixmap(self._theme.pixmap(icon, "text2", 16))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(text(name, "medium", wrap=True))
        words.addWidget(text(about, "small", wrap=True))
        row.addLayout(words, 1)
        return fact

    def _add_counts(self, preview: Preview) -> None:
        self._box.addSpacing(20)
        count = ngettext("{n} change in the copy", "{n} changes in the copy", preview.total)
        self._box.addWidget(heading(count.format(n=fmt.number(preview.total)), "caption"))
        self._box.addSpacing(4)
        for words, n in preview.counts:
            self._box.addWidget(line())
            self._box.addWidget(_pair(text(words), text(fmt.number(n), "strong")))

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Show how the figures become with what is chosen."""
        fresh = QWidget()
        box = QVBoxLayout(fresh)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        if outcomes:
            box.addSpacing(20)
            box.addWidget(heading(_("The result"), "caption"))
            box.addSpacing(4)
        for each in outcomes:
            box.addWidget(line())
            box.addWidget(self._outcome(each))
        self._box.replaceWidget(self._figures, fresh)
        fresh.show()
        discard(self._figures)
        self._figures = fresh

    def _outcome(self, outcome: Outcome) -> QWidget:
        values = QWidget()
        row = QHBoxLayout(values)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addStretch(1)  # under a long name too they stand by the edge, as beside a short one
        arrow = sign()
        arrow.setPixmap(self._theme.pixmap("arrow-right", "text3", 13))
        before, after = NumberLabel(outcome.before, look="small"), NumberLabel(outcome.after, look="strong")
        before.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part in (before, arrow, after):
            row.addWidget(part)
        pair = Named(outcome.name, values)
        pair.setAccessibleName(f"{outcome.name}: {outcome.before} → {outcome.after}")
        pair.setToolTip(outcome.name)
        return pair


def _pair(left: QWidget, right: QWidget) -> QWidget:
    pair = QWidget()
    pair.setFixedHeight(px(ROW))
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(left, 1)
    row.addWidget(right, 0, Qt.AlignmentFlag.AlignRight)
    return pair
