"""Walks over a tree of any depth: none of them calls itself, so that no file is too deep for the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

DEEPEST = 12
"""Levels that goals can be put in; a file that has more, from elsewhere, is still shown whole."""


def down(roots: Iterable[T], below: Callable[[T], Iterable[T]]) -> Iterator[T]:
    """Every node, each before what is under it, in order."""
    waiting = list(roots)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        under = tuple(below(node))
        if under:  # most nodes of a tree have none
            waiting += under[::-1]


def folded(root: T, below: Callable[[T], Iterable[T]], made: Callable[[T, Sequence[R]], R]) -> R:
    """What is made of a node and of what was made of its children, from the leaves up; no node stands twice."""
    order: list[tuple[T, int]] = []
    children: list[list[int]] = []
    waiting: list[tuple[T, int]] = [(root, -1)]
    while waiting:
        node, above = waiting.pop()
        place = len(order)
        order.append((node, above))
        children.append([])
        if above >= 0:
            children[above].append(place)
        waiting += [(child, place) for child in below(node)][::-1]
    results: dict[int, R] = {}
    for place in range(len(order) - 1, -1, -1):
        results[place] = made(order[place][0], [results.pop(child) for child in children[place]])
    return results[0]


def levels(root: T, below: Callable[[T], Iterable[T]]) -> int:
    """How many levels a node and what is under it take; 1 for a node alone."""
    return folded(root, below, lambda _node, under: 1 + max(under, default=0))
