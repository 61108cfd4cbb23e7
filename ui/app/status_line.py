"""The line at the bottom: which file, when it was stored or why it is not shared, the newest backup, the last merge."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar, QWidget

from kpidesk import format as fmt
from kpidesk.text import _, ngettext
from ui.app.frame.window_frame import STATUS
from ui.base.scale import px
from ui.parts.form import set_look

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Present, PublishState, ServerState
    from ui.base.session import Session

EDGE = 8
"""Pixels between the last words and the window’s edge."""


class StatusLine(QObject):
    """Fills a status bar for one file, in the language in force.

    ``again`` asks to share once more, ``review`` to look at what two have changed.
    """

    again = Signal()
    review = Signal()

    def __init__(self, bar: QStatusBar, session: Session | None) -> None:
        _clear(bar)
        super().__init__(bar)
        self._session, self._has_server = session, False
        bar.setSizeGripEnabled(False)
        bar.setFixedHeight(px(STATUS))
        bar.setContentsMargins(0, 0, px(EDGE), 0)
        self.file, self.saved, self.served, self.backup, self.merged = (QLabel() for _n in range(5))
        self.retry = _link(_("Try again"), self.again)
        self.conflicts = _link("", self.review)
        for left in (self.file, self.saved, self.served, self.retry, self.backup):
            bar.addWidget(left)
        self.present = QLabel()
        for right in (self.present, self.conflicts, self.merged):
            bar.addPermanentWidget(right)
        for quiet in (self.saved, self.served, self.retry, self.backup, self.present, self.conflicts, self.merged):
            quiet.hide()
        if session is None:
            self.file.setText(_("No file is open"))
            return
        self.file.setText(session.ws.path.name)
        self.file.setToolTip(str(session.ws.path))
        self.show_published(session.ws.sharing.state())
        self.show_served(session.ws.server.state)

    def show_published(self, state: PublishState) -> None:
        """When the file was stored, or since when it is not shared."""
        troubled = state.problem is not None
        if state.since is not None:
            time = fmt.clock_time(self._local(state.since))
            words = _("Not shared since {time}. Your work is safe on this machine.").format(time=time)
        elif state.at is not None:
            words = _("Saved {time}").format(time=fmt.clock_time(self._local(state.at)))
        else:
            words = _("All changes saved")
        _say(self.saved, words, str(state.problem) if troubled else "", risk=troubled)
        self._show_retry()

    def show_served(self, state: ServerState) -> None:
        """When all was shared by the team server, or since when not; nothing before the first trip there is back."""
        self._has_server = state.at is not None or state.since is not None
        if self._session is not None and self._has_server:
            from kpidesk.wording.team_server import stand_words, stuck_words

            problem = "" if state.problem is None else str(state.problem)
            words = stand_words(state, self._session.ws.now())
            _say(self.served, words, "\n".join([problem, *stuck_words(state)]).strip(), risk=bool(problem))
        self._show_retry()

    def _show_retry(self) -> None:
        """Where both are troubled, one sentence says so: what the file lacks the server lacks too."""
        ws = None if self._session is None else self._session.ws
        file = ws is not None and ws.sharing.state().problem is not None
        server = ws is not None and ws.server.state.problem is not None
        self.retry.setVisible(file or server)
        self.served.setVisible(self._has_server and not (file and server))

    def show_changes(self) -> None:
        """The newest backup and the last merge."""
        if self._session is None:
            return
        ws = self._session.ws
        newest = max((each.when for each in ws.backups.listed()), default=None)
        backup = "" if newest is None else fmt.moment_short(self._local(newest), ws.today())
        self.backup.setText(_("Backup {when}").format(when=backup))
        self.backup.setVisible(bool(backup))
        self._show_merge(self._session)

    def show_changed(self, changes: Changes) -> None:
        """All that may be another after a change; after an undo the last merge, which it may have taken back."""
        if changes.everything:
            self.show_changes()
        elif self._session is not None and self._session.ws.undoing.newest_undoes() is not None:
            self._show_merge(self._session)

    def _show_merge(self, session: Session) -> None:
        merged = self._last_merge(session)
        self.merged.setText(merged)
        self.merged.setVisible(bool(merged))

    def show_conflicts(self, count: int) -> None:
        """In how many places two have changed the same without anybody having chosen."""
        self.conflicts.setText(ngettext("{n} to review", "{n} to review", count).format(n=count))
        self.conflicts.setVisible(count > 0)

    def show_present(self, others: tuple[Present, ...]) -> None:
        """Who else has the file open."""
        if others:
            from kpidesk.wording.sharing import present_short

            self.present.setText(present_short(others))
        self.present.setVisible(bool(others))

    def _last_merge(self, session: Session) -> str:
        from kpidesk.workspace import HistoryFilter, Topic

        ws = session.ws
        trail = ws.history.trail(HistoryFilter(topic=Topic.MERGES))
        found = trail.more(1)
        undone = ws.history.taken_back() if found else set()
        while found and found[0].ref in undone:
            found = trail.more(1)
        if not found:
            return ""
        authors = [name.split()[0] for name in ws.history.merged_in(found[0].ref).authors if name.split()]
        day = fmt.day_short(self._local(found[0].when).date(), ws.today())
        return _("Last merged: {who}, {day}").format(who=", ".join(authors), day=day) if authors else ""

    def _local(self, moment: dt.datetime) -> dt.datetime:
        return moment if self._session is None else moment.astimezone(self._session.ws.now().tzinfo)


def _say(label: QLabel, words: str, more: str, *, risk: bool) -> None:
    label.setText(words)
    label.setToolTip(more)
    set_look(label, "look", "risk" if risk else "")
    label.show()


def _link(words: str, signal: SignalInstance) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("smalllink", "true")
    button.clicked.connect(signal)
    return button


def _clear(bar: QStatusBar) -> None:
    for kind in (QLabel, QPushButton):
        for old in bar.findChildren(kind):
            widget: QWidget = old
            bar.removeWidget(widget)
            widget.deleteLater()
    for line in bar.findChildren(StatusLine):
        line.deleteLater()
