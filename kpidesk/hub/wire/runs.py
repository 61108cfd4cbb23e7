"""Transactions of one session in a row, in one payload: one for a live edit, up to 500 or a megabyte for an upload."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kpidesk.hub.wire import payload, seal
from kpidesk.hub.wire.seal import Seal
from kpidesk.records import record

MOST, MOST_BYTES = 500, 1 << 20


@record(frozen=True)
class Run:
    """Transactions ``first`` to ``last`` of a session as they stand in a row of the server; who put it there, when."""

    session: bytes
    first: int
    last: int
    payload: bytes
    by: str = ""
    arrived: str = ""


class Item(NamedTuple):
    """One transaction to be sent: its session, number and body."""

    session: bytes
    n: int
    body: bytes


def cut(items: Iterable[Item], space: bytes, key: Seal | None) -> list[Run]:
    """Runs of transactions that are in the order of session and number."""
    return [_run(piece, space, key) for piece in _pieces(items)]


def _pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    piece, weight = list[Item](), 0
    for item in items:
        if piece and not _follows(piece, item, weight):
            yield piece
            piece, weight = [], 0
        piece.append(item)
        weight += len(item.body)
    if piece:
        yield piece


def _follows(piece: list[Item], item: Item, weight: int) -> bool:
    last = piece[-1]
    beside = item.n == last.n + 1 and item.session == last.session
    return beside and len(piece) < MOST and weight + len(item.body) <= MOST_BYTES


def _run(piece: list[Item], space: bytes, key: Seal | None) -> Run:
    session, first, last = piece[0].session, piece[0].n, piece[-1].n
    where = seal.place(space, session, first, last)
    return Run(session, first, last, payload.shut(b"".join(item.body for item in piece), key, where))
