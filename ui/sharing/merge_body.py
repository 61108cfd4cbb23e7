"""The middle of the merge page: warnings, the conflicts with their tiles, and what is taken in by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.text import _, ngettext
from ui.base.kept import Kept, Part, gap, part
from ui.base.page import MARGIN, Margins, column, heading, line, text, wrapped
from ui.base.theme import Theme
from ui.sharing.merge_people import PersonBlock
from ui.sharing.merge_preview import ConflictRow, Preview
from ui.sharing.merge_tiles import Conflicts


class MergeBody(QWidget):
    """Told anew by ``tell`` or ``tell_left``; what is shown already stays, and with it choices and the keyboard.

    ``chosen`` tells that something was chosen.
    """

    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("page")
        self.conflicts: Conflicts | None = None
        self.newest: QPushButton | None = None
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, MARGIN)
        Margins(box, self)
        box.setSpacing(0)
        self._kept = Kept(box)
        box.addStretch()
        self._box = box

    def tell(self, preview: Preview) -> None:
        """Show what a copy would bring."""
        conflicts = self._conflict_parts(preview.conflicts, (_("This file"), _("The copy")))
        self._show([*_warnings(preview), *conflicts, *self._by_itself(preview)])

    def tell_left(self, rows: Sequence[ConflictRow]) -> None:
        """Show what others in the shared file have changed as well."""
        self._show(list(self._conflict_parts(rows, (_("From this machine"), _("From others")))))

    def _show(self, parts: list[Part]) -> None:
        self._kept.show(parts)
        self.conflicts = next((each for each in self._kept.widgets if isinstance(each, Conflicts)), None)

    # ---- its parts -------------------------------------------------------------------------------

    def _conflict_parts(self, rows: Sequence[ConflictRow], sides: tuple[str, str]) -> Iterator[Part]:
        n = len(rows)
        if not n:
            return
        newest = _("Use the newest in both") if n == 2 else _("Use the newest in all") if n > 2 else _("Use the newest")
        count = ngettext("{n} conflict", "{n} conflicts", n).format(n=fmt.number(n))
        yield part("head", self._conflict_head, Heading.tell, count, newest)
        yield part(("conflicts", sides), partial(self._tiles, sides), Conflicts.tell, rows)

    def _conflict_head(self, words: str, newest: str) -> Heading:
        made = Heading(_("You have both changed the same value. Choose the one to keep."), words, newest)
        self.newest = made.link
        made.link.clicked.connect(self._use_newest)
        return made

    def _tiles(self, sides: tuple[str, str], rows: Sequence[ConflictRow]) -> Conflicts:
        made = Conflicts(self._theme, rows, sides)
        made.chosen.connect(self.chosen)
        return made

    def _use_newest(self) -> None:
        if self.conflicts is not None:
            self.conflicts.use_newest()

    def _by_itself(self, preview: Preview) -> Iterator[Part]:
        n = preview.by_itself
        if not n:
            return
        words = ngettext("{n} change is merged by itself", "{n} changes are merged by themselves", n)
        if preview.conflicts:
            yield gap("by itself", 16)
        own = partial(Heading, _("Both sides are kept"))
        yield part("by itself", own, Heading.tell, words.format(n=fmt.number(n)))
        for person in preview.people:
            if person.lines:
                key = ("person", person.author, person.note)
                yield part(key, partial(PersonBlock, self._theme), PersonBlock.tell, person)


def _warnings(preview: Preview) -> Iterator[Part]:
    for place, words in enumerate(preview.warnings):
        yield part(("warning", place), Warned, Warned.tell, words)
        yield gap(("warning", place), 8)


class Heading(QWidget):
    """A heading with a sentence beside it, a link where one is named, and a line below."""

    def __init__(self, about: str, words: str, link: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self)
        self._words, self.link = heading("", "strong"), QPushButton()
        self.link.setProperty("link", True)
        said = text(about, "small", wrap=True)
        row = wrapped(self._words, said, self.link, gap=10)
        for each in (self._words, said):
            row.row.setStretchFactor(each, int(each is said))
        box.addWidget(row)
        box.addWidget(line("rule"))
        self.tell(words, link)

    def tell(self, words: str, link: str = "") -> None:
        """Say something else."""
        self._words.setText(words)
        self.link.setText(link)
        self.link.setVisible(bool(link))


class Warned(QWidget):
    """A warning in its frame."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("look", "merge_warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        self._label = text(words, "small", wrap=True)
        row.addWidget(self._label, 1)

    def tell(self, words: str) -> None:
        """Warn of something else."""
        self._label.setText(words)
