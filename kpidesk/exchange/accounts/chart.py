"""Where an account belongs: its group by the two first digits of NS 4102, and what else is known of it.

The first that tells counts: the category of “næringsspesifikasjon” with its code, the code of an older tax return, the
standard account, the number of the account itself where it has four digits, and last what somebody has answered.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from kpidesk import assets
from kpidesk.exchange.accounts.head import Account

OUT = "out"
"""The answer that an account is held outside every figure."""
Answers = Mapping[str, str]
"""What somebody has said of accounts: a group of two digits, or ``OUT``, by the account's number."""


@dataclass(frozen=True)
class Place:
    """Where an account belongs; group 0 is outside everything. ``marks`` tell it from others of its group."""

    group: int
    marks: frozenset[str] = frozenset()


OUTSIDE = Place(0)


@cache
def numbers_of(text: str) -> frozenset[int]:
    """The numbers of a text like ``14-18,29``."""
    found: set[int] = set()
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


@cache
def rules() -> Mapping[str, Any]:
    """The shipped rules: categories, kinds, marks and figures."""
    return tomllib.loads(assets.read_bytes("accounts", "ns4102.toml").decode())


@cache
def groups_of() -> Mapping[str, tuple[frozenset[int], int]]:
    """The groups that each category can hold, and its usual one, by the category's name in small letters."""
    return {
        name.casefold(): (numbers_of(row["groups"]), int(row["usual"])) for name, row in rules()["category"].items()
    }


@dataclass
class Chart:
    """The accounts of one company, each placed once."""

    accounts: Mapping[str, Account]
    answers: Answers = field(default_factory=dict)

    def place(self, id: str) -> Place | None:  # noqa: A002 - as the format calls it
        """Where an account belongs, as far as its number proposes it; ``None`` when nobody knows."""
        if id not in self._known:
            self._known[id] = self._placed(id)
        return self._known[id]

    def is_asked(self, id: str) -> bool:  # noqa: A002
        """Tell whether neither the file nor NS 4102 says where an account belongs, so that somebody must."""
        return self._said_by_file(id) == (0, "")

    @cached_property
    def _known(self) -> dict[str, Place | None]:
        return {}

    def _placed(self, id: str) -> Place | None:  # noqa: A002
        account = self.accounts.get(id)
        group, code = self._said_by_file(id)
        answer = self.answers.get(id, "")
        if not group and answer == OUT:
            return OUTSIDE
        group = group or _two_digits(answer) or proposed(id)
        return Place(group, _marks(group, code, _number(id, group, account))) if group else None

    def _said_by_file(self, id: str) -> tuple[int, str]:  # noqa: A002
        """The group, and the code where that has told it; 0 where nothing tells."""
        account = self.accounts.get(id)
        if account is None:
            return _by_number(id), ""
        by_code = _by_grouping(account)
        if by_code:
            return by_code, account.code
        return _two_digits(account.standard) or _by_number(id), ""


def proposed(id: str) -> int:  # noqa: A002
    """The group that a longer number begins with, as most charts of more digits do; 0 for none."""
    return _two_digits(id[:2]) if len(id) > 4 and id.isascii() and id.isdigit() else 0


def _by_grouping(account: Account) -> int:
    """The group that category and code tell; 0 for none, as where unused accounts are all called “NA”."""
    category, code = account.category.casefold(), _two_digits(account.code)
    if category in groups_of():
        possible, usual = groups_of()[category]
        return next((group for group in (code, _by_number(account.id)) if group in possible), usual)
    return code if category.startswith("rf-") else 0


def _two_digits(text: str) -> int:
    """The group that a code of two or four digits begins with; 0 for what is none."""
    text = text.strip()
    return (
        int(text[:2]) if len(text) in (2, 4) and text.isascii() and text.isdigit() and 10 <= int(text[:2]) <= 89 else 0
    )


def _by_number(id: str) -> int:  # noqa: A002
    return _two_digits(id) if len(id) == 4 else 0


def _number(id: str, group: int, account: Account | None) -> int | None:  # noqa: A002
    """The four-digit number that tells an account from others of its group; ``None`` where there is none."""
    candidates = [id[:4] if id.isascii() and id.isdigit() and len(id) >= 4 else ""]
    if account is not None:
        candidates += [account.standard, account.code]
    fitting = (text for text in candidates if len(text) == 4 and _fits(_two_digits(text), group))
    return next((int(text) for text in fitting), None)


def _fits(group: int, placed: int) -> bool:
    """Discounts on sales of another rate are still sales: among incomes and costs the class is enough."""
    return group == placed or (placed >= 30 and group // 10 == placed // 10)


@cache
def _marks(group: int, code: str, number: int | None) -> frozenset[str]:
    found = set()
    for name, rule in rules()["mark"].items():
        if code and group in numbers_of(rule.get("whole_group", "0")) and "codes" in rule:
            has = code in rule["codes"]
        elif number is not None:
            has = number in numbers_of(rule["numbers"])
        else:
            has = group in numbers_of(rule.get("whole_group", "0"))
        if has:
            found.add(name)
    return frozenset(found)
