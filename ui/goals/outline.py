"""All goals of a cycle in the order of the tree: what a search passes over, and how wide the columns must be.

What belongs to one goal at the top is kept until something in it changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kpidesk.domain.entities import Initiative, KeyResult, Objective, Uid
from kpidesk.domain.status import Status
from kpidesk.figures import NodeFigures
from kpidesk.figures.goals.tree import department_above
from kpidesk.records import record
from kpidesk.wording.goals import now_forms, state_word, target_forms

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace

T = TypeVar("T")
Shape = dict[Uid | None, list[Uid]]
"""What stands right under each node that has something under it, in order; what stands at the top under ``None``."""


@record(frozen=True)
class Filter:
    """What is searched for, casefolded, and whose goals in which state; nothing passes everything."""

    search: str = ""
    department: Uid | None = None
    owner: Uid | None = None
    status: Status | None = None

    def passes(self, figures: NodeFigures, department: Uid | None) -> bool:
        """Tell whether a goal with the words searched for, of a department, passes by itself."""
        if self.owner is not None and figures.node.owner != self.owner:
            return False
        if self.status is not None and (isinstance(figures.node, Initiative) or figures.status is not self.status):
            return False
        return self.department is None or department == self.department


class Shown(NamedTuple):
    """What passes a filter with what it hangs under: how it stands, and how many pass themselves."""

    shape: Shape
    hits: int


class Kept(Generic[T]):
    """What is made of the goals right under each one, kept as long as these stand as they did."""

    def __init__(self, made: Callable[[Sequence[NodeFigures]], set[T]]) -> None:
        self.made = made
        self._known: dict[Uid, tuple[NodeFigures, set[T]]] = {}

    def under(self, figures: NodeFigures) -> set[T]:
        """What is made of the goals under this one."""
        known = self._known.get(figures.node.uid)
        if known is None or known[0] is not figures:
            known = self._known[figures.node.uid] = figures, self.made(figures.children)
        return known[1]


def _states(goals: Sequence[NodeFigures]) -> set[str]:
    """How some goals stand, in words."""
    return {state_word(each) for each in goals if not isinstance(each.node, Initiative)}


def _told(goals: Sequence[NodeFigures]) -> set[tuple[str, ...]]:
    """Their numbers, in the forms that they can be written in, the longest first."""
    return {tuple(now_forms(each)) for each in goals if isinstance(each.node, KeyResult)}


def _aims(goals: Sequence[NodeFigures]) -> set[tuple[str, ...]]:
    """What they aim for, likewise."""
    return {tuple(target_forms(each)) for each in goals if isinstance(each.node, KeyResult)}


class Said:
    """The words of all goals that columns must have room for."""

    def __init__(self) -> None:
        self.states, self.told, self.aims = Kept(_states), Kept(_told), Kept(_aims)


class Branch:
    """One goal at the top with all that is under it: in order, each before what is under it."""

    def __init__(self, root: NodeFigures, said: Said | None = None) -> None:
        self.root = root
        self._said = Said() if said is None else said
        self.figures: list[NodeFigures] = []
        self.above: list[Uid | None] = []
        waiting: list[tuple[NodeFigures, Uid | None]] = [(root, None)]
        while waiting:
            each, above = waiting.pop()
            self.figures.append(each)
            self.above.append(above)
            waiting += [(child, each.node.uid) for child in reversed(each.children)]
        self.uids = [each.node.uid for each in self.figures]
        self.titles = [each.node.title.casefold() for each in self.figures]
        self._part: tuple[list[bool], Shape] = [], {}

    @cached_property
    def places(self) -> list[int]:
        """Where the goal stands that each is under; of the one at the top, its own place."""
        where = {uid: place for place, uid in enumerate(self.uids)}
        return [where.get(above or "", 0) for above in self.above]

    @cached_property
    def shape(self) -> Shape:
        """What stands right under each goal."""
        return {each.node.uid: [child.node.uid for child in each.children] for each in self.figures if each.children}

    def part(self, shown: list[bool]) -> Shape:
        """The same of what is shown only, place by place; the next letter of a word mostly leaves all as it is."""
        if all(shown):
            return self.shape
        if self._part[0] != shown:
            found: dict[Uid | None, list[Uid]] = defaultdict(list)
            for above, uid in compress(zip(self.above, self.uids, strict=True), shown):
                found[above].append(uid)
            del found[None]
            self._part = shown, dict(found)
        return self._part[1]

    @cached_property
    def boxes(self) -> set[Uid]:
        """The initiatives."""
        return {each.node.uid for each in self.figures if isinstance(each.node, Initiative)}

    @cached_property
    def states(self) -> set[str]:
        """How the goals stand, in words."""
        return self._all(self._said.states)

    @cached_property
    def told(self) -> set[tuple[str, ...]]:
        """The numbers of the goals, in the forms that they can be written in."""
        return self._all(self._said.told)

    @cached_property
    def aims(self) -> set[tuple[str, ...]]:
        """What the goals aim for, likewise."""
        return self._all(self._said.aims)

    def _all(self, kept: Kept[T]) -> set[T]:
        """What is made of all goals here: most have nothing under them, and are not asked."""
        return kept.made([self.root]).union(*(kept.under(each) for each in self.figures if each.children))


class Outline:
    """All goals of a cycle; ``take_in`` keeps what it knows of the trees that are the very same."""

    def __init__(self) -> None:
        self._branches: list[Branch] = []
        self._said = Said()
        self.figures: dict[Uid, NodeFigures] = {}

    def take_in(self, roots: Sequence[NodeFigures]) -> list[Uid]:
        """These are the goals now; gives those that were here and look another way."""
        known = {id(branch.root): branch for branch in self._branches}
        branches = [known.get(id(root)) or Branch(root, self._said) for root in roots]
        before = set(self._branches)
        new = [branch for branch in branches if branch not in before]
        self._branches = branches
        were = {uid: self.figures.pop(uid) for branch in before - set(branches) for uid in branch.uids}
        now = {uid: each for branch in new for uid, each in zip(branch.uids, branch.figures, strict=True)}
        self.figures.update(now)
        return [uid for uid, was in were.items() if uid in now and now[uid] is not was and not was.looks_like(now[uid])]

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

    @property
    def aims(self) -> set[tuple[str, ...]]:
        """What the goals aim for, likewise."""
        return set().union(*(branch.aims for branch in self._branches))

    def passing(self, wanted: Filter, ws: Workspace) -> Shown:
        """The goals that pass and what they hang under, in order."""
        if wanted == Filter():
            return Shown(self._whole(), len(self.figures))
        shape: Shape = {None: []}
        hits = 0
        for branch in self._branches:
            passing = _passing(branch, wanted, ws)
            if any(passing):
                hits += sum(passing)
                shape[None].append(branch.root.node.uid)
                shape.update(branch.part(_with_what_they_hang_under(branch, passing)))
        return Shown(shape, hits)

    def _whole(self) -> Shape:
        shape: Shape = {None: [branch.root.node.uid for branch in self._branches]}
        for branch in self._branches:
            shape.update(branch.shape)
        return shape


def _passing(branch: Branch, wanted: Filter, ws: Workspace) -> list[bool]:
    """Which goals of a branch pass by themselves, place by place."""
    words = wanted.search
    found = [words in title for title in branch.titles] if words else [True] * len(branch.titles)
    if wanted == Filter(words):
        return found
    departments = _departments(branch, ws) if wanted.department is not None else {}
    return [
        passes and wanted.passes(each, departments.get(each.node.uid))
        for passes, each in zip(found, branch.figures, strict=True)
    ]


def _with_what_they_hang_under(branch: Branch, passing: list[bool]) -> list[bool]:
    """Which goals are shown where these pass: each stands after all that it hangs under."""
    if all(passing):
        return passing
    shown, places = list(passing), branch.places
    for place in range(len(shown) - 1, 0, -1):
        if shown[place]:
            shown[places[place]] = True
    return shown


def _departments(branch: Branch, ws: Workspace) -> dict[Uid, Uid | None]:
    """The department of each goal: its own, else that of what it stands under."""
    found: dict[Uid, Uid | None] = {}
    for above, figures in zip(branch.above, branch.figures, strict=True):
        node = figures.node
        if above is None or (isinstance(node, Objective) and node.department is not None):
            department = department_above(ws, node)
            found[node.uid] = None if department is None else department.uid
        else:
            found[node.uid] = found[above]
    return found
