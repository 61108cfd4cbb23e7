"""What there is to know of how the files were read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kpidesk.domain.wording import MONTHS, period_words
from kpidesk.exchange.accounts.amounts import Money
from kpidesk.exchange.accounts.books import Books
from kpidesk.exchange.accounts.control.finding import Finding, Weight
from kpidesk.exchange.accounts.ledger import CLOSED, Stretch
from kpidesk.exchange.accounts.months import period_of
from kpidesk.text import msg, msgn


def notes(books: Books) -> Iterator[Finding]:
    """What was left out, and how the files were understood where they left it open."""
    yield from _left_out(books)
    yield from _missing_months(books)
    yield from _of_the_form(books)
    yield from _of_the_year(books)
    for stretch in books.ledger.stretches:
        yield from _outside(stretch)


def _left_out(books: Books) -> Iterator[Finding]:
    count = sum(tally.left_count for tally in books.tallies)
    if count:
        first = next(row for tally in books.tallies for row in tally.left)
        head = msgn("{n} line could not be taken.", "{n} lines could not be taken.", count)
        about = msg("The first is line {line}: {why}.", line=first.line, why=first.why)
        yield Finding("lines_left_out", Weight.LOOK, head, about)
    again = sum(tally.again for tally in books.tallies)
    if again:
        head = msgn("{n} voucher is in two files.", "{n} vouchers are in two files.", again)
        yield Finding("again", Weight.KNOW, head, msg("The newer file counts."))


def _missing_months(books: Books) -> Iterator[Finding]:
    for before, after in pairwise(books.ledger.stretches):
        if before.months and after.months and before.months[-1].next() < after.months[0]:
            first, last = before.months[-1].next(), after.months[0].previous()
            head = msg("A part of the accounts is missing.")
            about = msg("No file has {first} to {last}.", first=period_words(first), last=period_words(last))
            yield Finding("months_missing", Weight.LOOK, head, about)


def _of_the_form(books: Books) -> Iterator[Finding]:
    if books.windows:
        about = msg("They are not those that the file declares.")
        yield Finding("windows_letters", Weight.KNOW, msg("The letters of the file are read as Windows text."), about)
    if not all(head.namespace for head in books.heads):
        about = msg("It was read as if it did.")
        yield Finding("no_namespace", Weight.KNOW, msg("The file does not say that it is SAF-T Financial."), about)


def _of_the_year(books: Books) -> Iterator[Finding]:
    calendar = books.ledger.calendar
    if calendar.by_day:
        about = msg("Each voucher counts in the month of its day.")
        yield Finding("by_day", Weight.LOOK, msg("Periods and days of the vouchers do not agree."), about)
    elif calendar.shift:
        head = msg("The fiscal year begins in {month}.", month=MONTHS[calendar.shift])
        about = msg("Each voucher counts in the month of its day.")
        yield Finding("shifted_year", Weight.KNOW, head, about)
    if any(CLOSED in places for stretch in books.ledger.stretches for places in stretch.movements.values()):
        about = msg("Carrying the result over to equity is neither a sale nor a cost.")
        yield Finding("closing_voucher", Weight.KNOW, msg("The closing of the year is held outside."), about)


def _outside(stretch: Stretch) -> Iterator[Finding]:
    """Movements of months that are not whole, or that the file was not made for."""
    whole = set(stretch.months)
    others = {month: places for month, places in stretch.movements.items() if period_of(month) not in whole}
    for month, places in sorted(others.items()):
        period = period_of(month)
        if period is None:
            continue
        debit = sum(cell[0] for cell in places.values())
        about = msg("{amount} was booked in {period}.", amount=Money(debit, unit=True), period=period_words(period))
        head = msg("A month is not whole in the file and is left out.")
        yield Finding("month_left_out", Weight.KNOW, head, about)
