"""What a change is called once it is history: what somebody did, where its label says what can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpidesk.text import Message, msg, msgn
from kpidesk.wording.labels import label_words

DONE: Mapping[str, Message] = MappingProxyType(
    {
        "add KPI “{name}”": msg("added KPI “{name}”"),
        "add a line to the review": msg("added a line to the review"),
        "add initiative “{title}”": msg("added initiative “{title}”"),
        "add key result “{title}”": msg("added key result “{title}”"),
        "add milestone “{title}”": msg("added milestone “{title}”"),
        "add objective “{title}”": msg("added objective “{title}”"),
        "add responsibility “{title}”": msg("added responsibility “{title}”"),
        "add {name}": msg("added {name}"),
        "add {n} KPI from the library": msgn("added {n} KPI from the library", "added {n} KPIs from the library", 1),
        "agree to “{title}”": msg("agreed to “{title}”"),
        "answer about “{title}”": msg("answered about “{title}”"),
        "ask to agree to “{title}”": msg("asked for agreement to “{title}”"),
        "bring advice back": msg("brought advice back"),
        "bring back what a restore took out": msg("brought back what a restore took out"),
        "bring back what “{title}” contained before": msg("brought back what “{title}” contained before"),
        "carry {n} key result forward": msgn("carried {n} key result forward", "carried {n} key results forward", 1),
        "carry “{title}” forward": msg("carried “{title}” forward"),
        "change a line of the review": msg("changed a line of the review"),
        "change how long “{title}” runs": msg("changed how long “{title}” runs"),
        "change the company": msg("changed the company"),
        "change the measure of “{title}”": msg("changed the measure of “{title}”"),
        "change the source “{name}”": msg("changed the source “{name}”"),
        "change “{name}”": msg("changed “{name}”"),
        "change “{title}”": msg("changed “{title}”"),
        "check in “{title}”": msg("checked in “{title}”"),
        "choose which advice to read": msg("chose which advice to read"),
        "clear {n} number": msgn("cleared {n} number", "cleared {n} numbers", 1),
        "close the cycle": msg("closed the cycle"),
        "close {period}": msg("closed {period}"),
        "compute new limits for “{name}”": msg("computed new limits for “{name}”"),
        "confirm the responsibilities": msg("confirmed the responsibilities"),
        "confirm the target of “{name}”": msg("confirmed the target of “{name}”"),
        "confirm {name}, {period}": msg("confirmed {name}, {period}"),
        "copy {n} objective to another cycle": msgn(
            "copied {n} objective to another cycle", "copied {n} objectives to another cycle", 1
        ),
        "copy “{title}”": msg("copied “{title}”"),
        "correct a check-in of “{title}”": msg("corrected a check-in of “{title}”"),
        "create a cycle": msg("created a cycle"),
        "create “{name}”": msg("created “{name}”"),
        "decide in the weekly round": msg("decided in the weekly round"),
        "delete KPI “{name}”": msg("deleted KPI “{name}”"),
        "delete a check-in of “{title}”": msg("deleted a check-in of “{title}”"),
        "delete a line of the review": msg("deleted a line of the review"),
        "delete the source “{name}”": msg("deleted the source “{name}”"),
        "delete “{one}” and “{other}”": msg("deleted “{one}” and “{other}”"),
        "delete “{title}” and {n} more": msgn("deleted “{title}” and {n} more", "deleted “{title}” and {n} more", 1),
        "delete “{title}”": msg("deleted “{title}”"),
        "drop “{title}”": msg("dropped “{title}”"),
        "keep the limits of “{name}”": msg("kept the limits of “{name}”"),
        "look for numbers in “{name}”": msg("looked for numbers in “{name}”"),
        "mark {n} number as not applicable": msgn(
            "marked {n} number as not applicable", "marked {n} numbers as not applicable", 1
        ),
        "move numbers to the company’s periods": msg("moved numbers to the company’s periods"),
        "move {n} objective to another cycle": msgn(
            "moved {n} objective to another cycle", "moved {n} objectives to another cycle", 1
        ),
        "move “{title}”": msg("moved “{title}”"),
        "park “{name}” and {n} more": msgn("parked “{name}” and {n} more", "parked “{name}” and {n} more", 1),
        "park “{name}”": msg("parked “{name}”"),
        "paste {n} number": msgn("pasted {n} number", "pasted {n} numbers", 1),
        "put advice aside": msg("put a piece of advice aside"),
        "reconsider the limits of “{name}”": msg("reconsidered the limits of “{name}”"),
        "remember “{name}” as a source": msg("remembered “{name}” as a source"),
        "remove a target of “{name}”": msg("removed a target of “{name}”"),
        "rename “{name}”": msg("renamed “{name}”"),
        "rename “{title}”": msg("renamed “{title}”"),
        "reopen the cycle": msg("reopened the cycle"),
        "reopen {period}": msg("reopened {period}"),
        "say whether a decision was carried out": msg("said whether a decision was carried out"),
        "say whether it helped": msg("said whether it helped"),
        "score “{title}”": msg("scored “{title}”"),
        "set the opening balance of “{name}”": msg("gave “{name}” an opening balance"),
        "set the target of “{name}”": msg("gave “{name}” a target"),
        "split “{name}”": msg("divided “{name}” into parts"),
        "start over": msg("started over"),
        "start the cycle": msg("started the cycle"),
        "start with “{name}”": msg("started with “{name}”"),
        "tick off “{title}”": msg("ticked off “{title}”"),
        "turn {n} KPI into a goal": msgn("turned {n} KPI into a goal", "turned {n} KPIs into goals", 1),
        "unpark “{name}” and {n} more": msgn("unparked “{name}” and {n} more", "unparked “{name}” and {n} more", 1),
        "unpark “{name}”": msg("unparked “{name}”"),
        "write a note": msg("wrote a note"),
        "write a presenter’s note": msg("wrote a presenter’s note"),
        "write a sentence of the review": msg("wrote a sentence of the review"),
        "settle a conflict": msg("settled a conflict"),
        "merge “{name}”": msg("merged “{name}”"),
        "restore the file as it was {when}": msg("restored the file as it was {when}"),
        "import {n} number from {file}": msgn("imported {n} number from {file}", "imported {n} numbers from {file}", 1),
        "import {n} number from {who}’s reply": msgn(
            "imported {n} number from {who}’s reply", "imported {n} numbers from {who}’s reply", 1
        ),
    }
)
"""By the label: “undo: create a cycle”, and “created a cycle” among what was done."""


def done_words(label: Message, fiscal_start: int) -> str:
    """A change as something that was done; one whose label only an earlier version knew keeps that."""
    done = DONE.get(label.text)
    told = label if done is None else Message(done.text, label.params, done.plural, label.n)
    return label_words(told, fiscal_start)
