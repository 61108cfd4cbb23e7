"""What stands before the vouchers of a SAF-T file: who made it for which time, its accounts and its parties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpidesk.exchange.accounts.amounts import amount
from kpidesk.exchange.accounts.audit_file import ROOT, day, of_root, whole
from kpidesk.exchange.accounts.elements import Elements, Enough, Fields, Wanted, parse

_BALANCES: Wanted = dict.fromkeys(
    ("OpeningDebitBalance", "OpeningCreditBalance", "ClosingDebitBalance", "ClosingCreditBalance")
)
_HEADER: Wanted = {
    "AuditFileVersion": None,
    "AuditFileDateCreated": None,
    "SoftwareCompanyName": None,
    "SoftwareID": None,
    "Company": {"RegistrationNumber": None, "Name": None},
    "DefaultCurrencyCode": None,
    "SelectionCriteria": dict.fromkeys(
        ("SelectionStartDate", "SelectionEndDate", "PeriodStart", "PeriodStartYear", "PeriodEnd", "PeriodEndYear")
    ),
}
_ACCOUNT: Wanted = {
    **dict.fromkeys(("AccountID", "AccountDescription", "StandardAccountID", "GroupingCategory", "GroupingCode")),
    **_BALANCES,
}


def _party(kind: str) -> Wanted:
    of_account: Wanted = {"AccountID": None, **_BALANCES}
    return {"Name": None, f"{kind}ID": None, **of_account, "BalanceAccount": of_account}


MASTER: Wanted = {
    "GeneralLedgerAccounts": {"Account": _ACCOUNT},
    "Customers": {"Customer": _party("Customer")},
    "Suppliers": {"Supplier": _party("Supplier")},
}


@dataclass(frozen=True)
class Header:
    """Who made the file, of whom, and for which time; days are ``None`` where the file does not say them.

    ``periods`` tells the time as (year, period), where it is told so.
    """

    version: str
    made_on: dt.date | None
    software: str
    orgnr: str
    company: str
    currency: str
    first: dt.date | None
    last: dt.date | None
    periods: tuple[tuple[int, int], tuple[int, int]] | None


@dataclass(frozen=True)
class Account:
    """An account of the chart; balances are debit less credit, the closing one ``None`` where none is given."""

    id: str
    name: str
    standard: str
    category: str
    code: str
    opening: int
    closing: int | None


@dataclass(frozen=True)
class Party:
    """A customer or supplier; ``balances`` are opening and closing by account, debit less credit."""

    id: str
    name: str
    balances: Mapping[str, tuple[int, int | None]]


@dataclass
class Head:
    """Everything in a file that stands before its vouchers."""

    path: Path
    size: int
    header: Header
    encoding: str | None = None
    namespace: bool = True
    accounts: dict[str, Account] = field(default_factory=dict)
    customers: dict[str, Party] = field(default_factory=dict)
    suppliers: dict[str, Party] = field(default_factory=dict)


def read_head(path: Path) -> Head:
    """Read what stands before the vouchers; raises ``FileRefused`` for a file that holds no accounts."""
    made: list[Head] = []

    def elements(encoding: str | None) -> Elements:
        made.append(Head(path, _size(path), _header({}), encoding))
        head = made[-1]

        def root(space: str, name: str) -> frozenset[str]:
            head.namespace = space != ""
            return of_root(space, name)

        return Elements({ROOT: {"Header": _HEADER, "MasterFiles": MASTER, "GeneralLedgerEntries": {}}}, {
            "Header": lambda fields: setattr(head, "header", _header(fields)),
            "Account": lambda fields: _keep_account(head, fields),
            "Customer": lambda fields: _keep_party(head.customers, "CustomerID", fields),
            "Supplier": lambda fields: _keep_party(head.suppliers, "SupplierID", fields),
        }, {"GeneralLedgerEntries": lambda _fields: _enough(head)}, root, encoding)  # fmt: skip

    parse(path, elements, lambda _done: None)
    return made[-1]


def _enough(head: Head) -> None:
    if head.accounts:
        raise Enough


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _header(fields: Fields) -> Header:
    company, chosen = _inside(fields, "Company"), _inside(fields, "SelectionCriteria")
    return Header(
        fields.get("AuditFileVersion", ""), day(fields.get("AuditFileDateCreated", "")),
        fields.get("SoftwareID", "") or fields.get("SoftwareCompanyName", ""),
        "".join(company.get("RegistrationNumber", "").split()), company.get("Name", ""),
        fields.get("DefaultCurrencyCode", ""), day(chosen.get("SelectionStartDate", "")),
        day(chosen.get("SelectionEndDate", "")), _periods(chosen),
    )  # fmt: skip


def _periods(chosen: Mapping[str, str]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    read = [whole(chosen.get(name, "")) for name in ("PeriodStartYear", "PeriodStart", "PeriodEndYear", "PeriodEnd")]
    year, first, last_year, last = read
    if year is None or first is None or last_year is None or last is None:
        return None
    return (year, first), (last_year, last)


def _inside(fields: Fields, name: str) -> Fields:
    found: Sequence[Fields] = fields.get(name) or ({},)
    return found[0]


def _keep_account(head: Head, fields: Fields) -> None:
    account = Account(
        fields.get("AccountID", ""), fields.get("AccountDescription", ""), fields.get("StandardAccountID", ""),
        fields.get("GroupingCategory", ""), fields.get("GroupingCode", ""),
        balance(fields, "Opening") or 0, balance(fields, "Closing"),
    )  # fmt: skip
    head.accounts[account.id] = account


def _keep_party(kept: dict[str, Party], key: str, fields: Fields) -> None:
    parts = [fields, *fields.get("BalanceAccount", ())]
    balances = {
        part.get("AccountID", ""): (balance(part, "Opening") or 0, balance(part, "Closing"))
        for part in parts
        if any(name in part for name in _BALANCES)
    }
    party = Party(fields.get(key, ""), fields.get("Name", ""), balances)
    kept[party.id] = party


def balance(fields: Mapping[str, Any], which: str) -> int | None:
    """A balance, debit less credit; ``None`` where neither side is given."""
    sides = [amount(fields.get(f"{which}{side}Balance", "")) for side in ("Debit", "Credit")]
    if sides == [None, None]:
        return None
    return (sides[0] or 0) - (sides[1] or 0)
