"""Transactions of one session in a row, in one payload: one for a live edit, up to 500 or a megabyte for an upload."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice

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


Item = tuple[bytes, int, bytes]
"""One transaction to be sent: its session, number and body."""


def cut(items: Iterable[Item], space: bytes, key: Seal | None) -> list[Run]:
    """Runs of transactions that are in the order of session and number.

    Where there are several, one is packed in another thread while the next is being collected in this one: zlib lets
    both go on.
    """
    pieces = _pieces(items)
    begun = list(islice(pieces, 2))
    if len(begun) < 2:
        return [_run(piece, space, key) for piece in begun]
    from concurrent.futures import ThreadPoolExecutor  # most couriers never have so much

    with ThreadPoolExecutor(1, "team server packing") as beside:
        return list(beside.map(partial(_run, space=space, key=key), chain(begun, pieces)))


def _pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    piece, weight, follows = list[Item](), 0, (b"", 0)
    for item in items:
        session, n, body = item
        weight += len(body)
        if piece and ((session, n) != follows or len(piece) >= MOST or weight > MOST_BYTES):
            yield piece
            piece, weight = [], len(body)
        piece.append(item)
        follows = session, n + 1
    if piece:
        yield piece


def _run(piece: list[Item], space: bytes, key: Seal | None) -> Run:
    (session, first, _body), (_session, last, _last_body) = piece[0], piece[-1]
    where = seal.place(space, session, first, last)
    return Run(session, first, last, payload.shut(b"".join([body for _session, _n, body in piece]), key, where))
