"""How a restore is told: to which moment the file went back, what that took out, and whose it was."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import field

from kpidesk import format as fmt
from kpidesk.clock import moment_of
from kpidesk.records import record
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.text import Message, msg

RESTORED = msg("restore the file as it was {when}").text

AUTHORS = Query(lambda t: t.SignedTxn.select(t.SignedTxn.ord, t.SignedTxn.author))
AMONG = Query(
    lambda t, first, last: (
        t.SignedTxn.select(t.SignedTxn.ord, t.SignedTxn.author, t.SignedTxn.wall, t.SignedTxn.label)
        .where(t.SignedTxn.ord.between(first, last), t.SignedTxn.kind == schema.RESTORE)
        .order_by(t.SignedTxn.hlc)
    )
)


class Moment(str):
    """A time as a label keeps it, ``2026-03-12 08:41``; in a sentence it reads as a person says it."""

    __slots__ = ()

    def __format__(self, _spec: str) -> str:
        moment = moment_in(self)
        return str(self) if moment is None else f"{fmt.day(moment.date())}{fmt.NBSP}{fmt.clock_time(moment)}"


@record(frozen=True)
class Restored:
    """A restore: by whom and when, to which moment by their clock, and how many changes it took out.

    ``by`` counts those changes by who had made them. Restores of earlier versions of the program tell neither.
    """

    ref: int
    author: str
    when: dt.datetime
    then: dt.datetime | None
    taken: int = 0
    by: Mapping[str, int] = field(default_factory=dict)


def label(then: dt.datetime, taken: Mapping[str, int]) -> Message:
    """What a restore is called in the log; how much it takes out, and whose that is, goes with it."""
    when = Moment(f"{then:%Y-%m-%d %H:%M}")
    by = json.dumps(dict(taken), ensure_ascii=False, sort_keys=True)
    return msg("restore the file as it was {when}", when=when, taken=sum(taken.values()), by=by)


def worded(stored: Message) -> Message:
    """A stored label, its time readable where it is a restore's."""
    when = stored.params.get("when")
    if stored.text != RESTORED or not isinstance(when, str):
        return stored
    return Message(stored.text, {**stored.params, "when": Moment(when)})


def restored(ref: int, author: str, when: dt.datetime, stored: Message) -> Restored:
    """Read such a label; what another program has put there instead counts for nothing."""
    taken = stored.params.get("taken")
    then = moment_in(stored.params.get("when"))
    return Restored(
        ref, author, when, then, taken if isinstance(taken, int) and _is_count(taken) else 0, _counts(stored)
    )


def _counts(stored: Message) -> dict[str, int]:
    try:
        by = json.loads(str(stored.params.get("by", "{}")))
    except (ValueError, RecursionError):
        return {}
    return {who: n for who, n in by.items() if _is_count(n)} if isinstance(by, dict) else {}


def _is_count(n: object) -> bool:
    return isinstance(n, int) and not isinstance(n, bool) and 0 <= n < 10**9


def moment_in(words: object) -> dt.datetime | None:
    """The time that a label names, by the clock of whoever restored; ``None`` for anything else."""
    try:
        return dt.datetime.fromisoformat(str.__str__(words)) if isinstance(words, str) else None
    except ValueError:
        return None


def authors(database: Database, refs: Iterable[int]) -> dict[str, int]:
    """How many of some transactions each person has made."""
    wanted = set(refs)
    found: dict[str, int] = {}
    for ref, author in AUTHORS.run(database):
        if ref in wanted:
            found[author] = found.get(author, 0) + 1
    return found


def among(database: Database, first: int, last: int) -> list[Restored]:
    """The restores among the transactions that came in one go, in the order of time; what was undone is none."""
    from kpidesk.store.log.history import safe_label
    from kpidesk.store.log.history_query import taken_back

    rows = AMONG.rows(database, first, last)
    undone = taken_back(database) if rows else set()
    return [
        restored(ref, author, moment_of(wall), safe_label(line))
        for ref, author, wall, line in rows
        if ref not in undone
    ]
