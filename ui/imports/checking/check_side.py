"""The left of page 21: the file, what its numbers would do, what is left out, and the promise."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.exchange.intake.preview import Count, NotTaken, Preview
from kpidesk.text import _, ngettext, pgettext
from ui.base.kept import Kept, Part
from ui.base.page import MARGIN, heading, line, text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.reading.read_side import FileFact
from ui.parts.fields.tick import Tick
from ui.parts.notices import promise
from ui.parts.whole import Lines

ROW = 27
MOST_OUT = 12
"""So many lines of what is left out are listed here; all of them beside their rows."""


class CheckSide(QWidget):
    """``rows_wanted`` asks for the rows of the file, ``taken`` names what is wanted all the same."""

    rows_wanted = Signal()
    taken = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(MARGIN, 16, 20, 16)
        box.setSpacing(0)
        self.file = FileFact(theme)
        box.addWidget(self.file)
        box.addSpacing(20)
        self._total = text("", "caption")
        box.addWidget(self._total)
        box.addSpacing(4)
        counts, out = QVBoxLayout(), QVBoxLayout()
        counts.setSpacing(0)
        out.setSpacing(0)
        box.addLayout(counts)
        self._out_head = self._build_out_head()
        box.addWidget(self._out_head)
        box.addLayout(out)
        box.addSpacing(16)
        self.remember = Remember()
        box.addWidget(self.remember)
        box.addSpacing(16)
        box.addStretch()
        words = _("A backup is made first. Numbers that are replaced stay in the history.")
        box.addWidget(promise(theme, words))
        self._counts, self._out = Kept(counts), Kept(out)

    def _build_out_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 18, 0, 4)
        row.addWidget(heading(pgettext("heading", "Left out"), "caption"), 1)
        self.see_rows = QPushButton(_("Show the rows"))
        self.see_rows.setProperty("smalllink", True)
        self.see_rows.clicked.connect(self.rows_wanted)
        row.addWidget(self.see_rows)
        return head

    def offer_memory(self, offered: bool) -> None:
        """Offer to remember the file as a source; what was pasted is none."""
        self.remember.setVisible(offered)
        self.remember.box.setChecked(True)

    @property
    def remembers(self) -> bool:
        """Whether the file is to be remembered as a source."""
        return not self.remember.isHidden() and self.remember.box.isChecked()

    def show_preview(self, shown: Preview) -> None:
        """Show what a file would do."""
        self.file.tell(shown.file, str(shown.span) if shown.span is not None else "")
        words = ngettext("{n} number in what is chosen", "{n} numbers in what is chosen", shown.in_file)
        self._total.setText(words.format(n=fmt.number(shown.in_file)))
        self._counts.show([_count(each) for each in shown.counts])
        self._out_head.setVisible(bool(shown.left_out))
        self._out.show([self._left_out(each) for each in shown.left_out[:MOST_OUT]])

    def _left_out(self, each: NotTaken) -> Part:
        def make() -> QWidget:
            row = OutRow()
            row.take.clicked.connect(partial(self._take, row))
            row.tell(each)
            return row

        return Part(each.key, make, lambda row: row.tell(each))

    def _take(self, row: OutRow) -> None:
        self.taken.emit(row.each)


def _count(each: Count) -> Part:
    def make() -> QWidget:
        return CountRow(each)

    return Part(str(each.words), make, lambda row: row.tell(each))


class CountRow(QWidget):
    """What numbers would do, and how many."""

    def __init__(self, each: Count, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(12)
        self._words, self._n = Lines(""), text("", "strong")
        row.addWidget(self._words, 1)
        row.addWidget(self._n, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(row)
        self.setMinimumHeight(px(ROW))
        self.tell(each)

    def tell(self, each: Count) -> None:
        """Show a count."""
        self._words.setText(str(each.words))
        self._n.setText(fmt.number(each.n))


class OutRow(QWidget):
    """Something that is left out: what, how much of it, and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.each: NotTaken | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(line())
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.setContentsMargins(0, 7, 0, 0)
        upper.setSpacing(12)
        lower.setContentsMargins(0, 2, 0, 6)
        self._what, self._extent, self._why = Lines(""), text("", "strong"), Lines("", "small")
        self.take = QPushButton(pgettext("link", "Include"))
        self.take.setProperty("smalllink", True)
        upper.addWidget(self._what, 1)
        upper.addWidget(self._extent, 0, Qt.AlignmentFlag.AlignTop)
        lower.addWidget(self._why, 1)
        lower.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(upper)
        box.addLayout(lower)

    def tell(self, each: NotTaken) -> None:
        """Show it; what the reading left out is included where its rows are seen."""
        self.each = each
        self._what.setText(fmt.capital(str(each.what)))
        self._extent.setText(str(each.extent))
        self._why.setText(fmt.capital(str(each.why)))
        self.take.setVisible(each.can_be_taken and not each.of_reading)
        self.take.setAccessibleName(f"{pgettext('link', 'Include')}: {each.what}")


class Remember(QWidget):
    """Whether the file is remembered as a source."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.box = Tick(_("Remember as a source"))
        self.box.setChecked(True)
        box.addWidget(self.box)
        note = Lines(_("Next month you drop the file and press Enter. Your colleagues have the source too."), "small")
        note.setIndent(px(23))
        box.addWidget(note)
