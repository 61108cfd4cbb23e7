"""What one source is: its name, its files, where its columns go, what has come of it, and the way to forget it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.exchange.intake.sources import Fetch
from kpidesk.text import _, ngettext
from kpidesk.wording.merges import first_name
from ui.base.page import heading, line, text
from ui.base.replacing import empty
from ui.base.scale import px
from ui.base.session import Session
from ui.imports.sources import folders
from ui.imports.sources.source_form import SourceForm
from ui.imports.sources.source_words import Told
from ui.parts.buttons import icon_button
from ui.parts.elided import ElidedLabel
from ui.parts.fields.tick import Tick
from ui.parts.form import InPlaceLine
from ui.parts.whole import Lines

MOST_FETCHES = 12
LABEL, DAY = 78, 104


class SourceDetails(QWidget):
    """``named`` tells another name, ``called`` what its files are called, ``marked`` other marks of a recipe.

    ``folder_wanted`` asks for another folder, ``read_wanted`` for how it is read; ``left`` that Esc was pressed.
    """

    named = Signal(str)
    called = Signal(str)
    marked = Signal(object)
    left = Signal()
    folder_wanted = Signal()
    read_wanted = Signal()
    deleted = Signal()
    news_wanted = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(0)
        self._made = Lines("", "caption")
        box.addWidget(self._made)
        self.name = InPlaceLine(_("Name of the source"))
        self.name.setProperty("look", "title")
        self.name.committed.connect(self.named)
        self.name.given_up.connect(self.left)
        box.addWidget(self.name)
        box.addSpacing(14)
        box.addWidget(heading(_("The files"), "caption"))
        box.addSpacing(4)
        self._files = QVBoxLayout()
        self._files.setSpacing(0)
        self.form = SourceForm()
        self.form.called.connect(self.called)
        self.form.marked.connect(self.marked)
        self.form.left.connect(self.left)
        box.addWidget(self.form)
        box.addLayout(self._files)
        box.addSpacing(10)
        self.news = Tick(_("Tell me when a new file is ready"))
        self.news.clicked.connect(self.news_wanted)
        box.addWidget(self.news)
        self._columns, self._fetches = QVBoxLayout(), QVBoxLayout()
        self.read = QPushButton(_("See"))
        self.read.setProperty("smalllink", True)
        self.read.setAccessibleName(_("See how the file is read"))
        self.read.clicked.connect(self.read_wanted)
        for title, link, lines in (
            (_("Columns"), self.read, self._columns),
            (_("Fetched before"), None, self._fetches),
        ):
            head = QHBoxLayout()
            head.setContentsMargins(0, 18, 0, 4)
            head.addWidget(heading(title, "caption"), 1)
            if link is not None:
                head.addWidget(link)
            lines.setSpacing(0)
            box.addLayout(head)
            box.addLayout(lines)
        box.addSpacing(18)
        foot = QHBoxLayout()
        self.delete = icon_button(session.theme, "trash-2", _("Delete the source"), self.deleted.emit)
        foot.setSpacing(12)
        foot.addWidget(self.delete)
        foot.addWidget(Lines(_("The numbers stay."), "small"), 1)
        box.addLayout(foot)
        box.addStretch()

    def show_source(self, told: Told) -> None:
        """Show a source."""
        source, ws, today = told.source, self._session.ws, self._session.today()
        first = next(reversed(ws.history.of(source.uid, "name")), None)
        if first is not None and first.when is not None:
            words = _("Source · made by {who} {day}")
            self._made.setText(words.format(who=first_name(first.author), day=fmt.day_short(first.when.date(), today)))
        self.name.show_text(source.name)
        self.form.show_source(source)
        empty(self._files)
        where = str(told.folder) if told.folder is not None else _("no folder on this machine")
        choose = QPushButton(_("Choose …"))
        choose.setProperty("smalllink", True)
        choose.setAccessibleName(_("Choose the folder of the files"))
        choose.clicked.connect(self.folder_wanted)
        self._files.addWidget(_fact(_("Found in"), where, choose))
        self.news.setChecked(folders.wants_news(self._session.memory, source.uid))
        empty(self._columns)
        for name, goes_to in told.columns:
            self._columns.addWidget(_fact(name, f"→ {goes_to}" if goes_to else _("not imported")))
        empty(self._fetches)
        for each in told.fetched[:MOST_FETCHES]:
            self._fetches.addWidget(self._fetch(each))

    def _fetch(self, each: Fetch) -> QWidget:
        day = "" if each.when is None else fmt.day_short(each.when.date(), self._session.today())
        count = ngettext("{n} number", "{n} numbers", each.numbers).format(n=fmt.number(each.numbers))
        return _fact(day, each.file, text(count, "small"), wide=DAY)


def _fact(name: str, words: str, aside: QWidget | None = None, *, wide: int = LABEL) -> QWidget:
    box = QWidget()
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(0)
    lines.addWidget(line())
    row = QHBoxLayout()
    row.setContentsMargins(0, 5, 0, 5)
    row.setSpacing(10)
    label = ElidedLabel(name, "small")
    label.keep_width(px(wide))
    row.addWidget(label)
    row.addWidget(ElidedLabel(words), 1)
    if aside is not None:
        row.addWidget(aside)
    lines.addLayout(row)
    return box
