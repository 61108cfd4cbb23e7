"""Carrying changes between a working copy and a team server, from a thread of its own with its own connections.

A trip asks the server how far it goes, merges what is new there, and puts there what it lacks, of every session that is
held here. What the server acknowledges it has; after anything else it is asked again (hub/README: Protocol).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import sqlite3
import time
from collections.abc import Callable
from dataclasses import field
from functools import partial
from pathlib import Path

from kpidesk.clock import Clock
from kpidesk.errors import FileRefused, StorageFault, UserError
from kpidesk.hub import keys, outgoing, pull, spaces
from kpidesk.hub.address import Address
from kpidesk.hub.agreed import Agreed
from kpidesk.hub.delta import Coming, Delta, picked
from kpidesk.hub.exchanged import Exchanged, HubRefused, HubUnreachable
from kpidesk.hub.here import MARK, Here, Somebody
from kpidesk.hub.line.attempt import Attempt, given_up
from kpidesk.hub.line.connection import HubConnection, connect
from kpidesk.hub.line.news import Alarm, News, Woken
from kpidesk.hub.place import Place, vector
from kpidesk.hub.pull import Fetched
from kpidesk.hub.push import push, told_of
from kpidesk.hub.stops import Stop, Stops, Why, named
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.store.db import marks
from kpidesk.store.db.database import Database, fault_sentence
from kpidesk.store.files import working_copy
from kpidesk.store.files.parts import has_parts
from kpidesk.store.log import vector as log_vector
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.vector import Vector
from kpidesk.store.merge.taken import Taken
from kpidesk.store.sync.sync_worker import News as Told
from kpidesk.store.sync.sync_worker import news_of
from kpidesk.text import msg

TRIES = 5
LONGEST_WAIT = 0.2
"""Seconds at most between two tries, by chance, so that those who met at one session don't meet again."""
REST, LONGEST_REST = 4.0, 0.5
"""After a trip news wait for so many times as long as it took, and so many seconds at most: fifty colleagues who enter
numbers at the same time must not keep this machine busy. What is stored here goes out at once, and by itself."""
UNEVEN = 0.8, 1.2
"""How much shorter or longer by chance, so that fifty who have heard of the same don't all come at once."""
WORTH_KEEPING = 500
"""So many transactions more are worth to write down how far both agree."""
Progress = Callable[[int, int], None]
"""Told how many transactions of how many have been carried."""


@record
class _Tally:
    """What a trip has come to so far; it counts although the trip may come to nothing in the end."""

    sent: int = 0
    taken: list[int] = field(default_factory=list)
    numbers: int = 0
    stops: dict[bytes, Stop] = field(default_factory=dict)


@record(frozen=True)
class _Line:
    """An open connection, and the workspace's place at its other end."""

    connection: HubConnection
    place: Place
    news: News
    here: Here


class Courier:
    """Make it, use it and close it in one thread; only ``wake`` and ``shut`` are for others.

    Nothing connects ahead of the first trip, and no trip raises for what a server, a line or a disk does. ``made`` says
    where changes have written numbers, as far as somebody knows: those are sent without a walk through all that stand.
    ``who`` tells whom colleagues see here while this one waits for news; without it nobody.
    """

    def __init__(self, database: Database, home: Home, clock: Clock, address: Address, password: str | None) -> None:
        self._database, self._clock, self._address, self._password = database, clock, address, password
        self._names, self._scratch = RowIds(database), home.working_copies
        self._device = working_copy.device(home)
        self._agreed = Agreed(database.path, address.shown)
        self.made: outgoing.Made = outgoing.unknown
        self.who: Callable[[], Somebody] | None = None
        self._alarm, self._stops = Alarm(), Stops()
        self._line: _Line | None = None
        self._attempt: Attempt | None = None
        self._delta: Delta | None = None
        self._shut, self._rested = False, 0.0
        self._met_at: dt.datetime | None = None
        self._hurries = False

    # ---- for everybody -----------------------------------------------------------------------------------

    def trip(self, progress: Progress | None = None) -> Exchanged:
        """Put there what the server lacks, merge what we lack; the latter later where news rest and somebody rang."""
        tally, problem, at, begun = _Tally(), None, None, time.monotonic()
        try:
            if self._hurried(tally, progress or _nothing):
                at = self._met_at
            elif self._travel(tally, progress or _nothing):
                at = self._met_at = self._clock()
                self._rest(time.monotonic() - begun)
        except (UserError, sqlite3.Error, OSError) as error:
            problem = self._told(error)
            self._rest(time.monotonic() - begun)
        self._agreed.keep(WORTH_KEEPING)
        contested, unreadable = named(tally.stops, Why.CONTESTED), named(tally.stops, Why.UNREADABLE)
        others = () if self._line is None else self._line.here.others()
        return Exchanged(at, tally.sent, self._news_of(tally), problem, contested, unreadable, others)

    def wait_for_news(self, seconds: float) -> bool:
        """Wait at most so long until others have put something there, or somebody rings; ``False`` without a line."""
        if self._line is None:
            return False
        line = self._line
        try:
            if self.who is not None and line.news.told:
                with line.connection.told():
                    line.here.beat(line.connection, self.who(), self._clock())
            woken = line.news.wait(seconds, self._alarm, self._rested)
            self._hurries = woken is Woken.BY_ALARM and time.monotonic() < self._rested
            return woken is not Woken.NOT
        except (HubUnreachable, HubRefused):
            self._hang_up()
            return False

    @property
    def connected(self) -> bool:
        """Whether there is a line to the server, as far as is known; for any thread."""
        line = self._line
        return line is not None and not line.connection.closed

    def wake(self) -> None:
        """Let ``wait_for_news`` return at once, now or when it is called next; from any thread."""
        self._alarm.ring()

    def shut(self) -> None:
        """Cut the line, from any thread: a trip that waits for the server ends, and none begins any more."""
        self._shut = True
        line, attempt = self._line, self._attempt
        if attempt is not None:
            attempt.give_up()
        if line is not None:
            line.connection.shut()
        self._alarm.ring()

    def close(self) -> None:
        """Let go of the server and of the working copy."""
        line = self._line
        if line is not None and not self._shut:
            with contextlib.suppress(UserError), line.connection.told():
                line.here.leave(line.connection)
        self._hang_up()
        self._agreed.keep()
        if self._delta is not None:
            self._delta.close()
        self._alarm.close()
        self._database.close()

    # ---- a trip ------------------------------------------------------------------------------------------

    def _rest(self, took: float) -> None:
        """News wait for a while from now on."""
        self._rested = time.monotonic() + min(REST * took, LONGEST_REST) * random.uniform(*UNEVEN)  # noqa: S311

    def _hurried(self, tally: _Tally, progress: Progress) -> bool:
        """Only put there what the server lacks, where that is what was asked for; ``False`` where it was not enough."""
        line, hurries, self._hurries = self._line, self._hurries, False
        if not hurries or line is None or line.connection.closed or self._stops.any:
            return False
        with line.connection.told():
            theirs, ours = vector(line.connection, line.place.space), log_vector.vector(self._database)
            goes_on = {uid: n for uid, n in theirs.items() if ours.get(uid, 0) > n}
            if self._agreed.lacks(
                goes_on
            ):  # what lies there of them may be something else, and is to be looked at first
                return False
            return self._sent(line, tally, theirs, progress)

    def _travel(self, tally: _Tally, progress: Progress) -> bool:
        """``True`` when everything was carried; another who carries the same makes it necessary to look again."""
        line = self._connected()
        line.news.fetched()
        with line.connection.told():
            for tried in range(TRIES):
                if self._carry(line, tally, progress):
                    return True
                time.sleep(random.uniform(0, LONGEST_WAIT * (tried + 1)))  # noqa: S311 - it only spreads them
        return False

    def _connected(self) -> _Line:
        if self._shut:
            raise given_up()
        if self._line is not None and not self._line.connection.closed:
            return self._line
        self._hang_up()
        self._stops.forget()
        refuse_parts(self._database)
        self._agreed.no_further_than(log_vector.vector(self._database))
        connection = self._reached()
        try:
            self._line = self._at_place(connection)
        except BaseException:
            connection.close()
            raise
        return self._line

    def _reached(self) -> HubConnection:
        self._attempt = attempt = Attempt(partial(connect, self._address, self._password))
        if self._shut:
            attempt.give_up()
        try:
            return attempt.result()
        finally:
            self._attempt = None

    def _at_place(self, connection: HubConnection) -> _Line:
        space = bytes(marks.meta(self._database, "workspace"))
        with connection.told():
            spaces.find(connection, space)
            place = Place(space, keys.seal_of(connection, space, self._database))
            here = Here(place)
            worth = partial(self._worth_a_trip, here)
            return _Line(connection, place, News(connection, place.channel, worth), here)

    def _worth_a_trip(self, here: Here, told: str) -> bool:
        """News of what is not here yet; of those who have the file open only who comes and goes."""
        if told.startswith(MARK):
            return here.hear(told)
        news = told_of(told)
        return news is None or self._agreed.lacks(news)

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.connection.close()

    def _carry(self, line: _Line, tally: _Tally, progress: Progress) -> bool:
        theirs = vector(line.connection, line.place.space)
        while self._bring(line, tally, theirs):
            continue  # what has come lets a session go on that had stopped
        return self._sent(line, tally, theirs, progress)

    def _sent(self, line: _Line, tally: _Tally, theirs: Vector, progress: Progress) -> bool:
        """Put there what they lack; ``False`` where another was there first."""
        ours = log_vector.vector(self._database)
        waiting = outgoing.waiting(self._database, ours, theirs, tally.stops)
        whole, done = len(waiting), 0
        for batch in outgoing.batches(waiting):
            items = outgoing.items(self._database, batch, self.made)
            if not push(line.connection, line.place, self._database, items, theirs.keys()):
                return False
            self._agreed.note({session: n for _hlc, session, n, _ref, _seal in batch})  # numbers rise with stamps
            done += len(batch)
            tally.sent += len(batch)
            progress(done, whole)
        return True

    def _bring(self, line: _Line, tally: _Tally, theirs: Vector) -> bool:
        """Merge what the server has beyond what is agreed; tells whether it is worth to look once more."""
        since = self._agreed.with_(theirs)
        tally.stops = self._stops.holding(line.connection, line.place.space, self._database)
        upto = {uid: n for uid, n in theirs.items() if uid not in tally.stops}
        fetched = pull.fetch(line.connection, line.place, self._database, (since, upto))
        tally.stops |= fetched.stops
        self._agreed.note(fetched.agreed)
        took = bool(fetched.contents) and self._merge(fetched, tally)
        self._stops.keep(tally.stops)
        return took and self._stops.any_may_go(self._database)

    def _merge(self, fetched: Fetched, tally: _Tally) -> bool:
        coming, stops = picked(self._database, fetched, fetched.ours, (self._clock(), tally.stops))
        tally.stops |= stops
        if coming.contents:
            self._note(self._merged(coming), tally)
            self._agreed.note({bytes.fromhex(content.session): content.n for content, _seal in coming.contents})
        return bool(coming.contents)

    def _merged(self, coming: Coming) -> Taken:
        if self._delta is None:
            self._delta = Delta(self._database, self._scratch)
        try:
            return self._delta.merge(self._database, self._names, coming, Path(self._address.host))
        except (FileRefused, sqlite3.DatabaseError) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            details = error.details if isinstance(error, UserError) else str(error)
            raise HubRefused(
                msg("The team server sent something that can’t be merged. Nothing was changed."), details=details
            ) from error

    # ---- what is told of it ------------------------------------------------------------------------------

    def _note(self, taken: Taken, tally: _Tally) -> None:
        tally.taken += taken.transactions
        tally.numbers += taken.measurements

    def _news_of(self, tally: _Tally) -> Told:
        with contextlib.suppress(sqlite3.Error):
            return news_of(self._database, Taken(tally.taken, measurements=tally.numbers), self._device)
        return Told(len(tally.taken), numbers=bool(tally.numbers))

    def _told(self, error: Exception) -> UserError:
        """What to say; after anything but a plain no the line is made anew next time."""
        self._hang_up()
        if isinstance(error, UserError):
            return error
        sentence = fault_sentence(str(error)) or msg(
            "This machine could not read or write its own copy of the file just now. Everything saved before is safe."
        )
        return StorageFault(sentence, details=str(error))


def refuse_parts(database: Database) -> None:
    """Refuse a copy that was sent without sensitive KPIs: it would leave them out for everybody, for ever."""
    if has_parts(database):
        raise HubRefused(
            msg(
                "This copy was sent without the sensitive KPIs, and is not shared by the team server. Join from the "
                "server to get all of it."
            )
        )


def _nothing(_done: int, _whole: int) -> None:
    """Nobody looks on."""
