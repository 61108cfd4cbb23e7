"""What is said in one window of a file that is shared: who else is there, what they have stored, why it is not shared.

``ui.sharing.carrying`` carries the file; what others have stored reaches the pages through the session like every other
change.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance

from kpidesk.text import _
from kpidesk.wording.sharing import news_words, present_words
from kpidesk.workspace import News, Unshared
from ui.base.reach.announcing import announce
from ui.base.session import Notice

if TYPE_CHECKING:
    from kpidesk.workspace import Present, PublishState, Restored
    from ui.base.session import Session
    from ui.sharing.carrying import Carrying
    from ui.sharing.sync_loop import SyncResult

NEWS_AGAIN = dt.timedelta(minutes=5)
"""The same news is not said again within this time once somebody has closed it; the numbers come in all the same."""
LOCKS = (Unshared.LOCKED, Unshared.PASSWORD, Unshared.NO_PASSWORD)
LATER = (Unshared.OFFLINE, Unshared.BUSY)
"""What often passes by itself is said in the line at the bottom first, and in a notice at the next look."""


class Spoken:
    """Notices of which each is about one thing: what is said of it anew stands in the place of what was said before.

    It says by ``said`` what was not said yet, and takes back by ``unsaid`` what no longer holds.
    """

    def __init__(self, said: SignalInstance, unsaid: SignalInstance) -> None:
        self._say, self._unsay = said, unsaid
        self._said: dict[str, str] = {}

    def say(self, about: str, notice: Notice | None) -> None:
        """Say something instead of what was said about the same; what was said already is not repeated."""
        before = self._said.pop(about, None)
        if notice is not None:
            self._said[about] = notice.text
        if before is not None and (notice is None or before != notice.text):
            self._unsay.emit(before)
        if notice is not None and before != notice.text:
            self._say.emit(notice)

    def forget(self, about: str = "") -> None:
        """Say something again the next time, or everything."""
        if about:
            self._said.pop(about, None)
        else:
            self._said.clear()


class Sharing(QObject):
    """Speaks for one session. ``said`` and ``unsaid`` are notices.

    ``present`` tells who else has the file open. ``copy_asked`` wants the work stored as a new file,
    ``password_asked`` the file's new password to be typed, or the file opened again that has none any more;
    ``lost_asked`` what a restore has taken out to be shown.
    """

    said = Signal(object)
    unsaid = Signal(str)
    present = Signal(object)
    copy_asked = Signal()
    other_asked = Signal()
    password_asked = Signal()
    lost_asked = Signal(object)
    news_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._carrying: Carrying | None = None
        self.others: tuple[Present, ...] = ()
        self._served: tuple[Present, ...] = ()
        self._spoken = Spoken(self.said, self.unsaid)
        self._news_at: dt.datetime | None = None
        self._met: tuple[Restored, ...] = ()
        self._asked = False

    # ---- one file ----------------------------------------------------------------------------------

    def watch(self, session: Session, carrying: Carrying, *, first: bool) -> None:
        """Begin with a file; what was met on opening it is told in its ``first`` window only."""
        self._session, self._carrying, self.others = session, carrying, carrying.others
        self._met = session.ws.sharing.met.restores if first else ()
        carrying.back.connect(self._on_back)
        session.published.connect(self._tell_state)

    def stop(self) -> None:
        """The file is not shown here any more."""
        if self._carrying is not None:
            self._carrying.back.disconnect(self._on_back)
        self._session = self._carrying = None
        self.others, self._served, self._news_at, self._met = (), (), None, ()
        self._spoken.forget()

    @property
    def away(self) -> bool:
        """Whether a trip to the file is under way."""
        return self._carrying is not None and self._carrying.away

    def look(self) -> None:
        """See what others have stored."""
        if self._carrying is not None:
            self._carrying.look()

    def share(self) -> None:
        """Publish, taking in what others have stored."""
        if self._carrying is not None:
            self._asked = True
            self._carrying.share()

    def share_pending(self) -> None:
        """The window is left: a large file need not wait any longer."""
        if self._carrying is not None:
            self._carrying.share_pending()

    # ---- coming back -------------------------------------------------------------------------------

    def _on_back(self, brought: SyncResult) -> None:
        if self._session is None:
            return
        self._tell_others(brought.others)
        if brought.carried is not None:
            self._tell_shared()
            self._tell_state(self._session.ws.sharing.state())
            if brought.carried.news.transactions:
                self.tell_news(brought.carried.news)

    # ---- what is said ------------------------------------------------------------------------------

    def tell_again(self) -> None:
        """The window has been made anew, perhaps in another language: say what still holds."""
        if self._session is None:
            return
        self._spoken.forget()
        self._tell_locked()
        self._tell_state(self._session.ws.sharing.state())
        others, self.others = self.others, ()
        self._tell_others(others)
        self._show_present()
        self._tell_met()

    def _tell_met(self) -> None:
        """A restore from while the file was closed here is told when it is opened, once."""
        restores, self._met = self._met, ()
        if restores and self._session is not None:
            ws = self._session.ws
            words = news_words(News(len(restores), restores=restores), ws.author, ws.today())
            see = partial(self._see_lost, "met", restores[-1])
            self._say("met", Notice(words, "news", action=_("See what was removed"), callback=see))

    def _see_lost(self, about: str, restored: Restored) -> None:
        self._say(about, None)
        self.lost_asked.emit(restored)

    def _say(self, about: str, notice: Notice | None) -> None:
        self._spoken.say(about, notice)

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
            self._show_present()

    def tell_served(self, others: tuple[Present, ...]) -> None:
        """Who has the file open by the team server: many do all day, so no notice is made of it."""
        if others != self._served:
            self._served = others
            self._show_present()

    def _show_present(self) -> None:
        """Who is there by either way, each once."""
        found = {(there.who, there.machine): there for there in (*self._served, *self.others)}
        self.present.emit(tuple(sorted(found.values(), key=lambda there: there.since)))

    def tell_news(self, news: News) -> None:
        """Colleagues have stored something, by whatever way it has come."""
        if self._session is None:
            return
        ws = self._session.ws
        now, words = ws.now(), news_words(news, ws.author, ws.today())
        if self._news_at is None or now - self._news_at > NEWS_AGAIN:
            self._spoken.forget("news")
            self._news_at = now
        action, see = _("See what is new"), self._see_news
        if news.restores:
            action, see = _("See what was removed"), partial(self._see_lost, "news", news.restores[-1])
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

    def _tell_shared(self) -> None:
        """The status line says after each change that it is shared; it is told aloud to who has asked for it."""
        asked, self._asked = self._asked, False
        if asked and self._session is not None and self._session.ws.sharing.state().problem is None:
            announce(_("All changes saved"))

    def _tell_state(self, state: PublishState) -> None:
        if state.problem is None:
            self._say("state", None)
        elif state.why not in LATER or (self._carrying is not None and self._carrying.failed > 1):
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
