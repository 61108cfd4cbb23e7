"""How much there is to export, in words."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.exchange.export.gathered import Numbers
from kpidesk.text import _, ngettext


def about(numbers: Numbers) -> str:
    """Whose numbers they are."""
    used = ngettext("{n} KPI", "{n} KPIs", numbers.kpis).format(n=numbers.kpis)
    parked = ngettext("{n} parked", "{n} parked", numbers.parked).format(n=numbers.parked)
    if numbers.parked:
        # Translators: “7 KPIs” and “2 parked”
        return _("{used} and {parked}, with notes").format(used=used, parked=parked)
    return _("{used}, with notes").format(used=used)


def counted(count: int) -> str:
    """So many numbers."""
    return ngettext("{n} number", "{n} numbers", count).format(n=grouped(count))


def grouped(count: int) -> str:
    """A count as it is written."""
    return fmt.number(count)
