"""Goals on the command line: a title and the numbers that it tells, and how a key result stands."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.grammar.choices import FOLLOW
from kpidesk.cli.names.goals import goal_called, result_called
from kpidesk.cli.opening import Outcome, done_or_tried, not_stored, opened
from kpidesk.cli.typed import check_unit
from kpidesk.commands import check_ins, goals
from kpidesk.commands.goals import titles
from kpidesk.domain.entities import CheckIn, KeyResult, Kpi, Node, ResultKind
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures.goals.hiding import seen_by_all
from kpidesk.text import Message, _, msg
from kpidesk.wording.changes import check_in_words
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
        with done_or_tried(ws, options):
            goals.rename(ws, node.uid, options.title, proposal=taken)
            data = {**_data(ws, node), "written": not options.dry_run}
        words = _("“{old}” would be renamed “{new}”.") if options.dry_run else _("Renamed “{old}” to “{new}”.")
        told = words.format(old=node.title, new=options.title)
        return Outcome("\n".join([told, *not_stored(options)]), data)


def check_in(options: argparse.Namespace) -> Outcome:
    """Say how a key result stands, signed like a check-in in the window."""
    with opened(options) as ws:
        result = result_called(ws, options.goal)
        if options.value is not None:
            _refuse_value(ws, result, options)
        with done_or_tried(ws, options):
            uid = check_ins.check_in_as(
                ws, ws.author, result.uid,
                value=options.value, confidence=options.confidence, note=options.note, day=options.day,
            )  # fmt: skip
            made = ws.get(CheckIn, uid)
            said = _said(made, result)
        words = _("Check-in on “{name}”: {said}.").format(name=result.title, said=said)
        day = None if made.day is None else made.day.isoformat()
        data = {"id": uid, "goal": result.uid, "title": result.title, "day": day, "value": made.value}
        told = {**data, "confidence": made.confidence, "note": made.note, "written": not options.dry_run}
        return Outcome("\n".join([words, *not_stored(options)]), told)


def _said(made: CheckIn, result: KeyResult) -> str:
    """All that a check-in says: ``4 800 kr, trygghet 7, «Går bra»``."""
    parts = [replace(made, note="", confidence=None), replace(made, note="", value=None), replace(made, value=None)]
    return ", ".join(dict.fromkeys(filter(None, (check_in_words(part, result) for part in parts))))


def _refuse_value(ws: Workspace, result: KeyResult, options: argparse.Namespace) -> None:
    """A key result that is fed says its number itself."""
    kpi = ws.find(Kpi, result.kpi)
    if kpi is not None:
        raise RuleBroken(
            msg(
                "“{title}” takes its number from the KPI “{kpi}”: save that with “set”, or check in with a confidence "
                "and a note. Nothing was changed.",
                title=result.title, kpi=kpi.name,
            )
        )  # fmt: skip
    if result.kind not in (ResultKind.FROM_TO, ResultKind.HOLD):
        raise RuleBroken(
            msg(
                "“{title}” is not measured by a number: check in with a confidence and a note. Nothing was changed.",
                title=result.title,
            )
        )
    check_unit(options, result.unit)


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
    now = seen_by_all(ws, now) if isinstance(now, KeyResult) else now
    numbers = {name: getattr(now, name, None) for name in titles.NUMBERS}
    return {"id": now.uid, "title": now.title, **numbers, "unit_code": getattr(now, "unit", None)}
