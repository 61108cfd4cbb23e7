"""A file looked at: read, recognised as a source or not, understood, and held against what stands in the workspace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kpidesk.commands.intake.sources import Remembered
from kpidesk.domain.entities import Source
from kpidesk.exchange.intake import presets, sources
from kpidesk.exchange.intake.compose import NOTHING, preview
from kpidesk.exchange.intake.presets import Preset
from kpidesk.exchange.intake.preview import Choices, Preview
from kpidesk.exchange.intake.sources import Recognised
from kpidesk.exchange.sheets.book import Book
from kpidesk.exchange.sheets.read import read_book
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Known, Said, Understanding
from kpidesk.workspace import Reads

UNSAID = Said()


@dataclass(frozen=True)
class Looked:
    """What was found: what was said of the file, what was understood of it, where it goes, and what that would do.

    ``plain`` is what is understood of the file with nothing said: a source is known by it, and so is a form that many
    owners have (``preset``).
    """

    book: Book
    plain: Understanding
    said: Said
    understanding: Understanding
    choices: Choices
    preview: Preview
    recognised: Recognised | None = None
    preset: Preset | None = None

    @property
    def source(self) -> Source | None:
        """The source that the file is one of."""
        return self.recognised.source if self.recognised is not None else None

    @property
    def to_remember(self) -> Remembered:
        """What is to be kept of the file, for the next one of its kind."""
        return sources.remembered(self.book, self.plain, (self.said, self.choices), self.preview, self.source)


def known(ws: Reads) -> Known:
    """What is known where a file is read."""
    company = ws.company
    return Known(ws.today(), company.language, company.fiscal_year_start, company.currency)


@dataclass(frozen=True)
class Begun:
    """How a file is read of which nobody has said anything: what is said of it, what is chosen, and why."""

    said: Said = UNSAID
    choices: Choices = NOTHING
    recognised: Recognised | None = None
    preset: Preset | None = None


def begun(ws: Reads, book: Book, plain: Understanding, source: Source | None = None) -> Begun:
    """A file as its source was read last time, or as those of its form are; ``source`` is one that somebody names."""
    found = sources.recognise(ws.all(Source) if source is None else [source], book, plain)
    if found is None and source is not None:
        found = sources.named(source, plain)
    if found is not None:
        said = found.recipe.said if found.same_layout else replace(found.recipe.said, roles={})
        return Begun(said, sources.choices_of(ws, found), found)
    preset = presets.recognise(plain)
    if preset is None:
        return Begun()
    said = preset.said(plain)
    measures = _understood(ws, book, plain, said).measures
    known_as = preset.wanted(measures)
    turned = presets.turned(measures, known_as)
    choices = replace(NOTHING, known_as=known_as, turned=turned, usual=preset.usual)
    return Begun(said, choices, preset=preset)


def look(ws: Reads, book: Book, source: Source | None = None) -> Looked:
    """Look at a file of which nothing has been said yet, as ``begun`` tells how it is read.

    Raises ``BadInput`` for a file in which no table of numbers is found.
    """
    plain = understand(book, UNSAID, known(ws))
    how = begun(ws, book, plain, source)
    understanding = _understood(ws, book, plain, how.said)
    shown = preview(ws, understanding, how.choices, file=book.name)
    return Looked(book, plain, how.said, understanding, how.choices, shown, how.recognised, how.preset)


def look_again(ws: Reads, before: Looked, said: Said | None = None, choices: Choices | None = None) -> Looked:
    """The same file after something more has been said of it, or chosen."""
    told = before.said if said is None else said
    chosen = before.choices if choices is None else choices
    understanding = before.understanding
    if told != before.said:
        understanding = _understood(ws, before.book, before.plain, told)
    shown = preview(ws, understanding, chosen, file=before.book.name)
    return replace(before, said=told, understanding=understanding, choices=chosen, preview=shown)


def _understood(ws: Reads, book: Book, plain: Understanding, said: Said) -> Understanding:
    return plain if said == UNSAID else understand(book, said, known(ws))


def dry_run(ws: Reads, source: Source, path: Path) -> int:
    """How many numbers fetching a source's file would write; none while something must be asked first.

    Raises what reading a file raises.
    """
    looked = look(ws, read_book(path), source)
    return 0 if looked.understanding.open_questions else looked.preview.total
