"""Goals on the command line: a title, and the numbers that it tells."""

from __future__ import annotations

import argparse
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.grammar.choices import FOLLOW
from kpidesk.cli.opening import Outcome, opened
from kpidesk.commands import goals
from kpidesk.commands.goals import titles
from kpidesk.domain.entities import Initiative, KeyResult, Node, Objective
from kpidesk.errors import BadInput, NotFound
from kpidesk.text import Message, _, msg
from kpidesk.workspace import Workspace


def rename(options: argparse.Namespace) -> Outcome:
    """Give a goal another title; where it tells other numbers than the measure, it has to be said which hold."""
    with opened(options) as ws:
        node = goal_called(ws, options.goal)
        proposal = titles.proposed(ws, node.uid, options.title)
        if proposal is not None and options.numbers is None:
            raise BadInput(
                msg(
                    "The new title states other numbers than the key result is measured by ({changes}). Choose "
                    "--numbers follow or --numbers keep. Nothing was changed.",
                    changes=", ".join(_difference(proposal, name) for name in proposal.numbers),
                )
            )
        taken = proposal if options.numbers == FOLLOW else None
        goals.rename(ws, node.uid, options.title, proposal=taken)
        return Outcome(_("Renamed “{old}” to “{new}”.").format(old=node.title, new=options.title), _data(ws, node))


def goal_called(ws: Workspace, words: str) -> Node:
    """The one goal of a title or uid; raises ``NotFound``, or ``BadInput`` where several have it."""
    everything: list[Node] = [*ws.all(Objective), *ws.all(KeyResult), *ws.all(Initiative)]
    found = [node for node in everything if words.casefold() in (node.title.casefold(), node.uid)]
    if not found:
        raise NotFound(msg("There is no goal called “{name}”. Nothing was changed.", name=words[:60]))
    if len(found) > 1:
        ids = ", ".join(node.uid for node in found)
        raise BadInput(msg("Several goals are called “{name}”. Name one by its id: {ids}.", name=words[:60], ids=ids))
    return found[0]


def _difference(proposal: titles.Proposal, name: str) -> str:
    heads: dict[str, Message] = {
        "start": msg("start {old} → {new}"), "target": msg("target {old} → {new}"),
        "low": msg("lower limit {old} → {new}"), "high": msg("upper limit {old} → {new}"),
    }  # fmt: skip
    old, new = getattr(proposal.before, name), proposal.numbers[name]
    return str(msg(heads[name].text, old=_shown(old), new=_shown(new)))


def _shown(value: float | None) -> str:
    return "–" if value is None else fmt.in_full(value)


def _data(ws: Workspace, node: Node) -> dict[str, Any]:
    now = ws.node(node.uid)
    numbers = {name: getattr(now, name, None) for name in titles.NUMBERS}
    return {"id": now.uid, "title": now.title, **numbers, "unit_code": getattr(now, "unit", None)}
