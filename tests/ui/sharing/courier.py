"""A courier without a server: it brings what it is told to, waits as a real one does, and writes down what is asked."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace

from kpidesk.hub.exchanged import Exchanged

NINE = dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)


class Recorded:
    """``bring`` says what the next trips give, one after the other; the last of them again and again.

    ``news`` ends a waiting as a word from the server does. ``asked`` are the trips and what else was called.
    """

    def __init__(self, *bring: Exchanged) -> None:
        self.bring = list(bring) or [Exchanged()]
        self.asked: list[str] = []
        self.connected = True
        self.before: Callable[[], object] = lambda: None
        self._stirred = threading.Event()
        self._news = False
        self._minute = 0

    def trip(self, _progress: Callable[[int, int], None] | None = None) -> Exchanged:
        self.before()
        self.asked.append("trip")
        told = self.bring.pop(0) if len(self.bring) > 1 else self.bring[0]
        self._minute += 1
        return told if told.problem is not None else replace(told, at=NINE + dt.timedelta(minutes=self._minute))

    def wait_for_news(self, seconds: float) -> bool:
        self.asked.append("wait")
        self._stirred.wait(seconds)
        self._stirred.clear()
        news, self._news = self._news, False
        return news

    def news(self) -> None:
        self._news = True
        self._stirred.set()

    def wake(self) -> None:
        self._stirred.set()

    def shut(self) -> None:
        self.asked.append("shut")

    def close(self) -> None:
        self.asked.append("close")

    @property
    def trips(self) -> int:
        return self.asked.count("trip")
