"""What a trip to a team server has brought, and why one came to nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import field

from kpidesk.errors import UserError
from kpidesk.records import record
from kpidesk.store.sync.presence import Present
from kpidesk.store.sync.sync_worker import News
from kpidesk.text import Message


class HubUnreachable(UserError):
    """The server does not answer, or the line was cut: it is tried again, and work goes on meanwhile."""


class HubRefused(UserError):
    """The server answers and says no: trying again changes nothing. ``password`` tells that another one is needed."""

    def __init__(self, message: Message, *, details: str = "", password: bool = False) -> None:
        super().__init__(message, details=details)
        self.password = password


@record(frozen=True)
class Stuck:
    """A colleague's machine whose changes stop at some place: who writes there, and as which user of the server."""

    who: str
    machine: str = ""
    user: str = ""


@record(frozen=True)
class Exchanged:
    """One trip: ``at`` is when everything stored here had arrived there and everything there here, if it came so far.

    ``sent`` counts the transactions that the server lacked, ``news`` tells what colleagues have stored. ``contested``
    are those of whom the server holds something else under the same number, ``unreadable`` those whose changes can't be
    read here; they wait, and everything else goes on. ``others`` are those who have the file open elsewhere.
    """

    at: dt.datetime | None = None
    sent: int = 0
    news: News = field(default_factory=News)
    problem: UserError | None = None
    contested: tuple[Stuck, ...] = ()
    unreadable: tuple[Stuck, ...] = ()
    others: tuple[Present, ...] = ()
