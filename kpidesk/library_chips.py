"""The formula of a library KPI in words, as pieces to be shown in a row."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.domain.formula import Formula, parse
from kpidesk.domain.formula.tree import Binary, Days, Earlier, Function, Name, Negative, Node, Number, Rolling
from kpidesk.library import LibraryKpi, measured
from kpidesk.text import _


@dataclass(frozen=True)
class Piece:
    """A part of a formula in words: a measured quantity, or what stands between two."""

    text: str
    measured: bool


def chips(each: LibraryKpi) -> tuple[Piece, ...]:
    """The formula as pieces to be shown in a row; a percentage ends in “× 100”."""
    formula: Formula = parse(each.formula, each.inputs)
    root = formula.root
    if isinstance(root, Binary) and root.sign == "*" and isinstance(root.left, Number) and root.left.value == 100:
        return (*_pieces(root.right, _loose(root.right)), Piece("× 100", False))
    if isinstance(root, Binary) and root.sign == "/" and _is_percentage(root.left):
        top = root.left
        assert isinstance(top, Binary)
        return (*_pieces(top.right, _is_sum(top.right)), Piece("÷", False), *_pieces(root.right, _is_sum(root.right)),
                Piece("× 100", False))  # fmt: skip
    return tuple(_pieces(root, False))


def _is_percentage(node: Node) -> bool:
    return isinstance(node, Binary) and node.sign == "*" and isinstance(node.left, Number) and node.left.value == 100


def _is_sum(node: Node) -> bool:
    return isinstance(node, Binary)


SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _pieces(node: Node, inside: bool) -> list[Piece]:
    """A node as pieces; ``inside`` another, so that a sum needs brackets."""
    match node:
        case Name(key):
            return [Piece(measured(key).name, True)]
        case Number(value):
            return [Piece(f"{value:.12g}", False)]
        case Days():
            return [Piece(_("days in the period"), True)]
        case Negative(of):
            return [Piece("−", False), *_pieces(of, True)]
        case Binary(sign, left, right):
            tight = sign in "*/"
            row = [
                *_pieces(left, tight and _loose(left)),
                Piece(SIGNS[sign], False),
                *_pieces(right, sign != "+" and (_loose(right) or (sign == "/" and isinstance(right, Binary)))),
            ]
            return [Piece("(", False), *row, Piece(")", False)] if inside else row
        case Earlier(of, n):
            words = _("the year before") if n == 0 else _("the period before")
            return _named(of, words)
        case Rolling(mean, of, n):
            words = _("mean of {n} periods") if mean else _("sum of {n} periods")
            return _named(of, words.format(n=n))
        case Function(name, of):
            parts = [piece for each in of for piece in (*_pieces(each, False), Piece(";", False))]
            return [Piece(f"{name} (", False), *parts[:-1], Piece(")", False)]
    raise TypeError(type(node).__name__)


def _loose(node: Node) -> bool:
    return isinstance(node, Binary) and node.sign in "+-"


def _named(of: Node, words: str) -> list[Piece]:
    """An input in another period, as one piece; a longer expression keeps its own."""
    if isinstance(of, Name):
        return [Piece(f"{measured(of.key).name} ({words})", True)]
    return [Piece("(", False), *_pieces(of, False), Piece(f") {words}", False)]
