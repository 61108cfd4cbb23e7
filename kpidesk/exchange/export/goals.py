"""Goals, key results and initiatives of the cycles, and every check-in, as two tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.domain.entities import CheckIn, Department, Initiative, KeyResult, Objective, Person, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.walk import down
from kpidesk.exchange.export.asked import Asked
from kpidesk.exchange.export.tables import Cell, Table
from kpidesk.figures import NodeFigures, goal_figures
from kpidesk.figures.cycle_list import by_period, cycle_name
from kpidesk.text import _, pgettext
from kpidesk.wording.goals import state_word
from kpidesk.workspace import Reads

KINDS: Mapping[type, str] = {Objective: "objective", KeyResult: "key_result", Initiative: "initiative"}
CODES = (
    "id", "above", "cycle", "kind", "title", "owner", "department", "start", "current", "target", "high", "unit",
    "score", "status", "confidence", "weight", "due", "done_on",
)  # fmt: skip
"""What the columns of goals are called in JSON, in their order."""
CHECK_IN_CODES = ("key_result_id", "cycle", "key_result", "day", "value", "unit", "confidence", "note", "author")


@dataclass(frozen=True)
class Goals:
    """Goals and check-ins as tables, and as records for programs."""

    goals: Table
    check_ins: Table
    records: dict[str, list[dict[str, Cell]]]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.goals.rows) + len(self.check_ins.rows)


@dataclass(frozen=True)
class _Node:
    figures: NodeFigures
    above: Uid | None
    period: Period


def goals(ws: Reads, asked: Asked) -> Goals:
    """The goals of cycles that touch the time asked for, and the check-ins of its days."""
    told = _Told(ws)
    nodes = list(_nodes(ws, asked))
    rows = [told.goal(each) for each in nodes]
    said = [told.check_in(each, word) for each in nodes for word in told.words(each) if _within(word, asked)]
    records = {
        "goals": [dict(zip(CODES, row, strict=True)) for row in rows],
        "check_ins": [dict(zip(CHECK_IN_CODES, row, strict=True)) for row in said],
    }
    return Goals(
        Table(pgettext("sheet", "Goals"), _heads(), tuple(told.shown(row) for row in rows), (2,) * len(rows)),
        Table(_("Check-ins"), _check_in_heads(), tuple(row[1:] for row in said), (2,) * len(said)),
        records,
    )


def _nodes(ws: Reads, asked: Asked) -> Iterator[_Node]:
    for period, cycle in sorted(by_period(ws).items()):
        if asked.takes(period.first, period.last):
            roots = [_Node(root, None, period) for root in goal_figures(ws, cycle, ws.today(), whole=False)]
            yield from down(
                roots, lambda at: [_Node(each, at.figures.node.uid, at.period) for each in at.figures.children]
            )


def _within(word: CheckIn, asked: Asked) -> bool:
    return word.day is None or asked.takes(word.day, word.day)


def _heads() -> tuple[Cell, ...]:
    return (
        _("Cycle"), _("Kind"), _("Title"), _("Owner"), _("Department"), _("Start"), _("Now"),
        pgettext("paper", "Target"), _("Upper edge"), _("Unit"), _("Score"), _("Status"), _("Confidence"), _("Weight"),
        pgettext("decision", "Due"), pgettext("decision", "Done"),
    )  # fmt: skip


def _check_in_heads() -> tuple[Cell, ...]:
    return _("Cycle"), _("Key result"), _("Day"), _("Value"), _("Unit"), _("Confidence"), _("Note"), _("By")


class _Told:
    """What all lines read of the workspace."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._people = {person.uid: person.name for person in ws.all(Person)}
        self._departments = {each.uid: each.name for each in ws.all(Department)}
        self._words: dict[Uid, list[CheckIn]] = {}
        for word in sorted(ws.all(CheckIn), key=lambda each: (each.day or dt.date.min, each.uid)):
            self._words.setdefault(word.key_result or "", []).append(word)

    def words(self, at: _Node) -> list[CheckIn]:
        """The check-ins of a key result, the oldest first."""
        return self._words.get(at.figures.node.uid, [])

    def goal(self, at: _Node) -> tuple[Cell, ...]:
        """A line for programs: ids and codes where people read words."""
        node, figures = at.figures.node, at.figures
        result = node if isinstance(node, KeyResult) else None
        return (
            node.uid, at.above, cycle_name(self._ws, at.period), KINDS[type(node)], node.title,
            self._people.get(node.owner or "", ""),
            self._departments.get(node.department or "", "") if isinstance(node, Objective) else "",
            figures.start if result else None, figures.current if result else None,
            (result.target if result.target is not None else result.low) if result else None,
            result.high if result else None, fmt.unit_word(result.unit) if result and result.unit else "",
            figures.progress.score, state_word(figures), figures.confidence,
            None if isinstance(node, Initiative) else node.weight,
            None if isinstance(node, Objective) else node.due, node.done_on if isinstance(node, Initiative) else None,
        )  # fmt: skip

    def shown(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """The same for people."""
        words = {"objective": _("Objective"), "key_result": _("Key result"), "initiative": _("Initiative")}
        return (row[2], words[str(row[3])], *row[4:])

    def check_in(self, at: _Node, word: CheckIn) -> tuple[Cell, ...]:
        """What somebody said of a key result on a day."""
        node = at.figures.node
        unit = node.unit if isinstance(node, KeyResult) else ""
        return (
            node.uid, cycle_name(self._ws, at.period), node.title, word.day, word.value,
            fmt.unit_word(unit) if unit else "", word.confidence, word.note, self._people.get(word.author or "", ""),
        )  # fmt: skip
