"""Which source a file is one of, what is remembered of a file, and whether a newer one lies in a source's folder."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpidesk.clock import moment_of
from kpidesk.commands.intake import Existing
from kpidesk.commands.intake.sources import Remembered
from kpidesk.domain.entities import Input, Source, Uid
from kpidesk.exchange.intake import file_names, presets, recipe
from kpidesk.exchange.intake.layout import headings_of
from kpidesk.exchange.intake.preview import Choices, Preview
from kpidesk.exchange.intake.recipe import Recipe
from kpidesk.exchange.sheets.book import Book
from kpidesk.exchange.tables.understood import Said, Understanding
from kpidesk.workspace import Reads

MOST_FILES = 20_000
"""So many files of a folder are looked at."""


@dataclass(frozen=True)
class Recognised:
    """The source that a file is one of; ``same_layout`` unless its headings are others than the source's were."""

    source: Source
    recipe: Recipe
    same_layout: bool


@dataclass(frozen=True)
class Fetch:
    """One time that numbers came from a source."""

    when: dt.datetime | None
    who: str
    file: str
    numbers: int


def recognise(sources: Sequence[Source], book: Book, understanding: Understanding) -> Recognised | None:
    """The source that a file is one of: by its headings, and of several by its name; else by that alone.

    ``understanding`` is that of the file with nothing said, as it was when the source was remembered.
    """
    named = [each for each in sources if each.pattern and file_names.matches(each.pattern, book.name)]
    alike = [each for each in sources if each.fingerprint and each.fingerprint == understanding.fingerprint]
    both = [each for each in alike if each in named]
    found = next(iter(both or (alike if len(alike) == 1 else []) or named), None)
    return None if found is None else Recognised(found, recipe.read(found.recipe), found in alike)


def named(source: Source, understanding: Understanding) -> Recognised:
    """A file that somebody says is of a source."""
    return Recognised(source, recipe.read(source.recipe), source.fingerprint == understanding.fingerprint)


def choices_of(ws: Reads, found: Recognised) -> Choices:
    """Where the measures of a source's file go: as last time, save to inputs that are no longer there."""
    into = {
        key: None if uid is None else Existing(uid)
        for key, uid in found.recipe.into.items()
        if uid is None or ws.find(Input, uid) is not None
    }
    return Choices(into=into, source=found.source.uid, turned=found.recipe.turned)


def remembered(
    book: Book, plain: Understanding, told: tuple[Said, Choices], shown: Preview, known: Source | None = None
) -> Remembered:
    """What is remembered of a file that is taken as a preview shows it; KPIs yet to be made enter when they are.

    ``plain`` is what was understood of it with nothing said, ``told`` what was said and chosen.
    """
    said, choices = told
    into: dict[str, Uid | None] = {
        row.key: row.into.input if isinstance(row.into, Existing) else None for row in shown.rows
    }
    names = {row.key: row.name for row in shown.rows}
    before = recipe.read(known.recipe) if known is not None else Recipe()
    kept = Recipe(
        said, {**before.into, **into}, {**before.names, **names}, book.delimiter, choices.turned, headings_of(plain)
    )
    pattern = file_names.pattern_of(book.name)
    if known is not None and file_names.matches(known.pattern, book.name):
        pattern = known.pattern
    form = presets.recognise(plain)
    name = known.name if known is not None else form.name if form is not None else file_names.stem_of(book.name)
    uid = known.uid if known is not None else None
    return Remembered(name, book.kind.value, pattern, plain.fingerprint, recipe.plain(kept), uid)


def targets(ws: Reads, source: Source) -> Mapping[str, Input | None]:
    """By the name of each measure in the file the input that it goes to; ``None`` where it is not taken."""
    found = recipe.read(source.recipe)
    return {found.names.get(key, key): ws.find(Input, uid) for key, uid in found.into.items()}


def fetches(ws: Reads, source: Source) -> list[Fetch]:
    """Every time that numbers came from a source, newest first."""
    changes = {
        (change.ref, field): change
        for field in ("fetched_on", "fetched_file", "fetched_numbers")
        for change in ws.history.of(source.uid, field)
    }
    told: list[Fetch] = []
    file, numbers = "", 0
    for ref in dict.fromkeys(sorted(ref for ref, _field in changes if ref is not None)):
        own = {field: change for (each, field), change in changes.items() if each == ref}
        file = own["fetched_file"].after if "fetched_file" in own else file
        numbers = own["fetched_numbers"].after if "fetched_numbers" in own else numbers
        any_of_them = next(iter(own.values()))
        if file:  # an undo takes the first fetch away
            told.append(Fetch(any_of_them.when, any_of_them.author, file, numbers))
    return told[::-1]


def newer_file(source: Source, folder: Path, since: dt.datetime | None, hidden: Collection[str] = ()) -> Path | None:
    """The newest file in a folder that is called as those of a source are and was saved after the last fetch.

    ``hidden`` are names that somebody does not want to hear of now. ``None`` where there is none, or the folder is not
    there.
    """
    found: list[tuple[float, Path]] = []
    with contextlib.suppress(OSError):
        for place, path in enumerate(folder.iterdir()):
            if place >= MOST_FILES:
                break
            if path.name not in hidden and file_names.matches(source.pattern, path.name) and path.is_file():
                found.append((path.stat().st_mtime, path))
    newest = max(found, default=None)
    if newest is None or (since is not None and moment_of(int(newest[0] * 1000)) <= since):
        return None
    return newest[1]
