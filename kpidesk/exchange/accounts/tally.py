"""What is summed while the vouchers of one file go by: by account and time, and what only a whole voucher tells.

Nothing here grows with the number of vouchers but some bytes for each, to find what was booked twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from kpidesk.exchange.accounts.chart import Chart
from kpidesk.exchange.accounts.runs import Runs, numbered
from kpidesk.exchange.accounts.twice import Digests
from kpidesk.exchange.accounts.vouchers import NOTHING_SAID, LeftOut, Line, Sink, Totals, Voucher

Series: TypeAlias = tuple[str, int | None, str]
"""Of voucher numbers: the journal, the year, and what stands before the number."""
LISTED = 200
"""So many of what is wrong are kept one by one; the rest is counted."""
SALES, RESULT, DISPOSAL = range(30, 33), range(30, 88), (20, 88, 89)
LATE_PERIOD = 13


class When(NamedTuple):
    """When a voucher says that it belongs; ``month`` counts months of its day. ``closing`` ends a year's result."""

    year: int | None
    period: int | None
    month: int | None
    closing: bool = False


class Unbalanced(NamedTuple):
    """A voucher whose two sides differ."""

    id: str
    debit: int
    credit: int


@dataclass
class Tally(Sink):
    """The sums of one file."""

    chart: Chart
    seen_before: Container[int] = frozenset()
    keep_keys: bool = False
    sums: dict[When, dict[str, list[int]]] = field(default_factory=dict)
    """Debit, credit and number of lines, by account."""
    returns: Counter[When] = field(default_factory=Counter)
    sales_vat: Counter[When] = field(default_factory=Counter)
    purchase_vat: Counter[When] = field(default_factory=Counter)
    vouchers: Counter[When] = field(default_factory=Counter)
    parties: dict[tuple[str, str], int] = field(default_factory=dict)
    """Movements by party and account."""
    lines: int = 0
    debit: int = 0
    credit: int = 0
    said: Totals = NOTHING_SAID
    unbalanced: list[Unbalanced] = field(default_factory=list)
    unbalanced_count: int = 0
    again: int = 0
    """Vouchers that another file has already given."""
    left: list[LeftOut] = field(default_factory=list)
    left_count: int = 0
    runs: dict[Series, Runs] = field(default_factory=dict)
    digests: Digests = field(default_factory=Digests)
    keys: set[int] = field(default_factory=set)

    def totals(self, totals: Totals) -> None:
        """Keep what the file says of itself."""
        self.said = totals

    def left_out(self, what: LeftOut) -> None:
        """Keep a line that can't be taken."""
        self.left_count += 1
        if len(self.left) < LISTED:
            self.left.append(what)

    def voucher(self, voucher: Voucher) -> None:
        """Sum a voucher, unless a newer file has given it already."""
        if self.keep_keys:
            key = hash((voucher.year, voucher.period, voucher.journal, voucher.id))
            if key in self.seen_before:
                self.again += 1
                return
            self.keys.add(key)
        month = None if voucher.day is None else voucher.day.year * 12 + voucher.day.month - 1
        when = When(voucher.year, voucher.period, month)
        groups = [place.group if (place := self.chart.place(line.account)) else 0 for line in voucher.lines]
        if (voucher.period is None or voucher.period >= LATE_PERIOD - 1) and _closes(groups):
            when = when._replace(closing=True)
        self.vouchers[when] += 1
        self._sum(voucher, when)
        self._tell(voucher.lines, groups, when)
        self._number(voucher)
        self.digests.add(voucher)

    def _sum(self, voucher: Voucher, when: When) -> None:
        sums = self.sums.setdefault(when, {})
        debit = credit = 0
        for line in voucher.lines:
            cell = sums.get(line.account)
            if cell is None:
                cell = sums[line.account] = [0, 0, 0]
            cell[0] += line.debit
            cell[1] += line.credit
            cell[2] += 1
            debit += line.debit
            credit += line.credit
            if party := line.customer or line.supplier:
                key = (party, line.account)
                self.parties[key] = self.parties.get(key, 0) + line.debit - line.credit
        self.lines += len(voucher.lines)
        self.debit += debit
        self.credit += credit
        if debit != credit:
            self.unbalanced_count += 1
            if len(self.unbalanced) < LISTED:
                self.unbalanced.append(Unbalanced(voucher.id, debit, credit))

    def _tell(self, lines: tuple[Line, ...], groups: list[int], when: When) -> None:
        """What only the whole voucher tells: a return, and the VAT of what was sold or bought."""
        if when.closing:
            return
        sold = [line for line, group in zip(lines, groups, strict=True) if group in SALES]
        if sold:
            self.sales_vat[when] -= self._marked(lines, "output_vat")
            back = sum(line.debit - line.credit for line in sold)
            if back > 0 and (any(line.customer for line in lines) or _paid_back(lines, groups)):
                self.returns[when] += 1
        if any(group // 10 == 4 for group in groups):
            self.purchase_vat[when] += self._marked(lines, "input_vat")

    def _marked(self, lines: tuple[Line, ...], mark: str) -> int:
        place = self.chart.place
        return sum(
            line.debit - line.credit for line in lines if (at := place(line.account)) is not None and mark in at.marks
        )

    def _number(self, voucher: Voucher) -> None:
        number = numbered(voucher.id)
        if number is not None:
            series = (voucher.journal, voucher.year, number[0])
            if series not in self.runs:
                self.runs[series] = Runs()
            self.runs[series].add(number[1], voucher.day.toordinal() if voucher.day else 0)


def _paid_back(lines: tuple[Line, ...], groups: list[int]) -> bool:
    return any(line.credit > line.debit for line, group in zip(lines, groups, strict=True) if group in (15, 19))


def _closes(groups: list[int]) -> bool:
    """Tell whether a voucher only carries the year's incomes and costs over to the equity."""
    income = any(30 <= group < 40 for group in groups)
    cost = any(40 <= group < 88 for group in groups)
    return (
        income
        and cost
        and all(group in RESULT or group in DISPOSAL for group in groups)
        and any(group in DISPOSAL for group in groups)
    )
