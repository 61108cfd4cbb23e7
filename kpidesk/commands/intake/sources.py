"""Sources: kinds of file that numbers come from again and again, remembered in the file and shared with colleagues."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.domain.bounds import LONGEST_RECIPE, line
from kpidesk.domain.entities import Source, Uid
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Reads, Transaction, Workspace, library_uid

INTO = "into"
"""The part of a recipe that tells by a measure's key which input it goes to; none for one that is not taken."""


@dataclass(frozen=True)
class Remembered:
    """What is to be remembered of a file, as ``Source`` tells it; ``uid`` is that of a source that is known."""

    name: str
    file_kind: str
    pattern: str
    fingerprint: str
    recipe: Mapping[str, Any]
    uid: Uid | None = None

    def going(self, into: Mapping[str, Uid]) -> Remembered:
        """The same with the inputs that measures have come to go to."""
        return replace(self, recipe={**self.recipe, INTO: {**self.recipe.get(INTO, {}), **into}})


def source_uid(fingerprint: str, pattern: str) -> Uid:
    """The name of a source in every file: two colleagues who both remember a kind of file get one when they merge."""
    return library_uid(f"source {fingerprint} {pattern}")


def source_named(ws: Reads, name: str) -> Source:
    """The source of that name; raises ``NotFound`` with those that there are."""
    wanted = name.strip().casefold()
    found = next((each for each in ws.all(Source) if each.name.casefold() == wanted), None)
    if found is None:
        names = ", ".join(sorted((each.name for each in ws.all(Source)), key=fmt.alphabetical))
        if not names:
            raise NotFound(msg("No source named “{name}”: no file is remembered as a source yet.", name=name))
        raise NotFound(msg("No source named “{name}”. Available: {names}.", name=name, names=names))
    return found


def remember(ws: Workspace, what: Remembered) -> Uid:
    """Remember a kind of file, or what has become of one that is known."""
    with ws.transaction(msg("remember “{name}” as a source", name=what.name)) as change:
        return write(ws, change, what)


def write(ws: Workspace, change: Transaction, what: Remembered) -> Uid:
    """Enter a source in a change that is under way."""
    name = _name(what.name)
    uid, recipe = what.uid or source_uid(what.fingerprint, what.pattern), _packed(what.recipe)
    if ws.find(Source, uid) is None:
        return change.add(Source(uid, _free(ws, name), what.file_kind, what.pattern, what.fingerprint, recipe))
    said = {"file_kind": what.file_kind, "pattern": what.pattern, "fingerprint": what.fingerprint, "recipe": recipe}
    change.set(Source, uid, **said)
    return uid


def note_fetch(ws: Workspace, change: Transaction, uid: Uid, file: str, numbers: int) -> None:
    """Enter in a change that is under way that so many numbers have come from a source."""
    change.set(Source, uid, fetched_on=ws.today(), fetched_file=line(file), fetched_numbers=numbers)


def nothing_new(ws: Workspace, uid: Uid, file: str) -> None:
    """Enter that a source's file was looked at and held nothing new."""
    source = ws.get(Source, uid)
    with ws.transaction(msg("look for numbers in “{name}”", name=source.name)) as change:
        note_fetch(ws, change, uid, file, 0)


def rename(ws: Workspace, uid: Uid, name: str) -> None:
    """Give a source another name."""
    source, wanted = ws.get(Source, uid), _name(name)
    if any(each.uid != uid and each.name.casefold() == wanted.casefold() for each in ws.all(Source)):
        raise RuleBroken(msg("There is already a source named “{name}”. Nothing was changed.", name=wanted))
    with ws.transaction(msg("rename “{name}”", name=source.name)) as change:
        change.set(Source, uid, name=wanted)


def edit(ws: Workspace, uid: Uid, *, pattern: str | None = None, recipe: Mapping[str, Any] | None = None) -> None:
    """Change what the files of a source are called, or how they are read."""
    source = ws.get(Source, uid)
    fields = (
        {}
        if pattern is None
        else {"pattern": checks.title(pattern, msg("A file must have a name. Nothing was changed."))}
    )
    if recipe is not None:
        fields["recipe"] = _packed(recipe)
    with ws.transaction(msg("change the source “{name}”", name=source.name)) as change:
        change.set(Source, uid, **fields)


def delete(ws: Workspace, uid: Uid) -> None:
    """Forget a source; the numbers that came from it stay."""
    source = ws.get(Source, uid)
    with ws.transaction(msg("delete the source “{name}”", name=source.name)) as change:
        change.delete(Source, uid)


def _name(name: str) -> str:
    return checks.title(name, msg("A source must have a name. Nothing was changed."))


def _free(ws: Reads, name: str) -> str:
    taken = {each.name.casefold() for each in ws.all(Source)}
    told, n = name, 2
    while told.casefold() in taken:
        told, n = f"{name} {n}", n + 1
    return told


def _packed(recipe: Mapping[str, Any]) -> str:
    text = json.dumps(recipe, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(text) > LONGEST_RECIPE:
        raise BadInput(msg("This file has too many columns to be remembered as a source. Nothing was changed."))
    return text
