"""What the manual says, as plain values: parts, chapters, and in them headings, paragraphs, lists, tables, pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one look; ``link`` is where they lead: ``round#enter``, ``action:add_kpi`` or an address.

    A ``key`` is one of the keyboard, or several at once, under its name in the language of the text.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    link: str = ""
    key: bool = False


Words = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """Begins a section; ``key`` is what links to it name, the same in every language."""

    level: int
    text: str
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    words: Words


@dataclass(frozen=True)
class Items:
    """A list; each item holds blocks. ``ticked`` is one of questions that are answered well."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    ticked: bool = False


@dataclass(frozen=True)
class Table:
    """Column heads and rows; the first cell of a row names it."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True)
class Code:
    """Lines to be typed or read as they stand."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A picture of the program: its file in ``resources/help``, and what it shows in words."""

    file: str
    alt: str


@dataclass(frozen=True)
class Note:
    """What stands aside: a warning or a remark."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Deed:
    """What a chapter leads to: the sentence, what the button says, and the command of the window that it calls."""

    words: Words
    button: str
    command: str


Block = Heading | Paragraph | Items | Table | Code | Picture | Note | Deed


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; the first of a chapter has none. ``place`` is ``chapter#key``."""

    chapter: str
    title: str
    key: str
    blocks: tuple[Block, ...]

    @property
    def place(self) -> str:
        """What a link to it says."""
        return f"{self.chapter}#{self.key}" if self.key else self.chapter

    @cached_property
    def text(self) -> str:
        """Everything that it says, a line for each block."""
        return "\n".join(plain(block) for block in self.blocks)


@dataclass(frozen=True)
class Chapter:
    """One chapter by its key, which is the name of its file; ``read`` gives what it says, and is called once."""

    key: str
    title: str
    read: Callable[[], tuple[Block, ...]]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What it says, without its title."""
        return self.read()

    @property
    def deed(self) -> Deed | None:
        """What it leads to."""
        return next((block for block in self.blocks if isinstance(block, Deed)), None)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """What stands before the first heading, and what under each."""
        found: list[tuple[str, str, list[Block]]] = [(self.title, "", [])]
        for block in self.blocks:
            if isinstance(block, Heading) and block.key:
                found.append((block.text, block.key, []))
            else:
                found[-1][2].append(block)
        return tuple(Section(self.key, title, key, tuple(blocks)) for title, key, blocks in found)

    @cached_property
    def text(self) -> str:
        """Everything that it says, its title first."""
        return "\n".join((self.title, *(plain(block) for block in self.blocks)))


@dataclass(frozen=True)
class Part:
    """Chapters under one heading."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Book:
    """The whole manual in one language."""

    language: str
    title: str
    parts: tuple[Part, ...]

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, in the order in which they are read."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    @cached_property
    def places(self) -> frozenset[str]:
        """Everything that a link can name."""
        return frozenset(section.place for chapter in self.chapters for section in chapter.sections)

    def chapter(self, key: str) -> Chapter | None:
        """A chapter by its key."""
        return next((chapter for chapter in self.chapters if chapter.key == key), None)


def said(words: Words) -> str:
    """Words without their looks."""
    return "".join(run.text for run in words)


def plain(block: Block) -> str:
    """What a block says, without its looks."""
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return said(block.words)
        case Items():
            return "\n".join(plain(each) for item in block.items for each in item)
        case Table():
            return "\n".join("\t".join(said(cell) for cell in row) for row in (block.head, *block.rows))
        case Code():
            return block.text
        case Picture():
            return block.alt
        case Note():
            return "\n".join(plain(each) for each in block.blocks)
        case Deed():
            return f"{said(block.words)} {block.button}"


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, those inside others too."""
    for block in blocks:
        yield block
        if isinstance(block, Note):
            yield from walk(block.blocks)
        elif isinstance(block, Items):
            for item in block.items:
                yield from walk(item)


def runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    """Every run of words in blocks."""
    for block in walk(blocks):
        if isinstance(block, Paragraph | Deed):
            yield from block.words
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                for cell in row:
                    yield from cell
