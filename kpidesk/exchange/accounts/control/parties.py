"""What is wrong among customers and suppliers: ledgers that do not agree with their account, customers owed money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kpidesk.exchange.accounts.amounts import Money
from kpidesk.exchange.accounts.books import Books
from kpidesk.exchange.accounts.control.finding import Finding, Weight
from kpidesk.exchange.accounts.head import Party
from kpidesk.exchange.accounts.ledger import Stretch
from kpidesk.text import Message, msg

ONE_BY_ONE = 3


def ledgers(books: Books) -> Iterator[Finding]:
    """Accounts whose customers or suppliers do not add up to the account, at the opening and at the end."""
    for stretch in books.ledger.stretches:
        first, last = stretch.parts[0].head, stretch.parts[-1].head
        for name in ("customers", "suppliers"):
            opening, closing = _by_account(getattr(first, name), 0), _by_account(getattr(last, name), 1)
            for account in sorted(opening.keys() | closing.keys()):
                yield from _differing(stretch, account, name, opening.get(account, 0), closing.get(account))


def _by_account(parties: Mapping[str, Party], which: int) -> dict[str, int]:
    """The balances of parties together; empty where the file gives none, or does not say of which account."""
    found: Counter[str] = Counter()
    for party in parties.values():
        for account, both in party.balances.items():
            if account and both[which] is not None:
                found[account] += both[which] or 0
    given = any(any(both) for party in parties.values() for account, both in party.balances.items() if account)
    return dict(found) if given else {}


def _differing(stretch: Stretch, account: str, name: str, opening: int, closing: int | None) -> Iterator[Finding]:
    own = stretch.openings.get(account, 0)
    ends = own + stretch.accounts[account]
    head = (
        msg("The customers do not add up to their account.")
        if name == "customers"
        else msg("The suppliers do not add up to their account.")
    )
    said: list[tuple[str, Message]] = []
    if opening != own:
        said.append(("opening", msg(
            "Together they open with {together}, the account with {own}.",
            together=Money(opening), own=Money(own, unit=True),
        )))  # fmt: skip
    if closing is not None and closing != ends:
        said.append(("closing", msg(
            "Together they close with {together}, the account with {own}.",
            together=Money(closing), own=Money(ends, unit=True),
        )))  # fmt: skip
    for which, about in said:
        yield Finding(f"{name}_{which}_differ", Weight.LOOK, head, about, msg("account {id}", id=account))


def overpaid(books: Books) -> Iterator[Finding]:
    """Customers that have paid more than they were invoiced, as the file closes with them."""
    if not books.ledger.stretches:
        return
    last = books.ledger.stretches[-1].parts[-1].head
    owed = [
        (closing, party)
        for party in last.customers.values()
        for _opening, closing in party.balances.values()
        if closing is not None and closing < 0
    ]
    for closing, party in sorted(owed, key=lambda each: each[0])[:ONE_BY_ONE]:
        about = msg("{name} closes with {amount}.", name=party.name or party.id, amount=Money(closing, unit=True))
        head = msg("A customer has paid more than was invoiced.")
        yield Finding("overpaid", Weight.LOOK, head, about, msg("customer {id}", id=party.id))
