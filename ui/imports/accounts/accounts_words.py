"""What page 22 says of the accounts that were read and of what would be taken."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.commands.intake.accounts import Comparison
from kpidesk.domain.wording import MONTHS
from kpidesk.exchange.accounts.reading import AccountsReading
from kpidesk.text import _, ngettext


def about(reading: AccountsReading) -> str:
    """Who made the file, of whom, for which months, and how much there is in it."""
    first, last = reading.months[0], reading.months[-1]
    begins = fmt.period_name(first) if first.first.year != last.first.year else str(MONTHS[first.first.month - 1])
    months = fmt.period_name(last) if first == last else f"{begins}–{fmt.period_name(last)}"
    lines = ngettext("{n} line", "{n} lines", reading.lines).format(n=fmt.number(reading.lines))
    number = _("org. no. {number}").format(number=grouped(reading.orgnr))
    return " · ".join(filter(None, (reading.software, number, months, lines)))


def grouped(orgnr: str) -> str:
    """A number of a company in threes: ``888 888 888``."""
    return f"{orgnr[:3]}\u00a0{orgnr[3:6]}\u00a0{orgnr[6:]}" if len(orgnr) == 9 and orgnr.isdigit() else orgnr


def promise(comparison: Comparison) -> str:
    """What would come in, and that nothing has yet."""
    n = comparison.new + comparison.changed + comparison.same
    told = ", ".join(
        words.format(n=fmt.number(count))
        for words, count in (
            (ngettext("{n} new", "{n} new", comparison.new), comparison.new),
            (ngettext("{n} changed", "{n} changed", comparison.changed), comparison.changed),
            (_("{n} as before"), comparison.same),
        )
        if count
    )
    numbers = ngettext("{n} number", "{n} numbers", n).format(n=fmt.number(n))
    kept = _("Nothing has been saved yet. Afterwards one click undoes it all.")
    return f"{numbers}: {told}. {kept}" if told else kept
