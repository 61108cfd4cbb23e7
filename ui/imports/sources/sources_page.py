"""Sources: the kinds of file that numbers come from, what lies ready of them, and what each of them is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands.intake import sources
from kpidesk.domain.entities import Input, Kpi, Source, Uid
from kpidesk.exchange.intake import recipe
from kpidesk.exchange.intake.recipe import Marks
from kpidesk.text import _
from kpidesk.workspace import Changes
from ui.base.actions import with_key
from ui.base.breakpoints import SMALL
from ui.base.choose_file import PLACE, choose_numbers
from ui.base.kept import Kept, Part
from ui.base.page import Page, column, head, line
from ui.base.scale import px
from ui.base.session import Session
from ui.imports.reading.read_pane import scrolling
from ui.imports.sources import folders
from ui.imports.sources.new_files import NewFiles, Ready
from ui.imports.sources.source_details import SourceDetails
from ui.imports.sources.source_row import SourceHeads, SourceRow
from ui.imports.sources.source_words import Told, told
from ui.parts.buttons import icon_button
from ui.parts.drawer import Drawer
from ui.parts.elided import ElidedLabel
from ui.parts.empty import Empty
from ui.parts.head_room import HeadRoom, hides
from ui.parts.whole import Lines

DETAILS = 344
FOLLOWED: frozenset[type] = frozenset({Source, Input, Kpi})


class SourcesPage(Page):
    """The list, and beside it the one that is looked at."""

    place = "sources"
    fills_itself = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._current: Uid | None = None
        self._told: dict[Uid, Told] = {}
        self.files = NewFiles(session, self)
        self.files.told.connect(self._show_ready)
        self._build()
        self.refresh(None)

    def _build(self) -> None:
        box = column(self)
        box.addWidget(self._build_head())
        box.addWidget(line())
        self.details = SourceDetails(self.session)
        self.details.named.connect(self._rename)
        self.details.called.connect(self._call)
        self.details.marked.connect(self._mark)
        self.details.left.connect(self._leave_details)
        self.details.deleted.connect(self._delete)
        self.details.folder_wanted.connect(self._choose_folder)
        self.details.news_wanted.connect(self._want_news)
        self.details.read_wanted.connect(self._see_how)
        self.empty = self._build_empty()
        self._list = QWidget()
        inside = QVBoxLayout(self._list)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        self.heads = SourceHeads()
        inside.addWidget(self.heads)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        inside.addLayout(rows)
        hint = Lines(_("You can also drop a file anywhere on the window."), "small")
        hint.setContentsMargins(24, 14, 24, 0)
        inside.addWidget(hint)
        inside.addStretch()
        self._rows = Kept(rows)
        self._splitter = splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("sources_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        box.addWidget(splitter, 1)
        self._area = scrolling(self._list, splitter)
        self._area.setObjectName("page")
        self._side = scrolling(self.details, splitter)
        splitter.addWidget(self._area)
        splitter.addWidget(self._side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([px(880), px(DETAILS)])
        box.addWidget(self.empty, 1)
        self.drawer = Drawer(self.session, self, self._side, splitter.addWidget, _("The source"))
        self.drawer.add_opener(self._head_row)

    def _build_head(self) -> QWidget:
        top, row, title = head(_("Sources"), less=0)
        back = QToolButton()
        back.setIcon(self.session.theme.icon("arrow-left", "text2", 16))
        back.setToolTip(with_key(_("Back"), "Alt+Left"))
        back.setAccessibleName(_("Back"))
        back.clicked.connect(self.session.leave)
        row.insertWidget(0, back)
        about = ElidedLabel(_("Files that you import numbers from. Your colleagues see the same sources."), "small")
        row.addWidget(about, 1)
        self._head_row = row
        self.fetch = icon_button(self.session.theme, "upload", _("From file …"), self._choose_file)
        row.addWidget(self.fetch)
        HeadRoom(top, [hides(about), hides(title)])
        return top

    def _build_empty(self) -> Empty:
        words = _("Drop a file with numbers on the window: Excel or CSV. The source is remembered for the next time.")
        empty = Empty(
            self.session.theme, "upload", _("No sources yet"), words, _("From file …"), button_icon="upload",
            primary=True,
        )  # fmt: skip
        empty.pressed.connect(self._choose_file)
        return empty

    # ---- showing -----------------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Show what has changed, and see what lies ready."""
        if changes is not None and not changes.everything and not changes.kinds & FOLLOWED:
            return
        found = sorted(self.session.ws.all(Source), key=lambda each: fmt.alphabetical(each.name))
        self._told = {each.uid: told(self.session, each) for each in found}
        self._rows.show([self._part(each) for each in self._told.values()])
        if self._current not in self._told:
            self._current = next(iter(self._told), None)
        self._splitter.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.fetch.setVisible(bool(found))  # the empty page has the same button
        self._show_current()
        self._show_ready(self.files.ready)
        self.files.look()
        self._fit_rows()

    def _part(self, each: Told) -> Part:
        uid = each.source.uid

        def make() -> QWidget:
            row = SourceRow(self.session.theme, each)
            row.chosen.connect(lambda: self._look_at(uid))
            row.fetched.connect(lambda: self._fetch(uid))
            row.moved.connect(lambda by: self._step(uid, by))
            row.renamed.connect(self._begin_rename)
            row.deleted.connect(self._delete)
            return row

        return Part(uid, make, lambda row: row.tell(each))

    @property
    def rows(self) -> list[SourceRow]:
        """The sources, from the top."""
        return [each for each in self._rows.widgets if isinstance(each, SourceRow)]

    def _show_current(self) -> None:
        for row in self.rows:
            row.mark(row.told.source.uid == self._current)
        if self._current is not None:
            self.details.show_source(self._told[self._current])

    def _show_ready(self, ready: object) -> None:
        found = {each.source.uid: each for each in ready if isinstance(each, Ready)} if isinstance(ready, tuple) else {}
        for row in self.rows:
            each = found.get(row.told.source.uid)
            row.show_ready(each, self._ready_words(each))

    def _ready_words(self, ready: Ready | None) -> str:
        if ready is None:
            return ""
        if ready.newest is None:
            return ready.path.name
        start = self.session.ws.company.fiscal_year_start
        return _("{period} is ready").format(period=fmt.capital(fmt.period_name(ready.newest, start)))

    def _look_at(self, uid: Uid) -> None:
        if uid != self._current:
            self._current = uid
            self._show_current()

    def _step(self, uid: Uid, by: int) -> None:
        rows = self.rows
        at = next((n for n, row in enumerate(rows) if row.told.source.uid == uid), 0)
        rows[max(0, min(len(rows) - 1, at + by))].setFocus(Qt.FocusReason.TabFocusReason)

    # ---- doing -------------------------------------------------------------------------------------

    def _fetch(self, uid: Uid) -> None:
        """Show the newest file of a source, or ask for one."""
        path = self._newest(uid)
        if path is None:
            choose_numbers(self.session, self.window())
        else:
            self.session.navigate.emit(PLACE, path)

    def _newest(self, uid: Uid) -> Path | None:
        ready = next((each.path for each in self.files.ready if each.source.uid == uid), None)
        each = self._told[uid]
        return ready or folders.newest(each.source, each.folder)

    def _see_how(self) -> None:
        if self._current is not None:
            self._fetch(self._current)

    def _choose_file(self) -> None:
        choose_numbers(self.session, self.window())

    def _choose_folder(self) -> None:
        if self._current is None:
            return
        before = self._told[self._current].folder
        chosen = QFileDialog.getExistingDirectory(self, _("Choose the folder of the files"), str(before or Path.home()))
        if chosen:
            folders.keep(self.session.memory, self._current, Path(chosen) / "x")
            self.refresh(None)

    def _want_news(self, wanted: bool) -> None:
        if self._current is not None:
            folders.want_news(self.session.memory, self._current, wanted)
            self.files.look()

    def _begin_rename(self) -> None:
        self.drawer.reveal()
        self.details.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.details.name.selectAll()

    def _rename(self, name: str) -> None:
        if self._current is not None and not self.session.attempt(sources.rename, self._current, name):
            self._show_current()

    def _call(self, pattern: str) -> None:
        """Files of another name are those of the source; one that can't be is shown as it was."""
        if self._current is not None and not self.session.attempt(sources.edit, self._current, pattern=pattern):
            self._show_current()

    def _mark(self, marks: Marks) -> None:
        if self._current is not None:
            before = recipe.read(self._told[self._current].source.recipe)
            told = recipe.plain(recipe.with_marks(before, marks))
            if not self.session.attempt(sources.edit, self._current, recipe=told):
                self._show_current()

    def _leave_details(self) -> None:
        row = self.initial_focus()
        if row is not None and not self.drawer.used:
            row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _delete(self) -> None:
        if self._current is not None:
            name = self._told[self._current].source.name
            words = _("The source “{name}” is deleted; its numbers stay.").format(name=name)
            self.session.perform(sources.delete, self._current, said=words)

    # ---- the page's part ---------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {"toggle_details": self.drawer.toggle}

    def initial_focus(self) -> QWidget | None:
        """The source that is looked at."""
        current = next((row for row in self.rows if row.told.source.uid == self._current), None)
        return current or self.empty.button

    def leave(self) -> None:
        """The page goes: look no more."""
        self.files.stop()

    def fit(self, window_width: int) -> None:
        """In a small window the details are a drawer."""
        small = window_width < SMALL
        self.drawer.use(small and bool(self._told))
        if not small:
            self._side.setFixedWidth(px(DETAILS))
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: rows follow the width."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.heads.fit(self._area.viewport().width())
        for row in self.rows:
            row.fit(self._area.viewport().width())
