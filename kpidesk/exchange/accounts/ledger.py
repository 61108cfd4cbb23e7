"""The sums of all files together: stretches of time that follow each other, with what each account opened with.

Several files of one year make one stretch, and their openings count once. A year, or a file after a gap, begins anew
from what it says itself that the accounts opened with.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpidesk.domain.period import Period
from kpidesk.exchange.accounts.chart import Chart, Place
from kpidesk.exchange.accounts.head import Account, Head
from kpidesk.exchange.accounts.months import MONTHS, Calendar, Covered, calendar_of, covered, period_of
from kpidesk.exchange.accounts.tally import DISPOSAL, RESULT, Tally, When

CLOSED = Place(DISPOSAL[1])
"""Where the results go that a voucher only carries over to the equity at the end of a year."""


@dataclass(frozen=True)
class Part:
    """One file: what stands before its vouchers, what was summed of them, and the time that it covers."""

    head: Head
    tally: Tally
    covered: Covered | None


@dataclass
class Stretch:
    """Files that follow each other: the time, what each account opened with, and the movements of each month.

    ``movements`` hold debit and credit by place, ``facts`` what whole vouchers tell, by name, both by month counted
    from year 0. ``accounts`` hold the movement of each account, ``by_account`` that of each month.
    """

    parts: list[Part]
    openings: dict[str, int] = field(default_factory=dict)
    closings: dict[str, int | None] = field(default_factory=dict)
    movements: dict[int, dict[Place, list[int]]] = field(default_factory=dict)
    facts: dict[str, Counter[int]] = field(default_factory=dict)
    accounts: Counter[str] = field(default_factory=Counter)
    by_account: dict[int, Counter[str]] = field(default_factory=dict)
    months: tuple[Period, ...] = ()

    @property
    def first(self) -> Covered:
        """The time of its earliest file."""
        found = self.parts[0].covered
        assert found is not None
        return found


@dataclass(frozen=True)
class Ledger:
    """The accounts of one company, of all files together."""

    chart: Chart
    calendar: Calendar
    stretches: tuple[Stretch, ...]


def joined(chart: Chart, read: Sequence[tuple[Head, Tally]]) -> Ledger:
    """Put the sums of files together; those without any time, which have no vouchers, are left."""
    vouchers: Counter[When] = Counter()
    for _head, tally in read:
        vouchers.update(tally.vouchers)
    calendar = calendar_of(vouchers)
    parts = [Part(head, tally, covered(head.header, calendar, _used(tally, calendar))) for head, tally in read]
    stretches = [_filled(chart, calendar, stretch) for stretch in _stretches(parts, calendar)]
    return Ledger(chart, calendar, tuple(stretches))


def _used(tally: Tally, calendar: Calendar) -> set[int]:
    return {month for when in tally.vouchers if (month := calendar.month(when)) is not None}


def _stretches(parts: Iterable[Part], calendar: Calendar) -> list[Stretch]:
    timed = [(part.covered.first, part.covered.last, part) for part in parts if part.covered is not None]
    found: list[Stretch] = []
    until = None
    for first, last, part in sorted(timed, key=lambda each: each[:2]):
        new_year = found and _year(found[-1].first.first, calendar) != _year(first, calendar)
        if until is None or new_year or (first - until).days > 1:
            found.append(Stretch([]))
            until = None
        found[-1].parts.append(part)
        until = last if until is None else max(until, last)
    return found


def _year(day: dt.date, calendar: Calendar) -> int:
    """Which fiscal year a day lies in."""
    return (day.year * MONTHS + day.month - 1 - calendar.shift) // MONTHS


def _filled(chart: Chart, calendar: Calendar, stretch: Stretch) -> Stretch:
    begun: Counter[str] = Counter()
    for part in stretch.parts:
        for when, sums in part.tally.sums.items():
            month = calendar.month(when)
            for account, (debit, credit, _lines) in sums.items():
                if month is None:
                    begun[account] += debit - credit
                    continue
                stretch.accounts[account] += debit - credit
                stretch.by_account.setdefault(month, Counter())[account] += debit - credit
                cell = stretch.movements.setdefault(month, {}).setdefault(_place(chart, account, when), [0, 0])
                cell[0] += debit
                cell[1] += credit
        for name in ("returns", "sales_vat", "purchase_vat"):
            counted = stretch.facts.setdefault(name, Counter())
            for when, value in getattr(part.tally, name).items():
                if (month := calendar.month(when)) is not None:
                    counted[month] += value
    _balance(stretch, begun)
    stretch.months = _whole_months(stretch)
    return stretch


def _place(chart: Chart, account: str, when: When) -> Place:
    place = chart.place(account) or Place(0)
    return CLOSED if when.closing and place.group in RESULT else place


def _balance(stretch: Stretch, begun: Counter[str]) -> None:
    """Openings from the earliest file that knows the account, closings from the latest.

    Where no account has an opening, vouchers of period 0 are what the accounts opened with.
    """
    for part in stretch.parts:
        for id, account in part.head.accounts.items():  # noqa: A001 - as the format calls it
            stretch.openings.setdefault(id, account.opening)
            if account.closing is not None:
                stretch.closings[id] = account.closing
    if not any(stretch.openings.values()):
        stretch.openings = {**stretch.openings, **begun}


def _whole_months(stretch: Stretch) -> tuple[Period, ...]:
    """The whole months that the files cover, up to the last that has a voucher."""
    lasts = [part.covered.last for part in stretch.parts if part.covered is not None]
    used = [period for month in stretch.movements if (period := period_of(month)) is not None]
    if not used:
        return ()
    return tuple(period for period in Covered(stretch.first.first, max(lasts)).months() if period <= max(used))


def known_accounts(heads: Iterable[Head]) -> Mapping[str, Account]:
    """The accounts of all files; a later file's word on an account counts."""
    return {id: account for head in heads for id, account in head.accounts.items()}  # noqa: A001
