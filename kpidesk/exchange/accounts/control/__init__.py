"""What a look at the accounts finds: each in a sentence with its figures, and where in the accounts it lies.

Nothing of it changes a number: everything is read as it stands in the file, and what is wrong is for the accountant.
"""

from __future__ import annotations

from kpidesk.exchange.accounts.books import Books
from kpidesk.exchange.accounts.control import about_file, balances, cash, parties, vouchers
from kpidesk.exchange.accounts.control.finding import Finding, Weight
from kpidesk.exchange.accounts.figures import Figures
from kpidesk.text import msg

__all__ = ["Finding", "Weight", "findings"]


def findings(books: Books, figures: Figures) -> tuple[Finding, ...]:
    """Everything found, in the order to read it: what is right, what to look at, what to know."""
    found = [
        *vouchers.totals(books),
        *balances.accounts(books.ledger),
        *balances.openings(books.ledger),
        *balances.carried_over(books.ledger),
        *vouchers.twice(books),
        *vouchers.gaps(books),
        *balances.wrong_side(books.ledger),
        *parties.ledgers(books),
        *parties.overpaid(books),
        *vouchers.unknown_accounts(books),
        *cash.flows(books.ledger, figures),
        *about_file.notes(books),
    ]
    wrong = any(each.weight is Weight.LOOK for each in found)
    if wrong:
        told = msg("Everything is read as it is in the file.")
        found.append(
            Finding(
                "as_it_stands",
                Weight.KNOW,
                told,
                msg("Correct it in the accounts and import the file again. The numbers are replaced then."),
            )
        )
    return tuple(sorted(found, key=lambda each: each.weight.order))
