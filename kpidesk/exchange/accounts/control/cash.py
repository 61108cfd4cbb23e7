"""Whether the flows of cash make the change of cash, in every month."""

from __future__ import annotations

from collections.abc import Iterator

from kpidesk.domain.wording import period_words
from kpidesk.exchange.accounts.amounts import Money
from kpidesk.exchange.accounts.control.finding import Finding, Weight
from kpidesk.exchange.accounts.figures import Figures, month_number
from kpidesk.exchange.accounts.ledger import Ledger
from kpidesk.text import msg

FLOWS = ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")


def flows(ledger: Ledger, figures: Figures) -> Iterator[Finding]:
    """Months in which operations, investments and financing together are not the change of cash.

    What moved on accounts that are held outside is no flow of the three, and is taken into account.
    """
    for stretch in ledger.stretches:
        for period in stretch.months:
            made = sum(figures.months[name][period] for name in FLOWS)
            places = stretch.movements.get(month_number(period), {})
            made -= sum(debit - credit for place, (debit, credit) in places.items() if place.group == 0)
            changed = figures.months["cash_change"][period]
            if made != changed:
                about = msg(
                    "The flows of {period} make {made}, the cash changed by {changed}.",
                    period=period_words(period), made=Money(made), changed=Money(changed, unit=True),
                )  # fmt: skip
                yield Finding("cash_differs", Weight.LOOK, msg("The cash flow does not add up."), about)
