"""Reading a formula: Python's own grammar, of which only a short list of forms is let through."""

from __future__ import annotations

import ast
import math
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from kpidesk.domain.formula.tree import (
    Binary,
    Days,
    Earlier,
    Formula,
    Function,
    Name,
    Negative,
    Number,
    Rolling,
    names_in,
    under,
)
from kpidesk.errors import BadInput
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.domain.formula.tree import (
        Node,
    )
    from kpidesk.text import Message

MAX_LENGTH = 1000
MAX_DEPTH = 40
MAX_PERIODS = 520
"""Ten years of weeks is as far as a formula looks back."""
MAX_ARGUMENTS = 20

SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
TYPOGRAPHY = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "\n": " ", "\t": " ", "\xa0": " "})
"""What people paste from documents, one character for one."""


class FormulaRefused(BadInput):
    """The formula can't be used; ``start`` and ``end`` mark the place in its text."""

    def __init__(self, reason: Message, text: str, start: int, end: int) -> None:
        self.reason = reason
        self.start = max(0, min(start, len(text)))
        self.end = max(self.start, min(end, len(text)))
        place = text[self.start : self.end][:30].strip()
        sentence = msg("{reason} Nothing was changed.", reason=reason).coded("formula_refused")
        if place:
            sentence = msg(
                "{reason} The error is at “{place}”, character {position}. Nothing was changed.",
                reason=reason, place=place, position=start + 1,
            ).coded("formula_refused")  # fmt: skip
        super().__init__(sentence)


def parse(text: str, names: Iterable[str]) -> Formula:
    """Read ``text``, in which ``names`` may be used as inputs.

    Raises ``FormulaRefused`` with a sentence and the place for anything but the language.
    """
    return _parse(text, frozenset(names))


@lru_cache(maxsize=4096)
def _parse(text: str, names: frozenset[str]) -> Formula:
    if not text.strip():
        raise FormulaRefused(msg("The formula is empty."), text, 0, 0)
    if len(text) > MAX_LENGTH:
        reason = msg("The formula is too long: at most {n} characters.", n=MAX_LENGTH)
        raise FormulaRefused(reason, text, 0, 0)
    root = _Reader(text, names).read(_python_tree(text), 0)
    return Formula(text, root, tuple(dict.fromkeys(names_in(root))))


def _python_tree(text: str) -> ast.expr:
    source = text.translate(TYPOGRAPHY)
    indent = len(source) - len(source.lstrip())
    if "#" in source:
        place = source.index("#")
        raise FormulaRefused(msg("“#” is not part of a formula."), text, place, place + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            body = ast.parse(source[indent:].rstrip(), mode="eval").body
    except SyntaxError as error:
        start = indent + max(0, (error.offset or 1) - 1)
        reason = msg("The formula can’t be read.")
        raise FormulaRefused(reason, text, min(start, len(text) - 1), len(text)) from error
    except (ValueError, MemoryError, RecursionError) as error:
        raise FormulaRefused(msg("The formula can’t be read."), text, 0, 0) from error
    return body


class _Reader:
    """Turns Python's tree into ours; refuses what is not on the list."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self._text = text
        self._names = names
        source = text.translate(TYPOGRAPHY)
        self._shift = len(source) - len(source.lstrip())
        self._bytes = source[self._shift :].encode(errors="surrogatepass")

    def refuse(self, reason: Message, node: ast.AST) -> FormulaRefused:
        start = self._column(getattr(node, "col_offset", 0))
        end = self._column(getattr(node, "end_col_offset", None) or 0)
        return FormulaRefused(reason, self._text, start, end)

    def _column(self, offset: int) -> int:
        """Python counts bytes; we count characters."""
        return len(self._bytes[:offset].decode(errors="ignore")) + self._shift

    def read(self, node: ast.expr, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.refuse(msg("The formula is nested too deep."), node)
        if isinstance(node, ast.Constant):
            return self._number(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.BinOp):
            return self._binary(node, depth)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return Negative(self.read(node.operand, depth + 1))
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        if isinstance(node, ast.Tuple):
            raise self.refuse(msg("Write decimals with a point: 2.5. A comma separates arguments."), node)
        raise self.refuse(msg("This is not part of the formula language."), node)

    def _number(self, node: ast.Constant) -> Number:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise self.refuse(msg("Only numbers and the names of inputs can be used."), node)
        try:
            value = float(node.value)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise self.refuse(msg("The number is too large."), node)
        return Number(value)

    def _name(self, node: ast.Name) -> Name:
        if node.id in self._names:
            return Name(node.id)
        if node.id in FUNCTIONS:
            raise self.refuse(msg("“{name}” must be followed by parentheses.", name=node.id), node)
        raise self.refuse(msg("“{name}” is not one of the inputs.", name=node.id), node)

    def _binary(self, node: ast.BinOp, depth: int) -> Binary:
        sign = SIGNS.get(type(node.op))
        if sign is None:
            raise self.refuse(msg("Only + − × / can stand between two numbers."), node)
        return Binary(sign, self.read(node.left, depth + 1), self.read(node.right, depth + 1))

    def _call(self, node: ast.Call, depth: int) -> Node:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            raise self.refuse(msg("Only prev, prev_year, sum_over, mean_over, days, min, max and abs exist."), node)
        if any(keyword.arg != "n" for keyword in node.keywords):
            raise self.refuse(msg("“{name}” does not accept that.", name=name), node)
        fewest, most = FUNCTIONS[name]
        given = len(node.args) + len(node.keywords)
        if not fewest <= given <= most or len(node.keywords) > 1 or (node.keywords and name not in COUNTED):
            raise self.refuse(msg("“{name}” has the wrong number of arguments.", name=name), node)
        return self._function(name, node, depth)

    def _function(self, name: str, node: ast.Call, depth: int) -> Node:
        if name == "days":
            return Days()
        if not node.args:
            raise self.refuse(msg("“{name}” has the wrong number of arguments.", name=name), node)
        if name in ("min", "max", "abs"):
            return Function(name, tuple(self.read(arg, depth + 1) for arg in node.args))
        inner = self.read(node.args[0], depth + 1)
        if name == "prev_year":
            return Earlier(inner, 0)
        n = self._count(node)
        if name == "prev":
            return Earlier(inner, n)
        if _has_rolling(inner):
            raise self.refuse(msg("sum_over and mean_over can’t stand inside each other."), node)
        return Rolling(name == "mean_over", inner, n)

    def _count(self, node: ast.Call) -> int:
        given = node.keywords[0].value if node.keywords else (node.args[1] if len(node.args) > 1 else None)
        if given is None:
            return 1
        value = given.value if isinstance(given, ast.Constant) else None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_PERIODS:
            raise self.refuse(msg("The number of periods must be a whole number from 1 to {n}.", n=MAX_PERIODS), given)
        return value


FUNCTIONS = {
    "prev": (1, 2),
    "prev_year": (1, 1),
    "sum_over": (2, 2),
    "mean_over": (2, 2),
    "days": (0, 0),
    "min": (2, MAX_ARGUMENTS),
    "max": (2, MAX_ARGUMENTS),
    "abs": (1, 1),
}
"""Name → fewest and most arguments."""
COUNTED = ("prev", "sum_over", "mean_over")


def _has_rolling(node: Node) -> bool:
    return isinstance(node, Rolling) or any(_has_rolling(part) for part in under(node))
