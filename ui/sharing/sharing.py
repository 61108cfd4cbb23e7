"""One open file among colleagues: carried to the shared file and back in the background, and what is said of it.

Beside ``ui.sharing.files``: a heartbeat every thirty seconds, a look at the file every five seconds and when its folder
changes, and publishing soon after a change – for a large file when nobody types, when the window is left and on
closing. What others have stored reaches the pages through the session like every other change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from kpidesk.text import _
from kpidesk.wording.sharing import news_words, present_words
from kpidesk.workspace import News, Present, PublishState, Restored, Unshared
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp, Wait
from ui.sharing.sync_loop import SyncLoop, SyncRequest, SyncResult

LOOK_MS = 5_000
HEARTBEAT_MS = 30_000
CONFIRM_MS = 2_000
SETTLE_MS = 300
IDLE_MS = 3_000
"""A large file is published when nothing has changed for so long."""
NEWS_AGAIN = dt.timedelta(minutes=5)
"""The same news is not said again within this time once somebody has closed it; the numbers come in all the same."""
AT_ONCE = 0.05
"""Seconds that nobody notices."""
LOCKS = (Unshared.LOCKED, Unshared.PASSWORD, Unshared.NO_PASSWORD)
LATER = (Unshared.OFFLINE, Unshared.BUSY)
"""What often passes by itself is said in the line at the bottom first, and in a notice at the next look."""


class Sharing(QObject):
    """Watches one session. ``said`` and ``unsaid`` are notices, ``folder_changed`` that something beside the file has.

    ``present`` tells who else has the file open. ``copy_asked`` wants the work stored as a new file,
    ``password_asked`` the file's new password to be typed, or the file opened again that has none any more;
    ``lost_asked`` what a restore has taken out to be shown.
    """

    said = Signal(object)
    unsaid = Signal(str)
    present = Signal(object)
    folder_changed = Signal()
    copy_asked = Signal()
    other_asked = Signal()
    password_asked = Signal()
    lost_asked = Signal(object)
    news_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._sync: SyncLoop | None = None
        self.others: tuple[Present, ...] = ()
        self._said: dict[str, str] = {}
        self._failed = 0
        self._news_at: dt.datetime | None = None
        self._met: tuple[Restored, ...] = ()
        self._folder = QFileSystemWatcher(self)
        self._folder.directoryChanged.connect(self._on_folder)
        self._looking = self._timer(LOOK_MS, self.look)
        self._beating = self._timer(HEARTBEAT_MS, self.beat)
        self._confirming = self._timer(CONFIRM_MS, self.look, once=True)
        self._settling = self._timer(SETTLE_MS, self._on_settled, once=True)
        self._idle = self._timer(IDLE_MS, self.share_pending, once=True)

    def _timer(self, interval: int, slot: Callable[[], None], *, once: bool = False) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.setSingleShot(once)
        timer.timeout.connect(slot)
        return timer

    # ---- one file ----------------------------------------------------------------------------------

    def watch(self, session: Session) -> None:
        """Begin with a file."""
        self._session, self._sync = session, SyncLoop(session.ws, self)
        self._met = session.ws.sharing.met.restores
        self._sync.back.connect(self._on_back)
        session.ws.sharing.publisher = self.share
        session.changed.connect(self._on_changed)
        session.published.connect(self._on_published)
        self._folder.addPath(str(session.ws.path.parent))
        self._looking.start()
        self._beating.start()
        self.beat()

    def stop(self, wait: Wait | None = None) -> None:
        """The file is being closed: share what is pending, but do not wait for a share that does not answer.

        ``wait`` waits where a window is looked at, and may be given up; without it nobody sees that this does.
        """
        session, sync = self._session, self._sync
        for timer in (self._looking, self._beating, self._confirming, self._settling, self._idle):
            timer.stop()
        if self._folder.directories():
            self._folder.removePaths(self._folder.directories())
        self._session = self._sync = None
        self.others, self._failed, self._news_at, self._met = (), 0, None, ()
        self._said.clear()
        if session is None or sync is None:
            return
        session.ws.sharing.publisher = None
        pending = session.ws.sharing.pending and not session.ws.read_only
        sync.end(SyncRequest(publishing=True) if pending else None)
        back = sync.ended(AT_ONCE) or _awaited(sync, wait)
        for brought in sync.unheard if back else ():
            if brought.carried is not None:
                session.ws.sharing.note(brought.carried)
        if not back or session.ws.sharing.state().problem is not None:
            session.ws.sharing.give_up()
        sync.deleteLater()

    @property
    def away(self) -> bool:
        """Whether a trip to the file is under way."""
        return self._sync is not None and self._sync.away

    # ---- setting out -------------------------------------------------------------------------------

    def look(self) -> None:
        """See what others have stored; publish what is pending, unless a large file is being changed right now."""
        if self._session is not None:
            pending = self._session.ws.sharing.pending and not self._idle.isActive()
            self._go(SyncRequest(publishing=pending))

    def share(self) -> None:
        """Publish, taking in what others have stored."""
        self._go(SyncRequest(publishing=True))

    def share_pending(self) -> None:
        """Nobody types any more, or the window is left: a large file need not wait any longer."""
        if self._session is not None and self._session.ws.sharing.pending:
            self.share()

    def beat(self) -> None:
        """Tell others that this window is here, and hear who else is."""
        if self._session is not None:
            carrying = not self._session.ws.read_only
            self._go(
                SyncRequest(
                    carrying=carrying, publishing=carrying and self._session.ws.sharing.pending, announcing=True
                )
            )

    def _go(self, request: SyncRequest) -> None:
        if self._session is None or self._sync is None:
            return
        if request.publishing:
            self._idle.stop()
        if not self._session.ws.read_only or not request.carrying:
            self._sync.go(request)

    def _on_changed(self, _changes: object) -> None:
        if self._session is not None and self._session.ws.sharing.bulky:
            self._idle.start()

    def _on_folder(self, _path: str) -> None:
        self._settling.start()

    def _on_settled(self) -> None:
        self.folder_changed.emit()
        self.look()

    # ---- coming back -------------------------------------------------------------------------------

    def _on_back(self, brought: SyncResult) -> None:
        if self._session is None:
            return
        ws, carried = self._session.ws, brought.carried
        self._tell_others(brought.others)
        if carried is None:
            return
        self._failed = self._failed + 1 if carried.error is not None else 0
        if carried.error is None and not self._folder.directories():
            self._folder.addPath(str(ws.path.parent))
        ws.sharing.note(carried)
        self._tell_state(ws.sharing.state())
        if carried.news.transactions:
            self._tell_news(carried.news)
        if carried.published:
            self._confirming.start()
        elif carried.behind and ws.sharing.state().why is not Unshared.BUSY:
            self.share()

    # ---- what is said ------------------------------------------------------------------------------

    def tell_again(self) -> None:
        """The window has been made anew, perhaps in another language: say what still holds."""
        if self._session is None:
            return
        self._said.clear()
        self._tell_locked()
        self._tell_state(self._session.ws.sharing.state())
        others, self.others = self.others, ()
        self._tell_others(others)
        self._tell_met()

    def _tell_met(self) -> None:
        """A restore from while the file was closed here is told when it is opened, once."""
        restores, self._met = self._met, ()
        if restores and self._session is not None:
            ws = self._session.ws
            words = news_words(News(len(restores), restores=restores), ws.author, ws.today())
            see = partial(self._see_lost, "met", restores[-1])
            self._say("met", Notice(words, "news", action=_("See what was taken out"), callback=see))

    def _see_lost(self, about: str, restored: Restored) -> None:
        self._say(about, None)
        self.lost_asked.emit(restored)

    def _say(self, about: str, notice: Notice | None) -> None:
        """Say something instead of what was said about the same; what was said already is not repeated."""
        before = self._said.pop(about, None)
        if notice is not None:
            self._said[about] = notice.text
        if before is not None and (notice is None or before != notice.text):
            self.unsaid.emit(before)
        if notice is not None and before != notice.text:
            self.said.emit(notice)

    def _tell_others(self, others: tuple[Present, ...]) -> None:
        assert self._session is not None
        came = {(there.who, there.machine) for there in others} - {(there.who, there.machine) for there in self.others}
        left = len(others) < len(self.others)
        self.others = others
        if came:
            self._say("others", Notice(present_words(others, self._session.ws.now()), "present"))
        elif left:
            self._say("others", None)
        if came or left:
            self.present.emit(others)

    def _tell_news(self, news: News) -> None:
        assert self._session is not None
        ws = self._session.ws
        now, words = ws.now(), news_words(news, ws.author, ws.today())
        if self._news_at is None or now - self._news_at > NEWS_AGAIN:
            self._said.pop("news", None)
            self._news_at = now
        action, see = _("See what is new"), self._see_news
        if news.restores:
            action, see = _("See what was taken out"), partial(self._see_lost, "news", news.restores[-1])
        self._say("news", Notice(words, "news", action=action, callback=see))

    def _see_news(self) -> None:
        self._say("news", None)
        self.news_asked.emit()

    def _tell_locked(self) -> None:
        """A file that can only be read says why at once."""
        assert self._session is not None
        ws = self._session.ws
        if ws.read_only:
            save = _("Save as a new file …")
            self._say(
                "locked", Notice(str(ws.sharing.why_read_only), "locked", action=save, callback=self._ask_for_copy)
            )

    def _on_published(self, state: PublishState) -> None:
        self._tell_state(state)

    def _tell_state(self, state: PublishState) -> None:
        if state.problem is None:
            self._say("state", None)
        elif state.why not in LATER or self._failed > 1:
            self._say("state", self._trouble(state))

    def _trouble(self, state: PublishState) -> Notice:
        again = (_("Try again"), self.share)
        save = (_("Save as a new file …"), self._ask_for_copy)
        other = (_("Open …"), self._ask_for_other)
        typing, anew = ((words, self._ask_for_password) for words in (_("Enter the password …"), _("Open it again")))
        ways = {
            Unshared.OFFLINE: (again, save), Unshared.BUSY: (again,), Unshared.MOVED: (other, save, again),
            Unshared.PASSWORD: (typing, save), Unshared.NO_PASSWORD: (anew, save),
        }  # fmt: skip
        first, *more = ways.get(state.why or Unshared.OFFLINE, (save, again))
        kind = "locked" if state.why in LOCKS else "fork"
        return Notice(str(state.problem), kind, state.details, *first, tuple(more))

    def _ask_for_copy(self) -> None:
        self.copy_asked.emit()

    def _ask_for_password(self) -> None:
        self.password_asked.emit()

    def _ask_for_other(self) -> None:
        self.other_asked.emit()


def _awaited(sync: SyncLoop, wait: Wait | None) -> bool:
    """Wait for the last trip; tells whether it came back before it was too late or nobody wanted to wait."""
    if wait is None:
        return sync.ended()
    try:
        return bool(wait(lambda _stop: sync.ended()))
    except GivenUp:
        return False
