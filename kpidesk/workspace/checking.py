"""Whether an open file is sound: its structure, its digests, and the periods that its numbers lie on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpidesk.domain.entities import KINDS, Annotation, Input, Target
from kpidesk.domain.wording import period_words
from kpidesk.store.files import verify
from kpidesk.store.log import codec, values
from kpidesk.text import msgn

if TYPE_CHECKING:
    from kpidesk.domain.entities import Uid
    from kpidesk.domain.period import Period
    from kpidesk.store.db.database import Database
    from kpidesk.text import Message
    from kpidesk.workspace.open_file import OpenFile
    from kpidesk.workspace.rows import Rows


class Checking:
    """See the module. ``live`` is the database that is looked at in place of a snapshot of it."""

    def __init__(self, file: OpenFile, rows: Rows, live: Database | None) -> None:
        self._file, self._rows, self._live = file, rows, live
        self.unseen = False
        """Whether this machine has met the file for the first time: what is set aside in it has been told to nobody."""

    def set_aside(self) -> Iterator[str]:
        """Each value that can't be used and is read as if nobody had written it: what it is of, and its field."""
        for uid, field in values.unusable(values.OURS.run(self._file.database)):
            yield f"{self._named(uid, field.partition('.')[0])}: {field}"

    def _named(self, uid: Uid, prefix: str) -> str:
        """The name or title of a row, where it has one that can be read."""
        kind = next((each for each in KINDS if codec.prefix(each) == prefix), None)
        row = self._rows.find(kind, uid) if kind is not None else None
        return str(getattr(row, "name", "") or getattr(row, "title", "") or uid)

    def off_grid(self) -> dict[Uid, list[Period]]:
        """The numbers that nobody sees, by input: those on periods that the company has not."""
        start, found = self._rows.company.fiscal_year_start, {}
        known = [source.uid for source in self._rows.all(Input) if source.frequency.months > 1]
        for uid, series in self._rows.series_many(known).items():
            off = [period for period in series if not period.on_grid(start)]
            if off:
                found[uid] = off
        return found

    def problems(self) -> list[Message]:
        """Verify the file: SQLite's own check, every digest, the state against the log, and the periods of numbers.

        On a handle that was made by ``Handles.apart`` nobody has to wait meanwhile.
        """
        found = self._structure() + verify.contradictions(self._file.database, self._file.names)
        self._file.forget()
        found += [self._off_grid_words(uid, periods) for uid, periods in self.off_grid().items()]
        return found + list(self._off_rows_words())

    def _structure(self) -> list[Message]:
        if self._live is None:
            return verify.structure(self._file.database)
        with contextlib.closing(self._live.again()) as live:
            return verify.structure(live)

    def _off_rows_words(self) -> Iterator[Message]:
        from kpidesk.domain.regrid import row_is_off

        rows: list[Annotation | Input | Target] = [
            *self._rows.all(Annotation),
            *self._rows.all(Input),
            *self._rows.all(Target),
        ]
        off = sum(row_is_off(row, self._rows.company.fiscal_year_start) for row in rows)
        if off:
            yield msgn(
                "{n} note, opening balance or season is on a period that the company doesn’t have. Nothing is "
                "lost. “kpidesk company {file} --move-numbers” moves it to the nearest.",
                "{n} notes, opening balances or seasons are on periods that the company doesn’t have. Nothing "
                "is lost. “kpidesk company {file} --move-numbers” moves them to the nearest.",
                off,
                file=self._file.path.name,
            )

    def _off_grid_words(self, uid: Uid, periods: list[Period]) -> Message:
        """Which numbers of an input lie where nobody sees them, and what to do."""
        source, first = self._rows.get(Input, uid), periods[0]
        return msgn(
            "“{name}” has {n} number on a period that is not its own: {period}. Nothing is lost. "
            "“kpidesk company {file} --move-numbers” moves it to the nearest; "
            '“kpidesk set {file} {key} {code} ""” takes it away.',
            "“{name}” has {n} numbers on periods that are not its own, the first is {period}. Nothing is lost. "
            "“kpidesk company {file} --move-numbers” moves them to the nearest; "
            '“kpidesk set {file} {key} {code} ""” takes one away.',
            len(periods),
            name=source.name,
            period=period_words(first, self._rows.company.fiscal_year_start),
            file=self._file.path.name,
            key=source.key,
            code=first.key(self._rows.company.fiscal_year_start),
        )
