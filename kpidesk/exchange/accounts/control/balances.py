"""What is wrong among the balances: accounts that do not close as they opened and moved, openings that are not 0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from kpidesk.domain.period import Period
from kpidesk.domain.wording import period_words
from kpidesk.exchange.accounts.amounts import Money
from kpidesk.exchange.accounts.chart import Place
from kpidesk.exchange.accounts.control.finding import Finding, Weight
from kpidesk.exchange.accounts.figures import month_number
from kpidesk.exchange.accounts.ledger import Ledger, Stretch
from kpidesk.text import Message, msg, msgn

CASH, LAST_OF_BALANCE, EQUITY = 19, 29, 20
ONE_BY_ONE = 6
"""So many accounts are told one by one; more are counted together."""


def accounts(ledger: Ledger) -> Iterator[Finding]:
    """Accounts that do not close as their opening and movements say, the bank first.

    A file that gives no account a closing balance leaves it to the reader.
    """
    wrong = [
        (stretch, account, closing)
        for stretch in ledger.stretches
        if any(stretch.closings.values())
        for account, closing in sorted(
            stretch.closings.items(), key=lambda each: (_group(ledger, each[0]) != CASH, each[0])
        )
        if closing is not None and stretch.openings.get(account, 0) + stretch.accounts[account] != closing
    ]
    for stretch, account, closing in wrong[:ONE_BY_ONE]:
        yield _not_closing(ledger, stretch, account, closing)
    if len(wrong) > ONE_BY_ONE:
        rest = wrong[ONE_BY_ONE:]
        head = msgn("{n} more account does not add up.", "{n} more accounts do not add up.", len(rest))
        ids = ", ".join(account for _stretch, account, _closing in rest[:5])
        yield Finding("account_differs_more", Weight.LOOK, head, msg("The first are {ids}.", ids=ids))


def _not_closing(ledger: Ledger, stretch: Stretch, account: str, closing: int) -> Finding:
    opening, moved = stretch.openings.get(account, 0), stretch.accounts[account]
    head = (
        msg("The bank account does not add up.")
        if _group(ledger, account) == CASH
        else msg("Account {id} {name} does not add up.", id=account, name=ledger.chart.accounts[account].name)
    )
    about = msg(
        "Opening {opening} and movements of {moved} make {made}. The file says {closing}.",
        opening=Money(opening), moved=Money(moved), made=Money(opening + moved, unit=True),
        closing=Money(closing, unit=True),
    )  # fmt: skip
    return Finding("account_differs", Weight.LOOK, head, about, msg("account {id}", id=account))


def _group(ledger: Ledger, account: str) -> int:
    place = ledger.chart.place(account)
    return 0 if place is None else place.group


def openings(ledger: Ledger) -> Iterator[Finding]:
    """Openings that do not come to nought together."""
    for stretch in ledger.stretches:
        total = sum(stretch.openings.values())
        if total == 0:
            continue
        debit = sum(size for size in stretch.openings.values() if size > 0)
        credit = -sum(size for size in stretch.openings.values() if size < 0)
        about = msg(
            "Debit is {debit} and credit {credit}. They differ by {gap}.",
            debit=Money(debit), credit=Money(credit), gap=Money(abs(total), unit=True),
        )  # fmt: skip
        yield Finding("openings_differ", Weight.LOOK, msg("The opening balances do not add up."), about)


def carried_over(ledger: Ledger) -> Iterator[Finding]:
    """Balances that a year opens with otherwise than the one before has closed; equity takes up the result between."""
    for before, after in pairwise(ledger.stretches):
        if not before.months or not after.months or before.months[-1].next() != after.months[0]:
            continue
        closed = {account: before.openings.get(account, 0) + before.accounts[account] for account in after.openings}
        wrong = [
            account
            for account, opening in sorted(after.openings.items())
            if 0 < _group(ledger, account) <= LAST_OF_BALANCE
            and _group(ledger, account) != EQUITY
            and closed[account] != opening
        ]
        for account in wrong[:ONE_BY_ONE]:
            about = msg(
                "It closed with {closed} in {before} and opens with {opening}.",
                closed=Money(closed[account]), before=period_words(before.months[-1]),
                opening=Money(after.openings[account], unit=True),
            )  # fmt: skip
            name = ledger.chart.accounts[account].name if account in ledger.chart.accounts else ""
            head = msg("Account {id} {name} is not carried over.", id=account, name=name)
            yield Finding("not_carried_over", Weight.LOOK, head, about, msg("account {id}", id=account))


def wrong_side(ledger: Ledger) -> Iterator[Finding]:
    """Receivables below nought, payables that somebody owes us, a bank account that is overdrawn."""
    kinds = (
        ("receivable", 1, Weight.LOOK, msg("Receivables are below zero.")),
        ("payable", -1, Weight.LOOK, msg("Payables are below zero.")),
        ("cash", 1, Weight.KNOW, msg("The bank account is overdrawn. It counts as cash all the same.")),
    )
    for stretch in ledger.stretches:
        for account in sorted({*stretch.openings, *stretch.accounts}):
            place = ledger.chart.place(account)
            for mark, sign, weight, head in kinds:
                about = None if place is None or not _is(place, mark) else _below(stretch, account, sign)
                if about is not None:
                    yield Finding(f"{mark}_below_zero", weight, head, about, msg("account {id}", id=account))


def _is(place: Place, mark: str) -> bool:
    return place.group == CASH if mark == "cash" else mark in place.marks


def _below(stretch: Stretch, account: str, sign: int) -> Message | None:
    """The month in which an account lies farthest on the wrong side, in words."""
    standing = stretch.openings.get(account, 0)
    worst: tuple[int, Period] | None = None
    for period in stretch.months:
        standing += stretch.by_account.get(month_number(period), Counter())[account]
        if sign * standing < 0 and (worst is None or sign * standing < sign * worst[0]):
            worst = standing, period
    if worst is None:
        return None
    return msg(
        "Account {id} stands at {amount} at the end of {period}.",
        id=account, amount=Money(worst[0], unit=True), period=period_words(worst[1]),
    )  # fmt: skip
