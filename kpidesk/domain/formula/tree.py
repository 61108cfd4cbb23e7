"""What a parsed formula consists of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpidesk.domain.entities import Combine
from kpidesk.records import record


@record(frozen=True)
class Number:
    """A number written in the formula."""

    value: float


@record(frozen=True)
class Name:
    """An input, by the name that the KPI binds it to."""

    key: str


@record(frozen=True)
class Days:
    """``days()``: calendar days in the period."""


@record(frozen=True)
class Negative:
    """Unary minus."""

    of: Node


@record(frozen=True)
class Binary:
    """``+``, ``-``, ``*`` or ``/`` between two parts."""

    sign: str
    left: Node
    right: Node


@record(frozen=True)
class Function:
    """``min``, ``max`` or ``abs`` of its arguments."""

    name: str
    of: tuple[Node, ...]


@record(frozen=True)
class Earlier:
    """``prev(x, n)``: x in the n-th period before; ``prev_year(x)`` when ``n`` is 0."""

    of: Node
    n: int


@record(frozen=True)
class Rolling:
    """``sum_over(x, n)`` or ``mean_over(x, n)``: over the last n periods of the KPI's own frequency."""

    mean: bool
    of: Node
    n: int


Node = Number | Name | Days | Negative | Binary | Function | Earlier | Rolling


@record(frozen=True)
class Formula:
    """A formula that has been read and found in order."""

    text: str
    root: Node
    names: tuple[str, ...]


def under(node: Node) -> tuple[Node, ...]:
    """The parts directly below a node."""
    match node:
        case Negative(of) | Earlier(of, _) | Rolling(_, of, _):
            return (of,)
        case Binary(_, left, right):
            return (left, right)
        case Function(_, of):
            return of
        case _:
            return ()


def names_in(node: Node) -> Iterator[str]:
    """Every input name below a node, in reading order, repeats included."""
    if isinstance(node, Name):
        yield node.key
    for part in under(node):
        yield from names_in(part)


def direct_names(node: Node) -> Iterator[str]:
    """The names whose value in the period itself is used, leaving out earlier and rolling ones."""
    if isinstance(node, Name):
        yield node.key
    if not isinstance(node, Earlier | Rolling):
        for part in under(node):
            yield from direct_names(part)


def reads_now(node: Node) -> bool:
    """Tell whether anything but the past is read: the period itself, alone or in a window that ends with it."""
    return isinstance(node, Name) or (not isinstance(node, Earlier) and any(reads_now(part) for part in under(node)))


def reads_earlier(node: Node) -> bool:
    """Tell whether a number of another period is read: of one before, or of a window."""
    return isinstance(node, Earlier | Rolling) or any(map(reads_earlier, under(node)))


def looks_back(node: Node, year: int) -> int:
    """How many periods back a formula reads at most by ``prev`` and ``prev_year``; ``year`` is how many a year has.

    What is read over a window is read to its end, so that a window alone looks back nowhere.
    """
    own = (node.n or year) if isinstance(node, Earlier) else 0
    return own + max((looks_back(part, year) for part in under(node)), default=0)


def is_share(formula: Formula) -> bool:
    """Tell whether a formula divides without scaling by a number: as a percentage it would be a hundredth of it."""
    parts = [formula.root]
    for part in parts:
        parts.extend(under(part))
    divides = isinstance(formula.root, Binary) and formula.root.sign == "/"
    return divides and not any(isinstance(part, Number) for part in parts)


def combines_as(node: Node, rules: Mapping[str, Combine]) -> Combine:
    """How values of the formula relate over longer periods; decides how its targets combine.

    An amount stays an amount when others are added or it is scaled by a number; anything divided
    by an input is a ratio, whose goal for a longer period is the mean of the goals.
    """
    return _scale(node, rules) or Combine.MEAN


def _scale(node: Node, rules: Mapping[str, Combine]) -> Combine | None:
    match node:
        case Name(key):
            return rules.get(key, Combine.MEAN)
        case Number():
            return None
        case Days():
            return Combine.SUM
        case Rolling():
            return Combine.MEAN
        case Binary(sign, left, right):
            return _scale_of_two(sign, _scale(left, rules), _scale(right, rules))
        case _:
            kinds = {kind for part in under(node) if (kind := _scale(part, rules)) is not None}
            return kinds.pop() if len(kinds) == 1 else (Combine.MEAN if kinds else None)


def _scale_of_two(sign: str, left: Combine | None, right: Combine | None) -> Combine | None:
    if right is None:
        return left
    if left is None:
        return Combine.MEAN if sign == "/" else right
    return left if sign in "+-" and left is right else Combine.MEAN
