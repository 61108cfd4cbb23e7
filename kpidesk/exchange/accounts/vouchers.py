"""The vouchers of a SAF-T file, one after the other, and nothing of them kept.

The value of a line is its own debit less its own credit: the amounts of its taxes and analyses are information.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from kpidesk.exchange.accounts.amounts import amount
from kpidesk.exchange.accounts.audit_file import ROOT, day, of_root, whole
from kpidesk.exchange.accounts.elements import Elements, Fields, Wanted, parse
from kpidesk.exchange.accounts.head import Head
from kpidesk.text import Message, msg

_AMOUNT: Wanted = {"Amount": None}
_LINE: Wanted = {
    **dict.fromkeys(("AccountID", "SourceDocumentID", "CustomerID", "SupplierID", "ReferenceNumber")),
    "DebitAmount": _AMOUNT,
    "CreditAmount": _AMOUNT,
}
_TRANSACTION: Wanted = {
    **dict.fromkeys(("TransactionID", "Period", "PeriodYear", "TransactionDate")),
    "Line": _LINE,
}
_ENTRIES: Wanted = {
    **dict.fromkeys(("NumberOfEntries", "TotalDebit", "TotalCredit")),
    "Journal": {"JournalID": None, "Transaction": _TRANSACTION},
}


class Line(NamedTuple):
    """A line of a voucher; debit and credit are never negative."""

    account: str
    debit: int
    credit: int
    customer: str
    supplier: str
    document: str


class Voucher(NamedTuple):
    """A voucher: ``year``, ``period`` and ``day`` are ``None`` where they can't be read."""

    journal: str
    id: str
    year: int | None
    period: int | None
    day: dt.date | None
    lines: tuple[Line, ...]


class Totals(NamedTuple):
    """What the file says of its vouchers; ``None`` where it says nothing."""

    vouchers: int | None
    debit: int | None
    credit: int | None


NOTHING_SAID = Totals(None, None, None)


class LeftOut(NamedTuple):
    """A line of a voucher that can't be taken: its line in the file, and why."""

    line: int
    why: Message


class Sink:
    """Takes what is read of one file; one is made anew for each try at its letters."""

    def voucher(self, voucher: Voucher) -> None:
        """A voucher, complete."""
        raise NotImplementedError

    def left_out(self, what: LeftOut) -> None:
        """A line that can't be taken."""
        raise NotImplementedError

    def totals(self, totals: Totals) -> None:
        """What the file says of itself, at its end."""
        raise NotImplementedError


def read_vouchers(head: Head, sink: Callable[[], Sink], progress: Callable[[int], None]) -> str | None:
    """Give every voucher of a file to a sink, in the order of the file; gives the encoding that it was read in.

    Raises ``FileRefused``; whoever wants to stop raises in ``progress``.
    """

    def elements(encoding: str | None) -> Elements:
        reader = _Reader(sink())
        entries = Elements(
            {ROOT: {"GeneralLedgerEntries": _ENTRIES}}, reader.told(), reader.begun(), of_root, encoding
        )  # fmt: skip
        reader.elements = entries
        return entries

    return parse(head.path, elements, progress, head.encoding)


class _Reader:
    """Puts lines together to vouchers."""

    elements: Elements

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._lines: list[Line] = []
        self._journals: list[Fields] = []

    def told(self) -> dict[str, Callable[[Fields], None]]:
        """What is told when it is complete."""
        return {
            "Line": self._line,
            "Transaction": self._transaction,
            "Journal": lambda _fields: None,
            "GeneralLedgerEntries": self._entries,
        }

    def begun(self) -> dict[str, Callable[[Fields], None]]:
        """What is told when it begins, with the fields that will be its own."""
        return {"Journal": self._journals_begin}

    def _journals_begin(self, fields: Fields) -> None:
        self._journals = [fields]

    def _line(self, fields: Fields) -> None:
        debit = credit = 0
        for each in fields.get("DebitAmount", ()):
            size = amount(each.get("Amount", ""))
            if size is None:
                return self._refuse(each)
            debit, credit = (debit + size, credit) if size > 0 else (debit, credit - size)
        for each in fields.get("CreditAmount", ()):
            size = amount(each.get("Amount", ""))
            if size is None:
                return self._refuse(each)
            debit, credit = (debit, credit + size) if size > 0 else (debit - size, credit)
        get = fields.get
        document = get("SourceDocumentID") or get("ReferenceNumber") or ""
        line = Line(get("AccountID", ""), debit, credit, get("CustomerID", ""), get("SupplierID", ""), document)
        self._lines.append(line)
        return None

    def _refuse(self, found: Fields) -> None:
        text = found.get("Amount", "")[:40]
        self._sink.left_out(LeftOut(self.elements.line, msg("“{text}” is not an amount", text=text).coded("no_amount")))

    def _transaction(self, fields: Fields) -> None:
        get = fields.get
        voucher = Voucher(
            self._journals[0].get("JournalID", "") if self._journals else "", get("TransactionID", ""),
            whole(get("PeriodYear", "")), whole(get("Period", "")), day(get("TransactionDate", "")),
            tuple(self._lines),
        )  # fmt: skip
        self._lines = []
        if voucher.day is None and (voucher.year is None or voucher.period is None):
            why = msg("voucher {id} has neither a day nor a period", id=voucher.id).coded("no_time")
            self._sink.left_out(LeftOut(self.elements.line, why))
            return
        self._sink.voucher(voucher)

    def _entries(self, fields: Fields) -> None:
        get = fields.get
        self._sink.totals(
            Totals(whole(get("NumberOfEntries", "")), amount(get("TotalDebit", "")), amount(get("TotalCredit", "")))
        )
