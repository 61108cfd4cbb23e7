"""What is wrong among the vouchers: sides that differ, invoices booked twice, numbers and accounts that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kpidesk.exchange.accounts.amounts import Day, Money
from kpidesk.exchange.accounts.books import Books
from kpidesk.exchange.accounts.control.finding import Finding, Weight
from kpidesk.exchange.accounts.runs import Gap, Runs
from kpidesk.exchange.accounts.tally import Series
from kpidesk.exchange.accounts.twice import Digests, Twice
from kpidesk.text import Message, msg, msgn

ONE_BY_ONE = 3
"""So many vouchers that are wrong in the same way are told one by one; more are counted together."""


def totals(books: Books) -> Iterator[Finding]:
    """Whether debit and credit are equal, and what the file says of itself."""
    debit, credit = sum(t.debit for t in books.tallies), sum(t.credit for t in books.tallies)
    count = sum(t.vouchers.total() for t in books.tallies)
    in_vouchers = msgn("{n} voucher", "{n} vouchers", count)
    if debit == credit:
        about = msg("{amount} on each side, in {vouchers}.", amount=Money(debit, unit=True), vouchers=in_vouchers)
        yield Finding("balanced", Weight.RIGHT, msg("Debit and credit are equal."), about)
    else:
        about = msg(
            "Debit is {debit} and credit {credit}. They differ by {gap}.",
            debit=Money(debit),
            credit=Money(credit),
            gap=Money(abs(debit - credit), unit=True),
        )
        yield Finding("sides_differ", Weight.LOOK, msg("Debit and credit are not equal."), about)
    yield from _said(books)
    yield from _unbalanced(books)


def _said(books: Books) -> Iterator[Finding]:
    """Where a file's own totals are not those of its vouchers."""
    for head, tally in zip(books.heads, books.tallies, strict=True):
        said, has = tally.said, tally.vouchers.total() + tally.again
        where = Message(head.path.name)
        if said.vouchers is not None and said.vouchers != has:
            about = msg("The file says {said} vouchers and holds {found}.", said=said.vouchers, found=has)
            yield Finding("count_differs", Weight.LOOK, msg("The number of vouchers does not add up."), about, where)
        if tally.again:
            continue
        for name, number, found in (("debit", said.debit, tally.debit), ("credit", said.credit, tally.credit)):
            if number is not None and number != found:
                side = msg("debit") if name == "debit" else msg("credit")
                about = msg(
                    "The file says {said} in {side}, but its lines add up to {found}.",
                    said=Money(number), side=side, found=Money(found, unit=True),
                )  # fmt: skip
                yield Finding(
                    f"total_{name}_differs", Weight.LOOK, msg("The file’s total does not add up."), about, where
                )


def _unbalanced(books: Books) -> Iterator[Finding]:
    wrong = [each for tally in books.tallies for each in tally.unbalanced]
    count = sum(tally.unbalanced_count for tally in books.tallies)
    for each in wrong[:ONE_BY_ONE]:
        about = msg("Debit {debit}, credit {credit}.", debit=Money(each.debit), credit=Money(each.credit, unit=True))
        where = msg("voucher {id}", id=each.id)
        yield Finding("unbalanced", Weight.LOOK, msg("A voucher does not add up."), about, where)
    if count > ONE_BY_ONE:
        more = count - ONE_BY_ONE
        ids = ", ".join(each.id for each in wrong[ONE_BY_ONE : ONE_BY_ONE + 5])
        head = msgn("{n} more voucher does not add up.", "{n} more vouchers do not add up.", more)
        yield Finding("unbalanced_more", Weight.LOOK, head, msg("The first are {ids}.", ids=ids))


def twice(books: Books) -> Iterator[Finding]:
    """Invoices that look as if they were booked twice."""
    names = {id: party.name for head in books.heads for parties in (head.customers, head.suppliers)
             for id, party in parties.items()}  # fmt: skip  # noqa: A001
    found = list(_digests(books).twice())
    for each in found[:ONE_BY_ONE]:
        where = msg("vouchers {one} and {other}", one=each.first, other=each.second)
        about = _about_twice(each, names.get(each.party) or each.party)
        yield Finding("twice", Weight.LOOK, msg("An invoice is booked twice."), about, where)
    if len(found) > ONE_BY_ONE:
        more = found[ONE_BY_ONE:]
        head = msgn("{n} more invoice is booked twice.", "{n} more invoices are booked twice.", len(more))
        pairs = ", ".join(f"{each.first}/{each.second}" for each in more[:5])
        yield Finding("twice_more", Weight.LOOK, head, msg("The first are {ids}.", ids=pairs))


def _digests(books: Books) -> Digests:
    """Of all files together; of one they are as they are."""
    if len(books.tallies) == 1:
        return books.tallies[0].digests
    found = Digests()
    for tally in books.tallies:
        found.absorb(tally.digests)
    return found


def _runs(books: Books) -> Mapping[Series, Runs]:
    """The numbers of all files together: a series goes on from one part to the next."""
    if len(books.tallies) == 1:
        return books.tallies[0].runs
    found: dict[Series, Runs] = {}
    for tally in books.tallies:
        for series, runs in tally.runs.items():
            found.setdefault(series, Runs()).absorb(runs)
    return found


def _about_twice(each: Twice, name: str) -> Message:
    what = {"party": name, "document": each.document, "amount": Money(each.amount, unit=True)}
    if each.first_day == each.second_day:
        return msg("{party}, invoice {document}, {amount}, both on {day}.", **what, day=Day(each.first_day))
    return msg(
        "{party}, invoice {document}, {amount}, on {day} and on {other_day}.",
        **what, day=Day(each.first_day), other_day=Day(each.second_day),
    )  # fmt: skip


def gaps(books: Books) -> Iterator[Finding]:
    """Voucher numbers that nobody has used, in a series of its own or in one that all journals share."""
    found = list(_gaps(_runs(books)))
    for gap in found[:ONE_BY_ONE]:
        missing = len(gap.missing)
        head = msg("A voucher number is missing.") if missing == 1 else msgn(
            "{n} voucher number is missing.", "{n} voucher numbers are missing.", missing
        )  # fmt: skip
        first, last = str(gap.missing[0]), str(gap.missing[-1])
        where = (
            msg("voucher {id}", id=first)
            if missing == 1
            else msg("vouchers {one} and {other}", one=first, other=last)
            if missing == 2
            else msg("vouchers {one} to {other}", one=first, other=last)
        )
        yield Finding("gap", Weight.LOOK, head, _about_gap(gap), where)
    rest = found[ONE_BY_ONE:]
    if rest:
        head = msgn("{n} more gap among the voucher numbers.", "{n} more gaps among the voucher numbers.", len(rest))
        ids = ", ".join(str(gap.before + 1) for gap in rest[:5])
        yield Finding("gap_more", Weight.LOOK, head, msg("The first are {ids}.", ids=ids))


def _about_gap(gap: Gap) -> Message:
    numbers = {"before": gap.before, "after": gap.after}
    if gap.before_day == gap.after_day:
        return msg("After {before} comes {after}, both on {day}.", **numbers, day=Day(gap.before_day))
    return msg(
        "After {before} on {day} comes {after} on {other_day}.",
        **numbers, day=Day(gap.before_day), other_day=Day(gap.after_day),
    )  # fmt: skip


def _gaps(runs: Mapping[Series, Runs]) -> Iterator[Gap]:
    """A number that another journal of the year has used is no gap, unless every journal counts for itself."""
    for (journal, year, series), own in runs.items():
        others = [each for key, each in runs.items() if key[1:] == (year, series) and key[0] != journal]
        for gap in own.gaps():
            missing = [number for number in gap.missing if not any(number in each for each in others)]
            if len(missing) == len(gap.missing):
                yield gap


def unknown_accounts(books: Books) -> Iterator[Finding]:
    """Accounts with lines that stand in no chart of accounts."""
    chart = books.ledger.chart
    lines: Counter[str] = Counter()
    for tally in books.tallies:
        for sums in tally.sums.values():
            for account, (_debit, _credit, count) in sums.items():
                if account not in chart.accounts:
                    lines[account] += count
    for account, count in lines.most_common(ONE_BY_ONE):
        about = msgn("It has {n} line.", "It has {n} lines.", count)
        where = msg("account {id}", id=account)
        yield Finding("unknown_account", Weight.LOOK, msg("An account is not in the chart of accounts."), about, where)
    if len(lines) > ONE_BY_ONE:
        head = msgn(
            "{n} more account is not in the chart of accounts.", "{n} more accounts are not in the chart of accounts.",
            len(lines) - ONE_BY_ONE,
        )  # fmt: skip
        ids = ", ".join(account for account, _count in lines.most_common()[ONE_BY_ONE : ONE_BY_ONE + 5])
        yield Finding("unknown_account_more", Weight.LOOK, head, msg("The first are {ids}.", ids=ids))
