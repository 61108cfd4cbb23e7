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
        what = sources.remembered(self.book, self.plain, (self.said, self.choices), self.preview, self.source)
        return what if self.source is not None or self.preset is None else replace(what, name=self.preset.name)


def known(ws: Reads) -> Known:
    """What is known where a file is read."""
    return Known(ws.today(), ws.company.language, ws.company.fiscal_year_start)


def look(ws: Reads, book: Book, source: Source | None = None) -> Looked:
    """Look at a file of which nothing has been said yet: as its source was read last time, where it is one's.

    ``source`` is the one that somebody names. Raises ``BadInput`` for a file in which no table of numbers is found.
    """
    plain = understand(book, UNSAID, known(ws))
    found = sources.recognise(ws.all(Source) if source is None else [source], book, plain)
    if found is None and source is not None:
        found = sources.named(source, plain)
    if found is None:
        return _of_form(ws, book, plain)
    said = found.recipe.said if found.same_layout else replace(found.recipe.said, roles={})
    understanding = plain if said == UNSAID else understand(book, said, known(ws))
    return _looked(ws, book, plain, understanding, (said, sources.choices_of(ws, found)), found)


def _of_form(ws: Reads, book: Book, plain: Understanding) -> Looked:
    """A file that is no source's: as files of its form are read, where that is known."""
    preset = presets.recognise(plain)
    if preset is None:
        return _looked(ws, book, plain, plain, (UNSAID, NOTHING), None)
    said = preset.said(plain)
    understanding = plain if said == UNSAID else understand(book, said, known(ws))
    known_as = preset.wanted(understanding.measures)
    turned = presets.turned(understanding.measures, known_as)
    choices = replace(NOTHING, known_as=known_as, turned=turned, usual=preset.usual)
    return replace(_looked(ws, book, plain, understanding, (said, choices), None), preset=preset)


def look_again(ws: Reads, before: Looked, said: Said | None = None, choices: Choices | None = None) -> Looked:
    """The same file after something more has been said of it, or chosen."""
    understanding = before.understanding
    if said is not None and said != before.said:
        understanding = understand(before.book, said, known(ws))
    told = (before.said if said is None else said, before.choices if choices is None else choices)
    return replace(_looked(ws, before.book, before.plain, understanding, told, before.recognised), preset=before.preset)


def _looked(
    ws: Reads,
    book: Book,
    plain: Understanding,
    understanding: Understanding,
    told: tuple[Said, Choices],
    found: Recognised | None,
) -> Looked:
    said, choices = told
    shown = preview(ws, understanding, choices, file=book.name)
    return Looked(book, plain, said, understanding, choices, shown, found)


def dry_run(ws: Reads, source: Source, path: Path) -> int:
    """How many numbers fetching a source's file would write; none while something must be asked first.

    Raises what reading a file raises.
    """
    looked = look(ws, read_book(path), source)
    return 0 if looked.understanding.open_questions else looked.preview.total
