"""Another reading of the same file for the tests: a tree of elements, Decimals, and every figure by a loop of its own.

It shares nothing with the program: accounts go by the two first digits of their number, which is how the tax
authority's example is made.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ZERO = Decimal(0)


@dataclass
class Month:
    """A month's lines as (account, debit less credit), voucher by voucher, and the balances at its end."""

    vouchers: list[list[tuple[str, Decimal, str | None]]] = field(default_factory=list)
    balances: dict[str, Decimal] = field(default_factory=dict)


def without_space(tag: str) -> str:
    return tag.split("}")[-1]


def children(node: ET.Element, name: str) -> list[ET.Element]:
    return [child for child in node if without_space(child.tag) == name]


def said(node: ET.Element, *path: str) -> str | None:
    for name in path:
        found = children(node, name)
        if not found:
            return None
        node = found[0]
    return node.text


def read(path: Path) -> tuple[dict[str, Decimal], dict[int, Month]]:
    """Openings by account, and months by their number."""
    root = ET.parse(path).getroot()
    openings = {}
    for node in root.iter():
        if without_space(node.tag) == "Account":
            openings[said(node, "AccountID") or ""] = Decimal(said(node, "OpeningDebitBalance") or 0) - Decimal(
                said(node, "OpeningCreditBalance") or 0
            )
    months: dict[int, Month] = defaultdict(Month)
    for node in root.iter():
        if without_space(node.tag) == "Transaction":
            lines = [
                (
                    said(line, "AccountID") or "",
                    Decimal(said(line, "DebitAmount", "Amount") or 0)
                    - Decimal(said(line, "CreditAmount", "Amount") or 0),
                    said(line, "CustomerID"),
                )
                for line in children(node, "Line")
            ]
            months[int(said(node, "Period") or 0)].vouchers.append(lines)
    standing = dict(openings)
    for number in sorted(months):
        for lines in months[number].vouchers:
            for account, size, _customer in lines:
                standing[account] = standing.get(account, ZERO) + size
        months[number].balances = dict(standing)
    return openings, dict(months)


def moved(month: Month, *beginnings: str) -> Decimal:
    return sum(
        (size for lines in month.vouchers for account, size, _c in lines if account.startswith(beginnings)), ZERO
    )


def standing(balances: dict[str, Decimal], *beginnings: str) -> Decimal:
    return sum((size for account, size in balances.items() if account.startswith(beginnings)), ZERO)


def beside(month: Month, vat: str, *beginnings: str) -> Decimal:
    """The VAT lines of the vouchers that have a line on such an account."""
    total = ZERO
    for lines in month.vouchers:
        if any(account.startswith(beginnings) for account, _size, _c in lines):
            total += sum((size for account, size, _c in lines if account.startswith(vat)), ZERO)
    return total


def returns(month: Month) -> int:
    count = 0
    for lines in month.vouchers:
        back = sum((size for account, size, _c in lines if account[:2] in ("30", "31", "32")), ZERO)
        party = any(customer for _a, _s, customer in lines)
        count += back > 0 and (party or any(account[:2] in ("15", "19") and size < 0 for account, size, _c in lines))
    return count


def half_up(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def figures(path: Path) -> dict[int, dict[str, Decimal]]:
    """Every figure of every month."""
    openings, months = read(path)
    found: dict[int, dict[str, Decimal]] = {}
    before = openings
    for number, month in sorted(months.items()):
        now = month.balances
        sold, bought = -moved(month, "30", "31", "32", "33"), moved(month, "4")
        vat_out, vat_in = -beside(month, "270", "30", "31", "32"), beside(month, "271", "4")
        assets = standing(now, "14", "15", "16", "17", "18", "19")
        debts = -standing(now, "23", "24", "25", "26", "27", "28", "29")
        result = -moved(month, "3", "4", "5", "6", "7", "8")
        found[number] = {
            "net_sales": sold, "cogs": bought, "sales_vat": vat_out, "purchase_vat": vat_in,
            "personnel_cost": moved(month, "5"), "result": result, "returns_count": Decimal(returns(month)),
            "current_assets": assets, "current_liabilities": debts, "inventory": standing(now, "14"),
            "receivables": standing(now, "150", "151", "152", "158"),
            "payables": -standing(now, "240", "241", "242", "243", "244", "245"), "cash": standing(now, "19"),
            "operating_cash_flow": result + moved(month, "60") - moved(month, "14", "15", "16", "17", "18")
            - moved(month, "24", "25", "26", "27") - moved(month, "29"),
            "investing_cash_flow": -moved(month, "10", "11", "12", "13") - moved(month, "60"),
            "financing_cash_flow": -moved(month, "20", "21", "22", "23") - moved(month, "28"),
            "cash_change": standing(now, "19") - standing(before, "19"),
        }  # fmt: skip
        before = now
    return found
