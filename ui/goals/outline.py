"""All goals of a cycle in the order of the tree: what a search passes over, and how wide the columns must be.

What belongs to one goal at the top is kept until something in it changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kpidesk.domain.entities import Initiative, Objective, Uid
from kpidesk.domain.status import Status
from kpidesk.figures import NodeFigures
from kpidesk.figures.goals.tree import department_above
from kpidesk.wording.goals import now_forms, state_word

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace

Wanted = dict[Uid | None, list[Uid]]


@dataclass(frozen=True)
class Filter:
    """What is searched for, casefolded, and whose goals in which state; nothing passes everything."""

    search: str = ""
    department: Uid | None = None
    owner: Uid | None = None
    status: Status | None = None

    def passes(self, line: Line, departments: dict[Uid, Uid | None]) -> bool:
        """Tell whether a goal passes by itself; ``departments`` tells whose each goal is."""
        figures = line.figures
        if self.search and self.search not in line.title:
            return False
        if self.owner is not None and figures.node.owner != self.owner:
            return False
        if self.status is not None and (isinstance(figures.node, Initiative) or figures.status is not self.status):
            return False
        return self.department is None or departments[line.uid] == self.department


class Line(NamedTuple):
    """One goal: its title casefolded, and what it stands under."""

    uid: Uid
    above: Uid | None
    title: str
    figures: NodeFigures


class Branch:
    """One goal at the top with all that is under it."""

    def __init__(self, root: NodeFigures) -> None:
        self.root = root

    @cached_property
    def lines(self) -> list[Line]:
        """Every goal, each before what is under it."""
        found: list[Line] = []
        waiting: list[tuple[NodeFigures, Uid | None]] = [(self.root, None)]
        while waiting:
            each, above = waiting.pop()
            uid = each.node.uid
            found.append(Line(uid, above, each.node.title.casefold(), each))
            waiting += [(child, uid) for child in reversed(each.children)]
        return found

    @cached_property
    def boxes(self) -> set[Uid]:
        """The initiatives."""
        return {line.uid for line in self.lines if isinstance(line.figures.node, Initiative)}

    @cached_property
    def states(self) -> set[str]:
        """How the goals stand, in words."""
        return {state_word(line.figures) for line in self.lines if line.uid not in self.boxes}

    @cached_property
    def told(self) -> set[tuple[str, ...]]:
        """The numbers of the goals, in the forms that they can be written in."""
        return {tuple(now_forms(line.figures)) for line in self.lines}


class Outline:
    """All goals of a cycle; ``take_in`` keeps what it knows of the trees that are the very same."""

    def __init__(self) -> None:
        self._branches: list[Branch] = []
        self.figures: dict[Uid, NodeFigures] = {}

    def take_in(self, roots: Sequence[NodeFigures]) -> None:
        """These are the goals now."""
        known = {id(branch.root): branch for branch in self._branches}
        self._branches = [known.get(id(root)) or Branch(root) for root in roots]
        self.figures = {line.uid: line.figures for line in self._lines()}

    def _lines(self) -> chain[Line]:
        return chain.from_iterable(branch.lines for branch in self._branches)

    @property
    def roots(self) -> tuple[NodeFigures, ...]:
        """The goals at the top."""
        return tuple(branch.root for branch in self._branches)

    @property
    def boxes(self) -> set[Uid]:
        """The initiatives."""
        return set().union(*(branch.boxes for branch in self._branches))

    @property
    def states(self) -> set[str]:
        """How the goals stand, in words."""
        return set().union(*(branch.states for branch in self._branches))

    @property
    def told(self) -> set[tuple[str, ...]]:
        """The numbers of the goals, in the forms that they can be written in."""
        return set().union(*(branch.told for branch in self._branches))

    def passing(self, wanted: Filter, ws: Workspace) -> tuple[Wanted, int]:
        """What to show: the goals that pass and what they hang under, in order; and how many pass themselves."""
        lines = list(self._lines())
        if wanted != Filter():
            kept, hits = _kept(lines, wanted, self._departments(lines, ws) if wanted.department else {})
            lines = [line for line in lines if line.uid in kept]
        else:
            hits = len(lines)
        shape: Wanted = {None: []}
        for uid, above, _title, _figures in lines:
            shape[uid] = []
            shape[above].append(uid)
        return shape, hits

    def _departments(self, lines: Sequence[Line], ws: Workspace) -> dict[Uid, Uid | None]:
        """The department of each goal: its own, else that of what it stands under."""
        found: dict[Uid, Uid | None] = {}
        for uid, above, _title, figures in lines:
            node = figures.node
            if above is None or (isinstance(node, Objective) and node.department is not None):
                department = department_above(ws, node)
                found[uid] = None if department is None else department.uid
            else:
                found[uid] = found[above]
        return found


def _kept(lines: Sequence[Line], wanted: Filter, departments: dict[Uid, Uid | None]) -> tuple[set[Uid | None], int]:
    """The goals that pass, or have one below that does; and how many pass."""
    kept: set[Uid | None] = set()
    hits = 0
    for line in reversed(lines):
        passes = wanted.passes(line, departments)
        hits += passes
        if passes or line.uid in kept:
            kept.add(line.uid)
            kept.add(line.above)
    return kept, hits
