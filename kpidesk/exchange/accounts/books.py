"""The files of one company, read once each: first what stands before the vouchers in all of them, then the vouchers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kpidesk.errors import BadInput
from kpidesk.exchange.accounts.chart import Answers, Chart
from kpidesk.exchange.accounts.head import Head, read_head
from kpidesk.exchange.accounts.ledger import Ledger, joined, known_accounts
from kpidesk.exchange.accounts.tally import Tally
from kpidesk.exchange.accounts.vouchers import read_vouchers
from kpidesk.text import msg

Progress = Callable[[int, int], None]
"""Told how many bytes of how many are read; whoever wants to stop raises in it."""


def silent(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Books:
    """What was read: the files in the order of time, and their sums together."""

    heads: tuple[Head, ...]
    tallies: tuple[Tally, ...]
    ledger: Ledger
    windows: bool = False
    """The letters of a file were not those that it declares, and were read as Windows text."""


def read_books(paths: Sequence[Path], answers: Answers, progress: Progress = silent) -> Books:
    """Read the accounts of one company; raises ``FileRefused``, and ``BadInput`` for those of several.

    ``answers`` are what somebody has said of accounts that nobody knows.
    """
    heads = sorted((read_head(path) for path in dict.fromkeys(paths)), key=_newest_last)
    _refuse_others(heads)
    chart = Chart(known_accounts(heads), answers)
    seen: set[int] = set()
    read: list[tuple[Head, Tally]] = []
    done, total, windows = 0, sum(head.size for head in heads), False
    for head in reversed(heads):
        telling = partial(_tell, progress, done, total)
        tally, encoding = _tallied(head, Chart(chart.accounts, answers), seen if len(heads) > 1 else None, telling)
        windows = windows or encoding is not None
        seen |= tally.keys
        read.append((head, tally))
        done += head.size
    read.reverse()
    return Books(tuple(head for head, _ in read), tuple(tally for _, tally in read), joined(chart, read), windows)


def _newest_last(head: Head) -> tuple[bool, str]:
    made = head.header.made_on
    return made is not None, "" if made is None else made.isoformat()


def _refuse_others(heads: Sequence[Head]) -> None:
    first = heads[0].header
    other = next((head.header for head in heads if head.header.orgnr != first.orgnr), None)
    if other is not None:
        raise BadInput(
            msg(
                "The files belong to two companies: {one} ({number}) and {other} ({other_number}). Choose those of one"
                " company. Nothing was changed.",
                one=first.company,
                number=first.orgnr,
                other=other.company,
                other_number=other.orgnr,
            )
        )


def _tell(progress: Progress, done: int, total: int, read: int) -> None:
    """Tell how much of all files is read, of one of which so much is."""
    progress(done + read, max(total, done + read))


def _tallied(
    head: Head, chart: Chart, seen: set[int] | None, telling: Callable[[int], None]
) -> tuple[Tally, str | None]:
    """Sum one file; what another file has given before (``seen``) is not taken again."""
    made: list[Tally] = []

    def sink() -> Tally:
        made.append(Tally(chart, seen or frozenset(), keep_keys=seen is not None))
        return made[-1]

    encoding = read_vouchers(head, sink, telling)
    return made[-1], encoding
