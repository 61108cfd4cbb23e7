"""SAF-T files made for tests, in every version, as different programs write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"
OLD = ("1.00", "1.10", "1.20")
CODES = {
    "12": ("balanseverdiForAnleggsmiddel", "1205"), "14": ("balanseverdiForOmloepsmiddel", "1400"),
    "15": ("balanseverdiForOmloepsmiddel", "1500"), "17": ("balanseverdiForOmloepsmiddel", "1570"),
    "19": ("balanseverdiForOmloepsmiddel", "1920"), "20": ("egenkapital", "2000"),
    "22": ("langsiktigGjeld", "2220"), "24": ("kortsiktigGjeld", "2400"), "26": ("kortsiktigGjeld", "2600"),
    "27": ("kortsiktigGjeld", "2740"), "29": ("kortsiktigGjeld", "2990"), "30": ("salgsinntekt", "3000"),
    "31": ("salgsinntekt", "3100"), "32": ("salgsinntekt", "3200"), "33": ("salgsinntekt", "3300"),
    "39": ("annenDriftsinntekt", "3900"), "40": ("varekostnad", "4005"), "43": ("varekostnad", "4005"),
    "50": ("loennskostnad", "5000"), "54": ("loennskostnad", "5400"), "60": ("annenDriftskostnad", "6000"),
    "63": ("annenDriftskostnad", "6300"), "81": ("finanskostnad", "8150"),
    "88": ("resultatDisponeringForSAF-T", "8800"),
}  # fmt: skip
"""Category and code of “næringsspesifikasjon” for the groups that the tests use."""


@dataclass(frozen=True)
class A:
    """An account; ``like`` is the group of NS 4102 whose code it gets, by default its own two first digits."""

    id: str
    opening: str = "0"
    closing: str | None = None
    name: str = ""
    like: str | None = None
    category: str | None = None
    code: str | None = None
    standard: str | None = None


@dataclass(frozen=True)
class L:
    """A line; a negative amount is a credit. ``credit`` writes an amount as a credit as it stands."""

    account: str
    amount: str = "0"
    customer: str = ""
    supplier: str = ""
    document: str = ""
    credit: str | None = None
    tax: str = ""


@dataclass(frozen=True)
class V:
    """A voucher."""

    id: str
    day: str
    lines: Sequence[L]
    period: str | None = None
    year: str | None = None
    journal: str = "GL"


@dataclass(frozen=True)
class P:
    """A customer or supplier with the balances of its account."""

    id: str
    name: str
    account: str
    opening: str = "0"
    closing: str = "0"


@dataclass(frozen=True)
class Made:
    """A whole file."""

    accounts: Sequence[A]
    vouchers: Sequence[V]
    version: str = "1.30"
    first: str = "2025-01-01"
    last: str = "2025-12-31"
    periods: tuple[str, str, str, str] | None = None
    made_on: str = "2026-02-01"
    orgnr: str = "912345678"
    company: str = "Fjord og Fjell AS"
    prefix: str = ""
    namespace: str = NAMESPACE
    declared: str = "UTF-8"
    customers: Sequence[P] = ()
    suppliers: Sequence[P] = ()
    totals: tuple[str, str, str] | None = None
    master: bool = True
    extra: Sequence[str] = field(default_factory=tuple)

    def text(self) -> str:
        """The XML."""
        t = _Tags(self.prefix)
        space = (
            f' xmlns{":" + self.prefix.rstrip(":") if self.prefix else ""}="{self.namespace}"' if self.namespace else ""
        )
        body = t.header(self) + (t.master(self) if self.master else "") + t.entries(self)
        root = f"{self.prefix}AuditFile"
        return f'<?xml version="1.0" encoding="{self.declared}"?>\n<{root}{space}>\n{body}</{root}>\n'

    def write(self, path: Path, encoding: str = "utf-8") -> Path:
        """The file, in that encoding whatever it declares."""
        path.write_bytes(self.text().encode(encoding))
        return path


class _Tags:
    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self, name: str, content: str) -> str:
        return f"<{self.prefix}{name}>{content}</{self.prefix}{name}>\n"

    def text(self, name: str, content: str | None) -> str:
        return "" if content is None else self(name, escape(content))

    def header(self, made: Made) -> str:
        names = ("PeriodStart", "PeriodStartYear", "PeriodEnd", "PeriodEndYear")
        chosen = (
            "".join(self.text(*pair) for pair in zip(names, made.periods, strict=True))
            if made.periods
            else self.text("SelectionStartDate", made.first) + self.text("SelectionEndDate", made.last)
        )
        return self("Header",
            self.text("AuditFileVersion", made.version) + self.text("AuditFileDateCreated", made.made_on)
            + self.text("SoftwareCompanyName", "Regnskap AS") + self.text("SoftwareID", "Regnskap")
            + self("Company", self.text("RegistrationNumber", made.orgnr) + self.text("Name", made.company)
                   + self("BankAccount", self.text("BankAccountNumber", "1") + self.text("Name", "Someone else")))
            + self.text("DefaultCurrencyCode", "NOK") + self("SelectionCriteria", chosen))  # fmt: skip

    def master(self, made: Made) -> str:
        accounts = "".join(self("Account", self.account(each, made.version)) for each in made.accounts)
        parts = [self("GeneralLedgerAccounts", accounts)]
        for plural, kind, rows in (
            ("Customers", "Customer", made.customers),
            ("Suppliers", "Supplier", made.suppliers),
        ):
            parts.append(self(plural, "".join(self(kind, self.party(kind, row, made.version)) for row in rows)))
        return self("MasterFiles", "".join(parts))

    def account(self, account: A, version: str) -> str:
        group = account.like or account.id[:2]
        category, code = CODES.get(group, ("NA", "NA"))
        grouping = self.text("GroupingCategory", account.category or category) + self.text(
            "GroupingCode", account.code or code
        )
        standard = account.standard if account.standard is not None else group
        kind = self.text("StandardAccountID", standard) if version in OLD else grouping
        name = account.name or f"Konto {account.id}"
        return (
            self.text("AccountID", account.id) + self.text("AccountDescription", name) + kind
            + self.text("AccountType", "GL") + self.balance("Opening", account.opening)
            + ("" if account.closing is None else self.balance("Closing", account.closing))
        )  # fmt: skip

    def balance(self, which: str, size: str) -> str:
        side = "Credit" if size.startswith("-") else "Debit"
        return self.text(f"{which}{side}Balance", size.lstrip("-"))

    def party(self, kind: str, party: P, version: str) -> str:
        balances = (
            self.text("AccountID", party.account)
            + self.balance("Opening", party.opening)
            + self.balance("Closing", party.closing)
        )
        inside = balances if version in OLD else self("BalanceAccount", balances)
        return self.text("Name", party.name) + self.text(f"{kind}ID", party.id) + inside

    def entries(self, made: Made) -> str:
        sizes = [Decimal(line.amount) for voucher in made.vouchers for line in voucher.lines if line.credit is None]
        debit = sum((size for size in sizes if size > 0), Decimal())
        count, total, other = made.totals or (str(len(made.vouchers)), str(debit), str(debit))
        journals: dict[str, str] = {}
        for voucher in made.vouchers:
            journals[voucher.journal] = journals.get(voucher.journal, "") + self(
                "Transaction", self.voucher(voucher, made.version)
            )
        told = "".join(
            self("Journal", self.text("JournalID", id_) + self.text("Type", "GL") + inside)
            for id_, inside in journals.items()
        )
        totals = self.text("NumberOfEntries", count) + self.text("TotalDebit", total) + self.text("TotalCredit", other)
        return self("GeneralLedgerEntries", totals + told + "".join(made.extra))

    def voucher(self, voucher: V, version: str) -> str:
        year, month = (
            voucher.year or voucher.day[:4],
            voucher.period if voucher.period is not None else voucher.day[5:7],
        )
        head = (
            self.text("TransactionID", voucher.id) + self.text("Period", month) + self.text("PeriodYear", year)
            + self.text("TransactionDate", voucher.day) + self.text("SystemEntryDate", voucher.day)
            + self.text("GLPostingDate", "1999-01-01")
        )  # fmt: skip
        return head + "".join(self("Line", self.line(n, line, version)) for n, line in enumerate(voucher.lines, 1))

    def line(self, number: int, line: L, version: str) -> str:
        old, credit = version in OLD, line.credit is not None or line.amount.startswith("-")
        side = "Credit" if credit else "Debit"
        size = line.credit if line.credit is not None else line.amount.lstrip("-")
        money = (
            self("Amount", size) + self("CurrencyCode", "EUR") + self("CurrencyAmount", "7") + self("ExchangeRate", "9")
        )
        extra = self("Amount", line.tax or "1")
        analysis = self(
            "Analysis", self("AnalysisType", "A") + self("AnalysisAmount" if old else f"{side}AnalysisAmount", extra)
        )
        tax = self("TaxInformation", self("TaxType", "MVA") + self("TaxAmount" if old else f"{side}TaxAmount", extra))
        parts = [("CustomerID", line.customer), ("SupplierID", line.supplier)]
        return (
            self.text("RecordID", str(number)) + self.text("AccountID", line.account) + analysis
            + self.text("ValueDate", "1998-02-02") + self.text("SourceDocumentID", line.document or None)
            + "".join(self.text(name, found) for name, found in parts if found)
            + self(f"{side}Amount", money) + tax
        )  # fmt: skip
