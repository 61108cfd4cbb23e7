"""A written number taken apart: its sign, in whichever way it is told, its digits, and the words around them."""

from __future__ import annotations

import re
from decimal import Decimal

from kpidesk.reading import marks
from kpidesk.records import record

_DASHES = "-–—"
_MONEY = r"m(?:nok|kr|sek|dkk|eur|usd)|t(?:nok|kr)|us\$|usd|eur|euro|gbp|chf|sek|dkk|nok|kr\.?|[$€£]"
_NUMBER = re.compile(
    rf"""(?P<open>\()?\ ?(?P<sign>[+\-–])?\ ?(?P<money>{_MONEY})?\ ?(?P<inner>[(+\-–])?\ ?
    (?P<digits>[0-9](?:[0-9.,']|\ (?=[0-9]))*|[.,][0-9]+)
    (?P<power>e[+-]?[0-9]{{1,3}})?(?P<tail>[^0-9]*)""",
    re.IGNORECASE | re.VERBOSE,
)


@record(frozen=True)
class Written:
    """The parts of a number: ``money`` before and ``tail`` behind the ``digits``, its power of ten.

    With ``no_decimals`` a dash stands where they would be: in ``1,200,-`` the first comma groups.
    """

    negative: bool
    money: str
    digits: str
    power: Decimal
    tail: str
    no_decimals: bool = False

    def values(self, mark: str | None, *, sure: bool = False) -> list[Decimal]:
        """What the digits can be, without sign and power, the likeliest first; see ``marks.readings``."""
        found = marks.readings(self.digits, mark, sure=sure)
        if not self.no_decimals or len(found) < 2:
            return found
        return found[:1] if mark and mark not in self.digits else found[-1:]


def taken_apart(bare: str) -> Written | None:
    """The parts of a cleaned text that has the form of a number; ``None`` for what has not, or has two signs."""
    found = _NUMBER.fullmatch(bare)
    if found is None:
        return None
    digits, tail, no_decimals = _body(found["digits"], found["tail"].strip())
    sign, inner = found["sign"] or "", found["inner"] or ""
    if found["open"] or inner == "(":
        tail_inside = _closed(tail)
        if tail_inside is None or (found["open"] and inner == "(") or sign == "+":
            return None
        negative, tail = True, tail_inside
    elif ")" in tail or (sign and inner):
        return None
    else:
        trailing = tail.startswith("-") and not sign and not inner
        negative = trailing or (sign or inner) in ("-", "–")
        tail = tail[1:].strip() if trailing else tail
    power = Decimal(f"1{found['power']}") if found["power"] else Decimal(1)
    return Written(negative, (found["money"] or "").casefold(), digits, power, tail, no_decimals)


def _closed(tail: str) -> str | None:
    """What stands behind a number in parentheses, before or after their end; ``None`` where they don't end once."""
    if tail.count(")") != 1 or not (tail.startswith(")") or tail.endswith(")")):
        return None
    return tail.replace(")", "").strip()


def _body(digits: str, tail: str) -> tuple[str, str, bool]:
    """The digits, what comes behind them, and whether a dash stands in place of decimals that could not be added.

    ``1.200,-`` is 1.200,00: the comma that the dash follows is the decimal mark.
    """
    if not (digits[-1] in ".," and tail[:1] and tail[0] in _DASHES):
        return digits, tail, False
    rest, full = tail.lstrip(_DASHES).strip(), f"{digits}00"
    return (full, rest, False) if marks.readings(full, digits[-1]) else (digits[:-1], rest, True)
