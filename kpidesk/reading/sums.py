"""A calculation typed where a number belongs: ``1000+200``, ``=12 500*1,25``, ``(3+4)/2``.

Our own small reader of ``+ − * /`` and parentheses, on decimal numbers; nothing is ever handed to Python.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, Decimal, DecimalException

from kpidesk.reading import marks
from kpidesk.reading.context import Writing
from kpidesk.reading.results import NotUnderstood, Result, Understood, of_readings
from kpidesk.text import Message, msg

MOST_LETTERS = 240
_EXACT = Context(prec=40)
_TOKEN = re.compile(r" ?([0-9](?:[0-9.,']| (?=[0-9]{3}(?![0-9])))*|[.,][0-9]+|[-+*/()×÷])")
_SIGNS = {"×": "*", "÷": "/"}
_DATES = re.compile(
    r"[0-9]{1,2}([-/])[0-9]{1,2}\1(?:[0-9]{2}|[0-9]{4})"
    r"|(?:19|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2])|([-/])[0-9]{1,2}\2[0-9]{1,2})"
)


def is_sum(bare: str) -> bool:
    """Tell whether a text is meant to be calculated: it begins with ``=``, or an operator stands between numbers."""
    return bare.startswith("=") or bool(re.search(r"[0-9.,)] ?[-+*/×÷] ?[(0-9.,]|[*/×÷] ?[-+] ?[0-9(]", bare))


def worked_out(bare: str, writing: Writing) -> Result[float]:
    """The result of a calculation. Ambiguous where a number in it is; a date is not calculated without ``=``."""
    if _DATES.fullmatch(bare):
        return NotUnderstood(msg("It looks like a date. Begin with = to calculate with it.").coded("date"))
    tokens = _tokens(bare.removeprefix("=")) if len(bare) <= MOST_LETTERS else None
    if tokens is None:
        return NotUnderstood(_not_a_sum())
    found = []
    for other in (False, True):
        try:
            found.append(float(_Sum(tokens, writing, other).result()) + 0.0)
        except ZeroDivisionError:
            return NotUnderstood(msg("It divides by 0.").coded("divides_by_zero"))
        except (ValueError, DecimalException, OverflowError):
            return NotUnderstood(_not_a_sum())
    read = of_readings(found, _not_a_sum())
    return Understood(read.value, True) if isinstance(read, Understood) else read


def _not_a_sum() -> Message:
    return msg("You can calculate with numbers here. A formula with names belongs to the KPI.")


def _tokens(bare: str) -> list[str] | None:
    found, place = [], 0
    bare = bare.strip()
    while place < len(bare):
        match = _TOKEN.match(bare, place)
        if match is None:
            return None
        found.append(_SIGNS.get(match[1], match[1]))
        place = match.end()
    return found


class _Sum:
    """One reading of a calculation: with the likeliest value of each number in it, or with the ``other`` one."""

    def __init__(self, tokens: Sequence[str], writing: Writing, other: bool) -> None:
        self._tokens, self._place = tokens, 0
        self._writing, self._other = writing, other

    def result(self) -> Decimal:
        """The value. Raises ``ValueError`` for what is no calculation, ``ZeroDivisionError``."""
        value = self._terms()
        if self._place != len(self._tokens):
            raise ValueError
        return value

    def _terms(self) -> Decimal:
        value = self._factors()
        while self._next() in ("+", "-"):
            sign = self._take()
            value = _EXACT.add(value, self._factors()) if sign == "+" else _EXACT.subtract(value, self._factors())
        return value

    def _factors(self) -> Decimal:
        value = self._signed()
        while self._next() in ("*", "/"):
            sign, other = self._take(), self._signed()
            if sign == "/" and not other:
                raise ZeroDivisionError
            value = _EXACT.multiply(value, other) if sign == "*" else _EXACT.divide(value, other)
        return value

    def _signed(self) -> Decimal:
        before = self._tokens[self._place - 1] if self._place else ""
        if self._next() in ("+", "-") and before not in ("+", "-"):
            return self._atom() * -1 if self._take() == "-" else self._atom()
        return self._atom()

    def _atom(self) -> Decimal:
        taken = self._take()
        if taken == "(":
            value = self._terms()
            if self._take() != ")":
                raise ValueError
            return value
        values = marks.readings(taken, self._writing.mark, sure=self._writing.sure)
        if not values:
            raise ValueError(taken)
        return values[-1 if self._other else 0]

    def _next(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self) -> str:
        taken = self._next()
        if not taken:
            raise ValueError
        self._place += 1
        return taken
