"""Vouchers that look as if they were booked twice, found with some bytes for each."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from kpidesk.exchange.accounts.vouchers import Voucher

NEAR = 7
"""The same invoice within so many days is probably one; later it may be next month's rent."""


class Twice(NamedTuple):
    """Two vouchers that say the same: their numbers and days, the party, the document and the amount."""

    first: str
    second: str
    first_day: int
    second_day: int
    party: str
    document: str
    amount: int


class Digests:
    """What tells vouchers with a party and a document apart: accounts, amounts, party and document."""

    def __init__(self) -> None:
        self._digests, self._days, self._ends = array("q"), array("l"), array("L")
        self._texts = bytearray()

    def add(self, voucher: Voucher) -> None:
        """Note a voucher; one without a party, a document or a day can't be told from others."""
        about = next((line for line in voucher.lines if (line.customer or line.supplier) and line.document), None)
        if about is None or voucher.day is None:
            return
        said = sorted((line.account, line.debit - line.credit, line.document) for line in voucher.lines)
        party = about.customer or about.supplier
        self._digests.append(hash((party, *said)))
        self._days.append(voucher.day.toordinal())
        text = "\0".join((voucher.id, party, about.document, str(about.debit + about.credit)))
        self._texts += text.encode("utf-8", "replace")
        self._ends.append(len(self._texts))

    def absorb(self, other: Digests) -> None:
        """Note the vouchers of another file."""
        shift = len(self._texts)
        self._digests.extend(other._digests)
        self._days.extend(other._days)
        self._ends.extend(end + shift for end in other._ends)
        self._texts += other._texts

    def twice(self) -> Iterator[Twice]:
        """The pairs, the earliest first."""
        repeated = {one for one, other in pairwise(sorted(self._digests)) if one == other}
        places = [at for at, digest in enumerate(self._digests) if digest in repeated]
        ordered = sorted(places, key=lambda at: (self._digests[at], self._days[at], at))
        same = [
            (one, other)
            for one, other in pairwise(ordered)
            if self._digests[one] == self._digests[other] and self._days[other] - self._days[one] <= NEAR
        ]
        for one, other in sorted(same, key=lambda pair: (self._days[pair[0]], pair)):
            first, party, document, amount = self._said(one)
            second = self._said(other)[0]
            yield Twice(first, second, self._days[one], self._days[other], party, document, int(amount))

    def _said(self, at: int) -> list[str]:
        start = self._ends[at - 1] if at else 0
        return self._texts[start : self._ends[at]].decode().split("\0")
