"""Some of the numbers of an open file, mostly the newest, without reading the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from kpidesk.domain.entities import Uid, Value
from kpidesk.domain.period import Period
from kpidesk.store import numbers
from kpidesk.workspace.open_file import OpenFile


class Recent:
    """See the module."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

    def since(self, ended: Mapping[Uid, Period], day: dt.date) -> dict[Uid, dict[Period, Value]]:
        """Of each input the newest number of a period up to the one that has ``ended``, and those after it, in order.

        Where there is none, all its numbers. Blanks and numbers of periods that begin after ``day`` are absent.
        """
        found = numbers.recent(self._file.database, self._rows(ended), ended, day)
        return {uid: found.get(uid, {}) for uid in ended}

    def newest(self, inputs: Iterable[Uid], count: int) -> dict[Uid, dict[Period, Value]]:
        """The newest numbers of inputs, so many of each, by period in order; blanks are absent."""
        wanted = list(inputs)
        found = numbers.tails(self._file.database, self._rows(wanted), count)
        return {uid: found.get(uid, {}) for uid in wanted}

    def within(self, inputs: Iterable[Uid], first: Period, last: Period) -> dict[Uid, dict[Period, Value]]:
        """The numbers of inputs from one period to another, in order; blanks are absent."""
        wanted = list(inputs)
        found = numbers.within(self._file.database, self._rows(wanted), first, last)
        return {uid: found.get(uid, {}) for uid in wanted}

    def oldest(self, inputs: Iterable[Uid]) -> dict[Uid, Period]:
        """The period of the first number of each input that has any."""
        return numbers.oldest(self._file.database, self._rows(inputs))

    def _rows(self, inputs: Iterable[Uid]) -> dict[int, Uid]:
        return {row: uid for uid in inputs if (row := self._file.names.row(uid)) is not None}
