"""A formula in words, with the names of the inputs, for the line “how it is calculated”."""

from __future__ import annotations

from collections.abc import Mapping

from kpidesk.domain.formula.tree import (
    Binary,
    Days,
    Earlier,
    Formula,
    Function,
    Name,
    Negative,
    Node,
    Number,
    Rolling,
)
from kpidesk.text import _, language, ngettext

SHOWN = {"+": "+", "-": "−", "*": "×", "/": "/"}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


def words(formula: Formula, names: Mapping[str, str]) -> str:
    """The formula in the language in force, inputs by the names given in ``names``.

    ``100 * (a - b) / c`` becomes “100 × (Promoters − Detractors) / Answers”.
    """
    return _words(formula.root, names, 0)


def _words(node: Node, names: Mapping[str, str], around: int) -> str:
    match node:
        case Number(value):
            return _number(value)
        case Name(key):
            return names.get(key) or key
        case Days():
            return _("days in the period")
        case Negative(of):
            return f"−{_words(of, names, 3)}"
        case Binary(sign, left, right):
            own = STRENGTH[sign]
            after = own + 1 if sign in "-/" else own
            text = f"{_words(left, names, own)} {SHOWN[sign]} {_words(right, names, after)}"
            return f"({text})" if own < around else text
        case Function(name, of):
            return _FUNCTION[name]().format(", ".join(_words(part, names, 0) for part in of))
        case Earlier(of, n):
            return _earlier(n).format(x=_words(of, names, 3), n=n)
        case Rolling(mean, of, n):
            return _rolling(mean, n).format(x=_words(of, names, 3), n=n)
    raise TypeError(type(node).__name__)


def _number(value: float) -> str:
    text = f"{value:,.12g}"
    return text.replace(",", "\u00a0").replace(".", ",") if language() == "nb" else text


def _smallest() -> str:
    return _("the smallest of ({})")


def _largest() -> str:
    return _("the largest of ({})")


def _size() -> str:
    return _("the size of ({})")


_FUNCTION = {"min": _smallest, "max": _largest, "abs": _size}


def _earlier(n: int) -> str:
    if n == 0:
        return _("{x} [same period last year]")
    return ngettext("{x} [previous period]", "{x} [{n} periods before]", n)


def _rolling(mean: bool, n: int) -> str:
    if mean:
        return ngettext("{x} [mean of this period]", "{x} [mean of the last {n} periods]", n)
    return ngettext("{x} [sum of this period]", "{x} [sum of the last {n} periods]", n)
