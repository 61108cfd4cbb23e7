"""History: who changed what and when, with before and after; one thing taken back; the backups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QMenu, QPushButton, QScrollArea, QSplitter, QStackedWidget, QWidget

from kpidesk import workspace as core
from kpidesk.commands.whole import going_back
from kpidesk.errors import UserError
from kpidesk.text import _, pgettext
from kpidesk.workspace import (
    Backup,
    Changes,
    HistoryEntry,
    HistoryFilter,
    Plan,
    RestorePreview,
    Reverted,
    Topic,
    Workspace,
)  # fmt: skip
from ui.base.actions import with_key
from ui.base.breakpoints import NARROW, SMALL
from ui.base.page import Page, column, head, line
from ui.base.reach.announcing import announce_when_still
from ui.base.scale import px
from ui.base.session import Notice, Session
from ui.base.waiting import Patient, Waiting, whole_or_not
from ui.history.backup_pane import BackupPane
from ui.history.change_list import ChangeList, Only
from ui.history.change_panel import ChangePanel
from ui.history.change_view import ChangeView
from ui.history.filter_chip import FilterChip
from ui.history.restore_dialog import RestoreDialog
from ui.parts.buttons import icon_button
from ui.parts.drawer import Drawer
from ui.parts.empty import Empty
from ui.parts.form import Choice
from ui.parts.head_room import HeadRoom, hides
from ui.parts.search_field import SearchField

SOON_MS = 60
"""A word is looked for when no letter has come for so long: a long history is not searched once for each."""
AFTER_MS = 20
"""So long after the list, which is looked at first, everything about the change chosen is shown beside it."""
BACKUPS = "backups"
"""Said by whoever leads here to see the backups."""


class HistoryPage(Page):
    """The list by day, the change chosen, and the backups."""

    place = "history"
    fills_itself = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._only: Only | None = None
        self._room = (False, False)
        self._wandering = False
        self.model = ChangeList(session, self)
        self._build()
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.view.undo_whole.connect(self._undo_one)
        self.view.opened.connect(self._show_it)
        self.view.menu_asked.connect(self._open_menu)
        self.model.read_on.connect(self._show_state)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._filter)
        self._beside = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._beside.timeout.connect(self._show_current)
        self._painted = QTimer(self, singleShot=True, interval=0)  # the first turn in which nothing is to be painted
        self._painted.timeout.connect(self._beside.start)
        self.search.textChanged.connect(self._soon.start)
        self.who.chosen.connect(self._narrow)
        self.topic.chosen.connect(self._narrow)
        self.chip.removed.connect(self._show_all)
        self.panel.undo_asked.connect(self._undo_one)
        self.panel.go_asked.connect(self.session.navigate)
        self.panel.then_asked.connect(self._look_then)
        self.backups.restore_asked.connect(self.restore)
        self.backups.look_asked.connect(self.session.look_back)
        with self._one_change_shown(after=True):
            self._take_in(None)

    # ---- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        # Each part is given its parent at once: adopted later, all that it holds is given its style anew.
        splitter = self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("history_splitter")
        splitter.setHandleWidth(1)  # before there are sides, which it would measure
        left = QWidget(splitter)
        box = column(left)
        box.addWidget(self._head(left))
        box.addWidget(line())
        self.stack = QStackedWidget(left)
        self.view = ChangeView(self.session.theme, self.model, self.stack)
        self.stack.addWidget(self.view)
        box.addWidget(self.stack, 1)
        splitter.setChildrenCollapsible(False)
        self._build_side(splitter)
        self.drawer = Drawer(self.session, self, self.side, splitter.addWidget, _("Details"))
        self.drawer.add_opener(self._head_row)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([880, 376])
        column(self).addWidget(splitter)

    @cached_property
    def unchanged(self) -> Empty:
        """In the list's place in a file that nobody has changed."""
        sentence = _("Every change is listed here, with name and time.")
        made = Empty(self.session.theme, "history", _("Nothing has changed yet"), sentence, parent=self.stack)
        self.stack.addWidget(made)
        return made

    @cached_property
    def nothing(self) -> Empty:
        """In the list's place when a search finds nothing."""
        words = _("Show all changes")
        made = Empty(self.session.theme, "search-x", _("No changes found"), "", words, parent=self.stack)
        made.pressed.connect(self._show_all)
        self.stack.addWidget(made)
        return made

    def _build_side(self, splitter: QSplitter) -> None:
        self.side = QScrollArea(splitter)
        content = QWidget(self.side.viewport())
        content.setObjectName("side")
        self.side.setWidget(content)  # while it is empty: it is measured
        self.panel = ChangePanel(self.session, self.model, content)
        self.backups = BackupPane(self.session, content)
        box = column(content)
        box.addWidget(self.panel)
        box.addWidget(self.backups, 1)
        self.side.setObjectName("side")
        self.side.setWidgetResizable(True)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setMinimumWidth(px(300))
        self.side.setMaximumWidth(px(480))

    def _head(self, left: QWidget) -> QWidget:
        box, row, _label = head(_("History"), parent=left)
        self._head_row = row
        self.search = SearchField(self.session.theme, _("Search in changes"), parent=box)
        self.search.setMaximumWidth(px(200))
        self.search.setMinimumWidth(px(110))
        row.addWidget(self.search, 2)
        self.who = Choice(_("Person"), inplace=False, parent=box)
        self.topic = Choice(_("Type"), inplace=False, parent=box)
        for choice in (self.who, self.topic):
            choice.setMaximumWidth(px(136))
            choice.setMinimumWidth(px(126))
            row.addWidget(choice, 1)
        self.topic.fill(_topics(), None)
        self.chip = FilterChip(self.session.theme, box)
        row.addWidget(self.chip)
        row.addStretch()
        self.undo = icon_button(self.session.theme, "undo-2", _("Undo"), self.session.undo)
        self.undo.setToolTip("Ctrl+Z")
        self.undo.setAccessibleName(_("Undo"))
        row.addWidget(self.undo)
        self.redo = QPushButton(box)
        self.redo.setIcon(self.session.theme.icon("redo-2", "text2", 16))
        self.redo.setIconSize(QSize(px(16), px(16)))
        self.redo.setFixedWidth(px(32))
        self.redo.setToolTip(with_key(_("Redo"), "Ctrl+Y"))
        self.redo.setAccessibleName(_("Redo"))
        self.redo.clicked.connect(self.session.redo)
        row.addWidget(self.redo)
        self._head_room = HeadRoom(box, (hides(self.topic), hides(self.redo), hides(self.who)))
        return box

    # ---- content -----------------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Take in what has been added; the change that was chosen stays chosen."""
        with self._one_change_shown():
            self._take_in(changes)

    @property
    def settled(self) -> bool:
        """Tell whether the change chosen is the one that is shown beside the list."""
        return not (self._painted.isActive() or self._beside.isActive())

    def _take_in(self, changes: Changes | None) -> None:
        chosen = self.view.chosen()
        self.model.refresh(changes is None or changes.everything)
        people: list[tuple[str, object]] = [(_("Everybody"), "")]
        everybody = self.session.ws.history.everybody()
        self.who.fill(people + [(name, name) for name in everybody], self.who.currentData() or "")
        for button, label in (
            (self.undo, self.session.ws.undoing.label),
            (self.redo, self.session.ws.undoing.redo_label),
        ):
            button.setEnabled(label is not None and not self.session.ws.read_only)
        self.backups.refresh()
        self._choose_again(chosen)
        self._show_state()

    def _choose_again(self, chosen: HistoryEntry | None) -> None:
        if chosen is None or not self.view.choose(chosen.ref):
            self.view.setCurrentIndex(self.model.index(1))

    @contextmanager
    def _one_change_shown(self, *, anew: bool = True, after: bool = False) -> Iterator[None]:
        """While the list changes the choice may wander; the panel is filled once, with what is chosen in the end.

        Where nothing has changed but what is found, and so nothing is to be told ``anew``, the same one stays as it is.
        ``after``: it is filled once the list has been painted.
        """
        self._wandering = True
        try:
            yield
        finally:
            self._wandering = False
        anew = anew or not self.settled
        self._wait_with_it()
        if anew or self.view.chosen() != self.panel.entry:
            (self._painted.start if after else self._show_current)()

    def _wait_with_it(self) -> None:
        """What is beside the list stays as it is for now."""
        for timer in (self._painted, self._beside):
            timer.stop()

    def _show_state(self) -> None:
        if self.model.rowCount() or self.model.reading:
            self.stack.setCurrentWidget(self.view)
        elif self.model.filter == HistoryFilter():
            self.stack.setCurrentWidget(self.unchanged)
        else:
            self.stack.setCurrentWidget(self.nothing)
            words = self.search.text().strip()
            title = _("No change matches “{words}”").format(words=words) if words else _("No changes found")
            announce_when_still(title if self.search.hasFocus() else "")
            self.nothing.say(title, _("Nobody has changed anything like that."), _("Show all changes"))
        if self.view.chosen() is None and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(1))

    def _filter(self) -> None:
        """Look for the word; everything about the change that it leads to comes after the list."""
        self._soon.stop()
        with self._one_change_shown(anew=False, after=True):
            self._find()

    def _narrow(self, *_what: object) -> None:
        """Show only what is left by another choice."""
        self._soon.stop()
        with self._one_change_shown(anew=False):
            self._find()

    def _find(self) -> None:
        chosen = self.view.chosen()
        only = self._only
        self.chip.show_words(only.title if only is not None else "")
        topic = self.topic.currentData()
        self.model.set_filter(
            HistoryFilter(
                self.search.text(), str(self.who.currentData() or ""), topic if isinstance(topic, Topic) else None,
                only.rows if only is not None else (), only.what if only is not None else None,
                only.refs if only is not None else (),
            )
        )  # fmt: skip
        self._choose_again(chosen)
        self._show_state()

    def _show_all(self) -> None:
        """Take every filter away."""
        self._only = None
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.who.setCurrentIndex(0)
        self.topic.setCurrentIndex(0)
        self._narrow()
        self.view.setFocus()

    def show_argument(self, argument: object) -> None:
        """Show the history of one thing, one change, or the backups."""
        if isinstance(argument, Only):
            self._only = argument
            self._narrow()
        elif argument == BACKUPS:
            self.drawer.reveal()
            self.side.ensureWidgetVisible(self.backups)

    def initial_focus(self) -> QWidget | None:
        """The list."""
        return self.view

    def leave(self) -> None:
        """End what is being worked out."""
        self.panel.stop()
        self.backups.stop()

    def focus_backups(self) -> None:
        """Put the keyboard on the backups."""
        self.drawer.reveal()
        self.side.ensureWidgetVisible(self.backups)
        if not self.backups.view.currentIndex().isValid():
            self.backups.view.setCurrentIndex(self.backups.model.index(0))
        self.backups.view.setFocus()

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {
            "search": self.focus_search, "toggle_details": self.toggle_details, "backups": self.focus_backups,
        }  # fmt: skip

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_details(self) -> None:
        """Hide the panel, or show it again."""
        self.drawer.toggle()

    def fit(self, window_width: int) -> None:
        """In a narrow window the panel takes less, and the buttons above the list are without words."""
        narrow, small = window_width < NARROW, window_width < SMALL
        if (narrow, small) == self._room:
            return
        self._room = (narrow, small)
        self.drawer.use(small)
        if not small:
            self.side.setMinimumWidth(px(270 if narrow else 300))
            self.side.setMaximumWidth(px(300 if narrow else 480))
        self.undo.setText("" if narrow else _("Undo"))
        self.undo.setMaximumWidth(px(44 if narrow else 200))
        self.search.setMinimumWidth(px(84 if narrow else 110))
        self.splitter.setSizes([max(1, self.width() - 280), 280] if narrow else [max(1, self.width() - 376), 376])

    def _show_current(self, *_indexes: QModelIndex) -> None:
        if not self._wandering:
            self._wait_with_it()
            chosen = self.view.chosen()
            if chosen != self.panel.entry:
                self.side.verticalScrollBar().setValue(0)
            self.panel.show_entry(chosen)

    # ---- doing -------------------------------------------------------------------------------------

    def _undo_one(self, entry: HistoryEntry) -> None:
        if entry.kind != core.MERGE:
            self._take_back(entry, None)
            return
        words = _("Working out what the merge changed.")
        waiting = Waiting(self.session.ws, _("Undo the whole merge"), words, self)
        waiting.finished.connect(partial(self._take_back, entry))
        waiting.failed.connect(self._on_failed)
        waiting.start(partial(_plan, entry.ref))

    def _on_failed(self, error: object) -> None:
        words = str(error) if isinstance(error, UserError) else _("The merge could not be undone. Nothing was changed.")
        self.session.notice.emit(Notice(words, "error", here=True))

    def _take_back(self, entry: HistoryEntry, plan: Plan | None) -> None:
        line_ = self.model.line(entry)
        said, telling = partial(_taken_back, line_.words), _("Undoing what the change did.")
        waiting = Patient(self.window(), _("Undo only this"), telling, reassurance=whole_or_not())
        result = self.session.perform_beside(waiting.wait, going_back.revert, entry.ref, plan=plan, said=said)
        if result is not None and not result.done:
            self.session.notice.emit(Notice(_("This has been changed again since, so there was nothing to undo.")))

    def restore(self, backup: Backup, preview: RestorePreview | None) -> None:
        """Ask whether to go back to a backup, showing what would change."""
        self.dialog = RestoreDialog(self.session, backup, preview, self)
        self.dialog.open()

    def _look_then(self, entry: HistoryEntry) -> None:
        self.session.look_back.emit(entry.when)

    def _open_menu(self, at: QPoint) -> None:
        entry = self.view.chosen()
        if entry is None:
            return
        self._catch_up()
        menu = QMenu(self)
        for words, slot, possible in (
            (_("Undo only this"), self._undo_chosen, self.panel.only is not None and self.panel.only.isEnabled()),
            (_("Show it"), self.panel.show_it, self.panel.go is not None),
            (_("See the file as it was then"), self._look_chosen, True),
        ):
            action = menu.addAction(words)
            action.triggered.connect(slot)
            action.setEnabled(possible)
        menu.popup(at)

    def _show_it(self) -> None:
        """Go to what the change chosen is about."""
        self._catch_up()
        self.panel.show_it()

    def _catch_up(self) -> None:
        """Show beside the list what is chosen in it, where a key or a click comes before its turn."""
        if not self.settled:
            self._show_current()

    def _undo_chosen(self) -> None:
        entry = self.view.chosen()
        if entry is not None:
            self._undo_one(entry)

    def _look_chosen(self) -> None:
        entry = self.view.chosen()
        if entry is not None:
            self._look_then(entry)


def _plan(ref: int, reader: Workspace) -> Plan:
    return reader.undoing.plan_undoing(ref)


def _topics() -> list[tuple[str, object]]:
    return [
        (_("All types"), None), (_("Numbers"), Topic.NUMBERS), (pgettext("place", "Goals"), Topic.GOALS),
        (_("KPIs"), Topic.KPIS), (_("Notes and check-ins"), Topic.NOTES),
        (_("Merges and imports"), Topic.MERGES), (_("Other"), Topic.OTHER),
    ]  # fmt: skip


def _taken_back(what: str, result: Reverted) -> str:
    """What is said of one change that was taken back; nothing where nothing of it stood any more."""
    if not result.done:
        return ""
    words = _("Undone: {what}").format(what=what)
    return f"{words}. " + _("What has been changed again since was left alone.") if result.skipped else words
